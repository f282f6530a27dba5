//! What an IPAM knows of the addresses of an account, and which of it it does not look after.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/monitor-cidr-compliance-ipam.html>

use crate::effects::ipam::ipam_pool_allocations::release;
use crate::engine::filter::ViewFilters;
use crate::engine::{Operation, Read, Row, Tags, Write, operations};
use crate::error::{Error, Result};
use crate::records::ids::IpamScopeId;
use crate::records::ipam::finders::scope;
use crate::records::ipam::ipam_pools::IpamPool;
use crate::records::ipam::ipam_scopes::IpamScope;
use crate::records::ipam::ipams::Ipam;
use crate::records::ipam::resource_cidrs::{IpamResourceSetting, Known, key, known};
use wire::{
    GetIpamResourceCidrsRequest, GetIpamResourceCidrsResult, IpamResourceType, IpamScopeType,
    ModifyIpamResourceCidrRequest, ModifyIpamResourceCidrResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  GetIpamResourceCidrs => get_ipam_resource_cidrs;
    Write ModifyIpamResourceCidr => modify_ipam_resource_cidr, visits "ResourceRegion";
};

fn get_ipam_resource_cidrs(
    cx: Read<'_>,
    request: &GetIpamResourceCidrsRequest,
) -> Result<GetIpamResourceCidrsResult> {
    let (scope, ipam) = scope(cx, &request.ipam_scope_id)?;
    let pool_id = request.ipam_pool_id.as_deref();
    pool_id.map(|id| cx.get::<IpamPool>(id)).transpose()?;
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let tag = request.resource_tag.as_ref();
    let is_wanted = |one: &Known<'_>| {
        let block = &one.block;
        one.scope_id == scope.id
            && pool_id.is_none_or(|id| one.allocation.is_some_and(|row| *row.pool_id == *id))
            && request.resource_id.as_deref().is_none_or(|id| *block.id == *id)
            && request.resource_type.is_none_or(|of| block.of == of)
            && request.resource_owner.as_deref().is_none_or(|owner| **cx.account() == *owner)
            && tag.is_none_or(|tag| has_tag(block.tags, tag.key.as_deref(), tag.value.as_deref()))
    };
    let all = known(cx, ipam);
    let wanted = all.iter().filter(|one| is_wanted(one)).map(|one| {
        let block = &one.block;
        let key = format!("{} {} {}", block.region, &*block.id, block.cidr);
        (key, one.view(&ipam.id, cx.account()))
    });
    let page = paging.sort_and_cut(wanted.filter(|(_, view)| filters.matches(view)))?;
    Ok(GetIpamResourceCidrsResult {
        ipam_resource_cidrs: Some(page.items),
        next_token: page.next_token,
    })
}

fn has_tag(tags: &Tags, key: Option<&str>, value: Option<&str>) -> bool {
    let has = |(its_key, its_value): (&str, &str)| {
        key.is_none_or(|key| key == its_key) && value.is_none_or(|value| value == its_value)
    };
    tags.iter().any(has)
}

/// Blocks of VPCs are ignored or not, and moved between private scopes with what is in them; what
/// is out of a pool stays in that one's scope until the pool has it again. A pool has again what is
/// ignored. <https://docs.aws.amazon.com/vpc/latest/ipam/change-monitoring-state-ipam.html>
fn modify_ipam_resource_cidr(
    cx: &mut Write<'_>,
    request: &ModifyIpamResourceCidrRequest,
) -> Result<ModifyIpamResourceCidrResult> {
    let read = cx.read();
    let (current, ipam) = scope(read, &request.current_ipam_scope_id)?;
    let destination = request.destination_ipam_scope_id.as_deref();
    let destination = destination.map(|id| destination_scope(read, current, id)).transpose()?;
    let all = known(read, ipam);
    let Some(one) = all.iter().find(|one| is_asked(one, &current.id, request)) else {
        // unverified (looked up 2026-11-26): code and words.
        let (id, cidr) = (&request.resource_id, &request.resource_cidr);
        let message = format!("{} has no resource {id} with the CIDR {cidr}.", current.id);
        return Err(Error::invalid_value(message));
    };
    if one.block.of != IpamResourceType::Vpc || current.of == IpamScopeType::Public {
        // That these are for private blocks of VPCs is documented; unverified (looked up
        // 2026-11-26): code and words.
        let message = format!(
            "The operation ModifyIpamResourceCidr is not supported. {} of {} is not a private CIDR \
             of a VPC.",
            request.resource_cidr, request.resource_id
        );
        return Err(Error::new("UnsupportedOperation", message));
    }
    let id = key(&ipam.id, one.block.region, &one.block.id, &one.block.cidr);
    let before = read.find::<IpamResourceSetting>(&id).and_then(|row| row.scope_id.clone());
    let is_ignored = !request.monitored;
    let released = one.allocation.filter(|_| is_ignored).map(|row| row.id.clone());
    let setting = IpamResourceSetting {
        ipam_id: ipam.id.clone(),
        scope_id: destination.or(before),
        is_ignored,
    };
    let (ipam_id, home) = (ipam.id.clone(), cx.region().clone());
    if let Some(allocation_id) = released {
        let now = cx.now().timestamp();
        release(cx, &home, &allocation_id, now);
    }
    if let Some(mut row) = cx.find_mut::<IpamResourceSetting>(&id) {
        row.record = setting;
    } else {
        cx.insert(id, setting, Tags::default());
    }
    let read = cx.read();
    let all = known(read, read.get::<Ipam>(&ipam_id)?);
    let changed = all.iter().find(|one| is_block(one, request));
    let changed = changed.map(|one| one.view(&ipam_id, read.account()));
    Ok(ModifyIpamResourceCidrResult { ipam_resource_cidr: changed })
}

/// # Errors
/// `InvalidParameterValue` for a scope of another IPAM or a public one.
// unverified (looked up 2026-11-26): code and words; that both are private is documented.
fn destination_scope(cx: Read<'_>, current: &Row<IpamScope>, id: &str) -> Result<IpamScopeId> {
    let destination = cx.get_live::<IpamScope>(id)?;
    let is_private = |scope: &IpamScope| scope.of == IpamScopeType::Private;
    if destination.ipam_id == current.ipam_id && is_private(current) && is_private(destination) {
        return Ok(destination.id.clone());
    }
    let reason = "A CIDR can be moved between private scopes of one IPAM.";
    Err(Error::bad_parameter("destinationIpamScopeId", id, reason))
}

fn is_asked(
    one: &Known<'_>,
    scope_id: &IpamScopeId,
    request: &ModifyIpamResourceCidrRequest,
) -> bool {
    one.scope_id == *scope_id && is_block(one, request)
}

fn is_block(one: &Known<'_>, request: &ModifyIpamResourceCidrRequest) -> bool {
    *one.block.id == *request.resource_id
        && **one.block.region == *request.resource_region
        && one.block.cidr.to_string() == request.resource_cidr
}
