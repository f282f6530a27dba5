//! Reserved Instances. They cannot be purchased here, so that there are none.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-reserved-instances.html>

use crate::engine::{Operation, Query, Read, operations};
use crate::error::Result;
use crate::records::account::empty_lists::check_none;
use wire::{DescribeReservedInstancesRequest, DescribeReservedInstancesResult};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  DescribeReservedInstances => describe_reserved_instances;
};

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
    check_none(cx, &query, ("InvalidReservedInstancesId", "reserved instances ID"), &[])?;
    Ok(DescribeReservedInstancesResult { reserved_instances: Some(Vec::new()) })
}
