//! The blocks of pools: out of another pool, of its owner's own, or of Amazon's.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/prov-cidr-ipam.html>

use crate::effects::ipam::ipam_pool_allocations::{
    Asked, allocate, block, choose, is_allocated, is_provisioned, length, long_id, release, too_big,
};
use crate::effects::network::vpcs::amazon_ipv6_address;
use crate::engine::{Id, Operation, Query, Read, Row, Tags, Timed, Write, operations};
use crate::error::{Error, Result, check_between};
use crate::records::durations;
use crate::records::ids::{AnyId, IpamPoolId};
use crate::records::ipam::blocks::{first_free, overlap};
use crate::records::ipam::finders::{self, allocations};
use crate::records::ipam::ipam_pool_allocations::{Allocated, IpamPoolAllocation};
use crate::records::ipam::ipam_pool_cidrs::IpamPoolCidr;
use crate::records::ipam::ipam_pools::IpamPool;
use crate::records::ipam::ipams::Ipam;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{Ipv4Addr, Ipv6Addr};
use wire::{
    AddressFamily, DeprovisionIpamPoolCidrRequest, DeprovisionIpamPoolCidrResult,
    GetIpamPoolCidrsRequest, GetIpamPoolCidrsResult, IpamPoolAllocationResourceType,
    IpamPoolCidrState as State, IpamPoolPublicIpSource, IpamScopeType,
    ProvisionIpamPoolCidrRequest, ProvisionIpamPoolCidrResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write ProvisionIpamPoolCidr => provision_ipam_pool_cidr, refuses [
        "CidrAuthorizationContext", "VerificationMethod",
        "IpamExternalResourceVerificationTokenId",
    ];
    Read  GetIpamPoolCidrs => get_ipam_pool_cidrs;
    Write DeprovisionIpamPoolCidr => deprovision_ipam_pool_cidr;
};

/// Unique local addresses:
/// <https://docs.aws.amazon.com/vpc/latest/ipam/intro-create-ipv6-pools.html>
const UNIQUE_LOCAL: Ipv6Net = Ipv6Net::new_assert(Ipv6Addr::new(0xfd00, 0, 0, 0, 0, 0, 0, 0), 8);

/// Those that Amazon gives by their length.
// unverified (looked up 2026-11-26): which of them; Terraform's tests of pools ask for 52 bits.
const GIVEN_LOCAL: Ipv6Net = Ipv6Net::new_assert(Ipv6Addr::new(0xfd80, 0, 0, 0, 0, 0, 0, 0), 9);

/// Addresses of Amazon's out of which nobody gets a single one here.
const CONTIGUOUS: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(13, 216, 0, 0), 13);

fn provision_ipam_pool_cidr(
    cx: &mut Write<'_>,
    request: &ProvisionIpamPoolCidrRequest,
) -> Result<ProvisionIpamPoolCidrResult> {
    let pool = cx.read().get_live::<IpamPool>(&request.ipam_pool_id)?;
    let (pool_id, source_id, plans) = (pool.id.clone(), pool.source_id.clone(), pool.vpc.is_some());
    let asked = asked(pool, request)?;
    let is_asked = matches!(asked, Asked::This(_));
    let (cidr, is_free) = match &source_id {
        Some(source_id) => out_of_pool(cx.read(), pool, source_id, &asked)?,
        None if pool.scope_type == IpamScopeType::Private => of_owner(cx.read(), pool, &asked)?,
        None => (of_amazon(cx, &pool_id, &asked)?, true),
    };
    let then = if is_free { State::Provisioned } else { State::FailedProvision };
    let takes = durations::IPAM_POOL_CIDRS_PROVISIONING;
    let state = cx.read().transition(State::PendingProvision, then, takes);
    if let Some(source_id) = source_id.filter(|_| is_free && !plans) {
        let home = cx.region().clone();
        let allocation = IpamPoolAllocation {
            pool_id: source_id,
            cidr,
            description: None,
            of: IpamPoolAllocationResourceType::IpamPool,
            resource: Some(Allocated { id: pool_id.any(), region: home.clone() }),
        };
        allocate(cx, &home, allocation, Tags::default());
    }
    let id = long_id::<IpamPoolCidr>(cx);
    cx.insert(id.clone(), IpamPoolCidr { pool_id, cidr, is_asked, state }, Tags::default());
    let made = cx.view::<IpamPoolCidr>(&id)?;
    Ok(ProvisionIpamPoolCidrResult { ipam_pool_cidr: Some(made) })
}

/// # Errors
/// `MissingParameter` for neither a block nor a length, `InvalidParameterCombination` for both.
// unverified (looked up 2026-11-26): the words; that one of them is needed is documented.
fn asked(pool: &IpamPool, request: &ProvisionIpamPoolCidrRequest) -> Result<Asked> {
    match (request.cidr.as_deref(), request.netmask_length) {
        (Some(text), None) => Ok(Asked::This(block("cidr", text, pool.family)?)),
        (None, Some(number)) => Ok(Asked::OfLength(length("netmaskLength", number, pool.family)?)),
        (Some(_), Some(_)) => Err(Error::exclusive("cidr", "netmaskLength")),
        (None, None) => {
            let message = "Either 'cidr' or 'netmaskLength' should be provided.";
            Err(Error::new("MissingParameter", message))
        }
    }
}

/// A block out of the source, and whether it is free. The rules of the source are for resources.
// unverified (looked up 2026-11-26): that these do not hold for pools; that a length for which
// there is no room is refused at once.
fn out_of_pool(
    cx: Read<'_>,
    pool: &Row<IpamPool>,
    source_id: &IpamPoolId,
    asked: &Asked,
) -> Result<(IpNet, bool)> {
    let source = cx.get::<IpamPool>(source_id)?;
    if let Some(planned) = &pool.vpc {
        return of_vpc(cx, source, &planned.vpc_id.any(), asked);
    }
    match asked {
        Asked::This(cidr) => {
            let is_free = is_provisioned(cx, source, cidr) && !is_allocated(cx, source, cidr);
            Ok((*cidr, is_free))
        }
        Asked::OfLength(_) => Ok((choose(cx, source, asked, (&[], &[]))?, true)),
    }
}

/// A block out of those of the VPC whose subnets the pool is for; no other pool has it.
/// <https://docs.aws.amazon.com/vpc/latest/ipam/tutorials-subnet-planning.html>
fn of_vpc(
    cx: Read<'_>,
    source: &Row<IpamPool>,
    vpc_id: &AnyId,
    asked: &Asked,
) -> Result<(IpNet, bool)> {
    let of_vpc = cx.with(IpamPoolAllocation::BY_RESOURCE, vpc_id);
    let blocks: Vec<IpNet> =
        of_vpc.filter(|row| row.pool_id == source.id).map(|row| row.cidr).collect();
    let pools = cx.with(IpamPool::BY_SOURCE, &source.id);
    let planning = pools.filter(|pool| {
        pool.vpc.as_ref().is_some_and(|planned| planned.vpc_id.as_text() == vpc_id.as_text())
    });
    let taken: Vec<IpNet> = planning.flat_map(|pool| held(cx, &pool.id)).collect();
    match asked {
        Asked::This(cidr) => {
            let is_within = blocks.iter().any(|block| block.contains(cidr));
            Ok((*cidr, is_within && !taken.iter().any(|other| overlap(other, cidr))))
        }
        Asked::OfLength(length) => {
            let free = first_free(&blocks, &taken, *length);
            let free = free.ok_or_else(too_big)?;
            Ok((free, true))
        }
    }
}

fn held(cx: Read<'_>, pool_id: &IpamPoolId) -> Vec<IpNet> {
    let rows = cx.with(IpamPoolCidr::BY_POOL, pool_id);
    rows.filter(|row| row.is_held(cx.now())).map(|row| row.cidr).collect()
}

/// A block that its owner says, and whether no other top-level pool of the scope has some of it;
/// or one of unique local addresses that none has.
///
/// # Errors
/// `InvalidParameterCombination` for a length of IPv4 addresses; `InvalidParameterValue` for public
/// IPv6 addresses of an IPAM that does not take these for private ones.
// unverified (looked up 2026-11-26): codes and words; what is said without them is documented.
fn of_owner(cx: Read<'_>, pool: &Row<IpamPool>, asked: &Asked) -> Result<(IpNet, bool)> {
    let others = cx.with(IpamPool::BY_SCOPE, &pool.scope_id).filter(|it| it.depth == 1);
    let taken: Vec<IpNet> = others.flat_map(|it| held(cx, &it.id)).collect();
    let cidr = match asked {
        Asked::This(cidr) => cidr,
        Asked::OfLength(length) if pool.family == AddressFamily::Ipv6 => {
            let free = first_free(&[IpNet::V6(GIVEN_LOCAL)], &taken, *length);
            return Ok((free.ok_or_else(too_big)?, true));
        }
        Asked::OfLength(_) => {
            let message = "The request can only contain NetmaskLength if the pool has a source \
                           pool or PublicIpSource is amazon.";
            return Err(Error::combination(message));
        }
    };
    if let IpNet::V6(net) = cidr
        && !UNIQUE_LOCAL.contains(net)
        && !cx.get::<Ipam>(&pool.ipam_id)?.enable_private_gua
    {
        let reason = "The IPAM does not take global unicast addresses as private ones.";
        return Err(Error::bad_parameter("cidr", cidr, reason));
    }
    Ok((*cidr, !taken.iter().any(|other| overlap(other, cidr))))
}

/// A block of Amazon's of the length asked for.
///
/// # Errors
/// `InvalidParameterCombination` for what its owner would have to bring, and for a block, which
/// nobody can choose; `InvalidParameterValue` for a length that is not given away.
// That a brought block needs an authorization is recorded in aws-ia/terraform-aws-ipam#75;
// unverified (looked up 2026-11-26): how that message ends, and the others.
fn of_amazon(cx: &mut Write<'_>, pool_id: &IpamPoolId, asked: &Asked) -> Result<IpNet> {
    let pool = cx.get::<IpamPool>(pool_id)?;
    if pool.public_ip_source != Some(IpamPoolPublicIpSource::Amazon) {
        let message = "The request must contain a CIDR Authorization Context";
        return Err(Error::combination(message));
    }
    let Asked::OfLength(length) = asked else {
        let message = "The request can only contain Cidr if PublicIpSource is byoip.";
        return Err(Error::combination(message));
    };
    if pool.locale.is_none() {
        let message = "The pool must have a locale if PublicIpSource is amazon.";
        return Err(Error::combination(message));
    }
    if pool.family == AddressFamily::Ipv6 {
        check_alone(cx.read(), pool_id)?;
        check_between("netmaskLength", *length, 40..=56)?;
        return Ok(IpNet::V6(Ipv6Net::new_assert(amazon_ipv6_address(cx), *length).trunc()));
    }
    check_between("netmaskLength", *length, 24..=30)?;
    let rows = cx.read().table::<IpamPoolCidr>().iter(0, cx.now());
    let taken: Vec<IpNet> = rows.map(|(_, row)| row.cidr).collect();
    let free = first_free(&[IpNet::V4(CONTIGUOUS)], &taken, *length);
    free.ok_or_else(too_big)
}

/// # Errors
/// `ResourceLimitExceeded` for another block of IPv6 addresses where the quotas of a new account
/// hold: <https://docs.aws.amazon.com/vpc/latest/ipam/quotas-ipam.html>.
// unverified (looked up 2026-11-26): the words are as those of IPAMs.
fn check_alone(cx: Read<'_>, pool_id: &IpamPoolId) -> Result<()> {
    if !cx.has_default_quotas() || held(cx, pool_id).is_empty() {
        return Ok(());
    }
    let message = "You've reached the limit for ipam-pool-cidrs. You have created 1 \
                   ipam-pool-cidrs and you are limited to 1.";
    Err(Error::new("ResourceLimitExceeded", message))
}

fn get_ipam_pool_cidrs(
    cx: Read<'_>,
    request: &GetIpamPoolCidrsRequest,
) -> Result<GetIpamPoolCidrsResult> {
    let (home, pool) = finders::pool(cx, &request.ipam_pool_id)?;
    let filters = finders::of_pool(&request.filters, &pool.id);
    let query = Query::of(&filters, request.max_results, request.next_token.as_deref());
    let page = home.select::<IpamPoolCidr>(&query)?;
    Ok(GetIpamPoolCidrsResult { ipam_pool_cidrs: Some(page.items), next_token: page.next_token })
}

/// <https://docs.aws.amazon.com/vpc/latest/ipam/depro-pool-cidr-ipam.html>
fn deprovision_ipam_pool_cidr(
    cx: &mut Write<'_>,
    request: &DeprovisionIpamPoolCidrRequest,
) -> Result<DeprovisionIpamPoolCidrResult> {
    let read = cx.read();
    let pool = read.get_live::<IpamPool>(&request.ipam_pool_id)?;
    // unverified (looked up 2026-11-26): code and words; the parameter is documented as optional.
    let text = request.cidr.as_deref().ok_or_else(|| Error::missing("cidr"))?;
    let cidr = block("cidr", text, pool.family)?;
    let (pool_id, source_id) = (pool.id.clone(), pool.source_id.clone());
    let mut rows = read.with(IpamPoolCidr::BY_POOL, &pool_id);
    let Some(row) = rows.find(|row| row.cidr == cidr) else {
        // unverified (looked up 2026-11-26): code and words.
        let reason = "It is not provisioned to the pool.";
        return Err(Error::bad_parameter("cidr", cidr, reason));
    };
    let (id, was_held) = (row.id.clone(), row.is_held(cx.now()));
    let has_allocations =
        was_held && allocations(read, &pool_id).any(|allocation| overlap(&allocation.cidr, &cidr));
    let then = if has_allocations { State::FailedDeprovision } else { State::Deprovisioned };
    let takes = durations::IPAM_POOL_CIDRS_DEPROVISIONING;
    let state = read.transition(State::PendingDeprovision, then, takes);
    cx.get_mut::<IpamPoolCidr>(&id)?.state = state;
    let left = cx.view::<IpamPoolCidr>(&id)?;
    if !has_allocations {
        end(cx, (&id, &pool_id, source_id.as_ref()), state, cidr);
    }
    Ok(DeprovisionIpamPoolCidrResult { ipam_pool_cidr: Some(left) })
}

/// Lets a block be gone when it is deprovisioned, and the source have it again.
fn end(
    cx: &mut Write<'_>,
    (id, pool_id, source_id): (&Id<IpamPoolCidr>, &IpamPoolId, Option<&IpamPoolId>),
    state: Timed<State>,
    cidr: IpNet,
) {
    let at = state.settles().unwrap_or_else(|| cx.now().timestamp());
    let allocations = cx.read().with(IpamPoolAllocation::BY_RESOURCE, &pool_id.any());
    let mut of_source =
        allocations.filter(|row| Some(&row.pool_id) == source_id && row.cidr == cidr);
    let allocation_id = of_source.next().map(|row| row.id.clone());
    drop(of_source);
    cx.end::<IpamPoolCidr>(id, at);
    if let Some(allocation_id) = allocation_id {
        let home = cx.region().clone();
        release(cx, &home, &allocation_id, at);
    }
}
