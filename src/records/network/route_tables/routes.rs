//! The routes of a table. Those within the VPC follow from its blocks, those to gateway endpoints
//! from the endpoints, those of VPN gateways from their connections; of these, only what was
//! changed is kept.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html>

use super::record::RouteTable;
use super::targets::Target;
use crate::engine::network::{parse_ipv4_cidr, parse_ipv6_cidr};
use crate::engine::{Id, Read, Row};
use crate::error::{Error, Result};
use crate::records::network::managed_prefix_lists::{self, PrefixList};
use crate::records::network::vpc_endpoints;
use crate::records::network::vpcs::Vpc;
use crate::records::network::vpn_connections;
use ipnet::{IpNet, Ipv4Net};
use serde::Serialize;
use std::fmt;
use wire::{RouteOrigin, RouteState};

/// Whether a table of the VPC routes a block, or a part of it, elsewhere.
pub(crate) fn has_route_within(cx: Read<'_>, vpc_id: &str, block: Ipv4Net) -> bool {
    let block = IpNet::V4(block);
    let is_within = |route: &Route| match &route.destination {
        Destination::Cidr(cidr) => block.contains(cidr),
        Destination::PrefixList(_) => false,
    };
    let mut tables = cx.with::<RouteTable>("vpc-id", vpc_id);
    tables.any(|table| table.routes.iter().any(is_within))
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Route {
    pub destination: Destination,
    pub target: Target,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) enum Destination {
    Cidr(IpNet),
    /// A prefix list, by its id; its entries are the destinations.
    PrefixList(Id),
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cidr(cidr) => cidr.fmt(f),
            Self::PrefixList(id) => id.fmt(f),
        }
    }
}

impl Destination {
    /// # Errors
    /// For none or several of them, what is no block, and a prefix list that is not there.
    pub fn of(
        cx: Read<'_>,
        ipv4: Option<&str>,
        ipv6: Option<&str>,
        prefix_list: Option<&str>,
    ) -> Result<Self> {
        let given = [
            ("destinationCidrBlock", ipv4),
            ("destinationIpv6CidrBlock", ipv6),
            ("destinationPrefixListId", prefix_list),
        ];
        let mut given = given.iter().filter_map(|(name, text)| Some((*name, (*text)?)));
        let (name, text) = given.next().ok_or_else(|| Error::missing("destinationCidrBlock"))?;
        if let Some((other, _)) = given.next() {
            // unverified: AWS documents no message for this.
            let message = format!("The parameter {name} cannot be used with the parameter {other}");
            return Err(Error::combination(message));
        }
        if ipv4.is_some() {
            return parse_ipv4_cidr(name, text).map(|cidr| Self::Cidr(cidr.into()));
        }
        if ipv6.is_some() {
            return parse_ipv6_cidr(name, text).map(|cidr| Self::Cidr(cidr.into()));
        }
        if !managed_prefix_lists::is_of_aws(cx, text) {
            cx.get::<PrefixList>(text)?;
        }
        Ok(Self::PrefixList(text.into()))
    }

    /// What DeleteRoute calls it.
    pub const fn parameter(&self) -> &'static str {
        match self {
            Self::Cidr(IpNet::V4(_)) => "destination-cidr-block",
            Self::Cidr(IpNet::V6(_)) => "destination-ipv6-cidr-block",
            Self::PrefixList(_) => "destination-prefix-list-id",
        }
    }

    pub fn is_ipv6(&self, cx: Read<'_>) -> bool {
        match self {
            Self::Cidr(cidr) => matches!(cidr, IpNet::V6(_)),
            Self::PrefixList(id) => managed_prefix_lists::is_ipv6(cx, id),
        }
    }

    pub fn view(&self) -> wire::Route {
        let mut view = wire::Route::default();
        let member = match self {
            Self::Cidr(IpNet::V4(_)) => &mut view.destination_cidr_block,
            Self::Cidr(IpNet::V6(_)) => &mut view.destination_ipv6_cidr_block,
            Self::PrefixList(_) => &mut view.destination_prefix_list_id,
        };
        *member = Some(self.to_string());
        view
    }
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
// unverified: that one without effect is not shown.
fn taken_over(table: &RouteTable, cx: Read<'_>) -> Vec<wire::Route> {
    let mut routes: Vec<Route> = Vec::new();
    for gateway in &table.propagating {
        for block in vpn_connections::propagated(cx, gateway) {
            let destination = Destination::Cidr(block.into());
            let is_local = || local_blocks(cx, table).any(|local| local == IpNet::V4(block));
            let is_known = routes.iter().any(|route| route.destination == destination);
            if !is_known && !table.has(&destination) && !is_local() {
                routes.push(Route { destination, target: Target::Gateway(gateway.clone()) });
            }
        }
    }
    let origin = RouteOrigin::EnableVgwRoutePropagation;
    routes.iter().map(|route| route.view(origin, table, cx)).collect()
}

impl Route {
    pub fn view(&self, origin: RouteOrigin, table: &RouteTable, cx: Read<'_>) -> wire::Route {
        let mut view = wire::Route { origin: Some(origin), ..self.destination.view() };
        let is_reachable = self.target.show(&mut view, table, cx);
        view.state = Some(if is_reachable { RouteState::Active } else { RouteState::Blackhole });
        view
    }
}
