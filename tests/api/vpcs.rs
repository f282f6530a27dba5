use super::support::{Ec2, Xml};

fn create(ec2: &Ec2, cidr: &str) -> String {
    ec2.call("CreateVpc", &[("CidrBlock", cidr)]).text("vpc.vpcId").to_owned()
}

#[test]
fn a_vpc_comes_with_what_it_needs() {
    let ec2 = Ec2::new();
    let created = ec2.call(
        "CreateVpc",
        &[
            ("CidrBlock", "10.0.7.9/16"),
            ("InstanceTenancy", "dedicated"),
            ("TagSpecification.1.ResourceType", "vpc"),
            ("TagSpecification.1.Tag.1.Key", "Name"),
            ("TagSpecification.1.Tag.1.Value", "one"),
        ],
    );
    let vpc = created.at("vpc").unwrap();
    assert_eq!(vpc.text("cidrBlock"), "10.0.0.0/16");
    assert_eq!(vpc.text("instanceTenancy"), "dedicated");
    assert_eq!(vpc.text("isDefault"), "false");
    assert_eq!(vpc.text("state"), "available");
    assert_eq!(vpc.text("tagSet.item.value"), "one");
    assert_eq!(vpc.text("cidrBlockAssociationSet.item.cidrBlockState.state"), "associated");
    let id = vpc.text("vpcId");
    let of_vpc = [("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", id)];
    let tables = ec2.call("DescribeRouteTables", &of_vpc);
    assert_eq!(tables.texts("routeTableSet.item.associationSet.item.main"), ["true"]);
    assert_eq!(tables.texts("routeTableSet.item.routeSet.item.gatewayId"), ["local"]);
    let acls = ec2.call("DescribeNetworkAcls", &of_vpc);
    assert_eq!(acls.texts("networkAclSet.item.default"), ["true"]);
    let groups = ec2.call("DescribeSecurityGroups", &of_vpc);
    assert_eq!(groups.texts("securityGroupInfo.item.groupName"), ["default"]);
    let options = [("DhcpOptionsId.1", vpc.text("dhcpOptionsId"))];
    assert!(ec2.call("DescribeDhcpOptions", &options).has("dhcpOptionsSet.item"));
}

#[test]
fn blocks_are_checked() {
    let ec2 = Ec2::new();
    let refused = |cidr: &str| ec2.refused("CreateVpc", &[("CidrBlock", cidr)]);
    let (code, message) = refused("10.0.0.0");
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(
        message,
        "Value (10.0.0.0) for parameter cidrBlock is invalid. This is not a valid CIDR block."
    );
    assert_eq!(
        refused("10.0.0.0/8"),
        ("InvalidVpc.Range".into(), "The CIDR '10.0.0.0/8' is invalid.".into())
    );
    assert_eq!(refused("10.0.0.0/29").0, "InvalidVpc.Range");
    for cidr in ["0.0.0.0/16", "127.0.0.0/16", "169.254.0.0/24", "239.1.0.0/16"] {
        let expected = ("InvalidVpc.Range".into(), format!("The CIDR '{cidr}' is invalid."));
        assert_eq!(refused(cidr), expected);
    }
    let (code, message) = ec2.refused("CreateVpc", &[]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.");
    let host = [("CidrBlock", "10.0.0.0/16"), ("InstanceTenancy", "host")];
    let (code, message) = ec2.refused("CreateVpc", &host);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(
        message,
        "Value (host) for parameter instanceTenancy is invalid. Instance tenancy may be default or \
         dedicated."
    );
    let pool = [("CidrBlock", "10.0.0.0/16"), ("Ipv4IpamPoolId", "ipam-pool-1")];
    assert_eq!(ec2.refused("CreateVpc", &pool).0, "InvalidIpamPoolId.NotFound");
}

#[test]
fn an_ipv6_block_comes_from_amazon() {
    let ec2 = Ec2::new();
    let form = [("CidrBlock", "10.0.0.0/16"), ("AmazonProvidedIpv6CidrBlock", "true")];
    let created = ec2.call("CreateVpc", &form);
    let block = created.text("vpc.ipv6CidrBlockAssociationSet.item.ipv6CidrBlock");
    assert!(block.starts_with("2600:1f") && block.ends_with("/56"), "{block}");
    let elsewhere = [form[0], form[1], ("Ipv6CidrBlockNetworkBorderGroup", "us-east-1-bos-1")];
    let (code, message) = ec2.refused("CreateVpc", &elsewhere);
    assert_eq!(code, "UnsupportedOperation");
    assert_eq!(message, "parlel-ec2 does not emulate IPv6 blocks of another network border group.");
    let own = ("Ipv6CidrBlockNetworkBorderGroup", "us-east-1");
    let created = ec2.call("CreateVpc", &[form[0], form[1], own]);
    let path = "vpc.ipv6CidrBlockAssociationSet.item.networkBorderGroup";
    assert_eq!(created.text(path), "us-east-1");
    let alone = "The parameter ipv6CidrBlockNetworkBorderGroup requires \
                 amazonProvidedIpv6CidrBlock to be true.";
    let alone = ("InvalidParameterCombination".to_owned(), alone.to_owned());
    assert_eq!(ec2.refused("CreateVpc", &[form[0], own]), alone);
    let further = [("VpcId", created.text("vpc.vpcId")), ("CidrBlock", "10.1.0.0/16"), own];
    assert_eq!(ec2.refused("AssociateVpcCidrBlock", &further), alone);
}

#[test]
fn filters_find_vpcs() {
    let ec2 = Ec2::new();
    let id = create(&ec2, "10.0.0.0/16");
    for (name, value) in [
        ("cidr", "10.0.0.0/16"),
        ("cidr-block-association.cidr-block", "10.0.*"),
        ("cidr-block", "10.0.0.0/16"),
        ("cidrBlock", "10.0.0.0/16"),
        ("is-default", "false"),
        ("isDefault", "false"),
        ("vpc-id", &id),
    ] {
        let found =
            ec2.call("DescribeVpcs", &[("Filter.1.Name", name), ("Filter.1.Value.1", value)]);
        assert_eq!(found.texts("vpcSet.item.vpcId"), [id.as_str()], "{name}");
    }
    let state =
        [("Filter.1.Name", "cidr-block-association.state"), ("Filter.1.Value.1", "associated")];
    assert_eq!(ec2.call("DescribeVpcs", &state).all_at("vpcSet.item").len(), 2);
}

const NO_ATTRIBUTES: &str = "No attributes specified.";

#[test]
fn attributes_are_changed_one_at_a_time() {
    let ec2 = Ec2::new();
    let id = create(&ec2, "10.0.0.0/16");
    let attribute = |name: &str| {
        let answer = ec2.call("DescribeVpcAttribute", &[("VpcId", &id), ("Attribute", name)]);
        answer.text(&format!("{name}.value")).to_owned()
    };
    assert_eq!(attribute("enableDnsSupport"), "true");
    assert_eq!(attribute("enableDnsHostnames"), "false");
    assert_eq!(attribute("enableNetworkAddressUsageMetrics"), "false");
    for (name, value) in [
        ("EnableDnsHostnames.Value", "true"),
        ("EnableDnsSupport.Value", "false"),
        ("EnableNetworkAddressUsageMetrics.Value", "true"),
    ] {
        ec2.call("ModifyVpcAttribute", &[("VpcId", &id), (name, value)]);
    }
    assert_eq!(attribute("enableDnsSupport"), "false");
    assert_eq!(attribute("enableDnsHostnames"), "true");
    assert_eq!(attribute("enableNetworkAddressUsageMetrics"), "true");
    let both = [
        ("VpcId", id.as_str()),
        ("EnableDnsHostnames.Value", "true"),
        ("EnableDnsSupport.Value", "true"),
    ];
    let (code, message) = ec2.refused("ModifyVpcAttribute", &both);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(
        message,
        "Fields for multiple attribute types specified: enableDnsHostnames, enableDnsSupport"
    );
    let (code, message) = ec2.refused("ModifyVpcAttribute", &both[..1]);
    assert_eq!((code.as_str(), message.as_str()), ("InvalidParameterCombination", NO_ATTRIBUTES));
    let (code, message) = ec2.refused("ModifyVpcAttribute", &both[..2]);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(
        message,
        "The parameter enableDnsHostnames cannot be true while enableDnsSupport is false."
    );
}

#[test]
fn deleting_takes_what_came_along_and_nothing_else() {
    let ec2 = Ec2::new();
    let id = create(&ec2, "10.0.0.0/16");
    let before = ec2.state();
    let subnet = ec2.call("CreateSubnet", &[("VpcId", &id), ("CidrBlock", "10.0.0.0/24")]);
    let (code, message) = ec2.refused("DeleteVpc", &[("VpcId", &id)]);
    assert_eq!(code, "DependencyViolation");
    assert_eq!(message, format!("The vpc '{id}' has dependencies and cannot be deleted."));
    ec2.call("DeleteSubnet", &[("SubnetId", subnet.text("subnet.subnetId"))]);
    assert_eq!(ec2.state(), before);
    ec2.call("DeleteVpc", &[("VpcId", &id)]);
    assert_eq!(ec2.refused("DeleteVpc", &[("VpcId", &id)]).0, "InvalidVpcID.NotFound");
    let left = ec2.call("DescribeSecurityGroups", &[]);
    assert_eq!(left.all_at("securityGroupInfo.item").len(), 1);
}

#[test]
fn in_the_aws_lifecycle_a_new_vpc_is_pending() {
    let ec2 = Ec2::with_aws_lifecycle();
    let created = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
    assert_eq!(created.text("vpc.state"), "pending");
    ec2.advance(5);
    let found = ec2.call("DescribeVpcs", &[("VpcId.1", created.text("vpc.vpcId"))]);
    assert_eq!(found.text("vpcSet.item.state"), "available");
}

#[test]
fn ids_are_told_apart() {
    let ec2 = Ec2::new();
    for id in ["InvalidVpcId", "vpc-invalid", "vpc-00000000000000000"] {
        let (code, message) = ec2.refused("DescribeVpcs", &[("VpcId.1", id)]);
        assert_eq!(code, "InvalidVpcID.NotFound");
        assert_eq!(message, format!("The vpc ID '{id}' does not exist"));
    }
    let (code, message) = ec2.refused("DeleteVpc", &[("VpcId", "vpc-xxxxxxxx")]);
    assert_eq!(code, "InvalidVpcId.Malformed");
    assert_eq!(message, "The vpc ID 'vpc-xxxxxxxx' is malformed");
    let (code, message) = ec2.refused("DeleteVpc", &[("VpcId", "vpc-1,vpc-2")]);
    assert_eq!(code, "InvalidVpcID.NotFound");
    assert_eq!(message, "The vpc ID 'vpc-1,vpc-2' does not exist");
    let (_, message) = ec2.refused("DescribeVpcs", &[("VpcId.1", "vpc-1"), ("VpcId.2", "vpc-2")]);
    assert_eq!(message, "The vpc IDs 'vpc-1, vpc-2' do not exist");
}

/// Associates a block with a VPC; the answer's association.
fn associate(ec2: &Ec2, vpc: &str, cidr: &str) -> Xml {
    let answer = ec2.call("AssociateVpcCidrBlock", &[("VpcId", vpc), ("CidrBlock", cidr)]);
    assert_eq!(answer.text("vpcId"), vpc);
    answer.at("cidrBlockAssociation").unwrap().clone()
}

#[test]
fn further_blocks_come_and_go() {
    let ec2 = Ec2::new();
    let vpc = create(&ec2, "10.0.0.0/16");
    let outside = [("VpcId", vpc.as_str()), ("CidrBlock", "10.2.0.0/24")];
    assert_eq!(ec2.refused("CreateSubnet", &outside).0, "InvalidSubnet.Range");
    let association = associate(&ec2, &vpc, "10.2.7.7/16");
    assert_eq!(association.text("cidrBlock"), "10.2.0.0/16");
    assert_eq!(association.text("cidrBlockState.state"), "associated");
    let id = association.text("associationId");
    let by_id =
        [("Filter.1.Name", "cidr-block-association.association-id"), ("Filter.1.Value.1", id)];
    let found = ec2.call("DescribeVpcs", &by_id);
    assert_eq!(found.text("vpcSet.item.cidrBlock"), "10.0.0.0/16");
    let blocks = "vpcSet.item.cidrBlockAssociationSet.item.cidrBlock";
    assert_eq!(found.texts(blocks), ["10.0.0.0/16", "10.2.0.0/16"]);
    let tables = [("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", vpc.as_str())];
    let tables = ec2.call("DescribeRouteTables", &tables);
    let routes = "routeTableSet.item.routeSet.item.destinationCidrBlock";
    assert_eq!(tables.texts(routes), ["10.0.0.0/16", "10.2.0.0/16"]);

    let subnet = ec2.call("CreateSubnet", &outside);
    let (code, message) = ec2.refused("DisassociateVpcCidrBlock", &[("AssociationId", id)]);
    assert_eq!(code, "InvalidCidrBlock.InUse");
    let expected = format!("The vpc {vpc} currently has a subnet within CIDR block 10.2.0.0/16");
    assert_eq!(message, expected);
    ec2.call("DeleteSubnet", &[("SubnetId", subnet.text("subnet.subnetId"))]);
    let gone = ec2.call("DisassociateVpcCidrBlock", &[("AssociationId", id)]);
    assert_eq!(gone.text("cidrBlockAssociation.cidrBlockState.state"), "disassociated");
    let states = "vpcSet.item.cidrBlockAssociationSet.item.cidrBlockState.state";
    assert_eq!(ec2.call("DescribeVpcs", &by_id).texts(states), ["associated", "disassociated"]);
    let (code, message) = ec2.refused("DisassociateVpcCidrBlock", &[("AssociationId", id)]);
    assert_eq!(code, "InvalidVpcCidrBlockAssociationID.NotFound");
    assert_eq!(message, format!("The vpc CIDR block association ID '{id}' does not exist"));
    let again = associate(&ec2, &vpc, "10.2.0.0/16");
    assert_ne!(again.text("associationId"), id);
    let states = ec2.call("DescribeVpcs", &by_id).texts(states).join(" ");
    assert_eq!(states, "associated disassociated associated");
    let tables = [("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", vpc.as_str())];
    let tables = ec2.call("DescribeRouteTables", &tables);
    assert_eq!(tables.texts(routes), ["10.0.0.0/16", "10.2.0.0/16"]);
}

#[test]
fn the_first_block_stays() {
    let ec2 = Ec2::new();
    let vpc = create(&ec2, "10.0.0.0/16");
    let found = ec2.call("DescribeVpcs", &[("VpcId.1", &vpc)]);
    let id = found.text("vpcSet.item.cidrBlockAssociationSet.item.associationId");
    let (code, message) = ec2.refused("DisassociateVpcCidrBlock", &[("AssociationId", id)]);
    assert_eq!(code, "OperationNotPermitted");
    assert_eq!(
        message,
        format!(
            "The vpc CIDR block with association ID {id} may not be disassociated. It is the \
             primary IPv4 CIDR block of the VPC"
        )
    );
}

#[test]
fn further_blocks_are_checked() {
    let ec2 = Ec2::new();
    let refused = |vpc: &str, cidr: &str| {
        ec2.refused("AssociateVpcCidrBlock", &[("VpcId", vpc), ("CidrBlock", cidr)])
    };
    let of = |cidr: &str| create(&ec2, cidr);
    let ten = of("10.5.0.0/16");
    let (code, message) = refused(&ten, "192.168.0.0/16");
    assert_eq!(code, "InvalidVpc.Range");
    assert_eq!(
        message,
        "The CIDR '192.168.0.0/16' is restricted. Use a CIDR from the same private address range \
         as the current VPC CIDR, or use a publicly-routable CIDR. For additional restrictions, \
         see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html"
    );
    for (primary, wanted) in [
        ("10.5.0.0/16", "172.16.0.0/16"),
        ("10.5.0.0/16", "198.19.0.0/16"),
        ("10.5.0.0/16", "10.5.128.0/17"),
        ("10.5.0.0/16", "10.6.0.0/8"),
        ("10.0.0.0/24", "10.0.1.0/24"),
        ("172.16.0.0/16", "172.31.0.0/16"),
        ("172.16.0.0/16", "10.0.0.0/16"),
        ("100.64.0.0/16", "10.0.0.0/16"),
        ("100.64.0.0/16", "169.254.0.0/16"),
    ] {
        assert_eq!(refused(&of(primary), wanted).0, "InvalidVpc.Range", "{primary} {wanted}");
    }
    for (primary, allowed) in [
        ("10.5.0.0/16", "100.64.0.0/16"),
        ("10.0.0.0/24", "10.1.0.0/24"),
        ("172.16.0.0/16", "172.17.0.0/16"),
        ("100.64.0.0/16", "54.1.0.0/16"),
    ] {
        associate(&ec2, &of(primary), allowed);
    }
    assert_eq!(refused(&ten, "x").0, "InvalidParameterValue");
    assert_eq!(refused("vpc-1", "10.6.0.0/16").0, "InvalidVpcID.NotFound");
    for second in 6..10 {
        associate(&ec2, &ten, &format!("10.{second}.0.0/16"));
    }
    let (code, message) = refused(&ten, "10.10.0.0/16");
    assert_eq!(code, "CidrLimitExceeded");
    let expected = format!("This network {ten} has met its maximum number of allowed CIDRs: 5");
    assert_eq!(message, expected);
}

#[test]
fn a_block_cannot_cover_a_route() {
    let ec2 = Ec2::new();
    let found = ec2.call("DescribeRouteTables", &[]);
    let table = found.text("routeTableSet.item.routeTableId");
    let vpc = found.text("routeTableSet.item.vpcId");
    let gateway = found.texts("routeTableSet.item.routeSet.item.gatewayId")[1];
    let route = [
        ("RouteTableId", table),
        ("DestinationCidrBlock", "100.64.1.0/24"),
        ("GatewayId", gateway),
    ];
    ec2.call("CreateRoute", &route);
    let form = [("VpcId", vpc), ("CidrBlock", "100.64.0.0/16")];
    let (code, message) = ec2.refused("AssociateVpcCidrBlock", &form);
    assert_eq!(code, "InvalidVpc.Range");
    assert_eq!(
        message,
        "The CIDR '100.64.0.0/16' conflicts with another block or route of the VPC"
    );
    associate(&ec2, vpc, "100.64.1.0/26");
}

#[test]
fn what_to_associate_must_be_said_once() {
    let ec2 = Ec2::new();
    let vpc = create(&ec2, "10.0.0.0/16");
    let refused = |more: &[(&str, &str)]| {
        let form = [&[("VpcId", vpc.as_str())], more].concat();
        ec2.refused("AssociateVpcCidrBlock", &form)
    };
    let ipv6 = ("AmazonProvidedIpv6CidrBlock", "true");
    let (code, message) = refused(&[]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter cidrBlock");
    let (code, message) = refused(&[ipv6, ("CidrBlock", "10.2.0.0/16")]);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(
        message,
        "The parameter cidrBlock cannot be used with the parameter amazonProvidedIpv6CidrBlock"
    );
    assert_eq!(refused(&[("Ipv6Pool", "x")]).0, "UnsupportedOperation");
    let elsewhere = ("Ipv6CidrBlockNetworkBorderGroup", "us-east-1-bos-1");
    assert_eq!(refused(&[ipv6, elsewhere]).0, "UnsupportedOperation");
}

#[test]
fn an_ipv6_block_can_come_later_and_go() {
    let ec2 = Ec2::with_aws_lifecycle();
    let vpc = create(&ec2, "10.0.0.0/16");
    let form = [("VpcId", vpc.as_str()), ("AmazonProvidedIpv6CidrBlock", "true")];
    let answer = ec2.call("AssociateVpcCidrBlock", &form);
    let association = answer.at("ipv6CidrBlockAssociation").unwrap();
    assert_eq!(association.text("ipv6CidrBlockState.state"), "associating");
    assert_eq!(association.text("ipv6CidrBlock"), "");
    assert_eq!(association.text("ipv6Pool"), "Amazon");
    assert_eq!(association.text("networkBorderGroup"), "us-east-1");
    let state = || {
        let found = ec2.call("DescribeVpcs", &[("VpcId.1", &vpc)]);
        let path = "vpcSet.item.ipv6CidrBlockAssociationSet.item.ipv6CidrBlockState.state";
        found.texts(path).join(" ")
    };
    ec2.advance(5);
    assert_eq!(state(), "associated");

    let found = ec2.call("DescribeVpcs", &[("VpcId.1", &vpc)]);
    let block = found.text("vpcSet.item.ipv6CidrBlockAssociationSet.item.ipv6CidrBlock");
    assert!(block.ends_with("/56"), "{block}");
    let block = block.replace("/56", "/64");
    let subnet = [("VpcId", vpc.as_str()), ("CidrBlock", "10.0.0.0/24"), ("Ipv6CidrBlock", &block)];
    let subnet = ec2.call("CreateSubnet", &subnet);
    let id = [("AssociationId", association.text("associationId"))];
    assert_eq!(ec2.refused("DisassociateVpcCidrBlock", &id).0, "InvalidCidrBlock.InUse");
    ec2.call("DeleteSubnet", &[("SubnetId", subnet.text("subnet.subnetId"))]);
    let leaving = ec2.call("DisassociateVpcCidrBlock", &id);
    let path = "ipv6CidrBlockAssociation.ipv6CidrBlockState.state";
    assert_eq!(leaving.text(path), "disassociating");
    assert_eq!(state(), "disassociating");
    let again = ec2.refused("DisassociateVpcCidrBlock", &id);
    assert_eq!(again.0, "InvalidVpcCidrBlockAssociationID.NotFound");
    ec2.advance(5);
    assert_eq!(state(), "disassociated");
    ec2.call("AssociateVpcCidrBlock", &form);
    ec2.advance(5);
    assert_eq!(state(), "disassociated associated");
}

#[test]
fn a_vpc_has_up_to_five_ipv6_blocks() {
    let ec2 = Ec2::new();
    let form = [("CidrBlock", "10.0.0.0/16"), ("AmazonProvidedIpv6CidrBlock", "true")];
    let vpc = ec2.call("CreateVpc", &form).text("vpc.vpcId").to_owned();
    let more = [("VpcId", vpc.as_str()), form[1]];
    for _ in 0..4 {
        ec2.call("AssociateVpcCidrBlock", &more);
    }
    let limit = format!("This network {vpc} has met its maximum number of allowed CIDRs: 5");
    let limit = ("CidrLimitExceeded".to_owned(), limit);
    assert_eq!(ec2.refused("AssociateVpcCidrBlock", &more), limit);
    let found = ec2.call("DescribeVpcs", &[("VpcId.1", &vpc)]);
    let blocks = found.texts("vpcSet.item.ipv6CidrBlockAssociationSet.item.ipv6CidrBlock");
    assert_eq!(blocks.iter().collect::<std::collections::BTreeSet<_>>().len(), 5);
    let of_vpc = [("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", vpc.as_str())];
    let routes = ec2.call("DescribeRouteTables", &of_vpc);
    let routes = routes.texts("routeTableSet.item.routeSet.item.destinationIpv6CidrBlock");
    assert!(blocks.iter().all(|block| routes.contains(block)), "{routes:?}");
    let acl = ec2.call("DescribeNetworkAcls", &of_vpc);
    assert_eq!(acl.all_at("networkAclSet.item.entrySet.item").len(), 8);
    let place = blocks[4].replace("/56", "/64");
    ec2.call("CreateSubnet", &[more[0], ("CidrBlock", "10.0.0.0/24"), ("Ipv6CidrBlock", &place)]);
    let id = found.texts("vpcSet.item.ipv6CidrBlockAssociationSet.item.associationId")[1];
    ec2.call("DisassociateVpcCidrBlock", &[("AssociationId", id)]);
    ec2.call("AssociateVpcCidrBlock", &more);
}

#[test]
fn in_the_aws_lifecycle_the_first_answers_are_not_the_last() {
    let ec2 = Ec2::with_aws_lifecycle();
    let vpc = create(&ec2, "10.0.0.0/16");
    let association = associate(&ec2, &vpc, "10.2.0.0/16");
    assert_eq!(association.text("cidrBlockState.state"), "associating");
    let found = ec2.call("DescribeVpcs", &[("VpcId.1", &vpc)]);
    let states = "vpcSet.item.cidrBlockAssociationSet.item.cidrBlockState.state";
    assert_eq!(found.texts(states), ["associated", "associated"]);
    ec2.call("CreateSubnet", &[("VpcId", &vpc), ("CidrBlock", "10.2.0.0/24")]);

    let form = [("CidrBlock", "10.0.0.0/16"), ("AmazonProvidedIpv6CidrBlock", "true")];
    let created = ec2.call("CreateVpc", &form);
    let block = created.at("vpc.ipv6CidrBlockAssociationSet.item").unwrap();
    assert_eq!(block.text("ipv6CidrBlock"), "");
    assert_eq!(block.text("ipv6CidrBlockState.state"), "associating");
    assert!(block.text("associationId").starts_with("vpc-cidr-assoc-"));
    ec2.advance(2);
    let found = ec2.call("DescribeVpcs", &[("VpcId.1", created.text("vpc.vpcId"))]);
    let block = found.at("vpcSet.item.ipv6CidrBlockAssociationSet.item").unwrap();
    assert!(block.text("ipv6CidrBlock").ends_with("/56"));
    assert_eq!(block.text("ipv6CidrBlockState.state"), "associated");
}

#[test]
fn a_create_answers_with_other_members_than_a_describe() {
    let ec2 = Ec2::new();
    let created = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
    assert!(!created.has("vpc.tagSet"));
    assert!(!created.has("vpc.blockPublicAccessStates"));
    assert!(created.has("vpc.ipv6CidrBlockAssociationSet"));
    let found = ec2.call("DescribeVpcs", &[("VpcId.1", created.text("vpc.vpcId"))]);
    assert!(!found.has("vpcSet.item.tagSet"));
    assert!(!found.has("vpcSet.item.ipv6CidrBlockAssociationSet"));
    assert_eq!(found.text("vpcSet.item.blockPublicAccessStates.internetGatewayBlockMode"), "off");
}

#[test]
fn a_dedicated_vpc_becomes_an_ordinary_one() {
    let ec2 = Ec2::new();
    let request = [("CidrBlock", "10.0.0.0/16"), ("InstanceTenancy", "dedicated")];
    let vpc = ec2.call("CreateVpc", &request).text("vpc.vpcId").to_owned();
    let dedicated = [("VpcId", vpc.as_str()), ("InstanceTenancy", "dedicated")];
    assert_eq!(ec2.refused("ModifyVpcTenancy", &dedicated).0, "UnsupportedTenancy");
    let modify = [("VpcId", vpc.as_str()), ("InstanceTenancy", "default")];
    assert_eq!(ec2.call("ModifyVpcTenancy", &modify).text("return"), "true");
    let found = ec2.call("DescribeVpcs", &[("VpcId.1", &vpc)]);
    assert_eq!(found.text("vpcSet.item.instanceTenancy"), "default");
    let unknown = [("VpcId", "vpc-0123456789abcdef0"), ("InstanceTenancy", "default")];
    assert_eq!(ec2.refused("ModifyVpcTenancy", &unknown).0, "InvalidVpcID.NotFound");
}
