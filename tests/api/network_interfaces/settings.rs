//! Timeouts of tracked connections, and how the device of an attachment is set.

use crate::instances::launch_one;
use crate::support::{Ec2, Xml};

fn described(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeNetworkInterfaces", &[("NetworkInterfaceId.1", id)]);
    found.at("networkInterfaceSet.item").unwrap().clone()
}

/// An interface beside that of an instance.
fn beside(ec2: &Ec2, instance: &str, more: &[(&str, &str)]) -> String {
    let found = ec2.call("DescribeInstances", &[("InstanceId.1", instance)]);
    let subnet = found.text("reservationSet.item.instancesSet.item.subnetId");
    let made = ec2.call("CreateNetworkInterface", &[&[("SubnetId", subnet)], more].concat());
    made.text("networkInterface.networkInterfaceId").to_owned()
}

const TRACKING: &str = "ConnectionTrackingSpecification";

#[test]
fn connections_are_tracked_for_a_time() {
    let ec2 = Ec2::new();
    let instance = launch_one(&ec2, &[("InstanceType", "t2.micro")]);
    let tcp = format!("{TRACKING}.TcpEstablishedTimeout");
    let (stream, udp) = (format!("{TRACKING}.UdpStreamTimeout"), format!("{TRACKING}.UdpTimeout"));
    let id = beside(&ec2, &instance, &[(&tcp, "350")]);
    let shown = described(&ec2, &id);
    assert_eq!(shown.text("connectionTrackingConfiguration.tcpEstablishedTimeout"), "350");
    assert!(!shown.has("connectionTrackingConfiguration.udpTimeout"));
    let of = ("NetworkInterfaceId", id.as_str());
    ec2.call("ModifyNetworkInterfaceAttribute", &[of, (&stream, "90"), (&udp, "45")]);
    let shown = described(&ec2, &id);
    let shown = shown.at("connectionTrackingConfiguration").unwrap();
    assert_eq!(shown.text("tcpEstablishedTimeout"), "350");
    assert_eq!((shown.text("udpStreamTimeout"), shown.text("udpTimeout")), ("90", "45"));
    for (name, value, parameter, bounds) in [
        (&tcp, "59", "tcpEstablishedTimeout", "60 and 432000"),
        (&stream, "181", "udpStreamTimeout", "60 and 180"),
        (&udp, "61", "udpTimeout", "30 and 60"),
    ] {
        let refused = ec2.refused("ModifyNetworkInterfaceAttribute", &[of, (name, value)]);
        let message = format!(
            "Value ({value}) for parameter {parameter} is invalid. Expecting a value between \
             {bounds}."
        );
        assert_eq!(refused, ("InvalidParameterValue".to_owned(), message));
    }
    let attach = [of, ("InstanceId", instance.as_str()), ("DeviceIndex", "1")];
    let message = "The instance type t2.micro does not support configurable connection tracking";
    assert_eq!(
        ec2.refused("AttachNetworkInterface", &attach),
        ("InvalidParameterValue".to_owned(), message.to_owned())
    );
    let plain = beside(&ec2, &instance, &[]);
    assert!(!described(&ec2, &plain).has("connectionTrackingConfiguration"));
}

const EXPRESS: &str = "EnaSrdSpecification.EnaSrdEnabled";

#[test]
fn the_device_of_an_attachment_is_set() {
    let ec2 = Ec2::new();
    let instance = launch_one(&ec2, &[("InstanceType", "c8i.large")]);
    let id = beside(&ec2, &instance, &[]);
    let of = ("NetworkInterfaceId", id.as_str());
    let express = [of, (EXPRESS, "true")];
    let refused = ec2.refused("ModifyNetworkInterfaceAttribute", &express);
    let message = format!("Network interface '{id}' is not attached to an instance.");
    assert_eq!(refused, ("IncorrectState".to_owned(), message));
    let attach = [of, ("InstanceId", instance.as_str()), ("DeviceIndex", "1")];
    let unsupported = |message: &str| ("UnsupportedOperation".to_owned(), message.to_owned());
    let with_express = [&attach[..], &[(EXPRESS, "true")]].concat();
    assert_eq!(
        ec2.refused("AttachNetworkInterface", &with_express),
        unsupported("The instance type c8i.large does not support ENA Express.")
    );
    for queues in ["3", "4", "0"] {
        let form = [&attach[..], &[("EnaQueueCount", queues)]].concat();
        assert_eq!(
            ec2.refused("AttachNetworkInterface", &form).1,
            format!(
                "Value ({queues}) for parameter enaQueueCount is invalid. Expecting a power of \
                 two up to 2."
            )
        );
    }
    let form = [&attach[..], &[("EnaQueueCount", "1"), (EXPRESS, "false")]].concat();
    let attachment = ec2.call("AttachNetworkInterface", &form).text("attachmentId").to_owned();
    let shown = described(&ec2, &id);
    assert_eq!(shown.text("attachment.enaQueueCount"), "1");
    assert_eq!(shown.text("attachment.enaSrdSpecification.enaSrdEnabled"), "false");
    assert!(!shown.has("attachment.enaSrdSpecification.enaSrdUdpSpecification"));
    let change = [of, ("Attachment.AttachmentId", attachment.as_str())];
    let modify = |more: &[(&str, &str)]| {
        ec2.call("ModifyNetworkInterfaceAttribute", &[&change[..], more].concat());
    };
    modify(&[("Attachment.EnaQueueCount", "2"), ("Attachment.DeleteOnTermination", "true")]);
    let shown = described(&ec2, &id);
    assert_eq!(shown.text("attachment.enaQueueCount"), "2");
    assert_eq!(shown.text("attachment.deleteOnTermination"), "true");
    modify(&[("Attachment.DefaultEnaQueueCount", "true")]);
    assert!(!described(&ec2, &id).has("attachment.enaQueueCount"));
    let both = [("Attachment.EnaQueueCount", "2"), ("Attachment.DefaultEnaQueueCount", "true")];
    let both = [&change[..], &both].concat();
    assert_eq!(
        ec2.refused("ModifyNetworkInterfaceAttribute", &both).1,
        "The parameter defaultEnaQueueCount cannot be used with the parameter enaQueueCount"
    );
    modify(&[("Attachment.EnaQueueCount", "2")]);
    ec2.call("DetachNetworkInterface", &[("AttachmentId", &attachment)]);
    ec2.call("AttachNetworkInterface", &attach);
    let shown = described(&ec2, &id);
    assert!(!shown.has("attachment.enaQueueCount") && !shown.has("attachment.enaSrdSpecification"));
}

const UDP: &str = "EnaSrdSpecification.EnaSrdUdpSpecification.EnaSrdUdpEnabled";

#[test]
fn udp_goes_by_ena_express_where_that_is_on() {
    let ec2 = Ec2::new();
    let instance = launch_one(&ec2, &[("InstanceType", "c6in.32xlarge")]);
    let id = beside(&ec2, &instance, &[]);
    let of = ("NetworkInterfaceId", id.as_str());
    let attach = [of, ("InstanceId", instance.as_str()), ("DeviceIndex", "1")];
    let message = "You must enable ENA Express (enaSrdEnabled) to use it for UDP traffic \
                   (enaSrdUdpEnabled).";
    let alone = ("InvalidParameterCombination".to_owned(), message.to_owned());
    let with_udp = [&attach[..], &[(UDP, "true")]].concat();
    assert_eq!(ec2.refused("AttachNetworkInterface", &with_udp), alone);
    let launched = [
        ("InstanceType", "c6in.32xlarge"),
        ("NetworkInterface.1.DeviceIndex", "0"),
        ("NetworkInterface.1.EnaSrdSpecification.EnaSrdEnabled", "false"),
        ("NetworkInterface.1.EnaSrdSpecification.EnaSrdUdpSpecification.EnaSrdUdpEnabled", "true"),
    ];
    assert_eq!(crate::instances::refused(&ec2, &launched), alone);
    ec2.call("AttachNetworkInterface", &attach);
    assert_eq!(ec2.refused("ModifyNetworkInterfaceAttribute", &[of, (UDP, "true")]), alone);
    let shown = || {
        let shown = described(&ec2, &id);
        let at = |name: &str| shown.text(&format!("attachment.enaSrdSpecification.{name}"));
        let udp = at("enaSrdUdpSpecification.enaSrdUdpEnabled").to_owned();
        (at("enaSrdEnabled").to_owned(), udp)
    };
    let is = |express: &str, udp: &str| (express.to_owned(), udp.to_owned());
    ec2.call("ModifyNetworkInterfaceAttribute", &[of, (EXPRESS, "true")]);
    ec2.call("ModifyNetworkInterfaceAttribute", &[of, (UDP, "true")]);
    assert_eq!(shown(), is("true", "true"));
    ec2.call("ModifyNetworkInterfaceAttribute", &[of, (EXPRESS, "true")]);
    assert_eq!(shown(), is("true", "true"));
    ec2.call("ModifyNetworkInterfaceAttribute", &[of, (EXPRESS, "false"), (UDP, "false")]);
    assert_eq!(shown(), is("false", "false"));
}

#[test]
fn a_launch_sets_its_interfaces() {
    let ec2 = Ec2::new();
    let tcp = format!("NetworkInterface.1.{TRACKING}.TcpEstablishedTimeout");
    let express = format!("NetworkInterface.1.{EXPRESS}");
    let udp = "NetworkInterface.1.EnaSrdSpecification.EnaSrdUdpSpecification.EnaSrdUdpEnabled";
    let first = [
        ("InstanceType", "c6in.32xlarge"),
        ("NetworkInterface.1.DeviceIndex", "0"),
        ("NetworkInterface.1.InterfaceType", "efa"),
        ("NetworkInterface.1.AssociateCarrierIpAddress", "false"),
        (&*tcp, "600"),
        (&*express, "true"),
        (udp, "true"),
        ("NetworkInterface.1.EnaQueueCount", "16"),
    ];
    let id = launch_one(&ec2, &first);
    let found = ec2.call("DescribeInstances", &[("InstanceId.1", &id)]);
    let interface = "reservationSet.item.instancesSet.item.networkInterfaceSet.item";
    let interface = found.at(interface).unwrap();
    for (member, value) in [
        ("interfaceType", "efa"),
        ("connectionTrackingConfiguration.tcpEstablishedTimeout", "600"),
        ("attachment.enaQueueCount", "16"),
        ("attachment.enaSrdSpecification.enaSrdEnabled", "true"),
        ("attachment.enaSrdSpecification.enaSrdUdpSpecification.enaSrdUdpEnabled", "true"),
    ] {
        assert_eq!(interface.text(member), value, "{member}");
    }
    let shown = described(&ec2, interface.text("networkInterfaceId"));
    assert_eq!(shown.text("connectionTrackingConfiguration.tcpEstablishedTimeout"), "600");
    let udp = "attachment.enaSrdSpecification.enaSrdUdpSpecification.enaSrdUdpEnabled";
    assert_eq!(shown.text(udp), "true");
    for (kind, name, message) in [
        (
            "t2.micro",
            &*tcp,
            "The instance type t2.micro does not support configurable connection tracking",
        ),
        ("t3.micro", &*express, "The instance type t3.micro does not support ENA Express."),
        (
            "t3.micro",
            "NetworkInterface.1.EnaQueueCount",
            "The instance type t3.micro does not support an ENA queue count.",
        ),
    ] {
        let value = if name == express { "true" } else { "60" };
        let form = [("InstanceType", kind), ("NetworkInterface.1.DeviceIndex", "0"), (name, value)];
        assert_eq!(crate::instances::refused(&ec2, &form).1, message);
    }
}

#[test]
fn a_template_sets_them_too() {
    let ec2 = Ec2::new();
    let tcp = format!("LaunchTemplateData.NetworkInterface.1.{TRACKING}.TcpEstablishedTimeout");
    ec2.call(
        "CreateLaunchTemplate",
        &[
            ("LaunchTemplateName", "web"),
            ("LaunchTemplateData.ImageId", crate::instances::IMAGE),
            ("LaunchTemplateData.InstanceType", "c8i.large"),
            ("LaunchTemplateData.NetworkInterface.1.DeviceIndex", "0"),
            (&tcp, "600"),
            ("LaunchTemplateData.NetworkInterface.1.EnaQueueCount", "1"),
            ("LaunchTemplateData.CpuOptions.NestedVirtualization", "enabled"),
        ],
    );
    let made = ec2.call("RunInstances", &[("LaunchTemplate.LaunchTemplateName", "web")]);
    let made = made.at("instancesSet.item").unwrap();
    assert_eq!(made.text("networkInterfaceSet.item.attachment.enaQueueCount"), "1");
    let tracking = "networkInterfaceSet.item.connectionTrackingConfiguration";
    assert_eq!(made.text(&format!("{tracking}.tcpEstablishedTimeout")), "600");
    assert_eq!(made.text("cpuOptions.nestedVirtualization"), "enabled");
}
