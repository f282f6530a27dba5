use super::support::{Ec2, Xml};

fn subnet(ec2: &Ec2) -> String {
    let filter = [("Filter.1.Name", "default-for-az"), ("Filter.1.Value.1", "true")];
    ec2.call("DescribeSubnets", &filter).text("subnetSet.item.subnetId").to_owned()
}

fn allocate(ec2: &Ec2) -> String {
    ec2.call("AllocateAddress", &[]).text("allocationId").to_owned()
}

fn create(ec2: &Ec2, form: &[(&str, &str)]) -> String {
    ec2.call("CreateNatGateway", form).text("natGateway.natGatewayId").to_owned()
}

fn described(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeNatGateways", &[("NatGatewayId.1", id)]);
    found.at("natGatewaySet.item").unwrap().clone()
}

#[test]
fn a_public_gateway_has_an_interface_with_its_address() {
    let ec2 = Ec2::new();
    let (subnet, allocation) = (subnet(&ec2), allocate(&ec2));
    let form = [
        ("SubnetId", subnet.as_str()),
        ("AllocationId", allocation.as_str()),
        ("ClientToken", "once"),
        ("TagSpecification.1.ResourceType", "natgateway"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "out"),
    ];
    let dry = [form[0], form[1], ("DryRun", "true")];
    assert_eq!(ec2.refused("CreateNatGateway", &dry).0, "DryRunOperation");
    let made = ec2.call("CreateNatGateway", &form);
    assert_eq!(made.text("clientToken"), "once");
    let id = made.text("natGateway.natGatewayId").to_owned();
    assert!(id.starts_with("nat-"));
    assert_eq!(create(&ec2, &form), id, "the token is answered again");

    let gateway = described(&ec2, &id);
    for (member, value) in [
        ("state", "available"),
        ("connectivityType", "public"),
        ("subnetId", &subnet),
        ("natGatewayAddressSet.item.allocationId", &allocation),
        ("natGatewayAddressSet.item.isPrimary", "true"),
        ("natGatewayAddressSet.item.status", "succeeded"),
        ("tagSet.item.value", "out"),
    ] {
        assert_eq!(gateway.text(member), value);
    }
    let place = gateway.at("natGatewayAddressSet.item").unwrap();
    let address = ec2.call("DescribeAddresses", &[("AllocationId.1", &allocation)]);
    let address = address.at("addressesSet.item").unwrap();
    assert_eq!(address.text("associationId"), place.text("associationId"));
    assert_eq!(address.text("publicIp"), place.text("publicIp"));
    let interface = [("NetworkInterfaceId.1", place.text("networkInterfaceId"))];
    let found = ec2.call("DescribeNetworkInterfaces", &interface);
    let shown = found.at("networkInterfaceSet.item").unwrap();
    for (member, value) in [
        ("interfaceType", "nat_gateway"),
        ("description", format!("Interface for NAT Gateway {id}").as_str()),
        ("requesterManaged", "true"),
        ("status", "in-use"),
        ("privateIpAddress", place.text("privateIp")),
        ("association.publicIp", place.text("publicIp")),
    ] {
        assert_eq!(shown.text(member), value);
    }
    for (name, value) in [
        ("nat-gateway-id", id.as_str()),
        ("subnet-id", &subnet),
        ("vpc-id", gateway.text("vpcId")),
        ("state", "available"),
        ("tag:Name", "o*"),
    ] {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeNatGateways", &form);
        assert_eq!(found.texts("natGatewaySet.item.natGatewayId"), [&id], "{name}");
    }
}

#[test]
fn the_address_and_the_interface_are_the_gateway_s_until_it_is_deleted() {
    let ec2 = Ec2::new();
    let (subnet, allocation) = (subnet(&ec2), allocate(&ec2));
    let form = [("SubnetId", subnet.as_str()), ("AllocationId", allocation.as_str())];
    let id = create(&ec2, &form);
    let gateway = described(&ec2, &id);
    let place = gateway.at("natGatewayAddressSet.item").unwrap();
    let (code, message) = ec2.refused("ReleaseAddress", &[("AllocationId", &allocation)]);
    assert_eq!(code, "AuthFailure");
    assert_eq!(message, "You do not have permission to access the specified resource.");
    let association = [("AssociationId", place.text("associationId"))];
    assert_eq!(ec2.refused("DisassociateAddress", &association).0, "AuthFailure");
    let interface = [("NetworkInterfaceId", place.text("networkInterfaceId"))];
    assert_eq!(ec2.refused("DeleteNetworkInterface", &interface).0, "InvalidParameterValue");
    assert_eq!(ec2.refused("DeleteSubnet", &form[..1]).0, "DependencyViolation");

    let deleted = ec2.call("DeleteNatGateway", &[("NatGatewayId", &id)]);
    assert_eq!(deleted.text("natGatewayId"), id);
    assert_eq!(described(&ec2, &id).text("state"), "deleted");
    assert!(described(&ec2, &id).has("deleteTime"));
    ec2.call("DeleteNatGateway", &[("NatGatewayId", &id)]);
    let interface = [("NetworkInterfaceId.1", interface[0].1)];
    let (code, _) = ec2.refused("DescribeNetworkInterfaces", &interface);
    assert_eq!(code, "InvalidNetworkInterfaceID.NotFound");
    ec2.call("ReleaseAddress", &[("AllocationId", &allocation)]);
    ec2.advance(3_601);
    let (code, message) = ec2.refused("DescribeNatGateways", &[("NatGatewayId.1", &id)]);
    assert_eq!(code, "NatGatewayNotFound");
    assert_eq!(message, format!("The Nat Gateway {id} was not found"));
    assert_eq!(ec2.refused("DeleteNatGateway", &[("NatGatewayId", &id)]).0, "NatGatewayNotFound");
    let (code, _) = ec2.refused("DescribeNatGateways", &[("NatGatewayId.1", "gateway")]);
    assert_eq!(code, "NatGatewayMalformed");
}

#[test]
fn a_private_gateway_has_no_public_address() {
    let ec2 = Ec2::new();
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).text("vpc.vpcId").to_owned();
    let subnet = ec2.call("CreateSubnet", &[("VpcId", &vpc), ("CidrBlock", "10.0.0.0/24")]);
    let subnet = subnet.text("subnet.subnetId").to_owned();
    let form = [
        ("SubnetId", subnet.as_str()),
        ("ConnectivityType", "private"),
        ("PrivateIpAddress", "10.0.0.9"),
    ];
    let id = create(&ec2, &form);
    let gateway = described(&ec2, &id);
    assert_eq!(gateway.text("state"), "available");
    assert_eq!(gateway.text("natGatewayAddressSet.item.privateIp"), "10.0.0.9");
    assert!(!gateway.has("natGatewayAddressSet.item.publicIp"));
    assert_eq!(ec2.refused("CreateNatGateway", &form).0, "InvalidIPAddress.InUse");
    let outside = [form[0], form[1], ("PrivateIpAddress", "10.0.1.9")];
    assert_eq!(ec2.refused("CreateNatGateway", &outside).0, "InvalidParameterValue");
    let allocation = allocate(&ec2);
    let with_address = [form[0], form[1], ("AllocationId", allocation.as_str())];
    let (code, _) = ec2.refused("CreateNatGateway", &with_address);
    assert_eq!(code, "InvalidParameterCombination");
}

#[test]
fn a_gateway_that_cannot_be_fails() {
    let ec2 = Ec2::new();
    let (subnet, allocation) = (subnet(&ec2), allocate(&ec2));
    let form = [("SubnetId", subnet.as_str()), ("AllocationId", allocation.as_str())];
    create(&ec2, &form);
    let failed = described(&ec2, &create(&ec2, &form));
    assert_eq!(failed.text("state"), "failed");
    assert_eq!(failed.text("failureCode"), "Resource.AlreadyAssociated");
    let expected = format!("Elastic IP address [{allocation}] is already associated");
    assert_eq!(failed.text("failureMessage"), expected);
    assert_eq!(failed.text("natGatewayAddressSet.item.status"), "failed");

    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).text("vpc.vpcId").to_owned();
    let lonely = ec2.call("CreateSubnet", &[("VpcId", &vpc), ("CidrBlock", "10.0.0.0/28")]);
    let lonely = lonely.text("subnet.subnetId").to_owned();
    let other = allocate(&ec2);
    let form = [("SubnetId", lonely.as_str()), ("AllocationId", other.as_str())];
    let failed = described(&ec2, &create(&ec2, &form));
    assert_eq!(failed.text("failureCode"), "Gateway.NotAttached");
    let expected = format!("Network {vpc} has no Internet gateway attached");
    assert_eq!(failed.text("failureMessage"), expected);
    let private = [form[0], ("ConnectivityType", "private")];
    for _ in 0..11 {
        create(&ec2, &private);
    }
    let failed = described(&ec2, &create(&ec2, &private));
    assert_eq!(failed.text("failureCode"), "InsufficientFreeAddressesInSubnet");
    ec2.advance(3_601);
    let found = ec2.call("DescribeNatGateways", &[]);
    assert_eq!(found.all_at("natGatewaySet.item").len(), 12);
}

#[test]
fn what_is_wrong_with_a_request_is_named() {
    let ec2 = Ec2::new();
    let (subnet, allocation) = (subnet(&ec2), allocate(&ec2));
    let refused = |form: &[(&str, &str)]| ec2.refused("CreateNatGateway", form);
    let form = [("SubnetId", subnet.as_str()), ("AllocationId", allocation.as_str())];
    let (code, message) = refused(&form[..1]);
    assert_eq!(code, "MissingParameter");
    assert!(message.starts_with("The request must include the AllocationId parameter."));
    assert_eq!(refused(&form[1..]).0, "MissingParameter");
    for (subnet, allocation, code, message) in [
        ("sub", form[1].1, "InvalidSubnet", "The subnet ID 'sub' is malformed"),
        (
            "subnet-0123456789abcdef0",
            form[1].1,
            "InvalidSubnetID.NotFound",
            "The subnet ID 'subnet-0123456789abcdef0' does not exist",
        ),
        (form[0].1, "eip", "InvalidElasticIpID.Malformed", "The elastic-ip ID 'eip' is malformed"),
        (
            form[0].1,
            "eipalloc-0123456789abcdef0",
            "InvalidElasticIpID.NotFound",
            "The elastic-ip ID 'eipalloc-0123456789abcdef0' does not exist",
        ),
    ] {
        let wrong = [("SubnetId", subnet), ("AllocationId", allocation)];
        assert_eq!(refused(&wrong), (code.to_owned(), message.to_owned()));
    }
    for (parameter, value) in [
        ("AvailabilityMode", "regional"),
        ("VpcId", "vpc-1"),
        ("SecondaryAllocationId.1", "eipalloc-1"),
        ("SecondaryPrivateIpAddressCount", "1"),
        ("SecondaryPrivateIpAddress.1", "10.0.0.1"),
        ("AvailabilityZoneAddress.1.AvailabilityZone", "us-east-1a"),
    ] {
        let (code, message) = refused(&[form[0], form[1], (parameter, value)]);
        assert_eq!(code, "UnsupportedOperation", "{parameter}: {message}");
    }
    assert!(!ec2.call("DescribeNatGateways", &[]).has("natGatewaySet.item"));
}

#[test]
fn a_route_leads_to_a_gateway_while_it_is_available() {
    let ec2 = Ec2::with_aws_lifecycle();
    let (subnet, allocation) = (subnet(&ec2), allocate(&ec2));
    let id = create(&ec2, &[("SubnetId", &subnet), ("AllocationId", &allocation)]);
    let gateway = described(&ec2, &id);
    assert_eq!(gateway.text("state"), "pending");
    assert_eq!(gateway.text("natGatewayAddressSet.item.status"), "associating");
    assert!(!gateway.has("natGatewayAddressSet.item.publicIp"));
    ec2.advance(10);
    assert_eq!(described(&ec2, &id).text("state"), "available");
    let table = ec2.call("CreateRouteTable", &[("VpcId", gateway.text("vpcId"))]);
    let table = table.text("routeTable.routeTableId").to_owned();
    let route = [
        ("RouteTableId", table.as_str()),
        ("DestinationCidrBlock", "0.0.0.0/0"),
        ("NatGatewayId", id.as_str()),
    ];
    ec2.call("CreateRoute", &route);
    let state = || {
        let found = ec2.call("DescribeRouteTables", &[("RouteTableId.1", &table)]);
        let routes = found.all_at("routeTableSet.item.routeSet.item");
        let route = routes.into_iter().find(|route| route.has("natGatewayId")).unwrap();
        assert_eq!(route.text("natGatewayId"), id);
        route.text("state").to_owned()
    };
    assert_eq!(state(), "active");
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
    let other = ec2.call("CreateRouteTable", &[("VpcId", vpc.text("vpc.vpcId"))]);
    let other = [("RouteTableId", other.text("routeTable.routeTableId")), route[1], route[2]];
    assert_eq!(ec2.refused("CreateRoute", &other).0, "InvalidParameterValue");

    ec2.call("DeleteNatGateway", &[("NatGatewayId", &id)]);
    assert_eq!(described(&ec2, &id).text("state"), "deleting");
    assert_eq!(state(), "blackhole");
    assert_eq!(ec2.refused("ReleaseAddress", &[("AllocationId", &allocation)]).0, "AuthFailure");
    assert_eq!(ec2.refused("ReplaceRoute", &route).0, "InvalidNatGatewayID.NotFound");
    ec2.advance(10);
    assert_eq!(described(&ec2, &id).text("state"), "deleted");
    ec2.call("ReleaseAddress", &[("AllocationId", &allocation)]);
}
