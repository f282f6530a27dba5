//! Pools for addresses that an account brings.

use crate::support::Ec2;

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
