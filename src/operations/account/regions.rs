//! Regions and their zones: read-only, out of the catalogue.

use crate::catalog::regions::{self, OptIn, Zone};
use crate::engine::filter::ViewFilters;
use crate::engine::{Operation, Read, operations};
use crate::error::{Error, Result};
use wire::{
    AvailabilityZone, AvailabilityZoneGeography, AvailabilityZoneState,
    AvailabilityZoneSubGeography, DescribeAvailabilityZonesRequest,
    DescribeAvailabilityZonesResult, DescribeRegionsRequest, DescribeRegionsResult, Region,
    RegionGeography, WireEnum as _,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read DescribeRegions => describe_regions;
    Read DescribeAvailabilityZones => describe_availability_zones;
};

fn describe_regions(
    cx: Read<'_>,
    request: &DescribeRegionsRequest,
) -> Result<DescribeRegionsResult> {
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let partition = regions::find(cx.region()).map(|region| region.partition);
    let known: Vec<_> =
        regions::all().iter().filter(|region| Some(region.partition) == partition).collect();
    for name in &request.region_names {
        if !known.iter().any(|region| region.name == name) {
            let message = format!("Invalid region provided: {name}");
            return Err(Error::invalid_value(message));
        }
    }
    // Regions that are not opted in are listed when all of them, or they by name, are asked for.
    let listed = known.into_iter().filter(|region| {
        if request.region_names.is_empty() {
            request.all_regions == Some(true) || opt_in(cx, region) != OptIn::NotOptedIn
        } else {
            request.region_names.iter().any(|name| name == region.name)
        }
    });
    let views = listed.map(|region| Region {
        opt_in_status: Some(opt_in(cx, region).as_str().to_owned()),
        geography: Some(vec![RegionGeography { name: Some(region.geography.to_owned()) }]),
        region_name: Some(region.name.to_owned()),
        endpoint: Some(region.endpoint.clone()),
    });
    let regions = views.filter(|view| filters.matches(view)).collect();
    Ok(DescribeRegionsResult { regions: Some(regions) })
}

/// Whoever asks in a region has opted in to it.
fn opt_in(cx: Read<'_>, region: &regions::Region) -> OptIn {
    match region.opt_in {
        OptIn::NotOptedIn if *region.name == **cx.region() => OptIn::OptedIn,
        status => status,
    }
}

fn describe_availability_zones(
    cx: Read<'_>,
    request: &DescribeAvailabilityZonesRequest,
) -> Result<DescribeAvailabilityZonesResult> {
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let zones = regions::find(cx.region()).map_or(&[][..], |region| &region.zones);
    check_all("availability zone", &request.zone_names, |n| zones.iter().any(|z| z.name == n))?;
    check_all("availability zone-id", &request.zone_ids, |id| zones.iter().any(|z| z.id == id))?;
    let asked = |zone: &&Zone| {
        let by_name = request.zone_names.iter().any(|name| name == zone.name);
        let by_id = request.zone_ids.iter().any(|id| id == zone.id);
        if request.zone_names.is_empty() && request.zone_ids.is_empty() {
            request.all_availability_zones == Some(true) || zone.opt_in != OptIn::NotOptedIn
        } else {
            by_name || by_id
        }
    };
    let views = zones.iter().filter(asked).map(|zone| view(cx.region(), zone));
    let zones = views.filter(|view| filters.matches(view)).collect();
    Ok(DescribeAvailabilityZonesResult { availability_zones: Some(zones) })
}

fn check_all(what: &str, names: &[String], is_known: impl Fn(&str) -> bool) -> Result<()> {
    let unknown: Vec<&str> =
        names.iter().map(String::as_str).filter(|name| !is_known(name)).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    let message = format!("Invalid {what}: [{}]", unknown.join(", "));
    Err(Error::invalid_value(message))
}

fn view(region: &str, zone: &Zone) -> AvailabilityZone {
    let named = |name: Option<&'static str>| name.map(str::to_owned);
    AvailabilityZone {
        opt_in_status: wire::AvailabilityZoneOptInStatus::parse(zone.opt_in.as_str()),
        messages: Some(Vec::new()),
        region_name: Some(region.to_owned()),
        zone_name: Some(zone.name.to_owned()),
        zone_id: Some(zone.id.to_owned()),
        group_name: Some(zone.group_name.clone()),
        network_border_group: Some(zone.network_border_group.to_owned()),
        zone_type: Some(zone.kind.as_str().to_owned()),
        parent_zone_name: zone.parent.map(|(name, _)| name.to_owned()),
        parent_zone_id: zone.parent.map(|(_, id)| id.to_owned()),
        group_long_name: zone.group_long_name.clone(),
        geography: named(zone.geography)
            .map(|name| vec![AvailabilityZoneGeography { name: Some(name) }]),
        sub_geography: named(zone.sub_geography)
            .map(|name| vec![AvailabilityZoneSubGeography { name: Some(name) }]),
        state: Some(AvailabilityZoneState::Available),
    }
}
