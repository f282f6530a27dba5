use super::super::support::{Ec2, Xml};
use super::customer;

/// A transit gateway and a customer gateway.
struct Hub {
    ec2: Ec2,
    gateway: String,
    table: String,
    customer: String,
}

impl Hub {
    fn of(ec2: Ec2) -> Self {
        let made = ec2.call("CreateTransitGateway", &[("Options.AmazonSideAsn", "64600")]);
        let gateway = made.text("transitGateway.transitGatewayId").to_owned();
        let table = made.text("transitGateway.options.associationDefaultRouteTableId").to_owned();
        let customer = customer(&ec2, "203.0.113.7", "65010");
        ec2.advance(60);
        Self { ec2, gateway, table, customer }
    }

    fn form<'a>(&'a self, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let form = [("Type", "ipsec.1"), ("CustomerGatewayId", self.customer.as_str())];
        [&form, more].concat()
    }

    fn connect(&self, more: &[(&str, &str)]) -> Xml {
        let made = self.ec2.call("CreateVpnConnection", &self.form(more));
        made.at("vpnConnection").unwrap().clone()
    }

    fn connected(&self) -> Xml {
        self.connect(&[("TransitGatewayId", &self.gateway)])
    }

    #[track_caller]
    fn refused(&self, more: &[(&str, &str)]) -> (String, String) {
        self.ec2.refused("CreateVpnConnection", &self.form(more))
    }

    /// The attachments of a resource.
    fn attached(&self, resource: &str) -> Vec<Xml> {
        let form = [("Filter.1.Name", "resource-id"), ("Filter.1.Value.1", resource)];
        let found = self.ec2.call("DescribeTransitGatewayAttachments", &form);
        found.all_at("transitGatewayAttachments.item").into_iter().cloned().collect()
    }

    fn concentrator(&self) -> Xml {
        let form = [("Type", "ipsec.1"), ("TransitGatewayId", self.gateway.as_str())];
        let made = self.ec2.call("CreateVpnConcentrator", &form);
        made.at("vpnConcentrator").unwrap().clone()
    }
}

fn refusal(code: &str, message: impl Into<String>) -> (String, String) {
    (code.to_owned(), message.into())
}

#[test]
fn a_connection_is_attached_to_a_transit_gateway() {
    for (ec2, states) in [
        (Ec2::new(), ["available", "deleted"]),
        (Ec2::with_aws_lifecycle(), ["pending", "deleting"]),
    ] {
        let hub = Hub::of(ec2);
        let made = hub.connected();
        let id = made.text("vpnConnectionId");
        assert_eq!(made.text("transitGatewayId"), hub.gateway);
        assert_eq!(made.text("gatewayAssociationState"), "associated");
        assert!(!made.has("vpnGatewayId"));
        let document = made.text("customerGatewayConfiguration");
        assert!(document.contains("<asn>64600</asn>"), "{document}");
        let [attachment] = &hub.attached(id)[..] else { panic!("it is not attached once") };
        assert_eq!(attachment.text("state"), states[0]);
        hub.ec2.advance(60);
        let [attachment] = &hub.attached(id)[..] else { panic!("it is not attached once") };
        for (member, value) in [
            ("transitGatewayId", hub.gateway.as_str()),
            ("resourceType", "vpn"),
            ("resourceId", id),
            ("resourceOwnerId", "000000000000"),
            ("state", "available"),
            ("association.transitGatewayRouteTableId", &hub.table),
            ("association.state", "associated"),
        ] {
            assert_eq!(attachment.text(member), value, "{member}");
        }
        let attachment = attachment.text("transitGatewayAttachmentId");
        hub.ec2.call(
            "CreateTransitGatewayRoute",
            &[
                ("TransitGatewayRouteTableId", &hub.table),
                ("DestinationCidrBlock", "192.0.2.0/24"),
                ("TransitGatewayAttachmentId", attachment),
            ],
        );
        let refused =
            hub.ec2.refused("DeleteTransitGateway", &[("TransitGatewayId", &hub.gateway)]);
        let message = format!("{} has non-deleted VPN Attachments: {attachment}.", hub.gateway);
        assert_eq!(refused, refusal("IncorrectState", message));
        hub.ec2.call("DeleteVpnConnection", &[("VpnConnectionId", id)]);
        assert_eq!(hub.attached(id)[0].text("state"), states[1]);
        hub.ec2.advance(60);
        assert_eq!(hub.attached(id)[0].text("state"), "deleted");
        hub.ec2.call("DeleteTransitGateway", &[("TransitGatewayId", &hub.gateway)]);
    }
}

#[test]
fn a_connection_to_a_transit_gateway_is_made_once() {
    let hub = Hub::of(Ec2::new());
    let (first, second) = (hub.connected(), hub.connected());
    assert_eq!(first.text("vpnConnectionId"), second.text("vpnConnectionId"));
    let other = hub.connect(&[]);
    assert_ne!(first.text("vpnConnectionId"), other.text("vpnConnectionId"));
    let form = [("Filter.1.Name", "transit-gateway-id"), ("Filter.1.Value.1", &hub.gateway)];
    let found = hub.ec2.call("DescribeVpnConnections", &form);
    let ids = found.texts("vpnConnectionSet.item.vpnConnectionId");
    assert_eq!(ids, [first.text("vpnConnectionId")]);
}

#[test]
fn a_transit_gateway_has_its_own_routes_and_number() {
    let hub = Hub::of(Ec2::new());
    let made =
        hub.connect(&[("TransitGatewayId", &hub.gateway), ("Options.StaticRoutesOnly", "true")]);
    let id = made.text("vpnConnectionId");
    let route = [("VpnConnectionId", id), ("DestinationCidrBlock", "192.0.2.0/24")];
    let message = format!(
        "The vpnConnection {id} is one of a transit gateway, whose route tables have the routes."
    );
    let refused = hub.ec2.refused("CreateVpnConnectionRoute", &route);
    assert_eq!(refused, refusal("IncorrectState", message));
    let number = [("TransitGatewayId", hub.gateway.as_str()), ("Options.AmazonSideAsn", "64700")];
    let attachment = hub.attached(id)[0].text("transitGatewayAttachmentId").to_owned();
    let message =
        format!("The Amazon side ASN of {} cannot be changed: {attachment} uses it.", hub.gateway);
    let refused = hub.ec2.refused("ModifyTransitGateway", &number);
    assert_eq!(refused, refusal("IncorrectState", message));
    let made = hub.ec2.call("CreateVpnGateway", &[("Type", "ipsec.1")]);
    let form = [("VpnConnectionId", id), ("VpnGatewayId", made.text("vpnGateway.vpnGatewayId"))];
    let moved = hub.ec2.call("ModifyVpnConnection", &form);
    let moved = moved.at("vpnConnection").unwrap();
    assert_eq!(moved.text("vpnGatewayId"), form[1].1);
    assert!(!moved.has("transitGatewayId"));
    let states = |id: &str| {
        let attached = hub.attached(id);
        attached.iter().map(|it| it.text("state").to_owned()).collect::<Vec<_>>().join(" ")
    };
    assert_ne!(states(id), "available");
    let back = [form[0], ("TransitGatewayId", hub.gateway.as_str())];
    hub.ec2.call("CreateVpnConnectionRoute", &route);
    let message = format!("The static routes of {id} must be deleted before it is moved.");
    assert_eq!(hub.ec2.refused("ModifyVpnConnection", &back), refusal("IncorrectState", message));
    hub.ec2.call("DeleteVpnConnectionRoute", &route);
    let moved = hub.ec2.call("ModifyVpnConnection", &back);
    assert_eq!(moved.text("vpnConnection.transitGatewayId"), hub.gateway);
    assert!(states(id).contains("available"), "{}", states(id));
    hub.ec2.call("DeleteVpnConnection", &[("VpnConnectionId", id)]);
    hub.ec2.call("ModifyTransitGateway", &number);
}

#[test]
fn a_concentrator_is_attached_in_place_of_its_connections() {
    let hub = Hub::of(Ec2::with_aws_lifecycle());
    let made = hub.concentrator();
    let id = made.text("vpnConcentratorId");
    assert_eq!((made.text("state"), made.text("type")), ("pending", "ipsec.1"));
    assert_eq!(made.text("transitGatewayId"), hub.gateway);
    let attachment = &hub.attached(id)[0];
    assert_eq!(attachment.text("resourceType"), "vpn-concentrator");
    let attachment = attachment.text("transitGatewayAttachmentId");
    assert_eq!(made.text("transitGatewayAttachmentId"), attachment);
    hub.ec2.advance(10);
    let found = hub.ec2.call("DescribeVpnConcentrators", &[("VpnConcentratorId.1", id)]);
    assert_eq!(found.text("vpnConcentratorSet.item.state"), "available");
    let connection = hub.connect(&[("VpnConcentratorId", id)]);
    assert_eq!(connection.text("vpnConcentratorId"), id);
    assert!(!connection.has("transitGatewayId"));
    assert!(hub.attached(connection.text("vpnConnectionId")).is_empty());
    let by_id = [("VpnConcentratorId", id)];
    let refused = hub.ec2.refused("DeleteVpnConcentrator", &by_id);
    let message = format!("The vpnConcentrator '{id}' has dependencies and cannot be deleted.");
    assert_eq!(refused, refusal("DependencyViolation", message));
    let connection = [("VpnConnectionId", connection.text("vpnConnectionId"))];
    hub.ec2.advance(300);
    let away = [connection[0], ("TransitGatewayId", hub.gateway.as_str())];
    let message = "parlel-ec2 does not emulate moving a VPN connection away from a concentrator.";
    let refused = hub.ec2.refused("ModifyVpnConnection", &away);
    assert_eq!(refused, refusal("UnsupportedOperation", message));
    hub.ec2.call("DeleteVpnConnection", &connection);
    hub.ec2.advance(60);
    assert_eq!(hub.ec2.call("DeleteVpnConcentrator", &by_id).text("return"), "true");
    hub.ec2.advance(60);
    assert_eq!(hub.attached(id)[0].text("state"), "deleted");
    let refused = hub.refused(&[("VpnConcentratorId", id)]);
    let message = format!("The vpnConcentrator ID '{id}' does not exist");
    assert_eq!(refused, refusal("InvalidVpnConcentratorID.NotFound", message));
}

#[test]
fn a_connection_has_one_end_of_the_callers() {
    let hub = Hub::of(Ec2::new());
    let refused = hub
        .refused(&[("TransitGatewayId", &hub.gateway), ("VpnGatewayId", "vgw-0123456789abcdef0")]);
    let message = "The parameter VpnGatewayId cannot be used with the parameter TransitGatewayId";
    assert_eq!(refused, refusal("InvalidParameterCombination", message));
    // Which is said before anything is looked up.
    let form = [
        ("Type", "ipsec.1"),
        ("CustomerGatewayId", "cgw-0123456789abcdef0"),
        ("TransitGatewayId", &hub.gateway),
        ("VpnGatewayId", "vgw-0123456789abcdef0"),
    ];
    assert_eq!(hub.ec2.refused("CreateVpnConnection", &form).1, message);
    let refused = hub.ec2.refused("CreateVpnConcentrator", &[("Type", "ipsec.1")]);
    let message = "The request must contain the parameter transitGatewayId";
    assert_eq!(refused, refusal("MissingParameter", message));
    let other = hub.ec2.as_account("111111111111");
    let form = [("Type", "ipsec.1"), ("TransitGatewayId", hub.gateway.as_str())];
    let refused = other.refused("CreateVpnConcentrator", &form);
    let message = format!("The transitGateway ID '{}' does not exist", hub.gateway);
    assert_eq!(refused, refusal("InvalidTransitGatewayID.NotFound", message.as_str()));
    let customer = customer(&other, "203.0.113.8", "65010");
    let form = [&form[..], &[("CustomerGatewayId", &customer)]].concat();
    let refused = other.refused("CreateVpnConnection", &form);
    assert_eq!(refused, refusal("InvalidTransitGatewayID.NotFound", message));
}

#[test]
fn a_transit_gateways_connection_can_be_fast() {
    let hub = Hub::of(Ec2::new());
    let to = ("TransitGatewayId", hub.gateway.as_str());
    let fast = |options: &Xml| {
        let [one, other] = ["enableAcceleration", "tunnelBandwidth"].map(|it| options.text(it));
        format!("{one} {other}")
    };
    let accelerated = ("Options.EnableAcceleration", "true");
    let made = hub.connect(&[to, accelerated]);
    assert_eq!(fast(made.at("options").unwrap()), "true standard");
    let change = [("VpnConnectionId", made.text("vpnConnectionId")), ("TunnelBandwidth", "large")];
    let message = "The tunnel bandwidth large is not supported with acceleration.";
    let expected = refusal("InvalidParameterCombination", message);
    assert_eq!(hub.ec2.refused("ModifyVpnConnectionOptions", &change), expected);
    let large = ("Options.TunnelBandwidth", "large");
    assert_eq!(hub.refused(&[to, accelerated, large]), expected);
    let made = hub.connect(&[to, large]);
    assert_eq!(fast(made.at("options").unwrap()), "false large");
    let change =
        [("VpnConnectionId", made.text("vpnConnectionId")), ("TunnelBandwidth", "standard")];
    let changed = hub.ec2.call("ModifyVpnConnectionOptions", &change);
    assert_eq!(fast(changed.at("vpnConnection.options").unwrap()), "false standard");
    let hub = Hub::of(Ec2::new().in_region("eu-central-2"));
    let message = "The tunnel bandwidth large is not supported in eu-central-2.";
    let refused = hub.refused(&[("TransitGatewayId", &hub.gateway), large]);
    assert_eq!(refused, refusal("InvalidParameterCombination", message));
}
