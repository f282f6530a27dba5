//! Tables of gateways: where what comes in through one goes.

use super::{Network, VPC_CIDR};

#[test]
fn a_table_can_be_a_gateways() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let pair = [("RouteTableId", network.table.as_str()), ("GatewayId", network.gateway.as_str())];
    let both = [pair[0], pair[1], ("SubnetId", network.subnet.as_str())];
    let (code, message) = ec2.refused("AssociateRouteTable", &both);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "The parameter subnetId cannot be used with the parameter gatewayId");
    let made = ec2.call("AssociateRouteTable", &pair);
    assert_eq!(made.text("associationState.state"), "associated");
    let id = made.text("associationId");
    let by_gateway = [("Filter.1.Name", "association.gateway-id"), ("Filter.1.Value.1", pair[1].1)];
    let found = ec2.call("DescribeRouteTables", &by_gateway);
    assert_eq!(found.texts("routeTableSet.item.routeTableId"), [&network.table]);
    let shown = found.at("routeTableSet.item.associationSet.item").unwrap();
    assert_eq!(shown.text("gatewayId"), network.gateway);
    assert_eq!((shown.text("main"), shown.text("routeTableAssociationId")), ("false", id));
    assert!(!shown.has("subnetId"));

    let main = [("Filter.1.Name", "association.main"), ("Filter.1.Value.1", "true")];
    let of_vpc = [("Filter.2.Name", "vpc-id"), ("Filter.2.Value.1", network.vpc.as_str())];
    let main = ec2.call("DescribeRouteTables", &[main, of_vpc].concat());
    let main = main.text("routeTableSet.item.associationSet.item.routeTableAssociationId");
    let (code, message) =
        ec2.refused("ReplaceRouteTableAssociation", &[pair[0], ("AssociationId", main)]);
    assert_eq!(code, "InvalidParameterValue");
    let expected = format!(
        "Route table {} is that of a gateway and cannot be the main route table.",
        network.table
    );
    assert_eq!(message, expected);

    let second = ec2.call("CreateRouteTable", &[("VpcId", &network.vpc)]);
    let second = second.text("routeTable.routeTableId");
    let (code, message) = ec2.refused("AssociateRouteTable", &[("RouteTableId", second), pair[1]]);
    assert_eq!(code, "Resource.AlreadyAssociated");
    assert_eq!(
        message,
        format!(
            "the specified association for route table {second} conflicts with an existing \
             association"
        )
    );
    assert_eq!(ec2.refused("DeleteRouteTable", &pair[..1]).0, "DependencyViolation");
    let detach = [("InternetGatewayId", pair[1].1), ("VpcId", network.vpc.as_str())];
    let (code, message) = ec2.refused("DetachInternetGateway", &detach);
    assert_eq!(code, "DependencyViolation");
    let expected = format!(
        "The gateway '{}' is associated with the route table {} and cannot be detached.",
        network.gateway, network.table
    );
    assert_eq!(message, expected);

    let moved = [("AssociationId", id), ("RouteTableId", second)];
    let moved = ec2.call("ReplaceRouteTableAssociation", &moved);
    let found = ec2.call("DescribeRouteTables", &by_gateway);
    assert_eq!(found.texts("routeTableSet.item.routeTableId"), [second]);
    ec2.call("DisassociateRouteTable", &[("AssociationId", moved.text("newAssociationId"))]);
    ec2.call("DetachInternetGateway", &detach);
}

#[test]
fn gateways_that_are_not_there_have_no_table() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let table = ("RouteTableId", network.table.as_str());
    let associate = |id| ec2.refused("AssociateRouteTable", &[table, ("GatewayId", id)]);
    for unknown in ["igw-0123456789abcdef0", "vgw-0123456789abcdef0"] {
        let (code, message) = associate(unknown);
        assert_eq!(code, "InvalidGatewayID.NotFound");
        assert_eq!(message, format!("The gateway ID '{unknown}' does not exist"));
    }
    for other in ["nat-0123456789abcdef0", "tgw-0123456789abcdef0", "eigw-0123456789abcdef0"] {
        let (code, message) = associate(other);
        assert_eq!(code, "InvalidParameterValue");
        assert_eq!(message, format!("invalid value for parameter gateway-id: {other}"));
    }
    let free = ec2.call("CreateVpnGateway", &[("Type", "ipsec.1")]);
    let free = free.text("vpnGateway.vpnGatewayId");
    let (code, message) = associate(free);
    assert_eq!(code, "InvalidParameterValue");
    let expected =
        format!("route table {} and network gateway {free} belong to different networks", table.1);
    assert_eq!(message, expected);
    let attach = [("VpnGatewayId", free), ("VpcId", network.vpc.as_str())];
    ec2.call("AttachVpnGateway", &attach);
    ec2.call("AssociateRouteTable", &[table, ("GatewayId", free)]);
    let (code, message) = ec2.refused("DetachVpnGateway", &attach);
    assert_eq!(code, "DependencyViolation");
    assert!(message.starts_with(&format!("The gateway '{free}' is associated")), "{message}");
}

#[test]
fn a_gateways_table_leads_to_interfaces_of_the_vpc() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let (_, interface) = network.launch();
    let (table, gateway) = (network.table.as_str(), network.gateway.as_str());
    let associate = [("RouteTableId", table), ("GatewayId", gateway)];
    let outside = format!(
        "Route table {table} is that of a gateway: the destination 0.0.0.0/0 must be within the \
         CIDR blocks of the VPC."
    );
    network.routed("CreateRoute", "0.0.0.0/0", ("GatewayId", gateway));
    let (code, message) = ec2.refused("AssociateRouteTable", &associate);
    assert_eq!((code.as_str(), message.as_str()), ("InvalidParameterValue", outside.as_str()));
    ec2.call("DeleteRoute", &[associate[0], ("DestinationCidrBlock", "0.0.0.0/0")]);

    network.routed("CreateRoute", "10.0.0.0/24", ("NetworkInterfaceId", &interface));
    ec2.call("AssociateRouteTable", &associate);
    network.routed("ReplaceRoute", VPC_CIDR, ("NetworkInterfaceId", &interface));
    let form = [("DestinationCidrBlock", "0.0.0.0/0"), ("NetworkInterfaceId", &interface)];
    let (code, message) = network.route_refused("CreateRoute", &form);
    assert_eq!((code.as_str(), message.as_str()), ("InvalidParameterValue", outside.as_str()));
    let form = [("SubnetId", network.subnet.as_str()), ("ConnectivityType", "private")];
    let nat = ec2.call("CreateNatGateway", &form);
    let nat = ("NatGatewayId", nat.text("natGateway.natGatewayId"));
    let (code, message) =
        network.route_refused("ReplaceRoute", &[("DestinationCidrBlock", VPC_CIDR), nat]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(
        message,
        format!(
            "Route table {table} is that of a gateway: the target of the route for {VPC_CIDR} must \
             be a network interface or a Gateway Load Balancer endpoint."
        )
    );
}

#[test]
fn a_gateways_table_takes_over_no_routes() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let vpn = ec2.call("CreateVpnGateway", &[("Type", "ipsec.1")]);
    let vpn = vpn.text("vpnGateway.vpnGatewayId");
    ec2.call("AttachVpnGateway", &[("VpnGatewayId", vpn), ("VpcId", &network.vpc)]);
    let table = ("RouteTableId", network.table.as_str());
    let associate = [table, ("GatewayId", network.gateway.as_str())];
    let propagation = [table, ("GatewayId", vpn)];
    let expected =
        format!("Route table {} cannot be that of a gateway and propagate routes.", table.1);
    ec2.call("EnableVgwRoutePropagation", &propagation);
    let (code, message) = ec2.refused("AssociateRouteTable", &associate);
    assert_eq!((code.as_str(), message.as_str()), ("InvalidParameterValue", expected.as_str()));
    ec2.call("DisableVgwRoutePropagation", &propagation);
    ec2.call("AssociateRouteTable", &associate);
    let (code, message) = ec2.refused("EnableVgwRoutePropagation", &propagation);
    assert_eq!((code.as_str(), message.as_str()), ("InvalidParameterValue", expected.as_str()));
}
