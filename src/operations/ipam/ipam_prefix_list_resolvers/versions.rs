//! The versions of what a resolver's rules say.

use super::record::IpamPrefixListResolver;
use crate::engine::Read;
use crate::engine::filter::ViewFilters;
use crate::error::Result;
use wire::{
    GetIpamPrefixListResolverVersionEntriesRequest, GetIpamPrefixListResolverVersionEntriesResult,
    GetIpamPrefixListResolverVersionsRequest, GetIpamPrefixListResolverVersionsResult,
    IpamPrefixListResolverVersion, IpamPrefixListResolverVersionEntry,
};

pub(super) fn get_ipam_prefix_list_resolver_versions(
    cx: Read<'_>,
    request: &GetIpamPrefixListResolverVersionsRequest,
) -> Result<GetIpamPrefixListResolverVersionsResult> {
    let id = &request.ipam_prefix_list_resolver_id;
    let resolver = cx.get::<IpamPrefixListResolver>(id)?;
    let asked = &request.ipam_prefix_list_resolver_versions;
    for number in asked {
        resolver.version("ipamPrefixListResolverVersion", *number)?;
    }
    ViewFilters::parse(cx.action(), &request.filters)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let after = i64::try_from(paging.position()).unwrap_or(i64::MAX);
    let is_wanted = |number: &i64| *number > after && (asked.is_empty() || asked.contains(number));
    let versions = (1..=resolver.latest()).filter(is_wanted);
    let page = paging.cut(
        versions
            .map(|number| Ok((number, IpamPrefixListResolverVersion { version: Some(number) }))),
    )?;
    Ok(GetIpamPrefixListResolverVersionsResult {
        ipam_prefix_list_resolver_versions: Some(page.items),
        next_token: page.next_token,
    })
}

pub(super) fn get_version_entries(
    cx: Read<'_>,
    request: &GetIpamPrefixListResolverVersionEntriesRequest,
) -> Result<GetIpamPrefixListResolverVersionEntriesResult> {
    let id = &request.ipam_prefix_list_resolver_id;
    let resolver = cx.get::<IpamPrefixListResolver>(id)?;
    let number = request.ipam_prefix_list_resolver_version;
    let blocks = resolver.version("ipamPrefixListResolverVersion", number)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let entries = (1..).zip(blocks).filter(|(at, _)| *at > paging.position());
    let page = paging.cut(entries.map(|(at, cidr)| {
        Ok((at, IpamPrefixListResolverVersionEntry { cidr: Some(cidr.to_string()) }))
    }))?;
    Ok(GetIpamPrefixListResolverVersionEntriesResult {
        entries: Some(page.items),
        next_token: page.next_token,
    })
}
