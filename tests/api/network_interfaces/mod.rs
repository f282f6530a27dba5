pub mod addresses;
mod attachment;
mod prefixes;
mod settings;
mod tokens;

use super::support::{Ec2, Xml};

/// The subnet of the default VPC in a zone.
fn subnet_in(ec2: &Ec2, zone: &str) -> String {
    let filter = [("Filter.1.Name", "availability-zone"), ("Filter.1.Value.1", zone)];
    ec2.call("DescribeSubnets", &filter).text("subnetSet.item.subnetId").to_owned()
}

/// The one with the addresses from 172.31.0.0 on.
fn subnet(ec2: &Ec2) -> String {
    let filter = [("Filter.1.Name", "cidr-block"), ("Filter.1.Value.1", "172.31.0.0/20")];
    ec2.call("DescribeSubnets", &filter).text("subnetSet.item.subnetId").to_owned()
}

/// Another security group of the default VPC.
fn group(ec2: &Ec2) -> String {
    let request = [("GroupName", "web"), ("GroupDescription", "web")];
    ec2.call("CreateSecurityGroup", &request).text("groupId").to_owned()
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
    let made = created.at("networkInterface").unwrap();
    // The names too, in a VPC that gives them (transcript 13970097455).
    for member in &made.children {
        if member.name != "operator" {
            assert!(interface.children.contains(member), "both answers show the same: {member:?}");
        }
    }
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
    assert!(!interface.has("ipv6AddressesSet.item"));
    assert_eq!(interface.text("publicDnsName"), "");
    assert!(!interface.has("publicIpDnsNameOptions"));
}

#[test]
fn an_untagged_interface_has_an_empty_list_of_tags() {
    let created = create(&Ec2::new(), &[]);
    let tags = created.at("networkInterface.tagSet").unwrap();
    assert!(tags.children.is_empty());
}

#[test]
fn a_new_interface_is_pending_for_a_moment() {
    let ec2 = Ec2::with_aws_lifecycle();
    let created = create(&ec2, &[]);
    assert_eq!(created.text("networkInterface.status"), "pending");
    let id = id(&created);
    assert_eq!(filtered(&ec2, "status", "pending"), std::slice::from_ref(&id));
    ec2.advance(1);
    assert_eq!(filtered(&ec2, "status", "available"), std::slice::from_ref(&id));
    assert!(filtered(&ec2, "status", "pending").is_empty());
}

#[test]
fn names_are_those_of_the_region() {
    let ec2 = Ec2::new().in_region("eu-west-1");
    let created = create(&ec2, &[]);
    let found = ec2.call("DescribeNetworkInterfaces", &[("NetworkInterfaceId.1", &id(&created))]);
    let name = found.text("networkInterfaceSet.item.privateDnsName");
    assert!(name.ends_with(".eu-west-1.compute.internal"), "{name}");
}

#[test]
fn what_is_not_emulated_is_refused_by_name() {
    let ec2 = Ec2::new();
    let subnet = subnet(&ec2);
    let request = [("SubnetId", subnet.as_str()), ("Operator.Principal", "eks.amazonaws.com")];
    let (code, message) = ec2.refused("CreateNetworkInterface", &request);
    assert_eq!(code, "UnsupportedOperation");
    let words = "parlel-ec2 does not emulate the parameter Operator of CreateNetworkInterface.";
    assert_eq!(message, words);
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
    for gone in ["sg-0a", "web"] {
        let group = [("SubnetId", subnet.as_str()), ("SecurityGroupId.1", gone)];
        let (code, message) = ec2.refused("CreateNetworkInterface", &group);
        assert_eq!(code, "InvalidSecurityGroupID.NotFound");
        assert_eq!(message, format!("The securityGroup ID '{gone}' does not exist"));
    }

    let unknown = [("NetworkInterfaceId", "eni-0a")];
    let not_found = (
        "InvalidNetworkInterfaceID.NotFound".to_owned(),
        "The networkInterface ID 'eni-0a' does not exist".to_owned(),
    );
    // What the others lack here is told before the id: `orders.rs`.
    assert_eq!(ec2.refused("DeleteNetworkInterface", &unknown), not_found);
    let described = [unknown[0], ("Attribute", "description")];
    assert_eq!(ec2.refused("DescribeNetworkInterfaceAttribute", &described), not_found);
    let none = [("NetworkInterfaceId", "not-an-eni")];
    let (code, message) = ec2.refused("DeleteNetworkInterface", &none);
    assert_eq!(code, "InvalidNetworkInterfaceId.Malformed");
    assert_eq!(message, "Invalid id: \"not-an-eni\" (expecting \"eni-...\")");
    let listed = [("NetworkInterfaceId.1", "eni-0a")];
    assert_eq!(ec2.refused("DescribeNetworkInterfaces", &listed), not_found);
    let malformed = [("NetworkInterfaceId.1", "eni-x")];
    let (code, message) = ec2.refused("DescribeNetworkInterfaces", &malformed);
    assert_eq!(code, "InvalidNetworkInterfaceId.Malformed");
    assert_eq!(message, "The network-interface ID 'eni-x' is malformed");
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
        assert_eq!(filtered(&ec2, name, value), std::slice::from_ref(&first), "{name}={value}");
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
            "The parameter NetworkInterfaceIds cannot be used with the parameter MaxResults"
                .to_owned()
        )
    );
    let token = ("NextToken", "not-a-token");
    let (code, message) = ec2.refused("DescribeNetworkInterfaces", &[both[1], token]);
    assert_eq!(code, "InvalidParameterValue");
    let expected = "Value ( not-a-token ) for parameter NextToken is invalid. The token is \
                    invalid.";
    assert_eq!(message, expected);
    let hidden = "networkInterfaceSet.item.operator.hiddenByDefault";
    assert_eq!(ec2.call("DescribeNetworkInterfaces", &both[..1]).text(hidden), "false");
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
    assert_eq!(filtered(&ec2, "source-dest-check", "false"), std::slice::from_ref(&id));
    let mut reset = [("NetworkInterfaceId", id.as_str()), ("SourceDestCheck", "true")];
    let (code, message) = ec2.refused("ResetNetworkInterfaceAttribute", &reset);
    assert_eq!(code, "InvalidRequest");
    assert_eq!(message, "The request received was invalid.");
    reset[1].1 = "";
    ec2.call("ResetNetworkInterfaceAttribute", &reset);
    assert_eq!(attribute("sourceDestCheck", "sourceDestCheck.value"), "true");
    assert_eq!(attribute("associatePublicIpAddress", "associatePublicIpAddress"), "false");

    let other = &group(&ec2);
    modify(&[("SecurityGroupId.1", other)]).unwrap();
    assert_eq!(attribute("groupSet", "groupSet.item.groupId"), *other);
    assert_eq!(filtered(&ec2, "group-id", other), std::slice::from_ref(&id));

    let two = modify(&[("Description.Value", "x"), ("SourceDestCheck.Value", "true")]);
    assert_eq!(two.unwrap_err().code, "InvalidParameterCombination");
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).text("vpc.vpcId").to_owned();
    let far = [("GroupName", "far"), ("GroupDescription", "far"), ("VpcId", vpc.as_str())];
    let far = ec2.call("CreateSecurityGroup", &far).text("groupId").to_owned();
    let far = modify(&[("SecurityGroupId.1", &far)]).unwrap_err();
    assert_eq!(far.code, "InvalidGroup.NotFound");
    let expected = "You have specified two resources that belong to different networks.";
    assert_eq!(far.message, expected);
    assert_eq!(modify(&[]).unwrap_err().message, "No attributes specified.");
    let unknown = modify(&[("SecurityGroupId.1", "web")]).unwrap_err();
    assert_eq!(unknown.code, "InvalidGroup.NotFound");
    assert_eq!(unknown.message, "The security group 'web' does not exist");
    let public = modify(&[("AssociatedSubnetId.1", "subnet-0a")]).unwrap_err();
    assert_eq!(public.code, "UnsupportedOperation");
    let detached = modify(&[
        ("Attachment.AttachmentId", "eni-attach-0a"),
        ("Attachment.DeleteOnTermination", "true"),
    ]);
    assert_eq!(detached.unwrap_err().code, "InvalidAttachmentID.NotFound");
    for lacking in [("Attachment.DeleteOnTermination", "true"), ("Attachment.AttachmentId", "x")] {
        assert_eq!(modify(&[lacking]).unwrap_err().code, "MissingParameter");
    }

    let only_id = [("NetworkInterfaceId", id.as_str())];
    let (code, message) = ec2.refused("DescribeNetworkInterfaceAttribute", &only_id);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "No attributes specified.");
    let unknown = [only_id[0], ("Attribute", "invalid")];
    let (code, message) = ec2.refused("DescribeNetworkInterfaceAttribute", &unknown);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Value (invalid) for parameter attribute is invalid. Unknown attribute.");
    let (_, message) = ec2.refused("ResetNetworkInterfaceAttribute", &only_id);
    assert_eq!(message, "No attributes specified.");
    let attachment = [("NetworkInterfaceId", id.as_str()), ("Attribute", "attachment")];
    assert!(!ec2.call("DescribeNetworkInterfaceAttribute", &attachment).has("attachment"));
}

#[test]
fn a_dry_run_looks_at_no_value() {
    let ec2 = Ec2::new();
    let subnet = subnet(&ec2);
    for (action, form) in [
        ("CreateNetworkInterface", [("SubnetId", &*subnet), ("PrivateIpAddress", "not-an-ip")]),
        ("DeleteNetworkInterface", [("NetworkInterfaceId", "not-an-eni"), ("DryRun", "true")]),
        ("ResetNetworkInterfaceAttribute", [("NetworkInterfaceId", "eni-0a"), ("DryRun", "true")]),
        (
            "DescribeNetworkInterfaceAttribute",
            [("NetworkInterfaceId", "eni-0a"), ("Attribute", "invalid")],
        ),
    ] {
        let mut form = form.to_vec();
        form.retain(|(name, _)| *name != "DryRun");
        form.push(("DryRun", "true"));
        let (code, message) = ec2.refused(action, &form);
        assert_eq!(code, "DryRunOperation", "{action}");
        assert_eq!(message, "Request would have succeeded, but DryRun flag is set.");
    }
    let reset = [("NetworkInterfaceId", "eni-0a"), ("SourceDestCheck", "true"), ("DryRun", "true")];
    assert_eq!(ec2.refused("ResetNetworkInterfaceAttribute", &reset).0, "InvalidRequest");
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
fn addresses_without_names_are_told_as_recorded() {
    let ec2 = Ec2::new();
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/24")]);
    let form = [("VpcId", vpc.text("vpc.vpcId")), ("CidrBlock", "10.0.0.0/28")];
    let subnet = ec2.call("CreateSubnet", &form);
    let subnet = ("SubnetId", subnet.text("subnet.subnetId"));
    let second = ("PrivateIpAddresses.1.PrivateIpAddress", "10.0.0.9");
    let made = ec2.call("CreateNetworkInterface", &[subnet, second]);
    let made = made.at("networkInterface").unwrap();
    let of = [("NetworkInterfaceId.1", made.text("networkInterfaceId"))];
    let found = ec2.call("DescribeNetworkInterfaces", &of);
    let found = found.at("networkInterfaceSet.item").unwrap();
    assert_eq!((made.has("publicDnsName"), found.text("publicDnsName")), (false, ""));
    for interface in [made, found] {
        assert!(!interface.has("privateDnsName"));
        let addresses = interface.all_at("privateIpAddressesSet.item");
        assert!(!addresses[0].has("privateDnsName"));
        assert_eq!(addresses[1].text("privateDnsName"), "");
    }
}

#[test]
fn an_interface_has_a_kind_of_public_name() {
    let ec2 = Ec2::new();
    let interface = id(&create(&ec2, &[]));
    let shown = |ec2: &Ec2| {
        let form = [("NetworkInterfaceId.1", interface.as_str())];
        let found = ec2.call("DescribeNetworkInterfaces", &form);
        found.at("networkInterfaceSet.item").unwrap().clone()
    };
    assert!(!shown(&ec2).has("publicIpDnsNameOptions"));
    let form =
        [("NetworkInterfaceId", interface.as_str()), ("HostnameType", "public-ipv4-dns-name")];
    assert_eq!(ec2.call("ModifyPublicIpDnsNameOptions", &form).text("successful"), "true");
    let options = shown(&ec2);
    let options = options.at("publicIpDnsNameOptions").unwrap();
    assert_eq!(options.text("dnsHostnameType"), "public-ipv4-dns-name");
    assert!(!options.has("publicIpv4DnsName"));
    let address = ec2.call("AllocateAddress", &[]);
    let address = [("AllocationId", address.text("allocationId")), form[0]];
    ec2.call("AssociateAddress", &address);
    let named = shown(&ec2);
    let name = named.text("association.publicDnsName");
    assert_eq!(named.text("publicIpDnsNameOptions.publicIpv4DnsName"), name);
    let both = [form[0], ("HostnameType", "public-dual-stack-dns-name")];
    ec2.call("ModifyPublicIpDnsNameOptions", &both);
    let association = ("AssociationId", named.text("association.associationId"));
    let last = format!(
        "The network interface '{interface}' has a public dual-stack DNS name, and its only public \
         IPv4 address cannot be disassociated."
    );
    let refusal = ec2.refused("DisassociateAddress", &[association]);
    assert_eq!(refusal, ("OperationNotPermitted".to_owned(), last));
    ec2.call("ModifyPublicIpDnsNameOptions", &form);
    ec2.call("DisassociateAddress", &[association]);
    let unknown = [("NetworkInterfaceId", "eni-0123456789abcdef0"), form[1]];
    let (code, _) = ec2.refused("ModifyPublicIpDnsNameOptions", &unknown);
    assert_eq!(code, "InvalidNetworkInterfaceID.NotFound");
}
