//! What is given out of pools by hand: blocks that nobody else gets.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/manually-allocate-ipam.html>

use crate::effects::ipam::ipam_pool_allocations::{
    Asked, allocate, at_home, block, by_rules, choose, length, release,
};
use crate::engine::{Operation, Query, Read, Row, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::ipam::finders;
use crate::records::ipam::ipam_pool_allocations::IpamPoolAllocation;
use crate::records::ipam::ipam_pools::IpamPool;
use ipnet::IpNet;
use wire::{
    AllocateIpamPoolCidrRequest, AllocateIpamPoolCidrResult, GetIpamPoolAllocationsRequest,
    GetIpamPoolAllocationsResult, IpamPoolAllocationResourceType, ModifyIpamPoolAllocationRequest,
    ModifyIpamPoolAllocationResult, ReleaseIpamPoolAllocationRequest,
    ReleaseIpamPoolAllocationResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write AllocateIpamPoolCidr => allocate_ipam_pool_cidr;
    Read  GetIpamPoolAllocations => get_ipam_pool_allocations;
    Read  DescribeIpamPoolAllocations => listed::<IpamPoolAllocation>;
    Write ModifyIpamPoolAllocation => modify_ipam_pool_allocation;
    Write ReleaseIpamPoolAllocation => release_ipam_pool_allocation;
};

fn allocate_ipam_pool_cidr(
    cx: &mut Write<'_>,
    request: &AllocateIpamPoolCidrRequest,
) -> Result<AllocateIpamPoolCidrResult> {
    let tags = cx.tags_for::<IpamPoolAllocation>(&request.tag_specifications)?;
    let (home, pool) = finders::pool(cx.read(), &request.ipam_pool_id)?;
    check_locale(cx.read(), pool)?;
    let asked = asked(pool, request)?;
    let blocks = |parameter, texts: &[String]| {
        let parse = |text: &String| block(parameter, text, pool.family);
        texts.iter().map(parse).collect::<Result<Vec<IpNet>>>()
    };
    let allowed = blocks("allowedCidr", &request.allowed_cidrs)?;
    let disallowed = blocks("disallowedCidr", &request.disallowed_cidrs)?;
    let allocation = IpamPoolAllocation {
        pool_id: pool.id.clone(),
        cidr: choose(home, pool, &asked, (&allowed, &disallowed))?,
        description: request.description.clone(),
        of: IpamPoolAllocationResourceType::Custom,
        resource: None,
    };
    let shown = allocation.shown(cx.account());
    if request.preview_next_cidr == Some(true) {
        // unverified (looked up 2026-11-26): that nothing but the block shows, which is all that
        // Terraform reads.
        let next = wire::IpamPoolAllocation { cidr: shown.cidr, ..Default::default() };
        return Ok(AllocateIpamPoolCidrResult { ipam_pool_allocation: Some(next) });
    }
    let region = home.region().clone();
    let wire_tags = tags.wire();
    let id = allocate(cx, &region, allocation, tags);
    let made = wire::IpamPoolAllocation {
        ipam_pool_allocation_id: Some(id.to_string()),
        tags: wire_tags,
        ..shown
    };
    Ok(AllocateIpamPoolCidrResult { ipam_pool_allocation: Some(made) })
}

/// Of a pool with a locale only who is there gets something:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpamPool.html>. Out of one without,
/// AWS CLI's example allocates at home.
///
/// # Errors
/// `InvalidParameterValue` at home, where the pool is seen, if its locale is elsewhere.
// unverified (looked up 2026-11-26): code and words.
fn check_locale(cx: Read<'_>, pool: &Row<IpamPool>) -> Result<()> {
    match pool.locale.as_ref().filter(|locale| *locale != cx.region()) {
        Some(locale) => {
            let reason = format!("The locale of the pool is {locale}.");
            Err(Error::bad_parameter("ipamPoolId", &*pool.id, &reason))
        }
        None => Ok(()),
    }
}

/// # Errors
/// `InvalidParameterCombination` for a block together with what says which one, and what
/// [`by_rules`] says.
// unverified (looked up 2026-11-26): the words; that these exclude each other is documented.
fn asked(pool: &Row<IpamPool>, request: &AllocateIpamPoolCidrRequest) -> Result<Asked> {
    let asked = match (request.cidr.as_deref(), request.netmask_length) {
        (Some(_), Some(_)) => return Err(Error::exclusive("cidr", "netmaskLength")),
        (Some(_), None) if !request.allowed_cidrs.is_empty() => {
            return Err(Error::exclusive("cidr", "allowedCidr"));
        }
        (Some(_), None) if !request.disallowed_cidrs.is_empty() => {
            return Err(Error::exclusive("cidr", "disallowedCidr"));
        }
        (Some(text), None) => Some(Asked::This(block("cidr", text, pool.family)?)),
        (None, Some(number)) => {
            Some(Asked::OfLength(length("netmaskLength", number, pool.family)?))
        }
        (None, None) => None,
    };
    by_rules(pool, asked)
}

fn get_ipam_pool_allocations(
    cx: Read<'_>,
    request: &GetIpamPoolAllocationsRequest,
) -> Result<GetIpamPoolAllocationsResult> {
    let (home, pool) = finders::pool(cx, &request.ipam_pool_id)?;
    let filters = finders::of_pool(&request.filters, &pool.id);
    let ids: Vec<String> = request.ipam_pool_allocation_id.iter().cloned().collect();
    let query = Query::of(&filters, request.max_results, request.next_token.as_deref());
    let page = home.select::<IpamPoolAllocation>(&query.among(&ids))?;
    Ok(GetIpamPoolAllocationsResult {
        ipam_pool_allocations: Some(page.items),
        next_token: page.next_token,
    })
}

fn modify_ipam_pool_allocation(
    cx: &mut Write<'_>,
    request: &ModifyIpamPoolAllocationRequest,
) -> Result<ModifyIpamPoolAllocationResult> {
    let (home, row) = finders::allocation(cx.read(), &request.ipam_pool_allocation_id)?;
    let Some(description) = &request.description else {
        // unverified (looked up 2026-11-26): that it is as with pools.
        let message = "The request must contain a modification to the ipam pool allocation.";
        return Err(Error::combination(message));
    };
    let (region, id) = (home.region().clone(), row.id.clone());
    let changed = wire::IpamPoolAllocation {
        ipam_pool_allocation_id: Some(id.to_string()),
        description: Some(description.clone()),
        ..row.record.shown(cx.account())
    };
    let description = Some(description.clone());
    at_home(cx, &region, move |there| {
        if let Some(mut row) = there.find_mut::<IpamPoolAllocation>(&id) {
            row.description = description;
        }
    });
    Ok(ModifyIpamPoolAllocationResult { ipam_pool_allocation: Some(changed) })
}

/// The code and the beginning of what is said of an unknown one are those that Terraform looks for;
/// that only what was set aside can be released is documented:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReleaseIpamPoolAllocation.html>.
// unverified (looked up 2026-11-26): how that message ends, and code and words of the latter.
fn release_ipam_pool_allocation(
    cx: &mut Write<'_>,
    request: &ReleaseIpamPoolAllocationRequest,
) -> Result<ReleaseIpamPoolAllocationResult> {
    let (home, pool) = finders::pool(cx.read(), &request.ipam_pool_id)?;
    let cidr = block("cidr", &request.cidr, pool.family)?;
    let row = home.find::<IpamPoolAllocation>(&request.ipam_pool_allocation_id);
    let Some(row) = row.filter(|row| row.pool_id == pool.id && row.cidr == cidr) else {
        let message = format!(
            "No allocation found for {cidr} with the ID {} in {}",
            request.ipam_pool_allocation_id, pool.id
        );
        return Err(Error::combination(message));
    };
    if row.of != IpamPoolAllocationResourceType::Custom {
        let message = format!(
            "The operation ReleaseIpamPoolAllocation is not supported. {} is not a custom \
             allocation.",
            row.id
        );
        return Err(Error::new("UnsupportedOperation", message));
    }
    let (region, id) = (home.region().clone(), row.id.clone());
    let now = cx.now().timestamp();
    release(cx, &region, &id, now);
    Ok(ReleaseIpamPoolAllocationResult { success: Some(true) })
}
