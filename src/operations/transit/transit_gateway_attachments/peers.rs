//! Peering attachments, between gateways of any accounts and regions of the server. Either side has
//! a row with tags of its own, and within a region with an id of its own; each change is made on
//! both.
//! <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-peering.html>

use super::answers::{self, deletable};
use crate::effects::transit::transit_gateway_attachments::{
    CHANGING_MILLIS, close, on_each_side, open,
};
use crate::engine::{Id, Millis, Query, Read, Resource as _, Row, Tags, Text, Write};
use crate::error::{Error, Result};
use crate::records::account::arns::check_account;
use crate::records::durations;
use crate::records::ids::{TransitGatewayAttachmentId, TransitGatewayId};
use crate::records::transit::transit_gateway_attachments::{
    Attached, Failure, Peer, TransitGatewayAttachment, View, of_gateway, peer_view,
};
use crate::records::transit::transit_gateways::{
    TransitGateway, available_own, check_unencrypted, invalid_state,
};
use wire::{
    AcceptTransitGatewayPeeringAttachmentRequest, AcceptTransitGatewayPeeringAttachmentResult,
    CreateTransitGatewayPeeringAttachmentRequest, CreateTransitGatewayPeeringAttachmentResult,
    DeleteTransitGatewayPeeringAttachmentRequest, DeleteTransitGatewayPeeringAttachmentResult,
    DescribeTransitGatewayPeeringAttachmentsRequest,
    DescribeTransitGatewayPeeringAttachmentsResult, DynamicRoutingValue,
    ModifyTransitGatewayPeeringAttachmentRequest, ModifyTransitGatewayPeeringAttachmentResult,
    RejectTransitGatewayPeeringAttachmentRequest, RejectTransitGatewayPeeringAttachmentResult,
    Timestamp, TransitGatewayAttachmentState as State, TransitGatewayPeeringAttachment,
    TransitGatewayPeeringAttachmentMultipathResilienceMode as Mode, TransitGatewayState,
};

/// How long a request is on its way to the other side.
const INITIATING_MILLIS: Millis = durations::TRANSIT_GATEWAY_ATTACHMENTS_INITIATING_REQUEST;

// unverified (looked up 2026-11-26): how long a request that failed is listed.
const LISTED_MILLIS: i64 = 3_600_000;

pub(crate) fn create_transit_gateway_peering_attachment(
    cx: &mut Write<'_>,
    request: &CreateTransitGatewayPeeringAttachmentRequest,
) -> Result<CreateTransitGatewayPeeringAttachmentResult> {
    let tags = cx.tags_for::<TransitGatewayAttachment>(&request.tag_specifications)?;
    let (dynamic_routing, allows) = check(cx.read(), request)?;
    let gateway = available_own(cx.read(), &request.transit_gateway_id)?;
    check_unencrypted(gateway, cx.read(), "peering attachments")?;
    let failure = failure(cx.read(), request);
    let (owner, region) =
        (Text::from(&*request.peer_account_id), Text::from(&*request.peer_region));
    let peer_id = Id::new(request.peer_transit_gateway_id.as_str());
    let is_to_it = |row: &Row<TransitGatewayAttachment>| {
        row.peer().is_some_and(|peer| peer.gateway_id == peer_id)
    };
    if of_gateway(cx.read(), &gateway.id).any(is_to_it) {
        // As a user of Terraform quotes it, with a request id.
        let message = format!(
            "{} has a non-deleted Transit Gateway Peering Attachment with {peer_id}.",
            gateway.id
        );
        return Err(Error::new("DuplicateTransitGatewayAttachment", message));
    }
    let was_one = cx
        .read()
        .with(TransitGatewayAttachment::BY_GATEWAY, &gateway.id)
        .any(|row| row.state.at(cx.now()) == State::Deleted && is_to_it(row));
    if dynamic_routing == Some(DynamicRoutingValue::Enable) && was_one {
        // hashicorp/terraform-provider-aws#41360, whose author found it to be the reason.
        let message = "You cannot create a dynamic peering attachment.";
        return Err(Error::new("IncorrectState", message));
    }
    let gateway_id = gateway.id.clone();
    let id = cx.new_id::<TransitGatewayAttachment>();
    let is_within = failure.is_none() && region == *cx.region();
    let twin_id = is_within.then(|| cx.new_id::<TransitGatewayAttachment>());
    let peer = Peer {
        gateway_id: peer_id,
        owner,
        region,
        is_requester: false,
        dynamic_routing,
        resilience: [allows, None],
        failure,
        twin_id,
    };
    insert(cx, (&id, &gateway_id), peer, tags);
    let made = shown(cx.read(), &id)?;
    Ok(CreateTransitGatewayPeeringAttachmentResult {
        transit_gateway_peering_attachment: Some(made),
    })
}

/// Makes a row on either side, or here alone for what fails.
fn insert(
    cx: &mut Write<'_>,
    (id, gateway_id): (&TransitGatewayAttachmentId, &TransitGatewayId),
    peer: Peer,
    tags: Tags,
) {
    let fails = peer.failure.is_some();
    let then = if fails { State::Failed } else { State::PendingAcceptance };
    let state = cx.read().transition(State::InitiatingRequest, then, INITIATING_MILLIS);
    let to = Attached::Peer(peer.clone());
    let record = TransitGatewayAttachment::new((gateway_id, cx.account()), to, state, cx.now());
    cx.insert(id.clone(), record.clone(), tags);
    if fails {
        let ends = cx.now().plus_millis(cx.read().takes(INITIATING_MILLIS) + LISTED_MILLIS);
        cx.end::<TransitGatewayAttachment>(id, ends);
        return;
    }
    let here = Peer {
        gateway_id: gateway_id.clone(),
        owner: cx.account().clone(),
        region: cx.region().clone(),
        is_requester: true,
        twin_id: peer.twin_id.as_ref().map(|_| id.clone()),
        ..peer.clone()
    };
    let twin = TransitGatewayAttachment {
        gateway_id: peer.gateway_id,
        gateway_owner: peer.owner.clone(),
        to: Attached::Peer(here),
        // As users show both sides: the one that is asked has it once the request is there.
        created: state.settles().map_or(record.created, Timestamp::whole_seconds),
        ..record
    };
    let twin_id = peer.twin_id.unwrap_or_else(|| id.clone());
    if (&peer.owner, &peer.region) == (cx.account(), cx.region()) {
        cx.insert(twin_id, twin, Tags::default());
    } else {
        cx.also_in(&peer.owner, &peer.region, move |there| {
            there.insert(twin_id, twin, Tags::default());
        });
    }
}

/// # Errors
/// For what can be no account, and no peer.
fn check(
    cx: Read<'_>,
    request: &CreateTransitGatewayPeeringAttachmentRequest,
) -> Result<(Option<DynamicRoutingValue>, Option<bool>)> {
    check_account("peerAccountId", &request.peer_account_id)?;
    let options = request.options.as_ref();
    let dynamic_routing = options.and_then(|options| options.dynamic_routing);
    if request.peer_transit_gateway_id == request.transit_gateway_id {
        // unverified (looked up 2026-11-26): code and message.
        let reason = "A transit gateway cannot be peered with itself.";
        let id = &request.peer_transit_gateway_id;
        return Err(Error::bad_parameter("peerTransitGatewayId", id, reason));
    }
    let allows = options.and_then(|options| options.allow_multipath_resilience);
    let mode = options.and_then(|options| options.multipath_resilience_mode);
    check_resilience(cx, &request.peer_region, allows, mode)?;
    Ok((dynamic_routing, allows))
}

/// See `API_ModifyTransitGatewayPeeringAttachmentRequestOptions` in AWS's reference.
// unverified (looked up 2026-11-26): codes and words, and that all regions support it.
fn check_resilience(
    cx: Read<'_>,
    peer_region: &str,
    allows: Option<bool>,
    mode: Option<Mode>,
) -> Result<()> {
    if mode.is_some() && allows != Some(true) {
        let message = "MultipathResilienceMode can be specified only if AllowMultipathResilience \
                       is true.";
        return Err(Error::combination(message));
    }
    if allows == Some(true) && *peer_region == **cx.region() {
        let message = "Multipath resilience is not supported for transit gateway peering \
                       attachments in the same Region.";
        return Err(Error::new("UnsupportedOperation", message));
    }
    Ok(())
}

/// Each side says for itself; that both do is seen on either.
pub(crate) fn modify_transit_gateway_peering_attachment(
    cx: &mut Write<'_>,
    request: &ModifyTransitGatewayPeeringAttachmentRequest,
) -> Result<ModifyTransitGatewayPeeringAttachmentResult> {
    let (row, peer) = get(cx.read(), &request.transit_gateway_attachment_id)?;
    if row.state.at(cx.now()) != State::Available {
        return Err(invalid_state(&row.id));
    }
    let options = request.options.as_ref();
    let allows = options.and_then(|options| options.allow_multipath_resilience);
    let mode = options.and_then(|options| options.multipath_resilience_mode);
    check_resilience(cx.read(), &peer.region, allows, mode)?;
    let (id, side) = (row.id.clone(), usize::from(peer.is_requester));
    if allows.is_some() {
        on_each_side(cx, &id, move |cx, id| {
            if let Some(mut row) = cx.find_mut::<TransitGatewayAttachment>(id)
                && let Attached::Peer(peer) = &mut row.to
                && let Some(said) = peer.resilience.get_mut(side)
            {
                *said = allows;
            }
            Ok(())
        })?;
    }
    let transit_gateway_peering_attachment = changed(cx.read(), &id)?;
    Ok(ModifyTransitGatewayPeeringAttachmentResult { transit_gateway_peering_attachment })
}

/// What keeps an attachment from coming to be; it is made all the same, and fails.
// unverified (looked up 2026-11-26): that this is not refused at once; code and message.
fn failure(
    cx: Read<'_>,
    request: &CreateTransitGatewayPeeringAttachmentRequest,
) -> Option<Failure> {
    let id = request.peer_transit_gateway_id.as_str();
    let there = cx.of(&request.peer_account_id, &request.peer_region);
    let peer = there.and_then(|there| there.find::<TransitGateway>(id));
    let is_ready =
        peer.is_some_and(|peer| peer.state.at(cx.now()) == TransitGatewayState::Available);
    (!is_ready).then(|| Failure {
        code: "InvalidTransitGatewayID.NotFound".into(),
        message: format!("Transit Gateway {id} was deleted or does not exist."),
    })
}

/// The attachment with an id, if it is one to a peer and not gone.
fn get<'a>(cx: Read<'a>, id: &str) -> Result<(&'a Row<TransitGatewayAttachment>, &'a Peer)> {
    let not_found = || TransitGatewayAttachment::not_found(&[id]);
    let row = cx.get::<TransitGatewayAttachment>(id)?;
    let is_there = row.state.at(cx.now()) != State::Deleted && row.has_arrived(cx.now());
    let peer = row.peer().filter(|_| is_there);
    Ok((row, peer.ok_or_else(not_found)?))
}

fn shown(cx: Read<'_>, id: &str) -> Result<TransitGatewayPeeringAttachment> {
    let row = cx.get::<TransitGatewayAttachment>(id)?;
    let peer = row.peer().ok_or_else(|| TransitGatewayAttachment::not_found(&[id]))?;
    Ok(peer_view(row, peer, cx))
}

// unverified (looked up 2026-11-26): that it has no tags, as that of a gateway has none.
fn changed(cx: Read<'_>, id: &str) -> Result<Option<TransitGatewayPeeringAttachment>> {
    Ok(Some(TransitGatewayPeeringAttachment { tags: None, ..shown(cx, id)? }))
}

/// Whoever was asked for an attachment answers.
fn awaited(cx: Read<'_>, id: &str, answer: &str) -> Result<TransitGatewayAttachmentId> {
    let (row, peer) = get(cx, id)?;
    if !peer.is_requester {
        // <https://github.com/hashicorp/terraform-provider-aws/issues/38027> of accepting;
        // unverified (looked up 2026-11-26): that rejecting is alike.
        let message = format!("Cannot {answer} {id} as the source of the peering request.");
        return Err(Error::invalid_value(message));
    }
    answers::awaited(cx, row)
}

pub(crate) fn accept_transit_gateway_peering_attachment(
    cx: &mut Write<'_>,
    request: &AcceptTransitGatewayPeeringAttachmentRequest,
) -> Result<AcceptTransitGatewayPeeringAttachmentResult> {
    let id = awaited(cx.read(), &request.transit_gateway_attachment_id, "accept")?;
    open(cx, &id)?;
    let transit_gateway_peering_attachment = changed(cx.read(), &id)?;
    Ok(AcceptTransitGatewayPeeringAttachmentResult { transit_gateway_peering_attachment })
}

pub(crate) fn reject_transit_gateway_peering_attachment(
    cx: &mut Write<'_>,
    request: &RejectTransitGatewayPeeringAttachmentRequest,
) -> Result<RejectTransitGatewayPeeringAttachmentResult> {
    let id = awaited(cx.read(), &request.transit_gateway_attachment_id, "reject")?;
    // As in the CLI's example of this operation.
    let state = cx.read().transition(State::Rejecting, State::Rejected, CHANGING_MILLIS);
    close(cx, &id, state)?;
    let transit_gateway_peering_attachment = changed(cx.read(), &id)?;
    Ok(RejectTransitGatewayPeeringAttachmentResult { transit_gateway_peering_attachment })
}

pub(crate) fn describe_transit_gateway_peering_attachments(
    cx: Read<'_>,
    request: &DescribeTransitGatewayPeeringAttachmentsRequest,
) -> Result<DescribeTransitGatewayPeeringAttachmentsResult> {
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref())
        .among(&request.transit_gateway_attachment_ids);
    let now = cx.now();
    let is_one = |row: &TransitGatewayAttachment| row.peer().is_some() && row.has_arrived(now);
    let page = answers::of_type(cx, &query, is_one, |view| match view {
        View::Peer(view) => Some(*view),
        _ => None,
    })?;
    Ok(DescribeTransitGatewayPeeringAttachmentsResult {
        transit_gateway_peering_attachments: Some(page.items),
        next_token: page.next_token,
    })
}

pub(crate) fn delete_transit_gateway_peering_attachment(
    cx: &mut Write<'_>,
    request: &DeleteTransitGatewayPeeringAttachmentRequest,
) -> Result<DeleteTransitGatewayPeeringAttachmentResult> {
    let (row, _) = get(cx.read(), &request.transit_gateway_attachment_id)?;
    let id = deletable(cx.read(), row)?;
    let state = cx.read().transition(State::Deleting, State::Deleted, CHANGING_MILLIS);
    close(cx, &id, state)?;
    let transit_gateway_peering_attachment = changed(cx.read(), &id)?;
    Ok(DeleteTransitGatewayPeeringAttachmentResult { transit_gateway_peering_attachment })
}
