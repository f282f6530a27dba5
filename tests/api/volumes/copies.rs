//! Copies of volumes.

use crate::support::Ec2;
use parlel_ec2::{Config, LifecycleArg, QuotasArg};

const KEY: &str = "arn:aws:kms:us-east-1:000000000000:key/12345678-1234-1234-1234-123456789012";

fn volume(ec2: &Ec2, more: &[(&str, &str)]) -> String {
    let form = [("AvailabilityZone", "us-east-1b"), ("Size", "10")];
    let made = ec2.call("CreateVolume", &[&form, more].concat());
    ec2.advance(2);
    made.text("volumeId").to_owned()
}

#[test]
fn a_volume_is_copied_in_its_zone() {
    let ec2 = Ec2::with_aws_lifecycle();
    let source = volume(&ec2, &[("VolumeType", "gp3"), ("Iops", "4000")]);
    let form = [
        ("SourceVolumeId", &*source),
        ("ClientToken", "once"),
        ("TagSpecification.1.ResourceType", "volume"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "copy"),
    ];
    let made = ec2.call("CopyVolumes", &form);
    let copy = made.at("volumeSet.item").unwrap();
    assert_eq!((copy.text("status"), copy.text("sourceVolumeId")), ("creating", &*source));
    // As it is documented, whatever the volume is.
    assert_eq!((copy.text("size"), copy.text("volumeType")), ("10", "gp2"));
    assert_eq!((copy.text("iops"), copy.text("availabilityZone")), ("100", "us-east-1b"));
    assert_eq!(copy.text("tagSet.item.value"), "copy");
    let again = ec2.call("CopyVolumes", &form);
    assert_eq!(again.text("volumeSet.item.volumeId"), copy.text("volumeId"));
    let refused = ec2.refused("CopyVolumes", &form[..1]);
    let message = format!("A copy of volume {source} is being initialized.");
    assert_eq!(refused, ("IncorrectState".to_owned(), message));
    ec2.advance(10);
    let by_id = [("VolumeId.1", copy.text("volumeId"))];
    let found = ec2.call("DescribeVolumes", &by_id);
    assert_eq!(found.text("volumeSet.item.status"), "available");
    assert_eq!(found.text("volumeSet.item.snapshotId"), "");
    let status = ec2.call("DescribeVolumeStatus", &by_id);
    let status = status.at("volumeStatusSet.item").unwrap();
    let names = ["io-enabled", "io-performance", "initialization-state"];
    assert_eq!(status.texts("volumeStatus.details.item.name"), names);
    let details = status.at("initializationStatusDetails").unwrap();
    assert_eq!(details.text("initializationType"), "volume-copy");
    assert_eq!(details.text("progress"), "100");
    assert!(!details.has("estimatedTimeToCompleteInSeconds"));
    ec2.call("CopyVolumes", &form[..1]);
}

#[test]
fn a_copy_can_be_another_volume() {
    let ec2 = Ec2::new();
    let source = volume(&ec2, &[]);
    let form = [
        ("SourceVolumeId", &*source),
        ("VolumeType", "io2"),
        ("Size", "20"),
        ("Iops", "1000"),
        ("MultiAttachEnabled", "true"),
        ("Encrypted", "true"),
        ("KmsKeyId", KEY),
    ];
    let made = ec2.call("CopyVolumes", &form);
    let copy = made.at("volumeSet.item").unwrap();
    assert_eq!((copy.text("volumeType"), copy.text("size")), ("io2", "20"));
    assert_eq!((copy.text("iops"), copy.text("multiAttachEnabled")), ("1000", "true"));
    assert_eq!((copy.text("encrypted"), copy.text("kmsKeyId")), ("true", KEY));
    let form = [("SourceVolumeId", &*source), ("VolumeType", "gp3"), ("Throughput", "200")];
    assert_eq!(ec2.call("CopyVolumes", &form).text("volumeSet.item.throughput"), "200");
    // What is encrypted stays so, by the same key.
    let source = volume(&ec2, &[("Encrypted", "true"), ("KmsKeyId", KEY)]);
    for more in [None, Some(("Encrypted", "false"))] {
        let form: Vec<_> = [("SourceVolumeId", &*source)].into_iter().chain(more).collect();
        let made = ec2.call("CopyVolumes", &form);
        assert_eq!(made.text("volumeSet.item.encrypted"), "true");
        assert_eq!(made.text("volumeSet.item.kmsKeyId"), KEY);
    }
}

#[test]
fn what_cannot_be_copied_is_refused() {
    let ec2 = Ec2::with_aws_lifecycle();
    let source = volume(&ec2, &[("Encrypted", "true")]);
    let refused = |more: &[(&str, &str)]| {
        ec2.refused("CopyVolumes", &[&[("SourceVolumeId", &*source)], more].concat())
    };
    let pair = |code: &str, message: &str| (code.to_owned(), message.to_owned());
    assert_eq!(
        refused(&[("Size", "9")]),
        pair(
            "InvalidParameterValue",
            "Value (9) for parameter size is invalid. Expecting at least the 10 of the volume."
        )
    );
    assert_eq!(refused(&[("MultiAttachEnabled", "true")]).0, "InvalidParameterCombination");
    let form = [("AvailabilityZone", "us-east-1b"), ("Size", "10")];
    let made = ec2.call("CreateVolume", &form);
    let young = [("SourceVolumeId", made.text("volumeId"))];
    assert_eq!(ec2.refused("CopyVolumes", &young).0, "IncorrectState");
    ec2.advance(2);
    let change = [("VolumeId", source.as_str()), ("Size", "11")];
    ec2.call("ModifyVolume", &change);
    let message =
        format!("Cannot copy volume {source} when it is in modification state: MODIFYING");
    assert_eq!(refused(&[]), pair("IncorrectState", &message));
}

#[test]
fn a_new_account_copies_five_volumes_at_a_time() {
    let ec2 = Ec2::with(Config {
        quotas: QuotasArg::Default,
        lifecycle: LifecycleArg::Aws,
        ..Config::default()
    });
    let volumes: Vec<_> = (0..6).map(|_| volume(&ec2, &[])).collect();
    let copy = |source: &String| ec2.ask("CopyVolumes", &[("SourceVolumeId", source)]);
    for source in &volumes[..5] {
        copy(source).unwrap();
    }
    let refusal = copy(&volumes[5]).unwrap_err();
    assert_eq!(refusal.code, "CopyVolumesLimitExceeded");
    assert_eq!(refusal.message, "Maximum allowed in-progress volume copies exceeded.");
    ec2.advance(10);
    copy(&volumes[5]).unwrap();
}
