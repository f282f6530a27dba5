//! NAT gateways for all zones of a VPC: with addresses that the request names, or that AWS chooses.

use super::support::{Ec2, Xml};

const CREATE: &str = "CreateNatGateway";
const ASSOCIATE: &str = "AssociateNatGatewayAddress";
const ZONE: &str = "AvailabilityZoneAddress.1.AvailabilityZone";
const ALLOCATION: &str = "AvailabilityZoneAddress.1.AllocationId.1";
const REGIONAL: (&str, &str) = ("AvailabilityMode", "regional");

fn vpc(ec2: &Ec2) -> String {
    ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).text("vpc.vpcId").to_owned()
}

/// A VPC with an internet gateway, which is the second one.
fn public_vpc(ec2: &Ec2) -> (String, String) {
    let vpc = vpc(ec2);
    let made = ec2.call("CreateInternetGateway", &[]);
    let gateway = made.text("internetGateway.internetGatewayId").to_owned();
    let form = [("InternetGatewayId", gateway.as_str()), ("VpcId", &vpc)];
    ec2.call("AttachInternetGateway", &form);
    (vpc, gateway)
}

fn subnet(ec2: &Ec2, vpc: &str, cidr: &str, zone: &str) -> String {
    let form = [("VpcId", vpc), ("CidrBlock", cidr), ("AvailabilityZone", zone)];
    ec2.call("CreateSubnet", &form).text("subnet.subnetId").to_owned()
}

fn address(ec2: &Ec2) -> String {
    ec2.call("AllocateAddress", &[]).text("allocationId").to_owned()
}

fn id(made: &Xml) -> String {
    made.text("natGateway.natGatewayId").to_owned()
}

fn shown(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeNatGateways", &[("NatGatewayId.1", id)]);
    found.at("natGatewaySet.item").unwrap().clone()
}

fn zones(gateway: &Xml) -> Vec<&str> {
    gateway.texts("natGatewayAddressSet.item.availabilityZone")
}

fn refused(ec2: &Ec2, action: &str, form: &[(&str, &str)], code: &str, message: &str) {
    assert_eq!(ec2.refused(action, form), (code.to_owned(), message.to_owned()));
}

#[test]
fn a_gateway_has_the_addresses_that_it_is_given() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let (vpc, internet) = public_vpc(&ec2);
        let (one, two, three) = (address(&ec2), address(&ec2), address(&ec2));
        let form = [
            REGIONAL,
            ("VpcId", vpc.as_str()),
            (ZONE, "us-east-1b"),
            (ALLOCATION, &one),
            ("AvailabilityZoneAddress.1.AllocationId.2", &two),
            ("AvailabilityZoneAddress.2.AvailabilityZoneId", "use1-az1"),
            ("AvailabilityZoneAddress.2.AllocationId.1", &three),
            // A private one is asked for in vain.
            ("ConnectivityType", "private"),
        ];
        let made = ec2.call(CREATE, &form);
        let id = id(&made);
        assert_eq!(made.text("natGateway.availabilityMode"), "regional");
        ec2.advance(60);
        let gateway = shown(&ec2, &id);
        assert_eq!(gateway.text("state"), "available");
        assert_eq!(gateway.text("vpcId"), vpc);
        assert_eq!(gateway.text("connectivityType"), "public");
        assert_eq!(gateway.text("autoProvisionZones"), "disabled");
        assert_eq!(gateway.text("autoScalingIps"), "disabled");
        assert!(!gateway.has("subnetId"));
        let addresses = gateway.all_at("natGatewayAddressSet.item");
        assert_eq!(addresses.len(), 3);
        assert_eq!(addresses[0].text("allocationId"), one);
        assert_eq!(addresses[0].text("availabilityZone"), "us-east-1b");
        assert_eq!(addresses[2].text("availabilityZoneId"), "use1-az1");
        assert_eq!(addresses[2].text("status"), "succeeded");
        assert!(!addresses[2].has("networkInterfaceId") && !addresses[2].has("privateIp"));

        let found = ec2.call("DescribeAddresses", &[("AllocationId.1", &one)]);
        let association = addresses[0].text("associationId");
        assert_eq!(found.text("addressesSet.item.associationId"), association);
        assert_eq!(found.text("addressesSet.item.publicIp"), addresses[0].text("publicIp"));
        let filter = [("Filter.1.Name", "association-id"), ("Filter.1.Value.1", association)];
        let found = ec2.call("DescribeAddresses", &filter);
        assert_eq!(found.texts("addressesSet.item.allocationId"), [&one]);

        let table = gateway.text("routeTableId").to_owned();
        let found = ec2.call("DescribeRouteTables", &[("RouteTableId.1", &table)]);
        let routes = found.all_at("routeTableSet.item.routeSet.item");
        assert_eq!(routes[1].text("destinationCidrBlock"), "0.0.0.0/0");
        assert_eq!(routes[1].text("gatewayId"), internet);
        let main = [("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", vpc.as_str())];
        let found = ec2.call("DescribeRouteTables", &main);
        let own = found.texts("routeTableSet.item.routeTableId")[0].to_owned();
        let route = [
            ("RouteTableId", own.as_str()),
            ("DestinationCidrBlock", "0.0.0.0/0"),
            ("NatGatewayId", &id),
        ];
        ec2.call("CreateRoute", &route);
    }
}

#[test]
fn what_a_gateway_has_stays_with_it() {
    let ec2 = Ec2::with_aws_lifecycle();
    let (vpc, internet) = public_vpc(&ec2);
    let one = address(&ec2);
    let form =
        [REGIONAL, ("VpcId", vpc.as_str()), (ZONE, "us-east-1a"), (ALLOCATION, one.as_str())];
    let id = id(&ec2.call(CREATE, &form));
    ec2.advance(60);
    let gateway = shown(&ec2, &id);
    let table = gateway.text("routeTableId");
    let code = ec2.refused("DeleteRouteTable", &[("RouteTableId", table)]).0;
    assert_eq!(code, "DependencyViolation");
    assert_eq!(ec2.refused("DeleteVpc", &[("VpcId", &vpc)]).0, "DependencyViolation");
    let detach = [("InternetGatewayId", internet.as_str()), ("VpcId", &vpc)];
    assert_eq!(ec2.refused("DetachInternetGateway", &detach).0, "DependencyViolation");
    let held = "You do not have permission to access the specified resource.";
    let released = [("AllocationId", one.as_str())];
    refused(&ec2, "ReleaseAddress", &released, "AuthFailure", held);
    let association = gateway.text("natGatewayAddressSet.item.associationId");
    let disassociated = [("AssociationId", association)];
    refused(&ec2, "DisassociateAddress", &disassociated, "AuthFailure", held);
    let subnet = subnet(&ec2, &vpc, "10.0.0.0/24", "us-east-1a");
    let made = ec2.call("CreateNetworkInterface", &[("SubnetId", &subnet)]);
    let interface = made.text("networkInterface.networkInterfaceId").to_owned();
    let form = [("AllocationId", one.as_str()), ("NetworkInterfaceId", &interface)];
    refused(&ec2, "AssociateAddress", &form, "AuthFailure", held);
    let twice = [("AllocationId", one.as_str()), ("SubnetId", &subnet)];
    let made = ec2.call(CREATE, &twice);
    ec2.advance(60);
    let failed = shown(&ec2, &self::id(&made));
    assert_eq!(failed.text("failureCode"), "Resource.AlreadyAssociated");

    ec2.call("DeleteNatGateway", &[("NatGatewayId", &id)]);
    ec2.advance(60);
    assert_eq!(shown(&ec2, &id).text("state"), "deleted");
    let code = ec2.refused("DescribeRouteTables", &[("RouteTableId.1", table)]).0;
    assert_eq!(code, "InvalidRouteTableID.NotFound");
    ec2.call("ReleaseAddress", &released);
    ec2.call("DetachInternetGateway", &detach);
}

#[test]
fn addresses_come_and_go_by_zone() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let (vpc, _) = public_vpc(&ec2);
        let (one, two) = (address(&ec2), address(&ec2));
        let form =
            [REGIONAL, ("VpcId", vpc.as_str()), (ZONE, "us-east-1a"), (ALLOCATION, one.as_str())];
        let id = id(&ec2.call(CREATE, &form));
        ec2.advance(60);
        let gateway = ("NatGatewayId", id.as_str());
        let form = [gateway, ("AllocationId.1", two.as_str()), ("AvailabilityZone", "us-east-1b")];
        let missing = "The request must contain the parameter AvailabilityZone";
        refused(&ec2, ASSOCIATE, &form[..2], "MissingParameter", missing);
        let nowhere = [form[0], form[1], ("AvailabilityZone", "us-east-1z")];
        let words = "Invalid availability zone: [us-east-1z]";
        refused(&ec2, ASSOCIATE, &nowhere, "InvalidParameterValue", words);
        let taken = [form[0], ("AllocationId.1", one.as_str()), form[2]];
        let words = format!("Elastic IP address [{one}] is already associated");
        refused(&ec2, ASSOCIATE, &taken, "Resource.AlreadyAssociated", &words);
        let private = [form[0], form[1], form[2], ("PrivateIpAddress.1", "10.0.0.9")];
        let words = "PrivateIpAddress is not supported for a NAT gateway with availability mode \
                     regional.";
        refused(&ec2, ASSOCIATE, &private, "MissingParameter", words);
        let added = ec2.call(ASSOCIATE, &form);
        assert_eq!(added.texts("natGatewayAddressSet.item.allocationId"), [&two]);
        ec2.advance(60);
        let now = shown(&ec2, &id);
        assert_eq!(zones(&now), ["us-east-1a", "us-east-1b"]);
        assert_eq!(now.texts("natGatewayAddressSet.item.status"), ["succeeded"; 2]);

        let association = now.text("natGatewayAddressSet.item.associationId");
        let form = [gateway, ("AssociationId.1", association)];
        let gone = ec2.call("DisassociateNatGatewayAddress", &form);
        assert_eq!(gone.texts("natGatewayAddressSet.item.status"), ["disassociating"]);
        assert_eq!(zones(&shown(&ec2, &id)), ["us-east-1b"]);
        let words = format!("The association ID '{association}' does not exist");
        let refusal = ("InvalidAssociationID.NotFound".to_owned(), words);
        assert_eq!(ec2.refused("DisassociateNatGatewayAddress", &form), refusal);
        ec2.call("ReleaseAddress", &[("AllocationId", &one)]);
    }
}

#[test]
fn aws_chooses_an_address_for_each_zone_with_a_subnet() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let (vpc, _) = public_vpc(&ec2);
        let first = subnet(&ec2, &vpc, "10.0.0.0/24", "us-east-1b");
        subnet(&ec2, &vpc, "10.0.1.0/24", "us-east-1b");
        let id = id(&ec2.call(CREATE, &[REGIONAL, ("VpcId", &vpc)]));
        ec2.advance(60);
        let gateway = shown(&ec2, &id);
        assert_eq!(gateway.text("autoProvisionZones"), "enabled");
        assert_eq!(gateway.text("autoScalingIps"), "enabled");
        assert_eq!(zones(&gateway), ["us-east-1b"]);
        let third = subnet(&ec2, &vpc, "10.0.2.0/24", "us-east-1a");
        ec2.call("DeleteSubnet", &[("SubnetId", &first)]);
        ec2.advance(60);
        let gateway = shown(&ec2, &id);
        assert_eq!(zones(&gateway), ["us-east-1b", "us-east-1a"]);
        assert_eq!(gateway.texts("natGatewayAddressSet.item.status"), ["succeeded"; 2]);
        let allocation = gateway.texts("natGatewayAddressSet.item.allocationId")[1].to_owned();
        let found = ec2.call("DescribeAddresses", &[("AllocationId.1", &allocation)]);
        assert_eq!(found.text("addressesSet.item.serviceManaged"), "rnat");
        ec2.call("DeleteSubnet", &[("SubnetId", &third)]);
        assert_eq!(zones(&shown(&ec2, &id)), ["us-east-1b"]);
        let code = ec2.refused("DescribeAddresses", &[("AllocationId.1", &allocation)]).0;
        assert_eq!(code, "InvalidAllocationID.NotFound");

        let other = address(&ec2);
        let form = [
            ("NatGatewayId", id.as_str()),
            ("AllocationId.1", &other),
            ("AvailabilityZone", "us-east-1a"),
        ];
        let words = format!("The addresses of the NAT gateway {id} are managed automatically.");
        refused(&ec2, ASSOCIATE, &form, "InvalidParameterCombination", &words);
        ec2.call("DeleteNatGateway", &[("NatGatewayId", &id)]);
        ec2.advance(60);
        let left = ec2.call("DescribeAddresses", &[]);
        assert_eq!(left.texts("addressesSet.item.allocationId"), [&other]);
    }
}

#[test]
fn without_a_way_out_a_gateway_fails() {
    let ec2 = Ec2::new();
    let vpc = vpc(&ec2);
    let made = ec2.call(CREATE, &[REGIONAL, ("VpcId", &vpc)]);
    let gateway = shown(&ec2, &id(&made));
    assert_eq!(gateway.text("state"), "failed");
    assert_eq!(gateway.text("failureCode"), "Gateway.NotAttached");
    let message = format!("Network {vpc} has no Internet gateway attached");
    assert_eq!(gateway.text("failureMessage"), message);
    assert!(!gateway.has("routeTableId"));
    ec2.call("DeleteVpc", &[("VpcId", &vpc)]);
}

#[test]
fn what_only_a_zonal_gateway_has_is_refused() {
    let ec2 = Ec2::new();
    let (vpc, _) = public_vpc(&ec2);
    let one = address(&ec2);
    let form = [REGIONAL, ("VpcId", vpc.as_str())];
    let missing = "The request must contain the parameter vpcId";
    refused(&ec2, CREATE, &form[..1], "MissingParameter", missing);
    let nowhere = [REGIONAL, ("VpcId", "vpc-0123456789abcdef0")];
    assert_eq!(ec2.refused(CREATE, &nowhere).0, "InvalidVpcID.NotFound");
    for (member, value) in [
        ("SubnetId", "subnet-0"),
        ("AllocationId", one.as_str()),
        ("PrivateIpAddress", "10.0.0.9"),
        ("SecondaryAllocationId", &one),
        ("SecondaryPrivateIpAddress", "10.0.0.9"),
        ("SecondaryPrivateIpAddressCount", "1"),
    ] {
        let is_list = member.starts_with("Secondary") && !member.ends_with("Count");
        let name = if is_list { format!("{member}.1") } else { member.to_owned() };
        let words =
            format!("{member} is not supported for a NAT gateway with availability mode regional.");
        refused(&ec2, CREATE, &[form[0], form[1], (&name, value)], "MissingParameter", &words);
    }
    let missing = "The request must contain the parameter AllocationId";
    let zone = [form[0], form[1], (ZONE, "us-east-1a")];
    refused(&ec2, CREATE, &zone, "MissingParameter", missing);
    let missing = "The request must contain the parameter AvailabilityZone";
    let allocation = [form[0], form[1], (ALLOCATION, one.as_str())];
    refused(&ec2, CREATE, &allocation, "MissingParameter", missing);
    let twice = [
        form[0],
        form[1],
        (ZONE, "us-east-1a"),
        (ALLOCATION, one.as_str()),
        ("AvailabilityZoneAddress.2.AvailabilityZone", "us-east-1b"),
        ("AvailabilityZoneAddress.2.AllocationId.1", one.as_str()),
    ];
    let words = format!("Elastic IP address [{one}] is already associated");
    refused(&ec2, CREATE, &twice, "Resource.AlreadyAssociated", &words);
}

#[test]
fn a_zonal_gateway_has_no_zone_to_choose() {
    let ec2 = Ec2::new();
    let subnets = ec2.call("DescribeSubnets", &[]);
    let (one, two) = (address(&ec2), address(&ec2));
    let subnet = subnets.text("subnetSet.item.subnetId");
    let id = id(&ec2.call(CREATE, &[("SubnetId", subnet), ("AllocationId", &one)]));
    for (member, zone) in [("AvailabilityZone", "us-east-1a"), ("AvailabilityZoneId", "use1-az1")] {
        let form = [("NatGatewayId", id.as_str()), ("AllocationId.1", &two), (member, zone)];
        let words =
            format!("{member} is not supported for a NAT gateway with availability mode zonal.");
        refused(&ec2, ASSOCIATE, &form, "MissingParameter", &words);
    }
}

#[test]
fn a_gateway_has_32_addresses_in_a_zone() {
    let ec2 = Ec2::new();
    let (vpc, _) = public_vpc(&ec2);
    let addresses: Vec<String> = (0..33).map(|_| address(&ec2)).collect();
    let names = (1..).map(|at| format!("AvailabilityZoneAddress.1.AllocationId.{at}"));
    let names: Vec<String> = names.take(33).collect();
    let pairs = names.iter().zip(&addresses).map(|(name, id)| (name.as_str(), id.as_str()));
    let form = [REGIONAL, ("VpcId", vpc.as_str()), (ZONE, "us-east-1b")];
    let form: Vec<_> = form.into_iter().chain(pairs).collect();
    let limit = "The maximum number of addresses has been reached.";
    refused(&ec2, CREATE, &form, "AddressLimitExceeded", limit);
    let nat = id(&ec2.call(CREATE, &form[..form.len() - 1]));
    let last = ("AllocationId.1", addresses[32].as_str());
    let one = [("NatGatewayId", nat.as_str()), ("AvailabilityZone", "us-east-1b"), last];
    refused(&ec2, ASSOCIATE, &one, "AddressLimitExceeded", limit);
    let elsewhere = [one[0], ("AvailabilityZone", "us-east-1a"), last];
    ec2.call(ASSOCIATE, &elsewhere);
}
