//! RequestSpotInstances: a launch specification becomes the request of a launch.

use super::{Phase, SpotInstanceRequest, view};
use crate::engine::{Id, Write};
use crate::error::{Error, Result};
use crate::resources::instances::{self, Spot};
use wire::{
    InstanceInterruptionBehavior, Placement, RequestSpotInstancesRequest,
    RequestSpotInstancesResult, RequestSpotLaunchSpecification, RunInstancesRequest,
    SpotInstanceType, SpotPlacement,
};

pub(super) fn request_spot_instances(
    cx: &mut Write<'_>,
    request: &RequestSpotInstancesRequest,
) -> Result<RequestSpotInstancesResult> {
    let specification = request
        .launch_specification
        .as_ref()
        .ok_or_else(|| Error::missing("LaunchSpecification"))?;
    let count = request.instance_count.unwrap_or(1);
    if count < 1 {
        // unverified: no recording has the wording.
        let reason = "Expecting a value greater than 0.";
        return Err(Error::bad_parameter("instanceCount", count, reason));
    }
    let spot = asked_for(cx, request)?;
    let tags = cx.tags_for::<SpotInstanceRequest>(&request.tag_specifications)?;
    let launch = launch(specification, count);
    let made = instances::launch_spot(cx, &launch, spot, &tags)?;
    // The answer is older than what comes of the request.
    let phase = cx.read().transition(Phase::Evaluated, Phase::Fulfilled, 1).at(cx.now());
    let mut answer = Vec::with_capacity(made.len());
    for id in made {
        let mut row = cx.get_mut::<SpotInstanceRequest>(&id)?;
        row.launch_group = request.launch_group.as_deref().map(Id::from);
        row.valid_from = request.valid_from;
        drop(row);
        answer.push(view(cx.get(&id)?, phase, cx.read()));
    }
    Ok(RequestSpotInstancesResult { spot_instance_requests: Some(answer) })
}

fn asked_for(cx: &Write<'_>, request: &RequestSpotInstancesRequest) -> Result<Spot> {
    let kind = request.r#type.unwrap_or(SpotInstanceType::OneTime);
    let interruption = request.instance_interruption_behavior;
    let interruption = interruption.unwrap_or(InstanceInterruptionBehavior::Terminate);
    if request.valid_from.is_some_and(|from| !cx.now().reached(from)) {
        return Err(Error::not_emulated("Spot requests that begin later: ValidFrom"));
    }
    if request.valid_until.is_some_and(|until| cx.now().reached(until)) {
        // unverified: no recording has the wording.
        return Err(Error::invalid_value("The parameter validUntil must be in the future."));
    }
    let valid_until = request.valid_until;
    instances::spot(kind, interruption, request.spot_price.as_deref(), valid_until)
}

fn launch(specification: &RequestSpotLaunchSpecification, count: i32) -> RunInstancesRequest {
    RunInstancesRequest {
        block_device_mappings: list(specification.block_device_mappings.as_deref()),
        ebs_optimized: specification.ebs_optimized,
        iam_instance_profile: specification.iam_instance_profile.clone(),
        image_id: specification.image_id.clone(),
        instance_type: specification.instance_type.clone(),
        key_name: specification.key_name.clone(),
        monitoring: specification.monitoring.clone(),
        network_interfaces: list(specification.network_interfaces.as_deref()),
        placement: specification.placement.as_ref().map(placement),
        security_group_ids: list(specification.security_group_ids.as_deref()),
        security_groups: list(specification.security_groups.as_deref()),
        subnet_id: specification.subnet_id.clone(),
        user_data: specification.user_data.clone(),
        min_count: Some(count),
        max_count: Some(count),
        ..RunInstancesRequest::default()
    }
}

fn list<T: Clone>(given: Option<&[T]>) -> Vec<T> {
    given.map(<[T]>::to_vec).unwrap_or_default()
}

fn placement(placement: &SpotPlacement) -> Placement {
    Placement {
        availability_zone: placement.availability_zone.clone(),
        availability_zone_id: placement.availability_zone_id.clone(),
        group_name: placement.group_name.clone(),
        tenancy: placement.tenancy,
        ..Placement::default()
    }
}
