//! Attachments of transit gateways. Those to VPCs are in `vpcs`, those to each other in `peers`,
//! those that another attachment carries in `connects`, those to network functions in `functions`.

mod answers;
pub(crate) mod connects;
pub(crate) mod functions;
pub(crate) mod nat;
pub(crate) mod peers;
pub(crate) mod vpcs;

use crate::engine::filter::{ViewFilters, unknown_filter};
use crate::engine::{Operation, Query, Read, Row, operations};
use crate::error::Result;
use crate::records::transit::transit_gateway_attachments::{
    LOCAL_OWNER, REMOTE_OWNER, TransitGatewayAttachment, View,
};
use wire::{
    DescribeTransitGatewayAttachmentsRequest, DescribeTransitGatewayAttachmentsResult,
    GetTransitGatewayAttachmentPropagationsRequest, GetTransitGatewayAttachmentPropagationsResult,
    TransitGatewayAttachmentPropagation,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateTransitGatewayVpcAttachment => vpcs::create_transit_gateway_vpc_attachment;
    Write AcceptTransitGatewayVpcAttachment => vpcs::accept_transit_gateway_vpc_attachment;
    Write RejectTransitGatewayVpcAttachment => vpcs::reject_transit_gateway_vpc_attachment;
    Read  DescribeTransitGatewayVpcAttachments => vpcs::describe_transit_gateway_vpc_attachments;
    Read  DescribeTransitGatewayAttachments => describe_transit_gateway_attachments;
    Read  GetTransitGatewayAttachmentPropagations => get_transit_gateway_attachment_propagations;
    Write ModifyTransitGatewayVpcAttachment => vpcs::modify_transit_gateway_vpc_attachment;
    Write DeleteTransitGatewayVpcAttachment => vpcs::delete_transit_gateway_vpc_attachment;
    Write CreateTransitGatewayPeeringAttachment =>
        peers::create_transit_gateway_peering_attachment,
        visits "PeerRegion" of "PeerAccountId";
    Write ModifyTransitGatewayPeeringAttachment =>
        peers::modify_transit_gateway_peering_attachment;
    Write AcceptTransitGatewayPeeringAttachment =>
        peers::accept_transit_gateway_peering_attachment;
    Write RejectTransitGatewayPeeringAttachment =>
        peers::reject_transit_gateway_peering_attachment;
    Read  DescribeTransitGatewayPeeringAttachments =>
        peers::describe_transit_gateway_peering_attachments;
    Write DeleteTransitGatewayPeeringAttachment =>
        peers::delete_transit_gateway_peering_attachment;
    Read  GetTransitGatewayAttachmentNatConfiguration => nat::get_nat_configuration;
    Write ModifyTransitGatewayAttachmentNatConfiguration => nat::modify_nat_configuration;
    Write CreateTransitGatewayConnect => connects::create_transit_gateway_connect;
    Read  DescribeTransitGatewayConnects => connects::describe_transit_gateway_connects;
    Write DeleteTransitGatewayConnect => connects::delete_transit_gateway_connect;
    Write CreateTransitGatewayNetworkFunctionAttachment =>
        functions::create_network_function_attachment;
    Read  DescribeTransitGatewayNetworkFunctionAttachments =>
        functions::describe_network_function_attachments;
    Write ModifyTransitGatewayNetworkFunctionAttachment =>
        functions::modify_network_function_attachment;
    Write DeleteTransitGatewayNetworkFunctionAttachment =>
        functions::delete_network_function_attachment;
};

fn describe_transit_gateway_attachments(
    cx: Read<'_>,
    request: &DescribeTransitGatewayAttachmentsRequest,
) -> Result<DescribeTransitGatewayAttachmentsResult> {
    check_filters(&request.filters)?;
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref());
    let query = query.among(&request.transit_gateway_attachment_ids);
    let page =
        cx.select_rows(&query, |row: &Row<TransitGatewayAttachment>| row.has_arrived(cx.now()))?;
    let any = |(_, view)| match view {
        View::Any(view) => Some(*view),
        _ => None,
    };
    Ok(DescribeTransitGatewayAttachmentsResult {
        transit_gateway_attachments: Some(page.items.into_iter().filter_map(any).collect()),
        next_token: page.next_token,
    })
}

/// # Errors
/// `InvalidParameterValue` for filters that only peering attachments have.
fn check_filters(filters: &[wire::Filter]) -> Result<()> {
    let mut names = filters.iter().filter_map(|filter| filter.name.as_deref());
    let of_peers = names.find(|name| matches!(*name, LOCAL_OWNER | REMOTE_OWNER));
    of_peers.map_or(Ok(()), |name| Err(unknown_filter(name)))
}

fn get_transit_gateway_attachment_propagations(
    cx: Read<'_>,
    request: &GetTransitGatewayAttachmentPropagationsRequest,
) -> Result<GetTransitGatewayAttachmentPropagationsResult> {
    let row: &Row<TransitGatewayAttachment> = cx.get(&request.transit_gateway_attachment_id)?;
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let propagations = row.propagating(cx.now()).map(|(propagation, state)| {
        let view = TransitGatewayAttachmentPropagation {
            transit_gateway_route_table_id: Some(propagation.table_id.to_string()),
            state: Some(state),
        };
        (propagation.table_id.to_string(), view)
    });
    let page = paging.sort_and_cut(propagations.filter(|(_, view)| filters.matches(view)))?;
    Ok(GetTransitGatewayAttachmentPropagationsResult {
        transit_gateway_attachment_propagations: Some(page.items),
        next_token: page.next_token,
    })
}
