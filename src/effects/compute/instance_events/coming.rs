//! What a test wants to happen to instances that are launched, noted when they are.

use crate::engine::faults::Launching;
use crate::engine::{Tags, Write};
use crate::records::compute::instance_events::{Happening, InstanceEvent, What};
use crate::records::compute::instances::{BootFailure, Instance};
use crate::records::ids::{InstanceEventId, InstanceId};

pub(crate) fn note(cx: &mut Write<'_>, id: &InstanceId) {
    let Some(row) = cx.find::<Instance>(id) else { return };
    let (instance_type, is_spot) = (row.kind.name, row.spot().is_some());
    let launching = Launching { instance_type, is_spot, resource: None };
    let tags = || row.tags.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let happening = cx.read().happening_to_launched(&launching, &row.launch.zone, tags);
    for (event, seconds) in happening {
        // It was read before the rule was taken.
        if let Ok(happening) = serde_json::from_value::<Happening>(event) {
            let at = cx.now().plus_millis(i64::from(seconds) * 1_000);
            insert(cx, id, What::Coming(at, happening));
        }
    }
}

/// Lets an instance fail before it runs.
pub(crate) fn failed_boot(cx: &mut Write<'_>, id: &InstanceId, reason: BootFailure) {
    let at = cx.now().timestamp();
    insert(cx, id, What::Coming(at, Happening::BootFailure { reason }));
}

pub(super) fn insert(cx: &mut Write<'_>, instance_id: &InstanceId, what: What) -> InstanceEventId {
    let id = cx.ids().next(InstanceEvent::PREFIX);
    let record = InstanceEvent { instance_id: instance_id.clone(), what };
    cx.insert(id.clone(), record, Tags::default());
    id
}
