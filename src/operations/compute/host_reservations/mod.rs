//! Reservations of Dedicated Hosts, and the offerings they are purchased from. Nothing is paid
//! here: a reservation is active at once, and until its end.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/dedicated-hosts-billing.html>

pub(crate) mod offerings;
pub(crate) mod purchase;

use crate::engine::{Operation, listed, operations};
use crate::records::compute::host_reservations::HostReservation;

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  DescribeHostReservationOfferings => offerings::describe_host_reservation_offerings;
    Read  DescribeHostReservations => listed::<HostReservation>;
    Read  GetHostReservationPurchasePreview => purchase::get_host_reservation_purchase_preview;
    Write PurchaseHostReservation => purchase::purchase_host_reservation;
};
