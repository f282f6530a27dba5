//! Peering attachments, between gateways of any accounts and regions of the server. Either side has
//! a row with the attachment's id and tags of its own, and each change is made on both.
//! <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-peering.html>

use super::answers::{self, deletable};
use crate::effects::transit::transit_gateway_attachments::{CHANGING_MILLIS, close, open};
use crate::engine::{Id, Millis, Query, Read, Resource as _, Row, Tags, Text, Timed, Write};
use crate::error::{Error, Result};
use crate::records::account::arns::check_account;
use crate::records::durations;
use crate::records::ids::{TransitGatewayAttachmentId, TransitGatewayId};
use crate::records::transit::transit_gateway_attachments::{
    Attached, Failure, Peer, TransitGatewayAttachment, View, of_gateway, peer_view,
};
use crate::records::transit::transit_gateways::{TransitGateway, available_own, invalid_state};
use wire::{
    AcceptTransitGatewayPeeringAttachmentRequest, AcceptTransitGatewayPeeringAttachmentResult,
    CreateTransitGatewayPeeringAttachmentRequest, CreateTransitGatewayPeeringAttachmentResult,
    DeleteTransitGatewayPeeringAttachmentRequest, DeleteTransitGatewayPeeringAttachmentResult,
    DescribeTransitGatewayPeeringAttachmentsRequest,
    DescribeTransitGatewayPeeringAttachmentsResult, DynamicRoutingValue,
    ModifyTransitGatewayPeeringAttachmentRequest, ModifyTransitGatewayPeeringAttachmentResult,
    RejectTransitGatewayPeeringAttachmentRequest, RejectTransitGatewayPeeringAttachmentResult,
    TransitGatewayAttachmentState as State, TransitGatewayPeeringAttachment,
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
    let failure = failure(cx.read(), request);
    let peer = |gateway: &TransitGatewayId, owner: &Text, region: &Text, is_requester| Peer {
        gateway_id: gateway.clone(),
        owner: owner.clone(),
        region: region.clone(),
        is_requester,
        dynamic_routing,
        resilience: [allows, None],
        failure: failure.clone(),
    };
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
    let then = if failure.is_some() { State::Failed } else { State::PendingAcceptance };
    let to = Attached::Peer(peer(&peer_id, &owner, &region, false));
    let state = cx.read().transition(State::InitiatingRequest, then, INITIATING_MILLIS);
    let record = TransitGatewayAttachment::new((&gateway.id, cx.account()), to, state, cx.now());
    let id = cx.new_id::<TransitGatewayAttachment>();
    if failure.is_none() {
        let here = Attached::Peer(peer(&record.gateway_id, cx.account(), cx.region(), true));
        let twin = TransitGatewayAttachment {
            gateway_id: peer_id,
            gateway_owner: owner.clone(),
            to: here,
            ..record.clone()
        };
        let id = id.clone();
        cx.also_in(&owner, &region, move |there| {
            there.insert(id, twin, Tags::default());
        });
    }
    cx.insert(id.clone(), record, tags);
    if failure.is_some() {
        let ends = cx.now().plus_millis(cx.read().takes(INITIATING_MILLIS) + LISTED_MILLIS);
        cx.end::<TransitGatewayAttachment>(&id, ends);
    }
    let made = shown(cx.read(), &id)?;
    Ok(CreateTransitGatewayPeeringAttachmentResult {
        transit_gateway_peering_attachment: Some(made),
    })
}

/// # Errors
/// For what can be no account, and for what is not emulated.
fn check(
    cx: Read<'_>,
    request: &CreateTransitGatewayPeeringAttachmentRequest,
) -> Result<(Option<DynamicRoutingValue>, Option<bool>)> {
    check_account("peerAccountId", &request.peer_account_id)?;
    let options = request.options.as_ref();
    let dynamic_routing = options.and_then(|options| options.dynamic_routing);
    if request.peer_account_id == **cx.account() && request.peer_region == **cx.region() {
        // AWS gives such an attachment an id on either side.
        let what = "peering of two transit gateways of the same account and region";
        return Err(Error::not_emulated(what));
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
    let (owner, region) = (peer.owner.clone(), peer.region.clone());
    if allows.is_some() {
        let there = id.clone();
        let say = move |cx: &mut Write<'_>, id: &TransitGatewayAttachmentId| {
            if let Some(mut row) = cx.find_mut::<TransitGatewayAttachment>(id)
                && let Attached::Peer(peer) = &mut row.to
                && let Some(said) = peer.resilience.get_mut(side)
            {
                *said = allows;
            }
        };
        say(cx, &id);
        cx.also_in(&owner, &region, move |cx| say(cx, &there));
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
    let peer = row.peer().filter(|_| row.state.at(cx.now()) != State::Deleted);
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
    close(cx, &id, Timed::settled(State::Rejected))?;
    let transit_gateway_peering_attachment = changed(cx.read(), &id)?;
    Ok(RejectTransitGatewayPeeringAttachmentResult { transit_gateway_peering_attachment })
}

pub(crate) fn describe_transit_gateway_peering_attachments(
    cx: Read<'_>,
    request: &DescribeTransitGatewayPeeringAttachmentsRequest,
) -> Result<DescribeTransitGatewayPeeringAttachmentsResult> {
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref())
        .among(&request.transit_gateway_attachment_ids);
    let is_one = |row: &TransitGatewayAttachment| row.peer().is_some();
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
