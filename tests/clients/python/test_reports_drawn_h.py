"""Reports that a list of queries drew, which was made beforehand by chance: of zones and volumes,
routes and gateways, network ACLs and IPAM."""

from reports import each, in_aws_lifecycle, reported

REFUSED = [
    ("Coalfire-Research/npk#166 (2023), whose words end within the first zone",
     "create_subnet",
     {"VpcId": "<vpc>", "CidrBlock": "10.0.0.0/24", "AvailabilityZoneId": "us-east-1a"},
     "InvalidParameterValue",
     "Value (us-east-1a) for parameter availabilityZoneId is invalid. Subnets can currently only "
     "be created in the following availability zones: use…"),
    ("newsapps/beeswithmachineguns#90 (2016, request id)", "run_instances",
     {"ImageId": "ami-0abcdef1234567890", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1,
      "Placement": {"AvailabilityZone": "ap-southeast-1a"}},
     "InvalidParameterValue", "Invalid availability zone: [ap-southeast-1a]"),
    ("newsapps/beeswithmachineguns#163 (2016, request id)", "run_instances",
     {"ImageId": "ami-0abcdef1234567890", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1,
      "Placement": {"AvailabilityZone": "ap-southeast-1"}},
     "InvalidParameterValue", "Invalid availability zone: [ap-southeast-1]"),
    ("boto/boto#390 (2011)", "DescribeSpotPriceHistory",
     {"AvailabilityZone": "us-east-1a", "InstanceType": "t1.micro", "Version": "2011-01-01"},
     None, "The parameter AvailabilityZone is not recognized"),
    ("refinery-platform/refinery-platform#2709 (2018, request id)", "delete_vpc",
     {"VpcId": "<vpc>"}, "DependencyViolation",
     "The vpc '<vpc>' has dependencies and cannot be deleted.", "group"),
    ("ansible/ansible#55190 (2019)", "describe_addresses", {"PublicIps": ["13.57.89.148"]},
     "InvalidAddress.NotFound", "Address '13.57.89.148' not found."),
    ("f5devcentral/f5-digital-customer-engagement-center#96 (2021, request id)",
     "create_customer_gateway", {"Type": "ipsec.1", "BgpAsn": 65000}, "MissingParameter",
     "The request must contain the parameter ipAddress"),
    ("hashicorp/terraform-provider-aws#9710 (2019, request id)", "describe_network_acls",
     {"NetworkAclIds": ["acl-0d709bc679c758a63"]}, "InvalidNetworkAclID.NotFound",
     "The networkAcl ID 'acl-0d709bc679c758a63' does not exist"),
    ("pulumi/pulumi-aws#3244 (2024)", "create_network_acl_entry",
     {"NetworkAclId": "<acl>", "RuleNumber": 100, "Egress": True, "RuleAction": "allow",
      "Protocol": "6", "PortRange": {"From": 443, "To": 443}, "CidrBlock": "0.0.0.0/0"},
     "NetworkAclEntryAlreadyExists", None),
]


@each(REFUSED)
def test_a_call_is_refused(user, report):
    report.holds_for(user)


def test_a_subnet_in_a_zone_that_the_account_has_not(user):
    user = user.at("us-west-1")
    zones = user.ec2.describe_availability_zones()["AvailabilityZones"]
    first, second = sorted(zone["ZoneName"] for zone in zones)
    [other] = {"us-west-1a", "us-west-1b", "us-west-1c"} - {first, second}
    with reported(
        "Coalfire-Research/npk#10 (2019)", "InvalidParameterValue",
        f"Value ({other}) for parameter availabilityZone is invalid. Subnets can currently only "
        f"be created in the following availability zones: {first}, {second}.",
    ):
        user.make_subnet(AvailabilityZone=other)


@in_aws_lifecycle
def test_a_volume_of_an_instance_that_ends(user):
    user.has("data_volume")
    user.ec2.terminate_instances(InstanceIds=[user.instance])
    with reported(
        "hashicorp/terraform#18965 (2018, request id)", "IncorrectInstanceState",
        f"Unable to detach volume '{user.data_volume}' from instance '{user.instance}'. The "
        "instance is not in a state in which volumes can be detached.",
    ):
        user.ec2.detach_volume(
            VolumeId=user.data_volume, InstanceId=user.instance, Device="/dev/sdf"
        )


def test_a_gateway_that_addresses_need(user):
    user.has("gateway", "instance")
    user.ec2.associate_address(AllocationId=user.allocation, InstanceId=user.instance)
    with reported(
        "jenkins-x/terraform-aws-eks-jx#373 (2024), coreos/tectonic-installer#1017 (2017)",
        "DependencyViolation",
        f"Network {user.vpc} has some mapped public address(es). Please unmap those public "
        "address(es) before detaching the gateway.",
    ):
        user.ec2.detach_internet_gateway(InternetGatewayId=user.gateway, VpcId=user.vpc)


def test_a_primary_interface(user):
    [interface] = user.described(user.instance)["NetworkInterfaces"]
    with reported(
        "getmoto/moto#7678 (2024), what AWS answers in it", "OperationNotPermitted",
        "The network interface at device index 0 and networkCard index 0 cannot be detached.",
    ):
        attachment = interface["Attachment"]["AttachmentId"]
        user.ec2.detach_network_interface(AttachmentId=attachment)


def test_a_pool_that_nothing_changes(user):
    ipam = user.waited(user.ec2.create_ipam()["Ipam"])
    pool = user.ec2.create_ipam_pool(
        IpamScopeId=ipam["PrivateDefaultScopeId"], AddressFamily="ipv4"
    )["IpamPool"]
    with reported(
        "aws-ia/terraform-aws-ipam#40 (2022, request id)", "InvalidParameterCombination",
        "The request must contain a modification to the ipam pool.",
    ):
        user.ec2.modify_ipam_pool(IpamPoolId=user.waited(pool)["IpamPoolId"])


def test_a_route_to_a_peer(user):
    """As reported in aws/aws-sdk-ruby#1269 (2016)."""
    user.ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=user.peering)
    user.wait(30)
    route = {"DestinationCidrBlock": "10.1.0.0/16", "VpcPeeringConnectionId": user.peering}
    assert user.ec2.create_route(RouteTableId=user.table, **route)["Return"]
    [table] = user.ec2.describe_route_tables(RouteTableIds=[user.table])["RouteTables"]
    assert {**route, "State": "active", "Origin": "CreateRoute"} in table["Routes"]


def test_routes_of_both_families(user):
    """As reported in aws/aws-sdk-ruby#2324 (2020)."""
    user.ec2.attach_internet_gateway(InternetGatewayId=user.loose_gateway, VpcId=user.ipv6_vpc)
    table = user.make_table(user.ipv6_vpc)
    for block in [{"DestinationCidrBlock": "0.0.0.0/0"}, {"DestinationIpv6CidrBlock": "::/0"}]:
        made = user.ec2.create_route(RouteTableId=table, GatewayId=user.loose_gateway, **block)
        assert made["Return"] is True


def test_a_subnet_that_has_a_table(user):
    user.has("association")
    other = user.make_table()
    with reported(
        "f5devcentral/f5-digital-customer-engagement-center#96 (2021, request id)",
        "Resource.AlreadyAssociated",
        f"the specified association for route table {other} conflicts with an existing "
        "association",
    ):
        user.ec2.associate_route_table(RouteTableId=other, SubnetId=user.subnet)


def test_a_vpc_as_it_is_shown(user):
    """As reported in hashicorp/terraform-provider-aws#46011 (2026)."""
    [vpc] = user.ec2.describe_vpcs(VpcIds=[user.vpc])["Vpcs"]
    assert vpc["InstanceTenancy"] == "default"
    assert vpc["IsDefault"] is False
    assert vpc["BlockPublicAccessStates"] == {"InternetGatewayBlockMode": "off"}
