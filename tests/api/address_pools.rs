//! Pools of public IPv4 addresses.

use crate::ipam::{ipam, pool};
use crate::support::Ec2;

/// A public IPv4 pool, and an IPAM pool with a /28 of Amazon's.
fn pools(ec2: &Ec2) -> (String, String) {
    let made = ipam(ec2);
    let rules = [("Locale", "us-east-1"), ("PublicIpSource", "amazon"), ("AwsService", "ec2")];
    let source = pool(ec2, made.text("publicDefaultScopeId"), &rules);
    ec2.call("ProvisionIpamPoolCidr", &[("IpamPoolId", &source), ("NetmaskLength", "28")]);
    let id = ec2.call("CreatePublicIpv4Pool", &[]).text("poolId").to_owned();
    (id, source)
}

/// What was given out of an IPAM pool: block, type and id of what has it.
fn given(ec2: &Ec2, source: &str) -> Vec<String> {
    let found = ec2.call("GetIpamPoolAllocations", &[("IpamPoolId", source)]);
    let rows = found.all_at("ipamPoolAllocationSet.item").into_iter();
    rows.map(|row| ["cidr", "resourceType", "resourceId"].map(|name| row.text(name)).join(" "))
        .collect()
}

/// The ranges of a pool, each with how many of its addresses are free.
fn ranges(ec2: &Ec2, id: &str) -> Vec<String> {
    let found = ec2.call("DescribePublicIpv4Pools", &[("PoolId.1", id)]);
    let rows = found.all_at("publicIpv4PoolSet.item.poolAddressRangeSet.item").into_iter();
    let parts = ["firstAddress", "lastAddress", "addressCount", "availableAddressCount"];
    rows.map(|row| parts.map(|name| row.text(name)).join(" ")).collect()
}

#[test]
fn a_block_of_an_ipam_pool_becomes_addresses() {
    let ec2 = Ec2::new();
    let (id, source) = pools(&ec2);
    let form = [("PoolId", id.as_str()), ("IpamPoolId", source.as_str()), ("NetmaskLength", "30")];
    let made = ec2.call("ProvisionPublicIpv4PoolCidr", &form);
    assert_eq!(made.text("poolId"), id);
    let range = made.at("poolAddressRange").unwrap();
    assert_eq!(range.text("firstAddress"), "13.216.0.0");
    assert_eq!(range.text("lastAddress"), "13.216.0.3");
    assert_eq!(range.text("addressCount"), "4");
    assert_eq!(range.text("availableAddressCount"), "4");
    assert_eq!(given(&ec2, &source), [format!("13.216.0.0/30 ec2-public-ipv4-pool {id}")]);

    let from = [("PublicIpv4Pool", id.as_str())];
    let first = ec2.call("AllocateAddress", &from);
    assert_eq!(first.text("publicIp"), "13.216.0.0");
    assert_eq!(first.text("publicIpv4Pool"), id);
    let asked = ec2.call("AllocateAddress", &[("Address", "13.216.0.2")]);
    assert_eq!((asked.text("publicIp"), asked.text("publicIpv4Pool")), ("13.216.0.2", &*id));
    assert_eq!(ranges(&ec2, &id), ["13.216.0.0 13.216.0.3 4 2"]);
    let taken = ec2.refused("AllocateAddress", &[("Address", "13.216.0.2")]);
    assert_eq!(taken.0, "InvalidAddress.NotFound");
    for last in ["13.216.0.1", "13.216.0.3"] {
        assert_eq!(ec2.call("AllocateAddress", &from).text("publicIp"), last);
    }
    let (code, message) = ec2.refused("AllocateAddress", &from);
    assert_eq!(code, "InsufficientAddressCapacity");
    assert_eq!(message, "Not enough available addresses in the pool to satisfy the request.");

    // What is released is the pool's again.
    let by_id = [("AllocationId", first.text("allocationId"))];
    ec2.call("ReleaseAddress", &by_id);
    assert_eq!(ranges(&ec2, &id), ["13.216.0.0 13.216.0.3 4 1"]);
    assert_eq!(ec2.call("AllocateAddress", &from).text("publicIp"), "13.216.0.0");
    let found = ec2.call("DescribePublicIpv4Pools", &[]);
    let pool = found.at("publicIpv4PoolSet.item").unwrap();
    assert_eq!(pool.text("totalAddressCount"), "4");
    assert_eq!(pool.text("totalAvailableAddressCount"), "0");
}

#[test]
fn a_block_goes_back_once_nothing_is_left_of_it() {
    let ec2 = Ec2::new();
    let (id, source) = pools(&ec2);
    for length in ["30", "29"] {
        let form =
            [("PoolId", id.as_str()), ("IpamPoolId", source.as_str()), ("NetmaskLength", length)];
        ec2.call("ProvisionPublicIpv4PoolCidr", &form);
    }
    let all = ["13.216.0.0 13.216.0.3 4 4", "13.216.0.8 13.216.0.15 8 8"];
    assert_eq!(ranges(&ec2, &id), all);
    let cut = |cidr: &str| [("PoolId", id.clone()), ("Cidr", cidr.to_owned())];
    let deprovision = |cidr: &str| {
        let form = cut(cidr);
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        ec2.ask("DeprovisionPublicIpv4PoolCidr", &form)
    };
    let gone = deprovision("13.216.0.1/32").unwrap();
    assert_eq!(gone.text("poolId"), id);
    assert_eq!(gone.text("deprovisionedAddressSet.item"), "13.216.0.1");
    let left = ["13.216.0.0 13.216.0.0 1 1", "13.216.0.2 13.216.0.3 2 2", all[1]];
    assert_eq!(ranges(&ec2, &id), left);
    assert_eq!(given(&ec2, &source).len(), 2);

    let outside = deprovision("13.216.0.0/30").unwrap_err();
    assert_eq!(outside.code, "InvalidParameterValue");
    let words = "Value (13.216.0.0/30) for parameter cidr is invalid. It is not provisioned to \
                 the pool.";
    assert_eq!(outside.message, words);
    let none = deprovision("13.216.0.x").unwrap_err();
    assert_eq!(none.code, "InvalidParameterValue");
    let words = "Value (13.216.0.x) for parameter cidr is invalid. This is not a valid CIDR block.";
    assert_eq!(none.message, words);
    let held = ec2.call("AllocateAddress", &[("Address", "13.216.0.9")]);
    let used = deprovision("13.216.0.8/29").unwrap_err();
    assert_eq!(used.code, "DependencyViolation");
    assert_eq!(used.message, "One or more addresses of the CIDR 13.216.0.8/29 are allocated.");
    let (code, message) = ec2.refused("DeletePublicIpv4Pool", &[("PoolId", &id)]);
    assert_eq!(code, "DependencyViolation");
    let words = format!("The public IPv4 pool '{id}' has dependencies and cannot be deleted.");
    assert_eq!(message, words);

    ec2.call("ReleaseAddress", &[("AllocationId", held.text("allocationId"))]);
    for cidr in ["13.216.0.0/32", "13.216.0.2/31", "13.216.0.8/29"] {
        deprovision(cidr).unwrap();
    }
    assert!(ranges(&ec2, &id).is_empty() && given(&ec2, &source).is_empty());
    ec2.call("DeletePublicIpv4Pool", &[("PoolId", &id)]);
}

#[test]
fn a_block_is_provisioned_by_the_rules() {
    let ec2 = Ec2::new();
    let (id, source) = pools(&ec2);
    let refused = |id: &str, source: &str, length: &str, more: (&str, &str)| {
        let form = [("PoolId", id), ("IpamPoolId", source), ("NetmaskLength", length), more];
        ec2.refused("ProvisionPublicIpv4PoolCidr", &form)
    };
    let usual = ("DryRun", "false");
    for length in ["23", "33"] {
        let (code, message) = refused(&id, &source, length, usual);
        assert_eq!(code, "InvalidParameterValue");
        let parameter = format!("Value ({length}) for parameter netmaskLength is invalid.");
        assert_eq!(message, format!("{parameter} It must be between 24 and 32."));
    }
    let (code, message) = refused(&id, &source, "27", usual);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "The allocation size is too big for the pool.");
    let none = "ipv4pool-ec2-0123456789abcdef0";
    let (code, message) = refused(none, &source, "30", usual);
    assert_eq!(code, "InvalidPublicIpv4PoolID.NotFound");
    assert_eq!(message, format!("The public IPv4 pool ID '{none}' does not exist"));
    let (code, _) = refused(&id, "ipam-pool-0123456789abcdef0", "30", usual);
    assert_eq!(code, "InvalidIpamPoolId.NotFound");
    let (_, message) = refused(&id, &source, "30", ("NetworkBorderGroup", "us-east-1-bos-1"));
    let words = "Value (us-east-1-bos-1) for parameter networkBorderGroup is invalid. Expecting \
                 the name of the region.";
    assert_eq!(message, words);
    let (code, _) = refused(&id, &source, "30", ("DryRun", "true"));
    assert_eq!(code, "DryRunOperation");
    assert!(given(&ec2, &source).is_empty());
}

#[test]
fn ip_address_manager_watches_what_is_in_use() {
    let ec2 = Ec2::new();
    let (id, source) = pools(&ec2);
    let form = [("PoolId", id.as_str()), ("IpamPoolId", source.as_str()), ("NetmaskLength", "30")];
    ec2.call("ProvisionPublicIpv4PoolCidr", &form);
    ec2.call("AllocateAddress", &[("PublicIpv4Pool", &id)]);
    let found = ec2.call(
        "DescribeIpamScopes",
        &[("Filter.1.Name", "ipam-scope-type"), ("Filter.1.Value.1", "public")],
    );
    let scope = found.text("ipamScopeSet.item.ipamScopeId").to_owned();
    let of_pools = [("IpamScopeId", scope.as_str()), ("ResourceType", "public-ipv4-pool")];
    let found = ec2.call("GetIpamResourceCidrs", &of_pools);
    let cidr = found.at("ipamResourceCidrSet.item").unwrap();
    assert_eq!((cidr.text("resourceId"), cidr.text("resourceCidr")), (&*id, "13.216.0.0/30"));
    assert_eq!((cidr.text("managementState"), cidr.text("ipUsage")), ("managed", "0.25"));
    let found = ec2.call("DescribeIpams", &[]);
    let discovery = found.text("ipamSet.item.defaultResourceDiscoveryId");
    let form = [("IpamResourceDiscoveryId", discovery), ("AddressRegion", "us-east-1")];
    let found = ec2.call("GetIpamDiscoveredPublicAddresses", &form);
    let address = found.at("ipamDiscoveredPublicAddressSet.item").unwrap();
    assert_eq!(address.text("publicIpv4PoolId"), id);
    assert_eq!(address.text("addressType"), "amazon-owned-contig");
}

#[test]
fn a_pool_is_empty_until_it_is_deleted() {
    let ec2 = Ec2::new();
    let tags = [
        ("TagSpecification.1.ResourceType", "ipv4pool-ec2"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "mine"),
    ];
    let id = ec2.call("CreatePublicIpv4Pool", &tags).text("poolId").to_owned();
    assert!(id.starts_with("ipv4pool-ec2-0"), "{id}");
    let found = ec2.call("DescribePublicIpv4Pools", &[("PoolId.1", &id)]);
    let pool = found.at("publicIpv4PoolSet.item").unwrap();
    assert_eq!(pool.text("poolId"), id);
    assert_eq!(pool.text("totalAddressCount"), "0");
    assert_eq!(pool.text("totalAvailableAddressCount"), "0");
    assert_eq!(pool.text("networkBorderGroup"), "us-east-1");
    assert_eq!(pool.text("tagSet.item.value"), "mine");
    assert!(pool.has("poolAddressRangeSet") && !pool.has("poolAddressRangeSet.item"));
    let by_id = [("PoolId", id.as_str())];
    let deleted = ec2.call("DeletePublicIpv4Pool", &by_id);
    assert_eq!(deleted.text("returnValue"), "true");
    let (code, message) = ec2.refused("DeletePublicIpv4Pool", &by_id);
    assert_eq!(code, "InvalidPublicIpv4PoolID.NotFound");
    assert_eq!(message, format!("The public IPv4 pool ID '{id}' does not exist"));
    let (_, message) =
        ec2.refused("CreatePublicIpv4Pool", &[("NetworkBorderGroup", "us-east-1-bos-1")]);
    let words = "Value (us-east-1-bos-1) for parameter networkBorderGroup is invalid. Expecting \
                 the name of the region.";
    assert_eq!(message, words);
}
