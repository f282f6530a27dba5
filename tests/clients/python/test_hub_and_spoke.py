"""A hub and its spokes: three VPCs and a site at a transit gateway, and a service that another
account uses. It is taken down in the wrong order first, and then in the right one."""

import pytest
from support import account_for, advance, refused

HERE = "us-east-1"
BALANCER = "loadbalancer/net/shared/0123456789abcdef"


def settle(*_):
    """Lets all that is under way be done."""
    advance(120)


class Hub:
    """What is built, by the names by which it is taken down."""

    def __init__(self, ec2, account):
        self.ec2 = ec2
        self.gateway = ec2.create_transit_gateway(Description="hub")["TransitGateway"]
        self.id = self.gateway["TransitGatewayId"]
        self.table = self.gateway["Options"]["AssociationDefaultRouteTableId"]
        settle()
        self.vpcs, self.subnets, self.attachments = [], [], []
        for at in range(3):
            vpc = ec2.create_vpc(CidrBlock=f"10.{at}.0.0/16")["Vpc"]["VpcId"]
            subnet = ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.{at}.0.0/24")
            subnet = subnet["Subnet"]["SubnetId"]
            made = ec2.create_transit_gateway_vpc_attachment(
                TransitGatewayId=self.id, VpcId=vpc, SubnetIds=[subnet]
            )["TransitGatewayVpcAttachment"]
            self.vpcs.append(vpc)
            self.subnets.append(subnet)
            self.attachments.append(made["TransitGatewayAttachmentId"])
        self.site = ec2.create_customer_gateway(
            Type="ipsec.1", PublicIp="203.0.113.9", BgpAsn=65010
        )["CustomerGateway"]["CustomerGatewayId"]
        settle()
        self.vpn = ec2.create_vpn_connection(
            Type="ipsec.1", CustomerGatewayId=self.site, TransitGatewayId=self.id,
            Options={"StaticRoutesOnly": True},
        )["VpnConnection"]["VpnConnectionId"]
        settle()
        self.tunnel = self.attachment_of(self.vpn)
        ec2.create_transit_gateway_route(
            DestinationCidrBlock="192.168.0.0/16", TransitGatewayRouteTableId=self.table,
            TransitGatewayAttachmentId=self.tunnel,
        )
        for vpc in self.vpcs:
            for block in ("10.0.0.0/8", "192.168.0.0/16"):
                ec2.create_route(
                    RouteTableId=self.table_of(vpc), DestinationCidrBlock=block,
                    TransitGatewayId=self.id,
                )
        place = f"arn:aws:elasticloadbalancing:{HERE}:{account}:{BALANCER}"
        service = ec2.create_vpc_endpoint_service_configuration(
            NetworkLoadBalancerArns=[place], AcceptanceRequired=True
        )["ServiceConfiguration"]
        self.service, self.service_name = service["ServiceId"], service["ServiceName"]

    def attachment_of(self, resource):
        found = self.ec2.describe_transit_gateway_attachments(
            Filters=[{"Name": "resource-id", "Values": [resource]}]
        )["TransitGatewayAttachments"]
        [attachment] = found
        return attachment["TransitGatewayAttachmentId"]

    def table_of(self, vpc):
        by_vpc = [{"Name": "vpc-id", "Values": [vpc]}]
        [table] = self.ec2.describe_route_tables(Filters=by_vpc)["RouteTables"]
        return table["RouteTableId"]

    def routes(self):
        found = self.ec2.search_transit_gateway_routes(
            TransitGatewayRouteTableId=self.table,
            Filters=[{"Name": "state", "Values": ["active", "blackhole"]}],
        )["Routes"]
        return {
            route["DestinationCidrBlock"]: (
                route["Type"], route["State"],
                route["TransitGatewayAttachments"][0]["ResourceType"],
            )
            for route in found
        }

    def state_of(self, attachment):
        [found] = self.ec2.describe_transit_gateway_attachments(
            TransitGatewayAttachmentIds=[attachment]
        )["TransitGatewayAttachments"]
        return found["State"]


@pytest.fixture
def hub(lifecycle, ec2, account):
    return Hub(ec2, account)


@pytest.fixture
def guest(clients, hub, account):
    """Another account, with an endpoint of the hub's service."""
    other = account_for(f"guest of {account}")
    hub.ec2.modify_vpc_endpoint_service_permissions(
        ServiceId=hub.service, AddAllowedPrincipals=[f"arn:aws:iam::{other}:root"]
    )
    ec2 = clients(account=other)
    vpc = ec2.create_vpc(CidrBlock="172.20.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="172.20.0.0/24")["Subnet"]["SubnetId"]
    settle()
    endpoint = ec2.create_vpc_endpoint(
        VpcEndpointType="Interface", VpcId=vpc, ServiceName=hub.service_name, SubnetIds=[subnet]
    )["VpcEndpoint"]
    assert endpoint["State"] == "pendingAcceptance"
    endpoint = endpoint["VpcEndpointId"]
    hub.ec2.accept_vpc_endpoint_connections(ServiceId=hub.service, VpcEndpointIds=[endpoint])
    settle()
    [shown] = ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint])["VpcEndpoints"]
    assert shown["State"] == "available"
    return {"ec2": ec2, "vpc": vpc, "subnet": subnet, "endpoint": endpoint}


def test_the_spokes_know_each_other(hub):
    assert hub.routes() == {
        "10.0.0.0/16": ("propagated", "active", "vpc"),
        "10.1.0.0/16": ("propagated", "active", "vpc"),
        "10.2.0.0/16": ("propagated", "active", "vpc"),
        "192.168.0.0/16": ("static", "active", "vpn"),
    }
    associated = hub.ec2.get_transit_gateway_route_table_associations(
        TransitGatewayRouteTableId=hub.table
    )["Associations"]
    assert {each["ResourceId"] for each in associated} == {*hub.vpcs, hub.vpn}
    assert {each["State"] for each in associated} == {"associated"}


def test_in_the_wrong_order_all_of_it_stays(hub, guest):
    ec2 = hub.ec2
    first, *others = hub.attachments
    gateway = f"^{hub.id} has non-deleted VPC Attachments: {first}, "
    with refused("IncorrectState", gateway + ", ".join(others)):
        ec2.delete_transit_gateway(TransitGatewayId=hub.id)
    with refused("IncorrectState", f"^{hub.table} is a default route table"):
        ec2.delete_transit_gateway_route_table(TransitGatewayRouteTableId=hub.table)
    for vpc, subnet in zip(hub.vpcs, hub.subnets):
        with refused("DependencyViolation", f"^The subnet '{subnet}' has dependencies"):
            ec2.delete_subnet(SubnetId=subnet)
        with refused("DependencyViolation", f"^The vpc '{vpc}' has dependencies"):
            ec2.delete_vpc(VpcId=vpc)
    with refused("IncorrectState", "^The customer gateway is in use"):
        ec2.delete_customer_gateway(CustomerGatewayId=hub.site)
    missing = f"^Transit Gateway VPC Attachment {hub.tunnel} was deleted or does not exist"
    with refused("InvalidTransitGatewayAttachmentID.NotFound", missing):
        ec2.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=hub.tunnel)
    answer = ec2.delete_vpc_endpoint_service_configurations(ServiceIds=[hub.service])
    [failure] = answer["Unsuccessful"]
    assert failure["ResourceId"] == hub.service
    assert failure["Error"]["Code"] == "ExistingVpcEndpointConnections"
    theirs = guest["ec2"]
    with refused("DependencyViolation"):
        theirs.delete_subnet(SubnetId=guest["subnet"])
    with refused("DependencyViolation"):
        theirs.delete_vpc(VpcId=guest["vpc"])
    settle()
    assert {hub.state_of(each) for each in [*hub.attachments, hub.tunnel]} == {"available"}
    assert len(hub.routes()) == 4


def test_in_the_right_order_all_of_it_goes(hub, guest):
    ec2, theirs = hub.ec2, guest["ec2"]
    answer = theirs.delete_vpc_endpoints(VpcEndpointIds=[guest["endpoint"]])
    assert answer["Unsuccessful"] == []
    settle()
    theirs.delete_subnet(SubnetId=guest["subnet"])
    theirs.delete_vpc(VpcId=guest["vpc"])
    answer = ec2.delete_vpc_endpoint_service_configurations(ServiceIds=[hub.service])
    assert answer["Unsuccessful"] == []
    ec2.delete_vpn_connection(VpnConnectionId=hub.vpn)
    settle()
    assert hub.state_of(hub.tunnel) == "deleted"
    assert hub.routes()["192.168.0.0/16"] == ("static", "blackhole", "vpn")
    ec2.delete_customer_gateway(CustomerGatewayId=hub.site)
    for attachment in hub.attachments:
        ec2.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=attachment)
    settle()
    assert list(hub.routes()) == ["192.168.0.0/16"]
    for vpc, subnet in zip(hub.vpcs, hub.subnets):
        [table] = ec2.describe_route_tables(RouteTableIds=[hub.table_of(vpc)])["RouteTables"]
        states = {
            route["DestinationCidrBlock"]: route["State"]
            for route in table["Routes"] if "TransitGatewayId" in route
        }
        assert states == {"10.0.0.0/8": "blackhole", "192.168.0.0/16": "blackhole"}
        ec2.delete_subnet(SubnetId=subnet)
        ec2.delete_vpc(VpcId=vpc)
    ec2.delete_transit_gateway(TransitGatewayId=hub.id)
    settle()
    [gone] = ec2.describe_transit_gateways(TransitGatewayIds=[hub.id])["TransitGateways"]
    assert gone["State"] == "deleted"
    with refused("InvalidTransitGatewayID.NotFound"):
        ec2.delete_transit_gateway(TransitGatewayId=hub.id)
