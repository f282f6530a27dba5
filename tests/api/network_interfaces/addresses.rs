use super::{create, filtered, id, subnet};
use crate::support::{Ec2, Xml};
use std::net::Ipv4Addr;

pub(super) const ONE_OF_IPV6: &str = "You can and can only specify one of ipv6-addresses or \
    ipv6-addresses-count  ipv6-prefix and ipv6-prefix-count.";

/// A subnet with 11 addresses.
fn small_subnet(ec2: &Ec2) -> String {
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
    let request = [("VpcId", vpc.text("vpc.vpcId")), ("CidrBlock", "10.0.0.0/28")];
    ec2.call("CreateSubnet", &request).text("subnet.subnetId").to_owned()
}

/// A subnet that gives an IPv6 address to each new interface, and its block.
pub fn ipv6_subnet(ec2: &Ec2) -> (String, String) {
    let request = [("CidrBlock", "10.0.0.0/16"), ("AmazonProvidedIpv6CidrBlock", "true")];
    let vpc = ec2.call("CreateVpc", &request).text("vpc.vpcId").to_owned();
    let found = ec2.call("DescribeVpcs", &[("VpcId.1", &vpc)]);
    let block = found.text("vpcSet.item.ipv6CidrBlockAssociationSet.item.ipv6CidrBlock");
    let block = block.replace("/56", "/64");
    let request = [("VpcId", &*vpc), ("CidrBlock", "10.0.0.0/24"), ("Ipv6CidrBlock", &block)];
    let subnet = ec2.call("CreateSubnet", &request).text("subnet.subnetId").to_owned();
    let modify = [("SubnetId", subnet.as_str()), ("AssignIpv6AddressOnCreation.Value", "true")];
    ec2.call("ModifySubnetAttribute", &modify);
    (subnet, block)
}

#[test]
fn addresses_asked_for_are_given_or_refused() {
    let ec2 = Ec2::new();
    let created = create(
        &ec2,
        &[
            ("PrivateIpAddress", "172.31.0.10"),
            ("PrivateIpAddresses.1.PrivateIpAddress", "172.31.0.11"),
            ("PrivateIpAddresses.2.PrivateIpAddress", "172.31.0.12"),
            ("PrivateIpAddresses.2.Primary", "false"),
        ],
    );
    let path = "networkInterface.privateIpAddressesSet.item";
    let addresses = created.texts(&format!("{path}.privateIpAddress"));
    assert_eq!(addresses, ["172.31.0.10", "172.31.0.11", "172.31.0.12"]);
    assert_eq!(created.texts(&format!("{path}.primary")), ["true", "false", "false"]);

    let subnet = subnet(&ec2);
    let before = ec2.state();
    for (address, code, message) in [
        ("172.31.0.11", "InvalidIPAddress.InUse", "The specified address is already in use."),
        (
            "172.30.255.255",
            "InvalidParameterValue",
            "Address does not fall within the subnet's address range",
        ),
        ("172.31.0.3", "InvalidParameterValue", "Address is in subnet's reserved address range"),
        ("172.31.15.255", "InvalidParameterValue", "Address is in subnet's reserved address range"),
        ("web", "InvalidParameterValue", "invalid value for parameter address: web"),
    ] {
        let request = [("SubnetId", subnet.as_str()), ("PrivateIpAddress", address)];
        let refused = ec2.refused("CreateNetworkInterface", &request);
        assert_eq!(refused, (code.to_owned(), message.to_owned()));
    }
    assert_eq!(ec2.state(), before, "what is refused changes nothing");
}

#[test]
fn the_primary_address_of_a_list_is_the_one_called_so() {
    let ec2 = Ec2::new();
    let created = create(
        &ec2,
        &[
            ("PrivateIpAddresses.1.PrivateIpAddress", "172.31.0.20"),
            ("PrivateIpAddresses.2.PrivateIpAddress", "172.31.0.21"),
            ("PrivateIpAddresses.2.Primary", "true"),
        ],
    );
    assert_eq!(created.text("networkInterface.privateIpAddress"), "172.31.0.21");

    let subnet = subnet(&ec2);
    let refused = |parameters: &[(&str, &str)]| {
        let mut all = vec![("SubnetId", subnet.as_str())];
        all.extend(parameters);
        let (code, message) = ec2.refused("CreateNetworkInterface", &all);
        format!("{code}: {message}")
    };
    let two_primaries = [
        ("PrivateIpAddress", "172.31.0.30"),
        ("PrivateIpAddresses.1.PrivateIpAddress", "172.31.0.31"),
        ("PrivateIpAddresses.1.Primary", "true"),
    ];
    assert_eq!(
        refused(&two_primaries),
        "InvalidParameterValue: Only one primary private IP address can be specified."
    );
    let list_and_count = [
        ("PrivateIpAddress", "172.31.0.30"),
        ("PrivateIpAddresses.1.PrivateIpAddress", "172.31.0.31"),
        ("SecondaryPrivateIpAddressCount", "1"),
    ];
    assert_eq!(
        refused(&list_and_count),
        "InvalidParameterValue: You can specify one and only one secondaryPrivateIpAddressCount \
         or secondaryPrivateIpAddressCount or ipv4Prefixes or ipv4PrefixCount."
    );
    assert_eq!(
        refused(&[("PrivateIpAddresses.1.Primary", "true")]),
        "MissingParameter: The request must contain the parameter privateIpAddress"
    );
    let twice = [
        ("PrivateIpAddress", "172.31.0.30"),
        ("PrivateIpAddresses.1.PrivateIpAddress", "172.31.0.30"),
    ];
    let both = "InvalidParameterValue: address value can't be both primary and secondary";
    assert_eq!(refused(&twice), both);
    let twice = [
        ("PrivateIpAddresses.1.PrivateIpAddress", "172.31.0.30"),
        ("PrivateIpAddresses.2.PrivateIpAddress", "172.31.0.30"),
    ];
    let taken = "InvalidIPAddress.InUse: The specified address is already in use.";
    assert_eq!(refused(&twice), taken);
    assert_eq!(
        refused(&[("SecondaryPrivateIpAddressCount", "-1")]),
        "InvalidParameterValue: Value (-1) for parameter secondaryPrivateIpAddressCount is \
         invalid. It must not be negative."
    );
    assert_eq!(
        refused(&[("SecondaryPrivateIpAddressCount", "2000000000")]),
        "PrivateIpAddressLimitExceeded: Number of private addresses will exceed limit."
    );
}

#[test]
fn the_subnet_gives_the_primary_address_where_none_is_called_so() {
    let ec2 = Ec2::new();
    let created = create(
        &ec2,
        &[
            ("PrivateIpAddresses.1.PrivateIpAddress", "172.31.0.20"),
            ("PrivateIpAddresses.2.PrivateIpAddress", "172.31.0.21"),
        ],
    );
    let path = "networkInterface.privateIpAddressesSet.item";
    let addresses = created.texts(&format!("{path}.privateIpAddress"));
    assert_eq!(addresses[1..], ["172.31.0.20", "172.31.0.21"]);
    assert_eq!(addresses[0], created.text("networkInterface.privateIpAddress"));
    assert_eq!(created.texts(&format!("{path}.primary")), ["true", "false", "false"]);
}

#[test]
fn a_subnet_gives_each_address_once_until_it_is_full() {
    let ec2 = Ec2::new();
    let subnet = small_subnet(&ec2);
    let request = [("SubnetId", subnet.as_str())];
    let many = [("SubnetId", subnet.as_str()), ("SecondaryPrivateIpAddressCount", "4")];
    let mut given: Vec<Ipv4Addr> = Vec::new();
    let path = "networkInterface.privateIpAddressesSet.item.privateIpAddress";
    for request in [&many[..], &many[..], &request[..]] {
        let created = ec2.call("CreateNetworkInterface", request);
        given.extend(created.texts(path).iter().map(|text| text.parse::<Ipv4Addr>().unwrap()));
    }
    given.sort();
    given.dedup();
    assert_eq!(given.len(), 11);
    assert!(given.iter().all(|address| (4..15).contains(&address.octets()[3])), "{given:?}");

    let refusal = (
        "InsufficientFreeAddressesInSubnet".to_owned(),
        "The specified subnet does not have enough free addresses to satisfy the request."
            .to_owned(),
    );
    assert_eq!(ec2.refused("CreateNetworkInterface", &request), refusal);

    let single = filtered(&ec2, "subnet-id", &subnet).pop().unwrap();
    ec2.call("DeleteNetworkInterface", &[("NetworkInterfaceId", &single)]);
    ec2.call("CreateNetworkInterface", &request);
    assert_eq!(ec2.refused("CreateNetworkInterface", &request), refusal);
}

#[test]
fn ipv6_addresses_come_from_the_block_of_the_subnet() {
    let ec2 = Ec2::new();
    let (subnet, block) = ipv6_subnet(&ec2);
    let prefix = block.trim_end_matches("::/64").to_owned();
    let create = |parameters: &[(&str, &str)]| {
        let mut all = vec![("SubnetId", subnet.as_str())];
        all.extend(parameters);
        ec2.ask("CreateNetworkInterface", &all)
    };
    let path = "networkInterface.ipv6AddressesSet.item.ipv6Address";
    let count = |created: &Xml| {
        let addresses = created.texts(path);
        assert!(addresses.iter().all(|address| address.starts_with(&prefix)), "{addresses:?}");
        addresses.len()
    };
    assert_eq!(count(&create(&[]).unwrap()), 1, "the subnet gives one by itself");
    assert_eq!(count(&create(&[("Ipv6AddressCount", "3")]).unwrap()), 3);
    assert_eq!(count(&create(&[("Ipv6AddressCount", "0")]).unwrap()), 0, "0 overrides the subnet");

    let address = format!("{prefix}::a");
    let asked = [("Ipv6Addresses.1.Ipv6Address", address.as_str())];
    assert_eq!(create(&asked).unwrap().texts(path), [address.as_str()]);
    let taken = create(&asked).unwrap_err();
    assert_eq!(taken.code, "InvalidIPAddress.InUse");
    assert_eq!(taken.message, "The specified address is already in use.");
    let outside = create(&[("Ipv6Addresses.1.Ipv6Address", "2001:db8::1")]).unwrap_err();
    assert_eq!(
        outside.message,
        "Address 2001:db8::1 does not fall within the subnet's address range"
    );
    let both = create(&[asked[0], ("Ipv6AddressCount", "1")]).unwrap_err();
    assert_eq!(both.code, "InvalidParameterValue");
    assert_eq!(both.message, ONE_OF_IPV6);
    let bad = create(&[("Ipv6Addresses.1.Ipv6Address", "fe80")]).unwrap_err();
    assert_eq!(bad.message, "invalid value for parameter address: fe80");
    assert_eq!(
        create(&[("Ipv6AddressCount", "2000000000")]).unwrap_err().code,
        "PrivateIpAddressLimitExceeded"
    );
    assert_eq!(filtered(&ec2, "ipv6-addresses.ipv6-address", &address).len(), 1);

    let plain = self::subnet(&ec2);
    let request = [("SubnetId", plain.as_str()), ("Ipv6AddressCount", "1")];
    let (code, message) = ec2.refused("CreateNetworkInterface", &request);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, format!("The subnet '{plain}' does not have an IPv6 CIDR block."));
}

#[test]
fn secondary_addresses_come_and_go() {
    let ec2 = Ec2::new();
    let first = create(&ec2, &[("PrivateIpAddress", "172.31.2.10")]);
    let (id, other) = (id(&first), id(&create(&ec2, &[("PrivateIpAddress", "172.31.2.20")])));
    let assign = |interface: &str, parameters: &[(&str, &str)]| {
        let mut all = vec![("NetworkInterfaceId", interface)];
        all.extend(parameters);
        ec2.ask("AssignPrivateIpAddresses", &all)
    };
    let has = |address: &str| filtered(&ec2, "addresses.private-ip-address", address);

    let answer = assign(&id, &[("PrivateIpAddress.1", "172.31.2.11")]).unwrap();
    let path = "assignedPrivateIpAddressesSet.item.privateIpAddress";
    assert_eq!(answer.texts(path), ["172.31.2.11"]);
    assert_eq!(answer.text("assignedIpv4PrefixSet"), "");
    let own = [("PrivateIpAddress.1", "172.31.2.11"), ("PrivateIpAddress.2", "172.31.2.10")];
    assert_eq!(assign(&id, &own).unwrap().texts(path), ["172.31.2.10", "172.31.2.11"]);
    assert_eq!(answer.text("networkInterfaceId"), id);
    let answer = assign(&id, &[("SecondaryPrivateIpAddressCount", "2")]).unwrap();
    assert_eq!(answer.texts(path).len(), 2);
    assert_eq!(has("172.31.2.11"), std::slice::from_ref(&id));

    let taken = assign(&other, &[("PrivateIpAddress.1", "172.31.2.11")]).unwrap_err();
    assert_eq!(taken.message, "[172.31.2.11] assigned, but move is not allowed.");
    let both = [("PrivateIpAddress.1", "172.31.2.11"), ("PrivateIpAddress.2", "172.31.2.10")];
    let taken = assign(&other, &both).unwrap_err();
    let expected = "[172.31.2.10, 172.31.2.11] assigned, but move is not allowed.";
    assert_eq!(taken.message, expected);
    let moved = [("PrivateIpAddress.1", "172.31.2.11"), ("AllowReassignment", "true")];
    assign(&other, &moved).unwrap();
    assert_eq!(has("172.31.2.11"), std::slice::from_ref(&other));
    let primary = [("PrivateIpAddress.1", "172.31.2.10"), ("AllowReassignment", "true")];
    assert_eq!(assign(&other, &primary).unwrap_err().code, "InvalidParameterValue");

    let nothing = assign(&id, &[]).unwrap_err();
    assert_eq!(nothing.code, "MissingParameter");
    assert_eq!(nothing.message, "The request must contain the parameter privateIpAddress");
    let both = [("PrivateIpAddress.1", "172.31.2.12"), ("SecondaryPrivateIpAddressCount", "1")];
    let both = assign(&id, &both).unwrap_err();
    assert_eq!(both.code, "InvalidParameterCombination");
    assert_eq!(
        both.message,
        "The parameter secondaryPrivateIpAddressCount cannot be used with the parameter \
         privateIpAddress"
    );
    let both = [("Ipv4PrefixCount", "1"), ("SecondaryPrivateIpAddressCount", "1")];
    assert_eq!(
        assign(&id, &both).unwrap_err().message,
        "You can and can only specify one of secondary-addresses or secondary-address-count  \
         ipv4-prefix and ipv4-prefix-count."
    );
    let many = assign(&id, &[("SecondaryPrivateIpAddressCount", "64")]).unwrap_err();
    assert_eq!(many.code, "PrivateIpAddressLimitExceeded");

    let unassign = |address: &str| {
        let request = [("NetworkInterfaceId", other.as_str()), ("PrivateIpAddress.1", address)];
        ec2.ask("UnassignPrivateIpAddresses", &request)
    };
    unassign("172.31.2.11").unwrap();
    assert!(has("172.31.2.11").is_empty());
    let message = format!("Some of the specified addresses are not assigned to interface {other}");
    assert_eq!(unassign("172.31.2.11").unwrap_err().message, message);
    let primary = unassign("172.31.2.20").unwrap_err();
    assert_eq!(primary.code, "InvalidParameterValue");
    let expected = "The primary private IP address of an interface cannot be unassigned.";
    assert_eq!(primary.message, expected);
    let nothing = [("NetworkInterfaceId", other.as_str())];
    assert_eq!(ec2.refused("UnassignPrivateIpAddresses", &nothing).0, "MissingParameter");
}

#[test]
fn what_is_associated_with_an_address_moves_with_it() {
    let ec2 = Ec2::new();
    let first = id(&create(&ec2, &[("PrivateIpAddresses.1.PrivateIpAddress", "172.31.2.11")]));
    let second = id(&create(&ec2, &[]));
    let address = ec2.call("AllocateAddress", &[]).text("allocationId").to_owned();
    let form = [
        ("AllocationId", address.as_str()),
        ("NetworkInterfaceId", &first),
        ("PrivateIpAddress", "172.31.2.11"),
    ];
    let association = ec2.call("AssociateAddress", &form).text("associationId").to_owned();
    let form = [
        ("NetworkInterfaceId", second.as_str()),
        ("PrivateIpAddress.1", "172.31.2.11"),
        ("AllowReassignment", "true"),
    ];
    let assigned = ec2.call("AssignPrivateIpAddresses", &form);
    assert_eq!(assigned.text("return"), "true");
    assert_eq!(assigned.text("assignedIpv4PrefixSet"), "");
    let found = ec2.call("DescribeAddresses", &[("AllocationId.1", &address)]);
    let found = found.at("addressesSet.item").unwrap();
    assert_eq!(found.text("networkInterfaceId"), second);
    assert_eq!(found.text("privateIpAddress"), "172.31.2.11");
    assert_eq!(found.text("associationId"), association);
}

#[test]
fn ipv6_addresses_come_and_go() {
    let ec2 = Ec2::new();
    let (subnet, block) = ipv6_subnet(&ec2);
    let none = [("SubnetId", subnet.as_str()), ("Ipv6AddressCount", "0")];
    let (id, other) = (
        id(&ec2.call("CreateNetworkInterface", &none)),
        id(&ec2.call("CreateNetworkInterface", &none)),
    );
    let ask = |action: &str, interface: &str, parameters: &[(&str, &str)]| {
        let mut all = vec![("NetworkInterfaceId", interface)];
        all.extend(parameters);
        ec2.ask(action, &all)
    };
    let assign = |interface: &str, parameters: &[(&str, &str)]| {
        ask("AssignIpv6Addresses", interface, parameters)
    };
    let address = block.replace("/64", "a");
    let asked = [("Ipv6Addresses.1", address.as_str())];
    let answer = assign(&id, &asked).unwrap();
    assert_eq!(answer.text("networkInterfaceId"), id);
    assert_eq!(answer.texts("assignedIpv6Addresses.item"), [address.as_str()]);
    assert_eq!(answer.text("assignedIpv6PrefixSet"), "");
    assert_eq!(filtered(&ec2, "ipv6-addresses.ipv6-address", &address), std::slice::from_ref(&id));
    let more = assign(&id, &[("Ipv6AddressCount", "2")]).unwrap();
    assert_eq!(more.texts("assignedIpv6Addresses.item").len(), 2);

    assert_eq!(assign(&other, &asked).unwrap_err().code, "InvalidIPAddress.InUse");
    assert_eq!(assign(&id, &[]).unwrap_err().code, "MissingParameter");
    let both = [asked[0], ("Ipv6AddressCount", "1")];
    let both = assign(&id, &both).unwrap_err();
    assert_eq!(both.code, "InvalidParameterValue");
    assert_eq!(both.message, ONE_OF_IPV6);
    let outside = assign(&id, &[("Ipv6Addresses.1", "2001:db8::1")]).unwrap_err();
    assert_eq!(outside.code, "InvalidParameterValue");
    let many = assign(&id, &[("Ipv6AddressCount", "62")]).unwrap_err();
    assert_eq!(many.code, "PrivateIpAddressLimitExceeded");

    let unassign = |interface: &str, parameters: &[(&str, &str)]| {
        ask("UnassignIpv6Addresses", interface, parameters)
    };
    let message = format!("Some of the specified addresses are not assigned to interface {other}");
    assert_eq!(unassign(&other, &asked).unwrap_err().message, message);
    let gone = unassign(&id, &asked).unwrap();
    assert_eq!(gone.texts("unassignedIpv6Addresses.item"), [address.as_str()]);
    assert!(filtered(&ec2, "ipv6-addresses.ipv6-address", &address).is_empty());
    assert_eq!(unassign(&id, &[]).unwrap_err().code, "MissingParameter");
    assign(&other, &asked).unwrap();
}

#[test]
fn a_full_subnet_has_no_address_to_assign() {
    let ec2 = Ec2::new();
    let subnet = small_subnet(&ec2);
    let request = [("SubnetId", subnet.as_str()), ("SecondaryPrivateIpAddressCount", "10")];
    let id = id(&ec2.call("CreateNetworkInterface", &request));
    let assign = [("NetworkInterfaceId", id.as_str()), ("SecondaryPrivateIpAddressCount", "1")];
    assert_eq!(
        ec2.refused("AssignPrivateIpAddresses", &assign),
        (
            "InsufficientFreeAddressesInSubnet".to_owned(),
            "The specified subnet does not have enough free addresses to satisfy the request."
                .to_owned()
        )
    );
}
