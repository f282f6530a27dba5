//! What comes of events at their moments.

use super::raise::{self, Happening};
use crate::effects::compute::instances::lifecycle;
use crate::effects::compute::spot_instance_requests::life;
use crate::engine::Write;
use crate::error::Result;
use crate::records::compute::instance_events::{
    Happening as Coming, InstanceEvent, LISTED_MILLIS, Notice, Progress, Scheduled, What,
    is_running, usual_description,
};
use crate::records::compute::instances::{Instance, Reason};
use crate::records::compute::spot_instance_requests::Phase;
use crate::records::ids::{InstanceEventId, InstanceId};
use wire::{EventCode, InstanceInterruptionBehavior as Behavior, InstanceStateName};

pub(crate) fn happen(cx: &mut Write<'_>, id: &InstanceEventId) -> Result<()> {
    let Some(row) = cx.find::<InstanceEvent>(id) else { return Ok(()) };
    let (instance_id, what) = (row.instance_id.clone(), row.what.clone());
    match what {
        What::Scheduled(scheduled) => {
            complete(cx, id);
            let reason = Reason::ScheduledStop(cx.now().timestamp());
            if scheduled.stops() { stop(cx, &instance_id, reason, Phase::Stopped) } else { Ok(()) }
        }
        What::Interruption(it) if !it.is_told => {
            tell(cx, id, &instance_id)?;
            let is_time = cx.now().reached(it.at);
            if is_time { interrupt(cx, &instance_id) } else { Ok(()) }
        }
        What::Interruption(_) => interrupt(cx, &instance_id),
        What::Coming(_, happening) => {
            cx.remove::<InstanceEvent>(id);
            come(cx, &instance_id, happening);
            Ok(())
        }
        What::Rebalance(_) | What::Impaired(..) => Ok(()),
    }
}

fn complete(cx: &mut Write<'_>, id: &InstanceEventId) {
    if let Some(mut row) = cx.find_mut::<InstanceEvent>(id)
        && let What::Scheduled(scheduled) = &mut row.what
    {
        scheduled.progress = Progress::Completed;
    }
    let gone = cx.now().plus_millis(LISTED_MILLIS);
    cx.end::<InstanceEvent>(id, gone);
}

/// The instance finds the notice in its metadata, and the request shows it: that of an instance
/// that is to end has ended at once.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-request-status.html>
fn tell(cx: &mut Write<'_>, id: &InstanceEventId, instance_id: &InstanceId) -> Result<()> {
    if let Some(mut row) = cx.find_mut::<InstanceEvent>(id)
        && let What::Interruption(interruption) = &mut row.what
    {
        interruption.is_told = true;
    }
    let ends = behavior(cx, instance_id)? == Behavior::Terminate;
    life::interruption_noticed(cx, instance_id, ends)
}

fn interrupt(cx: &mut Write<'_>, instance_id: &InstanceId) -> Result<()> {
    let now = cx.now().timestamp();
    if behavior(cx, instance_id)? != Behavior::Terminate {
        return stop(cx, instance_id, Reason::SpotShutdown(now), Phase::StoppedNoCapacity);
    }
    if !is_running(cx.get::<Instance>(instance_id)?, cx.now()) {
        return Ok(());
    }
    lifecycle::end(cx, instance_id, Reason::SpotTermination(now))
}

fn stop(
    cx: &mut Write<'_>,
    instance_id: &InstanceId,
    reason: Reason,
    request: Phase,
) -> Result<()> {
    if !is_running(cx.get::<Instance>(instance_id)?, cx.now()) {
        return Ok(());
    }
    lifecycle::stop(cx, instance_id, (reason, request))
}

fn behavior(cx: &Write<'_>, instance_id: &InstanceId) -> Result<Behavior> {
    let spot = cx.get::<Instance>(instance_id)?.spot();
    Ok(spot.map_or(Behavior::Terminate, |spot| spot.interruption))
}

/// Lets it happen. What an instance in its state cannot have passes it by.
fn come(cx: &mut Write<'_>, id: &InstanceId, happening: Coming) {
    let raised = match happening {
        Coming::BootFailure { reason } => {
            // Where no instance is ever pending, it fails as soon as it runs.
            let may_fail = cx.find::<Instance>(id).is_some_and(|row| {
                is_running(row, cx.now()) || row.state(cx.now()) == InstanceStateName::Pending
            });
            if may_fail {
                let _ = cx.attempt(|cx| lifecycle::end(cx, id, Reason::FailedBoot(reason)));
            }
            return;
        }
        Coming::SpotInterruption {} => Happening::SpotInterruption { after_millis: 0 },
        Coming::RebalanceRecommendation {} => Happening::RebalanceRecommendation,
        Coming::InstanceReboot(it) => scheduled(cx, EventCode::InstanceReboot, it),
        Coming::SystemReboot(it) => scheduled(cx, EventCode::SystemReboot, it),
        Coming::SystemMaintenance(it) => scheduled(cx, EventCode::SystemMaintenance, it),
        Coming::InstanceRetirement(it) => scheduled(cx, EventCode::InstanceRetirement, it),
        Coming::InstanceStop(it) => scheduled(cx, EventCode::InstanceStop, it),
        Coming::Impaired { check } => Happening::Impaired(check),
        Coming::Shutdown {} => Happening::Shutdown,
    };
    let _ = cx.attempt(|cx| raise::raise(cx, id, raised));
}

fn scheduled(cx: &Write<'_>, code: EventCode, notice: Notice) -> Happening {
    let Notice { notice_seconds, description } = notice;
    Happening::Scheduled(Scheduled {
        code,
        description: description.unwrap_or_else(|| usual_description(code).into()),
        not_before: cx.now().plus_millis(i64::from(notice_seconds) * 1_000),
        not_after: None,
        deadline: None,
        progress: Progress::Active,
    })
}
