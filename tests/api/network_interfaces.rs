use super::support::{Ec2, Xml};
use std::net::Ipv4Addr;

/// A subnet of the default VPC.
fn subnet(ec2: &Ec2) -> String {
    subnets(ec2).remove(0).0
}

/// The subnets of the region, as (id, IPv4 block, IPv6 block).
fn subnets(ec2: &Ec2) -> Vec<(String, String, Option<String>)> {
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    rows(ec2, "subnets")
        .iter()
        .map(|row| {
            let record = &row["record"];
            let cidr = text(&record["cidr"]).unwrap();
            (text(&row["id"]).unwrap(), cidr, text(&record["ipv6_cidr"]["cidr"]))
        })
        .collect()
}

fn rows(ec2: &Ec2, plural: &str) -> Vec<serde_json::Value> {
    ec2.call("DescribeNetworkInterfaces", &[]);
    ec2.state()["000000000000"]["us-east-1"][plural].as_array().unwrap().clone()
}

/// A subnet with 11 addresses.
fn small_subnet(ec2: &Ec2) -> String {
    subnets(ec2).into_iter().find(|(_, cidr, _)| cidr.ends_with("/28")).unwrap().0
}

/// A subnet that gives an IPv6 address to each new interface, and its block.
fn ipv6_subnet(ec2: &Ec2) -> (String, String) {
    let found = subnets(ec2).into_iter().find_map(|(id, _, ipv6)| Some((id, ipv6?)));
    found.unwrap()
}

fn groups(ec2: &Ec2) -> Vec<String> {
    let rows = rows(ec2, "securityGroups");
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

fn create(ec2: &Ec2, parameters: &[(&str, &str)]) -> Xml {
    let subnet = subnet(ec2);
    let mut all = vec![("SubnetId", subnet.as_str())];
    all.extend(parameters);
    ec2.call("CreateNetworkInterface", &all)
}

fn id(created: &Xml) -> String {
    created.text("networkInterface.networkInterfaceId").to_owned()
}

/// The interfaces that a filter leaves.
fn filtered(ec2: &Ec2, name: &str, value: &str) -> Vec<String> {
    let filter = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
    let found = ec2.call("DescribeNetworkInterfaces", &filter);
    found.texts("networkInterfaceSet.item.networkInterfaceId").into_iter().map(Into::into).collect()
}

#[test]
fn an_interface_is_described_as_it_was_created() {
    let ec2 = Ec2::new();
    let created = create(
        &ec2,
        &[
            ("Description", "a <web> interface"),
            ("TagSpecification.1.ResourceType", "network-interface"),
            ("TagSpecification.1.Tag.1.Key", "Name"),
            ("TagSpecification.1.Tag.1.Value", "web"),
        ],
    );
    let id = id(&created);
    let found = ec2.call("DescribeNetworkInterfaces", &[("NetworkInterfaceId.1", &id)]);
    let interface = found.at("networkInterfaceSet.item").unwrap();
    assert_eq!(
        interface.children,
        created.at("networkInterface").unwrap().children,
        "both answers show the same"
    );
    for (path, value) in [
        ("status", "available"),
        ("description", "a <web> interface"),
        ("interfaceType", "interface"),
        ("ownerId", "000000000000"),
        ("requesterId", "000000000000"),
        ("requesterManaged", "false"),
        ("sourceDestCheck", "true"),
        ("operator.managed", "false"),
        ("privateIpAddressesSet.item.primary", "true"),
        ("groupSet.item.groupName", "default"),
        ("tagSet.item.key", "Name"),
    ] {
        assert_eq!(interface.text(path), value, "{path}");
    }
    let address = interface.text("privateIpAddress");
    assert_eq!(interface.text("privateIpAddressesSet.item.privateIpAddress"), address);
    let name = format!("ip-{}.ec2.internal", address.replace('.', "-"));
    assert_eq!(interface.text("privateDnsName"), name);
    assert!(interface.text("macAddress").starts_with("0a:"));
    assert!(!interface.has("attachment") && !interface.has("association"));
    assert!(!interface.has("publicDnsName") && !interface.has("ipv6AddressesSet.item"));
}

#[test]
fn names_are_those_of_the_region() {
    let ec2 = Ec2::new().in_region("eu-west-1");
    ec2.call("DescribeNetworkInterfaces", &[]);
    let state = ec2.state();
    let subnet = &state["000000000000"]["eu-west-1"]["subnets"][0]["id"];
    let created = ec2.call("CreateNetworkInterface", &[("SubnetId", subnet.as_str().unwrap())]);
    let name = created.text("networkInterface.privateDnsName");
    assert!(name.ends_with(".eu-west-1.compute.internal"), "{name}");
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
        ("172.31.0.11", "InvalidIPAddress.InUse", "Address 172.31.0.11 is in use."),
        (
            "172.30.255.255",
            "InvalidParameterValue",
            "Address 172.30.255.255 does not fall within the subnet's address range",
        ),
        (
            "172.31.0.3",
            "InvalidParameterValue",
            "Address 172.31.0.3 is in subnet's reserved address range",
        ),
        (
            "172.31.15.255",
            "InvalidParameterValue",
            "Address 172.31.15.255 is in subnet's reserved address range",
        ),
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
        ec2.refused("CreateNetworkInterface", &all).0
    };
    let two_primaries = [
        ("PrivateIpAddress", "172.31.0.30"),
        ("PrivateIpAddresses.1.PrivateIpAddress", "172.31.0.31"),
        ("PrivateIpAddresses.1.Primary", "true"),
    ];
    assert_eq!(refused(&two_primaries), "InvalidParameterCombination");
    let list_and_count = [
        ("PrivateIpAddress", "172.31.0.30"),
        ("PrivateIpAddresses.1.PrivateIpAddress", "172.31.0.31"),
        ("SecondaryPrivateIpAddressCount", "1"),
    ];
    assert_eq!(refused(&list_and_count), "InvalidParameterCombination");
    assert_eq!(refused(&[("PrivateIpAddresses.1.Primary", "true")]), "MissingParameter");
    let twice = [
        ("PrivateIpAddress", "172.31.0.30"),
        ("PrivateIpAddresses.1.PrivateIpAddress", "172.31.0.30"),
    ];
    assert_eq!(refused(&twice), "InvalidIPAddress.InUse");
    assert_eq!(refused(&[("SecondaryPrivateIpAddressCount", "-1")]), "InvalidParameterValue");
    assert_eq!(
        refused(&[("SecondaryPrivateIpAddressCount", "2000000000")]),
        "PrivateIpAddressLimitExceeded"
    );
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
        format!(
            "There are not enough free addresses in subnet '{subnet}' to satisfy the requested \
             number of instances."
        ),
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
    assert_eq!(create(&asked).unwrap_err().code, "InvalidIPAddress.InUse");
    let outside = create(&[("Ipv6Addresses.1.Ipv6Address", "2001:db8::1")]).unwrap_err();
    assert_eq!(
        outside.message,
        "Address 2001:db8::1 does not fall within the subnet's address range"
    );
    let both = [asked[0], ("Ipv6AddressCount", "1")];
    assert_eq!(create(&both).unwrap_err().code, "InvalidParameterCombination");
    let bad = create(&[("Ipv6Addresses.1.Ipv6Address", "fe80")]).unwrap_err();
    assert_eq!(bad.message, "invalid value for parameter address: fe80");
    assert_eq!(
        create(&[("Ipv6AddressCount", "2000000000")]).unwrap_err().code,
        "PrivateIpAddressLimitExceeded"
    );
    assert_eq!(filtered(&ec2, "ipv6-addresses.ipv6-address", &address).len(), 1);

    let plain = self::subnet(&ec2);
    let request = [("SubnetId", plain.as_str()), ("Ipv6AddressCount", "1")];
    assert_eq!(ec2.refused("CreateNetworkInterface", &request).0, "InvalidParameterValue");
}

#[test]
fn what_is_not_emulated_is_refused_by_name() {
    let ec2 = Ec2::new();
    let subnet = subnet(&ec2);
    for (parameter, value) in [
        ("Ipv4PrefixCount", "1"),
        ("Ipv4Prefix.1.Ipv4Prefix", "10.0.0.0/28"),
        ("Ipv6PrefixCount", "1"),
        ("EnablePrimaryIpv6", "true"),
        ("ConnectionTrackingSpecification.UdpTimeout", "30"),
        ("Operator.Principal", "eks.amazonaws.com"),
        ("InterfaceType", "branch"),
    ] {
        let request = [("SubnetId", subnet.as_str()), (parameter, value)];
        let (code, message) = ec2.refused("CreateNetworkInterface", &request);
        assert_eq!(code, "UnsupportedOperation", "{parameter}");
        let name = parameter.split('.').next().unwrap();
        assert!(message.contains(name) || message.contains(value), "{message}");
    }
    let created = create(&ec2, &[("InterfaceType", "efa")]);
    assert_eq!(created.text("networkInterface.interfaceType"), "efa");
}

#[test]
fn unknown_and_malformed_ids_are_named() {
    let ec2 = Ec2::new();
    let (code, message) = ec2.refused("CreateNetworkInterface", &[("SubnetId", "subnet-0a")]);
    assert_eq!(code, "InvalidSubnetID.NotFound");
    assert_eq!(message, "The subnet ID 'subnet-0a' does not exist");
    let subnet = subnet(&ec2);
    let group = [("SubnetId", subnet.as_str()), ("SecurityGroupId.1", "sg-0a")];
    assert_eq!(ec2.refused("CreateNetworkInterface", &group).0, "InvalidGroup.NotFound");

    let unknown = [("NetworkInterfaceId", "eni-0a")];
    let not_found = (
        "InvalidNetworkInterfaceID.NotFound".to_owned(),
        "The networkInterface ID 'eni-0a' does not exist".to_owned(),
    );
    for action in [
        "DeleteNetworkInterface",
        "ModifyNetworkInterfaceAttribute",
        "ResetNetworkInterfaceAttribute",
        "DescribeNetworkInterfaceAttribute",
        "AssignPrivateIpAddresses",
        "UnassignPrivateIpAddresses",
    ] {
        assert_eq!(ec2.refused(action, &unknown), not_found, "{action}");
    }
    let listed = [("NetworkInterfaceId.1", "eni-0a")];
    assert_eq!(ec2.refused("DescribeNetworkInterfaces", &listed), not_found);
    let malformed = [("NetworkInterfaceId.1", "vpc-0a")];
    let (code, _) = ec2.refused("DescribeNetworkInterfaces", &malformed);
    assert_eq!(code, "InvalidNetworkInterfaceId.Malformed");
}

#[test]
fn filters_leave_what_they_name() {
    let ec2 = Ec2::new();
    let created = create(
        &ec2,
        &[("PrivateIpAddress", "172.31.1.5"), ("SecondaryPrivateIpAddressCount", "1")],
    );
    let other = create(&ec2, &[("Description", "other")]);
    let (first, second) = (id(&created), id(&other));
    let interface = created.at("networkInterface").unwrap();
    let secondary = interface.texts("privateIpAddressesSet.item.privateIpAddress")[1].to_owned();
    for (name, value) in [
        ("addresses.private-ip-address", secondary.as_str()),
        ("addresses.private-ip-address", "172.31.1.5"),
        ("private-ip-address", "172.31.1.5"),
        ("mac-address", interface.text("macAddress")),
        ("network-interface-id", &first),
        ("private-dns-name", "ip-172-31-1-5.ec2.internal"),
        ("addresses.primary", "false"),
        ("description", ""),
    ] {
        assert_eq!(filtered(&ec2, name, value), [first.clone()], "{name}={value}");
    }
    let both = [first, second];
    for (name, value) in [
        ("subnet-id", interface.text("subnetId")),
        ("vpc-id", interface.text("vpcId")),
        ("group-id", interface.text("groupSet.item.groupId")),
        ("availability-zone", "us-east-1a"),
        ("availability-zone-id", "use1-*"),
        ("interface-type", "interface"),
        ("operator.managed", "false"),
        ("owner-id", "000000000000"),
        ("requester-id", "000000000000"),
        ("requester-managed", "false"),
        ("source-dest-check", "true"),
        ("status", "available"),
        ("addresses.primary", "true"),
    ] {
        assert_eq!(filtered(&ec2, name, value), both, "{name}={value}");
    }
    for (name, value) in [
        ("private-ip-address", secondary.as_str()),
        ("status", "in-use"),
        ("attachment.status", "attached"),
        ("association.public-ip", "*"),
    ] {
        assert!(filtered(&ec2, name, value).is_empty(), "{name}={value}");
    }
}

#[test]
fn pages_follow_each_other() {
    let ec2 = Ec2::new();
    let ids: Vec<String> = (0..7).map(|_| id(&create(&ec2, &[]))).collect();
    let first = ec2.call("DescribeNetworkInterfaces", &[("MaxResults", "5")]);
    let token = first.text("nextToken");
    let second =
        ec2.call("DescribeNetworkInterfaces", &[("MaxResults", "5"), ("NextToken", token)]);
    let path = "networkInterfaceSet.item.networkInterfaceId";
    assert_eq!([first.texts(path), second.texts(path)].concat(), ids);
    assert!(!second.has("nextToken"));

    let both = [("NetworkInterfaceId.1", ids[0].as_str()), ("MaxResults", "5")];
    assert_eq!(
        ec2.refused("DescribeNetworkInterfaces", &both),
        (
            "InvalidParameterCombination".to_owned(),
            "The parameter networkInterfaceIdSet cannot be used with the parameter maxResults"
                .to_owned()
        )
    );
    let all = ec2.call("DescribeNetworkInterfaces", &[("IncludeManagedResources", "true")]);
    assert_eq!(all.texts(path).len(), 7);
}

#[test]
fn attributes_change_one_at_a_time() {
    let ec2 = Ec2::new();
    let id = id(&create(&ec2, &[]));
    let modify = |parameters: &[(&str, &str)]| {
        let mut all = vec![("NetworkInterfaceId", id.as_str())];
        all.extend(parameters);
        ec2.ask("ModifyNetworkInterfaceAttribute", &all)
    };
    let attribute = |name: &str, path: &str| {
        let request = [("NetworkInterfaceId", id.as_str()), ("Attribute", name)];
        ec2.call("DescribeNetworkInterfaceAttribute", &request).text(path).to_owned()
    };
    modify(&[("Description.Value", "changed")]).unwrap();
    assert_eq!(attribute("description", "description.value"), "changed");
    modify(&[("SourceDestCheck.Value", "false")]).unwrap();
    assert_eq!(attribute("sourceDestCheck", "sourceDestCheck.value"), "false");
    assert_eq!(filtered(&ec2, "source-dest-check", "false"), [id.clone()]);
    let reset = [("NetworkInterfaceId", id.as_str()), ("SourceDestCheck", "true")];
    ec2.call("ResetNetworkInterfaceAttribute", &reset);
    assert_eq!(attribute("sourceDestCheck", "sourceDestCheck.value"), "true");
    assert_eq!(attribute("associatePublicIpAddress", "associatePublicIpAddress"), "false");

    let other = &groups(&ec2)[1];
    modify(&[("SecurityGroupId.1", other)]).unwrap();
    assert_eq!(attribute("groupSet", "groupSet.item.groupId"), *other);
    assert_eq!(filtered(&ec2, "group-id", other), [id.clone()]);

    let two = modify(&[("Description.Value", "x"), ("SourceDestCheck.Value", "true")]);
    assert_eq!(two.unwrap_err().code, "InvalidParameterCombination");
    assert_eq!(modify(&[]).unwrap_err().message, "No attributes specified.");
    let public = modify(&[("AssociatePublicIpAddress", "true")]).unwrap_err();
    assert_eq!(public.code, "UnsupportedOperation");
    let detached = modify(&[
        ("Attachment.AttachmentId", "eni-attach-0a"),
        ("Attachment.DeleteOnTermination", "true"),
    ]);
    assert_eq!(detached.unwrap_err().code, "InvalidAttachmentID.NotFound");
    let nameless = modify(&[("Attachment.DeleteOnTermination", "true")]).unwrap_err();
    assert_eq!(nameless.code, "MissingParameter");

    let only_id = [("NetworkInterfaceId", id.as_str())];
    let (code, message) = ec2.refused("DescribeNetworkInterfaceAttribute", &only_id);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter attribute");
    let (_, message) = ec2.refused("ResetNetworkInterfaceAttribute", &only_id);
    assert_eq!(message, "No attributes specified.");
    let attachment = [("NetworkInterfaceId", id.as_str()), ("Attribute", "attachment")];
    assert!(!ec2.call("DescribeNetworkInterfaceAttribute", &attachment).has("attachment"));
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
    assert_eq!(answer.text("networkInterfaceId"), id);
    let answer = assign(&id, &[("SecondaryPrivateIpAddressCount", "2")]).unwrap();
    assert_eq!(answer.texts(path).len(), 2);
    assert_eq!(has("172.31.2.11"), [id.clone()]);

    let taken = assign(&other, &[("PrivateIpAddress.1", "172.31.2.11")]).unwrap_err();
    assert_eq!(taken.message, "[172.31.2.11] assigned, but move is not allowed.");
    let moved = [("PrivateIpAddress.1", "172.31.2.11"), ("AllowReassignment", "true")];
    assign(&other, &moved).unwrap();
    assert_eq!(has("172.31.2.11"), [other.clone()]);
    let primary = [("PrivateIpAddress.1", "172.31.2.10"), ("AllowReassignment", "true")];
    assert_eq!(assign(&other, &primary).unwrap_err().code, "InvalidParameterValue");

    assert_eq!(assign(&id, &[]).unwrap_err().code, "MissingParameter");
    let both = [("PrivateIpAddress.1", "172.31.2.12"), ("SecondaryPrivateIpAddressCount", "1")];
    assert_eq!(assign(&id, &both).unwrap_err().code, "InvalidParameterCombination");
    let many = assign(&id, &[("SecondaryPrivateIpAddressCount", "64")]).unwrap_err();
    assert_eq!(many.code, "PrivateIpAddressLimitExceeded");
    let prefix = assign(&id, &[("Ipv4PrefixCount", "1")]).unwrap_err();
    assert_eq!(prefix.code, "UnsupportedOperation");

    let unassign = |address: &str| {
        let request = [("NetworkInterfaceId", other.as_str()), ("PrivateIpAddress.1", address)];
        ec2.ask("UnassignPrivateIpAddresses", &request)
    };
    unassign("172.31.2.11").unwrap();
    assert!(has("172.31.2.11").is_empty());
    let message = format!("Some of the specified addresses are not assigned to interface {other}");
    assert_eq!(unassign("172.31.2.11").unwrap_err().message, message);
    assert_eq!(unassign("172.31.2.20").unwrap_err().code, "InvalidParameterValue");
    let nothing = [("NetworkInterfaceId", other.as_str())];
    assert_eq!(ec2.refused("UnassignPrivateIpAddresses", &nothing).0, "MissingParameter");
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

#[test]
fn a_deleted_interface_is_gone() {
    let ec2 = Ec2::new();
    let id = id(&create(&ec2, &[("PrivateIpAddress", "172.31.3.3")]));
    let request = [("NetworkInterfaceId", id.as_str())];
    let (code, _) = ec2.refused("DeleteNetworkInterface", &[request[0], ("DryRun", "true")]);
    assert_eq!(code, "DryRunOperation");
    assert_eq!(ec2.call("DeleteNetworkInterface", &request).text("return"), "true");
    let (code, _) = ec2.refused("DeleteNetworkInterface", &request);
    assert_eq!(code, "InvalidNetworkInterfaceID.NotFound");
    create(&ec2, &[("PrivateIpAddress", "172.31.3.3")]);
}

#[test]
fn a_client_token_makes_one_interface() {
    let ec2 = Ec2::new();
    let first = create(&ec2, &[("ClientToken", "once")]);
    let again = create(&ec2, &[("ClientToken", "once")]);
    assert_eq!(id(&first), id(&again));
    assert_eq!(first.text("clientToken"), "once");
    assert_eq!(filtered(&ec2, "status", "available").len(), 1);
}
