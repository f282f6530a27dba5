//! Pools of addresses that an account brought: it cannot bring any here, so that it has none.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-byoip.html>

use crate::engine::{Operation, Query, Read, operations};
use crate::error::Result;
use crate::records::account::empty_lists::check_none;
use wire::{
    DescribeByoipCidrsRequest, DescribeByoipCidrsResult, DescribeIpv6PoolsRequest,
    DescribeIpv6PoolsResult, DescribePublicIpv4PoolsRequest, DescribePublicIpv4PoolsResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  DescribePublicIpv4Pools => describe_public_ipv4_pools;
    Read  DescribeIpv6Pools => describe_ipv6_pools;
    Read  DescribeByoipCidrs => describe_byoip_cidrs;
};

// The code for IPv4 pools is the one that Terraform looks for; unverified: that for IPv6 pools, and
// the nouns.
fn describe_public_ipv4_pools(
    cx: Read<'_>,
    request: &DescribePublicIpv4PoolsRequest,
) -> Result<DescribePublicIpv4PoolsResult> {
    let query = Query {
        ids: &request.pool_ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    };
    check_none(cx, &query, ("InvalidPublicIpv4PoolID.NotFound", "public IPv4 pool ID"), &[])?;
    Ok(DescribePublicIpv4PoolsResult {
        public_ipv4_pools: Some(Vec::new()),
        ..DescribePublicIpv4PoolsResult::default()
    })
}

fn describe_ipv6_pools(
    cx: Read<'_>,
    request: &DescribeIpv6PoolsRequest,
) -> Result<DescribeIpv6PoolsResult> {
    let query = Query {
        ids: &request.pool_ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    };
    check_none(cx, &query, ("InvalidIpv6PoolID.NotFound", "IPv6 pool ID"), &[])?;
    Ok(DescribeIpv6PoolsResult {
        ipv6_pools: Some(Vec::new()),
        ..DescribeIpv6PoolsResult::default()
    })
}

fn describe_byoip_cidrs(
    cx: Read<'_>,
    request: &DescribeByoipCidrsRequest,
) -> Result<DescribeByoipCidrsResult> {
    let query = Query {
        max_results: Some(request.max_results),
        next_token: request.next_token.as_deref(),
        ..Query::default()
    };
    check_none(cx, &query, ("InvalidByoipCidr.NotFound", "CIDR"), &[])?;
    Ok(DescribeByoipCidrsResult {
        byoip_cidrs: Some(Vec::new()),
        ..DescribeByoipCidrsResult::default()
    })
}
