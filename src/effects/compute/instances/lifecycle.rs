//! Stopping, starting, rebooting and terminating. A request for several instances is carried out
//! for all of them or for none.

use crate::effects::compute::fleets::members;
use crate::effects::compute::iam_instance_profile_associations;
use crate::effects::compute::spot_instance_requests::relaunch;
use crate::effects::network::network_interfaces::attachment;
use crate::effects::storage::volumes;
use crate::engine::{Millis, Timed, Write};
use crate::error::Result;
use crate::records::compute::instances::{Instance, Reason};
use crate::records::durations;
use crate::records::ids::InstanceId;
use wire::InstanceStateName;

const SHUTTING_DOWN_MILLIS: Millis = durations::INSTANCES_SHUTTING_DOWN;

/// A terminated instance stays visible for about an hour.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html>
const VISIBLE_MILLIS: i64 = 60 * 60 * 1_000;

/// Ends an instance that has not begun to end.
pub(crate) fn terminate(cx: &mut Write<'_>, id: &InstanceId) -> Result<()> {
    let now = cx.now();
    let moving: Timed<InstanceStateName> = cx.read().transition(
        InstanceStateName::ShuttingDown,
        InstanceStateName::Terminated,
        SHUTTING_DOWN_MILLIS,
    );
    let gone = moving.settles().unwrap_or_else(|| now.timestamp());
    let mut row = cx.get_mut::<Instance>(id)?;
    row.state = moving;
    row.reason = Some(Box::new(Reason::UserShutdown(now.timestamp())));
    if let Some(rare) = &mut row.rare {
        rare.reservation = None;
    }
    drop(row);
    attachment::release(cx, id, gone)?;
    volumes::release(cx, id, gone)?;
    iam_instance_profile_associations::release(cx, id, gone);
    cx.end::<Instance>(id, gone.plus_millis(VISIBLE_MILLIS));
    relaunch::instance_terminated(cx, id)?;
    members::instance_terminated(cx, id)
}
