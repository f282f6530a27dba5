mod sides;

use super::support::{Ec2, Xml};

const DAY: u32 = 86_400;

/// Three VPCs, the last of which overlaps with the first.
struct Network {
    ec2: Ec2,
    vpcs: [String; 3],
}

impl Network {
    fn new() -> Self {
        Self::of(Ec2::new())
    }

    fn of(ec2: Ec2) -> Self {
        let vpcs = ["10.0.0.0/16", "10.1.0.0/16", "10.0.128.0/20"]
            .map(|cidr| ec2.call("CreateVpc", &[("CidrBlock", cidr)]).text("vpc.vpcId").to_owned());
        Self { ec2, vpcs }
    }

    fn request(&self, from: usize, to: usize) -> Xml {
        let form = [("VpcId", self.vpcs[from].as_str()), ("PeerVpcId", &self.vpcs[to])];
        let made = self.ec2.call("CreateVpcPeeringConnection", &form);
        made.at("vpcPeeringConnection").unwrap().clone()
    }

    /// An active connection between the first two.
    fn connected(&self) -> String {
        let id = id(&self.request(0, 1));
        self.accept(&id);
        id
    }

    fn accept(&self, id: &str) -> Xml {
        let accepted = self.ec2.call("AcceptVpcPeeringConnection", &by_id(id));
        accepted.at("vpcPeeringConnection").unwrap().clone()
    }

    fn describe(&self, id: &str) -> Xml {
        let form = [("VpcPeeringConnectionId.1", id)];
        let found = self.ec2.call("DescribeVpcPeeringConnections", &form);
        found.at("vpcPeeringConnectionSet.item").unwrap().clone()
    }

    fn code(&self, id: &str) -> String {
        self.describe(id).text("status.code").to_owned()
    }

    fn is_listed(&self, id: &str) -> bool {
        let found = self.ec2.call("DescribeVpcPeeringConnections", &[]);
        found.texts("vpcPeeringConnectionSet.item.vpcPeeringConnectionId").contains(&id)
    }
}

fn id(connection: &Xml) -> String {
    connection.text("vpcPeeringConnectionId").to_owned()
}

fn by_id(id: &str) -> [(&str, &str); 1] {
    [("VpcPeeringConnectionId", id)]
}

#[test]
fn a_connection_is_requested_and_accepted() {
    let network = Network::new();
    let asked = network.request(0, 1);
    let id = id(&asked);
    for (path, value) in [
        ("status.code", "pending-acceptance"),
        ("status.message", "Pending Acceptance by 000000000000"),
        ("expirationTime", "2026-02-07T12:00:00.000Z"),
        ("requesterVpcInfo.vpcId", network.vpcs[0].as_str()),
        ("requesterVpcInfo.cidrBlock", "10.0.0.0/16"),
        ("requesterVpcInfo.cidrBlockSet.item.cidrBlock", "10.0.0.0/16"),
        ("requesterVpcInfo.peeringOptions.allowDnsResolutionFromRemoteVpc", "false"),
        ("accepterVpcInfo.vpcId", &network.vpcs[1]),
        ("accepterVpcInfo.ownerId", "000000000000"),
        ("accepterVpcInfo.region", "us-east-1"),
    ] {
        assert_eq!(asked.text(path), value, "{path}");
    }
    assert!(!asked.has("accepterVpcInfo.cidrBlock") && asked.has("tagSet"));
    let again = network.request(0, 1);
    assert_eq!(again, asked, "the same request finds the connection that is there");
    let accepted = network.accept(&id);
    for (path, value) in [
        ("status.code", "active"),
        ("status.message", "Active"),
        ("accepterVpcInfo.cidrBlock", "10.1.0.0/16"),
        ("accepterVpcInfo.peeringOptions.allowDnsResolutionFromRemoteVpc", "false"),
    ] {
        assert_eq!(accepted.text(path), value, "{path}");
    }
    assert!(!accepted.has("expirationTime"));
    assert_eq!(network.describe(&id).children, accepted.children);
    let second = [("VpcId", network.vpcs[1].as_str()), ("CidrBlock", "10.7.0.0/16")];
    network.ec2.call("AssociateVpcCidrBlock", &second);
    let described = network.describe(&id);
    let blocks = described.texts("accepterVpcInfo.cidrBlockSet.item.cidrBlock");
    assert_eq!(blocks, ["10.1.0.0/16", "10.7.0.0/16"]);
    network.ec2.advance(30 * DAY);
    assert_eq!(network.code(&id), "active", "a connection does not expire");
}

#[test]
fn a_connection_that_cannot_be_fails() {
    let network = Network::new();
    let unknown = "vpc-0123456789abcdef0";
    let overlapping = id(&network.request(0, 2));
    let form = [
        ("VpcId", network.vpcs[0].as_str()),
        ("PeerVpcId", unknown),
        ("PeerOwnerId", "111111111111"),
    ];
    let made = network.ec2.call("CreateVpcPeeringConnection", &form);
    let with_nobody = made.text("vpcPeeringConnection.vpcPeeringConnectionId").to_owned();
    let with_itself = id(&network.request(1, 1));
    for id in [&overlapping, &with_nobody, &with_itself] {
        let failed = network.describe(id);
        assert_eq!(failed.text("status.code"), "failed");
        let expected = "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range";
        assert_eq!(failed.text("status.message"), expected);
        let (code, message) = network.ec2.refused("DeleteVpcPeeringConnection", &by_id(id));
        assert_eq!(code, "InvalidStateTransition");
        let expected = format!(
            "Invalid state transition for {id}, attempted to transition from failed to deleting"
        );
        assert_eq!(message, expected);
    }
    for id in [&overlapping, &with_itself] {
        let (code, _) = network.ec2.refused("AcceptVpcPeeringConnection", &by_id(id));
        assert_eq!(code, "InvalidStateTransition");
    }
    network.ec2.advance(2 * 3_600 - 1);
    assert!(network.is_listed(&overlapping));
    network.ec2.advance(1);
    assert!(!network.is_listed(&overlapping));
}

#[test]
fn a_request_is_checked() {
    let network = Network::new();
    let form = [("VpcId", network.vpcs[0].as_str()), ("PeerVpcId", network.vpcs[1].as_str())];
    let refused = |form: &[(&str, &str)]| network.ec2.refused("CreateVpcPeeringConnection", form);
    let multipath = ("RequesterPeeringConnectionOptions.AllowMultipathResilience", "true");
    let (code, message) = refused(&[form[0], form[1], multipath]);
    assert_eq!(code, "UnsupportedOperation");
    let expected = "parlel-ec2 does not emulate the parameter RequesterPeeringConnectionOptions of \
                    CreateVpcPeeringConnection.";
    assert_eq!(message, expected);
    let own = [form[0], form[1], ("PeerOwnerId", "000000000000"), ("PeerRegion", "us-east-1")];
    network.ec2.call("CreateVpcPeeringConnection", &own);
    let (code, message) = refused(&form[..1]);
    assert_eq!(code, "InvalidVpcId.Malformed");
    assert_eq!(message, "Invalid id: \"\" (expecting \"vpc-...\")");
    let (code, message) = refused(&[form[0], ("PeerVpcId", "10.1.0.0/16")]);
    assert_eq!(code, "InvalidVpcId.Malformed");
    assert_eq!(message, "Invalid id: \"10.1.0.0/16\" (expecting \"vpc-...\")");
    let (code, message) = refused(&[form[0], form[1], ("PeerOwnerId", "someone")]);
    assert_eq!(code, "InvalidParameterValue");
    let expected = "Value (someone) for parameter peerOwnerId is invalid. Expecting the 12 digits \
                    of an account ID.";
    assert_eq!(message, expected);
    let unknown = "vpc-0123456789abcdef0";
    let gone =
        ("InvalidVpcID.NotFound".to_owned(), format!("The vpc ID '{unknown}' does not exist"));
    assert_eq!(refused(&[("VpcId", unknown), form[1]]), gone);
    assert_eq!(refused(&[form[0], ("PeerVpcId", unknown)]), gone);
}

#[test]
fn a_vpc_gets_no_block_that_its_peers_have() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let form = |vpc: usize, cidr| [("VpcId", network.vpcs[vpc].as_str()), ("CidrBlock", cidr)];
    let refused = |vpc, cidr| ec2.refused("AssociateVpcCidrBlock", &form(vpc, cidr));
    let associate = |vpc, cidr| ec2.call("AssociateVpcCidrBlock", &form(vpc, cidr));
    let waiting = id(&network.request(0, 1));
    let (code, message) = refused(0, "10.9.0.0/16");
    assert_eq!(code, "OperationNotPermitted");
    let expected = format!(
        "The VPC peering connection {waiting} that {} has requested is pending acceptance.",
        network.vpcs[0]
    );
    assert_eq!(message, expected);
    associate(1, "10.4.0.0/16");
    network.accept(&waiting);
    associate(0, "10.9.0.0/16");
    for (vpc, cidr, peer) in [(0, "10.4.4.0/24", 1), (1, "10.9.0.0/16", 0)] {
        let (code, message) = refused(vpc, cidr);
        assert_eq!(code, "InvalidVpc.Range");
        let expected = format!(
            "The CIDR '{cidr}' overlaps with a CIDR of {}, with which the VPC is peered.",
            network.vpcs[peer]
        );
        assert_eq!(message, expected);
    }
    // Whoever is asked gets one, and the request fails.
    associate(2, "10.8.0.0/16");
    let failing = id(&network.request(2, 1));
    let other = id(&network.request(0, 1));
    associate(1, "10.8.1.0/24");
    assert_eq!((network.code(&failing), network.code(&other)), ("failed".into(), "active".into()));
    let (code, _) = ec2.refused("AcceptVpcPeeringConnection", &by_id(&failing));
    assert_eq!(code, "InvalidStateTransition");
    ec2.advance(2 * 3_600);
    assert!(!network.is_listed(&failing));
}

#[test]
fn a_request_is_rejected_or_expires() {
    let network = Network::new();
    let rejected = id(&network.request(0, 1));
    let answer = network.ec2.call("RejectVpcPeeringConnection", &by_id(&rejected));
    assert_eq!(answer.text("return"), "true");
    assert_eq!(network.code(&rejected), "rejected");
    let message = network.describe(&rejected).text("status.message").to_owned();
    assert_eq!(message, "Rejected by 000000000000");
    for action in ["RejectVpcPeeringConnection", "DeleteVpcPeeringConnection"] {
        assert_eq!(network.ec2.refused(action, &by_id(&rejected)).0, "InvalidStateTransition");
    }
    let expiring = id(&network.request(0, 1));
    assert_ne!(expiring, rejected);
    network.ec2.advance(7 * DAY - 1);
    assert_eq!(network.code(&expiring), "pending-acceptance");
    assert!(!network.is_listed(&rejected));
    network.ec2.advance(1);
    assert_eq!(network.code(&expiring), "expired");
    let (code, message) = network.ec2.refused("AcceptVpcPeeringConnection", &by_id(&expiring));
    assert_eq!(code, "InvalidStateTransition");
    assert!(message.ends_with("from expired to provisioning"), "{message}");
    network.ec2.advance(2 * DAY);
    assert!(!network.is_listed(&expiring));
}

#[test]
fn two_vpcs_are_connected_once() {
    let network = Network::new();
    let back = id(&network.request(1, 0));
    let there = network.connected();
    assert_ne!(back, there);
    let (code, message) = network.ec2.refused("AcceptVpcPeeringConnection", &by_id(&back));
    assert_eq!(code, "VpcPeeringConnectionAlreadyExists");
    assert_eq!(message, format!("The vpc peering connection identified by {back} already exists."));
    let (code, _) = network.ec2.refused("AcceptVpcPeeringConnection", &by_id(&there));
    assert_eq!(code, "InvalidStateTransition");
    network.ec2.call("DeleteVpcPeeringConnection", &by_id(&there));
    network.accept(&back);
    assert_eq!(network.code(&back), "active");
}

#[test]
fn a_deleted_connection_is_listed_for_two_hours() {
    let network = Network::new();
    let id = network.connected();
    let deleted = network.ec2.call("DeleteVpcPeeringConnection", &by_id(&id));
    assert_eq!(deleted.text("return"), "true");
    let listed = network.describe(&id);
    assert_eq!(listed.text("status.code"), "deleted");
    assert_eq!(listed.text("status.message"), "Deleted by 000000000000");
    for side in ["requesterVpcInfo", "accepterVpcInfo"] {
        let names: Vec<&str> =
            listed.at(side).unwrap().children.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["ownerId", "vpcId", "region"], "{side}");
    }
    let (code, _) = network.ec2.refused("DeleteVpcPeeringConnection", &by_id(&id));
    assert_eq!(code, "InvalidStateTransition");
    network.ec2.advance(2 * 3_600);
    let form = [("VpcPeeringConnectionId.1", id.as_str())];
    let (code, message) = network.ec2.refused("DescribeVpcPeeringConnections", &form);
    assert_eq!(code, "InvalidVpcPeeringConnectionID.NotFound");
    assert_eq!(message, format!("The vpcPeeringConnection ID '{id}' does not exist"));
    let (code, _) = network.ec2.refused("DeleteVpcPeeringConnection", &by_id("pcx"));
    assert_eq!(code, "InvalidVpcPeeringConnectionId.Malformed");
}

#[test]
fn options_are_those_of_active_connections() {
    let network = Network::new();
    let id = id(&network.request(0, 1));
    let dns = "PeeringConnectionOptions.AllowDnsResolutionFromRemoteVpc";
    let (accepter, requester) = (format!("Accepter{dns}"), format!("Requester{dns}"));
    let form = [by_id(&id)[0], (accepter.as_str(), "true")];
    let (code, message) = network.ec2.refused("ModifyVpcPeeringConnectionOptions", &form);
    assert_eq!(code, "OperationNotPermitted");
    let expected = format!(
        "Peering {id} is not active. Peering options can be added only to active peerings."
    );
    assert_eq!(message, expected);
    network.accept(&id);
    let answer = network.ec2.call("ModifyVpcPeeringConnectionOptions", &form);
    let path = "accepterPeeringConnectionOptions.allowDnsResolutionFromRemoteVpc";
    assert_eq!(answer.text(path), "true");
    assert!(!answer.has("requesterPeeringConnectionOptions"));
    let options = "peeringOptions.allowDnsResolutionFromRemoteVpc";
    let of = |side: &str| network.describe(&id).text(&format!("{side}.{options}")).to_owned();
    assert_eq!((of("accepterVpcInfo"), of("requesterVpcInfo")), ("true".into(), "false".into()));
    let both = [form[0], (accepter.as_str(), "false"), (requester.as_str(), "true")];
    network.ec2.call("ModifyVpcPeeringConnectionOptions", &both);
    assert_eq!((of("accepterVpcInfo"), of("requesterVpcInfo")), ("false".into(), "true".into()));
    let refused = |more: &[(&str, &str)]| {
        let form = [&form[..1], more].concat();
        network.ec2.refused("ModifyVpcPeeringConnectionOptions", &form)
    };
    let (code, message) = refused(&[]);
    assert_eq!(code, "MissingParameter");
    let expected = "The request must contain the parameter accepterPeeringConnectionOptions or \
                    requesterPeeringConnectionOptions";
    assert_eq!(message, expected);
    let side = "RequesterPeeringConnectionOptions";
    for option in
        ["AllowEgressFromLocalClassicLinkToRemoteVpc", "AllowEgressFromLocalVpcToRemoteClassicLink"]
    {
        let parameter = format!("{side}.{option}");
        let (code, message) = refused(&[(&parameter, "true")]);
        assert_eq!(code, "UnsupportedOperation");
        assert_eq!(message, "parlel-ec2 does not emulate ClassicLink.");
        network.ec2.call("ModifyVpcPeeringConnectionOptions", &[form[0], (&parameter, "false")]);
    }
    let multipath = format!("{side}.AllowMultipathResilience");
    assert_eq!(refused(&[(&multipath, "true")]).0, "UnsupportedOperation");
}

#[test]
fn a_route_to_a_connection_is_active_while_the_connection_is() {
    let network = Network::new();
    let id = id(&network.request(0, 1));
    let table = |vpc: &str| {
        let table = network.ec2.call("CreateRouteTable", &[("VpcId", vpc)]);
        table.text("routeTable.routeTableId").to_owned()
    };
    let (own, foreign) = (table(&network.vpcs[0]), table(&network.vpcs[2]));
    let route = |table| {
        [
            ("RouteTableId", table),
            ("DestinationCidrBlock", "10.1.0.0/16"),
            ("VpcPeeringConnectionId", id.as_str()),
        ]
    };
    network.ec2.call("CreateRoute", &route(&own));
    let state = || {
        let form = [
            ("Filter.1.Name", "route.vpc-peering-connection-id"),
            ("Filter.1.Value.1", id.as_str()),
        ];
        let tables = network.ec2.call("DescribeRouteTables", &form);
        let routes = tables.all_at("routeTableSet.item.routeSet.item");
        let route = routes.into_iter().find(|route| route.has("vpcPeeringConnectionId")).unwrap();
        route.text("state").to_owned()
    };
    assert_eq!(state(), "blackhole");
    network.accept(&id);
    assert_eq!(state(), "active");
    let (code, message) = network.ec2.refused("CreateRoute", &route(&foreign));
    assert_eq!(code, "InvalidParameterValue");
    let expected =
        format!("route table {foreign} and network gateway {id} belong to different networks");
    assert_eq!(message, expected);
    for vpc in &network.vpcs[..2] {
        let (code, _) = network.ec2.refused("DeleteVpc", &[("VpcId", vpc)]);
        assert_eq!(code, "DependencyViolation");
    }
    network.ec2.call("DeleteVpcPeeringConnection", &by_id(&id));
    assert_eq!(state(), "blackhole");
    network.ec2.call("DeleteVpc", &[("VpcId", &network.vpcs[1])]);
    let replace = route(&own);
    let (code, message) = network.ec2.refused("ReplaceRoute", &replace);
    assert_eq!(code, "InvalidVpcPeeringConnectionID.NotFound");
    assert_eq!(message, format!("The vpcPeeringConnection ID '{id}' does not exist"));
    let listed = network.describe(&id);
    assert_eq!(listed.text("accepterVpcInfo.vpcId"), network.vpcs[1]);
}

#[test]
fn tags_filters_and_a_dry_run() {
    let network = Network::new();
    let form = [
        ("VpcId", network.vpcs[0].as_str()),
        ("PeerVpcId", network.vpcs[1].as_str()),
        ("TagSpecification.1.ResourceType", "vpc-peering-connection"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "to the other"),
    ];
    let dry = [&form[..], &[("DryRun", "true")]].concat();
    assert_eq!(network.ec2.refused("CreateVpcPeeringConnection", &dry).0, "DryRunOperation");
    assert!(
        !network.ec2.call("DescribeVpcPeeringConnections", &[]).has("vpcPeeringConnectionSet.item")
    );
    let made = network.ec2.call("CreateVpcPeeringConnection", &form);
    let made = made.text("vpcPeeringConnection.vpcPeeringConnectionId").to_owned();
    let other = id(&network.request(1, 2));
    for (name, value, expected) in [
        ("requester-vpc-info.vpc-id", network.vpcs[0].as_str(), &made),
        ("accepter-vpc-info.vpc-id", &network.vpcs[2], &other),
        ("requester-vpc-info.cidr-block", "10.1.*", &other),
        ("tag:Name", "to the other", &made),
    ] {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = network.ec2.call("DescribeVpcPeeringConnections", &form);
        let ids = found.texts("vpcPeeringConnectionSet.item.vpcPeeringConnectionId");
        assert_eq!(ids, [expected.as_str()], "{name}");
    }
    let pending = [("Filter.1.Name", "status-code"), ("Filter.1.Value.1", "pending-acceptance")];
    let found = network.ec2.call("DescribeVpcPeeringConnections", &pending);
    assert_eq!(found.all_at("vpcPeeringConnectionSet.item").len(), 2);
}

#[test]
fn in_the_aws_lifecycle_states_take_their_time() {
    let network = Network::of(Ec2::with_aws_lifecycle());
    network.ec2.advance(5);
    let asked = network.request(0, 1);
    assert_eq!(asked.text("status.code"), "initiating-request");
    assert_eq!(asked.text("status.message"), "Initiating Request to 000000000000");
    let overlapping = network.request(0, 2);
    assert_eq!(overlapping.text("status.code"), "initiating-request");
    let (id, overlapping) = (id(&asked), id(&overlapping));
    network.ec2.advance(5);
    assert_eq!(network.code(&id), "pending-acceptance");
    assert_eq!(network.code(&overlapping), "failed");
    assert_eq!(network.accept(&id).text("status.code"), "provisioning");
    network.ec2.advance(1);
    assert_eq!(network.code(&id), "active");
    network.ec2.call("DeleteVpcPeeringConnection", &by_id(&id));
    assert_eq!(network.code(&id), "deleting");
    network.ec2.advance(1);
    assert_eq!(network.code(&id), "deleted");
}
