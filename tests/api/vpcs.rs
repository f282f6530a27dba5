use super::support::Ec2;

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
    let (code, message) = ec2.refused("CreateVpc", &[]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.");
    let host = [("CidrBlock", "10.0.0.0/16"), ("InstanceTenancy", "host")];
    assert_eq!(ec2.refused("CreateVpc", &host).0, "InvalidParameterValue");
    let pool = [("CidrBlock", "10.0.0.0/16"), ("Ipv4IpamPoolId", "ipam-pool-1")];
    assert_eq!(ec2.refused("CreateVpc", &pool).0, "UnsupportedOperation");
}

#[test]
fn an_ipv6_block_comes_from_amazon() {
    let ec2 = Ec2::new();
    let form = [("CidrBlock", "10.0.0.0/16"), ("AmazonProvidedIpv6CidrBlock", "true")];
    let created = ec2.call("CreateVpc", &form);
    let block = created.text("vpc.ipv6CidrBlockAssociationSet.item.ipv6CidrBlock");
    assert!(block.starts_with("2600:1f") && block.ends_with("/56"), "{block}");
    let elsewhere = [form[0], form[1], ("Ipv6CidrBlockNetworkBorderGroup", "us-east-1-bos-1")];
    assert_eq!(ec2.refused("CreateVpc", &elsewhere).0, "UnsupportedOperation");
}

#[test]
fn filters_find_vpcs() {
    let ec2 = Ec2::new();
    let id = create(&ec2, "10.0.0.0/16");
    for (name, value) in [
        ("cidr", "10.0.0.0/16"),
        ("cidr-block-association.cidr-block", "10.0.*"),
        ("is-default", "false"),
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
    assert_eq!(ec2.refused("ModifyVpcAttribute", &both).0, "InvalidParameterCombination");
    assert_eq!(ec2.refused("ModifyVpcAttribute", &both[..1]).0, "InvalidParameterCombination");
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
    let (code, message) = ec2.refused("DescribeVpcs", &[("VpcId.1", "subnet-1")]);
    assert_eq!(code, "InvalidVpcID.Malformed");
    assert_eq!(message, "Invalid id: \"subnet-1\" (expecting \"vpc-...\")");
    let (_, message) = ec2.refused("DescribeVpcs", &[("VpcId.1", "vpc-1"), ("VpcId.2", "vpc-2")]);
    assert_eq!(message, "The vpc IDs 'vpc-1, vpc-2' do not exist");
}
