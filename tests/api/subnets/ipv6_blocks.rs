use super::Network;
use crate::support::Ec2;

#[test]
fn ipv6_blocks_come_out_of_the_vpcs() {
    let network = Network::new();
    let vpc = network.ec2.call("DescribeVpcs", &[("VpcId.1", &network.vpc)]);
    let block = vpc.text("vpcSet.item.ipv6CidrBlockAssociationSet.item.ipv6CidrBlock");
    let first = block.replace("/56", "/64");
    let form =
        [("VpcId", network.vpc.as_str()), ("CidrBlock", "10.0.0.0/24"), ("Ipv6CidrBlock", &first)];
    let created = network.ec2.call("CreateSubnet", &form);
    let shown = created.text("subnet.ipv6CidrBlockAssociationSet.item.ipv6CidrBlock");
    assert_eq!(shown, first);
    let again = [("CidrBlock", "10.0.1.0/24"), ("Ipv6CidrBlock", first.as_str())];
    let (code, message) = network.refused(&again);
    assert_eq!(code, "InvalidSubnet.Conflict");
    assert_eq!(message, format!("The IPv6 CIDR '{first}' conflicts with another subnet"));
    let outside = [("CidrBlock", "10.0.1.0/24"), ("Ipv6CidrBlock", "2001:db8::/64")];
    let (code, message) = network.refused(&outside);
    assert_eq!(code, "InvalidSubnet.Range");
    assert_eq!(message, "The IPv6 CIDR '2001:db8::/64' is invalid.");
    let odd = block.replace("/56", "/66");
    let (code, message) = network.refused(&[outside[0], ("Ipv6CidrBlock", &odd)]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, format!("invalid value for parameter ipv6-cidr-block: {odd}"));

    let id = created.text("subnet.subnetId");
    let assign = [("SubnetId", id), ("AssignIpv6AddressOnCreation.Value", "true")];
    network.ec2.call("ModifySubnetAttribute", &assign);
    let plain = network.create("10.0.2.0/24");
    let assign = [("SubnetId", plain.as_str()), assign[1]];
    assert_eq!(network.ec2.refused("ModifySubnetAttribute", &assign).0, "InvalidParameterValue");
}

#[test]
fn in_the_aws_lifecycle_a_new_subnet_is_there_before_its_ipv6_block() {
    let network = Network::of(Ec2::with_aws_lifecycle());
    network.ec2.advance(2);
    let block = network.ipv6_block().replace("/56", "/64");
    let vpc = ("VpcId", network.vpc.as_str());
    let form = [vpc, ("CidrBlock", "10.0.0.0/24"), ("Ipv6CidrBlock", &block)];
    let created = network.ec2.call("CreateSubnet", &form);
    let subnet = created.at("subnet").unwrap();
    assert_eq!(subnet.text("state"), "available");
    let path = "ipv6CidrBlockAssociationSet.item.ipv6CidrBlockState.state";
    assert_eq!(subnet.text(path), "associating");
    assert_eq!(subnet.text("ipv6CidrBlockAssociationSet.item.ipv6CidrBlock"), block);
    network.ec2.advance(2);
    let id = [("SubnetId.1", subnet.text("subnetId"))];
    let found = network.ec2.call("DescribeSubnets", &id);
    assert_eq!(found.text(&format!("subnetSet.item.{path}")), "associated");
}

#[test]
fn a_subnet_of_ipv6_alone_names_no_other_block() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let block = network.ipv6_block().replace("/56", "/64");
    let native = ("Ipv6Native", "true");
    let ipv4 = ("CidrBlock", "10.0.1.0/24");
    for (form, expected) in [
        (
            &[native, ipv4, ("Ipv6CidrBlock", block.as_str())][..],
            "The parameter cidrBlock cannot be used with the parameter ipv6Native",
        ),
        (
            &[native, ("Ipv4IpamPoolId", "ipam-pool-0"), ("Ipv6IpamPoolId", "ipam-pool-0")],
            "The parameter ipv4IpamPoolId cannot be used with the parameter ipv6Native",
        ),
    ] {
        let (code, message) = network.refused(form);
        assert_eq!((code.as_str(), message.as_str()), ("InvalidParameterCombination", expected));
    }
    // What is missing is said first, also of a VPC that is not there.
    let elsewhere = ("VpcId", "vpc-0123456789abcdef0");
    for form in [[elsewhere, native].as_slice(), &[elsewhere, native, ipv4]] {
        let (code, message) = ec2.refused("CreateSubnet", form);
        assert_eq!(code, "MissingParameter");
        assert_eq!(message, "Either 'ipv6CidrBlock' or 'ipv6IpamPoolId' should be provided.");
    }
}

#[test]
fn a_subnet_can_have_ipv6_alone() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let block = network.ipv6_block().replace("/56", "/64");
    let native = ("Ipv6Native", "true");
    let form = [("VpcId", network.vpc.as_str()), native, ("Ipv6CidrBlock", &block)];
    let created = ec2.call("CreateSubnet", &form);
    let subnet = created.at("subnet").unwrap();
    for (member, value) in [
        ("ipv6Native", "true"),
        ("assignIpv6AddressOnCreation", "true"),
        ("availableIpAddressCount", "0"),
        ("privateDnsNameOptionsOnLaunch.hostnameType", "resource-name"),
        ("privateDnsNameOptionsOnLaunch.enableResourceNameDnsAAAARecord", "true"),
    ] {
        assert_eq!(subnet.text(member), value, "{member}");
    }
    assert!(!subnet.has("cidrBlock"));
    let id = subnet.text("subnetId");
    let interface = ec2.call("CreateNetworkInterface", &[("SubnetId", id)]);
    let interface = interface.at("networkInterface").unwrap();
    assert!(!interface.has("privateIpAddress"));
    assert!(interface.text("ipv6AddressesSet.item.ipv6Address").starts_with(&block[..15]));
    let ipv4 = [("SubnetId", id), ("PrivateIpAddress", "10.0.0.9")];
    let (code, message) = ec2.refused("CreateNetworkInterface", &ipv4);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, format!("The subnet '{id}' does not have an IPv4 CIDR block."));
    for (attribute, value, refusal) in [
        (
            "MapPublicIpOnLaunch.Value",
            "true",
            "Invalid value 'true' for map-public-ip-on-launch. Cannot set map-public-ip-on-launch \
             to true unless the subnet (SUBNET) has an IPv4 CIDR block associated with it.",
        ),
        (
            "PrivateDnsHostnameTypeOnLaunch",
            "ip-name",
            "Invalid value 'ip-name' for private-dns-hostname-type-on-launch. The subnet (SUBNET) \
             is IPv6-only.",
        ),
    ] {
        let form = [("SubnetId", id), (attribute, value)];
        let (code, message) = ec2.refused("ModifySubnetAttribute", &form);
        assert_eq!(code, "InvalidParameterValue");
        assert_eq!(message, refusal.replace("SUBNET", id));
    }
    for attribute in ["AssignIpv6AddressOnCreation", "EnableResourceNameDnsAAAARecordOnLaunch"] {
        let form = [("SubnetId", id), (&format!("{attribute}.Value"), "false")];
        ec2.call("ModifySubnetAttribute", &form);
    }
    let interface = [("NetworkInterfaceId", interface.text("networkInterfaceId"))];
    ec2.call("DeleteNetworkInterface", &interface);
    let association = subnet.text("ipv6CidrBlockAssociationSet.item.associationId");
    let (code, message) =
        ec2.refused("DisassociateSubnetCidrBlock", &[("AssociationId", association)]);
    assert_eq!(code, "OperationNotPermitted");
    let expected = format!(
        "The subnet IPv6 CIDR block with association ID {association} may not be disassociated, \
         because its subnet is IPv6-only."
    );
    assert_eq!(message, expected);
}

#[test]
fn an_ipv6_block_can_come_later_and_go() {
    let network = Network::of(Ec2::with_aws_lifecycle());
    let ec2 = &network.ec2;
    ec2.advance(2);
    let block = network.ipv6_block();
    let cidr = block.replace("/56", "/64");
    let id = network.create("10.0.0.0/24");
    let form = [("SubnetId", id.as_str()), ("Ipv6CidrBlock", cidr.as_str())];
    let answer = ec2.call("AssociateSubnetCidrBlock", &form);
    assert_eq!(answer.text("subnetId"), id);
    let association = answer.at("ipv6CidrBlockAssociation").unwrap();
    assert_eq!(association.text("ipv6CidrBlock"), cidr);
    assert_eq!(association.text("ipv6CidrBlockState.state"), "associating");
    let association = association.text("associationId");
    let by_id = [
        ("Filter.1.Name", "ipv6-cidr-block-association.association-id"),
        ("Filter.1.Value.1", association),
    ];
    let state = || {
        let found = ec2.call("DescribeSubnets", &by_id);
        let path = "subnetSet.item.ipv6CidrBlockAssociationSet.item.ipv6CidrBlockState.state";
        found.texts(path).join(" ")
    };
    assert_eq!(state(), "associating");
    ec2.advance(5);
    assert_eq!(state(), "associated");
    assert_eq!(ec2.refused("AssociateSubnetCidrBlock", &form).0, "InvalidSubnet.Conflict");
    let second = block.replace("00::/56", "10::/64");
    let second = [form[0], ("Ipv6CidrBlock", second.as_str())];
    let (code, message) = ec2.refused("AssociateSubnetCidrBlock", &second);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, format!("The subnet '{id}' already has an IPv6 CIDR block."));
    let covering = block.replace("/56", "/60");
    let covering = [("CidrBlock", "10.0.1.0/24"), ("Ipv6CidrBlock", covering.as_str())];
    assert_eq!(network.refused(&covering).0, "InvalidSubnet.Conflict");

    let gone = [("AssociationId", association)];
    let assign = |value| {
        let form = [("SubnetId", id.as_str()), ("AssignIpv6AddressOnCreation.Value", value)];
        ec2.call("ModifySubnetAttribute", &form);
    };
    assign("true");
    let (code, message) = ec2.refused("DisassociateSubnetCidrBlock", &gone);
    assert_eq!(code, "InvalidCidrBlock.InUse");
    assert_eq!(
        message,
        format!(
            "The subnet IPv6 CIDR block with association ID {association} may not be \
             disassociated, because its subnet has assign-ipv6-address-on-creation set to true."
        )
    );
    assign("false");
    let leaving = ec2.call("DisassociateSubnetCidrBlock", &gone);
    let path = "ipv6CidrBlockAssociation.ipv6CidrBlockState.state";
    assert_eq!(leaving.text(path), "disassociating");
    let (code, message) = ec2.refused("DisassociateSubnetCidrBlock", &gone);
    assert_eq!(code, "InvalidSubnetCidrBlockAssociationID.NotFound");
    let expected =
        format!("The subnet CIDR block with association ID '{association}' does not exist");
    assert_eq!(message, expected);
    ec2.advance(5);
    assert_eq!(state(), "disassociated");
    ec2.call("AssociateSubnetCidrBlock", &form);
    assert_eq!(state(), "disassociated associating");
}

#[test]
fn ipv6_blocks_with_addresses_stay() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let vpc = ec2.call("DescribeVpcs", &[("VpcId.1", &network.vpc)]);
    let block = vpc.text("vpcSet.item.ipv6CidrBlockAssociationSet.item.ipv6CidrBlock");
    let id = network.create("10.0.0.0/24");
    let block = block.replace("/56", "/64");
    let form = [("SubnetId", id.as_str()), ("Ipv6CidrBlock", &block)];
    let answer = ec2.call("AssociateSubnetCidrBlock", &form);
    ec2.call("CreateNetworkInterface", &[("SubnetId", &id), ("Ipv6AddressCount", "1")]);
    let gone = [("AssociationId", answer.text("ipv6CidrBlockAssociation.associationId"))];
    let (code, message) = ec2.refused("DisassociateSubnetCidrBlock", &gone);
    assert_eq!(code, "InvalidCidrBlock.InUse");
    let expected = format!("The subnet {id} currently has an interface within CIDR block {block}");
    assert_eq!(message, expected);
}

#[test]
fn associations_that_cannot_be_are_refused() {
    let network = Network::new();
    let id = network.create("10.0.0.0/24");
    let refused = |action: &str, form: &[(&str, &str)]| network.ec2.refused(action, form).0;
    let form = [("SubnetId", id.as_str()), ("Ipv6CidrBlock", "2001:db8::/64")];
    assert_eq!(refused("AssociateSubnetCidrBlock", &form), "InvalidSubnet.Range");
    assert_eq!(refused("AssociateSubnetCidrBlock", &form[..1]), "MissingParameter");
    let unknown = [("SubnetId", "subnet-1"), form[1]];
    assert_eq!(refused("AssociateSubnetCidrBlock", &unknown), "InvalidSubnetID.NotFound");
    let (code, message) =
        network.ec2.refused("DisassociateSubnetCidrBlock", &[("AssociationId", "x-1")]);
    assert_eq!(code, "InvalidSubnetCidrBlockAssociationId.Malformed");
    assert_eq!(message, "The subnet CIDR block with association ID x-1 is malformed");
    let assign = [("SubnetId", id.as_str()), ("AssignIpv6AddressOnCreation.Value", "true")];
    let (_, message) = network.ec2.refused("ModifySubnetAttribute", &assign);
    assert_eq!(
        message,
        format!(
            "Invalid value 'true' for assign-ipv6-address-on-creation. Cannot set \
             assign-ipv6-address-on-creation to true unless the subnet ({id}) has an IPv6 CIDR \
             block associated with it."
        )
    );
}

#[test]
fn instances_in_an_ipv6_only_subnet_have_ipv6_alone() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let block = network.ipv6_block().replace("/56", "/64");
    let form = [("VpcId", network.vpc.as_str()), ("Ipv6Native", "true"), ("Ipv6CidrBlock", &block)];
    let subnet = ec2.call("CreateSubnet", &form).text("subnet.subnetId").to_owned();
    let form = [
        ("ImageId", "ami-0abcdef1234567890"),
        ("InstanceType", "t3.micro"),
        ("SubnetId", subnet.as_str()),
        ("MinCount", "1"),
        ("MaxCount", "1"),
    ];
    let launched = ec2.call("RunInstances", &form);
    let id = launched.text("instancesSet.item.instanceId");
    let found = ec2.call("DescribeInstances", &[("InstanceId.1", id)]);
    let instance = found.at("reservationSet.item.instancesSet.item").unwrap();
    assert!(!instance.has("privateIpAddress") && !instance.has("ipAddress"));
    let address = "networkInterfaceSet.item.ipv6AddressesSet.item.ipv6Address";
    assert!(instance.text(address).starts_with(&block[..15]));
    assert_eq!(instance.text("privateDnsName"), format!("{id}.ec2.internal"));
    let message =
        format!("Invalid value 'ip-name' for hostname-type. The subnet ({subnet}) is IPv6-only.");
    let expected = ("InvalidParameterValue".to_owned(), message);
    let by_address = [&form[..], &[("PrivateDnsNameOptions.HostnameType", "ip-name")]].concat();
    assert_eq!(ec2.refused("RunInstances", &by_address), expected);
    ec2.call("StopInstances", &[("InstanceId.1", id)]);
    let change = [("InstanceId", id), ("PrivateDnsHostnameType", "ip-name")];
    assert_eq!(ec2.refused("ModifyPrivateDnsNameOptions", &change), expected);
}
