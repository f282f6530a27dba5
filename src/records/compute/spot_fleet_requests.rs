//! Spot Fleets: requests for capacity out of launch specifications or launch templates. How one
//! goes on is what all fleets have alike.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-fleet.html>

use super::fleets::core::{self, Activity, Core, Fleeting, Phase};
use crate::engine::{Quota, Read, Resource, Row};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use wire::{
    ActivityStatus, BatchState, ResourceType, SpotFleetLaunchSpecification, SpotFleetRequestConfig,
    SpotFleetRequestConfigData, Timestamp,
};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SpotFleetRequest {
    pub core: Core,
    /// As it was asked for, with what is usual and without tags.
    pub config: SpotFleetRequestConfigData,
}

impl Fleeting for SpotFleetRequest {
    fn core(&self) -> &Core {
        &self.core
    }

    fn core_mut(&mut self) -> &mut Core {
        &mut self.core
    }
}

impl Resource for SpotFleetRequest {
    type View = SpotFleetRequestConfig;
    const PREFIX: &'static str = "sfr";
    const TYPE: Option<ResourceType> = Some(ResourceType::SpotFleetRequest);
    const PLURAL: &'static str = "spotFleetRequests";
    const NOT_FOUND: &'static str = "InvalidSpotFleetRequestId.NotFound";
    const NOUN: &'static str = "spot fleet request ID";
    /// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/fleet-quotas.html>, with the code in
    /// AWS's reference.
    // unverified (looked up 2026-11-26): the wording, which follows that of Spot Instances.
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |_, cx| super::fleets::are_too_many(cx),
        code: "MaxSpotFleetRequestCountExceeded",
        message: |_| "Max spot fleet request count exceeded".to_owned(),
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> SpotFleetRequestConfig {
        let fleet = &row.core;
        let (all, on_demand) = core::fulfilled(cx, &row.id);
        SpotFleetRequestConfig {
            activity_status: core::activity(row, cx).map(|activity| match activity {
                Activity::Error => ActivityStatus::Error,
                Activity::PendingFulfillment => ActivityStatus::PendingFulfillment,
                Activity::PendingTermination => ActivityStatus::PendingTermination,
                Activity::Fulfilled => ActivityStatus::Fulfilled,
            }),
            create_time: Some(fleet.created),
            spot_fleet_request_config: Some(SpotFleetRequestConfigData {
                fulfilled_capacity: Some(all),
                on_demand_fulfilled_capacity: Some(on_demand),
                target_capacity: Some(fleet.target.total),
                on_demand_target_capacity: Some(fleet.target.on_demand),
                launch_specifications: specifications(&row.config),
                ..row.config.clone()
            }),
            spot_fleet_request_id: Some(row.id.to_string()),
            spot_fleet_request_state: Some(state(row, cx)),
            tags: row.tags.wire(),
        }
    }

    fn due(&self) -> Option<Timestamp> {
        self.core.due()
    }
}

/// Each says whether it is optimized for EBS, as in the command line's examples of
/// describe-spot-fleet-requests.
fn specifications(of: &SpotFleetRequestConfigData) -> Option<Vec<SpotFleetLaunchSpecification>> {
    let mut specifications = of.launch_specifications.clone()?;
    for specification in &mut specifications {
        specification.ebs_optimized.get_or_insert(false);
    }
    Some(specifications)
}

pub(crate) fn state(row: &Row<SpotFleetRequest>, cx: Read<'_>) -> BatchState {
    match core::phase(row, cx) {
        Phase::Submitted => BatchState::Submitted,
        Phase::Active => BatchState::Active,
        Phase::Modifying => BatchState::Modifying,
        Phase::LeftRunning => BatchState::CancelledRunning,
        Phase::LeftTerminating => BatchState::CancelledTerminating,
        Phase::Gone => BatchState::Cancelled,
    }
}

/// The id of a request that an operation names alone is held to a form before it is looked up: as
/// reported for its history in boto/boto3#1336, and there of all that take one.
pub(crate) fn check_id(id: &str) -> Result<()> {
    let is_long = id.len() >= 40;
    let is_made = id
        .strip_prefix("sfr-")
        .is_some_and(|rest| rest.bytes().all(|it| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'-')));
    let of_length = "Member must have length greater than or equal to 40";
    let of_pattern = "Member must satisfy regular expression pattern: ^sfr-[a-z0-9-]*";
    let failed = [(is_long, of_length), (is_made, of_pattern)].into_iter().filter(|it| !it.0);
    let told = failed.map(|(_, constraint)| {
        format!("Value '{id}' at 'spotFleetRequestId' failed to satisfy constraint: {constraint}")
    });
    let told = told.collect::<Vec<_>>();
    match told.len() {
        0 => Ok(()),
        1 => Err(Error::invalid_value(format!("1 validation error detected: {}", told.concat()))),
        count => {
            let told = told.join("; ");
            Err(Error::invalid_value(format!("{count} validation errors detected: {told}")))
        }
    }
}
