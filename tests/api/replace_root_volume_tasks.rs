//! Tasks that replace the root volume of an instance.

use crate::instances::{default_subnet, launch_one, shown};
use crate::support::{Ec2, Xml};

const CREATE: &str = "CreateReplaceRootVolumeTask";

fn is(code: &str, message: &str) -> (String, String) {
    (code.to_owned(), message.to_owned())
}

fn root(ec2: &Ec2, instance: &str) -> String {
    shown(ec2, instance).text("blockDeviceMapping.item.ebs.volumeId").to_owned()
}

fn volume(ec2: &Ec2, id: &str) -> Xml {
    ec2.call("DescribeVolumes", &[("VolumeId.1", id)]).at("volumeSet.item").unwrap().clone()
}

fn task(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeReplaceRootVolumeTasks", &[("ReplaceRootVolumeTaskId.1", id)]);
    found.at("replaceRootVolumeTaskSet.item").unwrap().clone()
}

fn replaced(ec2: &Ec2, instance: &str, more: &[(&str, &str)]) -> Xml {
    let made = ec2.call(CREATE, &[&[("InstanceId", instance)], more].concat());
    made.at("replaceRootVolumeTask").unwrap().clone()
}

fn snapshot(ec2: &Ec2, volume: &str) -> String {
    ec2.call("CreateSnapshot", &[("VolumeId", volume)]).text("snapshotId").to_owned()
}

#[test]
fn a_task_takes_its_time() {
    let ec2 = Ec2::with_aws_lifecycle();
    let instance = launch_one(&ec2, &[]);
    ec2.advance(60);
    let before = root(&ec2, &instance);
    let tags = [
        ("TagSpecification.1.ResourceType", "replace-root-volume-task"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "again"),
    ];
    let made =
        replaced(&ec2, &instance, &[&tags[..], &[("DeleteReplacedRootVolume", "true")]].concat());
    let id = made.text("replaceRootVolumeTaskId").to_owned();
    assert!(id.starts_with("replacevol-0"), "{id}");
    assert_eq!(made.text("taskState"), "pending");
    assert_eq!(made.text("startTime"), "2026-01-31T12:01:00Z");
    assert_eq!(made.text("deleteReplacedRootVolume"), "true");
    assert_eq!(made.text("tagSet.item.value"), "again");
    assert!(!made.has("completeTime") && !made.has("snapshotId") && !made.has("imageId"));
    let busy = format!(
        "A root volume replacement task is already in progress for the instance '{instance}'."
    );
    assert_eq!(ec2.refused(CREATE, &[("InstanceId", &instance)]), is("IncorrectState", &busy));
    assert_eq!(root(&ec2, &instance), before);
    ec2.advance(5);
    assert_eq!(task(&ec2, &id).text("taskState"), "in-progress");
    let after = root(&ec2, &instance);
    assert_ne!(after, before);
    assert_eq!(volume(&ec2, &before).text("status"), "available");
    ec2.advance(20);
    let done = task(&ec2, &id);
    assert_eq!(done.text("taskState"), "succeeded");
    assert_eq!(done.text("completeTime"), "2026-01-31T12:01:25Z");
    assert_eq!(
        ec2.refused("DescribeVolumes", &[("VolumeId.1", &before)]).0,
        "InvalidVolume.NotFound"
    );
    let form = [("Filter.1.Name", "instance-id"), ("Filter.1.Value.1", instance.as_str())];
    let found = ec2.call("DescribeReplaceRootVolumeTasks", &form);
    assert_eq!(found.texts("replaceRootVolumeTaskSet.item.replaceRootVolumeTaskId"), [&*id]);
}

#[test]
fn a_task_fails_when_its_instance_stops() {
    let ec2 = Ec2::with_aws_lifecycle();
    let instance = launch_one(&ec2, &[]);
    ec2.advance(60);
    let before = root(&ec2, &instance);
    let id = replaced(&ec2, &instance, &[]).text("replaceRootVolumeTaskId").to_owned();
    ec2.call("StopInstances", &[("InstanceId.1", &instance)]);
    ec2.advance(60);
    assert_eq!(task(&ec2, &id).text("taskState"), "failed");
    assert_eq!(root(&ec2, &instance), before);
    assert_eq!(ec2.call("DescribeVolumes", &[]).all_at("volumeSet.item").len(), 1);
    let words = format!("The instance '{instance}' is not in the 'running' state.");
    let refusal = ec2.refused(CREATE, &[("InstanceId", &instance)]);
    assert_eq!(refusal, is("IncorrectInstanceState", &words));
}

#[test]
fn the_launch_state_and_snapshots_keep_what_the_volume_is() {
    let ec2 = Ec2::new();
    let mapping = [
        ("BlockDeviceMapping.1.DeviceName", "/dev/xvda"),
        ("BlockDeviceMapping.1.Ebs.VolumeType", "gp3"),
        ("BlockDeviceMapping.1.Ebs.VolumeSize", "20"),
        ("BlockDeviceMapping.1.Ebs.Iops", "4000"),
        ("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "false"),
    ];
    let instance = launch_one(&ec2, &mapping);
    let first = root(&ec2, &instance);
    let of_first = snapshot(&ec2, &first);
    assert_eq!(replaced(&ec2, &instance, &[]).text("taskState"), "succeeded");
    let second = root(&ec2, &instance);
    assert_ne!(second, first);
    let shown_second = volume(&ec2, &second);
    assert_eq!(shown_second.text("snapshotId"), volume(&ec2, &first).text("snapshotId"));
    for (path, value) in [
        ("volumeType", "gp3"),
        ("size", "20"),
        ("iops", "4000"),
        ("status", "in-use"),
        ("attachmentSet.item.deleteOnTermination", "false"),
        ("attachmentSet.item.device", "/dev/xvda"),
    ] {
        assert_eq!(shown_second.text(path), value, "{path}");
    }
    assert_eq!(volume(&ec2, &first).text("status"), "available");

    let of = [("SnapshotId", of_first.as_str()), ("VolumeInitializationRate", "150")];
    let made = replaced(&ec2, &instance, &of);
    assert_eq!(made.text("snapshotId"), of_first);
    assert_eq!(volume(&ec2, &root(&ec2, &instance)).text("snapshotId"), of_first);
    let other = launch_one(&ec2, &[]);
    let words = format!(
        "Invalid snapshot for root volume for virt {other}. The snapshot should be of one of the \
         root volumes attached to the instance in the past"
    );
    let form = [("InstanceId", other.as_str()), of[0]];
    assert_eq!(ec2.refused(CREATE, &form), is("InvalidParameterValue", &words));
    let form = [("InstanceId", other.as_str()), ("SnapshotId", "snap-0123456789abcdef0")];
    assert_eq!(ec2.refused(CREATE, &form).0, "InvalidSnapshot.NotFound");
}

#[test]
fn an_image_gives_the_instance_its_id() {
    let ec2 = Ec2::new();
    let instance = launch_one(&ec2, &[]);
    let made = ec2.call("CreateImage", &[("InstanceId", &instance), ("Name", "mine")]);
    let image = made.text("imageId").to_owned();
    assert_eq!(replaced(&ec2, &instance, &[("ImageId", &image)]).text("imageId"), image);
    assert_eq!(shown(&ec2, &instance).text("imageId"), image);
    let form = [("InstanceId", instance.as_str()), ("ImageId", &image), ("SnapshotId", "snap-1")];
    let words = "Only one of snapshotId, imageId and volumeId can be specified.";
    assert_eq!(ec2.refused(CREATE, &form), is("InvalidParameterCombination", words));

    let root = volume(&ec2, &root(&ec2, &instance)).text("snapshotId").to_owned();
    for (name, more, words) in [
        (
            "arm",
            vec![("Architecture", "arm64"), ("VirtualizationType", "hvm"), ("EnaSupport", "true")],
            "The architecture of the AMI does not match that of the instance.",
        ),
        (
            "paravirtual",
            vec![("Architecture", "x86_64"), ("VirtualizationType", "paravirtual")],
            "The virtualization type of the AMI does not match that of the instance.",
        ),
        (
            "plain",
            vec![("Architecture", "x86_64"), ("VirtualizationType", "hvm")],
            "enhanced networking component [ena] cannot be removed",
        ),
    ] {
        let form = [
            ("Name", name),
            ("RootDeviceName", "/dev/xvda"),
            ("BlockDeviceMapping.1.DeviceName", "/dev/xvda"),
            ("BlockDeviceMapping.1.Ebs.SnapshotId", &root),
            ("SriovNetSupport", "simple"),
        ];
        let form = [&form[..], &more].concat();
        let form = if name == "paravirtual" {
            form[..4].iter().chain(&form[5..]).copied().collect()
        } else {
            form
        };
        let image = ec2.call("RegisterImage", &form).text("imageId").to_owned();
        let form = [("InstanceId", instance.as_str()), ("ImageId", &image)];
        assert_eq!(ec2.refused(CREATE, &form), is("InvalidParameterCombination", words), "{name}");
    }
}

#[test]
fn a_volume_of_the_zone_can_take_the_place() {
    let ec2 = Ec2::new();
    let subnet = default_subnet(&ec2, "us-east-1a");
    let instance = launch_one(&ec2, &[("SubnetId", &subnet)]);
    let create = |zone: &str, encrypted: &str| {
        let form = [("AvailabilityZone", zone), ("Size", "10"), ("Encrypted", encrypted)];
        ec2.call("CreateVolume", &form).text("volumeId").to_owned()
    };
    let (near, far, plain) =
        (create("us-east-1a", "true"), create("us-east-1b", "true"), create("us-east-1a", "false"));
    let refused = |id: &str, more: &[(&str, &str)]| {
        let form = [("InstanceId", instance.as_str()), ("VolumeId", id)];
        ec2.refused(CREATE, &[&form[..], more].concat())
    };
    let words =
        format!("The volume '{far}' is not in the same availability zone as instance '{instance}'");
    assert_eq!(refused(&far, &[]), is("InvalidVolume.ZoneMismatch", &words));
    let words = "The parameter volumeId cannot be used with the parameter volumeInitializationRate";
    let rate = [("VolumeInitializationRate", "150")];
    assert_eq!(refused(&near, &rate), is("InvalidParameterCombination", words));
    assert_eq!(replaced(&ec2, &instance, &[("VolumeId", &near)]).text("taskState"), "succeeded");
    assert_eq!(root(&ec2, &instance), near);
    let attachment = volume(&ec2, &near);
    assert_eq!(attachment.text("attachmentSet.item.deleteOnTermination"), "false");
    let words = format!("{near} is not 'available'.");
    assert_eq!(refused(&near, &[]), is("IncorrectState", &words));
    let words = "An encrypted root volume cannot be replaced by an unencrypted volume.";
    assert_eq!(refused(&plain, &[]), is("InvalidParameterCombination", words));
    let words = format!("The root volume '{near}' was not created from a snapshot.");
    let refusal = ec2.refused(CREATE, &[("InstanceId", &instance)]);
    assert_eq!(refusal, is("InvalidParameterValue", &words));
}

#[test]
fn what_has_no_root_volume_to_replace() {
    let ec2 = Ec2::new();
    let metal = launch_one(&ec2, &[("InstanceType", "m5.metal")]);
    let words = "Root volume replacement is not supported for bare metal instances.";
    let refusal = ec2.refused(CREATE, &[("InstanceId", &metal)]);
    assert_eq!(refusal, is("UnsupportedOperation", words));
}

#[test]
fn a_root_volume_that_was_just_detached_is_none() {
    let ec2 = Ec2::with_aws_lifecycle();
    let instance = launch_one(&ec2, &[]);
    ec2.advance(60);
    let root = root(&ec2, &instance);
    ec2.call("StopInstances", &[("InstanceId.1", &instance)]);
    ec2.advance(60);
    ec2.call("DetachVolume", &[("VolumeId", &root)]);
    ec2.call("StartInstances", &[("InstanceId.1", &instance)]);
    ec2.advance(60);
    let words = format!("The instance '{instance}' does not have an EBS root volume.");
    let refusal = ec2.refused(CREATE, &[("InstanceId", &instance)]);
    assert_eq!(refusal, is("UnsupportedOperation", &words));
}

#[test]
fn a_diagnostic_interrupt_goes_to_what_runs_on_nitro() {
    let ec2 = Ec2::new();
    let send = "SendDiagnosticInterrupt";
    let (nitro, xen) = (launch_one(&ec2, &[]), launch_one(&ec2, &[("InstanceType", "t2.micro")]));
    ec2.call(send, &[("InstanceId", &nitro)]);
    let words = "The instance type 't2.micro' does not support diagnostic interrupts.";
    assert_eq!(ec2.refused(send, &[("InstanceId", &xen)]), is("UnsupportedOperation", words));
    ec2.call("StopInstances", &[("InstanceId.1", &nitro)]);
    let words = format!("The instance '{nitro}' is not in the 'running' state.");
    assert_eq!(ec2.refused(send, &[("InstanceId", &nitro)]), is("IncorrectInstanceState", &words));
}
