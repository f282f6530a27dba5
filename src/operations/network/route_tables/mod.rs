//! Route tables. What they are associated with is in `associations`, their routes are in `routes`
//! and `targets`.

pub(crate) mod associations;
pub(crate) mod routes;
pub(crate) mod targets;

use crate::effects::network::vpc_endpoints;
use crate::engine::{Operation, Resource, Write, listed, operations};
use crate::error::Result;
use crate::records::network::route_tables::RouteTable;
use crate::records::network::token_rules::TRIMMED;
use crate::records::network::vpcs::Vpc;
use wire::{CreateRouteTableRequest, CreateRouteTableResult, DeleteRouteTableRequest};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateRouteTable => create_route_table,
        spent without "routeTable.routeTableId", ruled by TRIMMED;
    Read  DescribeRouteTables => listed::<RouteTable>;
    Write AssociateRouteTable => associations::associate_route_table, refuses ["PublicIpv4Pool"];
    Write ReplaceRouteTableAssociation => associations::replace_route_table_association;
    Write DisassociateRouteTable => associations::disassociate_route_table;
    Write CreateRoute => routes::create_route;
    Write ReplaceRoute => routes::replace_route;
    Write DeleteRoute => routes::delete_route;
    Write DeleteRouteTable => delete_route_table;
};

fn create_route_table(
    cx: &mut Write<'_>,
    request: &CreateRouteTableRequest,
) -> Result<CreateRouteTableResult> {
    let tags = cx.tags_for::<RouteTable>(&request.tag_specifications)?;
    let vpc_id = cx.get::<Vpc>(&request.vpc_id)?.id.clone();
    let id = cx.new_id::<RouteTable>();
    let record = RouteTable::new(vpc_id);
    cx.insert(id.clone(), record, tags);
    let table = cx.view::<RouteTable>(&id)?;
    Ok(CreateRouteTableResult {
        route_table: Some(table),
        client_token: TRIMMED.token.read(request.client_token.as_deref()).map(str::to_owned),
    })
}

fn delete_route_table(cx: &mut Write<'_>, request: &DeleteRouteTableRequest) -> Result<()> {
    let table = cx.get::<RouteTable>(&request.route_table_id)?;
    if !table.associations.is_empty() {
        return Err(RouteTable::in_use(&table.id));
    }
    let id = table.id.clone();
    cx.read().check_free::<RouteTable>(&id)?;
    cx.remove(&id);
    vpc_endpoints::forget_route_table(cx, &id)
}
