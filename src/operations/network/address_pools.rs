//! Pools of addresses that an account brought. No range that it brings can be verified here, so that
//! the pools that it makes for them stay empty.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-byoip.html>

use crate::engine::{Operation, Paging, Read, Resource, Row, Write, listed, operations};
use crate::error::Result;
use crate::records::account::empty_lists::{missing, none};
use crate::records::network::addresses::check_group;
use serde::{Deserialize, Serialize};
use wire::{
    CreatePublicIpv4PoolRequest, CreatePublicIpv4PoolResult, DeletePublicIpv4PoolRequest,
    DeletePublicIpv4PoolResult, GetAssociatedIpv6PoolCidrsRequest,
    GetAssociatedIpv6PoolCidrsResult, Ipv6Pool, ResourceType,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreatePublicIpv4Pool => create_public_ipv4_pool;
    Read  DescribePublicIpv4Pools => listed::<PublicIpv4Pool>;
    Write DeletePublicIpv4Pool => delete_public_ipv4_pool;
    Read  DescribeIpv6Pools => |cx, it| none::<Ipv6Pool>(cx, it, OF_IPV6, &[]);
    Read  GetAssociatedIpv6PoolCidrs => get_associated_ipv6_pool_cidrs;
};

/// The code and the noun of an id that no pool has.
// unverified: both.
const OF_IPV6: (&str, &str) = ("InvalidIpv6PoolID.NotFound", "IPv6 pool ID");

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PublicIpv4Pool {}

// The code is the one that Terraform looks for; unverified (looked up 2026-11-26): the noun.
impl Resource for PublicIpv4Pool {
    type View = wire::PublicIpv4Pool;
    const PREFIX: &'static str = "ipv4pool-ec2";
    const TYPE: Option<ResourceType> = Some(ResourceType::Ipv4poolEc2);
    const PLURAL: &'static str = "publicIpv4Pools";
    const NOUN: &'static str = "public IPv4 pool ID";

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::PublicIpv4Pool {
        wire::PublicIpv4Pool {
            pool_id: Some(row.id.to_string()),
            pool_address_ranges: Some(Vec::new()),
            total_address_count: Some(0),
            total_available_address_count: Some(0),
            network_border_group: Some(cx.region().to_string()),
            tags: row.tags.wire(),
            ..wire::PublicIpv4Pool::default()
        }
    }
}

fn create_public_ipv4_pool(
    cx: &mut Write<'_>,
    request: &CreatePublicIpv4PoolRequest,
) -> Result<CreatePublicIpv4PoolResult> {
    let tags = cx.tags_for::<PublicIpv4Pool>(&request.tag_specifications)?;
    check_group(cx.read(), request.network_border_group.as_deref())?;
    let pool = cx.create(PublicIpv4Pool {}, tags)?;
    Ok(CreatePublicIpv4PoolResult { pool_id: pool.pool_id })
}

fn delete_public_ipv4_pool(
    cx: &mut Write<'_>,
    request: &DeletePublicIpv4PoolRequest,
) -> Result<DeletePublicIpv4PoolResult> {
    check_group(cx.read(), request.network_border_group.as_deref())?;
    cx.delete::<PublicIpv4Pool>(&request.pool_id)?;
    Ok(DeletePublicIpv4PoolResult { return_value: Some(true) })
}

/// What was given out of a pool: nothing, as there is none.
fn get_associated_ipv6_pool_cidrs(
    cx: Read<'_>,
    request: &GetAssociatedIpv6PoolCidrsRequest,
) -> Result<GetAssociatedIpv6PoolCidrsResult> {
    Paging::new(cx.action(), request.max_results, request.next_token.as_deref())?;
    Err(missing(OF_IPV6, std::slice::from_ref(&request.pool_id)))
}
