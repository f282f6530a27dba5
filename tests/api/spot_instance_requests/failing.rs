use super::{described, form, found, is, request, status};
use crate::support::Ec2;

const BAD: (&str, &str) = ("failed", "bad-parameters");

#[test]
fn a_device_that_ec2_has_not_fails_the_request() {
    let device = ("LaunchSpecification.BlockDeviceMapping.1.DeviceName", "/dev/sdf1");
    let size = ("LaunchSpecification.BlockDeviceMapping.1.Ebs.VolumeSize", "3");
    let ec2 = Ec2::new();
    let made = request(&ec2, &[device, size, ("InstanceCount", "2")]);
    assert_eq!((made.text("state"), made.text("status.code")), ("failed", "bad-parameters"));
    assert_eq!(made.text("status.message"), "Your Spot request failed due to bad parameters.");
    assert_eq!(made.text("fault.code"), "InvalidBlockDeviceMapping");
    assert_eq!(made.text("fault.message"), "Invalid device name /dev/sdf1");
    assert!(!made.has("instanceId") && !made.has("launchedAvailabilityZone"));
    assert_eq!(found(&ec2, "state", "failed"), 2);
    assert!(!ec2.call("DescribeInstances", &[]).has("reservationSet.item"));
    let id = made.text("spotInstanceRequestId");
    ec2.call("CancelSpotInstanceRequests", &[("SpotInstanceRequestId.1", id)]);
    assert_eq!(status(&ec2, id), is("cancelled", "canceled-before-fulfillment"));

    let ec2 = Ec2::with_aws_lifecycle();
    let made = request(&ec2, &[device, size]);
    assert_eq!((made.text("state"), made.has("fault")), ("open", false));
    let id = made.text("spotInstanceRequestId");
    assert_eq!(status(&ec2, id), is("failed", "bad-parameters"));
    // What is wrong besides is found out at once.
    let key = ("LaunchSpecification.KeyName", "none");
    let refused = ec2.refused("RequestSpotInstances", &form(&[device, size, key]));
    assert_eq!(refused.0, "InvalidKeyPair.NotFound");
}

/// As recorded in scylladb/scylla-cluster-tests#6495.
#[test]
fn a_zone_without_the_type_fails_the_request() {
    let zone = ("LaunchSpecification.Placement.AvailabilityZone", "us-east-1e");
    let ec2 = Ec2::with_aws_lifecycle();
    let made = request(&ec2, &[zone]);
    assert_eq!((made.text("state"), made.has("fault")), ("open", false));
    let failed = described(&ec2, made.text("spotInstanceRequestId"));
    assert_eq!((failed.text("state"), failed.text("status.code")), BAD);
    let message = "Your Spot request failed due to bad parameters. Spot request cannot be \
                   fulfilled due to invalid availability zone.";
    assert_eq!(failed.text("status.message"), message);
    assert_eq!((failed.text("fault.code"), failed.text("fault.message")), (BAD.1, message));
    assert_eq!(failed.text("launchSpecification.placement.availabilityZone"), "us-east-1e");
    assert!(!ec2.call("DescribeInstances", &[]).has("reservationSet.item"));
    // What is wrong besides is found out at once.
    let key = ("LaunchSpecification.KeyName", "none");
    let refused = ec2.refused("RequestSpotInstances", &form(&[zone, key]));
    assert_eq!(refused.0, "InvalidKeyPair.NotFound");
}

#[test]
fn a_volume_that_is_too_small_fails_the_request() {
    let ec2 = Ec2::new();
    let device = ("LaunchSpecification.BlockDeviceMapping.1.DeviceName", "/dev/xvda");
    let size = ("LaunchSpecification.BlockDeviceMapping.1.Ebs.VolumeSize", "2");
    let made = request(&ec2, &[device, size]);
    assert_eq!((made.text("state"), made.text("status.code")), BAD);
    assert_eq!(made.text("fault.code"), "InvalidBlockDeviceMapping");
    assert!(made.text("fault.message").starts_with("Volume of size 2GB is smaller than snapshot"));
}

#[test]
fn a_request_waits_for_a_placement_group_of_another_zone() {
    let ec2 = Ec2::new();
    ec2.call("CreatePlacementGroup", &[("GroupName", "one"), ("Strategy", "cluster")]);
    let [a, b] = ["us-east-1a", "us-east-1b"].map(|zone| {
        [
            ("LaunchSpecification.InstanceType", "m5.large"),
            ("LaunchSpecification.Placement.GroupName", "one"),
            ("LaunchSpecification.Placement.AvailabilityZone", zone),
        ]
    });
    let made = |in_zone: &[(&str, &str)]| {
        let image = ("LaunchSpecification.ImageId", crate::instances::IMAGE);
        let form: Vec<_> = [image].iter().chain(in_zone).copied().collect();
        let made = ec2.call("RequestSpotInstances", &form);
        made.at("spotInstanceRequestSet.item").unwrap().clone()
    };
    assert_eq!(made(&a).text("state"), "active");
    let waiting = made(&b);
    assert!(!waiting.has("instanceId"));
    let id = waiting.text("spotInstanceRequestId");
    assert_eq!(status(&ec2, id), is("open", "placement-group-constraint"));
    let message = described(&ec2, id).text("status.message").to_owned();
    assert_eq!(message, "Your placement group is spread across Availability Zones.");
    ec2.call("CancelSpotInstanceRequests", &[("SpotInstanceRequestId.1", id)]);
    assert_eq!(status(&ec2, id), is("cancelled", "canceled-before-fulfillment"));
}

#[test]
fn what_is_stopped_has_a_volume() {
    let ec2 = Ec2::new();
    let stored = [("Name", "in-s3"), ("ImageLocation", "my-images/one.manifest.xml")];
    let image = ec2.call("RegisterImage", &stored).text("imageId").to_owned();
    let form = [
        ("LaunchSpecification.ImageId", &*image),
        ("LaunchSpecification.InstanceType", "m3.medium"),
        ("Type", "persistent"),
        ("InstanceInterruptionBehavior", "stop"),
    ];
    let message = "An AMI with a root device type of 'instance-store' is not supported when \
                   instanceInterruptionBehavior is set to 'stop'.";
    let expected = ("InvalidParameterCombination".to_owned(), message.to_owned());
    assert_eq!(ec2.refused("RequestSpotInstances", &form), expected);
}
