//! Reservations for a date to come. Capacity never lacks here, so that each request is approved,
//! and delivered on its date; what AWS charges for giving a commitment up is not known.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateCapacityReservation.html>

use crate::catalog::instance_types::InstanceType;
use crate::engine::{Millis, Read, Row};
use crate::error::{Error, Result};
use crate::records::compute::capacity_reservations::{CapacityReservation, Future};
use crate::records::durations;
use wire::{
    CapacityReservationDeliveryPreference as DeliveryPreference, CapacityReservationState as State,
    CreateCapacityReservationRequest, InstanceMatchCriteria, Timestamp,
};

/// How long a request is assessed.
const ASSESSING_MILLIS: Millis = durations::CAPACITY_RESERVATIONS_ASSESSING;

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1_000;

const FAMILIES: [&str; 6] = ["c", "m", "r", "i", "t", "g"];

const MIN_VCPUS: u32 = 32;

/// What a request says of a date to come, if it does.
// unverified (looked up 2026-11-26): the codes and wordings of these refusals, whose rules are
// documented; and that the families are those of one letter alone.
pub(crate) fn asked(
    cx: Read<'_>,
    request: &CreateCapacityReservationRequest,
    kind: &InstanceType,
    total: u32,
) -> Result<Option<Box<Future>>> {
    let Some((start, commitment)) = dates(request)? else { return Ok(None) };
    let (now, day) = (cx.now(), DAY_MILLIS);
    if start < now.plus_millis(5 * day) || start > now.plus_millis(120 * day) {
        let message = "The parameter startDate must be between 5 and 120 days in the future.";
        return Err(Error::invalid_value(message));
    }
    let commitment_millis = commitment.saturating_mul(1_000);
    if commitment_millis < 14 * day {
        return Err(Error::invalid_value(
            "The parameter commitmentDuration must be at least 14 days.",
        ));
    }
    if request.instance_match_criteria != Some(InstanceMatchCriteria::Targeted) {
        let message = "A future-dated Capacity Reservation must have the instanceMatchCriteria \
                       targeted.";
        return Err(Error::invalid_value(message));
    }
    if request.placement_group_arn.is_some() {
        let message = "PlacementGroupArn is not supported for future-dated Capacity Reservations.";
        return Err(Error::combination(message));
    }
    let series = kind.family().split(|letter: char| letter.is_ascii_digit()).next();
    if !series.is_some_and(|series| FAMILIES.contains(&series)) {
        let message = format!(
            "The instance type {} is not supported for future-dated Capacity Reservations.",
            kind.name
        );
        return Err(Error::invalid_value(message));
    }
    if kind.processor.vcpus.saturating_mul(total) < MIN_VCPUS {
        let message = "A future-dated Capacity Reservation must be for at least 32 vCPUs.";
        return Err(Error::invalid_value(message));
    }
    let state = cx.transition(State::Assessing, State::Scheduled, ASSESSING_MILLIS);
    Ok(Some(Box::new(Future { start, state, commitment_millis, committed: total })))
}

/// The start and the commitment, in seconds: both are there, with how it is delivered, or neither.
fn dates(request: &CreateCapacityReservationRequest) -> Result<Option<(Timestamp, i64)>> {
    let (start, commitment) = (request.start_date, request.commitment_duration);
    let delivery = request.delivery_preference;
    if start.is_none() && commitment.is_none() && delivery.is_none() {
        return Ok(None);
    }
    let start = start.ok_or_else(|| Error::missing("startDate"))?;
    let commitment = commitment.ok_or_else(|| Error::missing("commitmentDuration"))?;
    match delivery.ok_or_else(|| Error::missing("deliveryPreference"))? {
        DeliveryPreference::Incremental => Ok(Some((start, commitment))),
        DeliveryPreference::Fixed => {
            let message = "The only supported deliveryPreference is incremental.";
            Err(Error::invalid_value(message))
        }
    }
}

/// # Errors
/// For an end within the commitment.
// unverified (looked up 2026-11-26): the wording.
pub(crate) fn check_end(future: Option<&Future>, end: Option<Timestamp>) -> Result<()> {
    let committed = future.map(Future::commitment_end);
    if end.zip(committed).is_some_and(|(end, committed)| end < committed) {
        let message = "The parameter endDate must not be within the commitment duration.";
        return Err(Error::invalid_value(message));
    }
    Ok(())
}

/// Whether a reservation is bound by its commitment: it cannot become smaller, nor go for nothing.
pub(crate) fn is_bound(cx: Read<'_>, row: &CapacityReservation) -> bool {
    let is_left = row.is_active(cx.now()) || row.state(cx.now()) == State::Scheduled;
    is_left && row.future.as_ref().is_some_and(|it| !cx.now().reached(it.commitment_end()))
}

/// # Errors
/// `UnsupportedOperation` where a part of what is committed to would go elsewhere.
pub(crate) fn check_whole(cx: Read<'_>, row: &Row<CapacityReservation>) -> Result<()> {
    if is_bound(cx, row) {
        let what = "parts of future-dated Capacity Reservations within their commitment duration";
        return Err(Error::not_emulated(what));
    }
    Ok(())
}
