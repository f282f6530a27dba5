//! Connect attachments: GRE tunnels over another attachment of the gateway, which the peers of the
//! attachment are. <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-connect.html>

use super::answers::{self, deletable};
use crate::effects::transit::transit_gateway_attachments::{CHANGING_MILLIS, close, open};
use crate::engine::{Query, Read, Resource as _, Row, Timed, Write};
use crate::error::{Error, Result};
use crate::records::transit::transit_gateway_attachments::{
    self, Attached, TransitGatewayAttachment, Transport, View, connect_view,
};
use crate::records::transit::transit_gateways::check_unencrypted;
use wire::{
    CreateTransitGatewayConnectRequest, CreateTransitGatewayConnectResult,
    DeleteTransitGatewayConnectRequest, DeleteTransitGatewayConnectResult,
    DescribeTransitGatewayConnectsRequest, DescribeTransitGatewayConnectsResult, ProtocolValue,
    TransitGatewayAttachmentState as State, TransitGatewayConnect,
};

pub(crate) fn create_transit_gateway_connect(
    cx: &mut Write<'_>,
    request: &CreateTransitGatewayConnectRequest,
) -> Result<CreateTransitGatewayConnectResult> {
    let tags = cx.tags_for::<TransitGatewayAttachment>(&request.tag_specifications)?;
    let id = request.transport_transit_gateway_attachment_id.as_str();
    let carrier = transit_gateway_attachments::available(cx.read(), id)?;
    if carrier.vpc().is_none() {
        // That a VPC or Direct Connect carries it is documented; unverified (looked up 2026-11-26):
        // code and message.
        let reason = "Expecting a VPC attachment or a Direct Connect attachment.";
        return Err(Error::bad_parameter("transportTransitGatewayAttachmentId", id, reason));
    }
    if carrier.gateway_owner != *cx.account() {
        // unverified (looked up 2026-11-26): that it is the gateway's owner who makes one, as with
        // VPN connections; code and message.
        let message = format!("User {} cannot create a Connect over {id}", cx.account());
        return Err(Error::new("OperationNotPermitted", message));
    }
    check_unencrypted(cx.get(&carrier.gateway_id)?, cx.read(), "Connect attachments")?;
    let protocol = request.options.protocol.unwrap_or(ProtocolValue::Gre);
    let to = Attached::Connect(Transport { attachment_id: carrier.id.clone(), protocol });
    let (gateway, state) = ((&carrier.gateway_id, cx.account()), Timed::settled(State::Pending));
    let record = TransitGatewayAttachment::new(gateway, to, state, cx.now());
    let id = cx.new_id::<TransitGatewayAttachment>();
    cx.insert(id.clone(), record, tags);
    open(cx, &id)?;
    let made = shown(cx.read(), &id)?;
    Ok(CreateTransitGatewayConnectResult { transit_gateway_connect: Some(made) })
}

/// The attachment with an id, if it is a Connect attachment and not gone.
fn get<'a>(cx: Read<'a>, id: &str) -> Result<(&'a Row<TransitGatewayAttachment>, &'a Transport)> {
    let row = cx.get::<TransitGatewayAttachment>(id)?;
    let transport = row.transport().filter(|_| row.state.at(cx.now()) != State::Deleted);
    Ok((row, transport.ok_or_else(|| TransitGatewayAttachment::not_found(&[id]))?))
}

fn shown(cx: Read<'_>, id: &str) -> Result<TransitGatewayConnect> {
    let row = cx.get::<TransitGatewayAttachment>(id)?;
    let transport = row.transport().ok_or_else(|| TransitGatewayAttachment::not_found(&[id]))?;
    Ok(connect_view(row, transport, cx))
}

pub(crate) fn describe_transit_gateway_connects(
    cx: Read<'_>,
    request: &DescribeTransitGatewayConnectsRequest,
) -> Result<DescribeTransitGatewayConnectsResult> {
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref())
        .among(&request.transit_gateway_attachment_ids);
    let is_one = |row: &TransitGatewayAttachment| row.transport().is_some();
    let page = answers::of_type(cx, &query, is_one, |view| match view {
        View::Connect(view) => Some(*view),
        _ => None,
    })?;
    Ok(DescribeTransitGatewayConnectsResult {
        transit_gateway_connects: Some(page.items),
        next_token: page.next_token,
    })
}

pub(crate) fn delete_transit_gateway_connect(
    cx: &mut Write<'_>,
    request: &DeleteTransitGatewayConnectRequest,
) -> Result<DeleteTransitGatewayConnectResult> {
    let (row, _) = get(cx.read(), &request.transit_gateway_attachment_id)?;
    let id = deletable(cx.read(), row)?;
    let state = cx.read().transition(State::Deleting, State::Deleted, CHANGING_MILLIS);
    close(cx, &id, state)?;
    // unverified (looked up 2026-11-26): that it has no tags, as that of a gateway has none.
    let gone = TransitGatewayConnect { tags: None, ..shown(cx.read(), &id)? };
    Ok(DeleteTransitGatewayConnectResult { transit_gateway_connect: Some(gone) })
}
