//! Attachments of Client VPN endpoints to transit gateways. What would make one is refused by name
//! (`TransitGatewayConfiguration` of an endpoint), so that no attachment is one.
//! <https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/what-is.html>

use crate::engine::{Never, Operation, Read, Resource as _, operations};
use crate::error::Result;
use crate::records::transit::transit_gateway_attachments::TransitGatewayAttachment;

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  AcceptTransitGatewayClientVpnAttachment
        => |cx, it| none(cx, &it.transit_gateway_attachment_id);
    Read  RejectTransitGatewayClientVpnAttachment
        => |cx, it| none(cx, &it.transit_gateway_attachment_id);
    Read  DeleteTransitGatewayClientVpnAttachment
        => |cx, it| none(cx, &it.transit_gateway_attachment_id);
};

/// What is said of an attachment that is none of a Client VPN endpoint.
fn none(cx: Read<'_>, id: &str) -> Result<Never> {
    cx.get::<TransitGatewayAttachment>(id)?;
    Err(TransitGatewayAttachment::not_found(&[id]))
}
