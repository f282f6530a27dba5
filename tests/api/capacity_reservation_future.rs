//! Capacity Reservations for a date to come.

use super::support::{Ec2, Xml};

const CREATE: &str = "CreateCapacityReservation";
const DAY: u32 = 24 * 60 * 60;

const FORM: [(&str, &str); 8] = [
    ("InstanceType", "m5.xlarge"),
    ("InstancePlatform", "Linux/UNIX"),
    ("AvailabilityZone", "us-east-1a"),
    ("InstanceCount", "8"),
    ("InstanceMatchCriteria", "targeted"),
    ("StartDate", "2026-02-10T12:00:00Z"),
    ("CommitmentDuration", "1209600"),
    ("DeliveryPreference", "incremental"),
];

/// The form with other values, or without some.
fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = FORM.into_iter().filter(|(key, _)| !more.iter().any(|(other, _)| other == key));
    kept.chain(more.iter().copied()).filter(|(_, value)| !value.is_empty()).collect()
}

fn described(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeCapacityReservations", &[("CapacityReservationId.1", id)]);
    found.at("capacityReservationSet.item").unwrap().clone()
}

fn create(ec2: &Ec2, more: &[(&str, &str)]) -> String {
    let made = ec2.call(CREATE, &with(more));
    made.text("capacityReservation.capacityReservationId").to_owned()
}

fn refused(ec2: &Ec2, action: &str, form: &[(&str, &str)], code: &str, message: &str) {
    assert_eq!(ec2.refused(action, form), (code.to_owned(), message.to_owned()), "{form:?}");
}

#[test]
fn a_reservation_begins_on_its_date() {
    for (ec2, first) in [(Ec2::new(), "scheduled"), (Ec2::with_aws_lifecycle(), "assessing")] {
        let id = create(&ec2, &[]);
        let shown = described(&ec2, &id);
        assert_eq!(shown.text("state"), first);
        assert_eq!(shown.text("startDate"), "2026-02-10T12:00:00.000Z");
        assert_eq!(shown.text("originalStartDate"), "2026-02-10T12:00:00.000Z");
        assert_eq!(shown.text("deliveryPreference"), "incremental");
        assert_eq!(shown.text("commitmentInfo.committedInstanceCount"), "8");
        assert_eq!(shown.text("commitmentInfo.commitmentEndDate"), "2026-02-24T12:00:00.000Z");
        assert_eq!(shown.text("commitmentInfo.commitmentDuration"), "1209600");
        assert_eq!(shown.text("totalInstanceCount"), "8");
        assert_eq!(shown.text("availableInstanceCount"), "0");
        ec2.advance(DAY);
        assert_eq!(described(&ec2, &id).text("state"), "scheduled");
        let one = [("CapacityReservationId", id.as_str()), ("InstanceCount", "9")];
        let code = ec2.refused("ModifyCapacityReservation", &one).0;
        assert_eq!(code, "InvalidCapacityReservationState");
        ec2.advance(9 * DAY);
        let shown = described(&ec2, &id);
        assert_eq!(shown.text("state"), "active");
        assert_eq!(shown.text("availableInstanceCount"), "8");
        ec2.call("ModifyCapacityReservation", &one);
        assert_eq!(described(&ec2, &id).text("totalInstanceCount"), "9");
    }
}

#[test]
fn a_commitment_binds() {
    let ec2 = Ec2::with_aws_lifecycle();
    let id = create(&ec2, &[]);
    let one = [("CapacityReservationId", id.as_str())];
    let kept = format!(
        "The Capacity Reservation '{id}' cannot be cancelled during its commitment duration \
         without a cancellation quote."
    );
    ec2.advance(DAY);
    let cancel = "CancelCapacityReservation";
    refused(&ec2, cancel, &one, "InvalidCapacityReservationState", &kept);
    ec2.advance(10 * DAY);
    refused(&ec2, cancel, &one, "InvalidCapacityReservationState", &kept);
    let modify = "ModifyCapacityReservation";
    let less = [one[0], ("InstanceCount", "7")];
    let words = "The instance count cannot be decreased during the commitment duration.";
    refused(&ec2, modify, &less, "InvalidParameterValue", words);
    let end = [one[0], ("EndDateType", "limited"), ("EndDate", "2026-02-20T00:00:00Z")];
    let words = "The parameter endDate must not be within the commitment duration.";
    refused(&ec2, modify, &end, "InvalidParameterValue", words);
    let unknown = "UnsupportedOperation";
    let words = "parlel-ec2 does not emulate quotes for future-dated Capacity Reservations.";
    refused(&ec2, "CreateCapacityReservationCancellationQuote", &one, unknown, words);
    let words = "parlel-ec2 does not emulate parts of future-dated Capacity Reservations within \
                 their commitment duration.";
    let split = [("SourceCapacityReservationId", id.as_str()), ("InstanceCount", "1")];
    refused(&ec2, "CreateCapacityReservationBySplitting", &split, unknown, words);
    let lend = [one[0], ("InstanceCount", "1")];
    let allocate = "CreateInterruptibleCapacityReservationAllocation";
    refused(&ec2, allocate, &lend, unknown, words);
    ec2.advance(14 * DAY);
    ec2.call(modify, &less);
    ec2.call(cancel, &one);
    assert_eq!(described(&ec2, &id).text("state"), "cancelled");
}

#[test]
fn what_is_still_assessed_can_be_cancelled() {
    let ec2 = Ec2::with_aws_lifecycle();
    let id = create(&ec2, &[("EndDateType", "limited"), ("EndDate", "2026-03-01T00:00:00Z")]);
    ec2.call("CancelCapacityReservation", &[("CapacityReservationId", &id)]);
    assert_eq!(described(&ec2, &id).text("state"), "cancelled");
}

#[test]
fn what_cannot_be_asked_for_a_date_to_come() {
    let ec2 = Ec2::new();
    for member in ["startDate", "commitmentDuration", "deliveryPreference"] {
        let name = format!("{}{}", member[..1].to_uppercase(), &member[1..]);
        let words = format!("The request must contain the parameter {member}");
        refused(&ec2, CREATE, &with(&[(&name, "")]), "MissingParameter", &words);
    }
    let soon = "The parameter startDate must be between 5 and 120 days in the future.";
    let group = "arn:aws:ec2:us-east-1:000000000000:placement-group/near";
    let form = [("GroupName", "near"), ("Strategy", "cluster")];
    ec2.call("CreatePlacementGroup", &form);
    let invalid = "InvalidParameterValue";
    for (more, code, words) in [
        (("StartDate", "2026-02-04T00:00:00Z"), invalid, soon),
        (("StartDate", "2026-07-01T00:00:00Z"), invalid, soon),
        (
            ("CommitmentDuration", "1209599"),
            invalid,
            "The parameter commitmentDuration must be at least 14 days.",
        ),
        (
            ("DeliveryPreference", "fixed"),
            invalid,
            "The only supported deliveryPreference is incremental.",
        ),
        (
            ("InstanceMatchCriteria", "open"),
            invalid,
            "A future-dated Capacity Reservation must have the instanceMatchCriteria targeted.",
        ),
        (
            ("InstanceCount", "7"),
            invalid,
            "A future-dated Capacity Reservation must be for at least 32 vCPUs.",
        ),
        (
            ("InstanceType", "z1d.12xlarge"),
            invalid,
            "The instance type z1d.12xlarge is not supported for future-dated Capacity \
             Reservations.",
        ),
        (
            ("PlacementGroupArn", group),
            "InvalidParameterCombination",
            "PlacementGroupArn is not supported for future-dated Capacity Reservations.",
        ),
    ] {
        refused(&ec2, CREATE, &with(&[more]), code, words);
    }
    let end = with(&[("EndDateType", "limited"), ("EndDate", "2026-02-24T11:59:00Z")]);
    let words = "The parameter endDate must not be within the commitment duration.";
    refused(&ec2, CREATE, &end, invalid, words);
}
