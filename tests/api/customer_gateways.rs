use super::support::Ec2;

const GATEWAY: [(&str, &str); 2] = [("Type", "ipsec.1"), ("IpAddress", "203.0.113.7")];

fn id_of(ec2: &Ec2, form: &[(&str, &str)]) -> String {
    let created = ec2.call("CreateCustomerGateway", form);
    created.text("customerGateway.customerGatewayId").to_owned()
}

#[test]
fn a_gateway_lives_from_create_to_delete() {
    let ec2 = Ec2::new();
    let form = [GATEWAY[0], GATEWAY[1], ("BgpAsn", "65010"), ("DeviceName", "router")];
    let id = id_of(&ec2, &form);
    let found = ec2.call("DescribeCustomerGateways", &[("CustomerGatewayId.1", &id)]);
    let gateway = found.at("customerGatewaySet.item").unwrap();
    assert_eq!(gateway.text("bgpAsn"), "65010");
    assert_eq!(gateway.text("state"), "available");
    assert_eq!(gateway.text("deviceName"), "router");
    assert_eq!(gateway.text("type"), "ipsec.1");
    for (name, value) in [("bgp-asn", "65010"), ("ip-address", "203.*"), ("state", "available")] {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeCustomerGateways", &form);
        assert_eq!(found.texts("customerGatewaySet.item.customerGatewayId"), [id.as_str()]);
    }

    let by_id = [("CustomerGatewayId", id.as_str())];
    assert_eq!(ec2.call("DeleteCustomerGateway", &by_id).text("return"), "true");
    let found = ec2.call("DescribeCustomerGateways", &[("CustomerGatewayId.1", &id)]);
    assert_eq!(found.text("customerGatewaySet.item.state"), "deleted");
    let (code, message) = ec2.refused("DeleteCustomerGateway", &by_id);
    assert_eq!(code, "InvalidCustomerGatewayID.NotFound");
    assert_eq!(message, format!("The customerGateway ID '{id}' does not exist"));
    ec2.advance(3_600);
    assert!(!ec2.call("DescribeCustomerGateways", &[]).has("customerGatewaySet.item"));
}

#[test]
fn an_identical_request_finds_the_gateway_that_is_there() {
    let ec2 = Ec2::new();
    let first = id_of(&ec2, &GATEWAY);
    assert_eq!(id_of(&ec2, &GATEWAY), first);
    let by_its_old_name = [GATEWAY[0], ("PublicIp", GATEWAY[1].1), ("BgpAsn", "65000")];
    assert_eq!(id_of(&ec2, &by_its_old_name), first);
    for other in [("BgpAsn", "65001"), ("DeviceName", "second")] {
        let other = [GATEWAY[0], GATEWAY[1], other];
        let id = id_of(&ec2, &other);
        assert_ne!(id, first);
        assert_eq!(id_of(&ec2, &other), id);
    }
    let arn = ("CertificateArn", "arn:aws:acm:us-east-1:111122223333:certificate/x");
    let by_certificate = id_of(&ec2, &[GATEWAY[0], arn]);
    assert_eq!(id_of(&ec2, &[GATEWAY[0], arn]), by_certificate);
    assert_ne!(id_of(&ec2, &[GATEWAY[0], GATEWAY[1], arn]), by_certificate);
    ec2.call("DeleteCustomerGateway", &[("CustomerGatewayId", &first)]);
    assert_ne!(id_of(&ec2, &GATEWAY), first);
}

#[test]
fn numbers_and_addresses_are_checked() {
    let ec2 = Ec2::new();
    let refused = |form: &[(&str, &str)]| ec2.refused("CreateCustomerGateway", form);
    let bad = |parameter: &str, value: &str, reason: &str| {
        let message = format!("Value ({value}) for parameter {parameter} is invalid. {reason}");
        ("InvalidParameterValue".to_owned(), message)
    };
    let (code, message) = refused(&GATEWAY[..1]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter ipAddress");
    assert_eq!(refused(&GATEWAY[1..]).0, "MissingParameter");
    let nobodys = "The address is not one of a gateway.";
    let none = "This is not a valid IP address.";
    for (address, reason) in [
        ("here", none),
        ("203.0.113", none),
        ("0.0.0.0", nobodys),
        ("127.0.0.1", nobodys),
        ("169.254.0.1", nobodys),
        ("224.0.0.1", nobodys),
        ("::1", nobodys),
    ] {
        let form = [GATEWAY[0], ("IpAddress", address)];
        assert_eq!(refused(&form), bad("ipAddress", address, reason));
    }
    let plain = "It must be between 1 and 2147483647.";
    let extended = "It must be between 2147483648 and 4294967295.";
    let name = "x".repeat(256);
    for (member, parameter, value, reason) in [
        ("BgpAsn", "bgpAsn", "0", plain),
        ("BgpAsnExtended", "bgpAsnExtended", "2147483647", extended),
        ("BgpAsnExtended", "bgpAsnExtended", "4294967296", extended),
        ("DeviceName", "deviceName", name.as_str(), "It must have up to 255 characters."),
    ] {
        let form = [GATEWAY[0], GATEWAY[1], (member, value)];
        assert_eq!(refused(&form), bad(parameter, value, reason));
    }
    let form = [GATEWAY[0], GATEWAY[1], ("BgpAsn", "2147483648")];
    assert_eq!(refused(&form).0, "InvalidParameterValue");
    assert_eq!(refused(&[("Type", "ipsec.2"), GATEWAY[1]]).0, "InvalidParameterValue");
    let addresses = [GATEWAY[0], GATEWAY[1], ("PublicIp", "203.0.113.8")];
    let (code, message) = refused(&addresses);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "The parameter ipAddress cannot be used with the parameter publicIp");
}

#[test]
fn a_gateway_has_one_number_and_an_address_or_a_certificate() {
    let ec2 = Ec2::new();
    let created = ec2.call("CreateCustomerGateway", &[GATEWAY[0], ("IpAddress", "2001:db8::7")]);
    assert_eq!(created.text("customerGateway.ipAddress"), "2001:db8::7");
    assert_eq!(created.text("customerGateway.bgpAsn"), "65000");
    let both = [GATEWAY[0], GATEWAY[1], ("BgpAsn", "1"), ("BgpAsnExtended", "4200000000")];
    let (code, message) = ec2.refused("CreateCustomerGateway", &both);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "The parameter bgpAsn cannot be used with the parameter bgpAsnExtended");
    let created = ec2.call("CreateCustomerGateway", &[both[0], both[1], both[3]]);
    assert_eq!(created.text("customerGateway.bgpAsnExtended"), "4200000000");
    assert!(!created.has("customerGateway.bgpAsn"));
    let certificate = [GATEWAY[0], ("CertificateArn", "arn:aws:acm:us-east-1:1:certificate/x")];
    let created = ec2.call("CreateCustomerGateway", &certificate);
    assert!(!created.has("customerGateway.ipAddress"));
}

#[test]
fn tags_come_with_the_gateway_and_ids_are_checked() {
    let ec2 = Ec2::new();
    let tagged = [
        GATEWAY[0],
        GATEWAY[1],
        ("TagSpecification.1.ResourceType", "customer-gateway"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "office"),
    ];
    let mut dry = tagged.to_vec();
    dry.push(("DryRun", "true"));
    assert_eq!(ec2.refused("CreateCustomerGateway", &dry).0, "DryRunOperation");
    assert_eq!(ec2.state(), serde_json::json!({}));
    let id = id_of(&ec2, &tagged);
    let form = [("Filter.1.Name", "tag:Name"), ("Filter.1.Value.1", "off*")];
    let found = ec2.call("DescribeCustomerGateways", &form);
    assert_eq!(found.texts("customerGatewaySet.item.customerGatewayId"), [id.as_str()]);
    assert_eq!(found.text("customerGatewaySet.item.tagSet.item.value"), "office");
    let elsewhere = ec2.in_region("eu-west-1");
    let form = [("CustomerGatewayId.1", id.as_str())];
    let (code, message) = elsewhere.refused("DescribeCustomerGateways", &form);
    assert_eq!(code, "InvalidCustomerGatewayID.NotFound");
    assert_eq!(message, format!("The customerGateway ID '{id}' does not exist"));
    let (code, message) =
        ec2.refused("DeleteCustomerGateway", &[("CustomerGatewayId", "cgw-office")]);
    assert_eq!(code, "InvalidCustomerGatewayId.Malformed");
    assert_eq!(message, "The customer-gateway ID 'cgw-office' is malformed");
}

#[test]
fn in_the_aws_lifecycle_states_take_their_time() {
    let ec2 = Ec2::with_aws_lifecycle();
    let id = id_of(&ec2, &GATEWAY);
    let state = || {
        let found = ec2.call("DescribeCustomerGateways", &[("CustomerGatewayId.1", &id)]);
        found.text("customerGatewaySet.item.state").to_owned()
    };
    assert_eq!(state(), "pending");
    ec2.advance(5);
    assert_eq!(state(), "available");
    ec2.call("DeleteCustomerGateway", &[("CustomerGatewayId", &id)]);
    assert_eq!(state(), "deleting");
    ec2.advance(5);
    assert_eq!(state(), "deleted");
}
