//! Reserved Instances. They cannot be purchased here, so that there are none to show, to modify or
//! to sell. <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-reserved-instances.html>

use crate::engine::{Operation, Query, Read, operations};
use crate::error::Result;
use crate::records::account::empty_lists::check_none;
use std::slice;
use wire::{
    DescribeReservedInstancesListingsRequest, DescribeReservedInstancesListingsResult,
    DescribeReservedInstancesModificationsRequest, DescribeReservedInstancesModificationsResult,
    DescribeReservedInstancesRequest, DescribeReservedInstancesResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  DescribeReservedInstances => describe_reserved_instances;
    Read  DescribeReservedInstancesModifications => describe_reserved_instances_modifications;
    Read  DescribeReservedInstancesListings => describe_reserved_instances_listings;
};

/// The code is documented; unverified: the noun.
const INSTANCES: (&str, &str) = ("InvalidReservedInstancesId", "reserved instances ID");

fn describe_reserved_instances(
    cx: Read<'_>,
    request: &DescribeReservedInstancesRequest,
) -> Result<DescribeReservedInstancesResult> {
    // Nothing is of any class or type.
    let _ = (request.offering_class, request.offering_type);
    let query = Query {
        ids: &request.reserved_instances_ids,
        filters: &request.filters,
        ..Query::default()
    };
    check_none(cx, &query, INSTANCES, &[])?;
    Ok(DescribeReservedInstancesResult { reserved_instances: Some(Vec::new()) })
}

// unverified: the codes here and below.
fn describe_reserved_instances_modifications(
    cx: Read<'_>,
    request: &DescribeReservedInstancesModificationsRequest,
) -> Result<DescribeReservedInstancesModificationsResult> {
    let query = Query {
        ids: &request.reserved_instances_modification_ids,
        filters: &request.filters,
        next_token: request.next_token.as_deref(),
        ..Query::default()
    };
    let noun = "reserved instances modification ID";
    // Documented without telling what of the answer it compares.
    let paths: [(&str, &[&str]); 1] = [(
        "modification-result.target-configuration.platform",
        &["modificationResultSet", "targetConfiguration", "platform"],
    )];
    check_none(cx, &query, ("InvalidReservedInstancesModificationId", noun), &paths)?;
    Ok(DescribeReservedInstancesModificationsResult {
        reserved_instances_modifications: Some(Vec::new()),
        next_token: None,
    })
}

fn describe_reserved_instances_listings(
    cx: Read<'_>,
    request: &DescribeReservedInstancesListingsRequest,
) -> Result<DescribeReservedInstancesListingsResult> {
    let one = |id: &Option<String>| id.as_ref().map_or(&[][..], slice::from_ref).to_vec();
    let listing = one(&request.reserved_instances_listing_id);
    let instances = one(&request.reserved_instances_id);
    let query = Query { ids: &listing, filters: &request.filters, ..Query::default() };
    let noun = "reserved instances listing ID";
    check_none(cx, &query, ("InvalidReservedInstancesListingId", noun), &[])?;
    check_none(cx, &Query { ids: &instances, ..Query::default() }, INSTANCES, &[])?;
    let reserved_instances_listings = Some(Vec::new());
    Ok(DescribeReservedInstancesListingsResult { reserved_instances_listings })
}
