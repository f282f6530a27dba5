//! What is told of every fleet: the instances that are active in it, and what happened to it.

use crate::engine::page::Page;
use crate::engine::{Id, Paging, Read};
use crate::error::Result;
use crate::records::compute::fleets::core::{Core, Event, Subject};
use crate::records::compute::instances::Instance;
use wire::{ActiveInstance, EventInformation, InstanceHealthStatus, InstanceStateName, Timestamp};

/// The instances of a fleet that run or are about to, behind the page before.
pub(crate) fn active<'a, F>(
    cx: Read<'a>,
    fleet: &Id<F>,
    paging: &Paging,
) -> Result<impl Iterator<Item = (u64, ActiveInstance)> + use<'a, F>> {
    use InstanceStateName::{Pending, Running};
    let fleet = fleet.any();
    let rows = cx.listed::<Instance>(&[], Some(Instance::BY_FLEET.under(&fleet)), paging)?;
    let rows = rows.filter(move |(_, row)| matches!(row.state(cx.now()), Pending | Running));
    Ok(rows.map(|(seq, row)| {
        let view = ActiveInstance {
            instance_id: Some(row.id.to_string()),
            instance_type: Some(row.kind.name.to_owned()),
            spot_instance_request_id: row.spot().map(|spot| spot.request_id.to_string()),
            // Nothing here is ever impaired.
            instance_health: Some(InstanceHealthStatus::Healthy),
        };
        (seq, view)
    }))
}

/// A page of what happened from a moment on, perhaps to one subject only.
pub(crate) fn events<'a>(
    cx: Read<'_>,
    core: &'a Core,
    start: Timestamp,
    wanted: Option<Subject>,
    paging: &Paging,
) -> Result<Page<&'a Event>> {
    let events = core.events_since(start, cx.now()).into_iter();
    let events = events.filter(|event| wanted.is_none_or(|wanted| event.subject == wanted));
    let events = (1_u64..).zip(events).filter(|(at, _)| *at > paging.position());
    paging.cut(events.map(Ok))
}

pub(crate) fn information(event: &Event) -> EventInformation {
    EventInformation {
        event_description: event.description.as_deref().map(str::to_owned),
        event_sub_type: Some(event.what.to_string()),
        instance_id: event.instance.as_deref().map(str::to_owned),
    }
}
