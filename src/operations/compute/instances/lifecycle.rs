//! Stopping, starting, rebooting and terminating. A request for several instances is carried out
//! for all of them or for none.

use crate::effects::compute::instances::launch::{quota, settings};
use crate::effects::compute::instances::lifecycle::{start, stop, terminate};
use crate::engine::{Read, Row, Text, Write};
use crate::error::{Error, Result};
use crate::records::compute::instances::launch::capacity::{self, Wanted};
use crate::records::compute::instances::launch::place;
use crate::records::compute::instances::{Instance, Reason, view};
use crate::records::compute::spot_instance_requests::Phase;
use crate::records::compute::{
    capacity_reservations as capacity_reservations_records,
    spot_instance_requests as spot_instance_requests_records,
};
use crate::records::durations::{INSTANCES_HIBERNATION, INSTANCES_HIBERNATION_OF_WINDOWS};
use crate::records::ids::InstanceId;
use crate::records::storage::volumes::attached;
use wire::{
    InstanceStateChange, InstanceStateName, RebootInstancesRequest, SpotInstanceType,
    StartInstancesRequest, StartInstancesResult, StopInstancesRequest, StopInstancesResult,
    TerminateInstancesRequest, TerminateInstancesResult,
};

pub(crate) fn start_instances(
    cx: &mut Write<'_>,
    request: &StartInstancesRequest,
) -> Result<StartInstancesResult> {
    let ids = checked(cx.read(), &request.instance_ids, check_startable)?;
    quota::check_start(cx.read(), &ids)?;
    let mut changes = Vec::with_capacity(ids.len());
    for id in ids {
        let before = state(cx.read(), &id)?;
        if before == InstanceStateName::Stopped {
            start(cx, &id)?;
        }
        changes.push(change(cx.read(), &id, before)?);
    }
    Ok(StartInstancesResult { starting_instances: Some(changes) })
}

fn check_startable(row: &Row<Instance>, cx: Read<'_>) -> Result<()> {
    use InstanceStateName::{Pending, Running, Stopped};
    if !matches!(row.state(cx.now()), Pending | Running | Stopped) {
        let message =
            format!("The instance '{}' is not in a state from which it can be started.", row.id);
        return Err(Error::new("IncorrectInstanceState", message));
    }
    let is_stopped = row.state(cx.now()) == Stopped;
    match spot_instance_requests_records::phase_of(cx, &row.id) {
        // hashicorp/terraform-provider-aws#33399
        Some(Phase::StoppingByUser) => return Err(without_request(&row.id)),
        // As tried for the warm pool of github-aws-runners/terraform-aws-github-runner; unverified
        // (looked up 2026-11-26): that the words are the same.
        Some(Phase::Cancelled) if is_stopped => return Err(without_request(&row.id)),
        Some(Phase::StoppedNoCapacity) => return Err(capacity::none_to_start(&row.id)),
        _ => {}
    }
    settings::check_ena(row.switches.ena_support, row.kind)?;
    if is_stopped {
        check_root(row, cx)?;
        settings::check_encrypts(cx, &row.launch.vpc_id, row.kind)?;
        // unverified (looked up 2026-11-26): that a launch's wording is this operation's, too.
        place::check_offered(cx.region(), &row.launch.zone, row.kind)?;
        let wish = row.wish();
        if wish.insists() {
            capacity_reservations_records::check_room(cx, row, &wish, 1)?;
        } else {
            let is_spot = row.spot().is_some();
            let wanted = Wanted::started(row.kind, is_spot, &row.id);
            capacity::check(cx, &wanted, &row.launch.zone)?;
        }
    }
    // Recorded in <https://github.com/seek-oss/aec/pull/228>.
    if settings::check_ebs_optimized(row.switches.ebs_optimized, row.kind).is_err() {
        return Err(place::not_supported());
    }
    Ok(())
}

fn without_request(id: &InstanceId) -> Error {
    let message = format!(
        "You can't start the Spot Instance '{id}' because the associated Spot Instance request is \
         not in an appropriate state to support start."
    );
    Error::new("IncorrectSpotRequestState", message)
}

/// Its root volume may have been detached while it was stopped.
fn check_root(row: &Row<Instance>, cx: Read<'_>) -> Result<()> {
    let root = &row.launch.root_device_name;
    let attached = attached::attached_to(cx, &row.id);
    let mut attachments = attached.iter().flat_map(|volume| &volume.attachments);
    if attachments.any(|at| at.instance_id == row.id && at.device == *root) {
        return Ok(());
    }
    Err(Error::invalid_value(format!(
        "Invalid value '{}' for instanceId. Instance does not have a volume attached at root \
         ({root})",
        row.id
    )))
}

/// Force and SkipOsShutdown say how the operating system is treated, and there is none.
pub(crate) fn stop_instances(
    cx: &mut Write<'_>,
    request: &StopInstancesRequest,
) -> Result<StopInstancesResult> {
    let StopInstancesRequest { force: _, skip_os_shutdown: _, .. } = request;
    let hibernate = request.hibernate == Some(true);
    let ids = checked(cx.read(), &request.instance_ids, |row, cx| {
        check_stoppable(row, cx)?;
        if hibernate { check_hibernates(row, cx) } else { Ok(()) }
    })?;
    let mut changes = Vec::with_capacity(ids.len());
    for id in ids {
        let before = state(cx.read(), &id)?;
        if before == InstanceStateName::Running {
            let now = cx.now().timestamp();
            let reason =
                if hibernate { Reason::UserHibernate(now) } else { Reason::UserShutdown(now) };
            stop(cx, &id, (reason, Phase::Stopped))?;
        }
        changes.push(change(cx.read(), &id, before)?);
    }
    Ok(StopInstancesResult { stopping_instances: Some(changes) })
}

fn check_hibernates(row: &Row<Instance>, cx: Read<'_>) -> Result<()> {
    let id = &row.id;
    if !row.switches.hibernation {
        let message = format!(
            "The instance can't be hibernated because it was not configured at launch for \
             hibernation: {id}"
        );
        return Err(Error::new("UnsupportedHibernationConfiguration", message));
    }
    // <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/troubleshoot-instance-hibernate.html>;
    // the code is met in transcripts 71454277879 and 56187953764.
    // unverified (looked up 2026-11-26): how the message begins and ends.
    let takes = if row.launch.is_windows {
        INSTANCES_HIBERNATION_OF_WINDOWS
    } else {
        INSTANCES_HIBERNATION
    };
    let ready = row.state.settles().map(|running| running.plus_millis(cx.takes(takes)));
    if ready.is_some_and(|ready| !cx.now().reached(ready)) {
        let message =
            format!("Instance {id} is not ready to hibernate yet, retry in a few minutes.");
        return Err(Error::new("UnsupportedOperation", message));
    }
    Ok(())
}

fn check_stoppable(row: &Row<Instance>, cx: Read<'_>) -> Result<()> {
    let id = &row.id;
    match row.state(cx.now()) {
        // Recorded in <https://github.com/cloud-custodian/cloud-custodian/pull/6014>.
        InstanceStateName::Pending => {
            let message = format!(
                "Instance '{id}' cannot be stopped as it has never reached the 'running' state."
            );
            return Err(Error::new("IncorrectInstanceState", message));
        }
        InstanceStateName::ShuttingDown | InstanceStateName::Terminated => {
            let message =
                format!("This instance '{id}' is not in a state from which it can be stopped.");
            return Err(Error::new("IncorrectInstanceState", message));
        }
        _ => {}
    }
    if row.switches.disable_api_stop {
        return Err(protected(id, "stopped", "disableApiStop"));
    }
    if row.spot().is_some_and(|spot| spot.kind == SpotInstanceType::OneTime) {
        let message = format!(
            "You can't stop the Spot Instance '{id}' because it is associated with a one-time \
             Spot Instance request. You can only stop Spot Instances associated with persistent \
             Spot Instance requests."
        );
        return Err(Error::new("UnsupportedOperation", message));
    }
    if row.spot().is_some() && row.member().is_some() {
        // Recorded of a fleet that maintains its capacity.
        let message = format!(
            "You can't stop the Spot Instance '{id}' because it is in a fleet, which does not \
             support stop."
        );
        return Err(Error::new("UnsupportedOperation", message));
    }
    // <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-requests.html>
    if row.spot().is_some() && spot_instance_requests_records::is_in_launch_group(cx, id) {
        // unverified (looked up 2026-11-26): code and wording.
        let message = format!(
            "You can't stop the Spot Instance '{id}' because it is part of a launch group."
        );
        return Err(Error::new("UnsupportedOperation", message));
    }
    Ok(())
}

fn protected(id: &str, what: &str, attribute: &str) -> Error {
    let message = format!(
        "The instance '{id}' may not be {what}. Modify its '{attribute}' instance attribute and \
         try again."
    );
    Error::new("OperationNotPermitted", message)
}

/// A reboot leaves nothing to see behind: not even the time of the launch changes.
pub(crate) fn reboot_instances(cx: &mut Write<'_>, request: &RebootInstancesRequest) -> Result<()> {
    checked(cx.read(), &request.instance_ids, |row, cx| match row.state(cx.now()) {
        // Requests to reboot terminated instances are ignored:
        // <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RebootInstances.html>
        InstanceStateName::Running | InstanceStateName::Pending | InstanceStateName::Terminated => {
            Ok(())
        }
        // unverified (looked up 2026-11-26): no recording has the wording.
        _ => {
            let id = &row.id;
            let message =
                format!("This instance '{id}' is not in a state from which it can be rebooted.");
            Err(Error::new("IncorrectInstanceState", message))
        }
    })?;
    Ok(())
}

/// Force and SkipOsShutdown say how the operating system is treated, and there is none. A protected
/// instance keeps those of its zone, and no others; an id that nothing has keeps all.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html>
pub(crate) fn terminate_instances(
    cx: &mut Write<'_>,
    request: &TerminateInstancesRequest,
) -> Result<TerminateInstancesResult> {
    let TerminateInstancesRequest { force: _, skip_os_shutdown: _, .. } = request;
    check_given(&request.instance_ids)?;
    let rows = cx.read().get_all::<Instance>(&request.instance_ids)?;
    let refusal = |row: &&Row<Instance>| check_terminable(row, cx.read()).err();
    let refused = rows.iter().filter_map(|row| Some((&row.launch.zone, refusal(row)?)));
    let refused: Vec<(&Text, Error)> = refused.collect();
    let goes = |row: &&&Row<Instance>| refused.iter().all(|(zone, _)| **zone != row.launch.zone);
    let ids: Vec<_> = rows.iter().filter(goes).map(|row| row.id.clone()).collect();
    let refusal = refused.into_iter().next().map(|(_, refusal)| refusal);
    let mut changes = Vec::with_capacity(ids.len());
    for id in ids {
        let before = state(cx.read(), &id)?;
        if !is_ending(before) {
            terminate(cx, &id)?;
        }
        changes.push(change(cx.read(), &id, before)?);
    }
    match refusal {
        Some(refusal) if changes.is_empty() => Err(refusal),
        Some(refusal) => Err(refusal.of_a_part()),
        None => Ok(TerminateInstancesResult { terminating_instances: Some(changes) }),
    }
}

fn check_terminable(row: &Row<Instance>, cx: Read<'_>) -> Result<()> {
    if is_ending(row.state(cx.now())) {
        return Ok(());
    }
    if row.switches.disable_api_termination {
        return Err(protected(&row.id, "terminated", "disableApiTermination"));
    }
    if row.switches.disable_api_stop {
        return Err(protected(&row.id, "terminated", "disableApiStop"));
    }
    Ok(())
}

const fn is_ending(state: InstanceStateName) -> bool {
    matches!(state, InstanceStateName::ShuttingDown | InstanceStateName::Terminated)
}

/// The instances of a request, each once, if each of them passes.
fn checked(
    cx: Read<'_>,
    ids: &[String],
    check: impl Fn(&Row<Instance>, Read<'_>) -> Result<()>,
) -> Result<Vec<InstanceId>> {
    check_given(ids)?;
    let rows = cx.get_all::<Instance>(ids)?;
    for row in &rows {
        check(row, cx)?;
    }
    Ok(rows.into_iter().map(|row| row.id.clone()).collect())
}

/// Recorded of TerminateInstances: <https://github.com/gruntwork-io/cloud-nuke/issues/731>.
// unverified (looked up 2026-11-26): that the others that take several instances do the same.
pub(crate) fn check_given(ids: &[String]) -> Result<()> {
    if ids.is_empty() {
        return Err(Error::combination("No instances specified"));
    }
    Ok(())
}

fn state(cx: Read<'_>, id: &str) -> Result<InstanceStateName> {
    Ok(cx.get::<Instance>(id)?.state(cx.now()))
}

fn change(cx: Read<'_>, id: &InstanceId, before: InstanceStateName) -> Result<InstanceStateChange> {
    Ok(InstanceStateChange {
        instance_id: Some(id.to_string()),
        current_state: Some(view::state(state(cx, id)?)),
        previous_state: Some(view::state(before)),
    })
}
