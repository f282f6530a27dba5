mod transit;
mod tunnels;

use super::support::{Ec2, Xml};
use parlel_ec2::{Config, QuotasArg};

/// Both gateways, the VPN gateway attached, and a table that takes its routes over.
struct Network {
    ec2: Ec2,
    customer: String,
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
        let customer = customer(&ec2, "203.0.113.7", "65010");
        let gateway = gateway(&ec2);
        ec2.call("AttachVpnGateway", &[("VpnGatewayId", &gateway), ("VpcId", &vpc)]);
        ec2.advance(10);
        let table = ec2.call("CreateRouteTable", &[("VpcId", &vpc)]);
        let table = table.text("routeTable.routeTableId").to_owned();
        let propagation = [("GatewayId", gateway.as_str()), ("RouteTableId", &table)];
        ec2.call("EnableVgwRoutePropagation", &propagation);
        Self { ec2, customer, gateway, table }
    }

    fn form<'a>(&'a self, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let form = [
            ("Type", "ipsec.1"),
            ("CustomerGatewayId", self.customer.as_str()),
            ("VpnGatewayId", self.gateway.as_str()),
        ];
        [&form, more].concat()
    }

    fn create(&self, more: &[(&str, &str)]) -> Xml {
        let made = self.ec2.call("CreateVpnConnection", &self.form(more));
        made.at("vpnConnection").unwrap().clone()
    }

    fn refused(&self, more: &[(&str, &str)]) -> (String, String) {
        self.ec2.refused("CreateVpnConnection", &self.form(more))
    }

    fn describe(&self, id: &str) -> Xml {
        let found = self.ec2.call("DescribeVpnConnections", &[("VpnConnectionId.1", id)]);
        found.at("vpnConnectionSet.item").unwrap().clone()
    }

    fn routes(&self) -> Vec<(String, String, String)> {
        let found = self.ec2.call("DescribeRouteTables", &[("RouteTableId.1", &self.table)]);
        let routes = found.all_at("routeTableSet.item.routeSet.item");
        let texts = |route: &&Xml| {
            ["destinationCidrBlock", "gatewayId", "origin"].map(|name| route.text(name).to_owned())
        };
        routes.iter().map(texts).map(|[one, two, three]| (one, two, three)).collect()
    }
}

fn customer(ec2: &Ec2, address: &str, asn: &str) -> String {
    let form = [("Type", "ipsec.1"), ("IpAddress", address), ("BgpAsn", asn)];
    let made = ec2.call("CreateCustomerGateway", &form);
    ec2.advance(10);
    made.text("customerGateway.customerGatewayId").to_owned()
}

fn gateway(ec2: &Ec2) -> String {
    let made = ec2.call("CreateVpnGateway", &[("Type", "ipsec.1")]);
    made.text("vpnGateway.vpnGatewayId").to_owned()
}

fn id(connection: &Xml) -> String {
    connection.text("vpnConnectionId").to_owned()
}

fn configuration(connection: &Xml) -> Xml {
    Xml::parse(connection.text("customerGatewayConfiguration"))
}

/// What an available connection is described as, and that the answer that made it has the same
/// but for its type and its telemetry.
fn assert_described(mut shown: Xml, made: &Xml) {
    assert_eq!(shown.text("type"), "ipsec.1");
    assert_eq!(shown.texts("vgwTelemetry.item.status"), ["DOWN", "DOWN"]);
    assert_eq!(shown.texts("vgwTelemetry.item.statusMessage"), ["IPSEC IS DOWN"; 2]);
    assert_eq!(shown.texts("vgwTelemetry.item.acceptedRouteCount"), ["0", "0"]);
    assert_eq!(
        shown.texts("vgwTelemetry.item.outsideIpAddress"),
        made.texts("options.tunnelOptionSet.item.outsideIpAddress")
    );
    shown.children.retain(|child| !["type", "vgwTelemetry"].contains(&&*child.name));
    assert_eq!(shown.children, made.children);
}

#[test]
fn a_connection_lives_from_create_to_delete() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let tags = [
        ("TagSpecification.1.ResourceType", "vpn-connection"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "office"),
    ];
    let made = network.create(&tags);
    let id = id(&made);
    for (path, value) in [
        ("state", "available"),
        ("category", "VPN"),
        ("customerGatewayId", network.customer.as_str()),
        ("vpnGatewayId", &network.gateway),
        ("gatewayAssociationState", "associated"),
        ("options.enableAcceleration", "false"),
        ("options.staticRoutesOnly", "false"),
        ("options.localIpv4NetworkCidr", "0.0.0.0/0"),
        ("options.remoteIpv4NetworkCidr", "0.0.0.0/0"),
        ("options.outsideIpAddressType", "PublicIpv4"),
        ("options.tunnelInsideIpVersion", "ipv4"),
        ("tagSet.item.value", "office"),
    ] {
        assert_eq!(made.text(path), value, "{path}");
    }
    assert_described(network.describe(&id), &made);
    // The same request again finds it.
    assert_eq!(self::id(&network.create(&[])), id);
    let other = network.create(&[("Options.StaticRoutesOnly", "true")]);
    assert_ne!(self::id(&other), id);

    for (name, value) in [
        ("customer-gateway-id", network.customer.as_str()),
        ("vpn-gateway-id", network.gateway.as_str()),
        ("option.static-routes-only", "false"),
        ("bgp-asn", "65010"),
        ("tag:Name", "office"),
        ("state", "available"),
    ] {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeVpnConnections", &form);
        assert_eq!(found.texts("vpnConnectionSet.item.vpnConnectionId")[0], id, "{name}");
    }
    let by_id = [("VpnConnectionId", id.as_str())];
    ec2.call("DeleteVpnConnection", &by_id);
    let gone = network.describe(&id);
    assert_eq!(gone.text("state"), "deleted");
    assert!(!gone.has("customerGatewayConfiguration") && !gone.has("vgwTelemetry.item"));
    let unknown = format!("The vpnConnection ID '{id}' does not exist");
    let expected = ("InvalidVpnConnectionID.NotFound".to_owned(), unknown);
    assert_eq!(ec2.refused("DeleteVpnConnection", &by_id), expected);
    assert_ne!(self::id(&network.create(&[])), id);
    ec2.advance(3_601);
    assert_eq!(ec2.refused("DescribeVpnConnections", &[("VpnConnectionId.1", &id)]), expected);
    assert_eq!(
        ec2.refused("DeleteVpnConnection", &[("VpnConnectionId", "vpn-x")]).0,
        "InvalidVpnConnectionID.Malformed"
    );
}

#[test]
fn the_configuration_has_what_the_tunnels_have() {
    let network = Network::new();
    let made = network.create(&[]);
    let document = made.text("customerGatewayConfiguration");
    assert!(
        document.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<vpn_connection id=\"")
    );
    assert!(document.contains("\n  <ipsec_tunnel>\n    <customer_gateway>\n      <tunnel_outside"));
    let configuration = configuration(&made);
    assert_eq!(configuration.text("customer_gateway_id"), network.customer);
    assert_eq!(configuration.text("vpn_gateway_id"), network.gateway);
    assert!(!configuration.has("vpn_connection_attributes"));
    let both = |path: &str| configuration.texts(&format!("ipsec_tunnel.{path}"));
    for (path, value) in [
        ("customer_gateway.tunnel_outside_address.ip_address", "203.0.113.7"),
        ("customer_gateway.tunnel_inside_address.network_mask", "255.255.255.252"),
        ("customer_gateway.bgp.asn", "65010"),
        ("vpn_gateway.bgp.asn", "64512"),
        ("vpn_gateway.bgp.hold_time", "30"),
        ("ike.authentication_protocol", "sha1"),
        ("ike.encryption_protocol", "aes-128-cbc"),
        ("ike.lifetime", "28800"),
        ("ike.perfect_forward_secrecy", "group2"),
        ("ipsec.authentication_protocol", "hmac-sha1-96"),
        ("ipsec.lifetime", "3600"),
        ("ipsec.dead_peer_detection.retries", "3"),
    ] {
        assert_eq!(both(path), [value, value], "{path}");
    }
    let options = |name: &str| made.texts(&format!("options.tunnelOptionSet.item.{name}"));
    assert_eq!(both("vpn_gateway.tunnel_outside_address.ip_address"), options("outsideIpAddress"));
    assert_eq!(both("ike.pre_shared_key"), options("preSharedKey"));
    let ends = both("vpn_gateway.tunnel_inside_address.ip_address");
    for (cidr, ours) in options("tunnelInsideCidr").iter().zip(ends) {
        let network: ipnet::Ipv4Net = cidr.parse().unwrap();
        assert_eq!(network.hosts().next().unwrap().to_string(), ours);
    }
    let fixed = network.create(&[("Options.StaticRoutesOnly", "true")]);
    let fixed = self::configuration(&fixed);
    assert_eq!(fixed.text("vpn_connection_attributes"), "NoBGPVPNConnection");
    assert!(!fixed.has("ipsec_tunnel.vpn_gateway.bgp"));
}

#[test]
fn gateways_stay_while_a_connection_has_them() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let gateway = gateway(ec2);
    let form = network.form(&[]);
    let made = ec2.call("CreateVpnConnection", &[form[0], form[1], ("VpnGatewayId", &gateway)]);
    let id = made.text("vpnConnection.vpnConnectionId").to_owned();
    let of_customer = [("CustomerGatewayId", network.customer.as_str())];
    let of_gateway = [("VpnGatewayId", gateway.as_str())];
    let in_use = |message: &str| ("IncorrectState".to_owned(), message.to_owned());
    let used = in_use("The customer gateway is in use.");
    assert_eq!(ec2.refused("DeleteCustomerGateway", &of_customer), used);
    assert_eq!(ec2.refused("DeleteVpnGateway", &of_gateway), in_use("The VPN gateway is in use."));
    ec2.call("DeleteVpnConnection", &[("VpnConnectionId", &id)]);
    ec2.call("DeleteCustomerGateway", &of_customer);
    ec2.call("DeleteVpnGateway", &of_gateway);
    let (code, message) = network.refused(&[]);
    assert_eq!(code, "InvalidCustomerGatewayID.NotFound");
    assert_eq!(message, format!("The customerGateway ID '{}' does not exist", network.customer));
    let customer = customer(ec2, "203.0.113.8", "65010");
    let form = [form[0], ("CustomerGatewayId", customer.as_str()), of_gateway[0]];
    let (code, message) = ec2.refused("CreateVpnConnection", &form);
    assert_eq!(code, "InvalidVpnGatewayID.NotFound");
    assert_eq!(message, format!("The vpnGateway ID '{gateway}' does not exist"));
    // A connection can be made without a gateway, and be given one.
    let made = ec2.call("CreateVpnConnection", &form[..2]);
    assert_eq!(made.text("vpnConnection.gatewayAssociationState"), "not-associated");
    let document = configuration(made.at("vpnConnection").unwrap());
    assert_eq!(document.texts("ipsec_tunnel.vpn_gateway.bgp.asn"), ["", ""]);
    let id = made.text("vpnConnection.vpnConnectionId");
    let form = [("VpnConnectionId", id), ("VpnGatewayId", network.gateway.as_str())];
    let changed = ec2.call("ModifyVpnConnection", &form);
    assert_eq!(changed.text("vpnConnection.vpnGatewayId"), network.gateway);
    assert_eq!(changed.text("vpnConnection.gatewayAssociationState"), "associated");
}

#[test]
fn static_routes_get_into_the_tables() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let made = network.create(&[("Options.StaticRoutesOnly", "true")]);
    let id = id(&made);
    let form = |cidr| [("VpnConnectionId", id.as_str()), ("DestinationCidrBlock", cidr)];
    for cidr in ["192.168.0.0/16", "192.168.0.0/16", "172.16.0.0/12", "10.0.0.0/16"] {
        ec2.call("CreateVpnConnectionRoute", &form(cidr));
    }
    let shown = network.describe(&id);
    let cidrs = ["192.168.0.0/16", "172.16.0.0/12", "10.0.0.0/16"];
    assert_eq!(shown.texts("routes.item.destinationCidrBlock"), cidrs);
    assert_eq!(shown.texts("routes.item.state"), ["available"; 3]);
    assert!(!shown.has("routes.item.source"));
    assert_eq!(shown.texts("vgwTelemetry.item.acceptedRouteCount"), ["3", "3"]);
    let by_vgw = |cidr: &str| {
        let origin = "EnableVgwRoutePropagation";
        (cidr.to_owned(), network.gateway.clone(), origin.to_owned())
    };
    let routes = network.routes();
    // The VPC's own block is its own.
    assert_eq!(routes[0].1, "local");
    assert_eq!(routes[1..], [by_vgw("192.168.0.0/16"), by_vgw("172.16.0.0/12")]);
    let own = [
        ("RouteTableId", network.table.as_str()),
        ("DestinationCidrBlock", "172.16.0.0/12"),
        ("GatewayId", network.gateway.as_str()),
    ];
    ec2.call("CreateRoute", &own);
    let routes = network.routes();
    assert_eq!(routes[1].2, "CreateRoute");
    assert_eq!(routes[2..], [by_vgw("192.168.0.0/16")]);

    ec2.call("DeleteVpnConnectionRoute", &form("192.168.0.0/16"));
    assert_eq!(network.routes().len(), 2);
    let (code, message) = ec2.refused("DeleteVpnConnectionRoute", &form("192.168.0.0/16"));
    assert_eq!(code, "InvalidRoute.NotFound");
    let expected =
        format!("no route with destination-cidr-block 192.168.0.0/16 in vpnConnection {id}");
    assert_eq!(message, expected);
    ec2.call("DeleteRoute", &own[..2]);
    assert_eq!(network.routes()[1..], [by_vgw("172.16.0.0/12")]);
    ec2.call("DeleteVpnConnection", &form("")[..1]);
    assert_eq!(network.routes().len(), 1);
    let gone = network.describe(&id).texts("routes.item.state").join(" ");
    assert_eq!(gone, "deleted deleted");
    let (code, _) = ec2.refused("CreateVpnConnectionRoute", &form("192.168.0.0/16"));
    assert_eq!(code, "InvalidVpnConnectionID.NotFound");

    let dynamic = self::id(&network.create(&[]));
    let form = [("VpnConnectionId", dynamic.as_str()), ("DestinationCidrBlock", "")];
    let (code, message) = ec2.refused("CreateVpnConnectionRoute", &form);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter destinationCidrBlock");
    let form = [("VpnConnectionId", dynamic.as_str()), ("DestinationCidrBlock", "10.9.0.0/16")];
    let (code, message) = ec2.refused("CreateVpnConnectionRoute", &form);
    assert_eq!(code, "InvalidVpnConnection.InvalidType");
    let expected = format!("The vpnConnection {dynamic} is not configured for static routing.");
    assert_eq!(message, expected);
}

#[test]
fn in_the_aws_lifecycle_states_take_their_time() {
    let network = Network::of(Ec2::with_aws_lifecycle());
    let ec2 = &network.ec2;
    let made = network.create(&[("Options.StaticRoutesOnly", "true")]);
    let id = id(&made);
    assert_eq!(made.text("state"), "pending");
    assert!(made.has("customerGatewayConfiguration") && !made.has("vgwTelemetry"));
    let shown = network.describe(&id);
    assert_eq!(shown.texts("vgwTelemetry.item.status"), ["DOWN", "DOWN"]);
    assert_eq!(shown.texts("vgwTelemetry.item.statusMessage"), ["", ""]);
    let since = shown.text("vgwTelemetry.item.lastStatusChange").to_owned();
    let by_id = ("VpnConnectionId", id.as_str());
    let change = [by_id, ("LocalIpv4NetworkCidr", "10.0.0.0/8")];
    let (code, message) = ec2.refused("ModifyVpnConnectionOptions", &change);
    assert_eq!(code, "InvalidVpnConnection.InvalidState");
    assert_eq!(message, format!("The vpnConnection {id} is not in the available state."));
    let outside = made.text("options.tunnelOptionSet.item.outsideIpAddress");
    let form = [by_id, ("VpnTunnelOutsideIpAddress", outside)];
    let status = |expected: &str| {
        let told = ec2.call("GetActiveVpnTunnelStatus", &form);
        assert_eq!(told.text("activeVpnTunnelStatus.provisioningStatus"), expected);
    };
    status("pending");
    let route = [by_id, ("DestinationCidrBlock", "192.168.0.0/16")];
    ec2.call("CreateVpnConnectionRoute", &route);
    assert_eq!(network.describe(&id).text("routes.item.state"), "pending");
    ec2.advance(6);
    assert_eq!(network.describe(&id).text("routes.item.state"), "available");
    assert_eq!(network.routes().len(), 1);
    ec2.advance(60);
    status("available");
    let shown = network.describe(&id);
    assert_eq!(shown.text("state"), "available");
    assert!(*shown.text("vgwTelemetry.item.lastStatusChange") > *since);
    assert_eq!(network.routes().len(), 2);
    ec2.call("DeleteVpnConnectionRoute", &route);
    assert_eq!(network.describe(&id).text("routes.item.state"), "deleting");
    assert_eq!(network.routes().len(), 1);
    ec2.advance(6);
    assert!(!network.describe(&id).has("routes.item"));

    ec2.call("DeleteVpnConnection", &[by_id]);
    let shown = network.describe(&id);
    assert_eq!(shown.text("state"), "deleting");
    assert!(!shown.has("customerGatewayConfiguration"));
    let of_customer = [("CustomerGatewayId", network.customer.as_str())];
    assert_eq!(ec2.refused("DeleteCustomerGateway", &of_customer).0, "IncorrectState");
    ec2.advance(31);
    assert_eq!(network.describe(&id).text("state"), "deleted");
    ec2.call("DeleteCustomerGateway", &of_customer);
}

#[test]
fn a_connection_is_given_other_gateways_and_networks() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let made = network.create(&[("Options.TunnelOptions.1.TunnelInsideCidr", "169.254.10.0/30")]);
    let id = id(&made);
    let by_id = ("VpnConnectionId", id.as_str());
    let other = customer(ec2, "203.0.113.9", "65020");
    let changed = ec2.call("ModifyVpnConnection", &[by_id, ("CustomerGatewayId", &other)]);
    let document = configuration(changed.at("vpnConnection").unwrap());
    assert_eq!(document.text("ipsec_tunnel.customer_gateway.bgp.asn"), "65020");
    ec2.call("DeleteCustomerGateway", &[("CustomerGatewayId", &network.customer)]);
    let second = gateway(ec2);
    ec2.call("ModifyVpnConnection", &[by_id, ("VpnGatewayId", &second)]);
    assert_eq!(network.describe(&id).text("vpnGatewayId"), second);

    let refused =
        |more: &[(&str, &str)]| ec2.refused("ModifyVpnConnection", &[&[by_id], more].concat());
    let both = [("CustomerGatewayId", other.as_str()), ("VpnGatewayId", second.as_str())];
    let (code, message) = refused(&both);
    assert_eq!(code, "InvalidParameterCombination");
    let expected = "The parameter customerGatewayId cannot be used with the parameter vpnGatewayId";
    assert_eq!(message, expected);
    let (code, message) = refused(&[]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter vpnGatewayId");
    let same = customer(ec2, "203.0.113.10", "64512");
    let (code, message) = refused(&[("CustomerGatewayId", &same)]);
    assert_eq!(code, "AsnConflict");
    let expected =
        "The ASN of the specified customer gateway and virtual private gateway are the same.";
    assert_eq!(message, expected);
    let form = [("Type", "ipsec.1"), ("CustomerGatewayId", &*same), ("VpnGatewayId", &*second)];
    let refused_too = ec2.refused("CreateVpnConnection", &form);
    assert_eq!(refused_too, ("AsnConflict".to_owned(), expected.to_owned()));
    ec2.call("CreateVpnConnection", &form[..2]);
    let form = [
        ("Type", "ipsec.1"),
        both[0],
        ("VpnGatewayId", network.gateway.as_str()),
        ("Options.TunnelOptions.2.TunnelInsideCidr", "169.254.10.0/30"),
    ];
    ec2.call("CreateVpnConnection", &form);
    let (code, message) = refused(&form[2..3]);
    assert_eq!(code, "InvalidCidr.InUse");
    assert_eq!(message, "The inside CIDR 169.254.10.0/30 is in use by another VPN tunnel.");
    let arn = "arn:aws:acm:us-east-1:111122223333:certificate/x";
    let form = [("Type", "ipsec.1"), ("CertificateArn", arn)];
    let keyless = ec2.call("CreateCustomerGateway", &form);
    let keyless = keyless.text("customerGateway.customerGatewayId");
    let (code, message) = refused(&[("CustomerGatewayId", keyless)]);
    assert_eq!(code, "UnsupportedOperation");
    let expected = "parlel-ec2 does not emulate a VPN connection's change between keys and \
                    certificates.";
    assert_eq!(message, expected);

    let form = [by_id, ("RemoteIpv4NetworkCidr", "10.1.0.0/16"), ("TunnelBandwidth", "standard")];
    let changed = ec2.call("ModifyVpnConnectionOptions", &form);
    assert_eq!(changed.text("vpnConnection.options.remoteIpv4NetworkCidr"), "10.1.0.0/16");
    assert_eq!(changed.text("vpnConnection.options.localIpv4NetworkCidr"), "0.0.0.0/0");
    let (code, message) = ec2.refused("ModifyVpnConnectionOptions", &form[..1]);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "No options specified.");
}

#[test]
fn what_only_a_transit_gateway_can_do_is_refused() {
    let network = Network::new();
    for (more, what) in [
        (("Options.TunnelInsideIpVersion", "ipv6"), "VPN tunnels for IPv6"),
        (("Options.OutsideIpAddressType", "PrivateIpv4"), "VPN tunnels over PrivateIpv4"),
        (("PreSharedKeyStorage", "SecretsManager"), "pre-shared keys in Secrets Manager"),
    ] {
        let (code, message) = network.refused(&[more]);
        assert_eq!(code, "UnsupportedOperation");
        assert_eq!(message, format!("parlel-ec2 does not emulate {what}."));
    }
    for (more, what) in [
        (("Options.EnableAcceleration", "true"), "Acceleration"),
        (("Options.TunnelBandwidth", "large"), "The tunnel bandwidth large"),
    ] {
        let (code, message) = network.refused(&[more]);
        assert_eq!(code, "InvalidParameterCombination");
        let words = "is not supported for VPN connections of a virtual private gateway.";
        assert_eq!(message, format!("{what} {words}"));
    }
    let inside = ("Options.TunnelOptions.1.TunnelInsideIpv6Cidr", "fd00::/126");
    assert_eq!(network.refused(&[inside]).0, "InvalidParameterCombination");
    for (parameter, name, value, reason) in [
        (
            "Options.OutsideIpAddressType",
            "OutsideIpAddressType",
            "Any",
            "Expecting PublicIpv4, PrivateIpv4 or Ipv6.",
        ),
        (
            "PreSharedKeyStorage",
            "PreSharedKeyStorage",
            "Drawer",
            "Expecting Standard or SecretsManager.",
        ),
        ("Type", "type", "ipsec.2", "Expecting ipsec.1."),
    ] {
        let form = [("CustomerGatewayId", network.customer.as_str()), (parameter, value)];
        let with_type = [&form[..], &[("Type", "ipsec.1")]].concat();
        let form = if parameter == "Type" { &form[..] } else { &with_type[..] };
        let (code, message) = network.ec2.refused("CreateVpnConnection", form);
        assert_eq!(code, "InvalidParameterValue");
        assert_eq!(message, format!("Value ({value}) for parameter {name} is invalid. {reason}"));
    }
}

#[test]
fn a_gateway_of_a_new_account_has_ten_connections() {
    let config = Config { quotas: QuotasArg::Default, ..Config::default() };
    let network = Network::of(Ec2::with(config));
    let addresses = (20..31).map(|at| format!("203.0.113.{at}"));
    let customers: Vec<String> =
        addresses.map(|address| customer(&network.ec2, &address, "65010")).collect();
    let form = |at: usize| {
        let ends =
            [("CustomerGatewayId", customers[at].as_str()), ("VpnGatewayId", &network.gateway)];
        [("Type", "ipsec.1"), ends[0], ends[1]]
    };
    for at in 0..10 {
        network.ec2.call("CreateVpnConnection", &form(at));
    }
    let message = "The maximum number of VPN connections has been reached.";
    let expected = ("VpnConnectionLimitExceeded".to_owned(), message.to_owned());
    assert_eq!(network.ec2.refused("CreateVpnConnection", &form(10)), expected);
    let free = [("Type", "ipsec.1"), form(10)[1], ("VpnGatewayId", &gateway(&network.ec2))];
    network.ec2.call("CreateVpnConnection", &free);
}
