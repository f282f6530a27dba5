//! Announcements of route tables over peering attachments with dynamic routing. To let a table take
//! over what a peer announces is refused by name, so that an announcement changes no routes.
//! <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-route-tables.html>

use crate::engine::{Operation, Read, Resource as _, Tags, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::ids::{TransitGatewayAttachmentId, TransitGatewayRouteTableId};
use crate::records::transit::transit_gateway_attachments::{self, TransitGatewayAttachment};
use crate::records::transit::transit_gateway_route_table_announcements::{
    TransitGatewayRouteTableAnnouncement, of_attachment,
};
use crate::records::transit::transit_gateway_route_tables::available;
use wire::{
    CreateTransitGatewayRouteTableAnnouncementRequest,
    CreateTransitGatewayRouteTableAnnouncementResult,
    DeleteTransitGatewayRouteTableAnnouncementRequest,
    DeleteTransitGatewayRouteTableAnnouncementResult, DynamicRoutingValue,
    TransitGatewayRouteTableAnnouncementDirection as Direction,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateTransitGatewayRouteTableAnnouncement =>
        create_transit_gateway_route_table_announcement;
    Read  DescribeTransitGatewayRouteTableAnnouncements =>
        listed::<TransitGatewayRouteTableAnnouncement>;
    Write DeleteTransitGatewayRouteTableAnnouncement =>
        delete_transit_gateway_route_table_announcement;
};

/// The other side hears of it at once, under the same id.
// unverified (looked up 2026-11-26): the latter; all codes and messages.
fn create_transit_gateway_route_table_announcement(
    cx: &mut Write<'_>,
    request: &CreateTransitGatewayRouteTableAnnouncementRequest,
) -> Result<CreateTransitGatewayRouteTableAnnouncementResult> {
    let tags = cx.tags_for::<TransitGatewayRouteTableAnnouncement>(&request.tag_specifications)?;
    let table = available(cx.read(), &request.transit_gateway_route_table_id)?;
    let attachment_id = request.peering_attachment_id.as_str();
    let attachment = transit_gateway_attachments::available(cx.read(), attachment_id)?;
    let is_of_it = attachment.gateway_id == table.gateway_id;
    let Some(peer) = attachment.peer().filter(|_| is_of_it).cloned() else {
        return Err(TransitGatewayAttachment::not_found(&[attachment_id]));
    };
    if peer.dynamic_routing != Some(DynamicRoutingValue::Enable) {
        let message = format!("Dynamic routing is not enabled for {attachment_id}.");
        return Err(Error::new("IncorrectState", message));
    }
    if (&peer.owner, &peer.region) == (cx.account(), cx.region()) {
        let what = "announcements between two transit gateways of the same account and region";
        return Err(Error::not_emulated(what));
    }
    check_first(cx.read(), &attachment.id, &table.id)?;
    let record = TransitGatewayRouteTableAnnouncement {
        gateway_id: table.gateway_id.clone(),
        peer_gateway_id: peer.gateway_id.clone(),
        attachment_id: attachment.id.clone(),
        direction: Direction::Outgoing,
        table_id: table.id.clone(),
        created: cx.now().timestamp().whole_seconds(),
    };
    let twin = TransitGatewayRouteTableAnnouncement {
        gateway_id: peer.gateway_id,
        peer_gateway_id: table.gateway_id.clone(),
        attachment_id: peer.twin_id.unwrap_or_else(|| attachment.id.clone()),
        direction: Direction::Incoming,
        ..record.clone()
    };
    let id = cx.new_id::<TransitGatewayRouteTableAnnouncement>();
    let same = id.clone();
    cx.also_in(&peer.owner, &peer.region, move |there| {
        there.insert(same, twin, Tags::default());
    });
    cx.insert(id.clone(), record, tags);
    let made = cx.view::<TransitGatewayRouteTableAnnouncement>(&id)?;
    Ok(CreateTransitGatewayRouteTableAnnouncementResult {
        transit_gateway_route_table_announcement: Some(made),
    })
}

/// # Errors
/// `IncorrectState` for a table that is announced over an attachment.
fn check_first(
    cx: Read<'_>,
    attachment_id: &TransitGatewayAttachmentId,
    table_id: &TransitGatewayRouteTableId,
) -> Result<()> {
    let mut present = of_attachment(cx, attachment_id);
    if present.any(|it| it.direction == Direction::Outgoing && it.table_id == *table_id) {
        let message = format!("{table_id} is already announced to {attachment_id}.");
        return Err(Error::new("IncorrectState", message));
    }
    Ok(())
}

/// Whoever announces can delete it, and the other side's row goes along.
// unverified (looked up 2026-11-26): code and message of the refusal.
fn delete_transit_gateway_route_table_announcement(
    cx: &mut Write<'_>,
    request: &DeleteTransitGatewayRouteTableAnnouncementRequest,
) -> Result<DeleteTransitGatewayRouteTableAnnouncementResult> {
    let id = request.transit_gateway_route_table_announcement_id.as_str();
    let row = cx.read().get_live::<TransitGatewayRouteTableAnnouncement>(id)?;
    if row.direction == Direction::Incoming {
        let message = format!("{id} is an incoming announcement.");
        return Err(Error::new("OperationNotPermitted", message));
    }
    let attachment = cx.find::<TransitGatewayAttachment>(&row.attachment_id);
    let twin = attachment.and_then(|attachment| attachment.twin(cx.read()));
    let id = row.id.clone();
    let gone = cx.delete::<TransitGatewayRouteTableAnnouncement>(&id)?.view;
    if let Some((account, region)) = twin {
        cx.also_in(&account, &region, move |there| {
            drop(there.delete::<TransitGatewayRouteTableAnnouncement>(&id));
        });
    }
    Ok(DeleteTransitGatewayRouteTableAnnouncementResult {
        transit_gateway_route_table_announcement: Some(gone),
    })
}
