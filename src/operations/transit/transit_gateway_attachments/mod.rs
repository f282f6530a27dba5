//! Attachments of transit gateways. Those to VPCs are in `vpcs`.

pub(crate) mod vpcs;

use crate::engine::filter::ViewFilters;
use crate::engine::{Operation, Paging, Query, Read, Row, operations};
use crate::error::Result;
use crate::records::transit::transit_gateway_attachments::{TransitGatewayAttachment, View};
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
};

fn describe_transit_gateway_attachments(
    cx: Read<'_>,
    request: &DescribeTransitGatewayAttachmentsRequest,
) -> Result<DescribeTransitGatewayAttachmentsResult> {
    let page = cx.select::<TransitGatewayAttachment>(&Query {
        ids: &request.transit_gateway_attachment_ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    })?;
    let any = |view| match view {
        View::Any(view) => Some(*view),
        View::Vpc(_) => None,
    };
    Ok(DescribeTransitGatewayAttachmentsResult {
        transit_gateway_attachments: Some(page.items.into_iter().filter_map(any).collect()),
        next_token: page.next_token,
    })
}

fn get_transit_gateway_attachment_propagations(
    cx: Read<'_>,
    request: &GetTransitGatewayAttachmentPropagationsRequest,
) -> Result<GetTransitGatewayAttachmentPropagationsResult> {
    let row: &Row<TransitGatewayAttachment> = cx.get(&request.transit_gateway_attachment_id)?;
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let paging = Paging::new(cx.action(), request.max_results, request.next_token.as_deref())?;
    let propagations = row.propagating(cx.now()).map(|(propagation, state)| {
        let view = TransitGatewayAttachmentPropagation {
            transit_gateway_route_table_id: Some(propagation.table_id.to_string()),
            state: Some(state),
        };
        (propagation.table_id.to_string(), view)
    });
    let mut propagations: Vec<_> = propagations.filter(|(_, view)| filters.matches(view)).collect();
    propagations.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    let page = paging.cut_sorted(propagations.into_iter())?;
    Ok(GetTransitGatewayAttachmentPropagationsResult {
        transit_gateway_attachment_propagations: Some(page.items),
        next_token: page.next_token,
    })
}
