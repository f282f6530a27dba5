//! The start of maintenance that EC2 has scheduled, which the owner may put off, and which tags the
//! notifications of events have. These go to EventBridge, which is not here.

use crate::effects::account::account_settings as account_settings_effects;
use crate::engine::{Operation, Read, Write, operations};
use crate::error::{Error, Result};
use crate::records::account::account_settings::{self, EventNotifications};
use crate::records::compute::instance_events::{InstanceEvent, Progress, Scheduled, What};
use crate::records::compute::instances::Instance;
use wire::{
    DeregisterInstanceEventNotificationAttributesRequest,
    DeregisterInstanceEventNotificationAttributesResult,
    DescribeInstanceEventNotificationAttributesRequest,
    DescribeInstanceEventNotificationAttributesResult, InstanceTagNotificationAttribute,
    ModifyInstanceEventStartTimeRequest, ModifyInstanceEventStartTimeResult,
    RegisterInstanceEventNotificationAttributesRequest,
    RegisterInstanceEventNotificationAttributesResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write ModifyInstanceEventStartTime => modify_start_time;
    Write RegisterInstanceEventNotificationAttributes => register_attributes;
    Write DeregisterInstanceEventNotificationAttributes => deregister_attributes;
    Read DescribeInstanceEventNotificationAttributes => describe_attributes;
};

/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/reschedule-event.html>
fn modify_start_time(
    cx: &mut Write<'_>,
    request: &ModifyInstanceEventStartTimeRequest,
) -> Result<ModifyInstanceEventStartTimeResult> {
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

// unverified (looked up 2026-11-26): the words; the code is in the reference's list.
fn unknown(id: &str) -> Error {
    let message = format!("The specified instance event '{id}' does not exist.");
    Error::new("InvalidInstanceEventIDNotFound", message)
}

/// Only an event with a deadline can be put off, and only until then; its start has to lie more
/// than an hour ahead, the old one and the new.
// unverified (looked up 2026-11-26): the words, and that all refusals have one code, which is in
// the reference's list.
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

fn register_attributes(
    cx: &mut Write<'_>,
    request: &RegisterInstanceEventNotificationAttributesRequest,
) -> Result<RegisterInstanceEventNotificationAttributesResult> {
    let wanted = &request.instance_tag_attribute;
    let attribute = change(
        cx,
        (wanted.include_all_tags_of_instance, wanted.instance_tag_keys.as_deref()),
        |notifications, (all, keys)| {
            notifications.all_tags |= all;
            notifications.tag_keys.extend(keys.iter().map(|key| key.as_str().into()));
        },
    )?;
    Ok(RegisterInstanceEventNotificationAttributesResult {
        instance_tag_attribute: Some(attribute),
    })
}

/// Taking all tags away leaves none.
// unverified (looked up 2026-11-26): that this forgets the keys that were named, too.
fn deregister_attributes(
    cx: &mut Write<'_>,
    request: &DeregisterInstanceEventNotificationAttributesRequest,
) -> Result<DeregisterInstanceEventNotificationAttributesResult> {
    let wanted = &request.instance_tag_attribute;
    change(
        cx,
        (wanted.include_all_tags_of_instance, wanted.instance_tag_keys.as_deref()),
        |notifications, (all, keys)| {
            if all {
                *notifications = EventNotifications::default();
            }
            for key in keys {
                notifications.tag_keys.remove(key.as_str());
            }
        },
    )?;
    // The command line's examples show what was removed; what remains is to be described.
    let instance_tag_attribute = Some(InstanceTagNotificationAttribute {
        instance_tag_keys: Some(wanted.instance_tag_keys.clone().unwrap_or_default()),
        include_all_tags_of_instance: Some(wanted.include_all_tags_of_instance == Some(true)),
    });
    Ok(DeregisterInstanceEventNotificationAttributesResult { instance_tag_attribute })
}

/// What a request says of all tags, and the keys that it names: one of these.
// unverified (looked up 2026-11-26): that both together are refused, and how.
fn change(
    cx: &mut Write<'_>,
    wanted: (Option<bool>, Option<&[String]>),
    change: impl FnOnce(&mut EventNotifications, (bool, &[String])),
) -> Result<InstanceTagNotificationAttribute> {
    let (all, keys) = (wanted.0 == Some(true), wanted.1.unwrap_or_default());
    if all && !keys.is_empty() {
        return Err(Error::exclusive("IncludeAllTagsOfInstance", "InstanceTagKeys"));
    }
    if wanted.0.is_none() && keys.is_empty() {
        return Err(Error::missing("InstanceTagKeys"));
    }
    account_settings_effects::change(cx, |settings| {
        change(&mut settings.event_notifications, (all, keys));
    })?;
    Ok(attribute(&account_settings::of(cx.read()).event_notifications))
}

fn describe_attributes(
    cx: Read<'_>,
    _: &DescribeInstanceEventNotificationAttributesRequest,
) -> Result<DescribeInstanceEventNotificationAttributesResult> {
    let notifications = &account_settings::of(cx).event_notifications;
    let instance_tag_attribute = Some(attribute(notifications));
    Ok(DescribeInstanceEventNotificationAttributesResult { instance_tag_attribute })
}

fn attribute(notifications: &EventNotifications) -> InstanceTagNotificationAttribute {
    let keys = notifications.tag_keys.iter().map(ToString::to_string);
    InstanceTagNotificationAttribute {
        instance_tag_keys: Some(keys.collect()),
        include_all_tags_of_instance: Some(notifications.all_tags),
    }
}
