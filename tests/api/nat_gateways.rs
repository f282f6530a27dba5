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
    // As the CLI shows both in 2026.
    assert!(gateway.has("attachedApplianceSet") && !gateway.has("attachedApplianceSet.item"));
    assert!(!made.has("natGateway.attachedApplianceSet"));
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
        ("requesterId", "036872051663"),
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
    assert_eq!(message, format!("The Nat gateway {id} was not found"));
    assert_eq!(ec2.refused("DeleteNatGateway", &[("NatGatewayId", &id)]).0, "NatGatewayNotFound");
    let two = [("NatGatewayId.1", id.as_str()), ("NatGatewayId.2", "nat-0123456789abcdef0")];
    let (_, message) = ec2.refused("DescribeNatGateways", &two);
    assert_eq!(message, format!("The Nat gateways {id}, nat-0123456789abcdef0 were not found"));
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
    let made = ec2.call("CreateNatGateway", &form);
    assert!(!made.has("natGateway.tagSet"));
    let id = made.text("natGateway.natGatewayId").to_owned();
    let gateway = described(&ec2, &id);
    assert!(gateway.has("tagSet"));
    assert_eq!(gateway.text("state"), "available");
    assert_eq!(gateway.text("natGatewayAddressSet.item.privateIp"), "10.0.0.9");
    assert!(!gateway.has("natGatewayAddressSet.item.publicIp"));
    assert_eq!(ec2.refused("CreateNatGateway", &form).0, "InvalidIPAddress.InUse");
    let outside = [form[0], form[1], ("PrivateIpAddress", "10.0.1.9")];
    assert_eq!(ec2.refused("CreateNatGateway", &outside).0, "InvalidParameterValue");
    let allocation = allocate(&ec2);
    let with_address = [form[0], form[1], ("AllocationId", allocation.as_str())];
    let (code, message) = ec2.refused("CreateNatGateway", &with_address);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(
        message,
        "The parameter allocationId cannot be used with the connectivityType private"
    );
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
    assert_eq!(
        failed.text("failureMessage"),
        "Subnet has insufficient free addresses to create this NAT gateway"
    );
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
    assert_eq!(
        message,
        "The request must include the AllocationId parameter. Add the required parameter and retry \
         the request."
    );
    assert_eq!(refused(&form[1..]).0, "MissingParameter");
    for (subnet, allocation, code, message) in [
        ("sub", form[1].1, "InvalidSubnet", "The subnet ID 'sub' is malformed"),
        ("subnet-a-1", form[1].1, "InvalidSubnet", "The subnet ID 'subnet-a-1' is malformed"),
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
            "The elasticIp ID 'eipalloc-0123456789abcdef0' does not exist",
        ),
    ] {
        let wrong = [("SubnetId", subnet), ("AllocationId", allocation)];
        assert_eq!(refused(&wrong), (code.to_owned(), message.to_owned()));
    }
    let zone = ("AvailabilityZoneAddress.1.AvailabilityZone", "us-east-1a");
    let (code, message) = refused(&[form[0], form[1], zone]);
    assert_eq!(code, "MissingParameter");
    let expected = "AvailabilityZoneAddress is not supported for a NAT gateway with availability \
                    mode zonal.";
    assert_eq!(message, expected);
    let lonely = [form[0], form[1], ("SecondaryPrivateIpAddress.1", "172.31.0.9")];
    let (code, message) = refused(&lonely);
    assert_eq!(code, "InvalidParameterCombination");
    let expected = "Secondary allocation Ids is a required parameter when secondary private Ip \
                    addresses parameter is set for NAT Gateway with Connectivity Type public.";
    assert_eq!(message, expected);
    let (code, message) = refused(&[form[0], form[1], ("VpcId", "vpc-1")]);
    assert_eq!(code, "MissingParameter");
    let zonal = "VpcId is not supported for a NAT gateway with availability mode zonal.";
    assert_eq!(message, zonal);
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
    let table = ec2.call("CreateRouteTable", &[("VpcId", gateway.text("vpcId"))]);
    let table = table.text("routeTable.routeTableId").to_owned();
    let route = [
        ("RouteTableId", table.as_str()),
        ("DestinationCidrBlock", "0.0.0.0/0"),
        ("NatGatewayId", id.as_str()),
    ];
    let unready = format!("The natGateway ID '{id}' does not exist");
    let unready = ("InvalidNatGatewayID.NotFound".to_owned(), unready);
    assert_eq!(ec2.refused("CreateRoute", &route), unready);
    let as_gateway = ("InvalidGatewayID.NotFound", format!("The gateway ID '{id}' does not exist"));
    let (code, message) =
        ec2.refused("CreateRoute", &[route[0], route[1], ("GatewayId", id.as_str())]);
    assert_eq!((code.as_str(), message), as_gateway);
    ec2.advance(10);
    assert_eq!(described(&ec2, &id).text("state"), "available");
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

const ADDRESSES: &str = "natGatewayAddressSet.item";

#[test]
fn a_public_gateway_gets_and_loses_addresses() {
    let ec2 = Ec2::new();
    let (subnet, first) = (subnet(&ec2), allocate(&ec2));
    let (second, third) = (allocate(&ec2), allocate(&ec2));
    let id = create(
        &ec2,
        &[
            ("SubnetId", subnet.as_str()),
            ("AllocationId", first.as_str()),
            ("SecondaryAllocationId.1", second.as_str()),
            ("SecondaryPrivateIpAddress.1", "172.31.0.50"),
        ],
    );
    let gateway = described(&ec2, &id);
    let of = |gateway: &Xml, member: &str| -> Vec<String> {
        let texts = gateway.texts(&format!("{ADDRESSES}.{member}"));
        texts.into_iter().map(str::to_owned).collect()
    };
    assert_eq!(of(&gateway, "allocationId"), [first.as_str(), second.as_str()]);
    assert_eq!(of(&gateway, "isPrimary"), ["true", "false"]);
    assert_eq!(of(&gateway, "privateIp")[1], "172.31.0.50");
    assert_eq!(of(&gateway, "status"), ["succeeded", "succeeded"]);

    let associate = |parameters: &[(&str, &str)]| {
        let mut all = vec![("NatGatewayId", id.as_str())];
        all.extend(parameters);
        ec2.ask("AssociateNatGatewayAddress", &all)
    };
    let added = associate(&[("AllocationId.1", &third)]).unwrap();
    assert_eq!(added.text("natGatewayId"), id);
    assert_eq!(added.texts(&format!("{ADDRESSES}.allocationId")), [third.as_str()]);
    let association = added.text(&format!("{ADDRESSES}.associationId")).to_owned();
    let address = ec2.call("DescribeAddresses", &[("AllocationId.1", &third)]);
    assert_eq!(address.text("addressesSet.item.associationId"), association);
    let twice = associate(&[("AllocationId.1", &third)]).unwrap_err();
    assert_eq!(twice.code, "Resource.AlreadyAssociated");

    let disassociate = |association: &str| {
        let request = [("NatGatewayId", id.as_str()), ("AssociationId.1", association)];
        ec2.ask("DisassociateNatGatewayAddress", &request)
    };
    let gone = disassociate(&association).unwrap();
    assert_eq!(gone.texts(&format!("{ADDRESSES}.status")), ["disassociating"]);
    assert_eq!(of(&described(&ec2, &id), "allocationId"), [first.as_str(), second.as_str()]);
    ec2.call("ReleaseAddress", &[("AllocationId", &third)]);
    let again = disassociate(&association).unwrap_err();
    assert_eq!(again.code, "InvalidAssociationID.NotFound");
    let primary = of(&gateway, "associationId");
    let refusal = disassociate(&primary[0]).unwrap_err();
    assert_eq!(refusal.code, "InvalidParameterValue");
    assert_eq!(refusal.message, "The primary address of a NAT gateway cannot be taken from it.");
    let private = [("NatGatewayId", id.as_str()), ("PrivateIpAddressCount", "1")];
    let (code, message) = ec2.refused("AssignPrivateNatGatewayAddress", &private);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, format!("The NAT gateway {id} has another connectivity type."));
    ec2.call("DeleteNatGateway", &[("NatGatewayId", &id)]);
    ec2.call("ReleaseAddress", &[("AllocationId", &second)]);
    let refusal = disassociate(&primary[1]).unwrap_err();
    assert_eq!(refusal.code, "IncorrectState");
    assert_eq!(refusal.message, format!("The NAT gateway {id} is not in the state available."));
}

#[test]
fn what_cannot_be_associated_with_a_gateway() {
    let ec2 = Ec2::new();
    let (subnet, first, second) = (subnet(&ec2), allocate(&ec2), allocate(&ec2));
    let form = [("SubnetId", subnet.as_str()), ("AllocationId", first.as_str())];
    let id = create(&ec2, &form);
    let second = ("AllocationId.1", second.as_str());
    let private = [("PrivateIpAddress.1", "172.31.0.51"), ("PrivateIpAddress.2", "172.31.0.52")];
    for (parameters, code) in [
        (vec![], "MissingParameter"),
        (vec![("AllocationId.1", first.as_str())], "Resource.AlreadyAssociated"),
        (vec![second, ("AllocationId.2", second.1)], "Resource.AlreadyAssociated"),
        (vec![("AllocationId.1", "eipalloc-0123456789abcdef0")], "InvalidElasticIpID.NotFound"),
        (vec![second, private[0], private[1]], "InvalidParameterCombination"),
        (vec![second, ("PrivateIpAddress.1", "10.0.0.1")], "InvalidParameterValue"),
    ] {
        let mut all = vec![("NatGatewayId", id.as_str())];
        all.extend(parameters);
        assert_eq!(ec2.refused("AssociateNatGatewayAddress", &all).0, code, "{all:?}");
    }
    let three = [("NatGatewayId", id.as_str()), second, private[0], private[1]];
    assert_eq!(
        ec2.refused("AssociateNatGatewayAddress", &three).1,
        "There must be as many private IP addresses as there are allocation IDs."
    );
    let ids: Vec<String> = (0..7).map(|_| allocate(&ec2)).collect();
    let names: Vec<String> = (2..9).map(|at| format!("AllocationId.{at}")).collect();
    let mut nine = vec![("NatGatewayId", id.as_str()), second];
    nine.extend(names.iter().zip(&ids).map(|(name, id)| (name.as_str(), id.as_str())));
    let limit = "The maximum number of addresses has been reached.";
    let limit = ("AddressLimitExceeded".to_owned(), limit.to_owned());
    assert_eq!(ec2.refused("AssociateNatGatewayAddress", &nine), limit);
    ec2.call("AssociateNatGatewayAddress", &nine[..8]);
    let unknown = [("NatGatewayId", "nat-0123456789abcdef0"), second];
    assert_eq!(ec2.refused("AssociateNatGatewayAddress", &unknown).0, "NatGatewayNotFound");
}

#[test]
fn a_private_gateway_gets_and_loses_addresses() {
    let ec2 = Ec2::new();
    let subnet = subnet(&ec2);
    let private = [("SubnetId", subnet.as_str()), ("ConnectivityType", "private")];
    let with = |more: (&'static str, &'static str)| [private[0], private[1], more];
    let id = create(&ec2, &with(("SecondaryPrivateIpAddressCount", "2")));
    let addresses = || described(&ec2, &id).texts(&format!("{ADDRESSES}.privateIp")).len();
    assert_eq!(addresses(), 3);
    let refused = ec2.refused("CreateNatGateway", &with(("SecondaryAllocationId.1", "eipalloc-1")));
    assert_eq!(refused.0, "InvalidParameterCombination");
    assert_eq!(refused.1, "secondaryAllocationIds may only be given for public NAT gateways.");

    let assign = |parameters: &[(&str, &str)]| {
        let mut all = vec![("NatGatewayId", id.as_str())];
        all.extend(parameters);
        ec2.ask("AssignPrivateNatGatewayAddress", &all)
    };
    let added = assign(&[("PrivateIpAddress.1", "172.31.0.60")]).unwrap();
    assert_eq!(added.text(&format!("{ADDRESSES}.privateIp")), "172.31.0.60");
    assert_eq!(added.text(&format!("{ADDRESSES}.status")), "succeeded");
    assert_eq!(assign(&[("PrivateIpAddressCount", "1")]).unwrap().all_at(ADDRESSES).len(), 1);
    assert_eq!(addresses(), 5);
    let taken = assign(&[("PrivateIpAddress.1", "172.31.0.60")]).unwrap_err();
    assert_eq!(taken.code, "InvalidIPAddress.InUse");
    assert_eq!(assign(&[]).unwrap_err().code, "MissingParameter");
    let both = [("PrivateIpAddress.1", "172.31.0.61"), ("PrivateIpAddressCount", "1")];
    let refusal = assign(&both).unwrap_err();
    assert_eq!(refusal.code, "InvalidParameterCombination");
    assert_eq!(refusal.message, "Private IP addresses and their number cannot be given together.");

    let unassign = |address: &str| {
        let request = [("NatGatewayId", id.as_str()), ("PrivateIpAddress.1", address)];
        ec2.ask("UnassignPrivateNatGatewayAddress", &request)
    };
    let gone = unassign("172.31.0.60").unwrap();
    assert_eq!(gone.text(&format!("{ADDRESSES}.status")), "unassigning");
    assert_eq!(addresses(), 4);
    assert_eq!(unassign("172.31.0.60").unwrap_err().code, "InvalidParameterValue");
    let primary = described(&ec2, &id).text(&format!("{ADDRESSES}.privateIp")).to_owned();
    assert_eq!(unassign(&primary).unwrap_err().code, "InvalidParameterValue");
}

#[test]
fn in_the_aws_lifecycle_a_new_address_takes_its_time() {
    let ec2 = Ec2::with_aws_lifecycle();
    let (subnet, first, second) = (subnet(&ec2), allocate(&ec2), allocate(&ec2));
    let form = [("SubnetId", subnet.as_str()), ("AllocationId", first.as_str())];
    let id = create(&ec2, &form);
    let associate = [("NatGatewayId", id.as_str()), ("AllocationId.1", second.as_str())];
    assert_eq!(ec2.refused("AssociateNatGatewayAddress", &associate).0, "IncorrectState");
    ec2.advance(60);
    let added = ec2.call("AssociateNatGatewayAddress", &associate);
    assert_eq!(added.text(&format!("{ADDRESSES}.status")), "associating");
    assert_eq!(added.text(&format!("{ADDRESSES}.allocationId")), second);
    assert!(added.has(&format!("{ADDRESSES}.networkInterfaceId")));
    for member in ["privateIp", "publicIp", "associationId"] {
        let member = format!("{ADDRESSES}.{member}");
        assert!(!added.has(&member), "{member}");
        assert_eq!(described(&ec2, &id).texts(&member).len(), 1, "{member}");
    }
    let third = allocate(&ec2);
    let another = [associate[0], ("AllocationId.1", third.as_str())];
    let (code, message) = ec2.refused("AssociateNatGatewayAddress", &another);
    assert_eq!(code, "OperationInProgress");
    let expected = format!("Service is currently ASSOCIATING the following EIPs: [{second}].");
    assert_eq!(message, expected);
    ec2.advance(60);
    let statuses = described(&ec2, &id);
    assert_eq!(statuses.texts(&format!("{ADDRESSES}.status")), ["succeeded", "succeeded"]);
    assert_eq!(statuses.texts(&format!("{ADDRESSES}.associationId")).len(), 2);
    ec2.call("AssociateNatGatewayAddress", &another);
}
