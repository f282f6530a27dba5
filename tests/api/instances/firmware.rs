//! What an instance's firmware keeps, and what stands on its screen.

use super::launch_one;
use crate::support::Ec2;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

const UNSUPPORTED: &str = "UnsupportedOperation";

/// An image that boots with UEFI.
fn image(ec2: &Ec2, name: &str, more: &[(&str, &str)]) -> String {
    let volume = [("AvailabilityZone", "us-east-1a"), ("Size", "1")];
    let volume = ec2.call("CreateVolume", &volume).text("volumeId").to_owned();
    let snapshot = ec2.call("CreateSnapshot", &[("VolumeId", &volume)]);
    let form = [
        ("Name", name),
        ("Architecture", "x86_64"),
        ("VirtualizationType", "hvm"),
        ("EnaSupport", "true"),
        ("BootMode", "uefi"),
        ("RootDeviceName", "/dev/xvda"),
        ("BlockDeviceMapping.1.DeviceName", "/dev/xvda"),
        ("BlockDeviceMapping.1.Ebs.SnapshotId", snapshot.text("snapshotId")),
    ];
    ec2.call("RegisterImage", &[&form, more].concat()).text("imageId").to_owned()
}

fn store(ec2: &Ec2, id: &str) -> String {
    let data = ec2.call("GetInstanceUefiData", &[("InstanceId", id)]);
    assert_eq!(data.text("instanceId"), id);
    data.text("uefiData").to_owned()
}

#[test]
fn an_instance_has_the_variables_of_its_image() {
    let ec2 = Ec2::new();
    let plain = image(&ec2, "plain", &[]);
    let empty = store(&ec2, &launch_one(&ec2, &[("ImageId", &plain)]));
    let bytes = STANDARD.decode(&empty).unwrap();
    // Magic, checksum, version; a zlib stream with a dictionary, and no entries in it.
    assert_eq!(&bytes[..8], b"AMZNUEFI");
    assert_eq!(&bytes[12..18], b"\0\0\0\0\x78\xf9");
    assert_eq!(&bytes[27..35], &[0; 8]);

    let own = STANDARD.encode(b"AMZNUEFI and what else there is");
    let with = image(&ec2, "with", &[("UefiData", &own)]);
    let attribute = [("ImageId", with.as_str()), ("Attribute", "uefiData")];
    assert_eq!(ec2.call("DescribeImageAttribute", &attribute).text("uefiData.value"), own);
    let id = launch_one(&ec2, &[("ImageId", &with)]);
    assert_eq!(store(&ec2, &id), own);
    // An image of the instance has them, too, and a copy of that.
    let made = ec2.call("CreateImage", &[("InstanceId", &id), ("Name", "made")]);
    let copy = [
        ("SourceImageId", made.text("imageId")),
        ("SourceRegion", "us-east-1"),
        ("Name", "copied"),
    ];
    let copied = ec2.call("CopyImage", &copy).text("imageId").to_owned();
    assert_eq!(store(&ec2, &launch_one(&ec2, &[("ImageId", &copied)])), own);
}

#[test]
fn an_instance_without_uefi_or_a_module_has_neither() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    let form = [("InstanceId", id.as_str()), ("KeyType", "rsa-2048"), ("KeyFormat", "der")];
    let message = format!("The instance '{id}' did not boot in UEFI mode.");
    let expected = (UNSUPPORTED.to_owned(), message);
    assert_eq!(ec2.refused("GetInstanceUefiData", &form[..1]), expected);
    let message = format!("The instance '{id}' does not have NitroTPM enabled.");
    let expected = (UNSUPPORTED.to_owned(), message);
    assert_eq!(ec2.refused("GetInstanceTpmEkPub", &form), expected);
    ec2.call("TerminateInstances", &[("InstanceId.1", &id)]);
    let nobody = "i-0123456789abcdef0";
    let unknown = [("InstanceId", nobody), form[1], form[2]];
    for action in ["GetInstanceUefiData", "GetInstanceTpmEkPub", "GetConsoleScreenshot"] {
        let count = if action == "GetInstanceTpmEkPub" { 3 } else { 1 };
        assert_eq!(ec2.refused(action, &form[..count]).0, "IncorrectInstanceState", "{action}");
        let (code, message) = ec2.refused(action, &unknown[..count]);
        assert_eq!(code, "InvalidInstanceID.NotFound");
        let words = format!("The instance ID '{nobody}' does not exist");
        assert_eq!(message, if action == "GetConsoleScreenshot" { "" } else { &words });
    }
}

#[test]
fn a_module_keeps_its_key() {
    let ec2 = Ec2::new();
    let tpm = image(&ec2, "tpm", &[("TpmSupport", "v2.0")]);
    let id = launch_one(&ec2, &[("ImageId", &tpm)]);
    let key = |id: &str, kind: &str, format: &str| {
        let form = [("InstanceId", id), ("KeyType", kind), ("KeyFormat", format)];
        let key = ec2.call("GetInstanceTpmEkPub", &form);
        assert_eq!(key.text("instanceId"), id);
        assert_eq!((key.text("keyType"), key.text("keyFormat")), (kind, format));
        STANDARD.decode(key.text("keyValue")).unwrap()
    };
    let other = launch_one(&ec2, &[("ImageId", &tpm)]);
    // Two forms of one key: an RSA modulus, and the coordinates of a point.
    let (der, tpmt) = (key(&id, "rsa-2048", "der"), key(&id, "rsa-2048", "tpmt"));
    assert_eq!((der.len(), tpmt.len()), (294, 314));
    assert_eq!(der[33..289], tpmt[58..]);
    let (point, parts) = (key(&id, "ecc-sec-p384", "der"), key(&id, "ecc-sec-p384", "tpmt"));
    assert_eq!((point.len(), parts.len()), (120, 170));
    assert_eq!((&point[24..72], &point[72..]), (&parts[72..120], &parts[122..]));
    ec2.call("RebootInstances", &[("InstanceId.1", &id)]);
    for (kind, is) in [("rsa-2048", der), ("ecc-sec-p384", point)] {
        assert_eq!(key(&id, kind, "der"), is);
        assert_ne!(key(&other, kind, "der"), is);
    }
}

#[test]
fn the_screen_is_black() {
    let ec2 = Ec2::with_aws_lifecycle();
    let id = launch_one(&ec2, &[]);
    let form = [("InstanceId", id.as_str()), ("WakeUp", "true")];
    let (code, message) = ec2.refused("GetConsoleScreenshot", &form);
    assert_eq!(code, "IncorrectInstanceState");
    assert_eq!(message, format!("The instance '{id}' is not in the 'running' state."));
    for malformed in ["i-00000000000000000", "invalid"] {
        let of = [("InstanceId", malformed), ("DryRun", "true")];
        let words = format!("The instance ID '{malformed}' is malformed");
        let expected = ("InvalidInstanceID.Malformed".to_owned(), words);
        assert_eq!(ec2.refused("GetConsoleScreenshot", &of[..1]), expected);
        assert_eq!(ec2.refused("GetConsoleScreenshot", &of).0, "DryRunOperation");
    }
    ec2.advance(60);
    let shot = ec2.call("GetConsoleScreenshot", &form);
    assert_eq!(shot.text("instanceId"), id);
    let jpeg = STANDARD.decode(shot.text("imageData")).unwrap();
    assert!(jpeg.starts_with(b"\xFF\xD8\xFF\xE0\0\x10JFIF\0") && jpeg.ends_with(b"\x7F\xFF\xD9"));
    // 400 rows of 720 points.
    assert_eq!(jpeg[94..98], *b"\x01\x90\x02\xD0");
    for kind in ["m5.metal", "t4g.micro"] {
        let image = if kind == "t4g.micro" { arm(&ec2) } else { super::IMAGE.to_owned() };
        let id = launch_one(&ec2, &[("InstanceType", kind), ("ImageId", &image)]);
        let (code, message) = ec2.refused("GetConsoleScreenshot", &[("InstanceId", &id)]);
        assert_eq!(code, UNSUPPORTED);
        assert_eq!(message, format!("The instance type '{kind}' does not support screenshots."));
    }
}

fn arm(ec2: &Ec2) -> String {
    let form =
        [("Filter.1.Name", "architecture"), ("Filter.1.Value.1", "arm64"), ("Owner.1", "amazon")];
    ec2.call("DescribeImages", &form).text("imagesSet.item.imageId").to_owned()
}
