//! Launches that find no capacity, whichever way they are made.

use super::{add, fared, refusal};
use crate::fleets;
use crate::support::{Ec2, Refusal};
use serde_json::json;

const LAUNCH: [(&str, &str); 2] =
    [("ImageId", "ami-0abcdef1234567890"), ("InstanceType", "m5.large")];
const ZONE: (&str, &str) = ("Placement.AvailabilityZone", "us-east-1a");
const SPOT: (&str, &str) = ("InstanceMarketOptions.MarketType", "spot");
const NONE: &str = "InsufficientInstanceCapacity";

fn run(ec2: &Ec2, more: &[(&str, &str)]) -> Result<(String, String), Refusal> {
    let parameters: Vec<_> = LAUNCH.iter().chain(more).copied().collect();
    let launched = ec2.ask("RunInstances", &parameters)?;
    let instance = launched.at("instancesSet.item").unwrap();
    let text = |path| instance.text(path).to_owned();
    Ok((text("instanceId"), text("placement.availabilityZone")))
}

#[test]
fn a_zone_without_capacity_names_those_that_have_it() {
    let ec2 = Ec2::new();
    let shown = add(&ec2, &json!({ "error": NONE, "instanceType": "m5.*", "zone": "*a" }));
    assert_eq!((&shown["at"], &shown["status"]), (&"launch".into(), &500.into()));
    add(&ec2, &json!({ "error": NONE, "zone": "us-east-1c" }));
    let refused = run(&ec2, &[ZONE]).unwrap_err();
    let message = "We currently do not have sufficient m5.large capacity in the Availability Zone \
                   you requested (us-east-1a). Our system will be working on provisioning \
                   additional capacity. You can currently get m5.large capacity by not specifying \
                   an Availability Zone in your request or choosing us-east-1b, us-east-1d, \
                   us-east-1f.";
    assert_eq!(refused, refusal(500, NONE, message));
    // It names a zone by its subnet, too.
    let subnets = ec2.call(
        "DescribeSubnets",
        &[("Filter.1.Name", "availability-zone"), ("Filter.1.Value.1", "us-east-1a")],
    );
    let subnet = subnets.text("subnetSet.item.subnetId");
    assert_eq!(run(&ec2, &[("SubnetId", subnet)]).unwrap_err(), refused);
    // Other types, and launches that name no zone, go on.
    let other = [("ImageId", LAUNCH[0].1), ("InstanceType", "t3.micro"), ZONE];
    ec2.call("RunInstances", &other);
    assert_eq!(run(&ec2, &[]).unwrap().1, "us-east-1b");
    // It only asks whether the caller may.
    let dry = run(&ec2, &[ZONE, ("DryRun", "true")]).unwrap_err();
    assert_eq!(dry.code, "DryRunOperation");
    assert_eq!(fared(&ec2), [(3, 3), (1, 1)]);
}

#[test]
fn a_region_without_capacity_names_none() {
    let ec2 = Ec2::new();
    add(&ec2, &json!({ "error": NONE, "count": 2 }));
    let message = "We currently do not have sufficient m5.large capacity in zones with support \
                   for 'gp2' volumes. Our system will be working on provisioning additional \
                   capacity.";
    assert_eq!(run(&ec2, &[]).unwrap_err(), refusal(500, NONE, message));
    let device = "BlockDeviceMapping.1";
    let gp3 = [
        (&*format!("{device}.DeviceName"), "/dev/xvda"),
        (&format!("{device}.Ebs.VolumeType"), "gp3"),
    ];
    assert!(run(&ec2, &gp3).unwrap_err().message.contains("'gp3' volumes"));
    assert_eq!(run(&ec2, &[]).unwrap().1, "us-east-1a");
    add(&ec2, &json!({ "error": NONE }));
    let message = "We currently do not have sufficient m5.large capacity in the Availability Zone \
                   you requested (us-east-1a). Our system will be working on provisioning \
                   additional capacity.";
    assert_eq!(run(&ec2, &[ZONE]).unwrap_err(), refusal(500, NONE, message));
}

#[test]
fn a_stopped_instance_finds_none() {
    let ec2 = Ec2::new();
    let (id, _) = run(&ec2, &[]).unwrap();
    ec2.call("StopInstances", &[("InstanceId.1", &id)]);
    add(&ec2, &json!({ "action": "StartInstances", "error": NONE, "resource": id, "count": 1 }));
    let refused = ec2.ask("StartInstances", &[("InstanceId.1", &id)]).unwrap_err();
    assert_eq!(refused, refusal(500, NONE, "Insufficient capacity."));
    run(&ec2, &[]).unwrap();
    ec2.call("StartInstances", &[("InstanceId.1", &id)]);
    assert_eq!(fared(&ec2), [(2, 1)]);
}

#[test]
fn spot_capacity_is_another() {
    let ec2 = Ec2::new();
    add(&ec2, &json!({ "error": NONE, "market": "spot" }));
    let message = "There is no Spot capacity available that matches your request.";
    assert_eq!(run(&ec2, &[SPOT]).unwrap_err(), refusal(500, NONE, message));
    assert_eq!(run(&ec2, &[SPOT, ZONE]).unwrap_err(), refusal(500, NONE, message));
    run(&ec2, &[]).unwrap();
    ec2.control("DELETE", "faults", "");
    add(&ec2, &json!({ "error": NONE, "market": "on-demand" }));
    run(&ec2, &[SPOT]).unwrap();
    assert_eq!(run(&ec2, &[]).unwrap_err().code, NONE);
}

fn status(ec2: &Ec2, id: &str) -> (String, String) {
    let described = ec2.call("DescribeSpotInstanceRequests", &[("SpotInstanceRequestId.1", id)]);
    let request = described.at("spotInstanceRequestSet.item").unwrap();
    (request.text("state").to_owned(), request.text("status.code").to_owned())
}

fn is(state: &str, code: &str) -> (String, String) {
    (state.to_owned(), code.to_owned())
}

#[test]
fn a_spot_request_waits_for_capacity() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        add(&ec2, &json!({ "error": NONE, "instanceType": "m5.large" }));
        let form = [
            ("Type", "persistent"),
            ("LaunchSpecification.ImageId", LAUNCH[0].1),
            ("LaunchSpecification.InstanceType", "m5.large"),
        ];
        let made = ec2.call("RequestSpotInstances", &form);
        let id = made.text("spotInstanceRequestSet.item.spotInstanceRequestId");
        ec2.advance(60);
        assert_eq!(status(&ec2, id), is("open", "capacity-not-available"));
        ec2.control("DELETE", "faults", "");
        assert_eq!(status(&ec2, id), is("open", "capacity-not-available"));
        ec2.advance(300);
        assert_eq!(status(&ec2, id), is("active", "fulfilled"));
        // A persistent one that loses its instance waits likewise.
        add(&ec2, &json!({ "error": NONE, "market": "spot" }));
        let instances = ec2.call("DescribeInstances", &[]);
        let instance = instances.text("reservationSet.item.instancesSet.item.instanceId");
        ec2.call("TerminateInstances", &[("InstanceId.1", instance)]);
        ec2.advance(60);
        assert_eq!(status(&ec2, id), is("open", "capacity-not-available"));
        ec2.call("CancelSpotInstanceRequests", &[("SpotInstanceRequestId.1", id)]);
        assert_eq!(status(&ec2, id), is("cancelled", "canceled-before-fulfillment"));
    }
}

#[test]
fn a_spot_request_does_not_wait_for_ever() {
    let ec2 = Ec2::new();
    add(&ec2, &json!({ "error": NONE }));
    let form = [
        ("LaunchSpecification.ImageId", LAUNCH[0].1),
        ("LaunchSpecification.InstanceType", "m5.large"),
        ("ValidUntil", "2026-01-31T13:00:00Z"),
    ];
    let made = ec2.call("RequestSpotInstances", &form);
    let id = made.text("spotInstanceRequestSet.item.spotInstanceRequestId");
    ec2.advance(7_200);
    assert_eq!(status(&ec2, id), is("closed", "schedule-expired"));
    ec2.control("DELETE", "faults", "");
    ec2.advance(7_200);
    assert_eq!(status(&ec2, id), is("closed", "schedule-expired"));
}

#[test]
fn reserved_capacity_is_there() {
    let ec2 = Ec2::new();
    let form = [
        ("InstanceType", "m5.large"),
        ("InstancePlatform", "Linux/UNIX"),
        ("AvailabilityZone", "us-east-1a"),
        ("InstanceCount", "1"),
    ];
    let made = ec2.call("CreateCapacityReservation", &form);
    let id = made.text("capacityReservation.capacityReservationId");
    add(&ec2, &json!({ "error": NONE, "instanceType": "m5.large", "zone": "us-east-1a" }));
    let refused = ec2.ask("CreateCapacityReservation", &form).unwrap_err();
    assert_eq!((refused.code.as_str(), refused.message.as_str()), (NONE, "Insufficient capacity."));
    let more = [("CapacityReservationId", id), ("InstanceCount", "2")];
    assert_eq!(ec2.ask("ModifyCapacityReservation", &more).unwrap_err().code, NONE);
    let target = "CapacityReservationSpecification.CapacityReservationTarget.CapacityReservationId";
    run(&ec2, &[ZONE, (target, id)]).unwrap();
    assert_eq!(run(&ec2, &[ZONE]).unwrap_err().code, NONE);
}

#[test]
fn a_launch_fails_with_any_code() {
    let ec2 = Ec2::new();
    let rule = json!({
        "at": "launch", "error": "UnfulfillableCapacity", "message": "Unable to fulfill capacity.",
    });
    add(&ec2, &rule);
    let refused = refusal(400, "UnfulfillableCapacity", "Unable to fulfill capacity.");
    assert_eq!(run(&ec2, &[ZONE]).unwrap_err(), refused);
    ec2.call("DescribeInstances", &[]);
}

#[test]
fn a_fleet_goes_around_pools_without_capacity() {
    let ec2 = Ec2::new();
    add(&ec2, &json!({ "error": NONE, "instanceType": "c5.large", "zone": "us-east-1a" }));
    let template = fleets::template(&ec2, &[]);
    let over = |at: u32, name: &str| format!("LaunchTemplateConfigs.1.Overrides.{at}.{name}");
    let pools = [
        (over(1, "InstanceType"), "c5.large"),
        (over(1, "AvailabilityZone"), "us-east-1a"),
        (over(2, "InstanceType"), "m5.large"),
        (over(2, "AvailabilityZone"), "us-east-1a"),
        ("Type".to_owned(), "instant"),
        ("TargetCapacitySpecification.DefaultTargetCapacityType".to_owned(), "on-demand"),
    ];
    let pools: Vec<(&str, &str)> = pools.iter().map(|(name, value)| (&**name, *value)).collect();
    let made = fleets::create(&ec2, &template, &pools);
    let error = made.at("errorSet.item").unwrap();
    assert_eq!(error.text("errorCode"), NONE);
    let begins = "We currently do not have sufficient c5.large capacity in the Availability Zone \
                  you requested (us-east-1a).";
    assert!(error.text("errorMessage").starts_with(begins), "{error:?}");
    assert_eq!(made.text("fleetInstanceSet.item.instanceType"), "m5.large");
}
