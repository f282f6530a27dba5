//! VPN concentrators, which take many VPN connections to a transit gateway by one attachment.
//! <https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-concentrator.html>

use crate::effects::transit::transit_gateway_attachments::{
    CHANGING_MILLIS, attach_resource, detach_resource,
};
use crate::engine::{Operation, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::transit::transit_gateway_attachments::AttachedResource;
use crate::records::transit::transit_gateways;
use crate::records::vpn::vpn_concentrators::VpnConcentrator;
use wire::{
    CreateVpnConcentratorRequest, CreateVpnConcentratorResult, DeleteVpnConcentratorRequest,
    DeleteVpnConcentratorResult, TransitGatewayAttachmentResourceType as AttachedTo,
    TransitGatewayAttachmentState as Attached,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateVpnConcentrator => create_vpn_concentrator;
    Read  DescribeVpnConcentrators => listed::<VpnConcentrator>;
    Write DeleteVpnConcentrator => delete_vpn_concentrator;
};

fn create_vpn_concentrator(
    cx: &mut Write<'_>,
    request: &CreateVpnConcentratorRequest,
) -> Result<CreateVpnConcentratorResult> {
    let tags = cx.tags_for::<VpnConcentrator>(&request.tag_specifications)?;
    let Some(gateway_id) = &request.transit_gateway_id else {
        // As recorded in <https://github.com/hashicorp/terraform-provider-aws/pull/45175>.
        return Err(Error::missing("transitGatewayId"));
    };
    // unverified (looked up 2026-11-26): that it is as with a connection.
    let gateway_id = transit_gateways::available_for_vpn(cx.read(), gateway_id)?.id.clone();
    let id = cx.new_id::<VpnConcentrator>();
    let resource = AttachedResource { of: AttachedTo::VpnConcentrator, id: id.any() };
    let state = cx.read().transition(Attached::Pending, Attached::Available, CHANGING_MILLIS);
    let attachment_id = attach_resource(cx, &gateway_id, resource, state)?;
    let record = VpnConcentrator { of: request.r#type, gateway_id, attachment_id };
    cx.insert(id.clone(), record, tags);
    let made = cx.view::<VpnConcentrator>(&id)?;
    Ok(CreateVpnConcentratorResult { vpn_concentrator: Some(made) })
}

/// Its connections go first.
// unverified (looked up 2026-11-26): code and message are those of what else is held.
fn delete_vpn_concentrator(
    cx: &mut Write<'_>,
    request: &DeleteVpnConcentratorRequest,
) -> Result<DeleteVpnConcentratorResult> {
    let id = cx.get::<VpnConcentrator>(&request.vpn_concentrator_id)?.id.clone();
    cx.delete::<VpnConcentrator>(&id)?;
    let state = cx.read().transition(Attached::Deleting, Attached::Deleted, CHANGING_MILLIS);
    detach_resource(cx, &id, state)?;
    Ok(DeleteVpnConcentratorResult { r#return: Some(true) })
}
