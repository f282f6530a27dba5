//! Raises what a test wants to happen to an instance.

use super::coming::insert;
use crate::effects::compute::instances::lifecycle;
use crate::engine::Write;
use crate::error::{Error, Result};
use crate::records::compute::instance_event_windows;
use crate::records::compute::instance_events::{
    self, Check, InstanceEvent, Interruption, Progress, Scheduled, What, is_running,
};
use crate::records::compute::instances::{BootFailure, Instance, Reason};
use crate::records::compute::spot_instance_requests::Phase;
use crate::records::durations;
use crate::records::ids::{InstanceEventId, InstanceId};
use wire::{
    EventCode, InstanceInterruptionBehavior, InstanceStateName, ShutdownBehavior, SpotInstanceType,
    WireEnum as _,
};

pub(crate) enum Happening {
    /// The notice of it comes after a while; a rebalance is recommended at once.
    SpotInterruption {
        after_millis: i64,
    },
    RebalanceRecommendation,
    Scheduled(Scheduled),
    Impaired(Check),
    /// From inside, as by `shutdown -h`.
    Shutdown,
    BootFailure(BootFailure),
}

/// What stops or reboots an instance comes in its event window, unless that opens too late, which
/// makes it an expedited event.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/event-windows.html>
// unverified (looked up 2026-11-26): that its deadline alone makes an event an expedited one.
fn in_window(cx: &Write<'_>, id: &InstanceId, scheduled: Scheduled) -> Result<Scheduled> {
    let window = instance_event_windows::of_instance(cx.read(), cx.get::<Instance>(id)?);
    let Some(window) = window.filter(|_| scheduled.code != EventCode::SystemMaintenance) else {
        return Ok(scheduled);
    };
    let opens = window.schedule.opens(scheduled.not_before);
    if scheduled.deadline.is_some_and(|deadline| opens > deadline) {
        return Ok(scheduled);
    }
    let moved = opens.0 - scheduled.not_before.0;
    let not_after = scheduled.not_after.map(|end| end.plus_millis(moved));
    Ok(Scheduled { not_before: opens, not_after, ..scheduled })
}

/// The ids of the events that stay.
///
/// # Errors
/// What an instance in its state, or of its market, cannot have.
pub(crate) fn raise(
    cx: &mut Write<'_>,
    id: &InstanceId,
    happening: Happening,
) -> Result<Vec<InstanceEventId>> {
    let now = cx.now().timestamp();
    match happening {
        Happening::SpotInterruption { after_millis } => {
            interruption(cx, id, now.plus_millis(after_millis))
        }
        Happening::RebalanceRecommendation => {
            check_spot(cx, id)?;
            Ok(recommend(cx, id))
        }
        Happening::Scheduled(scheduled) => {
            check_state(cx, id, InstanceStateName::Running)?;
            let scheduled = in_window(cx, id, scheduled)?;
            Ok(vec![insert(cx, id, What::Scheduled(scheduled))])
        }
        Happening::Impaired(check) => {
            check_state(cx, id, InstanceStateName::Running)?;
            if instance_events::impaired(cx.read(), id, check).is_some() {
                return Ok(Vec::new());
            }
            Ok(vec![insert(cx, id, What::Impaired(check, now))])
        }
        Happening::Shutdown => {
            check_state(cx, id, InstanceStateName::Running)?;
            shut_down(cx, id).map(|()| Vec::new())
        }
        Happening::BootFailure(failure) => {
            check_state(cx, id, InstanceStateName::Pending)?;
            lifecycle::end(cx, id, Reason::FailedBoot(failure)).map(|()| Vec::new())
        }
    }
}

/// Takes an event back: maintenance is canceled, what fails is well again.
///
/// # Errors
/// For an id that no event of the instance has, and for maintenance that is over.
pub(crate) fn withdraw(
    cx: &mut Write<'_>,
    instance_id: &InstanceId,
    id: &InstanceEventId,
) -> Result<()> {
    let event = cx.find::<InstanceEvent>(id).filter(|row| row.instance_id == *instance_id);
    let Some(what) = event.map(|row| row.what.clone()) else {
        let message = format!("the instance {instance_id} has no event {id}");
        return Err(Error::new("InvalidInstanceEventIDNotFound", message));
    };
    match what {
        What::Scheduled(scheduled) if scheduled.progress == Progress::Active => {
            if let Some(mut row) = cx.find_mut::<InstanceEvent>(id) {
                let progress = Progress::Canceled;
                row.what = What::Scheduled(Scheduled { progress, ..scheduled });
            }
            let gone = cx.now().plus_millis(instance_events::LISTED_MILLIS);
            cx.end::<InstanceEvent>(id, gone);
        }
        What::Rebalance(_) | What::Impaired(..) | What::Coming(..) => {
            cx.remove::<InstanceEvent>(id);
        }
        What::Interruption(it) if !it.is_told => cx.remove::<InstanceEvent>(id),
        _ => {
            let message = format!("the event {id} cannot be taken back any more");
            return Err(Error::new("IncorrectState", message));
        }
    }
    Ok(())
}

/// Hibernation begins with its notice, and what stops or ends is told two minutes before.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html>
fn interruption(
    cx: &mut Write<'_>,
    id: &InstanceId,
    noticed: wire::Timestamp,
) -> Result<Vec<InstanceEventId>> {
    check_spot(cx, id)?;
    let mut others = instance_events::of(cx.read(), id);
    if others.any(|row| matches!(row.what, What::Interruption(_))) {
        let message = format!("the instance {id} is to be interrupted already");
        return Err(Error::new("IncorrectState", message));
    }
    drop(others);
    let behavior = cx.get::<Instance>(id)?.spot().map(|spot| spot.interruption);
    let at = match behavior {
        Some(InstanceInterruptionBehavior::Hibernate) => noticed,
        _ => noticed.plus_millis(cx.read().takes(durations::INSTANCES_INTERRUPTION_NOTICE)),
    };
    let mut ids = recommend(cx, id);
    let interruption = Interruption { noticed, at, is_told: false };
    ids.push(insert(cx, id, What::Interruption(interruption)));
    Ok(ids)
}

fn recommend(cx: &mut Write<'_>, id: &InstanceId) -> Vec<InstanceEventId> {
    if instance_events::rebalance(cx.read(), id).is_some() {
        return Vec::new();
    }
    let now = cx.now().timestamp();
    vec![insert(cx, id, What::Rebalance(now))]
}

/// It ends or stops, as its attribute says; one of a one-time request cannot stop.
fn shut_down(cx: &mut Write<'_>, id: &InstanceId) -> Result<()> {
    let reason = Reason::InstanceShutdown(cx.now().timestamp());
    let row = cx.get::<Instance>(id)?;
    let is_one_time = row.spot().is_some_and(|spot| spot.kind == SpotInstanceType::OneTime);
    if row.shutdown_behavior == ShutdownBehavior::Terminate || is_one_time {
        lifecycle::end(cx, id, reason)
    } else {
        lifecycle::stop(cx, id, (reason, Phase::Stopped))
    }
}

fn check_spot(cx: &Write<'_>, id: &InstanceId) -> Result<()> {
    if cx.get::<Instance>(id)?.spot().is_none() {
        return Err(Error::new("IncorrectState", format!("the instance {id} is no Spot Instance")));
    }
    check_state(cx, id, InstanceStateName::Running)
}

fn check_state(cx: &Write<'_>, id: &InstanceId, wanted: InstanceStateName) -> Result<()> {
    let row = cx.get::<Instance>(id)?;
    let state = row.state(cx.now());
    if state == wanted || (wanted == InstanceStateName::Running && is_running(row, cx.now())) {
        return Ok(());
    }
    let (state, wanted) = (state.as_str(), wanted.as_str());
    let message = format!("the instance {id} is {state}, and this happens to one that is {wanted}");
    Err(Error::new("IncorrectInstanceState", message))
}
