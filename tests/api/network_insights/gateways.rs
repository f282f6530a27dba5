use super::{
    BACK, FORWARD, assert_blocked, assert_found, group, instance, interface, kinds, let_in, net,
    reach, route,
};
use crate::support::Ec2;

pub fn internet(ec2: &Ec2, vpc: &str) -> String {
    let made = ec2.call("CreateInternetGateway", &[]);
    let id = made.text("internetGateway.internetGatewayId").to_owned();
    ec2.call("AttachInternetGateway", &[("InternetGatewayId", &id), ("VpcId", vpc)]);
    id
}

pub fn address(ec2: &Ec2, interface: &str) -> String {
    let made = ec2.call("AllocateAddress", &[("Domain", "vpc")]);
    let form = [("AllocationId", made.text("allocationId")), ("NetworkInterfaceId", interface)];
    ec2.call("AssociateAddress", &form);
    made.text("publicIp").to_owned()
}

#[test]
fn an_instance_is_reached_from_the_internet() {
    let ec2 = Ec2::new();
    let net = net(&ec2, 0);
    let inside = group(&ec2, &net, "in");
    let gateway = internet(&ec2, &net.vpc);
    let (id, interface) = instance(&ec2, &net.subnets[0], "10.0.1.10", &inside);
    let ssh = [
        ("FilterAtSource.DestinationPortRange.FromPort", "22"),
        ("FilterAtSource.DestinationPortRange.ToPort", "22"),
    ];
    assert_blocked(&reach(&ec2, &gateway, &id, &ssh), &["ENI_SG_RULES_MISMATCH"]);
    let_in(&ec2, &inside, "22", "0.0.0.0/0");
    ec2.advance(100_000);
    let found = reach(&ec2, &gateway, &id, &ssh);
    assert_blocked(&found, &["IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"]);
    let public = address(&ec2, &interface);
    ec2.advance(100_000);
    let found = reach(&ec2, &gateway, &id, &ssh);
    assert_blocked(&found, &["NO_ROUTE_TO_DESTINATION"]);
    assert_eq!(kinds(&found, BACK), ["i", "eni", "sg", "acl", "rtb"]);
    route(&ec2, &net.vpc, "0.0.0.0/0", ("GatewayId", &gateway));
    ec2.advance(100_000);
    let found = reach(&ec2, &gateway, &id, &ssh);
    assert_found(&found);
    // As in AWS's example of a path that is found.
    assert_eq!(kinds(&found, FORWARD), ["igw", "acl", "sg", "eni", "i"]);
    assert_eq!(kinds(&found, BACK), ["i", "eni", "sg", "acl", "rtb", "igw"]);
    let first = found.at("forwardPathComponentSet.item").unwrap();
    let header = first.at("inboundHeader").unwrap();
    assert_eq!(header.texts("destinationAddressSet.item"), [format!("{public}/32")]);
    let sources = header.texts("sourceAddressSet.item");
    assert_eq!(sources[..3], ["0.0.0.0/5", "8.0.0.0/7", "11.0.0.0/8"]);
    assert!(!sources.contains(&"10.0.0.0/8"));
    assert_eq!(first.texts("outboundHeader.destinationAddressSet.item"), ["10.0.1.10/32"]);
    let routes = found.all_at("returnPathComponentSet.item.routeTableRoute");
    assert_eq!(routes[0].text("destinationCidr"), "0.0.0.0/0");
    assert_eq!(routes[0].text("gatewayId"), gateway);
    assert_eq!(routes[0].text("origin"), "createroute");
    let last = found.all_at("returnPathComponentSet.item.outboundHeader");
    let last = last.last().unwrap();
    assert_eq!(last.texts("sourceAddressSet.item"), [format!("{public}/32")]);
    assert_eq!(last.text("sourcePortRangeSet.item.from"), "22");
    let by_address = [
        ("Source", gateway.as_str()),
        ("FilterAtSource.DestinationAddress", &public),
        ("Protocol", "tcp"),
        ("ClientToken", "address"),
    ];
    let made = ec2.call("CreateNetworkInsightsPath", &by_address);
    let path = made.text("networkInsightsPath.networkInsightsPathId");
    assert_found(&super::analyse(&ec2, path, &[]));
    let form = [("InternetGatewayBlockMode", "block-ingress")];
    ec2.call("ModifyVpcBlockPublicAccessOptions", &form);
    ec2.advance(100_000);
    assert_blocked(&reach(&ec2, &gateway, &id, &ssh), &["VPC_BLOCK_PUBLIC_ACCESS_ENABLED"]);
}

#[test]
fn the_internet_is_reached() {
    let ec2 = Ec2::new();
    let net = net(&ec2, 0);
    let out = group(&ec2, &net, "out");
    let gateway = internet(&ec2, &net.vpc);
    let (id, interface) = instance(&ec2, &net.subnets[0], "10.0.1.10", &out);
    assert_blocked(&reach(&ec2, &id, &gateway, &[]), &["NO_ROUTE_TO_DESTINATION"]);
    route(&ec2, &net.vpc, "0.0.0.0/0", ("GatewayId", &gateway));
    ec2.advance(100_000);
    let found = reach(&ec2, &id, &gateway, &[]);
    assert_blocked(&found, &["IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS"]);
    address(&ec2, &interface);
    ec2.advance(100_000);
    let found = reach(&ec2, &id, &gateway, &[]);
    assert_found(&found);
    assert_eq!(kinds(&found, FORWARD), ["i", "eni", "sg", "acl", "rtb", "igw"]);
    assert_eq!(kinds(&found, BACK), ["igw", "acl", "sg", "eni", "i"]);
    let form = [("InternetGatewayBlockMode", "block-bidirectional")];
    ec2.call("ModifyVpcBlockPublicAccessOptions", &form);
    ec2.advance(200_000);
    assert_blocked(&reach(&ec2, &id, &gateway, &[]), &["VPC_BLOCK_PUBLIC_ACCESS_ENABLED"]);
}

#[test]
fn the_internet_is_reached_through_a_nat_gateway() {
    let ec2 = Ec2::new();
    let net = net(&ec2, 0);
    let out = group(&ec2, &net, "out");
    let gateway = internet(&ec2, &net.vpc);
    let (id, _) = instance(&ec2, &net.subnets[0], "10.0.1.10", &out);
    let made = ec2.call("AllocateAddress", &[("Domain", "vpc")]);
    let form = [("SubnetId", net.subnets[1].as_str()), ("AllocationId", made.text("allocationId"))];
    let nat = ec2.call("CreateNatGateway", &form);
    let nat = nat.text("natGateway.natGatewayId");
    ec2.advance(600);
    route(&ec2, &net.vpc, "0.0.0.0/0", ("NatGatewayId", nat));
    // The NAT gateway's own subnet leads to it, too.
    assert_blocked(&reach(&ec2, &id, &gateway, &[]), &["NO_PATH"]);
    let table = ec2.call("CreateRouteTable", &[("VpcId", &net.vpc)]);
    let table = table.text("routeTable.routeTableId");
    let form = [("RouteTableId", table), ("SubnetId", &net.subnets[1])];
    ec2.call("AssociateRouteTable", &form);
    let form =
        [("RouteTableId", table), ("DestinationCidrBlock", "0.0.0.0/0"), ("GatewayId", &gateway)];
    ec2.call("CreateRoute", &form);
    ec2.advance(100_000);
    let found = reach(&ec2, &id, &gateway, &[]);
    assert_found(&found);
    let forward = ["i", "eni", "sg", "acl", "rtb", "acl", "nat", "acl", "rtb", "igw"];
    assert_eq!(kinds(&found, FORWARD), forward);
    let back = ["igw", "acl", "nat", "acl", "rtb", "acl", "sg", "eni", "i"];
    assert_eq!(kinds(&found, BACK), back);
    let parts = found.all_at("forwardPathComponentSet.item");
    let translated = parts[6].at("outboundHeader").unwrap();
    assert_eq!(translated.text("sourcePortRangeSet.item.from"), "1024");
    assert!(translated.text("sourceAddressSet.item").starts_with("10.0.2."));
}

#[test]
fn a_vpn_gateway_takes_what_is_routed_to_it() {
    let ec2 = Ec2::new();
    let net = net(&ec2, 0);
    let both = group(&ec2, &net, "both");
    let (id, _) = instance(&ec2, &net.subnets[0], "10.0.1.10", &both);
    let made = ec2.call("CreateVpnGateway", &[("Type", "ipsec.1")]);
    let gateway = made.text("vpnGateway.vpnGatewayId");
    assert_blocked(&reach(&ec2, &id, gateway, &[]), &["UNASSOCIATED_COMPONENT"]);
    ec2.call("AttachVpnGateway", &[("VpnGatewayId", gateway), ("VpcId", &net.vpc)]);
    ec2.advance(100_000);
    assert_blocked(&reach(&ec2, &id, gateway, &[]), &["NO_ROUTE_TO_DESTINATION"]);
    route(&ec2, &net.vpc, "192.168.0.0/16", ("GatewayId", gateway));
    ec2.advance(100_000);
    let found = reach(&ec2, &id, gateway, &[]);
    assert_found(&found);
    assert_eq!(kinds(&found, FORWARD), ["i", "eni", "sg", "acl", "rtb", "vgw"]);
    assert_eq!(kinds(&found, BACK), ["vgw", "acl", "sg", "eni", "i"]);
    let header = found.at("forwardPathComponentSet.item.outboundHeader").unwrap();
    assert_eq!(header.text("destinationAddressSet.item"), "192.168.0.0/16");
    let lone = interface(&ec2, &net.subnets[0], "10.0.1.20", None);
    let found = reach(&ec2, &lone, gateway, &[]);
    assert_blocked(&found, &["VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS"]);
    let_in(&ec2, &both, "22", "192.168.0.0/16");
    let found = reach(&ec2, gateway, &id, &[("DestinationPort", "22")]);
    assert_found(&found);
    assert_eq!(kinds(&found, FORWARD), ["vgw", "acl", "sg", "eni", "i"]);
    let all = group(&ec2, &net, "all");
    let_in(&ec2, &all, "22", "0.0.0.0/0");
    let lone = interface(&ec2, &net.subnets[0], "10.0.1.21", Some(&all));
    let found = reach(&ec2, gateway, &lone, &[("DestinationPort", "22")]);
    assert_blocked(&found, &["VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"]);
}

#[test]
fn a_gateway_endpoint_is_reached_by_its_route() {
    let ec2 = Ec2::new();
    let net = net(&ec2, 0);
    let one = interface(&ec2, &net.subnets[0], "10.0.1.10", None);
    let form = [("VpcId", net.vpc.as_str()), ("ServiceName", "com.amazonaws.us-east-1.s3")];
    let endpoint = ec2.call("CreateVpcEndpoint", &form);
    let endpoint = endpoint.text("vpcEndpoint.vpcEndpointId");
    assert_blocked(&reach(&ec2, &one, endpoint, &[]), &["NO_ROUTE_TO_DESTINATION"]);
    let tables = ec2.call(
        "DescribeRouteTables",
        &[("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", &net.vpc)],
    );
    let table = tables.text("routeTableSet.item.routeTableId");
    let form = [("VpcEndpointId", endpoint), ("AddRouteTableId.1", table)];
    ec2.call("ModifyVpcEndpoint", &form);
    ec2.advance(100_000);
    let found = reach(&ec2, &one, endpoint, &[]);
    assert_found(&found);
    assert_eq!(kinds(&found, FORWARD), ["eni", "sg", "acl", "rtb", "vpce"]);
    let form = [
        ("Source", one.as_str()),
        ("Destination", endpoint),
        ("Protocol", "udp"),
        ("ClientToken", "udp"),
    ];
    let made = ec2.call("CreateNetworkInsightsPath", &form);
    let path = made.text("networkInsightsPath.networkInsightsPathId");
    let found = super::analyse(&ec2, path, &[]);
    assert_blocked(&found, &["VPCE_GATEWAY_PROTOCOL_RESTRICTION"]);
}

#[test]
fn what_cannot_be_analysed_is_refused() {
    let ec2 = Ec2::new();
    let net = net(&ec2, 0);
    let out = group(&ec2, &net, "out");
    let gateway = internet(&ec2, &net.vpc);
    let (id, middle) = instance(&ec2, &net.subnets[0], "10.0.1.10", &out);
    let refused = |source: &str, destination: &str| {
        let path = super::path(&ec2, source, destination, &[]);
        let form = [("NetworkInsightsPathId", path.as_str()), ("ClientToken", &path)];
        ec2.refused("StartNetworkInsightsAnalysis", &form)
    };
    let told = |what: &str| {
        ("UnsupportedOperation".to_owned(), format!("parlel-ec2 does not emulate {what}."))
    };
    route(&ec2, &net.vpc, "0.0.0.0/0", ("NetworkInterfaceId", &middle));
    let what = "the analysis of routes to network interfaces, carrier gateways and the like";
    assert_eq!(refused(&id, &gateway), told(what));
    let table = ec2.call("CreateRouteTable", &[("VpcId", &net.vpc)]);
    let table = table.text("routeTable.routeTableId");
    ec2.call("AssociateRouteTable", &[("RouteTableId", table), ("GatewayId", &gateway)]);
    assert_eq!(refused(&gateway, &id), told("the analysis of the route tables of gateways"));
}

#[test]
fn one_zonal_nat_gateway_is_looked_through() {
    let ec2 = Ec2::new();
    let net = net(&ec2, 0);
    let out = group(&ec2, &net, "out");
    let gateway = internet(&ec2, &net.vpc);
    let (id, _) = instance(&ec2, &net.subnets[0], "10.0.1.10", &out);
    let private = [("SubnetId", net.subnets[1].as_str()), ("ConnectivityType", "private")];
    let zonal = ec2.call("CreateNatGateway", &private).text("natGateway.natGatewayId").to_owned();
    let form = [
        ("VpcId", net.vpc.as_str()),
        ("AvailabilityMode", "regional"),
        ("ConnectivityType", "public"),
    ];
    let regional = ec2.call("CreateNatGateway", &form);
    let regional = regional.text("natGateway.natGatewayId");
    ec2.advance(600);
    let refused = || {
        ec2.advance(1);
        let path = super::path(&ec2, &id, &gateway, &[]);
        let form = [("NetworkInsightsPathId", path.as_str()), ("ClientToken", &path)];
        ec2.refused("StartNetworkInsightsAnalysis", &form).1
    };
    // Of the subnet of the NAT gateway, too.
    route(&ec2, &net.vpc, "0.0.0.0/0", ("NatGatewayId", &zonal));
    let another = ec2.call("CreateNatGateway", &private);
    let another = another.text("natGateway.natGatewayId");
    ec2.advance(600);
    let table = ec2.call("CreateRouteTable", &[("VpcId", &net.vpc)]);
    let table = table.text("routeTable.routeTableId");
    ec2.call("AssociateRouteTable", &[("RouteTableId", table), ("SubnetId", &net.subnets[1])]);
    let by = |operation: &str, target: &str| {
        let form = [
            ("RouteTableId", table),
            ("DestinationCidrBlock", "0.0.0.0/0"),
            ("NatGatewayId", target),
        ];
        ec2.call(operation, &form);
    };
    by("CreateRoute", another);
    let what = "parlel-ec2 does not emulate the analysis of several NAT gateways on one path.";
    assert_eq!(refused(), what);
    by("ReplaceRoute", regional);
    let what = "parlel-ec2 does not emulate the analysis of regional NAT gateways.";
    assert_eq!(refused(), what);
}
