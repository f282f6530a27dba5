//! Fast snapshot restores.

use super::support::{Ec2, Xml};

const SNAPSHOT: &str = "snap-0abcdef1234567890";

const FORM: [(&str, &str); 2] =
    [("SourceSnapshotId.1", SNAPSHOT), ("AvailabilityZone.1", "us-east-1a")];

fn listed(ec2: &Ec2, form: &[(&str, &str)]) -> Vec<Xml> {
    let found = ec2.call("DescribeFastSnapshotRestores", form);
    found.all_at("fastSnapshotRestoreSet.item").into_iter().cloned().collect()
}

fn is_fast(ec2: &Ec2, zone: &str) -> bool {
    let form = [("SnapshotId", SNAPSHOT), ("AvailabilityZone", zone)];
    let made = ec2.call("CreateVolume", &form);
    let found = ec2.call("DescribeVolumes", &[("VolumeId.1", made.text("volumeId"))]);
    found.at("volumeSet.item.fastRestored").is_some_and(|it| it.text == "true")
}

#[test]
fn they_are_enabled_for_a_snapshot_in_a_zone() {
    let ec2 = Ec2::with_aws_lifecycle();
    assert!(!is_fast(&ec2, "us-east-1a"));
    let made = ec2.call("EnableFastSnapshotRestores", &FORM);
    assert!(made.all_at("unsuccessful.item").is_empty());
    let item = made.at("successful.item").unwrap();
    assert_eq!((item.text("snapshotId"), item.text("state")), (SNAPSHOT, "enabling"));
    assert_eq!(item.text("availabilityZone"), "us-east-1a");
    assert_eq!(item.text("ownerId"), "000000000000");
    assert_eq!(item.text("stateTransitionReason"), "Client.UserInitiated");
    assert_eq!(item.text("enablingTime"), "2026-01-31T12:00:00.000Z");
    assert!(item.at("optimizingTime").is_none());
    ec2.advance(5);
    let row = &listed(&ec2, &[])[0];
    assert_eq!(row.text("state"), "optimizing");
    let reason = "Client.UserInitiated - Lifecycle state transition";
    assert_eq!(row.text("stateTransitionReason"), reason);
    assert!(!is_fast(&ec2, "us-east-1a"));
    ec2.advance(60);
    let row = &listed(&ec2, &[])[0];
    assert_eq!(row.text("state"), "enabled");
    assert_eq!(row.text("optimizingTime"), "2026-01-31T12:00:05.000Z");
    assert_eq!(row.text("enabledTime"), "2026-01-31T12:01:05.000Z");
    assert!(is_fast(&ec2, "us-east-1a") && !is_fast(&ec2, "us-east-1b"));
    let launched = ec2.call(
        "RunInstances",
        &[
            ("ImageId", "ami-0abcdef1234567890"),
            ("InstanceType", "t3.micro"),
            ("Placement.AvailabilityZone", "us-east-1a"),
        ],
    );
    let instance = launched.text("instancesSet.item.instanceId");
    let form = [("Filter.1.Name", "attachment.instance-id"), ("Filter.1.Value.1", instance)];
    let volumes = ec2.call("DescribeVolumes", &form);
    assert_eq!(volumes.text("volumeSet.item.fastRestored"), "true");

    // A rate takes the place of a fast restore.
    let snapshot = volumes.text("volumeSet.item.snapshotId");
    let rate = ("VolumeInitializationRate", "100");
    let form = [("AvailabilityZone", "us-east-1a"), ("SnapshotId", snapshot), rate];
    let made = ec2.call("CreateVolume", &form);
    let found = ec2.call("DescribeVolumes", &[("VolumeId.1", made.text("volumeId"))]);
    assert!(!found.has("volumeSet.item.fastRestored"));

    // Once more changes nothing.
    let again = ec2.call("EnableFastSnapshotRestores", &FORM);
    assert_eq!(again.text("successful.item.state"), "enabled");

    let gone = ec2.call("DisableFastSnapshotRestores", &FORM);
    let item = gone.at("successful.item").unwrap();
    assert_eq!((item.text("state"), item.text("availabilityZone")), ("disabling", "us-east-1a"));
    assert!(!is_fast(&ec2, "us-east-1a"));
    ec2.advance(5);
    let row = &listed(&ec2, &[])[0];
    assert_eq!(row.text("state"), "disabled");
    assert_eq!(row.text("disabledTime"), "2026-01-31T12:01:10.000Z");
    ec2.advance(3600);
    assert!(listed(&ec2, &[]).is_empty());
}

#[test]
fn they_are_found_by_filters_and_pages() {
    let ec2 = Ec2::new();
    let zones = [
        ("SourceSnapshotId.1", SNAPSHOT),
        ("AvailabilityZoneId.1", "use1-az4"),
        ("AvailabilityZoneId.2", "use1-az6"),
    ];
    let made = ec2.call("EnableFastSnapshotRestores", &zones);
    assert_eq!(made.texts("successful.item.state"), ["enabled", "enabled"]);
    let filter = |name, value| [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
    assert_eq!(listed(&ec2, &filter("availability-zone-id", "use1-az6")).len(), 1);
    assert_eq!(listed(&ec2, &filter("snapshot-id", SNAPSHOT)).len(), 2);
    assert_eq!(listed(&ec2, &filter("state", "disabled")).len(), 0);
    let first = ec2.call("DescribeFastSnapshotRestores", &[("MaxResults", "1")]);
    assert_eq!(first.all_at("fastSnapshotRestoreSet.item").len(), 1);
    let next = [("MaxResults", "1"), ("NextToken", first.text("nextToken"))];
    assert_eq!(listed(&ec2, &next)[0].text("availabilityZoneId"), "use1-az6");
}

#[test]
fn what_cannot_be_changed_is_told_for_each() {
    let ec2 = Ec2::new();
    let form = [("SourceSnapshotId.2", "snap-0123456789abcdef0"), FORM[0], FORM[1]];
    let made = ec2.call("EnableFastSnapshotRestores", &form);
    assert_eq!(made.texts("successful.item.snapshotId"), [SNAPSHOT]);
    let item = made.at("unsuccessful.item").unwrap();
    assert_eq!(item.text("snapshotId"), "snap-0123456789abcdef0");
    let error = item.at("fastSnapshotRestoreStateErrorSet.item").unwrap();
    assert_eq!(error.text("availabilityZone"), "us-east-1a");
    assert_eq!(error.text("error.code"), "InvalidSnapshot.NotFound");
    assert_eq!(
        error.text("error.message"),
        "The snapshot 'snap-0123456789abcdef0' does not exist."
    );
    let other = [("SourceSnapshotId.1", SNAPSHOT), ("AvailabilityZone.1", "us-east-1b")];
    let form = [("SourceSnapshotId.2", "snap-0123456789abcdef0"), other[0], other[1]];
    let gone = ec2.call("DisableFastSnapshotRestores", &form);
    let errors = gone.all_at("unsuccessful.item.fastSnapshotRestoreStateErrorSet.item.error");
    let errors: Vec<_> = errors.iter().map(|it| (it.text("code"), it.text("message"))).collect();
    assert_eq!(
        errors,
        [
            (
                "InvalidRequest",
                "Fast snapshot restores are not enabled for snap-0abcdef1234567890 in us-east-1b."
            ),
            ("InvalidSnapshot.NotFound", "The snapshot 'snap-0123456789abcdef0' does not exist."),
        ]
    );
    let (code, message) = ec2.refused("EnableFastSnapshotRestores", &FORM[..1]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter availabilityZone");
    let both = [FORM[0], FORM[1], ("AvailabilityZoneId.1", "use1-az4")];
    assert_eq!(ec2.refused("EnableFastSnapshotRestores", &both).0, "InvalidParameterCombination");
    for zone in ["us-east-1-bos-1a", "mars"] {
        let form = [FORM[0], ("AvailabilityZone.1", zone)];
        let words = format!("The zone '{zone}' does not exist.");
        let refused = ec2.refused("EnableFastSnapshotRestores", &form);
        assert_eq!(refused, ("InvalidZone.NotFound".to_owned(), words));
    }
}

#[test]
fn a_large_snapshot_has_none() {
    let ec2 = Ec2::new();
    let volume = [("Size", "16385"), ("VolumeType", "gp3"), ("AvailabilityZone", "us-east-1a")];
    let volume = ec2.call("CreateVolume", &volume);
    let made = ec2.call("CreateSnapshot", &[("VolumeId", volume.text("volumeId"))]);
    let id = made.text("snapshotId");
    let made = ec2.call("EnableFastSnapshotRestores", &[("SourceSnapshotId.1", id), FORM[1]]);
    assert!(made.all_at("successful.item").is_empty());
    let error = made.at("unsuccessful.item.fastSnapshotRestoreStateErrorSet.item.error").unwrap();
    assert_eq!(error.text("code"), "InvalidRequest");
    assert_eq!(error.text("message"), format!("The snapshot {id} is larger than 16384 GiB."));
}

#[test]
fn a_snapshot_takes_them_along() {
    let ec2 = Ec2::new();
    let volume = ec2.call("CreateVolume", &[("Size", "1"), ("AvailabilityZone", "us-east-1a")]);
    let made = ec2.call("CreateSnapshot", &[("VolumeId", volume.text("volumeId"))]);
    let id = made.text("snapshotId");
    let form = [("SourceSnapshotId.1", id), FORM[1]];
    ec2.call("EnableFastSnapshotRestores", &form);
    let refused = ec2.refused("DeleteSnapshot", &[("SnapshotId", id)]);
    let message = format!(
        "The snapshot {id} is currently enabled for fast restores in us-east-1a. Fast snapshot \
         restores must be disabled within all Availability Zones before the snapshot may be \
         deleted."
    );
    assert_eq!(refused, ("InvalidSnapshot.InUse".to_owned(), message));
    ec2.call("DisableFastSnapshotRestores", &form);
    assert_eq!(listed(&ec2, &[])[0].text("state"), "disabled");
    ec2.call("DeleteSnapshot", &[("SnapshotId", id)]);
    assert!(listed(&ec2, &[]).is_empty());
}

#[test]
fn ten_snapshots_at_a_time() {
    let ec2 = Ec2::new();
    let names: Vec<String> = (1..=11).map(|at| format!("SourceSnapshotId.{at}")).collect();
    let mut form: Vec<_> = names.iter().map(|name| (name.as_str(), SNAPSHOT)).collect();
    form.push(FORM[1]);
    let message = "Number of values of parameter SourceSnapshotIds must be less than or equal to \
                   10.";
    for action in ["EnableFastSnapshotRestores", "DisableFastSnapshotRestores"] {
        let expected = ("InvalidRequest".to_owned(), message.to_owned());
        assert_eq!(ec2.refused(action, &form), expected, "{action}");
    }
}
