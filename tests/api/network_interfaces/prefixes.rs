use super::addresses::{ONE_OF_IPV6, ipv6_subnet};
use super::{create, id, subnet};
use crate::support::{Ec2, Refusal, Xml};

const IMAGE: &str = "ami-0abcdef1234567890";

fn with(ec2: &Ec2, action: &str, parameters: &[(&str, &str)]) -> String {
    match ec2.ask(action, parameters) {
        Err(Refusal { code, message, .. }) => format!("{code}: {message}"),
        Ok(answer) => panic!("{action} was not refused: {answer:?}"),
    }
}

fn free(ec2: &Ec2, subnet: &str) -> i32 {
    let found = ec2.call("DescribeSubnets", &[("SubnetId.1", subnet)]);
    found.text("subnetSet.item.availableIpAddressCount").parse().unwrap()
}

fn described(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeNetworkInterfaces", &[("NetworkInterfaceId.1", id)]);
    found.at("networkInterfaceSet.item").unwrap().clone()
}

/// A subnet with two blocks that prefixes can have.
fn small_subnet(ec2: &Ec2) -> String {
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
    let request = [("VpcId", vpc.text("vpc.vpcId")), ("CidrBlock", "10.0.0.0/26")];
    ec2.call("CreateSubnet", &request).text("subnet.subnetId").to_owned()
}

#[test]
fn a_prefix_takes_sixteen_addresses_of_the_subnet() {
    let ec2 = Ec2::new();
    let subnet = subnet(&ec2);
    let before = free(&ec2, &subnet);
    let created = create(&ec2, &[("Ipv4PrefixCount", "2")]);
    let prefixes = created.texts("networkInterface.ipv4PrefixSet.item.ipv4Prefix");
    assert_eq!(prefixes.len(), 2);
    assert!(prefixes.iter().all(|it| it.starts_with("172.31.") && it.ends_with("/28")));
    assert_eq!(free(&ec2, &subnet), before - 33);
    let id = id(&created);
    assert_eq!(described(&ec2, &id).texts("ipv4PrefixSet.item.ipv4Prefix"), prefixes);

    // Neither the block nor an address in it can be had again.
    let taken = "InvalidIPAddress.InUse: The specified address is already in use.";
    let inside = prefixes[0].replace("/28", "");
    let ask = |parameter, value| {
        let form = [("SubnetId", subnet.as_str()), (parameter, value)];
        with(&ec2, "CreateNetworkInterface", &form)
    };
    assert_eq!(ask("PrivateIpAddress", &inside), taken);
    assert_eq!(ask("Ipv4Prefix.1.Ipv4Prefix", prefixes[0]), taken);
    let form = [
        ("NetworkInterfaceId", id.as_str()),
        ("PrivateIpAddress.1", &inside),
        ("AllowReassignment", "true"),
    ];
    assert_eq!(
        with(&ec2, "AssignPrivateIpAddresses", &form),
        format!("InvalidParameterValue: [{inside}] assigned, but move is not allowed.")
    );

    let form = [("NetworkInterfaceId", id.as_str()), ("Ipv4Prefix.1", prefixes[0])];
    ec2.call("UnassignPrivateIpAddresses", &form);
    assert_eq!(described(&ec2, &id).texts("ipv4PrefixSet.item.ipv4Prefix"), prefixes[1..]);
    assert_eq!(
        with(&ec2, "UnassignPrivateIpAddresses", &form),
        format!(
            "InvalidParameterValue: Some of the specified addresses are not assigned to interface \
             {id}"
        )
    );
    assert_eq!(free(&ec2, &subnet), before - 17);
    let assigned = ec2.call("AssignPrivateIpAddresses", &form);
    assert_eq!(assigned.texts("assignedIpv4PrefixSet.item.ipv4Prefix"), prefixes[..1]);
    assert_eq!(assigned.text("assignedPrivateIpAddressesSet"), "");
    ec2.call("DeleteNetworkInterface", &form[..1]);
    assert_eq!(free(&ec2, &subnet), before);
}

#[test]
fn prefixes_asked_for_are_given_or_refused() {
    let ec2 = Ec2::new();
    let subnet = subnet(&ec2);
    let created = create(&ec2, &[("Ipv4Prefix.1.Ipv4Prefix", "172.31.1.16/28")]);
    assert_eq!(created.text("networkInterface.ipv4PrefixSet.item.ipv4Prefix"), "172.31.1.16/28");
    create(&ec2, &[("PrivateIpAddress", "172.31.2.17")]);
    let before = ec2.state();
    let outside = "does not fall within the subnet's address range";
    for (prefix, expected) in [
        (
            "172.31.2.16/28",
            "InvalidIPAddress.InUse: The specified address is already in use.".into(),
        ),
        ("10.0.0.0/28", format!("InvalidParameterValue: Address 10.0.0.0/28 {outside}")),
        ("172.31.0.0/28", format!("InvalidParameterValue: Address 172.31.0.0/28 {outside}")),
        (
            "172.31.3.0/27",
            "InvalidParameterValue: Value (172.31.3.0/27) for parameter ipv4Prefix is invalid. \
             Expecting a CIDR block of the length /28."
                .into(),
        ),
    ] {
        let form = [("SubnetId", subnet.as_str()), ("Ipv4Prefix.1.Ipv4Prefix", prefix)];
        assert_eq!(with(&ec2, "CreateNetworkInterface", &form), expected);
    }
    for (parameters, expected) in [
        (
            [("Ipv4PrefixCount", "1"), ("SecondaryPrivateIpAddressCount", "1")],
            "InvalidParameterValue: You can specify one and only one \
             secondaryPrivateIpAddressCount or secondaryPrivateIpAddressCount or ipv4Prefixes or \
             ipv4PrefixCount.",
        ),
        (
            [("Ipv6PrefixCount", "1"), ("Ipv6AddressCount", "1")],
            &format!("InvalidParameterValue: {ONE_OF_IPV6}"),
        ),
        (
            [("Ipv4PrefixCount", "-1"), ("Description", "x")],
            "InvalidParameterValue: Value (-1) for parameter ipv4PrefixCount is invalid. It must \
             not be negative.",
        ),
    ] {
        let form = [&[("SubnetId", subnet.as_str())][..], &parameters].concat();
        assert_eq!(with(&ec2, "CreateNetworkInterface", &form), expected);
    }
    assert_eq!(ec2.state(), before, "what is refused changes nothing");
}

#[test]
fn a_subnet_without_a_free_block_gives_no_prefix() {
    let ec2 = Ec2::new();
    let subnet = small_subnet(&ec2);
    let form = [("SubnetId", subnet.as_str()), ("PrivateIpAddress", "10.0.0.9")];
    let id = id(&ec2.call("CreateNetworkInterface", &form));
    let assign = [("NetworkInterfaceId", id.as_str()), ("Ipv4PrefixCount", "2")];
    let assigned = ec2.call("AssignPrivateIpAddresses", &assign);
    let mut prefixes = assigned.texts("assignedIpv4PrefixSet.item.ipv4Prefix");
    prefixes.sort_unstable();
    assert_eq!(prefixes, ["10.0.0.16/28", "10.0.0.32/28"]);
    let too_few = "InvalidParameterValue: There aren't sufficient free Ipv4 addresses or prefixes";
    assert_eq!(with(&ec2, "AssignPrivateIpAddresses", &assign), too_few);
    let one = [assign[0], ("Ipv4PrefixCount", "1")];
    assert_eq!(
        with(&ec2, "AssignPrivateIpAddresses", &one),
        "InsufficientCidrBlocks: The specified subnet does not have enough free cidr blocks to \
         satisfy the request."
    );
    let form = [("SubnetId", subnet.as_str()), ("Ipv4PrefixCount", "1")];
    assert_eq!(with(&ec2, "CreateNetworkInterface", &form), too_few);
}

#[test]
fn what_is_reserved_for_prefixes_is_given_first() {
    let ec2 = Ec2::new();
    let subnet = subnet(&ec2);
    for (cidr, kind) in [("172.31.8.32/27", "prefix"), ("172.31.4.0/24", "explicit")] {
        let form = [("SubnetId", subnet.as_str()), ("Cidr", cidr), ("ReservationType", kind)];
        ec2.call("CreateSubnetCidrReservation", &form);
    }
    let created = create(&ec2, &[("Ipv4PrefixCount", "3")]);
    let mut prefixes = created.texts("networkInterface.ipv4PrefixSet.item.ipv4Prefix");
    assert!(!prefixes[2].starts_with("172.31.4."));
    prefixes.truncate(2);
    prefixes.sort_unstable();
    assert_eq!(prefixes, ["172.31.8.32/28", "172.31.8.48/28"]);
}

#[test]
fn ipv6_prefixes_come_from_the_block_of_the_subnet() {
    let ec2 = Ec2::new();
    let (subnet, block) = ipv6_subnet(&ec2);
    let form = [("SubnetId", subnet.as_str()), ("Ipv6PrefixCount", "2")];
    let created = ec2.call("CreateNetworkInterface", &form);
    let prefixes = created.texts("networkInterface.ipv6PrefixSet.item.ipv6Prefix");
    assert!(
        prefixes
            .iter()
            .all(|it| { it.starts_with(block.trim_end_matches("::/64")) && it.ends_with("/80") })
    );
    assert_eq!(prefixes.len(), 2);
    assert!(!created.has("networkInterface.ipv6AddressesSet.item"), "they are instead of it");
    let id = id(&created);
    let inside = prefixes[0].replace("::/80", "::7");
    let taken = "InvalidIPAddress.InUse: The specified address is already in use.";
    let assign = |parameter, value| [("NetworkInterfaceId", id.as_str()), (parameter, value)];
    assert_eq!(with(&ec2, "AssignIpv6Addresses", &assign("Ipv6Addresses.1", &inside)), taken);
    let form = assign("Ipv6Prefix.1", prefixes[0]);
    assert_eq!(with(&ec2, "AssignIpv6Addresses", &form), taken);
    let gone = ec2.call("UnassignIpv6Addresses", &form);
    assert_eq!(gone.texts("unassignedIpv6PrefixSet.item"), prefixes[..1]);
    assert!(!gone.has("unassignedIpv6Addresses"));
    assert_eq!(
        with(&ec2, "UnassignIpv6Addresses", &form),
        format!(
            "InvalidParameterValue: Some of the specified addresses are not assigned to interface \
             {id}"
        )
    );
    // An address keeps its block from being delegated.
    ec2.call("AssignIpv6Addresses", &assign("Ipv6Addresses.1", &inside));
    assert_eq!(with(&ec2, "AssignIpv6Addresses", &form), taken);
    let assigned = ec2.call("AssignIpv6Addresses", &assign("Ipv6PrefixCount", "1"));
    assert_eq!(assigned.texts("assignedIpv6PrefixSet.item").len(), 1);
    for (prefix, expected) in [
        ("2001:db8::/80", "Address 2001:db8::/80 does not fall within the subnet's address range"),
        (
            "2001:db8::/64",
            "Value (2001:db8::/64) for parameter ipv6Prefix is invalid. Expecting a CIDR block of \
             the length /80.",
        ),
    ] {
        let form = assign("Ipv6Prefix.1", prefix);
        let expected = format!("InvalidParameterValue: {expected}");
        assert_eq!(with(&ec2, "AssignIpv6Addresses", &form), expected);
    }
}

#[test]
fn ipv6_blocks_that_are_reserved_for_prefixes_are_given_first() {
    let ec2 = Ec2::new();
    let (subnet, block) = ipv6_subnet(&ec2);
    let reserved = block.replace("::/64", ":7::/80");
    let form =
        [("SubnetId", subnet.as_str()), ("Cidr", reserved.as_str()), ("ReservationType", "prefix")];
    ec2.call("CreateSubnetCidrReservation", &form);
    let form = [("SubnetId", subnet.as_str()), ("Ipv6PrefixCount", "2")];
    let created = ec2.call("CreateNetworkInterface", &form);
    let prefixes = created.texts("networkInterface.ipv6PrefixSet.item.ipv6Prefix");
    assert_eq!(prefixes[0], reserved);
    assert_ne!(prefixes[1], reserved);
}

#[test]
fn a_prefix_counts_as_an_address_of_the_type_that_is_built_on_nitro() {
    let ec2 = Ec2::new();
    let launch = |kind: &str| {
        let launched = ec2.call("RunInstances", &[("ImageId", IMAGE), ("InstanceType", kind)]);
        let path = "instancesSet.item.networkInterfaceSet.item.networkInterfaceId";
        (launched.text("instancesSet.item.instanceId").to_owned(), launched.text(path).to_owned())
    };
    let (instance, interface) = launch("t3.nano");
    let assign = [("NetworkInterfaceId", interface.as_str()), ("Ipv4PrefixCount", "1")];
    ec2.call("AssignPrivateIpAddresses", &assign);
    let shown = ec2.call("DescribeInstances", &[("InstanceId.1", &instance)]);
    let path = "reservationSet.item.instancesSet.item.networkInterfaceSet.item.ipv4PrefixSet.item";
    assert!(shown.text(&format!("{path}.ipv4Prefix")).ends_with("/28"));
    assert_eq!(
        with(&ec2, "AssignPrivateIpAddresses", &assign),
        "PrivateIpAddressLimitExceeded: Number of private addresses will exceed limit."
    );
    let (instance, interface) = launch("t2.micro");
    let refusal = "InvalidParameterCombination: The instance type t2.micro does not support \
                   prefixes.";
    let assign = [("NetworkInterfaceId", interface.as_str()), ("Ipv4PrefixCount", "1")];
    assert_eq!(with(&ec2, "AssignPrivateIpAddresses", &assign), refusal);
    let subnet = described(&ec2, &interface).text("subnetId").to_owned();
    let form = [("SubnetId", subnet.as_str()), ("Ipv4PrefixCount", "1")];
    let other = id(&ec2.call("CreateNetworkInterface", &form));
    let form = [
        ("NetworkInterfaceId", other.as_str()),
        ("InstanceId", instance.as_str()),
        ("DeviceIndex", "1"),
    ];
    assert_eq!(with(&ec2, "AttachNetworkInterface", &form), refusal);
}

#[test]
fn a_primary_ipv6_address_stays() {
    let ec2 = Ec2::new();
    let (subnet, block) = ipv6_subnet(&ec2);
    let primary =
        |interface: &Xml| interface.texts("ipv6AddressesSet.item.isPrimaryIpv6").join(" ");
    let form = [("SubnetId", subnet.as_str()), ("Ipv6AddressCount", "2")];
    let enabled = [&form[..], &[("EnablePrimaryIpv6", "true")]].concat();
    let created = ec2.call("CreateNetworkInterface", &enabled);
    assert_eq!(primary(created.at("networkInterface").unwrap()), "true false");

    let id = id(&ec2.call("CreateNetworkInterface", &form));
    assert_eq!(primary(&described(&ec2, &id)), "false false");
    let modify = |value| [("NetworkInterfaceId", id.as_str()), ("EnablePrimaryIpv6", value)];
    ec2.call("ModifyNetworkInterfaceAttribute", &modify("false"));
    ec2.call("ModifyNetworkInterfaceAttribute", &modify("true"));
    assert_eq!(primary(&described(&ec2, &id)), "true false");
    assert_eq!(
        with(&ec2, "ModifyNetworkInterfaceAttribute", &modify("false")),
        "InvalidParameterValue: A primary IPv6 address cannot be disabled."
    );
    let first = described(&ec2, &id).text("ipv6Address").to_owned();
    let form = [("NetworkInterfaceId", id.as_str()), ("Ipv6Addresses.1", first.as_str())];
    assert_eq!(
        with(&ec2, "UnassignIpv6Addresses", &form),
        "InvalidParameterValue: The primary IPv6 address of an interface cannot be unassigned."
    );

    let form =
        [("SubnetId", subnet.as_str()), ("Ipv6PrefixCount", "1"), ("EnablePrimaryIpv6", "true")];
    assert_eq!(
        with(&ec2, "CreateNetworkInterface", &form),
        "InvalidParameterCombination: A primary IPv6 address cannot be specified with IPv6 \
         prefixes."
    );

    let (one, two) = (block.replace("/64", "1"), block.replace("/64", "2"));
    let form = [
        ("SubnetId", subnet.as_str()),
        ("Ipv6Addresses.1.Ipv6Address", &one),
        ("Ipv6Addresses.2.Ipv6Address", &two),
        ("Ipv6Addresses.2.IsPrimaryIpv6", "true"),
        ("Ipv6Addresses.1.IsPrimaryIpv6", "true"),
    ];
    assert_eq!(
        with(&ec2, "CreateNetworkInterface", &form),
        "InvalidParameterCombination: Only one primary IPv6 address can be specified."
    );
    let created = ec2.call("CreateNetworkInterface", &form[..4]);
    let created = created.at("networkInterface").unwrap();
    assert_eq!(created.texts("ipv6AddressesSet.item.ipv6Address"), [&two, &one]);
    assert_eq!(primary(created), "true false");
}

/// The interface of an instance launched with these parameters of its only interface.
fn launched(ec2: &Ec2, parameters: &[(&str, &str)]) -> Xml {
    let named: Vec<(String, &str)> = parameters
        .iter()
        .map(|(name, value)| (format!("NetworkInterface.1.{name}"), *value))
        .collect();
    let mut form = vec![("ImageId", IMAGE), ("InstanceType", "t3.small")];
    form.push(("NetworkInterface.1.DeviceIndex", "0"));
    form.extend(named.iter().map(|(name, value)| (name.as_str(), *value)));
    let launched = ec2.call("RunInstances", &form);
    launched.at("instancesSet.item.networkInterfaceSet.item").unwrap().clone()
}

#[test]
fn a_launch_gives_prefixes_and_primary_ipv6_addresses() {
    let ec2 = Ec2::new();
    let (subnet, _) = ipv6_subnet(&ec2);
    let in_subnet = ("SubnetId", subnet.as_str());
    let before = free(&ec2, &subnet);
    let shown = launched(&ec2, &[in_subnet, ("Ipv4PrefixCount", "2"), ("Ipv6PrefixCount", "1")]);
    assert_eq!(shown.texts("ipv4PrefixSet.item.ipv4Prefix").len(), 2);
    assert!(shown.text("ipv6PrefixSet.item.ipv6Prefix").ends_with("/80"));
    assert!(!shown.has("ipv6AddressesSet.item"));
    assert_eq!(free(&ec2, &subnet), before - 33);
    let shown = launched(&ec2, &[in_subnet, ("Ipv6AddressCount", "2"), ("PrimaryIpv6", "true")]);
    assert_eq!(shown.texts("ipv6AddressesSet.item.isPrimaryIpv6"), ["true", "false"]);
    let shown = launched(&ec2, &[in_subnet, ("Ipv4Prefix.1.Ipv4Prefix", "10.0.0.64/28")]);
    assert_eq!(shown.text("ipv4PrefixSet.item.ipv4Prefix"), "10.0.0.64/28");

    let form = [
        ("LaunchTemplateName", "web"),
        ("LaunchTemplateData.ImageId", IMAGE),
        ("LaunchTemplateData.InstanceType", "t3.small"),
        ("LaunchTemplateData.NetworkInterface.1.DeviceIndex", "0"),
        ("LaunchTemplateData.NetworkInterface.1.SubnetId", &subnet),
        ("LaunchTemplateData.NetworkInterface.1.Ipv4PrefixCount", "1"),
        ("LaunchTemplateData.NetworkInterface.1.Ipv6AddressCount", "1"),
        ("LaunchTemplateData.NetworkInterface.1.PrimaryIpv6", "true"),
    ];
    ec2.call("CreateLaunchTemplate", &form);
    let launched = ec2.call("RunInstances", &[("LaunchTemplate.LaunchTemplateName", "web")]);
    let shown = launched.at("instancesSet.item.networkInterfaceSet.item").unwrap();
    assert_eq!(shown.texts("ipv4PrefixSet.item.ipv4Prefix").len(), 1);
    assert_eq!(shown.texts("ipv6AddressesSet.item.isPrimaryIpv6"), ["true"]);
}

#[test]
fn a_launch_cannot_have_more_than_its_type_or_its_subnet() {
    let ec2 = Ec2::new();
    let subnet = small_subnet(&ec2);
    let refused = |parameters: &[(&str, &str)]| {
        let mut form = vec![("ImageId", IMAGE), ("NetworkInterface.1.DeviceIndex", "0")];
        form.push(("NetworkInterface.1.SubnetId", &subnet));
        form.extend(parameters);
        with(&ec2, "RunInstances", &form)
    };
    let count = |number| ("NetworkInterface.1.Ipv4PrefixCount", number);
    assert_eq!(
        refused(&[("InstanceType", "t3.nano"), count("2")]),
        "PrivateIpAddressLimitExceeded: Number of private addresses will exceed limit."
    );
    assert_eq!(
        refused(&[("InstanceType", "t2.micro"), count("1")]),
        "InvalidParameterCombination: The instance type t2.micro does not support prefixes."
    );
    assert_eq!(
        refused(&[("InstanceType", "m5.large"), count("4")]),
        format!(
            "InsufficientFreeAddressesInSubnet: There are not enough free addresses in subnet \
             '{subnet}' to satisfy the requested number of instances."
        )
    );
    assert_eq!(
        refused(&[("InstanceType", "m5.large"), count("3")]),
        "InvalidParameterValue: There aren't sufficient free Ipv4 addresses or prefixes"
    );
    assert!(!ec2.call("DescribeInstances", &[]).has("reservationSet.item"));
    let form = [("SubnetId", subnet.as_str())];
    let given = id(&ec2.call("CreateNetworkInterface", &form));
    for (parameter, value, what) in [
        ("Ipv4PrefixCount", "1", "an IPv4 prefix count"),
        ("Ipv4Prefix.1.Ipv4Prefix", "10.0.0.16/28", "IPv4 prefixes"),
        ("Ipv6PrefixCount", "1", "an IPv6 prefix count"),
        ("Ipv6Prefix.1.Ipv6Prefix", "2001:db8::/80", "IPv6 prefixes"),
        ("PrimaryIpv6", "true", "a primary IPv6 address"),
    ] {
        let parameter = format!("NetworkInterface.1.{parameter}");
        let form = [
            ("ImageId", IMAGE),
            ("NetworkInterface.1.DeviceIndex", "0"),
            ("NetworkInterface.1.NetworkInterfaceId", &given),
            ("InstanceType", "t3.micro"),
            (parameter.as_str(), value),
        ];
        assert_eq!(
            with(&ec2, "RunInstances", &form),
            format!(
                "InvalidParameterCombination: A network interface may not specify both a network \
                 interface ID and {what}"
            )
        );
    }
}
