//! How volumes do.

use super::super::support::Ec2;
use super::create;

#[test]
fn the_status_of_a_volume_is_ok() {
    let ec2 = Ec2::new();
    let id = create(&ec2, &[("Size", "1"), ("VolumeType", "gp3")]).text("volumeId").to_owned();
    let found = ec2.call("DescribeVolumeStatus", &[("VolumeId.1", &id)]);
    let status = found.at("volumeStatusSet.item").unwrap();
    assert_eq!(status.text("volumeStatus.status"), "ok");
    let names = status.texts("volumeStatus.details.item.name");
    assert_eq!(names, ["io-enabled", "io-performance"]);
    assert_eq!(status.texts("volumeStatus.details.item.status"), ["passed", "not-applicable"]);
    assert!(status.has("eventsSet") && status.has("actionsSet"));
    assert!(!status.has("attachmentStatuses"));
    for (name, value, count) in [
        ("volume-status.status", "ok", 1),
        ("volume-status.status", "impaired", 0),
        ("volume-status.details-name", "io-enabled", 1),
        ("availability-zone", "us-east-1a", 1),
        ("attachment-status.instance-id", "*", 0),
        ("event.event-type", "*", 0),
    ] {
        let filter = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeVolumeStatus", &filter);
        assert_eq!(found.all_at("volumeStatusSet.item").len(), count, "{name}={value}");
    }
    let unknown = ec2.refused("DescribeVolumeStatus", &[("VolumeId.1", "vol-00000001")]);
    assert_eq!(unknown.0, "InvalidVolume.NotFound");
}

#[test]
fn io_is_enabled_by_itself_when_told_so() {
    let ec2 = Ec2::new();
    let id = create(&ec2, &[("Size", "1")]).text("volumeId").to_owned();
    let attribute = || {
        let request = [("VolumeId", id.as_str()), ("Attribute", "autoEnableIO")];
        ec2.call("DescribeVolumeAttribute", &request).text("autoEnableIO.value").to_owned()
    };
    assert_eq!(attribute(), "false");
    ec2.call("ModifyVolumeAttribute", &[("VolumeId", &id), ("AutoEnableIO.Value", "true")]);
    assert_eq!(attribute(), "true");
    let codes = [("VolumeId", id.as_str()), ("Attribute", "productCodes")];
    let codes = ec2.call("DescribeVolumeAttribute", &codes);
    assert!(codes.has("productCodes") && !codes.has("autoEnableIO"));
    assert_eq!(codes.text("volumeId"), id);

    let (code, message) = ec2.refused("ModifyVolumeAttribute", &[("VolumeId", &id)]);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "No attributes specified.");
    for (action, more) in [
        ("ModifyVolumeAttribute", ("AutoEnableIO.Value", "true")),
        ("DescribeVolumeAttribute", ("Attribute", "autoEnableIO")),
    ] {
        let (code, _) = ec2.refused(action, &[("VolumeId", "vol-00000001"), more]);
        assert_eq!(code, "InvalidVolume.NotFound");
    }
    let id = [("VolumeId", id.as_str())];
    // `volume_controls.json` among the recordings of EBS in radkawar/stackd.
    let enabled =
        ("IncorrectState".to_owned(), format!("Volume {} already has IO enabled.", id[0].1));
    assert_eq!(ec2.refused("EnableVolumeIO", &id), enabled);
    let unknown = [("VolumeId", "vol-0123456789abcdef0")];
    assert_eq!(ec2.refused("EnableVolumeIO", &unknown).0, "InvalidVolume.NotFound");
}
