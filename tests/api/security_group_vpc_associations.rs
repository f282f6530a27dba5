use super::support::Ec2;

fn vpc(ec2: &Ec2, cidr: &str) -> String {
    ec2.call("CreateVpc", &[("CidrBlock", cidr)]).text("vpc.vpcId").to_owned()
}

fn group(ec2: &Ec2, vpc: &str) -> String {
    let form = [("GroupName", "shared"), ("GroupDescription", "shared"), ("VpcId", vpc)];
    ec2.call("CreateSecurityGroup", &form).text("groupId").to_owned()
}

fn subnet(ec2: &Ec2, vpc: &str, cidr: &str) -> String {
    let made = ec2.call("CreateSubnet", &[("VpcId", vpc), ("CidrBlock", cidr)]);
    made.text("subnet.subnetId").to_owned()
}

fn states(ec2: &Ec2) -> Vec<String> {
    let found = ec2.call("DescribeSecurityGroupVpcAssociations", &[]);
    let states = found.texts("securityGroupVpcAssociationSet.item.state");
    states.into_iter().map(str::to_owned).collect()
}

#[test]
fn a_group_is_used_in_another_vpc() {
    let ec2 = Ec2::new();
    let (home, other) = (vpc(&ec2, "10.0.0.0/16"), vpc(&ec2, "10.1.0.0/16"));
    let group = group(&ec2, &home);
    let subnet = subnet(&ec2, &other, "10.1.0.0/24");
    let create = [("SubnetId", subnet.as_str()), ("SecurityGroupId.1", &group)];
    assert_eq!(ec2.refused("CreateNetworkInterface", &create).0, "InvalidParameterValue");

    let both = [("GroupId", group.as_str()), ("VpcId", other.as_str())];
    assert_eq!(ec2.call("AssociateSecurityGroupVpc", &both).text("state"), "associated");
    let found = ec2.call("DescribeSecurityGroupVpcAssociations", &[]);
    let row = found.at("securityGroupVpcAssociationSet.item").unwrap();
    for (member, value) in [
        ("groupId", group.as_str()),
        ("vpcId", &other),
        ("vpcOwnerId", "000000000000"),
        ("groupOwnerId", "000000000000"),
        ("state", "associated"),
    ] {
        assert_eq!(row.text(member), value);
    }
    for (name, value, count) in [
        ("group-id", group.as_str(), 1),
        ("group-owner-id", "000000000000", 1),
        ("state", "associating", 0),
        ("vpc-id", &other, 1),
        ("vpc-owner-id", "1*", 0),
    ] {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeSecurityGroupVpcAssociations", &form);
        assert_eq!(found.all_at("securityGroupVpcAssociationSet.item").len(), count, "{name}");
    }
    let for_vpc = ec2.call("GetSecurityGroupsForVpc", &[("VpcId", &other)]);
    assert_eq!(for_vpc.all_at("securityGroupForVpcSet.item").len(), 2);
    let primary = for_vpc.texts("securityGroupForVpcSet.item.primaryVpcId");
    assert!(primary.contains(&home.as_str()));
    let interface = ec2.call("CreateNetworkInterface", &create);
    let interface = interface.at("networkInterface").unwrap();
    assert_eq!(interface.texts("groupSet.item.groupId"), [group.as_str()]);
    let interface = interface.text("networkInterfaceId");
    let change = [("NetworkInterfaceId", interface), ("SecurityGroupId.1", &group)];
    ec2.call("ModifyNetworkInterfaceAttribute", &change);

    let held =
        ("DependencyViolation".to_owned(), format!("resource {group} has a dependent object"));
    assert_eq!(ec2.refused("DisassociateSecurityGroupVpc", &both), held);
    ec2.call("DeleteNetworkInterface", &[("NetworkInterfaceId", interface)]);
    assert_eq!(ec2.refused("DeleteSecurityGroup", &[("GroupId", &group)]), held);
    ec2.call("DeleteSubnet", &[("SubnetId", &subnet)]);
    let (code, message) = ec2.refused("DeleteVpc", &[("VpcId", &other)]);
    assert_eq!(code, "DependencyViolation");
    assert_eq!(message, format!("The vpc '{other}' has dependencies and cannot be deleted."));
    assert_eq!(ec2.call("DisassociateSecurityGroupVpc", &both).text("state"), "disassociated");
    assert!(states(&ec2).is_empty());
    ec2.call("DeleteVpc", &[("VpcId", &other)]);
    ec2.call("DeleteSecurityGroup", &[("GroupId", &group)]);
}

#[test]
fn an_association_takes_its_time() {
    let ec2 = Ec2::with_aws_lifecycle();
    let (home, other) = (vpc(&ec2, "10.0.0.0/16"), vpc(&ec2, "10.1.0.0/16"));
    let both = [("GroupId", &*group(&ec2, &home)), ("VpcId", other.as_str())];
    let subnet = subnet(&ec2, &other, "10.1.0.0/24");
    let create = [("SubnetId", subnet.as_str()), ("SecurityGroupId.1", both[0].1)];
    assert_eq!(ec2.call("AssociateSecurityGroupVpc", &both).text("state"), "associating");
    assert_eq!(states(&ec2), ["associating"]);
    assert_eq!(ec2.refused("CreateNetworkInterface", &create).0, "InvalidParameterValue");
    ec2.advance(5);
    assert_eq!(states(&ec2), ["associated"]);
    let interface = ec2.call("CreateNetworkInterface", &create);
    let interface = interface.text("networkInterface.networkInterfaceId");
    ec2.advance(5);
    ec2.call("DeleteNetworkInterface", &[("NetworkInterfaceId", interface)]);
    assert_eq!(ec2.call("DisassociateSecurityGroupVpc", &both).text("state"), "disassociating");
    assert_eq!(states(&ec2), ["disassociating"]);
    let (code, _) = ec2.refused("DisassociateSecurityGroupVpc", &both);
    assert_eq!(code, "InvalidSecurityGroupVpcAssociation.NotFound");
    ec2.advance(5);
    assert!(states(&ec2).is_empty());
}

#[test]
fn what_cannot_be_associated_is_refused() {
    let ec2 = Ec2::new();
    let (home, other) = (vpc(&ec2, "10.0.0.0/16"), vpc(&ec2, "10.1.0.0/16"));
    let group_id = group(&ec2, &home);
    let refused = |group: &str, vpc: &str| {
        ec2.refused("AssociateSecurityGroupVpc", &[("GroupId", group), ("VpcId", vpc)])
    };
    let bad = |parameter: &str, value: &str, reason: &str| {
        let message = format!("Value ({value}) for parameter {parameter} is invalid. {reason}");
        ("InvalidParameterValue".to_owned(), message)
    };
    let by_vpc = [("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", home.as_str())];
    let groups = ec2.call("DescribeSecurityGroups", &by_vpc);
    let default = groups
        .all_at("securityGroupInfo.item")
        .into_iter()
        .find(|group| group.text("groupName") == "default")
        .unwrap()
        .text("groupId");
    let reason = "A default security group cannot be associated with another VPC.";
    assert_eq!(refused(default, &other), bad("groupId", default, reason));
    let defaults = [("Filter.1.Name", "is-default"), ("Filter.1.Value.1", "true")];
    let default_vpc = ec2.call("DescribeVpcs", &defaults);
    let default_vpc = default_vpc.text("vpcSet.item.vpcId");
    let reason = "Security groups cannot be associated with or from the default VPC.";
    assert_eq!(refused(&group_id, default_vpc), bad("vpcId", default_vpc, reason));
    let of_default = group(&ec2, default_vpc);
    assert_eq!(refused(&of_default, &other), bad("vpcId", &other, reason));
    let reason = "The security group was created in this VPC.";
    assert_eq!(refused(&group_id, &home), bad("vpcId", &home, reason));
    assert_eq!(refused("sg-0123456789abcdef0", &other).0, "InvalidGroup.NotFound");
    assert_eq!(refused(&group_id, "vpc-0123456789abcdef0").0, "InvalidVpcID.NotFound");
    let both = [("GroupId", group_id.as_str()), ("VpcId", &other)];
    let (code, message) = ec2.refused("DisassociateSecurityGroupVpc", &both);
    assert_eq!(code, "InvalidSecurityGroupVpcAssociation.NotFound");
    assert_eq!(
        message,
        format!("The security group '{group_id}' is not associated with '{other}'")
    );
    ec2.call("AssociateSecurityGroupVpc", &both);
    let (code, message) = refused(&group_id, &other);
    assert_eq!(code, "Resource.AlreadyAssociated");
    let words = format!("The security group '{group_id}' is already associated with '{other}'");
    assert_eq!(message, words);
}

#[test]
fn no_group_is_stale() {
    let ec2 = Ec2::new();
    let home = vpc(&ec2, "10.0.0.0/16");
    group(&ec2, &home);
    let found = ec2.call("DescribeStaleSecurityGroups", &[("VpcId", &home)]);
    assert!(found.has("staleSecurityGroupSet") && !found.has("staleSecurityGroupSet.item"));
    let unknown = [("VpcId", "vpc-0123456789abcdef0")];
    assert_eq!(ec2.refused("DescribeStaleSecurityGroups", &unknown).0, "InvalidVpcID.NotFound");
    let token = [("VpcId", home.as_str()), ("NextToken", "none")];
    assert_eq!(ec2.refused("DescribeStaleSecurityGroups", &token).0, "InvalidNextToken");
}
