//! DescribeInstanceTopology.

use super::{launch, launch_one};
use crate::support::Ec2;

const LISTED: &str = "instanceSet.item";
const NODES: &str = "networkNodeSet.item";

#[test]
fn a_cluster_is_below_one_node() {
    let ec2 = Ec2::new();
    for (name, strategy) in [("fast", "cluster"), ("apart", "spread")] {
        ec2.call("CreatePlacementGroup", &[("GroupName", name), ("Strategy", strategy)]);
    }
    let zone = ("Placement.AvailabilityZone", "us-east-1d");
    let kind = ("InstanceType", "p4d.24xlarge");
    let group = |name| ("Placement.GroupName", name);
    launch(&ec2, &[zone, kind, group("fast"), ("MinCount", "2"), ("MaxCount", "2")]);
    launch(&ec2, &[zone, kind, group("apart"), ("MinCount", "2"), ("MaxCount", "2")]);
    launch_one(&ec2, &[zone]);
    let all = ec2.call("DescribeInstanceTopology", &[]);
    let rows = all.all_at(LISTED);
    assert_eq!(rows.len(), 4, "a t3 has no topology");
    for (path, value) in [
        ("instanceType", "p4d.24xlarge"),
        ("groupName", "fast"),
        ("availabilityZone", "us-east-1d"),
        ("zoneId", "use1-az1"),
    ] {
        assert_eq!(rows[0].text(path), value, "{path}");
    }
    assert!(!rows[0].has("capacityBlockId"));
    let nodes: Vec<Vec<&str>> = rows.iter().map(|row| row.texts(NODES)).collect();
    assert!(nodes[0].iter().all(|id| id.starts_with("nn-") && id.len() == 20), "{nodes:?}");
    assert!(nodes.iter().all(|path| path.len() == 3 && path[0] == nodes[0][0]));
    assert_eq!(nodes[0], nodes[1]);
    assert_ne!(nodes[0][2], nodes[2][2]);
    assert_ne!(nodes[2][2], nodes[3][2]);
    let other = ec2.as_account("111122223333");
    launch_one(&other, &[zone, kind]);
    let there = other.call("DescribeInstanceTopology", &[]);
    assert_ne!(there.texts(&format!("{LISTED}.{NODES}"))[0], nodes[0][0]);
}

#[test]
fn instances_are_chosen_and_paged() {
    let ec2 = Ec2::new();
    ec2.call("CreatePlacementGroup", &[("GroupName", "fast"), ("Strategy", "cluster")]);
    let kind = ("InstanceType", "g6e.xlarge");
    let inside = launch_one(&ec2, &[kind, ("Placement.GroupName", "fast")]);
    let outside = launch_one(&ec2, &[kind]);
    let plain = launch_one(&ec2, &[]);
    let ids = |form: &[(&str, &str)]| {
        let found = ec2.call("DescribeInstanceTopology", form);
        let ids = found.texts(&format!("{LISTED}.instanceId"));
        ids.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(ids(&[("GroupName.1", "fast")]), [inside.as_str()]);
    assert_eq!(ids(&[("InstanceId.1", &outside), ("InstanceId.2", &plain)]), [outside.as_str()]);
    let filter = |name, value| ids(&[("Filter.1.Name", name), ("Filter.1.Value.1", value)]).len();
    assert_eq!((filter("instance-type", "g6*"), filter("instance-type", "p*")), (2, 0));
    assert_eq!((filter("availability-zone", "*"), filter("zone-id", "use1-az9")), (2, 0));
    let first = ec2.call("DescribeInstanceTopology", &[("MaxResults", "1")]);
    assert_eq!(first.texts(&format!("{LISTED}.instanceId")), [inside.as_str()]);
    let next = [("MaxResults", "1"), ("NextToken", first.text("nextToken"))];
    assert_eq!(ids(&next), [outside.as_str()]);
    let (code, message) = ec2.refused("DescribeInstanceTopology", &[("GroupName.1", "none")]);
    assert_eq!(code, "InvalidPlacementGroup.Unknown");
    assert_eq!(message, "The placement group 'none' is unknown.");
    let both = [("InstanceId.1", inside.as_str()), ("MaxResults", "5")];
    let (code, message) = ec2.refused("DescribeInstanceTopology", &both);
    assert_eq!(code, "InvalidParameterCombination");
    let expected = "The parameter instancesSet cannot be used with the parameter maxResults";
    assert_eq!(message, expected);
    ec2.call("StopInstances", &[("InstanceId.1", &inside)]);
    assert_eq!(ids(&[]), [outside.as_str()]);
}

#[test]
fn the_small_type_of_a_family_has_none() {
    let ec2 = Ec2::new();
    for (kind, nodes) in
        [("p5.4xlarge", None), ("p5.48xlarge", Some(3)), ("p6-b300.48xlarge", Some(4))]
    {
        let form = [("InstanceType", kind), ("Placement.AvailabilityZone", "us-east-1a")];
        let id = launch_one(&ec2, &form);
        let found = ec2.call("DescribeInstanceTopology", &[("InstanceId.1", &id)]);
        let rows = found.all_at(LISTED);
        assert_eq!(rows.first().map(|row| row.texts(NODES).len()), nodes, "{kind}");
    }
}
