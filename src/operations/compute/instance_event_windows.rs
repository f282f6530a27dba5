//! Event windows: making and changing them, and whose maintenance comes in one. What that does to
//! an event stands where events are raised.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/event-windows.html>

use crate::engine::{By, Key, Operation, Read, Text, Timed, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::compute::hosts::Host;
use crate::records::compute::instance_event_windows::schedule::{Schedule, TimeRange};
use crate::records::compute::instance_event_windows::{InstanceEventWindow, Targets, tag_key};
use crate::records::compute::instances::Instance;
use crate::records::durations;
use crate::records::ids::{HostId, InstanceId};
use wire::{
    AssociateInstanceEventWindowRequest, AssociateInstanceEventWindowResult,
    CreateInstanceEventWindowRequest, CreateInstanceEventWindowResult,
    DeleteInstanceEventWindowRequest, DeleteInstanceEventWindowResult,
    DisassociateInstanceEventWindowRequest, DisassociateInstanceEventWindowResult,
    InstanceEventWindowState as State, InstanceEventWindowStateChange,
    InstanceEventWindowTimeRangeRequest, ModifyInstanceEventWindowRequest,
    ModifyInstanceEventWindowResult, Tag,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateInstanceEventWindow => create_instance_event_window;
    Read  DescribeInstanceEventWindows => listed::<InstanceEventWindow>;
    Write ModifyInstanceEventWindow => modify_instance_event_window;
    Write DeleteInstanceEventWindow => delete_instance_event_window;
    Write AssociateInstanceEventWindow => associate_instance_event_window;
    Write DisassociateInstanceEventWindow => disassociate_instance_event_window;
};

const MAX_WINDOWS: usize = 200;
const MAX_INSTANCES: usize = 100;
const MAX_HOSTS: usize = 50;
const MAX_TAGS: usize = 50;

// The limits are documented; unverified (looked up 2026-11-26): the codes and the words of all
// refusals here.
fn create_instance_event_window(
    cx: &mut Write<'_>,
    request: &CreateInstanceEventWindowRequest,
) -> Result<CreateInstanceEventWindowResult> {
    let tags = cx.tags_for::<InstanceEventWindow>(&request.tag_specifications)?;
    let schedule = schedule(&request.time_ranges, request.cron_expression.as_deref())?;
    let schedule = schedule.ok_or_else(|| Error::missing("TimeRange or CronExpression"))?;
    let now = cx.now();
    let windows = cx.read().table::<InstanceEventWindow>().iter(0, now);
    if windows.filter(|(_, row)| !row.is_leaving(now)).count() >= MAX_WINDOWS {
        let message = format!("You have reached the limit of {MAX_WINDOWS} event windows.");
        return Err(Error::new("InstanceEventWindowLimitExceeded", message));
    }
    let name = request.name.as_deref().map(Into::into);
    let state = changing(cx.read());
    let window = cx.create(InstanceEventWindow { name, schedule, targets: None, state }, tags)?;
    Ok(CreateInstanceEventWindowResult { instance_event_window: Some(window) })
}

/// It is shown as one that is made again whenever it is changed: the guide's examples.
fn changing(cx: Read<'_>) -> Timed<State> {
    cx.transition(State::Creating, State::Active, durations::INSTANCE_EVENT_WINDOWS_CREATING)
}

fn schedule(
    ranges: &[InstanceEventWindowTimeRangeRequest],
    cron: Option<&str>,
) -> Result<Option<Schedule>> {
    let schedule = match (ranges, cron) {
        ([], None) => return Ok(None),
        ([], Some(text)) => Schedule::of_cron(text).ok_or_else(|| {
            let reason = "Only hours and days of the week can be given, as in '* 0-4 * * 1,5'.";
            Error::bad_parameter("CronExpression", text, reason)
        })?,
        (_, None) => Schedule::of_ranges(ranges.iter().map(range).collect::<Result<_>>()?),
        (_, Some(_)) => return Err(Error::exclusive("TimeRange", "CronExpression")),
    };
    match schedule.lengths() {
        (2.., 4..) => Ok(Some(schedule)),
        _ => {
            let message = "Each time range must be at least 2 hours, and all time ranges of an \
                           event window together at least 4 hours.";
            Err(Error::invalid_value(message))
        }
    }
}

fn range(asked: &InstanceEventWindowTimeRangeRequest) -> Result<TimeRange> {
    let missing = |member: &str| Error::missing(&format!("TimeRange.{member}"));
    let start = asked.start_week_day.ok_or_else(|| missing("StartWeekDay"))?;
    let end = asked.end_week_day.ok_or_else(|| missing("EndWeekDay"))?;
    Ok(TimeRange {
        start: (start, asked.start_hour.ok_or_else(|| missing("StartHour"))?),
        end: (end, asked.end_hour.ok_or_else(|| missing("EndHour"))?),
    })
}

/// What is scheduled already stays when it is.
fn modify_instance_event_window(
    cx: &mut Write<'_>,
    request: &ModifyInstanceEventWindowRequest,
) -> Result<ModifyInstanceEventWindowResult> {
    let id = &request.instance_event_window_id;
    let schedule = schedule(&request.time_ranges, request.cron_expression.as_deref())?;
    cx.read().get_live::<InstanceEventWindow>(id)?;
    let window = change(cx, id, |window| {
        if let Some(schedule) = schedule {
            window.schedule = schedule;
        }
        if let Some(name) = request.name.as_deref() {
            window.name = Some(name.into());
        }
    })?;
    Ok(ModifyInstanceEventWindowResult { instance_event_window: Some(window) })
}

fn change(
    cx: &mut Write<'_>,
    id: &str,
    change: impl FnOnce(&mut InstanceEventWindow),
) -> Result<wire::InstanceEventWindow> {
    let state = changing(cx.read());
    let mut row = cx.get_mut::<InstanceEventWindow>(id)?;
    change(&mut row.record);
    row.state = state;
    drop(row);
    let cx = cx.read();
    cx.view::<InstanceEventWindow>(id)
}

fn delete_instance_event_window(
    cx: &mut Write<'_>,
    request: &DeleteInstanceEventWindowRequest,
) -> Result<DeleteInstanceEventWindowResult> {
    let id = &request.instance_event_window_id;
    let window = cx.read().get_live::<InstanceEventWindow>(id)?;
    let is_empty = window.targets.as_ref().is_none_or(Targets::is_empty);
    if !is_empty && request.force_delete != Some(true) {
        let message = format!(
            "The event window '{id}' is associated with targets. Use ForceDelete to delete it."
        );
        return Err(Error::new("DependencyViolation", message));
    }
    let left = cx.delete::<InstanceEventWindow>(id)?;
    let change = InstanceEventWindowStateChange {
        instance_event_window_id: left.view.instance_event_window_id,
        state: left.view.state,
    };
    Ok(DeleteInstanceEventWindowResult { instance_event_window_state: Some(change) })
}

fn associate_instance_event_window(
    cx: &mut Write<'_>,
    request: &AssociateInstanceEventWindowRequest,
) -> Result<AssociateInstanceEventWindowResult> {
    let (id, asked) = (&request.instance_event_window_id, &request.association_target);
    let window = cx.read().get_live::<InstanceEventWindow>(id)?;
    let mut targets = window.targets.clone().unwrap_or_default();
    let asked = (&asked.instance_ids, &asked.instance_tags, &asked.dedicated_host_ids);
    let (instances, tags, hosts) = asked_targets(asked);
    for instance in cx.read().get_all::<Instance>(instances)? {
        if instance.host().is_some() {
            let message = format!(
                "The instance '{}' is on a Dedicated Host. Associate the host instead.",
                instance.id
            );
            return Err(Error::invalid_value(message));
        }
    }
    cx.read().get_all::<Host>(hosts)?;
    for instance in instances.iter().map(|it| InstanceId::new(it.as_str())) {
        check_alone(cx.read(), id, (InstanceEventWindow::BY_INSTANCE, &instance))?;
        add(&mut targets.instances, instance);
    }
    for tag in tags {
        check_alone(cx.read(), id, (InstanceEventWindow::BY_TAG, tag_key(&tag).as_str()))?;
        add(&mut targets.tags, tag);
    }
    for host in hosts.iter().map(|it| HostId::new(it.as_str())) {
        check_alone(cx.read(), id, (InstanceEventWindow::BY_HOST, &host))?;
        add(&mut targets.hosts, host);
    }
    check_counts(&targets)?;
    let window = change(cx, id, |window| window.targets = Some(targets))?;
    Ok(AssociateInstanceEventWindowResult { instance_event_window: Some(window) })
}

/// What was given of instances, tags and hosts.
type Asked<'a> = (&'a Option<Vec<String>>, &'a Option<Vec<Tag>>, &'a Option<Vec<String>>);

fn asked_targets((instances, tags, hosts): Asked<'_>) -> AskedTargets<'_> {
    let tags = tags.as_deref().unwrap_or_default().iter().map(|tag| {
        let text = |text: &Option<String>| Text::from(text.as_deref().unwrap_or_default());
        (text(&tag.key), text(&tag.value))
    });
    let tags: Vec<_> = tags.collect();
    let instances = instances.as_deref().unwrap_or_default();
    let hosts = hosts.as_deref().unwrap_or_default();
    (instances, tags, hosts)
}

type AskedTargets<'a> = (&'a [String], Vec<(Text, Text)>, &'a [String]);

/// A target has one window.
fn check_alone<K: Key + ?Sized>(
    cx: Read<'_>,
    id: &str,
    (by, target): (By<InstanceEventWindow, K>, &K),
) -> Result<()> {
    let mut others = cx.with(by, target).filter(|row| !row.is_leaving(cx.now()));
    match others.find(|row| *row.id != *id) {
        None => Ok(()),
        Some(other) => {
            let target = target.text();
            let message = format!(
                "The target '{target}' is already associated with the event window '{}'.",
                other.id
            );
            Err(Error::invalid_value(message))
        }
    }
}

fn check_counts(targets: &Targets) -> Result<()> {
    let counts = [targets.instances.len(), targets.tags.len(), targets.hosts.len()];
    if counts.iter().filter(|count| **count > 0).count() > 1 {
        let message = "Only one type of target (instance ID, instance tag, or Dedicated Host ID) \
                       can be associated with an event window.";
        return Err(Error::combination(message));
    }
    if counts.iter().zip([MAX_INSTANCES, MAX_TAGS, MAX_HOSTS]).any(|(count, most)| *count > most) {
        let message = format!(
            "An event window can be associated with up to {MAX_INSTANCES} instance IDs, \
             {MAX_HOSTS} Dedicated Host IDs or {MAX_TAGS} instance tags."
        );
        return Err(Error::new("InstanceEventWindowLimitExceeded", message));
    }
    Ok(())
}

fn add<T: PartialEq>(targets: &mut Vec<T>, target: T) {
    if !targets.contains(&target) {
        targets.push(target);
    }
}

/// An instance that is neither associated nor there is said to be missing: Terraform's provider
/// looks for that.
// unverified (looked up 2026-11-26): what is said of other targets that are not associated.
fn disassociate_instance_event_window(
    cx: &mut Write<'_>,
    request: &DisassociateInstanceEventWindowRequest,
) -> Result<DisassociateInstanceEventWindowResult> {
    let (id, asked) = (&request.instance_event_window_id, &request.association_target);
    let window = cx.read().get_live::<InstanceEventWindow>(id)?;
    let mut targets = window.targets.clone().unwrap_or_default();
    let asked = (&asked.instance_ids, &asked.instance_tags, &asked.dedicated_host_ids);
    let (instances, tags, hosts) = asked_targets(asked);
    let not_associated = |target: &str| {
        let message =
            format!("The target '{target}' is not associated with the event window '{id}'.");
        Error::invalid_value(message)
    };
    for instance in instances {
        if !take(&mut targets.instances, &InstanceId::new(instance.as_str())) {
            cx.get::<Instance>(instance)?;
            return Err(not_associated(instance));
        }
    }
    for tag in &tags {
        if !take(&mut targets.tags, tag) {
            return Err(not_associated(&tag_key(tag)));
        }
    }
    for host in hosts {
        if !take(&mut targets.hosts, &HostId::new(host.as_str())) {
            return Err(not_associated(host));
        }
    }
    let window = change(cx, id, |window| window.targets = Some(targets))?;
    Ok(DisassociateInstanceEventWindowResult { instance_event_window: Some(window) })
}

/// Whether it was there.
fn take<T: PartialEq>(targets: &mut Vec<T>, target: &T) -> bool {
    let at = targets.iter().position(|it| it == target);
    at.map(|at| targets.remove(at)).is_some()
}
