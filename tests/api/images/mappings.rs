use super::super::support::Ec2;
use super::making::{create, described, device, instance, snapshot, snapshot_of};

#[test]
fn mappings_change_what_can_be_changed() {
    let ec2 = Ec2::new();
    let source = instance(&ec2, &[]);
    let id = create(
        &ec2,
        &source,
        &[
            ("BlockDeviceMapping.1.DeviceName", "/dev/sdf"),
            ("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "true"),
            ("BlockDeviceMapping.1.Ebs.VolumeSize", "4"),
            ("BlockDeviceMapping.2.DeviceName", "/dev/sdg"),
            ("BlockDeviceMapping.2.Ebs.VolumeSize", "9"),
            ("BlockDeviceMapping.2.Ebs.Encrypted", "true"),
            ("BlockDeviceMapping.3.DeviceName", "/dev/sdh"),
            ("BlockDeviceMapping.3.VirtualName", "ephemeral0"),
        ],
    );
    let image = described(&ec2, &id);
    assert_eq!(device(&image, "/dev/sdf").unwrap().text("ebs.deleteOnTermination"), "true");
    let added = device(&image, "/dev/sdg").unwrap();
    assert_eq!((added.text("ebs.volumeSize"), added.text("ebs.encrypted")), ("9", "true"));
    assert!(!added.has("ebs.snapshotId"));
    assert_eq!(device(&image, "/dev/sdh").unwrap().text("virtualName"), "ephemeral0");
    // One of them was there from the start.
    assert_eq!(ec2.call("DescribeSnapshots", &[]).all_at("snapshotSet.item").len(), 3);
    // An instance of it has the disk still, and so has an image of that.
    let launch = [("ImageId", id.as_str()), ("InstanceType", "t3.micro")];
    let launched = ec2.call("RunInstances", &launch);
    let second = launched.text("instancesSet.item.instanceId");
    let form = [
        ("InstanceId", second),
        ("Name", "second"),
        ("BlockDeviceMapping.1.DeviceName", "/dev/sdf"),
        ("BlockDeviceMapping.1.NoDevice", ""),
    ];
    let again = ec2.call("CreateImage", &form);
    let image = described(&ec2, again.text("imageId"));
    let names = image.texts("blockDeviceMapping.item.deviceName");
    assert_eq!(names, ["/dev/xvda", "/dev/sdg", "/dev/sdh"]);
    assert_eq!(device(&image, "/dev/sdg").unwrap().text("ebs.encrypted"), "true");
    let blank = snapshot(&ec2, &snapshot_of(&image, "/dev/sdg"));
    assert_eq!(blank.text("encrypted"), "true");
    // To an M3 instance the image's disks are none.
    let launched = ec2.call("RunInstances", &[launch[0], ("InstanceType", "m3.medium")]);
    let third = launched.text("instancesSet.item.instanceId");
    let again = ec2.call("CreateImage", &[("InstanceId", third), ("Name", "third")]);
    let names = described(&ec2, again.text("imageId"));
    let names = names.texts("blockDeviceMapping.item.deviceName").join(" ");
    assert_eq!(names, "/dev/xvda /dev/sdf /dev/sdg");
}

#[test]
fn volumes_of_an_image_can_be_larger_and_of_another_type() {
    let ec2 = Ec2::new();
    let source = instance(&ec2, &[]);
    let id = create(
        &ec2,
        &source,
        &[
            ("BlockDeviceMapping.1.DeviceName", "/dev/xvda"),
            ("BlockDeviceMapping.1.Ebs.VolumeSize", "10"),
            ("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "true"),
            ("BlockDeviceMapping.1.Ebs.VolumeType", "gp3"),
            ("BlockDeviceMapping.2.DeviceName", "/dev/sdf"),
            ("BlockDeviceMapping.2.Ebs.VolumeSize", "8"),
            ("BlockDeviceMapping.2.Ebs.Iops", "4000"),
        ],
    );
    let image = described(&ec2, &id);
    let root = device(&image, "/dev/xvda").unwrap();
    for (member, value) in
        [("ebs.volumeSize", "10"), ("ebs.volumeType", "gp3"), ("ebs.iops", "3000")]
    {
        assert_eq!(root.text(member), value, "{member}");
    }
    // What is stored is as large as it was.
    assert_eq!(snapshot(&ec2, root.text("ebs.snapshotId")).text("volumeSize"), "8");
    let data = device(&image, "/dev/sdf").unwrap();
    assert_eq!((data.text("ebs.volumeSize"), data.text("ebs.iops")), ("8", "4000"));
    let launch = [("ImageId", id.as_str()), ("InstanceType", "t3.micro")];
    let launched = ec2.call("RunInstances", &launch);
    let instance = launched.text("instancesSet.item.instanceId");
    let filter = [("Filter.1.Name", "attachment.instance-id"), ("Filter.1.Value.1", instance)];
    let volumes = ec2.call("DescribeVolumes", &filter);
    assert_eq!(volumes.texts("volumeSet.item.size"), ["10", "8"]);
}

/// The refusal of an image of an instance, with a mapping of a device.
fn refused(ec2: &Ec2, source: &str, device: &str, more: &[(&str, &str)]) -> (String, String) {
    let image =
        [("InstanceId", source), ("Name", "web"), ("BlockDeviceMapping.1.DeviceName", device)];
    ec2.refused("CreateImage", &[&image[..], more].concat())
}

fn invalid(message: &str) -> (String, String) {
    ("InvalidBlockDeviceMapping".to_owned(), message.to_owned())
}

#[test]
fn mappings_that_change_more_are_refused() {
    let ec2 = Ec2::new();
    let source = instance(&ec2, &[]);
    let refused = |device: &str, more: &[(&str, &str)]| refused(&ec2, &source, device, more);
    let ebs = ("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "true");
    let disk = ("BlockDeviceMapping.1.VirtualName", "ephemeral0");
    for (more, what) in [
        (vec![("BlockDeviceMapping.1.Ebs.SnapshotId", "snap-0abcdef1234567890")], "snapshot"),
        (vec![disk], "kind"),
        (vec![disk, ebs], "virtual name"),
    ] {
        let message = format!("The {what} of the device '/dev/sdf' cannot be changed.");
        assert_eq!(refused("/dev/sdf", &more), invalid(&message));
    }
    let volumes = ec2.call(
        "DescribeVolumes",
        &[("Filter.1.Name", "attachment.device"), ("Filter.1.Value.1", "/dev/sdf")],
    );
    let volume = volumes.text("volumeSet.item.volumeId");
    assert_eq!(
        refused("/dev/sdf", &[("BlockDeviceMapping.1.Ebs.VolumeSize", "3")]),
        invalid(&format!(
            "Volume of size 3GB is smaller than volume '{volume}', expect size>= 4GB"
        ))
    );
    let throughput = [
        ("BlockDeviceMapping.1.Ebs.VolumeType", "gp2"),
        ("BlockDeviceMapping.1.Ebs.Throughput", "200"),
    ];
    assert_eq!(
        refused("/dev/sdf", &throughput).1,
        "throughput can only be specified for volumeType gp3."
    );
    assert_eq!(
        refused("/dev/sdf", &[("BlockDeviceMapping.1.Ebs.Encrypted", "true")]).1,
        "the encrypted flag cannot be specified since device /dev/sdf has a conflicting \
         encryption setting"
    );
    assert_eq!(
        refused("/dev/xvda", &[("BlockDeviceMapping.1.Ebs.Encrypted", "true")]).1,
        "the encrypted flag cannot be specified since device /dev/xvda has a snapshot specified."
    );
    let (code, _) = refused("/dev/xvda", &[("BlockDeviceMapping.1.NoDevice", "")]);
    assert_eq!(code, "InvalidBlockDeviceMapping");
    let more = [
        ("BlockDeviceMapping.1.Ebs.VolumeType", "gp3"),
        ("BlockDeviceMapping.2.DeviceName", "/dev/sdh"),
        ("BlockDeviceMapping.2.Ebs.DeleteOnTermination", "false"),
    ];
    assert_eq!(
        refused("/dev/sdg", &more),
        invalid("Either snapshot ID or volume size must be provided for: /dev/sdg, /dev/sdh")
    );
}

#[test]
fn mappings_for_no_device_are_refused() {
    let ec2 = Ec2::new();
    let source = instance(&ec2, &[]);
    let refused = |device: &str, more: &[(&str, &str)]| refused(&ec2, &source, device, more);
    let ebs = ("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "true");
    let twice = [
        ("BlockDeviceMapping.1.Ebs.VolumeSize", "1"),
        ("BlockDeviceMapping.2.DeviceName", "/dev/sdg"),
    ];
    assert_eq!(
        refused("/dev/sdg", &twice),
        invalid("/dev/sdg is being assigned to multiple times.")
    );
    assert_eq!(refused("", &[]), invalid("Missing device name"));
    assert_eq!(refused("/dev/sdg1", &[ebs]), invalid("Invalid device name /dev/sdg1"));
    assert_eq!(refused("/dev/sdg", &[]).1, "The request must contain the parameter ebs");
    assert_eq!(ec2.call("DescribeSnapshots", &[]).all_at("snapshotSet.item").len(), 1);
}

#[test]
fn where_a_volume_is_cannot_be_said() {
    let ec2 = Ec2::new();
    let source = instance(&ec2, &[]);
    for name in ["AvailabilityZone", "AvailabilityZoneId", "OutpostArn"] {
        let parameter = format!("BlockDeviceMapping.1.Ebs.{name}");
        let form = [("InstanceId", source.as_str()), ("Name", "web"), (parameter.as_str(), "x")];
        assert_eq!(ec2.refused("CreateImage", &form).0, "UnsupportedOperation", "{name}");
    }
}

#[test]
fn images_name_no_keys() {
    let ec2 = Ec2::new();
    let source = instance(&ec2, &[]);
    let key = [
        ("Name", "web"),
        ("BlockDeviceMapping.1.DeviceName", "/dev/sdg"),
        ("BlockDeviceMapping.1.Ebs.VolumeSize", "1"),
        ("BlockDeviceMapping.1.Ebs.KmsKeyId", "alias/aws/ebs"),
    ];
    let made = [&key[..], &[("InstanceId", &source)]].concat();
    for (action, form) in [("CreateImage", &made[..]), ("RegisterImage", &key)] {
        let (code, message) = ec2.refused(action, form);
        assert_eq!(code, "UnknownParameter", "{action}");
        assert_eq!(message, "The parameter KmsKeyId is not recognized");
    }
}

#[test]
fn the_root_is_no_hard_disk() {
    let ec2 = Ec2::new();
    let source = instance(&ec2, &[]);
    let form = [
        ("InstanceId", source.as_str()),
        ("Name", "slow"),
        ("BlockDeviceMapping.1.DeviceName", "/dev/xvda"),
        ("BlockDeviceMapping.1.Ebs.VolumeType", "st1"),
    ];
    let (code, message) = ec2.refused("CreateImage", &form);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "The parameter iops is not supported for st1 volumes.");
}
