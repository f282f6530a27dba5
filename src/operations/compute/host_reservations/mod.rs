//! Reservations of Dedicated Hosts, and the offerings they are purchased from. Nothing is paid
//! here: a reservation is active at once, and until its end.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/dedicated-hosts-billing.html>

pub(crate) mod offerings;
pub(crate) mod purchase;

use crate::engine::{Operation, Query, Read, operations};
use crate::error::Result;
use crate::records::compute::host_reservations::HostReservation;
use wire::{DescribeHostReservationsRequest, DescribeHostReservationsResult};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  DescribeHostReservationOfferings => offerings::describe_host_reservation_offerings;
    Read  DescribeHostReservations => describe_host_reservations;
    Read  GetHostReservationPurchasePreview => purchase::get_host_reservation_purchase_preview;
    Write PurchaseHostReservation => purchase::purchase_host_reservation;
};

fn describe_host_reservations(
    cx: Read<'_>,
    request: &DescribeHostReservationsRequest,
) -> Result<DescribeHostReservationsResult> {
    let query = Query {
        ids: &request.host_reservation_id_set,
        filters: &request.filter,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    };
    let page = cx.select::<HostReservation>(&query)?;
    Ok(DescribeHostReservationsResult {
        host_reservation_set: Some(page.items),
        next_token: page.next_token,
    })
}
