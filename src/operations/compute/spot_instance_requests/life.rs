//! What becomes of a request when it is fulfilled or cancelled, and when its instance stops, starts
//! or ends.

use crate::effects::compute::instances::lifecycle;
use crate::effects::compute::spot_instance_requests::life::{
    VALID_MILLIS, VISIBLE_MILLIS, end, made, set_phase,
};
use crate::engine::{Tags, Text, Timed, Write};
use crate::error::Result;
use crate::records::compute::instances::Spot;
use crate::records::compute::spot_instance_requests::{LaunchedIn, Phase, SpotInstanceRequest};
use crate::records::ids::SpotInstanceRequestId;
use wire::{RunInstancesRequest, Timestamp};

/// Records a request that is to launch later.
pub(crate) fn scheduled(
    cx: &mut Write<'_>,
    spot: &Spot,
    (place, from): (LaunchedIn, Timestamp),
    (launch, tags): (&RunInstancesRequest, &Tags),
) {
    let spot = Spot {
        valid_until: spot.valid_until.or(Some(from.plus_millis(VALID_MILLIS))),
        ..spot.clone()
    };
    let record = made(cx, &spot, place, launch);
    let (valid_from, phase) = (Some(from), Timed::settled(Phase::Scheduled));
    let record = SpotInstanceRequest { valid_from, phase, ..record };
    cx.insert(spot.request_id, record, tags.clone());
}

/// Records a request that waits for capacity, or for a market that takes its price.
pub(crate) fn waiting(
    cx: &mut Write<'_>,
    spot: &Spot,
    (place, phase): (LaunchedIn, Phase),
    (launch, tags): (&RunInstancesRequest, &Tags),
) {
    let record = made(cx, spot, place, launch);
    let record = SpotInstanceRequest { phase: Timed::settled(phase), ..record };
    cx.insert(spot.request_id.clone(), record, tags.clone());
}

/// Records a request that cannot be fulfilled for what it says.
pub(crate) fn failed(
    cx: &mut Write<'_>,
    spot: &Spot,
    place: LaunchedIn,
    (launch, tags): (&RunInstancesRequest, &Tags),
    (code, fault): (Option<&str>, &str),
) {
    let record = made(cx, spot, place, launch);
    let phase = Timed::settled(Phase::BadParameters);
    let fault_code = code.map(Text::from);
    let record = SpotInstanceRequest { phase, fault: Some(fault.into()), fault_code, ..record };
    cx.insert(spot.request_id.clone(), record, tags.clone());
    let gone = cx.now().plus_millis(VISIBLE_MILLIS);
    cx.end::<SpotInstanceRequest>(&spot.request_id, gone);
}

pub(crate) fn cancel(cx: &mut Write<'_>, id: &SpotInstanceRequestId) -> Result<()> {
    let row = cx.get::<SpotInstanceRequest>(id)?;
    let instance_id = row.instance_id.clone();
    match row.phase(cx.now()) {
        Phase::Evaluated | Phase::Fulfilled | Phase::MarkedForStop | Phase::InterruptedOpen => {
            set_phase(cx, id, Phase::Cancelled)
        }
        Phase::Scheduled
        | Phase::Reevaluated
        | Phase::Unfulfillable
        | Phase::NoCapacity
        | Phase::PriceTooLow
        | Phase::OtherZone
        | Phase::BadParameters => end(cx, id, Phase::CancelledUnfulfilled),
        // <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/interruption-behavior.html> of those
        // that were interrupted; unverified (looked up 2026-11-26) of what its user has stopped.
        Phase::StoppingByUser | Phase::Stopped | Phase::StoppedNoCapacity => {
            set_phase(cx, id, Phase::Cancelled)?;
            instance_id.map_or(Ok(()), |instance_id| lifecycle::terminate(cx, &instance_id))
        }
        _ => Ok(()),
    }
}
