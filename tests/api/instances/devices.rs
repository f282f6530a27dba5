//! The volumes of a launch.

use super::refusals::check;
use super::{launch_one, refused, shown};
use crate::support::{Ec2, Xml};

fn volumes(ec2: &Ec2, id: &str) -> Xml {
    let filter = [("Filter.1.Name", "attachment.instance-id"), ("Filter.1.Value.1", id)];
    ec2.call("DescribeVolumes", &filter)
}

#[test]
fn the_root_volume_is_the_images() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    let root = volumes(&ec2, &id);
    let root = root.at("volumeSet.item").unwrap();
    let instance = shown(&ec2, &id);
    assert_eq!(root.text("volumeId"), instance.text("blockDeviceMapping.item.ebs.volumeId"));
    assert_eq!(root.text("attachmentSet.item.device"), "/dev/xvda");
    assert_eq!(root.text("availabilityZone"), instance.text("placement.availabilityZone"));
    assert!(root.text("snapshotId").starts_with("snap-"));
}

#[test]
fn a_mapping_overrides_the_images() {
    let ec2 = Ec2::new();
    let id = launch_one(
        &ec2,
        &[
            ("BlockDeviceMapping.1.DeviceName", "/dev/xvda"),
            ("BlockDeviceMapping.1.Ebs.VolumeSize", "40"),
            ("BlockDeviceMapping.1.Ebs.VolumeType", "io1"),
            ("BlockDeviceMapping.1.Ebs.Iops", "400"),
            ("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "false"),
        ],
    );
    let root = volumes(&ec2, &id);
    let root = root.at("volumeSet.item").unwrap();
    assert_eq!(root.text("size"), "40");
    assert_eq!(root.text("volumeType"), "io1");
    assert_eq!(root.text("iops"), "400");
    let mapping = shown(&ec2, &id);
    assert_eq!(mapping.text("blockDeviceMapping.item.ebs.deleteOnTermination"), "false");
}

#[test]
fn mappings_add_volumes_that_go_with_the_instance() {
    let ec2 = Ec2::new();
    let id = launch_one(
        &ec2,
        &[
            ("BlockDeviceMapping.1.DeviceName", "/dev/sdf"),
            ("BlockDeviceMapping.1.Ebs.VolumeSize", "7"),
            ("BlockDeviceMapping.2.DeviceName", "/dev/sdg"),
            ("BlockDeviceMapping.2.VirtualName", "ephemeral0"),
        ],
    );
    let instance = shown(&ec2, &id);
    let devices = instance.texts("blockDeviceMapping.item.deviceName");
    assert_eq!(devices, ["/dev/xvda", "/dev/sdf"]);
    let added = &instance.all_at("blockDeviceMapping.item")[1];
    assert_eq!(added.text("ebs.deleteOnTermination"), "true");
    assert_eq!(volumes(&ec2, &id).texts("volumeSet.item.size")[1], "7");
    ec2.call("TerminateInstances", &[("InstanceId.1", &id)]);
    assert!(!ec2.call("DescribeVolumes", &[]).has("volumeSet.item"));
}

#[test]
fn mappings_are_checked() {
    let ec2 = Ec2::new();
    let root = ("BlockDeviceMapping.1.DeviceName", "/dev/xvda");
    let (code, message) = refused(&ec2, &[root, ("BlockDeviceMapping.1.Ebs.VolumeSize", "1")]);
    assert_eq!(code, "InvalidBlockDeviceMapping");
    assert!(message.starts_with("Volume of size 1GB is smaller than snapshot 'snap-"), "{message}");
    assert!(message.ends_with(", expect size>= 8GB"), "{message}");
    let other = ("BlockDeviceMapping.1.DeviceName", "/dev/sdf");
    let size = ("BlockDeviceMapping.1.Ebs.VolumeSize", "10");
    let invalid = "InvalidBlockDeviceMapping";
    check(
        &ec2,
        &[
            (vec![other], "MissingParameter", "The request must contain the parameter ebs"),
            (vec![size], invalid, "Missing device name"),
            (
                vec![other, ("BlockDeviceMapping.1.Ebs.Encrypted", "true")],
                "MissingParameter",
                "The request must contain the parameter size or snapshotId",
            ),
            (
                vec![root, ("BlockDeviceMapping.1.NoDevice", "")],
                invalid,
                "The root device '/dev/xvda' cannot be left out.",
            ),
            (
                vec![other, ("BlockDeviceMapping.1.Ebs.SnapshotId", "snap-0123456789abcdef0")],
                "InvalidSnapshot.NotFound",
                "The snapshot 'snap-0123456789abcdef0' does not exist.",
            ),
            (
                vec![other, size, ("BlockDeviceMapping.2.DeviceName", "sdf")],
                invalid,
                "The device 'sdf' is used in more than one block-device mapping",
            ),
            (
                vec![("BlockDeviceMapping.1.DeviceName", "xvda"), size],
                invalid,
                "The device 'xvda' is used in more than one block-device mapping",
            ),
            (
                vec![other, ("BlockDeviceMapping.1.VirtualName", "disk7")],
                "InvalidParameterValue",
                "Value (disk7) for parameter virtualName is invalid. Expecting ephemeral0 to \
                 ephemeral23.",
            ),
            (
                vec![other, size, ("BlockDeviceMapping.1.VirtualName", "ephemeral0")],
                invalid,
                "The device '/dev/sdf' has both a virtual name and EBS settings.",
            ),
        ],
    );
}

#[test]
fn volumes_are_what_their_type_allows() {
    let ec2 = Ec2::new();
    let root = ("BlockDeviceMapping.1.DeviceName", "/dev/xvda");
    let other = ("BlockDeviceMapping.1.DeviceName", "/dev/sdf");
    let size = ("BlockDeviceMapping.1.Ebs.VolumeSize", "10");
    check(
        &ec2,
        &[
            (
                vec![
                    other,
                    size,
                    ("BlockDeviceMapping.1.Ebs.VolumeType", "gp2"),
                    ("BlockDeviceMapping.1.Ebs.Iops", "100"),
                ],
                "InvalidParameterCombination",
                "The parameter iops is not supported for gp2 volumes.",
            ),
            (
                vec![other, size, ("BlockDeviceMapping.1.Ebs.Throughput", "200")],
                "InvalidBlockDeviceMapping",
                "throughput cannot be specified with the volumeType of device '/dev/sdf'",
            ),
            (
                vec![
                    other,
                    size,
                    ("BlockDeviceMapping.1.Ebs.VolumeType", "io1"),
                    ("BlockDeviceMapping.1.Ebs.Iops", "100"),
                    ("BlockDeviceMapping.1.Ebs.Throughput", "200"),
                ],
                "InvalidBlockDeviceMapping",
                "throughput cannot be specified with the volumeType of device '/dev/sdf'",
            ),
            (
                vec![root, ("BlockDeviceMapping.1.Ebs.VolumeType", "st1")],
                "InvalidParameterCombination",
                "The parameter iops is not supported for st1 volumes.",
            ),
            (
                vec![root, ("BlockDeviceMapping.1.Ebs.VolumeType", "sc1")],
                "InvalidParameterCombination",
                "The parameter iops is not supported for sc1 volumes.",
            ),
        ],
    );
}

#[test]
fn a_device_has_a_name_of_ec2() {
    let ec2 = Ec2::new();
    let size = ("BlockDeviceMapping.1.Ebs.VolumeSize", "10");
    for name in ["foo", "/dev/sdf1", "/dev/nvme1n1", "/dev/xvda1", "C:/Program Files/Git/dev/sda1"]
    {
        let (code, message) = refused(&ec2, &[("BlockDeviceMapping.1.DeviceName", name), size]);
        assert_eq!(code, "InvalidBlockDeviceMapping");
        assert_eq!(message, format!("Invalid device name {name}"));
    }
    let rate = [
        ("BlockDeviceMapping.1.DeviceName", "/dev/sdf"),
        ("BlockDeviceMapping.1.Ebs.SnapshotId", "snap-0abcdef1234567890"),
        ("BlockDeviceMapping.1.Ebs.VolumeInitializationRate", "200"),
    ];
    let id = launch_one(&ec2, &rate);
    let form = [
        ("Filter.1.Name", "attachment.instance-id"),
        ("Filter.1.Value.1", id.as_str()),
        ("Filter.2.Name", "attachment.device"),
        ("Filter.2.Value.1", "/dev/sdf"),
    ];
    let found = ec2.call("DescribeVolumes", &form);
    assert_eq!(found.text("volumeSet.item.volumeInitializationRate"), "200");
    for name in ["/dev/sdz", "/dev/xvdcz", "xvdf"] {
        launch_one(&ec2, &[("BlockDeviceMapping.1.DeviceName", name), size]);
    }
    // A template takes any name (aws-cloudformation/cfn-lint#1617); its launch does not.
    let data = [
        ("LaunchTemplateName", "web"),
        ("LaunchTemplateData.ImageId", super::IMAGE),
        ("LaunchTemplateData.BlockDeviceMapping.1.DeviceName", "foo"),
    ];
    ec2.call("CreateLaunchTemplate", &data);
    let form = [("LaunchTemplate.LaunchTemplateName", "web")];
    let (code, message) = ec2.refused("RunInstances", &form);
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("InvalidBlockDeviceMapping", "Invalid device name foo")
    );
}
