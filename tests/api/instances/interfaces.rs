//! The interfaces of a launch: subnets, groups, addresses, NetworkInterface.N.

use super::{default_subnet, found, launch, launch_one, refused, shown};
use crate::network_interfaces::addresses::ipv6_subnet;
use crate::support::Ec2;

/// A VPC with one subnet and one group, as (VPC, subnet, group).
fn network(ec2: &Ec2) -> (String, String, String) {
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
    let vpc = vpc.text("vpc.vpcId").to_owned();
    let subnet = [("VpcId", vpc.as_str()), ("CidrBlock", "10.0.1.0/24")];
    let subnet = ec2.call("CreateSubnet", &subnet).text("subnet.subnetId").to_owned();
    let group = [("GroupName", "web"), ("GroupDescription", "web"), ("VpcId", vpc.as_str())];
    let group = ec2.call("CreateSecurityGroup", &group).text("groupId").to_owned();
    (vpc, subnet, group)
}

#[test]
fn a_subnet_and_its_groups() {
    let ec2 = Ec2::new();
    let (vpc, subnet, group) = network(&ec2);
    let id = launch_one(
        &ec2,
        &[("SubnetId", &subnet), ("SecurityGroupId.1", &group), ("PrivateIpAddress", "10.0.1.20")],
    );
    let instance = shown(&ec2, &id);
    assert_eq!(instance.text("vpcId"), vpc);
    assert_eq!(instance.text("subnetId"), subnet);
    assert_eq!(instance.text("privateIpAddress"), "10.0.1.20");
    assert_eq!(instance.text("groupSet.item.groupId"), group);
    assert_eq!(instance.text("groupSet.item.groupName"), "web");
    // Neither does this subnet give public addresses, nor this VPC host names.
    assert!(!instance.has("ipAddress"));
    assert_eq!(instance.text("dnsName"), "");
    assert_eq!(instance.text("privateDnsName"), "ip-10-0-1-20.ec2.internal");
    assert!(!instance.has("networkInterfaceSet.item.privateDnsName"));
    for (name, value) in [
        ("vpc-id", vpc.as_str()),
        ("subnet-id", &subnet),
        ("instance.group-id", &group),
        ("instance.group-name", "web"),
        ("network-interface.group-id", &group),
        ("private-ip-address", "10.0.1.20"),
        ("network-interface.addresses.private-ip-address", "10.0.1.*"),
        ("network-interface.availability-zone", "us-east-1?"),
        ("network-interface.attachment.instance-owner-id", "000000000000"),
    ] {
        assert_eq!(found(&ec2, name, value), [id.as_str()], "{name}");
    }
}

#[test]
fn interfaces_can_be_of_several_vpcs() {
    let ec2 = Ec2::new();
    let here = default_subnet(&ec2, "us-east-1a");
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).text("vpc.vpcId").to_owned();
    let subnet =
        [("VpcId", &*vpc), ("CidrBlock", "10.0.1.0/24"), ("AvailabilityZone", "us-east-1a")];
    let there = ec2.call("CreateSubnet", &subnet).text("subnet.subnetId").to_owned();
    let id = launch_one(
        &ec2,
        &[
            ("NetworkInterface.1.DeviceIndex", "0"),
            ("NetworkInterface.1.SubnetId", &here),
            ("NetworkInterface.2.DeviceIndex", "1"),
            ("NetworkInterface.2.SubnetId", &there),
        ],
    );
    let instance = shown(&ec2, &id);
    let vpcs = instance.texts("networkInterfaceSet.item.vpcId");
    assert_eq!(vpcs, [instance.text("vpcId"), &vpc]);
    let group = ec2
        .call("DescribeSecurityGroups", &[("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", &vpc)]);
    let groups = instance.texts("networkInterfaceSet.item.groupSet.item.groupId");
    assert_eq!(groups[1], group.text("securityGroupInfo.item.groupId"));
}

#[test]
fn groups_and_subnets_must_belong_together() {
    let ec2 = Ec2::new();
    let (_, subnet, group) = network(&ec2);
    let other = default_subnet(&ec2, "us-east-1a");
    let (code, message) = refused(&ec2, &[("SubnetId", &other), ("SecurityGroupId.1", &group)]);
    assert_eq!(code, "InvalidParameter");
    let expected =
        format!("Security group {group} and subnet {other} belong to different networks.");
    assert_eq!(message, expected);
    let (code, message) = refused(&ec2, &[("SubnetId", &subnet), ("SecurityGroup.1", "web")]);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "The parameter groupName cannot be used with the parameter subnet");
    // What is no group's id is taken for a name.
    let (code, message) = refused(&ec2, &[("SubnetId", &subnet), ("SecurityGroupId.1", "web")]);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "The parameter groupName cannot be used with the parameter subnet");
    let (code, message) = refused(&ec2, &[("SecurityGroupId.1", "SG_PLACEHOLDER")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Value () for parameter groupId is invalid. The value cannot be empty");
    let named = shown(&ec2, &launch_one(&ec2, &[("SecurityGroupId.1", "default")]));
    assert_eq!(named.text("groupSet.item.groupName"), "default");
    let vpc = shown(&ec2, &launch_one(&ec2, &[])).text("vpcId").to_owned();
    let (index, within) = ("NetworkInterface.1.DeviceIndex", "NetworkInterface.1.SubnetId");
    for (parameters, group) in [
        (vec![("SecurityGroup.1", "web")], "web"),
        (vec![("SecurityGroup.1", "sg-0123456789abcdef0")], "sg-0123456789abcdef0"),
        (vec![("SecurityGroupId.1", "sg-0123456789abcdef0")], "sg-0123456789abcdef0"),
        (
            vec![
                (index, "0"),
                (within, &*other),
                ("NetworkInterface.1.SecurityGroupId.1", &*other),
            ],
            &*other,
        ),
    ] {
        let (code, message) = refused(&ec2, &parameters);
        assert_eq!(code, "InvalidGroup.NotFound");
        assert_eq!(message, format!("The security group '{group}' does not exist in VPC '{vpc}'"));
    }
    let two = [("SecurityGroupId.1", "sg-ebbdae87"), ("SecurityGroupId.2", "sg-ea190b86")];
    let expected =
        format!("The security groups 'sg-ebbdae87', 'sg-ea190b86' do not exist in VPC '{vpc}'");
    assert_eq!(refused(&ec2, &two).1, expected);
    let (code, message) = refused(&ec2, &[("SubnetId", "subnet-0123456789abcdef0")]);
    assert_eq!(code, "InvalidSubnetID.NotFound");
    assert_eq!(message, "The subnet ID 'subnet-0123456789abcdef0' does not exist");
    let id = launch_one(&ec2, &[("SecurityGroup.1", "default")]);
    assert_eq!(shown(&ec2, &id).text("groupSet.item.groupName"), "default");
}

#[test]
fn addresses_are_checked() {
    let ec2 = Ec2::new();
    let (_, subnet, _) = network(&ec2);
    let with = |address| [("SubnetId", subnet.as_str()), ("PrivateIpAddress", address)];
    let (code, message) = refused(&ec2, &with("192.168.0.1"));
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Address 192.168.0.1 does not fall within the subnet's address range");
    assert_eq!(refused(&ec2, &with("10.0.1.1")).0, "InvalidParameterValue");
    assert_eq!(refused(&ec2, &with("nonsense")).0, "InvalidParameterValue");
    launch(&ec2, &with("10.0.1.9"));
    let (code, message) = refused(&ec2, &with("10.0.1.9"));
    assert_eq!(code, "InvalidIPAddress.InUse");
    assert_eq!(message, "Address 10.0.1.9 is in use.");
    let several = [&with("10.0.1.10")[..], &[("MaxCount", "2")]].concat();
    let (code, message) = refused(&ec2, &several);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(
        message,
        "Multiple instances creation is not compatible with private IP address or network \
         interface ID parameters."
    );
    let two = [("SubnetId", subnet.as_str()), ("Ipv6AddressCount", "1")];
    assert_eq!(refused(&ec2, &two).0, "InvalidParameterValue");
    let (first, address) = ("NetworkInterface.1.DeviceIndex", "2001:db8::1");
    for form in [
        [two[0], two[1], ("Ipv6Address.1.Ipv6Address", address)],
        [
            (first, "0"),
            ("NetworkInterface.1.Ipv6AddressCount", "1"),
            ("NetworkInterface.1.Ipv6Addresses.1.Ipv6Address", address),
        ],
    ] {
        let (code, message) = refused(&ec2, &form);
        assert_eq!(code, "InvalidParameterCombination");
        assert_eq!(
            message,
            "IPv6 addresses and IPv6 address count may not be specified on the same request"
        );
    }
}

#[test]
fn interfaces_that_are_there_are_not_tagged() {
    let ec2 = Ec2::new();
    let (_, subnet, _) = network(&ec2);
    let made = ec2.call("CreateNetworkInterface", &[("SubnetId", &subnet)]);
    let interface = made.text("networkInterface.networkInterfaceId");
    let tags = [
        ("TagSpecification.1.ResourceType", "network-interface"),
        ("TagSpecification.1.Tag.1.Key", "a"),
        ("TagSpecification.1.Tag.1.Value", "b"),
        ("NetworkInterface.1.DeviceIndex", "0"),
        ("NetworkInterface.1.NetworkInterfaceId", interface),
    ];
    let (code, message) = refused(&ec2, &tags);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(
        message,
        "You cannot specify tags for network interfaces if there are no network interfaces being \
         created by the request."
    );
    launch(&ec2, &tags[..3]);
    launch(&ec2, &tags[3..]);
}

#[test]
fn older_types_have_no_ipv6() {
    let ec2 = Ec2::new();
    let (subnet, _) = ipv6_subnet(&ec2);
    let kind = ("InstanceType", "m3.medium");
    let none = [
        kind,
        ("NetworkInterface.1.DeviceIndex", "0"),
        ("NetworkInterface.1.SubnetId", &subnet),
        ("NetworkInterface.1.Ipv6AddressCount", "0"),
    ];
    launch(&ec2, &none);
    let asked = [none[0], none[1], none[2], ("NetworkInterface.1.Ipv6AddressCount", "1")];
    for form in [&[kind, ("SubnetId", &*subnet)][..], &asked] {
        let (code, message) = refused(&ec2, form);
        assert_eq!(code, "UnsupportedOperation");
        assert_eq!(message, "IPv6 addresses are not supported on m3.medium");
    }
}

#[test]
fn what_an_interface_says_of_itself() {
    let ec2 = Ec2::new();
    let (_, subnet, group) = network(&ec2);
    let id = launch_one(
        &ec2,
        &[
            ("NetworkInterface.1.DeviceIndex", "0"),
            ("NetworkInterface.1.SubnetId", &subnet),
            ("NetworkInterface.1.SecurityGroupId.1", &group),
            ("NetworkInterface.1.AssociatePublicIpAddress", "true"),
            ("NetworkInterface.1.DeleteOnTermination", "false"),
            ("NetworkInterface.1.Description", "front"),
            ("NetworkInterface.1.PrivateIpAddresses.1.PrivateIpAddress", "10.0.1.31"),
            ("NetworkInterface.1.PrivateIpAddresses.2.PrivateIpAddress", "10.0.1.30"),
            ("NetworkInterface.1.PrivateIpAddresses.2.Primary", "true"),
        ],
    );
    let instance = shown(&ec2, &id);
    assert_eq!(instance.text("privateIpAddress"), "10.0.1.30");
    assert!(instance.has("ipAddress"));
    let interface = instance.at("networkInterfaceSet.item").unwrap();
    assert_eq!(interface.text("description"), "front");
    assert_eq!(interface.text("attachment.deleteOnTermination"), "false");
    assert_eq!(
        interface.texts("privateIpAddressesSet.item.privateIpAddress"),
        ["10.0.1.30", "10.0.1.31"]
    );
    ec2.call("TerminateInstances", &[("InstanceId.1", &id)]);
    let left = ec2.call("DescribeNetworkInterfaces", &[]);
    assert_eq!(left.text("networkInterfaceSet.item.status"), "available");
}

#[test]
fn the_subnet_gives_the_primary_address_where_none_is_called_so() {
    let ec2 = Ec2::new();
    let (_, subnet, _) = network(&ec2);
    let id = launch_one(
        &ec2,
        &[
            ("NetworkInterface.1.DeviceIndex", "0"),
            ("NetworkInterface.1.SubnetId", &subnet),
            ("NetworkInterface.1.PrivateIpAddresses.1.PrivateIpAddress", "10.0.1.42"),
        ],
    );
    let instance = shown(&ec2, &id);
    let path = "networkInterfaceSet.item.privateIpAddressesSet.item";
    let addresses = instance.texts(&format!("{path}.privateIpAddress"));
    assert_eq!(addresses[1..], ["10.0.1.42"]);
    assert_eq!(addresses[0], instance.text("privateIpAddress"));
    assert_eq!(instance.texts(&format!("{path}.primary")), ["true", "false"]);
}

#[test]
fn tags_of_interfaces_need_a_new_one() {
    let ec2 = Ec2::new();
    let (_, subnet, _) = network(&ec2);
    let interface = ec2.call("CreateNetworkInterface", &[("SubnetId", &subnet)]);
    let tagged = [
        ("NetworkInterface.1.DeviceIndex", "0"),
        (
            "NetworkInterface.1.NetworkInterfaceId",
            interface.text("networkInterface.networkInterfaceId"),
        ),
        ("TagSpecification.1.ResourceType", "network-interface"),
        ("TagSpecification.1.Tag.1.Key", "a"),
        ("TagSpecification.1.Tag.1.Value", "b"),
        ("NetworkInterface.2.DeviceIndex", "1"),
        ("NetworkInterface.2.SubnetId", subnet.as_str()),
    ];
    let (code, message) = refused(&ec2, &tagged[..5]);
    assert_eq!(code, "InvalidParameterValue");
    let expected = "You cannot specify tags for network interfaces if there are no network \
                    interfaces being created by the request.";
    assert_eq!(message, expected);
    launch_one(&ec2, &tagged);
}

#[test]
fn an_existing_interface_is_attached() {
    let ec2 = Ec2::new();
    let (_, subnet, _) = network(&ec2);
    let interface = ec2.call("CreateNetworkInterface", &[("SubnetId", &subnet)]);
    let interface = interface.text("networkInterface.networkInterfaceId");
    let with = [
        ("NetworkInterface.1.DeviceIndex", "0"),
        ("NetworkInterface.1.NetworkInterfaceId", interface),
    ];
    let several = [&with[..], &[("MaxCount", "2")]].concat();
    assert_eq!(refused(&ec2, &several).0, "InvalidParameterCombination");
    let both = [&with[..], &[("NetworkInterface.1.SubnetId", subnet.as_str())]].concat();
    let (code, message) = refused(&ec2, &both);
    assert_eq!(code, "InvalidParameterCombination");
    let expected =
        "A network interface may not specify both a network interface ID and a subnet ID";
    assert_eq!(message, expected);
    let both = [&with[..], &[("NetworkInterface.1.DeleteOnTermination", "true")]].concat();
    let (code, message) = refused(&ec2, &both);
    assert_eq!(code, "InvalidParameterCombination");
    let expected = "A network interface may not specify a network interface ID and delete on \
                    termination as true";
    assert_eq!(message, expected);
    let id = launch_one(&ec2, &with);
    let instance = shown(&ec2, &id);
    assert_eq!(instance.text("networkInterfaceSet.item.networkInterfaceId"), interface);
    assert_eq!(instance.text("networkInterfaceSet.item.attachment.deleteOnTermination"), "false");
    assert_eq!(instance.text("subnetId"), subnet);
    let (code, message) = refused(&ec2, &with);
    assert_eq!(code, "InvalidNetworkInterface.InUse");
    assert_eq!(message, format!("Interface: [{interface}] in use."));
    ec2.call("TerminateInstances", &[("InstanceId.1", &id)]);
    let left = ec2.call("DescribeNetworkInterfaces", &[("NetworkInterfaceId.1", interface)]);
    assert_eq!(left.text("networkInterfaceSet.item.status"), "available");
}

#[test]
fn several_interfaces() {
    let ec2 = Ec2::new();
    let (_, subnet, _) = network(&ec2);
    let two = [
        ("NetworkInterface.1.DeviceIndex", "1"),
        ("NetworkInterface.1.SubnetId", subnet.as_str()),
        ("NetworkInterface.1.SecondaryPrivateIpAddressCount", "1"),
        ("NetworkInterface.2.DeviceIndex", "0"),
        ("NetworkInterface.2.SubnetId", subnet.as_str()),
    ];
    let id = launch_one(&ec2, &two);
    let instance = shown(&ec2, &id);
    let interfaces = instance.all_at("networkInterfaceSet.item");
    let indexes: Vec<_> = interfaces.iter().map(|it| it.text("attachment.deviceIndex")).collect();
    assert_eq!(indexes, ["0", "1"]);
    assert_eq!(interfaces[0].text("privateIpAddress"), instance.text("privateIpAddress"));
    assert_eq!(interfaces[1].all_at("privateIpAddressesSet.item").len(), 2);
    let public = [&two[..], &[("NetworkInterface.1.AssociatePublicIpAddress", "true")]].concat();
    let (code, message) = refused(&ec2, &public);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(
        message,
        "The associatePublicIPAddress parameter cannot be specified when launching with multiple \
         network interfaces."
    );
    let (code, message) = refused(
        &ec2,
        &[
            &two[..],
            &[
                ("InstanceType", "t3.nano"),
                ("NetworkInterface.3.DeviceIndex", "2"),
                ("NetworkInterface.3.SubnetId", subnet.as_str()),
            ],
        ]
        .concat(),
    );
    assert_eq!(code, "AttachmentLimitExceeded");
    assert_eq!(message, "Interface count 3 exceeds the limit for t3.nano");
    let many = [&two[3..], &[("NetworkInterface.2.SecondaryPrivateIpAddressCount", "99")]].concat();
    assert_eq!(refused(&ec2, &many).0, "PrivateIpAddressLimitExceeded");
}

#[test]
fn what_may_not_stand_beside_interfaces() {
    let ec2 = Ec2::new();
    let subnet = default_subnet(&ec2, "us-east-1a");
    let cases = [
        ("SubnetId", subnet.as_str(), "subnet ID"),
        ("SecurityGroupId.1", "sg-0123456789abcdef0", "security groups"),
        ("SecurityGroup.1", "default", "security groups"),
        ("PrivateIpAddress", "172.31.0.9", "private IP address"),
        ("Ipv6AddressCount", "1", "IPv6 address count"),
        ("Ipv6Address.1.Ipv6Address", "2600:1f18::9", "IPv6 addresses"),
    ];
    for (name, value, what) in cases {
        let form = [("NetworkInterface.1.DeviceIndex", "0"), (name, value)];
        let (code, message) = refused(&ec2, &form);
        assert_eq!(code, "InvalidParameterCombination", "{name}");
        let expected = format!(
            "Network interfaces and an instance-level {what} may not be specified on the same \
             request"
        );
        assert_eq!(message, expected);
    }
}

#[test]
fn device_indexes_are_unique_and_begin_at_zero() {
    let ec2 = Ec2::new();
    let (code, message) = refused(&ec2, &[("NetworkInterface.1.DeviceIndex", "1")]);
    assert_eq!(code, "InvalidParameterValue");
    let expected = "When specifying network interfaces, you must include a device at index 0.";
    assert_eq!(message, expected);
    let twice = [("NetworkInterface.1.DeviceIndex", "0"), ("NetworkInterface.2.DeviceIndex", "0")];
    let (code, message) = refused(&ec2, &twice);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Each network interface requires a unique device index.");
    let (code, _) = refused(&ec2, &[("NetworkInterface.1.AssociatePublicIpAddress", "true")]);
    assert_eq!(code, "InvalidParameterValue");
    // One interface alone takes what its default subnet gives.
    let id = launch_one(&ec2, &[("NetworkInterface.1.DeviceIndex", "0")]);
    assert!(shown(&ec2, &id).has("ipAddress"));
    let without = [
        ("NetworkInterface.1.DeviceIndex", "0"),
        ("NetworkInterface.1.AssociatePublicIpAddress", "false"),
    ];
    assert!(!shown(&ec2, &launch_one(&ec2, &without)).has("ipAddress"));
}

#[test]
fn an_efa_only_interface_has_no_addresses() {
    let ec2 = Ec2::new();
    let first = ("NetworkInterface.1.DeviceIndex", "0");
    let second =
        [("NetworkInterface.2.DeviceIndex", "1"), ("NetworkInterface.2.InterfaceType", "efa-only")];
    let kind = ("InstanceType", "c5n.9xlarge");
    let id = launch_one(&ec2, &[kind, first, second[0], second[1]]);
    let instance = shown(&ec2, &id);
    let interfaces = instance.all_at("networkInterfaceSet.item");
    let [with, without] = ["interface", "efa-only"]
        .map(|of| *interfaces.iter().find(|it| it.text("interfaceType") == of).unwrap());
    assert!(with.has("privateIpAddress"));
    for absent in ["privateIpAddress", "privateDnsName", "privateIpAddressesSet.item"] {
        assert!(!without.has(absent), "{absent}");
    }
    let primary = [kind, first, ("NetworkInterface.1.InterfaceType", "efa-only")];
    let (code, message) = refused(&ec2, &primary);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "The primary network interface of an instance cannot be EFA-only.");
    let count = ("NetworkInterface.2.SecondaryPrivateIpAddressCount", "1");
    let (code, message) = refused(&ec2, &[kind, first, second[0], second[1], count]);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "An EFA-only network interface cannot have IP addresses.");
    let efa = ("NetworkInterface.1.InterfaceType", "efa");
    let (code, message) = refused(&ec2, &[kind, first, efa, second[0], second[1]]);
    assert_eq!(code, "AttachmentLimitExceeded");
    assert_eq!(message, "EFA interface count 2 exceeds allowed limit for c5n.9xlarge.");
    let subnet = default_subnet(&ec2, "us-east-1a");
    let form = [("SubnetId", subnet.as_str()), ("InterfaceType", "efa-only")];
    let made = ec2.call("CreateNetworkInterface", &form);
    assert_eq!(made.text("networkInterface.interfaceType"), "efa-only");
    assert!(!made.has("networkInterface.privateIpAddress"));
}

#[test]
fn a_public_address_comes_and_goes() {
    let ec2 = Ec2::new();
    let (_, subnet, _) = network(&ec2);
    let id = launch_one(&ec2, &[("SubnetId", &subnet)]);
    let interface = shown(&ec2, &id);
    let interface = interface.text("networkInterfaceSet.item.networkInterfaceId");
    let modify = |value| {
        let form = [("NetworkInterfaceId", interface), ("AssociatePublicIpAddress", value)];
        ec2.call("ModifyNetworkInterfaceAttribute", &form);
        shown(&ec2, &id).has("ipAddress")
    };
    assert!(!shown(&ec2, &id).has("ipAddress"));
    assert!(modify("true"));
    ec2.call("StopInstances", &[("InstanceId.1", &id)]);
    assert!(!modify("true"));
    ec2.call("StartInstances", &[("InstanceId.1", &id)]);
    assert!(shown(&ec2, &id).has("ipAddress"));
    assert!(!modify("false"));
    let asked = [("NetworkInterfaceId", interface), ("Attribute", "associatePublicIpAddress")];
    let told = ec2.call("DescribeNetworkInterfaceAttribute", &asked);
    assert_eq!(told.text("associatePublicIpAddress"), "false");
}
