//! What the application status checks of an instance find. No application runs here that could
//! answer, and nobody asks: a check never passes, and never fails. What is true of it is that there
//! are not enough data, once the time is over that an application may take to start.

use super::{
    ApplicationStatusCheck, ApplicationStatusCheckAssociation as Association,
    ApplicationStatusCheckSuppression, Target,
};
use crate::engine::{Read, Row};
use crate::records::compute::instances::Instance;
use wire::{
    AggregationStatusEnum, ApplicationStatus, ApplicationStatusCheckEnum as Found,
    ApplicationStatusDetail, ApplicationStatusEnum as Status, InstanceStateName, Timestamp,
};

/// What is told of an instance: what each check found, and what comes of those that are included.
// unverified (looked up 2026-11-26): which times are told of what does not apply.
pub(crate) fn of_instance(cx: Read<'_>, instance: &Row<Instance>) -> ApplicationStatus {
    let details: Vec<_> =
        checks(cx, instance).into_iter().map(|check| detail(cx, instance, check)).collect();
    let suppression = cx.find::<ApplicationStatusCheckSuppression>(&*instance.id);
    let (status, since) = match suppression {
        Some(suppression) => (Status::Suppressed, Some(suppression.since)),
        None => together(&details),
    };
    ApplicationStatus {
        status: Some(status),
        status_time_stamp: since,
        status_since: since,
        resume_at: suppression.and_then(|suppression| suppression.until),
        details: Some(details),
    }
}

/// Whether any check is for an instance.
pub(crate) fn has_checks(cx: Read<'_>, instance: &Row<Instance>) -> bool {
    associations(cx, instance).next().is_some()
}

/// A check, and since when it is for an instance.
type Applying<'a> = (&'a Row<ApplicationStatusCheck>, Timestamp);

fn associations<'a>(
    cx: Read<'a>,
    instance: &'a Row<Instance>,
) -> impl Iterator<Item = &'a Row<Association>> {
    let own = cx.with(Association::BY_INSTANCE, &instance.id);
    let of_tags = instance.tags.iter().flat_map(move |(key, value)| {
        let tag = Target::Tag(key.into(), value.into());
        let alike = cx.with(Association::BY_TAG, tag.text().as_str());
        alike.filter(move |row| row.target == tag)
    });
    own.chain(of_tags)
}

/// Each once, in the order in which they were made.
fn checks<'a>(cx: Read<'a>, instance: &'a Row<Instance>) -> Vec<Applying<'a>> {
    let found = associations(cx, instance).filter_map(|row| {
        let check = cx.find::<ApplicationStatusCheck>(&row.check_id)?;
        Some((check, row.associated))
    });
    let mut checks: Vec<Applying<'a>> = found.collect();
    checks.sort_by(|(one, at), (other, then)| {
        (one.created, &one.id, at).cmp(&(other.created, &other.id, then))
    });
    checks.dedup_by(|(other, _), (one, _)| one.id == other.id);
    checks
}

fn detail(
    cx: Read<'_>,
    instance: &Row<Instance>,
    (check, associated): Applying<'_>,
) -> ApplicationStatusDetail {
    let (found, since) = found(cx, instance, check, associated.max(instance.launched));
    ApplicationStatusDetail {
        application_status_check_id: Some(check.id.to_string()),
        check_update_time: Some(check.updated()),
        aggregation: Some(check.settings.aggregation),
        status: Some(found),
        status_time_stamp: since,
        status_since: since,
        reason: None,
    }
}

/// An application has some time to start where an instance has, too.
fn found(
    cx: Read<'_>,
    instance: &Instance,
    check: &ApplicationStatusCheck,
    applies: Timestamp,
) -> (Found, Option<Timestamp>) {
    if instance.state(cx.now()) != InstanceStateName::Running {
        return (Found::NotApplicable, None);
    }
    let grace_millis = i64::from(check.settings.grace_period_seconds) * 1_000;
    match instance.state.settles().map(|running| running.plus_millis(grace_millis)) {
        Some(over) if !cx.now().reached(over) => (Found::Initializing, Some(applies)),
        over => (Found::InsufficientData, over.max(Some(applies))),
    }
}

/// What comes of the checks that are included.
fn together(details: &[ApplicationStatusDetail]) -> (Status, Option<Timestamp>) {
    let included =
        details.iter().filter(|it| it.aggregation == Some(AggregationStatusEnum::Included));
    let since = |wanted: Found| {
        let alike = included.clone().filter(move |it| it.status == Some(wanted));
        alike.map(|it| it.status_since)
    };
    if let Some(first) = since(Found::Initializing).min() {
        return (Status::Initializing, first);
    }
    match since(Found::InsufficientData).max() {
        Some(last) => (Status::InsufficientData, last),
        None => (Status::NotApplicable, None),
    }
}
