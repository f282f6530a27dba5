//! Route tables of transit gateways. What is tied to them is in `ties`, their routes are in
//! `routes` and, where prefix lists stand for destinations, in `references`.
//! <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-route-tables.html>

pub(crate) mod references;
pub(crate) mod routes;
pub(crate) mod ties;

use crate::effects::transit::transit_gateway_route_tables;
use crate::engine::{Operation, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::transit::transit_gateway_attachments::TransitGatewayAttachment;
use crate::records::transit::transit_gateway_route_table_announcements as announcements;
use crate::records::transit::transit_gateway_route_tables::{TransitGatewayRouteTable, available};
use crate::records::transit::transit_gateways::{TransitGateway, available_own};
use wire::{
    CreateTransitGatewayRouteTableRequest, CreateTransitGatewayRouteTableResult,
    DeleteTransitGatewayRouteTableRequest, DeleteTransitGatewayRouteTableResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateTransitGatewayRouteTable => create_transit_gateway_route_table;
    Read  DescribeTransitGatewayRouteTables => listed::<TransitGatewayRouteTable>;
    Write AssociateTransitGatewayRouteTable => ties::associate_transit_gateway_route_table;
    Write DisassociateTransitGatewayRouteTable => ties::disassociate_transit_gateway_route_table;
    Read  GetTransitGatewayRouteTableAssociations =>
        ties::get_transit_gateway_route_table_associations;
    Write EnableTransitGatewayRouteTablePropagation =>
        ties::enable_transit_gateway_route_table_propagation,
        refuses ["TransitGatewayRouteTableAnnouncementId"];
    Write DisableTransitGatewayRouteTablePropagation =>
        ties::disable_transit_gateway_route_table_propagation,
        refuses ["TransitGatewayRouteTableAnnouncementId"];
    Read  GetTransitGatewayRouteTablePropagations =>
        ties::get_transit_gateway_route_table_propagations;
    Write CreateTransitGatewayRoute => routes::create_transit_gateway_route;
    Write ReplaceTransitGatewayRoute => routes::replace_transit_gateway_route;
    Read  SearchTransitGatewayRoutes => routes::search_transit_gateway_routes;
    Read  ExportTransitGatewayRoutes => routes::export_transit_gateway_routes;
    Write DeleteTransitGatewayRoute => routes::delete_transit_gateway_route;
    Write CreateTransitGatewayPrefixListReference =>
        references::create_transit_gateway_prefix_list_reference;
    Read  GetTransitGatewayPrefixListReferences =>
        references::get_transit_gateway_prefix_list_references;
    Write ModifyTransitGatewayPrefixListReference =>
        references::modify_transit_gateway_prefix_list_reference;
    Write DeleteTransitGatewayPrefixListReference =>
        references::delete_transit_gateway_prefix_list_reference;
    Write DeleteTransitGatewayRouteTable => delete_transit_gateway_route_table;
};

fn create_transit_gateway_route_table(
    cx: &mut Write<'_>,
    request: &CreateTransitGatewayRouteTableRequest,
) -> Result<CreateTransitGatewayRouteTableResult> {
    let tags = cx.tags_for::<TransitGatewayRouteTable>(&request.tag_specifications)?;
    let gateway_id = available_own(cx.read(), &request.transit_gateway_id)?.id.clone();
    let id = transit_gateway_route_tables::create(cx, &gateway_id, tags);
    let table = cx.view::<TransitGatewayRouteTable>(&id)?;
    Ok(CreateTransitGatewayRouteTableResult { transit_gateway_route_table: Some(table) })
}

/// Attachments have to be disassociated first:
/// <https://docs.aws.amazon.com/cli/latest/reference/ec2/delete-transit-gateway-route-table.html>.
// unverified: that a default table stays, and one that is announced; all messages.
fn delete_transit_gateway_route_table(
    cx: &mut Write<'_>,
    request: &DeleteTransitGatewayRouteTableRequest,
) -> Result<DeleteTransitGatewayRouteTableResult> {
    let table = available(cx.read(), &request.transit_gateway_route_table_id)?;
    let id = table.id.clone();
    let gateway = cx.find::<TransitGateway>(&table.gateway_id);
    if gateway.is_some_and(|gateway| gateway.options.has_default(&id)) {
        let message = format!("{id} is a default route table of {}.", table.gateway_id);
        return Err(Error::new("IncorrectState", message));
    }
    let rows = cx.read().with(TransitGatewayAttachment::BY_ASSOCIATED_TABLE, &id);
    let associated = rows.filter(|row| row.associated(cx.now()).is_some());
    let associated: Vec<&str> = associated.map(|row| &*row.id).collect();
    if !associated.is_empty() {
        let message =
            format!("{id} has associated Transit Gateway Attachments: {}.", associated.join(", "));
        return Err(Error::new("IncorrectState", message));
    }
    let announced = announcements::of_table(cx.read(), &id);
    let announced: Vec<&str> = announced.map(|announcement| &*announcement.id).collect();
    if !announced.is_empty() {
        let all = announced.join(", ");
        let message =
            format!("{id} has non-deleted Transit Gateway Route Table Announcements: {all}.");
        return Err(Error::new("IncorrectState", message));
    }
    transit_gateway_route_tables::delete(cx, &id);
    let mut table = cx.view::<TransitGatewayRouteTable>(&id)?;
    table.tags = None;
    Ok(DeleteTransitGatewayRouteTableResult { transit_gateway_route_table: Some(table) })
}
