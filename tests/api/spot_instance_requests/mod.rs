mod failing;
mod later;
mod stops;

use crate::instances::{IMAGE, default_subnet, launch_one, shown};
use crate::support::{Ec2, Xml};

const LISTED: &str = "spotInstanceRequestSet.item";
const SPOT: (&str, &str) = ("InstanceMarketOptions.MarketType", "spot");
const PERSISTENT: (&str, &str) =
    ("InstanceMarketOptions.SpotOptions.SpotInstanceType", "persistent");

const STOP: (&str, &str) =
    ("InstanceMarketOptions.SpotOptions.InstanceInterruptionBehavior", "stop");

/// The form of a request for one t3.micro, and what a test adds.
fn form<'a>(parameters: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual =
        [("LaunchSpecification.ImageId", IMAGE), ("LaunchSpecification.InstanceType", "t3.micro")];
    usual.into_iter().chain(parameters.iter().copied()).collect()
}

fn request(ec2: &Ec2, parameters: &[(&str, &str)]) -> Xml {
    ec2.call("RequestSpotInstances", &form(parameters)).at(LISTED).unwrap().clone()
}

fn described(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeSpotInstanceRequests", &[("SpotInstanceRequestId.1", id)]);
    found.at(LISTED).unwrap().clone()
}

fn status(ec2: &Ec2, id: &str) -> (String, String) {
    let request = described(ec2, id);
    (request.text("state").to_owned(), request.text("status.code").to_owned())
}

fn is(state: &str, code: &str) -> (String, String) {
    (state.to_owned(), code.to_owned())
}

fn found(ec2: &Ec2, name: &str, value: &str) -> usize {
    let filter = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
    ec2.call("DescribeSpotInstanceRequests", &filter).all_at(LISTED).len()
}

#[test]
fn a_request_is_fulfilled_as_it_was_made() {
    let ec2 = Ec2::new();
    ec2.call("CreateKeyPair", &[("KeyName", "web")]);
    let subnet = default_subnet(&ec2, "us-east-1b");
    let made = request(
        &ec2,
        &[
            ("SpotPrice", "0.005"),
            ("LaunchGroup", "fleet"),
            ("LaunchSpecification.KeyName", "web"),
            ("LaunchSpecification.SubnetId", &subnet),
            ("LaunchSpecification.Monitoring.Enabled", "true"),
            ("LaunchSpecification.IamInstanceProfile.Name", "web"),
            ("LaunchSpecification.BlockDeviceMapping.1.DeviceName", "/dev/sdb"),
            ("LaunchSpecification.BlockDeviceMapping.1.Ebs.VolumeSize", "3"),
            ("TagSpecification.1.ResourceType", "spot-instances-request"),
            ("TagSpecification.1.Tag.1.Key", "a"),
            ("TagSpecification.1.Tag.1.Value", "b"),
        ],
    );
    let id = made.text("spotInstanceRequestId").to_owned();
    assert!(id.starts_with("sir-") && id.len() == 12, "{id}");
    for (path, value) in [
        ("state", "active"),
        ("status.code", "fulfilled"),
        ("status.message", "Your spot request is fulfilled."),
        ("status.updateTime", "2026-01-31T12:00:00.000Z"),
        ("createTime", "2026-01-31T12:00:00.000Z"),
        ("type", "one-time"),
        ("instanceInterruptionBehavior", "terminate"),
        ("spotPrice", "0.005000"),
        ("launchGroup", "fleet"),
        ("productDescription", "Linux/UNIX"),
        ("launchedAvailabilityZone", "us-east-1b"),
        ("launchSpecification.imageId", IMAGE),
        ("launchSpecification.instanceType", "t3.micro"),
        ("launchSpecification.keyName", "web"),
        ("launchSpecification.subnetId", &subnet),
        ("launchSpecification.monitoring.enabled", "true"),
        ("launchSpecification.iamInstanceProfile.name", "web"),
        ("launchSpecification.placement.availabilityZone", "us-east-1b"),
        ("launchSpecification.groupSet.item.groupName", "default"),
        ("launchSpecification.blockDeviceMapping.item.ebs.volumeSize", "3"),
        ("tagSet.item.value", "b"),
    ] {
        assert_eq!(made.text(path), value, "{path}");
    }
    let instance = shown(&ec2, made.text("instanceId"));
    assert_eq!(instance.text("instanceLifecycle"), "spot");
    assert_eq!(instance.text("spotInstanceRequestId"), id);
    assert_eq!(instance.text("subnetId"), subnet);
    assert_eq!(instance.text("monitoring.state"), "enabled");
    assert!(!instance.has("tagSet.item"), "tags are the request's");
    let later = described(&ec2, &id);
    assert_eq!(later.text("instanceId"), made.text("instanceId"));
    assert_eq!(later.text("validUntil"), "2026-02-07T12:00:00.000Z");
    assert!(!made.has("validUntil"), "only what was asked for");

    check_filters(&ec2, &id, made.text("instanceId"));
}

#[test]
fn a_price_below_any_market_waits() {
    let ec2 = Ec2::new();
    let low = ("SpotPrice", "0.001");
    let made = request(&ec2, &[low, ("Type", "persistent")]);
    assert!(!made.has("instanceId"));
    let id = made.text("spotInstanceRequestId");
    assert_eq!(status(&ec2, id), is("open", "price-too-low"));
    let shown = described(&ec2, id);
    let message = shown.text("status.message");
    let wanted = "Your Spot request price of 0.001 is lower than the minimum required Spot \
                  request fulfillment price of 0.00";
    assert!(message.starts_with(wanted) && message.ends_with('.'), "{message}");
    assert_eq!(shown.text("launchSpecification.groupSet.item.groupName"), "default");
    let over = request(&ec2, &[low, ("ValidUntil", "2026-01-31T13:00:00Z")]);
    ec2.advance(3600);
    assert_eq!(status(&ec2, over.text("spotInstanceRequestId")).1, "schedule-expired");
    ec2.call("CancelSpotInstanceRequests", &[("SpotInstanceRequestId.1", id)]);
    assert_eq!(status(&ec2, id), is("cancelled", "canceled-before-fulfillment"));
    let from = ("ValidFrom", "2026-01-31T14:00:00Z");
    let later = request(&ec2, &[low, from]).text("spotInstanceRequestId").to_owned();
    assert_eq!(status(&ec2, &later), is("open", "not-scheduled-yet"));
    ec2.advance(3600);
    assert_eq!(status(&ec2, &later), is("open", "price-too-low"));
}

#[test]
fn a_placement_shows_what_was_asked_for() {
    let ec2 = Ec2::new();
    let placement = |more: &[(&str, &str)]| {
        let made = request(&ec2, more);
        made.at("launchSpecification.placement").unwrap().clone()
    };
    let free = placement(&[]);
    assert_eq!(free.children.len(), 1, "{free:?}");
    assert!(free.text("availabilityZone").starts_with("us-east-1"));
    ec2.call("CreatePlacementGroup", &[("GroupName", "near"), ("Strategy", "cluster")]);
    let asked = placement(&[
        ("LaunchSpecification.InstanceType", "c5.large"),
        ("LaunchSpecification.Placement.AvailabilityZoneId", "use1-az2"),
        ("LaunchSpecification.Placement.GroupName", "near"),
        ("LaunchSpecification.Placement.Tenancy", "dedicated"),
    ]);
    for (path, value) in [
        ("availabilityZone", "us-east-1a"),
        ("availabilityZoneId", "use1-az2"),
        ("groupName", "near"),
        ("tenancy", "dedicated"),
    ] {
        assert_eq!(asked.text(path), value, "{path}");
    }
}

#[track_caller]
fn check_filters(ec2: &Ec2, id: &str, instance: &str) {
    for (name, value) in [
        ("spot-instance-request-id", id),
        ("instance-id", instance),
        ("state", "active"),
        ("status-code", "fulfilled"),
        ("type", "one-time"),
        ("launch-group", "fleet"),
        ("spot-price", "0.005000"),
        ("product-description", "Linux/UNIX"),
        ("launched-availability-zone", "us-east-1b"),
        ("launch.image-id", IMAGE),
        ("launch.instance-type", "t3.*"),
        ("launch.key-name", "web"),
        ("launch.group-name", "default"),
        ("launch.monitoring-enabled", "true"),
        ("launch.block-device-mapping.device-name", "/dev/sdb"),
        ("launch.block-device-mapping.volume-size", "3"),
        ("tag:a", "b"),
        ("tag-key", "a"),
    ] {
        assert_eq!(found(ec2, name, value), 1, "{name}");
    }
    assert_eq!(found(ec2, "state", "open"), 0);
    assert_eq!(found(ec2, "launch.kernel-id", "*"), 0);
}

#[test]
fn a_spot_launch_has_a_request_for_each_instance() {
    let ec2 = Ec2::new();
    let tags = [
        ("TagSpecification.1.ResourceType", "spot-instances-request"),
        ("TagSpecification.1.Tag.1.Key", "a"),
        ("TagSpecification.1.Tag.1.Value", "b"),
        ("InstanceMarketOptions.SpotOptions.MaxPrice", "0.05"),
    ];
    let mut form = crate::instances::form(&[SPOT, ("MinCount", "2"), ("MaxCount", "2")]);
    form.extend(tags);
    let launched = ec2.call("RunInstances", &form);
    let path = "instancesSet.item.spotInstanceRequestId";
    let ids: Vec<_> = launched.texts(path).into_iter().map(str::to_owned).collect();
    assert_ne!(ids[0], ids[1]);
    for (id, instance) in ids.iter().zip(launched.texts("instancesSet.item.instanceId")) {
        let request = described(&ec2, id);
        assert_eq!(request.text("instanceId"), instance);
        assert_eq!(request.text("spotPrice"), "0.050000");
        assert_eq!(request.text("tagSet.item.key"), "a");
    }
    let described = ec2.call("DescribeTags", &[]);
    assert!(described.texts("tagSet.item.resourceType").contains(&"spot-instances-request"));
    let more = request(&ec2, &[("InstanceCount", "3")]);
    assert_eq!(more.text("launchSpecification.monitoring.enabled"), "false");
    assert_eq!(more.text("spotPrice"), "0.010400", "what its type costs on demand");
    assert_eq!(found(&ec2, "state", "active"), 5);
    let page = ec2.call("DescribeSpotInstanceRequests", &[("MaxResults", "5")]);
    assert_eq!(page.all_at(LISTED).len(), 5);
}

#[test]
fn the_end_of_an_instance_closes_its_request() {
    let ec2 = Ec2::new();
    let made = request(&ec2, &[]);
    let id = made.text("spotInstanceRequestId");
    ec2.call("TerminateInstances", &[("InstanceId.1", made.text("instanceId"))]);
    assert_eq!(status(&ec2, id), is("closed", "instance-terminated-by-user"));
    assert_eq!(
        described(&ec2, id).text("status.message"),
        "Spot Instance terminated due to user-initiated termination."
    );
    let cancel = ec2.call("CancelSpotInstanceRequests", &[("SpotInstanceRequestId.1", id)]);
    assert_eq!(cancel.text(&format!("{LISTED}.state")), "closed");
    ec2.advance(60 * 60);
    assert_eq!(
        ec2.refused("DescribeSpotInstanceRequests", &[("SpotInstanceRequestId.1", id)]),
        (
            "InvalidSpotInstanceRequestID.NotFound".to_owned(),
            format!("The spot instance request ID '{id}' does not exist")
        )
    );
}

#[test]
fn a_cancelled_request_leaves_its_instance_alone() {
    let ec2 = Ec2::new();
    let made = request(&ec2, &[("Type", "persistent")]);
    let (id, instance) = (made.text("spotInstanceRequestId"), made.text("instanceId"));
    let ids = [("SpotInstanceRequestId.1", id)];
    let cancelled = ec2.call("CancelSpotInstanceRequests", &ids);
    assert_eq!(cancelled.text(&format!("{LISTED}.spotInstanceRequestId")), id);
    assert_eq!(cancelled.text(&format!("{LISTED}.state")), "cancelled");
    assert_eq!(status(&ec2, id), is("cancelled", "request-canceled-and-instance-running"));
    assert_eq!(
        described(&ec2, id).text("status.message"),
        "Your Spot request is canceled, but your instance is still running."
    );
    assert_eq!(shown(&ec2, instance).text("instanceState.name"), "running");
    ec2.call("TerminateInstances", &[("InstanceId.1", instance)]);
    assert_eq!(status(&ec2, id), is("cancelled", "instance-terminated-by-user"));
    assert_eq!(found(&ec2, "state", "active"), 0, "nothing takes its place");
}

#[test]
fn a_persistent_request_waits_for_what_it_cannot_have() {
    let ec2 = Ec2::new();
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
    let request = [("VpcId", vpc.text("vpc.vpcId")), ("CidrBlock", "10.0.0.0/24")];
    let subnet = ec2.call("CreateSubnet", &request).text("subnet.subnetId").to_owned();
    ec2.call("CreateKeyPair", &[("KeyName", "web")]);
    let launch = [SPOT, PERSISTENT, STOP, ("SubnetId", &*subnet), ("KeyName", "web")];
    let instance = launch_one(&ec2, &launch);
    let id = shown(&ec2, &instance).text("spotInstanceRequestId").to_owned();
    ec2.call("DeleteKeyPair", &[("KeyName", "web")]);
    ec2.call("TerminateInstances", &[("InstanceId.1", &instance)]);
    assert_eq!(status(&ec2, &id), is("open", "constraint-not-fulfillable"));
    assert_eq!(
        described(&ec2, &id).text("status.message"),
        "Your Spot request cannot be fulfilled due to one or more constraints."
    );
    assert!(!described(&ec2, &id).has("instanceId"));
    ec2.call("DeleteSubnet", &[("SubnetId", &subnet)]);
    ec2.call("CancelSpotInstanceRequests", &[("SpotInstanceRequestId.1", &id)]);
    assert_eq!(status(&ec2, &id), is("cancelled", "canceled-before-fulfillment"));
    assert_eq!(
        described(&ec2, &id).text("status.message"),
        "Your Spot request is canceled before it was fulfilled."
    );
}

#[test]
fn a_request_that_waits_expires() {
    let ec2 = Ec2::new();
    ec2.call("CreateKeyPair", &[("KeyName", "web")]);
    let until = "2026-01-31T13:00:00Z";
    let made = request(
        &ec2,
        &[("Type", "persistent"), ("ValidUntil", until), ("LaunchSpecification.KeyName", "web")],
    );
    let id = made.text("spotInstanceRequestId");
    ec2.call("DeleteKeyPair", &[("KeyName", "web")]);
    ec2.call("TerminateInstances", &[("InstanceId.1", made.text("instanceId"))]);
    assert_eq!(status(&ec2, id), is("open", "constraint-not-fulfillable"));
    ec2.advance(60 * 60);
    assert_eq!(status(&ec2, id), is("closed", "schedule-expired"));
    let expired = described(&ec2, id);
    assert_eq!(
        expired.text("status.message"),
        "Your Spot request expired before it was fulfilled."
    );
    assert_eq!(expired.text("status.updateTime"), "2026-01-31T13:00:00.000Z");
    let cancel = ec2.call("CancelSpotInstanceRequests", &[("SpotInstanceRequestId.1", id)]);
    assert_eq!(cancel.text(&format!("{LISTED}.state")), "closed");
}

#[test]
fn a_subnet_is_no_interface_and_the_first_answer_has_no_tags() {
    let ec2 = Ec2::new();
    let subnet = default_subnet(&ec2, "us-east-1b");
    let made = request(&ec2, &[("LaunchSpecification.SubnetId", &subnet)]);
    let later = described(&ec2, made.text("spotInstanceRequestId"));
    assert!(!made.has("tagSet") && later.has("tagSet"));
    assert_eq!(later.text("launchSpecification.subnetId"), subnet);
    assert!(!later.has("launchSpecification.networkInterfaceSet"));
}

#[test]
fn values_are_checked() {
    let ec2 = Ec2::new();
    let value = "InvalidParameterValue";
    for (parameters, code, message) in [
        (
            vec![("SpotPrice", "cheap")],
            value,
            "Value (cheap) for parameter price is invalid. \
             \"cheap\" is an invalid spot instance price",
        ),
        (
            vec![("SpotPrice", "0")],
            value,
            "Value (0) for parameter price is invalid. \"0\" is an invalid spot instance price",
        ),
        (
            vec![("InstanceCount", "0")],
            value,
            "Value (0) for parameter instanceCount is invalid. Expecting a value greater than 0.",
        ),
        (
            vec![("InstanceCount", "3001")],
            "RequestResourceCountExceeded",
            "You cannot request more than 3000 Spot Instances in a single request.",
        ),
        (
            vec![("ValidUntil", "2026-01-01T00:00:00Z")],
            value,
            "The parameter validUntil must be in the future.",
        ),
        (
            vec![("ValidFrom", "2026-01-31T12:00:00Z")],
            value,
            "The parameter validFrom must be in the future.",
        ),
        (
            vec![("ValidFrom", "2026-12-31T00:00:00Z"), ("ValidUntil", "2026-12-30T00:00:00Z")],
            "InvalidParameterValue",
            "The parameter validUntil must be after validFrom.",
        ),
        (
            vec![("BlockDurationMinutes", "60")],
            "InvalidParameterValue",
            "BlockDurationMinutes is not a valid parameter.",
        ),
    ] {
        let expected = (code.to_owned(), message.to_owned());
        assert_eq!(ec2.refused("RequestSpotInstances", &form(&parameters)), expected);
    }
}

#[test]
fn only_a_persistent_request_stops_its_instance() {
    let ec2 = Ec2::new();
    let combination = "InvalidParameterCombination";
    for (parameters, code, message) in [
        (
            vec![("InstanceInterruptionBehavior", "stop")],
            combination,
            "The request with type 'null' is not supported when instanceInterruptionBehavior is \
             set to 'stop'.",
        ),
        (
            vec![("InstanceInterruptionBehavior", "hibernate"), ("Type", "one-time")],
            combination,
            "The request with type 'one-time' is not supported when \
             instanceInterruptionBehavior is set to 'hibernate'.",
        ),
        (
            vec![
                ("InstanceInterruptionBehavior", "stop"),
                ("Type", "persistent"),
                ("LaunchSpecification.Placement.GroupName", ""),
            ],
            combination,
            "The parameter GroupName within placement information cannot be specified when \
             instanceInterruptionBehavior is set to 'STOP'",
        ),
        (
            vec![("LaunchSpecification.KeyName", "none")],
            "InvalidKeyPair.NotFound",
            "The key pair 'none' does not exist",
        ),
    ] {
        let expected = (code.to_owned(), message.to_owned());
        assert_eq!(ec2.refused("RequestSpotInstances", &form(&parameters)), expected);
    }
}

#[test]
fn what_cannot_be_requested() {
    let ec2 = Ec2::new();
    ec2.call("DescribeInstances", &[]);
    let before = ec2.state();
    for (parameters, code) in [
        (vec![("Type", "sometimes")], "InvalidParameterValue"),
        (vec![("AvailabilityZoneGroup", "a")], "UnsupportedOperation"),
        (vec![("LaunchSpecification.KernelId", "aki-1")], "UnsupportedOperation"),
        (vec![("DryRun", "true")], "DryRunOperation"),
    ] {
        assert_eq!(ec2.refused("RequestSpotInstances", &form(&parameters)).0, code);
    }
    assert_eq!(ec2.refused("RequestSpotInstances", &[]).0, "MissingParameter");
    let unknown = [("SpotInstanceRequestId.1", "sir-0123abcd")];
    for action in ["DescribeSpotInstanceRequests", "CancelSpotInstanceRequests"] {
        assert_eq!(ec2.refused(action, &unknown).0, "InvalidSpotInstanceRequestID.NotFound");
    }
    let malformed = [("SpotInstanceRequestId.1", "web")];
    assert_eq!(
        ec2.refused("DescribeSpotInstanceRequests", &malformed).0,
        "InvalidSpotInstanceRequestID.Malformed"
    );
    assert_eq!(ec2.refused("CancelSpotInstanceRequests", &[]).0, "MissingParameter");
    let absent = [
        ("LaunchSpecification.ImageId", "ami-0529086c"),
        ("LaunchSpecification.InstanceType", "t3.micro"),
    ];
    let (code, message) = ec2.refused("RequestSpotInstances", &absent);
    assert_eq!(code, "InvalidAMIID.NotFound");
    assert_eq!(message, "The image id 'ami-0529086c' does not exist");
    let empty = [("SpotInstanceRequestId.1", "")];
    let (code, message) = ec2.refused("DescribeSpotInstanceRequests", &empty);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter SpotInstanceRequestId");
    assert_eq!(ec2.state(), before);
    let until = [("ValidUntil", "2026-06-30T00:00:00Z")];
    assert_eq!(request(&ec2, &until).text("validUntil"), "2026-06-30T00:00:00.000Z");
    let token = [("ClientToken", "once")];
    let first = request(&ec2, &token);
    let again = request(&ec2, &token);
    assert_eq!(first.text("spotInstanceRequestId"), again.text("spotInstanceRequestId"));
}

#[test]
fn in_the_aws_lifecycle_a_request_is_evaluated_first() {
    let ec2 = Ec2::with_aws_lifecycle();
    let made = request(&ec2, &[]);
    let id = made.text("spotInstanceRequestId");
    assert_eq!(made.text("state"), "open");
    assert_eq!(made.text("status.code"), "pending-evaluation");
    assert!(!made.has("instanceId") && !made.has("launchedAvailabilityZone"));
    assert_eq!(
        made.text("status.message"),
        "Your Spot request has been submitted for review, and is pending evaluation."
    );
    // From then on there is an instance, and both say so.
    let later = described(&ec2, id);
    assert_eq!((later.text("state"), later.text("status.code")), ("active", "fulfilled"));
    let instance = shown(&ec2, later.text("instanceId"));
    assert_eq!(instance.text("instanceState.name"), "pending");
    assert_eq!(instance.text("spotInstanceRequestId"), id);

    let instance = launch_one(&ec2, &[SPOT]);
    let id = shown(&ec2, &instance).text("spotInstanceRequestId").to_owned();
    assert_eq!(status(&ec2, &id), is("active", "fulfilled"));
    assert_eq!(described(&ec2, &id).text("instanceId"), instance);
}
