"""Reports of VPCs, subnets, routes, gateways and network ACLs."""

from reports import each, in_aws_lifecycle, reported

VPCS = [
    ("grycap/im#1011 (2020)", "create_vpc", {"CidrBlock": "10.0.0.0/8"},
     "InvalidVpc.Range", "The CIDR '10.0.0.0/8' is invalid."),
    ("pulumi/pulumi-awsx#1033 (2023)", "create_vpc", {}, "MissingParameter",
     "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided."),
    # Its words lead to an older address of the page.
    ("transcript 17105367095 (2019)", "associate_vpc_cidr_block",
     {"VpcId": "<vpc>", "CidrBlock": "192.168.0.0/16"}, "InvalidVpc.Range", None),
    ("hashicorp/terraform#1301 (2015)", "modify_vpc_attribute",
     {"VpcId": "<vpc>", "EnableDnsHostnames": {"Value": True}, "EnableDnsSupport": {"Value": True}},
     "InvalidParameterCombination",
     "Fields for multiple attribute types specified: enableDnsHostnames, enableDnsSupport"),
    ("aws/aws-tools-for-powershell#404 (2025)", "modify_vpc_attribute",
     {"VpcId": "<vpc>", "EnableDnsSupport": {"Value": True},
      "EnableNetworkAddressUsageMetrics": {"Value": True}}, None,
     "Fields for multiple attribute types specified: enableDnsSupport, "
     "enableNetworkAddressUsageMetrics"),
    ("ansible/ansible-modules-extras#1640 (2016)", "describe_dhcp_options",
     {"DhcpOptionsIds": ["dopt-12345678"]}, "InvalidDhcpOptionID.NotFound",
     "The dhcpOption ID 'dopt-12345678' does not exist"),
    ("transcript 10934242739", "create_default_vpc", {},
     "DefaultVpcAlreadyExists", "A Default VPC already exists for this account in this region."),
    ("transcript 70942858024 (2026)", "describe_vpcs", {"VpcIds": ["vpc-03e9a604fcfc6a8db"]},
     "InvalidVpcID.NotFound", "The vpc ID 'vpc-03e9a604fcfc6a8db' does not exist"),
    ("transcripts 55346780344 and 4083494556, gruntwork-io/cloud-nuke#584 (2023)", "delete_vpc",
     {"VpcId": "<vpc>"}, "DependencyViolation",
     "The vpc '<vpc>' has dependencies and cannot be deleted.", "subnet"),
]

SUBNETS = [
    ("terraform-aws-modules/terraform-aws-vpc#735 (2022)", "modify_subnet_attribute",
     {"SubnetId": "<subnet>", "AssignIpv6AddressOnCreation": {"Value": True}},
     "InvalidParameterValue",
     "Invalid value 'true' for assign-ipv6-address-on-creation. Cannot set "
     "assign-ipv6-address-on-creation to true unless the subnet (<subnet>) has an IPv6 CIDR block "
     "associated with it."),
    ("hashicorp/terraform-provider-aws#31913 (2023)", "create_subnet",
     {"VpcId": "<ipv6_vpc>", "CidrBlock": "10.0.0.0/24",
      "Ipv6CidrBlock": "2600:1f18:7cb4:2e01::/64"},
     "InvalidSubnet.Range", "The IPv6 CIDR '2600:1f18:7cb4:2e01::/64' is invalid."),
    ("pulumi/pulumi-awsx#910 (2022), transcript 37060019406", "create_subnet",
     {"VpcId": "<vpc>", "CidrBlock": "10.0.0.0/24"},
     "InvalidSubnet.Conflict", "The CIDR '10.0.0.0/24' conflicts with another subnet", "subnet"),
    ("transcript 28384355695 (2025)", "create_subnet",
     {"VpcId": "<vpc>", "CidrBlock": "10.0.0.0/24", "AvailabilityZone": "us-west-2b"},
     "InvalidParameterValue",
     "Value (us-west-2b) for parameter availabilityZone is invalid. Subnets can currently only be "
     "created in the following availability zones: us-east-1a, us-east-1b, us-east-1c, "
     "us-east-1d, us-east-1e, us-east-1f."),
    ("transcript 55639202216", "create_subnet", {"VpcId": "<vpc>", "CidrBlock": "10.8.1.0/32"},
     "InvalidSubnet.Range", "The CIDR '10.8.1.0/32' is invalid."),
    ("transcript 3466826290", "create_subnet",
     {"VpcId": "<vpc>", "CidrBlock": "10.0.0.0/24", "AvailabilityZone": "eu-south-2a"},
     "InvalidParameterValue",
     "Value (eu-south-2a) for parameter availabilityZone is invalid. Subnets can currently only be "
     "created in the following availability zones: us-east-1a, us-east-1b, us-east-1c, "
     "us-east-1d, us-east-1e, us-east-1f."),
    ("kubernetes/kops#15841 (2023)", "create_subnet",
     {"VpcId": "<vpc>", "CidrBlock": "10.3.0.0/16"},
     "InvalidSubnet.Range", "The CIDR '10.3.0.0/16' is invalid."),
    ("transcript 56868943777", "describe_subnets",
     {"Filters": [{"Name": "default-for-zone", "Values": ["true"]}]},
     "InvalidParameterValue", "The filter 'default-for-zone' is invalid"),
    ("cloudnloud/weekly-cloud-engineer-interview-program#14 (2023)", "create_subnet",
     {"VpcId": "aws_vpc.vijayvpc.id", "CidrBlock": "10.0.0.0/24"},
     "InvalidVpcID.NotFound", "The vpc ID 'aws_vpc.vijayvpc.id' does not exist"),
    ("transcript 63555115009", "delete_subnet", {"SubnetId": "subnet-07edb69b721efe5a6"},
     "InvalidSubnetID.NotFound", "The subnet ID 'subnet-07edb69b721efe5a6' does not exist"),
    ("transcripts 37060019406 and 43839353045, aws/aws-cdk#14456 (2021)", "delete_subnet",
     {"SubnetId": "<subnet>"}, "DependencyViolation",
     "The subnet '<subnet>' has dependencies and cannot be deleted.", "interface"),
]

ROUTES = [
    ("hashicorp/terraform#4987 (2016)", "create_route",
     {"RouteTableId": "<table>", "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "eni-00a00a0a"},
     "InvalidGatewayID.NotFound", "The gateway ID 'eni-00a00a0a' does not exist"),
    ("boto/boto3#779 (2016)", "create_route",
     {"RouteTableId": "<table>", "DestinationCidrBlock": "0.0.0.0/0",
      "NatGatewayId": "nat-0770306a339d57474"},
     "InvalidNatGatewayID.NotFound", "The natGateway ID 'nat-0770306a339d57474' does not exist"),
    # Transcript 46961408369 has the list of 2020, which ends with local gateways and instances.
    ("kubernetes-sigs/cluster-api-provider-aws#4899 (2024, request id)", "create_route",
     {"RouteTableId": "<table>", "DestinationCidrBlock": "0.0.0.0/0"}, "MissingParameter",
     "The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId, "
     "vpcPeeringConnectionId, egressOnlyInternetGatewayId, transitGatewayId, localGatewayId, "
     "carrierGatewayId, vpcEndpointId, coreNetworkArn or instanceId"),
    ("transcript 2336243532", "create_route",
     {"RouteTableId": "rtb-b9c48ddd", "DestinationCidrBlock": "0.0.0.0/0",
      "GatewayId": "<gateway>"},
     "InvalidRouteTableID.NotFound", "The routeTable ID 'rtb-b9c48ddd' does not exist"),
    ("transcript 58057697213", "replace_route",
     {"RouteTableId": "<table>", "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "<gateway>"},
     "InvalidParameterValue",
     "There is no route defined for '0.0.0.0/0' in the route table. Use CreateRoute instead."),
    ("cloudnloud/weekly-cloud-engineer-interview-program#14 (2023)", "associate_route_table",
     {"RouteTableId": "aws_route_table.privRT.id", "SubnetId": "aws_subnet.vijayprivsub.id"},
     "InvalidRouteTableID.NotFound",
     "The routeTable ID 'aws_route_table.privRT.id' does not exist"),
    ("transcript 38754754019", "disassociate_route_table",
     {"AssociationId": "rtbassoc-02082ff9ee5b78c6c"}, "InvalidAssociationID.NotFound",
     "The association ID 'rtbassoc-02082ff9ee5b78c6c' does not exist"),
    ("C2Devel/terraform-examples#8 (2019)", "describe_route_tables",
     {"RouteTableIds": ["rtb-4FC866A0"]},
     "InvalidRouteTableID.NotFound", "The routeTable ID 'rtb-4FC866A0' does not exist"),
    ("transcript 19202124356", "delete_route_table", {"RouteTableId": "<table>"},
     "DependencyViolation", "The routeTable '<table>' has dependencies and cannot be deleted.",
     "association"),
]

GATEWAYS = [
    ("ansible 2.9.27's ec2_vpc_egress_igw", "create_egress_only_internet_gateway",
     {"VpcId": "vpc-012345678"}, "InvalidVpcID.NotFound", None),
    ("berlioz-the/berlioz#1 (2018)", "attach_internet_gateway",
     {"InternetGatewayId": "<gateway>", "VpcId": "<vpc>"}, "Resource.AlreadyAssociated",
     "resource <gateway> is already attached to network <vpc>"),
    ("binlab/terraform-aws-vault-ha-raft#54 (2021), "
     "cloudfoundry-incubator/kubo-deployment#167 (2017)", "attach_internet_gateway",
     {"InternetGatewayId": "<second_gateway>", "VpcId": "<vpc>"}, "InvalidParameterValue",
     "Network <vpc> already has an internet gateway attached", "gateway"),
    ("transcript 23292592468", "attach_internet_gateway",
     {"InternetGatewayId": "<loose_gateway>", "VpcId": "MalformedVpcId"},
     "InvalidVpcId.Malformed", 'Invalid id: "MalformedVpcId" (expecting "vpc-...")'),
    ("hashicorp/terraform-provider-aws#40788 (2025)", "detach_internet_gateway",
     {"InternetGatewayId": "igw-0875dedf79c725938", "VpcId": "<vpc>"},
     "InvalidInternetGatewayID.NotFound",
     "The internetGateway ID 'igw-0875dedf79c725938' does not exist"),
    ("transcript 45442778957, giantswarm/aws-operator#109 (2017), "
     "awslabs/landing-zone-accelerator-on-aws#765 (2025)", "delete_internet_gateway",
     {"InternetGatewayId": "<gateway>"}, "DependencyViolation",
     "The internetGateway '<gateway>' has dependencies and cannot be deleted."),
]

ACLS = [
    ("ansible-collections/amazon.aws#2592 (2025)", "create_network_acl_entry",
     {"NetworkAclId": "<acl>", "RuleNumber": 100, "Protocol": "6", "RuleAction": "allow",
      "Egress": False, "CidrBlock": "10.0.0.0/8", "PortRange": {"From": 80, "To": 80}},
     "NetworkAclEntryAlreadyExists", "The network acl entry identified by 100 already exists."),
    ("transcript 12154955380", "create_network_acl_entry",
     {"NetworkAclId": "<acl>", "RuleNumber": 110, "Protocol": "-1", "RuleAction": "allow",
      "Egress": True, "CidrBlock": "::/0"}, "InvalidParameterValue",
     "Value (::/0) for parameter cidrBlock is invalid. This is not a valid CIDR block."),
    ("ansible/ansible#49979 (2018)", "delete_network_acl_entry",
     {"NetworkAclId": "<acl>", "RuleNumber": 32768, "Egress": False}, "InvalidParameterValue",
     "Value (32768) for parameter ruleNumber is invalid. Rulenumber must be in range 1..32766"),
]


@each(VPCS + SUBNETS + ROUTES + GATEWAYS + ACLS)
def test_a_call_is_refused(user, report):
    report.holds_for(user)


def test_a_zone_of_another_region(user):
    user = user.at("ap-northeast-1")
    with reported(
        "TheSudoYT/terraform-aws-palworld#9 (2024)", "InvalidParameterValue",
        "Value (us-east-1a) for parameter availabilityZone is invalid. Subnets can currently only "
        "be created in the following availability zones: ap-northeast-1a, ap-northeast-1c, "
        "ap-northeast-1d.",
    ):
        user.make_subnet(AvailabilityZone="us-east-1a")


def test_a_block_of_another_private_range(user):
    vpc = user.make_vpc("192.168.0.0/16")
    with reported(
        "transcript 24084847657", "InvalidVpc.Range",
        "The CIDR '10.0.0.0/16' is restricted. Use a CIDR from the same private address range as "
        "the current VPC CIDR, or use a publicly-routable CIDR. For additional restrictions, see "
        "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
    ):
        user.ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock="10.0.0.0/16")


def test_an_ipv6_block_that_is_handed_out(user):
    made = user.ec2.create_subnet(
        VpcId=user.ipv6_vpc, CidrBlock="10.0.0.0/24", Ipv6CidrBlock=user.ipv6_block
    )["Subnet"]
    user.wait()
    subnet = made["SubnetId"]
    user.ec2.modify_subnet_attribute(SubnetId=subnet, AssignIpv6AddressOnCreation={"Value": True})
    [block] = made["Ipv6CidrBlockAssociationSet"]
    block = block["AssociationId"]
    with reported(
        "pulumi/pulumi-aws#2570 (2023)", "InvalidCidrBlock.InUse",
        f"The subnet IPv6 CIDR block with association ID {block} may not be disassociated, because "
        "its subnet has assign-ipv6-address-on-creation set to true.",
    ):
        user.ec2.disassociate_subnet_cidr_block(AssociationId=block)


def test_an_ipv6_block_twice(user):
    blocks = {"VpcId": user.ipv6_vpc, "Ipv6CidrBlock": user.ipv6_block}
    user.ec2.create_subnet(CidrBlock="10.0.0.0/24", **blocks)
    with reported(
        "telia-oss/terraform-aws-vpc#33 (2021), ansible 2.9.27's ec2_vpc_subnet",
        "InvalidSubnet.Conflict",
        f"The IPv6 CIDR '{user.ipv6_block}' conflicts with another subnet",
    ):
        user.ec2.create_subnet(CidrBlock="10.0.1.0/24", **blocks)


def test_an_ipv6_block_is_given_back(user):
    """As ansible 2.9.27's ec2_vpc_subnet has it."""
    made = user.ec2.create_subnet(
        VpcId=user.ipv6_vpc, CidrBlock="10.0.0.0/24", Ipv6CidrBlock=user.ipv6_block
    )["Subnet"]
    user.wait()
    [block] = made["Ipv6CidrBlockAssociationSet"]
    user.ec2.disassociate_subnet_cidr_block(AssociationId=block["AssociationId"])
    user.wait()
    [subnet] = user.ec2.describe_subnets(SubnetIds=[made["SubnetId"]])["Subnets"]
    states = [each["Ipv6CidrBlockState"]["State"] for each in subnet["Ipv6CidrBlockAssociationSet"]]
    assert not {"associating", "associated"} & set(states)
    assert subnet["AssignIpv6AddressOnCreation"] is False


def test_a_subnets_second_route_table(user):
    user.has("association")
    second = user.make_table()
    with reported(
        "hashicorp/terraform-provider-aws#38960 (2024)", "Resource.AlreadyAssociated",
        f"the specified association for route table {second} conflicts with an existing "
        "association",
    ):
        user.ec2.associate_route_table(RouteTableId=second, SubnetId=user.subnet)


def test_a_route_twice(user):
    route = {"RouteTableId": user.table, "DestinationCidrBlock": "10.87.0.0/24"}
    user.ec2.create_route(InstanceId=user.instance, **route)
    with reported(
        "aws/eks-hybrid#650 (2025)", "RouteAlreadyExists",
        "The route identified by 10.87.0.0/24 already exists.",
    ):
        user.ec2.create_route(InstanceId=user.instance, **route)


def test_a_default_route_twice(user):
    route = {"RouteTableId": user.table, "DestinationCidrBlock": "0.0.0.0/0"}
    user.ec2.create_route(GatewayId=user.gateway, **route)
    with reported(
        "pulumi/pulumi-aws#1372 (2021)", "RouteAlreadyExists",
        "The route identified by 0.0.0.0/0 already exists.",
    ):
        user.ec2.create_route(GatewayId=user.gateway, **route)


def test_a_route_to_an_instance_with_two_interfaces(user):
    route = {"RouteTableId": user.table, "DestinationCidrBlock": "1.2.3.0/24"}
    user.ec2.create_route(NetworkInterfaceId=user.second_interface, **route)
    with reported(
        "hashicorp/terraform-provider-aws#2270 (2017)", "InvalidInstanceID",
        f"There are multiple interfaces attached to instance '{user.instance}'. Please specify an "
        "interface ID for the operation instead.",
    ):
        user.ec2.replace_route(InstanceId=user.instance, **route)


def test_a_route_to_a_gateway_of_another_vpc(user):
    table = user.make_table(user.other_vpc)
    with reported(
        "acantril/learn-cantrill-io-labs#51 (2022), giantswarm/aws-operator#632 and #611 (2018), "
        "transcript 11045764296", None,
        f"route table {table} and network gateway {user.gateway} belong to different networks",
    ):
        user.ec2.create_route(
            RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=user.gateway
        )


def test_a_route_to_a_peering_of_other_vpcs(user):
    user.ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=user.peering)
    user.wait()
    table = user.make_table(user.make_vpc("10.2.0.0/16"))
    with reported(
        "transcript 30345355894", "InvalidParameterValue",
        f"route table {table} and network gateway {user.peering} belong to different networks",
    ):
        user.ec2.create_route(
            RouteTableId=table, DestinationCidrBlock="10.1.0.0/16",
            VpcPeeringConnectionId=user.peering,
        )


@in_aws_lifecycle
def test_a_route_to_a_nat_gateway_that_is_pending(user):
    user.has("gateway")
    made = user.ec2.create_nat_gateway(SubnetId=user.subnet, AllocationId=user.allocation)
    nat = made["NatGateway"]["NatGatewayId"]
    with reported(
        "transcript 14018938342", "InvalidGatewayID.NotFound",
        f"The gateway ID '{nat}' does not exist",
    ):
        user.ec2.create_route(
            RouteTableId=user.table, DestinationCidrBlock="0.0.0.0/0", GatewayId=nat
        )


def test_a_gateway_of_addresses_in_use(user):
    gateway = user.gateway
    user.ec2.associate_address(AllocationId=user.allocation, InstanceId=user.instance)
    with reported(
        "transcripts 46274316046 and 4083494556, alchemy-run/alchemy#1125 (2026)",
        "DependencyViolation",
        f"Network {user.vpc} has some mapped public address(es). Please unmap those public "
        "address(es) before detaching the gateway.",
    ):
        user.ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=user.vpc)


def test_an_acl_of_another_vpc(user):
    subnet = user.subnet
    acl = user.ec2.create_network_acl(VpcId=user.other_vpc)["NetworkAcl"]["NetworkAclId"]
    [default] = user.of_vpc("describe_network_acls", "NetworkAcls")
    [association] = default["Associations"]
    with reported(
        "transcript 46070892733", "InvalidParameterValue",
        f"network ACL {acl} and subnet {subnet} belon…",
    ):
        user.ec2.replace_network_acl_association(
            AssociationId=association["NetworkAclAssociationId"], NetworkAclId=acl
        )


def test_an_acls_association_that_was_replaced(user):
    user.has("subnet")
    [default] = user.of_vpc("describe_network_acls", "NetworkAcls")
    [association] = default["Associations"]
    association = association["NetworkAclAssociationId"]
    acl = user.ec2.create_network_acl(VpcId=user.vpc)["NetworkAcl"]["NetworkAclId"]
    user.ec2.replace_network_acl_association(AssociationId=association, NetworkAclId=acl)
    with reported(
        "hashicorp/terraform-provider-aws#31888 (2023)", "InvalidAssociationID.NotFound",
        f"The association ID '{association}' does not exist",
    ):
        user.ec2.replace_network_acl_association(AssociationId=association, NetworkAclId=acl)


def test_the_acl_of_a_new_vpc(user):
    """As shown in aws/aws-cli#3966 (2019)."""
    user.has("subnet")
    [acl] = user.of_vpc("describe_network_acls", "NetworkAcls")
    assert acl["Entries"] == [
        {"CidrBlock": "0.0.0.0/0", "Egress": egress, "Protocol": "-1", "RuleAction": action,
         "RuleNumber": number}
        for egress in (True, False) for action, number in (("allow", 100), ("deny", 32767))
    ]
    [association] = acl["Associations"]
    assert association.keys() == {"NetworkAclAssociationId", "NetworkAclId", "SubnetId"}
    assert (association["NetworkAclId"], association["SubnetId"]) == (user.acl, user.subnet)


def test_a_default_subnet(user):
    """As shown in mondoohq/mql#3858 (2024)."""
    user = user.at("ap-south-1")
    subnets = user.ec2.describe_subnets()["Subnets"]
    [subnet] = [each for each in subnets if each["CidrBlock"] == "172.31.16.0/20"]
    arn = f"arn:aws:ec2:ap-south-1:{user.account}:subnet/{subnet['SubnetId']}"
    assert (subnet["SubnetArn"], subnet["State"]) == (arn, "available")
    assert subnet["DefaultForAz"] and subnet["MapPublicIpOnLaunch"]
    assert not subnet["AssignIpv6AddressOnCreation"]


def test_egress_only_gateways_are_not_told_by_their_vpc(user):
    """As reported in kubernetes-sigs/cluster-api-provider-aws#5683 and #5684 (2025)."""
    for vpc in (user.vpc, user.other_vpc):
        user.ec2.create_egress_only_internet_gateway(VpcId=vpc)
    shown = user.ec2.describe_egress_only_internet_gateways(
        Filters=[{"Name": "attachment.vpc-id", "Values": [user.vpc]}]
    )["EgressOnlyInternetGateways"]
    vpcs = [gateway["Attachments"][0]["VpcId"] for gateway in shown]
    assert vpcs == [user.vpc, user.other_vpc]
