//! What is kept of EC2 Fleets.

use super::core::{Core, Fleeting};
use serde::{Deserialize, Serialize};
use wire::{
    DefaultTargetCapacityType, DescribeFleetError, DescribeFleetsInstances,
    FleetExcessCapacityTerminationPolicy, FleetLaunchTemplateConfigRequest, OnDemandOptions,
    SpotOptions,
};

impl Fleeting for Fleet {
    fn core(&self) -> &Core {
        &self.core
    }

    fn core_mut(&mut self) -> &mut Core {
        &mut self.core
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Fleet {
    pub core: Core,
    pub configs: Vec<FleetLaunchTemplateConfigRequest>,
    pub spot_options: SpotOptions,
    pub on_demand_options: OnDemandOptions,
    pub default_type: DefaultTargetCapacityType,
    pub excess: FleetExcessCapacityTerminationPolicy,
    pub replaces_unhealthy: bool,
    pub token: Option<String>,
    /// What one that launches everything at once has launched, and has not.
    pub instances: Vec<DescribeFleetsInstances>,
    pub errors: Vec<DescribeFleetError>,
    #[serde(default)]
    pub at_once: Option<AtOnce>,
}

/// What one that launches everything at once shows as it was asked for, without what is usual.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct AtOnce {
    pub excess: Option<FleetExcessCapacityTerminationPolicy>,
    pub on_demand: i32,
    pub spot: i32,
}
