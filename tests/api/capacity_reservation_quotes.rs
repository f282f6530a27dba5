//! Quotes for future-dated Capacity Reservations, of which there are none.

use super::support::Ec2;

#[test]
fn nothing_is_quoted_for() {
    let ec2 = Ec2::new();
    let form = [
        ("InstanceType", "m5.large"),
        ("InstancePlatform", "Linux/UNIX"),
        ("AvailabilityZone", "us-east-1a"),
        ("InstanceCount", "1"),
    ];
    let made = ec2.call("CreateCapacityReservation", &form);
    let id = made.text("capacityReservation.capacityReservationId");
    let message = format!(
        "The Capacity Reservation '{id}' is not a future-dated Capacity Reservation within its \
         commitment duration."
    );
    let form = [("CapacityReservationId", id), ("NewStartDate", "2026-03-01T00:00:00Z")];
    let refused = ("UnsupportedOperation".to_owned(), message);
    assert_eq!(ec2.refused("CreateCapacityReservationCancellationQuote", &form[..1]), refused);
    assert_eq!(ec2.refused("CreateCapacityReservationDateChangeQuote", &form), refused);
    let past = [form[0], ("NewStartDate", "2026-01-01T00:00:00Z")];
    let (code, message) = ec2.refused("CreateCapacityReservationDateChangeQuote", &past);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "The parameter newStartDate must be in the future.");
}
