use super::super::support::Ec2;
use super::making::{described, device};

const MAPPING: &str = "InvalidBlockDeviceMapping";
const VALUE: &str = "InvalidParameterValue";
const OTHERS: &str = "111111111111";
const COMBINATION: &str = "InvalidParameterCombination";

fn snapshot(ec2: &Ec2, size: &str, more: &[(&str, &str)]) -> String {
    let form = [("AvailabilityZone", "us-east-1a"), ("Size", size)];
    let volume = ec2.call("CreateVolume", &[&form, more].concat()).text("volumeId").to_owned();
    ec2.call("CreateSnapshot", &[("VolumeId", &volume)]).text("snapshotId").to_owned()
}

fn root(snapshot: &str) -> Vec<(&str, &str)> {
    vec![
        ("Name", "registered"),
        ("RootDeviceName", "/dev/xvda"),
        ("BlockDeviceMapping.1.DeviceName", "/dev/xvda"),
        ("BlockDeviceMapping.1.Ebs.SnapshotId", snapshot),
    ]
}

/// An image with all that can be said of one, of a snapshot of 3 GiB.
fn full(ec2: &Ec2, snapshot: &str) -> String {
    let mut form = root(snapshot);
    form.extend([
        ("Description", "by hand"),
        ("Architecture", "x86_64"),
        ("VirtualizationType", "hvm"),
        ("EnaSupport", "true"),
        ("SriovNetSupport", "simple"),
        ("BootMode", "uefi"),
        ("TpmSupport", "v2.0"),
        ("ImdsSupport", "v2.0"),
        ("BlockDeviceMapping.1.Ebs.VolumeSize", "10"),
        ("BlockDeviceMapping.1.Ebs.VolumeType", "gp3"),
        ("BlockDeviceMapping.2.DeviceName", "/dev/sdf"),
        ("BlockDeviceMapping.2.Ebs.VolumeSize", "1"),
        ("BlockDeviceMapping.2.Ebs.DeleteOnTermination", "false"),
        ("BlockDeviceMapping.3.DeviceName", "/dev/sdg"),
        ("BlockDeviceMapping.3.NoDevice", ""),
        ("TagSpecification.1.ResourceType", "image"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "web"),
    ]);
    ec2.call("RegisterImage", &form).text("imageId").to_owned()
}

#[test]
fn an_image_of_snapshots() {
    let ec2 = Ec2::new();
    let id = snapshot(&ec2, "3", &[]);
    let made = full(&ec2, &id);
    let image = described(&ec2, &made);
    for (member, value) in [
        ("name", "registered"),
        ("description", "by hand"),
        ("architecture", "x86_64"),
        ("virtualizationType", "hvm"),
        ("enaSupport", "true"),
        ("sriovNetSupport", "simple"),
        ("bootMode", "uefi"),
        ("tpmSupport", "v2.0"),
        ("imdsSupport", "v2.0"),
        ("imageState", "available"),
        ("platformDetails", "Linux/UNIX"),
        ("usageOperation", "RunInstances"),
        ("freeTierEligible", "true"),
        ("tagSet.item.value", "web"),
    ] {
        assert_eq!(image.text(member), value, "{member}");
    }
    assert!(!image.has("sourceInstanceId") && !image.has("sourceImageId"));
    let names = image.texts("blockDeviceMapping.item.deviceName");
    assert_eq!(names, ["/dev/xvda", "/dev/sdf"]);
    let root = device(&image, "/dev/xvda").unwrap();
    assert_eq!((root.text("ebs.volumeSize"), root.text("ebs.iops")), ("10", "3000"));
    assert_eq!((root.text("ebs.snapshotId"), root.text("ebs.encrypted")), (&*id, "false"));
    assert_eq!(root.text("ebs.deleteOnTermination"), "true");
    let tpm = [("ImageId", made.as_str()), ("Attribute", "tpmSupport")];
    assert_eq!(ec2.call("DescribeImageAttribute", &tpm).text("tpmSupport.value"), "v2.0");
}

#[test]
fn what_a_volume_of_gp3_is_to_do_is_looked_at_by_launches() {
    let ec2 = Ec2::new();
    let id = snapshot(&ec2, "3", &[]);
    let form = [
        &root(&id)[..],
        &[
            ("Architecture", "x86_64"),
            ("VirtualizationType", "hvm"),
            ("EnaSupport", "true"),
            ("BlockDeviceMapping.1.Ebs.VolumeType", "gp3"),
            ("BlockDeviceMapping.1.Ebs.Iops", "100"),
            ("BlockDeviceMapping.1.Ebs.Throughput", "500"),
        ],
    ];
    let made = ec2.call("RegisterImage", &form.concat()).text("imageId").to_owned();
    let image = described(&ec2, &made);
    let root = device(&image, "/dev/xvda").unwrap();
    assert_eq!((root.text("ebs.iops"), root.text("ebs.throughput")), ("100", "500"));
    // No gp3 volume has fewer than its usual IOPS.
    let launch = [("ImageId", made.as_str()), ("InstanceType", "t3.micro")];
    ec2.call("RunInstances", &launch);
    let of_root = [("Filter.1.Name", "attachment.device"), ("Filter.1.Value.1", "/dev/xvda")];
    let volume = ec2.call("DescribeVolumes", &of_root);
    let volume = volume.at("volumeSet.item").unwrap();
    assert_eq!((volume.text("iops"), volume.text("throughput")), ("3000", "500"));
}

#[test]
fn instances_are_what_their_image_says() {
    let ec2 = Ec2::new();
    let made = full(&ec2, &snapshot(&ec2, "3", &[]));
    // An instance may have a smaller root volume than the image says, down to the snapshot.
    let form = |size| {
        [
            ("ImageId", made.as_str()),
            ("InstanceType", "t3.micro"),
            ("BlockDeviceMapping.1.DeviceName", "/dev/xvda"),
            ("BlockDeviceMapping.1.Ebs.VolumeSize", size),
        ]
    };
    let launched = ec2.call("RunInstances", &form("3"));
    let instance = launched.at("instancesSet.item").unwrap();
    assert_eq!((instance.text("tpmSupport"), instance.text("bootMode")), ("v2.0", "uefi"));
    assert_eq!(instance.text("metadataOptions.httpTokens"), "required");
    assert_eq!(ec2.refused("RunInstances", &form("2")).0, "InvalidBlockDeviceMapping");
    let old = [("ImageId", made.as_str()), ("InstanceType", "t2.micro")];
    assert_eq!(ec2.refused("RunInstances", &old).0, "InvalidParameterValue");
    // An image of the instance has all of it too, and uefi can be insisted on.
    let form = [
        ("InstanceId", instance.text("instanceId")),
        ("Name", "again"),
        ("BootModeOverride", "uefi"),
    ];
    let again = described(&ec2, ec2.call("CreateImage", &form).text("imageId"));
    assert_eq!((again.text("tpmSupport"), again.text("imdsSupport")), ("v2.0", "v2.0"));
    assert_eq!(again.text("bootMode"), "uefi");
}

#[test]
fn a_device_may_be_slower_than_the_volume_that_a_launch_makes_of_it() {
    let ec2 = Ec2::new();
    let id = snapshot(&ec2, "3", &[]);
    let form = [
        &root(&id)[..],
        &[
            ("VirtualizationType", "hvm"),
            ("Architecture", "x86_64"),
            ("BlockDeviceMapping.2.DeviceName", "/dev/sdb"),
            ("BlockDeviceMapping.2.Ebs.VolumeType", "gp3"),
            ("BlockDeviceMapping.2.Ebs.VolumeSize", "10"),
            ("BlockDeviceMapping.2.Ebs.Encrypted", "true"),
            ("BlockDeviceMapping.2.Ebs.Iops", "100"),
            ("BlockDeviceMapping.2.Ebs.Throughput", "500"),
        ],
    ];
    let made = ec2.call("RegisterImage", &form.concat()).text("imageId").to_owned();
    let image = described(&ec2, &made);
    let slow = device(&image, "/dev/sdb").unwrap();
    assert_eq!((slow.text("ebs.iops"), slow.text("ebs.throughput")), ("100", "500"));
    ec2.call("RunInstances", &[("ImageId", made.as_str()), ("InstanceType", "t2.micro")]);
    let of_device = [("Filter.1.Name", "attachment.device"), ("Filter.1.Value.1", "/dev/sdb")];
    let volume = ec2.call("DescribeVolumes", &of_device);
    let volume = volume.at("volumeSet.item").unwrap();
    assert_eq!((volume.text("iops"), volume.text("throughput")), ("3000", "500"));
}

#[test]
fn what_is_not_said_is_what_it_was_long_ago() {
    let ec2 = Ec2::new();
    let id = snapshot(&ec2, "3", &[("Encrypted", "true")]);
    let form = [
        ("Name", "plain"),
        ("BlockDeviceMapping.1.DeviceName", "/dev/sda1"),
        ("BlockDeviceMapping.1.Ebs.SnapshotId", id.as_str()),
    ];
    let made = ec2.call("RegisterImage", &form).text("imageId").to_owned();
    let image = described(&ec2, &made);
    for (member, value) in [
        ("architecture", "i386"),
        ("virtualizationType", "paravirtual"),
        ("rootDeviceName", "/dev/sda1"),
        ("blockDeviceMapping.item.ebs.volumeSize", "3"),
        ("blockDeviceMapping.item.ebs.encrypted", "true"),
    ] {
        assert_eq!(image.text(member), value, "{member}");
    }
    for absent in ["bootMode", "description", "enaSupport"] {
        assert!(!image.has(absent), "{absent}");
    }
    let modern = [("ImageId", made.as_str()), ("InstanceType", "t2.micro")];
    let (code, message) = ec2.refused("RunInstances", &modern);
    assert_eq!(code, "InvalidParameterCombination");
    assert!(message.starts_with("Virtualization type 'hvm' is required"), "{message}");
    let in_use = ec2.refused("DeleteSnapshot", &[("SnapshotId", &id)]);
    assert_eq!(in_use.0, "InvalidSnapshot.InUse");
}

#[test]
fn a_registered_image_is_pending_for_a_while() {
    let ec2 = Ec2::with_aws_lifecycle();
    let form = [("AvailabilityZone", "us-east-1a"), ("Size", "1")];
    let volume = ec2.call("CreateVolume", &form).text("volumeId").to_owned();
    ec2.advance(5);
    let made = ec2.call("CreateSnapshot", &[("VolumeId", &volume)]);
    let id = made.text("snapshotId");
    assert_eq!(ec2.refused("RegisterImage", &root(id)).0, "IncorrectState");
    ec2.advance(5);
    let made = ec2.call("RegisterImage", &root(id)).text("imageId").to_owned();
    assert_eq!(described(&ec2, &made).text("imageState"), "pending");
    ec2.advance(2);
    assert_eq!(described(&ec2, &made).text("imageState"), "available");
}

#[test]
fn what_cannot_be_registered() {
    let ec2 = Ec2::new();
    let id = snapshot(&ec2, "3", &[]);
    let with = |more: &[(&'static str, &'static str)]| {
        let mut form = root(&id);
        form.extend(more);
        ec2.refused("RegisterImage", &form)
    };
    let small = format!("Volume of size 2GB is smaller than snapshot '{id}', expect size>= 3GB");
    let sdf = ("BlockDeviceMapping.2.DeviceName", "/dev/sdf");
    let disk = ("BlockDeviceMapping.2.VirtualName", "ephemeral0");
    for (more, (code, message)) in [
        (
            vec![("BlockDeviceMapping.1.Ebs.Encrypted", "true")],
            (
                "InvalidParameter",
                "Parameter encrypted is invalid. You cannot specify the encrypted flag if \
                 specifying a snapshot id in a block device mapping.",
            ),
        ),
        (vec![("BlockDeviceMapping.1.Ebs.VolumeSize", "2")], (MAPPING, small.as_str())),
        (
            vec![("BlockDeviceMapping.2.DeviceName", "xvda")],
            (MAPPING, "xvda is being assigned to multiple times."),
        ),
        (
            vec![("BlockDeviceMapping.2.DeviceName", "/dev/nvme1n1"), disk],
            (MAPPING, "Invalid device name /dev/nvme1n1"),
        ),
        (vec![("BlockDeviceMapping.2.DeviceName", ""), disk], (MAPPING, "Missing device name")),
        (vec![sdf], ("MissingParameter", "The request must contain the parameter ebs")),
        (
            vec![sdf, ("BlockDeviceMapping.2.Ebs.VolumeType", "gp3")],
            ("MissingParameter", "The request must contain the parameter size or snapshotId"),
        ),
        (
            vec![sdf, disk, ("BlockDeviceMapping.2.Ebs.VolumeSize", "1")],
            (MAPPING, "The device '/dev/sdf' has both a virtual name and EBS settings."),
        ),
        (
            vec![sdf, ("BlockDeviceMapping.2.VirtualName", "disk")],
            (
                VALUE,
                "Value (disk) for parameter virtualName is invalid. Expecting ephemeral0 to \
                 ephemeral23.",
            ),
        ),
    ] {
        assert_eq!(with(&more), (code.to_owned(), message.to_owned()), "{more:?}");
    }
}

#[test]
fn settings_that_an_image_cannot_have() {
    let ec2 = Ec2::new();
    let id = snapshot(&ec2, "3", &[]);
    let with = |more: &[(&'static str, &'static str)]| {
        let mut form = root(&id);
        form.extend(more);
        ec2.refused("RegisterImage", &form)
    };
    let no_uefi = (COMBINATION, "The parameter tpmSupport requires the boot mode uefi.");
    for (more, (code, message)) in [
        (
            vec![("VirtualizationType", "xen")],
            (
                VALUE,
                "Value (xen) for parameter virtualizationType is invalid. Expecting hvm or \
                 paravirtual.",
            ),
        ),
        (
            vec![("SriovNetSupport", "complex")],
            (VALUE, "Value (complex) for parameter sriovNetSupport is invalid. Expecting simple."),
        ),
        (
            vec![("UefiData", "x")],
            (VALUE, "The parameter uefiData is not a valid UEFI variable store."),
        ),
        (
            vec![("BlockDeviceMapping.1.Ebs.VolumeType", "sc1")],
            ("InvalidParameterCombination", "The parameter iops is not supported for sc1 volumes."),
        ),
        (vec![("TpmSupport", "v2.0")], no_uefi),
        (vec![("TpmSupport", "v2.0"), ("BootMode", "uefi-preferred")], no_uefi),
        (
            vec![("TpmSupport", "v2.0"), ("BootMode", "uefi"), ("Architecture", "i386")],
            (VALUE, "Invalid machineArchitecture value 'i386' for tpmSupport"),
        ),
    ] {
        assert_eq!(with(&more), (code.to_owned(), message.to_owned()), "{more:?}");
    }
    for (parameter, code) in [
        ("KernelId", "UnsupportedOperation"),
        ("RamdiskId", "UnsupportedOperation"),
        ("BillingProduct.1", "UnsupportedOperation"),
    ] {
        assert_eq!(with(&[(parameter, "x")]).0, code, "{parameter}");
    }
    assert_eq!(with(&[("DryRun", "true")]).0, "DryRunOperation");
    assert_eq!(ec2.refused("RegisterImage", &[("Name", "none")]).0, "MissingParameter");
    let mut other_root = root(&id);
    other_root[1] = ("RootDeviceName", "/dev/sda1");
    let message = "No root snapshot specified in device mapping.";
    let expected = (MAPPING.to_owned(), message.to_owned());
    assert_eq!(ec2.refused("RegisterImage", &other_root), expected);
    for nobodys in ["snap-0123456789abcdef0", "snap-00000000000000000"] {
        let message = format!("The snapshot ID '{nobodys}' does not exist");
        let expected = ("InvalidSnapshotID.NotFound".to_owned(), message);
        assert_eq!(ec2.refused("RegisterImage", &root(nobodys)), expected);
    }
    let other = ec2.as_account(OTHERS);
    let share = [("SnapshotId", id.as_str()), ("CreateVolumePermission.Add.1.UserId", OTHERS)];
    ec2.call("ModifySnapshotAttribute", &share);
    let reason = format!("for snapshotId. Snapshot does not belong to {OTHERS}");
    let expected = (VALUE.to_owned(), format!("Invalid value '{id}' {reason}"));
    assert_eq!(other.refused("RegisterImage", &root(&id)), expected);
    let mut short = root(&id);
    short[0] = ("Name", "ab");
    assert_eq!(ec2.refused("RegisterImage", &short).0, "InvalidAMIName.Malformed");
    ec2.call("RegisterImage", &root(&id));
    assert_eq!(ec2.refused("RegisterImage", &root(&id)).0, "InvalidAMIName.Duplicate");
}

#[test]
fn an_image_of_a_manifest_in_s3() {
    let ec2 = Ec2::new();
    let form = [
        ("Name", "bundled"),
        ("ImageLocation", "my-bucket/images/image.manifest.xml"),
        ("Architecture", "x86_64"),
        ("VirtualizationType", "hvm"),
        ("BlockDeviceMapping.1.DeviceName", "/dev/sdb"),
        ("BlockDeviceMapping.1.VirtualName", "ephemeral0"),
    ];
    let id = ec2.call("RegisterImage", &form).text("imageId").to_owned();
    let image = described(&ec2, &id);
    for (member, value) in [
        ("imageLocation", "my-bucket/images/image.manifest.xml"),
        ("name", "bundled"),
        ("rootDeviceType", "instance-store"),
        ("architecture", "x86_64"),
        ("virtualizationType", "hvm"),
        ("imageState", "available"),
        ("isPublic", "false"),
        ("blockDeviceMapping.item.virtualName", "ephemeral0"),
    ] {
        assert_eq!(image.text(member), value, "{member}");
    }
    assert!(!image.has("rootDeviceName") && !image.has("blockDeviceMapping.item.ebs"));
    for (name, value) in
        [("root-device-type", "instance-store"), ("manifest-location", "my-bucket/*")]
    {
        let filter = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeImages", &filter);
        assert_eq!(found.texts("imagesSet.item.imageId"), [id.as_str()], "{name}");
    }
    let launch = [("ImageId", id.as_str()), ("InstanceType", "m3.medium")];
    let (code, message) = ec2.refused("RunInstances", &launch);
    assert_eq!(code, "UnsupportedOperation");
    assert_eq!(message, "parlel-ec2 does not emulate what is made of images in S3.");
    for location in ["bucket", "bucket/", "/key"] {
        let form = [("Name", "other"), ("ImageLocation", location)];
        let expected = ("InvalidManifest".to_owned(), "Invalid AMI manifest".to_owned());
        assert_eq!(ec2.refused("RegisterImage", &form), expected, "{location}");
    }
    ec2.call("DeregisterImage", &[("ImageId", &id)]);
}
