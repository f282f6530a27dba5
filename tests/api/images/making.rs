use super::super::support::{Ec2, Xml};
use super::{AL2023, OWN};

/// An instance of the account's own image with a data volume.
pub fn instance(ec2: &Ec2, more: &[(&str, &str)]) -> String {
    let mut form = vec![
        ("ImageId", OWN),
        ("InstanceType", "t3.micro"),
        ("MinCount", "1"),
        ("MaxCount", "1"),
        ("BlockDeviceMapping.1.DeviceName", "/dev/sdf"),
        ("BlockDeviceMapping.1.Ebs.VolumeSize", "4"),
        ("BlockDeviceMapping.1.Ebs.VolumeType", "gp3"),
        ("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "false"),
    ];
    form.extend(more);
    ec2.call("RunInstances", &form).text("instancesSet.item.instanceId").to_owned()
}

pub fn create(ec2: &Ec2, instance: &str, more: &[(&str, &str)]) -> String {
    let mut form = vec![("InstanceId", instance), ("Name", "web 1.0")];
    form.extend(more);
    ec2.call("CreateImage", &form).text("imageId").to_owned()
}

pub fn described(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeImages", &[("ImageId.1", id)]);
    found.at("imagesSet.item").unwrap().clone()
}

pub fn device<'a>(image: &'a Xml, name: &str) -> Option<&'a Xml> {
    let devices = image.all_at("blockDeviceMapping.item");
    devices.into_iter().find(|device| device.text("deviceName") == name)
}

pub fn snapshot_of(image: &Xml, name: &str) -> String {
    device(image, name).unwrap().text("ebs.snapshotId").to_owned()
}

pub fn snapshot(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeSnapshots", &[("SnapshotId.1", id)]);
    found.at("snapshotSet.item").unwrap().clone()
}

#[test]
fn an_image_of_an_instance_has_snapshots_of_its_volumes() {
    let ec2 = Ec2::new();
    let source = instance(&ec2, &[]);
    let id = create(
        &ec2,
        &source,
        &[
            ("Description", "the first"),
            ("NoReboot", "true"),
            ("TagSpecification.1.ResourceType", "image"),
            ("TagSpecification.1.Tag.1.Key", "Name"),
            ("TagSpecification.1.Tag.1.Value", "image"),
            ("TagSpecification.2.ResourceType", "snapshot"),
            ("TagSpecification.2.Tag.1.Key", "Name"),
            ("TagSpecification.2.Tag.1.Value", "snapshot"),
        ],
    );
    let image = described(&ec2, &id);
    for (member, value) in [
        ("name", "web 1.0"),
        ("description", "the first"),
        ("imageLocation", "000000000000/web 1.0"),
        ("imageOwnerId", "000000000000"),
        ("imageState", "available"),
        ("isPublic", "false"),
        ("architecture", "x86_64"),
        ("rootDeviceName", "/dev/xvda"),
        ("rootDeviceType", "ebs"),
        ("virtualizationType", "hvm"),
        ("enaSupport", "true"),
        ("sriovNetSupport", "simple"),
        ("platformDetails", "Linux/UNIX"),
        ("creationDate", "2026-01-31T12:00:00.000Z"),
        ("sourceInstanceId", source.as_str()),
        ("sourceImageId", OWN),
        ("sourceImageRegion", "us-east-1"),
        ("tagSet.item.value", "image"),
    ] {
        assert_eq!(image.text(member), value, "{member}");
    }
    assert!(!image.has("bootMode") && !image.has("tpmSupport") && !image.has("imdsSupport"));
    let names = image.texts("blockDeviceMapping.item.deviceName");
    assert_eq!(names, ["/dev/xvda", "/dev/sdf"]);
    let data = device(&image, "/dev/sdf").unwrap();
    for (member, value) in [
        ("ebs.volumeSize", "4"),
        ("ebs.volumeType", "gp3"),
        ("ebs.iops", "3000"),
        ("ebs.throughput", "125"),
        ("ebs.encrypted", "false"),
        ("ebs.deleteOnTermination", "false"),
    ] {
        assert_eq!(data.text(member), value, "{member}");
    }
    let root = device(&image, "/dev/xvda").unwrap();
    assert_eq!(root.text("ebs.deleteOnTermination"), "true");
    assert!(!root.has("ebs.iops"));
    let taken = snapshot(&ec2, data.text("ebs.snapshotId"));
    assert_eq!(taken.text("description"), format!("Created by CreateImage({source}) for {id}"));
    assert_eq!((taken.text("volumeSize"), taken.text("tagSet.item.value")), ("4", "snapshot"));
    let filter = [("Filter.1.Name", "source-instance-id"), ("Filter.1.Value.1", source.as_str())];
    assert_eq!(ec2.call("DescribeImages", &filter).texts("imagesSet.item.imageId"), [id]);
}

#[test]
fn an_instance_of_an_own_image_has_volumes_of_its_snapshots() {
    let ec2 = Ec2::new();
    let image = create(&ec2, &instance(&ec2, &[]), &[]);
    let form = [("ImageId", image.as_str()), ("InstanceType", "t3.micro")];
    let launched = ec2.call("RunInstances", &form);
    let id = launched.text("instancesSet.item.instanceId");
    let filter = [("Filter.1.Name", "attachment.instance-id"), ("Filter.1.Value.1", id)];
    let volumes = ec2.call("DescribeVolumes", &filter);
    let image = described(&ec2, &image);
    assert_eq!(
        volumes.texts("volumeSet.item.snapshotId"),
        [snapshot_of(&image, "/dev/xvda"), snapshot_of(&image, "/dev/sdf")]
    );
    assert_eq!(volumes.texts("volumeSet.item.size"), ["8", "4"]);
    assert_eq!(volumes.texts("volumeSet.item.volumeType"), ["gp2", "gp3"]);
    let kept = volumes.texts("volumeSet.item.attachmentSet.item.deleteOnTermination");
    assert_eq!(kept, ["true", "false"]);
    // A data volume can be of another snapshot.
    let other = snapshot_of(&image, "/dev/xvda");
    let form = [
        form[0],
        form[1],
        ("BlockDeviceMapping.1.DeviceName", "/dev/sdf"),
        ("BlockDeviceMapping.1.Ebs.SnapshotId", other.as_str()),
    ];
    let launched = ec2.call("RunInstances", &form);
    let filter = [filter[0], ("Filter.1.Value.1", launched.text("instancesSet.item.instanceId"))];
    let volumes = ec2.call("DescribeVolumes", &filter);
    assert_eq!(volumes.texts("volumeSet.item.snapshotId"), [other.as_str(), other.as_str()]);
}

#[test]
fn an_image_is_pending_first_where_time_passes() {
    let ec2 = Ec2::with_aws_lifecycle();
    let source = instance(&ec2, &[]);
    let early = ec2.refused("CreateImage", &[("InstanceId", &source), ("Name", "web")]);
    assert_eq!(early, not_in_state(&source));
    ec2.advance(10);
    let id = create(&ec2, &source, &[]);
    let image = described(&ec2, &id);
    assert_eq!(image.text("imageState"), "pending");
    for (action, more) in [
        ("ModifyImageAttribute", Some(("Description.Value", "x"))),
        ("ResetImageAttribute", Some(("Attribute", "launchPermission"))),
        ("EnableImageDeprecation", Some(("DeprecateAt", "2026-03-01T00:00:00Z"))),
        ("DisableImageDeprecation", None),
        ("EnableImage", None),
        ("DisableImage", None),
        ("EnableImageDeregistrationProtection", None),
        ("DisableImageDeregistrationProtection", None),
    ] {
        let form: Vec<_> = [("ImageId", id.as_str())].into_iter().chain(more).collect();
        let (code, message) = ec2.refused(action, &form);
        assert_eq!(code, "InvalidAMIID.Unavailable", "{action}");
        assert_eq!(
            message,
            format!(
                "The AMI ID '{id}' is currently pending and may not be used for this operation"
            )
        );
    }
    let root = snapshot_of(&image, "/dev/xvda");
    assert_eq!(snapshot(&ec2, &root).text("status"), "pending");
    let launch = [("ImageId", id.as_str()), ("InstanceType", "t3.micro")];
    let unavailable = format!("AMI '{id}' is pending, and cannot be run");
    let expected = ("InvalidAMIID.Unavailable".to_owned(), unavailable);
    assert_eq!(ec2.refused("RunInstances", &launch), expected);
    ec2.advance(5);
    assert_eq!(described(&ec2, &id).text("imageState"), "available");
    assert_eq!(snapshot(&ec2, &root).text("status"), "completed");
    ec2.call("RunInstances", &launch);
    // What is stopping is as good as what has stopped.
    ec2.call("StopInstances", &[("InstanceId.1", &source)]);
    ec2.call("CreateImage", &[("InstanceId", &source), ("Name", "stopping")]);
}

fn not_in_state(id: &str) -> (String, String) {
    let message = format!(
        "Invalid value '{id}' for instanceId. Instance is not in state 'running' or 'stopping' or \
         'stopped'"
    );
    ("InvalidParameterValue".to_owned(), message)
}

#[test]
fn names_are_checked_and_taken_once() {
    let ec2 = Ec2::new();
    let source = instance(&ec2, &[]);
    let refused =
        |name: &str| ec2.refused("CreateImage", &[("InstanceId", &source), ("Name", name)]);
    for name in ["ab", "caf\u{e9}", "a+b", &"x".repeat(129)] {
        let (code, message) = refused(name);
        assert_eq!(code, "InvalidAMIName.Malformed", "{name}");
        assert_eq!(
            message,
            "AMI names must be between 3 and 128 characters long, and may contain letters, \
             numbers, '(', ')', '.', '-', '/' and '_'"
        );
    }
    let id = create(&ec2, &source, &[]);
    let taken = (
        "InvalidAMIName.Duplicate".to_owned(),
        format!("AMI name web 1.0 is already in use by AMI {id}"),
    );
    assert_eq!(refused("web 1.0"), taken);
    let named = [("InstanceId", source.as_str()), ("Name", "(a)[b] c./-'@_9")];
    let other = ec2.call("CreateImage", &named).text("imageId").to_owned();
    assert_eq!(described(&ec2, &other).text("name"), "(a)[b] c./-'@_9");
    // A name is free again once its image is gone.
    ec2.call("DeregisterImage", &[("ImageId", &id)]);
    create(&ec2, &source, &[]);
}

#[test]
fn what_cannot_be_made_an_image_of() {
    let ec2 = Ec2::new();
    let source = instance(&ec2, &[]);
    let refused = |form: &[(&str, &str)]| ec2.refused("CreateImage", form);
    assert_eq!(refused(&[("InstanceId", &source)]).0, "MissingParameter");
    let nobody = [("InstanceId", "i-0123456789abcdef0"), ("Name", "web")];
    assert_eq!(refused(&nobody).0, "InvalidInstanceID.NotFound");
    let named = [("InstanceId", source.as_str()), ("Name", "web")];
    let with = |more| refused(&[named[0], named[1], more]);
    assert_eq!(
        with(("SnapshotLocation", "local")).1,
        "parlel-ec2 does not emulate snapshots in a Local Zone: SnapshotLocation local."
    );
    assert_eq!(with(("DryRun", "true")).0, "DryRunOperation");
    // A t3 whose image says nothing starts in legacy BIOS.
    let (code, message) = with(("BootModeOverride", "uefi"));
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(
        message,
        "The parameter bootModeOverride requires an instance whose current boot mode is uefi."
    );
    let tags = [
        named[0],
        named[1],
        ("TagSpecification.1.ResourceType", "instance"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "web"),
    ];
    assert_eq!(refused(&tags).0, "InvalidParameterValue");
    // Stopped is as good as running, unless the root volume was taken away.
    ec2.call("StopInstances", &[("InstanceId.1", &source)]);
    create(&ec2, &source, &[]);
    let filter = [("Filter.1.Name", "attachment.device"), ("Filter.1.Value.1", "/dev/xvda")];
    let root = ec2.call("DescribeVolumes", &filter).text("volumeSet.item.volumeId").to_owned();
    ec2.call("DetachVolume", &[("VolumeId", &root)]);
    let (code, message) = refused(&named);
    assert_eq!(code, "IncorrectState");
    assert_eq!(
        message,
        format!("Instance '{source}' does not have a volume attached at root (/dev/xvda)")
    );
    ec2.call("TerminateInstances", &[("InstanceId.1", &source)]);
    assert_eq!(refused(&named), not_in_state(&source));
}

#[test]
fn a_snapshot_stays_while_an_image_uses_it() {
    let ec2 = Ec2::new();
    let id = create(&ec2, &instance(&ec2, &[]), &[]);
    let image = described(&ec2, &id);
    let (root, data) = (snapshot_of(&image, "/dev/xvda"), snapshot_of(&image, "/dev/sdf"));
    for snapshot in [&root, &data] {
        let in_use = format!("The snapshot {snapshot} is currently in use by {id}");
        assert_eq!(
            ec2.refused("DeleteSnapshot", &[("SnapshotId", snapshot)]),
            ("InvalidSnapshot.InUse".to_owned(), in_use)
        );
    }
    let again = [
        ("Name", "again"),
        ("BlockDeviceMapping.1.DeviceName", "/dev/sda1"),
        ("BlockDeviceMapping.1.Ebs.SnapshotId", root.as_str()),
    ];
    let newer = ec2.call("RegisterImage", &again).text("imageId").to_owned();
    let in_use = format!("The snapshot {root} is currently in use by {newer}, {id}");
    let delete = [("SnapshotId", root.as_str()), ("DryRun", "true")];
    assert_eq!(
        ec2.refused("DeleteSnapshot", &delete[..1]),
        ("InvalidSnapshot.InUse".to_owned(), in_use)
    );
    assert_eq!(ec2.refused("DeleteSnapshot", &delete).0, "DryRunOperation");
    ec2.call("DeregisterImage", &[("ImageId", &newer)]);
    let gone = ec2.call("DeregisterImage", &[("ImageId", &id)]);
    assert!(gone.has("deleteSnapshotResultSet") && !gone.has("deleteSnapshotResultSet.item"));
    assert_eq!(snapshot(&ec2, &root).text("volumeSize"), "8");
    ec2.call("DeleteSnapshot", &[("SnapshotId", &root)]);
    ec2.call("DeleteSnapshot", &[("SnapshotId", &data)]);
}

#[test]
fn snapshots_can_go_with_their_image() {
    let ec2 = Ec2::new();
    let id = create(&ec2, &instance(&ec2, &[]), &[]);
    let image = described(&ec2, &id);
    let (root, data) = (snapshot_of(&image, "/dev/xvda"), snapshot_of(&image, "/dev/sdf"));
    // Another image has the snapshot of the root volume too.
    let form = [
        ("Name", "other"),
        ("RootDeviceName", "/dev/xvda"),
        ("BlockDeviceMapping.1.DeviceName", "/dev/xvda"),
        ("BlockDeviceMapping.1.Ebs.SnapshotId", root.as_str()),
    ];
    ec2.call("RegisterImage", &form);
    let form = [("ImageId", id.as_str()), ("DeleteAssociatedSnapshots", "true")];
    let gone = ec2.call("DeregisterImage", &form);
    let results = gone.all_at("deleteSnapshotResultSet.item");
    let code = |id: &str| {
        let result = results.iter().find(|result| result.text("snapshotId") == id);
        result.unwrap().text("returnCode").to_owned()
    };
    assert_eq!(results.len(), 2);
    assert_eq!((code(&root).as_str(), code(&data).as_str()), ("skipped", "success"));
    let left = ec2.call("DescribeSnapshots", &[]);
    assert_eq!(left.texts("snapshotSet.item.snapshotId"), ["snap-0abcdef1234567890", &root]);
    // So can that of the image that was there from the start.
    let form = [("ImageId", OWN), ("DeleteAssociatedSnapshots", "true")];
    let gone = ec2.call("DeregisterImage", &form);
    assert_eq!(gone.text("deleteSnapshotResultSet.item.returnCode"), "success");
    // The snapshot of another's image is not the caller's to delete.
    let form = [
        ("Name", "of another's"),
        ("BlockDeviceMapping.1.DeviceName", "/dev/sda1"),
        (
            "BlockDeviceMapping.1.Ebs.SnapshotId",
            &snapshot_of(&described(&ec2, AL2023), "/dev/xvda"),
        ),
    ];
    let id = ec2.call("RegisterImage", &form).text("imageId").to_owned();
    let form = [("ImageId", id.as_str()), ("DeleteAssociatedSnapshots", "true")];
    let gone = ec2.call("DeregisterImage", &form);
    assert_eq!(gone.text("deleteSnapshotResultSet.item.returnCode"), "missing-permissions");
}

const ENCRYPTED: [(&str, &str); 2] = [
    ("BlockDeviceMapping.2.DeviceName", "/dev/xvda"),
    ("BlockDeviceMapping.2.Ebs.Encrypted", "true"),
];

#[test]
fn an_image_of_an_encrypted_instance_is_shared_with_care() {
    let ec2 = Ec2::new();
    let encrypted = |key: &[(&str, &str)], name: &str| {
        let source = instance(&ec2, &[&ENCRYPTED, key].concat());
        let form = [("InstanceId", source.as_str()), ("Name", name)];
        ec2.call("CreateImage", &form).text("imageId").to_owned()
    };
    let source = instance(&ec2, &ENCRYPTED);
    let plain = [
        ("InstanceId", source.as_str()),
        ("Name", "plain"),
        ("BlockDeviceMapping.1.DeviceName", "/dev/xvda"),
        ("BlockDeviceMapping.1.Ebs.Encrypted", "false"),
    ];
    let plain = described(&ec2, ec2.call("CreateImage", &plain).text("imageId"));
    assert_eq!(plain.texts("blockDeviceMapping.item.ebs.encrypted")[0], "true");
    let share = |id: &str, more| ec2.ask("ModifyImageAttribute", &[("ImageId", id), more]);
    let account = ("LaunchPermission.Add.1.UserId", "111111111111");
    let everybody = ("LaunchPermission.Add.1.Group", "all");
    let default = encrypted(&[], "default");
    let refusal = share(&default, account).unwrap_err();
    assert_eq!(refusal.code, "InvalidParameter");
    assert_eq!(
        refusal.message,
        "Snapshots encrypted with the AWS Managed CMK can't be shared. Specify another \
         snapshot."
    );
    let keyed = encrypted(
        &[("BlockDeviceMapping.2.Ebs.KmsKeyId", "1234abcd-12ab-34cd-56ef-1234567890ab")],
        "keyed",
    );
    share(&keyed, account).unwrap();
    let refusal = share(&keyed, everybody).unwrap_err();
    assert_eq!(refusal.code, "UnsupportedOperation");
    assert_eq!(
        refusal.message,
        "Encrypted snapshots can\u{2019}t be shared publicly. Specify another snapshot."
    );
    // Its instances are encrypted by the same key.
    let form = [("ImageId", keyed.as_str()), ("InstanceType", "t3.micro")];
    let launched = ec2.call("RunInstances", &form);
    let id = launched.text("instancesSet.item.instanceId");
    let filter = [("Filter.1.Name", "attachment.instance-id"), ("Filter.1.Value.1", id)];
    let volumes = ec2.call("DescribeVolumes", &filter);
    assert_eq!(volumes.texts("volumeSet.item.encrypted"), ["true", "false"]);
    assert!(
        volumes
            .text("volumeSet.item.kmsKeyId")
            .ends_with(":key/1234abcd-12ab-34cd-56ef-1234567890ab")
    );
}

#[test]
fn what_costs_more_than_windows_is_not_for_the_free_tier() {
    let ec2 = Ec2::new();
    for (is_eligible, expected) in [
        ("true", &["RunInstances", "RunInstances:0002"][..]),
        ("false", &["RunInstances:000g", "RunInstances:0010"]),
    ] {
        let form = [("Filter.1.Name", "free-tier-eligible"), ("Filter.1.Value.1", is_eligible)];
        let found = ec2.call("DescribeImages", &form);
        let mut operations = found.texts("imagesSet.item.usageOperation");
        operations.sort_unstable();
        operations.dedup();
        assert_eq!(operations, expected, "{is_eligible}");
    }
}
