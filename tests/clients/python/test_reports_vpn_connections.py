"""VPN connections as ansible 2.9.27 has them: its unit tests for ec2_vpc_vpn replay what it
recorded of AWS in April 2018."""

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


def test_its_routes(user):
    make_routes(user)
    routes = [{"DestinationCidrBlock": block, "State": "available"} for block in BLOCKS]
    assert described(user, user.vpn)["Routes"] == routes


def test_no_such_customer_gateway(user):
    other = [{"Name": "customer-gateway-id", "Values": ["cgw-12345678"]}]
    assert user.ec2.describe_vpn_connections(Filters=other)["VpnConnections"] == []
