//! Route tables, and routes that leave the VPC.

mod carriers;
mod gateways;
mod instances;
mod local;
mod prefix_lists;
mod tokens;

use super::support::{Ec2, Xml};

const VPC_CIDR: &str = "10.0.0.0/16";

struct Network {
    ec2: Ec2,
    vpc: String,
    subnet: String,
    gateway: String,
    table: String,
}

impl Network {
    fn new() -> Self {
        Self::of(Ec2::new())
    }

    fn of(ec2: Ec2) -> Self {
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

const ONE_TARGET: &str = "The request must contain exactly one of gatewayId, natGatewayId, \
                          networkInterfaceId, vpcPeeringConnectionId, egressOnlyInternetGatewayId, \
                          transitGatewayId, localGatewayId, carrierGatewayId, vpcEndpointId, \
                          coreNetworkArn or instanceId";

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
    let (code, message) = ec2.refused("DeleteRoute", &borrowed(&local[..2]));
    assert_eq!(code, "InvalidParameterValue");
    let table = &network.table;
    let expected = format!("cannot remove local route 10.0.0.0/16 in route table {table}");
    assert_eq!(message, expected);
    let bad = network.route("everywhere");
    let (_, message) = ec2.refused("CreateRoute", &borrowed(&bad));
    assert!(message.contains("for parameter destinationCidrBlock is invalid"), "{message}");
    let empty = network.route("");
    let (code, message) = ec2.refused("CreateRoute", &borrowed(&empty));
    assert_eq!(code, "InvalidParameterValue");
    let expected = "Value () for parameter destinationCidrBlock is invalid. This is not a valid \
                    CIDR block.";
    assert_eq!(message, expected);
    let no_table = [("RouteTableId", ""), ("DestinationCidrBlock", "0.0.0.0/0")];
    let (code, message) = ec2.refused("CreateRoute", &no_table);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter routeTableId");
    let unknown = [
        ("RouteTableId", network.table.as_str()),
        ("DestinationCidrBlock", "1.0.0.0/8"),
        ("GatewayId", "igw-1"),
    ];
    let (code, message) = ec2.refused("CreateRoute", &unknown);
    assert_eq!(code, "InvalidGatewayID.NotFound");
    assert_eq!(message, "The gateway ID 'igw-1' does not exist");
    let (code, message) = ec2.refused("CreateRoute", &unknown[..2]);
    assert_eq!((code.as_str(), message.as_str()), ("MissingParameter", ONE_TARGET));
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
    let (code, message) = ec2.refused("AssociateRouteTable", &pair[..1]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter SubnetId or GatewayId");
    let made = ec2.call("AssociateRouteTable", &pair);
    assert_eq!(made.text("associationState.state"), "associated");
    let (code, message) = ec2.refused("DeleteRouteTable", &pair[..1]);
    assert_eq!(code, "DependencyViolation");
    let id = &network.table;
    assert_eq!(message, format!("The routeTable '{id}' has dependencies and cannot be deleted."));

    let second = ec2.call("CreateRouteTable", &[("VpcId", &network.vpc)]);
    let second = second.text("routeTable.routeTableId");
    for table in [id, second] {
        let form = [("RouteTableId", table), pair[1]];
        let (code, message) = ec2.refused("AssociateRouteTable", &form);
        assert_eq!(code, "Resource.AlreadyAssociated");
        let expected = format!(
            "the specified association for route table {table} conflicts with an existing \
             association"
        );
        assert_eq!(message, expected);
    }
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
    let (code, message) = ec2.refused("ReplaceRouteTableAssociation", &foreign);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(
        message,
        format!(
            "route table association {association} and route table {} belong to different networks",
            foreign[1].1
        )
    );

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
    let expected = format!("cannot disassociate the main route table association {association}");
    assert_eq!(message, expected);
    let table = main.text("routeTableSet.item.routeTableId");
    let refused = network.ec2.refused("DeleteRouteTable", &[("RouteTableId", table)]);
    assert_eq!(refused.0, "DependencyViolation");
    let foreign = network.ec2.call("DescribeSubnets", &[]);
    let foreign = [("RouteTableId", table), ("SubnetId", foreign.text("subnetSet.item.subnetId"))];
    let (code, message) = network.ec2.refused("AssociateRouteTable", &foreign);
    assert_eq!(code, "InvalidParameterValue");
    let subnet = foreign[1].1;
    let expected = format!("route table {table} and subnet {subnet} belong to different networks");
    assert_eq!(message, expected);
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
    let ended = "Instance with state 'terminated' is not valid for this operation.";
    let refusal = network.route_refused("CreateRoute", &to);
    assert_eq!(refusal, ("IncorrectInstanceState".to_owned(), ended.to_owned()));
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
    let (code, message) = network.route_refused("CreateRoute", &both);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(
        message,
        "The parameter destinationCidrBlock cannot be used with the parameter \
         destinationIpv6CidrBlock"
    );
    let (code, message) = network.route_refused("CreateRoute", &to[1..2]);
    assert_eq!(code, "MissingParameter");
    let expected = "The request must contain exactly one of: destinationCidrBlock, \
                    destinationIpv6CidrBlock, destinationPrefixListId";
    assert_eq!(message, expected);
}

#[test]
fn targets_that_do_not_exist_are_named() {
    let network = Network::new();
    for (name, id, code, message) in [
        (
            "NatGatewayId",
            "nat-0123456789abcdef0",
            "InvalidNatGatewayID.NotFound",
            "The natGateway ID 'ID' does not exist",
        ),
        (
            "NatGatewayId",
            "igw-0123456789abcdef0",
            "InvalidNatGatewayID.NotFound",
            "The natGateway ID 'ID' does not exist",
        ),
        (
            "GatewayId",
            "nat-0123456789abcdef0",
            "InvalidGatewayID.NotFound",
            "The gateway ID 'ID' does not exist",
        ),
        (
            "VpcPeeringConnectionId",
            "pcx-0123456789abcdef0",
            "InvalidVpcPeeringConnectionID.NotFound",
            "The vpcPeeringConnection ID 'ID' does not exist",
        ),
        (
            "TransitGatewayId",
            "tgw-0123456789abcdef0",
            "InvalidTransitGatewayID.NotFound",
            "The transitGateway ID 'ID' does not exist.",
        ),
        (
            "EgressOnlyInternetGatewayId",
            "eigw-0123456789abcdef0",
            "InvalidEgressOnlyInternetGatewayId.NotFound",
            "The egressOnlyInternetGateway ID 'ID' does not exist",
        ),
        (
            "NetworkInterfaceId",
            "eni-0123456789abcdef0",
            "InvalidNetworkInterfaceID.NotFound",
            "The networkInterface ID 'ID' does not exist",
        ),
        (
            "InstanceId",
            "i-0123456789abcdef0",
            "InvalidInstanceID.NotFound",
            "The instance ID 'ID' does not exist",
        ),
        (
            "VpcEndpointId",
            "vpce-0123456789abcdef0",
            "InvalidVpcEndpointId.NotFound",
            "The Vpc Endpoint Id 'ID' does not exist",
        ),
    ] {
        let to = [("DestinationCidrBlock", "0.0.0.0/0"), (name, id)];
        let refused = network.route_refused("CreateRoute", &to);
        let message = message.replace("'ID'", &format!("'{id}'"));
        assert_eq!(refused, (code.to_owned(), message));
    }
}

#[test]
fn a_word_behind_the_prefix_is_no_id_of_a_table() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let to = [("DestinationCidrBlock", "0.0.0.0/0"), ("GatewayId", network.gateway.as_str())];
    let subnet = [("SubnetId", "subnet-0123456789abcdef0")];
    for (action, name, more) in [
        ("CreateRoute", "RouteTableId", &to[..]),
        ("ReplaceRoute", "RouteTableId", &to[..]),
        ("DeleteRoute", "RouteTableId", &to[..1]),
        ("AssociateRouteTable", "RouteTableId", &subnet[..]),
        ("DeleteRouteTable", "RouteTableId", &to[..0]),
        ("DescribeRouteTables", "RouteTableId.1", &to[..0]),
    ] {
        let form = [&[(name, "rtb-nat-gw-a")][..], more].concat();
        let (code, message) = ec2.refused(action, &form);
        assert_eq!(code, "InvalidRouteTableId.Malformed", "{action}");
        assert_eq!(message, "Invalid id: \"rtb-nat-gw-a\"", "{action}");
        let form = [&[(name, "nat-gw-a")][..], more].concat();
        let (code, message) = ec2.refused(action, &form);
        assert_eq!(code, "InvalidRouteTableID.NotFound", "{action}");
        assert_eq!(message, "The routeTable ID 'nat-gw-a' does not exist", "{action}");
    }
}

#[test]
fn a_route_has_one_target() {
    let network = Network::new();
    let two = [
        ("DestinationCidrBlock", "0.0.0.0/0"),
        ("GatewayId", network.gateway.as_str()),
        ("InstanceId", "i-1"),
    ];
    let (code, message) = network.route_refused("CreateRoute", &two);
    assert_eq!((code.as_str(), message.as_str()), ("InvalidParameterValue", ONE_TARGET));
}

#[test]
fn gateways_are_taken_under_each_others_parameter() {
    let network = Network::new();
    let form = [("SubnetId", network.subnet.as_str()), ("ConnectivityType", "private")];
    let nat = network.ec2.call("CreateNatGateway", &form);
    let nat = nat.text("natGateway.natGatewayId");
    for action in ["CreateRoute", "ReplaceRoute"] {
        network.routed(action, "0.0.0.0/0", ("GatewayId", nat));
        let route = network.last_route();
        assert_eq!(route.text("natGatewayId"), nat);
        assert!(!route.has("gatewayId"));
    }
    network.routed("ReplaceRoute", "0.0.0.0/0", ("NatGatewayId", &network.gateway));
    let route = network.last_route();
    assert_eq!(route.text("gatewayId"), network.gateway);
    assert!(!route.has("natGatewayId"));
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
    let table = &network.table;
    let expected =
        format!("route table {table} and interface {foreign} belong to different networks");
    assert_eq!(message, expected);
}
