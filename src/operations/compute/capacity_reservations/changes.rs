//! Changing and cancelling reservations, and what is used of one.

use super::checks::{changed_count, end};
use super::future::{check_end, is_bound};
use crate::catalog::instance_types;
use crate::effects::compute::capacity_reservations::{VISIBLE_MILLIS, cancel, take_running};
use crate::engine::{Read, Row, Write};
use crate::error::{Error, Result};
use crate::records::compute::capacity_reservations::{CapacityReservation, available, used};
use crate::records::compute::instances::launch::capacity::{self, Wanted};
use wire::{
    CancelCapacityReservationRequest, CancelCapacityReservationResult,
    CapacityReservationState as State, EndDateType, GetCapacityReservationUsageRequest,
    GetCapacityReservationUsageResult, InstanceUsage, ModifyCapacityReservationRequest,
    ModifyCapacityReservationResult,
};

pub(crate) fn modify_capacity_reservation(
    cx: &mut Write<'_>,
    request: &ModifyCapacityReservationRequest,
) -> Result<ModifyCapacityReservationResult> {
    // Reserved for systems of AWS's own.
    let _ = request.accept;
    let row = changeable(cx.read(), &request.capacity_reservation_id)?;
    let id = row.id.clone();
    let total = request.instance_count;
    let total = total.map_or(Ok(row.total), |asked| changed_count(asked, row.total))?;
    if total < used(cx.read(), &id) {
        // unverified (looked up 2026-11-26): code and message.
        let message = "The Capacity Reservation cannot have fewer instances than it is used by.";
        return Err(Error::invalid_value(message));
    }
    if total < row.total && is_bound(cx.read(), row) {
        // unverified (looked up 2026-11-26): code and message.
        let message = "The instance count cannot be decreased during the commitment duration.";
        return Err(Error::invalid_value(message));
    }
    let criteria = request.instance_match_criteria.unwrap_or(row.criteria);
    if criteria != row.criteria && used(cx.read(), &id) > 0 {
        // See `API_ModifyCapacityReservation` in AWS's reference.
        // unverified (looked up 2026-11-26): code and wording.
        let message = format!(
            "The instance eligibility of the Capacity Reservation '{id}' cannot be modified while \
             it is in use."
        );
        return Err(Error::new("InvalidCapacityReservationState", message));
    }
    let end = match (request.end_date_type, request.end_date) {
        (None, None) => row.end,
        (None, date) => end(cx.now(), Some(EndDateType::Limited), date)?,
        (kind, date) => end(cx.now(), kind, date)?,
    };
    check_end(row.future.as_deref(), end)?;
    if let Some(kind) = instance_types::find(&row.instance_type).filter(|_| total > row.total) {
        capacity::check(cx.read(), &Wanted::reserved(kind), &row.zone)?;
    }
    let mut row = cx.get_mut::<CapacityReservation>(&id)?;
    (row.criteria, row.total, row.end) = (criteria, total, end);
    drop(row);
    match end {
        Some(end) => cx.end::<CapacityReservation>(&id, end.plus_millis(VISIBLE_MILLIS)),
        None => cx.keep::<CapacityReservation>(&id),
    }
    take_running(cx, &id)?;
    Ok(ModifyCapacityReservationResult {
        r#return: Some(true),
        ..ModifyCapacityReservationResult::default()
    })
}

/// Its instances go on, outside of it.
pub(crate) fn cancel_capacity_reservation(
    cx: &mut Write<'_>,
    request: &CancelCapacityReservationRequest,
) -> Result<CancelCapacityReservationResult> {
    let row = cx.get::<CapacityReservation>(&request.capacity_reservation_id)?;
    let id = row.id.clone();
    if is_bound(cx.read(), row) {
        // unverified (looked up 2026-11-26): code and message; a quote, of which there are none,
        // would do.
        let message = format!(
            "The Capacity Reservation '{id}' cannot be cancelled during its commitment duration \
             without a cancellation quote."
        );
        return Err(Error::new("InvalidCapacityReservationState", message));
    }
    if row.state(cx.now()) != State::Assessing {
        changeable(cx.read(), &id)?;
    }
    cancel(cx, &id)?;
    Ok(CancelCapacityReservationResult { r#return: Some(true) })
}

/// # Errors
/// Those of the id, and `InvalidCapacityReservationState` for a reservation that has ended.
// unverified (looked up 2026-11-26): the wording.
pub(crate) fn active<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<CapacityReservation>> {
    let row = cx.get::<CapacityReservation>(id)?;
    if row.block.is_some() {
        // unverified (looked up 2026-11-26): code and wording.
        let message = "The operation is not supported for Capacity Blocks.";
        return Err(Error::new("UnsupportedOperation", message));
    }
    if row.state(cx.now()) == State::Active {
        return Ok(row);
    }
    let message = format!("The Capacity Reservation '{id}' is not in the active state.");
    Err(Error::new("InvalidCapacityReservationState", message))
}

/// One that is active and not interruptible, which changes by what it was taken from alone.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/interruptible-capacity-reservations.html>
///
/// # Errors
/// Those of [`active`], and `UnsupportedOperation`.
// unverified (looked up 2026-11-26): code and wording.
pub(crate) fn changeable<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<CapacityReservation>> {
    let row = active(cx, id)?;
    if row.source.is_none() {
        return Ok(row);
    }
    let message = "The operation is not supported for interruptible Capacity Reservations.";
    Err(Error::new("UnsupportedOperation", message))
}

/// The only user of a reservation is its owner.
pub(crate) fn get_capacity_reservation_usage(
    cx: Read<'_>,
    request: &GetCapacityReservationUsageRequest,
) -> Result<GetCapacityReservationUsageResult> {
    let token = request.next_token.as_deref();
    let paging = cx.paging(request.max_results, token)?;
    let row = cx.get::<CapacityReservation>(&request.capacity_reservation_id)?;
    let used = used(cx, &row.id);
    let int = |number: u32| i32::try_from(number).ok();
    let usages = (used > 0).then(|| {
        let account_id = cx.account().to_string();
        let used_instance_count = int(used);
        (account_id.clone(), InstanceUsage { account_id: Some(account_id), used_instance_count })
    });
    let page = paging.cut_sorted(usages.into_iter())?;
    Ok(GetCapacityReservationUsageResult {
        capacity_reservation_id: Some(row.id.to_string()),
        instance_type: Some(row.instance_type.to_string()),
        total_instance_count: int(row.total),
        available_instance_count: int(available(cx, row)),
        state: Some(row.state(cx.now())),
        instance_usages: Some(page.items),
        next_token: page.next_token,
        ..GetCapacityReservationUsageResult::default()
    })
}
