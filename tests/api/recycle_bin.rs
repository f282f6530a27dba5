//! What was deleted under a retention rule.

use super::support::{Ec2, Xml};
use axum::body::Body;
use axum::http::Request;
use serde_json::json;

const DAY: u32 = 24 * 3600;

fn rules(ec2: &Ec2, rules: &str) {
    ec2.control("PUT", "recycle-bin", &format!("{{\"rules\":[{rules}]}}"));
}

fn snapshot(ec2: &Ec2, more: &[(&str, &str)]) -> String {
    let volume = ec2.call("CreateVolume", &[("Size", "1"), ("AvailabilityZone", "us-east-1a")]);
    ec2.advance(3);
    let form = [("VolumeId", volume.text("volumeId")), ("Description", "mine")];
    let made = ec2.call("CreateSnapshot", &[&form, more].concat());
    ec2.advance(5);
    made.text("snapshotId").to_owned()
}

fn in_bin(ec2: &Ec2, action: &str, set: &str) -> Vec<Xml> {
    ec2.call(action, &[]).all_at(set).into_iter().cloned().collect()
}

#[test]
fn a_snapshot_can_be_had_back() {
    let ec2 = Ec2::with_aws_lifecycle();
    rules(&ec2, r#"{"resourceType":"EBS_SNAPSHOT","retentionDays":7}"#);
    let tags = [
        ("TagSpecification.1.ResourceType", "snapshot"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "one"),
    ];
    let id = snapshot(&ec2, &tags);
    let before = ec2.call("DescribeSnapshots", &[("SnapshotId.1", &*id)]);
    ec2.call("DeleteSnapshot", &[("SnapshotId", &*id)]);
    let (code, _) = ec2.refused("DescribeSnapshots", &[("SnapshotId.1", &*id)]);
    assert_eq!(code, "InvalidSnapshot.NotFound");
    let [row] = &in_bin(&ec2, "ListSnapshotsInRecycleBin", "snapshotSet.item")[..] else {
        panic!()
    };
    assert_eq!((row.text("snapshotId"), row.text("description")), (&*id, "mine"));
    assert!(row.text("volumeId").starts_with("vol-"));
    assert_eq!(row.text("recycleBinEnterTime"), "2026-01-31T12:00:08.000Z");
    assert_eq!(row.text("recycleBinExitTime"), "2026-02-07T12:00:08.000Z");
    ec2.advance(DAY);
    let back = ec2.call("RestoreSnapshotFromRecycleBin", &[("SnapshotId", &*id)]);
    assert_eq!((back.text("snapshotId"), back.text("status")), (&*id, "recovering"));
    assert_eq!((back.text("volumeSize"), back.text("description")), ("1", "mine"));
    let after = ec2.call("DescribeSnapshots", &[("SnapshotId.1", &*id)]);
    assert_eq!(after.at("snapshotSet"), before.at("snapshotSet"));
    assert!(in_bin(&ec2, "ListSnapshotsInRecycleBin", "snapshotSet.item").is_empty());
    let (code, message) = ec2.refused("RestoreSnapshotFromRecycleBin", &[("SnapshotId", &*id)]);
    assert_eq!(code, "InvalidSnapshot.NotFound");
    assert_eq!(message, format!("The snapshot '{id}' does not exist."));
}

#[test]
fn what_nobody_takes_back_is_gone_in_the_end() {
    let ec2 = Ec2::new();
    rules(&ec2, r#"{"resourceType":"EBS_SNAPSHOT","retentionDays":7}"#);
    let ids: Vec<_> = (0..6).map(|_| snapshot(&ec2, &[])).collect();
    for id in &ids {
        ec2.call("DeleteSnapshot", &[("SnapshotId", id)]);
    }
    let first = ec2.call("ListSnapshotsInRecycleBin", &[("MaxResults", "5")]);
    assert_eq!(first.all_at("snapshotSet.item").len(), 5);
    let next = [("MaxResults", "5"), ("NextToken", first.text("nextToken"))];
    let last = ec2.call("ListSnapshotsInRecycleBin", &next);
    assert_eq!(last.texts("snapshotSet.item.snapshotId"), [&*ids[5]]);
    let one = ec2.call("ListSnapshotsInRecycleBin", &[("SnapshotId.1", &*ids[2])]);
    assert_eq!(one.texts("snapshotSet.item.snapshotId"), [&*ids[2]]);
    ec2.advance(7 * DAY);
    let (code, _) = ec2.refused("ListSnapshotsInRecycleBin", &[("SnapshotId.1", &*ids[2])]);
    assert_eq!(code, "InvalidSnapshot.NotFound");
    assert!(in_bin(&ec2, "ListSnapshotsInRecycleBin", "snapshotSet.item").is_empty());
}

#[test]
fn an_image_can_be_had_back() {
    let ec2 = Ec2::new();
    rules(
        &ec2,
        r#"{"resourceType":"EC2_IMAGE","retentionDays":30,
            "resourceTags":[{"key":"Keep","value":"yes"},{"key":"Always"}]}"#,
    );
    let image = "ami-0abcdef1234567890";
    let copy = |name: &str| {
        let form = [("SourceImageId", image), ("SourceRegion", "us-east-1"), ("Name", name)];
        ec2.call("CopyImage", &form).text("imageId").to_owned()
    };
    let (kept, other) = (copy("kept"), copy("other"));
    let tag = |id: &str, key: &str, value: &str| {
        let form = [("ResourceId.1", id), ("Tag.1.Key", key), ("Tag.1.Value", value)];
        ec2.call("CreateTags", &form);
    };
    tag(&kept, "Always", "");
    tag(&other, "Keep", "no");
    for id in [&kept, &other] {
        ec2.call("DeregisterImage", &[("ImageId", id)]);
    }
    let [row] = &in_bin(&ec2, "ListImagesInRecycleBin", "imageSet.item")[..] else { panic!() };
    assert_eq!((row.text("imageId"), row.text("name")), (&*kept, "kept"));
    assert_eq!(row.text("recycleBinExitTime"), "2026-03-02T12:00:00.000Z");
    let refused = ec2.refused("RestoreImageFromRecycleBin", &[("ImageId", &*other)]);
    assert_eq!(refused.0, "InvalidAMIID.NotFound");
    let launch = [("ImageId", &*kept), ("InstanceType", "t3.micro")];
    assert_eq!(ec2.refused("RunInstances", &launch).0, "InvalidAMIID.Unavailable");
    ec2.call("RestoreImageFromRecycleBin", &[("ImageId", &*kept)]);
    ec2.call("RunInstances", &launch);

    // Its snapshots have to be there, and its name free.
    ec2.call("DeregisterImage", &[("ImageId", &*kept)]);
    copy("kept");
    let refused = ec2.refused("RestoreImageFromRecycleBin", &[("ImageId", &*kept)]);
    assert_eq!(refused.0, "InvalidAMIName.Duplicate");
    let last = copy("last");
    tag(&last, "Keep", "yes");
    let found = ec2.call("DescribeImages", &[("ImageId.1", &*last)]);
    let snapshot = found.text("imagesSet.item.blockDeviceMapping.item.ebs.snapshotId");
    let form = [("ImageId", &*last), ("DeleteAssociatedSnapshots", "true")];
    ec2.call("DeregisterImage", &form);
    let (code, message) = ec2.refused("RestoreImageFromRecycleBin", &[("ImageId", &*last)]);
    assert_eq!(code, "InvalidRequest");
    assert_eq!(message, format!("The snapshot '{snapshot}' of the image does not exist."));
}

#[test]
fn a_volume_can_be_had_back() {
    let ec2 = Ec2::new();
    rules(
        &ec2,
        r#"{"resourceType":"EBS_VOLUME","retentionDays":1},
           {"resourceType":"EBS_VOLUME","retentionDays":3,"account":"000000000000"},
           {"resourceType":"EBS_VOLUME","retentionDays":7,"region":"eu-west-1"}"#,
    );
    let form = [("Size", "5"), ("AvailabilityZone", "us-east-1a"), ("VolumeType", "gp3")];
    let made = ec2.call("CreateVolume", &form);
    let id = made.text("volumeId");
    ec2.call("DeleteVolume", &[("VolumeId", id)]);
    assert_eq!(ec2.refused("DescribeVolumes", &[("VolumeId.1", id)]).0, "InvalidVolume.NotFound");
    let [row] = &in_bin(&ec2, "ListVolumesInRecycleBin", "volumeSet.item")[..] else { panic!() };
    assert_eq!((row.text("volumeId"), row.text("volumeType")), (id, "gp3"));
    assert_eq!((row.text("size"), row.text("iops"), row.text("throughput")), ("5", "3000", "125"));
    assert_eq!((row.text("availabilityZone"), row.text("state")), ("us-east-1a", "available"));
    // The longest rule counts.
    assert_eq!(row.text("recycleBinExitTime"), "2026-02-03T12:00:00.000Z");
    ec2.call("RestoreVolumeFromRecycleBin", &[("VolumeId", id)]);
    assert_eq!(ec2.call("DescribeVolumes", &[("VolumeId.1", id)]).text("volumeSet.item.size"), "5");
}

#[test]
fn lists_of_the_bin_have_bounds() {
    let ec2 = Ec2::new();
    let names: Vec<String> = (1..=21).map(|at| format!("ImageId.{at}")).collect();
    let form: Vec<_> = names.iter().map(|name| (name.as_str(), "ami-0abcdef1234567890")).collect();
    let (code, message) = ec2.refused("ListImagesInRecycleBin", &form);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "You may specify at most 20 image IDs.");
    let (code, message) = ec2.refused("ListVolumesInRecycleBin", &[("MaxResults", "4")]);
    assert_eq!(code, "InvalidParameterValue");
    assert!(message.ends_with("Expecting a value greater than 5."), "{message}");
    ec2.call("ListVolumesInRecycleBin", &[("MaxResults", "501")]);
}

#[test]
fn rules_are_told_all_at_once() {
    let ec2 = Ec2::new();
    let rule = r#"{"resourceType":"EBS_SNAPSHOT","retentionDays":7,"region":"us-east-1"}"#;
    rules(&ec2, rule);
    let shown = json!({ "rules": [{
        "resourceType": "EBS_SNAPSHOT", "resourceTags": [], "retentionDays": 7, "account": null,
        "region": "us-east-1",
    }] });
    assert_eq!(ec2.control("GET", "recycle-bin", ""), shown);
    let refused = |rule: &str| {
        let body = format!("{{\"rules\":[{rule}]}}");
        let request = Request::put("/_parlel/recycle-bin").body(Body::from(body)).unwrap();
        let (status, text) = ec2.send(request);
        assert_eq!(status, 400);
        let answer: serde_json::Value = serde_json::from_str(&text).unwrap();
        answer["error"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        refused(r#"{"resourceType":"VPC","retentionDays":7}"#),
        "resourceType: 'VPC' is none of EBS_SNAPSHOT, EC2_IMAGE, EBS_VOLUME"
    );
    assert_eq!(
        refused(r#"{"resourceType":"EBS_VOLUME","retentionDays":8}"#),
        "retentionDays of EBS_VOLUME go from 1 to 7"
    );
    assert_eq!(
        refused(r#"{"resourceType":"EBS_VOLUME","retentionDays":1,"account":"me"}"#),
        "account: 'me' is not 12 digits"
    );
    assert_eq!(
        refused(r#"{"resourceType":"EBS_VOLUME","retentionDays":1,"region":"mars-1"}"#),
        "region: 'mars-1' is none of AWS's, such as us-east-1"
    );
    assert_eq!(ec2.control("GET", "recycle-bin", ""), shown);
    ec2.control("POST", "reset", "");
    assert_eq!(ec2.control("GET", "recycle-bin", ""), json!({ "rules": [] }));
}
