//! What several operations of these resources check alike.

use crate::engine::Now;
use crate::error::{Error, Result};
use wire::{EndDateType, Timestamp};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateCapacityReservation.html>
// unverified (looked up 2026-11-26): the wording.
pub(crate) fn count(asked: i32) -> Result<u32> {
    match asked {
        1..=1_000 => Ok(asked.unsigned_abs()),
        _ => {
            let reason = "Expecting a value between 1 and 1000.";
            Err(Error::bad_parameter("instanceCount", asked, reason))
        }
    }
}

// unverified (looked up 2026-11-26): the wordings.
pub(crate) fn end(
    now: Now<'_>,
    kind: Option<EndDateType>,
    date: Option<Timestamp>,
) -> Result<Option<Timestamp>> {
    match (kind.unwrap_or(EndDateType::Unlimited), date) {
        (EndDateType::Unlimited, None) => Ok(None),
        (EndDateType::Unlimited, Some(_)) => {
            let message = "EndDate may only be specified for the EndDateType limited.";
            Err(Error::combination(message))
        }
        (EndDateType::Limited, None) => Err(Error::missing("EndDate")),
        (EndDateType::Limited, Some(date)) if now.reached(date) => {
            Err(Error::invalid_value("The parameter endDate must be in the future."))
        }
        (EndDateType::Limited, date) => Ok(date),
    }
}
