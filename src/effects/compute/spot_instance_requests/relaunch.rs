//! How Spot requests go on when their instances end or their time comes: they launch.

use super::life::{end, of_instance, set_phase};
use crate::effects::compute::instances::launch;
use crate::engine::{Timed, Write};
use crate::error::{Error, Result};
use crate::records::compute::instances::launch::capacity;
use crate::records::compute::instances::launch::market::PRICE_TOO_LOW;
use crate::records::compute::instances::{Instance, Spot};
use crate::records::compute::spot_instance_requests::{Phase, SpotInstanceRequest};
use crate::records::ids::{InstanceId, SpotInstanceRequestId};
use wire::SpotInstanceType;

/// A persistent request launches another instance.
pub(crate) fn instance_terminated(cx: &mut Write<'_>, instance_id: &InstanceId) -> Result<()> {
    let Some((id, phase)) = of_instance(cx, instance_id) else { return Ok(()) };
    if phase == Phase::Cancelled {
        return end(cx, &id, Phase::CancelledAndTerminated);
    }
    let row = cx.get::<SpotInstanceRequest>(&id)?;
    let is_over = row.spot.valid_until.is_some_and(|until| cx.now().reached(until));
    // What a fleet has lost, the fleet itself launches again.
    let is_in_fleet = cx.get::<Instance>(instance_id)?.member().is_some();
    if row.spot.kind == SpotInstanceType::OneTime || is_over || is_in_fleet {
        let is_interrupted = matches!(phase, Phase::Interrupted | Phase::InterruptedOpen);
        let last = if is_interrupted { Phase::Interrupted } else { Phase::Terminated };
        return end(cx, &id, last);
    }
    let again = cx.get::<Instance>(instance_id)?.relaunched(cx.now().timestamp());
    if cx.now().reached(again) {
        return launch(cx, &id);
    }
    set_phase(cx, &id, Phase::Reevaluated)?;
    cx.get_mut::<SpotInstanceRequest>(&id)?.instance_id = None;
    Ok(())
}

/// Launches what a request is for; one that cannot goes on waiting.
pub(crate) fn launch(cx: &mut Write<'_>, id: &SpotInstanceRequestId) -> Result<()> {
    let row = cx.get::<SpotInstanceRequest>(id)?;
    let (spot, launch) = (row.spot.clone(), row.launch.clone());
    let spot = Spot { request_id: id.clone(), ..spot };
    match cx.attempt(|cx| launch::launch_again(cx, &launch, spot)) {
        Ok((instance_id, place)) => {
            let changed = cx.now().timestamp().whole_seconds();
            let mut row = cx.get_mut::<SpotInstanceRequest>(id)?;
            (row.phase, row.changed) = (Timed::settled(Phase::Fulfilled), changed);
            (row.instance_id, row.place) = (Some(instance_id), place);
            Ok(())
        }
        // What the launch needs may be gone by now.
        Err(error) => {
            set_phase(cx, id, waiting(&error).unwrap_or(Phase::Unfulfillable))?;
            cx.get_mut::<SpotInstanceRequest>(id)?.instance_id = None;
            Ok(())
        }
    }
}

/// What a request waits for that this has stopped; `None` for what no waiting changes.
pub(crate) fn waiting(error: &Error) -> Option<Phase> {
    if capacity::is_missing(error) {
        return Some(Phase::NoCapacity);
    }
    match error.code {
        PRICE_TOO_LOW => Some(Phase::PriceTooLow),
        "InvalidPlacementGroup.InUse" => Some(Phase::OtherZone),
        _ => None,
    }
}
