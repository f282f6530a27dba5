"""Reports that a further list of queries drew, which was made beforehand by chance: of networks
and their addresses above all."""

from reports import each, reported

RULE = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
SSH = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22}
SPOKEN_OF = "dopt-901858f7"

REFUSED = [
    ("sassoftware/viya4-iac-aws#411 (2025, request id),"
     " hashicorp/terraform-provider-aws#8769 (2019)", "authorize_security_group_egress",
     {"GroupId": "<group>", "IpPermissions": [RULE]}, "InvalidPermission.Duplicate",
     'the specified rule "peer: 0.0.0.0/0, ALL, ALLOW" already exists'),
    ("docker-archive-public/docker.machine#4661 (2019, request id)", "create_security_group",
     {"GroupName": "sg-b67b30c1", "Description": "Docker Machine", "VpcId": "<vpc>"},
     "InvalidParameterValue",
     "Value (sg-b67b30c1) for parameter GroupName is invalid. Group names may not be in the "
     "format sg-*."),
    ("hashicorp/terraform-provider-aws#30901 (2023)", "modify_subnet_attribute",
     {"SubnetId": "<subnet>", "EnableLniAtDeviceIndex": 0}, "InvalidParameterValue",
     "lni-at-device-index must be less than or equal to 64 and greater than or equal to 1"),
    ("hashicorp/terraform#15084 (2017, request id)", "describe_dhcp_options",
     {"DhcpOptionsIds": [SPOKEN_OF]}, "InvalidDhcpOptionID.NotFound",
     f"The dhcpOption ID '{SPOKEN_OF}' does not exist"),
    ("hashicorp/terraform-provider-aws#8769 (2019, request id)",
     "revoke_security_group_egress",
     {"GroupId": "<group>", "IpPermissions": [
         {**SSH, "UserIdGroupPairs": [{"GroupId": "<group>"}]}]},
     "InvalidPermission.NotFound", "The specified rule does not exist in this security group."),
]


@each(REFUSED)
def test_a_call_is_refused(user, report):
    report.holds_for(user)


def test_a_group_of_an_instance_that_ends(user):
    group = user.group
    instance = user.launch(SubnetId=user.subnet, SecurityGroupIds=[group])
    with reported(
        "jonhoo/tsunami#33 (request id), openshift/installer#1434 (2019, request id)",
        "DependencyViolation", f"resource {group} has a dependent object",
    ):
        user.ec2.delete_security_group(GroupId=group)
    user.ec2.terminate_instances(InstanceIds=[instance])


def test_options_of_a_vpc(user):
    configurations = [
        {"Key": "ntp-servers", "Values": ["192.168.1.1"]},
        {"Key": "domain-name", "Values": ["test.cloud.local"]},
        {"Key": "domain-name-servers", "Values": ["192.168.1.1", "192.168.1.2"]},
    ]
    made = user.ec2.create_dhcp_options(DhcpConfigurations=configurations)
    options = made["DhcpOptions"]["DhcpOptionsId"]
    found = user.ec2.describe_dhcp_options(DhcpOptionsIds=[options])
    # As reported in ansible/ansible-modules-extras#2001 (2016).
    [shown] = found["DhcpOptions"]
    assert shown["DhcpConfigurations"] == [
        {"Key": "domain-name", "Values": [{"Value": "test.cloud.local"}]},
        {"Key": "domain-name-servers",
         "Values": [{"Value": "192.168.1.1"}, {"Value": "192.168.1.2"}]},
        {"Key": "ntp-servers", "Values": [{"Value": "192.168.1.1"}]},
    ]
    user.ec2.associate_dhcp_options(DhcpOptionsId=options, VpcId=user.vpc)
    with reported(
        "openshift/installer#1434 (2019, request id)", "DependencyViolation",
        f"The dhcpOptions '{options}' has dependencies and cannot be deleted.",
    ):
        user.ec2.delete_dhcp_options(DhcpOptionsId=options)


def test_a_table_as_it_is_listed(user):
    # As reported in hashicorp/terraform-provider-aws#13138 (2020, request id).
    vpc = user.make_vpc("10.120.64.0/20")
    [table] = user.ec2.describe_route_tables(RouteTableIds=[user.make_table(vpc)])["RouteTables"]
    assert (table["VpcId"], table["OwnerId"]) == (vpc, user.account)
    [route] = table["Routes"]
    assert (route["DestinationCidrBlock"], route["GatewayId"]) == ("10.120.64.0/20", "local")


def test_a_subnet_of_both_families(user):
    # As reported in kubernetes-sigs/aws-load-balancer-controller#748 (2018).
    block = user.ipv6_block
    subnet = user.make_subnet("10.0.48.0/24", Ipv6CidrBlock=block, VpcId=user.ipv6_vpc)
    user.wait()
    user.ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": True})
    user.ec2.create_network_interface(SubnetId=subnet)
    [shown] = user.ec2.describe_subnets(SubnetIds=[subnet])["Subnets"]
    assert (shown["AvailableIpAddressCount"], shown["State"]) == (250, "available")
    assert not shown["AssignIpv6AddressOnCreation"] and not shown["DefaultForAz"]
    assert shown["MapPublicIpOnLaunch"]
    [association] = shown["Ipv6CidrBlockAssociationSet"]
    assert association["Ipv6CidrBlock"] == block
    assert association["Ipv6CidrBlockState"] == {"State": "associated"}
