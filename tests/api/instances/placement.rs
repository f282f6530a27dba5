//! Where instances go: zones, subnets, tenancy, groups.

use super::{default_subnet, found, launch_one, refused, shown};
use crate::support::Ec2;

#[test]
fn a_zone_is_taken_by_name_or_id() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[("Placement.AvailabilityZone", "us-east-1b")]);
    let instance = shown(&ec2, &id);
    assert_eq!(instance.text("placement.availabilityZone"), "us-east-1b");
    assert_eq!(instance.text("subnetId"), default_subnet(&ec2, "us-east-1b"));
    let zone_id = instance.text("placement.availabilityZoneId");
    let other = launch_one(&ec2, &[("Placement.AvailabilityZoneId", zone_id)]);
    assert_eq!(found(&ec2, "availability-zone", "us-east-1b"), [id, other]);
    let (code, message) = refused(&ec2, &[("Placement.AvailabilityZone", "us-east-1z")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Invalid availability zone: [us-east-1z]");
    let both =
        [("Placement.AvailabilityZone", "us-east-1b"), ("Placement.AvailabilityZoneId", zone_id)];
    assert_eq!(refused(&ec2, &both).0, "InvalidParameterCombination");
    let subnet = default_subnet(&ec2, "us-east-1a");
    let apart = [("Placement.AvailabilityZone", "us-east-1b"), ("SubnetId", subnet.as_str())];
    assert_eq!(refused(&ec2, &apart).0, "InvalidParameterValue");
}

#[test]
fn a_type_goes_where_it_is_offered() {
    let ec2 = Ec2::new();
    let in_zone = [("Placement.AvailabilityZone", "us-east-1e"), ("InstanceType", "t3.micro")];
    let (code, message) = refused(&ec2, &in_zone);
    assert_eq!(code, "Unsupported");
    assert_eq!(
        message,
        "Your requested instance type (t3.micro) is not supported in your requested Availability \
         Zone (us-east-1e). Please retry your request by not specifying an Availability Zone or \
         choosing us-east-1a, us-east-1b, us-east-1c, us-east-1d, us-east-1f."
    );
}

#[test]
fn without_a_default_subnet_one_must_be_named() {
    let ec2 = Ec2::new();
    ec2.call("DeleteSubnet", &[("SubnetId", &default_subnet(&ec2, "us-east-1a"))]);
    let (code, message) = refused(&ec2, &[("Placement.AvailabilityZone", "us-east-1a")]);
    assert_eq!(code, "InvalidInput");
    assert_eq!(message, "No default subnet for availability zone: 'us-east-1a'.");
    let id = launch_one(&ec2, &[]);
    assert_eq!(shown(&ec2, &id).text("placement.availabilityZone"), "us-east-1b");
    ec2.call("TerminateInstances", &[("InstanceId.1", &id)]);
    let subnets = ec2.call("DescribeSubnets", &[]);
    for subnet in subnets.texts("subnetSet.item.subnetId") {
        ec2.call("DeleteSubnet", &[("SubnetId", subnet)]);
    }
    let vpcs = ec2.call("DescribeVpcs", &[]);
    let vpc = vpcs.text("vpcSet.item.vpcId");
    let (code, message) = refused(&ec2, &[]);
    assert_eq!(code, "MissingInput");
    let expected =
        format!("No subnets found for the default VPC '{vpc}'. Please specify a subnet.");
    assert_eq!(message, expected);
}

#[test]
fn tenancy_and_groups() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[("Placement.Tenancy", "dedicated"), ("InstanceType", "m5.large")]);
    assert_eq!(shown(&ec2, &id).text("placement.tenancy"), "dedicated");
    assert_eq!(found(&ec2, "tenancy", "dedicated"), [id]);
    let never = [("Placement.Tenancy", "dedicated"), ("InstanceType", "t2.micro")];
    let (code, message) = refused(&ec2, &never);
    assert_eq!(code, "Unsupported");
    let expected = "The requested configuration is currently not supported. Please check the \
                    documentation for supported configurations.";
    assert_eq!(message, expected);
    let (code, message) = refused(&ec2, &[("Placement.GroupName", "close")]);
    assert_eq!(code, "InvalidPlacementGroup.Unknown");
    assert_eq!(message, "The placement group 'close' is unknown.");
    let (code, _) = refused(&ec2, &[("Placement.PartitionNumber", "1")]);
    assert_eq!(code, "InvalidParameterCombination");
}

fn group(ec2: &Ec2, name: &str, strategy: &str) {
    ec2.call("CreatePlacementGroup", &[("GroupName", name), ("Strategy", strategy)]);
}

#[test]
fn a_group_in_use_stays() {
    let ec2 = Ec2::new();
    group(&ec2, "close", "cluster");
    let close = ("Placement.GroupName", "close");
    let (code, _) = refused(&ec2, &[close, ("InstanceType", "t2.micro")]);
    assert_eq!(code, "InvalidParameterCombination");
    let id = launch_one(&ec2, &[close, ("InstanceType", "m5.large")]);
    assert_eq!(shown(&ec2, &id).text("placement.groupName"), "close");
    assert_eq!(found(&ec2, "placement-group-name", "close"), [id.as_str()]);
    let elsewhere =
        [close, ("InstanceType", "m5.large"), ("Placement.AvailabilityZone", "us-east-1b")];
    let (code, message) = refused(&ec2, &elsewhere);
    assert_eq!(code, "InvalidPlacementGroup.InUse");
    let expected = "The close Placement Group has already been used in another Availability Zone. \
                    Specify the correct Availability Zone and try again.";
    assert_eq!(message, expected);
    let (code, _) = ec2.refused("DeletePlacementGroup", &[("GroupName", "close")]);
    assert_eq!(code, "InvalidPlacementGroup.InUse");
    ec2.call("TerminateInstances", &[("InstanceId.1", &id)]);
    ec2.call("DeletePlacementGroup", &[("GroupName", "close")]);
}

#[test]
fn a_spread_group_takes_seven_in_a_zone() {
    let ec2 = Ec2::new();
    group(&ec2, "apart", "spread");
    let apart = ("Placement.GroupName", "apart");
    let form = super::form(&[apart, ("MinCount", "5"), ("MaxCount", "10")]);
    let launched = ec2.call("RunInstances", &form);
    assert_eq!(launched.all_at("instancesSet.item").len(), 7);
    let (code, message) = refused(&ec2, &[apart]);
    assert_eq!(code, "InsufficientInstanceCapacity");
    assert_eq!(
        message,
        "You've reached the limit of instances in this spread placement group. A spread placement \
         group can have up to seven instances per Availability Zone."
    );
    launch_one(&ec2, &[apart, ("Placement.AvailabilityZone", "us-east-1b")]);
}

#[test]
fn a_spread_group_takes_no_hardware_of_ones_own() {
    let ec2 = Ec2::new();
    group(&ec2, "apart", "spread");
    let kind = ("InstanceType", "m5.large");
    let (group, tenancy) = (("Placement.GroupName", "apart"), ("Placement.Tenancy", "dedicated"));
    let expected = "You cannot launch an instance with a tenancy of 'dedicated' into a spread \
                    placement group. Either remove the placement group from the request, or \
                    specify a different tenancy.";
    let expected = ("InvalidParameterCombination".to_owned(), expected.to_owned());
    assert_eq!(refused(&ec2, &[kind, group, tenancy]), expected);
    for (launched, change) in [(group, ("Tenancy", "dedicated")), (tenancy, ("GroupName", "apart"))]
    {
        let id = launch_one(&ec2, &[kind, launched]);
        ec2.call("StopInstances", &[("InstanceId.1", &id)]);
        let form = [("InstanceId", id.as_str()), change];
        assert_eq!(ec2.refused("ModifyInstancePlacement", &form), expected);
    }
}

#[test]
fn two_partitions_take_hardware_of_ones_own() {
    let ec2 = Ec2::new();
    for (name, count) in [("two", "2"), ("three", "3")] {
        let form = [("GroupName", name), ("Strategy", "partition"), ("PartitionCount", count)];
        ec2.call("CreatePlacementGroup", &form);
    }
    let dedicated = [("InstanceType", "m5.large"), ("Placement.Tenancy", "dedicated")];
    launch_one(&ec2, &[&dedicated[..], &[("Placement.GroupName", "two")]].concat());
    let refusal = refused(&ec2, &[&dedicated[..], &[("Placement.GroupName", "three")]].concat());
    let message = "You cannot launch an instance with a tenancy of 'dedicated' into a partition \
                   placement group with more than 2 partitions. Either remove the placement group \
                   from the request, or specify a different tenancy.";
    assert_eq!(refusal, ("InvalidParameterCombination".to_owned(), message.to_owned()));
}

#[test]
fn partitions_are_chosen_or_taken_in_turn() {
    let ec2 = Ec2::new();
    group(&ec2, "parts", "partition");
    let parts = ("Placement.GroupName", "parts");
    let form = super::form(&[parts, ("MinCount", "3"), ("MaxCount", "3")]);
    let launched = ec2.call("RunInstances", &form);
    let numbers = launched.texts("instancesSet.item.placement.partitionNumber");
    assert_eq!(numbers, ["1", "2", "1"]);
    let id = launch_one(&ec2, &[parts, ("Placement.PartitionNumber", "2")]);
    assert_eq!(shown(&ec2, &id).text("placement.partitionNumber"), "2");
    assert_eq!(found(&ec2, "placement-partition-number", "2").len(), 2);
    let (code, _) = refused(&ec2, &[parts, ("Placement.PartitionNumber", "3")]);
    assert_eq!(code, "InvalidParameterValue");
}

#[test]
fn a_stopped_instance_changes_its_group() {
    let ec2 = Ec2::new();
    for (name, strategy) in [("tight", "cluster"), ("apart", "spread"), ("racks", "partition")] {
        let group = [("GroupName", name), ("Strategy", strategy)];
        let group = match name {
            "racks" => vec![group[0], group[1], ("PartitionCount", "3")],
            _ => group.to_vec(),
        };
        ec2.call("CreatePlacementGroup", &group);
    }
    let id = launch_one(&ec2, &[("InstanceType", "m5.large")]);
    let place = |parameters: &[(&str, &str)]| {
        let mut all = vec![("InstanceId", id.as_str())];
        all.extend(parameters);
        ec2.ask("ModifyInstancePlacement", &all)
    };
    let running = place(&[("GroupName", "tight")]).unwrap_err();
    assert_eq!(running.code, "InvalidInstanceState");
    ec2.call("StopInstances", &[("InstanceId.1", &id)]);
    let shown = || shown(&ec2, &id).at("placement").unwrap().clone();
    assert_eq!(place(&[("GroupName", "tight")]).unwrap().text("return"), "true");
    assert_eq!(shown().text("groupName"), "tight");
    assert_eq!(found(&ec2, "placement-group-name", "tight"), std::slice::from_ref(&id));
    place(&[("GroupName", "racks"), ("PartitionNumber", "2")]).unwrap();
    assert_eq!((shown().text("groupName"), shown().text("partitionNumber")), ("racks", "2"),);
    place(&[("PartitionNumber", "3")]).unwrap();
    assert_eq!(shown().text("partitionNumber"), "3");

    for (parameters, code) in [
        (vec![], "MissingParameter"),
        (vec![("GroupName", "none")], "InvalidPlacementGroup.Unknown"),
        (vec![("GroupName", "racks"), ("PartitionNumber", "4")], "InvalidParameterValue"),
        (vec![("GroupName", "apart"), ("PartitionNumber", "1")], "InvalidParameterCombination"),
        (vec![("HostResourceGroupArn", "arn:aws:x")], "UnsupportedOperation"),
        (vec![("HostId", "h-0123456789abcdef0")], "InvalidParameterCombination"),
    ] {
        assert_eq!(place(&parameters).unwrap_err().code, code, "{parameters:?}");
    }
    place(&[("GroupName", "")]).unwrap();
    assert_eq!(shown().text("groupName"), "");
    assert!(!shown().has("partitionNumber"));
    ec2.call("DeletePlacementGroup", &[("GroupName", "racks")]);
}

#[test]
fn a_stopped_instance_weights_its_bandwidth() {
    let ec2 = Ec2::new();
    let form = super::form(&[("InstanceType", "m8g.large"), ("MaxCount", "2")]);
    let arm = ("ImageId", arm_image(&ec2));
    let form: Vec<_> =
        form.into_iter().filter(|(key, _)| *key != "ImageId").chain([(arm.0, &*arm.1)]).collect();
    let launched = ec2.call("RunInstances", &form);
    let ids = launched.texts("instancesSet.item.instanceId");
    let weight = |id: &str, weighting: &str| {
        let request = [("InstanceId", id), ("BandwidthWeighting", weighting)];
        ec2.ask("ModifyInstanceNetworkPerformanceOptions", &request)
    };
    assert_eq!(weight(ids[0], "vpc-1").unwrap_err().code, "IncorrectInstanceState");
    ec2.call("StopInstances", &[("InstanceId.1", ids[0])]);
    assert_eq!(weight(ids[0], "vpc-1").unwrap().text("bandwidthWeighting"), "vpc-1");
    let path = "networkPerformanceOptions.bandwidthWeighting";
    assert_eq!(shown(&ec2, ids[0]).text(path), "vpc-1");
    assert_eq!(shown(&ec2, ids[1]).text(path), "default", "the other keeps its own");
    assert_eq!(weight(ids[0], "most").unwrap_err().code, "InvalidParameterValue");
    let plain = launch_one(&ec2, &[]);
    ec2.call("StopInstances", &[("InstanceId.1", &plain)]);
    assert_eq!(weight(&plain, "ebs-1").unwrap_err().code, "InvalidParameterValue");
}

fn arm_image(ec2: &Ec2) -> String {
    let filters = [
        ("Owner.1", "amazon"),
        ("Filter.1.Name", "name"),
        ("Filter.1.Value.1", "al2023-ami-2023.*-arm64"),
    ];
    ec2.call("DescribeImages", &filters).text("imagesSet.item.imageId").to_owned()
}
