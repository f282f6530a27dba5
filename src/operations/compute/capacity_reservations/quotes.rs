//! What it would cost to cancel or to postpone a future-dated Capacity Reservation. There are none
//! here, as what AWS asks for it is not known. See
//! `API_CreateCapacityReservationCancellationQuote` in AWS's reference.

use super::future::is_bound;
use crate::engine::{Read, Write, tags};
use crate::error::{Error, Result};
use crate::records::account::empty_lists::none;
use crate::records::compute::capacity_reservations::CapacityReservation;
use wire::{
    CapacityReservationCancellationQuote, CapacityReservationModificationQuote,
    CreateCapacityReservationCancellationQuoteRequest,
    CreateCapacityReservationCancellationQuoteResult,
    CreateCapacityReservationDateChangeQuoteRequest,
    CreateCapacityReservationDateChangeQuoteResult,
    DescribeCapacityReservationCancellationQuotesRequest,
    DescribeCapacityReservationCancellationQuotesResult,
    DescribeCapacityReservationDateChangeQuotesRequest,
    DescribeCapacityReservationDateChangeQuotesResult, ResourceType,
};

// unverified (looked up 2026-11-26): the codes and the nouns.
const CANCELLATION: (&str, &str) = (
    "InvalidCapacityReservationCancellationQuoteId.NotFound",
    "Capacity Reservation cancellation quote ID",
);

const MODIFICATION: (&str, &str) = (
    "InvalidCapacityReservationModificationQuoteId.NotFound",
    "Capacity Reservation modification quote ID",
);

pub(crate) fn create_cancellation_quote(
    cx: &mut Write<'_>,
    request: &CreateCapacityReservationCancellationQuoteRequest,
) -> Result<CreateCapacityReservationCancellationQuoteResult> {
    let quote = ResourceType::CapacityReservationCancellationQuote;
    tags::specified(&request.tag_specifications, quote, &[quote])?;
    Err(not_future_dated(cx.read(), &request.capacity_reservation_id)?)
}

pub(crate) fn create_date_change_quote(
    cx: &mut Write<'_>,
    request: &CreateCapacityReservationDateChangeQuoteRequest,
) -> Result<CreateCapacityReservationDateChangeQuoteResult> {
    let quote = ResourceType::CapacityReservationModificationQuote;
    tags::specified(&request.tag_specifications, quote, &[quote])?;
    if cx.now().reached(request.new_start_date) {
        // unverified (looked up 2026-11-26): the words.
        return Err(Error::invalid_value("The parameter newStartDate must be in the future."));
    }
    Err(not_future_dated(cx.read(), &request.capacity_reservation_id)?)
}

// unverified (looked up 2026-11-26): code and words; the condition is documented.
fn not_future_dated(cx: Read<'_>, id: &str) -> Result<Error> {
    let row = cx.get::<CapacityReservation>(id)?;
    if is_bound(cx, row) {
        return Err(Error::not_emulated("quotes for future-dated Capacity Reservations"));
    }
    let message = format!(
        "The Capacity Reservation '{}' is not a future-dated Capacity Reservation within its \
         commitment duration.",
        row.id
    );
    Ok(Error::new("UnsupportedOperation", message))
}

pub(crate) fn describe_cancellation_quotes(
    cx: Read<'_>,
    request: &DescribeCapacityReservationCancellationQuotesRequest,
) -> Result<DescribeCapacityReservationCancellationQuotesResult> {
    none::<CapacityReservationCancellationQuote>(cx, request, CANCELLATION, &[])
}

pub(crate) fn describe_date_change_quotes(
    cx: Read<'_>,
    request: &DescribeCapacityReservationDateChangeQuotesRequest,
) -> Result<DescribeCapacityReservationDateChangeQuotesResult> {
    none::<CapacityReservationModificationQuote>(cx, request, MODIFICATION, &[])
}
