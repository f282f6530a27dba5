//! Capacity that an owner lets others use until it is wanted back.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/interruptible-capacity-reservations.html>

use super::changes::active;
use super::future::check_whole;
use super::splitting::free;
use crate::effects::compute::capacity_interruptions::reclaim;
use crate::effects::compute::capacity_reservations::reserve;
use crate::engine::Write;
use crate::error::{Error, Result};
use crate::records::compute::capacity_reservations::{CapacityReservation, interruptible};
use wire::{
    CreateInterruptibleCapacityReservationAllocationRequest,
    CreateInterruptibleCapacityReservationAllocationResult, InstanceMatchCriteria,
    InterruptibleCapacityReservationAllocationStatus as Status, InterruptionType,
    UpdateInterruptibleCapacityReservationAllocationRequest,
    UpdateInterruptibleCapacityReservationAllocationResult,
};

// unverified (looked up 2026-11-26): that what is taken is not counted by its source any more.
pub(crate) fn create_allocation(
    cx: &mut Write<'_>,
    request: &CreateInterruptibleCapacityReservationAllocationRequest,
) -> Result<CreateInterruptibleCapacityReservationAllocationResult> {
    let tags = cx.tags_for::<CapacityReservation>(&request.tag_specifications)?;
    let row = active(cx.read(), &request.capacity_reservation_id)?;
    if row.source.is_some() || interruptible(cx.read(), &row.id).is_some() {
        // unverified (looked up 2026-11-26): code and wording.
        let message = format!(
            "The Capacity Reservation '{}' has an interruptible allocation already.",
            row.id
        );
        return Err(Error::new("InvalidCapacityReservationState", message));
    }
    check_whole(cx.read(), row)?;
    if row.end.is_some() {
        // See `API_CreateInterruptibleCapacityReservationAllocation` in AWS's reference.
        // unverified (looked up 2026-11-26): code and wording.
        let message = format!("The Capacity Reservation '{}' has an end date.", row.id);
        return Err(Error::new("InvalidCapacityReservationState", message));
    }
    let count = free(cx.read(), row, request.instance_count)?;
    let source = row.id.clone();
    let record = CapacityReservation {
        total: count,
        created: cx.now().timestamp().whole_seconds(),
        criteria: InstanceMatchCriteria::Targeted,
        fleet: None,
        future: None,
        source: Some(source.clone()),
        ..row.record.clone()
    };
    cx.get_mut::<CapacityReservation>(&source)?.total -= count;
    reserve(cx, record, tags)?;
    Ok(CreateInterruptibleCapacityReservationAllocationResult {
        source_capacity_reservation_id: Some(source.to_string()),
        target_instance_count: Some(request.instance_count),
        // The answer is older than what comes of it.
        status: Some(Status::Pending),
        interruption_type: Some(InterruptionType::Adhoc),
    })
}

pub(crate) fn update_allocation(
    cx: &mut Write<'_>,
    request: &UpdateInterruptibleCapacityReservationAllocationRequest,
) -> Result<UpdateInterruptibleCapacityReservationAllocationResult> {
    let row = active(cx.read(), &request.capacity_reservation_id)?;
    let Some(taken) = interruptible(cx.read(), &row.id) else {
        // unverified (looked up 2026-11-26): code and wording.
        let message =
            format!("The Capacity Reservation '{}' has no interruptible allocation.", row.id);
        return Err(Error::new("InvalidCapacityReservationState", message));
    };
    let target = request.target_instance_count.unwrap_or(0);
    let (source, id, before) = (row.id.clone(), taken.id.clone(), taken.total);
    let wanted = match u32::try_from(target) {
        Ok(wanted) if wanted <= before => wanted,
        Ok(wanted) => {
            let more = i32::try_from(wanted - before).unwrap_or(i32::MAX);
            before + free(cx.read(), row, more)?
        }
        Err(_) => {
            let reason = "Expecting a number from 0 on.";
            return Err(Error::bad_parameter("targetInstanceCount", target, reason));
        }
    };
    reclaim(cx, &id, wanted)?;
    Ok(UpdateInterruptibleCapacityReservationAllocationResult {
        interruptible_capacity_reservation_id: Some(id.to_string()),
        source_capacity_reservation_id: Some(source.to_string()),
        instance_count: i32::try_from(before).ok(),
        target_instance_count: Some(target),
        status: Some(if wanted == 0 { Status::Canceling } else { Status::Updating }),
        interruption_type: Some(InterruptionType::Adhoc),
    })
}
