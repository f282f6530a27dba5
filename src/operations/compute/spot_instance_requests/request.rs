//! RequestSpotInstances: a launch specification becomes the request of a launch.

use super::life;
use crate::effects::compute::instances::launch as launch_effects;
use crate::effects::compute::instances::launch::market;
use crate::effects::compute::spot_instance_requests::relaunch::waiting;
use crate::engine::{Tags, Text, Write};
use crate::error::{Error, Result};
use crate::records::compute::instances::Spot;
use crate::records::compute::instances::launch::market as market_records;
use crate::records::compute::spot_instance_requests::{OF_ZONE, Phase, SpotInstanceRequest, view};
use crate::records::ids::SpotInstanceRequestId;
use crate::records::storage::device_names;
use crate::records::storage::images::mappings::device_name;
use wire::{
    InstanceInterruptionBehavior, Placement, RequestSpotInstancesRequest,
    RequestSpotInstancesResult, RequestSpotLaunchSpecification, RunInstancesRequest, SpotPlacement,
    Timestamp, WireEnum as _,
};

/// AWS's list of codes says it with the code.
const MAX_COUNT: i32 = 3_000;

pub(crate) fn request_spot_instances(
    cx: &mut Write<'_>,
    request: &RequestSpotInstancesRequest,
) -> Result<RequestSpotInstancesResult> {
    let specification = request
        .launch_specification
        .as_ref()
        .ok_or_else(|| Error::missing("LaunchSpecification"))?;
    let mut interfaces = specification.network_interfaces.iter().flatten();
    if interfaces.any(|interface| interface.network_card_index.is_some()) {
        // ComputeCanada/magic_castle#212
        let message = "The parameter NetworkCardIndex is not recognized";
        return Err(Error::new("UnknownParameter", message));
    }
    let count = request.instance_count.unwrap_or(1);
    if count < 1 {
        // unverified (looked up 2026-11-26): no recording has the wording.
        let reason = "Expecting a value greater than 0.";
        return Err(Error::bad_parameter("instanceCount", count, reason));
    }
    if count > MAX_COUNT {
        // unverified (looked up 2026-11-26): the wording.
        let message =
            format!("You cannot request more than {MAX_COUNT} Spot Instances in a single request.");
        return Err(Error::new("RequestResourceCountExceeded", message));
    }
    let spot = asked_for(cx, request)?;
    let tags = cx.tags_for::<SpotInstanceRequest>(&request.tag_specifications)?;
    let launch = launch(specification, count);
    let mut names = launch.block_device_mappings.iter().map(device_name);
    let fault = names.find(|name| !name.is_empty() && !device_names::is_valid(name));
    let made = match (fault, request.valid_from) {
        (Some(device), _) => {
            let fault = format!("Invalid device name {device}");
            fail(cx, &launch, &spot, &tags, (None, &fault))?
        }
        (None, Some(from)) => schedule(cx, &launch, &spot, &tags, from)?,
        (None, None) => launch_or_wait(cx, &launch, &spot, &tags)?,
    };
    let mut answer = Vec::with_capacity(made.len());
    for id in made {
        let mut row = cx.get_mut::<SpotInstanceRequest>(&id)?;
        row.launch_group = request.launch_group.as_deref().map(Text::from);
        row.valid_from = request.valid_from;
        drop(row);
        // The answer is older than what comes of the request.
        let then = cx.get::<SpotInstanceRequest>(&id)?.phase(cx.now());
        let phase = cx.read().transition(Phase::Evaluated, then, 1).at(cx.now());
        let row = cx.get::<SpotInstanceRequest>(&id)?;
        // As in a transcript of 2019 (11173847775), whose Describe has both.
        // unverified (looked up 2026-11-26): that a time that was asked for is there.
        answer.push(wire::SpotInstanceRequest {
            tags: row.tags.wire_unless_empty(),
            valid_until: request.valid_until,
            ..view(row, phase, cx.read())
        });
    }
    Ok(RequestSpotInstancesResult { spot_instance_requests: Some(answer) })
}

/// Makes requests that fail for a device or a zone that cannot be: EC2 finds that out after its
/// answer. boto/boto#3821, scylladb/scylla-cluster-tests#6495
fn fail(
    cx: &mut Write<'_>,
    launch: &RunInstancesRequest,
    spot: &Spot,
    tags: &Tags,
    fault: (Option<&str>, &str),
) -> Result<Vec<SpotInstanceRequestId>> {
    let place = launch_effects::place_of_spot(cx, &without_volumes(launch), spot.clone())?;
    let mut made = Vec::new();
    for _ in 0..launch.max_count.unwrap_or(1) {
        let spot = Spot { request_id: market::new_request_id(cx), ..spot.clone() };
        life::failed(cx, &spot, place.clone(), (launch, tags), fault);
        made.push(spot.request_id);
    }
    Ok(made)
}

/// The launch without what may be wrong with its volumes.
fn without_volumes(launch: &RunInstancesRequest) -> RunInstancesRequest {
    RunInstancesRequest { block_device_mappings: Vec::new(), ..launch.clone() }
}

/// Launches, or makes requests that wait while there is no capacity, or offer too little.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-request-status.html>
fn launch_or_wait(
    cx: &mut Write<'_>,
    launch: &RunInstancesRequest,
    spot: &Spot,
    tags: &Tags,
) -> Result<Vec<SpotInstanceRequestId>> {
    let launched = cx.attempt(|cx| launch_effects::launch_spot(cx, launch, spot.clone(), tags));
    let Err(error) = &launched else { return launched };
    let of_type = error.code == "Unsupported";
    if of_type && launch_effects::lacks_type(cx, &without_volumes(launch), spot.clone())? {
        return fail(cx, launch, spot, tags, (Some(OF_ZONE.0), OF_ZONE.1));
    }
    if error.code == "InvalidBlockDeviceMapping" {
        // A volume that is too small, in nchammas/flintrock#83. unverified: the words.
        return fail(cx, launch, spot, tags, (None, &error.message));
    }
    let Some(phase) = waiting(error) else { return launched };
    let launch = &*launch_effects::resolved(cx.read(), launch)?;
    let place = launch_effects::place_of_spot(cx, &ungrouped(launch), spot.clone())?;
    let mut made = Vec::new();
    for _ in 0..launch.max_count.unwrap_or(1) {
        let spot = Spot { request_id: market::new_request_id(cx), ..spot.clone() };
        life::waiting(cx, &spot, (place.clone(), phase), (launch, tags));
        made.push(spot.request_id);
    }
    Ok(made)
}

/// The launch out of its placement group, which may be in another zone.
fn ungrouped(launch: &RunInstancesRequest) -> RunInstancesRequest {
    let placement = launch.placement.clone();
    let placement = placement.map(|placement| Placement { group_name: None, ..placement });
    RunInstancesRequest { placement, ..launch.clone() }
}

/// Makes requests that launch when their time comes; what is wrong with them is said now.
// unverified (looked up 2026-11-26): that EC2 finds all of it out at once.
fn schedule(
    cx: &mut Write<'_>,
    launch: &RunInstancesRequest,
    spot: &Spot,
    tags: &Tags,
    from: Timestamp,
) -> Result<Vec<SpotInstanceRequestId>> {
    let launch = &*launch_effects::resolved(cx.read(), launch)?;
    let place = launch_effects::place_of_spot(cx, launch, spot.clone())?;
    let mut made = Vec::new();
    for _ in 0..launch.max_count.unwrap_or(1) {
        let spot = Spot { request_id: market::new_request_id(cx), ..spot.clone() };
        life::scheduled(cx, &spot, (place.clone(), from), (launch, tags));
        made.push(spot.request_id);
    }
    Ok(made)
}

fn asked_for(cx: &Write<'_>, request: &RequestSpotInstancesRequest) -> Result<Spot> {
    if request.valid_from.is_some_and(|from| cx.now().reached(from)) {
        // See `API_RequestSpotInstances` in AWS's reference.
        // unverified (looked up 2026-11-26): code and wording.
        return Err(Error::invalid_value("The parameter validFrom must be in the future."));
    }
    if request.valid_until.is_some_and(|until| cx.now().reached(until)) {
        // unverified (looked up 2026-11-26): no recording has the wording.
        return Err(Error::invalid_value("The parameter validUntil must be in the future."));
    }
    if request.valid_from.zip(request.valid_until).is_some_and(|(from, until)| until <= from) {
        // unverified (looked up 2026-11-26): no recording has the wording.
        return Err(Error::invalid_value("The parameter validUntil must be after validFrom."));
    }
    market_records::check_duration(request.block_duration_minutes)?;
    let (kind, interruption) = (request.r#type, request.instance_interruption_behavior);
    let (price, until) = (request.spot_price.as_deref(), request.valid_until);
    // diux-dev/cluster#27, harmony-one/harmony-ops#285
    let shown = |it: InstanceInterruptionBehavior| it.as_str().to_owned();
    market_records::new(kind, interruption, price, until, shown)
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
