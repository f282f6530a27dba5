//! Fleets of Capacity Reservations.

use crate::support::{Ec2, Xml};

const SPEC: &str = "InstanceTypeSpecification";

/// A fleet of an m5.xlarge, which weighs two, and of an m5.large.
fn create(ec2: &Ec2, target: &str, more: &[(&str, &str)]) -> Xml {
    let keys = ["InstanceType", "InstancePlatform", "AvailabilityZone", "Priority", "Weight"];
    let values = [
        ["m5.large", "Linux/UNIX", "us-east-1a", "2", "1"],
        ["m5.xlarge", "Linux/UNIX", "us-east-1a", "1", "2"],
    ];
    let specs = (1..).zip(values).flat_map(|(at, values)| {
        keys.iter().zip(values).map(move |(key, value)| (format!("{SPEC}.{at}.{key}"), value))
    });
    let specs: Vec<_> = specs.collect();
    let mut form: Vec<(&str, &str)> = vec![("TotalTargetCapacity", target)];
    form.extend(specs.iter().map(|(key, value)| (key.as_str(), *value)));
    form.retain(|(key, _)| !more.iter().any(|(other, _)| other == key));
    form.extend(more.iter().copied().filter(|(_, value)| !value.is_empty()));
    ec2.ask("CreateCapacityReservationFleet", &form)
        .unwrap_or_else(|refusal| panic!("{}: {}", refusal.code, refusal.message))
}

fn described(ec2: &Ec2, id: &str) -> Xml {
    let form = [("CapacityReservationFleetId.1", id)];
    let found = ec2.call("DescribeCapacityReservationFleets", &form);
    found.at("capacityReservationFleetSet.item").unwrap().clone()
}

/// Types and counts of a fleet's reservations.
fn reserved(ec2: &Ec2, id: &str) -> Vec<(String, String)> {
    let fleet = described(ec2, id);
    let rows = fleet.all_at("instanceTypeSpecificationSet.item");
    let text = |row: &Xml, path: &str| row.text(path).to_owned();
    rows.iter().map(|row| (text(row, "instanceType"), text(row, "totalInstanceCount"))).collect()
}

fn pair(one: &str, two: &str) -> (String, String) {
    (one.to_owned(), two.to_owned())
}

#[test]
fn a_fleet_reserves_by_priority_and_is_cancelled() {
    let cases = [(Ec2::new(), "active", "6.0"), (Ec2::with_aws_lifecycle(), "submitted", "0.0")];
    for (ec2, first, fulfilled) in cases {
        let made = create(
            &ec2,
            "5",
            &[
                ("EndDate", "2026-03-01T00:00:00Z"),
                ("TagSpecification.1.ResourceType", "capacity-reservation-fleet"),
                ("TagSpecification.1.Tag.1.Key", "team"),
                ("TagSpecification.1.Tag.1.Value", "a"),
            ],
        );
        let id = made.text("capacityReservationFleetId");
        assert!(id.starts_with("crf-0"));
        assert_eq!(made.text("state"), first);
        assert_eq!(made.text("totalFulfilledCapacity"), fulfilled);
        ec2.advance(5);
        let fleet = described(&ec2, id);
        for (path, value) in [
            ("state", "active"),
            ("totalTargetCapacity", "5"),
            ("allocationStrategy", "prioritized"),
            ("tenancy", "default"),
            ("instanceMatchCriteria", "open"),
            ("endDate", "2026-03-01T00:00:00.000Z"),
            ("tagSet.item.value", "a"),
        ] {
            assert_eq!(fleet.text(path), value, "{path}");
        }
        let arn = fleet.text("capacityReservationFleetArn");
        assert_eq!(
            arn,
            format!("arn:aws:ec2:us-east-1:000000000000:capacity-reservation-fleet/{id}")
        );
        assert_eq!(reserved(&ec2, id), [pair("m5.xlarge", "3")]);
        let rows = ec2.call("DescribeCapacityReservations", &[]);
        let row = rows.at("capacityReservationSet.item").unwrap();
        assert_eq!(row.text("capacityReservationFleetId"), id);
        assert_eq!(row.text("tagSet.item.key"), "aws:ec2-capacity-reservation-fleet");
        assert_eq!(row.text("endDate"), "2026-03-01T00:00:00.000Z");

        let cancel = [
            ("CapacityReservationFleetId.1", id),
            ("CapacityReservationFleetId.2", "crf-00000000000000001"),
        ];
        let answer = ec2.call("CancelCapacityReservationFleets", &cancel);
        let done = answer.at("successfulFleetCancellationSet.item").unwrap();
        assert_eq!(done.text("currentFleetState"), "cancelling");
        assert_eq!(done.text("previousFleetState"), "active");
        let failed = answer.at("failedFleetCancellationSet.item").unwrap();
        let error = failed.at("cancelCapacityReservationFleetError").unwrap();
        assert_eq!(error.text("code"), "InvalidCapacityReservationFleetId.NotFound");
        assert_eq!(described(&ec2, id).text("state"), "cancelled");
        let rows = ec2.call("DescribeCapacityReservations", &[]);
        assert_eq!(rows.text("capacityReservationSet.item.state"), "cancelled");
        let again = ec2.call("CancelCapacityReservationFleets", &cancel[..1]);
        let error = "failedFleetCancellationSet.item.cancelCapacityReservationFleetError.message";
        let message = format!("The Capacity Reservation Fleet '{id}' was cancelled.");
        assert_eq!(again.text(error), message);
    }
}

#[test]
fn a_fleet_grows_shrinks_and_expires() {
    let ec2 = Ec2::new();
    let made = create(&ec2, "4", &[]);
    let id = made.text("capacityReservationFleetId").to_owned();
    let modify = |more: &[(&str, &str)]| {
        let form = [&[("CapacityReservationFleetId", id.as_str())], more].concat();
        ec2.ask("ModifyCapacityReservationFleet", &form)
    };
    assert_eq!(modify(&[("TotalTargetCapacity", "8")]).unwrap().text("return"), "true");
    assert_eq!(reserved(&ec2, &id), [pair("m5.xlarge", "2"), pair("m5.xlarge", "2")]);
    modify(&[("TotalTargetCapacity", "3")]).unwrap();
    assert_eq!(reserved(&ec2, &id), [pair("m5.xlarge", "2")]);
    assert_eq!(described(&ec2, &id).text("totalFulfilledCapacity"), "4.0");
    modify(&[("EndDate", "2026-02-01T12:00:00Z")]).unwrap();
    modify(&[("RemoveEndDate", "true")]).unwrap();
    assert!(!described(&ec2, &id).has("endDate"));
    let both = [("RemoveEndDate", "true"), ("EndDate", "2026-02-01T12:00:00Z")];
    assert_eq!(modify(&both).unwrap_err().code, "InvalidParameterCombination");
    assert_eq!(
        modify(&[("EndDate", "2026-01-01T12:00:00Z")]).unwrap_err().message,
        "The parameter endDate must be in the future."
    );
    modify(&both[1..]).unwrap();
    ec2.advance(24 * 3600);
    assert_eq!(described(&ec2, &id).text("state"), "expired");
    assert_eq!(
        modify(&[("TotalTargetCapacity", "3")]).unwrap_err().message,
        format!("The Capacity Reservation Fleet '{id}' is not in a modifiable state.")
    );
}

#[test]
fn what_a_zone_lacks_is_reserved_of_the_next_type() {
    let ec2 = Ec2::new();
    let rule = r#"{ "error": "InsufficientInstanceCapacity", "instanceType": "m5.xlarge" }"#;
    ec2.control("POST", "faults", rule);
    let made = create(&ec2, "3", &[]);
    let id = made.text("capacityReservationFleetId");
    assert_eq!(reserved(&ec2, id), [pair("m5.large", "3")]);
    let rule = r#"{ "error": "InsufficientInstanceCapacity", "instanceType": "m5.*" }"#;
    ec2.control("POST", "faults", rule);
    assert_eq!(create(&ec2, "3", &[]).text("state"), "failed");
}

#[test]
fn what_cannot_be_is_refused() {
    let ec2 = Ec2::new();
    let first = |name: &str| format!("{SPEC}.1.{name}");
    let usual = [
        ("TotalTargetCapacity".to_owned(), "1"),
        (first("InstanceType"), "m5.large"),
        (first("InstancePlatform"), "Linux/UNIX"),
        (first("AvailabilityZone"), "us-east-1a"),
    ];
    let refused = |more: &[(String, &str)]| {
        let kept = usual.iter().filter(|(key, _)| !more.iter().any(|(other, _)| other == key));
        let form = kept.chain(more).filter(|(_, value)| !value.is_empty());
        let form: Vec<_> = form.map(|(key, value)| (key.as_str(), *value)).collect();
        ec2.refused("CreateCapacityReservationFleet", &form)
    };
    assert_eq!(
        refused(&[("AllocationStrategy".to_owned(), "lowestPrice")]).1,
        "Value (lowestPrice) for parameter allocationStrategy is invalid. Expecting prioritized."
    );
    assert_eq!(
        refused(&[("TotalTargetCapacity".to_owned(), "0")]).1,
        "Value (0) for parameter totalTargetCapacity is invalid. Expecting a value greater than 0."
    );
    for missing in ["InstanceType", "InstancePlatform", "AvailabilityZone"] {
        assert_eq!(refused(&[(first(missing), "")]).0, "MissingParameter", "{missing}");
    }
    let second = |name: &str| format!("{SPEC}.2.{name}");
    assert_eq!(
        refused(&[
            (second("InstanceType"), "m5.xlarge"),
            (second("InstancePlatform"), "Linux/UNIX"),
            (second("AvailabilityZone"), "us-east-1b"),
        ]),
        pair(
            "InvalidParameterValue",
            "All instance type specifications must have the same Availability Zone."
        )
    );
    let none = [("TotalTargetCapacity", "1")];
    assert_eq!(ec2.refused("CreateCapacityReservationFleet", &none).0, "MissingParameter");
}
