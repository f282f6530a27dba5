use super::{COMBINATION, VALUE, create, refused};
use crate::support::{Ec2, Xml};

const IMAGE: &str = "ami-0abcdef1234567890";

fn launch(ec2: &Ec2, count: usize, more: &[(&str, &str)]) -> Vec<String> {
    let count = count.to_string();
    let mut form = vec![
        ("ImageId", IMAGE),
        ("InstanceType", "t3.micro"),
        ("Placement.AvailabilityZone", "us-east-1a"),
        ("MinCount", &count),
        ("MaxCount", &count),
    ];
    form.extend(more);
    let launched = ec2.call("RunInstances", &form);
    launched.texts("instancesSet.item.instanceId").into_iter().map(str::to_owned).collect()
}

fn shared(ec2: &Ec2, volume_type: &str) -> String {
    let form = [
        ("Size", "10"),
        ("VolumeType", volume_type),
        ("Iops", "100"),
        ("MultiAttachEnabled", "true"),
    ];
    let made = create(ec2, &form);
    assert_eq!(made.text("multiAttachEnabled"), "true");
    made.text("volumeId").to_owned()
}

fn attach(ec2: &Ec2, volume: &str, instance: &str) {
    let form = [("VolumeId", volume), ("InstanceId", instance), ("Device", "/dev/sdf")];
    ec2.call("AttachVolume", &form);
}

fn attach_refused(ec2: &Ec2, volume: &str, instance: &str) -> (String, String) {
    let form = [("VolumeId", volume), ("InstanceId", instance), ("Device", "/dev/sdg")];
    ec2.refused("AttachVolume", &form)
}

fn described(ec2: &Ec2, id: &str) -> Xml {
    ec2.call("DescribeVolumes", &[("VolumeId.1", id)]).at("volumeSet.item").unwrap().clone()
}

fn modify(ec2: &Ec2, id: &str, more: &[(&str, &str)]) -> Result<Xml, (String, String)> {
    let form = [&[("VolumeId", id)], more].concat();
    ec2.ask("ModifyVolume", &form).map_err(|refusal| (refusal.code, refusal.message))
}

#[test]
fn several_instances_attach_a_volume() {
    let ec2 = Ec2::with_aws_lifecycle();
    let instances = launch(&ec2, 2, &[]);
    let id = shared(&ec2, "io2");
    ec2.advance(60);
    attach(&ec2, &id, &instances[0]);
    attach(&ec2, &id, &instances[1]);
    ec2.advance(10);
    let volume = described(&ec2, &id);
    assert_eq!(volume.texts("attachmentSet.item.instanceId"), instances);
    assert_eq!(volume.texts("attachmentSet.item.status"), ["attached", "attached"]);
    let status = ec2.call("DescribeVolumeStatus", &[("VolumeId.1", &id)]);
    let path = "volumeStatusSet.item.attachmentStatuses.item.instanceId";
    assert_eq!(status.texts(path), instances);
    for instance in &instances {
        let filter =
            [("Filter.1.Name", "attachment.instance-id"), ("Filter.1.Value.1", instance.as_str())];
        let found = ec2.call("DescribeVolumes", &filter);
        assert!(found.texts("volumeSet.item.volumeId").contains(&id.as_str()));
        let found = ec2.call("DescribeInstances", &[("InstanceId.1", instance)]);
        let devices = "reservationSet.item.instancesSet.item.blockDeviceMapping.item";
        assert_eq!(found.texts(&format!("{devices}.deviceName")), ["/dev/xvda", "/dev/sdf"]);
    }
    assert_eq!(
        attach_refused(&ec2, &id, &instances[0]),
        ("VolumeInUse".to_owned(), format!("{id} is already attached to an instance"))
    );
    let (code, message) = ec2.refused("DetachVolume", &[("VolumeId", &id)]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter instanceId");

    // One attachment ends, the other goes on.
    let form = [("VolumeId", id.as_str()), ("InstanceId", &instances[0])];
    assert_eq!(ec2.call("DetachVolume", &form).text("status"), "detaching");
    let statuses = described(&ec2, &id);
    assert_eq!(statuses.texts("attachmentSet.item.status"), ["detaching", "attached"]);
    ec2.advance(10);
    let volume = described(&ec2, &id);
    assert_eq!(volume.texts("attachmentSet.item.instanceId"), instances[1..]);
    assert_eq!(volume.text("status"), "in-use");
    let in_use = ec2.refused("DeleteVolume", &[("VolumeId", &id)]);
    let message = format!("Volume {id} is currently attached to {{{}}}", instances[1]);
    assert_eq!(in_use, ("VolumeInUse".to_owned(), message));
    let (code, _) = ec2.refused("DetachVolume", &form);
    assert_eq!(code, "InvalidAttachment.NotFound");
    attach(&ec2, &id, &instances[0]);
    ec2.call("TerminateInstances", &[("InstanceId.1", &instances[0])]);
    ec2.call("TerminateInstances", &[("InstanceId.1", &instances[1])]);
    ec2.advance(300);
    assert_eq!(described(&ec2, &id).text("status"), "available");
    ec2.call("DeleteVolume", &[("VolumeId", &id)]);
}

#[test]
fn the_last_instance_decides_whether_the_volume_goes() {
    let ec2 = Ec2::new();
    let instances = launch(&ec2, 2, &[]);
    let id = shared(&ec2, "io2");
    for instance in &instances {
        attach(&ec2, &id, instance);
        let form = [
            ("InstanceId", instance.as_str()),
            ("BlockDeviceMapping.1.DeviceName", "/dev/sdf"),
            ("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "true"),
        ];
        ec2.call("ModifyInstanceAttribute", &form);
    }
    ec2.call("TerminateInstances", &[("InstanceId.1", &instances[0])]);
    assert_eq!(described(&ec2, &id).texts("attachmentSet.item.instanceId"), instances[1..]);
    ec2.call("TerminateInstances", &[("InstanceId.1", &instances[1])]);
    let gone = ec2.refused("DescribeVolumes", &[("VolumeId.1", &id)]);
    assert_eq!(gone.0, "InvalidVolume.NotFound");
}

#[test]
fn who_can_share_a_volume() {
    let ec2 = Ec2::new();
    let id = shared(&ec2, "io1");
    let unsupported = |instance: &str| {
        let message =
            format!("The instance '{instance}' does not support Multi-Attach enabled volumes.");
        (COMBINATION.to_owned(), message)
    };
    let old = launch(&ec2, 1, &[("InstanceType", "t2.micro")]).remove(0);
    assert_eq!(attach_refused(&ec2, &id, &old), unsupported(&old));
    let windows = [("Filter.1.Name", "platform"), ("Filter.1.Value.1", "windows")];
    let windows = ec2.call("DescribeImages", &windows);
    let image = ("ImageId", windows.text("imagesSet.item.imageId"));
    let form = [image, ("InstanceType", "t3.micro"), ("Placement.AvailabilityZone", "us-east-1a")];
    let launched = ec2.call("RunInstances", &form);
    let windows = launched.text("instancesSet.item.instanceId");
    assert_eq!(attach_refused(&ec2, &id, windows), unsupported(windows));
    attach(&ec2, &shared(&ec2, "io2"), windows);
    let instances = launch(&ec2, 17, &[]);
    for instance in &instances[..16] {
        attach(&ec2, &id, instance);
    }
    let message = format!("The volume '{id}' is attached to 16 instances already.");
    let expected = ("AttachmentLimitExceeded".to_owned(), message);
    assert_eq!(attach_refused(&ec2, &id, &instances[16]), expected);
    for (volume_type, size) in [("gp3", "1"), ("gp2", "1"), ("st1", "125"), ("standard", "1")] {
        let form = [("Size", size), ("VolumeType", volume_type), ("MultiAttachEnabled", "true")];
        let message = format!(
            "The parameter multi-attach-enabled is not supported for {volume_type} volumes."
        );
        assert_eq!(refused(&ec2, &form), (COMBINATION.to_owned(), message));
    }
    let ireland = ec2.in_region("eu-west-1");
    let form = [
        ("AvailabilityZone", "eu-west-1a"),
        ("Size", "10"),
        ("Iops", "100"),
        ("MultiAttachEnabled", "true"),
        ("VolumeType", "io1"),
    ];
    let message =
        "The parameter multi-attach-enabled is not supported for io1 volumes in eu-west-1.";
    assert_eq!(ireland.refused("CreateVolume", &form), (COMBINATION.to_owned(), message.into()));
    ireland.call("CreateVolume", &[&form[..4], &[("VolumeType", "io2")]].concat());
}

#[test]
fn whether_several_can_attach_is_modified_for_io2_alone() {
    let ec2 = Ec2::new();
    let plain = create(&ec2, &[("Size", "10"), ("VolumeType", "io2"), ("Iops", "100")]);
    let id = plain.text("volumeId").to_owned();
    let instances = launch(&ec2, 2, &[]);
    attach(&ec2, &id, &instances[0]);
    assert_eq!(attach_refused(&ec2, &id, &instances[1]).0, "VolumeInUse");
    let more_than = |most: &str| {
        let message = format!(
            "Multi-Attach cannot be modified while volume {id} is attached to more than {most} \
             instances."
        );
        Err(("IncorrectState".to_owned(), message))
    };
    let (on, off) = ([("MultiAttachEnabled", "true")], [("MultiAttachEnabled", "false")]);
    assert_eq!(modify(&ec2, &id, &on), more_than("0"));
    ec2.call("DetachVolume", &[("VolumeId", &id)]);
    let modified = modify(&ec2, &id, &on).unwrap();
    let modified = modified.at("volumeModification").unwrap();
    assert_eq!(modified.text("originalMultiAttachEnabled"), "false");
    assert_eq!(modified.text("targetMultiAttachEnabled"), "true");
    assert_eq!(described(&ec2, &id).text("multiAttachEnabled"), "true");
    for instance in &instances {
        attach(&ec2, &id, instance);
    }
    assert_eq!(modify(&ec2, &id, &off), more_than("1"));
    let fixed = |name: &str| {
        let message = format!("This change is not supported for {name} volumes with Multi-Attach.");
        Err((VALUE.to_owned(), message))
    };
    assert_eq!(modify(&ec2, &id, &[("VolumeType", "io1"), ("Iops", "100")]), fixed("io2"));
    modify(&ec2, &id, &[("Size", "20")]).unwrap();
    ec2.call("DetachVolume", &[("VolumeId", &id), ("InstanceId", &instances[0])]);
    modify(&ec2, &id, &off).unwrap();
    assert_eq!(described(&ec2, &id).text("multiAttachEnabled"), "false");

    let old = shared(&ec2, "io1");
    // `volume_controls_io.json` among the recordings of EBS in radkawar/stackd.
    let io1 = "io1 volumes with Multi-Attach enabled do not support modify-volume actions. Please \
               review the EBS technical documentation for information on the Multi-Attach \
               limitations and considerations.";
    let io1 = Err((VALUE.to_owned(), io1.to_owned()));
    assert_eq!(modify(&ec2, &old, &[("Size", "20")]), io1);
    assert_eq!(modify(&ec2, &old, &off), io1);
    let message = "Multi-Attach can be modified for io2 volumes only.";
    let expected = Err((VALUE.to_owned(), message.to_owned()));
    let other = create(&ec2, &[("Size", "10"), ("VolumeType", "gp3")]);
    assert_eq!(modify(&ec2, other.text("volumeId"), &on), expected);
}
