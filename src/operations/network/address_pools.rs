//! Pools of addresses of an account's own. No range that it brings can be verified here, so that
//! the blocks of its public IPv4 pools are those that Amazon gave to its IPAM pools.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/tutorials-byoip-ipam-ipv4.html>

use crate::effects::ipam::ipam_pool_allocations::block;
use crate::effects::ipam::resource_blocks;
use crate::engine::{Operation, Read, Resource as _, Write, listed, operations};
use crate::error::{Error, Result, check_between};
use crate::records::account::empty_lists::{missing, none};
use crate::records::network::addresses::check_group;
use crate::records::network::public_ipv4_pools::{Block, PublicIpv4Pool, Range, given};
use ipnet::IpNet;
use wire::{
    AddressFamily, CreatePublicIpv4PoolRequest, CreatePublicIpv4PoolResult,
    DeletePublicIpv4PoolRequest, DeletePublicIpv4PoolResult, DeprovisionPublicIpv4PoolCidrRequest,
    DeprovisionPublicIpv4PoolCidrResult, GetAssociatedIpv6PoolCidrsRequest,
    GetAssociatedIpv6PoolCidrsResult, IpamPoolAllocationResourceType as Given, Ipv6Pool,
    ProvisionPublicIpv4PoolCidrRequest, ProvisionPublicIpv4PoolCidrResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreatePublicIpv4Pool => create_public_ipv4_pool;
    Read  DescribePublicIpv4Pools => listed::<PublicIpv4Pool>;
    Write ProvisionPublicIpv4PoolCidr => provision_public_ipv4_pool_cidr;
    Write DeprovisionPublicIpv4PoolCidr => deprovision_public_ipv4_pool_cidr;
    Write DeletePublicIpv4Pool => delete_public_ipv4_pool;
    Read  DescribeIpv6Pools => |cx, it| none::<Ipv6Pool>(cx, it, OF_IPV6, &[]);
    Read  GetAssociatedIpv6PoolCidrs => get_associated_ipv6_pool_cidrs;
};

/// The code and the noun of an id that no pool has.
// unverified (looked up 2026-11-26): both.
const OF_IPV6: (&str, &str) = ("InvalidIpv6PoolID.NotFound", "IPv6 pool ID");

fn create_public_ipv4_pool(
    cx: &mut Write<'_>,
    request: &CreatePublicIpv4PoolRequest,
) -> Result<CreatePublicIpv4PoolResult> {
    let tags = cx.tags_for::<PublicIpv4Pool>(&request.tag_specifications)?;
    check_group(cx.read(), request.network_border_group.as_deref())?;
    let pool = cx.create(PublicIpv4Pool::default(), tags)?;
    Ok(CreatePublicIpv4PoolResult { pool_id: pool.pool_id })
}

/// A block of the length asked for, out of an IPAM pool whose locale is the region.
// That /24 is the largest is documented; unverified (looked up 2026-11-26): that Amazon's
// addresses are as good as an account's own.
fn provision_public_ipv4_pool_cidr(
    cx: &mut Write<'_>,
    request: &ProvisionPublicIpv4PoolCidrRequest,
) -> Result<ProvisionPublicIpv4PoolCidrResult> {
    let row = cx.get::<PublicIpv4Pool>(&request.pool_id)?;
    let id = row.id.clone();
    check_group(cx.read(), request.network_border_group.as_deref())?;
    check_between("netmaskLength", request.netmask_length, 24..=32)?;
    let wanted = (None, Some(request.netmask_length));
    let chosen = resource_blocks::public(cx.read(), &request.ipam_pool_id, wanted, &row.tags)?;
    let cidr = chosen.ipv4()?;
    let from = resource_blocks::give(cx, chosen, Given::Ec2PublicIpv4Pool, id.any());
    let range = Range::of(&cidr);
    cx.get_mut::<PublicIpv4Pool>(&id)?.blocks.push(Block { cidr, from, left: vec![range] });
    Ok(ProvisionPublicIpv4PoolCidrResult {
        pool_id: Some(id.to_string()),
        pool_address_range: Some(range.shown(&[])),
    })
}

/// Of a block or of a part of it: ministryofjustice/aws-root-account#911 does it an address at a
/// time. The IPAM pool has the block again when nothing is left of it.
///
/// # Errors
/// `InvalidParameterValue` for what is not the pool's, `DependencyViolation` for what Elastic IP
/// addresses are out of.
// unverified (looked up 2026-11-26): codes and words, when the IPAM pool has what again, and that
// each address is listed.
fn deprovision_public_ipv4_pool_cidr(
    cx: &mut Write<'_>,
    request: &DeprovisionPublicIpv4PoolCidrRequest,
) -> Result<DeprovisionPublicIpv4PoolCidrResult> {
    let row = cx.get::<PublicIpv4Pool>(&request.pool_id)?;
    let id = row.id.clone();
    let net = block("cidr", &request.cidr, AddressFamily::Ipv4)?;
    let refused = || Error::bad_parameter("cidr", net, "It is not provisioned to the pool.");
    let IpNet::V4(cidr) = net else { return Err(refused()) };
    let gone = Range::of(&cidr);
    let holds = |range: &Range| range.contains(gone.first) && range.contains(gone.last);
    let at = row.blocks.iter().position(|block| block.left.iter().any(holds));
    let at = at.ok_or_else(refused)?;
    if given(cx.read(), row).iter().any(|address| gone.contains(*address)) {
        let message = format!("One or more addresses of the CIDR {cidr} are allocated.");
        return Err(Error::new("DependencyViolation", message));
    }
    let mut row = cx.get_mut::<PublicIpv4Pool>(&id)?;
    let mut block = row.blocks.remove(at);
    block.left = block.left.iter().flat_map(|range| range.without(&gone)).collect();
    if block.left.is_empty() {
        drop(row);
        let now = cx.now().timestamp();
        let whole = (&id.any(), block.cidr.into());
        resource_blocks::give_back(cx, Some(&block.from), whole, now);
    } else {
        row.blocks.insert(at, block);
    }
    Ok(DeprovisionPublicIpv4PoolCidrResult {
        pool_id: Some(id.to_string()),
        deprovisioned_addresses: Some(gone.addresses().map(|it| it.to_string()).collect()),
    })
}

/// # Errors
/// `DependencyViolation` for a pool with blocks.
// unverified (looked up 2026-11-26): the words.
fn delete_public_ipv4_pool(
    cx: &mut Write<'_>,
    request: &DeletePublicIpv4PoolRequest,
) -> Result<DeletePublicIpv4PoolResult> {
    check_group(cx.read(), request.network_border_group.as_deref())?;
    let row = cx.get::<PublicIpv4Pool>(&request.pool_id)?;
    if !row.blocks.is_empty() {
        return Err(PublicIpv4Pool::in_use(&row.id));
    }
    cx.delete::<PublicIpv4Pool>(&request.pool_id)?;
    Ok(DeletePublicIpv4PoolResult { return_value: Some(true) })
}

/// What was given out of a pool: nothing, as there is none.
fn get_associated_ipv6_pool_cidrs(
    cx: Read<'_>,
    request: &GetAssociatedIpv6PoolCidrsRequest,
) -> Result<GetAssociatedIpv6PoolCidrsResult> {
    cx.paging(request.max_results, request.next_token.as_deref())?;
    Err(missing(OF_IPV6, std::slice::from_ref(&request.pool_id)))
}
