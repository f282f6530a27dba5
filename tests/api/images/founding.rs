use super::super::support::Ec2;
use super::{OWN, names};

#[test]
fn a_fresh_region_has_an_image_of_the_callers_own() {
    let ec2 = Ec2::new();
    for (account, region) in [("000000000000", "us-east-1"), ("111111111111", "eu-west-1")] {
        let ec2 = ec2.as_account(account).in_region(region);
        let found = ec2.call("DescribeImages", &[("Owner.1", "self")]);
        assert_eq!(names(&found), ["parlel-amzn2-base"]);
        let image = found.at("imagesSet.item").unwrap();
        assert_eq!(image.text("imageId"), OWN);
        assert_eq!(image.text("imageOwnerId"), account);
        assert_eq!(image.text("imageLocation"), format!("{account}/parlel-amzn2-base"));
        assert_eq!(image.text("architecture"), "x86_64");
        assert_eq!(image.text("imageState"), "available");
        assert_eq!(image.text("isPublic"), "false");
        assert_eq!(image.text("creationDate"), "2026-01-30T12:00:00.000Z");
        assert_eq!(image.text("deregistrationProtection"), "disabled");
        assert_eq!(image.text("rootDeviceType"), "ebs");
        assert_eq!(image.text("rootDeviceName"), "/dev/xvda");
        let root = image.at("blockDeviceMapping.item").unwrap();
        assert_eq!(root.text("deviceName"), "/dev/xvda");
        assert_eq!((root.text("ebs.volumeSize"), root.text("ebs.volumeType")), ("8", "gp2"));
        assert!(!image.has("imageOwnerAlias") && !image.has("platform"));
        let snapshot = root.text("ebs.snapshotId");
        let found = ec2.call("DescribeSnapshots", &[("SnapshotId.1", snapshot)]);
        let found = found.at("snapshotSet.item").unwrap();
        assert_eq!((found.text("ownerId"), found.text("volumeSize")), (account, "8"));
        assert_eq!((found.text("status"), found.text("encrypted")), ("completed", "false"));
        assert_eq!(found.text("startTime"), "2026-01-30T12:00:00.000Z");
        let in_use = ec2.refused("DeleteSnapshot", &[("SnapshotId", snapshot)]);
        assert_eq!(in_use.0, "InvalidSnapshot.InUse");
    }
}

#[test]
fn what_each_account_begins_with_is_not_another_accounts() {
    let ec2 = Ec2::new();
    let everybody = ("LaunchPermission.Add.1.Group", "all");
    ec2.call("ModifyImageAttribute", &[("ImageId", OWN), everybody]);
    let snapshot = "snap-0abcdef1234567890";
    let all = [("SnapshotId", snapshot), ("CreateVolumePermission.Add.1.Group", "all")];
    ec2.call("ModifySnapshotAttribute", &all);
    let other = ec2.as_account("111111111111");
    let images = other.call("DescribeImages", &[("ImageId.1", OWN)]);
    assert_eq!(images.texts("imagesSet.item.imageOwnerId"), ["111111111111"]);
    let snapshots = other.call("DescribeSnapshots", &[]);
    assert_eq!(snapshots.texts("snapshotSet.item.ownerId"), ["111111111111"]);
}

#[test]
fn an_image_knows_when_it_was_launched() {
    let ec2 = Ec2::new();
    let attribute = || {
        let form = [("ImageId", OWN), ("Attribute", "lastLaunchedTime")];
        let answer = ec2.call("DescribeImageAttribute", &form);
        answer.at("lastLaunchedTime.value").map(|value| value.text.clone())
    };
    let shown = || {
        let found = ec2.call("DescribeImages", &[("ImageId.1", OWN)]);
        found.at("imagesSet.item.lastLaunchedTime").map(|time| time.text.clone())
    };
    assert_eq!((attribute(), shown()), (None, None));
    let launch = [("ImageId", OWN), ("InstanceType", "t3.micro"), ("MaxCount", "2")];
    let launch = [&launch[..], &[("MinCount", "2")]].concat();
    let dry = [&launch[..], &[("DryRun", "true")]].concat();
    assert_eq!(ec2.refused("RunInstances", &dry).0, "DryRunOperation");
    assert_eq!(attribute(), None);
    ec2.call("RunInstances", &launch);
    let first = Some("2026-01-31T12:00:00Z".to_owned());
    assert_eq!((attribute(), shown()), (first.clone(), first));
    ec2.advance(60);
    ec2.call("RunInstances", &launch);
    assert_eq!(attribute().as_deref(), Some("2026-01-31T12:01:00Z"));
}
