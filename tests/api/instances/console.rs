//! GetConsoleOutput, and what is not to be seen of instances either.

use super::launch_one;
use crate::support::Ec2;

#[test]
fn nothing_has_been_written_yet() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    ec2.advance(60);
    for (latest, at) in [("false", "12:00"), ("true", "12:01")] {
        let form = [("InstanceId", id.as_str()), ("Latest", latest)];
        let output = ec2.call("GetConsoleOutput", &form);
        assert_eq!(output.text("instanceId"), id);
        assert_eq!(output.text("timestamp"), format!("2026-01-31T{at}:00.000Z"));
        let text = output.at("output").map(|output| output.text.as_str());
        assert_eq!(text, (latest == "true").then_some(""));
    }
    let (code, message) = ec2.refused("GetConsoleOutput", &[("InstanceId", "i-0123456789abcdef0")]);
    assert_eq!(code, "InvalidInstanceID.NotFound");
    assert_eq!(message, "The instance ID 'i-0123456789abcdef0' does not exist");
}

#[test]
fn only_nitro_tells_the_latest() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[("InstanceType", "t2.micro")]);
    ec2.call("GetConsoleOutput", &[("InstanceId", &id)]);
    let latest = [("InstanceId", id.as_str()), ("Latest", "true")];
    let (code, message) = ec2.refused("GetConsoleOutput", &latest);
    assert_eq!(code, "UnsupportedOperation");
    let expected = "This instance type does not support retrieving the latest console logs.";
    assert_eq!(message, expected);
}

#[test]
fn no_instance_stands_by_for_a_database() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    for action in ["DescribeInstanceSqlHaStates", "DescribeInstanceSqlHaHistoryStates"] {
        let form = [
            ("InstanceId.1", id.as_str()),
            ("Filter.1.Name", "haStatus"),
            ("Filter.1.Value.1", "active"),
        ];
        let found = ec2.call(action, &form);
        assert!(found.has("instanceSet") && !found.has("instanceSet.item"), "{action}");
        let (code, _) = ec2.refused(action, &[("InstanceId.1", "i-0123456789abcdef0")]);
        assert_eq!(code, "InvalidInstanceID.NotFound");
    }
}

#[test]
fn no_instance_has_what_is_sold() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    let form = [("InstanceId", id.as_str()), ("ProductCode", "774F4FF8")];
    let answer = ec2.call("ConfirmProductInstance", &form);
    assert_eq!(answer.text("return"), "false");
    assert!(!answer.has("ownerId"));
    let by_id = [("InstanceId.1", id.as_str())];
    let (code, message) = ec2.refused("EnableInstanceSqlHaStandbyDetections", &by_id);
    assert_eq!(code, "UnsupportedOperation");
    assert_eq!(message, format!("A licensed edition of SQL Server does not run on {id}."));
    let (code, message) = ec2.refused("DisableInstanceSqlHaStandbyDetections", &by_id);
    assert_eq!(code, "IncorrectState");
    assert_eq!(message, format!("Standby detection is not enabled for {id}."));
}

#[test]
fn no_system_of_a_mac_is_changed() {
    let ec2 = Ec2::new();
    let refused = |id: &str| {
        let delegate = [("InstanceId", id), ("MacCredentials", "{}")];
        let protect = [
            ("InstanceId", id),
            ("MacSystemIntegrityProtectionStatus", "disabled"),
            ("MacSystemIntegrityProtectionConfiguration.KextSigning", "enabled"),
        ];
        let one = ec2.refused("CreateDelegateMacVolumeOwnershipTask", &delegate);
        let other = ec2.refused("CreateMacSystemIntegrityProtectionModificationTask", &protect);
        assert_eq!(one, other);
        assert_eq!(one.0, "UnsupportedOperation");
        one.1
    };
    let id = launch_one(&ec2, &[]);
    assert_eq!(refused(&id), format!("The instance '{id}' is not an Amazon EC2 Mac instance."));
    let host =
        [("InstanceType", "mac1.metal"), ("AvailabilityZone", "us-east-1b"), ("Quantity", "1")];
    let host = ec2.call("AllocateHosts", &host).text("hostIdSet.item").to_owned();
    let volume = [("AvailabilityZone", "us-east-1a"), ("Size", "1")];
    let volume = ec2.call("CreateVolume", &volume).text("volumeId").to_owned();
    let snapshot = ec2.call("CreateSnapshot", &[("VolumeId", &volume)]);
    let image = [
        ("Name", "mac"),
        ("Architecture", "x86_64_mac"),
        ("VirtualizationType", "hvm"),
        ("EnaSupport", "true"),
        ("RootDeviceName", "/dev/sda1"),
        ("BlockDeviceMapping.1.DeviceName", "/dev/sda1"),
        ("BlockDeviceMapping.1.Ebs.SnapshotId", snapshot.text("snapshotId")),
    ];
    let image = ec2.call("RegisterImage", &image).text("imageId").to_owned();
    let mac = [
        ("InstanceType", "mac1.metal"),
        ("ImageId", &*image),
        ("Placement.HostId", &host),
        ("Placement.AvailabilityZone", "us-east-1b"),
    ];
    let expected = "parlel-ec2 does not emulate tasks that change the system of Mac instances.";
    assert_eq!(refused(&launch_one(&ec2, &mac)), expected);
}
