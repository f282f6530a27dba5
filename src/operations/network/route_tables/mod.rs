//! Route tables. What they are associated with is in `associations`, their routes are in `routes`
//! and `targets`.

pub(crate) mod associations;
pub(crate) mod routes;
pub(crate) mod targets;

use crate::effects::network::vpc_endpoints;
use crate::engine::{Operation, Read, Resource, Write, listed, operations, tags_of};
use crate::error::Result;
use crate::records::network::route_tables::RouteTable;
use crate::records::network::token_rules::{DRY_FIRST, PAGES, TRIMMED};
use crate::records::network::vpcs::Vpc;
use wire::{CreateRouteTableRequest, CreateRouteTableResult, DeleteRouteTableRequest};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateRouteTable => create_route_table,
        spent without "routeTable.routeTableId" shown by show_again, ruled by TRIMMED;
    Read  DescribeRouteTables => listed::<RouteTable>, ruled by PAGES;
    Write AssociateRouteTable => associations::associate_route_table,
        ruled by DRY_FIRST, refuses ["PublicIpv4Pool"];
    Write ReplaceRouteTableAssociation => associations::replace_route_table_association,
        ruled by DRY_FIRST;
    Write DisassociateRouteTable => associations::disassociate_route_table, ruled by DRY_FIRST;
    Write CreateRoute => routes::create_route, ruled by DRY_FIRST;
    Write ReplaceRoute => routes::replace_route, ruled by DRY_FIRST;
    Write DeleteRoute => routes::delete_route, ruled by DRY_FIRST;
    Write DeleteRouteTable => delete_route_table, ruled by DRY_FIRST;
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
    Ok(created(request, cx.view::<RouteTable>(&id)?))
}

fn created(request: &CreateRouteTableRequest, table: wire::RouteTable) -> CreateRouteTableResult {
    CreateRouteTableResult {
        route_table: Some(table),
        client_token: TRIMMED.token.read(request.client_token.as_deref()).map(str::to_owned),
    }
}

/// The table that a client token made, with the tags of the request, as recorded in
/// `route_table_idempotency.json` of `radkawar/stackd`.
// unverified (looked up 2026-11-26): that its routes are those of now, as are an ACL's entries.
fn show_again(
    cx: Read<'_>,
    request: &CreateRouteTableRequest,
    id: &str,
) -> Result<CreateRouteTableResult> {
    let tags = tags_of::<RouteTable>(&request.tag_specifications)?;
    let table = RouteTable::view(cx.get::<RouteTable>(id)?, cx);
    Ok(created(request, wire::RouteTable { tags: tags.wire(), ..table }))
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
