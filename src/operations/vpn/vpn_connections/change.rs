//! Changes of a connection and of its tunnels. The model has no state for a connection that is
//! being modified, so that it is what it was asked to be at once.

use super::ends::{attach, detach, transit};
use super::finders::{available, check_asns, customer_gateway, show, tunnel, vpn_gateway};
use super::options::{check_end, check_key_storage, check_large, cidr};
use super::tunnels;
use crate::engine::{Read, Write};
use crate::error::{Error, Result};
use crate::records::network::vpn_connections::{Tunnel, VpnConnection};
use crate::records::transit::transit_gateways;
use wire::{
    ModifyVpnConnectionOptionsRequest, ModifyVpnConnectionOptionsResult,
    ModifyVpnConnectionRequest, ModifyVpnConnectionResult, ModifyVpnTunnelCertificateRequest,
    ModifyVpnTunnelCertificateResult, ModifyVpnTunnelOptionsRequest, ModifyVpnTunnelOptionsResult,
    TunnelOption, VpnTunnelBandwidth,
};

/// The gateway that a connection is to have in place of its own.
enum Gateway<'a> {
    Customer(&'a str),
    Transit(&'a str),
    Vpn(&'a str),
}

impl<'a> Gateway<'a> {
    // unverified (looked up 2026-11-26): the wordings.
    fn of(request: &'a ModifyVpnConnectionRequest) -> Result<Self> {
        let customer = request.customer_gateway_id.as_deref();
        let transit = request.transit_gateway_id.as_deref();
        match (customer, transit, request.vpn_gateway_id.as_deref()) {
            (Some(id), None, None) => Ok(Self::Customer(id)),
            (None, Some(id), None) => Ok(Self::Transit(id)),
            (None, None, Some(id)) => Ok(Self::Vpn(id)),
            (None, None, None) => Err(Error::missing("vpnGatewayId")),
            (Some(_), Some(_), _) => Err(Error::exclusive("customerGatewayId", "transitGatewayId")),
            (Some(_), None, Some(_)) => Err(Error::exclusive("customerGatewayId", "vpnGatewayId")),
            (None, Some(_), Some(_)) => Err(Error::exclusive("transitGatewayId", "vpnGatewayId")),
        }
    }
}

pub(super) fn modify_vpn_connection(
    cx: &mut Write<'_>,
    request: &ModifyVpnConnectionRequest,
) -> Result<ModifyVpnConnectionResult> {
    let gateway = Gateway::of(request)?;
    let connection = available(cx.read(), &request.vpn_connection_id)?;
    let id = connection.id.clone();
    let mut changed = connection.record.clone();
    match gateway {
        Gateway::Vpn(gateway) => to_vpn_gateway(cx.read(), &mut changed, gateway)?,
        Gateway::Transit(gateway) => {
            to_transit_gateway(cx.read(), (&*id, &mut changed), gateway)?;
        }
        Gateway::Customer(gateway) => {
            let gateway = customer_gateway(cx.read(), gateway)?;
            let is_keyless = connection.tunnels.iter().any(|it| it.certificate_arn.is_some());
            if is_keyless != gateway.certificate_arn.is_some() {
                let change = "a VPN connection's change between keys and certificates";
                return Err(Error::not_emulated(change));
            }
            changed.customer_gateway_id = gateway.id.clone();
        }
    }
    if let Some(gateway) = &changed.vpn_gateway_id {
        check_asns(cx.read(), gateway, &changed.customer_gateway_id)?;
    }
    let transit = changed.transit.clone();
    let moves = transit != connection.transit;
    cx.get_mut::<VpnConnection>(&id)?.record = changed;
    if moves {
        detach(cx, &id)?;
        attach(cx, &id, transit)?;
    }
    Ok(ModifyVpnConnectionResult { vpn_connection: Some(show(cx, &id)?) })
}

/// # Errors
/// Those of the gateway, for what it cannot do, and for tunnels that another one of it has.
fn to_vpn_gateway(cx: Read<'_>, connection: &mut VpnConnection, gateway: &str) -> Result<()> {
    let gateway = vpn_gateway(cx, gateway)?.id.clone();
    check_end(Some(&gateway), connection.is_accelerated, connection.is_large)?;
    check_moves(connection)?;
    if connection.vpn_gateway_id.as_ref() != Some(&gateway) {
        let both = connection.tunnels.each_ref().map(|tunnel| tunnel.options.clone());
        tunnels::check_inside_cidrs(cx, Some(&gateway), &both)?;
    }
    (connection.vpn_gateway_id, connection.transit) = (Some(gateway), None);
    Ok(())
}

/// Static routes have to be deleted first, as a transit gateway's are in its tables:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpnConnection.html>
///
/// # Errors
/// Those of the gateway, and `IncorrectState` while there are static routes.
// unverified (looked up 2026-11-26): code and wording of the latter.
fn to_transit_gateway(
    cx: Read<'_>,
    (id, connection): (&str, &mut VpnConnection),
    gateway: &str,
) -> Result<()> {
    let gateway = transit_gateways::available_for_vpn(cx, gateway)?;
    check_moves(connection)?;
    if connection.routes.iter().any(|route| route.is_there(cx.now())) {
        let message = format!("The static routes of {id} must be deleted before it is moved.");
        return Err(Error::new("IncorrectState", message));
    }
    (connection.vpn_gateway_id, connection.transit) = (None, Some(transit(gateway, None)));
    Ok(())
}

fn check_moves(connection: &VpnConnection) -> Result<()> {
    if connection.transit.as_ref().is_some_and(|transit| transit.concentrator_id.is_some()) {
        return Err(Error::not_emulated("moving a VPN connection away from a concentrator"));
    }
    Ok(())
}

pub(super) fn modify_vpn_connection_options(
    cx: &mut Write<'_>,
    request: &ModifyVpnConnectionOptionsRequest,
) -> Result<ModifyVpnConnectionOptionsResult> {
    let local = cidr("LocalIpv4NetworkCidr", request.local_ipv4_network_cidr.as_deref())?;
    let remote = cidr("RemoteIpv4NetworkCidr", request.remote_ipv4_network_cidr.as_deref())?;
    if local.is_none() && remote.is_none() && request.tunnel_bandwidth.is_none() {
        // unverified (looked up 2026-11-26): the wording.
        return Err(Error::combination("No options specified."));
    }
    let id = request.vpn_connection_id.as_str();
    let connection = available(cx.read(), id)?;
    let is_large = request.tunnel_bandwidth.map(|asked| asked == VpnTunnelBandwidth::Large);
    let is_large = is_large.unwrap_or(connection.is_large);
    check_end(connection.vpn_gateway_id.as_ref(), false, is_large)?;
    if is_large {
        check_large(cx.region(), connection.is_accelerated)?;
    }
    let mut row = cx.get_mut::<VpnConnection>(id)?;
    row.local_cidr = local.unwrap_or(row.local_cidr);
    row.remote_cidr = remote.unwrap_or(row.remote_cidr);
    row.is_large = is_large;
    drop(row);
    Ok(ModifyVpnConnectionOptionsResult { vpn_connection: Some(show(cx, id)?) })
}

pub(super) fn modify_vpn_tunnel_options(
    cx: &mut Write<'_>,
    request: &ModifyVpnTunnelOptionsRequest,
) -> Result<ModifyVpnTunnelOptionsResult> {
    let id = request.vpn_connection_id.as_str();
    let connection = available(cx.read(), id)?;
    let at = tunnel(connection, &request.vpn_tunnel_outside_ip_address)?;
    check_key_storage(request.pre_shared_key_storage.as_deref())?;
    let asked = tunnels::asked_later(&request.tunnel_options)?;
    let only_control = TunnelOption {
        enable_tunnel_lifecycle_control: asked.enable_tunnel_lifecycle_control,
        ..TunnelOption::default()
    };
    // unverified (looked up 2026-11-26): the wordings of what follows; the rule is that of
    // `SkipTunnelReplacement`.
    if request.skip_tunnel_replacement == Some(true) && asked != only_control {
        let message = "SkipTunnelReplacement can only be used with EnableTunnelLifecycleControl.";
        return Err(Error::combination(message));
    }
    let was = &connection.tunnels[at];
    if was.certificate_arn.is_some() && asked.pre_shared_key.is_some() {
        let message = "PreSharedKey cannot be used with a customer gateway that has a certificate.";
        return Err(Error::combination(message));
    }
    if asked.tunnel_inside_cidr.is_some()
        && asked.tunnel_inside_cidr != was.options.tunnel_inside_cidr
    {
        let other = connection.tunnels[1 - at].options.tunnel_inside_cidr.clone();
        let other = TunnelOption { tunnel_inside_cidr: other, ..TunnelOption::default() };
        let gateway = connection.vpn_gateway_id.as_ref();
        let asked = TunnelOption {
            tunnel_inside_cidr: asked.tunnel_inside_cidr.clone(),
            ..TunnelOption::default()
        };
        tunnels::check_inside_cidrs(cx.read(), None, &[other, asked.clone()])?;
        tunnels::check_inside_cidrs(cx.read(), gateway, &[asked])?;
    }
    let options = tunnels::changed(asked, &was.options)?;
    let is_replaced = request.skip_tunnel_replacement != Some(true);
    let now = cx.now().timestamp();
    let was = was.clone();
    let changed = if is_replaced { now } else { was.changed };
    cx.get_mut::<VpnConnection>(id)?.tunnels[at] = Tunnel { options, changed, ..was };
    Ok(ModifyVpnTunnelOptionsResult { vpn_connection: Some(show(cx, id)?) })
}

/// AWS gives the tunnel another certificate.
pub(super) fn modify_vpn_tunnel_certificate(
    cx: &mut Write<'_>,
    request: &ModifyVpnTunnelCertificateRequest,
) -> Result<ModifyVpnTunnelCertificateResult> {
    let id = request.vpn_connection_id.as_str();
    let connection = available(cx.read(), id)?;
    let at = tunnel(connection, &request.vpn_tunnel_outside_ip_address)?;
    if connection.tunnels[at].certificate_arn.is_none() {
        // unverified (looked up 2026-11-26): AWS documents no message.
        let message = format!("The vpnConnection {id} does not use certificates.");
        return Err(Error::new("IncorrectState", message));
    }
    let certificate = tunnels::certificate(cx);
    let now = cx.now().timestamp();
    let mut row = cx.get_mut::<VpnConnection>(id)?;
    let tunnel = &mut row.tunnels[at];
    (tunnel.certificate_arn, tunnel.changed) = (Some(certificate), now);
    drop(row);
    Ok(ModifyVpnTunnelCertificateResult { vpn_connection: Some(show(cx, id)?) })
}
