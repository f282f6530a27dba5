//! Spot instance requests: each has one instance, which a request of its own or RunInstances asked
//! for. There is no spot market here: what can be launched is, at any price that one offers, and it
//! is never interrupted; what DescribeSpotPriceHistory tells has no bearing on it.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-requests.html>

pub(crate) mod life;
pub(crate) mod request;

use crate::engine::{Operation, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::compute::spot_instance_requests::SpotInstanceRequest;
use wire::{
    CancelSpotInstanceRequestState, CancelSpotInstanceRequestsRequest,
    CancelSpotInstanceRequestsResult, CancelledSpotInstanceRequest, SpotInstanceState as State,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write RequestSpotInstances => request::request_spot_instances, refuses [
        "AvailabilityZoneGroup", "LaunchSpecification.AddressingType",
        "LaunchSpecification.BlockDeviceMapping.Ebs.AvailabilityZone",
        "LaunchSpecification.BlockDeviceMapping.Ebs.AvailabilityZoneId",
        "LaunchSpecification.BlockDeviceMapping.Ebs.OutpostArn",
        "LaunchSpecification.KernelId", "LaunchSpecification.RamdiskId",
    ];
    Read  DescribeSpotInstanceRequests => listed::<SpotInstanceRequest>;
    Write CancelSpotInstanceRequests => cancel_spot_instance_requests;
};

/// A running instance goes on.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-spot-instances-cancel.html>
fn cancel_spot_instance_requests(
    cx: &mut Write<'_>,
    request: &CancelSpotInstanceRequestsRequest,
) -> Result<CancelSpotInstanceRequestsResult> {
    if request.spot_instance_request_ids.is_empty() {
        return Err(Error::missing("SpotInstanceRequestId"));
    }
    let rows = cx.read().get_all::<SpotInstanceRequest>(&request.spot_instance_request_ids)?;
    let ids: Vec<_> = rows.into_iter().map(|row| row.id.clone()).collect();
    let mut cancelled = Vec::with_capacity(ids.len());
    for id in ids {
        life::cancel(cx, &id)?;
        let state = match cx.get::<SpotInstanceRequest>(&id)?.phase(cx.now()).state() {
            State::Closed => CancelSpotInstanceRequestState::Closed,
            _ => CancelSpotInstanceRequestState::Cancelled,
        };
        cancelled.push(CancelledSpotInstanceRequest {
            spot_instance_request_id: Some(id.to_string()),
            state: Some(state),
        });
    }
    Ok(CancelSpotInstanceRequestsResult { cancelled_spot_instance_requests: Some(cancelled) })
}
