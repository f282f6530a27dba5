use super::super::support::Xml;
use super::{DYNAMODB, Ec2, Network, S3, id};

fn routes(network: &Network, table: &str) -> Vec<Xml> {
    let tables = network.ec2.call("DescribeRouteTables", &[("RouteTableId.1", table)]);
    let routes = tables.all_at("routeTableSet.item.routeSet.item").into_iter();
    routes.filter(|route| route.has("destinationPrefixListId")).cloned().collect()
}

#[test]
fn a_gateway_is_a_route_in_each_of_its_tables() {
    let network = Network::new();
    let [one, other] = &network.tables;
    let created = network.create(S3, &[("RouteTableId.1", one), ("RouteTableId.2", one)]);
    let id = id(&created);
    for (path, value) in [
        ("vpcEndpointType", "Gateway"),
        ("vpcId", network.vpc.as_str()),
        ("serviceName", S3),
        ("state", "available"),
        ("routeTableIdSet.item", one),
        ("privateDnsEnabled", "false"),
        ("requesterManaged", "false"),
        ("ipAddressType", "ipv4"),
        ("dnsOptions.dnsRecordIpType", "service-defined"),
        ("creationTimestamp", "2026-01-31T12:00:00.000Z"),
        ("ownerId", "000000000000"),
    ] {
        assert_eq!(created.text(path), value, "{path}");
    }
    for empty in ["subnetIdSet", "groupSet", "networkInterfaceIdSet", "dnsEntrySet"] {
        assert!(created.at(empty).unwrap().children.is_empty(), "{empty}");
    }
    let described = network.describe(&id);
    assert!(described.at("tagSet").unwrap().children.is_empty() && !created.has("tagSet"));
    for (path, value) in [("state", "available"), ("routeTableIdSet.item", one)] {
        assert_eq!(described.text(path), value, "{path}");
    }
    let to_s3 = routes(&network, one);
    assert_eq!(to_s3.len(), 1);
    for (path, value) in [
        ("destinationPrefixListId", "pl-63a5400a"),
        ("gatewayId", id.as_str()),
        ("origin", "CreateRoute"),
        ("state", "active"),
    ] {
        assert_eq!(to_s3[0].text(path), value, "{path}");
    }
    network.create(DYNAMODB, &[("RouteTableId.1", one)]);
    let form = [("Filter.1.Name", "route.gateway-id"), ("Filter.1.Value.1", id.as_str())];
    let tables = network.ec2.call("DescribeRouteTables", &form);
    assert_eq!(tables.texts("routeTableSet.item.routeTableId"), [one]);

    network.modify(&id, &[("AddRouteTableId.1", other), ("RemoveRouteTableId.1", one)]);
    assert_eq!(network.describe(&id).texts("routeTableIdSet.item"), [other]);
    assert_eq!(routes(&network, one)[0].text("destinationPrefixListId"), "pl-02cd2c6b");
    assert_eq!(routes(&network, other)[0].text("gatewayId"), id);
    let deleted = network.delete(&id);
    assert!(deleted.at("unsuccessful").unwrap().children.is_empty());
    assert!(routes(&network, other).is_empty());
}

#[test]
fn a_table_leads_to_a_service_once() {
    let network = Network::new();
    let table = ("RouteTableId.1", network.tables[0].as_str());
    let first = id(&network.create(S3, &[table]));
    let (code, message) = network.refused(S3, &[table]);
    assert_eq!(code, "RouteAlreadyExists");
    let id_of_table = table.1;
    let expected = format!(
        "route table {id_of_table} already has a route with destination-prefix-list-id pl-63a5400a"
    );
    assert_eq!(message, expected);
    let second = id(&network.create(S3, &[]));
    let add = [("AddRouteTableId.1", id_of_table)];
    assert_eq!(network.refused_change(&second, &add).0, "RouteAlreadyExists");
    network.modify(&first, &add);
    assert_eq!(network.describe(&first).texts("routeTableIdSet.item"), [id_of_table]);
    network.delete(&first);
    network.modify(&second, &add);
    let both = [
        ("AddRouteTableId.1", network.tables[1].as_str()),
        ("RemoveRouteTableId.1", network.tables[1].as_str()),
    ];
    let (code, message) = network.refused_change(&second, &both);
    assert_eq!(code, "InvalidParameter");
    assert_eq!(message, format!("{} is not associated with the VPC endpoint.", network.tables[1]));
    let again = [("AddRouteTableId.1", id_of_table), ("RemoveRouteTableId.1", id_of_table)];
    let (code, message) = network.refused_change(&second, &again);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, format!("{id_of_table} cannot be added and removed in one request"));
    let (code, message) = network.ec2.refused(
        "CreateRoute",
        &[
            ("RouteTableId", id_of_table),
            ("DestinationCidrBlock", "1.0.0.0/8"),
            ("GatewayId", &second),
        ],
    );
    assert_eq!(code, "RouteNotSupported");
    let expected = format!(
        "Route table contains unsupported route target: {second}. VPC Endpoints of this type \
         cannot be used as route targets."
    );
    assert_eq!(message, expected);
}

#[test]
fn tables_and_options_are_checked() {
    let network = Network::new();
    let (code, message) = network.refused(S3, &[("RouteTableId.1", "rtb-0123456789abcdef0")]);
    assert_eq!(code, "InvalidRouteTableId.NotFound");
    assert_eq!(message, "The routeTable ID 'rtb-0123456789abcdef0' does not exist");
    let (code, message) = network.refused(S3, &[("RouteTableId.1", "")]);
    assert_eq!(code, "InvalidRouteTableId.Malformed");
    let expected = "Invalid Id: '' (expecting 'rtb-...; the Id may only contain lowercase \
                    alphanumeric characters and a single dash')";
    assert_eq!(message, expected);
    let elsewhere = network.ec2.call(
        "DescribeRouteTables",
        &[("Filter.1.Name", "association.main"), ("Filter.1.Value.1", "true")],
    );
    let elsewhere = elsewhere.text("routeTableSet.item.routeTableId");
    let (code, message) = network.refused(S3, &[("RouteTableId.1", elsewhere)]);
    assert_eq!(code, "InvalidParameter");
    let vpc = &network.vpc;
    let expected = format!("Route table {elsewhere} and VPC {vpc} belong to different networks");
    assert_eq!(message, expected);
    let logs = "com.amazonaws.us-east-1.logs";
    let (_, message) = network.refused(logs, &[("SubnetId.1", &network.subnets[0])]);
    assert!(message.starts_with("Subnet IDs are only supported"), "{message}");
    let gateway = id(&network.create(S3, &[]));
    let group = "sg-0123456789abcdef0";
    let only_resolver = "DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint";
    for (name, value, said) in [
        (
            "SubnetId.1",
            network.subnets[0].as_str(),
            "Subnet IDs are only supported for Interface and GatewayLoadBalancer type VPC \
             Endpoints.",
        ),
        (
            "SecurityGroupId.1",
            group,
            "Security group IDs are only supported for Interface type VPC Endpoints.",
        ),
        (
            "PrivateDnsEnabled",
            "true",
            "Private DNS is only supported for Interface type VPC Endpoints.",
        ),
        (
            only_resolver,
            "false",
            "DnsOptions PrivateDnsOnlyForInboundResolverEndpoint is applicable only to Interface \
             VPC Endpoints.",
        ),
        (
            "DnsOptions.PrivateDnsPreference",
            "ALL_DOMAINS",
            "DnsOptions PrivateDnsPreference is applicable only to ServiceNetwork and Resource VPC \
             Endpoints.",
        ),
    ] {
        let (code, message) = network.refused(S3, &[(name, value)]);
        assert_eq!(code, "InvalidParameter", "{name}");
        assert_eq!(message, said, "{name}");
        let changed = match name.strip_suffix(".1") {
            Some(list) => format!("Add{list}.1"),
            None => name.to_owned(),
        };
        assert_eq!(network.refused_change(&gateway, &[(&changed, value)]).1, message);
    }
    network.modify(&gateway, &[("DnsOptions.DnsRecordIpType", "ipv4")]);
    assert_eq!(network.describe(&gateway).text("dnsOptions.dnsRecordIpType"), "ipv4");
}

#[test]
fn records_are_chosen_for_s3_in_a_vpc_that_names_its_addresses() {
    let network = Network::new();
    let records = ("DnsOptions.DnsRecordIpType", "ipv4");
    let (code, message) = network.refused(DYNAMODB, &[records]);
    assert_eq!(code, "InvalidParameter");
    let expected = format!("The service {DYNAMODB} supports service-defined DNS records alone.");
    assert_eq!(message, expected);
    network.create(S3, &[records]);
    let unnamed = [("VpcId", network.vpc.as_str()), ("EnableDnsHostnames.Value", "false")];
    network.ec2.call("ModifyVpcAttribute", &unnamed);
    let (code, message) = network.refused(S3, &[records]);
    assert_eq!(code, "InvalidParameter");
    let expected = format!(
        "DNS records other than service-defined require both enableDnsSupport and \
         enableDnsHostnames VPC attributes set to true for {}",
        network.vpc
    );
    assert_eq!(message, expected);
}

#[test]
fn a_gateway_has_addresses_and_records_that_fit() {
    let network = Network::new();
    let kind = |of| ("IpAddressType", of);
    let records = |of| ("DnsOptions.DnsRecordIpType", of);
    let gateway = network.create(S3, &[kind("ipv6")]);
    assert_eq!(gateway.text("ipAddressType"), "ipv6");
    assert_eq!(gateway.text("dnsOptions.dnsRecordIpType"), "service-defined");
    let gateway = id(&gateway);
    let unfit = |of: &str, records: &str| {
        let message = format!(
            "DNS records of the type {records} are not supported for the IP address type {of}."
        );
        ("InvalidParameter".to_owned(), message)
    };
    assert_eq!(network.refused_change(&gateway, &[records("ipv4")]), unfit("ipv6", "ipv4"));
    network.modify(&gateway, &[kind("dualstack"), records("dualstack")]);
    let changed = network.describe(&gateway);
    assert_eq!(changed.text("ipAddressType"), "dualstack");
    assert_eq!(changed.text("dnsOptions.dnsRecordIpType"), "dualstack");
    for of in ["ipv4", "ipv6"] {
        assert_eq!(network.refused_change(&gateway, &[kind(of)]), unfit(of, "dualstack"));
    }
    assert_eq!(network.refused(S3, &[records("ipv6")]), unfit("ipv4", "ipv6"));
    assert_eq!(network.create(DYNAMODB, &[]).text("ipAddressType"), "ipv4");
}

#[test]
fn a_gateway_keeps_its_vpc_and_no_table() {
    let network = Network::new();
    let [one, other] = &network.tables;
    let tables = [("RouteTableId.1", one.as_str()), ("RouteTableId.2", other.as_str())];
    let gateway = id(&network.create(S3, &tables));
    network.ec2.call("DeleteRouteTable", &[("RouteTableId", one)]);
    assert_eq!(network.describe(&gateway).texts("routeTableIdSet.item"), [other]);
    network.ec2.call("DeleteRouteTable", &[("RouteTableId", other)]);
    for subnet in &network.subnets {
        network.ec2.call("DeleteSubnet", &[("SubnetId", subnet)]);
    }
    let vpc = [("VpcId", network.vpc.as_str())];
    let (code, message) = network.ec2.refused("DeleteVpc", &vpc);
    assert_eq!(code, "DependencyViolation");
    let expected = format!("The vpc '{}' has dependencies and cannot be deleted.", network.vpc);
    assert_eq!(message, expected);
    network.delete(&gateway);
    network.ec2.call("DeleteVpc", &vpc);
}

#[test]
fn in_the_aws_lifecycle_a_gateway_takes_no_time() {
    let network = Network::of(Ec2::with_aws_lifecycle());
    let table = network.tables[0].as_str();
    let gateway = network.create(S3, &[]);
    assert_eq!(gateway.text("state"), "available");
    let gateway = id(&gateway);
    for table in &network.tables {
        network.modify(&gateway, &[("AddRouteTableId.1", table)]);
        assert_eq!(network.describe(&gateway).text("state"), "available");
    }
    network.delete(&gateway);
    assert!(routes(&network, table).is_empty());
    let found = network.ec2.call("DescribeVpcEndpoints", &[]);
    assert!(!found.has("vpcEndpointSet.item"));
    let again = network.delete(&gateway);
    assert_eq!(again.text("unsuccessful.item.error.code"), "InvalidVpcEndpoint.NotFound");
    let (code, _) = network.refused_change(&gateway, &[("ResetPolicy", "true")]);
    assert_eq!(code, "InvalidVpcEndpointId.NotFound");
    network.create(S3, &[("RouteTableId.1", table)]);
}
