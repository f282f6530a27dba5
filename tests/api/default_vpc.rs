use super::support::{Ec2, Xml};

fn filtered(ec2: &Ec2, action: &str, name: &str, value: &str) -> Xml {
    ec2.call(action, &[("Filter.1.Name", name), ("Filter.1.Value.1", value)])
}

/// Deletes the default VPC and all that holds it.
fn without_default_vpc() -> Ec2 {
    let ec2 = Ec2::new();
    let vpc = ec2.call("DescribeVpcs", &[]).text("vpcSet.item.vpcId").to_owned();
    let subnets = ec2.call("DescribeSubnets", &[]);
    for id in subnets.texts("subnetSet.item.subnetId") {
        ec2.call("DeleteSubnet", &[("SubnetId", id)]);
    }
    let gateway = ec2.call("DescribeInternetGateways", &[]);
    let gateway = gateway.text("internetGatewaySet.item.internetGatewayId");
    ec2.call("DetachInternetGateway", &[("InternetGatewayId", gateway), ("VpcId", &vpc)]);
    ec2.call("DeleteInternetGateway", &[("InternetGatewayId", gateway)]);
    ec2.call("DeleteVpc", &[("VpcId", &vpc)]);
    assert!(!ec2.call("DescribeVpcs", &[]).has("vpcSet.item"));
    ec2
}

fn is_whole(ec2: &Ec2, zones: usize) {
    let vpcs = filtered(ec2, "DescribeVpcs", "isDefault", "true");
    let vpc = vpcs.at("vpcSet.item").unwrap();
    assert_eq!(vpc.text("cidrBlock"), "172.31.0.0/16");
    assert_eq!(vpc.text("isDefault"), "true");
    assert_eq!(vpc.text("instanceTenancy"), "default");
    let id = vpc.text("vpcId");
    for name in ["enableDnsSupport", "enableDnsHostnames"] {
        let form = [("VpcId", id), ("Attribute", name)];
        let answer = ec2.call("DescribeVpcAttribute", &form);
        assert_eq!(answer.text(&format!("{name}.value")), "true");
    }
    let subnets = filtered(ec2, "DescribeSubnets", "default-for-az", "true");
    assert_eq!(subnets.all_at("subnetSet.item").len(), zones);
    for subnet in subnets.all_at("subnetSet.item") {
        assert!(subnet.text("cidrBlock").ends_with("/20"));
        assert_eq!(subnet.text("mapPublicIpOnLaunch"), "true");
        assert_eq!(subnet.text("availableIpAddressCount"), "4091");
        assert_eq!(subnet.text("vpcId"), id);
    }
    let gateways = filtered(ec2, "DescribeInternetGateways", "attachment.vpc-id", id);
    let gateway = gateways.text("internetGatewaySet.item.internetGatewayId");
    let tables = filtered(ec2, "DescribeRouteTables", "vpc-id", id);
    let routes = tables.at("routeTableSet.item.routeSet").unwrap();
    assert_eq!(routes.texts("item.destinationCidrBlock"), ["172.31.0.0/16", "0.0.0.0/0"]);
    assert_eq!(routes.texts("item.gatewayId"), ["local", gateway]);
    let acls = filtered(ec2, "DescribeNetworkAcls", "vpc-id", id);
    assert_eq!(acls.all_at("networkAclSet.item.associationSet.item").len(), zones);
    let groups = filtered(ec2, "DescribeSecurityGroups", "vpc-id", id);
    assert_eq!(groups.texts("securityGroupInfo.item.groupName"), ["default"]);
    let group = groups.text("securityGroupInfo.item.groupId");
    let own = "securityGroupInfo.item.ipPermissions.item.groups.item.groupId";
    assert_eq!(groups.texts(own), [group]);
    let out = "securityGroupInfo.item.ipPermissionsEgress.item.ipRanges.item.cidrIp";
    assert_eq!(groups.texts(out), ["0.0.0.0/0"]);
}

#[test]
fn a_fresh_region_holds_a_whole_default_vpc() {
    let ec2 = Ec2::new();
    is_whole(&ec2, 6);
    let west = ec2.in_region("eu-west-1");
    is_whole(&west, 3);
    let options = west.call("DescribeDhcpOptions", &[]);
    let values = "dhcpOptionsSet.item.dhcpConfigurationSet.item.valueSet.item.value";
    assert_eq!(options.texts(values), ["eu-west-1.compute.internal", "AmazonProvidedDNS"]);
}

#[test]
fn a_deleted_default_vpc_can_be_made_again() {
    let ec2 = without_default_vpc();
    let created = ec2.call("CreateDefaultVpc", &[]);
    assert_eq!(created.text("vpc.isDefault"), "true");
    assert!(created.has("vpc.ipv6CidrBlockAssociationSet"));
    is_whole(&ec2, 6);
    let (code, message) = ec2.refused("CreateDefaultVpc", &[]);
    assert_eq!(code, "DefaultVpcAlreadyExists");
    assert_eq!(message, "A Default VPC already exists for this account in this region.");
    assert_eq!(ec2.refused("CreateDefaultVpc", &[("DryRun", "true")]).0, "DefaultVpcAlreadyExists");
}

#[test]
fn a_dry_run_makes_no_default_vpc() {
    let ec2 = without_default_vpc();
    let before = ec2.state();
    assert_eq!(ec2.refused("CreateDefaultVpc", &[("DryRun", "true")]).0, "DryRunOperation");
    assert_eq!(ec2.state(), before);
}

#[test]
fn a_deleted_default_subnet_can_be_made_again() {
    let ec2 = Ec2::new();
    let zone = [("AvailabilityZone", "us-east-1b")];
    let old = filtered(&ec2, "DescribeSubnets", "availabilityZone", zone[0].1);
    let old = old.text("subnetSet.item.subnetId").to_owned();
    let (code, message) = ec2.refused("CreateDefaultSubnet", &zone);
    assert_eq!(code, "DefaultSubnetAlreadyExistsInAvailabilityZone");
    assert_eq!(message, format!("'{old}' is already the default subnet in us-east-1b."));
    ec2.call("DeleteSubnet", &[("SubnetId", &old)]);
    let subnet = ec2.call("CreateDefaultSubnet", &zone);
    assert_eq!(subnet.text("subnet.cidrBlock"), "172.31.16.0/20");
    assert_eq!(subnet.text("subnet.defaultForAz"), "true");
    assert_eq!(subnet.text("subnet.mapPublicIpOnLaunch"), "true");
    ec2.call("DeleteSubnet", &[("SubnetId", subnet.text("subnet.subnetId"))]);
    let by_id = [("AvailabilityZoneId", subnet.text("subnet.availabilityZoneId"))];
    let again = ec2.call("CreateDefaultSubnet", &by_id);
    assert_eq!(again.text("subnet.availabilityZone"), "us-east-1b");
}

#[test]
fn default_subnets_that_cannot_be_are_refused() {
    let ec2 = Ec2::new();
    let refused = |form: &[(&str, &str)]| ec2.refused("CreateDefaultSubnet", form).0;
    assert_eq!(refused(&[]), "MissingParameter");
    assert_eq!(refused(&[("AvailabilityZone", "us-east-1z")]), "InvalidParameterValue");
    let native = [("AvailabilityZone", "us-east-1a"), ("Ipv6Native", "true")];
    let both = [native[0], ("AvailabilityZoneId", "use1-az6")];
    assert_eq!(refused(&both), "InvalidParameterCombination");

    let found = filtered(&ec2, "DescribeSubnets", "availability-zone", "us-east-1a");
    let subnet = found.at("subnetSet.item").unwrap();
    ec2.call("DeleteSubnet", &[("SubnetId", subnet.text("subnetId"))]);
    let fill = |cidr: &str| {
        let vpc = subnet.text("vpcId");
        ec2.call("CreateSubnet", &[("VpcId", vpc), ("CidrBlock", cidr)]);
    };
    fill(subnet.text("cidrBlock"));
    for third in (96..256).step_by(16) {
        fill(&format!("172.31.{third}.0/20"));
    }
    let vpc = subnet.text("vpcId");
    for (form, size) in [(&native[..1], 20), (&native[..], 64)] {
        let (code, message) = ec2.refused("CreateDefaultSubnet", form);
        assert_eq!(code, "InvalidSubnet.Conflict");
        assert_eq!(message, format!("The vpc '{vpc}' has no free CIDR block of size /{size}"));
    }
    let ipv6 = [("VpcId", vpc), ("AmazonProvidedIpv6CidrBlock", "true")];
    let block = ec2.call("AssociateVpcCidrBlock", &ipv6);
    let block = block.text("ipv6CidrBlockAssociation.ipv6CidrBlock").replace("/56", "/64");
    let made = ec2.call("CreateDefaultSubnet", &native);
    let made = made.at("subnet").unwrap();
    assert_eq!((made.text("ipv6Native"), made.text("defaultForAz")), ("true", "true"));
    assert_eq!(made.text("ipv6CidrBlockAssociationSet.item.ipv6CidrBlock"), block);

    let (code, message) = without_default_vpc().refused("CreateDefaultSubnet", &native[..1]);
    assert_eq!(code, "DefaultVpcDoesNotExist");
    assert_eq!(message, "No default VPC exists for this account in this region.");
}

/// inlets/inletsctl#74: without a VPC for it, a launch that asks for a public address is told so.
#[test]
fn a_launch_with_a_public_address_needs_a_vpc() {
    let ec2 = without_default_vpc();
    let asked = "NetworkInterface.1.AssociatePublicIpAddress";
    let mut form = vec![
        ("ImageId", "ami-0abcdef1234567890"),
        ("InstanceType", "t3.micro"),
        ("MinCount", "1"),
        ("MaxCount", "1"),
        ("NetworkInterface.1.DeviceIndex", "0"),
    ];
    assert_eq!(ec2.refused("RunInstances", &form).0, "VPCIdNotSpecified");
    form.push((asked, "true"));
    let words = "The AssociatePublicIpAddress parameter is only supported for VPC launches.";
    for zone in [None, Some(("Placement.AvailabilityZone", "us-east-1a"))] {
        form.extend(zone);
        let refused = ec2.refused("RunInstances", &form);
        assert_eq!(refused, ("InvalidParameter".to_owned(), words.to_owned()));
    }
}
