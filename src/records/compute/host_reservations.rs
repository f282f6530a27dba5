//! Reservations of Dedicated Hosts. Nothing is paid here: one is active at once, until its end.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/dedicated-hosts-billing.html>

use crate::engine::{PageSize, Read, Resource, Row, Text};
use crate::records::ids::{HostId, HostOfferingId};
use serde::{Deserialize, Serialize};
use wire::{CurrencyCodeValues, PaymentOption, ReservationState, ResourceType, Timestamp};

/// Years, the way to pay, and which parts of the price on demand are paid by the hour and upfront.
// unverified (looked up 2026-11-26): that they are the same for every family, and for instances.
pub(crate) const TERMS: [(i32, PaymentOption, f64, f64); 6] = [
    (1, PaymentOption::NoUpfront, 0.6194, 0.0),
    (3, PaymentOption::NoUpfront, 0.4318, 0.0),
    (1, PaymentOption::PartialUpfront, 0.295, 0.295),
    (3, PaymentOption::PartialUpfront, 0.2, 0.2),
    (3, PaymentOption::AllUpfront, 0.0, 0.376),
    (1, PaymentOption::AllUpfront, 0.0, 0.5782),
];

/// The currency is told nowhere: not of a reservation (aws/aws-sdk-ruby#1567), nor of an offering
/// or a preview, in the command line's and PowerShell's examples.
/// <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-host-reservation-offerings.html>
pub(crate) const NO_CURRENCY: Option<CurrencyCodeValues> = None;

/// What one is purchased from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Offering {
    pub id: HostOfferingId,
    pub family: Text,
    pub seconds: i32,
    pub option: PaymentOption,
    /// Dollars for each host.
    pub hourly: f64,
    pub upfront: f64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct HostReservation {
    pub offering: Offering,
    pub hosts: Vec<HostId>,
    pub start: Timestamp,
}

impl Resource for HostReservation {
    type View = wire::HostReservation;
    const PREFIX: &'static str = "hr";
    const TYPE: Option<ResourceType> = Some(ResourceType::HostReservation);
    const PLURAL: &'static str = "hostReservations";
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeHostReservations.html>
    const PAGE_SIZE: PageSize = PageSize::Within(5, 500);
    // unverified (looked up 2026-11-26): the code for an id that nothing has, and both messages.
    const NOT_FOUND: &'static str = "InvalidHostReservationId.NotFound";
    const NOUN: &'static str = "host reservation ID";

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::HostReservation {
        let end = row.end();
        let count = row.hosts.len();
        wire::HostReservation {
            count: i32::try_from(count).ok(),
            currency_code: NO_CURRENCY,
            duration: Some(row.offering.seconds),
            end: Some(end),
            host_id_set: Some(row.hosts.iter().map(ToString::to_string).collect()),
            host_reservation_id: Some(row.id.to_string()),
            hourly_price: Some(dollars(row.offering.hourly, count)),
            instance_family: Some(row.offering.family.to_string()),
            offering_id: Some(row.offering.id.to_string()),
            payment_option: Some(row.offering.option),
            start: Some(row.start),
            // unverified (looked up 2026-11-26): what one is called whose term is over.
            state: Some(if cx.now().reached(end) {
                ReservationState::Retired
            } else {
                ReservationState::Active
            }),
            upfront_price: Some(dollars(row.offering.upfront, count)),
            tags: row.tags.wire(),
        }
    }
}

impl HostReservation {
    pub fn end(&self) -> Timestamp {
        self.start.plus_millis(i64::from(self.offering.seconds) * 1_000)
    }
}

/// `1.499`, for so many hosts.
#[expect(clippy::cast_precision_loss, reason = "nobody has that many hosts")]
pub(crate) fn dollars(each: f64, count: usize) -> String {
    format!("{:.3}", each * count as f64)
}
