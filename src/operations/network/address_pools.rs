//! Pools of addresses that an account brought: it cannot bring any here, so that it has none.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-byoip.html>

use crate::engine::{Operation, Query, Read, operations};
use crate::error::Result;
use crate::records::account::empty_lists::{check_none, none};
use wire::{
    DescribeByoipCidrsRequest, DescribeByoipCidrsResult, DescribeIpv6PoolsRequest,
    DescribeIpv6PoolsResult, DescribePublicIpv4PoolsRequest, DescribePublicIpv4PoolsResult,
    Ipv6Pool, PublicIpv4Pool,
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
    none::<PublicIpv4Pool>(
        cx,
        request,
        ("InvalidPublicIpv4PoolID.NotFound", "public IPv4 pool ID"),
        &[],
    )
}

fn describe_ipv6_pools(
    cx: Read<'_>,
    request: &DescribeIpv6PoolsRequest,
) -> Result<DescribeIpv6PoolsResult> {
    none::<Ipv6Pool>(cx, request, ("InvalidIpv6PoolID.NotFound", "IPv6 pool ID"), &[])
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
