//! Scheduled Instances. AWS sells none any more: "we do not have any capacity for purchasing
//! Scheduled Reserved Instances or any plans to make it available in the future". No schedule is
//! available, so that no token for a purchase is valid, and nothing is there to be launched.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-scheduled-instances.html>

use crate::engine::{Operation, Query, Read, Write, operations, page};
use crate::error::{Error, Result};
use crate::records::account::empty_lists::check_none;
use wire::{
    DescribeScheduledInstanceAvailabilityRequest, DescribeScheduledInstanceAvailabilityResult,
    DescribeScheduledInstancesRequest, DescribeScheduledInstancesResult,
    PurchaseScheduledInstancesRequest, PurchaseScheduledInstancesResult,
    RunScheduledInstancesRequest, RunScheduledInstancesResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  DescribeScheduledInstanceAvailability => describe_availability;
    Write PurchaseScheduledInstances => purchase_scheduled_instances;
    Read  DescribeScheduledInstances => describe_scheduled_instances;
    Write RunScheduledInstances => run_scheduled_instances, refuses [
        "LaunchSpecification.BlockDeviceMapping", "LaunchSpecification.EbsOptimized",
        "LaunchSpecification.IamInstanceProfile", "LaunchSpecification.KernelId",
        "LaunchSpecification.KeyName", "LaunchSpecification.Monitoring",
        "LaunchSpecification.NetworkInterface", "LaunchSpecification.Placement",
        "LaunchSpecification.RamdiskId", "LaunchSpecification.SecurityGroupId",
        "LaunchSpecification.SubnetId", "LaunchSpecification.UserData",
    ];
};

fn describe_availability(
    cx: Read<'_>,
    request: &DescribeScheduledInstanceAvailabilityRequest,
) -> Result<DescribeScheduledInstanceAvailabilityResult> {
    // Whatever is looked for, nothing is found.
    let range = &request.first_slot_start_time_range;
    let _ = (range.earliest_time, range.latest_time);
    let _ = (request.max_slot_duration_in_hours, request.min_slot_duration_in_hours);
    let recurrence = &request.recurrence;
    let _ = (&recurrence.frequency, recurrence.interval, &recurrence.occurrence_days);
    let _ = (recurrence.occurrence_relative_to_end, &recurrence.occurrence_unit);
    let size = page::within(request.max_results, 5, 300)?;
    let query = Query::of(&request.filters, size, request.next_token.as_deref());
    check_none(cx, &query, NONE, &[])?;
    Ok(DescribeScheduledInstanceAvailabilityResult {
        scheduled_instance_availability_set: Some(Vec::new()),
        ..DescribeScheduledInstanceAvailabilityResult::default()
    })
}

/// The code is documented; unverified (looked up 2026-11-26): the wording.
fn purchase_scheduled_instances(
    _cx: &mut Write<'_>,
    request: &PurchaseScheduledInstancesRequest,
) -> Result<PurchaseScheduledInstancesResult> {
    let first = request.purchase_requests.first();
    let _ = first.map(|purchase| purchase.instance_count);
    let token = first.and_then(|purchase| purchase.purchase_token.as_deref()).unwrap_or_default();
    let message = format!("The purchase token '{token}' is malformed");
    Err(Error::new("InvalidPurchaseToken.Malformed", message))
}

const NONE: (&str, &str) = ("InvalidScheduledInstance", "scheduled instance ID");

fn run_scheduled_instances(
    cx: &mut Write<'_>,
    request: &RunScheduledInstancesRequest,
) -> Result<RunScheduledInstancesResult> {
    let asked = &request.launch_specification;
    let _ = (request.instance_count, &asked.image_id, &asked.instance_type);
    let ids = std::slice::from_ref(&request.scheduled_instance_id);
    check_none(cx.read(), &Query { ids, ..Query::default() }, NONE, &[])?;
    Ok(RunScheduledInstancesResult::default())
}

fn describe_scheduled_instances(
    cx: Read<'_>,
    request: &DescribeScheduledInstancesRequest,
) -> Result<DescribeScheduledInstancesResult> {
    // No schedule starts in any range.
    let range = request.slot_start_time_range.as_ref();
    let _ = range.map(|range| (range.earliest_time, range.latest_time));
    // See `API_DescribeScheduledInstances` in AWS's reference.
    let size = page::within(request.max_results, 5, 300)?;
    let query = Query::of(&request.filters, size, request.next_token.as_deref())
        .among(&request.scheduled_instance_ids);
    check_none(cx, &query, NONE, &[])?;
    Ok(DescribeScheduledInstancesResult {
        scheduled_instance_set: Some(Vec::new()),
        ..DescribeScheduledInstancesResult::default()
    })
}
