//! A VPC's main route table, routes that follow from other resources, and those that go with them.

use crate::engine::{Timed, Write};
use crate::error::{Error, Result};
use crate::records::ids::{AnyId, RouteTableId, SubnetId, TransitGatewayId, VpcId, VpnGatewayId};
use crate::records::network::route_tables::record::{Destination, Route, Target};
use crate::records::network::route_tables::{AssociatedWith, Association, RouteTable, main_of_vpc};
use ipnet::{IpNet, Ipv4Net};
use std::net::Ipv4Addr;
use wire::RouteState;

pub(crate) const EVERYWHERE: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::UNSPECIFIED, 0);

/// The refusal of a table that is a gateway's and takes over the routes of one.
// unverified (looked up 2026-11-26): the rule is documented, the message is not.
pub(crate) fn propagates(id: &str) -> Error {
    let message = format!("Route table {id} cannot be that of a gateway and propagate routes.");
    Error::invalid_value(message)
}

/// Takes the association of a subnet that goes.
pub(crate) fn forget_subnet(cx: &mut Write<'_>, subnet_id: &SubnetId) {
    let id = cx.read().with(RouteTable::BY_SUBNET, subnet_id).next();
    let id = id.map(|table| table.id.clone());
    if let Some(mut table) = id.and_then(|id| cx.get_mut::<RouteTable>(&id).ok()) {
        table.associations.retain(|one| !one.is_subnets(subnet_id));
    }
}

/// The table that a VPC's subnets use unless they are given another one.
pub(crate) fn create_main(cx: &mut Write<'_>, vpc_id: &VpcId) -> RouteTableId {
    let id = cx.new_id::<RouteTable>();
    let association = Association { id: cx.ids().next("rtbassoc"), place: AssociatedWith::Main };
    let record = RouteTable { associations: vec![association], ..RouteTable::new(vpc_id.clone()) };
    cx.insert(id.clone(), record, crate::engine::Tags::default());
    id
}

/// The table of a regional NAT gateway, which leads to the internet.
pub(crate) fn create_leading_out(
    cx: &mut Write<'_>,
    vpc_id: &VpcId,
    gateway_id: &AnyId,
) -> RouteTableId {
    let id = cx.new_id::<RouteTable>();
    cx.insert(id.clone(), RouteTable::new(vpc_id.clone()), crate::engine::Tags::default());
    add_route(cx, &id, EVERYWHERE, gateway_id);
    id
}

pub(crate) fn remove(cx: &mut Write<'_>, id: &RouteTableId) {
    cx.remove::<RouteTable>(id);
}

/// Takes a VPC's main table with the VPC; others hold the VPC back.
pub(crate) fn delete_of_vpc(cx: &mut Write<'_>, vpc_id: &VpcId) {
    if let Some(id) = main_of_vpc(cx.read(), vpc_id) {
        cx.remove::<RouteTable>(&id);
    }
}

/// Lets a table take over the routes of a VPN gateway; once or twice is the same.
///
/// # Errors
/// Those of the id, and `InvalidParameterValue` for the table of a gateway.
pub(crate) fn propagate(cx: &mut Write<'_>, id: &str, gateway: &VpnGatewayId) -> Result<()> {
    if cx.get::<RouteTable>(id)?.has_gateway() {
        return Err(propagates(id));
    }
    let mut table = cx.get_mut::<RouteTable>(id)?;
    if !table.propagating.contains(gateway) {
        table.propagating.push(gateway.clone());
    }
    Ok(())
}

/// # Errors
/// Those of the id.
pub(crate) fn stop_propagating(cx: &mut Write<'_>, id: &str, gateway: &VpnGatewayId) -> Result<()> {
    cx.get_mut::<RouteTable>(id)?.propagating.retain(|present| present != gateway);
    Ok(())
}

/// Adds a route that is known to be right.
pub(crate) fn add_route(
    cx: &mut Write<'_>,
    table_id: &RouteTableId,
    destination: Ipv4Net,
    gateway_id: &AnyId,
) {
    if let Ok(mut table) = cx.get_mut::<RouteTable>(table_id) {
        let destination = Destination::Cidr(destination.into());
        table.routes.push(Route { destination, target: Target::Gateway(gateway_id.clone()) });
    }
}

/// Takes what a VPC's tables keep of the local route to a block that leaves the VPC.
pub(crate) fn forget_block(cx: &mut Write<'_>, vpc_id: &VpcId, block: IpNet) -> Result<()> {
    let is_it = |route: &Route| route.destination == Destination::Cidr(block);
    let tables = cx.read().with(RouteTable::BY_VPC, vpc_id);
    let tables = tables.filter(|table| table.replaced.iter().any(is_it));
    let ids: Vec<_> = tables.map(|table| table.id.clone()).collect();
    for id in ids {
        cx.get_mut::<RouteTable>(&id)?.replaced.retain(|route| !is_it(route));
    }
    Ok(())
}

/// Tells the routes of a VPC to a transit gateway whether they lead there.
pub(crate) fn lead_to_transit_gateway(
    cx: &mut Write<'_>,
    vpc_id: &VpcId,
    gateway_id: &TransitGatewayId,
    state: Timed<RouteState>,
) {
    let is_it = |route: &Route| matches!(&route.target, Target::Transit(id, _) if id == gateway_id);
    let tables = cx.read().with(RouteTable::BY_VPC, vpc_id);
    let tables = tables.filter(|table| table.routes.iter().any(is_it));
    for id in tables.map(|table| table.id.clone()).collect::<Vec<_>>() {
        let Some(mut table) = cx.find_mut::<RouteTable>(&id) else { continue };
        for route in table.routes.iter_mut().filter(|route| is_it(route)) {
            route.target = Target::Transit(gateway_id.clone(), state);
        }
    }
}
