use super::super::support::{Ec2, Xml};
use super::{FOUNDING, NOBODYS, described, snapshot, snapshot_of, volume};

const DAY: u32 = 24 * 3_600;

fn archive(ec2: &Ec2, id: &str) -> Xml {
    ec2.call("ModifySnapshotTier", &[("SnapshotId", id), ("StorageTier", "archive")])
}

fn status(ec2: &Ec2, id: &str) -> Xml {
    let filter = [("Filter.1.Name", "snapshot-id"), ("Filter.1.Value.1", id)];
    let found = ec2.call("DescribeSnapshotTierStatus", &filter);
    found.at("snapshotTierStatusSet.item").unwrap().clone()
}

fn tier(ec2: &Ec2, id: &str) -> String {
    let tier = described(ec2, id).text("storageTier").to_owned();
    assert_eq!(status(ec2, id).text("storageTier"), tier);
    tier
}

#[test]
fn a_snapshot_goes_to_the_archive_and_comes_back() {
    let ec2 = Ec2::new();
    let id = snapshot(&ec2, &[]);
    let fresh = status(&ec2, &id);
    assert_eq!((fresh.text("storageTier"), fresh.text("status")), ("standard", "completed"));
    assert_eq!(fresh.text("ownerId"), "000000000000");
    assert!(!fresh.has("lastTieringOperationStatus") && !fresh.has("archivalCompleteTime"));
    let moved = archive(&ec2, &id);
    assert_eq!(moved.text("snapshotId"), id);
    assert_eq!(moved.text("tieringStartTime"), "2026-01-31T12:00:00.000Z");
    assert_eq!(tier(&ec2, &id), "archive");
    let archived = status(&ec2, &id);
    assert_eq!(archived.text("lastTieringOperationStatus"), "archival-completed");
    assert_eq!(archived.text("lastTieringProgress"), "100");
    assert_eq!(archived.text("archivalCompleteTime"), "2026-01-31T12:00:00.000Z");
    // Nothing is made of what is archived.
    let message = format!("The snapshot '{id}' is archived.");
    let expected = ("IncorrectState".to_owned(), message);
    let create = [("AvailabilityZone", "us-east-1a"), ("SnapshotId", id.as_str())];
    assert_eq!(ec2.refused("CreateVolume", &create), expected);
    let copy = [("SourceRegion", "us-east-1"), ("SourceSnapshotId", id.as_str())];
    assert_eq!(ec2.refused("CopySnapshot", &copy), expected);

    let form = [("SnapshotId", id.as_str()), ("PermanentRestore", "true")];
    let restored = ec2.call("RestoreSnapshotTier", &form);
    assert_eq!(restored.text("isPermanentRestore"), "true");
    assert!(!restored.has("restoreDuration"));
    assert_eq!(tier(&ec2, &id), "standard");
    let after = status(&ec2, &id);
    assert_eq!(after.text("lastTieringOperationStatus"), "permanent-restore-completed");
    assert!(!after.has("restoreExpiryTime"));
    ec2.call("CreateVolume", &create);
    assert_eq!(ec2.refused("RestoreSnapshotTier", &form).0, "IncorrectState");
}

#[test]
fn a_snapshot_restored_for_some_days_goes_back() {
    let ec2 = Ec2::new();
    let id = snapshot(&ec2, &[]);
    archive(&ec2, &id);
    let restore = |more| ec2.call("RestoreSnapshotTier", &[("SnapshotId", id.as_str()), more]);
    let restored = restore(("TemporaryRestoreDays", "2"));
    assert_eq!(restored.text("restoreDuration"), "2");
    assert_eq!(restored.text("isPermanentRestore"), "false");
    assert_eq!(restored.text("restoreStartTime"), "2026-01-31T12:00:00.000Z");
    assert_eq!(tier(&ec2, &id), "standard");
    let expiry = "2026-02-02T12:00:00.000Z";
    assert_eq!(described(&ec2, &id).text("restoreExpiryTime"), expiry);
    let during = status(&ec2, &id);
    assert_eq!(during.text("restoreExpiryTime"), expiry);
    assert_eq!(during.text("lastTieringOperationStatus"), "temporary-restore-completed");
    // The days can be changed as long as they last.
    restore(("TemporaryRestoreDays", "3"));
    ec2.advance(2 * DAY);
    assert_eq!(tier(&ec2, &id), "standard");
    ec2.advance(DAY);
    assert_eq!(tier(&ec2, &id), "archive");
    assert!(!described(&ec2, &id).has("restoreExpiryTime"));
    restore(("TemporaryRestoreDays", "1"));
    restore(("PermanentRestore", "true"));
    ec2.advance(2 * DAY);
    assert_eq!(tier(&ec2, &id), "standard");
}

#[test]
fn moving_takes_time() {
    let ec2 = Ec2::with_aws_lifecycle();
    let volume = volume(&ec2, &[("Size", "1")]);
    ec2.advance(5);
    let id = snapshot_of(&ec2, &volume, &[]);
    let form = [("SnapshotId", id.as_str()), ("StorageTier", "archive")];
    assert_eq!(ec2.refused("ModifySnapshotTier", &form).0, "IncorrectState");
    ec2.advance(5);
    archive(&ec2, &id);
    ec2.advance(4);
    assert_eq!(tier(&ec2, &id), "standard");
    let during = status(&ec2, &id);
    assert_eq!(during.text("lastTieringOperationStatus"), "archival-in-progress");
    assert_eq!(during.text("lastTieringProgress"), "40");
    let restore = [("SnapshotId", id.as_str()), ("TemporaryRestoreDays", "1")];
    let message = format!("The snapshot '{id}' is being archived or restored.");
    let expected = ("IncorrectState".to_owned(), message);
    assert_eq!(ec2.refused("ModifySnapshotTier", &form), expected);
    assert_eq!(ec2.refused("RestoreSnapshotTier", &restore), expected);
    ec2.advance(6);
    assert_eq!(tier(&ec2, &id), "archive");
    ec2.call("RestoreSnapshotTier", &restore);
    assert_eq!(tier(&ec2, &id), "archive");
    let during = status(&ec2, &id);
    assert_eq!(during.text("lastTieringOperationStatus"), "temporary-restore-in-progress");
    assert_eq!(during.text("archivalCompleteTime"), "2026-01-31T12:00:20.000Z");
    ec2.advance(10);
    assert_eq!(tier(&ec2, &id), "standard");
}

#[test]
fn the_status_of_tiers_is_filtered_and_paged() {
    let ec2 = Ec2::new();
    let ids: Vec<String> = (0..7).map(|_| snapshot(&ec2, &[])).collect();
    archive(&ec2, &ids[2]);
    let path = "snapshotTierStatusSet.item.snapshotId";
    let volume = described(&ec2, &ids[3]).text("volumeId").to_owned();
    for (name, value, expected) in [
        ("last-tiering-operation", "archival-completed", &ids[2]),
        ("volume-id", volume.as_str(), &ids[3]),
        ("snapshot-id", ids[4].as_str(), &ids[4]),
    ] {
        let filter = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeSnapshotTierStatus", &filter);
        assert_eq!(found.texts(path), [expected.as_str()], "{name}");
    }
    let first = ec2.call("DescribeSnapshotTierStatus", &[("MaxResults", "5")]);
    let next = [("MaxResults", "5"), ("NextToken", first.text("nextToken"))];
    let second = ec2.call("DescribeSnapshotTierStatus", &next);
    let walked = [first.texts(path), second.texts(path)].concat();
    assert_eq!(walked[0], FOUNDING);
    assert_eq!(walked[1..], ids);
}

#[test]
fn what_cannot_be_moved() {
    let ec2 = Ec2::new();
    let id = snapshot(&ec2, &[]);
    let modify = |more: &[(&str, &str)]| {
        ec2.refused("ModifySnapshotTier", &[&[("SnapshotId", id.as_str())], more].concat())
    };
    let restore = |more: &[(&str, &str)]| {
        ec2.refused("RestoreSnapshotTier", &[&[("SnapshotId", id.as_str())], more].concat())
    };
    let state = |message: String| ("IncorrectState".to_owned(), message);
    let missing = |name: &str| {
        let message = format!("The request must contain the parameter {name}");
        ("MissingParameter".to_owned(), message)
    };
    assert_eq!(modify(&[]), missing("storageTier"));
    assert_eq!(
        restore(&[("TemporaryRestoreDays", "1")]),
        state(format!("The snapshot '{id}' is not archived."))
    );
    let register = [
        ("Name", "using it"),
        ("BlockDeviceMapping.1.DeviceName", "/dev/sda1"),
        ("BlockDeviceMapping.1.Ebs.SnapshotId", id.as_str()),
    ];
    let image = ec2.call("RegisterImage", &register).text("imageId").to_owned();
    let in_use = format!("The snapshot {id} is currently in use by {image}");
    let expected = ("InvalidSnapshot.InUse".to_owned(), in_use);
    assert_eq!(modify(&[("StorageTier", "archive")]), expected);
    ec2.call("DeregisterImage", &[("ImageId", &image)]);
    archive(&ec2, &id);
    let expected = state(format!("The snapshot '{id}' is not completed in the standard tier."));
    assert_eq!(modify(&[("StorageTier", "archive")]), expected);
    assert_eq!(
        ec2.refused("RegisterImage", &register),
        state(format!("The snapshot '{id}' is archived."))
    );
    let days = |days: &str| {
        let message = format!(
            "Value ({days}) for parameter temporaryRestoreDays is invalid. Expecting a value \
             between 1 and 180."
        );
        ("InvalidParameterValue".to_owned(), message)
    };
    let both = "The parameter temporaryRestoreDays cannot be used with the parameter \
                permanentRestore";
    for (more, expected) in [
        (vec![], missing("temporaryRestoreDays")),
        (vec![("PermanentRestore", "false")], missing("temporaryRestoreDays")),
        (vec![("TemporaryRestoreDays", "0")], days("0")),
        (vec![("TemporaryRestoreDays", "181")], days("181")),
        (
            vec![("TemporaryRestoreDays", "1"), ("PermanentRestore", "true")],
            ("InvalidParameterCombination".to_owned(), both.to_owned()),
        ),
    ] {
        assert_eq!(restore(&more), expected, "{more:?}");
    }
    let nobodys = [("SnapshotId", NOBODYS), ("StorageTier", "archive")];
    assert_eq!(ec2.refused("ModifySnapshotTier", &nobodys).0, "InvalidSnapshot.NotFound");
    let nobodys = [("SnapshotId", NOBODYS), ("PermanentRestore", "true")];
    assert_eq!(ec2.refused("RestoreSnapshotTier", &nobodys).0, "InvalidSnapshot.NotFound");
    // An instance cannot be launched from an image whose snapshot went back meanwhile.
    let days = [("SnapshotId", id.as_str()), ("TemporaryRestoreDays", "1")];
    ec2.call("RestoreSnapshotTier", &days);
    let form = [&register[..], &[("Architecture", "x86_64"), ("VirtualizationType", "hvm")]];
    let image = ec2.call("RegisterImage", &form.concat()).text("imageId").to_owned();
    ec2.advance(DAY);
    let launch = [("ImageId", image.as_str()), ("InstanceType", "t2.micro")];
    assert_eq!(ec2.refused("RunInstances", &launch).0, "IncorrectState");
}

#[test]
fn what_a_disabled_image_has_can_be_archived() {
    let ec2 = Ec2::new();
    let id = snapshot(&ec2, &[]);
    let register = [
        ("Name", "disabled"),
        ("BlockDeviceMapping.1.DeviceName", "/dev/sda1"),
        ("BlockDeviceMapping.1.Ebs.SnapshotId", id.as_str()),
    ];
    let image = ec2.call("RegisterImage", &register).text("imageId").to_owned();
    ec2.call("DisableImage", &[("ImageId", &image)]);
    archive(&ec2, &id);
    let (code, _) = ec2.refused("DeleteSnapshot", &[("SnapshotId", &id)]);
    assert_eq!(code, "InvalidSnapshot.InUse");
    let enable = [("ImageId", image.as_str())];
    let message = format!(
        "The snapshot '{id}' must be restored from the archive permanently before the image can be \
         enabled."
    );
    let expected = ("IncorrectState".to_owned(), message);
    assert_eq!(ec2.refused("EnableImage", &enable), expected);
    let restore = |how| ec2.call("RestoreSnapshotTier", &[("SnapshotId", id.as_str()), how]);
    restore(("TemporaryRestoreDays", "2"));
    assert_eq!(ec2.refused("EnableImage", &enable), expected);
    restore(("PermanentRestore", "true"));
    ec2.call("EnableImage", &enable);
}

#[test]
fn what_is_archived_is_the_owners_alone() {
    let ec2 = Ec2::new();
    let other = ec2.as_account("111122223333");
    let id = snapshot(&ec2, &[]);
    let share = |account| {
        let form = [("SnapshotId", id.as_str()), ("CreateVolumePermission.Add.1.UserId", account)];
        ec2.ask("ModifySnapshotAttribute", &form)
    };
    share("111122223333").unwrap();
    let fast = [("SourceSnapshotId.1", id.as_str()), ("AvailabilityZone.1", "us-east-1a")];
    ec2.call("EnableFastSnapshotRestores", &fast);
    let named = [("SnapshotId.1", id.as_str())];
    other.call("DescribeSnapshots", &named);
    archive(&ec2, &id);
    assert_eq!(other.refused("DescribeSnapshots", &named).0, "InvalidSnapshot.NotFound");
    let found = ec2.call("DescribeFastSnapshotRestores", &[]);
    assert_eq!(found.texts("fastSnapshotRestoreSet.item.state"), ["disabled"]);
    let refusal = share("444455556666").unwrap_err();
    assert_eq!(refusal.code, "IncorrectState");
    assert_eq!(refusal.message, format!("The snapshot '{id}' is archived."));
}
