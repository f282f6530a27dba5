//! Instances that leave a reservation which is wanted back, or whose time is over.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/interruptible-capacity-reservations.html>

use crate::effects::compute::capacity_reservations::{cancel, take_running};
use crate::effects::compute::instances::lifecycle;
use crate::engine::Write;
use crate::error::Result;
use crate::records::compute::capacity_reservations::{CapacityReservation, Clearing, used};
use crate::records::compute::instances::{Instance, Reason};
use crate::records::durations;
use crate::records::ids::{CapacityReservationId, InstanceId};

/// The moment has come: instances end.
pub(crate) fn happen(cx: &mut Write<'_>, id: &CapacityReservationId) -> Result<()> {
    let mut row = cx.get_mut::<CapacityReservation>(id)?;
    let Some(Clearing { keep, .. }) = row.clearing.take() else { return Ok(()) };
    let is_lent = row.source.is_some();
    drop(row);
    let instances = cx.read().with(Instance::BY_CAPACITY_RESERVATION, id);
    // unverified (looked up 2026-11-26): that those that came last go first.
    let leaving: Vec<InstanceId> =
        instances.skip(keep as usize).map(|instance| instance.id.clone()).collect();
    let reason = Reason::CapacityEnded(cx.now().timestamp());
    for instance in leaving {
        lifecycle::end(cx, &instance, reason)?;
    }
    if is_lent { give_back(cx, id, keep) } else { Ok(()) }
}

/// Takes interruptible capacity back, but for some: what is free goes at once, and what is used
/// after the notice that its instances get.
pub(crate) fn reclaim(cx: &mut Write<'_>, id: &CapacityReservationId, keep: u32) -> Result<()> {
    let used = used(cx.read(), id);
    give_back(cx, id, keep.max(used))?;
    let notice = cx.read().takes(durations::INSTANCES_INTERRUPTION_NOTICE);
    let at = cx.now().plus_millis(notice);
    let clearing = (used > keep).then_some(Clearing { at, keep });
    cx.get_mut::<CapacityReservation>(id)?.clearing = clearing;
    Ok(())
}

/// Changes how much a reservation is lent of its source, to which the rest goes.
fn give_back(cx: &mut Write<'_>, id: &CapacityReservationId, keep: u32) -> Result<()> {
    let mut row = cx.get_mut::<CapacityReservation>(id)?;
    let (before, source) = (row.total, row.source.clone());
    row.total = keep;
    drop(row);
    if keep == 0 {
        cancel(cx, id)?;
    }
    let Some(source) = source else { return Ok(()) };
    // The source may have gone by now.
    let Some(mut row) = cx.find_mut::<CapacityReservation>(&source) else { return Ok(()) };
    row.total = (row.total + before) - keep;
    drop(row);
    take_running(cx, &source)
}
