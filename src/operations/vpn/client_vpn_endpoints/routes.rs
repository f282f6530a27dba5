//! Where what clients send goes: by one of the endpoint's networks, or to another client.
//! <https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-working-routes.html>

use super::record::{CHANGING_MILLIS, ClientVpnEndpoint, Passing as _, Route, there};
use super::view;
use crate::engine::filter::ViewFilters;
use crate::engine::network::{overlap, parse_ipv4_cidr};
use crate::engine::{Read, Row, Write};
use crate::error::{Error, Result};
use ipnet::Ipv4Net;
use wire::{
    AssociationStatusCode, ClientVpnRouteStatusCode as State, CreateClientVpnRouteRequest,
    CreateClientVpnRouteResult, DeleteClientVpnRouteRequest, DeleteClientVpnRouteResult,
    DescribeClientVpnRoutesRequest, DescribeClientVpnRoutesResult,
};

/// What stands for a subnet in a route from client to client.
const LOCAL: &str = "local";

/// A minute was too little for Terraform's provider to wait:
/// <https://github.com/hashicorp/terraform-provider-aws/issues/16645>.
const DELETING_MILLIS: i64 = 90_000;

/// By each network of an endpoint:
/// <https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/limits.html>
const ROUTES_QUOTA: usize = 100;

pub(super) fn create_client_vpn_route(
    cx: &mut Write<'_>,
    request: &CreateClientVpnRouteRequest,
) -> Result<CreateClientVpnRouteResult> {
    let destination = parse_ipv4_cidr("destinationCidrBlock", &request.destination_cidr_block)?;
    let target = request.target_vpc_subnet_id.clone();
    let target = target.ok_or_else(|| Error::missing("TargetVpcSubnetId"))?;
    let row = cx.read().get_live::<ClientVpnEndpoint>(&request.client_vpn_endpoint_id)?;
    check_target(cx.read(), row, &target)?;
    check_destination(row, &destination, &target)?;
    let is_same = |route: &Route| route.destination == destination && route.target == target;
    if there(&row.routes, cx.now()).any(is_same) {
        // <https://github.com/hashicorp/terraform-provider-aws/issues/18080>
        return Err(Error::new("InvalidClientVpnDuplicateRoute", "Route already exists"));
    }
    let count = there(&row.routes, cx.now()).filter(|route| route.target == target).count();
    if cx.read().has_default_quotas() && count >= ROUTES_QUOTA {
        // As Cloud Posse's reference architecture has met it.
        return Err(Error::new("ClientVpnRouteLimitExceeded", "Limit exceeded"));
    }
    let state = cx.read().transition(State::Creating, State::Active, CHANGING_MILLIS);
    let route = Route {
        destination,
        target,
        description: request.description.clone(),
        is_of_network: false,
        state,
        is_deleted: false,
    };
    let status = Some(view::route_status(&route, cx.read()));
    let (id, now) = (row.id.clone(), cx.now());
    let mut row = cx.get_mut::<ClientVpnEndpoint>(&id)?;
    row.routes.retain(|route| route.is_there(now));
    row.routes.push(route);
    Ok(CreateClientVpnRouteResult { status })
}

/// What is added by hand leaves out the clients' own addresses, but for the way from one to
/// another and the way to everywhere:
/// <https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/what-is-best-practices.html>,
/// <https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/scenario-internet.html>
fn check_destination(
    row: &Row<ClientVpnEndpoint>,
    destination: &Ipv4Net,
    target: &str,
) -> Result<()> {
    let is_everywhere = destination.prefix_len() == 0;
    if target == LOCAL || is_everywhere || !overlap(destination, &row.client_cidr) {
        return Ok(());
    }
    // As a configuration for Terraform remarks of a route to 10.0.0.0/8 around 10.70.56.0/21.
    let message = "Client address pool for this endpoint overlaps with the destination cidr block";
    Err(Error::invalid_value(message))
}

/// # Errors
/// `InvalidClientVpnActiveAssociationNotFound` for what is no network of the endpoint, which
/// Terraform's provider asks for again.
// unverified (looked up 2026-11-26): that it is this code for a subnet where there are other
// networks; the message.
fn check_target(cx: Read<'_>, row: &Row<ClientVpnEndpoint>, target: &str) -> Result<()> {
    let mut networks = row.networks.iter();
    let is_open = |state| state == AssociationStatusCode::Associated;
    if target == LOCAL
        || networks.any(|it| *it.subnet_id == *target && is_open(it.state.at(cx.now())))
    {
        return Ok(());
    }
    let message = format!("{} has no active association with {target}", row.id);
    Err(Error::new("InvalidClientVpnActiveAssociationNotFound", message))
}

pub(super) fn describe_client_vpn_routes(
    cx: Read<'_>,
    request: &DescribeClientVpnRoutesRequest,
) -> Result<DescribeClientVpnRoutesResult> {
    let row = cx.get_live::<ClientVpnEndpoint>(&request.client_vpn_endpoint_id)?;
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let routes = there(&row.routes, cx.now()).map(|route| {
        (format!("{} {}", route.destination, route.target), view::route(row, route, cx))
    });
    let page = paging.sort_and_cut(routes.filter(|(_, view)| filters.matches(view)))?;
    Ok(DescribeClientVpnRoutesResult { routes: Some(page.items), next_token: page.next_token })
}

/// A route that came with a network goes with it alone.
// unverified (looked up 2026-11-26): code and message of that refusal; without a subnet, that any
// route is meant.
pub(super) fn delete_client_vpn_route(
    cx: &mut Write<'_>,
    request: &DeleteClientVpnRouteRequest,
) -> Result<DeleteClientVpnRouteResult> {
    let destination = parse_ipv4_cidr("destinationCidrBlock", &request.destination_cidr_block)?;
    let row = cx.read().get_live::<ClientVpnEndpoint>(&request.client_vpn_endpoint_id)?;
    let target = request.target_vpc_subnet_id.as_deref();
    let is_it = |route: &Route| {
        !route.is_deleted
            && route.destination == destination
            && target.is_none_or(|target| route.target == target)
    };
    let Some(route) = row.routes.iter().find(|route| is_it(route)) else {
        // The code is what Terraform's provider looks for; unverified (looked up 2026-11-26): the
        // message.
        let message = format!("The route to {destination} does not exist");
        return Err(Error::new("InvalidClientVpnRouteNotFound", message));
    };
    if route.is_of_network {
        let message = format!("The route to {destination} was not added manually");
        return Err(Error::invalid_value(message));
    }
    let state = cx.read().transition(State::Deleting, State::Deleting, DELETING_MILLIS);
    let gone = Route { state, is_deleted: true, ..route.clone() };
    let status = Some(view::route_status(&gone, cx.read()));
    let (id, now) = (row.id.clone(), cx.now());
    let mut row = cx.get_mut::<ClientVpnEndpoint>(&id)?;
    row.routes.retain(|route| route.destination != destination || route.target != gone.target);
    row.routes.push(gone);
    row.routes.retain(|route| route.is_there(now));
    Ok(DeleteClientVpnRouteResult { status })
}
