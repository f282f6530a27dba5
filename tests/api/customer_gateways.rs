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
    let other = [GATEWAY[0], GATEWAY[1], ("BgpAsn", "65001")];
    assert_ne!(id_of(&ec2, &other), first);
    ec2.call("DeleteCustomerGateway", &[("CustomerGatewayId", &first)]);
    assert_ne!(id_of(&ec2, &GATEWAY), first);
}

#[test]
fn numbers_and_addresses_are_checked() {
    let ec2 = Ec2::new();
    let refused = |form: &[(&str, &str)]| ec2.refused("CreateCustomerGateway", form);
    assert_eq!(refused(&GATEWAY[..1]).0, "MissingParameter");
    assert_eq!(refused(&GATEWAY[1..]).0, "MissingParameter");
    for address in ["here", "0.0.0.0", "127.0.0.1"] {
        let form = [GATEWAY[0], ("IpAddress", address)];
        assert_eq!(refused(&form).0, "InvalidParameterValue", "{address}");
    }
    for asn in [("BgpAsn", "0"), ("BgpAsnExtended", "4294967295")] {
        assert_eq!(refused(&[GATEWAY[0], GATEWAY[1], asn]).0, "InvalidParameterValue");
    }
    let both = [GATEWAY[0], GATEWAY[1], ("BgpAsn", "1"), ("BgpAsnExtended", "4200000000")];
    assert_eq!(refused(&both).0, "InvalidParameterCombination");
    let created = ec2.call("CreateCustomerGateway", &[both[0], both[1], both[3]]);
    assert_eq!(created.text("customerGateway.bgpAsnExtended"), "4200000000");
    let certificate = [GATEWAY[0], ("CertificateArn", "arn:aws:acm:us-east-1:1:certificate/x")];
    let created = ec2.call("CreateCustomerGateway", &certificate);
    assert!(!created.has("customerGateway.ipAddress"));
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
