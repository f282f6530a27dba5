mod cidr_reservations;
mod ipv6_blocks;

use super::support::Ec2;

struct Network {
    ec2: Ec2,
    vpc: String,
}

impl Network {
    fn new() -> Self {
        Self::of(Ec2::new())
    }

    fn of(ec2: Ec2) -> Self {
        let form = [("CidrBlock", "10.0.0.0/16"), ("AmazonProvidedIpv6CidrBlock", "true")];
        let vpc = ec2.call("CreateVpc", &form).text("vpc.vpcId").to_owned();
        Self { ec2, vpc }
    }

    fn create(&self, cidr: &str) -> String {
        let form = [("VpcId", self.vpc.as_str()), ("CidrBlock", cidr)];
        self.ec2.call("CreateSubnet", &form).text("subnet.subnetId").to_owned()
    }

    fn ipv6_block(&self) -> String {
        let vpc = self.ec2.call("DescribeVpcs", &[("VpcId.1", &self.vpc)]);
        vpc.text("vpcSet.item.ipv6CidrBlockAssociationSet.item.ipv6CidrBlock").to_owned()
    }

    fn refused(&self, more: &[(&str, &str)]) -> (String, String) {
        let mut form = vec![("VpcId", self.vpc.as_str())];
        form.extend(more);
        self.ec2.refused("CreateSubnet", &form)
    }
}

#[test]
fn a_subnet_is_shown_in_full() {
    let network = Network::new();
    let created = network.ec2.call(
        "CreateSubnet",
        &[
            ("VpcId", &network.vpc),
            ("CidrBlock", "10.0.1.77/24"),
            ("AvailabilityZone", "us-east-1c"),
            ("TagSpecification.1.ResourceType", "subnet"),
            ("TagSpecification.1.Tag.1.Key", "Name"),
            ("TagSpecification.1.Tag.1.Value", "one"),
        ],
    );
    let subnet = created.at("subnet").unwrap();
    assert_eq!(subnet.text("cidrBlock"), "10.0.1.0/24");
    assert_eq!(subnet.text("availableIpAddressCount"), "251");
    assert_eq!(subnet.text("availabilityZone"), "us-east-1c");
    assert_eq!(subnet.text("mapPublicIpOnLaunch"), "false");
    assert_eq!(subnet.text("defaultForAz"), "false");
    assert_eq!(subnet.text("state"), "available");
    assert_eq!(subnet.text("tagSet.item.key"), "Name");
    let id = subnet.text("subnetId");
    let arn = format!("arn:aws:ec2:us-east-1:000000000000:subnet/{id}");
    assert_eq!(subnet.text("subnetArn"), arn);
    let acls = [("Filter.1.Name", "association.subnet-id"), ("Filter.1.Value.1", id)];
    let acls = network.ec2.call("DescribeNetworkAcls", &acls);
    assert_eq!(acls.texts("networkAclSet.item.vpcId"), [network.vpc.as_str()]);
    let zone = [
        ("VpcId", network.vpc.as_str()),
        ("CidrBlock", "10.0.2.0/24"),
        ("AvailabilityZoneId", subnet.text("availabilityZoneId")),
    ];
    let second = network.ec2.call("CreateSubnet", &zone);
    assert_eq!(second.text("subnet.availabilityZone"), "us-east-1c");
}

#[test]
fn blocks_are_checked() {
    let network = Network::new();
    network.create("10.0.0.0/24");
    let (code, message) = network.refused(&[("CidrBlock", "10.0.0.128/25")]);
    assert_eq!(code, "InvalidSubnet.Conflict");
    assert_eq!(message, "The CIDR '10.0.0.128/25' conflicts with another subnet");
    let (code, message) = network.refused(&[("CidrBlock", "10.1.0.0/24")]);
    assert_eq!(code, "InvalidSubnet.Range");
    assert_eq!(message, "The CIDR '10.1.0.0/24' is invalid.");
    assert_eq!(network.refused(&[("CidrBlock", "10.0.1.0/29")]).0, "InvalidSubnet.Range");
    assert_eq!(network.refused(&[("CidrBlock", "x")]).0, "InvalidParameterValue");
    let (code, message) = network.refused(&[]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.");
    let (code, message) =
        network.refused(&[("CidrBlock", "10.0.1.0/24"), ("AvailabilityZone", "us-east-1z")]);
    assert_eq!(code, "InvalidParameterValue");
    assert!(message.starts_with(
        "Value (us-east-1z) for parameter availabilityZone is invalid. Subnets can currently only \
         be created in the following availability zones: us-east-1a, us-east-1b"
    ));
    let form = [("VpcId", "vpc-1"), ("CidrBlock", "10.0.1.0/24")];
    assert_eq!(network.ec2.refused("CreateSubnet", &form).0, "InvalidVpcID.NotFound");
}

#[test]
fn attributes_are_changed_one_at_a_time() {
    let network = Network::new();
    let id = network.create("10.0.0.0/24");
    for (attribute, spelling) in [
        ("EnableDns64", "enable-dns64"),
        ("AssignIpv6AddressOnCreation", "assign-ipv6-address-on-creation"),
        (
            "EnableResourceNameDnsAAAARecordOnLaunch",
            "enable-resource-name-dns-aaaa-record-on-launch",
        ),
    ] {
        let form = [("SubnetId", id.as_str()), (&format!("{attribute}.Value"), "true")];
        let (code, message) = network.ec2.refused("ModifySubnetAttribute", &form);
        assert_eq!(code, "InvalidParameterValue");
        assert_eq!(
            message,
            format!(
                "Invalid value 'true' for {spelling}. Cannot set {spelling} to true unless the \
                 subnet ({id}) has an IPv6 CIDR block associated with it."
            )
        );
    }
    let block = network.ipv6_block().replace("/56", "/64");
    let form = [("SubnetId", id.as_str()), ("Ipv6CidrBlock", &block)];
    network.ec2.call("AssociateSubnetCidrBlock", &form);
    for (name, value) in [
        ("MapPublicIpOnLaunch.Value", "true"),
        ("EnableDns64.Value", "true"),
        ("PrivateDnsHostnameTypeOnLaunch", "resource-name"),
        ("EnableResourceNameDnsARecordOnLaunch.Value", "true"),
        ("EnableResourceNameDnsAAAARecordOnLaunch.Value", "true"),
    ] {
        network.ec2.call("ModifySubnetAttribute", &[("SubnetId", &id), (name, value)]);
    }
    let found = network.ec2.call("DescribeSubnets", &[("SubnetId.1", &id)]);
    let subnet = found.at("subnetSet.item").unwrap();
    assert_eq!(subnet.text("mapPublicIpOnLaunch"), "true");
    assert_eq!(subnet.text("enableDns64"), "true");
    let options = subnet.at("privateDnsNameOptionsOnLaunch").unwrap();
    assert_eq!(options.text("hostnameType"), "resource-name");
    assert_eq!(options.text("enableResourceNameDnsARecord"), "true");
    assert_eq!(options.text("enableResourceNameDnsAAAARecord"), "true");
    let none = [("SubnetId", id.as_str())];
    let (code, message) = network.ec2.refused("ModifySubnetAttribute", &none);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "No attributes specified.");
    let two = [
        none[0],
        ("MapPublicIpOnLaunch.Value", "true"),
        ("AssignIpv6AddressOnCreation.Value", "true"),
    ];
    let (code, message) = network.ec2.refused("ModifySubnetAttribute", &two);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(
        message,
        "Only one subnet attribute can be modified at a time.\nProvided attributes: \
         [assignIpv6AddressOnCreation, mapPublicIpOnLaunch]"
    );
}

#[test]
fn local_interfaces_are_refused_in_range_and_out_of_it() {
    let network = Network::new();
    let id = network.create("10.0.0.0/24");
    for index in ["0", "65", "-1"] {
        let form = [("SubnetId", id.as_str()), ("EnableLniAtDeviceIndex", index)];
        let (code, message) = network.ec2.refused("ModifySubnetAttribute", &form);
        assert_eq!(code, "InvalidParameterValue", "{index}");
        let expected =
            "lni-at-device-index must be less than or equal to 64 and greater than or equal to 1";
        assert_eq!(message, expected, "{index}");
    }
    for index in ["1", "64"] {
        let form = [("SubnetId", id.as_str()), ("EnableLniAtDeviceIndex", index)];
        let (code, message) = network.ec2.refused("ModifySubnetAttribute", &form);
        assert_eq!(code, "UnsupportedOperation", "{index}");
        let expected = "parlel-ec2 does not emulate the parameter EnableLniAtDeviceIndex of \
                        ModifySubnetAttribute.";
        assert_eq!(message, expected, "{index}");
    }
}

#[test]
fn other_spellings_of_filters_are_taken() {
    let network = Network::new();
    let id = network.create("10.0.0.0/24");
    for (name, value) in [
        ("cidr", "10.0.0.0/24"),
        ("cidrBlock", "10.0.0.0/24"),
        ("cidr-block", "10.0.0.0/24"),
        ("defaultForAz", "false"),
        ("vpc-id", &network.vpc),
    ] {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = network.ec2.call("DescribeSubnets", &form);
        assert_eq!(found.texts("subnetSet.item.subnetId"), [id.as_str()], "{name}");
    }
    let form = [("Filter.1.Name", "availabilityZone"), ("Filter.1.Value.1", "us-east-1b")];
    assert_eq!(network.ec2.call("DescribeSubnets", &form).all_at("subnetSet.item").len(), 1);
    let form = [("Filter.1.Name", "availabilityZoneId"), ("Filter.1.Value.1", "use1-az2")];
    assert!(network.ec2.call("DescribeSubnets", &form).has("subnetSet.item"));
}

#[test]
fn a_deleted_subnet_leaves_no_association() {
    let network = Network::new();
    let id = network.create("10.0.0.0/24");
    network.ec2.call("DeleteSubnet", &[("SubnetId", &id)]);
    let (code, message) = network.ec2.refused("DeleteSubnet", &[("SubnetId", &id)]);
    assert_eq!(code, "InvalidSubnetID.NotFound");
    assert_eq!(message, format!("The subnet ID '{id}' does not exist"));
    let acls = [("Filter.1.Name", "association.subnet-id"), ("Filter.1.Value.1", id.as_str())];
    assert!(!network.ec2.call("DescribeNetworkAcls", &acls).has("networkAclSet.item"));
}

#[test]
fn a_create_answers_with_other_members_than_a_describe() {
    let network = Network::new();
    let form = [("VpcId", network.vpc.as_str()), ("CidrBlock", "10.0.0.0/24")];
    let created = network.ec2.call("CreateSubnet", &form);
    let subnet = created.at("subnet").unwrap();
    for member in ["tagSet", "blockPublicAccessStates"] {
        assert!(!subnet.has(member), "{member}");
    }
    assert!(subnet.has("ipv6CidrBlockAssociationSet"));
    let found = network.ec2.call("DescribeSubnets", &[("SubnetId.1", subnet.text("subnetId"))]);
    let path = "subnetSet.item.blockPublicAccessStates.internetGatewayBlockMode";
    assert_eq!(found.text(path), "off");
    for shown in [subnet, found.at("subnetSet.item").unwrap()] {
        assert_eq!(shown.text("mapCustomerOwnedIpOnLaunch"), "false");
    }
}

#[test]
fn a_zone_is_named_one_way() {
    let network = Network::new();
    let both = [
        ("CidrBlock", "10.0.0.0/24"),
        ("AvailabilityZone", "us-east-1a"),
        ("AvailabilityZoneId", "use1-az6"),
    ];
    let (code, message) = network.refused(&both);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(
        message,
        "AvailabilityZone and AvailabilityZoneId can't be used together. Specify only one of \
         these parameters."
    );
    let (code, message) = network.refused(&[both[0], ("AvailabilityZoneId", "use1-az99")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(
        message,
        "Value (use1-az99) for parameter availabilityZoneId is invalid. Subnets can currently only \
         be created in the following availability zones: use1-az1, use1-az2, use1-az3, use1-az4, \
         use1-az5, use1-az6."
    );
}

#[test]
fn interfaces_hold_a_subnet_and_take_its_addresses() {
    let network = Network::new();
    let id = network.create("10.0.0.0/28");
    let left = || {
        let found = network.ec2.call("DescribeSubnets", &[("SubnetId.1", &id)]);
        found.text("subnetSet.item.availableIpAddressCount").to_owned()
    };
    assert_eq!(left(), "11");
    let form = [("SubnetId", id.as_str()), ("SecondaryPrivateIpAddressCount", "2")];
    let interface = network.ec2.call("CreateNetworkInterface", &form);
    assert_eq!(left(), "8");
    let (code, message) = network.ec2.refused("DeleteSubnet", &[("SubnetId", &id)]);
    assert_eq!(code, "DependencyViolation");
    assert_eq!(message, format!("The subnet '{id}' has dependencies and cannot be deleted."));
    let interface = interface.text("networkInterface.networkInterfaceId");
    network.ec2.call("DeleteNetworkInterface", &[("NetworkInterfaceId", interface)]);
    assert_eq!(left(), "11");
    network.ec2.call("DeleteSubnet", &[("SubnetId", &id)]);
}

#[test]
fn pages_are_not_of_named_subnets() {
    let ec2 = Ec2::new();
    let id = ec2.call("DescribeSubnets", &[]).text("subnetSet.item.subnetId").to_owned();
    for (name, value) in [("MaxResults", "5"), ("NextToken", "x")] {
        let (code, message) = ec2.refused("DescribeSubnets", &[("SubnetId.1", &id), (name, value)]);
        assert_eq!(code, "InvalidParameterCombination");
        let expected = format!("The parameter SubnetIds cannot be used with the parameter {name}");
        assert_eq!(message, expected);
    }
    for of in ["Subnets", "SecurityGroups", "RouteTables", "NetworkAcls", "InternetGateways"] {
        let (code, message) = ec2.refused(&format!("Describe{of}"), &[("NextToken", "x")]);
        assert_eq!(code, "InvalidParameterValue", "{of}");
        let expected = "Value ( x ) for parameter NextToken is invalid. The token is invalid.";
        assert_eq!(message, expected, "{of}");
    }
}
