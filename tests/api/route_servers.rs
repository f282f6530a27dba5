use super::support::{Ec2, Xml};

struct Network {
    vpc: String,
    subnet: String,
    table: String,
}

fn network(ec2: &Ec2) -> Network {
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).text("vpc.vpcId").to_owned();
    ec2.advance(60);
    let form = [("VpcId", vpc.as_str()), ("CidrBlock", "10.0.1.0/24")];
    let subnet = ec2.call("CreateSubnet", &form).text("subnet.subnetId").to_owned();
    let table = ec2.call("CreateRouteTable", &form[..1]).text("routeTable.routeTableId").to_owned();
    ec2.advance(60);
    Network { vpc, subnet, table }
}

fn server(ec2: &Ec2, form: &[(&str, &str)]) -> String {
    let form = [&[("AmazonSideAsn", "65000")], form].concat();
    let made = ec2.call("CreateRouteServer", &form);
    made.text("routeServer.routeServerId").to_owned()
}

/// A server that is associated with the network's VPC.
fn associated(ec2: &Ec2, net: &Network) -> String {
    let id = server(ec2, &[]);
    ec2.advance(60);
    ec2.call("AssociateRouteServer", &[("RouteServerId", &id), ("VpcId", &net.vpc)]);
    ec2.advance(60);
    id
}

fn endpoint(ec2: &Ec2, net: &Network, server: &str) -> String {
    let form = [("RouteServerId", server), ("SubnetId", net.subnet.as_str())];
    let made = ec2.call("CreateRouteServerEndpoint", &form);
    ec2.advance(60);
    made.text("routeServerEndpoint.routeServerEndpointId").to_owned()
}

fn peer(ec2: &Ec2, endpoint: &str) -> Xml {
    let form = [
        ("RouteServerEndpointId", endpoint),
        ("PeerAddress", "172.31.2.3"),
        ("BgpOptions.PeerAsn", "65001"),
    ];
    ec2.call("CreateRouteServerPeer", &form).at("routeServerPeer").unwrap().clone()
}

fn described(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeRouteServers", &[("RouteServerId.1", id)]);
    found.at("routeServerSet.item").unwrap().clone()
}

fn described_endpoint(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeRouteServerEndpoints", &[("RouteServerEndpointId.1", id)]);
    found.at("routeServerEndpointSet.item").unwrap().clone()
}

fn incorrect(message: String) -> (String, String) {
    ("IncorrectState".to_owned(), message)
}

#[test]
fn a_server_lives() {
    let ec2 = Ec2::with_aws_lifecycle();
    let form = [("AmazonSideAsn", "65000"), ("ClientToken", "once")];
    let dry = [form[0], ("DryRun", "true")];
    assert_eq!(ec2.refused("CreateRouteServer", &dry).0, "DryRunOperation");
    let made = ec2.call("CreateRouteServer", &form);
    let made = made.at("routeServer").unwrap();
    let id = made.text("routeServerId").to_owned();
    for (member, value) in [
        ("amazonSideAsn", "65000"),
        ("state", "pending"),
        ("persistRoutesState", "disabled"),
        ("snsNotificationsEnabled", "false"),
    ] {
        assert_eq!(made.text(member), value, "{member}");
    }
    for member in ["tagSet", "persistRoutesDuration", "snsTopicArn"] {
        assert!(!made.has(member), "{member}");
    }
    assert!(id.starts_with("rs-"));
    let again = ec2.call("CreateRouteServer", &form);
    assert_eq!(again.text("routeServer.routeServerId"), id);
    let by_id = [("RouteServerId", id.as_str())];
    let pending = incorrect(format!("Route Server {id} is in the state pending."));
    assert_eq!(ec2.refused("DeleteRouteServer", &by_id), pending);
    ec2.advance(60);
    let found = described(&ec2, &id);
    assert!(found.text("state") == "available" && found.has("tagSet"));
    let deleted = ec2.call("DeleteRouteServer", &by_id);
    assert_eq!(deleted.text("routeServer.state"), "deleting");
    ec2.advance(60);
    assert_eq!(described(&ec2, &id).text("state"), "deleted");
    let deleted = incorrect(format!("Route Server {id} is in the state deleted."));
    assert_eq!(ec2.refused("DeleteRouteServer", &by_id), deleted);
    ec2.advance(3_600);
    let (code, message) = ec2.refused("DescribeRouteServers", &[("RouteServerId.1", &id)]);
    assert_eq!(code, "InvalidRouteServerId.NotFound");
    assert_eq!(message, format!("The routeServer ID '{id}' does not exist"));
}

#[test]
fn servers_are_found_by_their_tags_alone() {
    let ec2 = Ec2::new();
    let tags = [
        ("TagSpecification.1.ResourceType", "route-server"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "one"),
    ];
    let id = server(&ec2, &tags);
    server(&ec2, &[]);
    let found = ec2.call(
        "DescribeRouteServers",
        &[("Filter.1.Name", "tag:Name"), ("Filter.1.Value.1", "one")],
    );
    assert_eq!(found.texts("routeServerSet.item.routeServerId"), [&id]);
    let form = [("Filter.1.Name", "state"), ("Filter.1.Value.1", "available")];
    let (code, message) = ec2.refused("DescribeRouteServers", &form);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "The filter 'state' is invalid");
}

#[test]
fn routes_persist_for_some_minutes() {
    let ec2 = Ec2::with_aws_lifecycle();
    let id = server(&ec2, &[("PersistRoutes", "enable"), ("PersistRoutesDuration", "2")]);
    let state = |ec2: &Ec2| described(ec2, &id).text("persistRoutesState").to_owned();
    assert_eq!(state(&ec2), "enabling");
    ec2.advance(60);
    assert_eq!(state(&ec2), "enabled");
    let modify = |form: &[(&str, &str)]| {
        let form = [&[("RouteServerId", id.as_str())], form].concat();
        let server = ec2.call("ModifyRouteServer", &form).at("routeServer").unwrap().clone();
        assert_eq!(server.text("state"), "modifying");
        let refused = ec2.refused("ModifyRouteServer", &form);
        assert_eq!(refused, incorrect(format!("Route Server {id} is in the state modifying.")));
        ec2.advance(60);
        assert_eq!(described(&ec2, &id).text("state"), "available");
        server
    };
    let longer = modify(&[("PersistRoutesDuration", "5")]);
    assert_eq!(longer.text("persistRoutesState"), "modifying");
    assert_eq!(longer.text("persistRoutesDuration"), "5");
    assert_eq!(modify(&[("PersistRoutes", "reset")]).text("persistRoutesState"), "resetting");
    assert_eq!(state(&ec2), "enabled");
    let off = modify(&[("PersistRoutes", "disable")]);
    assert!(off.text("persistRoutesState") == "disabling" && !off.has("persistRoutesDuration"));
    assert_eq!(state(&ec2), "disabled");
    assert_eq!(modify(&[("PersistRoutes", "disable")]).text("persistRoutesState"), "disabled");
    let tells = modify(&[("SnsNotificationsEnabled", "true")]);
    let topic = format!("arn:aws:sns:us-east-1:000000000000:vpc-route-server-{id}");
    assert_eq!(tells.text("snsTopicArn"), topic);
}

#[test]
fn what_cannot_persist_is_refused() {
    let ec2 = Ec2::new();
    let refused = |form: &[(&str, &str)]| {
        let form = [&[("AmazonSideAsn", "65000")], form].concat();
        ec2.refused("CreateRouteServer", &form)
    };
    let combination =
        |message: &str| ("InvalidParameterCombination".to_owned(), message.to_owned());
    let value = |message: &str| ("InvalidParameterValue".to_owned(), message.to_owned());
    let reset = combination("Routes can be reset only where they persist.");
    let alone = combination("PersistRoutesDuration can be specified only where routes persist.");
    assert_eq!(refused(&[("PersistRoutes", "reset")]), reset);
    assert_eq!(refused(&[("PersistRoutesDuration", "1")]), alone);
    let missing = "The request must contain the parameter persistRoutesDuration".to_owned();
    let missing = ("MissingParameter".to_owned(), missing);
    assert_eq!(refused(&[("PersistRoutes", "enable")]), missing);
    let long = "Value (6) for parameter persistRoutesDuration is invalid. It must be between 1 \
                and 5.";
    let form = [("PersistRoutes", "enable"), ("PersistRoutesDuration", "6")];
    assert_eq!(refused(&form), value(long));
    let asn = "Value (0) for parameter amazonSideAsn is invalid. It must be between 1 and \
               4294967295.";
    assert_eq!(ec2.refused("CreateRouteServer", &[("AmazonSideAsn", "0")]), value(asn));
    let id = server(&ec2, &[]);
    let form = [("RouteServerId", id.as_str()), ("PersistRoutes", "reset")];
    assert_eq!(ec2.refused("ModifyRouteServer", &form), reset);
}

#[test]
fn a_server_is_associated_with_a_vpc() {
    let ec2 = Ec2::with_aws_lifecycle();
    let net = network(&ec2);
    let id = server(&ec2, &[]);
    ec2.advance(60);
    let by_id = [("RouteServerId", id.as_str())];
    let none = (
        "InvalidRouteServerId.NotAssociated".to_owned(),
        format!("Route Server {id} is not associated with a VPC."),
    );
    assert_eq!(ec2.refused("GetRouteServerAssociations", &by_id), none);
    let form = [by_id[0], ("VpcId", net.vpc.as_str())];
    assert_eq!(ec2.refused("DisassociateRouteServer", &form), none);
    let place = [by_id[0], ("SubnetId", net.subnet.as_str())];
    assert_eq!(ec2.refused("CreateRouteServerEndpoint", &place), none);
    let made = ec2.call("AssociateRouteServer", &form);
    assert_eq!(made.text("routeServerAssociation.state"), "associating");
    let (vpc, early) = (&net.vpc, ec2.refused("CreateRouteServerEndpoint", &place));
    assert_eq!(early, incorrect(format!("Route Server {id} is associating with VPC {vpc}.")));
    ec2.advance(60);
    let found = ec2.call("GetRouteServerAssociations", &by_id);
    let item = found.at("routeServerAssociationSet.item").unwrap();
    assert!(item.text("vpcId") == net.vpc && item.text("state") == "associated");
    let again = incorrect(format!("Route Server {id} is already associated with VPC {vpc}."));
    assert_eq!(ec2.refused("AssociateRouteServer", &form), again);
    let held = incorrect(format!("Route Server {id} is associated with VPC {vpc}."));
    assert_eq!(ec2.refused("DeleteRouteServer", &by_id), held);
    ec2.call("DeleteSubnet", &[("SubnetId", &net.subnet)]);
    ec2.call("DeleteRouteTable", &[("RouteTableId", &net.table)]);
    assert_eq!(ec2.refused("DeleteVpc", &[("VpcId", vpc)]).0, "DependencyViolation");
    let left = ec2.call("DisassociateRouteServer", &form);
    assert_eq!(left.text("routeServerAssociation.state"), "disassociating");
    ec2.advance(60);
    assert_eq!(ec2.refused("GetRouteServerAssociations", &by_id), none);
    ec2.call("DeleteVpc", &[("VpcId", vpc)]);
    ec2.call("DeleteRouteServer", &by_id);
}

#[test]
fn a_subnet_has_two_endpoints_of_a_server() {
    let ec2 = Ec2::new();
    let net = network(&ec2);
    let server = associated(&ec2, &net);
    let first = endpoint(&ec2, &net, &server);
    endpoint(&ec2, &net, &server);
    let form = [("RouteServerId", server.as_str()), ("SubnetId", net.subnet.as_str())];
    let refused = ec2.refused("CreateRouteServerEndpoint", &form);
    let message = "The maximum number of route server endpoints has been reached.";
    assert_eq!(refused, ("RouteServerEndpointLimitExceeded".to_owned(), message.to_owned()));
    ec2.call("DeleteRouteServerEndpoint", &[("RouteServerEndpointId", &first)]);
    endpoint(&ec2, &net, &server);
}

#[test]
fn an_endpoint_has_an_interface_of_its_own() {
    let ec2 = Ec2::with_aws_lifecycle();
    let net = network(&ec2);
    let server = associated(&ec2, &net);
    let form = [
        ("RouteServerId", server.as_str()),
        ("SubnetId", net.subnet.as_str()),
        ("ClientToken", "once"),
    ];
    let made = ec2.call("CreateRouteServerEndpoint", &form);
    let made = made.at("routeServerEndpoint").unwrap();
    let id = made.text("routeServerEndpointId").to_owned();
    assert!(made.text("routeServerId") == server && made.text("vpcId") == net.vpc);
    assert!(made.text("subnetId") == net.subnet && made.text("state") == "pending");
    assert!(!["eniId", "eniAddress", "tagSet"].iter().any(|member| made.has(member)));
    let again = ec2.call("CreateRouteServerEndpoint", &form);
    assert_eq!(again.text("routeServerEndpoint.routeServerEndpointId"), id);
    ec2.advance(60);
    let found = described_endpoint(&ec2, &id);
    assert!(found.text("state") == "available" && found.has("tagSet"));
    let interface = found.text("eniId").to_owned();
    let by_interface = [("NetworkInterfaceId.1", interface.as_str())];
    let shown = ec2.call("DescribeNetworkInterfaces", &by_interface);
    let shown = shown.at("networkInterfaceSet.item").unwrap();
    assert_eq!(shown.text("privateIpAddress"), found.text("eniAddress"));
    assert_eq!(shown.text("subnetId"), net.subnet);
    assert_eq!(shown.text("requesterManaged"), "true");
    let delete = [("NetworkInterfaceId", interface.as_str())];
    assert!(ec2.ask("DeleteNetworkInterface", &delete).is_err());
    let held = incorrect(format!("Route Server {server} has endpoints."));
    let apart = [form[0], ("VpcId", net.vpc.as_str())];
    assert_eq!(ec2.refused("DisassociateRouteServer", &apart), held);
    assert_eq!(ec2.refused("DeleteSubnet", &[form[1]]).0, "DependencyViolation");
    let deleted = ec2.call("DeleteRouteServerEndpoint", &[("RouteServerEndpointId", &id)]);
    assert_eq!(deleted.text("routeServerEndpoint.state"), "deleting");
    assert_eq!(ec2.refused("DisassociateRouteServer", &apart), held);
    ec2.advance(60);
    let found = described_endpoint(&ec2, &id);
    assert!(found.text("state") == "deleted" && !found.has("eniId"));
    let (code, _) = ec2.refused("DescribeNetworkInterfaces", &by_interface);
    assert_eq!(code, "InvalidNetworkInterfaceID.NotFound");
    ec2.call("DisassociateRouteServer", &apart);
    ec2.call("DeleteSubnet", &[form[1]]);
    ec2.advance(3_600);
    let by_id = [("RouteServerEndpointId", id.as_str())];
    let (code, message) = ec2.refused("DeleteRouteServerEndpoint", &by_id);
    assert_eq!(code, "InvalidRouteServerEndpointId.NotFound");
    assert_eq!(message, format!("The routeServerEndpoint ID '{id}' does not exist"));
}

#[test]
fn an_endpoint_is_in_the_servers_vpc() {
    let ec2 = Ec2::new();
    let (net, other) = (network(&ec2), network(&ec2));
    let server = associated(&ec2, &net);
    let (subnet, table, vpc) = (&other.subnet, &other.table, &net.vpc);
    let form = [("RouteServerId", server.as_str()), ("SubnetId", subnet)];
    let (code, message) = ec2.refused("CreateRouteServerEndpoint", &form);
    assert_eq!(code, "InvalidParameterValue");
    let expected = format!(
        "Value ({subnet}) for parameter subnetId is invalid. The subnet must be of the route \
         server's VPC, {vpc}."
    );
    assert_eq!(message, expected);
    let form = [("RouteServerId", server.as_str()), ("RouteTableId", table)];
    let (code, message) = ec2.refused("EnableRouteServerPropagation", &form);
    assert_eq!(code, "InvalidParameterValue");
    let expected = format!(
        "Value ({table}) for parameter routeTableId is invalid. It must be of the route server's \
         VPC, {vpc}."
    );
    assert_eq!(message, expected);
}

#[test]
fn nobody_answers_as_a_peer() {
    let ec2 = Ec2::with_aws_lifecycle();
    let net = network(&ec2);
    let server = associated(&ec2, &net);
    let endpoint = endpoint(&ec2, &net, &server);
    let made = peer(&ec2, &endpoint);
    let id = made.text("routeServerPeerId").to_owned();
    let place = described_endpoint(&ec2, &endpoint);
    for (member, value) in [
        ("routeServerEndpointId", endpoint.as_str()),
        ("routeServerId", &server),
        ("vpcId", &net.vpc),
        ("subnetId", &net.subnet),
        ("state", "pending"),
        ("endpointEniId", place.text("eniId")),
        ("endpointEniAddress", place.text("eniAddress")),
        ("peerAddress", "172.31.2.3"),
        ("bgpOptions.peerAsn", "65001"),
        ("bgpOptions.peerLivenessDetection", "bgp-keepalive"),
        ("bgpStatus.status", "down"),
        ("bfdStatus.status", "down"),
    ] {
        assert_eq!(made.text(member), value, "{member}");
    }
    assert!(!made.has("tagSet"));
    let by_id = [("RouteServerPeerId", id.as_str())];
    let early = incorrect(format!("Route Server Peer {id} is in the state pending."));
    assert_eq!(ec2.refused("DeleteRouteServerPeer", &by_id), early);
    ec2.advance(60);
    let found = ec2.call("DescribeRouteServerPeers", &[("RouteServerPeerId.1", &id)]);
    assert_eq!(found.text("routeServerPeerSet.item.state"), "available");
    let by_endpoint = [("RouteServerEndpointId", endpoint.as_str())];
    let held = incorrect(format!("Route Server Endpoint {endpoint} has peers."));
    assert_eq!(ec2.refused("DeleteRouteServerEndpoint", &by_endpoint), held);
    let left = ec2.call("DeleteRouteServerPeer", &by_id);
    assert_eq!(left.text("routeServerPeer.state"), "deleting");
    assert_eq!(ec2.refused("DeleteRouteServerEndpoint", &by_endpoint), held);
    ec2.advance(60);
    ec2.call("DeleteRouteServerEndpoint", &by_endpoint);
    let early = incorrect(format!("Route Server Endpoint {endpoint} is in the state deleting."));
    let form = [by_endpoint[0], ("PeerAddress", "10.0.1.9"), ("BgpOptions.PeerAsn", "65001")];
    assert_eq!(ec2.refused("CreateRouteServerPeer", &form), early);
    ec2.advance(3_600);
    let (code, message) = ec2.refused("DeleteRouteServerPeer", &by_id);
    assert_eq!(code, "InvalidRouteServerPeerId.NotFound");
    assert_eq!(message, format!("The routeServerPeer ID '{id}' does not exist"));
}

#[test]
fn a_peer_has_an_address_and_an_asn() {
    let ec2 = Ec2::new();
    let net = network(&ec2);
    let server = associated(&ec2, &net);
    let endpoint = endpoint(&ec2, &net, &server);
    let refused = |address: &str, option: (&str, &str)| {
        let form = [("RouteServerEndpointId", endpoint.as_str()), ("PeerAddress", address), option];
        ec2.refused("CreateRouteServerPeer", &form)
    };
    let value = |message: &str| ("InvalidParameterValue".to_owned(), message.to_owned());
    let address = "Value (fd00::1) for parameter peerAddress is invalid. This is not a valid IPv4 \
                   address.";
    assert_eq!(refused("fd00::1", ("BgpOptions.PeerAsn", "65001")), value(address));
    let asn = "Value (0) for parameter peerAsn is invalid. It must be between 1 and 4294967295.";
    assert_eq!(refused("10.0.1.9", ("BgpOptions.PeerAsn", "0")), value(asn));
    let missing = "The request must contain the parameter peerAsn".to_owned();
    let missing = ("MissingParameter".to_owned(), missing);
    assert_eq!(refused("10.0.1.9", ("BgpOptions.PeerLivenessDetection", "bfd")), missing);
}

#[test]
fn routes_would_go_into_tables() {
    let ec2 = Ec2::with_aws_lifecycle();
    let net = network(&ec2);
    let server = associated(&ec2, &net);
    let by_id = [("RouteServerId", server.as_str())];
    let none = (
        "InvalidRouteServerId.NotPropagated".to_owned(),
        format!("Route Server {server} is not propagated to a route table."),
    );
    let form = [by_id[0], ("RouteTableId", net.table.as_str())];
    assert_eq!(ec2.refused("GetRouteServerPropagations", &by_id), none);
    assert_eq!(ec2.refused("DisableRouteServerPropagation", &form), none);
    let made = ec2.call("EnableRouteServerPropagation", &form);
    let made = made.at("routeServerPropagation").unwrap();
    assert!(made.text("routeServerId") == server && made.text("routeTableId") == net.table);
    assert_eq!(made.text("state"), "pending");
    let on_its_way = |state: &str| {
        let table = &net.table;
        incorrect(format!(
            "The propagation of Route Server {server} to Route Table {table} is {state}."
        ))
    };
    assert_eq!(ec2.refused("DisableRouteServerPropagation", &form), on_its_way("pending"));
    ec2.advance(60);
    let again = ec2.call("EnableRouteServerPropagation", &form);
    assert_eq!(again.text("routeServerPropagation.state"), "available");
    let found = ec2.call("GetRouteServerPropagations", &form);
    assert_eq!(found.texts("routeServerPropagationSet.item.routeTableId"), [&net.table]);
    let held = incorrect(format!("Route Server {server} has propagations."));
    let apart = [by_id[0], ("VpcId", net.vpc.as_str())];
    assert_eq!(ec2.refused("DisassociateRouteServer", &apart), held);
    let left = ec2.call("DisableRouteServerPropagation", &form);
    assert_eq!(left.text("routeServerPropagation.state"), "deleting");
    assert_eq!(ec2.refused("EnableRouteServerPropagation", &form), on_its_way("deleting"));
    ec2.advance(60);
    assert_eq!(ec2.refused("GetRouteServerPropagations", &form), none);
    ec2.call("EnableRouteServerPropagation", &form);
    ec2.call("DeleteRouteTable", &[("RouteTableId", &net.table)]);
    assert_eq!(ec2.refused("GetRouteServerPropagations", &by_id), none);
}

#[test]
fn tables_of_vpn_gateways_are_not_for_it() {
    let ec2 = Ec2::new();
    let net = network(&ec2);
    let server = associated(&ec2, &net);
    let gateway = ec2.call("CreateVpnGateway", &[("Type", "ipsec.1")]);
    let gateway = gateway.text("vpnGateway.vpnGatewayId");
    ec2.call("AttachVpnGateway", &[("VpnGatewayId", gateway), ("VpcId", &net.vpc)]);
    let table = ("RouteTableId", net.table.as_str());
    ec2.call("AssociateRouteTable", &[table, ("GatewayId", gateway)]);
    let form = [("RouteServerId", server.as_str()), table];
    let (code, message) = ec2.refused("EnableRouteServerPropagation", &form);
    assert_eq!(code, "InvalidParameterValue");
    let expected = format!(
        "Value ({}) for parameter routeTableId is invalid. Route tables of virtual private \
         gateways are not supported.",
        net.table
    );
    assert_eq!(message, expected);
}

#[test]
fn nothing_is_in_the_routing_database() {
    let ec2 = Ec2::new();
    let id = server(&ec2, &[]);
    let found = ec2.call("GetRouteServerRoutingDatabase", &[("RouteServerId", &id)]);
    assert_eq!(found.text("areRoutesPersisted"), "false");
    assert!(found.has("routeSet") && !found.has("routeSet.item"));
    let absent = [("RouteServerId", "rs-0123456789abcdef0")];
    let (code, _) = ec2.refused("GetRouteServerRoutingDatabase", &absent);
    assert_eq!(code, "InvalidRouteServerId.NotFound");
}
