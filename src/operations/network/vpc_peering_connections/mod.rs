//! Peering connections between two VPCs, of any accounts and regions of the server. Where the two
//! sides are not the same account and region, either has a row with the connection's id and tags of
//! its own, and each change is made on both. What either side may do and shows is in `sides`.
//! <https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html>

pub(crate) mod sides;

use crate::effects::network::vpc_peering_connections::{LISTED_MILLIS, change};
use crate::engine::network::overlap;
use crate::engine::{
    Id, Millis, Now, Operation, Read, Resource, Tags, Text, Timed, Write, listed, operations,
};
use crate::error::{Error, Result};
use crate::records::account::arns;
use crate::records::durations;
use crate::records::ids::VpcPeeringConnectionId;
use crate::records::network::vpc_peering_connections::{
    self, Side, VpcPeeringConnection, check_encrypts, wrong_transition,
};
use crate::records::network::vpcs::Vpc;
use sides::check_options;
use wire::{
    AcceptVpcPeeringConnectionRequest, AcceptVpcPeeringConnectionResult,
    CreateVpcPeeringConnectionRequest, CreateVpcPeeringConnectionResult,
    DeleteVpcPeeringConnectionRequest, DeleteVpcPeeringConnectionResult,
    ModifyVpcPeeringConnectionOptionsRequest, ModifyVpcPeeringConnectionOptionsResult,
    RejectVpcPeeringConnectionRequest, RejectVpcPeeringConnectionResult,
    VpcPeeringConnectionStateReasonCode as Code,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateVpcPeeringConnection => create_vpc_peering_connection,
        visits "PeerRegion" of "PeerOwnerId", refuses ["RequesterPeeringConnectionOptions"];
    Write AcceptVpcPeeringConnection => accept_vpc_peering_connection;
    Write RejectVpcPeeringConnection => reject_vpc_peering_connection;
    Read  DescribeVpcPeeringConnections => listed::<VpcPeeringConnection>;
    Write ModifyVpcPeeringConnectionOptions => modify_vpc_peering_connection_options, refuses [
        "AccepterPeeringConnectionOptions.AllowMultipathResilience",
        "AccepterPeeringConnectionOptions.MultipathResilienceMode",
        "RequesterPeeringConnectionOptions.AllowMultipathResilience",
        "RequesterPeeringConnectionOptions.MultipathResilienceMode",
    ];
    Write DeleteVpcPeeringConnection => delete_vpc_peering_connection;
};

/// How long a connection is initiating. unverified (looked up 2026-11-26): clients such as Ansible
/// accept a connection in the second after they asked for it, so this is brief.
const INITIATING_MILLIS: Millis = durations::VPC_PEERING_CONNECTIONS_INITIATING_REQUEST;

/// How long a connection is provisioning or deleting: clients that read it a second later find it
/// changed.
const CHANGING_MILLIS: Millis = durations::VPC_PEERING_CONNECTIONS_CHANGING;

const DAY_MILLIS: i64 = 24 * 3_600_000;

/// Of a VPC of a new account: requests that wait, and connections.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html>
const OUTSTANDING_QUOTA: usize = 25;

const ACTIVE_QUOTA: usize = 50;

/// How long a request can be accepted.
const EXPIRY_MILLIS: i64 = 7 * DAY_MILLIS;

/// How long whoever did not end a connection lists it, if that is another account.
const LISTED_LONG_MILLIS: i64 = 2 * DAY_MILLIS;

fn create_vpc_peering_connection(
    cx: &mut Write<'_>,
    request: &CreateVpcPeeringConnectionRequest,
) -> Result<CreateVpcPeeringConnectionResult> {
    let tags = cx.tags_for::<VpcPeeringConnection>(&request.tag_specifications)?;
    let peer_id = request.peer_vpc_id.as_deref().unwrap_or_default();
    // Recorded of an empty one: cloudposse/terraform-aws-vpc-peering-multi-account#109.
    Vpc::check_prefix(peer_id)?;
    let vpc = cx.get::<Vpc>(&request.vpc_id)?;
    let given = |text: &Option<String>, or: &Text| match text.as_deref() {
        Some(text) if !text.is_empty() => text.into(),
        _ => or.clone(),
    };
    let requester = Side::new(cx.account(), cx.region(), &vpc.id);
    let owner = given(&request.peer_owner_id, cx.account());
    arns::check_account("peerOwnerId", &owner)?;
    let accepter = Side::new(&owner, &given(&request.peer_region, cx.region()), &Id::new(peer_id));
    let peer = accepter.vpc(cx.read());
    if peer.is_none() {
        Vpc::check_id(peer_id)?;
        // <https://github.com/hashicorp/terraform-provider-aws/pull/35485>
        if (&*accepter.owner, &*accepter.region) == (&**cx.account(), &**cx.region()) {
            return Err(Vpc::not_found(&[peer_id]));
        }
    }
    if let Some(present) = like(cx.read(), &requester, &accepter) {
        return Ok(CreateVpcPeeringConnectionResult {
            vpc_peering_connection: Some(show(cx, &present)?),
        });
    }
    // A connection that cannot be is made all the same, and fails.
    let outcome = match peer {
        Some(peer) if !do_overlap(vpc, peer, cx.now()) => Code::PendingAcceptance,
        _ => Code::Failed,
    };
    let created = cx.now().timestamp();
    let expires = created.whole_seconds().plus_millis(EXPIRY_MILLIS);
    let record = VpcPeeringConnection {
        requester,
        accepter,
        status: cx.read().transition(Code::InitiatingRequest, outcome, INITIATING_MILLIS),
        expires,
        ended_by: None,
    };
    check_requester(cx.read(), &record, outcome)?;
    let ends = match outcome {
        Code::Failed => created.plus_millis(LISTED_MILLIS),
        _ => expires.plus_millis(LISTED_LONG_MILLIS),
    };
    let id = cx.new_id::<VpcPeeringConnection>();
    // One that failed is shown to the requester alone.
    if let Some((account, region)) = record.beyond(cx.read()).filter(|_| outcome != Code::Failed) {
        let (id, record) = (id.clone(), record.clone());
        cx.also_in(&account, &region, move |there| {
            there.insert(id.clone(), record, Tags::default());
            there.end::<VpcPeeringConnection>(&id, ends);
        });
    }
    cx.insert(id.clone(), record, tags);
    cx.end::<VpcPeeringConnection>(&id, ends);
    Ok(CreateVpcPeeringConnectionResult { vpc_peering_connection: Some(show(cx, &id)?) })
}

/// # Errors
/// `OutstandingVpcPeeringConnectionLimitExceeded` for a request too many.
// unverified (looked up 2026-11-26): the words here and below; AWS documents both codes.
fn check_requester(cx: Read<'_>, new: &VpcPeeringConnection, outcome: Code) -> Result<()> {
    let vpc_id = &new.requester.vpc_id;
    check_encrypts(cx, new, vpc_id)?;
    let asked = cx.with(VpcPeeringConnection::BY_REQUESTER, vpc_id);
    let waiting = asked.filter(|row| row.is_live(cx.now()) && !row.is_accepted(cx.now()));
    if outcome != Code::Failed && cx.has_default_quotas() && waiting.count() >= OUTSTANDING_QUOTA {
        let message =
            "The maximum number of outstanding VPC peering connection requests has been reached.";
        return Err(Error::new("OutstandingVpcPeeringConnectionLimitExceeded", message));
    }
    Ok(())
}

/// # Errors
/// `ActiveVpcPeeringConnectionPerVpcLimitExceeded` for a connection too many of either VPC.
fn check_active(cx: Read<'_>, row: &VpcPeeringConnection) -> Result<()> {
    if !cx.has_default_quotas() {
        return Ok(());
    }
    for side in [&row.requester, &row.accepter] {
        let Some(there) = cx.of(&side.owner, &side.region) else { continue };
        let asked = there.with(VpcPeeringConnection::BY_REQUESTER, &side.vpc_id);
        let all = asked.chain(there.with(VpcPeeringConnection::BY_ACCEPTER, &side.vpc_id));
        if all.filter(|row| row.is_accepted(there.now())).count() >= ACTIVE_QUOTA {
            let message = format!(
                "The maximum number of active VPC peering connections for VPC '{}' has been \
                 reached.",
                side.vpc_id
            );
            return Err(Error::new("ActiveVpcPeeringConnectionPerVpcLimitExceeded", message));
        }
    }
    Ok(())
}

fn show(cx: &Write<'_>, id: &str) -> Result<wire::VpcPeeringConnection> {
    cx.view::<VpcPeeringConnection>(id)
}

/// The live connection that the same request made: it is answered again.
/// <https://github.com/hashicorp/terraform-provider-aws/issues/27750>
fn like(cx: Read<'_>, requester: &Side, accepter: &Side) -> Option<VpcPeeringConnectionId> {
    let mut rows = cx.with(VpcPeeringConnection::BY_REQUESTER, &requester.vpc_id);
    let found = rows.find(|row| {
        row.requester.is_same(requester) && row.accepter.is_same(accepter) && row.is_live(cx.now())
    });
    found.map(|row| row.id.clone())
}

fn do_overlap(one: &Vpc, other: &Vpc, now: Now<'_>) -> bool {
    let mut ipv4 = one.usable_ipv4_cidrs(now);
    let mut ipv6 = one.usable_ipv6_cidrs(now);
    ipv4.any(|block| other.usable_ipv4_cidrs(now).any(|theirs| overlap(&block, &theirs)))
        || ipv6.any(|block| {
            let mut theirs = other.usable_ipv6_cidrs(now);
            theirs.any(|theirs| block.contains(&theirs) || theirs.contains(&block))
        })
}

fn accept_vpc_peering_connection(
    cx: &mut Write<'_>,
    request: &AcceptVpcPeeringConnectionRequest,
) -> Result<AcceptVpcPeeringConnectionResult> {
    let id = request.vpc_peering_connection_id.as_str();
    let row = cx.get::<VpcPeeringConnection>(id)?;
    row.accepter.check_answers(cx.read(), id, ("accept", "accepted"))?;
    row.check_pending(id, Code::Provisioning, cx.now())?;
    // As recorded in <https://github.com/hashicorp/terraform-provider-aws/issues/44315>.
    let opposite = like(cx.read(), &row.accepter, &row.requester);
    let opposite = opposite.and_then(|id| cx.find::<VpcPeeringConnection>(&id));
    if opposite.is_some_and(|other| other.is_accepted(cx.now())) {
        let message = format!("The vpc peering connection identified by {id} already exists.");
        return Err(Error::new("VpcPeeringConnectionAlreadyExists", message));
    }
    check_encrypts(cx.read(), row, &row.accepter.vpc_id)?;
    check_active(cx.read(), row)?;
    let status = cx.read().transition(Code::Provisioning, Code::Active, CHANGING_MILLIS);
    change(cx, id, None, move |connection| connection.status = status)?;
    Ok(AcceptVpcPeeringConnectionResult { vpc_peering_connection: Some(show(cx, id)?) })
}

fn reject_vpc_peering_connection(
    cx: &mut Write<'_>,
    request: &RejectVpcPeeringConnectionRequest,
) -> Result<RejectVpcPeeringConnectionResult> {
    let id = request.vpc_peering_connection_id.as_str();
    let row = cx.get::<VpcPeeringConnection>(id)?;
    row.accepter.check_answers(cx.read(), id, ("reject", "rejected"))?;
    row.check_pending(id, Code::Rejected, cx.now())?;
    end(cx, id, Timed::settled(Code::Rejected))?;
    Ok(RejectVpcPeeringConnectionResult { r#return: Some(true) })
}

/// Ends a connection, which is listed for a while.
fn end(cx: &mut Write<'_>, id: &str, status: Timed<Code>) -> Result<()> {
    let row = cx.get::<VpcPeeringConnection>(id)?;
    let is_of_one = row.requester.owner == row.accepter.owner;
    let here = cx.now().plus_millis(LISTED_MILLIS);
    let there = if is_of_one { here } else { cx.now().plus_millis(LISTED_LONG_MILLIS) };
    let by = cx.account().clone();
    change(cx, id, Some((here, there)), move |connection| {
        connection.status = status;
        connection.ended_by = Some(by.clone());
    })
}

fn modify_vpc_peering_connection_options(
    cx: &mut Write<'_>,
    request: &ModifyVpcPeeringConnectionOptionsRequest,
) -> Result<ModifyVpcPeeringConnectionOptionsResult> {
    let (accepter, requester) = (
        request.accepter_peering_connection_options.as_ref(),
        request.requester_peering_connection_options.as_ref(),
    );
    if accepter.is_none() && requester.is_none() {
        // unverified (looked up 2026-11-26): AWS documents no message for this.
        return Err(Error::missing(
            "accepterPeeringConnectionOptions or requesterPeeringConnectionOptions",
        ));
    }
    let id = request.vpc_peering_connection_id.as_str();
    let row = cx.get::<VpcPeeringConnection>(id)?;
    if row.code(cx.now()) != Code::Active {
        let message = format!(
            "Peering {id} is not active. Peering options can be added only to active peerings."
        );
        return Err(Error::new("OperationNotPermitted", message));
    }
    let both = [("accepter", &row.accepter, accepter), ("requester", &row.requester, requester)];
    for (name, side, options) in both {
        if let Some(options) = options {
            side.check_owner(cx.read(), name)?;
            check_options(row.requester.region != row.accepter.region, options)?;
        }
    }
    let dns = |options: &wire::PeeringConnectionOptionsRequest| {
        options.allow_dns_resolution_from_remote_vpc
    };
    let (at_accepter, at_requester) = (accepter.and_then(dns), requester.and_then(dns));
    let is_listed = cx.get::<VpcPeeringConnection>(id)?.ends();
    change(cx, id, is_listed.map(|at| (at, at)), move |connection| {
        connection.accepter.set(at_accepter);
        connection.requester.set(at_requester);
    })?;
    let row = cx.get::<VpcPeeringConnection>(id)?;
    Ok(ModifyVpcPeeringConnectionOptionsResult {
        accepter_peering_connection_options: accepter.map(|_| row.accepter.options()),
        requester_peering_connection_options: requester.map(|_| row.requester.options()),
    })
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
    // Whoever was asked can reject, and delete what was accepted:
    // <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpcPeeringConnection.html>
    if !row.is_accepted(cx.now()) && row.requester.owner != *cx.account() {
        return Err(vpc_peering_connections::not_permitted(cx.account(), "delete", id));
    }
    let status = cx.read().transition(Code::Deleting, Code::Deleted, CHANGING_MILLIS);
    end(cx, id, status)?;
    Ok(DeleteVpcPeeringConnectionResult { r#return: Some(true) })
}
