//! Route tables, and the subnets and VPCs they are associated with. Their routes are in `routes`.

mod routes;

pub(super) use routes::{add_route, has_route_within};

use super::subnets::Subnet;
use super::vpc_endpoints;
use super::vpcs::Vpc;
use crate::engine::{Id, Index, Operation, Query, Read, Resource, Row, Write, operations};
use crate::error::{Error, Result};
use routes::Route;
use serde::Serialize;
use wire::{
    AssociateRouteTableRequest, AssociateRouteTableResult, CreateRouteTableRequest,
    CreateRouteTableResult, DeleteRouteTableRequest, DescribeRouteTablesRequest,
    DescribeRouteTablesResult, DisassociateRouteTableRequest, PropagatingVgw,
    ReplaceRouteTableAssociationRequest, ReplaceRouteTableAssociationResult, ResourceType,
    RouteTableAssociation, RouteTableAssociationState, RouteTableAssociationStateCode,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Write CreateRouteTable => create_route_table;
    Read  DescribeRouteTables => describe_route_tables;
    Write AssociateRouteTable => associate_route_table, refuses ["GatewayId", "PublicIpv4Pool"];
    Write ReplaceRouteTableAssociation => replace_route_table_association;
    Write DisassociateRouteTable => disassociate_route_table;
    Write CreateRoute => routes::create_route, refuses [
        "DestinationPrefixListId", "VpcEndpointId", "LocalGatewayId", "CarrierGatewayId",
        "CoreNetworkArn", "OdbNetworkArn",
    ];
    Write ReplaceRoute => routes::replace_route, refuses [
        "DestinationPrefixListId", "VpcEndpointId", "LocalTarget", "LocalGatewayId",
        "CarrierGatewayId", "CoreNetworkArn", "OdbNetworkArn",
    ];
    Write DeleteRoute => routes::delete_route, refuses ["DestinationPrefixListId"];
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
            if let Some(subnet_id) = &association.subnet_id {
                index.add("association.subnet-id", subnet_id.clone());
            }
        }
    }
}

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
    let association = Association { id: cx.ids().next("rtbassoc"), subnet_id: None };
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

/// Takes the association of a subnet that goes.
pub(super) fn forget_subnet(cx: &mut Write<'_>, subnet_id: &str) {
    let id = cx.read().with::<RouteTable>("association.subnet-id", subnet_id).next();
    let id = id.map(|table| table.id.clone());
    if let Some(mut table) = id.and_then(|id| cx.get_mut::<RouteTable>(&id).ok()) {
        table.associations.retain(|one| one.subnet_id.as_deref() != Some(subnet_id));
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

fn associate_route_table(
    cx: &mut Write<'_>,
    request: &AssociateRouteTableRequest,
) -> Result<AssociateRouteTableResult> {
    let table = cx.get::<RouteTable>(&request.route_table_id)?;
    let subnet_id = request.subnet_id.as_deref().ok_or_else(|| Error::missing("subnetId"))?;
    let subnet = cx.get::<Subnet>(subnet_id)?;
    if subnet.vpc_id != table.vpc_id {
        let message = format!(
            "Route table {} and subnet {} belong to different networks",
            table.id, subnet.id
        );
        return Err(Error::invalid_value(message));
    }
    let subnet_id = subnet.id.clone();
    let other = cx.read().with::<RouteTable>("association.subnet-id", &subnet_id).next();
    if let Some(other) = other {
        let message = format!(
            "The specified association for route table {} conflicts with an existing association",
            other.id
        );
        return Err(Error::new("Resource.AlreadyAssociated", message));
    }
    let id = cx.ids().next("rtbassoc");
    let association = Association { id: id.clone(), subnet_id: Some(subnet_id) };
    cx.get_mut::<RouteTable>(&request.route_table_id)?.associations.push(association);
    Ok(AssociateRouteTableResult {
        association_id: Some(id.to_string()),
        association_state: Some(associated()),
    })
}

/// The table that holds an association, with the association.
fn holder(cx: Read<'_>, association_id: &str) -> Result<(Id, Association)> {
    let mut tables =
        cx.with::<RouteTable>("association.route-table-association-id", association_id);
    let found = tables.next().and_then(|table| {
        let association = table.associations.iter().find(|one| *one.id == *association_id)?;
        Some((table.id.clone(), association.clone()))
    });
    found.ok_or_else(|| {
        let message = format!("The association ID '{association_id}' does not exist");
        Error::new("InvalidAssociationID.NotFound", message)
    })
}

fn replace_route_table_association(
    cx: &mut Write<'_>,
    request: &ReplaceRouteTableAssociationRequest,
) -> Result<ReplaceRouteTableAssociationResult> {
    let (holder_id, association) = holder(cx.read(), &request.association_id)?;
    let new = cx.get::<RouteTable>(&request.route_table_id)?;
    let old = cx.get::<RouteTable>(&holder_id)?;
    if new.vpc_id != old.vpc_id {
        let message =
            format!("Route tables {} and {} belong to different networks", new.id, old.id);
        return Err(Error::invalid_value(message));
    }
    let id = cx.ids().next("rtbassoc");
    cx.get_mut::<RouteTable>(&holder_id)?.associations.retain(|one| one.id != association.id);
    let moved = Association { id: id.clone(), ..association };
    cx.get_mut::<RouteTable>(&request.route_table_id)?.associations.push(moved);
    Ok(ReplaceRouteTableAssociationResult {
        new_association_id: Some(id.to_string()),
        association_state: Some(associated()),
    })
}

fn disassociate_route_table(
    cx: &mut Write<'_>,
    request: &DisassociateRouteTableRequest,
) -> Result<()> {
    let (holder_id, association) = holder(cx.read(), &request.association_id)?;
    if association.subnet_id.is_none() {
        let message =
            format!("Cannot disassociate the main route table association {}", association.id);
        return Err(Error::invalid_value(message));
    }
    cx.get_mut::<RouteTable>(&holder_id)?.associations.retain(|one| one.id != association.id);
    Ok(())
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
/// Those of the id.
pub(super) fn propagate(cx: &mut Write<'_>, id: &str, gateway: &Id) -> Result<()> {
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
    associations: Vec<Association>,
    /// The VPN gateways whose routes it takes over.
    propagating: Vec<Id>,
}

#[derive(Debug, Clone, Serialize)]
struct Association {
    id: Id,
    /// `None`: the VPC's main association.
    subnet_id: Option<Id>,
}

impl RouteTable {
    fn new(vpc_id: Id) -> Self {
        let (routes, associations, propagating) = (Vec::new(), Vec::new(), Vec::new());
        Self { vpc_id, routes, associations, propagating }
    }

    pub fn is_main(&self) -> bool {
        self.associations.iter().any(|association| association.subnet_id.is_none())
    }
}

fn associated() -> RouteTableAssociationState {
    RouteTableAssociationState {
        state: Some(RouteTableAssociationStateCode::Associated),
        status_message: None,
    }
}

fn propagating(gateway: &Id) -> PropagatingVgw {
    PropagatingVgw { gateway_id: Some(gateway.to_string()) }
}

fn view(row: &Row<RouteTable>, cx: Read<'_>) -> wire::RouteTable {
    let associations = row.associations.iter().map(|association| RouteTableAssociation {
        main: Some(association.subnet_id.is_none()),
        route_table_association_id: Some(association.id.to_string()),
        route_table_id: Some(row.id.to_string()),
        subnet_id: association.subnet_id.as_ref().map(ToString::to_string),
        association_state: Some(associated()),
        ..RouteTableAssociation::default()
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
