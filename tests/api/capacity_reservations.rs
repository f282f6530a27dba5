use crate::instances::{found, launch, launch_one, refused, shown};
use crate::support::{Ec2, Xml};

const LISTED: &str = "capacityReservationSet.item";
const TARGET: &str =
    "CapacityReservationSpecification.CapacityReservationTarget.CapacityReservationId";
const PREFERENCE: &str = "CapacityReservationSpecification.CapacityReservationPreference";

fn form<'a>(count: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("InstanceType", "t3.micro"),
        ("InstancePlatform", "Linux/UNIX"),
        ("AvailabilityZone", "us-east-1a"),
        ("InstanceCount", count),
    ];
    let kept = usual.into_iter().filter(|(key, _)| !more.iter().any(|(other, _)| other == key));
    kept.chain(more.iter().copied()).collect()
}

fn reserve(ec2: &Ec2, count: &str, more: &[(&str, &str)]) -> String {
    let made = ec2.call("CreateCapacityReservation", &form(count, more));
    made.text("capacityReservation.capacityReservationId").to_owned()
}

fn described(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeCapacityReservations", &[("CapacityReservationId.1", id)]);
    found.at(LISTED).unwrap().clone()
}

fn available(ec2: &Ec2, id: &str) -> String {
    described(ec2, id).text("availableInstanceCount").to_owned()
}

#[test]
fn a_reservation_is_described_as_it_was_made() {
    let ec2 = Ec2::new();
    let id = reserve(
        &ec2,
        "3",
        &[
            ("EbsOptimized", "true"),
            ("EndDateType", "limited"),
            ("EndDate", "2026-03-01T00:00:00Z"),
            ("TagSpecifications.1.ResourceType", "capacity-reservation"),
            ("TagSpecifications.1.Tag.1.Key", "Name"),
            ("TagSpecifications.1.Tag.1.Value", "peak"),
        ],
    );
    assert!(id.starts_with("cr-0"), "{id}");
    let reservation = described(&ec2, &id);
    let arn = format!("arn:aws:ec2:us-east-1:000000000000:capacity-reservation/{id}");
    for (path, value) in [
        ("ownerId", "000000000000"),
        ("capacityReservationArn", arn.as_str()),
        ("availabilityZone", "us-east-1a"),
        ("instanceType", "t3.micro"),
        ("instancePlatform", "Linux/UNIX"),
        ("tenancy", "default"),
        ("totalInstanceCount", "3"),
        ("availableInstanceCount", "3"),
        ("ebsOptimized", "true"),
        ("ephemeralStorage", "false"),
        ("state", "active"),
        ("startDate", "2026-01-31T12:00:00.000Z"),
        ("endDate", "2026-03-01T00:00:00.000Z"),
        ("endDateType", "limited"),
        ("instanceMatchCriteria", "open"),
        ("tagSet.item.value", "peak"),
    ] {
        assert_eq!(reservation.text(path), value, "{path}");
    }
    assert!(!reservation.has("capacityAllocationSet.item"));
    for (name, value, count) in [
        ("instance-type", "t3.*", 1),
        ("state", "active", 1),
        ("state", "cancelled", 0),
        ("end-date-type", "limited", 1),
        ("availability-zone", "us-east-1b", 0),
    ] {
        let filter = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeCapacityReservations", &filter);
        assert_eq!(found.all_at(LISTED).len(), count, "{name}");
    }
    let made = ec2.call("CreateCapacityReservation", &form("1", &[]));
    let id = made.text("capacityReservation.capacityReservationId");
    let later = described(&ec2, id);
    for member in ["availabilityZoneId", "capacityAllocationSet", "tagSet"] {
        assert!(later.has(member), "{member}");
        assert!(!made.has(&format!("capacityReservation.{member}")), "{member}");
    }
}

#[test]
fn an_open_reservation_takes_what_fits_it() {
    let ec2 = Ec2::new();
    let zone = ("Placement.AvailabilityZone", "us-east-1a");
    let before = launch_one(&ec2, &[zone]);
    let id = reserve(&ec2, "3", &[]);
    assert_eq!(available(&ec2, &id), "2", "it takes what runs already");
    assert_eq!(shown(&ec2, &before).text("capacityReservationId"), id);
    let launched = launch(&ec2, &[zone, ("MinCount", "1"), ("MaxCount", "4")]);
    let ids = launched.texts("instancesSet.item.instanceId");
    assert_eq!(ids.len(), 4, "the others run outside of it");
    assert_eq!(launched.texts("instancesSet.item.capacityReservationId"), [&*id, &*id]);
    assert_eq!(available(&ec2, &id), "0");
    assert_eq!(found(&ec2, "capacity-reservation-id", &id).len(), 3);
    for other in [
        vec![("Placement.AvailabilityZone", "us-east-1b")],
        vec![zone, ("InstanceType", "t3.small")],
        vec![zone, (PREFERENCE, "none")],
        vec![zone, ("InstanceMarketOptions.MarketType", "spot")],
    ] {
        let other = launch_one(&ec2, &other);
        assert!(!shown(&ec2, &other).has("capacityReservationId"));
    }

    ec2.call("StopInstances", &[("InstanceId.1", &before)]);
    assert_eq!(available(&ec2, &id), "1");
    assert!(!shown(&ec2, &before).has("capacityReservationId"));
    ec2.call("StartInstances", &[("InstanceId.1", &before)]);
    assert_eq!(available(&ec2, &id), "0");
    ec2.call("TerminateInstances", &[("InstanceId.1", ids[0])]);
    assert_eq!(available(&ec2, &id), "1");
    let usage = [("CapacityReservationId", id.as_str())];
    let usage = ec2.call("GetCapacityReservationUsage", &usage);
    assert_eq!(usage.text("instanceUsageSet.item.usedInstanceCount"), "2");
    assert_eq!(usage.text("instanceUsageSet.item.accountId"), "000000000000");
    assert_eq!(usage.text("availableInstanceCount"), "1");
    let allocation = described(&ec2, &id);
    let allocation = allocation.at("capacityAllocationSet.item").unwrap();
    assert_eq!((allocation.text("allocationType"), allocation.text("count")), ("used", "2"));

    ec2.call("CancelCapacityReservation", &[("CapacityReservationId", &id)]);
    assert_eq!(described(&ec2, &id).text("state"), "cancelled");
    assert_eq!(shown(&ec2, &before).text("instanceState.name"), "running");
    assert!(!shown(&ec2, &before).has("capacityReservationId"));
    let again = ec2.refused("CancelCapacityReservation", &[("CapacityReservationId", &id)]);
    assert_eq!(again.0, "InvalidCapacityReservationState");
    let expected = format!("The Capacity Reservation '{id}' is not in the active state.");
    assert_eq!(again.1, expected);
    ec2.advance(60 * 60);
    let (code, message) =
        ec2.refused("DescribeCapacityReservations", &[("CapacityReservationId.1", &id)]);
    assert_eq!(code, "InvalidCapacityReservationId.NotFound");
    let expected = format!(
        "An error occurred when calling the DescribeCapacityReservations operation: The capacity \
         reservation ID '{id}' was not found"
    );
    assert_eq!(message, expected);
    let two = [
        ("CapacityReservationId.1", "cr-0123456789abcdef0"),
        ("CapacityReservationId.2", "cr-0123456789abcdef1"),
    ];
    let (_, message) = ec2.refused("DescribeCapacityReservations", &two);
    assert!(
        message.ends_with(
            "The capacity reservation IDs 'cr-0123456789abcdef0, cr-0123456789abcdef1' were not \
             found"
        ),
        "{message}"
    );
}

#[test]
fn a_new_reservation_takes_those_that_none_has() {
    let ec2 = Ec2::with_aws_lifecycle();
    let zone = ("Placement.AvailabilityZone", "us-east-1a");
    let launched = launch(&ec2, &[zone, ("MinCount", "6"), ("MaxCount", "6")]);
    let ids = launched.texts("instancesSet.item.instanceId");
    let first = reserve(&ec2, "2", &[]);
    let second = reserve(&ec2, "3", &[]);
    let names = |id: &str| found(&ec2, "capacity-reservation-id", id);
    assert_eq!(
        (names(&first), names(&second)),
        (
            ids[..2].iter().map(ToString::to_string).collect(),
            ids[2..5].iter().map(ToString::to_string).collect()
        )
    );
    assert_eq!((available(&ec2, &first), available(&ec2, &second)), ("0".into(), "0".into()));
    ec2.advance(60);
    ec2.call("TerminateInstances", &[("InstanceId.1", ids[0])]);
    assert_eq!(available(&ec2, &first), "1", "it leaves as soon as it ends");
    ec2.advance(2 * 60 * 60);
    assert_eq!(available(&ec2, &first), "1");
    let third = reserve(&ec2, "5", &[]);
    assert_eq!(names(&third), [ids[5]], "the others have a place");
}

#[test]
fn a_targeted_reservation_takes_those_that_name_it() {
    let ec2 = Ec2::new();
    let zone = ("Placement.AvailabilityZone", "us-east-1a");
    let id = reserve(&ec2, "2", &[("InstanceMatchCriteria", "targeted")]);
    let target = (TARGET, id.as_str());
    assert!(!shown(&ec2, &launch_one(&ec2, &[zone])).has("capacityReservationId"));
    let (code, _) = refused(&ec2, &[zone, (PREFERENCE, "capacity-reservations-only")]);
    assert_eq!(code, "ReservationCapacityExceeded");
    let inside = launch_one(&ec2, &[zone, target]);
    let instance = shown(&ec2, &inside);
    assert_eq!(instance.text("capacityReservationId"), id);
    let path = "capacityReservationSpecification.capacityReservationTarget.capacityReservationId";
    assert_eq!(instance.text(path), id);
    let more = launch(&ec2, &[zone, target, ("MinCount", "1"), ("MaxCount", "5")]);
    assert_eq!(more.texts("instancesSet.item.instanceId").len(), 1, "there is room for one");

    let (code, message) = refused(&ec2, &[zone, target]);
    assert_eq!(code, "ReservationCapacityExceeded");
    assert_eq!(
        message,
        "The requested reservation does not have sufficient compatible and available capacity for \
         this request."
    );
    for preference in ["open", "none"] {
        let (code, message) = refused(&ec2, &[zone, target, (PREFERENCE, preference)]);
        assert_eq!(code, "InvalidParameterCombination");
        assert_eq!(
            message,
            "The request can include either a CapacityReservationId or a \
             CapacityReservationPreference but not both."
        );
    }
    for (form, code) in [
        (vec![("Placement.AvailabilityZone", "us-east-1b"), target], "ReservationCapacityExceeded"),
        (vec![zone, (TARGET, "cr-0123456789abcdef0")], "InvalidCapacityReservationId.NotFound"),
        (
            vec![zone, target, ("InstanceMarketOptions.MarketType", "spot")],
            "InvalidParameterCombination",
        ),
    ] {
        assert_eq!(refused(&ec2, &form).0, code, "{form:?}");
    }
    let group = "CapacityReservationSpecification.CapacityReservationTarget.\
                 CapacityReservationResourceGroupArn";
    let (code, message) = refused(&ec2, &[(group, "arn:aws:x"), (PREFERENCE, "open")]);
    assert_eq!(code, "InvalidParameterCombination");
    assert!(message.starts_with("The request can include either a CapacityReservationId or a"));
    let (code, message) = refused(&ec2, &[(group, "arn:aws:x")]);
    assert_eq!(code, "UnsupportedOperation");
    assert_eq!(
        message,
        "parlel-ec2 does not emulate groups of reservations: CapacityReservationResourceGroupArn."
    );

    let both = [("InstanceId", inside.as_str()), (PREFERENCE, "open"), target];
    let (code, message) = ec2.refused("ModifyInstanceCapacityReservationAttributes", &both);
    assert_eq!(code, "InvalidParameterCombination", "of a running instance too");
    assert!(message.ends_with("but not both."), "{message}");
    ec2.call("StopInstances", &[("InstanceId.1", &inside)]);
    ec2.call("RunInstances", &crate::instances::form(&[zone, target]));
    let start = [("InstanceId.1", inside.as_str())];
    assert_eq!(ec2.refused("StartInstances", &start).0, "ReservationCapacityExceeded");
    let open = [("InstanceId", inside.as_str()), (PREFERENCE, "open")];
    ec2.call("ModifyInstanceCapacityReservationAttributes", &open);
    ec2.call("StartInstances", &start);
    assert!(!shown(&ec2, &inside).has("capacityReservationId"));
}

#[test]
fn a_reservation_grows_shrinks_and_expires() {
    let ec2 = Ec2::new();
    let zone = ("Placement.AvailabilityZone", "us-east-1a");
    let id = reserve(&ec2, "1", &[]);
    let launched = launch(&ec2, &[zone, ("MinCount", "3"), ("MaxCount", "3")]);
    assert_eq!(launched.texts("instancesSet.item.capacityReservationId").len(), 1);
    let modify = |parameters: &[(&str, &str)]| {
        let mut all = vec![("CapacityReservationId", id.as_str())];
        all.extend(parameters);
        ec2.ask("ModifyCapacityReservation", &all)
    };
    assert_eq!(modify(&[("InstanceCount", "5")]).unwrap().text("return"), "true");
    assert_eq!(available(&ec2, &id), "2", "it takes those that ran outside of it");
    for (parameters, code, message) in [
        (
            vec![("InstanceCount", "2")],
            "InvalidParameterValue",
            "The Capacity Reservation cannot have fewer instances than it is used by.",
        ),
        (
            vec![("InstanceCount", "0")],
            "InvalidParameterValue",
            "0 is an invalid value for InstanceCount. InstanceCount must be between 1 and 1000.",
        ),
        (
            vec![("InstanceCount", "1006")],
            "InvalidParameterValue",
            "The InstanceCount cannot be increased or decreased by more than 1000 in a single \
             request.",
        ),
        (
            vec![("EndDateType", "limited")],
            "MissingParameter",
            "The request must contain the parameter EndDate",
        ),
        (
            vec![("EndDate", "2026-01-01T00:00:00Z")],
            "InvalidParameterValue",
            "The parameter endDate must be in the future.",
        ),
        (
            vec![("EndDateType", "unlimited"), ("EndDate", "2026-03-01T00:00:00Z")],
            "InvalidParameterCombination",
            "EndDate may only be specified for the EndDateType limited.",
        ),
        (
            vec![("QuoteId", "q")],
            "UnsupportedOperation",
            "parlel-ec2 does not emulate the parameter QuoteId of ModifyCapacityReservation.",
        ),
    ] {
        let refusal = modify(&parameters).unwrap_err();
        assert_eq!((&*refusal.code, &*refusal.message), (code, message), "{parameters:?}");
    }
    modify(&[("InstanceCount", "1005")]).unwrap();
    modify(&[("InstanceCount", "5")]).unwrap();
    modify(&[("EndDate", "2026-01-31T13:00:00Z")]).unwrap();
    modify(&[("EndDateType", "unlimited"), ("InstanceMatchCriteria", "open")]).unwrap();
    assert!(!described(&ec2, &id).has("endDate"));
    modify(&[("EndDate", "2026-01-31T13:00:00Z")]).unwrap();
    ec2.advance(60 * 60);
    assert_eq!(described(&ec2, &id).text("state"), "expired");
    assert_eq!(described(&ec2, &id).text("availableInstanceCount"), "0");
    assert_eq!(
        modify(&[("InstanceCount", "6")]).unwrap_err().code,
        "InvalidCapacityReservationState"
    );
    assert_eq!(found(&ec2, "capacity-reservation-id", &id).len(), 0);
}

#[test]
fn what_may_use_a_reservation_changes_while_nothing_does() {
    let ec2 = Ec2::new();
    let id = reserve(&ec2, "1", &[]);
    let launched = launch(&ec2, &[("Placement.AvailabilityZone", "us-east-1a")]);
    let targeted = [("CapacityReservationId", id.as_str()), ("InstanceMatchCriteria", "targeted")];
    let (code, message) = ec2.refused("ModifyCapacityReservation", &targeted);
    assert_eq!(code, "InvalidCapacityReservationState");
    let expected = format!(
        "The instance eligibility of the Capacity Reservation '{id}' cannot be modified while it \
         is in use."
    );
    assert_eq!(message, expected);
    let instance = launched.text("instancesSet.item.instanceId");
    ec2.call("TerminateInstances", &[("InstanceId.1", instance)]);
    ec2.call("ModifyCapacityReservation", &targeted);
    assert_eq!(described(&ec2, &id).text("instanceMatchCriteria"), "targeted");
}

#[test]
fn a_reservation_that_has_ended_does_nothing_any_more() {
    let ec2 = Ec2::new();
    let zone = ("Placement.AvailabilityZone", "us-east-1a");
    let cancelled = reserve(&ec2, "2", &[]);
    ec2.call("CancelCapacityReservation", &[("CapacityReservationId", &cancelled)]);
    let limited = [("EndDateType", "limited"), ("EndDate", "2026-01-31T12:10:00Z")];
    let expired = reserve(&ec2, "2", &limited);
    ec2.advance(10 * 60);
    for (id, state) in [(&cancelled, "cancelled"), (&expired, "expired")] {
        let shown = described(&ec2, id);
        assert_eq!(shown.text("state"), state);
        assert_eq!(shown.text("totalInstanceCount"), "0");
        let message = format!("The Capacity Reservation '{id}' is not in the active state.");
        let refusal = ("InvalidCapacityReservationState".to_owned(), message);
        let one = ("CapacityReservationId", id.as_str());
        assert_eq!(ec2.refused("CancelCapacityReservation", &[one]), refusal);
        let more = [one, ("InstanceCount", "3")];
        assert_eq!(ec2.refused("ModifyCapacityReservation", &more), refusal);
        assert_eq!(refused(&ec2, &[zone, (TARGET, id)]).0, "ReservationCapacityExceeded");
        let usage = ec2.call("GetCapacityReservationUsage", &[one]);
        assert_eq!(usage.text("state"), state);
        assert_eq!(usage.text("availableInstanceCount"), "0");
    }
    assert!(!shown(&ec2, &launch_one(&ec2, &[zone])).has("capacityReservationId"));
}

#[test]
fn what_cannot_be_reserved() {
    let ec2 = Ec2::new();
    let both = [("AvailabilityZoneId", "use1-az1")];
    for (more, code) in [
        (vec![("InstanceType", "t99.micro")], "InvalidParameterValue"),
        (vec![("AvailabilityZone", "us-east-1z")], "InvalidParameterValue"),
        (vec![("AvailabilityZone", "us-east-1e")], "Unsupported"),
        (vec![("InstancePlatform", "Plan 9")], "InvalidParameterValue"),
        (vec![("InstanceCount", "1001")], "InvalidParameterValue"),
        (vec![("EndDate", "2026-03-01T00:00:00Z")], "InvalidParameterCombination"),
        (vec![("StartDate", "2026-03-01T00:00:00Z")], "MissingParameter"),
        (both.to_vec(), "InvalidParameterCombination"),
        (vec![("DryRun", "true")], "DryRunOperation"),
    ] {
        assert_eq!(ec2.refused("CreateCapacityReservation", &form("1", &more)).0, code, "{more:?}");
    }
    let bare = [("InstanceType", "t3.micro"), ("InstanceCount", "1")];
    let bare = ec2.refused("CreateCapacityReservation", &bare).1;
    assert_eq!(bare, "The request must contain the parameter InstancePlatform".replace('I', "i"));
    let zones = form("1", &both);
    let (code, message) = ec2.refused("CreateCapacityReservation", &zones);
    assert_eq!(code, "InvalidParameterCombination");
    let expected = "AvailabilityZone and AvailabilityZoneId can't be used together. Specify only \
         one of these parameters.";
    assert_eq!(message, expected);
    let nowhere: Vec<_> = zones.into_iter().filter(|(key, _)| !key.contains("Zone")).collect();
    let (code, message) = ec2.refused("CreateCapacityReservation", &nowhere);
    assert_eq!(code, "MissingParameter");
    let expected = "The request must contain the parameter AvailabilityZone or AvailabilityZoneId";
    assert_eq!(message, expected);
    for action in
        ["GetCapacityReservationUsage", "ModifyCapacityReservation", "CancelCapacityReservation"]
    {
        let unknown = [("CapacityReservationId", "cr-0123456789abcdef0")];
        assert_eq!(ec2.refused(action, &unknown).0, "InvalidCapacityReservationId.NotFound");
    }
}

#[test]
fn a_reservation_can_be_of_a_placement_group() {
    let ec2 = Ec2::new();
    let create = |name, strategy| {
        let made = ec2.call("CreatePlacementGroup", &[("GroupName", name), ("Strategy", strategy)]);
        made.text("placementGroup.groupArn").to_owned()
    };
    let (near, far) = (create("near", "cluster"), create("far", "spread"));
    let kind = ("InstanceType", "c5.large");
    let of_type = |arn| form("1", &[kind, ("PlacementGroupArn", arn)]);
    let (code, message) = ec2.refused("CreateCapacityReservation", &of_type(&far));
    assert_eq!(code, "InvalidParameterValue");
    let reason = "Expecting the ARN of a cluster placement group.";
    let words = format!("Value ({far}) for parameter placementGroupArn is invalid. {reason}");
    assert_eq!(message, words);
    let unknown = ec2.refused("CreateCapacityReservation", &of_type("near")).0;
    assert_eq!(unknown, "InvalidPlacementGroup.Unknown");
    let made = ec2.call("CreateCapacityReservation", &of_type(&near));
    let made = made.at("capacityReservation").unwrap();
    assert_eq!(made.text("placementGroupArn"), near);
    let id = ("CapacityReservationId.1", made.text("capacityReservationId"));
    let left = || {
        let found = ec2.call("DescribeCapacityReservations", &[id]);
        found.text("capacityReservationSet.item.availableInstanceCount").to_owned()
    };
    let zone = ("Placement.AvailabilityZone", "us-east-1a");
    crate::instances::launch_one(&ec2, &[kind, zone]);
    assert_eq!(left(), "1");
    let within = ("Placement.GroupName", "near");
    let instance = crate::instances::launch_one(&ec2, &[kind, zone, within]);
    assert_eq!(left(), "0");
    ec2.call("TerminateInstances", &[("InstanceId.1", &instance)]);
    let group = [("GroupName", "near")];
    assert_eq!(ec2.refused("DeletePlacementGroup", &group).0, "InvalidPlacementGroup.InUse");
    ec2.call("CancelCapacityReservation", &[("CapacityReservationId", id.1)]);
    ec2.call("DeletePlacementGroup", &group);
}
