//! Instance types and where they are offered: read-only, out of the catalogue.

pub(crate) mod view;

use crate::catalog::instance_types::{self, InstanceType};
use crate::catalog::regions;
use crate::engine::filter::ViewFilters;
use crate::engine::{Operation, Read, operations};
use crate::error::{Error, Result};
use crate::records::compute::instance_types::is_offered;
use wire::{
    DescribeInstanceTypeOfferingsRequest, DescribeInstanceTypeOfferingsResult,
    DescribeInstanceTypesRequest, DescribeInstanceTypesResult, InstanceTypeOffering, LocationType,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read DescribeInstanceTypes => describe_instance_types;
    Read DescribeInstanceTypeOfferings => describe_instance_type_offerings;
};

/// How many types a page has where the request does not say it.
const TYPES_PER_PAGE: i32 = 100;

// unverified (looked up 2026-11-26): the number; that there is a limit is known.
const OFFERINGS_PER_PAGE: i32 = 1_000;

fn describe_instance_types(
    cx: Read<'_>,
    request: &DescribeInstanceTypesRequest,
) -> Result<DescribeInstanceTypesResult> {
    if !request.instance_types.is_empty() && request.max_results.is_some() {
        return Err(Error::exclusive("instanceTypes", "maxResults"));
    }
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let limit = request.max_results.or(Some(TYPES_PER_PAGE));
    let paging = cx.paging(limit, request.next_token.as_deref())?;
    let anywhere = request.include_unsupported_in_region.unwrap_or(false);
    let offered = |kind: &InstanceType| anywhere || is_offered(cx.region(), kind);
    let named = named(&request.instance_types, offered)?;
    let types = named.unwrap_or_else(|| instance_types::all().iter().collect()).into_iter();
    let after = paging.after();
    let rows = types
        .filter(|kind| after.is_none_or(|after| kind.name > after))
        .map(|kind| (kind, is_offered(cx.region(), kind)))
        .filter(|(_, offered)| anywhere || *offered)
        .filter_map(|(kind, offered)| {
            let mut view = view::info(kind);
            view.supported_in_region = Some(offered);
            filters.matches(&view).then_some(Ok((kind.name, view)))
        });
    let page = paging.cut(rows)?;
    Ok(DescribeInstanceTypesResult {
        instance_types: Some(page.items),
        next_token: page.next_token,
    })
}

/// The types that were asked for by name, in the order of their names. To a region, those that it
/// does not offer do not exist, as node groups of EKS with m5n.large have been told.
fn named(
    names: &[String],
    offered: impl Fn(&InstanceType) -> bool,
) -> Result<Option<Vec<&'static InstanceType>>> {
    if names.is_empty() {
        return Ok(None);
    }
    let unknown = |name: &&str| !instance_types::find(name).is_some_and(&offered);
    let missing: Vec<&str> = names.iter().map(String::as_str).filter(unknown).collect();
    if !missing.is_empty() {
        let message =
            format!("The following supplied instance types do not exist: [{}]", missing.join(", "));
        return Err(Error::new("InvalidInstanceType", message));
    }
    let mut types: Vec<_> = names.iter().filter_map(|name| instance_types::find(name)).collect();
    types.sort_unstable_by_key(|kind| kind.name);
    types.dedup_by_key(|kind| kind.name);
    Ok(Some(types))
}

fn describe_instance_type_offerings(
    cx: Read<'_>,
    request: &DescribeInstanceTypeOfferingsRequest,
) -> Result<DescribeInstanceTypeOfferingsResult> {
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let limit = request.max_results.or(Some(OFFERINGS_PER_PAGE));
    let paging = cx.paging(limit, request.next_token.as_deref())?;
    let location_type = request.location_type.unwrap_or(LocationType::Region);
    let after = paging.after();
    let types = instance_types::all().iter().filter(|kind| is_offered(cx.region(), kind));
    // A token is "type location": the types before it need not be looked at.
    let types = types.filter(|kind| {
        after.and_then(|after| after.split_once(' ')).is_none_or(|(name, _)| kind.name >= name)
    });
    let rows = types.flat_map(|kind| {
        locations(cx.region(), location_type, kind)
            .into_iter()
            .map(move |location| (kind, location))
    });
    let rows = rows.filter_map(|(kind, location)| {
        let key = format!("{} {location}", kind.name);
        let offering = InstanceTypeOffering {
            instance_type: Some(kind.name.to_owned()),
            location_type: Some(location_type),
            location: Some(location),
        };
        filters.matches(&offering).then_some((key, offering))
    });
    let page = paging.cut_sorted(rows)?;
    Ok(DescribeInstanceTypeOfferingsResult {
        instance_type_offerings: Some(page.items),
        next_token: page.next_token,
    })
}

/// Where in the region a type is offered, in order. There are no Outposts.
fn locations(region: &str, location_type: LocationType, kind: &InstanceType) -> Vec<String> {
    let zones = instance_types::zones_offering(region, kind.name);
    let mut locations: Vec<String> = match location_type {
        LocationType::Region => vec![region.to_owned()],
        LocationType::AvailabilityZone => zones.into_iter().map(str::to_owned).collect(),
        LocationType::AvailabilityZoneId => {
            let region = regions::find(region);
            let id = |zone| region.and_then(|region| region.zone(zone)).map(|zone| zone.id);
            zones.into_iter().filter_map(id).map(str::to_owned).collect()
        }
        LocationType::Outpost => Vec::new(),
    };
    locations.sort_unstable();
    locations
}
