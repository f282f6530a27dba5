//! How an instance starts, stops and ends, whoever wants it.

use crate::effects::compute::fleets::members;
use crate::effects::compute::instance_events::leave;
use crate::effects::compute::instances::launch::plan::PENDING_MILLIS;
use crate::effects::compute::spot_instance_requests::{life, relaunch};
use crate::effects::compute::{capacity_reservations, hosts, iam_instance_profile_associations};
use crate::effects::network::network_interfaces::life::{
    give_public_addresses, release, take_public_addresses,
};
use crate::effects::storage::volumes;
use crate::engine::{Millis, Timed, Write};
use crate::error::Result;
use crate::records::compute::instances::{Instance, Reason};
use crate::records::compute::spot_instance_requests::Phase;
use crate::records::durations;
use crate::records::ids::InstanceId;
use wire::InstanceStateName;

const STOPPING_MILLIS: Millis = durations::INSTANCES_STOPPING;
const SHUTTING_DOWN_MILLIS: Millis = durations::INSTANCES_SHUTTING_DOWN;

/// A terminated instance stays visible for about an hour.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html>
const VISIBLE_MILLIS: i64 = 60 * 60 * 1_000;

/// Ends an instance that has not begun to end, as its user asks.
pub(crate) fn terminate(cx: &mut Write<'_>, id: &InstanceId) -> Result<()> {
    let reason = Reason::UserShutdown(cx.now().timestamp());
    end(cx, id, reason)
}

/// The same for any reason; what fails to boot is gone at once.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/troubleshooting-launch.html>
pub(crate) fn end(cx: &mut Write<'_>, id: &InstanceId, reason: Reason) -> Result<()> {
    let now = cx.now();
    let moving: Timed<InstanceStateName> = match reason {
        Reason::FailedBoot(_) => Timed::settled(InstanceStateName::Terminated),
        _ => cx.read().transition(
            InstanceStateName::ShuttingDown,
            InstanceStateName::Terminated,
            SHUTTING_DOWN_MILLIS,
        ),
    };
    let gone = moving.settles().unwrap_or_else(|| now.timestamp());
    stop_running(cx, id, moving, reason)?;
    release(cx, id, gone)?;
    volumes::release(cx, id, gone)?;
    iam_instance_profile_associations::release(cx, id, gone);
    leave::terminated(cx, id);
    cx.end::<Instance>(id, gone.plus_millis(VISIBLE_MILLIS));
    relaunch::instance_terminated(cx, id)?;
    members::instance_terminated(cx, id)
}

/// It runs no longer, for a reason, and so not in its reservation either.
fn stop_running(
    cx: &mut Write<'_>,
    id: &InstanceId,
    state: Timed<InstanceStateName>,
    reason: Reason,
) -> Result<()> {
    let mut row = cx.get_mut::<Instance>(id)?;
    row.state = state;
    row.reason = Some(Box::new(reason));
    if let Some(rare) = &mut row.rare {
        rare.reservation = None;
    }
    Ok(())
}

/// Stops a running instance for a reason; the last says what that means to a Spot request.
pub(crate) fn stop(
    cx: &mut Write<'_>,
    id: &InstanceId,
    (reason, request): (Reason, Phase),
) -> Result<()> {
    let moving = cx.read().transition(
        InstanceStateName::Stopping,
        InstanceStateName::Stopped,
        STOPPING_MILLIS,
    );
    let stopped = moving.settles().unwrap_or_else(|| cx.now().timestamp());
    stop_running(cx, id, moving, reason)?;
    take_public_addresses(cx, id, stopped)?;
    leave::stopped(cx, id);
    life::instance_stopped(cx, id, request)
}

/// Starts a stopped instance.
pub(crate) fn start(cx: &mut Write<'_>, id: &InstanceId) -> Result<()> {
    hosts::assign_started(cx, id)?;
    let moving = cx.read().transition(
        InstanceStateName::Pending,
        InstanceStateName::Running,
        PENDING_MILLIS,
    );
    let now = cx.now().timestamp().whole_seconds();
    let mut row = cx.get_mut::<Instance>(id)?;
    row.state = moving;
    row.reason = None;
    row.launched = now;
    drop(row);
    give_public_addresses(cx, id)?;
    capacity_reservations::enter(cx, id)?;
    life::instance_started(cx, id)
}
