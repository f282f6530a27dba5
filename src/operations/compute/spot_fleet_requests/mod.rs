//! Spot Fleets: a configuration becomes what all fleets have alike. There is no role that anybody
//! could look up here, and no load balancer that would know of the instances.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-fleet.html>

pub(crate) mod cancel;
pub(crate) mod checks;
pub(crate) mod describe;
pub(crate) mod modify;
pub(crate) mod request;

use crate::engine::{Operation, operations};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write RequestSpotFleet => request::request_spot_fleet, refuses [
        "SpotFleetRequestConfig.LaunchSpecifications.AddressingType",
        "SpotFleetRequestConfig.LaunchSpecifications.BlockDeviceMapping.Ebs.AvailabilityZone",
        "SpotFleetRequestConfig.LaunchSpecifications.BlockDeviceMapping.Ebs.AvailabilityZoneId",
        "SpotFleetRequestConfig.LaunchSpecifications.BlockDeviceMapping.Ebs.OutpostArn",
        "SpotFleetRequestConfig.LaunchSpecifications.KernelId",
        "SpotFleetRequestConfig.LaunchSpecifications.RamdiskId",
    ];
    Read  DescribeSpotFleetRequests => describe::describe_spot_fleet_requests;
    Read  DescribeSpotFleetInstances => describe::describe_spot_fleet_instances;
    Read  DescribeSpotFleetRequestHistory => describe::describe_spot_fleet_request_history;
    Write ModifySpotFleetRequest => modify::modify_spot_fleet_request;
    Write CancelSpotFleetRequests => cancel::cancel_spot_fleet_requests;
};
