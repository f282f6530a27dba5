use super::support::Ec2;

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
    assert_eq!(ec2.refused("CreateRoute", &unknown[..2]).0, "MissingParameter");
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
