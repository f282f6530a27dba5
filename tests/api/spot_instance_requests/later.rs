//! Launches that come later than their request: again, or when the time has come.

use super::{LISTED, described, form, is, request, shown, status};
use crate::support::Ec2;

#[test]
fn a_launch_that_finds_no_address_leaves_nothing_behind() {
    let ec2 = Ec2::new();
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
    let vpc = vpc.text("vpc.vpcId");
    let [roomy, tight] = ["10.0.0.0/24", "10.0.1.0/28"].map(|block| {
        let request = [("VpcId", vpc), ("CidrBlock", block), ("AvailabilityZone", "us-east-1a")];
        ec2.call("CreateSubnet", &request).text("subnet.subnetId").to_owned()
    });
    let interface = "LaunchSpecification.NetworkInterface";
    let made = request(
        &ec2,
        &[
            ("Type", "persistent"),
            (&format!("{interface}.1.DeviceIndex"), "0"),
            (&format!("{interface}.1.SubnetId"), &roomy),
            (&format!("{interface}.2.DeviceIndex"), "1"),
            (&format!("{interface}.2.SubnetId"), &tight),
            (&format!("{interface}.2.DeleteOnTermination"), "false"),
            (&format!("{interface}.2.PrivateIpAddress"), "10.0.1.10"),
        ],
    );
    // The second interface stays, with the address that the next one asks for.
    ec2.call("TerminateInstances", &[("InstanceId.1", made.text("instanceId"))]);
    let id = made.text("spotInstanceRequestId");
    assert_eq!(status(&ec2, id), is("open", "constraint-not-fulfillable"));
    let there = [("Filter.1.Name", "subnet-id"), ("Filter.1.Value.1", &*roomy)];
    let left = ec2.call("DescribeNetworkInterfaces", &there);
    assert!(left.all_at("networkInterfaceSet.item").is_empty());
    ec2.call("DeleteSubnet", &[("SubnetId", &roomy)]);
}

#[test]
fn interfaces_are_of_one_card() {
    let ec2 = Ec2::new();
    let interface = "LaunchSpecification.NetworkInterface.1";
    let of = |name: &str| format!("{interface}.{name}");
    let (device, card) = (of("DeviceIndex"), of("NetworkCardIndex"));
    let (code, message) =
        ec2.refused("RequestSpotInstances", &form(&[(&device, "0"), (&card, "0")]));
    assert_eq!(code, "UnknownParameter");
    assert_eq!(message, "The parameter NetworkCardIndex is not recognized");
}

#[test]
fn a_request_that_begins_later_launches_then() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        ec2.call("CreateKeyPair", &[("KeyName", "web")]);
        let later = [
            ("ValidFrom", "2026-01-31T13:00:00Z"),
            ("ValidUntil", "2026-01-31T14:00:00Z"),
            ("InstanceCount", "3"),
            ("LaunchSpecification.KeyName", "web"),
        ];
        let made = ec2.call("RequestSpotInstances", &form(&later));
        let ids = made.all_at(LISTED).into_iter().map(|it| it.text("spotInstanceRequestId"));
        let [first, second, third] = ids.collect::<Vec<_>>().try_into().unwrap();
        ec2.advance(60 * 60 - 1);
        assert_eq!(status(&ec2, first), is("open", "not-scheduled-yet"));
        assert_eq!(
            described(&ec2, first).text("status.message"),
            "Your Spot request will not be evaluated until the scheduled date."
        );
        assert!(!described(&ec2, first).has("instanceId"));
        let running =
            |ec2: &Ec2| ec2.call("DescribeInstances", &[]).all_at("reservationSet.item").len();
        assert_eq!(running(&ec2), 0);
        ec2.call("CancelSpotInstanceRequests", &[("SpotInstanceRequestId.1", second)]);
        assert_eq!(status(&ec2, second), is("cancelled", "canceled-before-fulfillment"));
        // Whoever looks next finds it done at its time, not at that of the look.
        ec2.advance(30 * 60);
        assert_eq!(running(&ec2), 2);
        for id in [first, third] {
            assert_eq!(status(&ec2, id), is("active", "fulfilled"));
            let request = described(&ec2, id);
            assert_eq!(request.text("status.updateTime"), "2026-01-31T13:00:00.000Z");
            let instance = shown(&ec2, request.text("instanceId"));
            assert_eq!(instance.text("launchTime"), "2026-01-31T13:00:00.000Z");
            assert_eq!(instance.text("instanceState.name"), "running");
            assert_eq!(instance.text("spotInstanceRequestId"), id);
        }
    }
}

#[test]
fn a_request_that_begins_later_may_find_that_it_cannot() {
    let ec2 = Ec2::new();
    ec2.call("CreateKeyPair", &[("KeyName", "web")]);
    let from = ("ValidFrom", "2026-01-31T13:00:00Z");
    let key = ("LaunchSpecification.KeyName", "web");
    let made = request(&ec2, &[from, key]);
    let id = made.text("spotInstanceRequestId");
    assert_eq!(made.text("status.code"), "not-scheduled-yet");
    assert_eq!(described(&ec2, id).text("validUntil"), "2026-02-07T13:00:00.000Z");
    ec2.call("DeleteKeyPair", &[("KeyName", "web")]);
    let refused = ec2.refused("RequestSpotInstances", &form(&[from, key]));
    assert_eq!(refused.0, "InvalidKeyPair.NotFound");
    ec2.advance(60 * 60);
    assert_eq!(status(&ec2, id), is("open", "constraint-not-fulfillable"));
    assert!(ec2.call("DescribeVolumes", &[]).all_at("volumeSet.item").is_empty());
}
