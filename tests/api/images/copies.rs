use super::super::support::Ec2;
use super::making::{described, device, instance, snapshot, snapshot_of};
use super::{AL2023, OWN};

const KEY: &str = "arn:aws:kms:us-east-1:000000000000:key/12345678-1234-1234-1234-123456789012";

fn form<'a>(source: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let form = [("SourceRegion", "us-east-1"), ("SourceImageId", source), ("Name", "copied")];
    [&form, more].concat()
}

fn copy(ec2: &Ec2, source: &str, more: &[(&str, &str)]) -> String {
    ec2.call("CopyImage", &form(source, more)).text("imageId").to_owned()
}

#[test]
fn a_copy_has_snapshots_of_its_own() {
    let ec2 = Ec2::new();
    let source = instance(&ec2, &[]);
    let original = ec2.call("CreateImage", &[("InstanceId", &source), ("Name", "original")]);
    let original = original.text("imageId").to_owned();
    let tags = [("ResourceId.1", &*original), ("Tag.1.Key", "Team"), ("Tag.1.Value", "red")];
    ec2.call("CreateTags", &tags);
    let more = [
        ("Description", "a copy"),
        ("TagSpecification.1.ResourceType", "snapshot"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "snapshot"),
        ("ClientToken", "once"),
    ];
    let id = copy(&ec2, &original, &more);
    assert_eq!(copy(&ec2, &original, &more), id);
    let image = described(&ec2, &id);
    for (member, value) in [
        ("name", "copied"),
        ("description", "a copy"),
        ("sourceImageId", original.as_str()),
        ("sourceImageRegion", "us-east-1"),
        ("imageLocation", "000000000000/copied"),
        ("imageState", "available"),
        ("isPublic", "false"),
    ] {
        assert_eq!(image.text(member), value, "{member}");
    }
    assert!(!image.has("sourceInstanceId") && !image.has("tagSet"));
    let before = snapshot_of(&described(&ec2, &original), "/dev/sdf");
    let after = snapshot_of(&image, "/dev/sdf");
    assert_ne!(before, after);
    let found = snapshot(&ec2, &after);
    assert_eq!(
        found.text("description"),
        format!(
            "Copied for DestinationAmi {id} from SourceAmi {original} for SourceSnapshot {before}. \
             Task created on 1,769,860,800,000."
        )
    );
    assert_eq!((found.text("volumeId"), found.text("volumeSize")), ("vol-ffffffff", "4"));
    assert_eq!(found.text("tagSet.item.value"), "snapshot");
    assert_eq!(found.text("transferType"), "standard");
    let kept = device(&image, "/dev/sdf").unwrap();
    assert_eq!(kept.text("ebs.deleteOnTermination"), "false");
    // The original can go, snapshots and all.
    ec2.call("DeregisterImage", &[("ImageId", &original), ("DeleteAssociatedSnapshots", "true")]);
    ec2.call("RunInstances", &[("ImageId", &*id), ("InstanceType", "t3.micro")]);
}

#[test]
fn an_image_of_anybody_can_become_ones_own() {
    let ec2 = Ec2::new();
    let tags = [("ResourceId.1", AL2023), ("Tag.1.Key", "Team"), ("Tag.1.Value", "red")];
    ec2.call("CreateTags", &tags);
    let more = [
        ("CopyImageTags", "true"),
        ("TagSpecification.1.ResourceType", "image"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "mine"),
    ];
    let image = described(&ec2, &copy(&ec2, AL2023, &more));
    assert_eq!(image.text("imageOwnerId"), "000000000000");
    assert_eq!((image.text("imdsSupport"), image.text("bootMode")), ("v2.0", "uefi-preferred"));
    assert_eq!(image.texts("tagSet.item.key"), ["Name", "Team"]);
    assert!(!image.has("imageOwnerAlias") && !image.has("description"));
    assert!(!image.has("deprecationTime"));
    let root = image.text("blockDeviceMapping.item.ebs.snapshotId");
    assert_eq!(snapshot(&ec2, root).text("ownerId"), "000000000000");
}

#[test]
fn copies_keep_encryption_or_gain_it() {
    let ec2 = Ec2::new();
    let encrypted = |id: &str| {
        let image = described(&ec2, id);
        let root = image.at("blockDeviceMapping.item.ebs").unwrap();
        let found = snapshot(&ec2, root.text("snapshotId"));
        assert_eq!(root.text("encrypted"), found.text("encrypted"));
        found.at("kmsKeyId").map(|key| key.text.clone())
    };
    assert_eq!(encrypted(&copy(&ec2, OWN, &[])), None);
    let named = |name: &'static str, source: &str, more: &[(&str, &str)]| {
        let mut form = form(source, more);
        form[2] = ("Name", name);
        ec2.ask("CopyImage", &form).map(|answer| answer.text("imageId").to_owned())
    };
    let default = encrypted(&named("default", OWN, &[("Encrypted", "true")]).unwrap());
    assert!(default.is_some());
    let keyed = [("Encrypted", "true"), ("KmsKeyId", KEY)];
    let keyed = named("keyed", OWN, &keyed).unwrap();
    assert_eq!(encrypted(&keyed).as_deref(), Some(KEY));
    // Unlike that of a snapshot, the copy of an image keeps the key.
    assert_eq!(encrypted(&named("again", &keyed, &[]).unwrap()).as_deref(), Some(KEY));
    let refusal = named("other", &keyed, &[("Encrypted", "false")]).unwrap_err();
    let root = described(&ec2, &keyed).text("blockDeviceMapping.item.ebs.snapshotId").to_owned();
    assert_eq!(refusal.code, "InvalidRequest");
    assert_eq!(
        refusal.message,
        format!(
            "Snapshot {root} is encrypted. Creating unencrypted copy from an encrypted snapshot \
             is not supported."
        )
    );
    for source in [OWN, &keyed] {
        let refusal = named("other", source, &[("KmsKeyId", KEY)]).unwrap_err();
        assert_eq!(refusal.code, "InvalidParameterDependency");
        let message = "The parameter KmsKeyId requires the parameter Encrypted to be set.";
        assert_eq!(refusal.message, message);
    }
}

#[test]
fn what_cannot_be_copied() {
    let ec2 = Ec2::with_aws_lifecycle();
    let refused = |form: &[(&str, &str)]| ec2.refused("CopyImage", form);
    for (region, code) in [("eu-west-1", "InvalidAMIID.NotFound"), ("eu-west-9", "InvalidRegion")] {
        let mut elsewhere = form(AL2023, &[]);
        elsewhere[0] = ("SourceRegion", region);
        assert_eq!(refused(&elsewhere).0, code);
    }
    assert_eq!(refused(&form("ami-0123456789abcdef0", &[])).0, "InvalidAMIID.NotFound");
    assert_eq!(refused(&form(OWN, &[])[..2]).0, "MissingParameter");
    for minutes in ["14", "2895", "99999999999"] {
        let more = [("SnapshotCopyCompletionDurationMinutes", minutes)];
        assert_eq!(refused(&form(OWN, &more)).0, "InvalidParameterValue", "{minutes}");
    }
    for parameter in
        ["DestinationOutpostArn", "DestinationAvailabilityZone", "DestinationAvailabilityZoneId"]
    {
        assert!(refused(&form(OWN, &[(parameter, "x")])).1.contains(parameter));
    }
    let mut unnamed = form(OWN, &[]);
    unnamed[2].1 = "x";
    assert_eq!(refused(&unnamed).0, "InvalidAMIName.Malformed");
    let id = copy(&ec2, OWN, &[("SnapshotCopyCompletionDurationMinutes", "15")]);
    let image = described(&ec2, &id);
    assert_eq!(image.text("imageState"), "pending");
    let root = snapshot(&ec2, image.text("blockDeviceMapping.item.ebs.snapshotId"));
    assert_eq!(root.text("transferType"), "time-based");
    let mut second = form(&id, &[]);
    second[2] = ("Name", "second");
    assert_eq!(refused(&second).0, "InvalidAMIID.Unavailable");
    ec2.advance(5);
    assert_eq!(described(&ec2, &id).text("imageState"), "available");
    ec2.call("CopyImage", &second);
}

#[test]
fn an_image_is_copied_from_another_region() {
    let ec2 = Ec2::new();
    let there = ec2.in_region("eu-west-1");
    let keyed = copy(&ec2, OWN, &[("Encrypted", "true"), ("KmsKeyId", KEY)]);
    // The other region of the first has not been spoken to; a fresh one has an image of its own.
    for (source, region) in [(OWN, "ap-south-1"), (&keyed, "us-east-1"), (AL2023, "us-east-1")] {
        let form = [
            ("SourceRegion", region),
            ("SourceImageId", source),
            ("Name", &format!("of {region} {source}")),
        ];
        let made = there.call("CopyImage", &form);
        let image = described(&there, made.text("imageId"));
        assert_eq!(image.text("sourceImageId"), source);
        assert_eq!(image.text("sourceImageRegion"), region);
        let root = image.at("blockDeviceMapping.item.ebs").unwrap();
        assert_eq!(root.text("encrypted"), if source == keyed { "true" } else { "false" });
        let root = snapshot(&there, root.text("snapshotId"));
        // A key is of its region.
        let key = root.at("kmsKeyId").map(|key| key.text.as_str());
        assert_eq!(key.is_some(), source == keyed);
        assert!(key.is_none_or(|key| key.starts_with("arn:aws:kms:eu-west-1:")), "{key:?}");
        let launch = [("ImageId", made.text("imageId")), ("InstanceType", "t3.micro")];
        there.call("RunInstances", &launch);
    }
    // A copy may have the name of another image, and keeps it from those that are no copies.
    let second = copy(&ec2, &keyed, &[]);
    assert_ne!(second, keyed);
    assert_eq!(described(&ec2, &second).text("name"), "copied");
    let source = instance(&ec2, &[]);
    let create = [("InstanceId", &*source), ("Name", "copied")];
    assert_eq!(ec2.refused("CreateImage", &create).0, "InvalidAMIName.Duplicate");
}

/// hashicorp/packer#6599, #6737 (2018)
#[test]
fn a_copy_with_what_is_no_key_fails() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let more = [("Encrypted", "true"), ("KmsKeyId", "kms_key")];
        let id = copy(&ec2, AL2023, &more);
        ec2.advance(3_600);
        let image = described(&ec2, &id);
        assert_eq!(image.text("imageState"), "failed");
        assert_eq!(image.text("stateReason.message"), "Copy image failed with an internal error.");
    }
}
