//! Reservations of Dedicated Hosts. They cannot be purchased here, so that there are none.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/how-dedicated-hosts-work.html>

use crate::engine::{Operation, Query, Read, operations};
use crate::error::Result;
use crate::records::account::empty_lists::check_none;
use wire::{DescribeHostReservationsRequest, DescribeHostReservationsResult};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  DescribeHostReservations => describe_host_reservations;
};

// unverified: the code; AWS documents the one for what is no such id.
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
    check_none(cx, &query, ("InvalidHostReservationId.NotFound", "host reservation ID"), &[])?;
    Ok(DescribeHostReservationsResult {
        host_reservation_set: Some(Vec::new()),
        ..DescribeHostReservationsResult::default()
    })
}
