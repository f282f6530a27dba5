//! What becomes of an instance's events when it leaves its machine.

use crate::engine::Write;
use crate::records::compute::instance_events::{
    self, InstanceEvent, LISTED_MILLIS, Progress, What,
};
use crate::records::ids::{InstanceEventId, InstanceId};

/// It starts again elsewhere, where nothing is wrong and nothing scheduled.
// unverified (looked up 2026-11-26): that maintenance counts as completed then.
pub(crate) fn stopped(cx: &mut Write<'_>, instance_id: &InstanceId) {
    let gone = cx.now().plus_millis(LISTED_MILLIS);
    for id in ids(cx, instance_id) {
        let Some(mut row) = cx.find_mut::<InstanceEvent>(&id) else { continue };
        match &mut row.what {
            What::Scheduled(scheduled) if scheduled.progress == Progress::Active => {
                scheduled.progress = Progress::Completed;
                drop(row);
                cx.end::<InstanceEvent>(&id, gone);
            }
            What::Scheduled(_) => {}
            _ => {
                drop(row);
                cx.remove::<InstanceEvent>(&id);
            }
        }
    }
}

pub(crate) fn terminated(cx: &mut Write<'_>, instance_id: &InstanceId) {
    for id in ids(cx, instance_id) {
        cx.remove::<InstanceEvent>(&id);
    }
}

fn ids(cx: &Write<'_>, instance_id: &InstanceId) -> Vec<InstanceEventId> {
    instance_events::of(cx.read(), instance_id).map(|row| row.id.clone()).collect()
}
