//! Routes to carrier gateways.

use super::super::support::Ec2;
use super::Network;

#[test]
fn a_route_leads_to_a_carrier_gateway_while_it_is_there() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let made = ec2.call("CreateCarrierGateway", &[("VpcId", &network.vpc)]);
    let id = made.text("carrierGateway.carrierGatewayId");
    network.routed("CreateRoute", "0.0.0.0/0", ("CarrierGatewayId", id));
    let route = network.last_route();
    assert_eq!((route.text("carrierGatewayId"), route.text("state")), (id, "active"));
    assert!(!route.has("gatewayId"));
    network.routed("ReplaceRoute", "0.0.0.0/0", ("GatewayId", &network.gateway));
    assert!(!network.last_route().has("carrierGatewayId"));
    network.routed("ReplaceRoute", "0.0.0.0/0", ("CarrierGatewayId", id));

    let two = [
        ("DestinationCidrBlock", "1.0.0.0/8"),
        ("GatewayId", network.gateway.as_str()),
        ("CarrierGatewayId", id),
    ];
    assert_eq!(network.route_refused("CreateRoute", &two).1, super::ONE_TARGET);
    let within = [("DestinationCidrBlock", "10.0.0.0/24"), ("CarrierGatewayId", id)];
    let (code, message) = network.route_refused("CreateRoute", &within);
    assert_eq!(code, "InvalidParameterValue");
    assert!(message.contains("This route can target only an interface"), "{message}");
    let other = ec2.call("CreateVpc", &[("CidrBlock", "10.1.0.0/16")]);
    let other = ec2.call("CreateCarrierGateway", &[("VpcId", other.text("vpc.vpcId"))]);
    let other = other.text("carrierGateway.carrierGatewayId");
    let foreign = [("DestinationCidrBlock", "1.0.0.0/8"), ("CarrierGatewayId", other)];
    let (code, message) = network.route_refused("CreateRoute", &foreign);
    assert_eq!(code, "InvalidParameterValue");
    let expected = format!(
        "route table {} and network gateway {other} belong to different networks",
        network.table
    );
    assert_eq!(message, expected);

    ec2.call("DeleteCarrierGateway", &[("CarrierGatewayId", id)]);
    let route = network.last_route();
    assert_eq!((route.text("carrierGatewayId"), route.text("state")), (id, "blackhole"));
}

#[test]
fn the_way_out_opens_and_closes_with_the_gateway() {
    let ec2 = Ec2::with_aws_lifecycle();
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
    let vpc = [("VpcId", vpc.text("vpc.vpcId"))];
    ec2.advance(5);
    let table = ec2.call("CreateRouteTable", &vpc);
    let table = table.text("routeTable.routeTableId");
    let made = ec2.call("CreateCarrierGateway", &vpc);
    let gateway = ("CarrierGatewayId", made.text("carrierGateway.carrierGatewayId"));
    ec2.advance(5);
    let route = [("RouteTableId", table), ("DestinationCidrBlock", "0.0.0.0/0"), gateway];
    ec2.call("CreateRoute", &route);
    let state = || {
        let found = ec2.call("DescribeRouteTables", &[("RouteTableId.1", table)]);
        found.texts("routeTableSet.item.routeSet.item.state").join(" ")
    };
    assert_eq!(state(), "active active");
    ec2.call("DeleteCarrierGateway", &[gateway]);
    assert_eq!(state(), "active blackhole");
    ec2.advance(5);
    assert_eq!(state(), "active blackhole");
    assert_eq!(ec2.refused("ReplaceRoute", &route).0, "InvalidCarrierGatewayID.NotFound");
}

#[test]
fn endpoints_of_other_types_are_no_targets() {
    let network = Network::new();
    let form = [("VpcId", network.vpc.as_str()), ("ServiceName", "com.amazonaws.us-east-1.s3")];
    let made = network.ec2.call("CreateVpcEndpoint", &form);
    let id = made.text("vpcEndpoint.vpcEndpointId");
    let to = [("DestinationCidrBlock", "0.0.0.0/0"), ("VpcEndpointId", id)];
    let (code, message) = network.route_refused("CreateRoute", &to);
    assert_eq!(code, "RouteNotSupported");
    let expected = format!(
        "Route table contains unsupported route target: {id}. VPC Endpoints of this type cannot be \
         used as route targets."
    );
    assert_eq!(message, expected);
    let to = [to[0], ("VpcEndpointId", "endpoint")];
    assert_eq!(network.route_refused("CreateRoute", &to).0, "InvalidVpcEndpointId.Malformed");
}

#[test]
fn what_no_account_has_here_is_named() {
    let network = Network::new();
    for (name, id, code, message) in [
        (
            "CarrierGatewayId",
            "cagw-0123456789abcdef0",
            "InvalidCarrierGatewayID.NotFound",
            "The carrierGateway ID 'ID' does not exist",
        ),
        (
            "LocalGatewayId",
            "lgw-0123456789abcdef0",
            "InvalidLocalGatewayID.NotFound",
            "The local gateway ID 'ID' does not exist",
        ),
        (
            "CoreNetworkArn",
            "arn:aws:networkmanager::000000000000:core-network/core-network-0123456789abcdef0",
            "InvalidCoreNetworkArn.NotFound",
            "The core network arn 'ID' does not exist.",
        ),
        (
            "OdbNetworkArn",
            "arn:aws:odb:us-east-1:000000000000:odb-network/odbnet_0123456789",
            "InvalidOdbNetworkArn.NotFound",
            "The odb network arn 'ID' does not exist.",
        ),
    ] {
        let to = [("DestinationCidrBlock", "0.0.0.0/0"), (name, id)];
        let refused = network.route_refused("CreateRoute", &to);
        let message = message.replace("'ID'", &format!("'{id}'"));
        assert_eq!(refused, (code.to_owned(), message));
    }
}
