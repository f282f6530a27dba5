"""Reports of transit gateways."""

from reports import each, reported

UNKNOWN = "tgw-0123456789abcdef0"

TRANSIT_GATEWAYS = [
    ("terraform-aws-modules/terraform-aws-transit-gateway#144 (2025), of a route", "create_route",
     {"RouteTableId": "<table>", "DestinationCidrBlock": "10.9.0.0/16",
      "TransitGatewayId": UNKNOWN},
     "InvalidTransitGatewayID.NotFound", f"The transitGateway ID '{UNKNOWN}' does not exist."),
    ("terraform-aws-modules/terraform-aws-transit-gateway#144 (2025), of an attachment",
     "create_transit_gateway_vpc_attachment",
     {"TransitGatewayId": UNKNOWN, "VpcId": "<vpc>", "SubnetIds": ["<subnet>"]},
     "InvalidTransitGatewayID.NotFound",
     f"Transit Gateway {UNKNOWN} was deleted or does not exist."),
    ("hashicorp/terraform-provider-aws#6664 (2018)", "GetTransitGatewayRouteTableAssociations",
     {"TransitGatewayRouteTableId": ""}, "MissingParameter",
     "Missing required parameter in request: TransitGatewayRouteTableId."),
]


@each(TRANSIT_GATEWAYS)
def test_a_call_is_refused(user, report):
    report.holds_for(user)


def test_propagation_without_a_table(user):
    plain = {"DefaultRouteTablePropagation": "disable", "DefaultRouteTableAssociation": "disable"}
    made = user.ec2.create_transit_gateway(Options=plain)["TransitGateway"]
    gateway = user.waited(made["TransitGatewayId"])
    with reported(
        "awslabs/landing-zone-accelerator-on-aws#634 (2024)", None,
        "enable DefaultRouteTablePropagation conflicts with PropagationDefaultRouteTableId null",
    ):
        user.ec2.modify_transit_gateway(
            TransitGatewayId=gateway, Options={"DefaultRouteTablePropagation": "enable"}
        )


def test_a_route_from_a_vpc_that_is_not_attached(user):
    with reported(
        "hashicorp/terraform-provider-aws#9222 (2019)", "InvalidTransitGatewayID.NotFound",
        f"The transitGateway ID '{user.transit_gateway}' does not exist.",
    ):
        user.ec2.create_route(
            RouteTableId=user.table, DestinationCidrBlock="10.9.0.0/16",
            TransitGatewayId=user.transit_gateway,
        )


def test_a_peer_of_another_region(user):
    there, here = user.at("us-west-2"), user.transit_gateway
    with reported(
        "hashicorp/terraform-provider-aws#43786 (2025)", "InvalidTransitGatewayID.NotFound",
        f"Transit Gateway {here} was deleted or does not exist.",
    ):
        there.ec2.create_transit_gateway_peering_attachment(
            TransitGatewayId=here, PeerTransitGatewayId=UNKNOWN,
            PeerAccountId=user.account, PeerRegion="us-east-1",
        )


def test_a_vpc_twice(user):
    asked = {"TransitGatewayId": user.transit_gateway, "VpcId": user.vpc,
             "SubnetIds": [user.subnet]}
    user.ec2.create_transit_gateway_vpc_attachment(**asked)
    user.wait()
    with reported(
        "awslabs/landing-zone-accelerator-on-aws#708 (2025)", None,
        f"{user.transit_gateway} has non-deleted Transit Gateway Attachments with same VPC ID.",
    ):
        user.ec2.create_transit_gateway_vpc_attachment(**asked)
