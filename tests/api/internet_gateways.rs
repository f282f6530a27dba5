use super::support::Ec2;

#[test]
fn attach_detach_delete() {
    let ec2 = Ec2::new();
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).text("vpc.vpcId").to_owned();
    let created = ec2.call("CreateInternetGateway", &[]);
    let id = created.text("internetGateway.internetGatewayId").to_owned();
    assert!(created.all_at("internetGateway.attachmentSet.item").is_empty());
    let pair = [("InternetGatewayId", id.as_str()), ("VpcId", vpc.as_str())];

    let (code, message) = ec2.refused("DetachInternetGateway", &pair);
    assert_eq!(code, "Gateway.NotAttached");
    assert_eq!(message, format!("resource {id} is not attached to network {vpc}"));
    let (code, message) = ec2.refused("DetachInternetGateway", &[pair[0], ("VpcId", id.as_str())]);
    assert_eq!(code, "Gateway.NotAttached");
    assert_eq!(message, format!("resource {id} is not attached to network {id}"));
    ec2.call("AttachInternetGateway", &pair);
    let (code, message) = ec2.refused("AttachInternetGateway", &pair);
    assert_eq!(code, "Resource.AlreadyAssociated");
    assert_eq!(message, format!("resource {id} is already attached to network {vpc}"));
    let other = ec2.call("CreateInternetGateway", &[]);
    let other = [("InternetGatewayId", other.text("internetGateway.internetGatewayId")), pair[1]];
    let (code, message) = ec2.refused("AttachInternetGateway", &other);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, format!("Network {vpc} already has an internet gateway attached"));

    for (name, value) in [("attachment.vpc-id", vpc.as_str()), ("internet-gateway-id", &id)] {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeInternetGateways", &form);
        assert_eq!(found.texts("internetGatewaySet.item.attachmentSet.item.state"), ["available"]);
    }
    let form = [("Filter.1.Name", "attachment.state"), ("Filter.1.Value.1", "available")];
    let attached = ec2.call("DescribeInternetGateways", &form);
    assert_eq!(attached.all_at("internetGatewaySet.item").len(), 2);

    let dry = [pair[0], ("DryRun", "true")];
    let (code, message) = ec2.refused("DeleteInternetGateway", &dry);
    assert_eq!(code, "DryRunOperation");
    assert_eq!(message, "Request would have succeeded, but DryRun flag is set.");
    for gateway in [pair[0], ("InternetGatewayId", "igw-0123456789abcdef0")] {
        let dry = [gateway, pair[1], ("DryRun", "true")];
        assert_eq!(ec2.refused("AttachInternetGateway", &dry).0, "DryRunOperation");
    }
    let (code, message) = ec2.refused("DeleteInternetGateway", &pair[..1]);
    assert_eq!(code, "DependencyViolation");
    let expected = format!("The internetGateway '{id}' has dependencies and cannot be deleted.");
    assert_eq!(message, expected);
    ec2.call("DetachInternetGateway", &pair);
    ec2.call("DeleteInternetGateway", &pair[..1]);
    let (code, message) = ec2.refused("DeleteInternetGateway", &pair[..1]);
    assert_eq!(code, "InvalidInternetGatewayID.NotFound");
    assert_eq!(message, format!("The internetGateway ID '{id}' does not exist"));
}

#[test]
fn attaching_looks_at_the_shape_of_the_vpcs_id() {
    let ec2 = Ec2::new();
    let made = ec2.call("CreateInternetGateway", &[]);
    let gateway = ("InternetGatewayId", made.text("internetGateway.internetGatewayId"));
    let attach = |vpc_id| ec2.refused("AttachInternetGateway", &[gateway, ("VpcId", vpc_id)]);
    let (code, message) = attach("MalformedVpcId");
    assert_eq!(code, "InvalidVpcId.Malformed");
    assert_eq!(message, "Invalid id: \"MalformedVpcId\" (expecting \"vpc-...\")");
    let (code, message) = attach("vpc-0123456789abcdef0");
    assert_eq!(code, "InvalidVpcID.NotFound");
    assert_eq!(message, "The vpc ID 'vpc-0123456789abcdef0' does not exist");
}

#[test]
fn mapped_public_addresses_hold_a_gateway() {
    let ec2 = Ec2::new();
    ec2.call("RunInstances", &[("ImageId", "ami-0abcdef1234567890"), ("InstanceType", "t3.micro")]);
    let gateways = ec2.call("DescribeInternetGateways", &[]);
    let gateway = gateways.at("internetGatewaySet.item").unwrap();
    let form = [
        ("InternetGatewayId", gateway.text("internetGatewayId")),
        ("VpcId", gateway.text("attachmentSet.item.vpcId")),
    ];
    let (code, message) = ec2.refused("DetachInternetGateway", &form);
    assert_eq!(code, "DependencyViolation");
    assert_eq!(
        message,
        format!(
            "Network {} has some mapped public address(es). Please unmap those public address(es) \
             before detaching the gateway.",
            form[1].1
        )
    );
}
