use super::{filtered, id, subnet_in};
use crate::support::{Ec2, Xml};

const IMAGE: &str = "ami-0abcdef1234567890";

fn launch(ec2: &Ec2, instance_type: &str) -> String {
    let launched = ec2.call("RunInstances", &[("ImageId", IMAGE), ("InstanceType", instance_type)]);
    launched.text("instancesSet.item.instanceId").to_owned()
}

/// The subnet and the interface that an instance was launched with.
fn launched_with(ec2: &Ec2, instance: &str) -> Xml {
    let filter = [("Filter.1.Name", "attachment.instance-id"), ("Filter.1.Value.1", instance)];
    let found = ec2.call("DescribeNetworkInterfaces", &filter);
    found.at("networkInterfaceSet.item").unwrap().clone()
}

fn describe(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeNetworkInterfaces", &[("NetworkInterfaceId.1", id)]);
    found.at("networkInterfaceSet.item").unwrap().clone()
}

/// An interface beside an instance's own.
fn beside(ec2: &Ec2, instance: &str) -> String {
    let subnet = launched_with(ec2, instance).text("subnetId").to_owned();
    id(&ec2.call("CreateNetworkInterface", &[("SubnetId", &subnet)]))
}

fn attach(ec2: &Ec2, interface: &str, instance: &str, index: &str) -> String {
    let request =
        [("NetworkInterfaceId", interface), ("InstanceId", instance), ("DeviceIndex", index)];
    ec2.call("AttachNetworkInterface", &request).text("attachmentId").to_owned()
}

#[test]
fn a_launch_makes_an_interface_with_public_names() {
    let ec2 = Ec2::new();
    let instance = launch(&ec2, "t3.micro");
    let interface = launched_with(&ec2, &instance);
    assert_eq!(interface.text("status"), "in-use");
    assert_eq!(interface.text("attachment.status"), "attached");
    assert_eq!(interface.text("attachment.deviceIndex"), "0");
    assert_eq!(interface.text("attachment.deleteOnTermination"), "true");
    assert_eq!(interface.text("attachment.instanceOwnerId"), "000000000000");
    assert_eq!(interface.text("association.ipOwnerId"), "amazon");
    let public = interface.text("association.publicIp");
    let name = format!("ec2-{}.compute-1.amazonaws.com", public.replace('.', "-"));
    assert_eq!(interface.text("association.publicDnsName"), name);
    assert_eq!(interface.text("publicDnsName"), name);
    let options = interface.at("publicIpDnsNameOptions").unwrap();
    assert_eq!(options.text("dnsHostnameType"), "public-ipv4-dns-name");
    assert_eq!(options.text("publicIpv4DnsName"), name);
    assert_eq!(interface.text("privateIpAddressesSet.item.association.publicIp"), public);
    let id = interface.text("networkInterfaceId");
    for (name, value) in [
        ("association.public-ip", public),
        ("addresses.association.public-ip", public),
        ("association.ip-owner-id", "amazon"),
        ("association.public-dns-name", &name),
        ("attachment.attachment-id", interface.text("attachment.attachmentId")),
        ("attachment.delete-on-termination", "true"),
        ("attachment.device-index", "0"),
        ("attachment.status", "attached"),
        ("status", "in-use"),
    ] {
        assert_eq!(filtered(&ec2, name, value), [id], "{name}={value}");
    }

    let delete = ec2.refused("DeleteNetworkInterface", &[("NetworkInterfaceId", id)]);
    let message = format!("Network interface '{id}' is currently in use.");
    assert_eq!(delete, ("InvalidParameterValue".to_owned(), message));

    ec2.call("StopInstances", &[("InstanceId.1", &instance)]);
    assert!(!describe(&ec2, id).has("association"), "a stopped instance has no public address");
    ec2.call("StartInstances", &[("InstanceId.1", &instance)]);
    assert!(describe(&ec2, id).has("association.publicIp"));
}

#[test]
fn what_was_attached_later_outlives_the_instance() {
    let ec2 = Ec2::new();
    let instance = launch(&ec2, "t3.micro");
    let own = launched_with(&ec2, &instance).text("networkInterfaceId").to_owned();
    let other = beside(&ec2, &instance);
    let attachment = attach(&ec2, &other, &instance, "1");
    let attached = describe(&ec2, &other);
    assert_eq!(attached.text("attachment.attachmentId"), attachment);
    assert_eq!(attached.text("attachment.deleteOnTermination"), "false");
    assert_eq!(attached.text("attachment.networkCardIndex"), "0");

    ec2.call("TerminateInstances", &[("InstanceId.1", &instance)]);
    let (code, _) = ec2.refused("DescribeNetworkInterfaces", &[("NetworkInterfaceId.1", &own)]);
    assert_eq!(code, "InvalidNetworkInterfaceID.NotFound");
    assert_eq!(describe(&ec2, &other).text("status"), "available");
    ec2.call("DeleteNetworkInterface", &[("NetworkInterfaceId", &other)]);
}

#[test]
fn an_attachment_told_so_goes_with_the_instance() {
    let ec2 = Ec2::new();
    let instance = launch(&ec2, "t3.micro");
    let other = beside(&ec2, &instance);
    let attachment = attach(&ec2, &other, &instance, "1");
    let wrong = [
        ("NetworkInterfaceId", other.as_str()),
        ("Attachment.AttachmentId", "eni-attach-0a"),
        ("Attachment.DeleteOnTermination", "true"),
    ];
    let (code, message) = ec2.refused("ModifyNetworkInterfaceAttribute", &wrong);
    assert_eq!(code, "InvalidAttachmentID.NotFound");
    assert_eq!(message, "The interface attachment 'eni-attach-0a' does not exist.");
    let right = [wrong[0], ("Attachment.AttachmentId", attachment.as_str()), wrong[2]];
    ec2.call("ModifyNetworkInterfaceAttribute", &right);
    let request = [("NetworkInterfaceId", other.as_str()), ("Attribute", "attachment")];
    let shown = ec2.call("DescribeNetworkInterfaceAttribute", &request);
    assert_eq!(shown.text("attachment.deleteOnTermination"), "true");
    ec2.call("TerminateInstances", &[("InstanceId.1", &instance)]);
    assert!(!ec2.call("DescribeNetworkInterfaces", &[]).has("networkInterfaceSet.item"));
}

#[test]
fn attaching_and_detaching_can_be_seen() {
    let ec2 = Ec2::with_aws_lifecycle();
    let instance = launch(&ec2, "t3.micro");
    let other = beside(&ec2, &instance);
    let request = [
        ("NetworkInterfaceId", other.as_str()),
        ("InstanceId", instance.as_str()),
        ("DeviceIndex", "1"),
    ];
    let (code, message) = ec2.refused("AttachNetworkInterface", &request);
    assert_eq!(code, "IncorrectState");
    assert_eq!(message, format!("Instance '{instance}' is not 'running'."));
    ec2.advance(120);
    let attachment = ec2.call("AttachNetworkInterface", &request).text("attachmentId").to_owned();
    let status = || describe(&ec2, &other).text("attachment.status").to_owned();
    assert_eq!(status(), "attaching");
    ec2.advance(5);
    assert_eq!(status(), "attached");
    let detach = [("AttachmentId", attachment.as_str())];
    ec2.call("DetachNetworkInterface", &detach);
    assert_eq!(status(), "detaching");
    ec2.call("DetachNetworkInterface", &detach);
    let in_use = format!("Network interface '{other}' is currently in use.");
    let in_use = ("InvalidParameterValue".to_owned(), in_use);
    assert_eq!(ec2.refused("AttachNetworkInterface", &request), in_use);
    ec2.advance(5);
    assert_eq!(describe(&ec2, &other).text("status"), "available");
    assert!(filtered(&ec2, "attachment.attachment-id", &attachment).is_empty());
    assert_eq!(ec2.refused("DetachNetworkInterface", &detach).0, "InvalidAttachmentID.NotFound");
    assert_ne!(attach(&ec2, &other, &instance, "1"), attachment);
}

#[test]
fn what_cannot_be_attached_is_refused() {
    let ec2 = Ec2::new();
    let instance = launch(&ec2, "t3.micro");
    let own = launched_with(&ec2, &instance);
    let other = beside(&ec2, &instance);
    let refused = |interface: &str, index: &str, more: &[(&str, &str)]| {
        let mut request = vec![
            ("NetworkInterfaceId", interface),
            ("InstanceId", instance.as_str()),
            ("DeviceIndex", index),
        ];
        request.extend(more);
        ec2.refused("AttachNetworkInterface", &request)
    };
    let (code, message) = refused(&other, "0", &[]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(
        message,
        format!("Instance '{instance}' already has an interface attached at device index '0'.")
    );
    let id_of_own = own.text("networkInterfaceId");
    let (code, message) = refused(id_of_own, "1", &[]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, format!("Network interface '{id_of_own}' is currently in use."));
    let value = |message: &str| ("InvalidParameterValue".to_owned(), message.to_owned());
    let negative = "Value (-1) for parameter deviceIndex is invalid. It must not be negative.";
    assert_eq!(refused(&other, "-1", &[]), value(negative));
    let card = "Value (1) for parameter networkCardIndex is invalid. The instance type has no \
                such network card.";
    assert_eq!(refused(&other, "1", &[("NetworkCardIndex", "1")]), value(card));
    let beyond = "The specified number '2' for the device index exceeds the maximum number of \
                  network interfaces supported by the network card at network card index 0. The \
                  maximum devices for this network card is 2. Specify a number from 0 to 1, and \
                  try again.";
    assert_eq!(refused(&other, "2", &[]), value(beyond));
    assert_eq!(refused(&other, "1", &[("EnaQueueCount", "2")]).0, "UnsupportedOperation");

    attach(&ec2, &other, &instance, "1");
    let third = beside(&ec2, &instance);
    let (code, message) = refused(&third, "2", &[]);
    assert_eq!(code, "AttachmentLimitExceeded");
    assert_eq!(message, "Interface count 3 exceeds the limit for t3.micro");

    let root = own.text("attachment.attachmentId");
    let (code, message) = ec2.refused("DetachNetworkInterface", &[("AttachmentId", root)]);
    assert_eq!(code, "OperationNotPermitted");
    let expected =
        "The network interface at device index 0 and networkCard index 0 cannot be detached.";
    assert_eq!(message, expected);
    for (action, parameter) in
        [("AttachNetworkInterface", "InstanceId"), ("AttachNetworkInterface", "NetworkInterfaceId")]
    {
        let mut request = vec![
            ("NetworkInterfaceId", third.as_str()),
            ("InstanceId", instance.as_str()),
            ("DeviceIndex", "3"),
        ];
        request.retain(|(name, _)| *name != parameter);
        let unknown = if parameter == "InstanceId" { "i-0123456789abcdef0" } else { "eni-0a" };
        request.push((parameter, unknown));
        let (code, _) = ec2.refused(action, &request);
        assert!(code.ends_with(".NotFound"), "{code}");
    }
}

#[test]
fn an_attached_interface_has_as_many_addresses_as_the_type_takes() {
    let ec2 = Ec2::new();
    let instance = launch(&ec2, "t3.nano");
    let own = launched_with(&ec2, &instance).text("networkInterfaceId").to_owned();
    let assign = |count: &str| {
        let request =
            [("NetworkInterfaceId", own.as_str()), ("SecondaryPrivateIpAddressCount", count)];
        ec2.ask("AssignPrivateIpAddresses", &request)
    };
    let refusal = assign("2").unwrap_err();
    assert_eq!(refusal.code, "PrivateIpAddressLimitExceeded");
    assert_eq!(refusal.message, "Number of private addresses will exceed limit.");
    assign("1").unwrap();
}

#[test]
fn an_interface_with_more_addresses_than_the_type_takes_is_not_attached() {
    let ec2 = Ec2::new();
    let instance = launch(&ec2, "t3.nano");
    let subnet = launched_with(&ec2, &instance).text("subnetId").to_owned();
    let form = [("SubnetId", subnet.as_str()), ("SecondaryPrivateIpAddressCount", "2")];
    let wide = id(&ec2.call("CreateNetworkInterface", &form));
    let expected = (
        "InvalidInterface.IpAddressLimitExceeded".to_owned(),
        format!(
            "Address count 3 on {} exceeds the limit for t3.nano",
            wide.replace("eni-", "interface-")
        ),
    );
    let form = [
        ("NetworkInterfaceId", wide.as_str()),
        ("InstanceId", instance.as_str()),
        ("DeviceIndex", "1"),
    ];
    assert_eq!(ec2.refused("AttachNetworkInterface", &form), expected);
    let form = [
        ("ImageId", IMAGE),
        ("InstanceType", "t3.nano"),
        ("NetworkInterface.1.DeviceIndex", "0"),
        ("NetworkInterface.1.NetworkInterfaceId", &wide),
    ];
    assert_eq!(ec2.refused("RunInstances", &form), expected);
    assert_eq!(describe(&ec2, &wide).text("status"), "available");
}

#[test]
fn what_an_instance_left_on_an_interface_does_not_come_back() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let kept = [
            ("ImageId", IMAGE),
            ("InstanceType", "t3.micro"),
            ("NetworkInterface.1.DeviceIndex", "0"),
            ("NetworkInterface.1.DeleteOnTermination", "false"),
            ("NetworkInterface.1.AssociatePublicIpAddress", "true"),
        ];
        let first = ec2.call("RunInstances", &kept);
        let first = first.text("instancesSet.item.instanceId");
        ec2.advance(600);
        let interface = launched_with(&ec2, first);
        let public = interface.text("association.publicIp").to_owned();
        let interface = interface.text("networkInterfaceId").to_owned();
        ec2.call("TerminateInstances", &[("InstanceId.1", first)]);
        ec2.advance(600);
        let state = ec2.state();
        let left = &state["000000000000"]["us-east-1"]["networkInterfaces"][0]["record"];
        assert!(left["attachment"].is_null() && left["addresses"][0]["public"].is_null());
        let again = [
            kept[0],
            kept[1],
            kept[2],
            ("NetworkInterface.1.NetworkInterfaceId", interface.as_str()),
        ];
        let second = ec2.call("RunInstances", &again);
        let second = second.text("instancesSet.item.instanceId");
        ec2.advance(600);
        assert!(!describe(&ec2, &interface).has("association"));
        assert!(filtered(&ec2, "association.public-ip", &public).is_empty());
        let found = ec2.call("DescribeInstances", &[("InstanceId.1", second)]);
        assert!(!found.at("reservationSet.item.instancesSet.item").unwrap().has("ipAddress"));
    }
}

#[test]
fn an_interface_that_an_instance_left_keeps_no_gateway() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let kept = [
            ("ImageId", IMAGE),
            ("InstanceType", "t3.micro"),
            ("NetworkInterface.1.DeviceIndex", "0"),
            ("NetworkInterface.1.DeleteOnTermination", "false"),
            ("NetworkInterface.1.AssociatePublicIpAddress", "true"),
        ];
        let instance = ec2.call("RunInstances", &kept);
        let instance = instance.text("instancesSet.item.instanceId");
        ec2.advance(600);
        ec2.call("TerminateInstances", &[("InstanceId.1", instance)]);
        ec2.advance(600);
        let gateway = ec2.call("DescribeInternetGateways", &[]);
        let gateway = gateway.at("internetGatewaySet.item").unwrap();
        let form = [
            ("InternetGatewayId", gateway.text("internetGatewayId")),
            ("VpcId", gateway.text("attachmentSet.item.vpcId")),
        ];
        ec2.call("DetachInternetGateway", &form);
    }
}

#[test]
fn an_interface_of_another_zone_or_network_is_not_attached() {
    let ec2 = Ec2::new();
    let instance = launch(&ec2, "t3.micro");
    let own = launched_with(&ec2, &instance);
    let refused = |interface: &str| {
        let form = [
            ("NetworkInterfaceId", interface),
            ("InstanceId", instance.as_str()),
            ("DeviceIndex", "1"),
        ];
        ec2.refused("AttachNetworkInterface", &form)
    };
    let zones = ["us-east-1a", "us-east-1b"];
    let elsewhere = zones.into_iter().find(|zone| *zone != own.text("availabilityZone")).unwrap();
    let elsewhere = subnet_in(&ec2, elsewhere);
    let far = id(&ec2.call("CreateNetworkInterface", &[("SubnetId", &elsewhere)]));
    let (code, message) = refused(&far);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(
        message,
        "You may not attach a network interface to an instance if they are not in the same \
         availability zone"
    );
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).text("vpc.vpcId").to_owned();
    let zone = own.text("availabilityZone");
    let apart = [("VpcId", vpc.as_str()), ("CidrBlock", "10.0.0.0/24"), ("AvailabilityZone", zone)];
    let apart = ec2.call("CreateSubnet", &apart).text("subnet.subnetId").to_owned();
    let apart = id(&ec2.call("CreateNetworkInterface", &[("SubnetId", &apart)]));
    // Another VPC is none of the obstacles.
    attach(&ec2, &apart, &instance, "1");
    let found = ec2.call("DescribeInstances", &[("InstanceId.1", &instance)]);
    let found = found.at("reservationSet.item.instancesSet.item").unwrap();
    assert_eq!(found.texts("networkInterfaceSet.item.vpcId")[1], vpc);
    assert_ne!(found.text("vpcId"), vpc);
    assert_eq!(ec2.refused("DeleteVpc", &[("VpcId", &vpc)]).0, "DependencyViolation");
}

#[test]
fn an_instance_with_several_interfaces_gets_no_other_public_address() {
    let ec2 = Ec2::new();
    let instance = launch(&ec2, "t3.micro");
    let first = launched_with(&ec2, &instance).text("networkInterfaceId").to_owned();
    let has_public = || describe(&ec2, &first).has("association.publicIp");
    let attachment = attach(&ec2, &beside(&ec2, &instance), &instance, "1");
    assert!(has_public());
    let allocated = ec2.call("AllocateAddress", &[]);
    let elastic =
        [("AllocationId", allocated.text("allocationId")), ("NetworkInterfaceId", &first)];
    let associated = ec2.call("AssociateAddress", &elastic);
    ec2.call("DisassociateAddress", &[("AssociationId", associated.text("associationId"))]);
    assert!(!has_public());
    let restart = || {
        ec2.call("StopInstances", &[("InstanceId.1", &instance)]);
        ec2.call("StartInstances", &[("InstanceId.1", &instance)]);
    };
    restart();
    assert!(!has_public());
    ec2.call("DetachNetworkInterface", &[("AttachmentId", &attachment)]);
    restart();
    assert!(has_public());
    // Nor does one with an Elastic IP address on another private address.
    let form = [("NetworkInterfaceId", first.as_str()), ("SecondaryPrivateIpAddressCount", "1")];
    let assigned = ec2.call("AssignPrivateIpAddresses", &form);
    let private = assigned.text("assignedPrivateIpAddressesSet.item.privateIpAddress");
    let second = [elastic[0], elastic[1], ("PrivateIpAddress", private)];
    ec2.call("AssociateAddress", &second);
    restart();
    assert!(!has_public());
}

#[test]
fn an_efa_is_attached_to_a_stopped_instance_of_a_type_that_takes_it() {
    let ec2 = Ec2::new();
    for (instance_type, code, message) in [
        (
            "t2.micro",
            "UnsupportedOperation",
            "t2.micro instances do not support Elastic Fabric Adapters.",
        ),
        ("c5n.18xlarge", "IncorrectState", "Instance '{}' is not 'stopped'."),
    ] {
        let instance = launch(&ec2, instance_type);
        let subnet = launched_with(&ec2, &instance).text("subnetId").to_owned();
        let made = [("SubnetId", subnet.as_str()), ("InterfaceType", "efa")];
        let interface = id(&ec2.call("CreateNetworkInterface", &made));
        let form = [
            ("NetworkInterfaceId", interface.as_str()),
            ("InstanceId", &instance),
            ("DeviceIndex", "1"),
        ];
        let refused = ec2.refused("AttachNetworkInterface", &form);
        assert_eq!(refused, (code.to_owned(), message.replace("{}", &instance)));
        if code == "IncorrectState" {
            ec2.call("StopInstances", &[("InstanceId.1", &instance)]);
            attach(&ec2, &interface, &instance, "1");
        }
        let existing = [
            ("ImageId", IMAGE),
            ("InstanceType", "t3.micro"),
            ("NetworkInterface.1.DeviceIndex", "0"),
            ("NetworkInterface.1.NetworkInterfaceId", &interface),
        ];
        if code == "UnsupportedOperation" {
            let (code, message) = ec2.refused("RunInstances", &existing);
            assert_eq!(code, "UnsupportedOperation");
            assert_eq!(message, "EFA interfaces are not supported on t3.micro");
        }
    }
}

/// As the VPC CNI plugin for Kubernetes does, which waits for none of it.
#[test]
fn an_interface_is_changed_while_it_is_on_its_way() {
    let ec2 = Ec2::with_aws_lifecycle();
    let instance = launch(&ec2, "t3.small");
    ec2.advance(60);
    let other = beside(&ec2, &instance);
    assert_eq!(describe(&ec2, &other).text("status"), "pending");
    let attachment = attach(&ec2, &other, &instance, "1");
    assert_eq!(describe(&ec2, &other).text("attachment.status"), "attaching");
    let change = |value| {
        let form = [
            ("NetworkInterfaceId", other.as_str()),
            ("Attachment.AttachmentId", &attachment),
            ("Attachment.DeleteOnTermination", value),
        ];
        ec2.call("ModifyNetworkInterfaceAttribute", &form);
    };
    change("true");
    let form = [("NetworkInterfaceId", other.as_str()), ("SecondaryPrivateIpAddressCount", "1")];
    ec2.call("AssignPrivateIpAddresses", &form);
    let in_use = (
        "InvalidParameterValue".to_owned(),
        format!("Network interface '{other}' is currently in use."),
    );
    assert_eq!(ec2.refused("DeleteNetworkInterface", &form[..1]), in_use);
    ec2.call("DetachNetworkInterface", &[("AttachmentId", &attachment)]);
    assert_eq!(describe(&ec2, &other).text("attachment.status"), "detaching");
    assert_eq!(ec2.refused("DeleteNetworkInterface", &form[..1]), in_use);
    change("false");
    let address = ec2.call("AllocateAddress", &[]).text("allocationId").to_owned();
    ec2.call("AssociateAddress", &[("AllocationId", &address), form[0]]);
    ec2.advance(60);
    assert_eq!(describe(&ec2, &other).text("association.allocationId"), address);
    ec2.call("DeleteNetworkInterface", &form[..1]);
}
