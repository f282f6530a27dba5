//! Connections, their tunnels and gateways, as the operations find and show them.

use crate::engine::{Read, Resource as _, Row, Write};
use crate::error::{Error, Result};
use crate::records::ids::{CustomerGatewayId, VpnGatewayId};
use crate::records::network::customer_gateways;
use crate::records::network::vpn_connections::VpnConnection;
use crate::records::network::vpn_gateways::VpnGateway;
use wire::{CustomerGateway, VpnState};

pub(super) fn show(cx: &Write<'_>, id: &str) -> Result<wire::VpnConnection> {
    cx.view::<VpnConnection>(id)
}

pub(super) fn customer_gateway<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<CustomerGateway>> {
    // unverified (looked up 2026-11): by likeness to one that is gone for good; as for the other
    // kinds below.
    cx.get_live(id)
}

/// # Errors
/// `AsnConflict`, as recorded in <https://github.com/awslabs/aws-transit-vpc/issues/27>.
pub(super) fn check_asns(
    cx: Read<'_>,
    gateway_id: &VpnGatewayId,
    customer_gateway_id: &CustomerGatewayId,
) -> Result<()> {
    let customer = customer_gateways::asn(cx.get::<CustomerGateway>(customer_gateway_id)?);
    if cx.get::<VpnGateway>(gateway_id)?.amazon_side_asn != customer {
        return Ok(());
    }
    let message =
        "The ASN of the specified customer gateway and virtual private gateway are the same.";
    Err(Error::new("AsnConflict", message))
}

pub(super) fn vpn_gateway<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<VpnGateway>> {
    cx.get_live(id)
}

/// The connection with an id, unless it is only listed any more.
/// <https://github.com/mattclay/aws-terminator/pull/151>
pub(super) fn live<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<VpnConnection>> {
    let connection = cx.get::<VpnConnection>(id)?;
    let is_live = connection.is_live(cx.now());
    is_live.then_some(connection).ok_or_else(|| VpnConnection::not_found(&[id]))
}

/// The connection with an id, if it can be changed.
pub(super) fn available<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<VpnConnection>> {
    let connection = live(cx, id)?;
    if connection.state.at(cx.now()) == VpnState::Available {
        return Ok(connection);
    }
    // The code is documented; unverified (looked up 2026-11-26): the message.
    let message = format!("The vpnConnection {} is not in the available state.", connection.id);
    Err(Error::new("InvalidVpnConnection.InvalidState", message))
}

/// Which of the tunnels has an outside address.
// unverified (looked up 2026-11-26): the code and the wording for none.
pub(super) fn tunnel(connection: &Row<VpnConnection>, outside: &str) -> Result<usize> {
    let at = connection.tunnels.iter().position(|tunnel| tunnel.has_address(outside));
    at.ok_or_else(|| {
        let reason = format!("It is not of a tunnel of {}.", connection.id);
        Error::bad_parameter("VpnTunnelOutsideIpAddress", outside, &reason)
    })
}
