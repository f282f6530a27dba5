//! Capacity that goes from one reservation to another, or to another account's bill.

use crate::instances::launch_one;
use crate::support::{Ec2, Xml};

const LISTED: &str = "capacityReservationSet.item";

fn reserve(ec2: &Ec2, count: &str, more: &[(&str, &str)]) -> String {
    let usual = [
        ("InstanceType", "t3.micro"),
        ("InstancePlatform", "Linux/UNIX"),
        ("AvailabilityZone", "us-east-1a"),
        ("InstanceCount", count),
    ];
    let kept = usual.into_iter().filter(|(key, _)| !more.iter().any(|(other, _)| other == key));
    let form: Vec<_> = kept.chain(more.iter().copied()).collect();
    let made = ec2.call("CreateCapacityReservation", &form);
    made.text("capacityReservation.capacityReservationId").to_owned()
}

fn described(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeCapacityReservations", &[("CapacityReservationId.1", id)]);
    found.at(LISTED).unwrap().clone()
}

/// How many instances there are, and how many of these are free.
fn counts(ec2: &Ec2, id: &str) -> (String, String) {
    let row = described(ec2, id);
    let text = |path| row.text(path).to_owned();
    (text("totalInstanceCount"), text("availableInstanceCount"))
}

fn are(total: &str, free: &str) -> (String, String) {
    (total.to_owned(), free.to_owned())
}

fn pair(code: &str, message: &str) -> (String, String) {
    (code.to_owned(), message.to_owned())
}

#[test]
fn one_is_split() {
    let ec2 = Ec2::new();
    let source =
        reserve(&ec2, "5", &[("EndDateType", "limited"), ("EndDate", "2026-03-01T00:00:00Z")]);
    launch_one(&ec2, &[("Placement.AvailabilityZone", "us-east-1a")]);
    let split = |count: &str| {
        ec2.ask(
            "CreateCapacityReservationBySplitting",
            &[
                ("SourceCapacityReservationId", &source),
                ("InstanceCount", count),
                ("TagSpecification.1.ResourceType", "capacity-reservation"),
                ("TagSpecification.1.Tag.1.Key", "team"),
                ("TagSpecification.1.Tag.1.Value", "b"),
            ],
        )
    };
    let answer = split("2").unwrap();
    assert_eq!(answer.text("instanceCount"), "2");
    assert_eq!(answer.text("sourceCapacityReservation.totalInstanceCount"), "3");
    let made = answer.at("destinationCapacityReservation").unwrap();
    let id = made.text("capacityReservationId");
    assert_eq!((made.text("instanceType"), made.text("state")), ("t3.micro", "active"));
    assert_eq!(made.text("endDate"), "2026-03-01T00:00:00.000Z");
    assert_eq!(made.text("tagSet.item.value"), "b");
    assert_eq!(counts(&ec2, &source), are("3", "2"));
    assert_eq!(counts(&ec2, id), are("2", "2"));

    let refusal = split("4").unwrap_err();
    assert_eq!((refusal.code, refusal.message), short(&source));
    let all = [("SourceCapacityReservationId", id), ("InstanceCount", "2")];
    assert_eq!(
        ec2.refused("CreateCapacityReservationBySplitting", &all),
        pair(
            "InvalidParameterValue",
            "A Capacity Reservation cannot be split off with all of its instances."
        )
    );
}

fn short(id: &str) -> (String, String) {
    let message =
        format!("The Capacity Reservation '{id}' does not have enough available capacity.");
    pair("InsufficientCapacity", &message)
}

/// The free capacity goes first, and then instances that may use any reservation.
#[test]
fn instances_go_with_the_capacity_of_an_open_reservation() {
    let ec2 = Ec2::new();
    let place = ("Placement.AvailabilityZone", "us-east-1a");
    let target = "CapacityReservationSpecification.CapacityReservationTarget.CapacityReservationId";
    let source = reserve(&ec2, "4", &[]);
    launch_one(&ec2, &[place, (target, &source)]);
    launch_one(&ec2, &[place]);
    launch_one(&ec2, &[place]);
    assert_eq!(counts(&ec2, &source), are("4", "1"));
    let split = [("SourceCapacityReservationId", source.as_str()), ("InstanceCount", "2")];
    let made = ec2.call("CreateCapacityReservationBySplitting", &split);
    let id = made.text("destinationCapacityReservation.capacityReservationId");
    assert_eq!((counts(&ec2, &source), counts(&ec2, id)), (are("2", "0"), are("2", "1")));
    let to = |to: &str, count: &str| {
        let form = [split[0], ("DestinationCapacityReservationId", to), ("InstanceCount", count)];
        ec2.ask("MoveCapacityReservationInstances", &form)
            .map(drop)
            .map_err(|refusal| (refusal.code, refusal.message))
    };
    let targeted = reserve(&ec2, "1", &[("InstanceMatchCriteria", "targeted")]);
    assert_eq!(to(&targeted, "1"), Err(short(&source)));
    // The one that names its reservation stays.
    assert_eq!(to(id, "2"), Err(short(&source)));
    assert_eq!(to(id, "1"), Ok(()));
    assert_eq!((counts(&ec2, &source), counts(&ec2, id)), (are("1", "0"), are("3", "1")));
}

#[test]
fn capacity_moves_between_two_that_are_alike() {
    let ec2 = Ec2::new();
    let [from, to] = ["3", "1"].map(|count| reserve(&ec2, count, &[]));
    let other = reserve(&ec2, "1", &[("InstanceType", "t3.small")]);
    let moved = |to: &str, count: &str| {
        ec2.ask(
            "MoveCapacityReservationInstances",
            &[
                ("SourceCapacityReservationId", &from),
                ("DestinationCapacityReservationId", to),
                ("InstanceCount", count),
            ],
        )
    };
    assert_eq!(moved(&to, "1").unwrap().text("instanceCount"), "1");
    assert_eq!((counts(&ec2, &from), counts(&ec2, &to)), (are("2", "2"), are("2", "2")));
    ec2.call("CreatePlacementGroup", &[("GroupName", "close"), ("Strategy", "cluster")]);
    let group = "arn:aws:ec2:us-east-1:000000000000:placement-group/close";
    let close = reserve(&ec2, "1", &[("PlacementGroupArn", group)]);
    for to in [&other, &from, &close] {
        assert_eq!(
            moved(to, "1").unwrap_err().message,
            "The source and the destination must be two Capacity Reservations with the same \
             instance type, platform, Availability Zone, tenancy, placement group and end."
        );
    }
    let answer = moved(&to, "2").unwrap();
    assert_eq!(answer.text("sourceCapacityReservation.state"), "cancelled");
    assert_eq!(counts(&ec2, &to), are("4", "4"));
    assert_eq!(moved(&to, "1").unwrap_err().code, "InvalidCapacityReservationState");

    let groups = ec2.call("GetGroupsForCapacityReservation", &[("CapacityReservationId", &to)]);
    assert!(groups.has("capacityReservationGroupSet"));
    assert!(!groups.has("capacityReservationGroupSet.item"));
    let unknown = [("CapacityReservationId", "cr-00000000000000001")];
    let refusal = ec2.refused("GetGroupsForCapacityReservation", &unknown);
    assert_eq!(refusal.0, "InvalidCapacityReservationId.NotFound");
}

#[test]
fn what_is_lent_changes_by_its_source_alone() {
    let ec2 = Ec2::new();
    let source = reserve(&ec2, "4", &[]);
    let form = [("CapacityReservationId", source.as_str()), ("InstanceCount", "3")];
    ec2.call("CreateInterruptibleCapacityReservationAllocation", &form);
    let row = described(&ec2, &source);
    let id = row.text("interruptibleCapacityAllocation.interruptibleCapacityReservationId");
    let other = reserve(&ec2, "2", &[]);
    let [from, to] = ["SourceCapacityReservationId", "DestinationCapacityReservationId"];
    let by_id = ("CapacityReservationId", id);
    for (action, form) in [
        ("ModifyCapacityReservation", vec![by_id]),
        ("CancelCapacityReservation", vec![by_id]),
        ("CreateCapacityReservationBySplitting", vec![(from, id)]),
        ("MoveCapacityReservationInstances", vec![(from, id), (to, &other)]),
        ("MoveCapacityReservationInstances", vec![(from, &other), (to, id)]),
    ] {
        let count = [("InstanceCount", "1")];
        let count = if action == "CancelCapacityReservation" { &[][..] } else { &count };
        let message = "The operation is not supported for interruptible Capacity Reservations.";
        let refused = ec2.refused(action, &[&form[..], count].concat());
        assert_eq!(refused, pair("UnsupportedOperation", message), "{action}");
    }
}

#[test]
fn unused_capacity_is_lent() {
    let ec2 = Ec2::new();
    let source = reserve(&ec2, "4", &[]);
    let create = |count: &str| {
        let form = [("CapacityReservationId", source.as_str()), ("InstanceCount", count)];
        ec2.ask("CreateInterruptibleCapacityReservationAllocation", &form)
    };
    let update = |count: &str| {
        let form = [("CapacityReservationId", source.as_str()), ("TargetInstanceCount", count)];
        ec2.ask("UpdateInterruptibleCapacityReservationAllocation", &form)
    };
    assert_eq!(
        update("1").unwrap_err().message,
        format!("The Capacity Reservation '{source}' has no interruptible allocation.")
    );
    let answer = create("3").unwrap();
    assert_eq!((answer.text("status"), answer.text("interruptionType")), ("pending", "adhoc"));
    let row = described(&ec2, &source);
    let allocation = row.at("interruptibleCapacityAllocation").unwrap();
    assert_eq!((allocation.text("status"), allocation.text("instanceCount")), ("active", "3"));
    let id = allocation.text("interruptibleCapacityReservationId");
    let lent = described(&ec2, id);
    assert_eq!((lent.text("interruptible"), lent.text("totalInstanceCount")), ("true", "3"));
    assert_eq!(lent.text("interruptionInfo.sourceCapacityReservationId"), source);
    assert_eq!(counts(&ec2, &source), are("1", "1"));
    assert_eq!(
        create("1").unwrap_err().message,
        format!("The Capacity Reservation '{source}' has an interruptible allocation already.")
    );
    let target = "CapacityReservationSpecification.CapacityReservationTarget.CapacityReservationId";
    let launch = [("ImageId", crate::instances::IMAGE), ("InstanceType", "t3.micro"), (target, id)];
    assert_eq!(
        ec2.refused("RunInstances", &launch).1,
        "The market type (purchasing) option is not valid. Choose a different market type and try \
         again"
    );
    assert_eq!(update("4").unwrap().text("status"), "updating");
    assert_eq!(counts(&ec2, id), are("4", "4"));
    assert_eq!(update("5").unwrap_err().code, "InsufficientCapacity");
    assert_eq!(
        update("-1").unwrap_err().message,
        "Value (-1) for parameter targetInstanceCount is invalid. Expecting a number from 0 on."
    );
    assert_eq!(update("0").unwrap().text("status"), "canceling");
    assert_eq!(counts(&ec2, &source), are("4", "4"));
    assert_eq!(described(&ec2, id).text("state"), "cancelled");
    let end = [("EndDateType", "limited"), ("EndDate", "2026-03-01T00:00:00Z")];
    let ending = reserve(&ec2, "2", &end);
    let form = [("CapacityReservationId", ending.as_str()), ("InstanceCount", "1")];
    assert_eq!(
        ec2.refused("CreateInterruptibleCapacityReservationAllocation", &form),
        pair(
            "InvalidCapacityReservationState",
            &format!("The Capacity Reservation '{ending}' has an end date.")
        )
    );
}

#[test]
fn a_topology_is_told_of_some_types() {
    let ec2 = Ec2::new();
    let _plain = reserve(&ec2, "1", &[]);
    let id = reserve(&ec2, "2", &[("InstanceType", "p4d.24xlarge")]);
    let found = ec2.call("DescribeCapacityReservationTopology", &[]);
    let rows = found.all_at(LISTED);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].text("capacityReservationId"), id);
    assert_eq!((rows[0].text("state"), rows[0].text("instanceType")), ("active", "p4d.24xlarge"));
    assert_eq!(rows[0].text("availabilityZone"), "us-east-1a");
    let nodes = rows[0].texts("networkNodeSet.item");
    assert_eq!(nodes.len(), 3);
    assert!(nodes.iter().all(|node| node.starts_with("nn-")));
}

#[test]
fn another_account_pays_for_what_is_not_used() {
    let ec2 = Ec2::new();
    let other = ec2.as_account("222222222222");
    let id = reserve(&ec2, "1", &[]);
    let form = [
        ("CapacityReservationId", id.as_str()),
        ("UnusedReservationBillingOwnerId", "222222222222"),
    ];
    let associate = || ec2.ask("AssociateCapacityReservationBillingOwner", &form);
    let end = || ec2.ask("DisassociateCapacityReservationBillingOwner", &form);
    let answer = |action: &str| other.ask(action, &form[..1]);
    let accept = || answer("AcceptCapacityReservationBillingOwnership");
    let statuses = |ec2: &Ec2, role: &str| {
        let found = ec2.call("DescribeCapacityReservationBillingRequests", &[("Role", role)]);
        let rows = found.all_at("capacityReservationBillingRequestSet.item");
        rows.iter().map(|row| row.text("status").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        accept().unwrap_err().message,
        format!("There is no pending request for billing of the Capacity Reservation '{id}'.")
    );
    assert_eq!(associate().unwrap().text("return"), "true");
    assert_eq!(
        associate().unwrap_err().message,
        format!("Billing of the Capacity Reservation '{id}' is assigned already, or about to be.")
    );
    assert_eq!(statuses(&ec2, "odcr-owner"), ["pending"]);
    let asked = [
        ("Role", "unused-reservation-billing-owner"),
        ("Filter.1.Name", "unused-reservation-billing-owner"),
        ("Filter.1.Value.1", "222222222222"),
    ];
    let found = other.call("DescribeCapacityReservationBillingRequests", &asked);
    let row = found.at("capacityReservationBillingRequestSet.item").unwrap();
    assert_eq!(row.text("requestedBy"), "000000000000");
    assert_eq!(row.text("capacityReservationInfo.instanceType"), "t3.micro");
    assert_eq!(accept().unwrap().text("return"), "true");
    assert_eq!(described(&ec2, &id).text("unusedReservationBillingOwnerId"), "222222222222");
    assert_eq!(statuses(&other, "unused-reservation-billing-owner"), ["accepted"]);
    assert_eq!(end().unwrap().text("return"), "true");
    assert!(!described(&ec2, &id).has("unusedReservationBillingOwnerId"));
    assert_eq!(
        end().unwrap_err().message,
        format!("Billing of the Capacity Reservation '{id}' is not assigned to '222222222222'.")
    );

    associate().unwrap();
    assert_eq!(end().unwrap().text("return"), "true");
    associate().unwrap();
    answer("RejectCapacityReservationBillingOwnership").unwrap();
    associate().unwrap();
    ec2.advance(12 * 3600);
    let all = ["revoked", "cancelled", "rejected", "expired"];
    assert_eq!(statuses(&ec2, "odcr-owner"), all);
    for wrong in ["000000000000", "somebody"] {
        let form = [form[0], ("UnusedReservationBillingOwnerId", wrong)];
        assert_eq!(
            ec2.refused("AssociateCapacityReservationBillingOwner", &form).1,
            format!(
                "Value ({wrong}) for parameter unusedReservationBillingOwnerId is invalid. \
                 Expecting the id of another account."
            )
        );
    }
}
