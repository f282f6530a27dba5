//! What a launch is refused for, in EC2's words or, where nobody has recorded these, our own.

use super::{IMAGE, default_subnet, launch_one, refused, shown};
use crate::support::Ec2;

pub type Case<'a> = (Vec<(&'a str, &'a str)>, &'a str, &'a str);

#[track_caller]
pub fn check(ec2: &Ec2, cases: &[Case<'_>]) {
    for (form, code, message) in cases {
        let expected = ((*code).to_owned(), (*message).to_owned());
        assert_eq!(refused(ec2, form), expected, "{form:?}");
    }
}

const COMBINATION: &str = "InvalidParameterCombination";
const VALUE: &str = "InvalidParameterValue";
const HIBERNATION: &str = "UnsupportedHibernationConfiguration";

#[test]
fn what_a_type_cannot_do() {
    let ec2 = Ec2::new();
    let kind = |name| ("InstanceType", name);
    check(
        &ec2,
        &[
            (
                vec![kind("t2.micro"), ("EbsOptimized", "true")],
                "Unsupported",
                "EBS-optimized instances are not supported for your requested configuration. \
                 Please check the documentation for supported configurations.",
            ),
            (
                vec![("EnclaveOptions.Enabled", "true")],
                COMBINATION,
                "The instance type 't3.micro' does not support Nitro Enclaves.",
            ),
            (
                vec![
                    kind("m5.xlarge"),
                    ("EnclaveOptions.Enabled", "true"),
                    ("HibernationOptions.Configured", "true"),
                ],
                COMBINATION,
                "Hibernation and Nitro Enclaves cannot be enabled on the same instance.",
            ),
            (
                vec![kind("m1.small"), ("HibernationOptions.Configured", "true")],
                HIBERNATION,
                "The instance type 'm1.small' does not support hibernation.",
            ),
            (
                vec![kind("m5.large"), ("HibernationOptions.Configured", "true")],
                HIBERNATION,
                "For hibernation, the root device volume must be encrypted.",
            ),
            (
                vec![
                    kind("m5.xlarge"),
                    ("CpuOptions.CoreCount", "3"),
                    ("CpuOptions.ThreadsPerCore", "2"),
                ],
                VALUE,
                "Value (3) for parameter coreCount is invalid. The instance type m5.xlarge does \
                 not support it.",
            ),
            (
                vec![("NetworkPerformanceOptions.BandwidthWeighting", "vpc-1")],
                VALUE,
                "Value (vpc-1) for parameter bandwidthWeighting is invalid. The instance type \
                 t3.micro does not support it.",
            ),
            (
                vec![("MetadataOptions.HttpPutResponseHopLimit", "65")],
                VALUE,
                "Value (65) for parameter httpPutResponseHopLimit is invalid. Expecting a value \
                 between 1 and 64.",
            ),
            (
                vec![("CreditSpecification.CpuCredits", "some")],
                "InvalidCpuCredits",
                "The specified CpuCredit value is invalid. Valid values are standard and \
                 unlimited.",
            ),
        ],
    );
}

#[test]
fn a_region_may_not_have_a_type() {
    let ec2 = Ec2::new().in_region("af-south-1");
    let message = "The requested configuration is currently not supported. Please check the \
                   documentation for supported configurations.";
    check(&ec2, &[(vec![("InstanceType", "c1.medium")], "Unsupported", message)]);
}

#[test]
fn an_instance_hibernates_where_it_may() {
    let ec2 = Ec2::new();
    let form = [
        ("InstanceType", "m5.large"),
        ("HibernationOptions.Configured", "true"),
        ("BlockDeviceMapping.1.DeviceName", "/dev/xvda"),
        ("BlockDeviceMapping.1.Ebs.Encrypted", "true"),
    ];
    let id = launch_one(&ec2, &form);
    ec2.call("StopInstances", &[("InstanceId.1", &id), ("Hibernate", "true")]);
    assert_eq!(
        shown(&ec2, &id).text("stateReason.message"),
        "Client.UserInitiatedHibernate: User initiated hibernate"
    );
}

/// The newest public image of a name.
fn image(ec2: &Ec2, name: &str) -> String {
    let filter = [("Filter.1.Name", "name"), ("Filter.1.Value.1", name)];
    ec2.call("DescribeImages", &filter).text("imagesSet.item.imageId").to_owned()
}

/// An image of the account's own, of a snapshot with nothing on it.
fn registered(ec2: &Ec2, more: &[(&str, &str)]) -> String {
    let zone = [("AvailabilityZone", "us-east-1a"), ("Size", "1")];
    let volume = ec2.call("CreateVolume", &zone).text("volumeId").to_owned();
    let snapshot = ec2.call("CreateSnapshot", &[("VolumeId", &volume)]);
    let mut form = vec![
        ("Name", "own"),
        ("RootDeviceName", "/dev/xvda"),
        ("BlockDeviceMapping.1.DeviceName", "/dev/xvda"),
        ("BlockDeviceMapping.1.Ebs.SnapshotId", snapshot.text("snapshotId")),
    ];
    form.extend(more);
    ec2.call("RegisterImage", &form).text("imageId").to_owned()
}

#[test]
fn what_an_image_needs() {
    let ec2 = Ec2::new();
    let modern = [("Architecture", "x86_64"), ("VirtualizationType", "hvm")];
    let windows = image(&ec2, "Windows_Server-2025-English-Full-Base-*");
    let old = registered(&ec2, &[]);
    let id = launch_one(&ec2, &[("ImageId", &old), ("InstanceType", "m1.small")]);
    ec2.call("StopInstances", &[("InstanceId.1", &id)]);
    let simple = [("InstanceId", id.as_str()), ("SriovNetSupport.Value", "simple")];
    let (code, message) = ec2.refused("ModifyInstanceAttribute", &simple);
    assert_eq!(code, "UnsupportedOperation");
    let expected = "parlel-ec2 does not emulate SriovNetSupport of a paravirtual instance.";
    assert_eq!(message, expected);
    let plain = registered(&ec2, &[&modern[..], &[("Name", "plain")]].concat());
    let tpm = [("Name", "tpm"), ("BootMode", "uefi"), ("TpmSupport", "v2.0")];
    let tpm = registered(&ec2, &[&modern[..], &tpm, &[("EnaSupport", "true")]].concat());
    check(
        &ec2,
        &[
            (
                vec![("ImageId", windows.as_str()), ("InstanceType", "t2.micro")],
                VALUE,
                "The t2.micro instance type does not support an AMI with a boot mode of UEFI. Only \
                 instance types built on the Nitro System support UEFI. Specify an instance type \
                 that supports UEFI, and try again.",
            ),
            (
                vec![("ImageId", &tpm), ("InstanceType", "p3dn.24xlarge")],
                COMBINATION,
                "The instance type 'p3dn.24xlarge' does not support an AMI with NitroTPM.",
            ),
            (
                vec![("ImageId", &old), ("InstanceType", "t2.micro")],
                COMBINATION,
                "Virtualization type 'hvm' is required for instances of type 't2.micro'. Ensure \
                 that you are using an AMI with virtualization type 'hvm'. For more information, \
                 see http://docs.aws.amazon.com/AWSEC2/latest/UserGuide/virtualization_types.html",
            ),
            (
                vec![("ImageId", &plain), ("InstanceType", "m5.large")],
                COMBINATION,
                "Enhanced networking with the Elastic Network Adapter (ENA) is required for the \
                 'm5.large' instance type. Ensure that you are using an AMI that is enabled for \
                 ENA.",
            ),
        ],
    );
}

#[test]
fn where_it_cannot_go() {
    let ec2 = Ec2::new();
    let subnet = default_subnet(&ec2, "us-east-1a");
    let apart = format!(
        "Value (us-east-1b) for parameter availabilityZone is invalid. Subnet '{subnet}' is in the \
         availability zone us-east-1a"
    );
    for (name, strategy) in [("close", "cluster"), ("parts", "partition")] {
        ec2.call("CreatePlacementGroup", &[("GroupName", name), ("Strategy", strategy)]);
    }
    let only = "CapacityReservationSpecification.CapacityReservationPreference";
    check(
        &ec2,
        &[
            (
                vec![
                    ("Placement.AvailabilityZone", "us-east-1b"),
                    ("Placement.AvailabilityZoneId", "use1-az4"),
                ],
                COMBINATION,
                "AvailabilityZone and AvailabilityZoneId can't be used together. Specify only one \
                 of these parameters.",
            ),
            (
                vec![("Placement.AvailabilityZone", "us-east-1b"), ("SubnetId", &subnet)],
                VALUE,
                &apart,
            ),
            (
                vec![("Placement.HostId", "h-0123456789abcdef0"), ("Placement.Tenancy", "default")],
                COMBINATION,
                "The parameter hostId cannot be used without specifying a tenancy of 'host'",
            ),
            (
                vec![("Placement.PartitionNumber", "1")],
                COMBINATION,
                "A partition number may only be specified with a partition placement group",
            ),
            (
                vec![("Placement.GroupName", "close"), ("InstanceType", "t2.micro")],
                COMBINATION,
                "Cluster placement groups are not supported by the 't2.micro' instance type. \
                 Specify a supported instance type or change the placement group strategy, and try \
                 again.",
            ),
            (
                vec![("Placement.GroupName", "parts"), ("Placement.PartitionNumber", "9")],
                VALUE,
                "Value (9) for parameter partitionNumber is invalid. Expecting a value between 1 \
                 and 2.",
            ),
            (
                vec![
                    ("InstanceMarketOptions.MarketType", "spot"),
                    (only, "capacity-reservations-only"),
                ],
                COMBINATION,
                "Spot Instances cannot be launched into Capacity Reservations.",
            ),
        ],
    );
}

#[test]
fn a_group_has_an_id() {
    let ec2 = Ec2::new();
    let subnet = default_subnet(&ec2, "us-east-1a");
    let first = ("NetworkInterface.1.DeviceIndex", "0");
    let words = "Value () for parameter groupId is invalid. The value cannot be empty";
    check(
        &ec2,
        &[
            (vec![first, ("NetworkInterface.1.SecurityGroupId.1", "")], VALUE, words),
            (vec![("SecurityGroup.1", "")], VALUE, words),
            (vec![("SecurityGroupId.1", "minecraft")], VALUE, words),
            (vec![("SubnetId", &subnet), ("SecurityGroupId.1", "")], VALUE, words),
            (
                vec![("SecurityGroupId.1", "")],
                "MissingParameter",
                "When specifying a security group you must specify one of group id or group name \
                 for each item",
            ),
        ],
    );
}

#[test]
fn what_interfaces_cannot_be() {
    let ec2 = Ec2::new();
    let first = ("NetworkInterface.1.DeviceIndex", "0");
    let (here, there) = (default_subnet(&ec2, "us-east-1a"), default_subnet(&ec2, "us-east-1b"));
    let second = |subnet| {
        vec![
            first,
            ("NetworkInterface.1.SubnetId", &*here),
            ("NetworkInterface.2.DeviceIndex", "1"),
            ("NetworkInterface.2.SubnetId", subnet),
        ]
    };
    check(
        &ec2,
        &[
            (
                second(&there),
                COMBINATION,
                "All network interfaces of an instance must be in one availability zone.",
            ),
            (
                vec![first, ("NetworkInterface.1.InterfaceType", "wire")],
                VALUE,
                "'wire' is not a valid value for interface type. Enter a valid value and try \
                 again.",
            ),
            (
                vec![first, ("NetworkInterface.2.DeviceIndex", "2")],
                VALUE,
                "The specified number '2' for the device index exceeds the maximum number of \
                 network interfaces supported by the network card at network card index 0. The \
                 maximum devices for this network card is 2. Specify a number from 0 to 1, and try \
                 again.",
            ),
            (
                vec![
                    first,
                    ("NetworkInterface.2.DeviceIndex", "0"),
                    ("NetworkInterface.2.NetworkCardIndex", "1"),
                ],
                VALUE,
                "Value (1) for parameter networkCardIndex is invalid. The instance type has no \
                 such network card.",
            ),
            (
                vec![("NetworkInterface.1.SubnetId", &here)],
                VALUE,
                "Each network interface requires a device index.",
            ),
            (
                vec![("NetworkInterface.1.DeviceIndex", "-1")],
                VALUE,
                "Value (-1) for parameter deviceIndex is invalid. Expecting a value greater than \
                 0.",
            ),
        ],
    );
}

#[test]
fn what_an_interface_that_there_is_has_already() {
    let ec2 = Ec2::new();
    let subnet = default_subnet(&ec2, "us-east-1a");
    let made = ec2.call("CreateNetworkInterface", &[("SubnetId", &subnet)]);
    let id = made.text("networkInterface.networkInterfaceId");
    for (parameter, value, name) in [
        ("SubnetId", &*subnet, "a subnet ID"),
        ("SecurityGroupId.1", "sg-0123456789abcdef0", "security groups"),
        ("PrivateIpAddress", "172.31.0.9", "a private IP address"),
        ("PrivateIpAddresses.1.PrivateIpAddress", "172.31.0.9", "private IP addresses"),
        ("SecondaryPrivateIpAddressCount", "1", "a secondary address count"),
        ("Ipv6Addresses.1.Ipv6Address", "2001:db8::1", "IPv6 addresses"),
        ("Ipv6AddressCount", "1", "an IPv6 address count"),
        ("Description", "web", "a description"),
        ("InterfaceType", "interface", "an interface type"),
        ("AssociatePublicIpAddress", "true", "associatePublicIpAddress"),
    ] {
        let parameter = format!("NetworkInterface.1.{parameter}");
        let form = [
            ("ImageId", IMAGE),
            ("NetworkInterface.1.DeviceIndex", "0"),
            ("NetworkInterface.1.NetworkInterfaceId", id),
            (&*parameter, value),
        ];
        let (code, message) = refused(&ec2, &form);
        assert_eq!(code, COMBINATION);
        assert_eq!(
            message,
            format!("A network interface may not specify both a network interface ID and {name}")
        );
    }
}

#[test]
fn some_interfaces_need_a_type_or_a_zone() {
    let ec2 = Ec2::new();
    let first = ("NetworkInterface.1.DeviceIndex", "0");
    check(
        &ec2,
        &[
            (
                vec![first, ("NetworkInterface.1.InterfaceType", "efa")],
                "UnsupportedOperation",
                "EFA interfaces are not supported on t3.micro",
            ),
            (
                vec![first, ("NetworkInterface.1.InterfaceType", "efa-only")],
                "UnsupportedOperation",
                "EFA-only interfaces are not supported on t3.micro",
            ),
            (
                vec![first, ("NetworkInterface.1.AssociateCarrierIpAddress", "true")],
                "UnsupportedOperation",
                "parlel-ec2 does not emulate carrier IP addresses: AssociateCarrierIpAddress.",
            ),
        ],
    );
}
