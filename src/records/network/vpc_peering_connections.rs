//! Peering connections between two VPCs, of any accounts and regions of the server. Where the two
//! sides are not the same account and region, either has a row with the connection's id and tags of
//! its own, and each change is made on both. What either side may do and shows is in `sides`.
//! <https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html>

use crate::engine::network::overlap;
use crate::engine::{By, Hold, IdRule, Index, Now, Read, Resource, Row, Text, Timed};
use crate::error::{Error, Result};
use crate::records::ids::VpcId;
use crate::records::network::vpc_encryption_controls::{self, Exclusion, check_way_out};
use crate::records::network::vpcs::Vpc;
use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};
use wire::{
    CidrBlock, Ipv6CidrBlock, PeeringConnectionOptions, ResourceType, Timestamp,
    VpcPeeringConnectionOptionsDescription, VpcPeeringConnectionStateReason,
    VpcPeeringConnectionStateReasonCode as Code, VpcPeeringConnectionVpcInfo, WireEnum as _,
};

impl VpcPeeringConnection {
    pub(crate) const BY_REQUESTER: By<Self, VpcId> = By::new("requester-vpc-info.vpc-id");
    pub(crate) const BY_ACCEPTER: By<Self, VpcId> = By::new("accepter-vpc-info.vpc-id");
}

impl Resource for VpcPeeringConnection {
    type View = wire::VpcPeeringConnection;
    const HOLDS: &'static [Hold<Self>] = &[
        Hold::of_those(Self::BY_REQUESTER, |row, now| row.is_live(now)).or_elsewhere(),
        Hold::of_those(Self::BY_ACCEPTER, |row, now| row.is_live(now)).or_elsewhere(),
    ];
    const PREFIX: &'static str = "pcx";
    const TYPE: Option<ResourceType> = Some(ResourceType::VpcPeeringConnection);
    const PLURAL: &'static str = "vpcPeeringConnections";
    const OF_VPC: bool = true;
    const ID: IdRule = IdRule::Prefixed;
    const ID_FILTER: Option<&'static str> = Some("vpc-peering-connection-id");

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::VpcPeeringConnection {
        view(row, cx)
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_REQUESTER, &self.requester.vpc_id);
        index.add(Self::BY_ACCEPTER, &self.accepter.vpc_id);
    }
}

pub(crate) fn wrong_transition(id: &str, from: Code, to: Code) -> Error {
    let (from, to) = (from.as_str(), to.as_str());
    let message =
        format!("Invalid state transition for {id}, attempted to transition from {from} to {to}");
    Error::new("InvalidStateTransition", message)
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VpcPeeringConnection {
    pub requester: Side,
    pub accepter: Side,
    /// But for a request that expired; [`VpcPeeringConnection::code`] tells.
    pub status: Timed<Code>,
    pub expires: Timestamp,
    /// Who rejected or deleted it.
    pub ended_by: Option<Text>,
}

impl VpcPeeringConnection {
    pub fn code(&self, now: Now<'_>) -> Code {
        match self.status.at(now) {
            Code::PendingAcceptance if now.reached(self.expires) => Code::Expired,
            code => code,
        }
    }

    /// Whether it is a connection or may become one.
    pub fn is_live(&self, now: Now<'_>) -> bool {
        self.is_accepted(now)
            || matches!(self.code(now), Code::InitiatingRequest | Code::PendingAcceptance)
    }

    pub fn is_accepted(&self, now: Now<'_>) -> bool {
        matches!(self.code(now), Code::Provisioning | Code::Active)
    }

    pub fn is_active(&self, now: Now<'_>) -> bool {
        self.code(now) == Code::Active
    }

    pub fn connects(&self, vpc_id: &VpcId) -> bool {
        self.requester.vpc_id == *vpc_id || self.accepter.vpc_id == *vpc_id
    }

    /// The side that is not this VPC.
    pub fn across(&self, vpc_id: &VpcId) -> &Side {
        if self.requester.vpc_id == *vpc_id { &self.accepter } else { &self.requester }
    }

    /// Whose row the other one is, if the sides are two.
    pub fn beyond(&self, cx: Read<'_>) -> Option<(Text, Text)> {
        let mut sides = [&self.requester, &self.accepter].into_iter();
        let there = sides.find(|side| !side.is_at(cx))?;
        Some((there.owner.clone(), there.region.clone()))
    }

    pub fn check_pending(&self, id: &str, to: Code, now: Now<'_>) -> Result<()> {
        match self.code(now) {
            Code::PendingAcceptance => Ok(()),
            // unverified (looked up 2026-11-26): recorded for deleting only.
            other => Err(wrong_transition(id, other, to)),
        }
    }
}

/// The connections of a VPC that are listed, whichever side it is.
pub(crate) fn of_vpc<'a>(
    cx: Read<'a>,
    vpc_id: &VpcId,
) -> impl Iterator<Item = &'a Row<VpcPeeringConnection>> + use<'a> {
    let asked = cx.with(VpcPeeringConnection::BY_REQUESTER, vpc_id);
    asked.chain(cx.with(VpcPeeringConnection::BY_ACCEPTER, vpc_id))
}

/// Those that are active.
pub(crate) fn active_of<'a>(
    cx: Read<'a>,
    vpc_id: &VpcId,
) -> impl Iterator<Item = &'a Row<VpcPeeringConnection>> + use<'a> {
    of_vpc(cx, vpc_id).filter(move |row| row.is_active(cx.now()))
}

/// # Errors
/// For a connection of a VPC that has its traffic encrypted to one that has not, unless it lets
/// that through.
pub(crate) fn check_encrypts(
    cx: Read<'_>,
    row: &VpcPeeringConnection,
    vpc_id: &VpcId,
) -> Result<()> {
    if encrypts(cx, row) {
        return Ok(());
    }
    let noun = "VPC peering connections to VPCs that do not enforce encryption";
    check_way_out(cx, vpc_id, Exclusion::VpcPeering, noun)
}

/// Whether both VPCs have their traffic encrypted, which is so within a region.
pub(crate) fn encrypts(cx: Read<'_>, row: &VpcPeeringConnection) -> bool {
    let is_enforced = |side: &Side| {
        let there = cx.of(&side.owner, &side.region);
        there.is_some_and(|there| vpc_encryption_controls::is_enforced(there, &side.vpc_id))
    };
    row.requester.region == row.accepter.region
        && is_enforced(&row.requester)
        && is_enforced(&row.accepter)
}

fn view(row: &Row<VpcPeeringConnection>, cx: Read<'_>) -> wire::VpcPeeringConnection {
    let code = row.code(cx.now());
    let is_request = matches!(code, Code::InitiatingRequest | Code::PendingAcceptance);
    let was_accepted = matches!(code, Code::Provisioning | Code::Active | Code::Deleting);
    let by = row.ended_by.as_ref().unwrap_or(&row.accepter.owner);
    wire::VpcPeeringConnection {
        accepter_vpc_info: Some(row.accepter.view(cx, was_accepted)),
        expiration_time: is_request.then_some(row.expires),
        requester_vpc_info: Some(row.requester.view(cx, code != Code::Deleted)),
        status: Some(VpcPeeringConnectionStateReason {
            code: Some(code),
            message: Some(message(code, by)),
        }),
        tags: row.tags.wire(),
        vpc_peering_connection_id: Some(row.id.to_string()),
        ..wire::VpcPeeringConnection::default()
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Side {
    pub owner: Text,
    pub region: Text,
    /// Of a request that failed, it may be no VPC at all; of one that ended, one that is gone.
    pub vpc_id: VpcId,
    pub allow_dns_resolution: bool,
}

impl Side {
    pub fn new(owner: &Text, region: &Text, vpc_id: &VpcId) -> Self {
        let (owner, region, vpc_id) = (owner.clone(), region.clone(), vpc_id.clone());
        Self { owner, region, vpc_id, allow_dns_resolution: false }
    }

    pub fn is_same(&self, other: &Self) -> bool {
        (&self.owner, &self.region, &self.vpc_id) == (&other.owner, &other.region, &other.vpc_id)
    }

    /// Whether it is the caller's own in the region of the request.
    pub fn is_at(&self, cx: Read<'_>) -> bool {
        self.owner == *cx.account() && self.region == *cx.region()
    }

    pub fn vpc<'a>(&self, cx: Read<'a>) -> Option<&'a Row<Vpc>> {
        cx.of(&self.owner, &self.region)?.find(&self.vpc_id)
    }

    /// Whether its VPC has addresses of a block.
    pub fn has_any_of(&self, cx: Read<'_>, cidr: Ipv4Net) -> bool {
        self.vpc(cx)
            .is_some_and(|vpc| vpc.usable_ipv4_cidrs(cx.now()).any(|block| overlap(&block, &cidr)))
    }

    /// Whether the caller is the one who was asked, and in the region that was.
    ///
    /// # Errors
    /// `OperationNotPermitted`, as recorded in
    /// <https://github.com/hashicorp/terraform/issues/20473> and
    /// <https://github.com/hashicorp/terraform-provider-aws/pull/2508>.
    // unverified (looked up 2026-11-26): both for rejecting.
    pub fn check_answers(
        &self,
        cx: Read<'_>,
        id: &str,
        (answer, answered): (&str, &str),
    ) -> Result<()> {
        if self.owner != *cx.account() {
            return Err(not_permitted(cx.account(), answer, id));
        }
        if self.region != *cx.region() {
            let message = format!(
                "Incorrect region ({}) specified for this request. VPC peering connection {id} \
                 must be {answered} in region {}",
                cx.region(),
                self.region
            );
            return Err(Error::new("OperationNotPermitted", message));
        }
        Ok(())
    }

    /// Whether the caller may set the options of the side, `accepter` or `requester`.
    ///
    /// # Errors
    /// `OperationNotPermitted`, as recorded in
    /// <https://github.com/hashicorp/terraform/issues/12448> and
    /// <https://github.com/hashicorp/terraform-provider-aws/issues/12113>.
    pub fn check_owner(&self, cx: Read<'_>, name: &str) -> Result<()> {
        let message = if self.owner != *cx.account() {
            let user = cx.account();
            format!(
                "User {user} does not have permission to modify the {name} side peering options"
            )
        } else if self.region != *cx.region() {
            let name = if name == "accepter" { "Accepter" } else { "Requester" };
            format!(
                "{name}\u{2019}s VPC Peering connection options cannot be modified for a different \
                 region"
            )
        } else {
            return Ok(());
        };
        Err(Error::new("OperationNotPermitted", message))
    }

    pub fn set(&mut self, allow_dns_resolution: Option<bool>) {
        self.allow_dns_resolution = allow_dns_resolution.unwrap_or(self.allow_dns_resolution);
    }

    pub fn options(&self) -> PeeringConnectionOptions {
        PeeringConnectionOptions {
            allow_dns_resolution_from_remote_vpc: Some(self.allow_dns_resolution),
            allow_egress_from_local_classic_link_to_remote_vpc: Some(false),
            allow_egress_from_local_vpc_to_remote_classic_link: Some(false),
            ..PeeringConnectionOptions::default()
        }
    }

    /// Either side shows both alike, as localstack/localstack's snapshots of AWS have it.
    pub fn view(&self, cx: Read<'_>, with_details: bool) -> VpcPeeringConnectionVpcInfo {
        let view = VpcPeeringConnectionVpcInfo {
            owner_id: Some(self.owner.to_string()),
            vpc_id: Some(self.vpc_id.to_string()),
            region: Some(self.region.to_string()),
            ..VpcPeeringConnectionVpcInfo::default()
        };
        let vpc = with_details.then(|| self.vpc(cx)).flatten();
        let Some(vpc) = vpc else { return view };
        let ipv4: Vec<String> =
            vpc.usable_ipv4_cidrs(cx.now()).map(|block| block.to_string()).collect();
        let ipv6: Vec<Ipv6CidrBlock> = vpc
            .usable_ipv6_cidrs(cx.now())
            .map(|block| Ipv6CidrBlock { ipv6_cidr_block: Some(block.to_string()) })
            .collect();
        let block = |cidr: &String| CidrBlock { cidr_block: Some(cidr.clone()) };
        VpcPeeringConnectionVpcInfo {
            cidr_block: ipv4.first().cloned(),
            cidr_block_set: Some(ipv4.iter().map(block).collect()),
            ipv6_cidr_block_set: Some(ipv6).filter(|blocks| !blocks.is_empty()),
            peering_options: Some(VpcPeeringConnectionOptionsDescription {
                allow_dns_resolution_from_remote_vpc: Some(self.allow_dns_resolution),
                allow_egress_from_local_classic_link_to_remote_vpc: Some(false),
                allow_egress_from_local_vpc_to_remote_classic_link: Some(false),
                ..VpcPeeringConnectionOptionsDescription::default()
            }),
            ..view
        }
    }
}

/// As recorded in <https://github.com/hashicorp/terraform/issues/20473> for accepting.
pub(crate) fn not_permitted(user: &Text, what: &str, id: &str) -> Error {
    let message = format!("User {user} cannot {what} peering {id}");
    Error::new("OperationNotPermitted", message)
}

/// What a status says; `account` is who was asked, or who ended the connection.
// unverified (looked up 2026-11-26): those of rejected, expired and deleting connections.
fn message(code: Code, account: &str) -> String {
    match code {
        Code::InitiatingRequest => format!("Initiating Request to {account}"),
        Code::PendingAcceptance => format!("Pending Acceptance by {account}"),
        Code::Active => "Active".to_owned(),
        Code::Deleted => format!("Deleted by {account}"),
        Code::Rejected => format!("Rejected by {account}"),
        Code::Failed => {
            "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range".to_owned()
        }
        Code::Expired => "Expired".to_owned(),
        Code::Provisioning => "Provisioning".to_owned(),
        Code::Deleting => "Deleting".to_owned(),
    }
}
