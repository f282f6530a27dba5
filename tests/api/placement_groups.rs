use super::support::Ec2;

fn create(ec2: &Ec2, more: &[(&str, &str)]) -> super::support::Xml {
    let mut form = vec![("GroupName", "one")];
    form.extend(more);
    ec2.call("CreatePlacementGroup", &form)
}

#[test]
fn strategies_have_their_defaults() {
    let ec2 = Ec2::new();
    let created = create(
        &ec2,
        &[
            ("Strategy", "partition"),
            ("TagSpecification.1.ResourceType", "placement-group"),
            ("TagSpecification.1.Tag.1.Key", "team"),
            ("TagSpecification.1.Tag.1.Value", "net"),
        ],
    );
    assert_eq!(created.text("return"), "true");
    let group = created.at("placementGroup").unwrap();
    assert_eq!(group.text("partitionCount"), "2");
    assert_eq!(group.text("state"), "available");
    let arn = "arn:aws:ec2:us-east-1:000000000000:placement-group/one";
    assert_eq!(group.text("groupArn"), arn);
    let form = [("GroupName", "two"), ("Strategy", "spread")];
    let spread = ec2.call("CreatePlacementGroup", &form);
    assert_eq!(spread.text("placementGroup.spreadLevel"), "rack");
    let by_name = ec2.call("DescribePlacementGroups", &[("GroupName.1", "two")]);
    assert_eq!(by_name.texts("placementGroupSet.item.strategy"), ["spread"]);
    let by_id = [("GroupId.1", group.text("groupId"))];
    let by_id = ec2.call("DescribePlacementGroups", &by_id);
    assert_eq!(by_id.texts("placementGroupSet.item.groupName"), ["one"]);
    let both = [("GroupId.1", group.text("groupId")), ("GroupName.1", "two")];
    let both = ec2.call("DescribePlacementGroups", &both);
    assert!(!both.has("placementGroupSet.item"));
    for (name, value) in [
        ("strategy", "partition"),
        ("group-name", "o?e"),
        ("group-name", "one"),
        ("group-arn", arn),
        ("tag:team", "net"),
        ("tag-key", "team"),
    ] {
        let filter = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribePlacementGroups", &filter);
        assert_eq!(found.texts("placementGroupSet.item.groupName"), ["one"], "{name}");
    }
    let filter = [("Filter.1.Name", "spread-level"), ("Filter.1.Value.1", "rack")];
    let found = ec2.call("DescribePlacementGroups", &filter);
    assert_eq!(found.texts("placementGroupSet.item.groupName"), ["two"]);
    let elsewhere = ec2.in_region("eu-west-1");
    assert!(!elsewhere.call("DescribePlacementGroups", &[]).has("placementGroupSet.item"));
}

#[test]
fn names_are_unique_until_deleted() {
    let ec2 = Ec2::new();
    create(&ec2, &[("Strategy", "cluster")]);
    let form = [("GroupName", "one"), ("Strategy", "cluster")];
    let (code, message) = ec2.refused("CreatePlacementGroup", &form);
    assert_eq!(code, "InvalidPlacementGroup.Duplicate");
    assert_eq!(message, "The placement group 'one' already exists.");
    ec2.call("DeletePlacementGroup", &form[..1]);
    let (code, message) = ec2.refused("DeletePlacementGroup", &form[..1]);
    assert_eq!(code, "InvalidPlacementGroup.Unknown");
    assert_eq!(message, "The placement group 'one' is unknown.");
    for (names, listed) in [(&["one"][..], "one"), (&["one", "two"], "one, two")] {
        let names: Vec<_> =
            ["GroupName.1", "GroupName.2"].into_iter().zip(names.to_vec()).collect();
        let (code, message) = ec2.refused("DescribePlacementGroups", &names);
        assert_eq!(code, "InvalidPlacementGroup.Unknown");
        assert_eq!(message, format!("The Placement Groups '{listed}' is unknown."));
    }
    let (code, _) = ec2.refused("DescribePlacementGroups", &[("GroupId.1", "one")]);
    assert_eq!(code, "InvalidPlacementGroupId.Malformed");
    assert_eq!(ec2.refused("DeletePlacementGroup", &[]).0, "MissingParameter");
    let (code, message) = ec2.refused("DescribePlacementGroups", &[("GroupId.1", "pg-1")]);
    assert_eq!(code, "InvalidPlacementGroupId.NotFound");
    assert_eq!(message, "The Placement Group ID 'pg-1' does not exist");
    create(&ec2, &[("Strategy", "cluster")]);
}

#[test]
fn members_must_fit_the_strategy() {
    let ec2 = Ec2::new();
    let name = ("GroupName", "one");
    let long = "x".repeat(256);
    let too_long = format!(
        "Value ({long}) for parameter groupName is invalid. It must have up to 255 ASCII \
         characters."
    );
    for (form, code, message) in [
        (vec![name], "MissingParameter", "The request must contain the parameter strategy"),
        (
            vec![("Strategy", "cluster")],
            "MissingParameter",
            "The request must contain the parameter groupName",
        ),
        (vec![("GroupName", &*long), ("Strategy", "cluster")], "InvalidParameterValue", &*too_long),
        (
            vec![name, ("Strategy", "cluster"), ("PartitionCount", "2")],
            "InvalidParameterCombination",
            "The parameter partitionCount can be used with the strategy partition only",
        ),
        (
            vec![name, ("Strategy", "partition"), ("PartitionCount", "8")],
            "InvalidParameterValue",
            "Value (8) for parameter partitionCount is invalid. It must be between 1 and 7.",
        ),
        (
            vec![name, ("Strategy", "cluster"), ("SpreadLevel", "rack")],
            "InvalidParameterCombination",
            "The parameter spreadLevel can be used with the strategy spread only",
        ),
        (
            vec![name, ("Strategy", "cluster"), ("ParentGroupId", "pg-1")],
            "UnsupportedOperation",
            "parlel-ec2 does not emulate the parameter ParentGroupId of CreatePlacementGroup.",
        ),
    ] {
        let refusal = ec2.refused("CreatePlacementGroup", &form);
        assert_eq!(refusal, (code.to_owned(), message.to_owned()));
    }
}

#[test]
fn a_group_of_the_level_host_takes_no_instances() {
    let ec2 = Ec2::new();
    let created = create(&ec2, &[("Strategy", "spread"), ("SpreadLevel", "host")]);
    assert_eq!(created.text("placementGroup.spreadLevel"), "host");
    let launch = [
        ("ImageId", "ami-0abcdef1234567890"),
        ("InstanceType", "m5.large"),
        ("Placement.GroupName", "one"),
    ];
    let (code, message) = ec2.refused("RunInstances", &launch);
    assert_eq!(code, "UnsupportedOperation");
    let what = "instances of a placement group of the spread level host";
    assert_eq!(message, format!("parlel-ec2 does not emulate {what}."));
    ec2.call("DeletePlacementGroup", &[("GroupName", "one")]);
}

#[test]
fn a_group_with_instances_stays() {
    let ec2 = Ec2::new();
    create(&ec2, &[("Strategy", "spread")]);
    let launch = [
        ("ImageId", "ami-0abcdef1234567890"),
        ("InstanceType", "m5.large"),
        ("Placement.GroupName", "one"),
    ];
    let launched = ec2.call("RunInstances", &launch);
    let (code, message) = ec2.refused("DeletePlacementGroup", &[("GroupName", "one")]);
    assert_eq!(code, "InvalidPlacementGroup.InUse");
    assert_eq!(message, "The placement group 'one' is in use and may not be deleted.");
    let id = launched.text("instancesSet.item.instanceId");
    ec2.call("TerminateInstances", &[("InstanceId.1", id)]);
    ec2.call("DeletePlacementGroup", &[("GroupName", "one")]);
}
