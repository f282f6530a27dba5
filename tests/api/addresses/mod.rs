mod border_groups;
mod refusals;
mod transfers;

use super::support::{Ec2, Xml};

const IMAGE: &str = "ami-0abcdef1234567890";

fn allocate(ec2: &Ec2) -> (String, String) {
    let made = ec2.call("AllocateAddress", &[]);
    (made.text("allocationId").to_owned(), made.text("publicIp").to_owned())
}

fn described(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeAddresses", &[("AllocationId.1", id)]);
    found.at("addressesSet.item").unwrap().clone()
}

/// The ids of an instance and of its interface.
fn launch(ec2: &Ec2, more: &[(&str, &str)]) -> (String, String) {
    let form = [&[("ImageId", IMAGE), ("InstanceType", "t3.micro")], more].concat();
    let launched = ec2.call("RunInstances", &form);
    let instance = launched.at("instancesSet.item").unwrap();
    let interface = instance.text("networkInterfaceSet.item.networkInterfaceId");
    (instance.text("instanceId").to_owned(), interface.to_owned())
}

fn instance(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeInstances", &[("InstanceId.1", id)]);
    found.at("reservationSet.item.instancesSet.item").unwrap().clone()
}

fn interface(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeNetworkInterfaces", &[("NetworkInterfaceId.1", id)]);
    found.at("networkInterfaceSet.item").unwrap().clone()
}

fn associate(ec2: &Ec2, allocation: &str, to: (&str, &str)) -> String {
    let form = [("AllocationId", allocation), to];
    ec2.call("AssociateAddress", &form).text("associationId").to_owned()
}

#[test]
fn an_address_is_allocated_and_released() {
    let ec2 = Ec2::new();
    let tags = [
        ("Domain", "vpc"),
        ("PublicIpv4Pool", "amazon"),
        ("NetworkBorderGroup", "us-east-1"),
        ("TagSpecification.1.ResourceType", "elastic-ip"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "web"),
    ];
    let made = ec2.call("AllocateAddress", &tags);
    for (member, value) in
        [("domain", "vpc"), ("publicIpv4Pool", "amazon"), ("networkBorderGroup", "us-east-1")]
    {
        assert_eq!(made.text(member), value);
    }
    let (id, public) = (made.text("allocationId"), made.text("publicIp"));
    assert!(id.starts_with("eipalloc-"));
    public.parse::<std::net::Ipv4Addr>().unwrap();
    let (other, _) = allocate(&ec2);
    for form in [
        [("PublicIp.1", public), ("Filter.1.Name", "colour")],
        [("AllocationId.1", id), ("Filter.1.Name", "colour")],
    ] {
        let (code, message) = ec2.refused("DescribeAddresses", &form);
        assert_eq!(code, "InvalidParameterValue");
        assert_eq!(message, "The filter 'colour' is invalid");
        let found = ec2.call("DescribeAddresses", &form[..1]);
        assert_eq!(found.texts("addressesSet.item.allocationId"), [id]);
    }
    for (name, value) in
        [("public-ip", public), ("allocation-id", id), ("tag:Name", "web"), ("tag-key", "Name")]
    {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeAddresses", &form);
        assert_eq!(found.texts("addressesSet.item.allocationId"), [id], "{name}");
    }
    let name = [("AllocationId", &*other), ("DomainName", "mail.example.com")];
    ec2.call("ModifyAddressAttribute", &name);
    let attributes = ec2.call("DescribeAddressesAttribute", &[("Attribute", "domain-name")]);
    assert_eq!(attributes.texts("addressSet.item.allocationId"), [&other]);

    let (code, message) = ec2.refused("ReleaseAddress", &[("PublicIp", public)]);
    assert_eq!(code, "InvalidParameterValue");
    let expected = "You must specify an allocation id when releasing a VPC elastic IP address";
    assert_eq!(message, expected);
    let both = ec2.refused("ReleaseAddress", &[("AllocationId", id), ("PublicIp", public)]);
    let expected = "You may specify public IP or allocation id, but not both in the same call";
    assert_eq!(both, ("InvalidParameterCombination".to_owned(), expected.to_owned()));
    let (code, message) = ec2.refused("ReleaseAddress", &[]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "Either public IP or allocation id must be specified");
    let release = [("AllocationId", id), ("NetworkBorderGroup", "eu-west-1")];
    let (code, message) = ec2.refused("ReleaseAddress", &release);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "invalid value for parameter network-border-group: eu-west-1");
    ec2.call("ReleaseAddress", &release[..1]);
    for (action, form) in [
        ("ReleaseAddress", ("AllocationId", id)),
        ("DescribeAddresses", ("AllocationId.1", id)),
        ("DescribeAddressesAttribute", ("AllocationId.1", id)),
    ] {
        let (code, message) = ec2.refused(action, &[form]);
        assert_eq!(code, "InvalidAllocationID.NotFound", "{action}");
        assert_eq!(message, format!("The allocation ID '{id}' does not exist"));
    }
    let (code, message) = ec2.refused("DescribeAddresses", &[("PublicIp.1", public)]);
    assert_eq!(code, "InvalidAddress.NotFound");
    assert_eq!(message, format!("Address '{public}' not found."));
}

#[test]
fn an_associated_address_is_shown_everywhere() {
    let ec2 = Ec2::new();
    let (id, public) = allocate(&ec2);
    let (instance_id, interface_id) = launch(&ec2, &[]);
    let before = instance(&ec2, &instance_id).text("ipAddress").to_owned();
    let association = associate(&ec2, &id, ("InstanceId", &instance_id));
    assert!(association.starts_with("eipassoc-"));

    let address = described(&ec2, &id);
    let private = instance(&ec2, &instance_id).text("privateIpAddress").to_owned();
    for (member, value) in [
        ("associationId", association.as_str()),
        ("instanceId", &instance_id),
        ("networkInterfaceId", &interface_id),
        ("networkInterfaceOwnerId", "000000000000"),
        ("privateIpAddress", &private),
    ] {
        assert_eq!(address.text(member), value);
    }
    let shown = instance(&ec2, &instance_id);
    assert_eq!(shown.text("ipAddress"), public);
    assert_eq!(shown.text("networkInterfaceSet.item.association.ipOwnerId"), "000000000000");
    let shown = interface(&ec2, &interface_id);
    assert_eq!(shown.text("association.allocationId"), id);
    assert_eq!(shown.text("association.associationId"), association);
    assert_eq!(shown.text("association.publicIp"), public);
    for (name, value) in [
        ("association-id", association.as_str()),
        ("instance-id", &instance_id),
        ("network-interface-id", &interface_id),
        ("network-interface-owner-id", "000000000000"),
        ("private-ip-address", &private),
    ] {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeAddresses", &form);
        assert_eq!(found.texts("addressesSet.item.allocationId"), [&id], "{name}");
    }
    for (name, value) in [
        ("ip-address", public.as_str()),
        ("network-interface.association.allocation-id", &id),
        ("network-interface.addresses.association.association-id", &association),
    ] {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeInstances", &form);
        assert!(found.has("reservationSet.item"), "{name}");
    }
    let (code, message) = ec2.refused("ReleaseAddress", &[("AllocationId", &id)]);
    assert_eq!(code, "InvalidIPAddress.InUse");
    assert_eq!(message, format!("Address {public} is in use."));

    // It stays with a stopped instance, and AWS gives another one when it is taken away.
    ec2.call("StopInstances", &[("InstanceId.1", &instance_id)]);
    assert_eq!(instance(&ec2, &instance_id).text("ipAddress"), public);
    ec2.call("StartInstances", &[("InstanceId.1", &instance_id)]);
    assert_eq!(instance(&ec2, &instance_id).text("ipAddress"), public);
    ec2.call("DisassociateAddress", &[("AssociationId", &association)]);
    let shown = instance(&ec2, &instance_id);
    assert!(shown.text("ipAddress") != public && shown.text("ipAddress") != before);
    assert_eq!(shown.text("networkInterfaceSet.item.association.ipOwnerId"), "amazon");
    let again = [("AssociationId", association.as_str())];
    let (code, message) = ec2.refused("DisassociateAddress", &again);
    assert_eq!(code, "InvalidAssociationID.NotFound");
    assert_eq!(message, format!("The association ID '{association}' does not exist"));
    assert!(!described(&ec2, &id).has("associationId"));

    associate(&ec2, &id, ("NetworkInterfaceId", &interface_id));
    ec2.call("TerminateInstances", &[("InstanceId.1", &instance_id)]);
    assert!(!described(&ec2, &id).has("associationId"));
    ec2.call("ReleaseAddress", &[("AllocationId", &id)]);
}

#[test]
fn an_address_moves_unless_it_is_held() {
    let ec2 = Ec2::new();
    let (one, two) = (launch(&ec2, &[]).0, launch(&ec2, &[]).0);
    let ((first, first_ip), (second, _)) = (allocate(&ec2), allocate(&ec2));
    let association = associate(&ec2, &first, ("InstanceId", &one));
    assert_eq!(associate(&ec2, &first, ("InstanceId", &one)), association, "once more");
    let held = [
        ("AllocationId", first.as_str()),
        ("InstanceId", two.as_str()),
        ("AllowReassociation", "false"),
    ];
    let (code, message) = ec2.refused("AssociateAddress", &held);
    assert_eq!(code, "Resource.AlreadyAssociated");
    let expected =
        format!("resource {first} is already associated with associate-id {association}");
    assert_eq!(message, expected);
    let moved = ec2.call("AssociateAddress", &held[..2]).text("associationId").to_owned();
    assert_ne!(moved, association);
    assert_eq!(described(&ec2, &first).text("instanceId"), two);
    assert_ne!(instance(&ec2, &one).text("ipAddress"), first_ip);
    // Another address takes its place, even so.
    let other = [("AllocationId", second.as_str()), held[1], held[2]];
    ec2.call("AssociateAddress", &other);
    assert!(!described(&ec2, &first).has("associationId"));
    assert_eq!(described(&ec2, &second).text("instanceId"), two);
}

#[test]
fn an_instance_counts_where_an_interface_is_named_beside_it() {
    let ec2 = Ec2::new();
    let (first, one) = launch(&ec2, &[]);
    let (second, _) = launch(&ec2, &[]);
    let (id, _) = allocate(&ec2);
    associate(&ec2, &id, ("InstanceId", &first));
    let form = [
        ("AllocationId", id.as_str()),
        ("InstanceId", second.as_str()),
        ("NetworkInterfaceId", one.as_str()),
    ];
    assert_eq!(ec2.call("AssociateAddress", &form).text("return"), "true");
    assert_eq!(described(&ec2, &id).text("instanceId"), second);
}

#[test]
fn an_instance_that_begins_or_ends_takes_no_address() {
    let ec2 = Ec2::with_aws_lifecycle();
    let (instance_id, interface_id) = launch(&ec2, &[]);
    let (id, _) = allocate(&ec2);
    let refused = |state: &str, attached: &str| {
        let form = [("AllocationId", id.as_str()), ("InstanceId", &instance_id)];
        let expected = format!(
            "The {state} instance '{instance_id}' is not in a valid state for this operation."
        );
        let refusal = ec2.refused("AssociateAddress", &form);
        assert_eq!(refusal, ("InvalidInstanceID".to_owned(), expected));
        let form = [form[0], ("NetworkInterfaceId", &interface_id)];
        let expected = format!(
            "The {attached} instance to which '{interface_id}' is attached is not in a valid \
             state for this operation"
        );
        let refusal = ec2.refused("AssociateAddress", &form);
        assert_eq!(refusal, ("IncorrectInstanceState".to_owned(), expected));
    };
    refused("pending", "pending-instance-creation");
    ec2.advance(60);
    ec2.call("TerminateInstances", &[("InstanceId.1", &instance_id)]);
    refused("shutting-down", "shutting-down");
}

#[test]
fn an_address_stays_with_its_interface_and_may_be_a_secondary_one() {
    let ec2 = Ec2::new();
    let subnets = ec2.call("DescribeSubnets", &[]);
    let subnet = subnets.text("subnetSet.item.subnetId").to_owned();
    let form = [("SubnetId", subnet.as_str()), ("SecondaryPrivateIpAddressCount", "1")];
    let made = ec2.call("CreateNetworkInterface", &form);
    let interface_id = made.text("networkInterface.networkInterfaceId").to_owned();
    let addresses = interface(&ec2, &interface_id);
    let addresses = addresses.texts("privateIpAddressesSet.item.privateIpAddress");
    let secondary = addresses[1].to_owned();
    let (id, public) = allocate(&ec2);
    let form = [
        ("AllocationId", id.as_str()),
        ("NetworkInterfaceId", interface_id.as_str()),
        ("PrivateIpAddress", secondary.as_str()),
    ];
    ec2.call("AssociateAddress", &form);
    let shown = interface(&ec2, &interface_id);
    assert!(!shown.has("association"), "the primary address has none");
    assert_eq!(shown.texts("privateIpAddressesSet.item.association.publicIp"), [&public]);
    assert_eq!(described(&ec2, &id).text("privateIpAddress"), secondary);
    assert!(!described(&ec2, &id).has("instanceId"));
    let wrong = [form[0], form[1], ("PrivateIpAddress", "10.0.0.1")];
    let (code, message) = ec2.refused("AssociateAddress", &wrong);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, format!("10.0.0.1 is not mapped to the interface {interface_id}"));

    let attached = launch(
        &ec2,
        &[
            ("NetworkInterface.1.NetworkInterfaceId", &interface_id),
            ("NetworkInterface.1.DeviceIndex", "0"),
        ],
    )
    .0;
    assert_eq!(described(&ec2, &id).text("instanceId"), attached);
    ec2.call("TerminateInstances", &[("InstanceId.1", &attached)]);
    assert_eq!(described(&ec2, &id).text("networkInterfaceId"), interface_id);
    ec2.call("DeleteNetworkInterface", &[("NetworkInterfaceId", &interface_id)]);
    assert!(!described(&ec2, &id).has("associationId"));
}

#[test]
fn what_cannot_be_associated() {
    let ec2 = Ec2::with_aws_lifecycle();
    let (id, public) = allocate(&ec2);
    let (instance_id, interface_id) = launch(&ec2, &[]);
    let refused = |form: &[(&str, &str)]| ec2.refused("AssociateAddress", form);
    let allocation = ("AllocationId", id.as_str());
    ec2.advance(60);
    for (form, code) in [
        (
            vec![allocation],
            "MissingParameter: Either instance ID or network interface id must be specified",
        ),
        (
            vec![("PublicIp", &public), ("InstanceId", &instance_id)],
            "InvalidParameterCombination: You must specify an allocation id when mapping an \
             address to a VPC instance",
        ),
        (
            vec![("PublicIp", &public), ("NetworkInterfaceId", &interface_id)],
            "InvalidParameterCombination: You must specify an allocation id when mapping an \
             address to a network interface",
        ),
        (
            vec![allocation, ("NetworkInterfaceId", &interface_id), ("PrivateIpAddress", "bad")],
            "InvalidParameterValue: invalid value for parameter private-address: bad",
        ),
        (
            vec![("InstanceId", instance_id.as_str())],
            "MissingParameter: Either public IP or allocation id must be specified",
        ),
        (
            vec![allocation, ("PublicIp", &public), ("InstanceId", &instance_id)],
            "InvalidParameterCombination: You may specify public IP or allocation id, but not \
             both in the same call",
        ),
        (
            vec![allocation, ("InstanceId", "i-0123456789abcdef0")],
            "InvalidInstanceID.NotFound: The instance ID 'i-0123456789abcdef0' does not exist",
        ),
        (
            vec![("AllocationId", "eipalloc-0123456789abcdef0"), ("InstanceId", &instance_id)],
            "InvalidAllocationID.NotFound: The allocation ID 'eipalloc-0123456789abcdef0' does \
             not exist",
        ),
    ] {
        let (code_is, message) = refused(&form);
        assert_eq!(format!("{code_is}: {message}"), code, "{form:?}");
    }
    let (code, message) = refused(&[("PublicIp", "198.51.100.1"), ("InstanceId", &instance_id)]);
    assert_eq!(code, "AuthFailure");
    assert_eq!(message, "The address '198.51.100.1' does not belong to you.");
}

#[test]
fn where_an_address_cannot_go() {
    let ec2 = Ec2::new();
    let (id, public) = allocate(&ec2);
    let (instance_id, interface_id) = launch(&ec2, &[]);
    let refused = |form: &[(&str, &str)]| ec2.refused("AssociateAddress", form);
    let allocation = ("AllocationId", id.as_str());
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).text("vpc.vpcId").to_owned();
    let subnet = ec2.call("CreateSubnet", &[("VpcId", &vpc), ("CidrBlock", "10.0.0.0/24")]);
    let private = [("SubnetId", subnet.text("subnet.subnetId"))];
    let made = ec2.call("CreateNetworkInterface", &private);
    let private = made.text("networkInterface.networkInterfaceId");
    let (code, message) = refused(&[allocation, ("NetworkInterfaceId", private)]);
    assert_eq!(code, "Gateway.NotAttached");
    assert_eq!(message, format!("Network {vpc} is not attached to any internet gateway"));

    let subnet = interface(&ec2, &interface_id).text("subnetId").to_owned();
    let made = ec2.call("CreateNetworkInterface", &[("SubnetId", &subnet)]);
    let second = [
        ("NetworkInterfaceId", made.text("networkInterface.networkInterfaceId")),
        ("InstanceId", instance_id.as_str()),
        ("DeviceIndex", "1"),
    ];
    ec2.call("AttachNetworkInterface", &second);
    let (code, message) = refused(&[allocation, ("InstanceId", &instance_id)]);
    assert_eq!(code, "InvalidInstanceID");
    assert!(message.starts_with("There are multiple interfaces attached"), "{message}");

    let (code, message) = ec2.refused("DisassociateAddress", &[("PublicIp", &public)]);
    assert_eq!(code, "InvalidParameterValue");
    let expected =
        "You must specify an association id when unmapping an address from a VPC instance";
    assert_eq!(message, expected);
    let (code, message) = ec2.refused("DisassociateAddress", &[("PublicIp", "192.0.2.1")]);
    assert_eq!(code, "AuthFailure");
    assert_eq!(message, "The address '192.0.2.1' does not belong to you.");
    let (code, message) = ec2.refused("DisassociateAddress", &[]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "Either public IP or association id must be specified");
}

#[test]
fn an_address_is_looked_up_backwards_to_a_name() {
    let ec2 = Ec2::new();
    let id = ec2.call("AllocateAddress", &[]).text("allocationId").to_owned();
    let modify = |name: &str| {
        ec2.ask("ModifyAddressAttribute", &[("AllocationId", &id), ("DomainName", name)])
    };
    let described = || {
        let found = ec2.call("DescribeAddressesAttribute", &[("AllocationId.1", &id)]);
        found.texts("addressSet.item.ptrRecord").iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert!(described().is_empty());
    let modified = modify("mail.example.com").unwrap();
    assert_eq!(modified.text("address.ptrRecord"), "mail.example.com.");
    assert!(!modified.has("address.ptrRecordUpdate"));
    assert_eq!(described(), ["mail.example.com."]);
    let (code, message) = ec2.refused("ReleaseAddress", &[("AllocationId", &id)]);
    assert_eq!(code, "InvalidAddress.PtrSet");
    let expected = format!(
        "The address with allocation id [{id}] cannot be released because it has a PTR record set."
    );
    assert_eq!(message, expected);
    let dry = ec2.refused("ReleaseAddress", &[("AllocationId", &id), ("DryRun", "true")]);
    assert_eq!(dry.0, "DryRunOperation");
    for name in ["mail", "mail..com", "-mail.example.com", "mail.example.com/"] {
        let refusal = modify(name).unwrap_err();
        assert_eq!(refusal.code, "InvalidParameterValue");
        let expected =
            format!("Value ({name}) for parameter domainName is invalid. Invalid domain name.");
        assert_eq!(refusal.message, expected);
    }
    let unnamed = [("AllocationId", id.as_str()), ("DomainName", "")];
    for unnamed in [&unnamed[..1], &unnamed] {
        assert_eq!(ec2.refused("ModifyAddressAttribute", unnamed).0, "MissingParameter");
    }
    let reset = [("AllocationId", id.as_str()), ("Attribute", "domain-name")];
    assert!(!ec2.call("ResetAddressAttribute", &reset).has("address.ptrRecord"));
    assert!(described().is_empty());
    ec2.call("ReleaseAddress", &[("AllocationId", &id)]);
    assert_eq!(ec2.refused("ResetAddressAttribute", &reset).0, "InvalidAllocationID.NotFound");
}

#[test]
fn in_the_aws_lifecycle_a_name_takes_its_time() {
    let ec2 = Ec2::with_aws_lifecycle();
    let id = ec2.call("AllocateAddress", &[]).text("allocationId").to_owned();
    let form = [("AllocationId", id.as_str()), ("DomainName", "mail.example.com")];
    let modified = ec2.call("ModifyAddressAttribute", &form);
    assert!(!modified.has("address.ptrRecord"));
    let listed = || ec2.call("DescribeAddressesAttribute", &[("AllocationId.1", &id)]);
    assert_eq!(listed().text("addressSet.item.ptrRecordUpdate.status"), "PENDING");
    assert_eq!(modified.text("address.ptrRecordUpdate.status"), "PENDING");
    assert_eq!(modified.text("address.ptrRecordUpdate.value"), "mail.example.com.");
    assert_eq!(ec2.refused("ReleaseAddress", &form[..1]).0, "InvalidAddress.PtrSet");
    ec2.advance(60);
    let found = listed();
    assert_eq!(found.text("addressSet.item.ptrRecord"), "mail.example.com.");
    assert!(!found.has("addressSet.item.ptrRecordUpdate"));
    let reset = [("AllocationId", id.as_str()), ("Attribute", "domain-name")];
    let reset = ec2.call("ResetAddressAttribute", &reset);
    assert_eq!(reset.text("address.ptrRecord"), "mail.example.com.");
    assert_eq!(reset.text("address.ptrRecordUpdate.status"), "PENDING");
    assert_eq!(listed().text("addressSet.item.ptrRecord"), "mail.example.com.");
    ec2.advance(60);
    assert!(listed().texts("addressSet.item.publicIp").is_empty());
    ec2.call("ReleaseAddress", &form[..1]);
}
