//! The routes of a table. Those within the VPC follow from its blocks, those to gateway endpoints
//! from the endpoints, those of VPN gateways from their connections; of these, only what was
//! changed is kept.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html>

use super::record::{Destination, Route, RouteTable, Target};
use crate::engine::{Read, Row};
use crate::records::ids::VpcId;
use crate::records::network::vpcs::Vpc;
use crate::records::network::{vpc_endpoints, vpn_connections};
use ipnet::{IpNet, Ipv4Net};
use wire::{RouteOrigin, RouteState};

/// Whether a table of the VPC routes a block, or a part of it, elsewhere.
pub(crate) fn has_route_within(cx: Read<'_>, vpc_id: &VpcId, block: Ipv4Net) -> bool {
    let block = IpNet::V4(block);
    let is_within = |route: &Route| match &route.destination {
        Destination::Cidr(cidr) => block.contains(cidr),
        Destination::PrefixList(_) => false,
    };
    let mut tables = cx.with(RouteTable::BY_VPC, vpc_id);
    tables.any(|table| table.routes.iter().any(is_within))
}

/// The VPC's blocks that local routes lead to.
pub(crate) fn local_blocks<'a>(
    cx: Read<'a>,
    table: &RouteTable,
) -> impl Iterator<Item = IpNet> + use<'a> {
    let vpc = cx.find::<Vpc>(&table.vpc_id);
    let ipv4 = vpc.into_iter().flat_map(move |vpc| vpc.usable_ipv4_cidrs(cx.now()));
    let ipv6 = vpc.into_iter().flat_map(move |vpc| vpc.usable_ipv6_cidrs(cx.now()));
    ipv4.map(IpNet::V4).chain(ipv6.map(IpNet::V6))
}

pub(crate) fn view(table: &Row<RouteTable>, cx: Read<'_>) -> Vec<wire::Route> {
    let local = local_blocks(cx, table).map(|block| {
        let destination = Destination::Cidr(block);
        let replaced = table.replaced.iter().find(|route| route.destination == destination);
        match replaced {
            Some(route) => route.view(RouteOrigin::CreateRouteTable, table, cx),
            None => wire::Route {
                gateway_id: Some("local".to_owned()),
                origin: Some(RouteOrigin::CreateRouteTable),
                state: Some(RouteState::Active),
                ..destination.view()
            },
        }
    });
    let to_endpoints =
        vpc_endpoints::routes_of(cx, &table.id).map(|(prefix_list, endpoint)| wire::Route {
            destination_prefix_list_id: Some(prefix_list.to_string()),
            gateway_id: Some(endpoint.to_string()),
            origin: Some(RouteOrigin::CreateRoute),
            state: Some(RouteState::Active),
            ..wire::Route::default()
        });
    let own = table.routes.iter().map(|route| route.view(RouteOrigin::CreateRoute, table, cx));
    let own = local.chain(own).chain(to_endpoints).collect::<Vec<_>>();
    own.into_iter().chain(taken_over(table, cx)).collect()
}

/// The routes of VPN gateways; the table's own to the same destination have precedence.
/// <https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-route-priority.html>
// unverified (looked up 2026-11-26): that one without effect is not shown.
fn taken_over(table: &RouteTable, cx: Read<'_>) -> Vec<wire::Route> {
    let mut routes: Vec<Route> = Vec::new();
    for gateway in &table.propagating {
        for block in vpn_connections::propagated(cx, gateway) {
            let destination = Destination::Cidr(block.into());
            let is_local = || local_blocks(cx, table).any(|local| local == IpNet::V4(block));
            let is_known = routes.iter().any(|route| route.destination == destination);
            if !is_known && !table.has(&destination) && !is_local() {
                routes.push(Route { destination, target: Target::Gateway(gateway.any()) });
            }
        }
    }
    let origin = RouteOrigin::EnableVgwRoutePropagation;
    routes.iter().map(|route| route.view(origin, table, cx)).collect()
}
