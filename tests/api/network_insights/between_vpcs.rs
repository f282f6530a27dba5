use super::{
    BACK, FORWARD, Net, assert_blocked, assert_found, group, interface, kinds, let_in, net, reach,
    route,
};
use crate::support::Ec2;

struct Two {
    here: Net,
    there: Net,
    source: String,
    destination: String,
}

fn two(ec2: &Ec2) -> Two {
    let (here, there) = (net(ec2, 0), net(ec2, 1));
    let inside = group(ec2, &there, "in");
    let_in(ec2, &inside, "22", "10.0.0.0/16");
    let source = interface(ec2, &here.subnets[0], "10.0.1.10", None);
    let destination = interface(ec2, &there.subnets[1], "10.1.2.10", Some(&inside));
    Two { here, there, source, destination }
}

const SSH: [(&str, &str); 1] = [("DestinationPort", "22")];

fn peer(ec2: &Ec2, two: &Two) -> String {
    let form = [("VpcId", two.here.vpc.as_str()), ("PeerVpcId", &two.there.vpc)];
    let made = ec2.call("CreateVpcPeeringConnection", &form);
    made.text("vpcPeeringConnection.vpcPeeringConnectionId").to_owned()
}

#[test]
fn vpcs_are_peers() {
    let ec2 = Ec2::new();
    let two = two(&ec2);
    let found = reach(&ec2, &two.source, &two.destination, &SSH);
    assert_blocked(&found, &["DISCONNECTED_VPCS"]);
    assert_eq!(found.text("explanationSet.item.sourceVpc.id"), two.here.vpc);
    assert_eq!(found.text("explanationSet.item.destinationVpc.id"), two.there.vpc);
    let connection = peer(&ec2, &two);
    ec2.advance(60);
    ec2.call("AcceptVpcPeeringConnection", &[("VpcPeeringConnectionId", &connection)]);
    ec2.advance(100_000);
    let found = reach(&ec2, &two.source, &two.destination, &SSH);
    assert_blocked(&found, &["NO_ROUTE_TO_DESTINATION"]);
    assert_eq!(kinds(&found, FORWARD), ["eni", "sg", "acl", "rtb"]);
    let by_peer = ("VpcPeeringConnectionId", connection.as_str());
    route(&ec2, &two.here.vpc, "10.1.0.0/16", by_peer);
    ec2.advance(100_000);
    let found = reach(&ec2, &two.source, &two.destination, &SSH);
    assert_blocked(&found, &["NO_ROUTE_TO_DESTINATION"]);
    let forward = ["eni", "sg", "acl", "rtb", "pcx", "acl", "sg", "eni"];
    assert_eq!(kinds(&found, FORWARD), forward);
    assert_eq!(found.text("explanationSet.item.vpc.id"), two.there.vpc);
    route(&ec2, &two.there.vpc, "10.0.0.0/16", by_peer);
    ec2.advance(100_000);
    let found = reach(&ec2, &two.source, &two.destination, &SSH);
    assert_found(&found);
    assert_eq!(kinds(&found, BACK), forward);
    let parts = found.all_at("forwardPathComponentSet.item");
    assert_eq!(parts[4].text("sourceVpc.id"), two.here.vpc);
    assert_eq!(parts[4].text("destinationVpc.id"), two.there.vpc);
    assert_found(&reach(&ec2, &two.source, &connection, &[]));
    let found = reach(&ec2, &connection, &two.destination, &SSH);
    assert_found(&found);
    assert_eq!(kinds(&found, FORWARD), ["pcx", "acl", "sg", "eni"]);
    ec2.call("DeleteVpcPeeringConnection", &[by_peer]);
    ec2.advance(100_000);
    assert_blocked(&reach(&ec2, &two.source, &two.destination, &SSH), &["DISCONNECTED_VPCS"]);
}

#[test]
fn a_transit_gateway_is_between() {
    let ec2 = Ec2::new();
    let two = two(&ec2);
    let made = ec2.call("CreateTransitGateway", &[]);
    let gateway = made.text("transitGateway.transitGatewayId");
    ec2.advance(600);
    let attach = |net: &Net| {
        let form = [
            ("TransitGatewayId", gateway),
            ("VpcId", net.vpc.as_str()),
            ("SubnetIds.1", &net.subnets[1]),
        ];
        let made = ec2.call("CreateTransitGatewayVpcAttachment", &form);
        ec2.advance(600);
        made.text("transitGatewayVpcAttachment.transitGatewayAttachmentId").to_owned()
    };
    let here = attach(&two.here);
    assert_blocked(&reach(&ec2, &two.source, &two.destination, &SSH), &["DISCONNECTED_VPCS"]);
    let there = attach(&two.there);
    route(&ec2, &two.here.vpc, "10.1.0.0/16", ("TransitGatewayId", gateway));
    ec2.advance(100_000);
    let found = reach(&ec2, &two.source, &two.destination, &SSH);
    assert_found(&found);
    let forward =
        ["eni", "sg", "acl", "rtb", "acl", "tgw-attach", "tgw-rtb", "tgw-attach", "sg", "eni"];
    assert_eq!(kinds(&found, FORWARD), forward);
    assert!(!found.has("returnPathComponentSet.item"));
    let ids = found.texts("forwardPathComponentSet.item.component.id");
    assert!(ids.contains(&here.as_str()) && ids.contains(&there.as_str()));
    let routes = found.all_at("forwardPathComponentSet.item.transitGatewayRouteTableRoute");
    for (member, value) in [
        ("destinationCidr", "10.1.0.0/16"),
        ("state", "active"),
        ("routeOrigin", "propagated"),
        ("attachmentId", there.as_str()),
        ("resourceType", "vpc"),
        ("resourceId", &two.there.vpc),
    ] {
        assert_eq!(routes[0].text(member), value, "{member}");
    }
    assert_found(&reach(&ec2, &two.source, gateway, &[]));
    assert_found(&reach(&ec2, gateway, &two.destination, &SSH));
    let tables = ec2.call("DescribeTransitGatewayRouteTables", &[]);
    let table = tables.text("transitGatewayRouteTables.item.transitGatewayRouteTableId");
    let tie = [("TransitGatewayRouteTableId", table), ("TransitGatewayAttachmentId", &there)];
    ec2.call("DisableTransitGatewayRouteTablePropagation", &tie);
    ec2.advance(100_000);
    let found = reach(&ec2, &two.source, &two.destination, &SSH);
    assert_blocked(&found, &["TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT"]);
    assert_eq!(found.text("explanationSet.item.transitGatewayRouteTable.id"), table);
    let form = [
        ("TransitGatewayRouteTableId", table),
        ("DestinationCidrBlock", "10.1.2.0/24"),
        ("Blackhole", "true"),
    ];
    ec2.call("CreateTransitGatewayRoute", &form);
    ec2.advance(100_000);
    let found = reach(&ec2, &two.source, &two.destination, &SSH);
    assert_blocked(&found, &["TGW_RTB_BAD_STATE_ROUTE"]);
    let tie = [("TransitGatewayRouteTableId", table), ("TransitGatewayAttachmentId", &here)];
    ec2.call("DisassociateTransitGatewayRouteTable", &tie);
    ec2.advance(100_000);
    let found = reach(&ec2, &two.source, &two.destination, &SSH);
    assert_blocked(&found, &["TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION"]);
}
