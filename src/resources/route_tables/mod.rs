//! Route tables. What they are associated with is in `associations`, their routes are in `routes`
//! and `targets`.

mod associations;
mod routes;
mod targets;

pub(super) use associations::{check_has_none, forget_subnet};
pub(super) use routes::{add_route, forget_block, has_route_within};

use super::vpc_endpoints;
use super::vpcs::Vpc;
use crate::engine::{Id, Index, Operation, Query, Read, Resource, Row, Write, operations};
use crate::error::{Error, Result};
use associations::{GATEWAY, SUBNET, associated, propagates};
use routes::{Destination, Route};
use serde::Serialize;
use wire::{
    CreateRouteTableRequest, CreateRouteTableResult, DeleteRouteTableRequest,
    DescribeRouteTablesRequest, DescribeRouteTablesResult, PropagatingVgw, ResourceType,
    RouteTableAssociation,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Write CreateRouteTable => create_route_table;
    Read  DescribeRouteTables => describe_route_tables;
    Write AssociateRouteTable => associations::associate_route_table, refuses ["PublicIpv4Pool"];
    Write ReplaceRouteTableAssociation => associations::replace_route_table_association;
    Write DisassociateRouteTable => associations::disassociate_route_table;
    Write CreateRoute => routes::create_route, refuses [
        "VpcEndpointId", "LocalGatewayId", "CarrierGatewayId", "CoreNetworkArn", "OdbNetworkArn",
    ];
    Write ReplaceRoute => routes::replace_route, refuses [
        "VpcEndpointId", "LocalGatewayId", "CarrierGatewayId", "CoreNetworkArn", "OdbNetworkArn",
    ];
    Write DeleteRoute => routes::delete_route;
    Write DeleteRouteTable => delete_route_table;
};

impl Resource for RouteTable {
    type View = wire::RouteTable;
    const PREFIX: &'static str = "rtb";
    const TYPE: Option<ResourceType> = Some(ResourceType::RouteTable);
    const PLURAL: &'static str = "routeTables";
    const NOT_FOUND: &'static str = "InvalidRouteTableID.NotFound";
    const MALFORMED: &'static str = "InvalidRouteTableId.Malformed";
    const NOUN: &'static str = "routeTable ID";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("route-table-id");

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::RouteTable {
        view(row, cx)
    }

    fn index(&self, index: &mut Index<'_>) {
        index.add("vpc-id", self.vpc_id.clone());
        for association in &self.associations {
            index.add("association.route-table-association-id", association.id.clone());
            match &association.place {
                Place::Main => {}
                Place::Subnet(id) => index.add(SUBNET, id.clone()),
                Place::Gateway(id) => index.add(GATEWAY, id.clone()),
            }
        }
        for route in &self.routes {
            if let Destination::PrefixList(id) = &route.destination {
                index.add(PREFIX_LIST, id.clone());
            }
        }
    }
}

/// No filter has this name: the index has the tables with a route of their own to a prefix list,
/// not those that a gateway endpoint leads there.
pub(super) const PREFIX_LIST: &str = "prefix-list-id";

fn create_route_table(
    cx: &mut Write<'_>,
    request: &CreateRouteTableRequest,
) -> Result<CreateRouteTableResult> {
    let tags = cx.tags_for::<RouteTable>(&request.tag_specifications)?;
    let vpc_id = cx.get::<Vpc>(&request.vpc_id)?.id.clone();
    let id = cx.new_id::<RouteTable>();
    let record = RouteTable::new(vpc_id);
    cx.insert(id.clone(), record, tags);
    let table = RouteTable::view(cx.get::<RouteTable>(&id)?, cx.read());
    Ok(CreateRouteTableResult {
        route_table: Some(table),
        client_token: request.client_token.clone(),
    })
}

/// The table that a VPC's subnets use unless they are given another one.
pub(super) fn create_main(cx: &mut Write<'_>, vpc_id: &Id) -> Id {
    let id = cx.new_id::<RouteTable>();
    let association = Association { id: cx.ids().next("rtbassoc"), place: Place::Main };
    let record = RouteTable { associations: vec![association], ..RouteTable::new(vpc_id.clone()) };
    cx.insert(id.clone(), record, crate::engine::Tags::default());
    id
}

pub(super) fn main_of_vpc(cx: Read<'_>, vpc_id: &str) -> Option<Id> {
    let mut tables = cx.with::<RouteTable>("vpc-id", vpc_id);
    tables.find(|table| table.is_main()).map(|table| table.id.clone())
}

/// Takes a VPC's main table with the VPC; others hold the VPC back.
pub(super) fn delete_of_vpc(cx: &mut Write<'_>, vpc_id: &str) {
    if let Some(id) = main_of_vpc(cx.read(), vpc_id) {
        cx.remove::<RouteTable>(&id);
    }
}

fn describe_route_tables(
    cx: Read<'_>,
    request: &DescribeRouteTablesRequest,
) -> Result<DescribeRouteTablesResult> {
    let page = cx.select::<RouteTable>(&Query {
        ids: &request.route_table_ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    })?;
    Ok(DescribeRouteTablesResult { route_tables: Some(page.items), next_token: page.next_token })
}

fn delete_route_table(cx: &mut Write<'_>, request: &DeleteRouteTableRequest) -> Result<()> {
    let table = cx.get::<RouteTable>(&request.route_table_id)?;
    if !table.associations.is_empty() {
        let id = &table.id;
        let message = format!("The routeTable '{id}' has dependencies and cannot be deleted.");
        return Err(Error::new("DependencyViolation", message));
    }
    cx.remove::<RouteTable>(&request.route_table_id);
    vpc_endpoints::forget_route_table(cx, &request.route_table_id)
}

/// Lets a table take over the routes of a VPN gateway; once or twice is the same.
///
/// # Errors
/// Those of the id, and `InvalidParameterValue` for the table of a gateway.
pub(super) fn propagate(cx: &mut Write<'_>, id: &str, gateway: &Id) -> Result<()> {
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
pub(super) fn stop_propagating(cx: &mut Write<'_>, id: &str, gateway: &Id) -> Result<()> {
    cx.get_mut::<RouteTable>(id)?.propagating.retain(|present| present != gateway);
    Ok(())
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct RouteTable {
    pub vpc_id: Id,
    /// Besides the local ones, which follow from the VPC's blocks.
    routes: Vec<Route>,
    /// The local routes that lead elsewhere than at first.
    replaced: Vec<Route>,
    associations: Vec<Association>,
    /// The VPN gateways whose routes it takes over.
    propagating: Vec<Id>,
}

#[derive(Debug, Clone, Serialize)]
struct Association {
    id: Id,
    place: Place,
}

/// What goes by the routes of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
enum Place {
    /// The VPC's subnets that have no table of their own.
    Main,
    Subnet(Id),
    /// An internet or VPN gateway.
    Gateway(Id),
}

impl Association {
    fn is_subnets(&self, id: &str) -> bool {
        matches!(&self.place, Place::Subnet(subnet) if **subnet == *id)
    }
}

impl RouteTable {
    fn new(vpc_id: Id) -> Self {
        let (routes, replaced) = (Vec::new(), Vec::new());
        Self { vpc_id, routes, replaced, associations: Vec::new(), propagating: Vec::new() }
    }

    pub fn is_main(&self) -> bool {
        self.associations.iter().any(|association| association.place == Place::Main)
    }

    /// Whether it is the table of a gateway.
    fn has_gateway(&self) -> bool {
        self.associations.iter().any(|one| matches!(one.place, Place::Gateway(_)))
    }
}

fn propagating(gateway: &Id) -> PropagatingVgw {
    PropagatingVgw { gateway_id: Some(gateway.to_string()) }
}

fn view(row: &Row<RouteTable>, cx: Read<'_>) -> wire::RouteTable {
    let associations = row.associations.iter().map(|association| {
        let (subnet_id, gateway_id) = match &association.place {
            Place::Main => (None, None),
            Place::Subnet(id) => (Some(id.to_string()), None),
            Place::Gateway(id) => (None, Some(id.to_string())),
        };
        RouteTableAssociation {
            main: Some(association.place == Place::Main),
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
