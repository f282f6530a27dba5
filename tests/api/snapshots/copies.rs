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
        "Snapshot {encrypted_id} is encrypted. Creating unencrypted copy from an encrypted \
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
    let early = copy(&ec2, &id, &[]);
    ec2.advance(5);
    assert_failed(&ec2, &early, "Source snapshot is not complete");
    for unknown in ["us-east-9", "cn-north-1", ""] {
        let (code, message) = refused(&[("SourceRegion", unknown), source]);
        assert_eq!(code, "InvalidRegion", "{unknown}");
        assert_eq!(message, format!("{unknown} is not a valid region name."));
    }
    let message = "The request must contain the parameter SourceRegion".to_owned();
    assert_eq!(refused(&[source]), ("MissingParameter".to_owned(), message));
    let lost = copy(&ec2, NOBODYS, &[]);
    ec2.advance(5);
    assert_failed(&ec2, &lost, "Source snapshot is not found");
    for id in ["", "bad", "snap-00000000000000000"] {
        let form = [("SourceRegion", "us-east-1"), ("SourceSnapshotId", id)];
        let message = "The specified snapshotId is invalid".to_owned();
        assert_eq!(refused(&form), ("InvalidParameterValue".to_owned(), message));
    }
    for parameter in ["DestinationOutpostArn", "DestinationAvailabilityZone"] {
        let form = [("SourceRegion", "us-east-1"), source, (parameter, "x")];
        assert!(refused(&form).1.contains(parameter));
    }
    let made = copy(&ec2, &id, &[]);
    let begun = described(&ec2, &made);
    assert_eq!(begun.text("status"), "pending");
    assert_eq!(begun.text("statusMessage"), "Metadata not updated");
    assert_eq!((begun.text("volumeSize"), begun.text("progress")), ("0", "0%"));
    ec2.advance(5);
    let made = described(&ec2, &made);
    assert_eq!((made.text("status"), made.text("volumeSize")), ("completed", "1"));
    assert!(!made.has("statusMessage"));
}

/// `copy_controls_contract.json` among the recordings of EBS in radkawar/stackd.
fn assert_failed(ec2: &Ec2, id: &str, why: &str) {
    let found = described(ec2, id);
    assert_eq!((found.text("status"), found.text("statusMessage")), ("error", why));
    assert_eq!((found.text("volumeSize"), found.text("progress")), ("0", "0%"));
    assert!(!found.has("completionTime"));
}

#[test]
fn a_copy_is_made_where_it_is_asked_for() {
    let ec2 = Ec2::new();
    let id = snapshot(&ec2, &[]);
    let there = ec2.in_region("us-west-2");
    let refused = |more: (&str, &str)| {
        let form = [("SourceRegion", "us-east-1"), ("SourceSnapshotId", &*id), more];
        let (code, message) = there.refused("CopySnapshot", &form);
        assert_eq!(code, "InvalidParameterValue");
        message
    };
    assert_eq!(
        refused(("DestinationRegion", "eu-west-1")),
        "DestinationRegion 'eu-west-1' does not match the current region (us-west-2)."
    );
    assert_eq!(
        refused(("PresignedUrl", "not-a-url")),
        "The protocol in PresignedUrl should be http or https"
    );
    let signed = |source: &str, region: &str| {
        format!(
            "https://ec2.us-east-1.amazonaws.com/?Action=CopySnapshot&SourceSnapshotId={source}\
             &DestinationRegion={region}"
        )
    };
    assert_eq!(
        refused(("PresignedUrl", &signed(NOBODYS, "us-west-2"))),
        format!(
            "The source snapshot specified in PresignedUrl '{NOBODYS}' does not match the source \
             snapshot in the request: '{id}'"
        )
    );
    assert_eq!(
        refused(("PresignedUrl", &signed(&id, "us-east-1"))),
        "The destination region specified in PresignedUrl: 'us-east-1' is incorrect"
    );
    let url = signed(&id, "us-west-2");
    described(&there, &copy(&there, &id, &[("PresignedUrl", &url)]));
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
    let other = there.as_account("111111111111");
    assert_failed(&other, &copy(&other, &id, &[]), "Source snapshot is not found");
    let dry = [&form[..], &[("DryRun", "true")]].concat();
    assert_eq!(there.refused("CopySnapshot", &dry).0, "DryRunOperation");
    ec2.call("DeleteSnapshot", &[("SnapshotId", &id)]);
    assert_failed(&there, &copy(&there, &id, &[]), "Source snapshot is not found");
}

/// aws-samples/aws-backup-automation#2 (2022) quotes it of a key out of reach.
#[test]
fn a_copy_with_what_is_no_key_fails() {
    let ec2 = Ec2::new();
    let id = copy(&ec2, &snapshot(&ec2, &[]), &[("Encrypted", "true"), ("KmsKeyId", "mine")]);
    let found = described(&ec2, &id);
    assert_eq!(found.text("status"), "error");
    assert_eq!(found.text("statusMessage"), "Given key ID is not accessible");
}
