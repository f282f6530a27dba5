//! The two sides of a connection: whose they are, what that lets them do, and what they show.

use super::Code;
use crate::engine::{Id, Read, Row};
use crate::error::{Error, Result};
use crate::resources::vpcs::Vpc;
use serde::Serialize;
use wire::{
    CidrBlock, Ipv6CidrBlock, PeeringConnectionOptions, PeeringConnectionOptionsRequest,
    VpcPeeringConnectionOptionsDescription, VpcPeeringConnectionVpcInfo,
};

#[derive(Debug, Clone, Serialize)]
pub(super) struct Side {
    pub owner: Id,
    pub region: Id,
    /// Of a request that failed, it may be no VPC at all; of one that ended, one that is gone.
    pub vpc_id: Id,
    allow_dns_resolution: bool,
}

impl Side {
    pub fn new(owner: &Id, region: &Id, vpc_id: &Id) -> Self {
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

    /// Whether the caller is the one who was asked, and in the region that was.
    ///
    /// # Errors
    /// `OperationNotPermitted`, as recorded in
    /// <https://github.com/hashicorp/terraform/issues/20473> and
    /// <https://github.com/hashicorp/terraform-provider-aws/pull/2508>.
    // unverified: both for rejecting.
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
pub(super) fn not_permitted(user: &Id, what: &str, id: &str) -> Error {
    let message = format!("User {user} cannot {what} peering {id}");
    Error::new("OperationNotPermitted", message)
}

/// The two options for `ClassicLink` are what is left of it; nobody can have them any more.
pub(super) fn check_options(
    cross_region: bool,
    options: &PeeringConnectionOptionsRequest,
) -> Result<()> {
    let asked = [
        (
            "AllowEgressFromLocalClassicLinkToRemoteVpc",
            options.allow_egress_from_local_classic_link_to_remote_vpc,
        ),
        (
            "AllowEgressFromLocalVpcToRemoteClassicLink",
            options.allow_egress_from_local_vpc_to_remote_classic_link,
        ),
    ];
    let given: Vec<&str> =
        asked.iter().filter(|(_, asked)| asked.is_some()).map(|(name, _)| *name).collect();
    if cross_region && !given.is_empty() {
        // <https://github.com/hashicorp/terraform-provider-aws/pull/3909>
        let message = format!(
            "Modifying VPC peering connection options {} is not supported for cross-region VPC \
             peering connections",
            given.join(", ")
        );
        return Err(Error::new("OperationNotPermitted", message));
    }
    if asked.iter().any(|(_, asked)| *asked == Some(true)) {
        return Err(Error::not_emulated("ClassicLink"));
    }
    Ok(())
}

/// What a status says; `account` is who was asked, or who ended the connection.
// unverified: those of rejected, expired and deleting connections.
pub(super) fn message(code: Code, account: &str) -> String {
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
