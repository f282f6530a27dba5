use crate::support::Ec2;

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
    let outside = "Value (CIDR) for parameter cidr is invalid. It is not within a CIDR block of \
                   the subnet.";
    for (cidr, message) in [
        (
            "10.0.0.12/30",
            "Reservation CIDR 10.0.0.12/30 has overlap with existing reserved CIDR block",
        ),
        ("10.0.1.0/28", outside),
        ("2001:db8::/80", outside),
        (
            "everything",
            "Value (CIDR) for parameter cidr is invalid. This is not a valid CIDR block.",
        ),
    ] {
        let refusal = reserve(cidr, "prefix").unwrap_err();
        assert_eq!(refusal.code, "InvalidParameterValue", "{cidr}");
        assert_eq!(refusal.message, message.replace("CIDR)", &format!("{cidr})")));
    }
    assert_eq!(reserve("10.0.0.4/32", "some").unwrap_err().code, "InvalidParameterValue");

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
    let refusal = create(&ipv6).unwrap_err();
    assert_eq!(refusal.code, "InvalidParameterValue");
    let expected = format!("Address {address} is in a CIDR reservation of the type prefix");
    assert_eq!(refusal.message, expected);
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

#[test]
fn what_is_kept_for_prefixes_is_not_available() {
    let ec2 = Ec2::new();
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).text("vpc.vpcId").to_owned();
    let made = ec2.call("CreateSubnet", &[("VpcId", &*vpc), ("CidrBlock", "10.0.0.0/26")]);
    let subnet = ("SubnetId", made.text("subnet.subnetId"));
    let available = || {
        let found = ec2.call("DescribeSubnets", &[("SubnetId.1", subnet.1)]);
        found.text("subnetSet.item.availableIpAddressCount").parse::<u32>().unwrap()
    };
    let reserve = |cidr, kind| {
        let form = [subnet, ("Cidr", cidr), ("ReservationType", kind)];
        let made = ec2.call("CreateSubnetCidrReservation", &form);
        made.text("subnetCidrReservation.subnetCidrReservationId").to_owned()
    };
    let create = |more| {
        ec2.call("CreateNetworkInterface", &[subnet, more]);
    };
    create(("PrivateIpAddress", "10.0.0.17"));
    assert_eq!(available(), 58);
    // The first four addresses are AWS's.
    let first = reserve("10.0.0.0/28", "prefix");
    assert_eq!(available(), 46);
    ec2.call("DeleteSubnetCidrReservation", &[("SubnetCidrReservationId", &first)]);
    reserve("10.0.0.16/28", "prefix");
    assert_eq!(available(), 43);
    reserve("10.0.0.32/28", "explicit");
    assert_eq!(available(), 43);
    create(("PrivateIpAddress", "10.0.0.33"));
    assert_eq!(available(), 42);
    reserve("10.0.0.48/29", "prefix");
    assert_eq!(available(), 34);
}

#[test]
fn a_prefix_out_of_what_is_kept_changes_nothing_more() {
    let ec2 = Ec2::new();
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).text("vpc.vpcId").to_owned();
    let made = ec2.call("CreateSubnet", &[("VpcId", &*vpc), ("CidrBlock", "10.0.0.0/26")]);
    let subnet = ("SubnetId", made.text("subnet.subnetId"));
    let form = [subnet, ("Cidr", "10.0.0.16/28"), ("ReservationType", "prefix")];
    ec2.call("CreateSubnetCidrReservation", &form);
    let made = ec2.call("CreateNetworkInterface", &[subnet, ("Ipv4PrefixCount", "1")]);
    assert_eq!(made.text("networkInterface.ipv4PrefixSet.item.ipv4Prefix"), "10.0.0.16/28");
    let found = ec2.call("DescribeSubnets", &[("SubnetId.1", subnet.1)]);
    assert_eq!(found.text("subnetSet.item.availableIpAddressCount"), "42");
}
