//! The start of maintenance that EC2 has scheduled, which the owner may put off.

use crate::engine::{Operation, Resource as _, Write, operations};
use crate::error::{Error, Result};
use crate::records::compute::instance_events::{InstanceEvent, Progress, Scheduled, What};
use crate::records::compute::instances::Instance;
use wire::{ModifyInstanceEventStartTimeRequest, ModifyInstanceEventStartTimeResult};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write ModifyInstanceEventStartTime => modify_start_time;
};

/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/reschedule-event.html>
fn modify_start_time(
    cx: &mut Write<'_>,
    request: &ModifyInstanceEventStartTimeRequest,
) -> Result<ModifyInstanceEventStartTimeResult> {
    Instance::check_id(&request.instance_id)?;
    cx.get::<Instance>(&request.instance_id)?;
    let (id, wanted) = (&request.instance_event_id, request.not_before);
    let now = cx.now().timestamp();
    let event = cx.find_mut::<InstanceEvent>(id);
    let event = event.filter(|row| *row.instance_id == *request.instance_id);
    let Some(mut row) = event else { return Err(unknown(id)) };
    let What::Scheduled(scheduled) = &mut row.what else { return Err(unknown(id)) };
    check(scheduled, (now, wanted))?;
    let moved = wanted.0 - scheduled.not_before.0;
    scheduled.not_before = wanted;
    scheduled.not_after = scheduled.not_after.map(|at| at.plus_millis(moved));
    Ok(ModifyInstanceEventStartTimeResult { event: Some(scheduled.view(id)) })
}

// unverified: the words; the code is in the reference's list.
fn unknown(id: &str) -> Error {
    let message = format!("The specified instance event '{id}' does not exist.");
    Error::new("InvalidInstanceEventIDNotFound", message)
}

/// Only an event with a deadline can be put off, and only until then; its start has to lie more
/// than an hour ahead, the old one and the new.
// unverified: the words, and that all refusals have one code, which is in the reference's list.
fn check(scheduled: &Scheduled, (now, wanted): (wire::Timestamp, wire::Timestamp)) -> Result<()> {
    const LEAST_MILLIS: i64 = 60 * 60 * 1_000;
    let earliest = now.plus_millis(LEAST_MILLIS);
    let is_movable = scheduled.progress == Progress::Active && scheduled.not_before > earliest;
    let is_fit = wanted > earliest && scheduled.deadline.is_some_and(|until| wanted <= until);
    if is_movable && is_fit {
        return Ok(());
    }
    let message = "The specified scheduled event start time does not meet the requirements for \
                   rescheduling a scheduled event.";
    Err(Error::new("InstanceEventStartTimeCannotChange", message))
}
