//! Finds pools and what is in them where these are seen: at home, and where a pool's locale is.

use crate::catalog::regions;
use crate::engine::{Id, Read, Record, Resource as _, Row};
use crate::error::Result;
use crate::records::ids::IpamPoolId;
use crate::records::ipam::ipam_pool_allocations::IpamPoolAllocation;
use crate::records::ipam::ipam_pool_cidrs::IpamPoolCidr;
use crate::records::ipam::ipam_pools::IpamPool;
use crate::records::ipam::ipam_scopes::IpamScope;
use crate::records::ipam::ipams::Ipam;
use ipnet::IpNet;
use wire::Filter;

/// A row, and what there is in the region that it is at home in.
pub(crate) type AtHome<'a, T> = (Read<'a>, &'a Row<T>);

/// # Errors
/// `InvalidIpamPoolId.NotFound`.
// unverified (looked up 2026-11-26): that a pool is seen where its locale is, which whoever
// allocates there, as Terraform's acceptance tests do, stands on.
pub(crate) fn pool<'a>(cx: Read<'a>, id: &str) -> Result<AtHome<'a, IpamPool>> {
    let found = anywhere(cx, id, |_, pool| is_for(cx, pool));
    let found = found.filter(|(_, pool)| !pool.is_leaving(cx.now()));
    match found {
        Some(found) => Ok(found),
        None => {
            IpamPool::check_id(id)?;
            Err(IpamPool::not_found(&[id]))
        }
    }
}

/// # Errors
/// `InvalidIpamPoolAllocationId.NotFound`.
pub(crate) fn allocation<'a>(cx: Read<'a>, id: &str) -> Result<AtHome<'a, IpamPoolAllocation>> {
    let found = anywhere(cx, id, |home, allocation: &Row<IpamPoolAllocation>| {
        home.find::<IpamPool>(&allocation.pool_id).is_some_and(|pool| is_for(cx, pool))
    });
    match found {
        Some(found) => Ok(found),
        None => {
            IpamPoolAllocation::check_id(id)?;
            Err(IpamPoolAllocation::not_found(&[id]))
        }
    }
}

/// A scope, and its IPAM.
///
/// # Errors
/// Those of the id.
pub(crate) fn scope<'a>(cx: Read<'a>, id: &str) -> Result<(&'a Row<IpamScope>, &'a Row<Ipam>)> {
    let scope = cx.get_live::<IpamScope>(id)?;
    Ok((scope, cx.get_live::<Ipam>(&scope.ipam_id)?))
}

fn is_for(cx: Read<'_>, pool: &IpamPool) -> bool {
    pool.locale.as_ref() == Some(cx.region())
}

/// The account's row with an id that is at home here, or elsewhere and is to be seen here.
fn anywhere<'a, T: Record>(
    cx: Read<'a>,
    id: &str,
    is_seen: impl Fn(Read<'a>, &Row<T>) -> bool,
) -> Option<AtHome<'a, T>> {
    let id = Id::<T>::new(id);
    if let Some(row) = cx.find::<T>(&id) {
        return Some((cx, row));
    }
    let elsewhere = regions::all().iter().filter(|region| *region.name != **cx.region());
    let mut homes = elsewhere.filter_map(|region| cx.in_region(region.name));
    homes.find_map(|home| Some((home, home.find::<T>(&id).filter(|row| is_seen(home, row))?)))
}

/// What was given out of a pool.
pub(crate) fn allocations<'a>(
    home: Read<'a>,
    pool_id: &IpamPoolId,
) -> impl Iterator<Item = &'a Row<IpamPoolAllocation>> {
    home.with(IpamPoolAllocation::BY_POOL, pool_id)
}

/// The blocks that can be given out of a pool.
pub(crate) fn provisioned(home: Read<'_>, pool_id: &IpamPoolId) -> Vec<IpNet> {
    let rows = home.with(IpamPoolCidr::BY_POOL, pool_id);
    rows.filter(|row| row.is_provisioned(home.now())).map(|row| row.cidr).collect()
}

/// Filters with one more, for what is of a pool.
pub(crate) fn of_pool(filters: &[Filter], pool_id: &IpamPoolId) -> Vec<Filter> {
    let given = filters.iter();
    let given = given.map(|it| Filter { name: it.name.clone(), values: it.values.clone() });
    let name = Some("ipam-pool-id".to_owned());
    let of_pool = Filter { name, values: Some(vec![pool_id.to_string()]) };
    given.chain([of_pool]).collect()
}
