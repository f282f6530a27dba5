//! What is at AWS's end of a connection, if that is a transit gateway: what attaches it there.

use crate::effects::transit::transit_gateway_attachments::{attach_resource, detach_resource};
use crate::engine::{Id, Millis, Row, Write};
use crate::error::Result;
use crate::records::durations;
use crate::records::ids::VpnConcentratorId;
use crate::records::network::vpn_connections::{Transit, VpnConnection};
use crate::records::transit::transit_gateway_attachments::AttachedResource;
use crate::records::transit::transit_gateways::TransitGateway;
use wire::{
    TransitGatewayAttachmentResourceType as AttachedTo, TransitGatewayAttachmentState as Attached,
};

/// AWS takes some minutes; Terraform looks every ten seconds.
pub(super) const PENDING_MILLIS: Millis = durations::VPN_CONNECTIONS_PENDING;

pub(super) const DELETING_MILLIS: Millis = durations::VPN_CONNECTIONS_DELETING;

pub(super) fn transit(
    gateway: &Row<TransitGateway>,
    concentrator_id: Option<VpnConcentratorId>,
) -> Transit {
    let amazon_side_asn = gateway.options.amazon_side_asn;
    Transit { gateway_id: gateway.id.clone(), concentrator_id, amazon_side_asn }
}

/// A connection is attached to its transit gateway, unless a concentrator is.
pub(super) fn attach(
    cx: &mut Write<'_>,
    id: &Id<VpnConnection>,
    transit: Option<Transit>,
) -> Result<()> {
    let Some(transit) = transit.filter(|transit| transit.concentrator_id.is_none()) else {
        return Ok(());
    };
    let resource = AttachedResource { of: AttachedTo::Vpn, id: id.any() };
    let state = cx.read().transition(Attached::Pending, Attached::Available, PENDING_MILLIS);
    attach_resource(cx, &transit.gateway_id, resource, state)?;
    Ok(())
}

/// Ends what [`attach`] began.
pub(super) fn detach(cx: &mut Write<'_>, id: &Id<VpnConnection>) -> Result<()> {
    let state = cx.read().transition(Attached::Deleting, Attached::Deleted, DELETING_MILLIS);
    detach_resource(cx, id, state)
}
