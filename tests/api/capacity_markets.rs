//! Launches into Capacity Blocks and interruptible reservations, and how they end.

use crate::instances::IMAGE;
use crate::support::{Ec2, Xml};

const TARGET: &str =
    "CapacityReservationSpecification.CapacityReservationTarget.CapacityReservationId";
const MARKET: &str = "InstanceMarketOptions.MarketType";
const INVALID: &str = "The market type (purchasing) option is not valid. Choose a different market \
                       type and try again";

fn purchased(ec2: &Ec2) -> String {
    let form =
        [("InstanceType", "p5.48xlarge"), ("InstanceCount", "2"), ("CapacityDurationHours", "48")];
    let offered = ec2.call("DescribeCapacityBlockOfferings", &form);
    let offering = offered.text("capacityBlockOfferingSet.item.capacityBlockOfferingId");
    let form = [("CapacityBlockOfferingId", offering), ("InstancePlatform", "Linux/UNIX")];
    let made = ec2.call("PurchaseCapacityBlock", &form);
    made.text("capacityReservation.capacityReservationId").to_owned()
}

/// A default subnet in the zone of a reservation.
fn subnet(ec2: &Ec2, reservation: &Xml) -> String {
    let filter = [
        ("Filter.1.Name", "availability-zone"),
        ("Filter.1.Value.1", reservation.text("availabilityZone")),
    ];
    ec2.call("DescribeSubnets", &filter).text("subnetSet.item.subnetId").to_owned()
}

fn reservation(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeCapacityReservations", &[("CapacityReservationId.1", id)]);
    found.at("capacityReservationSet.item").unwrap().clone()
}

fn instance(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeInstances", &[("InstanceId.1", id)]);
    found.at("reservationSet.item.instancesSet.item").unwrap().clone()
}

fn free(ec2: &Ec2, id: &str) -> String {
    reservation(ec2, id).text("availableInstanceCount").to_owned()
}

#[test]
fn instances_of_a_block_end_before_it_does() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let id = purchased(&ec2);
        ec2.advance(60);
        let subnet = subnet(&ec2, &reservation(&ec2, &id));
        let launch = [
            ("ImageId", IMAGE),
            ("InstanceType", "p5.48xlarge"),
            ("SubnetId", subnet.as_str()),
            (TARGET, id.as_str()),
            (MARKET, "capacity-block"),
        ];
        let (code, message) = ec2.refused("RunInstances", &launch);
        assert_eq!(code, "InvalidCapacityReservationState.PendingActivation");
        assert_eq!(message, "Your Capacity Block is not active yet.");
        ec2.advance(24 * 3600);
        let launched = ec2.call("RunInstances", &launch);
        let made = launched.at("instancesSet.item").unwrap();
        assert_eq!(made.text("instanceLifecycle"), "capacity-block");
        assert_eq!(made.text("capacityReservationId"), id);
        let first = made.text("instanceId").to_owned();
        assert_eq!(free(&ec2, &id), "1");
        let second = ec2.call("RunInstances", &launch);
        let second = second.text("instancesSet.item.instanceId").to_owned();
        let (code, message) = ec2.refused("RunInstances", &launch);
        assert_eq!(code, "ReservationCapacityExceeded");
        assert_eq!(
            message,
            "The requested reservation does not have sufficient compatible and available capacity \
             for this request."
        );
        ec2.advance(60);
        let by_market =
            [("Filter.1.Name", "instance-lifecycle"), ("Filter.1.Value.1", "capacity-block")];
        let found = ec2.call("DescribeInstances", &by_market);
        assert_eq!(found.all_at("reservationSet.item").len(), 2);

        ec2.call("StopInstances", &[("InstanceId.1", &second)]);
        ec2.advance(60);
        assert_eq!(free(&ec2, &id), "1");
        ec2.call("StartInstances", &[("InstanceId.1", &second)]);
        assert_eq!(free(&ec2, &id), "0");
        ec2.call("TerminateInstances", &[("InstanceId.1", &second)]);
        ec2.advance(60);
        let stopped = ec2.call("RunInstances", &launch);
        let stopped = ("InstanceId.1", stopped.text("instancesSet.item.instanceId"));
        ec2.advance(60);
        ec2.call("StopInstances", &[stopped]);

        ec2.advance(47 * 3600);
        let ended = instance(&ec2, &first);
        assert_eq!(ended.text("instanceState.name"), "terminated");
        assert!(
            ended.text("reason").starts_with("Service initiated ("),
            "{}",
            ended.text("reason")
        );
        assert!(!ended.has("stateReason"));
        assert_eq!(reservation(&ec2, &id).text("state"), "active");
        assert_eq!(free(&ec2, &id), "0");
        assert_eq!(ec2.refused("RunInstances", &launch).0, "ReservationCapacityExceeded");
        assert_eq!(ec2.refused("StartInstances", &[stopped]).0, "ReservationCapacityExceeded");
    }
}

#[test]
fn a_market_goes_with_its_reservations() {
    let ec2 = Ec2::new();
    let id = purchased(&ec2);
    ec2.advance(24 * 3600 + 60);
    let subnet = subnet(&ec2, &reservation(&ec2, &id));
    let launch = [
        ("ImageId", IMAGE),
        ("InstanceType", "p5.48xlarge"),
        ("SubnetId", subnet.as_str()),
        (TARGET, id.as_str()),
        (MARKET, "capacity-block"),
    ];
    for market in ["", "spot", "on-demand", "interruptible-capacity-reservation"] {
        let form = [&launch[..4], &[(MARKET, market)]].concat();
        let refused = ec2.refused("RunInstances", &form);
        if market == "spot" {
            assert_eq!(refused.0, "InvalidParameterValue");
        } else {
            assert_eq!(refused, ("InvalidParameterValue".to_owned(), INVALID.to_owned()));
        }
    }
    let form = [&launch[..3], &launch[4..]].concat();
    assert_eq!(ec2.refused("RunInstances", &form).1, INVALID);
    let priced = [&launch[..], &[("InstanceMarketOptions.SpotOptions.MaxPrice", "1")]].concat();
    let message = "SpotOptions may only be specified for MarketType spot";
    let expected = ("InvalidParameterCombination".to_owned(), message.to_owned());
    assert_eq!(ec2.refused("RunInstances", &priced), expected);
}

#[test]
fn an_extension_puts_the_end_off() {
    let ec2 = Ec2::new();
    let id = purchased(&ec2);
    ec2.advance(24 * 3600);
    let subnet = subnet(&ec2, &reservation(&ec2, &id));
    let launch = [
        ("ImageId", IMAGE),
        ("InstanceType", "p5.48xlarge"),
        ("SubnetId", subnet.as_str()),
        (TARGET, id.as_str()),
        (MARKET, "capacity-block"),
    ];
    let made = ec2.call("RunInstances", &launch);
    let made = made.text("instancesSet.item.instanceId");
    let of = ("CapacityReservationId", id.as_str());
    let ask = [of, ("CapacityBlockExtensionDurationHours", "24")];
    let found = ec2.call("DescribeCapacityBlockExtensionOfferings", &ask);
    let offering = "capacityBlockExtensionOfferingSet.item.capacityBlockExtensionOfferingId";
    let form = [of, ("CapacityBlockExtensionOfferingId", found.text(offering))];
    ec2.call("PurchaseCapacityBlockExtension", &form);
    ec2.advance(48 * 3600);
    assert_eq!(instance(&ec2, made).text("instanceState.name"), "running");
    ec2.advance(23 * 3600 + 1800);
    assert_eq!(instance(&ec2, made).text("instanceState.name"), "terminated");
}

/// A reservation of four and what was lent of it: the ids of both.
fn lent(ec2: &Ec2, count: &str) -> (String, String) {
    let form = [
        ("InstanceType", "t3.micro"),
        ("InstancePlatform", "Linux/UNIX"),
        ("AvailabilityZone", "us-east-1a"),
        ("InstanceCount", "4"),
    ];
    let source = ec2.call("CreateCapacityReservation", &form);
    let source = source.text("capacityReservation.capacityReservationId").to_owned();
    let form = [("CapacityReservationId", source.as_str()), ("InstanceCount", count)];
    ec2.call("CreateInterruptibleCapacityReservationAllocation", &form);
    let allocation = "interruptibleCapacityAllocation.interruptibleCapacityReservationId";
    let id = reservation(ec2, &source).text(allocation).to_owned();
    (source, id)
}

#[test]
fn what_is_lent_is_interrupted_when_it_is_wanted_back() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let (source, id) = lent(&ec2, "3");
        let launch = [
            ("ImageId", IMAGE),
            ("InstanceType", "t3.micro"),
            ("Placement.AvailabilityZone", "us-east-1a"),
            (TARGET, id.as_str()),
            (MARKET, "interruptible-capacity-reservation"),
            ("MinCount", "2"),
            ("MaxCount", "2"),
        ];
        let made = ec2.call("RunInstances", &launch);
        let ids = made.texts("instancesSet.item.instanceId");
        let lifecycles = made.texts("instancesSet.item.instanceLifecycle");
        assert_eq!(lifecycles, ["interruptible-capacity-reservation"; 2]);
        assert_eq!(free(&ec2, &id), "1");
        ec2.advance(60);

        let update = |count: &str| {
            let form = [("CapacityReservationId", source.as_str()), ("TargetInstanceCount", count)];
            ec2.call("UpdateInterruptibleCapacityReservationAllocation", &form)
        };
        assert_eq!(update("1").text("status"), "updating");
        let shown = reservation(&ec2, &source);
        let allocation = shown.at("interruptibleCapacityAllocation").unwrap();
        assert_eq!(allocation.text("status"), "updating");
        assert_eq!(allocation.text("instanceCount"), "2");
        assert_eq!(allocation.text("targetInstanceCount"), "1");
        assert_eq!((free(&ec2, &source), free(&ec2, &id)), ("2".to_owned(), "0".to_owned()));
        assert_eq!(instance(&ec2, ids[1]).text("instanceState.name"), "running");
        ec2.advance(120);
        let state = |id: &&str| instance(&ec2, id).text("instanceState.name").to_owned();
        let states = || ids.iter().map(state).collect::<Vec<_>>();
        ec2.advance(60);
        assert_eq!(states(), ["running", "terminated"]);
        assert_eq!(free(&ec2, &source), "3");
        let shown = reservation(&ec2, &source);
        assert_eq!(shown.text("interruptibleCapacityAllocation.status"), "active");

        assert_eq!(update("0").text("status"), "canceling");
        let shown = reservation(&ec2, &source);
        assert_eq!(shown.text("interruptibleCapacityAllocation.status"), "canceling");
        ec2.advance(180);
        assert_eq!(states(), ["terminated", "terminated"]);
        assert_eq!(reservation(&ec2, &id).text("state"), "cancelled");
        assert_eq!(free(&ec2, &source), "4");
    }
}

#[test]
fn a_fleet_launches_into_a_block() {
    let ec2 = Ec2::new();
    let id = purchased(&ec2);
    ec2.advance(24 * 3600 + 60);
    let subnet = subnet(&ec2, &reservation(&ec2, &id));
    let target = format!("LaunchTemplateData.{TARGET}");
    let market = format!("LaunchTemplateData.{MARKET}");
    let data = [
        ("LaunchTemplateName", "block"),
        ("LaunchTemplateData.ImageId", IMAGE),
        ("LaunchTemplateData.InstanceType", "p5.48xlarge"),
        (&*target, id.as_str()),
        (&*market, "capacity-block"),
    ];
    ec2.call("CreateLaunchTemplate", &data);
    let config = "LaunchTemplateConfigs.1.LaunchTemplateSpecification";
    let (name, version) = (format!("{config}.LaunchTemplateName"), format!("{config}.Version"));
    let fleet = [
        (&*name, "block"),
        (&*version, "1"),
        ("LaunchTemplateConfigs.1.Overrides.1.SubnetId", &subnet),
        ("Type", "instant"),
        ("TargetCapacitySpecification.TotalTargetCapacity", "2"),
        ("TargetCapacitySpecification.DefaultTargetCapacityType", "capacity-block"),
    ];
    let made = ec2.call("CreateFleet", &fleet);
    assert_eq!(made.text("fleetInstanceSet.item.lifecycle"), "capacity-block");
    let ids = made.texts("fleetInstanceSet.item.instanceIds.item");
    assert_eq!(ids.len(), 2);
    assert_eq!(instance(&ec2, ids[0]).text("instanceLifecycle"), "capacity-block");
    assert_eq!(free(&ec2, &id), "0");
    let shown = ec2.call("DescribeFleets", &[("FleetId.1", made.text("fleetId"))]);
    let default = "fleetSet.item.targetCapacitySpecification.defaultTargetCapacityType";
    assert_eq!(shown.text(default), "capacity-block");
    let maintained = [&fleet[..3], &[("Type", "maintain")], &fleet[4..]].concat();
    let refused = ec2.refused("CreateFleet", &maintained);
    assert!(refused.1.contains("DefaultTargetCapacityType:capacity-block"), "{refused:?}");
    let full = ec2.call("CreateFleet", &fleet);
    assert_eq!(full.text("errorSet.item.errorCode"), "ReservationCapacityExceeded");
}

#[test]
fn a_fleet_launches_into_what_is_lent() {
    let ec2 = Ec2::new();
    let (_, lent) = lent(&ec2, "2");
    let subnet = subnet(&ec2, &reservation(&ec2, &lent));
    let target = format!("LaunchTemplateData.{TARGET}");
    let market = format!("LaunchTemplateData.{MARKET}");
    let data = [
        ("LaunchTemplateName", "lent"),
        ("LaunchTemplateData.ImageId", IMAGE),
        ("LaunchTemplateData.InstanceType", "t3.micro"),
        (&*target, lent.as_str()),
        (&*market, "interruptible-capacity-reservation"),
    ];
    ec2.call("CreateLaunchTemplate", &data);
    let config = "LaunchTemplateConfigs.1.LaunchTemplateSpecification";
    let (name, version) = (format!("{config}.LaunchTemplateName"), format!("{config}.Version"));
    let default = "TargetCapacitySpecification.DefaultTargetCapacityType";
    let of_type = "ReservedCapacityOptions.ReservationType.1";
    let interruptible = "interruptible-capacity-reservation";
    let fleet = [
        (&*name, "lent"),
        (&*version, "1"),
        ("LaunchTemplateConfigs.1.Overrides.1.SubnetId", &subnet),
        ("TargetCapacitySpecification.TotalTargetCapacity", "2"),
        ("Type", "instant"),
        (default, "reserved-capacity"),
        (of_type, interruptible),
    ];
    let made = ec2.call("CreateFleet", &fleet);
    assert_eq!(made.text("fleetInstanceSet.item.lifecycle"), interruptible);
    assert_eq!(free(&ec2, &lent), "0");
    let shown = ec2.call("DescribeFleets", &[("FleetId.1", made.text("fleetId"))]);
    let types = "fleetSet.item.reservedCapacityOptions.reservationTypeSet.item";
    assert_eq!(shown.text(types), interruptible);
    let refused = |form: &[(&str, &str)]| ec2.refused("CreateFleet", form);
    let other = [&fleet[..5], &[(default, "on-demand"), fleet[6]]].concat();
    let words = "ReservedCapacityOptions can only be used with the DefaultTargetCapacityType \
                 reserved-capacity.";
    assert_eq!(refused(&other), ("InvalidParameterCombination".to_owned(), words.to_owned()));
    assert_eq!(refused(&fleet[..6]).0, "MissingParameter");
    let block = [&fleet[..6], &[(of_type, "capacity-block")]].concat();
    let words = "parlel-ec2 does not emulate fleets of the reservations capacity-block.";
    assert_eq!(refused(&block), ("UnsupportedOperation".to_owned(), words.to_owned()));
    let maintained = [&fleet[..4], &[("Type", "maintain"), fleet[5], fleet[6]]].concat();
    let refused = refused(&maintained);
    assert!(refused.1.contains("DefaultTargetCapacityType:reserved-capacity"), "{refused:?}");
}
