//! How route tables are found and shown to others.

use super::associations::associated;
use super::record::{AssociatedWith, RouteTable};
use super::routes;
use crate::engine::{Read, Row};
use crate::records::ids::{PrefixListId, RouteTableId, VpcId, VpnGatewayId};
use wire::{PropagatingVgw, RouteTableAssociation};

pub(crate) fn main_of_vpc(cx: Read<'_>, vpc_id: &VpcId) -> Option<RouteTableId> {
    let mut tables = cx.with(RouteTable::BY_VPC, vpc_id);
    tables.find(|table| table.is_main()).map(|table| table.id.clone())
}

fn propagating(gateway: &VpnGatewayId) -> PropagatingVgw {
    PropagatingVgw { gateway_id: Some(gateway.to_string()) }
}

pub(crate) fn view(row: &Row<RouteTable>, cx: Read<'_>) -> wire::RouteTable {
    let associations = row.associations.iter().map(|association| {
        let (subnet_id, gateway_id) = match &association.place {
            AssociatedWith::Main => (None, None),
            AssociatedWith::Subnet(id) => (Some(id.to_string()), None),
            AssociatedWith::Gateway(id) => (None, Some(id.to_string())),
        };
        RouteTableAssociation {
            main: Some(association.place == AssociatedWith::Main),
            route_table_association_id: Some(association.id.to_string()),
            route_table_id: Some(row.id.to_string()),
            subnet_id,
            gateway_id,
            association_state: Some(associated()),
            ..RouteTableAssociation::default()
        }
    });
    wire::RouteTable {
        associations: Some(associations.collect()),
        propagating_vgws: Some(row.propagating.iter().map(propagating).collect()),
        route_table_id: Some(row.id.to_string()),
        routes: Some(routes::view(row, cx)),
        tags: row.tags.wire(),
        vpc_id: Some(row.vpc_id.to_string()),
        owner_id: Some(cx.account().to_string()),
    }
}

/// The ids of the tables with a route of their own to a prefix list, in order.
pub(crate) fn leading_to_list(cx: Read<'_>, prefix_list_id: &PrefixListId) -> Vec<String> {
    let tables = cx.with(RouteTable::BY_PREFIX_LIST, prefix_list_id);
    let mut ids: Vec<String> = tables.map(|table| table.id.to_string()).collect();
    ids.sort_unstable();
    ids
}
