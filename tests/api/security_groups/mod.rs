mod interfaces;

use super::support::{Ec2, Xml};

fn vpc(ec2: &Ec2) -> String {
    ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).text("vpc.vpcId").to_owned()
}

fn default_vpc(ec2: &Ec2) -> String {
    let filter = [("Filter.1.Name", "is-default"), ("Filter.1.Value.1", "true")];
    ec2.call("DescribeVpcs", &filter).text("vpcSet.item.vpcId").to_owned()
}

fn create(ec2: &Ec2, name: &str, vpc: &str) -> String {
    let form = [("GroupName", name), ("GroupDescription", "of a test"), ("VpcId", vpc)];
    ec2.call("CreateSecurityGroup", &form).text("groupId").to_owned()
}

fn describe(ec2: &Ec2, id: &str) -> Xml {
    let answer = ec2.call("DescribeSecurityGroups", &[("GroupId.1", id)]);
    answer.at("securityGroupInfo.item").unwrap().clone()
}

fn refused(ec2: &Ec2, action: &str, form: &[(&str, &str)], code: &str, message: &str) {
    assert_eq!(ec2.refused(action, form), (code.to_owned(), message.to_owned()));
}

/// The groups that a filter finds, by name.
fn found(ec2: &Ec2, filter: &str, value: &str) -> Vec<String> {
    let filter = [("Filter.1.Name", filter), ("Filter.1.Value.1", value)];
    let answer = ec2.call("DescribeSecurityGroups", &filter);
    answer.texts("securityGroupInfo.item.groupName").into_iter().map(str::to_owned).collect()
}

#[test]
fn a_group_is_made_in_the_default_vpc_and_lets_all_out() {
    let ec2 = Ec2::new();
    let created = ec2.call(
        "CreateSecurityGroup",
        &[
            ("GroupName", "web "),
            ("GroupDescription", "Web servers (80, 443)"),
            ("TagSpecification.1.ResourceType", "security-group"),
            ("TagSpecification.1.Tag.1.Key", "Name"),
            ("TagSpecification.1.Tag.1.Value", "web"),
        ],
    );
    let id = created.text("groupId");
    assert!(id.starts_with("sg-0"));
    assert_eq!(created.text("return"), "true");
    assert_eq!(created.text("tagSet.item.value"), "web");
    let plain = [("GroupName", "plain"), ("GroupDescription", "untagged")];
    assert!(!ec2.call("CreateSecurityGroup", &plain).has("tagSet"));
    let arn = format!("arn:aws:ec2:us-east-1:000000000000:security-group/{id}");
    assert_eq!(created.text("securityGroupArn"), arn);

    let group = describe(&ec2, id);
    assert_eq!(group.text("groupName"), "web");
    assert_eq!(group.text("groupDescription"), "Web servers (80, 443)");
    assert_eq!(group.text("vpcId"), default_vpc(&ec2));
    assert_eq!(group.text("ownerId"), "000000000000");
    assert_eq!(group.text("securityGroupArn"), arn);
    assert_eq!(group.text("tagSet.item.key"), "Name");
    assert!(group.has("ipPermissions") && !group.has("ipPermissions.item"));
    let egress = group.at("ipPermissionsEgress.item").unwrap();
    assert_eq!(egress.text("ipProtocol"), "-1");
    assert_eq!(egress.text("ipRanges.item.cidrIp"), "0.0.0.0/0");
    assert!(!egress.has("fromPort") && !egress.has("toPort"));
    assert!(["groups", "ipv6Ranges", "prefixListIds"].into_iter().all(|name| egress.has(name)));
    assert_eq!(group.all_at("ipPermissionsEgress.item").len(), 1);

    let gone = ec2.call("DeleteSecurityGroup", &[("GroupId", id)]);
    assert_eq!((gone.text("return"), gone.text("groupId")), ("true", id));
    let message = format!("The security group '{id}' does not exist");
    refused(
        &ec2,
        "DescribeSecurityGroups",
        &[("GroupId.1", id)],
        "InvalidGroup.NotFound",
        &message,
    );
    let rules = [("Filter.1.Name", "group-id"), ("Filter.1.Value.1", id)];
    assert!(!ec2.call("DescribeSecurityGroupRules", &rules).has("securityGroupRuleSet.item"));
}

#[test]
fn a_vpc_with_ipv6_lets_that_out_too() {
    let ec2 = Ec2::new();
    let form = [("CidrBlock", "10.0.0.0/16"), ("AmazonProvidedIpv6CidrBlock", "true")];
    let vpc = ec2.call("CreateVpc", &form).text("vpc.vpcId").to_owned();
    let group = describe(&ec2, &create(&ec2, "six", &vpc));
    assert_eq!(group.texts("ipPermissionsEgress.item.ipv6Ranges.item.cidrIpv6"), ["::/0"]);
    assert_eq!(group.texts("ipPermissionsEgress.item.ipRanges.item.cidrIp"), ["0.0.0.0/0"]);
}

#[test]
fn a_block_on_its_way_out_does_not_count() {
    let ec2 = Ec2::with_aws_lifecycle();
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).text("vpc.vpcId").to_owned();
    let form = [("VpcId", vpc.as_str()), ("AmazonProvidedIpv6CidrBlock", "true")];
    let block = ec2.call("AssociateVpcCidrBlock", &form);
    ec2.advance(60);
    let id = block.text("ipv6CidrBlockAssociation.associationId");
    ec2.call("DisassociateVpcCidrBlock", &[("AssociationId", id)]);
    let group = create(&ec2, "web", &vpc);
    let found = ec2.call("DescribeSecurityGroups", &[("GroupId.1", &group)]);
    let egress = found.at("securityGroupInfo.item.ipPermissionsEgress").unwrap();
    assert_eq!(egress.texts("item.ipRanges.item.cidrIp"), ["0.0.0.0/0"]);
    assert!(!egress.has("item.ipv6Ranges.item"));
    let acl = ec2.call("CreateNetworkAcl", &[("VpcId", &vpc)]);
    assert!(!acl.has("networkAcl.entrySet.item.ipv6CidrBlock"));
}

#[test]
fn a_vpc_has_a_default_group_to_its_end() {
    let ec2 = Ec2::new();
    let vpc = vpc(&ec2);
    let filter = [("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", vpc.as_str())];
    let groups = ec2.call("DescribeSecurityGroups", &filter);
    let group = groups.at("securityGroupInfo.item").unwrap();
    let id = group.text("groupId");
    assert_eq!(group.text("groupName"), "default");
    assert_eq!(group.text("groupDescription"), "default VPC security group");
    assert_eq!(group.text("ipPermissions.item.ipProtocol"), "-1");
    assert_eq!(group.text("ipPermissions.item.groups.item.groupId"), id);
    assert_eq!(group.text("ipPermissions.item.groups.item.userId"), "000000000000");
    assert_eq!(group.text("ipPermissionsEgress.item.ipRanges.item.cidrIp"), "0.0.0.0/0");

    let message =
        format!("the specified group: \"{id}\" name: \"default\" cannot be deleted by a user");
    refused(&ec2, "DeleteSecurityGroup", &[("GroupId", id)], "CannotDelete", &message);
    ec2.call("DeleteVpc", &[("VpcId", &vpc)]);
    assert_eq!(
        ec2.refused("DescribeSecurityGroups", &[("GroupId.1", id)]).0,
        "InvalidGroup.NotFound"
    );
    let rules = [("Filter.1.Name", "group-id"), ("Filter.1.Value.1", id)];
    assert!(!ec2.call("DescribeSecurityGroupRules", &rules).has("securityGroupRuleSet.item"));
}

#[test]
fn a_name_is_free_once_in_a_vpc_whatever_its_case() {
    let ec2 = Ec2::new();
    let (one, other) = (vpc(&ec2), vpc(&ec2));
    create(&ec2, "web", &one);
    let id = create(&ec2, "web", &other);
    let form = [("GroupName", "Web"), ("GroupDescription", "again"), ("VpcId", other.as_str())];
    let message = format!("The security group 'Web' already exists for VPC '{other}'");
    refused(&ec2, "CreateSecurityGroup", &form, "InvalidGroup.Duplicate", &message);
    ec2.call("DeleteSecurityGroup", &[("GroupId", &id)]);
    ec2.call("CreateSecurityGroup", &form);
}

#[test]
fn names_and_descriptions_are_checked() {
    let ec2 = Ec2::new();
    ec2.call("DescribeSecurityGroups", &[]);
    let before = ec2.state();
    let long = "x".repeat(256);
    let set = "a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*";
    let value = "InvalidParameterValue";
    let name = |name: &str, code: &str, message: &str| {
        let form = [("GroupName", name), ("GroupDescription", "x")];
        refused(&ec2, "CreateSecurityGroup", &form, code, message);
    };
    let invalid = |text: &str| format!("Value ({text}) for parameter GroupName is invalid. ");
    name("sg-web", value, &(invalid("sg-web") + "Group names may not be in the format sg-*."));
    name("grün", value, &(invalid("grün") + "Character sets beyond ASCII are not supported."));
    name("a>b", value, &format!("{}Content limited to '{set}'.", invalid("a>b")));
    name(&long, value, &(invalid(&long) + "Group names may not be longer than 255 characters."));
    name("default", value, "Cannot use reserved security group name: default");
    name("  ", "MissingParameter", "The request must contain the parameter GroupName");

    let description = |description: &str, code: &str, message: &str| {
        let form = [("GroupName", "x"), ("GroupDescription", description)];
        refused(&ec2, "CreateSecurityGroup", &form, code, message);
    };
    let message = "Value (für) for parameter GroupDescription is invalid. \
                   Character sets beyond ASCII are not supported.";
    description("für", value, message);
    let message = format!(
        "Invalid security group description. Valid descriptions are strings less than 256 \
         characters from the following set:  {set}"
    );
    description("don't", value, &message);
    description(&long, value, &message);
    let missing = "The request must contain the parameter GroupDescription";
    description("", "MissingParameter", missing);
    let form = [("GroupName", "x")];
    refused(&ec2, "CreateSecurityGroup", &form, "MissingParameter", missing);
    let dry = [("GroupName", "x"), ("GroupDescription", "x"), ("DryRun", "true")];
    assert_eq!(ec2.refused("CreateSecurityGroup", &dry).0, "DryRunOperation");
    let nowhere = [("GroupName", "x"), ("GroupDescription", "x"), ("VpcId", "vpc-0")];
    assert_eq!(ec2.refused("CreateSecurityGroup", &nowhere).0, "InvalidVpcID.NotFound");
    assert_eq!(ec2.state(), before);
}

#[test]
fn names_stand_for_groups_of_the_default_vpc_alone() {
    let ec2 = Ec2::new();
    let default = default_vpc(&ec2);
    create(&ec2, "elsewhere", &vpc(&ec2));
    let here = create(&ec2, "here", &default);
    let named = ec2.call("DescribeSecurityGroups", &[("GroupName.1", "here")]);
    assert_eq!(named.texts("securityGroupInfo.item.groupId"), [here.as_str()]);
    let by_id = ec2.call("DescribeSecurityGroups", &[("GroupName.1", &here), ("GroupId.1", &here)]);
    assert_eq!(by_id.texts("securityGroupInfo.item.groupId"), [here.as_str()]);

    let code = "InvalidGroup.NotFound";
    let message =
        format!("The security group 'elsewhere' does not exist in default VPC '{default}'");
    refused(&ec2, "DescribeSecurityGroups", &[("GroupName.1", "elsewhere")], code, &message);
    refused(&ec2, "DeleteSecurityGroup", &[("GroupName", "elsewhere")], code, &message);
    let missing = "The request must contain the parameter groupName or groupId";
    refused(&ec2, "DeleteSecurityGroup", &[], "MissingParameter", missing);
    let both = [("GroupName", "here"), ("GroupId", here.as_str())];
    let message = "The parameter groupName cannot be used with the parameter groupId";
    refused(&ec2, "DeleteSecurityGroup", &both, "InvalidParameterCombination", message);
    // Where a group is changed, an id is no name of it.
    let message = format!("The security group '{here}' does not exist in default VPC '{default}'");
    let form = [
        ("GroupName", here.as_str()),
        ("IpPermissions.1.IpProtocol", "-1"),
        ("IpPermissions.1.IpRanges.1.CidrIp", "10.0.0.0/8"),
    ];
    refused(&ec2, "DeleteSecurityGroup", &form[..1], code, &message);
    for action in ["AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress"] {
        refused(&ec2, action, &form, code, &message);
    }
    let source = [form[1], ("GroupId", &here), ("IpPermissions.1.Groups.1.GroupName", &here)];
    refused(&ec2, "AuthorizeSecurityGroupIngress", &source, code, &message);
    ec2.call("DeleteSecurityGroup", &[("GroupName", "here")]);
    assert_eq!(ec2.refused("DeleteSecurityGroup", &[("GroupName", "here")]).0, code);
}

#[test]
fn without_a_default_vpc_a_name_says_nothing() {
    let ec2 = Ec2::new();
    let vpc = default_vpc(&ec2);
    let filter = [("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", vpc.as_str())];
    let subnets = ec2.call("DescribeSubnets", &filter);
    for id in subnets.texts("subnetSet.item.subnetId") {
        ec2.call("DeleteSubnet", &[("SubnetId", id)]);
    }
    let gateways = ec2.call("DescribeInternetGateways", &[]);
    let gateway = gateways.text("internetGatewaySet.item.internetGatewayId");
    let form = [("InternetGatewayId", gateway), ("VpcId", vpc.as_str())];
    ec2.call("DetachInternetGateway", &form);
    ec2.call("DeleteVpc", &[("VpcId", &vpc)]);
    let message = "No default VPC for this user. GroupName is only supported for EC2-Classic and \
                   default VPC.";
    let form = [("GroupName", "x"), ("GroupDescription", "x")];
    let none = "No default VPC for this user";
    refused(&ec2, "CreateSecurityGroup", &form, "VPCIdNotSpecified", none);
    refused(&ec2, "DeleteSecurityGroup", &form[..1], "VPCIdNotSpecified", message);
    let both = [form[0], ("GroupId", "sg-0123456789abcdef0")];
    refused(&ec2, "DeleteSecurityGroup", &both, "VPCIdNotSpecified", message);
    let launch = [
        ("ImageId", "ami-0abcdef1234567890"),
        ("InstanceType", "t3.micro"),
        ("MinCount", "1"),
        ("MaxCount", "1"),
    ];
    refused(&ec2, "RunInstances", &launch, "VPCIdNotSpecified", message);
}

#[test]
fn ids_are_of_one_region_and_account() {
    let ec2 = Ec2::new();
    let id = create(&ec2, "here", &default_vpc(&ec2));
    for there in [ec2.in_region("eu-west-1"), ec2.as_account("111122223333")] {
        let message = format!("The security group '{id}' does not exist");
        let form = [("GroupId", id.as_str())];
        refused(&there, "DeleteSecurityGroup", &form, "InvalidGroup.NotFound", &message);
    }
    refused(
        &ec2,
        "DescribeSecurityGroups",
        &[("GroupId.1", "group")],
        "InvalidGroupId.Malformed",
        "Invalid id: \"group\" (expecting \"sg-...\")",
    );
    let null = [("GroupId.1", "sg-00000000000000000")];
    let message = "Invalid id: \"sg-00000000000000000\"";
    refused(&ec2, "DescribeSecurityGroups", &null, "InvalidGroupId.Malformed", message);
    refused(
        &ec2,
        "DeleteSecurityGroup",
        &[("GroupId", "sg-malformed")],
        "InvalidGroupId.Malformed",
        "Invalid id: \"sg-malformed\" (expecting \"sg-...\")",
    );
    let china = ec2.in_region("cn-north-1");
    let form = [("GroupName", "x"), ("GroupDescription", "x")];
    let arn = china.call("CreateSecurityGroup", &form).text("securityGroupArn").to_owned();
    assert!(arn.starts_with("arn:aws-cn:ec2:cn-north-1:"));
}

#[test]
fn what_another_group_names_cannot_go() {
    let ec2 = Ec2::new();
    let vpc = vpc(&ec2);
    let (web, database) = (create(&ec2, "web", &vpc), create(&ec2, "database", &vpc));
    let allow = |group: &str, from: &str| {
        let form = [
            ("GroupId", group),
            ("IpPermissions.1.IpProtocol", "-1"),
            ("IpPermissions.1.Groups.1.GroupId", from),
        ];
        ec2.call("AuthorizeSecurityGroupIngress", &form);
    };
    allow(&database, &web);
    allow(&database, &database);
    let message = format!("resource {web} has a dependent object");
    refused(&ec2, "DeleteSecurityGroup", &[("GroupId", &web)], "DependencyViolation", &message);
    assert_eq!(ec2.refused("DeleteVpc", &[("VpcId", &vpc)]).0, "DependencyViolation");
    ec2.call("DeleteSecurityGroup", &[("GroupId", &database)]);
    ec2.call("DeleteSecurityGroup", &[("GroupId", &web)]);
    ec2.call("DeleteVpc", &[("VpcId", &vpc)]);
}

#[test]
fn groups_are_found_by_what_they_are_and_allow() {
    let ec2 = Ec2::new();
    let vpc = vpc(&ec2);
    let (web, database) = (create(&ec2, "web", &vpc), create(&ec2, "database", &vpc));
    let list = [("PrefixListName", "x"), ("MaxEntries", "5"), ("AddressFamily", "IPv4")];
    let list = ec2.call("CreateManagedPrefixList", &list);
    let list = list.text("prefixList.prefixListId");
    let rules = [
        ("GroupId", database.as_str()),
        ("IpPermissions.1.IpProtocol", "tcp"),
        ("IpPermissions.1.FromPort", "5432"),
        ("IpPermissions.1.ToPort", "5433"),
        ("IpPermissions.1.Groups.1.GroupId", &web),
        ("IpPermissions.1.IpRanges.1.CidrIp", "192.0.2.0/24"),
        ("IpPermissions.1.Ipv6Ranges.1.CidrIpv6", "2001:db8::/32"),
        ("IpPermissions.1.PrefixListIds.1.PrefixListId", list),
    ];
    ec2.call("AuthorizeSecurityGroupIngress", &rules);
    ec2.call(
        "AuthorizeSecurityGroupEgress",
        &[("GroupId", web.as_str())]
            .into_iter()
            .chain(rules[1..].iter().map(|(key, value)| match *value {
                value if value == web => (*key, database.as_str()),
                value => (*key, value),
            }))
            .collect::<Vec<_>>(),
    );
    for (name, value) in [
        ("cidr", "192.0.2.0/24"),
        ("from-port", "5432"),
        ("to-port", "5433"),
        ("ipv6-cidr", "2001:db8::/32"),
        ("prefix-list-id", list),
        ("protocol", "tcp"),
    ] {
        assert_eq!(found(&ec2, &format!("ip-permission.{name}"), value), ["database"], "{name}");
        assert_eq!(found(&ec2, &format!("egress.ip-permission.{name}"), value), ["web"], "{name}");
    }
    assert_eq!(found(&ec2, "ip-permission.group-id", &web), ["database"]);
    assert_eq!(found(&ec2, "ip-permission.group-name", "w?b"), ["database"]);
    assert_eq!(found(&ec2, "egress.ip-permission.group-id", &database), ["web"]);
    assert_eq!(found(&ec2, "egress.ip-permission.group-name", "database"), ["web"]);
    assert_eq!(found(&ec2, "egress.ip-permission.user-id", "000000000000"), ["web"]);
    let users = found(&ec2, "ip-permission.user-id", "000000000000");
    assert_eq!(users, ["default", "default", "database"]);
    assert_eq!(found(&ec2, "group-name", "web"), ["web"]);
    assert_eq!(found(&ec2, "group-id", &database), ["database"]);
    assert_eq!(found(&ec2, "description", "of a *"), ["web", "database"]);
    assert_eq!(found(&ec2, "vpc-id", &vpc), ["default", "web", "database"]);
    assert_eq!(found(&ec2, "owner-id", "000000000000").len(), 4);
    ec2.call("CreateTags", &[("ResourceId.1", &web), ("Tag.1.Key", "tier"), ("Tag.1.Value", "1")]);
    assert_eq!(found(&ec2, "tag:tier", "1"), ["web"]);
    assert_eq!(found(&ec2, "tag-key", "tier"), ["web"]);
    assert!(found(&ec2, "vpc-id", "vpc-0123456789abcdef0").is_empty());
    assert_eq!(found(&ec2, "vpc-id", "*").len(), 4);
    for none in ["dev", "None"] {
        let form = [("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", none)];
        refused(&ec2, "DescribeSecurityGroups", &form, "InvalidParameterValue", "vpc-id");
    }
    let unknown = [("Filter.1.Name", "primary-vpc-id"), ("Filter.1.Value.1", "x")];
    assert_eq!(ec2.refused("DescribeSecurityGroups", &unknown).0, "InvalidParameterValue");
}

#[test]
fn the_groups_of_a_vpc_come_in_pages() {
    let ec2 = Ec2::new();
    let vpc = vpc(&ec2);
    let mut wanted: Vec<String> =
        (0..7).map(|number| create(&ec2, &format!("g{number}"), &vpc)).collect();
    let all = ec2.call("GetSecurityGroupsForVpc", &[("VpcId", &vpc)]);
    let default = all.all_at("securityGroupForVpcSet.item");
    let default = default.iter().find(|item| item.text("groupName") == "default").unwrap();
    assert_eq!(default.text("primaryVpcId"), vpc);
    assert_eq!(default.text("description"), "default VPC security group");
    assert_eq!(default.text("ownerId"), "000000000000");
    wanted.push(default.text("groupId").to_owned());

    let form = [("VpcId", vpc.as_str()), ("MaxResults", "5")];
    let first = ec2.call("GetSecurityGroupsForVpc", &form);
    let token = first.text("nextToken");
    let form = [form[0], form[1], ("NextToken", token)];
    let second = ec2.call("GetSecurityGroupsForVpc", &form);
    assert!(!second.has("nextToken"));
    let path = "securityGroupForVpcSet.item.groupId";
    let mut seen: Vec<&str> = first.texts(path).into_iter().chain(second.texts(path)).collect();
    assert_eq!(first.texts(path).len(), 5);
    seen.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(seen, wanted);

    let form = [
        ("VpcId", vpc.as_str()),
        ("Filter.1.Name", "group-name"),
        ("Filter.1.Value.1", "g3"),
        ("Filter.2.Name", "primary-vpc-id"),
        ("Filter.2.Value.1", &vpc),
    ];
    let one = ec2.call("GetSecurityGroupsForVpc", &form);
    assert_eq!(one.texts("securityGroupForVpcSet.item.groupName"), ["g3"]);
    let nowhere = [("VpcId", "vpc-0")];
    assert_eq!(ec2.refused("GetSecurityGroupsForVpc", &nowhere).0, "InvalidVpcID.NotFound");
}

#[test]
fn no_vpc_beyond_a_peering_references_a_group() {
    let ec2 = Ec2::new();
    let id = create(&ec2, "web", &default_vpc(&ec2));
    let answer = ec2.call("DescribeSecurityGroupReferences", &[("GroupId.1", &id)]);
    assert!(answer.has("securityGroupReferenceSet"));
    assert!(!answer.has("securityGroupReferenceSet.item"));
    let missing = [("GroupId.1", "sg-0")];
    let code = ec2.refused("DescribeSecurityGroupReferences", &missing).0;
    assert_eq!(code, "InvalidGroup.NotFound");
    let names: Vec<String> = (1..=201).map(|at| format!("GroupId.{at}")).collect();
    let many: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), id.as_str())).collect();
    ec2.call("DescribeSecurityGroupReferences", &many[..200]);
    let refusal = ec2.refused("DescribeSecurityGroupReferences", &many);
    let words = "The number of resources allowed for this request (200) is exceeded";
    assert_eq!(refusal, ("ResourceCountExceeded".to_owned(), words.to_owned()));
}

#[test]
fn an_empty_id_is_malformed() {
    let ec2 = Ec2::new();
    for action in [
        "DeleteSecurityGroup",
        "AuthorizeSecurityGroupIngress",
        "AuthorizeSecurityGroupEgress",
        "RevokeSecurityGroupIngress",
        "RevokeSecurityGroupEgress",
    ] {
        let (code, message) = ec2.refused(
            action,
            if action == "DeleteSecurityGroup" {
                &[("GroupId", "")]
            } else {
                &[
                    ("GroupId", ""),
                    ("IpPermissions.1.IpProtocol", "-1"),
                    ("IpPermissions.1.IpRanges.1.CidrIp", "10.0.0.0/8"),
                ]
            },
        );
        assert_eq!(code, "InvalidGroupId.Malformed", "{action}");
        assert_eq!(message, "The security-group ID '' is malformed", "{action}");
    }
}
