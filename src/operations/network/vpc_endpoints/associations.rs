//! What endpoints to single resources and to service networks lead to. None of these endpoints can
//! be made here, and no other endpoint has such associations.
//! <https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-resources.html>

use crate::engine::{Query, Read};
use crate::error::Result;
use crate::records::account::empty_lists::check_none;
use crate::records::network::vpc_endpoints::VpcEndpoint;
use wire::{DescribeVpcEndpointAssociationsRequest, DescribeVpcEndpointAssociationsResult};

/// The filters that are documented without telling what of the answer they compare.
const PATHS: &[(&str, &[&str])] =
    &[("association-id", &["id"]), ("associated-resource-id", &["associatedResourceArn"])];

pub(crate) fn describe_vpc_endpoint_associations(
    cx: Read<'_>,
    request: &DescribeVpcEndpointAssociationsRequest,
) -> Result<DescribeVpcEndpointAssociationsResult> {
    cx.get_all::<VpcEndpoint>(&request.vpc_endpoint_ids)?;
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref());
    check_none(cx, &query, ("", ""), PATHS)?;
    let vpc_endpoint_associations = Some(Vec::new());
    Ok(DescribeVpcEndpointAssociationsResult { vpc_endpoint_associations, next_token: None })
}
