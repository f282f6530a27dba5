//! The static routes of a connection, which its VPN gateway propagates.
//! <https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-edit-static-routes.html>

use super::finders::live;
use crate::engine::network::parse_ipv4_cidr;
use crate::engine::{Millis, Write};
use crate::error::{Error, Result};
use crate::records::durations;
use crate::records::network::vpn_connections::{StaticRoute, VpnConnection};
use ipnet::Ipv4Net;
use wire::{CreateVpnConnectionRouteRequest, DeleteVpnConnectionRouteRequest, VpnState};

const CHANGING_MILLIS: Millis = durations::VPN_CONNECTIONS_ROUTE;

// unverified (looked up 2026-11-26): that a route that is there can be asked for again.
pub(super) fn create_vpn_connection_route(
    cx: &mut Write<'_>,
    request: &CreateVpnConnectionRouteRequest,
) -> Result<()> {
    let connection = live(cx.read(), &request.vpn_connection_id)?;
    let destination = destination(&request.destination_cidr_block)?;
    if connection.transit.is_some() {
        // `API_CreateVpnConnectionRoute` is about VPN gateways; unverified (looked up 2026-11-26):
        // code and message.
        let message = format!(
            "The vpnConnection {} is one of a transit gateway, whose route tables have the routes.",
            connection.id
        );
        return Err(Error::new("IncorrectState", message));
    }
    if !connection.static_routes_only {
        // The code is documented; unverified (looked up 2026-11-26): the message.
        let message =
            format!("The vpnConnection {} is not configured for static routing.", connection.id);
        return Err(Error::new("InvalidVpnConnection.InvalidType", message));
    }
    let is_there = |route: &StaticRoute| route.state.at(cx.now()) != VpnState::Deleting;
    let mut routes = connection.routes.clone();
    routes.retain(|route| route.is_there(cx.now()));
    if routes.iter().any(|route| route.destination == destination && is_there(route)) {
        return Ok(());
    }
    routes.retain(|route| route.destination != destination);
    let state = cx.read().transition(VpnState::Pending, VpnState::Available, CHANGING_MILLIS);
    routes.push(StaticRoute { destination, state });
    cx.get_mut::<VpnConnection>(&request.vpn_connection_id)?.routes = routes;
    Ok(())
}

pub(super) fn delete_vpn_connection_route(
    cx: &mut Write<'_>,
    request: &DeleteVpnConnectionRouteRequest,
) -> Result<()> {
    let connection = live(cx.read(), &request.vpn_connection_id)?;
    let destination = destination(&request.destination_cidr_block)?;
    let mut routes = connection.routes.clone();
    routes.retain(|route| route.is_there(cx.now()));
    let state = cx.read().transition(VpnState::Deleting, VpnState::Deleted, CHANGING_MILLIS);
    let route = routes.iter_mut().find(|route| route.destination == destination);
    let Some(route) = route.filter(|route| route.state.at(cx.now()) != VpnState::Deleting) else {
        // unverified (looked up 2026-11-26): the code is that of route tables.
        let message = format!(
            "no route with destination-cidr-block {destination} in vpnConnection {}",
            connection.id
        );
        return Err(Error::new("InvalidRoute.NotFound", message));
    };
    route.state = state;
    routes.retain(|route| route.is_there(cx.now()));
    cx.get_mut::<VpnConnection>(&request.vpn_connection_id)?.routes = routes;
    Ok(())
}

fn destination(text: &str) -> Result<Ipv4Net> {
    if text.is_empty() {
        // boto/boto3#935
        return Err(Error::missing("destinationCidrBlock"));
    }
    parse_ipv4_cidr("destinationCidrBlock", text)
}
