use super::support::Ec2;

#[test]
fn a_gateway_is_made_routed_to_and_deleted() {
    let ec2 = Ec2::new();
    let vpc = [("CidrBlock", "10.0.0.0/16"), ("AmazonProvidedIpv6CidrBlock", "true")];
    let vpc = ec2.call("CreateVpc", &vpc).text("vpc.vpcId").to_owned();
    let form = [
        ("VpcId", vpc.as_str()),
        ("ClientToken", "once"),
        ("TagSpecification.1.ResourceType", "egress-only-internet-gateway"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "out"),
    ];
    let create = "CreateEgressOnlyInternetGateway";
    let dry = [form[0], ("DryRun", "true")];
    assert_eq!(ec2.refused(create, &dry).0, "DryRunOperation");
    let made = ec2.call(create, &form);
    assert_eq!(made.text("clientToken"), "once");
    let gateway = made.at("egressOnlyInternetGateway").unwrap();
    let id = gateway.text("egressOnlyInternetGatewayId").to_owned();
    assert!(id.starts_with("eigw-"));
    assert_eq!(gateway.text("attachmentSet.item.state"), "attached");
    assert_eq!(gateway.text("attachmentSet.item.vpcId"), vpc);
    let again = ec2.call(create, &form);
    assert_eq!(again.text("egressOnlyInternetGateway.egressOnlyInternetGatewayId"), id);
    let (code, _) = ec2.refused(create, &[("VpcId", "vpc-0123456789abcdef0")]);
    assert_eq!(code, "InvalidVpcID.NotFound");
    assert_eq!(ec2.refused("DeleteVpc", &form[..1]).0, "DependencyViolation");

    let describe = "DescribeEgressOnlyInternetGateways";
    let tagged = [("Filter.1.Name", "tag:Name"), ("Filter.1.Value.1", "out")];
    let path = "egressOnlyInternetGatewaySet.item.egressOnlyInternetGatewayId";
    assert_eq!(ec2.call(describe, &tagged).texts(path), [&id]);
    assert_eq!(ec2.call(describe, &[("EgressOnlyInternetGatewayId.1", &id)]).texts(path), [&id]);

    let table = ec2.call("CreateRouteTable", &[("VpcId", &vpc)]);
    let table = table.text("routeTable.routeTableId").to_owned();
    let route = [
        ("RouteTableId", table.as_str()),
        ("DestinationIpv6CidrBlock", "::/0"),
        ("EgressOnlyInternetGatewayId", id.as_str()),
    ];
    ec2.call("CreateRoute", &route);
    let described = || {
        let found = ec2.call("DescribeRouteTables", &[("RouteTableId.1", &table)]);
        let routes = found.all_at("routeTableSet.item.routeSet.item");
        let route = routes.into_iter().find(|route| route.has("egressOnlyInternetGatewayId"));
        route.unwrap().clone()
    };
    assert_eq!(described().text("egressOnlyInternetGatewayId"), id);
    assert_eq!(described().text("state"), "active");
    let other = ec2.call(
        "DescribeRouteTables",
        &[("Filter.1.Name", "association.main"), ("Filter.1.Value.1", "true")],
    );
    let other =
        [("RouteTableId", other.text("routeTableSet.item.routeTableId")), route[1], route[2]];
    let (code, message) = ec2.refused("CreateRoute", &other);
    assert_eq!(code, "InvalidParameterValue");
    assert!(message.ends_with("belong to different networks"), "{message}");

    let delete = "DeleteEgressOnlyInternetGateway";
    let by_id = [("EgressOnlyInternetGatewayId", id.as_str())];
    assert_eq!(ec2.call(delete, &by_id).text("returnCode"), "true");
    assert_eq!(described().text("state"), "blackhole");
    assert_eq!(ec2.refused(delete, &by_id).0, "InvalidGatewayID.NotFound");
    let (code, message) = ec2.refused("ReplaceRoute", &route);
    assert_eq!(code, "InvalidEgressOnlyInternetGatewayId.NotFound");
    assert_eq!(message, format!("The egressOnlyInternetGateway ID '{id}' does not exist"));
}

#[test]
fn ids_that_nothing_has_are_passed_over() {
    let ec2 = Ec2::new();
    let vpc = ec2.call("DescribeVpcs", &[]).text("vpcSet.item.vpcId").to_owned();
    let made = ec2.call("CreateEgressOnlyInternetGateway", &[("VpcId", &vpc)]);
    let id = made.text("egressOnlyInternetGateway.egressOnlyInternetGatewayId");
    let unknown = ("EgressOnlyInternetGatewayId.1", "eigw-0123456789abcdef0");
    let both = [unknown, ("EgressOnlyInternetGatewayId.2", id)];
    let described = |form: &[(&str, &str)]| {
        let found = ec2.call("DescribeEgressOnlyInternetGateways", form);
        let path = "egressOnlyInternetGatewaySet.item.egressOnlyInternetGatewayId";
        found.texts(path).join(" ")
    };
    assert_eq!(described(&both[..1]), "");
    assert_eq!(described(&both), id);
}

#[test]
fn filters_that_there_are_not_are_passed_over() {
    let ec2 = Ec2::new();
    let made = ["10.0.0.0/16", "10.1.0.0/16"].map(|cidr| {
        let vpc = ec2.call("CreateVpc", &[("CidrBlock", cidr)]).text("vpc.vpcId").to_owned();
        let made = ec2.call("CreateEgressOnlyInternetGateway", &[("VpcId", &vpc)]);
        let id = made.text("egressOnlyInternetGateway.egressOnlyInternetGatewayId");
        (vpc, id.to_owned())
    });
    let [(vpc, first), (_, second)] = &made;
    ec2.call("CreateTags", &[("ResourceId.1", second), ("Tag.1.Key", "Name"), ("Tag.1.Value", "")]);
    let listed = |form: &[(&str, &str)]| {
        let found = ec2.call("DescribeEgressOnlyInternetGateways", form);
        let path = "egressOnlyInternetGatewaySet.item.egressOnlyInternetGatewayId";
        found.texts(path).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let by_vpc = [("Filter.1.Name", "attachment.vpc-id"), ("Filter.1.Value.1", vpc.as_str())];
    assert_eq!(listed(&by_vpc), [first.as_str(), second]);
    let tagged = [("Filter.2.Name", "tag-key"), ("Filter.2.Value.1", "Name")];
    assert_eq!(listed(&[by_vpc[0], by_vpc[1], tagged[0], tagged[1]]), [second.as_str()]);
    let nameless = [("Filter.1.Value.1", vpc.as_str())];
    let (code, message) = ec2.refused("DescribeEgressOnlyInternetGateways", &nameless);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "The filter 'null' is invalid");
}

#[test]
fn no_ipv4_route_leads_to_one() {
    let ec2 = Ec2::new();
    let table = ec2.call("DescribeRouteTables", &[]);
    let table = table.at("routeTableSet.item").unwrap();
    let made = ec2.call("CreateEgressOnlyInternetGateway", &[("VpcId", table.text("vpcId"))]);
    let ipv4 = [
        ("RouteTableId", table.text("routeTableId")),
        ("DestinationCidrBlock", "10.0.0.0/8"),
        (
            "EgressOnlyInternetGatewayId",
            made.text("egressOnlyInternetGateway.egressOnlyInternetGatewayId"),
        ),
    ];
    let (code, message) = ec2.refused("CreateRoute", &ipv4);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "An egress-only internet gateway is the target of IPv6 routes alone.");
}
