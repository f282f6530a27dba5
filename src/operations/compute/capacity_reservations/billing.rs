//! Who pays for what of a reservation is not used: its owner, or another account that has accepted
//! it. Nothing is paid here, and no organization tells which accounts belong together: any account
//! can be asked. The requests are kept with the reservation's owner.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/transfer-billing.html>

use super::changes::active;
use crate::engine::filter::ViewFilters;
use crate::engine::{
    By, Id, Index, Now, PartOf, Read, Record, Resource as _, Row, Tags, Text, Write,
};
use crate::error::{Error, Result};
use crate::records::compute::capacity_reservations::CapacityReservation;
use crate::records::ids::CapacityReservationId;
use serde::{Deserialize, Serialize};
use wire::{
    AcceptCapacityReservationBillingOwnershipRequest,
    AcceptCapacityReservationBillingOwnershipResult,
    AssociateCapacityReservationBillingOwnerRequest,
    AssociateCapacityReservationBillingOwnerResult, CallerRole, CapacityReservationBillingRequest,
    CapacityReservationBillingRequestStatus as Status, CapacityReservationInfo,
    DescribeCapacityReservationBillingRequestsRequest,
    DescribeCapacityReservationBillingRequestsResult,
    DisassociateCapacityReservationBillingOwnerRequest,
    DisassociateCapacityReservationBillingOwnerResult,
    RejectCapacityReservationBillingOwnershipRequest,
    RejectCapacityReservationBillingOwnershipResult, Timestamp,
};

/// A request that nobody answers expires after twelve hours; it is shown for a day.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/view-billing-transfers.html>
// unverified (looked up 2026-11-26): that one which is rejected is shown as long.
const EXPIRES_MILLIS: i64 = 12 * 60 * 60 * 1_000;
const VISIBLE_MILLIS: i64 = 24 * 60 * 60 * 1_000;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct BillingRequest {
    reservation: CapacityReservationId,
    owner: Text,
    status: Status,
    updated: Timestamp,
}

impl BillingRequest {
    const BY_RESERVATION: By<Self, CapacityReservationId> = By::new("capacity-reservation-id");
    const BY_OWNER: By<Self, str> = By::new("unused-reservation-billing-owner");

    fn status(&self, now: Now<'_>) -> Status {
        let is_over = now.reached(self.updated.plus_millis(EXPIRES_MILLIS));
        if self.status == Status::Pending && is_over { Status::Expired } else { self.status }
    }
}

impl Record for BillingRequest {
    const PLURAL: &'static str = "capacityReservationBillingRequests";
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_RESERVATION)];

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_RESERVATION, &self.reservation);
        index.add(Self::BY_OWNER, &*self.owner);
    }
}

/// The latest request of a reservation, if it is one of some.
fn latest<'a>(
    cx: Read<'a>,
    reservation: &CapacityReservationId,
    is_one: impl Fn(Status) -> bool,
) -> Option<&'a Row<BillingRequest>> {
    let rows = cx.with(BillingRequest::BY_RESERVATION, reservation);
    rows.filter(|row| is_one(row.status(cx.now()))).last()
}

// unverified (looked up 2026-11-26): the codes and wordings of the refusals here and below.
fn invalid_state(message: String) -> Error {
    Error::new("InvalidState", message)
}

pub(crate) fn associate_billing_owner(
    cx: &mut Write<'_>,
    request: &AssociateCapacityReservationBillingOwnerRequest,
) -> Result<AssociateCapacityReservationBillingOwnerResult> {
    let row = active(cx.read(), &request.capacity_reservation_id)?;
    let reservation = row.id.clone();
    let owner = request.unused_reservation_billing_owner_id.as_str();
    let is_account = owner.len() == 12 && owner.bytes().all(|it| it.is_ascii_digit());
    if !is_account || *owner == **cx.account() {
        let reason = "Expecting the id of another account.";
        return Err(Error::bad_parameter("unusedReservationBillingOwnerId", owner, reason));
    }
    let lasts = |status| matches!(status, Status::Pending | Status::Accepted);
    if latest(cx.read(), &reservation, lasts).is_some() {
        return Err(invalid_state(format!(
            "Billing of the Capacity Reservation '{reservation}' is assigned already, or about to \
             be."
        )));
    }
    let updated = cx.now().timestamp().whole_seconds();
    let record =
        BillingRequest { reservation, owner: owner.into(), status: Status::Pending, updated };
    let id = Id::new(cx.ids().uuid());
    cx.insert(id.clone(), record, Tags::default());
    cx.end::<BillingRequest>(&id, updated.plus_millis(EXPIRES_MILLIS + VISIBLE_MILLIS));
    Ok(AssociateCapacityReservationBillingOwnerResult { r#return: Some(true) })
}

/// Takes back what is asked for or was accepted.
pub(crate) fn disassociate_billing_owner(
    cx: &mut Write<'_>,
    request: &DisassociateCapacityReservationBillingOwnerRequest,
) -> Result<DisassociateCapacityReservationBillingOwnerResult> {
    let reservation = cx.get::<CapacityReservation>(&request.capacity_reservation_id)?.id.clone();
    let owner = &request.unused_reservation_billing_owner_id;
    let lasts = |status| matches!(status, Status::Pending | Status::Accepted);
    let found = latest(cx.read(), &reservation, lasts).filter(|row| *row.owner == **owner);
    let Some(row) = found else {
        return Err(invalid_state(format!(
            "Billing of the Capacity Reservation '{reservation}' is not assigned to '{owner}'."
        )));
    };
    let status = if row.status == Status::Pending { Status::Cancelled } else { Status::Revoked };
    let id = row.id.clone();
    answer(cx, &id, status)?;
    Ok(DisassociateCapacityReservationBillingOwnerResult { r#return: Some(true) })
}

pub(crate) fn accept_billing_ownership(
    cx: &mut Write<'_>,
    request: &AcceptCapacityReservationBillingOwnershipRequest,
) -> Result<AcceptCapacityReservationBillingOwnershipResult> {
    answered(cx, &request.capacity_reservation_id, Status::Accepted)?;
    Ok(AcceptCapacityReservationBillingOwnershipResult { r#return: Some(true) })
}

pub(crate) fn reject_billing_ownership(
    cx: &mut Write<'_>,
    request: &RejectCapacityReservationBillingOwnershipRequest,
) -> Result<RejectCapacityReservationBillingOwnershipResult> {
    answered(cx, &request.capacity_reservation_id, Status::Rejected)?;
    Ok(RejectCapacityReservationBillingOwnershipResult { r#return: Some(true) })
}

/// The account that was asked answers, where the reservation's owner keeps the request.
fn answered(cx: &mut Write<'_>, reservation: &str, status: Status) -> Result<()> {
    CapacityReservation::check_id(reservation)?;
    let me = cx.account().clone();
    let found = {
        let mut asked = cx.read().anyones(BillingRequest::BY_OWNER, &*me);
        let found = asked.find(|(owner, row)| {
            *row.reservation == *reservation && row.status(owner.now()) == Status::Pending
        });
        found.map(|(owner, row)| (owner.account().clone(), row.id.clone()))
    };
    let Some((account, id)) = found else {
        return Err(invalid_state(format!(
            "There is no pending request for billing of the Capacity Reservation '{reservation}'."
        )));
    };
    let region = cx.region().clone();
    cx.also_in(&account, &region, move |there| {
        // It was there a moment ago.
        let _ = answer(there, &id, status);
    });
    Ok(())
}

fn answer(cx: &mut Write<'_>, id: &Id<BillingRequest>, status: Status) -> Result<()> {
    let updated = cx.now().timestamp().whole_seconds();
    let Some(mut row) = cx.find_mut::<BillingRequest>(id) else { return Ok(()) };
    (row.status, row.updated) = (status, updated);
    let (reservation, owner) = (row.reservation.clone(), row.owner.clone());
    drop(row);
    let gone = cx.now().plus_millis(VISIBLE_MILLIS);
    match status {
        Status::Accepted => cx.keep::<BillingRequest>(id),
        _ => cx.end::<BillingRequest>(id, gone),
    }
    if let Some(mut row) = cx.find_mut::<CapacityReservation>(&reservation) {
        row.billing_owner = (status == Status::Accepted).then_some(owner);
    }
    Ok(())
}

pub(crate) fn describe_billing_requests(
    cx: Read<'_>,
    request: &DescribeCapacityReservationBillingRequestsRequest,
) -> Result<DescribeCapacityReservationBillingRequestsResult> {
    let paths: [(&str, &[&str]); 1] =
        [("unused-reservation-billing-owner", &["unusedReservationBillingOwnerId"])];
    let filters = ViewFilters::parse_with(cx.action(), &request.filters, &paths)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let ids = &request.capacity_reservation_ids;
    let is_named =
        |row: &BillingRequest| ids.is_empty() || ids.iter().any(|id| **id == *row.reservation);
    let own = cx.table::<BillingRequest>().iter(0, cx.now()).map(|(_, row)| (cx, row));
    let found: Vec<_> = match request.role {
        CallerRole::OdcrOwner => own.collect(),
        CallerRole::UnusedReservationBillingOwner => {
            cx.anyones(BillingRequest::BY_OWNER, &**cx.account()).collect()
        }
    };
    let rows = (1_u64..).zip(found.into_iter().filter(|(_, row)| is_named(row)));
    let views = rows
        .map(|(at, (owner, row))| (at, view(owner, row)))
        .filter(|(at, view)| *at > paging.position() && filters.matches(view));
    let page = paging.cut(views.map(Ok))?;
    Ok(DescribeCapacityReservationBillingRequestsResult {
        capacity_reservation_billing_requests: Some(page.items),
        next_token: page.next_token,
    })
}

fn view(owner: Read<'_>, row: &Row<BillingRequest>) -> CapacityReservationBillingRequest {
    let reservation = owner.find::<CapacityReservation>(&row.reservation);
    CapacityReservationBillingRequest {
        capacity_reservation_id: Some(row.reservation.to_string()),
        requested_by: Some(owner.account().to_string()),
        unused_reservation_billing_owner_id: Some(row.owner.to_string()),
        last_update_time: Some(row.updated),
        status: Some(row.status(owner.now())),
        status_message: None,
        capacity_reservation_info: reservation.map(|it| CapacityReservationInfo {
            instance_type: Some(it.instance_type.to_string()),
            availability_zone: Some(it.zone.to_string()),
            tenancy: Some(it.tenancy),
            availability_zone_id: Some(it.zone_id.to_string()),
        }),
    }
}
