"""Reports of security groups, their rules, and prefix lists."""

from reports import each, reported

CHARACTERS = (
    "Valid descriptions are strings less than 256 characters from the following set:  "
    "a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*"
)


def rules(ranges, protocol="tcp", port=None):
    """A request for rules of the group."""
    ports = {} if port is None else {"FromPort": port, "ToPort": port}
    return {"GroupId": "<group>", "IpPermissions": [{"IpProtocol": protocol, **ports, **ranges}]}


GROUPS = [
    ("cds-snc/notification-terraform#561 (2022)", "create_security_group",
     {"GroupName": "tools", "Description": "Database tools' security group", "VpcId": "<vpc>"},
     "InvalidParameterValue", f"Invalid security group description. {CHARACTERS}"),
    ("hashicorp/terraform-provider-aws#43854 (2025)", "create_security_group",
     {"GroupName": "sample-sg", "Description": "セキュリティグループ"}, "InvalidParameterValue",
     "Value (セキュリティグループ) for parameter GroupDescription is invalid. Character sets beyond "
     "ASCII are not supported."),
    ("aws/aws-sdk-cpp#327 (2016)", "CreateSecurityGroup",
     {"GroupName": "web", "Description": "web"},
     "UnknownParameter", "The parameter Description is not recognized"),
    ("pulumi/pulumi-awsx#477 (2019)", "create_security_group",
     {"GroupName": "sg-017c251", "Description": "web", "VpcId": "<vpc>"}, "InvalidParameterValue",
     "Value (sg-017c251) for parameter GroupName is invalid. Group names may not be in the format "
     "sg-*."),
    ("transcript 63613117480", "create_security_group",
     {"GroupName": "web", "Description": "web", "VpcId": "<vpc>"}, "InvalidGroup.Duplicate",
     "The security group 'web' already exists for VPC '<vpc>'", "group"),
    ("transcript 32205668293", "delete_security_group", {"GroupId": "<default_group>"},
     "CannotDelete",
     'the specified group: "<default_group>" name: "default" cannot be deleted by a user'),
    ("transcript 55661134335", "delete_security_group", {"GroupId": "<group>"},
     "DependencyViolation", "resource <group> has a dependent object", "interface"),
]

RULES = [
    ("agentic-community/mcp-gateway-registry#1728 (2026)", "authorize_security_group_ingress",
     rules({"IpRanges": [{"CidrIp": "10.0.0.0/8", "Description": "auth-server -> registry"}]},
           port=8091),
     "InvalidParameterValue", f"Invalid rule description. {CHARACTERS}"),
    ("chef-boneyard/chef-provisioning-aws#183 (2015)", "authorize_security_group_ingress",
     rules({"IpRanges": [{"CidrIp": "0.0.0.0/0"}]}), "InvalidParameterValue",
     "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange."),
    ("lucidsoftware/cumulus#64 (2015)", "revoke_security_group_ingress",
     rules({"UserIdGroupPairs": [{"GroupId": "<group>"}]}, "icmp"), "InvalidParameterValue",
     "Invalid value 'Must specify both from and to ports with ICMP.' for portRange."),
    ("cloud-custodian/cloud-custodian#9656 (2024)", "revoke_security_group_ingress",
     rules({"IpRanges": [{"CidrIp": "0.0.0.0/0"}]}, "-1"), "InvalidPermission.NotFound",
     "The specified rule does not exist in this security group."),
    ("transcript 61661818936", "authorize_security_group_ingress",
     rules({"UserIdGroupPairs": [{"GroupId": "eks-cluster-sg*"}]}, port=5432),
     "InvalidGroupId.Malformed", 'Invalid id: "eks-cluster-sg*" (expecting "sg-...")'),
    ("transcript 57641842638", "authorize_security_group_ingress",
     rules({"IpRanges": [{"CidrIp": "58.29.99.44"}]}, port=443),
     "InvalidParameterValue", "CIDR block 58.29.99.44 is malformed"),
    ("rebuy-de/aws-nuke#766 (2022)", "describe_security_group_rules",
     {"Filters": [{"Name": "group-id", "Values": [""]}]},
     "InvalidGroupId.Malformed", "The security group ID '' is malformed"),
]

PREFIX_LISTS = [
    ("aws-samples/update-aws-ip-ranges#1 (2023)", "create_managed_prefix_list",
     {"PrefixListName": "ranges", "MaxEntries": 4000, "AddressFamily": "IPv4"},
     "InvalidParameterValue", "Must specify a max size between 1 and 1000"),
    ("transcript 58120210558", "modify_managed_prefix_list",
     {"PrefixListId": "<prefix_list>", "CurrentVersion": 1,
      "AddEntries": [{"Cidr": "52.94.133.132/24"}]},
     "InvalidParameterValue",
     "The specified CIDR (52.94.133.132/24) is not valid. For example, specify a CIDR in the "
     "following form: 10.0.0.0/16."),
]


@each(GROUPS + RULES + PREFIX_LISTS)
def test_a_call_is_refused(user, report):
    report.holds_for(user)


def test_a_group_by_its_name_without_a_default_vpc(user):
    user.without_default_vpc()
    group = user.make_group("eks")
    with reported(
        "gruntwork-io/kubergrunt#106 (2020)", "VPCIdNotSpecified",
        "No default VPC for this user. GroupName is only supported for EC2-Classic and default "
        "VPC.",
    ):
        user.ec2.delete_security_group(GroupId=group, GroupName="eks")


def test_a_group_without_a_default_vpc(user):
    user.without_default_vpc()
    with reported(
        "transcript 52209204920", "VPCIdNotSpecified", "No default VPC for this user",
    ):
        user.ec2.create_security_group(GroupName="nginx-sg-mumbai", Description="nginx")


def test_a_group_that_a_rule_names(user):
    peer = {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": user.group}]}
    user.ec2.authorize_security_group_ingress(GroupId=user.default_group, IpPermissions=[peer])
    with reported(
        "lianghong/delete_vpc#10 (2022)", "DependencyViolation",
        f"resource {user.group} has a dependent object",
    ):
        user.ec2.delete_security_group(GroupId=user.group)


def test_a_rule_of_a_group_twice(user):
    asked = user.filled(rules({"UserIdGroupPairs": [{"GroupId": "<group>"}]}, "-1"))
    user.ec2.authorize_security_group_egress(**asked)
    with reported(
        "transcript 24129422759", "InvalidPermission.Duplicate",
        f'the specified rule "peer: {user.group}, ALL, ALLOW" already exists',
    ):
        user.ec2.authorize_security_group_egress(**asked)


def test_a_rule_of_a_block_twice(user):
    asked = user.filled(rules({"IpRanges": [{"CidrIp": "10.0.0.0/19"}]}, "-1"))
    user.ec2.authorize_security_group_ingress(**asked)
    with reported(
        "transcript 25925864223", "InvalidPermission.Duplicate",
        'the specified rule "peer: 10.0.0.0/19, ALL, ALLOW" already exists',
    ):
        user.ec2.authorize_security_group_ingress(**asked)


def modify(user, group, **members):
    """Asks for other members of a rule of the user's group."""
    asked = user.filled(rules({"IpRanges": [{"CidrIp": "10.0.0.0/8"}]}, port=5432))
    [made] = user.ec2.authorize_security_group_ingress(**asked)["SecurityGroupRules"]
    rule = {"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, **members}
    rule = {"SecurityGroupRuleId": made["SecurityGroupRuleId"], "SecurityGroupRule": rule}
    user.ec2.modify_security_group_rules(GroupId=group, SecurityGroupRules=[rule])


def test_a_rule_becomes_one_of_no_block(user):
    with reported(
        "transcript 1438599686", "InvalidParameterValue", "CIDR block /32 is malformed",
    ):
        modify(user, user.group, Description="GITPOD", CidrIpv4="/32")


def test_a_rule_of_a_malformed_group(user):
    with reported(
        "transcript 27418471212", "InvalidGroupId.Malformed", 'Invalid id: "sg-0b3b…',
    ):
        modify(user, "sg-0b3b zz", CidrIpv4="10.0.0.0/8")


def test_a_prefix_list_of_another_version(user):
    asked = {"PrefixListId": user.prefix_list, "CurrentVersion": 1}
    user.ec2.modify_managed_prefix_list(AddEntries=[{"Cidr": "11.0.0.0/8"}], **asked)
    user.wait()
    with reported(
        "hashicorp/terraform-provider-aws#43528 (2025)", "PrefixListVersionMismatch",
        "The prefix list has the incorrect version number.",
    ):
        user.ec2.modify_managed_prefix_list(AddEntries=[{"Cidr": "12.0.0.0/8"}], **asked)
