//! Endpoints of Gateway Load Balancers, which routes can lead to.

use super::super::support::Ec2;
use super::{Network, id};

const GATEWAY: &str =
    "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/gwy/wall/0123456789abcdef";

/// The name of a service behind a Gateway Load Balancer.
fn service(ec2: &Ec2, acceptance: &str) -> [String; 2] {
    let form = [("GatewayLoadBalancerArn.1", GATEWAY), ("AcceptanceRequired", acceptance)];
    let made = ec2.call("CreateVpcEndpointServiceConfiguration", &form);
    ["serviceName", "serviceId"].map(|it| made.text(&format!("serviceConfiguration.{it}")).into())
}

const TYPE: (&str, &str) = ("VpcEndpointType", "GatewayLoadBalancer");

#[test]
fn a_route_leads_to_the_endpoint_of_a_gateway_load_balancer() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let [name, _] = service(ec2, "false");
    let subnet = ("SubnetId.1", network.subnets[0].as_str());
    let made = network.create(&name, &[TYPE, subnet]);
    let endpoint = id(&made);
    assert_eq!(made.text("vpcEndpointType"), "GatewayLoadBalancer");
    assert_eq!(made.text("subnetIdSet.item"), network.subnets[0]);
    for absent in ["routeTableIdSet", "groupSet", "dnsEntrySet", "policyDocument", "dnsOptions"] {
        assert!(!made.has(absent), "{absent}");
    }
    let interface = ("NetworkInterfaceId.1", made.text("networkInterfaceIdSet.item"));
    let interface = ec2.call("DescribeNetworkInterfaces", &[interface]);
    let interface = interface.at("networkInterfaceSet.item").unwrap();
    assert_eq!(interface.text("interfaceType"), "gateway_load_balancer_endpoint");
    assert_eq!(interface.text("requesterManaged"), "true");
    assert!(interface.texts("groupSet.item.groupId").is_empty());

    let [table, gateway_table] = network.tables.each_ref().map(String::as_str);
    let to = ("VpcEndpointId", endpoint.as_str());
    let world = ("DestinationCidrBlock", "0.0.0.0/0");
    ec2.call("CreateRoute", &[("RouteTableId", table), world, to]);
    let found = ec2.call("DescribeRouteTables", &[("RouteTableId.1", table)]);
    let routes = found.all_at("routeTableSet.item.routeSet.item");
    let route = routes.iter().find(|it| it.text("destinationCidrBlock") == world.1).unwrap();
    assert_eq!((route.text("gatewayId"), route.text("state")), (endpoint.as_str(), "active"));
    assert!(!route.has("vpcEndpointId"));
    // It is one of the targets of what stays within the VPC, and of a gateway's table.
    let near = ("DestinationCidrBlock", "10.0.1.0/24");
    ec2.call("CreateRoute", &[("RouteTableId", gateway_table), near, to]);
    let way_in = ec2.call("CreateInternetGateway", &[]);
    let way_in = way_in.text("internetGateway.internetGatewayId");
    let attach = [("InternetGatewayId", way_in), ("VpcId", network.vpc.as_str())];
    ec2.call("AttachInternetGateway", &attach);
    let associate = [("RouteTableId", gateway_table), ("GatewayId", way_in)];
    ec2.call("AssociateRouteTable", &associate);

    let failed = network.delete(&endpoint);
    assert_eq!(failed.text("unsuccessful.item.error.code"), "InvalidParameter");
    let words = "Endpoint must be removed from route table before deletion";
    assert_eq!(failed.text("unsuccessful.item.error.message"), words);
    ec2.call("DeleteRoute", &[("RouteTableId", table), world]);
    assert!(network.delete(&endpoint).has("unsuccessful.item"));
    ec2.call("DeleteRoute", &[("RouteTableId", gateway_table), near]);
    assert!(!network.delete(&endpoint).has("unsuccessful.item"));
    assert!(
        ec2.call("DescribeNetworkInterfaces", &[])
            .texts("networkInterfaceSet.item.networkInterfaceId",)
            .is_empty()
    );
}

#[test]
fn an_endpoint_is_no_target_before_it_is_available() {
    let network = Network::of(Ec2::with_aws_lifecycle());
    let ec2 = &network.ec2;
    let [name, service] = service(ec2, "true");
    ec2.advance(60);
    let endpoint = network.create(&name, &[TYPE, ("SubnetId.1", &network.subnets[0])]);
    let endpoint = id(&endpoint);
    let route = [
        ("RouteTableId", network.tables[0].as_str()),
        ("DestinationCidrBlock", "0.0.0.0/0"),
        ("VpcEndpointId", endpoint.as_str()),
    ];
    let words = format!(
        "Route table contains unsupported route target: {endpoint}. VPC Endpoints of this type \
         cannot be used as route targets."
    );
    let refusal = ("RouteNotSupported".to_owned(), words);
    assert_eq!(network.describe(&endpoint).text("state"), "pendingAcceptance");
    assert_eq!(ec2.refused("CreateRoute", &route), refusal);
    let connection = [("ServiceId", service.as_str()), ("VpcEndpointId.1", &endpoint)];
    ec2.call("AcceptVpcEndpointConnections", &connection);
    assert_eq!(ec2.refused("CreateRoute", &route), refusal);
    ec2.advance(300);
    ec2.call("CreateRoute", &route);
    let seen = ec2.call("DescribeVpcEndpointConnections", &[]);
    let seen = seen.at("vpcEndpointConnectionSet.item").unwrap();
    assert_eq!(seen.text("gatewayLoadBalancerArnSet.item"), GATEWAY);
    assert!(!seen.has("networkLoadBalancerArnSet"));
    ec2.call("RejectVpcEndpointConnections", &connection);
    let found = ec2.call("DescribeRouteTables", &[("RouteTableId.1", &network.tables[0])]);
    let states = found.texts("routeTableSet.item.routeSet.item.state").join(" ");
    assert_eq!(states, "active blackhole");
}

#[test]
fn what_such_an_endpoint_lacks_is_refused() {
    let network = Network::new();
    let [name, _] = service(&network.ec2, "false");
    let [one, two] = [0, 1].map(|at| network.subnets[at].as_str());
    let exactly = "A GatewayLoadBalancer type VPC Endpoint must have exactly one subnet.";
    for (form, words) in [
        (vec![], exactly),
        (vec![("SubnetId.1", one), ("SubnetId.2", two)], exactly),
        (
            vec![("SubnetId.1", one), ("RouteTableId.1", &network.tables[0])],
            "Route table IDs are only supported for Gateway type VPC Endpoint.",
        ),
        (
            vec![("SubnetId.1", one), ("PrivateDnsEnabled", "true")],
            "Private DNS is only supported for Interface type VPC Endpoints.",
        ),
        (
            vec![("SubnetId.1", one), ("DnsOptions.DnsRecordIpType", "ipv4")],
            "DnsOptions is not applicable to GatewayLoadBalancer VPC Endpoints.",
        ),
    ] {
        let form = [&[TYPE], form.as_slice()].concat();
        let refusal = ("InvalidParameter".to_owned(), words.to_owned());
        assert_eq!(network.refused(&name, &form), refusal, "{form:?}");
    }
    let endpoint = id(&network.create(&name, &[TYPE, ("SubnetId.1", one)]));
    let both = network.refused_change(&endpoint, &[("IpAddressType", "dualstack")]);
    let words = "parlel-ec2 does not emulate Gateway Load Balancer endpoints of the IP address \
                 type dualstack.";
    assert_eq!(both, ("UnsupportedOperation".to_owned(), words.to_owned()));
    let words = "The subnet of a GatewayLoadBalancer type VPC Endpoint cannot be changed.";
    let refusal = ("InvalidParameter".to_owned(), words.to_owned());
    assert_eq!(network.refused_change(&endpoint, &[("AddSubnetId.1", two)]), refusal);
    let target = [("GatewayLoadBalancerEndpointId", endpoint.as_str())];
    let made = network.ec2.call("CreateTrafficMirrorTarget", &target);
    let made = made.at("trafficMirrorTarget").unwrap();
    assert_eq!(made.text("type"), "gateway-load-balancer-endpoint");
    assert_eq!(made.text("gatewayLoadBalancerEndpointId"), endpoint);
}
