//! A network of three tiers, built, and taken down in the wrong order first.

use crate::support::Ec2;

struct Tiers {
    vpc: String,
    subnets: Vec<String>,
    groups: Vec<String>,
    instance: String,
}

fn build(ec2: &Ec2) -> Tiers {
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).text("vpc.vpcId").to_owned();
    let mut subnets = Vec::new();
    let mut groups: Vec<String> = Vec::new();
    for (at, tier) in ["web", "application", "data"].into_iter().enumerate() {
        let cidr = format!("10.0.{at}.0/24");
        let subnet = ec2.call("CreateSubnet", &[("VpcId", &vpc), ("CidrBlock", &cidr)]);
        subnets.push(subnet.text("subnet.subnetId").to_owned());
        let group = [("GroupName", tier), ("GroupDescription", tier), ("VpcId", vpc.as_str())];
        let group = ec2.call("CreateSecurityGroup", &group).text("groupId").to_owned();
        let mut rule = vec![
            ("GroupId", group.as_str()),
            ("IpPermissions.1.IpProtocol", "tcp"),
            ("IpPermissions.1.FromPort", "443"),
            ("IpPermissions.1.ToPort", "443"),
        ];
        match groups.last() {
            Some(before) => rule.push(("IpPermissions.1.Groups.1.GroupId", before)),
            None => rule.push(("IpPermissions.1.IpRanges.1.CidrIp", "0.0.0.0/0")),
        }
        ec2.call("AuthorizeSecurityGroupIngress", &rule);
        groups.push(group);
    }
    let launched = ec2.call(
        "RunInstances",
        &[
            ("ImageId", "ami-0abcdef1234567890"),
            ("InstanceType", "t3.micro"),
            ("SubnetId", &subnets[0]),
            ("SecurityGroupId.1", &groups[0]),
        ],
    );
    let instance = launched.text("instancesSet.item.instanceId").to_owned();
    Tiers { vpc, subnets, groups, instance }
}

#[test]
fn what_is_in_use_stays() {
    let ec2 = Ec2::new();
    let tiers = build(&ec2);
    let before = ec2.state();
    let refusals = [
        ("DeleteVpc", "VpcId", &tiers.vpc, format!("The vpc '{}' has", tiers.vpc)),
        ("DeleteSubnet", "SubnetId", &tiers.subnets[0], format!("subnet '{}'", tiers.subnets[0])),
        ("DeleteSecurityGroup", "GroupId", &tiers.groups[0], tiers.groups[0].clone()),
        ("DeleteSecurityGroup", "GroupId", &tiers.groups[1], tiers.groups[1].clone()),
    ];
    for (action, parameter, id, says) in refusals {
        let (code, message) = ec2.refused(action, &[(parameter, id)]);
        assert_eq!(code, "DependencyViolation", "{action} {id}");
        assert!(message.contains(&says), "{message}");
    }
    assert_eq!(ec2.state(), before);
}

#[test]
fn from_the_last_to_the_first_all_of_it_goes() {
    let ec2 = Ec2::new();
    ec2.call("DescribeVpcs", &[]);
    let tiers = build(&ec2);
    ec2.call("TerminateInstances", &[("InstanceId.1", &tiers.instance)]);
    for group in tiers.groups.iter().rev() {
        ec2.call("DeleteSecurityGroup", &[("GroupId", group)]);
    }
    for subnet in &tiers.subnets {
        ec2.call("DeleteSubnet", &[("SubnetId", subnet)]);
    }
    ec2.call("DeleteVpc", &[("VpcId", &tiers.vpc)]);
    for (action, filter, path) in [
        ("DescribeSecurityGroups", "vpc-id", "securityGroupInfo.item"),
        ("DescribeSubnets", "vpc-id", "subnetSet.item"),
        ("DescribeRouteTables", "vpc-id", "routeTableSet.item"),
        ("DescribeNetworkAcls", "vpc-id", "networkAclSet.item"),
        ("DescribeNetworkInterfaces", "vpc-id", "networkInterfaceSet.item"),
    ] {
        let left = ec2.call(action, &[("Filter.1.Name", filter), ("Filter.1.Value.1", &tiers.vpc)]);
        assert!(!left.has(path), "{action}");
    }
    let (code, message) = ec2.refused("DeleteVpc", &[("VpcId", &tiers.vpc)]);
    assert_eq!(code, "InvalidVpcID.NotFound");
    assert_eq!(message, format!("The vpc ID '{}' does not exist", tiers.vpc));
}

#[test]
fn regions_do_not_share_ids() {
    let here = Ec2::new();
    let there = here.in_region("eu-west-1");
    let tiers = build(&here);
    let launch = [
        ("ImageId", "ami-0abcdef1234567890"),
        ("InstanceType", "t3.micro"),
        ("SubnetId", tiers.subnets[0].as_str()),
    ];
    assert_eq!(there.refused("RunInstances", &launch).0, "InvalidSubnetID.NotFound");
    let group = [("GroupId", tiers.groups[0].as_str())];
    assert_eq!(there.refused("DeleteSecurityGroup", &group).0, "InvalidGroup.NotFound");
}
