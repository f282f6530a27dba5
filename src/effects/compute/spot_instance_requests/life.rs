//! What the stopping and starting of instances means to the Spot requests that they were launched
//! for.

use crate::engine::{Millis, Tags, Timed, Write};
use crate::error::Result;
use crate::records::compute::instances::Spot;
use crate::records::compute::spot_instance_requests::{LaunchedIn, Phase, SpotInstanceRequest};
use crate::records::durations;
use crate::records::ids::{InstanceId, SpotInstanceRequestId};
use wire::{RunInstancesRequest, SpotInstanceType};

/// How long a request stays visible that has ended. unverified (looked up 2026-11-26): AWS says
/// "for some time".
pub(crate) const VISIBLE_MILLIS: i64 = 60 * 60 * 1_000;

/// The end of a request that names none, as recorded answers have it.
// unverified (looked up 2026-11-26): that of one that begins later is as long after its beginning.
pub(crate) const VALID_MILLIS: i64 = 7 * 24 * 60 * 60 * 1_000;

/// A request is stopped later than its instance: hashicorp/terraform-provider-aws#33399.
const STOPPING_MILLIS: Millis = durations::SPOT_INSTANCE_REQUESTS_STOPPING;

/// Records the request that an instance was launched for, with the request's own id. As the
/// instance is there, the request is fulfilled: both tell one story in either lifecycle.
pub(crate) fn fulfilled(
    cx: &mut Write<'_>,
    spot: &Spot,
    (instance_id, place): (&InstanceId, LaunchedIn),
    launch: &RunInstancesRequest,
    tags: Tags,
) {
    let record = made(cx, spot, place, launch);
    let record = SpotInstanceRequest { instance_id: Some(instance_id.clone()), ..record };
    cx.insert(spot.request_id.clone(), record, tags);
}

pub(crate) fn made(
    cx: &Write<'_>,
    spot: &Spot,
    place: LaunchedIn,
    launch: &RunInstancesRequest,
) -> SpotInstanceRequest {
    let created = cx.now().timestamp().whole_seconds();
    let valid_until = spot.valid_until.unwrap_or_else(|| created.plus_millis(VALID_MILLIS));
    SpotInstanceRequest {
        spot: Spot { valid_until: Some(valid_until), ..spot.clone() },
        created,
        launch_group: None,
        valid_from: None,
        phase: Timed::settled(Phase::Fulfilled),
        fault: None,
        fault_code: None,
        changed: created,
        instance_id: None,
        launch: Box::new(launch.clone()),
        place,
    }
}

/// Stopped by its user, or for want of capacity.
pub(crate) fn instance_stopped(
    cx: &mut Write<'_>,
    instance_id: &InstanceId,
    how: Phase,
) -> Result<()> {
    match of_instance(cx, instance_id) {
        Some((id, Phase::Evaluated | Phase::Fulfilled | Phase::MarkedForStop)) => {
            set_phase(cx, &id, how)?;
            if how == Phase::Stopped {
                let read = cx.read();
                let phase = read.transition(Phase::StoppingByUser, how, STOPPING_MILLIS);
                cx.get_mut::<SpotInstanceRequest>(&id)?.phase = phase;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

pub(crate) fn instance_started(cx: &mut Write<'_>, instance_id: &InstanceId) -> Result<()> {
    match of_instance(cx, instance_id) {
        Some((id, Phase::StoppingByUser | Phase::Stopped | Phase::StoppedNoCapacity)) => {
            set_phase(cx, &id, Phase::Fulfilled)
        }
        _ => Ok(()),
    }
}

/// Its instance is to be interrupted: to end, or to stop.
// unverified (looked up 2026-11-26): that a request that ends for this is closed, or open again,
// with the notice.
pub(crate) fn interruption_noticed(
    cx: &mut Write<'_>,
    instance_id: &InstanceId,
    ends: bool,
) -> Result<()> {
    let Some((id, Phase::Evaluated | Phase::Fulfilled)) = of_instance(cx, instance_id) else {
        return Ok(());
    };
    let is_one_time = cx.get::<SpotInstanceRequest>(&id)?.spot.kind == SpotInstanceType::OneTime;
    let phase = match (ends, is_one_time) {
        (false, _) => Phase::MarkedForStop,
        (true, true) => Phase::Interrupted,
        (true, false) => Phase::InterruptedOpen,
    };
    set_phase(cx, &id, phase)
}

pub(crate) fn of_instance(
    cx: &Write<'_>,
    instance_id: &InstanceId,
) -> Option<(SpotInstanceRequestId, Phase)> {
    let row = cx.read().with(SpotInstanceRequest::BY_INSTANCE, instance_id).next()?;
    Some((row.id.clone(), row.phase(cx.now())))
}

pub(crate) fn set_phase(cx: &mut Write<'_>, id: &str, phase: Phase) -> Result<()> {
    let now = cx.now().timestamp().whole_seconds();
    let mut row = cx.get_mut::<SpotInstanceRequest>(id)?;
    (row.phase, row.changed) = (Timed::settled(phase), now);
    Ok(())
}

pub(crate) fn end(cx: &mut Write<'_>, id: &str, phase: Phase) -> Result<()> {
    set_phase(cx, id, phase)?;
    let gone = cx.now().plus_millis(VISIBLE_MILLIS);
    cx.end::<SpotInstanceRequest>(id, gone);
    Ok(())
}
