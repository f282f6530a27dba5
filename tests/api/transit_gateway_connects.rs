use super::support::{Ec2, Refusal, Xml};

/// A gateway with a block, and a Connect attachment over one to a VPC.
struct Hub {
    ec2: Ec2,
    gateway: String,
    table: String,
    transport: String,
    connect: String,
}

impl Hub {
    fn new() -> Self {
        Self::of(Ec2::new())
    }

    fn of(ec2: Ec2) -> Self {
        let block = [("Options.TransitGatewayCidrBlocks.1", "10.99.0.0/24")];
        let made = ec2.call("CreateTransitGateway", &block);
        let gateway = made.text("transitGateway.transitGatewayId").to_owned();
        let table = made.text("transitGateway.options.associationDefaultRouteTableId").to_owned();
        ec2.advance(60);
        let transport = vpc_attachment(&ec2, &gateway, "10.0");
        ec2.advance(60);
        let connect = connect(&ec2, &transport);
        ec2.advance(60);
        Self { ec2, gateway, table, transport, connect }
    }

    fn peer(&self, more: &[(&str, &str)]) -> Result<Xml, Refusal> {
        let mut form = vec![
            ("TransitGatewayAttachmentId", self.connect.as_str()),
            ("PeerAddress", "192.0.2.1"),
            ("InsideCidrBlocks.1", "169.254.100.0/29"),
        ];
        form.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
        self.ec2.ask("CreateTransitGatewayConnectPeer", &[&form, more].concat())
    }

    #[track_caller]
    fn peer_refused(&self, more: &[(&str, &str)]) -> (String, String) {
        let refusal = self.peer(more).unwrap_err();
        (refusal.code, refusal.message)
    }
}

fn vpc_attachment(ec2: &Ec2, gateway: &str, net: &str) -> String {
    let block = format!("{net}.0.0/24");
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", &block)]).text("vpc.vpcId").to_owned();
    let form = [("VpcId", vpc.as_str()), ("CidrBlock", &block)];
    let subnet = ec2.call("CreateSubnet", &form).text("subnet.subnetId").to_owned();
    let form = [("TransitGatewayId", gateway), ("VpcId", &vpc), ("SubnetIds.1", &subnet)];
    let made = ec2.call("CreateTransitGatewayVpcAttachment", &form);
    made.text("transitGatewayVpcAttachment.transitGatewayAttachmentId").to_owned()
}

fn over(transport: &str) -> [(&str, &str); 2] {
    [("TransportTransitGatewayAttachmentId", transport), ("Options.Protocol", "gre")]
}

fn connect(ec2: &Ec2, transport: &str) -> String {
    let made = ec2.call("CreateTransitGatewayConnect", &over(transport));
    made.text("transitGatewayConnect.transitGatewayAttachmentId").to_owned()
}

fn by_id(id: &str) -> [(&str, &str); 1] {
    [("TransitGatewayAttachmentId", id)]
}

fn peer_id(made: &Xml) -> String {
    made.text("transitGatewayConnectPeer.transitGatewayConnectPeerId").to_owned()
}

fn listed(ec2: &Ec2, id: &str) -> Xml {
    let found =
        ec2.call("DescribeTransitGatewayConnects", &[("TransitGatewayAttachmentIds.1", id)]);
    found.at("transitGatewayConnectSet.item").unwrap().clone()
}

fn refusal(code: &str, message: impl Into<String>) -> (String, String) {
    (code.to_owned(), message.into())
}

#[test]
fn a_connect_attachment_is_carried_by_another_one() {
    let hub = Hub::new();
    let shown = listed(&hub.ec2, &hub.connect);
    for (member, value) in [
        ("transportTransitGatewayAttachmentId", hub.transport.as_str()),
        ("transitGatewayId", &hub.gateway),
        ("state", "available"),
        ("options.protocol", "gre"),
    ] {
        assert_eq!(shown.text(member), value, "{member}");
    }
    let form = [("TransitGatewayAttachmentIds.1", hub.connect.as_str())];
    let any = hub.ec2.call("DescribeTransitGatewayAttachments", &form);
    let any = any.at("transitGatewayAttachments.item").unwrap();
    for (member, value) in [
        ("resourceType", "connect"),
        ("resourceId", hub.transport.as_str()),
        ("resourceOwnerId", "000000000000"),
        ("association.transitGatewayRouteTableId", &hub.table),
        ("association.state", "associated"),
    ] {
        assert_eq!(any.text(member), value, "{member}");
    }
    // The gateway's default tables know it, as they know one to a VPC.
    let told = hub.ec2.call("GetTransitGatewayAttachmentPropagations", &by_id(&hub.connect));
    let told = told.texts("transitGatewayAttachmentPropagations.item.transitGatewayRouteTableId");
    assert_eq!(told, [&hub.table]);
    let all = hub.ec2.call("DescribeTransitGatewayConnects", &[]);
    assert_eq!(
        all.texts("transitGatewayConnectSet.item.transitGatewayAttachmentId"),
        [&hub.connect]
    );
    let vpcs = hub.ec2.call("DescribeTransitGatewayVpcAttachments", &[]);
    let ids = vpcs.texts("transitGatewayVpcAttachments.item.transitGatewayAttachmentId");
    assert_eq!(ids, [&hub.transport]);
    let refused = hub.ec2.refused(
        "DescribeTransitGatewayConnects",
        &[("TransitGatewayAttachmentIds.1", &hub.transport)],
    );
    let message =
        format!("Transit Gateway Attachment {} was deleted or does not exist.", hub.transport);
    assert_eq!(refused, refusal("InvalidTransitGatewayAttachmentID.NotFound", message));
}

#[test]
fn what_carries_something_goes_last() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let hub = Hub::of(ec2);
        let (ec2, gateway) = (&hub.ec2, hub.gateway.as_str());
        let peer = peer_id(&hub.peer(&[]).unwrap());
        ec2.advance(60);
        let state = |of: &str, by: &str| refusal("IncorrectState", format!("{of} {by}."));
        let (transport, connect) = (hub.transport.as_str(), hub.connect.as_str());
        assert_eq!(
            ec2.refused("DeleteTransitGateway", &[("TransitGatewayId", gateway)]),
            state(gateway, &format!("has non-deleted VPC Attachments: {transport}"))
        );
        assert_eq!(
            ec2.refused("DeleteTransitGatewayVpcAttachment", &by_id(transport)),
            state(transport, &format!("has non-deleted Connect Attachments: {connect}"))
        );
        assert_eq!(
            ec2.refused("DeleteTransitGatewayConnect", &by_id(connect)),
            state(connect, &format!("has non-deleted Connect Peers: {peer}"))
        );
        let peer = [("TransitGatewayConnectPeerId", peer.as_str())];
        let gone = ec2.call("DeleteTransitGatewayConnectPeer", &peer);
        assert!(gone.text("transitGatewayConnectPeer.state").starts_with("delet"));
        assert!(!gone.has("transitGatewayConnectPeer.tagSet"));
        let refused = ec2.refused("DeleteTransitGatewayConnectPeer", &peer);
        let message =
            format!("Transit Gateway Connect Peer {} was deleted or does not exist.", peer[0].1);
        assert_eq!(refused, refusal("InvalidTransitGatewayConnectPeerID.NotFound", message));
        ec2.advance(60);
        ec2.call("DeleteTransitGatewayConnect", &by_id(connect));
        ec2.advance(60);
        assert_eq!(listed(ec2, connect).text("state"), "deleted");
        let refused = ec2.refused("DeleteTransitGatewayConnect", &by_id(connect));
        let message =
            format!("Transit Gateway Attachment {connect} was deleted or does not exist.");
        assert_eq!(refused, refusal("InvalidTransitGatewayAttachmentID.NotFound", message));
        ec2.call("DeleteTransitGatewayVpcAttachment", &by_id(transport));
        ec2.advance(60);
        ec2.call("DeleteTransitGateway", &[("TransitGatewayId", gateway)]);
    }
}

#[test]
fn no_static_route_leads_to_a_connect_attachment() {
    let hub = Hub::new();
    let form = [
        ("TransitGatewayRouteTableId", hub.table.as_str()),
        ("DestinationCidrBlock", "198.51.100.0/24"),
        ("TransitGatewayAttachmentId", &hub.connect),
    ];
    let message =
        format!("Static routes are not supported for Connect attachment {}.", hub.connect);
    let expected = refusal("InvalidParameterValue", message);
    for action in ["CreateTransitGatewayRoute", "ReplaceTransitGatewayRoute"] {
        assert_eq!(hub.ec2.refused(action, &form), expected);
    }
}

#[test]
fn a_connect_attachment_takes_time() {
    let hub = Hub::of(Ec2::with_aws_lifecycle());
    let second = connect(&hub.ec2, &hub.transport);
    assert_eq!(listed(&hub.ec2, &second).text("state"), "pending");
    let refused = hub.ec2.refused("DeleteTransitGatewayConnect", &by_id(&second));
    assert_eq!(refused, refusal("IncorrectState", format!("{second} is in invalid state")));
    let refused = hub.peer_refused(&by_id(&second));
    assert_eq!(refused, refusal("IncorrectState", format!("{second} is in invalid state")));
    hub.ec2.advance(10);
    assert_eq!(listed(&hub.ec2, &second).text("state"), "available");
    let made = hub.peer(&[]).unwrap();
    assert_eq!(made.text("transitGatewayConnectPeer.state"), "pending");
    hub.ec2.advance(10);
    let found = hub.ec2.call("DescribeTransitGatewayConnectPeers", &[]);
    assert_eq!(found.text("transitGatewayConnectPeerSet.item.state"), "available");
    let gone = hub.ec2.call("DeleteTransitGatewayConnect", &by_id(&second));
    assert_eq!(gone.text("transitGatewayConnect.state"), "deleting");
}

#[test]
fn only_a_vpc_carries_a_connect_attachment() {
    let hub = Hub::new();
    let refused = hub.ec2.refused("CreateTransitGatewayConnect", &over(&hub.connect));
    let message = format!(
        "Value ({}) for parameter transportTransitGatewayAttachmentId is invalid. Expecting a VPC \
         attachment or a Direct Connect attachment.",
        hub.connect
    );
    assert_eq!(refused, refusal("InvalidParameterValue", message));
    let other = hub.ec2.as_account("111111111111");
    let foreign = vpc_attachment(&other, &hub.gateway, "10.1");
    hub.ec2.call("AcceptTransitGatewayVpcAttachment", &by_id(&foreign));
    let refused = other.refused("CreateTransitGatewayConnect", &over(&foreign));
    let message = format!("User 111111111111 cannot create a Connect over {foreign}");
    assert_eq!(refused, refusal("OperationNotPermitted", message));
    let made = hub.ec2.call("CreateTransitGatewayConnect", &over(&foreign));
    let made = made.at("transitGatewayConnect").unwrap();
    assert_eq!(made.text("transportTransitGatewayAttachmentId"), foreign);
    assert_eq!(made.text("transitGatewayId"), hub.gateway);
    let id = made.text("transitGatewayAttachmentId");
    let refused = other.refused("DeleteTransitGatewayVpcAttachment", &by_id(&foreign));
    let message = format!("{foreign} has non-deleted Connect Attachments: {id}.");
    assert_eq!(refused, refusal("IncorrectState", message));
    hub.ec2.call("DeleteTransitGatewayConnect", &by_id(id));
    other.call("DeleteTransitGatewayVpcAttachment", &by_id(&foreign));
}

#[test]
fn a_peer_is_a_tunnel_with_two_sessions() {
    let hub = Hub::new();
    let made = hub
        .peer(&[("BgpOptions.PeerAsn", "65010"), ("InsideCidrBlocks.2", "fd00::8/125")])
        .unwrap();
    let made = made.at("transitGatewayConnectPeer").unwrap();
    let id = made.text("transitGatewayConnectPeerId");
    assert!(id.starts_with("tgw-connect-peer-"));
    assert_eq!(made.text("transitGatewayAttachmentId"), hub.connect);
    assert_eq!(made.text("state"), "available");
    let tunnel = made.at("connectPeerConfiguration").unwrap();
    for (member, value) in
        [("transitGatewayAddress", "10.99.0.1"), ("peerAddress", "192.0.2.1"), ("protocol", "gre")]
    {
        assert_eq!(tunnel.text(member), value, "{member}");
    }
    assert_eq!(tunnel.texts("insideCidrBlocks.item"), ["169.254.100.0/29", "fd00::8/125"]);
    let sessions = |member| tunnel.texts(&format!("bgpConfigurations.item.{member}"));
    assert_eq!(sessions("transitGatewayAsn"), ["64512", "64512"]);
    assert_eq!(sessions("peerAsn"), ["65010", "65010"]);
    assert_eq!(sessions("transitGatewayAddress"), ["169.254.100.2", "169.254.100.3"]);
    assert_eq!(sessions("peerAddress"), ["169.254.100.1", "169.254.100.1"]);
    assert_eq!(sessions("bgpStatus"), ["down", "down"]);
    // The next one has the next address, and the gateway's number where it says none.
    let second = hub.peer(&[("InsideCidrBlocks.1", "169.254.100.8/29")]).unwrap();
    let second = second.at("transitGatewayConnectPeer.connectPeerConfiguration").unwrap();
    assert_eq!(second.text("transitGatewayAddress"), "10.99.0.2");
    assert_eq!(second.texts("bgpConfigurations.item.peerAsn"), ["64512", "64512"]);
    let form = [("Filter.1.Name", "transit-gateway-connect-peer-id"), ("Filter.1.Value.1", id)];
    let found = hub.ec2.call("DescribeTransitGatewayConnectPeers", &form);
    let found = found.all_at("transitGatewayConnectPeerSet.item");
    assert_eq!((found.len(), &found[0].children), (1, &made.children));
}

#[test]
fn a_peers_addresses_are_checked() {
    let hub = Hub::new();
    hub.peer(&[("TransitGatewayAddress", "10.99.0.7"), ("InsideCidrBlocks.2", "fd00::8/125")])
        .unwrap();
    let invalid = |value: &str, parameter: &str, reason: &str| {
        let message = format!("Value ({value}) for parameter {parameter} is invalid. {reason}");
        refusal("InvalidParameterValue", message)
    };
    for (block, reason) in [
        ("169.254.101.0/30", "Expecting a /29 block of 169.254.0.0/16."),
        ("10.0.0.0/29", "Expecting a /29 block of 169.254.0.0/16."),
        ("169.254.5.0/29", "The block is reserved."),
        ("169.254.169.248/29", "The block is reserved."),
        ("169.254.100.0/29", "Another Connect peer of the transit gateway has addresses of it."),
        ("fd00::/124", "Expecting a /125 block of fd00::/8."),
        ("fd00::8/125", "Another Connect peer of the transit gateway has addresses of it."),
        ("none", "This is not a valid CIDR block."),
    ] {
        let refused = hub.peer_refused(&[("InsideCidrBlocks.1", block)]);
        assert_eq!(refused, invalid(block, "insideCidrBlocks", reason));
    }
    let refused = hub.peer_refused(&[
        ("InsideCidrBlocks.1", "169.254.101.0/29"),
        ("InsideCidrBlocks.2", "169.254.102.0/29"),
    ]);
    let reason = "There can be one block of IPv4 and one of IPv6.";
    assert_eq!(refused, invalid("169.254.102.0/29", "insideCidrBlocks", reason));
    let refused = hub.peer_refused(&[("InsideCidrBlocks.1", "fd00::10/125")]);
    let message = "The inside CIDR blocks must have a /29 block of 169.254.0.0/16.";
    assert_eq!(refused, refusal("InvalidParameterValue", message));
    let inside = ("InsideCidrBlocks.1", "169.254.101.0/29");
    for (address, reason) in [
        ("10.98.0.1", "It must be of a CIDR block of the transit gateway."),
        ("2001:db8::1", "It must be of the same address family as the peer address."),
        ("10.99.0.7", "Another Connect peer is between the same addresses."),
        ("here", "This is not a valid IP address."),
    ] {
        let refused = hub.peer_refused(&[inside, ("TransitGatewayAddress", address)]);
        assert_eq!(refused, invalid(address, "transitGatewayAddress", reason));
    }
    let refused = hub.peer_refused(&[inside, ("PeerAddress", "2001:db8::1")]);
    let message = format!("{} has no CIDR block with a free address.", hub.gateway);
    assert_eq!(refused, refusal("InvalidParameterValue", message));
    let refused = hub.peer_refused(&[inside, ("BgpOptions.PeerAsn", "4294967296")]);
    assert_eq!(refused, invalid("4294967296", "peerAsn", "Expecting an ASN."));
    let refused = hub.peer_refused(&[inside, ("TransitGatewayAttachmentId", &hub.transport)]);
    let message =
        format!("Transit Gateway Attachment {} was deleted or does not exist.", hub.transport);
    assert_eq!(refused, refusal("InvalidTransitGatewayAttachmentID.NotFound", message));
}

#[test]
fn an_attachment_has_up_to_four_peers() {
    let hub = Hub::new();
    let blocks: Vec<String> = (0..5).map(|at| format!("169.254.{}.0/29", 100 + at)).collect();
    for block in &blocks[..4] {
        hub.peer(&[("InsideCidrBlocks.1", block)]).unwrap();
    }
    let refused = hub.peer_refused(&[("InsideCidrBlocks.1", &blocks[4])]);
    let message = format!("{} can have up to 4 Connect peers.", hub.connect);
    assert_eq!(refused, refusal("TransitGatewayConnectPeerLimitExceeded", message));
}

#[test]
fn a_gateway_keeps_the_block_that_a_peer_has_an_address_of() {
    let hub = Hub::new();
    let peer = peer_id(&hub.peer(&[]).unwrap());
    let form = [
        ("TransitGatewayId", hub.gateway.as_str()),
        ("Options.RemoveTransitGatewayCidrBlocks.1", "10.99.0.0/24"),
    ];
    let refused = hub.ec2.refused("ModifyTransitGateway", &form);
    let message = format!(
        "Transit Gateway CIDR block 10.99.0.0/24 cannot be removed while it is in use by resource \
         {peer}."
    );
    assert_eq!(refused, refusal("IncorrectState", message));
    hub.ec2.call("DeleteTransitGatewayConnectPeer", &[("TransitGatewayConnectPeerId", &peer)]);
    hub.ec2.call("ModifyTransitGateway", &form);
}

#[test]
fn routes_are_exported_to_a_bucket() {
    let hub = Hub::new();
    let table = hub.table.as_str();
    let form = [("TransitGatewayRouteTableId", table), ("S3Bucket", "routes")];
    let answer = hub.ec2.call("ExportTransitGatewayRoutes", &form);
    let begins = format!("s3://routes/VPCTransitGateway/TransitGatewayRouteTables/{table}_");
    assert!(answer.text("s3Location").starts_with(&begins), "{answer:?}");
    let filtered =
        [("Filter.1.Name", "route-search.exact-match"), ("Filter.1.Value.1", "10.0.0.0/24")];
    hub.ec2.call("ExportTransitGatewayRoutes", &[form, filtered].concat());
    let filtered = [("Filter.1.Name", "colour"), ("Filter.1.Value.1", "red")];
    let refused = hub.ec2.refused("ExportTransitGatewayRoutes", &[form, filtered].concat());
    let message = "Value (colour) for parameter Filters is invalid.";
    assert_eq!(refused, refusal("InvalidParameterValue", message));
    let form = [("TransitGatewayRouteTableId", table), ("S3Bucket", "No_Bucket")];
    let refused = hub.ec2.refused("ExportTransitGatewayRoutes", &form);
    let message = "Value (No_Bucket) for parameter s3Bucket is invalid. It must be the name of an \
                   Amazon S3 bucket.";
    assert_eq!(refused, refusal("InvalidParameterValue", message));
}
