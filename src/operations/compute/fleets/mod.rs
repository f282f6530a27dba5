//! EC2 Fleets. There is no Spot market here, and no want of capacity: what can be launched is, by
//! the prices that DescribeSpotPriceHistory tells, and nothing is interrupted.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-fleet.html>

pub(crate) mod checks;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod describe;
pub(crate) mod instant;
pub(crate) mod modify;
pub(crate) mod options;

use crate::engine::{Operation, Rules, operations};

/// A dry run with pools that are there twice, and one with a strategy that there is not, would have
/// succeeded: file 63100323910, whose author asked EC2.
const DRY: Rules = Rules { is_blind_when_dry: true, ..Rules::USUAL };

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateFleet => create::create_fleet, ruled by DRY, refuses [
        "LaunchTemplateConfigs.Overrides.Placement.HostResourceGroupArn",
        "LaunchTemplateConfigs.Overrides.Placement.SpreadDomain",
        "ReservedCapacityOptions.AllocationStrategy",
        "ReservedCapacityOptions.CapacityReservationTarget",
        "ReservedCapacityOptions.ReservedCapacityFallbackOptions",
    ];
    Read  DescribeFleets => describe::describe_fleets;
    Read  DescribeFleetInstances => describe::describe_fleet_instances;
    Read  DescribeFleetHistory => describe::describe_fleet_history;
    Write ModifyFleet => modify::modify_fleet, refuses [
        "LaunchTemplateConfig.Overrides.Placement.HostResourceGroupArn",
        "LaunchTemplateConfig.Overrides.Placement.SpreadDomain",
    ];
    Write DeleteFleets => delete::delete_fleets;
};
