//! The prefix lists that a resolver fills.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/automate-prefix-list-updates.html>

use super::record::IpamPrefixListResolver;
use super::sync::{fill, in_list};
use super::target::IpamPrefixListResolverTarget;
use crate::engine::{Query, Read, Resource as _, Row, Timed, Write};
use crate::error::{Error, Result};
use crate::records::network::managed_prefix_lists::PrefixList;
use crate::records::network::managed_prefix_lists::entries::AddressFamily as Family;
use wire::{
    AddressFamily, CreateIpamPrefixListResolverTargetRequest,
    CreateIpamPrefixListResolverTargetResult, DeleteIpamPrefixListResolverTargetRequest,
    DeleteIpamPrefixListResolverTargetResult, DescribeIpamPrefixListResolverTargetsRequest,
    DescribeIpamPrefixListResolverTargetsResult, IpamPrefixListResolverTargetState as State,
    ModifyIpamPrefixListResolverTargetRequest, ModifyIpamPrefixListResolverTargetResult,
    PrefixListState,
};

pub(super) fn create_target(
    cx: &mut Write<'_>,
    request: &CreateIpamPrefixListResolverTargetRequest,
) -> Result<CreateIpamPrefixListResolverTargetResult> {
    let tags = cx.tags_for::<IpamPrefixListResolverTarget>(&request.tag_specifications)?;
    let read = cx.read();
    let id = &request.ipam_prefix_list_resolver_id;
    let resolver = read.get_live::<IpamPrefixListResolver>(id)?;
    let region = request.prefix_list_region.as_str();
    let list = list(read, resolver, region, &request.prefix_list_id)?;
    let tracks = request.track_latest_version;
    let desired = desired(resolver, request.desired_version, tracks, None)?;
    let record = IpamPrefixListResolverTarget {
        resolver_id: resolver.id.clone(),
        list_id: list.id.clone(),
        list_region: region.into(),
        desired,
        synced: None,
        failure: None,
        state: Timed::settled(State::SyncInProgress),
    };
    let id = cx.new_id::<IpamPrefixListResolverTarget>();
    cx.insert(id.clone(), record, tags);
    fill(cx, &id)?;
    let target = cx.view::<IpamPrefixListResolverTarget>(&id)?;
    Ok(CreateIpamPrefixListResolverTargetResult { ipam_prefix_list_resolver_target: Some(target) })
}

/// The list in a region, which is the account's own.
///
/// # Errors
/// Those of the id; `InvalidParameterValue` for one of the other family, or of another target.
// unverified (looked up 2026-11-26): codes and words.
fn list<'a>(
    cx: Read<'a>,
    resolver: &IpamPrefixListResolver,
    region: &str,
    id: &str,
) -> Result<&'a Row<PrefixList>> {
    let Some(there) = cx.in_region(region) else {
        return Err(Error::bad_parameter("prefixListRegion", region, "It is not an AWS Region."));
    };
    let list = there.get::<PrefixList>(id)?;
    if list.state.at(cx.now()) == PrefixListState::DeleteInProgress {
        return Err(PrefixList::not_found(&[id]));
    }
    let refuse = |reason| Err(Error::bad_parameter("prefixListId", id, reason));
    let is_ipv4 = resolver.family == AddressFamily::Ipv4;
    if is_ipv4 != (list.family == Family::Ipv4) {
        return refuse("Its address family is not that of the prefix list resolver.");
    }
    if list.resolver_target.is_some() {
        return refuse("It is the target of a prefix list resolver already.");
    }
    Ok(list)
}

/// The version that a list is to have; `None`: whichever is the latest one.
///
/// # Errors
/// `InvalidParameterCombination` for a version of a list that follows the latest one.
// unverified (looked up 2026-11-26): code and words; that it is the latest one where none is asked
// for is documented.
fn desired(
    resolver: &IpamPrefixListResolver,
    asked: Option<i64>,
    tracks: bool,
    before: Option<i64>,
) -> Result<Option<i64>> {
    match asked {
        Some(_) if tracks => Err(Error::exclusive("desiredVersion", "trackLatestVersion")),
        Some(number) => resolver.version("desiredVersion", number).map(|_| asked),
        None if tracks => Ok(None),
        None => Ok(before.or_else(|| Some(resolver.latest()))),
    }
}

pub(super) fn describe_targets(
    cx: Read<'_>,
    request: &DescribeIpamPrefixListResolverTargetsRequest,
) -> Result<DescribeIpamPrefixListResolverTargetsResult> {
    let of = request.ipam_prefix_list_resolver_id.as_deref();
    let of = of.map(|id| cx.get::<IpamPrefixListResolver>(id)).transpose()?.map(|row| &row.id);
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref())
        .among(&request.ipam_prefix_list_resolver_target_ids);
    let page = cx.select_rows::<IpamPrefixListResolverTarget>(&query, |row| {
        of.is_none_or(|of| row.resolver_id == *of)
    })?;
    let targets = page.items.into_iter().map(|(_, view)| view);
    Ok(DescribeIpamPrefixListResolverTargetsResult {
        ipam_prefix_list_resolver_targets: Some(targets.collect()),
        next_token: page.next_token,
    })
}

pub(super) fn modify_target(
    cx: &mut Write<'_>,
    request: &ModifyIpamPrefixListResolverTargetRequest,
) -> Result<ModifyIpamPrefixListResolverTargetResult> {
    let read = cx.read();
    let target = read
        .get_live::<IpamPrefixListResolverTarget>(&request.ipam_prefix_list_resolver_target_id)?;
    let resolver = read.get::<IpamPrefixListResolver>(&target.resolver_id)?;
    if request.desired_version.is_none() && request.track_latest_version.is_none() {
        // unverified (looked up 2026-11-26): that it is as with pools.
        let message =
            "The request must contain a modification to the ipam prefix list resolver target.";
        return Err(Error::combination(message));
    }
    let tracks = request.track_latest_version;
    let tracks = tracks.unwrap_or(target.desired.is_none() && request.desired_version.is_none());
    let desired = desired(resolver, request.desired_version, tracks, target.desired)?;
    let id = target.id.clone();
    cx.get_mut::<IpamPrefixListResolverTarget>(&id)?.desired = desired;
    fill(cx, &id)?;
    let view = cx.view::<IpamPrefixListResolverTarget>(&id)?;
    let target = wire::IpamPrefixListResolverTarget { tags: None, ..view };
    Ok(ModifyIpamPrefixListResolverTargetResult { ipam_prefix_list_resolver_target: Some(target) })
}

/// The list keeps its entries.
// unverified (looked up 2026-11-26): that it does.
pub(super) fn delete_target(
    cx: &mut Write<'_>,
    request: &DeleteIpamPrefixListResolverTargetRequest,
) -> Result<DeleteIpamPrefixListResolverTargetResult> {
    let id = request.ipam_prefix_list_resolver_target_id.as_str();
    let target = cx.read().get_live::<IpamPrefixListResolverTarget>(id)?;
    let (region, list_id) = (target.list_region.clone(), target.list_id.clone());
    let named = target.id.as_text().clone();
    let view = cx.delete::<IpamPrefixListResolverTarget>(id)?.view;
    in_list(cx, &region, &list_id, move |cx, list_id| {
        if let Some(mut list) = cx.find_mut::<PrefixList>(list_id) {
            list.resolver_target.take_if(|target| *target == named);
        }
    });
    let target = wire::IpamPrefixListResolverTarget { tags: None, ..view };
    Ok(DeleteIpamPrefixListResolverTargetResult { ipam_prefix_list_resolver_target: Some(target) })
}
