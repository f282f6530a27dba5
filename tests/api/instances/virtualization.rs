//! Nested virtualization, and placement groups by their ids.

use super::{launch_one, refused, shown};
use crate::support::Ec2;

#[test]
fn some_types_virtualize_within() {
    let ec2 = Ec2::new();
    let nested = ("CpuOptions.NestedVirtualization", "enabled");
    let id = launch_one(&ec2, &[("InstanceType", "c8i.large"), nested]);
    assert_eq!(shown(&ec2, &id).text("cpuOptions.nestedVirtualization"), "enabled");
    let message = "The instance type 't3.micro' does not support nested virtualization.";
    let expected = ("UnsupportedOperation".to_owned(), message.to_owned());
    assert_eq!(refused(&ec2, &[nested]), expected);
    let change = [("InstanceId", id.as_str()), ("NestedVirtualization", "disabled")];
    assert_eq!(ec2.refused("ModifyInstanceCpuOptions", &change).0, "IncorrectInstanceState");
    ec2.call("StopInstances", &[("InstanceId.1", &id)]);
    let changed = ec2.call("ModifyInstanceCpuOptions", &change);
    assert_eq!(changed.text("nestedVirtualization"), "disabled");
    assert_eq!(shown(&ec2, &id).text("cpuOptions.nestedVirtualization"), "disabled");
    let plain = launch_one(&ec2, &[]);
    assert!(!shown(&ec2, &plain).has("cpuOptions.nestedVirtualization"));
}

#[test]
fn a_placement_group_is_named_by_its_id() {
    let ec2 = Ec2::new();
    let group = ec2.call("CreatePlacementGroup", &[("GroupName", "apart"), ("Strategy", "spread")]);
    let group = group.text("placementGroup.groupId").to_owned();
    let id = launch_one(&ec2, &[("Placement.GroupId", &group)]);
    let placed = shown(&ec2, &id);
    assert_eq!(placed.text("placement.groupName"), "apart");
    assert_eq!(placed.text("placement.groupId"), group);
    let both = [("Placement.GroupId", group.as_str()), ("Placement.GroupName", "apart")];
    let (code, message) = refused(&ec2, &both);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "The parameter groupName cannot be used with the parameter groupId");
    let unknown = [("Placement.GroupId", "pg-0123456789abcdef0")];
    let (code, message) = refused(&ec2, &unknown);
    assert_eq!(code, "InvalidPlacementGroup.Unknown");
    assert_eq!(message, "The placement group 'pg-0123456789abcdef0' is unknown.");

    let other = launch_one(&ec2, &[]);
    assert!(!shown(&ec2, &other).has("placement.groupId"));
    ec2.call("StopInstances", &[("InstanceId.1", &other)]);
    let move_in = [("InstanceId", other.as_str()), ("GroupId", group.as_str())];
    ec2.call("ModifyInstancePlacement", &move_in);
    assert_eq!(shown(&ec2, &other).text("placement.groupName"), "apart");
}
