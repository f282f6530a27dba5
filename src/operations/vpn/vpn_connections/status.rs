//! What is told about a tunnel, and replacing its end. There is never any maintenance that is due,
//! and nothing is ever negotiated, as nobody answers.

use super::finders::{available, live, tunnel};
use crate::engine::{Read, Write};
use crate::error::{Error, Result};
use crate::records::network::vpn_connections::VpnConnection;
use wire::{
    ActiveVpnTunnelStatus, GetActiveVpnTunnelStatusRequest, GetActiveVpnTunnelStatusResult,
    GetVpnTunnelReplacementStatusRequest, GetVpnTunnelReplacementStatusResult, MaintenanceDetails,
    ReplaceVpnTunnelRequest, ReplaceVpnTunnelResult, VpnState, VpnTunnelProvisioningStatus,
};

pub(super) fn replace_vpn_tunnel(
    cx: &mut Write<'_>,
    request: &ReplaceVpnTunnelRequest,
) -> Result<ReplaceVpnTunnelResult> {
    let connection = available(cx.read(), &request.vpn_connection_id)?;
    let at = tunnel(connection, &request.vpn_tunnel_outside_ip_address)?;
    let options = &connection.tunnels[at].options;
    // <https://docs.aws.amazon.com/vpn/latest/s2svpn/tunnel-endpoint-lifecycle.html>
    // unverified (looked up 2026-11-26): the messages.
    if options.enable_tunnel_lifecycle_control != Some(true) {
        let message = "Tunnel endpoint lifecycle control is not enabled for the tunnel.";
        return Err(Error::new("IncorrectState", message));
    }
    if request.apply_pending_maintenance == Some(true) {
        let message = "There is no pending maintenance for the tunnel.";
        return Err(Error::new("IncorrectState", message));
    }
    let now = cx.now().timestamp();
    let mut row = cx.get_mut::<VpnConnection>(&request.vpn_connection_id)?;
    let tunnel = &mut row.tunnels[at];
    (tunnel.replaced, tunnel.changed) = (Some(now), now);
    Ok(ReplaceVpnTunnelResult { r#return: Some(true) })
}

// unverified (looked up 2026-11): how AWS says that nothing is pending, and that a replacement
// counts as maintenance.
pub(super) fn get_vpn_tunnel_replacement_status(
    cx: Read<'_>,
    request: &GetVpnTunnelReplacementStatusRequest,
) -> Result<GetVpnTunnelReplacementStatusResult> {
    let connection = live(cx, &request.vpn_connection_id)?;
    let at = tunnel(connection, &request.vpn_tunnel_outside_ip_address)?;
    Ok(GetVpnTunnelReplacementStatusResult {
        vpn_connection_id: Some(connection.id.to_string()),
        customer_gateway_id: Some(connection.customer_gateway_id.to_string()),
        vpn_gateway_id: connection.vpn_gateway_id.as_ref().map(ToString::to_string),
        transit_gateway_id: connection.transit.as_ref().map(|it| it.gateway_id.to_string()),
        vpn_tunnel_outside_ip_address: Some(request.vpn_tunnel_outside_ip_address.clone()),
        maintenance_details: Some(MaintenanceDetails {
            pending_maintenance: Some("none".to_owned()),
            last_maintenance_applied: connection.tunnels[at].replaced,
            ..MaintenanceDetails::default()
        }),
    })
}

/// Only whether the tunnel's end is there: of what two ends negotiate there is nothing to tell.
pub(super) fn get_active_vpn_tunnel_status(
    cx: Read<'_>,
    request: &GetActiveVpnTunnelStatusRequest,
) -> Result<GetActiveVpnTunnelStatusResult> {
    let connection = live(cx, &request.vpn_connection_id)?;
    tunnel(connection, &request.vpn_tunnel_outside_ip_address)?;
    let status = match connection.state.at(cx.now()) {
        VpnState::Available => VpnTunnelProvisioningStatus::Available,
        _ => VpnTunnelProvisioningStatus::Pending,
    };
    let status = ActiveVpnTunnelStatus {
        provisioning_status: Some(status),
        ..ActiveVpnTunnelStatus::default()
    };
    Ok(GetActiveVpnTunnelStatusResult { active_vpn_tunnel_status: Some(status) })
}
