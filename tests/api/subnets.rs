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
    assert_eq!(network.refused(&[]).0, "MissingParameter");
    let (code, message) =
        network.refused(&[("CidrBlock", "10.0.1.0/24"), ("AvailabilityZone", "us-east-1z")]);
    assert_eq!(code, "InvalidParameterValue");
    assert!(message.starts_with(
        "Value (us-east-1z) for parameter availabilityZone is invalid. Subnets can currently only \
         be created in the following availability zones: us-east-1a, us-east-1b"
    ));
    let native = [("Ipv6Native", "true"), ("CidrBlock", "10.0.1.0/24")];
    assert_eq!(network.refused(&native).0, "UnsupportedOperation");
    let form = [("VpcId", "vpc-1"), ("CidrBlock", "10.0.1.0/24")];
    assert_eq!(network.ec2.refused("CreateSubnet", &form).0, "InvalidVpcID.NotFound");
}

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
    assert_eq!(network.refused(&again).0, "InvalidSubnet.Conflict");
    let outside = [("CidrBlock", "10.0.1.0/24"), ("Ipv6CidrBlock", "2001:db8::/64")];
    assert_eq!(network.refused(&outside).0, "InvalidSubnet.Range");

    let id = created.text("subnet.subnetId");
    let assign = [("SubnetId", id), ("AssignIpv6AddressOnCreation.Value", "true")];
    network.ec2.call("ModifySubnetAttribute", &assign);
    let plain = network.create("10.0.2.0/24");
    let assign = [("SubnetId", plain.as_str()), assign[1]];
    assert_eq!(network.ec2.refused("ModifySubnetAttribute", &assign).0, "InvalidParameterValue");
}

#[test]
fn attributes_are_changed_one_at_a_time() {
    let network = Network::new();
    let id = network.create("10.0.0.0/24");
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
    assert_eq!(
        network.ec2.refused("ModifySubnetAttribute", &none).0,
        "InvalidParameterCombination"
    );
    let two = [none[0], ("MapPublicIpOnLaunch.Value", "true"), ("EnableDns64.Value", "true")];
    assert_eq!(network.ec2.refused("ModifySubnetAttribute", &two).0, "InvalidParameterCombination");
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
fn in_the_aws_lifecycle_a_new_subnet_is_pending() {
    let network = Network::of(Ec2::with_aws_lifecycle());
    let id = network.create("10.0.0.0/24");
    let state = || {
        let found = network.ec2.call("DescribeSubnets", &[("SubnetId.1", &id)]);
        found.text("subnetSet.item.state").to_owned()
    };
    assert_eq!(state(), "pending");
    network.ec2.advance(5);
    assert_eq!(state(), "available");
}

#[test]
fn an_ipv6_block_can_come_later_and_go() {
    let network = Network::of(Ec2::with_aws_lifecycle());
    let ec2 = &network.ec2;
    let vpc = ec2.call("DescribeVpcs", &[("VpcId.1", &network.vpc)]);
    let block = vpc.text("vpcSet.item.ipv6CidrBlockAssociationSet.item.ipv6CidrBlock");
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
    assert_eq!(state(), "");
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
    assert_eq!(ec2.refused("DisassociateSubnetCidrBlock", &gone).0, "InvalidCidrBlock.InUse");
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
fn a_zone_is_named_one_way() {
    let network = Network::new();
    let both = [
        ("CidrBlock", "10.0.0.0/24"),
        ("AvailabilityZone", "us-east-1a"),
        ("AvailabilityZoneId", "use1-az6"),
    ];
    assert_eq!(network.refused(&both).0, "InvalidParameterCombination");
    let (code, message) = network.refused(&[both[0], ("AvailabilityZoneId", "use1-az99")]);
    assert_eq!(code, "InvalidParameterValue");
    assert!(message.starts_with("Value (use1-az99) for parameter availabilityZoneId is invalid."));
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

/// A subnet with IPv6, and its two blocks.
fn both_families(ec2: &Ec2) -> (String, String) {
    let request = [("CidrBlock", "10.0.0.0/16"), ("AmazonProvidedIpv6CidrBlock", "true")];
    let vpc = ec2.call("CreateVpc", &request).text("vpc.vpcId").to_owned();
    let found = ec2.call("DescribeVpcs", &[("VpcId.1", &vpc)]);
    let block = found.text("vpcSet.item.ipv6CidrBlockAssociationSet.item.ipv6CidrBlock");
    let block = block.replace("/56", "/64");
    let request = [("VpcId", &*vpc), ("CidrBlock", "10.0.0.0/28"), ("Ipv6CidrBlock", &block)];
    (ec2.call("CreateSubnet", &request).text("subnet.subnetId").to_owned(), block)
}

#[test]
fn reserved_addresses_are_given_when_they_are_asked_for() {
    let ec2 = Ec2::new();
    let (subnet, block) = both_families(&ec2);
    let reserve = |cidr: &str, kind: &str| {
        let request = [("SubnetId", &*subnet), ("Cidr", cidr), ("ReservationType", kind)];
        ec2.ask("CreateSubnetCidrReservation", &request)
    };
    let made = reserve("10.0.0.8/29", "explicit").unwrap();
    let made = made.at("subnetCidrReservation").unwrap();
    let id = made.text("subnetCidrReservationId");
    assert!(id.starts_with("scr-0"), "{id}");
    assert_eq!((made.text("cidr"), made.text("reservationType")), ("10.0.0.8/29", "explicit"));
    assert_eq!((made.text("subnetId"), made.text("ownerId")), (&*subnet, "000000000000"));
    for (cidr, kind, code) in [
        ("10.0.0.12/30", "prefix", "InvalidParameterValue"),
        ("10.0.1.0/28", "prefix", "InvalidParameterValue"),
        ("2001:db8::/80", "prefix", "InvalidParameterValue"),
        ("everything", "prefix", "InvalidParameterValue"),
        ("10.0.0.4/32", "some", "InvalidParameterValue"),
    ] {
        assert_eq!(reserve(cidr, kind).unwrap_err().code, code, "{cidr}");
    }

    let create = |parameters: &[(&str, &str)]| {
        let mut all = vec![("SubnetId", subnet.as_str())];
        all.extend(parameters);
        ec2.ask("CreateNetworkInterface", &all)
    };
    // 10.0.0.4 to 10.0.0.7 are what is left to be chosen.
    let path = "networkInterface.privateIpAddress";
    let chosen: Vec<_> = (0..4).map(|_| create(&[]).unwrap().text(path).to_owned()).collect();
    for address in ["10.0.0.4", "10.0.0.5", "10.0.0.6", "10.0.0.7"] {
        assert!(chosen.iter().any(|one| one == address), "{chosen:?}");
    }
    assert_eq!(create(&[]).unwrap_err().code, "InsufficientFreeAddressesInSubnet");
    let asked = create(&[("PrivateIpAddress", "10.0.0.9")]).unwrap();
    assert_eq!(asked.text(path), "10.0.0.9");

    reserve(&block, "prefix").unwrap();
    let ipv6 = [("PrivateIpAddress", "10.0.0.10"), ("Ipv6AddressCount", "1")];
    assert_eq!(create(&ipv6).unwrap_err().code, "InsufficientFreeAddressesInSubnet");
    let address = block.replace("/64", "a");
    let ipv6 = [("PrivateIpAddress", "10.0.0.10"), ("Ipv6Addresses.1.Ipv6Address", &*address)];
    assert_eq!(create(&ipv6).unwrap_err().code, "InvalidParameterValue");
}

#[test]
fn reservations_are_listed_and_deleted() {
    let ec2 = Ec2::new();
    let (subnet, block) = both_families(&ec2);
    let of_subnet = ("SubnetId", subnet.as_str());
    let reserve = |cidr: &str, kind: &str, name: &str| {
        let request = [
            of_subnet,
            ("Cidr", cidr),
            ("ReservationType", kind),
            ("Description", name),
            ("TagSpecification.1.ResourceType", "subnet-cidr-reservation"),
            ("TagSpecification.1.Tag.1.Key", "Name"),
            ("TagSpecification.1.Tag.1.Value", name),
        ];
        let made = ec2.call("CreateSubnetCidrReservation", &request);
        made.text("subnetCidrReservation.subnetCidrReservationId").to_owned()
    };
    let first = reserve("10.0.0.8/30", "prefix", "one");
    let second = reserve("10.0.0.12/30", "explicit", "two");
    let third = reserve(&block.replace("/64", "/80"), "prefix", "three");
    let get = |parameters: &[(&str, &str)]| {
        let mut all = vec![of_subnet];
        all.extend(parameters);
        let got = ec2.call("GetSubnetCidrReservations", &all);
        let ids = |version: &str| -> Vec<String> {
            let path = format!("subnet{version}CidrReservationSet.item.subnetCidrReservationId");
            got.texts(&path).into_iter().map(str::to_owned).collect()
        };
        (ids("Ipv4"), ids("Ipv6"))
    };
    assert_eq!(get(&[]), (vec![first.clone(), second.clone()], vec![third.clone()]));
    let filter = |name: &'static str, value| [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
    assert_eq!(get(&filter("reservationType", "explicit")).0, std::slice::from_ref(&second));
    assert_eq!(get(&filter("tag:Name", "three")), (vec![], vec![third]));
    let deleted = ec2.call("DeleteSubnetCidrReservation", &[("SubnetCidrReservationId", &first)]);
    assert_eq!(deleted.text("deletedSubnetCidrReservation.description"), "one");
    assert_eq!(
        ec2.refused("DeleteSubnetCidrReservation", &[("SubnetCidrReservationId", &first)]),
        (
            "InvalidSubnetCidrReservationID.NotFound".to_owned(),
            format!("The subnet-cidr-reservation ID '{first}' does not exist")
        )
    );
    ec2.call("DeleteSubnet", &[of_subnet]);
    assert_eq!(
        ec2.refused("DeleteSubnetCidrReservation", &[("SubnetCidrReservationId", &second)]).0,
        "InvalidSubnetCidrReservationID.NotFound"
    );
    assert_eq!(
        ec2.refused("GetSubnetCidrReservations", &[of_subnet]).0,
        "InvalidSubnetID.NotFound"
    );
}
