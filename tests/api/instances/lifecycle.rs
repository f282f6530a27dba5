//! Starting, stopping, rebooting, terminating.

use super::{found, launch, launch_one, shown};
use crate::support::{Ec2, Xml};

fn states(answer: &Xml) -> (String, String) {
    let text = |which: &str| {
        let state = answer.at(&format!("instancesSet.item.{which}")).unwrap();
        format!("{} {}", state.text("code"), state.text("name"))
    };
    (text("previousState"), text("currentState"))
}

#[track_caller]
fn assert_moves(answer: &Xml, previous: &str, current: &str) {
    assert_eq!(states(answer), (previous.to_owned(), current.to_owned()));
}

#[test]
fn instant_transitions_skip_what_lies_between() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    let one = [("InstanceId.1", id.as_str())];
    assert_moves(&ec2.call("StartInstances", &one), "16 running", "16 running");
    assert_moves(&ec2.call("StopInstances", &one), "16 running", "80 stopped");
    assert_moves(&ec2.call("StopInstances", &one), "80 stopped", "80 stopped");
    assert_moves(&ec2.call("StartInstances", &one), "80 stopped", "16 running");
    assert_moves(&ec2.call("TerminateInstances", &one), "16 running", "48 terminated");
    assert_moves(&ec2.call("TerminateInstances", &one), "48 terminated", "48 terminated");
}

#[test]
fn with_aws_transitions_the_states_between_are_seen() {
    let ec2 = Ec2::with_aws_lifecycle();
    let launched = launch(&ec2, &[]);
    let instance = launched.at("instancesSet.item").unwrap();
    assert_eq!(instance.text("instanceState.code"), "0");
    assert_eq!(instance.text("stateReason.code"), "pending");
    assert_eq!(instance.text("metadataOptions.state"), "pending");
    let id = instance.text("instanceId");
    let one = [("InstanceId.1", id)];
    let (code, message) = ec2.refused("StopInstances", &one);
    assert_eq!(code, "IncorrectInstanceState");
    let expected =
        format!("Instance '{id}' cannot be stopped as it has never reached the 'running' state.");
    assert_eq!(message, expected);
    ec2.advance(60);
    let now = shown(&ec2, id);
    assert_eq!(now.text("instanceState.name"), "running");
    assert_eq!(now.text("metadataOptions.state"), "applied");
    assert!(!now.has("stateReason"));
    assert_moves(&ec2.call("StopInstances", &one), "16 running", "64 stopping");
    assert_eq!(shown(&ec2, id).text("metadataOptions.state"), "pending");
    let (code, message) = ec2.refused("StartInstances", &one);
    assert_eq!(code, "IncorrectInstanceState");
    let expected = format!("The instance '{id}' is not in a state from which it can be started.");
    assert_eq!(message, expected);
    assert_moves(&ec2.call("StopInstances", &one), "64 stopping", "64 stopping");
    ec2.advance(60);
    assert_eq!(shown(&ec2, id).text("metadataOptions.state"), "applied");
    assert_moves(&ec2.call("StartInstances", &one), "80 stopped", "0 pending");
    assert_eq!(shown(&ec2, id).text("metadataOptions.state"), "applied");
    assert_moves(&ec2.call("TerminateInstances", &one), "0 pending", "32 shutting-down");
    assert_eq!(shown(&ec2, id).text("metadataOptions.state"), "pending");
    assert!(ec2.call("DescribeVolumes", &[]).has("volumeSet.item"));
    ec2.advance(60);
    assert!(!ec2.call("DescribeVolumes", &[]).has("volumeSet.item"));
    assert_eq!(shown(&ec2, id).text("instanceState.code"), "48");
    ec2.advance(3_600);
    assert_eq!(ec2.refused("DescribeInstances", &one).0, "InvalidInstanceID.NotFound");
}

/// `public_addresses.json` of `radkawar/stackd`
#[test]
fn the_public_address_goes_when_the_instance_has_stopped() {
    let ec2 = Ec2::with_aws_lifecycle();
    let id = launch_one(&ec2, &[]);
    ec2.advance(60);
    let public = shown(&ec2, &id).text("ipAddress").to_owned();
    ec2.call("StopInstances", &[("InstanceId.1", &id)]);
    let stopping = shown(&ec2, &id);
    assert_eq!(stopping.text("instanceState.name"), "stopping");
    assert_eq!(stopping.text("ipAddress"), public);
    ec2.advance(60);
    let stopped = shown(&ec2, &id);
    assert_eq!(stopped.text("instanceState.name"), "stopped");
    assert!(!stopped.has("ipAddress") && !stopped.has("networkInterfaceSet.item.association"));
    ec2.call("StartInstances", &[("InstanceId.1", &id)]);
    assert_ne!(shown(&ec2, &id).text("ipAddress"), public);
}

#[test]
fn a_stop_takes_the_public_address_and_says_why() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    let running = shown(&ec2, &id);
    assert!(running.has("ipAddress"));
    ec2.advance(90);
    ec2.call("StopInstances", &[("InstanceId.1", &id)]);
    let stopped = shown(&ec2, &id);
    assert!(!stopped.has("ipAddress"));
    assert_eq!(stopped.text("dnsName"), "");
    assert!(!stopped.has("networkInterfaceSet.item.association"));
    assert_eq!(stopped.text("privateIpAddress"), running.text("privateIpAddress"));
    assert_eq!(stopped.text("reason"), "User initiated (2026-01-31 12:01:30 GMT)");
    assert_eq!(stopped.text("stateReason.code"), "Client.UserInitiatedShutdown");
    let message = "Client.UserInitiatedShutdown: User initiated shutdown";
    assert_eq!(stopped.text("stateReason.message"), message);
    assert_eq!(found(&ec2, "state-reason-code", "Client.UserInitiatedShutdown"), [id.as_str()]);
    ec2.advance(60);
    ec2.call("StartInstances", &[("InstanceId.1", &id)]);
    let again = shown(&ec2, &id);
    assert_ne!(again.text("ipAddress"), running.text("ipAddress"));
    assert_eq!(again.text("privateIpAddress"), running.text("privateIpAddress"));
    assert_eq!(again.text("launchTime"), "2026-01-31T12:02:30.000Z");
    assert_eq!(again.text("usageOperationUpdateTime"), "2026-01-31T12:00:00.000Z");
    assert_eq!(again.text("reason"), "");
    assert!(!again.has("stateReason"));
}

#[test]
fn what_is_left_of_a_terminated_instance() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    let vpc = shown(&ec2, &id).text("vpcId").to_owned();
    assert_eq!(found(&ec2, "vpc-id", &vpc), [id.as_str()]);
    ec2.call("TerminateInstances", &[("InstanceId.1", &id)]);
    let gone = shown(&ec2, &id);
    assert_eq!(gone.text("instanceState.name"), "terminated");
    assert_eq!(gone.text("reason"), "User initiated (2026-01-31 12:00:00 GMT)");
    assert_eq!(gone.text("stateReason.code"), "Client.UserInitiatedShutdown");
    assert_eq!(gone.text("metadataOptions.state"), "pending");
    for empty in ["blockDeviceMapping", "networkInterfaceSet", "groupSet", "privateDnsName"] {
        let element = gone.at(empty).unwrap();
        assert!(element.children.is_empty() && element.text.is_empty(), "{empty}");
    }
    for absent in ["privateIpAddress", "ipAddress", "vpcId", "subnetId"] {
        assert!(!gone.has(absent), "{absent}");
    }
    assert!(found(&ec2, "vpc-id", &vpc).is_empty());
    assert!(found(&ec2, "instance.group-name", "default").is_empty());
    let one = [("InstanceId.1", id.as_str())];
    for action in ["StartInstances", "StopInstances"] {
        assert_eq!(ec2.refused(action, &one).0, "IncorrectInstanceState", "{action}");
    }
    let (_, message) = ec2.refused("StopInstances", &one);
    let expected = format!("This instance '{id}' is not in a state from which it can be stopped.");
    assert_eq!(message, expected);
    assert_eq!(ec2.call("RebootInstances", &one).text("return"), "true");
}

#[test]
fn what_is_being_detached_outlives_the_instance() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let id = launch_one(&ec2, &[]);
        let subnet = shown(&ec2, &id).text("subnetId").to_owned();
        let made = ec2.call("CreateNetworkInterface", &[("SubnetId", &subnet)]);
        let interface = made.text("networkInterface.networkInterfaceId").to_owned();
        ec2.advance(60);
        let form =
            [("NetworkInterfaceId", interface.as_str()), ("InstanceId", &id), ("DeviceIndex", "1")];
        let attached = ec2.call("AttachNetworkInterface", &form);
        let attachment = attached.text("attachmentId");
        let goes = [
            ("NetworkInterfaceId", interface.as_str()),
            ("Attachment.AttachmentId", attachment),
            ("Attachment.DeleteOnTermination", "true"),
        ];
        ec2.call("ModifyNetworkInterfaceAttribute", &goes);
        ec2.call("StopInstances", &[("InstanceId.1", &id)]);
        ec2.advance(60);
        let volume = shown(&ec2, &id).text("blockDeviceMapping.item.ebs.volumeId").to_owned();
        ec2.call("DetachVolume", &[("VolumeId", &volume)]);
        ec2.call("DetachNetworkInterface", &[("AttachmentId", attachment)]);
        ec2.call("TerminateInstances", &[("InstanceId.1", &id)]);
        ec2.advance(60);
        let left = ec2.call("DescribeVolumes", &[("VolumeId.1", &volume)]);
        assert_eq!(left.text("volumeSet.item.status"), "available");
        let left = ec2.call("DescribeNetworkInterfaces", &[("NetworkInterfaceId.1", &interface)]);
        assert_eq!(left.text("networkInterfaceSet.item.status"), "available");
    }
}

#[test]
fn protection_holds_for_the_whole_request() {
    let ec2 = Ec2::new();
    let free = launch_one(&ec2, &[]);
    let kept = launch_one(&ec2, &[("DisableApiTermination", "true")]);
    let held = launch_one(&ec2, &[("DisableApiStop", "true")]);
    let both = [("InstanceId.1", free.as_str()), ("InstanceId.2", kept.as_str())];
    let (code, message) = ec2.refused("TerminateInstances", &both);
    assert_eq!(code, "OperationNotPermitted");
    assert_eq!(
        message,
        format!(
            "The instance '{kept}' may not be terminated. Modify its 'disableApiTermination' \
             instance attribute and try again."
        )
    );
    assert_eq!(shown(&ec2, &free).text("instanceState.name"), "running");
    let both = [("InstanceId.1", free.as_str()), ("InstanceId.2", held.as_str())];
    let (code, message) = ec2.refused("StopInstances", &both);
    assert_eq!(code, "OperationNotPermitted");
    assert_eq!(
        message,
        format!(
            "The instance '{held}' may not be stopped. Modify its 'disableApiStop' instance \
             attribute and try again."
        )
    );
    assert_eq!(shown(&ec2, &free).text("instanceState.name"), "running");
    let (_, message) = ec2.refused("TerminateInstances", &[("InstanceId.1", &held)]);
    assert!(message.contains("'disableApiStop'"), "{message}");
    let change = [("InstanceId", kept.as_str()), ("DisableApiTermination.Value", "false")];
    ec2.call("ModifyInstanceAttribute", &change);
    ec2.call("TerminateInstances", &[("InstanceId.1", &kept)]);
}

#[test]
fn protection_keeps_those_of_its_zone() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let in_zone = |zone: &str, more: &[(&str, &str)]| {
            launch_one(&ec2, &[&[("Placement.AvailabilityZone", zone)], more].concat())
        };
        let gone = in_zone("us-east-1a", &[]);
        let kept = in_zone("us-east-1b", &[("DisableApiTermination", "true")]);
        let beside = in_zone("us-east-1b", &[]);
        ec2.advance(60);
        let state = |id: &str| shown(&ec2, id).text("instanceState.name").to_owned();
        let all = [("InstanceId.1", &*gone), ("InstanceId.2", &kept), ("InstanceId.3", &beside)];
        // An id that nothing has keeps all.
        let unknown = [&all[..], &[("InstanceId.4", "i-0123456789abcdef0")]].concat();
        assert_eq!(ec2.refused("TerminateInstances", &unknown).0, "InvalidInstanceID.NotFound");
        assert_eq!(state(&gone), "running");
        let dry = [&all[..], &[("DryRun", "true")]].concat();
        assert_eq!(ec2.refused("TerminateInstances", &dry).0, "OperationNotPermitted");
        assert_eq!(state(&gone), "running");
        let (code, message) = ec2.refused("TerminateInstances", &all);
        assert_eq!(code, "OperationNotPermitted");
        let of_kept = format!(
            "The instance '{kept}' may not be terminated. Modify its 'disableApiTermination' \
             instance attribute and try again."
        );
        assert_eq!(message, of_kept);
        ec2.advance(60);
        assert_eq!(
            [&gone, &kept, &beside].map(|id| state(id)),
            ["terminated", "running", "running"]
        );
    }
}

#[test]
fn ids_are_checked_before_anything_happens() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    for action in ["StartInstances", "StopInstances", "RebootInstances", "TerminateInstances"] {
        let none = ("InvalidParameterCombination".into(), "No instances specified".into());
        assert_eq!(ec2.refused(action, &[]), none, "{action}");
        let (code, message) = ec2.refused(action, &[("InstanceId.1", "i-123456789")]);
        assert_eq!(code, "InvalidInstanceID.Malformed");
        assert_eq!(message, "Invalid id: \"i-123456789\"");
        let (code, message) = ec2.refused(action, &[("InstanceId.1", "i-c6464a3f ")]);
        assert_eq!(code, "InvalidInstanceID.NotFound");
        assert_eq!(message, "The instance ID 'i-c6464a3f ' does not exist");
        let missing = [("InstanceId.1", id.as_str()), ("InstanceId.2", "i-0123456789abcdef0")];
        let (code, message) = ec2.refused(action, &missing);
        assert_eq!(code, "InvalidInstanceID.NotFound");
        assert_eq!(message, "The instance ID 'i-0123456789abcdef0' does not exist");
    }
    let two = [("InstanceId.1", "i-12345678"), ("InstanceId.2", "i-87654321")];
    let (_, message) = ec2.refused("TerminateInstances", &two);
    assert_eq!(message, "The instance IDs 'i-12345678, i-87654321' do not exist");
    assert_eq!(shown(&ec2, &id).text("instanceState.name"), "running");
    let twice = [("InstanceId.1", id.as_str()), ("InstanceId.2", id.as_str())];
    let stopped = ec2.call("StopInstances", &twice);
    assert_eq!(stopped.all_at("instancesSet.item").len(), 1);
    let (code, message) = ec2.refused("RebootInstances", &[("InstanceId.1", &id)]);
    assert_eq!(code, "IncorrectInstanceState");
    let expected = format!("This instance '{id}' is not in a state from which it can be rebooted.");
    assert_eq!(message, expected);
    for action in ["MonitorInstances", "UnmonitorInstances"] {
        let (code, message) = ec2.refused(action, &[]);
        assert_eq!((&*code, &*message), ("InvalidParameterCombination", "No instances specified"));
        let empty = [("InstanceId.1", id.as_str()), ("InstanceId.2", ""), ("DryRun", "true")];
        let (code, message) = ec2.refused(action, &empty);
        assert_eq!(code, "MissingParameter");
        assert_eq!(message, "The request must contain the parameter instanceId");
    }
    for malformed in ["i-zzzzzzzz", "i-"] {
        let one = [("InstanceId.1", malformed)];
        let (code, message) = ec2.refused("MonitorInstances", &one);
        assert_eq!(code, "InvalidParameterValue");
        let expected =
            format!("Value ({malformed}) for parameter instanceId is invalid. Expected: 'i-...'.");
        assert_eq!(message, expected);
        let (code, message) = ec2.refused("UnmonitorInstances", &one);
        assert_eq!(code, "InvalidInstanceID.Malformed");
        assert_eq!(message, format!("The instance ID '{malformed}' is malformed"));
    }
}

#[test]
fn an_instance_without_its_root_volume_does_not_start() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    let one = [("InstanceId.1", id.as_str())];
    let volume = shown(&ec2, &id).text("blockDeviceMapping.item.ebs.volumeId").to_owned();
    ec2.call("StopInstances", &one);
    ec2.call("DetachVolume", &[("VolumeId", &volume)]);
    let (code, message) = ec2.refused("StartInstances", &one);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(
        message,
        format!(
            "Invalid value '{id}' for instanceId. Instance does not have a volume attached at root \
             (/dev/xvda)"
        )
    );
    let elsewhere = [("VolumeId", volume.as_str()), ("InstanceId", &id), ("Device", "/dev/sdf")];
    ec2.call("AttachVolume", &elsewhere);
    assert_eq!(ec2.refused("StartInstances", &one).0, "InvalidParameterValue");
    ec2.call("DetachVolume", &[("VolumeId", &volume)]);
    let back = [("VolumeId", volume.as_str()), ("InstanceId", &id), ("Device", "/dev/xvda")];
    ec2.call("AttachVolume", &back);
    ec2.call("StartInstances", &one);
}

/// Each write on an instance, and what it needs beside the id.
const WRITES: [(&str, &[(&str, &str)]); 11] = [
    ("StartInstances", &[]),
    ("StopInstances", &[]),
    ("RebootInstances", &[]),
    ("MonitorInstances", &[]),
    ("ModifyInstanceAttribute", &[("DisableApiStop.Value", "false")]),
    ("ModifyInstanceAttribute", &[("InstanceType.Value", "t3.small")]),
    ("ModifyInstanceMetadataOptions", &[("HttpEndpoint", "disabled")]),
    ("ModifyInstanceMaintenanceOptions", &[("AutoRecovery", "disabled")]),
    ("ModifyInstanceNetworkPerformanceOptions", &[("BandwidthWeighting", "default")]),
    ("ModifyInstanceCpuOptions", &[("CoreCount", "1"), ("ThreadsPerCore", "1")]),
    ("ResetInstanceAttribute", &[("Attribute", "kernel")]),
];

/// The refusal of each of [`WRITES`] in the state that an instance is in, empty where there is
/// none; nothing is changed.
fn refusals(ec2: &Ec2, id: &str) -> [String; 11] {
    WRITES.map(|(action, more)| {
        let many = ["StartInstances", "StopInstances", "RebootInstances", "MonitorInstances"];
        let name = if many.contains(&action) { "InstanceId.1" } else { "InstanceId" };
        let form = [&[(name, id), ("DryRun", "true")], more].concat();
        let (code, message) = ec2.refused(action, &form);
        if code == "DryRunOperation" {
            return String::new();
        }
        assert_eq!(code, "IncorrectInstanceState", "{action}: {message}");
        message.replace(id, "i")
    })
}

#[test]
fn each_interim_state_allows_some_writes() {
    let ec2 = Ec2::with_aws_lifecycle();
    let id = launch_one(&ec2, &[]);
    let (start, stop, reboot) = (
        "The instance 'i' is not in a state from which it can be started.",
        "This instance 'i' is not in a state from which it can be stopped.",
        "This instance 'i' is not in a state from which it can be rebooted.",
    );
    let pending = "Instance 'i' cannot be stopped as it has never reached the 'running' state.";
    let stopped = "The instance 'i' is not in the 'stopped' state.";
    let over = "The instance 'i' is not in a valid state for this operation.";
    let associate = [("InstanceId", id.as_str()), ("IamInstanceProfile.Name", "web")];
    let profile = format!("The instance '{id}' is not in the 'running' or 'stopped' states.");
    let profile = ("IncorrectInstanceState".to_owned(), profile);
    assert_eq!(ec2.refused("AssociateIamInstanceProfile", &associate), profile);
    assert_eq!(
        refusals(&ec2, &id),
        ["", pending, "", "", "", stopped, "", "", stopped, stopped, stopped],
        "pending"
    );
    ec2.advance(60);
    let one = [("InstanceId.1", id.as_str())];
    ec2.call("StopInstances", &one);
    assert_eq!(
        refusals(&ec2, &id),
        [start, "", reboot, "", "", stopped, "", "", stopped, stopped, stopped],
        "stopping"
    );
    assert_eq!(ec2.refused("AssociateIamInstanceProfile", &associate), profile);
    ec2.advance(60);
    assert_eq!(refusals(&ec2, &id), ["", "", reboot, "", "", "", "", "", "", "", ""]);
    ec2.call("TerminateInstances", &one);
    for reboot in [reboot, ""] {
        let all = refusals(&ec2, &id);
        assert_eq!(all[..3], [start, stop, reboot]);
        assert_eq!(all[3..], [over; 8]);
        assert_eq!(ec2.refused("AssociateIamInstanceProfile", &associate), profile);
        ec2.advance(60);
    }
}

#[test]
fn hibernation_must_have_been_asked_for() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    let hibernate = [("InstanceId.1", id.as_str()), ("Hibernate", "true")];
    let (code, message) = ec2.refused("StopInstances", &hibernate);
    assert_eq!(code, "UnsupportedHibernationConfiguration");
    assert_eq!(
        message,
        format!(
            "The instance can't be hibernated because it was not configured at launch for \
             hibernation: {id}"
        )
    );
    let id = launch_one(
        &ec2,
        &[
            ("HibernationOptions.Configured", "true"),
            ("BlockDeviceMapping.1.DeviceName", "/dev/xvda"),
            ("BlockDeviceMapping.1.Ebs.Encrypted", "true"),
        ],
    );
    ec2.call("StopInstances", &[("InstanceId.1", &id), ("Hibernate", "true")]);
    let stopped = shown(&ec2, &id);
    assert_eq!(stopped.text("instanceState.name"), "stopped");
    assert_eq!(stopped.text("stateReason.code"), "Client.UserInitiatedHibernate");
    let message = "Client.UserInitiatedHibernate: User initiated hibernate";
    assert_eq!(stopped.text("stateReason.message"), message);
}

#[test]
fn an_instance_hibernates_once_it_has_run_for_a_while() {
    let ec2 = Ec2::with_aws_lifecycle();
    let form = [
        ("HibernationOptions.Configured", "true"),
        ("BlockDeviceMapping.1.DeviceName", "/dev/xvda"),
        ("BlockDeviceMapping.1.Ebs.Encrypted", "true"),
    ];
    let id = launch_one(&ec2, &form);
    ec2.advance(100);
    let hibernate = [("InstanceId.1", id.as_str()), ("Hibernate", "true")];
    let (code, message) = ec2.refused("StopInstances", &hibernate);
    assert_eq!(code, "UnsupportedOperation");
    assert_eq!(
        message,
        format!("Instance {id} is not ready to hibernate yet, retry in a few minutes.")
    );
    ec2.advance(60);
    ec2.call("StopInstances", &hibernate);
}

#[test]
fn what_was_not_made_for_the_instance_outlives_it() {
    let ec2 = Ec2::new();
    let id = launch_one(
        &ec2,
        &[
            ("BlockDeviceMapping.1.DeviceName", "/dev/sdf"),
            ("BlockDeviceMapping.1.Ebs.VolumeSize", "5"),
            ("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "false"),
        ],
    );
    assert_eq!(ec2.call("DescribeVolumes", &[]).all_at("volumeSet.item").len(), 2);
    ec2.call("TerminateInstances", &[("InstanceId.1", &id), ("SkipOsShutdown", "true")]);
    let left = ec2.call("DescribeVolumes", &[]);
    assert_eq!(left.texts("volumeSet.item.size"), ["5"]);
    assert_eq!(left.texts("volumeSet.item.status"), ["available"]);
}
