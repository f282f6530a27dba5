//! Attachments of Client VPN endpoints to transit gateways. What would make one is refused by name
//! (`TransitGatewayConfiguration` of an endpoint), so that no attachment is one.
//! <https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/what-is.html>

use crate::engine::{Operation, Read, Resource as _, Write, operations};
use crate::error::Result;
use crate::records::transit::transit_gateway_attachments::TransitGatewayAttachment;
use wire::{
    AcceptTransitGatewayClientVpnAttachmentRequest, AcceptTransitGatewayClientVpnAttachmentResult,
    DeleteTransitGatewayClientVpnAttachmentRequest, DeleteTransitGatewayClientVpnAttachmentResult,
    RejectTransitGatewayClientVpnAttachmentRequest, RejectTransitGatewayClientVpnAttachmentResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write AcceptTransitGatewayClientVpnAttachment => accept_transit_gateway_client_vpn_attachment;
    Write RejectTransitGatewayClientVpnAttachment => reject_transit_gateway_client_vpn_attachment;
    Write DeleteTransitGatewayClientVpnAttachment => delete_transit_gateway_client_vpn_attachment;
};

/// What is said of an attachment that is none of a Client VPN endpoint.
fn none<T>(cx: Read<'_>, id: &str) -> Result<T> {
    cx.get::<TransitGatewayAttachment>(id)?;
    Err(TransitGatewayAttachment::not_found(&[id]))
}

fn accept_transit_gateway_client_vpn_attachment(
    cx: &mut Write<'_>,
    request: &AcceptTransitGatewayClientVpnAttachmentRequest,
) -> Result<AcceptTransitGatewayClientVpnAttachmentResult> {
    none(cx.read(), &request.transit_gateway_attachment_id)
}

fn reject_transit_gateway_client_vpn_attachment(
    cx: &mut Write<'_>,
    request: &RejectTransitGatewayClientVpnAttachmentRequest,
) -> Result<RejectTransitGatewayClientVpnAttachmentResult> {
    none(cx.read(), &request.transit_gateway_attachment_id)
}

fn delete_transit_gateway_client_vpn_attachment(
    cx: &mut Write<'_>,
    request: &DeleteTransitGatewayClientVpnAttachmentRequest,
) -> Result<DeleteTransitGatewayClientVpnAttachmentResult> {
    none(cx.read(), &request.transit_gateway_attachment_id)
}
