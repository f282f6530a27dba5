"""Reports of VPC endpoints and their services, peering connections, flow logs and Client VPN."""

from reports import each, reported

ENDPOINTS = [
    ("transcript 42577364219", "describe_vpc_endpoints", {"VpcEndpointIds": ["vpce-babababa"]},
     "InvalidVpcEndpointId.NotFound", "The Vpc Endpoint Id 'vpce-babababa' does not exist"),
    ("ansible-collections/amazon.aws#576 (2021)", "create_vpc_endpoint",
     {"VpcId": "<vpc>", "VpcEndpointType": "Interface",
      "ServiceName": "com.amazonaws.us-east-1.ec2", "SubnetIds": ["<subnet>"],
      "RouteTableIds": ["<table>"]},
     None, "Route table IDs are only supported for Gateway type VPC Endpoint."),
    ("hashicorp/terraform-provider-aws#45846 (2026)", "create_vpc_endpoint",
     {"VpcId": "<vpc>", "VpcEndpointType": "Gateway",
      "ServiceName": "com.amazonaws.us-east-1.s3",
      "DnsOptions": {"PrivateDnsOnlyForInboundResolverEndpoint": True}},
     "InvalidParameter",
     "DnsOptions PrivateDnsOnlyForInboundResolverEndpoint is applicable only to Interface VPC "
     "Endpoints."),
    ("rebuy-de/aws-nuke#1258 (2024)", "reject_vpc_endpoint_connections",
     {"ServiceId": "vpce-svc-02223bfafd545c0e3", "VpcEndpointIds": ["vpce-02ea55341660c0804"]},
     "InvalidVpcEndpointServiceId.NotFound",
     "The VpcEndpointService Id 'vpce-svc-02223bfafd545c0e3' does not exist"),
]

OTHERS = [
    ("grem11n/terraform-aws-vpc-peering#21 (2019)", "modify_vpc_peering_connection_options",
     {"VpcPeeringConnectionId": "<peering>",
      "RequesterPeeringConnectionOptions": {"AllowDnsResolutionFromRemoteVpc": True}},
     "OperationNotPermitted",
     "Peering <peering> is not active. Peering options can be added only to active peerings."),
    ("aws-samples/aws-secure-environment-accelerator#1111 (2023), transcript 2657347633",
     "create_flow_logs",
     {"ResourceIds": ["<vpc>"], "ResourceType": "VPC", "TrafficType": "ALL",
      "LogDestinationType": "s3", "LogDestination": "arn:aws:s3:::logs",
      "DeliverLogsPermissionArn": "arn:aws:iam::<account>:role/logs"},
     None, "DeliverLogsPermissionArn is not applicable for s3 delivery"),
    ("hashicorp/terraform-provider-aws#26169 (2022)", "create_flow_logs",
     {"ResourceIds": ["<transit_gateway>"], "ResourceType": "TransitGateway",
      "LogDestinationType": "s3", "LogDestination": "arn:aws:s3:::logs",
      "MaxAggregationInterval": 600},
     "InvalidParameter",
     "max-aggregation-interval other than 60 sec / 1 min is not supported when the resource-type "
     "is TransitGateway or TransitGatewayAttachment"),
    ("transcript 6826257733 (2021)", "create_flow_logs",
     {"ResourceType": "VPC", "TrafficType": "ALL", "LogGroupName": "logs",
      "DeliverLogsPermissionArn": "arn:aws:iam::<account>:role/logs"},
     "MissingParameter",
     "The request must include the ResourceIds parameter. Add the required parameter and retry "
     "the request."),
    ("transcript 20121094091 (2024)", "create_client_vpn_endpoint",
     {"ClientCidrBlock": "10.8.0.0/22", "ConnectionLogOptions": {"Enabled": False},
      "ServerCertificateArn": "arn:aws:acm:us-east-1:<account>:certificate/"
                              "11111111-2222-3333-4444-555555555555",
      "AuthenticationOptions": [{"Type": "certificate-authentication"}]},
     "MissingParameter", "Mutual authentication is required but is missing in the request"),
]


@each(ENDPOINTS + OTHERS)
def test_a_call_is_refused(user, report):
    report.holds_for(user)


def interface_endpoint(user, service, **more):
    """Asks for one of AWS's services, or of the named one."""
    service = service if service.startswith("com.") else f"com.amazonaws.{user.region}.{service}"
    made = user.ec2.create_vpc_endpoint(
        VpcId=user.hosted_vpc(), VpcEndpointType="Interface", ServiceName=service,
        SubnetIds=[user.subnet], **more,
    )
    return user.waited(made["VpcEndpoint"]["VpcEndpointId"])


def service(user, **more):
    """A service of the user's own, behind a balancer."""
    balancer = f"arn:aws:elasticloadbalancing:{user.region}:{user.account}:loadbalancer/net/a/0123"
    made = user.ec2.create_vpc_endpoint_service_configuration(
        AcceptanceRequired=False, NetworkLoadBalancerArns=[balancer + "456789abcdef"], **more
    )
    return user.waited(made["ServiceConfiguration"])


def test_a_second_subnet_in_a_zone(user):
    user = user.at("us-west-2")
    endpoint = interface_endpoint(user, "ecr.api", PrivateDnsEnabled=True)
    second = user.make_subnet("10.0.1.0/24")
    with reported(
        "terraform-aws-modules/terraform-aws-vpc#583 (2021)", "DuplicateSubnetsInSameZone",
        f"Found another VPC endpoint subnet in the availability zone of {second}. VPC endpoint "
        "subnets should be in different availability zones supported by the VPC endpoint service.",
    ):
        user.ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, AddSubnetIds=[second])


def test_private_names_of_s3_without_a_gateway_endpoint(user):
    user = user.at("eu-west-2")
    with reported(
        "marcincuber/eks#15 (2025)", "InvalidParameter",
        f"To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC {user.vpc} must have a "
        "Gateway endpoint for the service.",
    ):
        interface_endpoint(user, "s3", PrivateDnsEnabled=True)


def test_a_gateway_endpoint_twice(user):
    user = user.at("eu-west-1")
    asked = {"VpcId": user.vpc, "VpcEndpointType": "Gateway", "RouteTableIds": [user.table],
             "ServiceName": "com.amazonaws.eu-west-1.s3"}
    user.ec2.create_vpc_endpoint(**asked)
    user.wait()
    [s3] = user.ec2.describe_prefix_lists(
        Filters=[{"Name": "prefix-list-name", "Values": [asked["ServiceName"]]}]
    )["PrefixLists"]
    with reported(
        "eksctl-io/eksctl#4377 (2021)", "RouteAlreadyExists",
        f"route table {user.table} already has a route with destination-prefix-list-id "
        f"{s3['PrefixListId']}",
    ):
        user.ec2.create_vpc_endpoint(**asked)


def test_a_service_that_is_not_shared(user):
    user = user.at("eu-central-1")
    name = "com.amazonaws.vpce.eu-central-1.vpce-svc-05554c35009a5eccb"
    with reported(
        "transcript 43181634777 (2024)", "InvalidServiceName",
        f"The Vpc Endpoint Service '{name}' does not exist",
    ):
        interface_endpoint(user, name)


def test_private_names_twice(user):
    user = user.at("us-west-2")
    interface_endpoint(user, "secretsmanager", PrivateDnsEnabled=True)
    with reported(
        "transcript 54525130790", "InvalidParameter",
        "private-dns-enabled cannot be set because there is already a conflicting DNS domain for "
        f"secretsmanager.us-west-2.amazonaws.com in the VPC {user.vpc}",
    ):
        interface_endpoint(user, "secretsmanager", PrivateDnsEnabled=True)


def test_private_names_that_are_not_verified(user):
    user = user.at("us-east-2")
    owner = user.other()
    name = service(owner, PrivateDnsName="api.tacoform.com")
    owner.ec2.modify_vpc_endpoint_service_permissions(
        ServiceId=name["ServiceId"], AddAllowedPrincipals=[f"arn:aws:iam::{user.account}:root"]
    )
    with reported(
        "transcript 26720725851 (2021)", "InvalidParameter",
        f"Private DNS can't be enabled because the service {name['ServiceName']} has not verified "
        "the private DNS name.",
    ):
        interface_endpoint(user, name["ServiceName"], PrivateDnsEnabled=True)


def test_private_names_for_resolvers_alone(user):
    with reported(
        "hashicorp/terraform-provider-aws#46102 (2026)", "InvalidParameter",
        "PrivateDnsOnlyForInboundResolverEndpoint not supported for this service.",
    ):
        interface_endpoint(
            user, "s3tables", DnsOptions={"PrivateDnsOnlyForInboundResolverEndpoint": True}
        )


def test_s3_of_another_region(user):
    with reported(
        "transcript 7887737697 (2025)", "InvalidServiceName",
        "The Vpc Endpoint Service 'com.amazonaws.us-east-1.s3' does not exist",
    ):
        interface_endpoint(user.at("eu-central-1"), "com.amazonaws.us-east-1.s3")


def test_a_policy_for_mail(user):
    user = user.at("us-gov-west-1")
    policy = (
        '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail",'
        '"Resource":"*"}]}'
    )
    with reported(
        "transcript 44338841668", "InvalidParameter",
        "Service com.amazonaws.us-gov-west-1.email-smtp only supports the full-access endpoint "
        "policy.",
    ):
        interface_endpoint(user, "email-smtp", PolicyDocument=policy)


def test_a_vpn_route_over_the_clients_addresses(user):
    certificate = f"arn:aws:acm:us-east-1:{user.account}:certificate/11111111-2222-3333-4444-555555"
    certificate += "555555"
    mutual = {"ClientRootCertificateChainArn": certificate}
    endpoint = user.ec2.create_client_vpn_endpoint(
        ClientCidrBlock="10.8.0.0/22", ServerCertificateArn=certificate,
        ConnectionLogOptions={"Enabled": False}, AuthenticationOptions=[
            {"Type": "certificate-authentication", "MutualAuthentication": mutual},
        ],
    )["ClientVpnEndpointId"]
    user.ec2.associate_client_vpn_target_network(
        ClientVpnEndpointId=endpoint, SubnetId=user.subnet
    )
    user.wait()
    with reported(
        "transcript 42212876930", "InvalidParameterValue",
        "Client address pool for this endpoint overlaps with the destination cidr block",
    ):
        user.ec2.create_client_vpn_route(
            ClientVpnEndpointId=endpoint, DestinationCidrBlock="10.0.0.0/8",
            TargetVpcSubnetId=user.subnet,
        )


def test_a_service_with_a_connection_stays(user):
    """As reported in go-to-k/delstack#657 (2026)."""
    made = service(user)
    interface_endpoint(user, made["ServiceName"])
    answer = user.ec2.delete_vpc_endpoint_service_configurations(ServiceIds=[made["ServiceId"]])
    [refused] = answer["Unsuccessful"]
    assert refused["Error"]["Code"] == "ExistingVpcEndpointConnections"


def test_the_interface_of_an_endpoint_stays(user):
    endpoint = interface_endpoint(user, "ec2")
    [shown] = user.ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint])["VpcEndpoints"]
    [interface] = shown["NetworkInterfaceIds"]
    with reported(
        "gruntwork-io/cloud-nuke#431 (2023)", "InvalidParameterValue",
        f"Network interface '{interface}' is currently in use.",
    ):
        user.ec2.delete_network_interface(NetworkInterfaceId=interface)


def test_a_vpc_with_an_endpoint_stays(user):
    interface_endpoint(user, "ec2")
    with reported(
        "gruntwork-io/cloud-nuke#252 (2021)", "DependencyViolation",
        f"The vpc '{user.vpc}' has dependencies and cannot be deleted.",
    ):
        user.ec2.delete_vpc(VpcId=user.vpc)


def test_no_peering_is_of_one_vpc_alone(user):
    """As reported in mondoohq/mql#8243 (2026)."""
    user.ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=user.peering)
    user.wait()

    def shown(*filters):
        filters = [{"Name": f"{side}-vpc-info.vpc-id", "Values": [vpc]} for side, vpc in filters]
        found = user.ec2.describe_vpc_peering_connections(Filters=filters)
        return [each["VpcPeeringConnectionId"] for each in found["VpcPeeringConnections"]]

    assert shown(("requester", user.vpc), ("accepter", user.vpc)) == []
    assert shown(("requester", user.vpc)) == shown(("accepter", user.other_vpc)) == [user.peering]
