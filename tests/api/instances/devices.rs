//! The volumes of a launch.

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
    let other = ("BlockDeviceMapping.1.DeviceName", "/dev/sdf");
    // A device is the same with its folder and without.
    let twice = [
        other,
        ("BlockDeviceMapping.1.Ebs.VolumeSize", "1"),
        ("BlockDeviceMapping.2.DeviceName", "sdf"),
        ("BlockDeviceMapping.2.Ebs.VolumeSize", "1"),
    ];
    let (_, message) = refused(&ec2, &twice);
    assert_eq!(message, "The device 'sdf' is used in more than one block-device mapping");
    for (form, code) in [
        (vec![other], "MissingParameter"),
        (vec![("BlockDeviceMapping.1.Ebs.VolumeSize", "1")], "InvalidBlockDeviceMapping"),
        (vec![other, ("BlockDeviceMapping.1.Ebs.Encrypted", "true")], "MissingParameter"),
        (vec![root, ("BlockDeviceMapping.1.NoDevice", "")], "InvalidBlockDeviceMapping"),
        (
            vec![other, ("BlockDeviceMapping.1.Ebs.SnapshotId", "snap-0123456789abcdef0")],
            "InvalidSnapshot.NotFound",
        ),
        (vec![other, ("BlockDeviceMapping.2.DeviceName", "/dev/sdf")], "InvalidBlockDeviceMapping"),
        (vec![other, ("BlockDeviceMapping.1.VirtualName", "disk7")], "InvalidParameterValue"),
        (
            vec![
                other,
                ("BlockDeviceMapping.1.VirtualName", "ephemeral0"),
                ("BlockDeviceMapping.1.Ebs.VolumeSize", "1"),
            ],
            "InvalidBlockDeviceMapping",
        ),
        (
            vec![
                other,
                ("BlockDeviceMapping.1.Ebs.VolumeSize", "10"),
                ("BlockDeviceMapping.1.Ebs.VolumeType", "gp2"),
                ("BlockDeviceMapping.1.Ebs.Iops", "100"),
            ],
            "InvalidParameterCombination",
        ),
    ] {
        assert_eq!(refused(&ec2, &form).0, code, "{form:?}");
    }
}
