use super::support::Ec2;

fn vpc(ec2: &Ec2) -> String {
    ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).text("vpc.vpcId").to_owned()
}

fn create(ec2: &Ec2, more: &[(&str, &str)]) -> String {
    let form = [&[("Type", "ipsec.1")], more].concat();
    ec2.call("CreateVpnGateway", &form).text("vpnGateway.vpnGatewayId").to_owned()
}

fn table(ec2: &Ec2, vpc: &str) -> String {
    let table = ec2.call("CreateRouteTable", &[("VpcId", vpc)]);
    table.text("routeTable.routeTableId").to_owned()
}

/// The state of a gateway, and of its attachment if it has one.
fn states(ec2: &Ec2, id: &str) -> (String, Option<String>) {
    let found = ec2.call("DescribeVpnGateways", &[("VpnGatewayId.1", id)]);
    let gateway = found.at("vpnGatewaySet.item").unwrap();
    let attachment = gateway.at("attachments.item.state").map(|state| state.text.clone());
    (gateway.text("state").to_owned(), attachment)
}

#[test]
fn a_gateway_is_made_with_a_private_asn() {
    let ec2 = Ec2::new();
    let more = [
        ("AmazonSideAsn", "4200000000"),
        ("AvailabilityZone", "us-east-1b"),
        ("TagSpecification.1.ResourceType", "vpn-gateway"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "home"),
    ];
    let form = [&[("Type", "ipsec.1")], &more[..]].concat();
    let made = ec2.call("CreateVpnGateway", &form);
    let made = made.at("vpnGateway").unwrap();
    assert!(made.text("vpnGatewayId").starts_with("vgw-"));
    for (member, value) in [
        ("state", "available"),
        ("type", "ipsec.1"),
        ("amazonSideAsn", "4200000000"),
        ("tagSet.item.value", "home"),
    ] {
        assert_eq!(made.text(member), value);
    }
    assert!(!made.has("availabilityZone"));
    assert!(made.all_at("attachments.item").is_empty());
    let plain = ec2.call("CreateVpnGateway", &[("Type", "ipsec.1")]);
    assert!(!plain.has("vpnGateway.tagSet"));
    let plain = plain.text("vpnGateway.vpnGatewayId").to_owned();
    let found = ec2.call("DescribeVpnGateways", &[("VpnGatewayId.1", &plain)]);
    assert!(found.has("vpnGatewaySet.item.tagSet"));
    for (name, value, expected) in [
        ("amazon-side-asn", "64512", &plain),
        ("tag:Name", "home", &made.text("vpnGatewayId").to_owned()),
        ("vpn-gateway-id", plain.as_str(), &plain),
    ] {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeVpnGateways", &form);
        assert_eq!(found.texts("vpnGatewaySet.item.vpnGatewayId"), [expected], "{name}");
    }
    let refused = |form: &[(&str, &str)]| ec2.refused("CreateVpnGateway", form).0;
    assert_eq!(refused(&[]), "MissingParameter");
    assert_eq!(refused(&[("Type", "ipsec.2")]), "InvalidParameterValue");
    for asn in ["1", "65535", "4294967295"] {
        let form = [("Type", "ipsec.1"), ("AmazonSideAsn", asn)];
        let (code, message) = ec2.refused("CreateVpnGateway", &form);
        assert_eq!(code, "InvalidParameterValue");
        assert_eq!(
            message,
            format!(
                "Value ({asn}) for parameter amazonSideAsn is invalid. Expecting a private ASN: \
                 64512 to 65534, or 4200000000 to 4294967294."
            )
        );
    }
    let nowhere = [("Type", "ipsec.1"), ("AvailabilityZone", "us-east-1z")];
    let (code, message) = ec2.refused("CreateVpnGateway", &nowhere);
    assert_eq!(code, "InvalidZone.NotFound");
    assert_eq!(message, "The zone 'us-east-1z' does not exist.");
    let dry = [("Type", "ipsec.1"), ("DryRun", "true")];
    assert_eq!(refused(&dry), "DryRunOperation");
}

#[test]
fn attach_detach_delete() {
    let ec2 = Ec2::new();
    let (one, other) = (vpc(&ec2), vpc(&ec2));
    let id = create(&ec2, &[]);
    let pair = [("VpnGatewayId", id.as_str()), ("VpcId", one.as_str())];
    let (code, message) = ec2.refused("DetachVpnGateway", &pair);
    assert_eq!(code, "InvalidVpnGatewayAttachment.NotFound");
    let expected =
        format!("The attachment with vpn gateway ID '{id}' and vpc ID '{one}' does not exist");
    assert_eq!(message, expected);
    let attached = ec2.call("AttachVpnGateway", &pair);
    assert_eq!(attached.text("attachment.vpcId"), one);
    assert_eq!(attached.text("attachment.state"), "attached");
    let second = create(&ec2, &[]);
    for gateway in [&id, &second] {
        let again = [("VpnGatewayId", gateway.as_str()), pair[1]];
        let (code, message) = ec2.refused("AttachVpnGateway", &again);
        assert_eq!(code, "InvalidVpcState");
        let expected = format!("VPC {one} is currently attached to the Virtual Private Gateway.");
        assert_eq!(message, expected);
    }
    let elsewhere = [pair[0], ("VpcId", other.as_str())];
    let (code, message) = ec2.refused("AttachVpnGateway", &elsewhere);
    assert_eq!(code, "VpnGatewayAttachmentLimitExceeded");
    assert_eq!(message, format!("The vpnGateway {id} is already attached to the VPC {one}."));
    let (code, message) = ec2.refused("DeleteVpnGateway", &pair[..1]);
    assert_eq!(code, "IncorrectState");
    assert_eq!(message, "The VPN gateway is in use.");
    assert_eq!(ec2.refused("DeleteVpc", &pair[1..]).0, "DependencyViolation");
    let by_vpc = [("Filter.1.Name", "attachment.vpc-id"), ("Filter.1.Value.1", one.as_str())];
    let found = ec2.call("DescribeVpnGateways", &by_vpc);
    assert_eq!(found.texts("vpnGatewaySet.item.vpnGatewayId"), [&id]);

    ec2.call("DetachVpnGateway", &pair);
    assert_eq!(states(&ec2, &id), ("available".to_owned(), Some("detached".to_owned())));
    assert_eq!(ec2.refused("DetachVpnGateway", &pair).0, "InvalidVpnGatewayAttachment.NotFound");
    ec2.call("AttachVpnGateway", &elsewhere);
    ec2.call("DetachVpnGateway", &elsewhere);
    // So it is when the VPC it was attached to is gone, but not for one it never was attached to.
    ec2.call("DeleteVpc", &elsewhere[1..]);
    let (code, message) = ec2.refused("DetachVpnGateway", &elsewhere);
    assert_eq!(code, "InvalidVpnGatewayAttachment.NotFound");
    let expected =
        format!("The attachment with vpn gateway ID '{id}' and vpc ID '{other}' does not exist");
    assert_eq!(message, expected);
    ec2.call("DeleteVpc", &pair[1..]);
    assert_eq!(ec2.refused("DetachVpnGateway", &pair).0, "InvalidVpcID.NotFound");
    ec2.call("DeleteVpnGateway", &pair[..1]);
    assert_eq!(states(&ec2, &id).0, "deleted");
    for action in ["DeleteVpnGateway", "AttachVpnGateway", "DetachVpnGateway"] {
        let form = [pair[0], ("VpcId", other.as_str())];
        let form = if action == "DeleteVpnGateway" { &form[..1] } else { &form[..] };
        let (code, message) = ec2.refused(action, form);
        assert_eq!(code, "InvalidVpnGatewayID.NotFound", "{action}");
        assert_eq!(message, format!("The vpnGateway ID '{id}' does not exist"));
    }
    ec2.advance(3_601);
    let (code, _) = ec2.refused("DescribeVpnGateways", &[("VpnGatewayId.1", &id)]);
    assert_eq!(code, "InvalidVpnGatewayID.NotFound");
    let (code, _) = ec2.refused("DescribeVpnGateways", &[("VpnGatewayId.1", "vgw-x")]);
    assert_eq!(code, "InvalidVpnGatewayID.Malformed");
}

#[test]
fn a_table_routes_to_a_gateway_and_takes_its_routes_over() {
    let ec2 = Ec2::new();
    let vpc = vpc(&ec2);
    let table = table(&ec2, &vpc);
    let id = create(&ec2, &[]);
    let described = || {
        let found = ec2.call("DescribeRouteTables", &[("RouteTableId.1", &table)]);
        found.at("routeTableSet.item").unwrap().clone()
    };
    let route = [
        ("RouteTableId", table.as_str()),
        ("DestinationCidrBlock", "192.168.0.0/16"),
        ("GatewayId", id.as_str()),
    ];
    let (code, message) = ec2.refused("CreateRoute", &route);
    assert_eq!(code, "InvalidParameterValue");
    let expected =
        format!("route table {table} and network gateway {id} belong to different networks");
    assert_eq!(message, expected);
    let propagation = [("GatewayId", id.as_str()), ("RouteTableId", table.as_str())];
    let (code, message) = ec2.refused("EnableVgwRoutePropagation", &propagation);
    assert_eq!(code, "Gateway.NotAttached");
    assert_eq!(message, format!("resource {id} is not attached to network {vpc}"));

    let pair = [("VpnGatewayId", id.as_str()), ("VpcId", vpc.as_str())];
    ec2.call("AttachVpnGateway", &pair);
    ec2.call("CreateRoute", &route);
    for _ in 0..2 {
        ec2.call("EnableVgwRoutePropagation", &propagation);
        assert_eq!(described().texts("propagatingVgwSet.item.gatewayId"), [&id]);
    }
    let shown = described();
    assert_eq!(shown.texts("routeSet.item.gatewayId"), ["local", &id]);
    assert_eq!(shown.texts("routeSet.item.state"), ["active", "active"]);
    for _ in 0..2 {
        ec2.call("DisableVgwRoutePropagation", &propagation);
        assert!(!described().has("propagatingVgwSet.item"));
    }
    ec2.call("EnableVgwRoutePropagation", &propagation);
    ec2.call("DetachVpnGateway", &pair);
    let shown = described();
    assert!(!shown.has("propagatingVgwSet.item"));
    assert_eq!(shown.texts("routeSet.item.state"), ["active", "blackhole"]);
    for action in ["EnableVgwRoutePropagation", "DisableVgwRoutePropagation"] {
        let unknown = [("GatewayId", "vgw-0123456789abcdef0"), propagation[1]];
        assert_eq!(ec2.refused(action, &unknown).0, "InvalidVpnGatewayID.NotFound");
    }
    let unknown = [propagation[0], ("RouteTableId", "rtb-0123456789abcdef0")];
    let (code, _) = ec2.refused("DisableVgwRoutePropagation", &unknown);
    assert_eq!(code, "InvalidRouteTableID.NotFound");
}

#[test]
fn in_the_aws_lifecycle_states_take_their_time() {
    let ec2 = Ec2::with_aws_lifecycle();
    let vpc = vpc(&ec2);
    let id = create(&ec2, &[]);
    let pair = [("VpnGatewayId", id.as_str()), ("VpcId", vpc.as_str())];
    let attached = ec2.call("AttachVpnGateway", &pair);
    assert_eq!(attached.text("attachment.state"), "attaching");
    let table = table(&ec2, &vpc);
    let propagation = [("GatewayId", id.as_str()), ("RouteTableId", table.as_str())];
    let (code, message) = ec2.refused("EnableVgwRoutePropagation", &propagation);
    assert_eq!(code, "Gateway.NotAttached");
    assert_eq!(message, format!("resource {id} is not attached to network {vpc}"));
    ec2.advance(5);
    ec2.call("EnableVgwRoutePropagation", &propagation);
    assert_eq!(states(&ec2, &id).1.as_deref(), Some("attached"));
    ec2.call("DetachVpnGateway", &pair);
    assert_eq!(states(&ec2, &id).1.as_deref(), Some("detaching"));
    assert_eq!(ec2.refused("DeleteVpnGateway", &pair[..1]).0, "IncorrectState");
    assert_eq!(ec2.refused("DetachVpnGateway", &pair).0, "InvalidVpnGatewayAttachment.NotFound");
    ec2.advance(5);
    assert_eq!(states(&ec2, &id).1.as_deref(), Some("detached"));
    ec2.call("DeleteVpnGateway", &pair[..1]);
    assert_eq!(states(&ec2, &id).0, "deleted");
}

#[test]
fn a_pending_connection_keeps_a_gateway_attached() {
    let ec2 = Ec2::with_aws_lifecycle();
    let vpc = vpc(&ec2);
    let id = create(&ec2, &[]);
    let pair = [("VpnGatewayId", id.as_str()), ("VpcId", vpc.as_str())];
    ec2.call("AttachVpnGateway", &pair);
    let form = [("Type", "ipsec.1"), ("IpAddress", "203.0.113.1")];
    let made = ec2.call("CreateCustomerGateway", &form);
    let customer = made.text("customerGateway.customerGatewayId");
    ec2.advance(60);
    let form = [("Type", "ipsec.1"), ("CustomerGatewayId", customer), pair[0]];
    ec2.call("CreateVpnConnection", &form);
    let (code, message) = ec2.refused("DetachVpnGateway", &pair);
    assert_eq!(code, "InvalidParameterValue");
    let expected =
        "This call cannot be completed because there are pending VPNs or Virtual Interfaces";
    assert_eq!(message, expected);
    ec2.advance(3_600);
    ec2.call("DetachVpnGateway", &pair);
}
