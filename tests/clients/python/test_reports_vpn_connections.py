"""VPN connections as ansible 2.9.27 has them: its unit tests for ec2_vpc_vpn replay what it
recorded of AWS in April 2018."""

from reports import in_aws_lifecycle

BLOCKS = ["195.168.2.0/24", "196.168.2.0/24"]


def described(user, vpn):
    [vpn] = user.ec2.describe_vpn_connections(VpnConnectionIds=[vpn])["VpnConnections"]
    return vpn


def make_routes(user):
    for block in BLOCKS:
        user.ec2.create_vpn_connection_route(
            VpnConnectionId=user.vpn, DestinationCidrBlock=block
        )
    user.wait()


@in_aws_lifecycle
def test_one_is_made(user):
    made = user.make_vpn()
    assert made["State"] == "pending"
    assert made["Category"] == "VPN"
    assert made["Routes"] == []
    assert made["Options"]["StaticRoutesOnly"] is True
    assert "Type" not in made
    assert "VgwTelemetry" not in made


@in_aws_lifecycle
def test_its_tunnels_are_down(user):
    vpn = described(user, user.make_vpn()["VpnConnectionId"])
    assert vpn["State"] == "pending"
    assert vpn["Type"] == "ipsec.1"
    assert len(vpn["VgwTelemetry"]) == 2
    for tunnel in vpn["VgwTelemetry"]:
        assert tunnel["Status"] == "DOWN"
        assert tunnel["StatusMessage"] == ""
        assert tunnel["AcceptedRouteCount"] == 0


def test_its_routes(user):
    make_routes(user)
    routes = [{"DestinationCidrBlock": block, "State": "available"} for block in BLOCKS]
    assert described(user, user.vpn)["Routes"] == routes


def test_it_is_listed_when_it_is_gone(user):
    make_routes(user)
    user.ec2.delete_vpn_connection(VpnConnectionId=user.vpn)
    user.wait()
    vpn = described(user, user.vpn)
    assert vpn["State"] == "deleted"
    assert vpn["Type"] == "ipsec.1"
    assert vpn["Options"]["StaticRoutesOnly"] is True
    routes = {route["DestinationCidrBlock"]: route["State"] for route in vpn["Routes"]}
    assert routes == {block: "deleted" for block in BLOCKS}
    assert not vpn.get("VgwTelemetry")
    assert not vpn.get("CustomerGatewayConfiguration")


def test_no_such_customer_gateway(user):
    other = [{"Name": "customer-gateway-id", "Values": ["cgw-12345678"]}]
    assert user.ec2.describe_vpn_connections(Filters=other)["VpnConnections"] == []
