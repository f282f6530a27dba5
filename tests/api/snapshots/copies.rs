use super::super::support::Ec2;
use super::{NOBODYS, described, snapshot, snapshot_of, volume};

const KEY: &str = "arn:aws:kms:us-east-1:000000000000:key/12345678-1234-1234-1234-123456789012";

fn copy(ec2: &Ec2, id: &str, more: &[(&str, &str)]) -> String {
    let form = [("SourceRegion", "us-east-1"), ("SourceSnapshotId", id)];
    ec2.call("CopySnapshot", &[&form, more].concat()).text("snapshotId").to_owned()
}

#[test]
fn a_copy_is_a_snapshot_of_its_own() {
    let ec2 = Ec2::new();
    let id = snapshot(&ec2, &[("Description", "original")]);
    let form = [
        ("SourceRegion", "us-east-1"),
        ("SourceSnapshotId", id.as_str()),
        ("Description", "copied"),
        ("TagSpecification.1.ResourceType", "snapshot"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "web"),
        // What the SDKs add by themselves.
        ("DestinationRegion", "us-east-1"),
        ("PresignedUrl", "https://ec2.us-east-1.amazonaws.com/?Action=CopySnapshot"),
    ];
    let made = ec2.call("CopySnapshot", &form);
    assert_eq!(made.text("tagSet.item.value"), "web");
    let found = described(&ec2, made.text("snapshotId"));
    for (member, value) in [
        ("description", "copied"),
        ("volumeId", "vol-ffffffff"),
        ("volumeSize", "3"),
        ("status", "completed"),
        ("encrypted", "false"),
        ("transferType", "standard"),
    ] {
        assert_eq!(found.text(member), value, "{member}");
    }
    assert!(!found.has("completionDurationMinutes"));
    ec2.call("DeleteSnapshot", &[("SnapshotId", &id)]);
    let plain = described(&ec2, &copy(&ec2, made.text("snapshotId"), &[]));
    assert_eq!(plain.text("description"), "");
}

#[test]
fn copies_can_gain_encryption_and_change_the_key() {
    let ec2 = Ec2::new();
    let id = snapshot(&ec2, &[]);
    let encrypted = described(&ec2, &copy(&ec2, &id, &[("Encrypted", "true")]));
    let default = encrypted.text("kmsKeyId").to_owned();
    assert_eq!(encrypted.text("encrypted"), "true");
    let keyed = described(&ec2, &copy(&ec2, &id, &[("Encrypted", "true"), ("KmsKeyId", KEY)]));
    assert_eq!(keyed.text("kmsKeyId"), KEY);
    // Without a key a copy has the default one, whatever the original has.
    let again = described(&ec2, &copy(&ec2, keyed.text("snapshotId"), &[]));
    assert_eq!((again.text("encrypted"), again.text("kmsKeyId")), ("true", default.as_str()));
    assert_ne!(default, KEY);
    let refused = |id: &str, more| {
        let form = [("SourceRegion", "us-east-1"), ("SourceSnapshotId", id), more];
        ec2.refused("CopySnapshot", &form)
    };
    let encrypted_id = keyed.text("snapshotId");
    let message = format!(
        "Snapshot {encrypted_id} is encrypted. Creating an unencrypted copy from an encrypted \
         snapshot is not supported."
    );
    let plain = refused(encrypted_id, ("Encrypted", "false"));
    assert_eq!(plain, ("InvalidRequest".to_owned(), message));
    assert_eq!(refused(&id, ("KmsKeyId", KEY)).0, "InvalidParameterDependency");
}

#[test]
fn a_copy_can_be_told_when_to_be_complete() {
    let ec2 = Ec2::new();
    let id = snapshot(&ec2, &[]);
    let found = described(&ec2, &copy(&ec2, &id, &[("CompletionDurationMinutes", "30")]));
    assert_eq!(found.text("transferType"), "time-based");
    assert_eq!(found.text("completionDurationMinutes"), "30");
    for minutes in ["1", "20"] {
        let form = [
            ("SourceRegion", "us-east-1"),
            ("SourceSnapshotId", &*id),
            ("CompletionDurationMinutes", minutes),
        ];
        let message = format!(
            "Value ({minutes}) for parameter completionDurationMinutes is invalid. Expecting a \
             multiple of 15 from 15 to 2880."
        );
        let refusal = ec2.refused("CopySnapshot", &form);
        assert_eq!(refusal, ("InvalidParameterValue".to_owned(), message));
    }
}

#[test]
fn what_cannot_be_copied() {
    let ec2 = Ec2::with_aws_lifecycle();
    let volume = volume(&ec2, &[("Size", "1")]);
    ec2.advance(5);
    let id = snapshot_of(&ec2, &volume, &[]);
    let refused = |form: &[(&str, &str)]| ec2.refused("CopySnapshot", form);
    let source = ("SourceSnapshotId", id.as_str());
    assert_eq!(refused(&[("SourceRegion", "us-east-1"), source]).0, "IncorrectState");
    ec2.advance(5);
    assert_eq!(refused(&[("SourceRegion", "eu-west-1"), source]).0, "InvalidSnapshot.NotFound");
    for unknown in ["us-east-9", "cn-north-1", ""] {
        let (code, message) = refused(&[("SourceRegion", unknown), source]);
        assert_eq!(code, "InvalidRegion", "{unknown}");
        assert_eq!(message, format!("The region '{unknown}' is not valid."));
    }
    assert_eq!(refused(&[source]).0, "MissingParameter");
    let nobodys = [("SourceRegion", "us-east-1"), ("SourceSnapshotId", NOBODYS)];
    assert_eq!(refused(&nobodys).0, "InvalidSnapshot.NotFound");
    for parameter in ["DestinationOutpostArn", "DestinationAvailabilityZone"] {
        let form = [("SourceRegion", "us-east-1"), source, (parameter, "x")];
        assert!(refused(&form).1.contains(parameter));
    }
    let made = copy(&ec2, &id, &[]);
    assert_eq!(described(&ec2, &made).text("status"), "pending");
    ec2.advance(5);
    assert_eq!(described(&ec2, &made).text("status"), "completed");
}

#[test]
fn a_snapshot_is_copied_from_another_region() {
    let ec2 = Ec2::new();
    let id = snapshot(&ec2, &[]);
    let encrypted = copy(&ec2, &id, &[("Encrypted", "true")]);
    let there = ec2.in_region("eu-west-1");
    let copied = described(&there, &copy(&there, &id, &[]));
    assert_eq!((copied.text("volumeSize"), copied.text("encrypted")), ("3", "false"));
    assert_eq!(copied.text("volumeId"), "vol-ffffffff");
    let copied = described(&there, &copy(&there, &encrypted, &[]));
    assert!(copied.text("kmsKeyId").starts_with("arn:aws:kms:eu-west-1:"), "{copied:?}");
    let copied_id = copied.text("snapshotId");
    let (code, _) = ec2.refused("DescribeSnapshots", &[("SnapshotId.1", copied_id)]);
    assert_eq!(code, "InvalidSnapshot.NotFound");
    // Nobody asks another account's region.
    let form = [("SourceRegion", "us-east-1"), ("SourceSnapshotId", id.as_str())];
    let (code, _) = there.as_account("111111111111").refused("CopySnapshot", &form);
    assert_eq!(code, "InvalidSnapshot.NotFound");
    let dry = [&form[..], &[("DryRun", "true")]].concat();
    assert_eq!(there.refused("CopySnapshot", &dry).0, "DryRunOperation");
    ec2.call("DeleteSnapshot", &[("SnapshotId", &id)]);
    assert_eq!(there.refused("CopySnapshot", &form).0, "InvalidSnapshot.NotFound");
}
