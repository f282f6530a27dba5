//! Attachments of functions that AWS runs for a transit gateway, such as Network Firewall. Such
//! functions are of other services, so that CreateTransitGatewayNetworkFunctionAttachment is
//! refused by name, and there are none. See `API_TransitGatewayNetworkFunctionAttachment` in AWS's
//! reference.

use crate::engine::{Operation, Query, Read, Resource as _, Write, operations};
use crate::error::Result;
use crate::records::account::empty_lists::check_none;
use crate::records::transit::transit_gateway_attachments::TransitGatewayAttachment;
use wire::{
    DeleteTransitGatewayNetworkFunctionAttachmentRequest,
    DeleteTransitGatewayNetworkFunctionAttachmentResult,
    DescribeTransitGatewayNetworkFunctionAttachmentsRequest,
    DescribeTransitGatewayNetworkFunctionAttachmentsResult,
    ModifyTransitGatewayNetworkFunctionAttachmentRequest,
    ModifyTransitGatewayNetworkFunctionAttachmentResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  DescribeTransitGatewayNetworkFunctionAttachments => describe_attachments;
    Write ModifyTransitGatewayNetworkFunctionAttachment => modify_attachment;
    Write DeleteTransitGatewayNetworkFunctionAttachment => delete_attachment;
};

/// What is said of an attachment that is none of a function.
fn none<T>(cx: Read<'_>, id: &str) -> Result<T> {
    cx.get::<TransitGatewayAttachment>(id)?;
    Err(TransitGatewayAttachment::not_found(&[id]))
}

fn describe_attachments(
    cx: Read<'_>,
    request: &DescribeTransitGatewayNetworkFunctionAttachmentsRequest,
) -> Result<DescribeTransitGatewayNetworkFunctionAttachmentsResult> {
    let query = Query {
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
        ..Query::default()
    };
    check_none(cx, &query, ("", ""), &[("service-name", &["serviceName"])])?;
    if let Some(id) = request.transit_gateway_attachment_ids.first() {
        return none(cx, id);
    }
    Ok(DescribeTransitGatewayNetworkFunctionAttachmentsResult {
        transit_gateway_network_function_attachments: Some(Vec::new()),
        next_token: None,
    })
}

fn modify_attachment(
    cx: &mut Write<'_>,
    request: &ModifyTransitGatewayNetworkFunctionAttachmentRequest,
) -> Result<ModifyTransitGatewayNetworkFunctionAttachmentResult> {
    // Whatever the zones, there is no attachment to have them.
    let _ = (&request.add_availability_zones, &request.add_availability_zone_ids);
    let _ = (&request.remove_availability_zones, &request.remove_availability_zone_ids);
    none(cx.read(), &request.transit_gateway_attachment_id)
}

fn delete_attachment(
    cx: &mut Write<'_>,
    request: &DeleteTransitGatewayNetworkFunctionAttachmentRequest,
) -> Result<DeleteTransitGatewayNetworkFunctionAttachmentResult> {
    none(cx.read(), &request.transit_gateway_attachment_id)
}
