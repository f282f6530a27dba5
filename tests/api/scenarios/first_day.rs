//! What a newcomer does: look around, launch, tag, stop, start, terminate.

use crate::support::Ec2;

const IMAGE: &str = "ami-0abcdef1234567890";

#[test]
fn a_fresh_region_is_ready_to_launch_into() {
    for region in ["us-east-1", "eu-west-1", "ap-northeast-1"] {
        let ec2 = Ec2::new().in_region(region);
        let vpcs = ec2.call("DescribeVpcs", &[]);
        assert_eq!(vpcs.texts("vpcSet.item.isDefault"), ["true"], "{region}");
        let zones = ec2.call("DescribeAvailabilityZones", &[]);
        let subnets = ec2.call("DescribeSubnets", &[]);
        let (mut of_subnets, mut of_zones) = (
            subnets.texts("subnetSet.item.availabilityZone"),
            zones.texts("availabilityZoneInfo.item.zoneName"),
        );
        of_subnets.sort_unstable();
        of_zones.sort_unstable();
        assert_eq!(of_subnets, of_zones, "{region}");
        for (action, path) in [
            ("DescribeInternetGateways", "internetGatewaySet.item"),
            ("DescribeRouteTables", "routeTableSet.item"),
            ("DescribeNetworkAcls", "networkAclSet.item"),
            ("DescribeDhcpOptions", "dhcpOptionsSet.item"),
            ("DescribeSecurityGroups", "securityGroupInfo.item"),
        ] {
            assert_eq!(ec2.call(action, &[]).all_at(path).len(), 1, "{action} in {region}");
        }
        assert!(!ec2.call("DescribeInstances", &[]).has("reservationSet.item"));
    }
}

#[test]
fn launch_tag_stop_start_terminate() {
    let ec2 = Ec2::new();
    let launched = ec2.call(
        "RunInstances",
        &[
            ("ImageId", IMAGE),
            ("InstanceType", "t3.micro"),
            ("TagSpecification.1.ResourceType", "instance"),
            ("TagSpecification.1.Tag.1.Key", "Name"),
            ("TagSpecification.1.Tag.1.Value", "web"),
        ],
    );
    let instance = launched.at("instancesSet.item").unwrap();
    let id = instance.text("instanceId");
    assert_eq!(instance.text("instanceState.name"), "running");

    let named = [("Filter.1.Name", "tag:Name"), ("Filter.1.Value.1", "w?b")];
    let found = ec2.call("DescribeInstances", &named);
    assert_eq!(found.texts("reservationSet.item.instancesSet.item.instanceId"), [id]);

    let volumes = [("Filter.1.Name", "attachment.instance-id"), ("Filter.1.Value.1", id)];
    let volumes = ec2.call("DescribeVolumes", &volumes);
    assert_eq!(volumes.texts("volumeSet.item.status"), ["in-use"]);
    let interfaces = ec2.call("DescribeNetworkInterfaces", &[]);
    assert_eq!(interfaces.texts("networkInterfaceSet.item.attachment.instanceId"), [id]);

    let stopped = ec2.call("StopInstances", &[("InstanceId.1", id)]);
    assert_eq!(stopped.text("instancesSet.item.previousState.name"), "running");
    assert_eq!(stopped.text("instancesSet.item.currentState.name"), "stopped");
    let found = ec2.call("DescribeInstances", &[("InstanceId.1", id)]);
    assert!(!found.has("reservationSet.item.instancesSet.item.ipAddress"));
    ec2.call("StartInstances", &[("InstanceId.1", id)]);
    let found = ec2.call("DescribeInstances", &[("InstanceId.1", id)]);
    assert!(found.has("reservationSet.item.instancesSet.item.ipAddress"));

    ec2.call("TerminateInstances", &[("InstanceId.1", id)]);
    assert!(!ec2.call("DescribeVolumes", &[]).has("volumeSet.item"));
    assert!(!ec2.call("DescribeNetworkInterfaces", &[]).has("networkInterfaceSet.item"));
    let found = ec2.call("DescribeInstances", &[("InstanceId.1", id)]);
    let state = "reservationSet.item.instancesSet.item.instanceState.name";
    assert_eq!(found.text(state), "terminated");

    ec2.advance(3_601);
    assert!(!ec2.call("DescribeInstances", &[]).has("reservationSet.item"));
    let (code, _) = ec2.refused("DescribeInstances", &[("InstanceId.1", id)]);
    assert_eq!(code, "InvalidInstanceID.NotFound");
}

#[test]
fn in_the_aws_lifecycle_every_step_can_be_seen() {
    let ec2 = Ec2::with_aws_lifecycle();
    let launched = ec2.call("RunInstances", &[("ImageId", IMAGE), ("InstanceType", "t3.micro")]);
    assert_eq!(launched.text("instancesSet.item.instanceState.name"), "pending");
    let id = launched.text("instancesSet.item.instanceId");
    let state = || {
        let found = ec2.call("DescribeInstances", &[("InstanceId.1", id)]);
        found.text("reservationSet.item.instancesSet.item.instanceState.name").to_owned()
    };
    assert_eq!(state(), "pending");
    ec2.advance(300);
    assert_eq!(state(), "running");
    let stopping = ec2.call("StopInstances", &[("InstanceId.1", id)]);
    assert_eq!(stopping.text("instancesSet.item.currentState.name"), "stopping");
    ec2.advance(300);
    assert_eq!(state(), "stopped");
    let starting = ec2.call("StartInstances", &[("InstanceId.1", id)]);
    assert_eq!(starting.text("instancesSet.item.currentState.name"), "pending");
    ec2.advance(300);
    let ending = ec2.call("TerminateInstances", &[("InstanceId.1", id)]);
    assert_eq!(ending.text("instancesSet.item.currentState.name"), "shutting-down");
    assert_eq!(state(), "shutting-down");
    ec2.advance(300);
    assert_eq!(state(), "terminated");
    ec2.advance(3_600);
    let (code, _) = ec2.refused("DescribeInstances", &[("InstanceId.1", id)]);
    assert_eq!(code, "InvalidInstanceID.NotFound");
}

#[test]
fn a_token_launches_once() {
    let ec2 = Ec2::new();
    let launch = |kind: &str| {
        let form = [("ImageId", IMAGE), ("InstanceType", kind), ("ClientToken", "once")];
        ec2.ask("RunInstances", &form)
    };
    let first = launch("t3.micro").unwrap();
    let id = first.text("instancesSet.item.instanceId");
    ec2.call("StopInstances", &[("InstanceId.1", id)]);
    let again = launch("t3.micro").unwrap();
    assert_eq!(again.text("instancesSet.item.instanceId"), id);
    assert_eq!(again.text("reservationId"), first.text("reservationId"));
    assert_eq!(again.text("instancesSet.item.instanceState.name"), "stopped");
    assert_eq!(launch("t3.small").unwrap_err().code, "IdempotentParameterMismatch");
    let all = ec2.call("DescribeInstances", &[]);
    assert_eq!(all.all_at("reservationSet.item").len(), 1);
}
