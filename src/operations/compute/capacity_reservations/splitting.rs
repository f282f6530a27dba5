//! Capacity that goes from one reservation to another. Groups of reservations are Resource Groups'
//! matter, of which there are none here.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/capacity-reservations-split.html>

use super::changes::changeable;
use super::checks::count;
use super::future::check_whole;
use crate::effects::compute::capacity_reservations::{
    cancel, put_into, reserve_with, take_running,
};
use crate::engine::{Read, Row, Write};
use crate::error::{Error, Result};
use crate::records::compute::capacity_reservations::{CapacityReservation, available};
use crate::records::compute::instances::Instance;
use crate::records::ids::InstanceId;
use wire::{
    CapacityReservationPreference, CreateCapacityReservationBySplittingRequest,
    CreateCapacityReservationBySplittingResult, GetGroupsForCapacityReservationRequest,
    GetGroupsForCapacityReservationResult, InstanceMatchCriteria,
    MoveCapacityReservationInstancesRequest, MoveCapacityReservationInstancesResult,
};

/// The new one is like the other but for its tags.
pub(crate) fn create_by_splitting(
    cx: &mut Write<'_>,
    request: &CreateCapacityReservationBySplittingRequest,
) -> Result<CreateCapacityReservationBySplittingResult> {
    let tags = cx.tags_for::<CapacityReservation>(&request.tag_specifications)?;
    let row = changeable(cx.read(), &request.source_capacity_reservation_id)?;
    check_whole(cx.read(), row)?;
    let count = count(request.instance_count)?;
    if count == row.total {
        // unverified (looked up 2026-11-26): code and wording.
        let message = "A Capacity Reservation cannot be split off with all of its instances.";
        return Err(Error::invalid_value(message));
    }
    let moved = leaving(cx.read(), row, count, InstanceMatchCriteria::Open)?;
    let source = row.id.clone();
    let created = cx.now().timestamp().whole_seconds();
    let record = CapacityReservation { total: count, created, fleet: None, ..row.record.clone() };
    cx.get_mut::<CapacityReservation>(&source)?.total -= count;
    let id = reserve_with(cx, record, tags, &moved)?;
    Ok(CreateCapacityReservationBySplittingResult {
        source_capacity_reservation: shown(cx, &source)?,
        destination_capacity_reservation: shown(cx, &id)?,
        instance_count: Some(request.instance_count),
    })
}

fn shown(cx: &Write<'_>, id: &str) -> Result<Option<wire::CapacityReservation>> {
    Ok(Some(cx.view::<CapacityReservation>(id)?))
}

/// So many instances of a reservation that nobody uses.
pub(crate) fn free(cx: Read<'_>, row: &Row<CapacityReservation>, asked: i32) -> Result<u32> {
    let count = count(asked)?;
    if count > available(cx, row) { Err(insufficient(row)) } else { Ok(count) }
}

// unverified (looked up 2026-11-26): code and wording.
fn insufficient(row: &Row<CapacityReservation>) -> Error {
    let message =
        format!("The Capacity Reservation '{}' does not have enough available capacity.", row.id);
    Error::new("InsufficientCapacity", message)
}

/// The instances that go with so much of a reservation's capacity: none while there is enough that
/// nobody uses. Only those that may use any reservation go elsewhere, from one that is open to
/// another such one.
fn leaving(
    cx: Read<'_>,
    row: &Row<CapacityReservation>,
    count: u32,
    to: InstanceMatchCriteria,
) -> Result<Vec<InstanceId>> {
    let missing = count.saturating_sub(available(cx, row)) as usize;
    let is_open = [row.criteria, to].iter().all(|it| *it == InstanceMatchCriteria::Open);
    let can_go = |instance: &&Row<Instance>| {
        let wish = instance.wish();
        is_open
            && wish.target.is_none()
            && wish.preference == CapacityReservationPreference::Open
            && !instance.is_terminated(cx.now())
    };
    let used = cx.with(Instance::BY_CAPACITY_RESERVATION, &row.id).filter(can_go);
    let leaving: Vec<_> = used.take(missing).map(|instance| instance.id.clone()).collect();
    if leaving.len() == missing { Ok(leaving) } else { Err(insufficient(row)) }
}

/// What loses all of its instances is cancelled.
pub(crate) fn move_instances(
    cx: &mut Write<'_>,
    request: &MoveCapacityReservationInstancesRequest,
) -> Result<MoveCapacityReservationInstancesResult> {
    let from = changeable(cx.read(), &request.source_capacity_reservation_id)?;
    let to = changeable(cx.read(), &request.destination_capacity_reservation_id)?;
    check_alike(from, to)?;
    check_whole(cx.read(), from)?;
    let count = count(request.instance_count)?;
    if count > from.total {
        return Err(insufficient(from));
    }
    let moved = leaving(cx.read(), from, count, to.criteria)?;
    let is_all = count == from.total;
    let (from, to) = (from.id.clone(), to.id.clone());
    cx.get_mut::<CapacityReservation>(&from)?.total -= count;
    cx.get_mut::<CapacityReservation>(&to)?.total += count;
    put_into(cx, &to, &moved)?;
    if is_all {
        cancel(cx, &from)?;
    }
    take_running(cx, &to)?;
    Ok(MoveCapacityReservationInstancesResult {
        source_capacity_reservation: shown(cx, &from)?,
        destination_capacity_reservation: shown(cx, &to)?,
        instance_count: Some(request.instance_count),
    })
}

/// What AWS says that both must have: type, platform, zone, tenancy, placement group and end.
// unverified (looked up 2026-11-26): code and wording.
fn check_alike(from: &Row<CapacityReservation>, to: &Row<CapacityReservation>) -> Result<()> {
    let of = |it: &Row<CapacityReservation>| {
        let place = (it.zone.clone(), it.tenancy, it.group.clone());
        (it.instance_type.clone(), it.platform, place, it.end)
    };
    if from.id != to.id && of(from) == of(to) {
        return Ok(());
    }
    Err(Error::invalid_value(
        "The source and the destination must be two Capacity Reservations with the same instance \
         type, platform, Availability Zone, tenancy, placement group and end.",
    ))
}

pub(crate) fn get_groups(
    cx: Read<'_>,
    request: &GetGroupsForCapacityReservationRequest,
) -> Result<GetGroupsForCapacityReservationResult> {
    cx.paging(request.max_results, request.next_token.as_deref())?;
    cx.get::<CapacityReservation>(&request.capacity_reservation_id)?;
    Ok(GetGroupsForCapacityReservationResult {
        capacity_reservation_groups: Some(Vec::new()),
        next_token: None,
    })
}
