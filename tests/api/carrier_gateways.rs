use super::support::Ec2;

fn vpc(ec2: &Ec2) -> String {
    ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).text("vpc.vpcId").to_owned()
}

#[test]
fn a_gateway_lives_from_create_to_delete() {
    let ec2 = Ec2::new();
    let vpc = vpc(&ec2);
    let form = [
        ("VpcId", vpc.as_str()),
        ("ClientToken", "once"),
        ("TagSpecification.1.ResourceType", "carrier-gateway"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "mobile"),
    ];
    let dry = [form[0], ("DryRun", "true")];
    assert_eq!(ec2.refused("CreateCarrierGateway", &dry).0, "DryRunOperation");
    let made = ec2.call("CreateCarrierGateway", &form);
    let gateway = made.at("carrierGateway").unwrap();
    let id = gateway.text("carrierGatewayId").to_owned();
    assert!(id.starts_with("cagw-"));
    assert_eq!(gateway.text("vpcId"), vpc);
    assert_eq!(gateway.text("state"), "available");
    assert_eq!(gateway.text("ownerId"), "000000000000");
    assert_eq!(gateway.text("tagSet.item.value"), "mobile");
    let again = ec2.call("CreateCarrierGateway", &form);
    assert_eq!(again.text("carrierGateway.carrierGatewayId"), id);
    for (name, value) in [
        ("carrier-gateway-id", id.as_str()),
        ("state", "available"),
        ("owner-id", "000000000000"),
        ("vpc-id", vpc.as_str()),
        ("tag:Name", "mob*"),
    ] {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeCarrierGateways", &form);
        assert_eq!(found.texts("carrierGatewaySet.item.carrierGatewayId"), [&id], "{name}");
    }

    let by_id = [("CarrierGatewayId", id.as_str())];
    let deleted = ec2.call("DeleteCarrierGateway", &by_id);
    assert_eq!(deleted.text("carrierGateway.carrierGatewayId"), id);
    assert_eq!(deleted.text("carrierGateway.state"), "deleted");
    assert!(!ec2.call("DescribeCarrierGateways", &[]).has("carrierGatewaySet.item"));
    for (operation, form) in [
        ("DeleteCarrierGateway", by_id),
        ("DescribeCarrierGateways", [("CarrierGatewayId.1", &id)]),
    ] {
        let (code, message) = ec2.refused(operation, &form);
        assert_eq!(code, "InvalidCarrierGatewayID.NotFound");
        assert_eq!(message, format!("The carrierGateway ID '{id}' does not exist"));
    }
    let (code, message) =
        ec2.refused("DeleteCarrierGateway", &[("CarrierGatewayId", "cagw-mobile")]);
    assert_eq!(code, "InvalidCarrierGatewayId.Malformed");
    assert_eq!(message, "The carrier-gateway ID 'cagw-mobile' is malformed");
}

#[test]
fn a_vpc_has_one_gateway_which_holds_it() {
    let ec2 = Ec2::new();
    let (code, _) = ec2.refused("CreateCarrierGateway", &[("VpcId", "vpc-0123456789abcdef0")]);
    assert_eq!(code, "InvalidVpcID.NotFound");
    let vpc = vpc(&ec2);
    let form = [("VpcId", vpc.as_str())];
    let made = ec2.call("CreateCarrierGateway", &form);
    let (code, message) = ec2.refused("CreateCarrierGateway", &form);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, format!("Network {vpc} already has a carrier gateway attached"));
    let (code, message) = ec2.refused("DeleteVpc", &form);
    assert_eq!(code, "DependencyViolation");
    assert_eq!(message, format!("The vpc '{vpc}' has dependencies and cannot be deleted."));
    let id = made.text("carrierGateway.carrierGatewayId");
    ec2.call("DeleteCarrierGateway", &[("CarrierGatewayId", id)]);
    ec2.call("DeleteVpc", &form);
}

#[test]
fn in_the_aws_lifecycle_states_take_their_time() {
    let ec2 = Ec2::with_aws_lifecycle();
    let vpc = vpc(&ec2);
    let form = [("VpcId", vpc.as_str())];
    let made = ec2.call("CreateCarrierGateway", &form);
    assert_eq!(made.text("carrierGateway.state"), "pending");
    let id = made.text("carrierGateway.carrierGatewayId");
    let state = || {
        let found = ec2.call("DescribeCarrierGateways", &[("CarrierGatewayId.1", id)]);
        found.text("carrierGatewaySet.item.state").to_owned()
    };
    ec2.advance(5);
    assert_eq!(state(), "available");
    let by_id = [("CarrierGatewayId", id)];
    let deleted = ec2.call("DeleteCarrierGateway", &by_id);
    assert_eq!(deleted.text("carrierGateway.state"), "deleting");
    assert_eq!(state(), "deleting");
    assert_eq!(ec2.refused("DeleteVpc", &form).0, "DependencyViolation");
    assert_eq!(ec2.refused("DeleteCarrierGateway", &by_id).0, "InvalidCarrierGatewayID.NotFound");
    ec2.advance(5);
    assert!(!ec2.call("DescribeCarrierGateways", &[]).has("carrierGatewaySet.item"));
    ec2.call("DeleteVpc", &form);
}
