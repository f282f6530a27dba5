//! Reserved Instances put up for sale. Every account may sell, as one that AWS has registered for
//! it; nobody buys. <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ri-market-general.html>

use super::modify::check_unmodified;
use super::record::{ReservedInstances, active};
use crate::engine::{By, Id, Index, Query, Read, Resource, Row, Tags, Write};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::slice;
use wire::{
    CancelReservedInstancesListingRequest, CancelReservedInstancesListingResult,
    CreateReservedInstancesListingRequest, CreateReservedInstancesListingResult,
    CurrencyCodeValues, DescribeReservedInstancesListingsRequest,
    DescribeReservedInstancesListingsResult, InstanceCount, ListingState, ListingStatus,
    OfferingClassType, PriceSchedule, PriceScheduleSpecification, Timestamp,
};

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1_000;
/// "After it has been active for at least 30 days", and "with at least one month left".
const MONTH_MILLIS: i64 = 30 * DAY_MILLIS;

// unverified (looked up 2026-11-26): the wordings; the code and three of the reasons are
// documented.
fn invalid(message: impl Into<String>) -> Error {
    Error::new("InvalidInput", message)
}

pub(crate) fn create_listing(
    cx: &mut Write<'_>,
    request: &CreateReservedInstancesListingRequest,
) -> Result<CreateReservedInstancesListingResult> {
    let rows = active(cx.read(), slice::from_ref(&request.reserved_instances_id))?;
    let Some(row) = rows.first() else { return Err(Error::missing("ReservedInstancesId")) };
    check_unmodified(cx.read(), &row.id)?;
    if row.offering.zone.is_none() || row.offering.class == OfferingClassType::Convertible {
        return Err(invalid(
            "Reserved Instances with a regional scope and Convertible Reserved Instances cannot be \
             sold.",
        ));
    }
    let now = cx.now().timestamp();
    if now.0 - row.paid.0 < MONTH_MILLIS || row.end.0 - now.0 < MONTH_MILLIS {
        return Err(invalid(
            "Reserved Instances can be sold from thirty days after their purchase on and until \
             one month before their end.",
        ));
    }
    let listed = cx.read().with(ReservedInstancesListing::BY_RESERVED, &row.id);
    if listed.into_iter().any(|it| it.cancelled.is_none()) {
        return Err(invalid(format!("The reserved instances '{}' are listed already.", row.id)));
    }
    let count = request.instance_count;
    if !(1..=row.count).contains(&count) {
        let reason = "Expecting a number of instances that there are.";
        return Err(Error::bad_parameter("instanceCount", count, reason));
    }
    let months = months(row.end.0 - now.0);
    let record = ReservedInstancesListing {
        reserved: row.id.clone(),
        end: row.end,
        count,
        prices: prices(&request.price_schedules, months)?,
        token: request.client_token.clone(),
        created: now.whole_seconds(),
        cancelled: None,
    };
    let id = Id::new(cx.ids().uuid());
    cx.insert(id.clone(), record, Tags::default());
    let listing = cx.view::<ReservedInstancesListing>(&id)?;
    Ok(CreateReservedInstancesListingResult { reserved_instances_listings: Some(vec![listing]) })
}

const fn months(millis: i64) -> i64 {
    millis / MONTH_MILLIS
}

/// The price of each month from the first one that is left on: as long as none is named for a
/// later one, it stays the same.
fn prices(asked: &[PriceScheduleSpecification], months: i64) -> Result<Vec<(i64, f64)>> {
    let mut found: Vec<(i64, f64)> = Vec::new();
    for schedule in asked {
        // Dollars are the only currency.
        let _ = schedule.currency_code;
        let (Some(term), Some(price)) = (schedule.term, schedule.price) else {
            return Err(Error::missing("PriceSchedules"));
        };
        if !(1..=months).contains(&term) || found.iter().any(|(other, _)| *other == term) {
            let reason = "Expecting a number of months that are left.";
            return Err(Error::bad_parameter("term", term, reason));
        }
        if price.is_nan() || price < 0.0 {
            return Err(Error::bad_parameter("price", price, "Expecting a price."));
        }
        found.push((term, price));
    }
    found.sort_by_key(|(term, _)| -term);
    if found.first().is_none_or(|(term, _)| *term != months) {
        // As reported: aws/aws-cli#8290, where a quote is left open.
        // unverified (looked up 2026-11-27): the code.
        let message = format!(
            "The following parameters are missing 'Price Schedule for maximum month \
             remaining({months}) on lease"
        );
        return Err(Error::new("MissingParameter", message));
    }
    Ok(found)
}

pub(crate) fn cancel_listing(
    cx: &mut Write<'_>,
    request: &CancelReservedInstancesListingRequest,
) -> Result<CancelReservedInstancesListingResult> {
    let row = cx.get::<ReservedInstancesListing>(&request.reserved_instances_listing_id)?;
    let id = row.id.clone();
    if row.cancelled.is_some() {
        return Err(invalid(format!("The listing '{id}' was cancelled already.")));
    }
    let now = cx.now().timestamp().whole_seconds();
    cx.get_mut::<ReservedInstancesListing>(&id)?.cancelled = Some(now);
    let listing = cx.view::<ReservedInstancesListing>(&id)?;
    Ok(CancelReservedInstancesListingResult { reserved_instances_listings: Some(vec![listing]) })
}

pub(crate) fn describe_listings(
    cx: Read<'_>,
    request: &DescribeReservedInstancesListingsRequest,
) -> Result<DescribeReservedInstancesListingsResult> {
    let ids: Vec<String> = request.reserved_instances_listing_id.iter().cloned().collect();
    let query = Query { ids: &ids, filters: &request.filters, ..Query::default() };
    let of = request.reserved_instances_id.as_deref();
    of.map(|id| cx.get::<ReservedInstances>(id)).transpose()?;
    let shows = |row: &Row<ReservedInstancesListing>| of.is_none_or(|of| *row.reserved == *of);
    let page = cx.select_rows::<ReservedInstancesListing>(&query, shows)?.map(|(_, view)| view);
    Ok(DescribeReservedInstancesListingsResult { reserved_instances_listings: Some(page.items) })
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ReservedInstancesListing {
    reserved: Id<ReservedInstances>,
    end: Timestamp,
    count: i32,
    /// From how many months before the end on, the price in US dollars.
    prices: Vec<(i64, f64)>,
    token: String,
    created: Timestamp,
    cancelled: Option<Timestamp>,
}

impl ReservedInstancesListing {
    const BY_RESERVED: By<Self, Id<ReservedInstances>> = By::new("reserved-instances-id");

    /// One for each month that was left when it began.
    fn schedules(&self, left: i64) -> Vec<PriceSchedule> {
        let first = self.prices.first().map_or(0, |(term, _)| *term);
        let price = |month| {
            self.prices.iter().rev().find(|(term, _)| *term >= month).map(|(_, price)| *price)
        };
        let terms = (1..=first).rev();
        terms
            .map(|term| PriceSchedule {
                active: Some(term == left.clamp(1, first) && self.cancelled.is_none()),
                currency_code: Some(CurrencyCodeValues::USD),
                price: price(term),
                term: Some(term),
            })
            .collect()
    }
}

impl Resource for ReservedInstancesListing {
    type View = wire::ReservedInstancesListing;
    /// Their ids are UUIDs.
    const PREFIX: &'static str = "";
    const PLURAL: &'static str = "reservedInstancesListings";
    /// unverified (looked up 2026-11-26): the code and the noun.
    const NOT_FOUND: &'static str = "InvalidReservedInstancesListingId";
    const NOUN: &'static str = "reserved instances listing ID";

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::ReservedInstancesListing {
        let is_over = cx.now().reached(row.end);
        let (status, message) = match row.cancelled {
            Some(_) => (ListingStatus::Cancelled, "CANCELLED"),
            None if is_over => (ListingStatus::Closed, "CLOSED"),
            None => (ListingStatus::Active, "ACTIVE"),
        };
        let is_active = status == ListingStatus::Active;
        let counts = [
            (ListingState::Available, if is_active { row.count } else { 0 }),
            (ListingState::Sold, 0),
            (ListingState::Cancelled, if is_active { 0 } else { row.count }),
            (ListingState::Pending, 0),
        ];
        let counts = counts.map(|(state, count)| InstanceCount {
            instance_count: Some(count),
            state: Some(state),
        });
        let left = months(row.end.0 - cx.now().timestamp().0);
        wire::ReservedInstancesListing {
            client_token: Some(row.token.clone()),
            create_date: Some(row.created),
            instance_counts: Some(counts.into()),
            price_schedules: Some(row.schedules(left)),
            reserved_instances_id: Some(row.reserved.to_string()),
            reserved_instances_listing_id: Some(row.id.to_string()),
            status: Some(status),
            status_message: Some(message.to_owned()),
            tags: None,
            update_date: Some(row.cancelled.unwrap_or(row.created)),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_RESERVED, &self.reserved);
    }

    fn check_id(_id: &str) -> Result<()> {
        Ok(())
    }
}
