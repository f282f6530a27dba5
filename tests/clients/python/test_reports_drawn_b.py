"""Reports of networks that were drawn by chance, from a list of queries made beforehand."""

from reports import each, in_aws_lifecycle, reported

NETWORKS = [
    ("LinkedInLearning/learning-terraform-3087701#148 (2024)", "create_subnet",
     {"VpcId": "<vpc>", "CidrBlock": "10.0.0.128/25"}, "InvalidSubnet.Conflict",
     "The CIDR '10.0.0.128/25' conflicts with another subnet", "subnet"),
    ("kizbitz/train#87 (2017)", "create_subnet",
     {"VpcId": "<vpc>", "CidrBlock": "10.0.0.0/24", "AvailabilityZone": "us-east-1z"},
     "InvalidParameterValue", "Value (us-east-1z) for parameter availabilityZone is invalid…"),
    ("cloud-custodian/cloud-custodian#10433 (2025), moosefs/moosefs-csi#1 (2018)",
     "describe_subnets", {"SubnetIds": ["subnet-0123456789abcdef1"]},
     "InvalidSubnetID.NotFound", "The subnet ID 'subnet-0123456789abcdef1' does not exist"),
    ("aws-cloudformation/cloudformation-coverage-roadmap#1031 (2022)", "modify_subnet_attribute",
     {"SubnetId": "<subnet>", "AssignIpv6AddressOnCreation": {"Value": True},
      "MapPublicIpOnLaunch": {"Value": True}}, None,
     "Only one subnet attribute can be modified at a time.\n"
     "Provided attributes: [assignIpv6AddressOnCreation, mapPublicIpOnLaunch]"),
    ("terraform-linters/tflint#90 (2017)", "create_route",
     {"RouteTableId": "rtb-nat-gw-a", "DestinationCidrBlock": "0.0.0.0/0",
      "GatewayId": "<gateway>"}, "InvalidRouteTableId.Malformed", 'Invalid id: "rtb-nat-gw-a"'),
    ("getmoto/moto#6425 (2023)", "replace_route",
     {"RouteTableId": "<table>", "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "<gateway>"},
     "InvalidParameterValue", None),
    ("hashicorp/terraform-provider-aws#34462 (2023)", "delete_network_acl_entry",
     {"NetworkAclId": "acl-0804e62f77ad72b9c", "RuleNumber": 100, "Egress": True},
     "InvalidNetworkAclID.NotFound",
     "The networkAcl ID 'acl-0804e62f77ad72b9c' does not exist"),
    ("hashicorp/terraform#6105 (2016)", "attach_internet_gateway",
     {"InternetGatewayId": "igw-c30b7ba3", "VpcId": "<vpc>"},
     "InvalidInternetGatewayID.NotFound",
     "The internetGateway ID 'igw-c30b7ba3' does not exist"),
    ("hashicorp/terraform-provider-aws#4894 (2018)", "detach_vpn_gateway",
     {"VpnGatewayId": "vgw-0123456789abcdef0", "VpcId": "<vpc>"}, "InvalidVpnGatewayID.NotFound",
     "The vpnGateway ID 'vgw-0123456789abcdef0' does not exist"),
    ("ansible-collections/community.aws#137 (2020)", "describe_vpn_gateways", {"DryRun": True},
     "DryRunOperation", "Request would have succeeded, but DryRun flag is set."),
    ("cloud-custodian/cloud-custodian#10741 (2026)", "describe_vpc_endpoint_services",
     {"ServiceNames": ["com.amazonaws.us-east-1.s3",
                       "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0"]},
     "InvalidServiceName", None),
]

GROUPS = [
    ("getmoto/moto#112 (2014, request id)", "create_security_group", {"GroupName": "web"},
     "MissingParameter", "The request must contain the parameter GroupDescription"),
    ("localstack/localstack#9059 (2023)", "describe_security_group_rules",
     {"Filters": [{"Name": "group-id", "Values": [""]}]},
     "InvalidGroupId.Malformed", "The security group ID '' is malformed"),
    ("hashicorp/terraform#17042 (2018)", "revoke_security_group_ingress",
     {"GroupId": "<group>", "IpPermissions": [
         {"IpProtocol": "tcp", "FromPort": 0, "ToPort": 65535,
          "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]}, "InvalidPermission.NotFound", None),
    ("aws/aws-sdk-java#1059 (2017)", "revoke_security_group_ingress", {},
     None, "The request must contain the parameter groupName or groupId"),
    ("aws-ia/taskcat#14 (2017)", "delete_security_group", {"GroupId": "DSESecurityGroup"},
     "InvalidGroupId.Malformed", 'Invalid id: "DSESecurityGroup" (expecting "sg-...")'),
    ("alantech/iasql#654 (2022), of an interface's", "delete_security_group",
     {"GroupId": "<group>"}, "DependencyViolation", "resource <group> has a dependent object",
     "interface"),
    ("alantech/iasql#654 (2022, request id), of the default one", "delete_security_group",
     {"GroupId": "<default_group>"}, "CannotDelete",
     'the specified group: "<default_group>" name: "default" cannot be deleted by a user'),
]

ADDRESSES = [
    ("cloudfoundry/bosh-aws-cpi-release#52 (2017)", "associate_address",
     {"InstanceId": "<instance>", "PublicIp": "<ip>"}, "InvalidParameterCombination",
     "You must specify an allocation id when mapping an address to a VPC instance", "gateway"),
    ("fog/fog#879 (2012), without an allocation", "release_address", {"PublicIp": "<ip>"},
     "InvalidParameterValue",
     "You must specify an allocation id when releasing a VPC elastic IP address"),
    ("fog/fog#879 (2012), with both", "release_address",
     {"PublicIp": "<ip>", "AllocationId": "<allocation>"}, "InvalidParameterCombination",
     "You may specify public IP or allocation id, but not both in the same call"),
    ("aws-samples/aws-modern-application-workshop#56 (2018)", "detach_network_interface",
     {"AttachmentId": "ela-attach-0123456789abcdef0", "Force": True},
     "OperationNotPermitted", "You are not allowed to manage 'ela-attach' attachments."),
    ("hashicorp/terraform#13250 (2017), its words in #13702", "run_instances",
     {"ImageId": "ami-0abcdef1234567890", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1,
      "Ipv6AddressCount": 1, "NetworkInterfaces": [
          {"DeviceIndex": 0, "SubnetId": "<subnet>", "AssociatePublicIpAddress": True}]},
     "InvalidParameterCombination",
     "Network interfaces and an instance-level IPv6 address count may not be specified on the same "
     "request"),
]


@each(NETWORKS + GROUPS + ADDRESSES)
def test_a_call_is_refused(user, report):
    report.holds_for(user)


def test_the_rules_of_a_group_that_is_not(user):
    """As reported in getmoto/moto#7620 (2024)."""
    unknown = [{"Name": "group-id", "Values": ["sg-0123456789abcdef0"]}]
    assert user.ec2.describe_security_group_rules(Filters=unknown)["SecurityGroupRules"] == []


def test_a_peered_vpc_stays_and_its_connection_is_told_of(user):
    connection = user.peering
    user.ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=connection)
    user.wait(60)
    with reported(
        "giantswarm/aws-operator#401 (2017, request id)", "DependencyViolation",
        f"The vpc '{user.vpc}' has dependencies and cannot be deleted.",
    ):
        user.ec2.delete_vpc(VpcId=user.vpc)
    # As reported in alantech/iasql#1538 (2022).
    user.ec2.delete_vpc_peering_connection(VpcPeeringConnectionId=connection)
    user.wait(30)
    [told] = user.ec2.describe_vpc_peering_connections()["VpcPeeringConnections"]
    assert (told["VpcPeeringConnectionId"], told["Status"]["Code"]) == (connection, "deleted")


def test_an_egress_only_gateway_keeps_its_vpc(user):
    user.ec2.create_egress_only_internet_gateway(VpcId=user.vpc)
    with reported(
        "gruntwork-io/cloud-nuke#345 (2022, request id)", "DependencyViolation",
        f"The vpc '{user.vpc}' has dependencies and cannot be deleted.",
    ):
        user.ec2.delete_vpc(VpcId=user.vpc)


def test_the_ipv6_block_of_a_subnet_that_hands_addresses_out(user):
    made = user.ec2.create_subnet(
        VpcId=user.ipv6_vpc, CidrBlock="10.0.0.0/24", Ipv6CidrBlock=user.ipv6_block
    )["Subnet"]
    [block] = made["Ipv6CidrBlockAssociationSet"]
    user.wait()
    user.ec2.modify_subnet_attribute(
        SubnetId=made["SubnetId"], AssignIpv6AddressOnCreation={"Value": True}
    )
    with reported(
        "hashicorp/terraform-provider-aws#3562 (2018, request id)", "InvalidCidrBlock.InUse",
        f"The subnet IPv6 CIDR block with association ID {block['AssociationId']} may not be "
        "disassociated, because its subnet has assign-ipv6-address-on-creation set to true.",
    ):
        user.ec2.disassociate_subnet_cidr_block(AssociationId=block["AssociationId"])


def test_a_vpc_shows_the_ipv6_block_it_had(user):
    """As reported in hashicorp/terraform#12895 (2017)."""
    [vpc] = user.ec2.describe_vpcs(VpcIds=[user.ipv6_vpc])["Vpcs"]
    [old] = vpc["Ipv6CidrBlockAssociationSet"]
    user.ec2.disassociate_vpc_cidr_block(AssociationId=old["AssociationId"])
    user.wait(60)
    user.ec2.associate_vpc_cidr_block(VpcId=user.ipv6_vpc, AmazonProvidedIpv6CidrBlock=True)
    user.wait(60)
    [vpc] = user.ec2.describe_vpcs(VpcIds=[user.ipv6_vpc])["Vpcs"]
    first, second = vpc["Ipv6CidrBlockAssociationSet"]
    assert first["AssociationId"] == old["AssociationId"] != second["AssociationId"]
    assert first["Ipv6CidrBlockState"]["State"] == "disassociated"
    assert second["Ipv6CidrBlockState"]["State"] == "associated"
    assert second["Ipv6CidrBlock"].endswith("/56")


def test_a_gateway_of_launched_addresses(user):
    user.has("gateway")
    user.ec2.modify_subnet_attribute(SubnetId=user.subnet, MapPublicIpOnLaunch={"Value": True})
    user.has("instance")
    with reported(
        "coreos/tectonic-forum#75 (2017)", None,
        f"Network {user.vpc} has some mapped public address(es). Please unmap those public "
        "address(es) before detaching the gateway.",
    ):
        user.ec2.detach_internet_gateway(InternetGatewayId=user.gateway, VpcId=user.vpc)


def test_a_route_to_a_peering_twice(user):
    user.ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=user.peering)
    user.wait()
    route = {"RouteTableId": user.table, "DestinationCidrBlock": "10.1.0.0/16",
             "VpcPeeringConnectionId": user.peering}
    user.ec2.create_route(**route)
    with reported(
        "clouddrove/terraform-aws-vpc-peering#10 (2021)", "RouteAlreadyExists",
        "The route identified by 10.1.0.0/16 already exists.",
    ):
        user.ec2.create_route(**route)


def test_an_associated_table_goes_after_its_subnets(user):
    """Listed as in stealthly/minotaur#2 (2015) and hashicorp/terraform-provider-aws#73 (2019)."""
    user.ec2.create_route(
        RouteTableId=user.table, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=user.nat
    )
    named = [{"Name": "route-table-id", "Values": [user.table]}]
    association = user.association
    [table] = user.ec2.describe_route_tables(Filters=named)["RouteTables"]
    [shown] = table["Associations"]
    del shown["AssociationState"]
    assert shown == {"Main": False, "RouteTableAssociationId": association,
                     "RouteTableId": user.table, "SubnetId": user.subnet}
    assert table["PropagatingVgws"] == []
    assert table["Routes"] == [
        {"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local",
         "Origin": "CreateRouteTable", "State": "active"},
        {"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": user.nat,
         "Origin": "CreateRoute", "State": "active"},
    ]
    with reported(
        "hashicorp/terraform-provider-aws#73 (2019)", "DependencyViolation",
        f"The routeTable '{user.table}' has dependencies and cannot be deleted.",
    ):
        user.ec2.delete_route_table(RouteTableId=user.table)
    user.ec2.disassociate_route_table(AssociationId=association)
    user.ec2.delete_route_table(RouteTableId=user.table)
    assert user.ec2.describe_route_tables(Filters=named)["RouteTables"] == []


def test_the_rules_of_a_vpcs_own_acl(user):
    """As reported in smithfarm/ceph-auto-aws#2 (2016)."""
    [acl] = user.of_vpc("describe_network_acls", "NetworkAcls")
    rules = {(rule["Egress"], rule["RuleNumber"], rule["RuleAction"]) for rule in acl["Entries"]}
    assert rules == {(egress, *rule) for egress in (True, False)
                     for rule in ((100, "allow"), (32767, "deny"))}
    assert {(rule["Protocol"], rule["CidrBlock"]) for rule in acl["Entries"]} == {
        ("-1", "0.0.0.0/0")
    }


def test_an_address_in_use_is_not_released(user):
    user.has("gateway")
    user.ec2.associate_address(InstanceId=user.instance, AllocationId=user.allocation)
    with reported(
        "scylladb/scylla-cluster-tests#2299 (2020)", "InvalidIPAddress.InUse",
        f"Address {user.ip} is in use.",
    ):
        user.ec2.release_address(AllocationId=user.allocation)


@in_aws_lifecycle
def test_nor_is_that_of_an_instance_that_ends(user):
    user.has("gateway")
    user.ec2.associate_address(InstanceId=user.instance, AllocationId=user.allocation)
    user.ec2.terminate_instances(InstanceIds=[user.instance])
    with reported(
        "scylladb/scylla-cluster-tests#2299 (2020)", "InvalidIPAddress.InUse",
        f"Address {user.ip} is in use.",
    ):
        user.ec2.release_address(AllocationId=user.allocation)


def test_an_attached_vpn_gateway_stays(user):
    made = user.ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]
    gateway = user.waited(made["VpnGatewayId"])
    user.ec2.attach_vpn_gateway(VpnGatewayId=gateway, VpcId=user.vpc)
    user.wait()
    with reported(
        "hashicorp/terraform-provider-aws#5831 (2018, request id)", "IncorrectState",
        "The VPN gateway is in use.",
    ):
        user.ec2.delete_vpn_gateway(VpnGatewayId=gateway)


def test_a_customer_gateway_twice(user):
    """As reported in aws/aws-sdk-go#855 (2016): the same request is answered once more."""
    asked = {"BgpAsn": 65000, "IpAddress": "192.1.1.1", "Type": "ipsec.1"}
    for _ in range(2):
        user.ec2.create_customer_gateway(**asked)


def test_a_rejected_endpoint_is_listed_beside_the_others(user):
    """As reported in mbailey/bash-my-aws#217 (2019), and of who owns no service in
    awsdocs/aws-doc-sdk-examples#1549 (2020)."""
    owner = user.other()
    balancer = f"arn:aws:elasticloadbalancing:us-east-1:{owner.account}:loadbalancer/net/a/0123"
    made = owner.ec2.create_vpc_endpoint_service_configuration(
        AcceptanceRequired=True, NetworkLoadBalancerArns=[balancer + "456789abcdef"]
    )["ServiceConfiguration"]
    owner.wait()
    service, name = made["ServiceId"], made["ServiceName"]
    owner.ec2.modify_vpc_endpoint_service_permissions(
        ServiceId=service, AddAllowedPrincipals=["*"]
    )
    user.ec2.create_vpc_endpoint(VpcId=user.vpc, ServiceName="com.amazonaws.us-east-1.s3")
    endpoint = user.ec2.create_vpc_endpoint(
        VpcId=user.vpc, ServiceName=name, VpcEndpointType="Interface", SubnetIds=[user.subnet]
    )["VpcEndpoint"]["VpcEndpointId"]
    owner.ec2.reject_vpc_endpoint_connections(ServiceId=service, VpcEndpointIds=[endpoint])
    user.wait()
    listed = {(one["State"], one["VpcEndpointType"], one["ServiceName"])
              for one in user.ec2.describe_vpc_endpoints()["VpcEndpoints"]}
    assert listed == {("available", "Gateway", "com.amazonaws.us-east-1.s3"),
                      ("rejected", "Interface", name)}
    connections = user.ec2.describe_vpc_endpoint_connections()
    assert connections["VpcEndpointConnections"] == [] and "NextToken" not in connections


def test_an_attachment_of_a_vpc(user):
    """As reported in floci-io/floci#2347 (2026) of a live account, gruntwork-io/cloud-nuke#187
    (2021) and hashicorp/terraform-provider-aws#33535 (2023)."""
    assert user.ec2.describe_transit_gateway_vpc_attachments()["TransitGatewayVpcAttachments"] == []
    gateway = user.transit_gateway
    asked = {"TransitGatewayId": gateway, "VpcId": user.vpc, "SubnetIds": [user.subnet]}
    made = user.ec2.create_transit_gateway_vpc_attachment(**asked)["TransitGatewayVpcAttachment"]
    assert made["Options"] == {
        "ApplianceModeSupport": "disable", "DnsSupport": "enable", "Ipv6Support": "disable",
        "SecurityGroupReferencingSupport": "enable",
    }
    [shown] = user.ec2.describe_transit_gateways(TransitGatewayIds=[gateway])["TransitGateways"]
    assert shown["Options"]["SecurityGroupReferencingSupport"] == "disable"
    user.wait()
    with reported("floci-io/floci#2347 (2026)", "DuplicateTransitGatewayAttachment", None):
        user.ec2.create_transit_gateway_vpc_attachment(**asked)
    table = {"TransitGatewayRouteTableId": shown["Options"]["AssociationDefaultRouteTableId"]}
    user.ec2.create_transit_gateway_route(
        DestinationCidrBlock="10.0.0.0/8", Blackhole=True, **table
    )
    user.ec2.create_transit_gateway_route(
        DestinationCidrBlock="10.16.9.128/25",
        TransitGatewayAttachmentId=made["TransitGatewayAttachmentId"], **table
    )
    user.wait()
    routes = user.ec2.search_transit_gateway_routes(
        Filters=[{"Name": "type", "Values": ["static"]}], **table
    )["Routes"]
    assert {(one["DestinationCidrBlock"], one["State"], one["Type"]) for one in routes} == {
        ("10.0.0.0/8", "blackhole", "static"), ("10.16.9.128/25", "active", "static"),
    }
    for route in routes:
        assert not route.get("PrefixListId")
        assert not route.get("TransitGatewayRouteTableAnnouncementId")


def test_a_client_vpn_endpoint_without_a_network(user):
    """As reported in turbot/steampipe-plugin-aws#1722 (2023)."""
    certificate = f"arn:aws:acm:us-east-1:{user.account}:certificate/11111111-2222-3333-4444-555555"
    certificate += "555555"
    asked = {"Type": "certificate-authentication",
             "MutualAuthentication": {"ClientRootCertificateChainArn": certificate}}
    endpoint = user.ec2.create_client_vpn_endpoint(
        ClientCidrBlock="10.8.0.0/22", ServerCertificateArn=certificate,
        ConnectionLogOptions={"Enabled": False}, AuthenticationOptions=[asked],
    )["ClientVpnEndpointId"]
    [shown] = user.ec2.describe_client_vpn_endpoints()["ClientVpnEndpoints"]
    assert shown["AuthenticationOptions"] == [
        {"Type": "certificate-authentication",
         "MutualAuthentication": {"ClientRootCertificateChain": certificate}},
    ]
    assert shown["ClientConnectOptions"] == {"Enabled": False, "Status": {"Code": "applying"}}
    assert shown["ClientLoginBannerOptions"] == {"Enabled": False}
    assert shown["DnsName"] == f"*.{endpoint}.prod.clientvpn.us-east-1.amazonaws.com"
    assert shown["SecurityGroupIds"] == []
    assert not {"DnsServers", "DeletionTime", "VpcId"} & set(shown)
    with reported(
        "aws/aws-cli#4013 (2019)", "InvalidParameterValue",
        "The filter 'DestinationCidr' is invalid",
    ):
        user.ec2.describe_client_vpn_routes(
            ClientVpnEndpointId=endpoint,
            Filters=[{"Name": "DestinationCidr", "Values": ["10.1.0.0/16"]}],
        )


def test_an_address_is_released(user):
    """As reported in boto/boto#2594 (2014)."""
    user.ec2.release_address(AllocationId=user.allocation)
    assert user.ec2.describe_addresses()["Addresses"] == []
