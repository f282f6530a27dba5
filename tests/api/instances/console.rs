//! GetConsoleOutput, and what is not to be seen of instances either.

use super::launch_one;
use crate::support::Ec2;

#[test]
fn nothing_has_been_written_yet() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    for latest in ["false", "true"] {
        let form = [("InstanceId", id.as_str()), ("Latest", latest)];
        let output = ec2.call("GetConsoleOutput", &form);
        assert_eq!(output.text("instanceId"), id);
        assert_eq!(output.text("timestamp"), "2026-01-31T12:00:00.000Z");
        assert!(!output.has("output"));
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
