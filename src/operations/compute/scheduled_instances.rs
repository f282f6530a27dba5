//! Scheduled Instances. AWS sells none any more, and nobody can purchase one here.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-scheduled-instances.html>

use crate::engine::{Operation, Query, Read, operations};
use crate::error::Result;
use crate::records::account::empty_lists::check_none;
use wire::{DescribeScheduledInstancesRequest, DescribeScheduledInstancesResult};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  DescribeScheduledInstances => describe_scheduled_instances;
};

fn describe_scheduled_instances(
    cx: Read<'_>,
    request: &DescribeScheduledInstancesRequest,
) -> Result<DescribeScheduledInstancesResult> {
    // No schedule starts in any range.
    let range = request.slot_start_time_range.as_ref();
    let _ = range.map(|range| (range.earliest_time, range.latest_time));
    let query = Query {
        ids: &request.scheduled_instance_ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    };
    check_none(cx, &query, ("InvalidScheduledInstance", "scheduled instance ID"), &[])?;
    Ok(DescribeScheduledInstancesResult {
        scheduled_instance_set: Some(Vec::new()),
        ..DescribeScheduledInstancesResult::default()
    })
}
