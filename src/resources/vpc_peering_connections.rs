//! Peering connections between two VPCs of the caller's account in one region. A request that names
//! another account or region is refused: the two sides of such a connection are one resource that
//! both see, and a request sees one account's region.
//! <https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html>

use super::vpcs::Vpc;
use crate::engine::network::overlap;
use crate::engine::{
    Id, IdRule, Index, Now, Operation, Query, Read, Resource, Row, Timed, Write, operations,
};
use crate::error::{Error, Result};
use serde::Serialize;
use wire::{
    AcceptVpcPeeringConnectionRequest, AcceptVpcPeeringConnectionResult, CidrBlock,
    CreateVpcPeeringConnectionRequest, CreateVpcPeeringConnectionResult,
    DeleteVpcPeeringConnectionRequest, DeleteVpcPeeringConnectionResult,
    DescribeVpcPeeringConnectionsRequest, DescribeVpcPeeringConnectionsResult, Ipv6CidrBlock,
    ModifyVpcPeeringConnectionOptionsRequest, ModifyVpcPeeringConnectionOptionsResult,
    PeeringConnectionOptions, PeeringConnectionOptionsRequest, RejectVpcPeeringConnectionRequest,
    RejectVpcPeeringConnectionResult, ResourceType, Timestamp,
    VpcPeeringConnectionOptionsDescription, VpcPeeringConnectionStateReason,
    VpcPeeringConnectionStateReasonCode as Code, VpcPeeringConnectionVpcInfo, WireEnum as _,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Write CreateVpcPeeringConnection => create_vpc_peering_connection, refuses [
        "RequesterPeeringConnectionOptions",
    ];
    Write AcceptVpcPeeringConnection => accept_vpc_peering_connection;
    Write RejectVpcPeeringConnection => reject_vpc_peering_connection;
    Read  DescribeVpcPeeringConnections => describe_vpc_peering_connections;
    Write ModifyVpcPeeringConnectionOptions => modify_vpc_peering_connection_options, refuses [
        "AccepterPeeringConnectionOptions.AllowMultipathResilience",
        "AccepterPeeringConnectionOptions.MultipathResilienceMode",
        "RequesterPeeringConnectionOptions.AllowMultipathResilience",
        "RequesterPeeringConnectionOptions.MultipathResilienceMode",
    ];
    Write DeleteVpcPeeringConnection => delete_vpc_peering_connection;
};

/// How long a connection is initiating. unverified: clients such as Ansible accept a connection in
/// the second after they asked for it, so this is brief.
const INITIATING_MILLIS: i64 = 500;
/// How long a connection is provisioning or deleting.
const CHANGING_MILLIS: i64 = 2_000;
const HOUR_MILLIS: i64 = 3_600_000;
const DAY_MILLIS: i64 = 24 * HOUR_MILLIS;
/// How long a request can be accepted, and how long a connection is listed afterwards; within one
/// account what failed, was rejected or deleted is listed for two hours.
const EXPIRY_MILLIS: i64 = 7 * DAY_MILLIS;
const EXPIRED_LISTED_MILLIS: i64 = 2 * DAY_MILLIS;
const LISTED_MILLIS: i64 = 2 * HOUR_MILLIS;

const REQUESTER: &str = "requester-vpc-info.vpc-id";
const ACCEPTER: &str = "accepter-vpc-info.vpc-id";

impl Resource for VpcPeeringConnection {
    type View = wire::VpcPeeringConnection;
    const PREFIX: &'static str = "pcx";
    const TYPE: Option<ResourceType> = Some(ResourceType::VpcPeeringConnection);
    const PLURAL: &'static str = "vpcPeeringConnections";
    const NOT_FOUND: &'static str = "InvalidVpcPeeringConnectionID.NotFound";
    const MALFORMED: &'static str = "InvalidVpcPeeringConnectionId.Malformed";
    const NOUN: &'static str = "vpcPeeringConnection ID";
    const OF_VPC: bool = true;
    const ID: IdRule = IdRule::Prefixed;
    const ID_FILTER: Option<&'static str> = Some("vpc-peering-connection-id");

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::VpcPeeringConnection {
        view(row, cx)
    }

    fn index(&self, index: &mut Index<'_>) {
        index.add(REQUESTER, self.requester.vpc_id.clone());
        index.add(ACCEPTER, self.accepter.vpc_id.clone());
    }
}

fn create_vpc_peering_connection(
    cx: &mut Write<'_>,
    request: &CreateVpcPeeringConnectionRequest,
) -> Result<CreateVpcPeeringConnectionResult> {
    let tags = cx.tags_for::<VpcPeeringConnection>(&request.tag_specifications)?;
    if request.peer_owner_id.as_deref().is_some_and(|owner| *owner != **cx.account()) {
        return Err(Error::not_emulated("VPC peering connections with another account"));
    }
    if request.peer_region.as_deref().is_some_and(|region| *region != **cx.region()) {
        return Err(Error::not_emulated("VPC peering connections with another region"));
    }
    let vpc = cx.get::<Vpc>(&request.vpc_id)?;
    let peer_id = request.peer_vpc_id.as_deref().ok_or_else(|| Error::missing("peerVpcId"))?;
    let peer = cx.find::<Vpc>(peer_id);
    if peer.is_none() {
        Vpc::check_id(peer_id)?;
    }
    let answer = |cx: &Write<'_>, id: &str| {
        let view = VpcPeeringConnection::view(cx.get(id)?, cx.read());
        Ok(CreateVpcPeeringConnectionResult { vpc_peering_connection: Some(view) })
    };
    if let Some(present) = like(cx.read(), &vpc.id, peer_id) {
        return answer(cx, &present);
    }
    // A connection that cannot be is made all the same, and fails.
    let outcome = match peer {
        Some(peer) if !do_overlap(vpc, peer, cx.now()) => Code::PendingAcceptance,
        _ => Code::Failed,
    };
    let created = cx.now().timestamp();
    let expires = created.whole_seconds().plus_millis(EXPIRY_MILLIS);
    let record = VpcPeeringConnection {
        requester: Side::of(&vpc.id),
        accepter: Side::of(&peer_id.into()),
        status: cx.read().transition(Code::InitiatingRequest, outcome, INITIATING_MILLIS),
        expires,
    };
    let ends = match outcome {
        Code::Failed => created.plus_millis(LISTED_MILLIS),
        _ => expires.plus_millis(EXPIRED_LISTED_MILLIS),
    };
    let id = cx.new_id::<VpcPeeringConnection>();
    cx.insert(id.clone(), record, tags);
    cx.end::<VpcPeeringConnection>(&id, ends);
    answer(cx, &id)
}

/// The live connection that the same request made: it is answered again.
/// <https://github.com/hashicorp/terraform-provider-aws/issues/27750>
fn like(cx: Read<'_>, requester: &str, accepter: &str) -> Option<Id> {
    let mut rows = cx.with::<VpcPeeringConnection>(REQUESTER, requester);
    let found = rows.find(|row| *row.accepter.vpc_id == *accepter && row.is_live(cx.now()));
    found.map(|row| row.id.clone())
}

fn do_overlap(one: &Vpc, other: &Vpc, now: Now<'_>) -> bool {
    let mut blocks = one.usable_ipv4_cidrs(now);
    blocks.any(|block| other.usable_ipv4_cidrs(now).any(|theirs| overlap(&block, &theirs)))
}

fn accept_vpc_peering_connection(
    cx: &mut Write<'_>,
    request: &AcceptVpcPeeringConnectionRequest,
) -> Result<AcceptVpcPeeringConnectionResult> {
    let id = request.vpc_peering_connection_id.as_str();
    let row = cx.get::<VpcPeeringConnection>(id)?;
    row.check_pending(id, Code::Provisioning, cx.now())?;
    // As recorded in <https://github.com/hashicorp/terraform-provider-aws/issues/44315>.
    let opposite = like(cx.read(), &row.accepter.vpc_id, &row.requester.vpc_id);
    let opposite = opposite.and_then(|id| cx.find::<VpcPeeringConnection>(&id));
    if opposite.is_some_and(|other| other.is_accepted(cx.now())) {
        let message = format!("The vpc peering connection identified by {id} already exists.");
        return Err(Error::new("VpcPeeringConnectionAlreadyExists", message));
    }
    let status = cx.read().transition(Code::Provisioning, Code::Active, CHANGING_MILLIS);
    cx.get_mut::<VpcPeeringConnection>(id)?.status = status;
    cx.keep::<VpcPeeringConnection>(id);
    let view = VpcPeeringConnection::view(cx.get(id)?, cx.read());
    Ok(AcceptVpcPeeringConnectionResult { vpc_peering_connection: Some(view) })
}

fn reject_vpc_peering_connection(
    cx: &mut Write<'_>,
    request: &RejectVpcPeeringConnectionRequest,
) -> Result<RejectVpcPeeringConnectionResult> {
    let id = request.vpc_peering_connection_id.as_str();
    cx.get::<VpcPeeringConnection>(id)?.check_pending(id, Code::Rejected, cx.now())?;
    cx.get_mut::<VpcPeeringConnection>(id)?.status = Timed::settled(Code::Rejected);
    let ends = cx.now().plus_millis(LISTED_MILLIS);
    cx.end::<VpcPeeringConnection>(id, ends);
    Ok(RejectVpcPeeringConnectionResult { r#return: Some(true) })
}

fn describe_vpc_peering_connections(
    cx: Read<'_>,
    request: &DescribeVpcPeeringConnectionsRequest,
) -> Result<DescribeVpcPeeringConnectionsResult> {
    let page = cx.select::<VpcPeeringConnection>(&Query {
        ids: &request.vpc_peering_connection_ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    })?;
    Ok(DescribeVpcPeeringConnectionsResult {
        vpc_peering_connections: Some(page.items),
        next_token: page.next_token,
    })
}

fn modify_vpc_peering_connection_options(
    cx: &mut Write<'_>,
    request: &ModifyVpcPeeringConnectionOptionsRequest,
) -> Result<ModifyVpcPeeringConnectionOptionsResult> {
    let id = request.vpc_peering_connection_id.as_str();
    let row = cx.get::<VpcPeeringConnection>(id)?;
    if row.code(cx.now()) != Code::Active {
        let message = format!(
            "Peering {id} is not active. Peering options can be added only to active peerings."
        );
        return Err(Error::new("OperationNotPermitted", message));
    }
    let (accepter, requester) = (
        request.accepter_peering_connection_options.as_ref(),
        request.requester_peering_connection_options.as_ref(),
    );
    if accepter.is_none() && requester.is_none() {
        // unverified: AWS documents no message for this.
        return Err(Error::missing(
            "accepterPeeringConnectionOptions or requesterPeeringConnectionOptions",
        ));
    }
    for options in accepter.iter().chain(&requester) {
        check_options(options)?;
    }
    let mut row = cx.get_mut::<VpcPeeringConnection>(id)?;
    let accepter = accepter.map(|options| row.accepter.set(options));
    let requester = requester.map(|options| row.requester.set(options));
    Ok(ModifyVpcPeeringConnectionOptionsResult {
        accepter_peering_connection_options: accepter,
        requester_peering_connection_options: requester,
    })
}

/// The two options for `ClassicLink` are what is left of it; nobody can have them any more.
fn check_options(options: &PeeringConnectionOptionsRequest) -> Result<()> {
    let asked = [
        options.allow_egress_from_local_classic_link_to_remote_vpc,
        options.allow_egress_from_local_vpc_to_remote_classic_link,
    ];
    if asked.contains(&Some(true)) { Err(Error::not_emulated("ClassicLink")) } else { Ok(()) }
}

fn delete_vpc_peering_connection(
    cx: &mut Write<'_>,
    request: &DeleteVpcPeeringConnectionRequest,
) -> Result<DeleteVpcPeeringConnectionResult> {
    let id = request.vpc_peering_connection_id.as_str();
    let row = cx.get::<VpcPeeringConnection>(id)?;
    if !row.is_live(cx.now()) {
        return Err(wrong_transition(id, row.code(cx.now()), Code::Deleting));
    }
    let status = cx.read().transition(Code::Deleting, Code::Deleted, CHANGING_MILLIS);
    cx.get_mut::<VpcPeeringConnection>(id)?.status = status;
    let ends = cx.now().plus_millis(LISTED_MILLIS);
    cx.end::<VpcPeeringConnection>(id, ends);
    Ok(DeleteVpcPeeringConnectionResult { r#return: Some(true) })
}

fn wrong_transition(id: &str, from: Code, to: Code) -> Error {
    let (from, to) = (from.as_str(), to.as_str());
    let message =
        format!("Invalid state transition for {id}, attempted to transition from {from} to {to}");
    Error::new("InvalidStateTransition", message)
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct VpcPeeringConnection {
    requester: Side,
    accepter: Side,
    /// But for a request that expired; [`VpcPeeringConnection::code`] tells.
    status: Timed<Code>,
    expires: Timestamp,
}

#[derive(Debug, Clone, Serialize)]
struct Side {
    /// Of a request that failed, it may be no VPC at all; of one that ended, one that is gone.
    vpc_id: Id,
    allow_dns_resolution: bool,
}

impl Side {
    fn of(vpc_id: &Id) -> Self {
        Self { vpc_id: vpc_id.clone(), allow_dns_resolution: false }
    }

    fn set(&mut self, options: &PeeringConnectionOptionsRequest) -> PeeringConnectionOptions {
        let asked = options.allow_dns_resolution_from_remote_vpc;
        self.allow_dns_resolution = asked.unwrap_or(self.allow_dns_resolution);
        PeeringConnectionOptions {
            allow_dns_resolution_from_remote_vpc: Some(self.allow_dns_resolution),
            allow_egress_from_local_classic_link_to_remote_vpc: Some(false),
            allow_egress_from_local_vpc_to_remote_classic_link: Some(false),
            ..PeeringConnectionOptions::default()
        }
    }

    fn view(&self, cx: Read<'_>, with_details: bool) -> VpcPeeringConnectionVpcInfo {
        let view = VpcPeeringConnectionVpcInfo {
            owner_id: Some(cx.account().to_string()),
            vpc_id: Some(self.vpc_id.to_string()),
            region: Some(cx.region().to_string()),
            ..VpcPeeringConnectionVpcInfo::default()
        };
        let Some(vpc) = cx.find::<Vpc>(&self.vpc_id).filter(|_| with_details) else { return view };
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

impl VpcPeeringConnection {
    fn code(&self, now: Now<'_>) -> Code {
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

    fn is_accepted(&self, now: Now<'_>) -> bool {
        matches!(self.code(now), Code::Provisioning | Code::Active)
    }

    pub fn is_active(&self, now: Now<'_>) -> bool {
        self.code(now) == Code::Active
    }

    pub fn connects(&self, vpc_id: &str) -> bool {
        *self.requester.vpc_id == *vpc_id || *self.accepter.vpc_id == *vpc_id
    }

    fn check_pending(&self, id: &str, to: Code, now: Now<'_>) -> Result<()> {
        match self.code(now) {
            Code::PendingAcceptance => Ok(()),
            // unverified: recorded for deleting only.
            other => Err(wrong_transition(id, other, to)),
        }
    }
}

fn view(row: &Row<VpcPeeringConnection>, cx: Read<'_>) -> wire::VpcPeeringConnection {
    let code = row.code(cx.now());
    let is_request = matches!(code, Code::InitiatingRequest | Code::PendingAcceptance);
    let was_accepted = matches!(code, Code::Provisioning | Code::Active | Code::Deleting);
    wire::VpcPeeringConnection {
        accepter_vpc_info: Some(row.accepter.view(cx, was_accepted)),
        expiration_time: is_request.then_some(row.expires),
        requester_vpc_info: Some(row.requester.view(cx, true)),
        status: Some(VpcPeeringConnectionStateReason {
            code: Some(code),
            message: Some(message(code, cx.account())),
        }),
        tags: row.tags.wire(),
        vpc_peering_connection_id: Some(row.id.to_string()),
        ..wire::VpcPeeringConnection::default()
    }
}

// unverified: those of rejected, expired and deleting connections.
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

/// Whether a VPC is, or may become, part of a connection.
pub(super) fn are_with_vpc(cx: Read<'_>, vpc_id: &str) -> bool {
    let requested = cx.with::<VpcPeeringConnection>(REQUESTER, vpc_id);
    let mut all = requested.chain(cx.with::<VpcPeeringConnection>(ACCEPTER, vpc_id));
    all.any(|row| row.is_live(cx.now()))
}
