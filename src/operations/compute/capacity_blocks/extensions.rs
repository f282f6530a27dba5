//! More time for a Capacity Block: its end moves.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/capacity-blocks-extend.html>

use super::offerings::{days, fee};
use super::purchase::paid;
use crate::catalog::instance_types;
use crate::catalog::spot_prices::hash;
use crate::effects::compute::capacity_reservations::VISIBLE_MILLIS;
use crate::engine::filter::ViewFilters;
use crate::engine::{By, Id, Index, PartOf, Read, Record, Row, Tags, Text, Write};
use crate::error::{Error, Result};
use crate::records::compute::capacity_reservations::{CapacityReservation, Clearing};
use crate::records::ids::CapacityReservationId;
use serde::{Deserialize, Serialize};
use wire::{
    CapacityBlockExtension, CapacityBlockExtensionOffering, CapacityBlockExtensionStatus as Status,
    CapacityReservationState as State, CapacityReservationTenancy,
    DescribeCapacityBlockExtensionHistoryRequest, DescribeCapacityBlockExtensionHistoryResult,
    DescribeCapacityBlockExtensionOfferingsRequest, DescribeCapacityBlockExtensionOfferingsResult,
    PurchaseCapacityBlockExtensionRequest, PurchaseCapacityBlockExtensionResult, Timestamp,
};

const HOUR_MILLIS: i64 = 60 * 60 * 1_000;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Extension {
    reservation: CapacityReservationId,
    offering: Text,
    hours: i32,
    fee: String,
    purchased: Timestamp,
    paid: Timestamp,
    start: Timestamp,
    end: Timestamp,
}

impl Extension {
    const BY_RESERVATION: By<Self, CapacityReservationId> = By::new("capacity-reservation-id");
}

impl Record for Extension {
    const PLURAL: &'static str = "capacityBlockExtensions";
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_RESERVATION)];

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_RESERVATION, &self.reservation);
    }
}

/// The reservation of a block that is not over, with its end.
// unverified (looked up 2026-11-26): code and wording.
fn block<'a>(cx: Read<'a>, id: &str) -> Result<(&'a Row<CapacityReservation>, Timestamp)> {
    let row = cx.get::<CapacityReservation>(id)?;
    let is_there = matches!(row.state(cx.now()), State::Active | State::Scheduled);
    match row.end.filter(|_| row.block.is_some() && is_there) {
        Some(end) => Ok((row, end)),
        None => {
            let message =
                format!("The Capacity Reservation '{id}' is no Capacity Block to extend.");
            Err(Error::new("InvalidCapacityReservationState", message))
        }
    }
}

fn offering_id(row: &Row<CapacityReservation>, end: Timestamp, hours: i32) -> String {
    format!("cbe-0{:016x}", hash(&[&*row.id, &end.0.to_string(), &hours.to_string()]))
}

fn fee_of(cx: Read<'_>, row: &CapacityReservation, hours: i32) -> String {
    let count = i32::try_from(row.total).unwrap_or(i32::MAX);
    let kind = instance_types::find(&row.instance_type);
    kind.map_or_else(String::new, |kind| fee(cx.region(), kind, (count, i64::from(hours / 24))))
}

/// One: what is there goes on.
pub(crate) fn describe_offerings(
    cx: Read<'_>,
    request: &DescribeCapacityBlockExtensionOfferingsRequest,
) -> Result<DescribeCapacityBlockExtensionOfferingsResult> {
    cx.paging(request.max_results, request.next_token.as_deref())?;
    let hours = request.capacity_block_extension_duration_hours;
    days(hours)?;
    let (row, end) = block(cx, &request.capacity_reservation_id)?;
    let view = CapacityBlockExtensionOffering {
        capacity_block_extension_offering_id: Some(offering_id(row, end, hours)),
        instance_type: Some(row.instance_type.to_string()),
        instance_count: i32::try_from(row.total).ok(),
        availability_zone: Some(row.zone.to_string()),
        availability_zone_id: Some(row.zone_id.to_string()),
        start_date: row.block.as_ref().map(|block| block.start),
        capacity_block_extension_start_date: Some(end),
        capacity_block_extension_end_date: Some(end.plus_millis(i64::from(hours) * HOUR_MILLIS)),
        capacity_block_extension_duration_hours: Some(hours),
        upfront_fee: Some(fee_of(cx, row, hours)),
        currency_code: Some("USD".to_owned()),
        tenancy: Some(CapacityReservationTenancy::Default),
        ..CapacityBlockExtensionOffering::default()
    };
    Ok(DescribeCapacityBlockExtensionOfferingsResult {
        capacity_block_extension_offerings: Some(vec![view]),
        next_token: None,
    })
}

pub(crate) fn purchase_extension(
    cx: &mut Write<'_>,
    request: &PurchaseCapacityBlockExtensionRequest,
) -> Result<PurchaseCapacityBlockExtensionResult> {
    let (row, start) = block(cx.read(), &request.capacity_reservation_id)?;
    let asked = &request.capacity_block_extension_offering_id;
    let weeks = (3..=26).map(|weeks| weeks * 7 * 24);
    let mut offered = (1..=14).map(|days| days * 24).chain(weeks);
    let hours = offered.find(|hours| offering_id(row, start, *hours) == *asked);
    let Some(hours) = hours else {
        // unverified (looked up 2026-11-26): code and wording.
        let message = format!("The Capacity Block extension offering ID '{asked}' does not exist");
        return Err(Error::new("InvalidCapacityBlockExtensionOfferingId.NotFound", message));
    };
    let end = start.plus_millis(i64::from(hours) * HOUR_MILLIS);
    let record = Extension {
        reservation: row.id.clone(),
        offering: asked.as_str().into(),
        hours,
        fee: fee_of(cx.read(), row, hours),
        purchased: cx.now().timestamp().whole_seconds(),
        paid: paid(cx.read()),
        start,
        end,
    };
    let reservation = row.id.clone();
    let id: Id<Extension> = Id::new(cx.ids().uuid());
    cx.insert(id.clone(), record, Tags::default());
    let mut row = cx.get_mut::<CapacityReservation>(&reservation)?;
    row.end = Some(end);
    row.clearing = Some(Clearing::before_end(end));
    drop(row);
    cx.end::<CapacityReservation>(&reservation, end.plus_millis(VISIBLE_MILLIS));
    let views = cx.find::<Extension>(&id).map(|row| view(cx.read(), row));
    Ok(PurchaseCapacityBlockExtensionResult {
        capacity_block_extensions: Some(views.into_iter().collect()),
    })
}

pub(crate) fn describe_history(
    cx: Read<'_>,
    request: &DescribeCapacityBlockExtensionHistoryRequest,
) -> Result<DescribeCapacityBlockExtensionHistoryResult> {
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let ids = &request.capacity_reservation_ids;
    cx.get_all::<CapacityReservation>(ids)?;
    let rows = cx.table::<Extension>().iter(paging.position(), cx.now());
    let rows =
        rows.filter(|(_, row)| ids.is_empty() || ids.iter().any(|id| **id == *row.reservation));
    let views =
        rows.map(|(seq, row)| (seq, view(cx, row))).filter(|(_, view)| filters.matches(view));
    let page = paging.cut(views.map(Ok))?;
    Ok(DescribeCapacityBlockExtensionHistoryResult {
        capacity_block_extensions: Some(page.items),
        next_token: page.next_token,
    })
}

fn view(cx: Read<'_>, row: &Row<Extension>) -> CapacityBlockExtension {
    let reservation = cx.find::<CapacityReservation>(&row.reservation);
    let is_paid = cx.now().reached(row.paid);
    CapacityBlockExtension {
        capacity_reservation_id: Some(row.reservation.to_string()),
        instance_type: reservation.map(|it| it.instance_type.to_string()),
        instance_count: reservation.and_then(|it| i32::try_from(it.total).ok()),
        availability_zone: reservation.map(|it| it.zone.to_string()),
        availability_zone_id: reservation.map(|it| it.zone_id.to_string()),
        capacity_block_extension_offering_id: Some(row.offering.to_string()),
        capacity_block_extension_duration_hours: Some(row.hours),
        capacity_block_extension_status: Some(if is_paid {
            Status::PaymentSucceeded
        } else {
            Status::PaymentPending
        }),
        capacity_block_extension_purchase_date: Some(row.purchased),
        capacity_block_extension_start_date: Some(row.start),
        capacity_block_extension_end_date: Some(row.end),
        upfront_fee: Some(row.fee.clone()),
        currency_code: Some("USD".to_owned()),
        ..CapacityBlockExtension::default()
    }
}
