//! Capacity Blocks: what is offered, purchased and extended.

use crate::support::{Ec2, Xml};

const OFFERED: &str = "capacityBlockOfferingSet.item";

fn form<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual =
        [("InstanceType", "p5.48xlarge"), ("InstanceCount", "2"), ("CapacityDurationHours", "48")];
    let kept = usual.into_iter().filter(|(key, _)| !more.iter().any(|(other, _)| other == key));
    kept.chain(more.iter().copied()).filter(|(_, value)| !value.is_empty()).collect()
}

fn offerings(ec2: &Ec2, more: &[(&str, &str)]) -> Vec<Xml> {
    let found = ec2.call("DescribeCapacityBlockOfferings", &form(more));
    found.all_at(OFFERED).into_iter().cloned().collect()
}

fn block(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeCapacityBlocks", &[("CapacityBlockId.1", id)]);
    found.at("capacityBlockSet.item").unwrap().clone()
}

#[test]
fn a_block_is_purchased_begins_and_expires() {
    for (ec2, first) in [(Ec2::new(), "scheduled"), (Ec2::with_aws_lifecycle(), "payment-pending")]
    {
        let offered = offerings(&ec2, &[]);
        let one = &offered[0];
        for (path, value) in [
            ("instanceType", "p5.48xlarge"),
            ("instanceCount", "2"),
            ("startDate", "2026-02-01T11:30:00.000Z"),
            ("endDate", "2026-02-03T11:30:00.000Z"),
            ("capacityBlockDurationHours", "48"),
            ("capacityBlockDurationMinutes", "2880"),
            ("currencyCode", "USD"),
            ("tenancy", "default"),
        ] {
            assert_eq!(one.text(path), value, "{path}");
        }
        assert!(one.text("upfrontFee").parse::<f64>().unwrap() > 1_000.0);
        let id = one.text("capacityBlockOfferingId");
        let answer = ec2.call(
            "PurchaseCapacityBlock",
            &[
                ("CapacityBlockOfferingId", id),
                ("InstancePlatform", "Linux/UNIX"),
                ("TagSpecification.1.ResourceType", "capacity-block"),
                ("TagSpecification.1.Tag.1.Key", "team"),
                ("TagSpecification.1.Tag.1.Value", "a"),
            ],
        );
        let made = answer.at("capacityReservation").unwrap();
        assert_eq!(made.text("state"), first);
        assert_eq!(made.text("reservationType"), "capacity-block");
        assert_eq!(made.text("instanceMatchCriteria"), "targeted");
        assert_eq!(made.text("availabilityZone"), one.text("availabilityZone"));
        let id = made.text("capacityBlockId");
        assert_eq!(block(&ec2, id).text("state"), first);
        assert_eq!(block(&ec2, id).text("tagSet.item.value"), "a");
        ec2.advance(60);
        assert_eq!(block(&ec2, id).text("state"), "scheduled");
        let reservation = made.text("capacityReservationId");
        assert_eq!(block(&ec2, id).texts("capacityReservationIdSet.item"), [reservation]);
        ec2.advance(24 * 3600);
        assert_eq!(block(&ec2, id).text("state"), "active");
        let status = ec2.call("DescribeCapacityBlockStatus", &[("CapacityBlockId.1", id)]);
        let status = status.at("capacityBlockStatusSet.item").unwrap();
        assert_eq!(
            (status.text("totalCapacity"), status.text("totalAvailableCapacity")),
            ("2", "2")
        );
        let of = "capacityReservationStatusSet.item.capacityReservationId";
        assert_eq!(status.text(of), reservation);
        let cancel = [("CapacityReservationId", reservation)];
        assert_eq!(
            ec2.refused("CancelCapacityReservation", &cancel),
            (
                "UnsupportedOperation".to_owned(),
                "The operation is not supported for Capacity Blocks.".to_owned()
            )
        );
        ec2.advance(47 * 3600 + 1800);
        assert_eq!(block(&ec2, id).text("state"), "expired");
        ec2.advance(3600);
        let gone = ec2.refused("DescribeCapacityBlocks", &[("CapacityBlockId.1", id)]);
        assert_eq!(gone.0, "InvalidCapacityBlockId.NotFound");
    }
}

#[test]
fn a_block_is_extended() {
    let ec2 = Ec2::new();
    let offered = offerings(&ec2, &[]);
    let id = offered[0].text("capacityBlockOfferingId");
    let purchase = [("CapacityBlockOfferingId", id), ("InstancePlatform", "Linux/UNIX")];
    let answer = ec2.call("PurchaseCapacityBlock", &purchase);
    let reservation = answer.text("capacityReservation.capacityReservationId");
    let ask =
        [("CapacityReservationId", reservation), ("CapacityBlockExtensionDurationHours", "24")];
    let found = ec2.call("DescribeCapacityBlockExtensionOfferings", &ask);
    let one = found.at("capacityBlockExtensionOfferingSet.item").unwrap();
    assert_eq!(one.text("capacityBlockExtensionStartDate"), "2026-02-03T11:30:00.000Z");
    assert_eq!(one.text("capacityBlockExtensionEndDate"), "2026-02-04T11:30:00.000Z");
    let form = [
        ("CapacityReservationId", reservation),
        ("CapacityBlockExtensionOfferingId", one.text("capacityBlockExtensionOfferingId")),
    ];
    let made = ec2.call("PurchaseCapacityBlockExtension", &form);
    let item = made.at("capacityBlockExtensionSet.item").unwrap();
    assert_eq!(item.text("capacityBlockExtensionStatus"), "payment-succeeded");
    assert_eq!(item.text("capacityBlockExtensionDurationHours"), "24");
    let row = ec2.call("DescribeCapacityReservations", &[]);
    assert_eq!(row.text("capacityReservationSet.item.endDate"), "2026-02-04T11:30:00.000Z");
    let history = ec2.call("DescribeCapacityBlockExtensionHistory", &[]);
    let ids = history.texts("capacityBlockExtensionSet.item.capacityBlockExtensionOfferingId");
    assert_eq!(ids, [form[1].1]);
    assert_eq!(
        ec2.refused("PurchaseCapacityBlockExtension", &form),
        (
            "InvalidCapacityBlockExtensionOfferingId.NotFound".to_owned(),
            format!("The Capacity Block extension offering ID '{}' does not exist", form[1].1)
        )
    );
    let plain = ec2.call(
        "CreateCapacityReservation",
        &[
            ("InstanceType", "t3.micro"),
            ("InstancePlatform", "Linux/UNIX"),
            ("AvailabilityZone", "us-east-1a"),
            ("InstanceCount", "1"),
        ],
    );
    let plain = plain.text("capacityReservation.capacityReservationId");
    assert_eq!(
        ec2.refused(
            "DescribeCapacityBlockExtensionOfferings",
            &[("CapacityReservationId", plain), ask[1]]
        )
        .1,
        format!("The Capacity Reservation '{plain}' is no Capacity Block to extend.")
    );
}

#[test]
fn what_is_not_offered_is_refused() {
    let ec2 = Ec2::new();
    let refused =
        |more: &[(&str, &str)]| ec2.refused("DescribeCapacityBlockOfferings", &form(more));
    for hours in ["25", "360", "4536"] {
        assert_eq!(
            refused(&[("CapacityDurationHours", hours)]).1,
            format!(
                "Value ({hours}) for parameter capacityDurationHours is invalid. Expecting one to \
                 fourteen days, or up to 26 weeks."
            )
        );
    }
    assert_eq!(
        refused(&[("InstanceType", "t3.micro")]).1,
        "The instance type 't3.micro' is not supported by Capacity Blocks."
    );
    assert_eq!(
        refused(&[("InstanceCount", "65")]).1,
        "Value (65) for parameter instanceCount is invalid. Expecting a number from 1 to 64."
    );
    assert_eq!(refused(&[("InstanceType", "")]).0, "MissingParameter");
    assert!(offerings(&ec2, &[("StartDateRange", "2026-06-01T00:00:00Z")]).is_empty());
    assert!(offerings(&ec2, &[("EndDateRange", "2026-02-02T00:00:00Z")]).is_empty());
    let later = offerings(&ec2, &[("StartDateRange", "2026-02-10T00:00:00Z")]);
    assert_eq!(later[0].text("startDate"), "2026-02-10T11:30:00.000Z");
    for id in ["cbr-00123456789abcdef", "cb-1"] {
        let form = [("CapacityBlockOfferingId", id), ("InstancePlatform", "Linux/UNIX")];
        assert_eq!(
            ec2.refused("PurchaseCapacityBlock", &form),
            (
                "InvalidCapacityBlockOfferingId.NotFound".to_owned(),
                format!("The Capacity Block offering ID '{id}' does not exist")
            )
        );
    }
}
