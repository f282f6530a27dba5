//! VPCs, subnets and Elastic IP addresses out of pools.

use super::super::support::{Ec2, Xml};
use super::{ipam, pool, private_scope, provisioned};

/// What was given out of a pool: block, type and id of what has it.
fn given(ec2: &Ec2, pool: &str) -> Vec<String> {
    let found = ec2.call("GetIpamPoolAllocations", &[("IpamPoolId", pool)]);
    let text = |row: &Xml| {
        format!("{} {} {}", row.text("cidr"), row.text("resourceType"), row.text("resourceId"))
    };
    found.all_at("ipamPoolAllocationSet.item").into_iter().map(text).collect()
}

const HERE: (&str, &str) = ("Locale", "us-east-1");

#[test]
fn a_vpc_gets_its_blocks_out_of_pools() {
    let ec2 = Ec2::new();
    let id = provisioned(&ec2, &private_scope(&ec2), "10.0.0.0/8", &[HERE]);
    let form = [("Ipv4IpamPoolId", id.as_str()), ("Ipv4NetmaskLength", "16")];
    let made = ec2.call("CreateVpc", &form);
    let vpc = made.text("vpc.vpcId");
    assert_eq!(made.text("vpc.cidrBlock"), "10.0.0.0/16");
    assert_eq!(given(&ec2, &id), [format!("10.0.0.0/16 vpc {vpc}")]);
    let found = ec2.call("GetIpamPoolAllocations", &[("IpamPoolId", &id)]);
    assert_eq!(found.text("ipamPoolAllocationSet.item.resourceRegion"), "us-east-1");
    let more = [("VpcId", vpc), form[0], ("CidrBlock", "10.9.0.0/16")];
    let joined = ec2.call("AssociateVpcCidrBlock", &more);
    assert_eq!(joined.text("cidrBlockAssociation.cidrBlock"), "10.9.0.0/16");
    let next = [("VpcId", vpc), form[0], form[1]];
    let third = ec2.call("AssociateVpcCidrBlock", &next);
    assert_eq!(third.text("cidrBlockAssociation.cidrBlock"), "10.1.0.0/16");
    assert_eq!(given(&ec2, &id).len(), 3);
    let leaves = [("AssociationId", joined.text("cidrBlockAssociation.associationId"))];
    ec2.call("DisassociateVpcCidrBlock", &leaves);
    let both = [format!("10.0.0.0/16 vpc {vpc}"), format!("10.1.0.0/16 vpc {vpc}")];
    assert_eq!(given(&ec2, &id), both);
    ec2.call("DeleteVpc", &[("VpcId", vpc)]);
    assert!(given(&ec2, &id).is_empty());
}

#[test]
fn a_vpc_gets_ipv6_out_of_pools() {
    let ec2 = Ec2::new();
    let made = ipam(&ec2);
    let form = [
        ("IpamScopeId", made.text("publicDefaultScopeId")),
        ("AddressFamily", "ipv6"),
        ("PublicIpSource", "amazon"),
        ("AwsService", "ec2"),
        HERE,
    ];
    let public = ec2.call("CreateIpamPool", &form).text("ipamPool.ipamPoolId").to_owned();
    ec2.call("ProvisionIpamPoolCidr", &[("IpamPoolId", &public), ("NetmaskLength", "52")]);
    let form = [("IpamScopeId", made.text("privateDefaultScopeId")), form[1], HERE];
    let private = ec2.call("CreateIpamPool", &form).text("ipamPool.ipamPoolId").to_owned();
    ec2.call("ProvisionIpamPoolCidr", &[("IpamPoolId", &private), ("Cidr", "fd80::/32")]);

    let form = [
        ("CidrBlock", "10.0.0.0/16"),
        ("Ipv6IpamPoolId", public.as_str()),
        ("Ipv6NetmaskLength", "56"),
    ];
    let vpc = ec2.call("CreateVpc", &form).text("vpc.vpcId").to_owned();
    let found = ec2.call("DescribeVpcs", &[("VpcId.1", &vpc)]);
    let block = found.at("vpcSet.item.ipv6CidrBlockAssociationSet.item").unwrap();
    assert!(block.text("ipv6CidrBlock").ends_with("/56"));
    assert_eq!(block.text("ipv6Pool"), "IPAM Managed");
    assert_eq!(block.text("ipSource"), "amazon");
    assert_eq!(block.text("ipv6AddressAttribute"), "public");
    assert_eq!(given(&ec2, &public).len(), 1);
    let leaves = [("AssociationId", block.text("associationId"))];
    ec2.call("DisassociateVpcCidrBlock", &leaves);
    assert!(given(&ec2, &public).is_empty());

    let form = [
        ("VpcId", vpc.as_str()),
        ("Ipv6IpamPoolId", private.as_str()),
        ("Ipv6CidrBlock", "fd80:0:0:100::/56"),
    ];
    let joined = ec2.call("AssociateVpcCidrBlock", &form);
    let block = joined.at("ipv6CidrBlockAssociation").unwrap();
    assert_eq!(block.text("ipSource"), "none");
    assert_eq!(block.text("ipv6AddressAttribute"), "private");
    // A subnet's block out of it is as private.
    let form = [
        ("VpcId", vpc.as_str()),
        ("CidrBlock", "10.0.1.0/24"),
        ("Ipv6CidrBlock", "fd80:0:0:101::/64"),
    ];
    let made = ec2.call("CreateSubnet", &form);
    let path = "subnet.ipv6CidrBlockAssociationSet.item.ipSource";
    assert_eq!(made.text(path), "none");
    assert_eq!(given(&ec2, &private), [format!("fd80:0:0:100::/56 vpc {vpc}")]);
}

#[test]
fn a_vpc_gets_nothing_against_the_rules() {
    let ec2 = Ec2::new();
    let scope = private_scope(&ec2);
    let tag = [
        HERE,
        ("AllocationResourceTag.1.Key", "Environment"),
        ("AllocationResourceTag.1.Value", "Preprod"),
    ];
    let id = provisioned(&ec2, &scope, "10.0.0.0/8", &tag);
    let from = ("Ipv4IpamPoolId", id.as_str());
    let length = ("Ipv4NetmaskLength", "16");
    let refused = |form: &[(&str, &str)], code: &str, expected: &str| {
        let (found, message) = ec2.refused("CreateVpc", form);
        assert_eq!((found.as_str(), message.as_str()), (code, expected));
    };
    let value = "InvalidParameterValue";
    let message =
        "The resource is missing one or more of the resource tags required by the IPAM pool.";
    refused(&[from, length], value, message);
    let tagged = [
        ("TagSpecification.1.ResourceType", "vpc"),
        ("TagSpecification.1.Tag.1.Key", "Environment"),
        ("TagSpecification.1.Tag.1.Value", "Preprod"),
    ];
    ec2.call("CreateVpc", &[from, length, tagged[0], tagged[1], tagged[2]]);

    let id = provisioned(&ec2, &scope, "172.16.0.0/12", &[HERE]);
    let from = ("Ipv4IpamPoolId", id.as_str());
    let message =
        "The parameter 'ipv4NetmaskLength' may not be used in combination with 'cidrBlock'.";
    let cidr = ("CidrBlock", "172.16.0.0/16");
    refused(&[from, length, cidr], "InvalidParameterCombination", message);
    let message = "The request cannot contain empty CIDR and Netmask Length for a pool with no \
                   default allocation netmask length set. Exactly one of them should be provided.";
    refused(&[from], "InvalidParameterCombination", message);
    let message = "The request must contain the parameter ipv4IpamPoolId";
    refused(&[length], "MissingParameter", message);
    let big = "The allocation size is too big for the pool.";
    refused(&[from, ("Ipv4NetmaskLength", "8")], value, big);
    refused(
        &[from, ("Ipv4NetmaskLength", "29")],
        "InvalidVpc.Range",
        "The CIDR '172.16.0.0/29' is invalid.",
    );
    let family =
        format!("Value ({id}) for parameter ipv6IpamPoolId is invalid. The address family");
    let six = ("Ipv6IpamPoolId", id.as_str());
    let form = [cidr, six, ("Ipv6NetmaskLength", "20")];
    refused(&form, value, &format!("{family} of the pool is ipv4."));
    let amazon = ("AmazonProvidedIpv6CidrBlock", "true");
    let message = "The parameter ipv6IpamPoolId cannot be used with the parameter \
                   amazonProvidedIpv6CidrBlock";
    refused(&[cidr, six, amazon], "InvalidParameterCombination", message);
    let message = "The request must contain the parameter ipv6Pool";
    refused(&[cidr, ("Ipv6CidrBlock", "fd80::/56")], "MissingParameter", message);

    for (at, place) in [("eu-west-1", "eu-west-1"), ("None", "None")] {
        let other = pool(&ec2, &scope, &[("Locale", at)]);
        let parameter = format!("Value ({other}) for parameter ipv4IpamPoolId is invalid.");
        let message = format!("{parameter} The locale of the pool is {place}.");
        refused(&[("Ipv4IpamPoolId", &other), length], value, &message);
    }
}

#[test]
fn ipv6_pools_of_vpcs() {
    let ec2 = Ec2::new();
    let scope = private_scope(&ec2);
    let form = [("IpamScopeId", scope.as_str()), ("AddressFamily", "ipv6"), HERE];
    let id = ec2.call("CreateIpamPool", &form).text("ipamPool.ipamPoolId").to_owned();
    ec2.call("ProvisionIpamPoolCidr", &[("IpamPoolId", &id), ("Cidr", "fd80::/32")]);
    let form = [("CidrBlock", "10.0.0.0/16"), ("Ipv6IpamPoolId", &id), ("Ipv6NetmaskLength", "58")];
    let (code, message) = ec2.refused("CreateVpc", &form);
    assert_eq!(code, "InvalidVpc.Range");
    assert_eq!(message, "The IPv6 CIDR 'fd80::/58' is invalid.");
    let (code, message) =
        ec2.refused("CreateVpc", &[("Ipv4IpamPoolId", &id), ("Ipv4NetmaskLength", "56")]);
    assert_eq!(code, "InvalidParameterValue");
    let parameter = format!("Value ({id}) for parameter ipv4IpamPoolId is invalid.");
    assert_eq!(message, format!("{parameter} The address family of the pool is ipv6."));
}

#[test]
fn a_vpc_gets_its_block_where_it_is() {
    let ec2 = Ec2::with_aws_lifecycle();
    let id = provisioned(&ec2, &private_scope(&ec2), "10.0.0.0/8", &[("Locale", "eu-west-1")]);
    ec2.advance(20);
    let there = ec2.in_region("eu-west-1");
    let form = [("Ipv4IpamPoolId", id.as_str()), ("Ipv4NetmaskLength", "16")];
    let made = there.call("CreateVpc", &form);
    let vpc = made.text("vpc.vpcId");
    assert_eq!(given(&ec2, &id), [format!("10.0.0.0/16 vpc {vpc}")]);
    let found = ec2.call("DescribeIpamPoolAllocations", &[]);
    assert_eq!(found.text("ipamPoolAllocationSet.item.resourceRegion"), "eu-west-1");
    let more = [("VpcId", vpc), form[0], form[1]];
    let joined = there.call("AssociateVpcCidrBlock", &more);
    there.call(
        "DisassociateVpcCidrBlock",
        &[("AssociationId", joined.text("cidrBlockAssociation.associationId"))],
    );
    assert_eq!(given(&ec2, &id).len(), 2, "until it has left");
    ec2.advance(60);
    assert_eq!(given(&ec2, &id).len(), 1);
    there.call("DeleteVpc", &[("VpcId", vpc)]);
    assert!(given(&ec2, &id).is_empty());
}

#[test]
fn a_pool_plans_the_subnets_of_a_vpc() {
    let ec2 = Ec2::new();
    let scope = private_scope(&ec2);
    let source = provisioned(&ec2, &scope, "10.0.0.0/8", &[HERE]);
    let form = [("Ipv4IpamPoolId", source.as_str()), ("Ipv4NetmaskLength", "16")];
    let vpc = ec2.call("CreateVpc", &form).text("vpc.vpcId").to_owned();
    let of_vpc = [
        ("SourceIpamPoolId", source.as_str()),
        ("SourceResource.ResourceId", &vpc),
        ("SourceResource.ResourceType", "vpc"),
        ("SourceResource.ResourceRegion", "us-east-1"),
        ("SourceResource.ResourceOwner", "000000000000"),
    ];
    let id = pool(&ec2, &scope, &of_vpc);
    let found = ec2.call("DescribeIpamPools", &[("IpamPoolId.1", &id)]);
    let shown = found.at("ipamPoolSet.item.sourceResource").unwrap();
    assert_eq!(shown.text("resourceId"), vpc);
    assert_eq!(shown.text("resourceType"), "vpc");
    let provision = |pool: &str, cidr: &str| {
        let form = [("IpamPoolId", pool), ("Cidr", cidr)];
        ec2.call("ProvisionIpamPoolCidr", &form).text("ipamPoolCidr.state").to_owned()
    };
    assert_eq!(provision(&id, "10.0.0.0/17"), "provisioned");
    assert_eq!(provision(&id, "10.1.0.0/17"), "failed-provision");
    let second = pool(&ec2, &scope, &of_vpc);
    assert_eq!(provision(&second, "10.0.0.0/16"), "failed-provision");
    let form = [("IpamPoolId", second.as_str()), ("NetmaskLength", "17")];
    let half = ec2.call("ProvisionIpamPoolCidr", &form);
    assert_eq!(half.text("ipamPoolCidr.cidr"), "10.0.128.0/17");
    assert_eq!(given(&ec2, &source), [format!("10.0.0.0/16 vpc {vpc}")]);

    let form = [("VpcId", vpc.as_str()), ("Ipv4IpamPoolId", &id), ("Ipv4NetmaskLength", "24")];
    let made = ec2.call("CreateSubnet", &form);
    assert_eq!(made.text("subnet.cidrBlock"), "10.0.0.0/24");
    let subnet = made.text("subnet.subnetId");
    assert_eq!(given(&ec2, &id), [format!("10.0.0.0/24 subnet {subnet}")]);
    let by_hand = [("VpcId", vpc.as_str()), ("CidrBlock", "10.0.1.0/24")];
    ec2.call("CreateSubnet", &by_hand);
    assert_eq!(ec2.refused("CreateSubnet", &form).0, "InvalidSubnet.Conflict", "nobody told it");
    let of_source = [form[0], ("Ipv4IpamPoolId", source.as_str()), form[2]];
    let (code, message) = ec2.refused("CreateSubnet", &of_source);
    assert_eq!(code, "InvalidParameterValue");
    let parameter = format!("Value ({source}) for parameter ipv4IpamPoolId is invalid.");
    assert_eq!(message, format!("{parameter} The pool is not for the subnets of {vpc}."));
    let (code, message) = ec2.refused("CreateVpc", &form[1..]);
    assert_eq!(code, "InvalidParameterValue");
    let parameter = format!("Value ({id}) for parameter ipv4IpamPoolId is invalid.");
    assert_eq!(message, format!("{parameter} The pool is for the subnets of {vpc}."));
    ec2.call("DeleteSubnet", &[("SubnetId", subnet)]);
    assert!(given(&ec2, &id).is_empty());
    ec2.call("DeleteIpamPool", &[("IpamPoolId", &id), ("Cascade", "true")]);
}

#[test]
fn a_subnet_gets_ipv6_out_of_a_pool_of_its_vpc() {
    let ec2 = Ec2::new();
    let scope = private_scope(&ec2);
    let six = [("IpamScopeId", scope.as_str()), ("AddressFamily", "ipv6"), HERE];
    let source = ec2.call("CreateIpamPool", &six).text("ipamPool.ipamPoolId").to_owned();
    ec2.call("ProvisionIpamPoolCidr", &[("IpamPoolId", &source), ("Cidr", "fd80::/32")]);
    let form =
        [("CidrBlock", "10.0.0.0/16"), ("Ipv6IpamPoolId", &source), ("Ipv6NetmaskLength", "56")];
    let vpc = ec2.call("CreateVpc", &form).text("vpc.vpcId").to_owned();
    let form = [
        six[0],
        six[1],
        ("SourceIpamPoolId", source.as_str()),
        ("SourceResource.ResourceId", &vpc),
        ("SourceResource.ResourceType", "vpc"),
        ("SourceResource.ResourceRegion", "us-east-1"),
        ("SourceResource.ResourceOwner", "000000000000"),
    ];
    let id = ec2.call("CreateIpamPool", &form).text("ipamPool.ipamPoolId").to_owned();
    ec2.call("ProvisionIpamPoolCidr", &[("IpamPoolId", &id), ("Cidr", "fd80::/56")]);
    let form = [
        ("VpcId", vpc.as_str()),
        ("CidrBlock", "10.0.1.0/24"),
        ("Ipv6IpamPoolId", &id),
        ("Ipv6NetmaskLength", "64"),
    ];
    let made = ec2.call("CreateSubnet", &form);
    let block = made.at("subnet.ipv6CidrBlockAssociationSet.item").unwrap();
    assert_eq!(block.text("ipv6CidrBlock"), "fd80::/64");
    assert_eq!(block.text("ipSource"), "none");
    let subnet = made.text("subnet.subnetId");
    assert_eq!(given(&ec2, &id), [format!("fd80::/64 subnet {subnet}")]);
    let leaves = [("AssociationId", block.text("associationId"))];
    ec2.call("DisassociateSubnetCidrBlock", &leaves);
    assert!(given(&ec2, &id).is_empty());
    let form = [("SubnetId", subnet), form[2], form[3]];
    ec2.call("AssociateSubnetCidrBlock", &form);
    assert_eq!(given(&ec2, &id), [format!("fd80::/64 subnet {subnet}")]);
    ec2.call("DeleteSubnet", &form[..1]);
    assert!(given(&ec2, &id).is_empty());
}

#[test]
fn a_pool_plans_for_a_vpc_that_is_out_of_its_source() {
    let ec2 = Ec2::new();
    let scope = private_scope(&ec2);
    let source = provisioned(&ec2, &scope, "10.0.0.0/8", &[HERE]);
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
    let vpc = vpc.text("vpc.vpcId");
    let whole = [
        ("IpamScopeId", scope.as_str()),
        ("AddressFamily", "ipv4"),
        ("SourceIpamPoolId", source.as_str()),
        ("SourceResource.ResourceId", vpc),
        ("SourceResource.ResourceType", "vpc"),
        ("SourceResource.ResourceRegion", "us-east-1"),
        ("SourceResource.ResourceOwner", "000000000000"),
    ];
    let (code, message) = ec2.refused("CreateIpamPool", &whole);
    assert_eq!(code, "InvalidParameterValue");
    let parameter = format!("Value ({vpc}) for parameter sourceResource.resourceId is invalid.");
    assert_eq!(message, format!("{parameter} It has no CIDR of the source pool."));
    for (left_out, parameter) in [
        ("SourceIpamPoolId", "sourceIpamPoolId"),
        ("SourceResource.ResourceId", "sourceResource.resourceId"),
        ("SourceResource.ResourceType", "sourceResource.resourceType"),
        ("SourceResource.ResourceRegion", "sourceResource.resourceRegion"),
        ("SourceResource.ResourceOwner", "sourceResource.resourceOwner"),
    ] {
        let form: Vec<_> = whole.into_iter().filter(|(name, _)| *name != left_out).collect();
        let (code, message) = ec2.refused("CreateIpamPool", &form);
        assert_eq!(code, "MissingParameter");
        assert_eq!(message, format!("The request must contain the parameter {parameter}"));
    }
}

#[test]
fn an_address_comes_out_of_a_pool_and_goes_back() {
    let ec2 = Ec2::new();
    let made = ipam(&ec2);
    let public = made.text("publicDefaultScopeId");
    let rules = [HERE, ("PublicIpSource", "amazon"), ("AwsService", "ec2")];
    let id = pool(&ec2, public, &rules);
    ec2.call("ProvisionIpamPoolCidr", &[("IpamPoolId", &id), ("NetmaskLength", "30")]);
    let form = [("IpamPoolId", id.as_str())];
    let first = ec2.call("AllocateAddress", &form);
    assert_eq!(first.text("publicIp"), "13.216.0.0");
    assert_eq!(first.text("publicIpv4Pool"), id);
    let allocation = first.text("allocationId");
    assert_eq!(given(&ec2, &id), [format!("13.216.0.0/32 eip {allocation}")]);
    let found = ec2.call("DescribeAddresses", &[]);
    assert_eq!(found.text("addressesSet.item.publicIpv4Pool"), id);
    let asked = ec2.call("AllocateAddress", &[form[0], ("Address", "13.216.0.2")]);
    assert_eq!(asked.text("publicIp"), "13.216.0.2");
    let offer = [("AllocationId", allocation), ("TransferAccountId", "111111111111")];
    let (code, message) = ec2.refused("EnableAddressTransfer", &offer);
    assert_eq!(code, "UnsupportedOperation");
    let what = "the transfer of an address out of an IPAM pool";
    assert_eq!(message, format!("parlel-ec2 does not emulate {what}."));
    ec2.call("ReleaseAddress", &offer[..1]);
    assert_eq!(given(&ec2, &id).len(), 1);
    let again = ec2.call("AllocateAddress", &form);
    assert_eq!(again.text("publicIp"), "13.216.0.0");

    let both = [form[0], ("PublicIpv4Pool", "amazon")];
    let (code, message) = ec2.refused("AllocateAddress", &both);
    assert_eq!(code, "InvalidParameterCombination");
    let expected = "The parameter ipamPoolId cannot be used with the parameter publicIpv4Pool";
    assert_eq!(message, expected);
    let private = pool(&ec2, made.text("privateDefaultScopeId"), &[HERE]);
    let (code, message) = ec2.refused("AllocateAddress", &[("IpamPoolId", &private)]);
    assert_eq!(code, "InvalidParameterValue");
    let parameter = format!("Value ({private}) for parameter ipamPoolId is invalid.");
    assert_eq!(message, format!("{parameter} It is not a pool of public IPv4 addresses."));
}
