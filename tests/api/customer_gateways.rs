use super::support::Ec2;

#[test]
fn a_gateway_lives_from_create_to_delete() {
    let ec2 = Ec2::new();
    let created = ec2.call(
        "CreateCustomerGateway",
        &[("Type", "ipsec.1"), ("IpAddress", "203.0.113.7"), ("BgpAsn", "65010")],
    );
    let id = created.text("customerGateway.customerGatewayId");
    let found = ec2.call("DescribeCustomerGateways", &[("CustomerGatewayId.1", id)]);
    assert_eq!(found.text("customerGatewaySet.item.bgpAsn"), "65010");
    assert_eq!(found.text("customerGatewaySet.item.state"), "available");

    assert_eq!(
        ec2.call("DeleteCustomerGateway", &[("CustomerGatewayId", id)]).text("return"),
        "true"
    );
}

#[test]
fn unknown_ids_are_named() {
    let ec2 = Ec2::new();
    let (code, message) = ec2.refused("DeleteCustomerGateway", &[("CustomerGatewayId", "cgw-1")]);
    assert_eq!(code, "InvalidCustomerGatewayID.NotFound");
    assert_eq!(message, "The customerGateway ID 'cgw-1' does not exist");
}
