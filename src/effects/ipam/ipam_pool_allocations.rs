//! Gives blocks out of pools, and takes them back. A pool's allocations are kept where the pool is
//! at home, wherever what has them is.

use crate::engine::{Id, Read, Resource, Row, Tags, Text, Write};
use crate::error::{Error, Result};
use crate::records::ids::IpamPoolAllocationId;
use crate::records::ipam::blocks::{first_free, overlap};
use crate::records::ipam::finders::{allocations, provisioned};
use crate::records::ipam::ipam_pool_allocations::IpamPoolAllocation;
use crate::records::ipam::ipam_pools::IpamPool;
use ipnet::IpNet;
use wire::{AddressFamily, Timestamp};

/// What is asked of a pool.
pub(crate) enum Asked {
    This(IpNet),
    OfLength(u8),
}

/// A block of the pool's family, in its canonical form.
///
/// # Errors
/// `InvalidParameterValue` for what is none.
// unverified (looked up 2026-11-26): that it is as with VPCs.
pub(crate) fn block(parameter: &str, text: &str, family: AddressFamily) -> Result<IpNet> {
    let net = text.parse::<IpNet>().ok().map(|net| net.trunc());
    let is_ipv4 = family == AddressFamily::Ipv4;
    let net = net.filter(|net| matches!(net, IpNet::V4(_)) == is_ipv4);
    net.ok_or_else(|| Error::bad_parameter(parameter, text, "This is not a valid CIDR block."))
}

/// # Errors
/// `InvalidParameterValue` for a length that the family has not.
// unverified (looked up 2026-11-26): the words.
pub(crate) fn length(parameter: &str, length: i32, family: AddressFamily) -> Result<u8> {
    let most = if family == AddressFamily::Ipv4 { 32 } else { 128 };
    let length_of_family = u8::try_from(length).ok().filter(|length| *length <= most);
    length_of_family.ok_or_else(|| {
        Error::bad_parameter(parameter, length, &format!("It must be between 0 and {most}."))
    })
}

/// What a resource asks for, or the pool's default, held against the pool's rules.
///
/// # Errors
/// `InvalidParameterCombination` where nothing says how large, `InvalidParameterValue` for what is
/// too large or too small.
// The words of what says nothing are as recorded in terraform-aws-modules/terraform-aws-vpc#1135,
// those of what is too large in hashicorp/terraform-provider-aws#39046;
// unverified (looked up 2026-11-26): the others.
pub(crate) fn by_rules(pool: &IpamPool, asked: Option<Asked>) -> Result<Asked> {
    let default = pool.lengths.default.and_then(|length| u8::try_from(length).ok());
    let Some(asked) = asked.or(default.map(Asked::OfLength)) else {
        let message = "The request cannot contain empty CIDR and Netmask Length for a pool with no \
                       default allocation netmask length set. Exactly one of them should be \
                       provided.";
        return Err(Error::combination(message));
    };
    let length = match &asked {
        Asked::This(cidr) => cidr.prefix_len(),
        Asked::OfLength(length) => *length,
    };
    let length = i32::from(length);
    if pool.lengths.min.is_some_and(|min| length < min) {
        return Err(too_big());
    }
    if pool.lengths.max.is_some_and(|max| length > max) {
        return Err(Error::invalid_value("The allocation size is too small for the pool."));
    }
    Ok(asked)
}

pub(crate) fn too_big() -> Error {
    Error::invalid_value("The allocation size is too big for the pool.")
}

/// Where in a pool there is what is asked for, within some blocks and outside of others.
///
/// # Errors
/// `InvalidParameterValue` if there is not.
// The words of no room are as recorded in hashicorp/terraform-provider-aws#39046; unverified
// (looked up 2026-11-26): those of a block.
pub(crate) fn choose(
    home: Read<'_>,
    pool: &Row<IpamPool>,
    asked: &Asked,
    (allowed, disallowed): (&[IpNet], &[IpNet]),
) -> Result<IpNet> {
    match asked {
        Asked::This(cidr) if !is_provisioned(home, pool, cidr) => {
            let reason = "It is not within a CIDR that is provisioned to the pool.";
            Err(Error::bad_parameter("cidr", cidr, reason))
        }
        Asked::This(cidr) if is_allocated(home, pool, cidr) => {
            let reason = "It overlaps with an allocation of the pool.";
            Err(Error::bad_parameter("cidr", cidr, reason))
        }
        Asked::This(cidr) => Ok(*cidr),
        Asked::OfLength(length) => {
            let provisioned = provisioned(home, &pool.id);
            let within = if allowed.is_empty() { provisioned } else { both(&provisioned, allowed) };
            let taken = allocations(home, &pool.id).map(|row| row.cidr);
            let taken: Vec<IpNet> = taken.chain(disallowed.iter().copied()).collect();
            first_free(&within, &taken, *length).ok_or_else(too_big)
        }
    }
}

/// What is in one of some blocks and in one of others.
fn both(some: &[IpNet], others: &[IpNet]) -> Vec<IpNet> {
    let pairs = some.iter().flat_map(|one| others.iter().map(move |other| (one, other)));
    let shared = pairs.filter(|(one, other)| overlap(one, other));
    shared.map(|(one, other)| if one.contains(other) { *other } else { *one }).collect()
}

pub(crate) fn is_provisioned(home: Read<'_>, pool: &Row<IpamPool>, cidr: &IpNet) -> bool {
    provisioned(home, &pool.id).iter().any(|block| block.contains(cidr))
}

pub(crate) fn is_allocated(home: Read<'_>, pool: &Row<IpamPool>, cidr: &IpNet) -> bool {
    allocations(home, &pool.id).any(|row| overlap(&row.cidr, cidr))
}

/// Ids within pools are longer than others, as AWS CLI's examples show.
pub(crate) fn long_id<T: Resource>(cx: &mut Write<'_>) -> Id<T> {
    let id = cx.new_id::<T>();
    let more: [u32; 2] = std::array::from_fn(|_| cx.ids().below(u32::MAX));
    Id::new(format!("{id}{:08x}{:08x}", more[0], more[1]))
}

/// Gives a block out of a pool that is at home in a region.
pub(crate) fn allocate(
    cx: &mut Write<'_>,
    home: &Text,
    allocation: IpamPoolAllocation,
    tags: Tags,
) -> IpamPoolAllocationId {
    let id = long_id::<IpamPoolAllocation>(cx);
    let inserted = id.clone();
    at_home(cx, home, move |there| {
        there.insert(inserted, allocation, tags);
    });
    id
}

/// Takes a block back from a moment on.
pub(crate) fn release(cx: &mut Write<'_>, home: &Text, id: &IpamPoolAllocationId, at: Timestamp) {
    let id = id.clone();
    at_home(cx, home, move |there| there.end::<IpamPoolAllocation>(&id, at));
}

/// Changes something in the region that it is at home in.
pub(crate) fn at_home(
    cx: &mut Write<'_>,
    home: &Text,
    change: impl FnOnce(&mut Write<'_>) + 'static,
) {
    if home == cx.region() {
        return change(cx);
    }
    let account = cx.account().clone();
    cx.also_in(&account, home, change);
}
