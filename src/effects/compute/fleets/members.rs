//! What the end of an instance means to the fleet that launched it.

use crate::engine::Write;
use crate::error::Result;
use crate::records::compute::fleets::Fleet;
use crate::records::compute::fleets::core::{Event, Fleeting, Subject, VISIBLE_MILLIS, members};
use crate::records::compute::instances::Instance;
use crate::records::compute::spot_fleet_requests::SpotFleetRequest;
use crate::records::ids::{AnyId, InstanceId};
use wire::Timestamp;

/// A fleet that maintains its capacity launches another one.
pub(crate) fn instance_terminated(cx: &mut Write<'_>, instance_id: &InstanceId) -> Result<()> {
    let row = cx.get::<Instance>(instance_id)?;
    let Some(member) = row.member() else { return Ok(()) };
    let (fleet, settles) = (member.fleet.clone(), row.state.settles());
    let gone = settles.unwrap_or_else(|| cx.now().timestamp());
    let times = Times {
        again: row.relaunched(cx.now().timestamp()),
        forgotten: gone.plus_millis(VISIBLE_MILLIS),
    };
    left::<Fleet>(cx, &fleet, instance_id, times);
    left::<SpotFleetRequest>(cx, &fleet, instance_id, times);
    Ok(())
}

#[derive(Clone, Copy)]
struct Times {
    /// When the fleet launches another one.
    again: Timestamp,
    /// When the fleet is gone, if it was its last.
    forgotten: Timestamp,
}

fn left<F: Fleeting>(cx: &mut Write<'_>, fleet: &AnyId, instance: &InstanceId, times: Times) {
    let now = cx.now().timestamp();
    let is_last = members(cx.read(), fleet).next().is_none();
    let Some(mut row) = cx.find_mut::<F>(&**fleet) else { return };
    let core = row.core_mut();
    core.tell(Event {
        at: now,
        subject: Subject::Instance,
        what: "terminated".into(),
        description: None,
        instance: Some(instance.clone()),
    });
    if core.left.is_none() {
        if core.maintains() {
            core.next = Some(core.next.map_or(times.again, |next| next.min(times.again)));
        }
    } else if is_last {
        drop(row);
        cx.end::<F>(&**fleet, times.forgotten);
    }
}
