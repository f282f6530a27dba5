use super::support::{Ec2, Xml};

struct Network {
    ec2: Ec2,
    vpc: String,
    subnet: String,
    gateway: String,
    table: String,
}

impl Network {
    fn new() -> Self {
        let ec2 = Ec2::new();
        let vpc =
            ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).text("vpc.vpcId").to_owned();
        let form = [("VpcId", vpc.as_str()), ("CidrBlock", "10.0.0.0/24")];
        let subnet = ec2.call("CreateSubnet", &form).text("subnet.subnetId").to_owned();
        let gateway = ec2.call("CreateInternetGateway", &[]);
        let gateway = gateway.text("internetGateway.internetGatewayId").to_owned();
        ec2.call("AttachInternetGateway", &[("InternetGatewayId", &gateway), ("VpcId", &vpc)]);
        let table = ec2.call("CreateRouteTable", &[("VpcId", &vpc), ("ClientToken", "once")]);
        assert_eq!(table.text("clientToken"), "once");
        let table = table.text("routeTable.routeTableId").to_owned();
        Self { ec2, vpc, subnet, gateway, table }
    }

    fn route(&self, cidr: &str) -> [(&'static str, String); 3] {
        [
            ("RouteTableId", self.table.clone()),
            ("DestinationCidrBlock", cidr.to_owned()),
            ("GatewayId", self.gateway.clone()),
        ]
    }
}

fn borrowed<'a>(form: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    form.iter().map(|(key, value)| (*key, value.as_str())).collect()
}

#[test]
fn routes_come_and_go() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let everywhere = network.route("0.0.0.0/0");
    let made = ec2.call("CreateRoute", &borrowed(&everywhere));
    assert_eq!(made.text("return"), "true");
    let (code, message) = ec2.refused("CreateRoute", &borrowed(&everywhere));
    assert_eq!(code, "RouteAlreadyExists");
    assert_eq!(message, "The route identified by 0.0.0.0/0 already exists.");
    let local = network.route("10.0.0.0/16");
    assert_eq!(ec2.refused("CreateRoute", &borrowed(&local)).0, "RouteAlreadyExists");
    assert_eq!(ec2.refused("DeleteRoute", &borrowed(&local[..2])).0, "InvalidParameterValue");
    let bad = network.route("everywhere");
    let (_, message) = ec2.refused("CreateRoute", &borrowed(&bad));
    assert!(message.contains("for parameter destinationCidrBlock is invalid"), "{message}");
    let unknown = [
        ("RouteTableId", network.table.as_str()),
        ("DestinationCidrBlock", "1.0.0.0/8"),
        ("GatewayId", "igw-1"),
    ];
    let (code, message) = ec2.refused("CreateRoute", &unknown);
    assert_eq!(code, "InvalidGatewayID.NotFound");
    assert_eq!(message, "The gateway ID 'igw-1' does not exist");
    let (code, message) = ec2.refused("CreateRoute", &unknown[..2]);
    assert_eq!(code, "InvalidParameterValue");
    assert!(message.starts_with("The request must contain exactly one of gatewayId"), "{message}");
    let other = ec2.call("CreateInternetGateway", &[]);
    let other = other.text("internetGateway.internetGatewayId");
    let foreign = [unknown[0], unknown[1], ("GatewayId", other)];
    assert_eq!(ec2.refused("CreateRoute", &foreign).0, "InvalidParameterValue");

    let states = || {
        let found = ec2.call("DescribeRouteTables", &[("RouteTableId.1", &network.table)]);
        found.texts("routeTableSet.item.routeSet.item.state").join(" ")
    };
    assert_eq!(states(), "active active");
    let detach = [("InternetGatewayId", network.gateway.as_str()), ("VpcId", &network.vpc)];
    ec2.call("DetachInternetGateway", &detach);
    assert_eq!(states(), "active blackhole");
    ec2.call("DeleteRoute", &borrowed(&everywhere[..2]));
    assert_eq!(states(), "active");
    let gone = ec2.refused("DeleteRoute", &borrowed(&everywhere[..2]));
    assert_eq!(gone.0, "InvalidRoute.NotFound");
}

#[test]
fn associations_hold_a_table() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let pair = [("RouteTableId", network.table.as_str()), ("SubnetId", network.subnet.as_str())];
    assert_eq!(ec2.refused("AssociateRouteTable", &pair[..1]).0, "MissingParameter");
    let made = ec2.call("AssociateRouteTable", &pair);
    assert_eq!(made.text("associationState.state"), "associated");
    assert_eq!(ec2.refused("AssociateRouteTable", &pair).0, "Resource.AlreadyAssociated");
    let (code, message) = ec2.refused("DeleteRouteTable", &pair[..1]);
    assert_eq!(code, "DependencyViolation");
    let id = &network.table;
    assert_eq!(message, format!("The routeTable '{id}' has dependencies and cannot be deleted."));

    let second = ec2.call("CreateRouteTable", &[("VpcId", &network.vpc)]);
    let second = second.text("routeTable.routeTableId");
    let moved = [("AssociationId", made.text("associationId")), ("RouteTableId", second)];
    let moved = ec2.call("ReplaceRouteTableAssociation", &moved);
    let association = moved.text("newAssociationId");
    let form = [("Filter.1.Name", "association.subnet-id"), ("Filter.1.Value.1", pair[1].1)];
    let found = ec2.call("DescribeRouteTables", &form);
    assert_eq!(found.texts("routeTableSet.item.routeTableId"), [second]);
    let foreign = ec2.call("DescribeRouteTables", &[]);
    let foreign = [
        ("AssociationId", association),
        ("RouteTableId", foreign.text("routeTableSet.item.routeTableId")),
    ];
    assert_eq!(ec2.refused("ReplaceRouteTableAssociation", &foreign).0, "InvalidParameterValue");

    ec2.call("DisassociateRouteTable", &[("AssociationId", association)]);
    let gone = ec2.refused("DisassociateRouteTable", &[("AssociationId", association)]);
    assert_eq!(gone.0, "InvalidAssociationID.NotFound");
    ec2.call("DeleteRouteTable", &[("RouteTableId", second)]);
    ec2.call("DeleteRouteTable", &pair[..1]);
    assert_eq!(ec2.refused("DeleteRouteTable", &pair[..1]).0, "InvalidRouteTableID.NotFound");
}

#[test]
fn the_main_table_stays() {
    let network = Network::new();
    let form = [
        ("Filter.1.Name", "association.main"),
        ("Filter.1.Value.1", "true"),
        ("Filter.2.Name", "vpc-id"),
        ("Filter.2.Value.1", network.vpc.as_str()),
    ];
    let main = network.ec2.call("DescribeRouteTables", &form);
    let association = main.text("routeTableSet.item.associationSet.item.routeTableAssociationId");
    let (code, message) =
        network.ec2.refused("DisassociateRouteTable", &[("AssociationId", association)]);
    assert_eq!(code, "InvalidParameterValue");
    let expected = format!("Cannot disassociate the main route table association {association}");
    assert_eq!(message, expected);
    let table = main.text("routeTableSet.item.routeTableId");
    let refused = network.ec2.refused("DeleteRouteTable", &[("RouteTableId", table)]);
    assert_eq!(refused.0, "DependencyViolation");
    let foreign = network.ec2.call("DescribeSubnets", &[]);
    let foreign = [("RouteTableId", table), ("SubnetId", foreign.text("subnetSet.item.subnetId"))];
    assert_eq!(network.ec2.refused("AssociateRouteTable", &foreign).0, "InvalidParameterValue");
}

impl Network {
    /// Launches an instance into the subnet; its id and its interface's.
    fn launch(&self) -> (String, String) {
        let image = self.ec2.call("DescribeImages", &[("Owner.1", "amazon"), X86[0], X86[1]]);
        let form = [
            ("ImageId", image.text("imagesSet.item.imageId")),
            ("InstanceType", "t3.micro"),
            ("SubnetId", &self.subnet),
            ("MinCount", "1"),
            ("MaxCount", "1"),
        ];
        let launched = self.ec2.call("RunInstances", &form);
        let instance = launched.at("instancesSet.item").unwrap();
        let interface = instance.text("networkInterfaceSet.item.networkInterfaceId");
        (instance.text("instanceId").to_owned(), interface.to_owned())
    }

    fn routed(&self, action: &str, cidr: &str, target: (&str, &str)) {
        let table = ("RouteTableId", self.table.as_str());
        self.ec2.call(action, &[table, ("DestinationCidrBlock", cidr), target]);
    }

    fn route_refused(&self, action: &str, more: &[(&str, &str)]) -> (String, String) {
        let table = [("RouteTableId", self.table.as_str())];
        self.ec2.refused(action, &[&table, more].concat())
    }

    /// The last route of the table.
    fn last_route(&self) -> Xml {
        let found = self.ec2.call("DescribeRouteTables", &[("RouteTableId.1", &self.table)]);
        let routes = found.all_at("routeTableSet.item.routeSet.item");
        routes.last().copied().unwrap().clone()
    }
}

const X86: [(&str, &str); 2] = [("Filter.1.Name", "architecture"), ("Filter.1.Value.1", "x86_64")];

#[test]
fn routes_lead_to_instances_and_interfaces() {
    let network = Network::new();
    let (instance, interface) = network.launch();
    network.routed("CreateRoute", "10.9.0.0/16", ("InstanceId", &instance));
    let route = network.last_route();
    assert_eq!(route.text("instanceId"), instance);
    assert_eq!(route.text("networkInterfaceId"), interface);
    assert_eq!(route.text("instanceOwnerId"), "000000000000");
    assert_eq!(route.text("origin"), "CreateRoute");
    assert_eq!(route.text("state"), "active");

    let form = [("SubnetId", network.subnet.as_str())];
    let free = network.ec2.call("CreateNetworkInterface", &form);
    let free = free.text("networkInterface.networkInterfaceId");
    network.routed("ReplaceRoute", "10.9.0.0/16", ("NetworkInterfaceId", free));
    let route = network.last_route();
    assert_eq!(route.text("networkInterfaceId"), free);
    assert_eq!(route.text("state"), "blackhole");
    assert!(!route.has("instanceId"));

    let attach =
        [("NetworkInterfaceId", free), ("InstanceId", instance.as_str()), ("DeviceIndex", "1")];
    network.ec2.call("AttachNetworkInterface", &attach);
    assert_eq!(network.last_route().text("state"), "active");
    let to = [("DestinationCidrBlock", "10.8.0.0/16"), ("InstanceId", instance.as_str())];
    let (code, message) = network.route_refused("CreateRoute", &to);
    assert_eq!(code, "InvalidInstanceID");
    assert_eq!(
        message,
        format!(
            "There are multiple interfaces attached to instance '{instance}'. Please specify an \
             interface ID for the operation instead."
        )
    );
    network.ec2.call("TerminateInstances", &[("InstanceId.1", &instance)]);
    assert_eq!(network.last_route().text("state"), "blackhole");
    assert_eq!(network.route_refused("CreateRoute", &to).0, "IncorrectInstanceState");
}

#[test]
fn replacing_needs_a_route() {
    let network = Network::new();
    let gateway = ("GatewayId", network.gateway.as_str());
    let (code, message) =
        network.route_refused("ReplaceRoute", &[("DestinationCidrBlock", "0.0.0.0/0"), gateway]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(
        message,
        "There is no route defined for '0.0.0.0/0' in the route table. Use CreateRoute instead."
    );
    let local =
        network.route_refused("ReplaceRoute", &[("DestinationCidrBlock", "10.0.0.0/16"), gateway]);
    assert_eq!(local.0, "UnsupportedOperation");
    let reset = [("DestinationCidrBlock", "10.0.0.0/16"), ("LocalTarget", "true")];
    assert_eq!(network.route_refused("ReplaceRoute", &reset).0, "UnsupportedOperation");
}

#[test]
fn ipv6_destinations_are_routed() {
    let network = Network::new();
    let form = [("VpcId", network.vpc.as_str()), ("AmazonProvidedIpv6CidrBlock", "true")];
    let block = network.ec2.call("AssociateVpcCidrBlock", &form);
    let block = block.text("ipv6CidrBlockAssociation.ipv6CidrBlock");
    let to = [
        ("DestinationIpv6CidrBlock", "::/0"),
        ("GatewayId", network.gateway.as_str()),
        ("RouteTableId", network.table.as_str()),
    ];
    network.ec2.call("CreateRoute", &to);
    let (code, message) = network.ec2.refused("CreateRoute", &to);
    assert_eq!(code, "RouteAlreadyExists");
    assert_eq!(message, "The route identified by ::/0 already exists.");
    let found = network.ec2.call("DescribeRouteTables", &[("RouteTableId.1", &network.table)]);
    let ipv6 = "routeTableSet.item.routeSet.item.destinationIpv6CidrBlock";
    assert_eq!(found.texts(ipv6), [block, "::/0"]);
    network.ec2.call("DeleteRoute", &[to[0], to[2]]);
    let (code, message) = network.ec2.refused("DeleteRoute", &[to[0], to[2]]);
    assert_eq!(code, "InvalidRoute.NotFound");
    let table = &network.table;
    assert_eq!(
        message,
        format!("no route with destination-ipv6-cidr-block ::/0 in route table {table}")
    );
    let both = [to[0], ("DestinationCidrBlock", "0.0.0.0/0"), to[1]];
    assert_eq!(network.route_refused("CreateRoute", &both).0, "InvalidParameterCombination");
    assert_eq!(network.route_refused("CreateRoute", &to[1..2]).0, "MissingParameter");
}

#[test]
fn targets_that_do_not_exist_are_named() {
    let network = Network::new();
    for (name, id, code) in [
        ("NatGatewayId", "nat-1", "InvalidNatGatewayID.NotFound"),
        ("VpcPeeringConnectionId", "pcx-1", "InvalidVpcPeeringConnectionID.NotFound"),
        ("TransitGatewayId", "tgw-1", "InvalidTransitGatewayID.NotFound"),
        ("EgressOnlyInternetGatewayId", "eigw-1", "InvalidEgressOnlyInternetGatewayId.NotFound"),
        ("NetworkInterfaceId", "eni-1", "InvalidNetworkInterfaceID.NotFound"),
        ("InstanceId", "i-0123456789abcdef0", "InvalidInstanceID.NotFound"),
        ("VpcEndpointId", "vpce-1", "UnsupportedOperation"),
    ] {
        let to = [("DestinationCidrBlock", "0.0.0.0/0"), (name, id)];
        let refused = network.route_refused("CreateRoute", &to);
        assert_eq!(refused.0, code);
        assert!(code == "UnsupportedOperation" || refused.1.contains(id), "{}", refused.1);
    }
    let two = [
        ("DestinationCidrBlock", "0.0.0.0/0"),
        ("GatewayId", network.gateway.as_str()),
        ("InstanceId", "i-1"),
    ];
    assert_eq!(network.route_refused("CreateRoute", &two).0, "InvalidParameterValue");
    let list = [("DestinationPrefixListId", "pl-1"), two[1]];
    assert_eq!(network.route_refused("CreateRoute", &list).0, "UnsupportedOperation");
}

#[test]
fn within_the_vpc_only_whole_subnets_are_led_elsewhere() {
    let network = Network::new();
    let (_, interface) = network.launch();
    let to_interface = ("NetworkInterfaceId", interface.as_str());
    network.routed("CreateRoute", "10.0.0.0/24", to_interface);
    let table = &network.table;
    for (cidr, target) in
        [("10.0.1.0/24", to_interface), ("10.0.0.0/25", ("GatewayId", network.gateway.as_str()))]
    {
        let (code, message) =
            network.route_refused("CreateRoute", &[("DestinationCidrBlock", cidr), target]);
        assert_eq!(code, "InvalidParameterValue");
        assert_eq!(
            message,
            format!(
                "Cannot create a more specific route for {cidr} than local route 10.0.0.0/16 in \
                 route table {table}"
            )
        );
    }
}

#[test]
fn interfaces_of_other_networks_are_no_targets() {
    let network = Network::new();
    let default = [("Filter.1.Name", "default-for-az"), ("Filter.1.Value.1", "true")];
    let subnet = network.ec2.call("DescribeSubnets", &default);
    let form = [("SubnetId", subnet.text("subnetSet.item.subnetId"))];
    let foreign = network.ec2.call("CreateNetworkInterface", &form);
    let foreign = foreign.text("networkInterface.networkInterfaceId");
    let to = [("DestinationCidrBlock", "0.0.0.0/0"), ("NetworkInterfaceId", foreign)];
    let (code, message) = network.route_refused("CreateRoute", &to);
    assert_eq!(code, "InvalidParameterValue");
    assert!(message.ends_with("belong to different networks"), "{message}");
}
