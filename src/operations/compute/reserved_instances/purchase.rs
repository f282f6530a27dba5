//! Purchasing of an offering, at once or later, and taking back what is to be purchased later.

use super::offerings;
use super::record::ReservedInstances;
use crate::engine::{Id, Read, Tags, Text, Write};
use crate::error::{Error, Result};
use crate::records::durations;
use wire::{
    DeleteQueuedReservedInstancesError, DeleteQueuedReservedInstancesErrorCode as Code,
    DeleteQueuedReservedInstancesRequest, DeleteQueuedReservedInstancesResult,
    FailedQueuedPurchaseDeletion, PurchaseReservedInstancesOfferingRequest,
    PurchaseReservedInstancesOfferingResult, ReservedInstanceState as State,
    SuccessfulQueuedPurchaseDeletion, Timestamp,
};

/// "You can queue a purchase up to three years in advance."
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ri-market-concepts-buying.html>
const QUEUED_MILLIS: i64 = 3 * 365 * 24 * 60 * 60 * 1_000;

const MONTHLY: i32 = 20;
const MONTH_MILLIS: i64 = 30 * 24 * 60 * 60 * 1_000;

pub(crate) fn purchase_offering(
    cx: &mut Write<'_>,
    request: &PurchaseReservedInstancesOfferingRequest,
) -> Result<PurchaseReservedInstancesOfferingResult> {
    let offering = offerings::find(cx.region(), &request.reserved_instances_offering_id)?;
    let count = request.instance_count;
    if count < 1 {
        // unverified (looked up 2026-11-26): the wording.
        let reason = "Expecting a value greater than 0.";
        return Err(Error::bad_parameter("instanceCount", count, reason));
    }
    // Documented for a marketplace's offerings; whoever sets one means it.
    let limit = request.limit_price.as_ref().and_then(|limit| {
        // Dollars are the only currency.
        let _ = limit.currency_code;
        limit.amount
    });
    let total = offering.upfront * f64::from(count);
    if let Some(limit) = limit.filter(|limit| total > *limit) {
        // unverified (looked up 2026-11-26): code and wording.
        let message = format!("The cost of the order, {total}, is above the limit price {limit}.");
        return Err(Error::new("LimitPriceExceeded", message));
    }
    let now = cx.now().timestamp().whole_seconds();
    let start = request.purchase_time.filter(|at| !cx.now().reached(*at));
    check_queued(start, offering.zone.is_some(), now)?;
    check_quota(cx.read(), offering.zone.as_ref(), count)?;
    let start = start.unwrap_or(now);
    let millis = offering.seconds.saturating_mul(1_000);
    let record = ReservedInstances {
        offering,
        count,
        start,
        paid: paid(cx.read(), start),
        end: start.plus_millis(millis),
        is_deleted: false,
        retired: None,
    };
    let id = Id::new(cx.ids().uuid());
    let reserved_instances_id = Some(id.to_string());
    cx.insert(id, record, Tags::default());
    Ok(PurchaseReservedInstancesOfferingResult { reserved_instances_id })
}

/// How many may be purchased in a month, in each zone and for the region beside them.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ri-limits.html>, with the code and what it
/// says in AWS's list of codes.
// unverified (looked up 2026-11-26): how long such a month is.
fn check_quota(cx: Read<'_>, zone: Option<&(Text, Text)>, count: i32) -> Result<()> {
    let since = cx.now().timestamp().plus_millis(-MONTH_MILLIS);
    let rows = cx.table::<ReservedInstances>().iter(0, cx.now()).map(|(_, row)| row);
    let recent = rows.filter(|row| {
        row.offering.zone.as_ref() == zone
            && row.start > since
            && row.retired.is_none()
            && !row.is_deleted
    });
    let total = recent.map(|row| row.count).fold(count, i32::saturating_add);
    if !cx.has_default_quotas() || total <= MONTHLY {
        return Ok(());
    }
    let message = "Your current quota does not allow you to purchase the required number of \
                   reserved instances";
    Err(Error::new("ReservedInstancesLimitExceeded", message))
}

/// "You can't queue a purchase" for a zone.
// unverified (looked up 2026-11-26): codes and wordings.
fn check_queued(start: Option<Timestamp>, is_zonal: bool, now: Timestamp) -> Result<()> {
    let Some(start) = start else { return Ok(()) };
    if is_zonal {
        let message = "PurchaseTime can only be specified for Reserved Instances with a regional \
                       scope.";
        return Err(Error::combination(message));
    }
    if start > now.plus_millis(QUEUED_MILLIS) {
        let message = "PurchaseTime must not be more than three years in the future.";
        return Err(Error::invalid_value(message));
    }
    Ok(())
}

/// When what is purchased at a moment is paid for.
fn paid(cx: Read<'_>, start: Timestamp) -> Timestamp {
    let timed = cx.transition(false, true, durations::RESERVED_INSTANCES_PAYMENT);
    let takes = timed.settles().map_or(0, |at| at.0.saturating_sub(cx.now().timestamp().0));
    start.plus_millis(takes)
}

pub(crate) fn delete_queued_reserved_instances(
    cx: &mut Write<'_>,
    request: &DeleteQueuedReservedInstancesRequest,
) -> Result<DeleteQueuedReservedInstancesResult> {
    let (mut done, mut failed) = (Vec::new(), Vec::new());
    for id in &request.reserved_instances_ids {
        let now = cx.now();
        let state = cx.find::<ReservedInstances>(id.as_str()).map(|row| row.state(now));
        // unverified (looked up 2026-11-26): the wordings.
        let error = match state {
            Some(State::Queued) => {
                cx.get_mut::<ReservedInstances>(id)?.is_deleted = true;
                done.push(SuccessfulQueuedPurchaseDeletion {
                    reserved_instances_id: Some(id.clone()),
                });
                continue;
            }
            Some(_) => (
                Code::ReservedInstancesNotInQueuedState,
                format!("The reserved instances '{id}' are not in the queued state."),
            ),
            None => (
                Code::ReservedInstancesIdInvalid,
                format!("The reserved instances ID '{id}' does not exist"),
            ),
        };
        let (code, message) = (Some(error.0), Some(error.1));
        failed.push(FailedQueuedPurchaseDeletion {
            error: Some(DeleteQueuedReservedInstancesError { code, message }),
            reserved_instances_id: Some(id.clone()),
        });
    }
    Ok(DeleteQueuedReservedInstancesResult {
        successful_queued_purchase_deletions: Some(done),
        failed_queued_purchase_deletions: Some(failed),
    })
}
