use super::create;
use crate::instances::{default_subnet, launch_one, shown};
use crate::support::{Ec2, Xml};

const IMAGE: &str = "ami-0abcdef1234567890";

/// An instance and its zone.
fn launch(ec2: &Ec2) -> (String, String) {
    let launched = ec2.call("RunInstances", &[("ImageId", IMAGE), ("InstanceType", "t3.micro")]);
    let instance = launched.at("instancesSet.item").unwrap();
    let zone = instance.text("placement.availabilityZone");
    (instance.text("instanceId").to_owned(), zone.to_owned())
}

fn volume_in(ec2: &Ec2, zone: &str) -> String {
    let request = [("AvailabilityZone", zone), ("Size", "1"), ("VolumeType", "gp3")];
    ec2.call("CreateVolume", &request).text("volumeId").to_owned()
}

fn describe(ec2: &Ec2, id: &str) -> Xml {
    ec2.call("DescribeVolumes", &[("VolumeId.1", id)]).at("volumeSet.item").unwrap().clone()
}

fn attach(ec2: &Ec2, volume: &str, instance: &str, device: &str) -> Xml {
    let request = [("VolumeId", volume), ("InstanceId", instance), ("Device", device)];
    ec2.call("AttachVolume", &request)
}

#[test]
fn a_volume_is_attached_and_detached() {
    let ec2 = Ec2::new();
    let (instance, zone) = launch(&ec2);
    let volume = volume_in(&ec2, &zone);
    let answer = attach(&ec2, &volume, &instance, "/dev/sdf");
    for (path, value) in [
        ("volumeId", volume.as_str()),
        ("instanceId", &instance),
        ("device", "/dev/sdf"),
        ("status", "attached"),
        ("attachTime", "2026-01-31T12:00:00.000Z"),
    ] {
        assert_eq!(answer.text(path), value, "{path}");
    }
    assert!(!answer.has("deleteOnTermination"));
    let shown = describe(&ec2, &volume);
    assert_eq!(shown.text("status"), "in-use");
    assert_eq!(shown.text("attachmentSet.item.deleteOnTermination"), "false");
    let status = ec2.call("DescribeVolumeStatus", &[("VolumeId.1", &volume)]);
    let path = "volumeStatusSet.item.attachmentStatuses.item.instanceId";
    assert_eq!(status.text(path), instance);

    let (code, message) = ec2.refused("DeleteVolume", &[("VolumeId", &volume)]);
    assert_eq!(code, "VolumeInUse");
    assert_eq!(message, format!("Volume {volume} is currently attached to {{{instance}}}"));
    let again = [("VolumeId", volume.as_str()), ("InstanceId", &instance), ("Device", "/dev/sdg")];
    assert_eq!(
        ec2.refused("AttachVolume", &again),
        ("VolumeInUse".to_owned(), format!("{volume} is already attached to an instance"))
    );
    let detached = ec2.call("DetachVolume", &[("VolumeId", &volume)]);
    assert_eq!(detached.text("status"), "detached");
    assert_eq!(describe(&ec2, &volume).text("status"), "available");
    let (code, message) = ec2.refused("DetachVolume", &[("VolumeId", &volume)]);
    assert_eq!(code, "IncorrectState");
    assert_eq!(message, format!("Volume '{volume}' is in the 'available' state."));
    ec2.call("DeleteVolume", &[("VolumeId", &volume)]);
}

#[test]
fn attaching_and_detaching_can_be_seen() {
    let ec2 = Ec2::with_aws_lifecycle();
    let (instance, zone) = launch(&ec2);
    let volume = volume_in(&ec2, &zone);
    let request =
        [("VolumeId", volume.as_str()), ("InstanceId", &instance), ("Device", "/dev/sdf")];
    let (code, message) = ec2.refused("AttachVolume", &request);
    assert_eq!(code, "IncorrectState");
    assert_eq!(message, format!("{volume} is not 'available'."));
    ec2.advance(120);
    let state = || describe(&ec2, &volume).text("attachmentSet.item.status").to_owned();
    assert_eq!(ec2.call("AttachVolume", &request).text("status"), "attaching");
    assert_eq!(state(), "attaching");
    ec2.advance(5);
    assert_eq!(state(), "attached");
    for _ in 0..2 {
        let answer = ec2.call("DetachVolume", &[("VolumeId", &volume), ("Force", "true")]);
        assert_eq!(answer.text("status"), "detaching");
    }
    assert_eq!(describe(&ec2, &volume).text("status"), "in-use");
    ec2.advance(5);
    let shown = describe(&ec2, &volume);
    assert_eq!(shown.text("status"), "available");
    assert!(!shown.has("attachmentSet.item"));
    attach(&ec2, &volume, &instance, "/dev/sdf");
}

#[test]
fn what_cannot_be_attached_is_refused() {
    let ec2 = Ec2::new();
    let (instance, zone) = launch(&ec2);
    let volume = volume_in(&ec2, &zone);
    let refused = |volume: &str, instance: &str, device: &str| {
        let request = [("VolumeId", volume), ("InstanceId", instance), ("Device", device)];
        ec2.refused("AttachVolume", &request)
    };
    let (code, message) = refused(&volume, &instance, "/dev/xvda");
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(
        message,
        "Invalid value '/dev/xvda' for unixDevice. Attachment point /dev/xvda is already in use"
    );
    for device in ["", "sd", "/dev/hda!", "/dev/sd1", "/dev/sdabc", "/dev/sdf123", "/tmp/sdf"] {
        let (code, message) = refused(&volume, &instance, device);
        assert_eq!(code, "InvalidParameterValue");
        assert_eq!(
            message,
            format!(
                "Value ({device}) for parameter device is invalid. {device} is not a valid EBS \
                 device name."
            )
        );
    }
    assert_eq!(refused("vol-00000001", &instance, "/dev/sdf").0, "InvalidVolume.NotFound");
    let nobody = "i-0123456789abcdef0";
    assert_eq!(refused(&volume, nobody, "/dev/sdf").0, "InvalidInstanceID.NotFound");
    let far = if zone == "us-east-1c" { "us-east-1b" } else { "us-east-1c" };
    let far = volume_in(&ec2, far);
    let (code, message) = refused(&far, &instance, "/dev/sdf");
    assert_eq!(code, "InvalidVolume.ZoneMismatch");
    assert_eq!(
        message,
        format!("The volume '{far}' is not in the same availability zone as instance '{instance}'")
    );
    ec2.call("TerminateInstances", &[("InstanceId.1", &instance)]);
    let (code, message) = refused(&volume, &instance, "/dev/sdf");
    assert_eq!(code, "IncorrectState");
    assert_eq!(message, format!("Instance '{instance}' is not 'running'."));
}

#[test]
fn what_is_not_attached_so_is_not_detached() {
    let ec2 = Ec2::new();
    let (instance, zone) = launch(&ec2);
    let volume = volume_in(&ec2, &zone);
    attach(&ec2, &volume, &instance, "/dev/sdf");
    let wrong = [("VolumeId", volume.as_str()), ("Device", "/dev/sdg")];
    assert_eq!(
        ec2.refused("DetachVolume", &wrong),
        (
            "InvalidAttachment.NotFound".to_owned(),
            format!(
                "The volume '{volume}' is not attached to instance '{instance}' as device \
                 '/dev/sdg'"
            )
        )
    );
    let (other, _) = launch(&ec2);
    let wrong = [("VolumeId", volume.as_str()), ("InstanceId", other.as_str())];
    assert_eq!(ec2.refused("DetachVolume", &wrong).0, "InvalidAttachment.NotFound");
    assert_eq!(
        ec2.refused("DetachVolume", &[("VolumeId", "vol-00000001")]).0,
        "InvalidVolume.NotFound"
    );

    let filter = [("Filter.1.Name", "attachment.device"), ("Filter.1.Value.1", "/dev/xvda")];
    let roots = ec2.call("DescribeVolumes", &filter);
    let of_instance = roots
        .all_at("volumeSet.item")
        .into_iter()
        .find(|volume| volume.text("attachmentSet.item.instanceId") == instance);
    let root = of_instance.unwrap().text("volumeId").to_owned();
    let (code, message) = ec2.refused("DetachVolume", &[("VolumeId", &root)]);
    assert_eq!(code, "IncorrectState");
    assert_eq!(
        message,
        format!("Unable to detach root volume '{root}' from instance '{instance}'")
    );
    ec2.call("StopInstances", &[("InstanceId.1", &instance)]);
    ec2.call("DetachVolume", &[("VolumeId", &root)]);
}

#[test]
fn the_end_of_an_instance_frees_what_was_attached_to_it() {
    let ec2 = Ec2::with_aws_lifecycle();
    let (instance, zone) = launch(&ec2);
    let volume = volume_in(&ec2, &zone);
    ec2.advance(120);
    attach(&ec2, &volume, &instance, "/dev/sdf");
    ec2.advance(5);
    ec2.call("TerminateInstances", &[("InstanceId.1", &instance)]);
    assert_eq!(describe(&ec2, &volume).text("status"), "in-use");
    let root = shown(&ec2, &instance).text("blockDeviceMapping.item.ebs.volumeId").to_owned();
    for (form, volume) in [
        (vec![("VolumeId", volume.as_str())], &volume),
        (vec![("VolumeId", &volume), ("InstanceId", &instance), ("Force", "true")], &volume),
        (vec![("VolumeId", &root)], &root),
    ] {
        let message = format!(
            "Unable to detach volume '{volume}' from instance '{instance}'. The instance is not in \
             a state in which volumes can be detached."
        );
        let expected = ("IncorrectInstanceState".to_owned(), message);
        assert_eq!(ec2.refused("DetachVolume", &form), expected);
    }
    ec2.advance(300);
    assert_eq!(describe(&ec2, &volume).text("status"), "available");
    let all = ec2.call("DescribeVolumes", &[]);
    assert_eq!(all.texts("volumeSet.item.volumeId"), [volume], "the root volume went");
}

#[test]
fn a_volume_of_a_snapshot_has_its_size() {
    let ec2 = Ec2::new();
    let image = ec2.call("DescribeImages", &[("ImageId.1", IMAGE)]);
    let snapshot = image.text("imagesSet.item.blockDeviceMapping.item.ebs.snapshotId").to_owned();
    let created = create(&ec2, &[("SnapshotId", &snapshot)]);
    assert_eq!(created.text("size"), "8");
    assert_eq!(created.text("snapshotId"), snapshot);
    let larger = create(&ec2, &[("SnapshotId", &snapshot), ("Size", "9")]);
    assert_eq!(larger.text("size"), "9");
    let smaller = [("AvailabilityZone", "us-east-1a"), ("SnapshotId", &snapshot), ("Size", "7")];
    assert_eq!(ec2.call("CreateVolume", &smaller).text("size"), "8");
    let filter = [("Filter.1.Name", "snapshot-id"), ("Filter.1.Value.1", snapshot.as_str())];
    assert_eq!(ec2.call("DescribeVolumes", &filter).all_at("volumeSet.item").len(), 3);
}

#[test]
fn an_instance_attaches_as_many_volumes_as_its_type_can() {
    let ec2 = Ec2::new();
    let (instance, zone) = launch(&ec2);
    let letters = ('b'..='z').map(|letter| format!("/dev/sd{letter}"));
    let mut devices = letters.chain(('b'..='z').map(|letter| format!("/dev/xvdb{letter}")));
    // One is the root volume.
    for device in devices.by_ref().take(26) {
        attach(&ec2, &volume_in(&ec2, &zone), &instance, &device);
    }
    let (volume, device) = (volume_in(&ec2, &zone), devices.next().unwrap());
    let form = [("VolumeId", volume.as_str()), ("InstanceId", &instance), ("Device", &device)];
    let message = "You may attach up to 27 devices for this instance type. Please use a larger \
                   instance size to attach more volumes. For a detailed list of limits please see \
                   https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/volume_limits.html";
    let expected = ("AttachmentLimitExceeded".to_owned(), message.to_owned());
    assert_eq!(ec2.refused("AttachVolume", &form), expected);
    // A launch makes no more of them.
    let letters = ('b'..='z').map(|letter| format!("/dev/sd{letter}"));
    let names = letters.chain(["/dev/xvdba".to_owned(), "/dev/xvdbb".to_owned()]);
    let mut devices = Vec::new();
    for (at, name) in (1..).zip(names) {
        devices.push((format!("BlockDeviceMapping.{at}.DeviceName"), name));
        devices.push((format!("BlockDeviceMapping.{at}.Ebs.VolumeSize"), "1".to_owned()));
    }
    let devices: Vec<_> = devices.iter().map(|(name, value)| (&**name, &**value)).collect();
    let large = [("InstanceType", "m5.large"), ("SubnetId", &default_subnet(&ec2, &zone))];
    assert_eq!(crate::instances::refused(&ec2, &[&devices[..], &large].concat()), expected);
    launch_one(&ec2, &[&devices[..52], &large].concat());
}

#[test]
fn each_of_several_cards_takes_its_share_of_volumes() {
    let ec2 = Ec2::new();
    let kind = [("InstanceType", "c8ib.96xlarge")];
    let subnet = default_subnet(&ec2, "us-east-1a");
    let instance = launch_one(&ec2, &[&kind[..], &[("SubnetId", subnet.as_str())]].concat());
    let letters = ('b'..='d').flat_map(|one| ('a'..='z').map(move |two| format!("{one}{two}")));
    let mut names = letters.map(|letters| format!("/dev/xvd{letters}"));
    let mut attach = |card| {
        let (volume, name) = (volume_in(&ec2, "us-east-1a"), names.next().unwrap());
        let form = [
            ("VolumeId", volume.as_str()),
            ("InstanceId", &instance),
            ("Device", &name),
            ("EbsCardIndex", card),
        ];
        ec2.ask("AttachVolume", &form).map_err(|refused| refused.code)
    };
    // The root volume is on the first card.
    for _ in 1..64 {
        attach("0").unwrap();
    }
    assert_eq!(attach("0").unwrap_err(), "CardAttachmentLimitExceeded");
    attach("1").unwrap();
}

#[test]
fn a_volume_is_on_one_of_several_cards() {
    let ec2 = Ec2::new();
    let subnet = default_subnet(&ec2, "us-east-1a");
    let form = |card, kind| {
        [
            ("BlockDeviceMapping.1.DeviceName", "/dev/sdf"),
            ("BlockDeviceMapping.1.Ebs.VolumeSize", "8"),
            ("BlockDeviceMapping.1.Ebs.EbsCardIndex", card),
            ("InstanceType", kind),
            ("SubnetId", subnet.as_str()),
        ]
    };
    let instance = launch_one(&ec2, &form("1", "c8ib.96xlarge"));
    let shown = shown(&ec2, &instance);
    assert_eq!(shown.texts("blockDeviceMapping.item.ebs.ebsCardIndex"), ["0", "1"]);
    let by_id = ("InstanceId", instance.as_str());
    let volume = volume_in(&ec2, "us-east-1a");
    let attach = [("VolumeId", volume.as_str()), by_id, ("Device", "/dev/sdg")];
    let card = |index| [&attach[..], &[("EbsCardIndex", index)]].concat();
    let words = |index: &str, kind: &str| {
        format!(
            "Value ({index}) for parameter ebsCardIndex is invalid. The instance type {kind} has \
             no such EBS card."
        )
    };
    for index in ["2", "-1"] {
        let refused = ec2.refused("AttachVolume", &card(index));
        let expected = words(index, "c8ib.96xlarge");
        assert_eq!(refused, ("InvalidParameterValue".to_owned(), expected));
    }
    let attached = ec2.call("AttachVolume", &card("1"));
    assert_eq!(attached.text("ebsCardIndex"), "1");
    assert_eq!(describe(&ec2, &volume).text("attachmentSet.item.ebsCardIndex"), "1");
    ec2.call("StopInstances", &[("InstanceId.1", &instance)]);
    // As many network cards, and one EBS card.
    let other = [by_id, ("InstanceType.Value", "c6in.32xlarge")];
    let refused = ec2.refused("ModifyInstanceAttribute", &other);
    let not_allowed =
        "Modifying the instance type from c8ib.96xlarge to c6in.32xlarge is not allowed.";
    assert_eq!(refused, ("InvalidInstanceAttributeValue".to_owned(), not_allowed.to_owned()));
    let refused = crate::instances::refused(&ec2, &form("1", "m5.large"));
    assert_eq!(refused, ("InvalidParameterValue".to_owned(), words("1", "m5.large")));
    let data = ec2.call("GetLaunchTemplateData", &[by_id]);
    let cards = "launchTemplateData.blockDeviceMappingSet.item.ebs.ebsCardIndex";
    assert_eq!(data.texts(cards), ["1", "1"]);
    let one = launch_one(&ec2, &form("0", "m5.large"));
    let shown = crate::instances::shown(&ec2, &one);
    assert_eq!(shown.texts("blockDeviceMapping.item.ebs.ebsCardIndex"), ["0", "0"]);
}

#[test]
fn no_instance_starts_from_a_hard_disk() {
    let ec2 = Ec2::new();
    let (instance, zone) = launch(&ec2);
    let of_instance =
        [("Filter.1.Name", "attachment.instance-id"), ("Filter.1.Value.1", &*instance)];
    let root = ec2.call("DescribeVolumes", &of_instance);
    let root = root.text("volumeSet.item.volumeId");
    let expected = |disk: &str| {
        let message = format!("{disk} volumes cannot be used as boot volumes.");
        ("InvalidParameterCombination".to_owned(), message)
    };
    let change = [("VolumeId", root), ("VolumeType", "sc1"), ("Size", "125")];
    assert_eq!(ec2.refused("ModifyVolume", &change), expected("sc1"));
    ec2.call("StopInstances", &[("InstanceId.1", &instance)]);
    ec2.call("DetachVolume", &[("VolumeId", root)]);
    ec2.call("ModifyVolume", &change);
    let disk = [("AvailabilityZone", &*zone), ("Size", "125"), ("VolumeType", "st1")];
    let made = ec2.call("CreateVolume", &disk);
    for (volume, of) in [(root, "sc1"), (made.text("volumeId"), "st1")] {
        let form = [("VolumeId", volume), ("InstanceId", &*instance), ("Device", "/dev/xvda")];
        assert_eq!(ec2.refused("AttachVolume", &form), expected(of));
    }
    attach(&ec2, root, &instance, "/dev/sdf");
}
