//! Regions and their zones: read-only, out of the catalogue. Opting in or out is not emulated, so
//! every account sees what a new one does.

use crate::catalog::regions::{self, Region, Zone};
use crate::engine::filter::ViewFilters;
use crate::engine::{Operation, Read, operations};
use crate::error::{Error, Result};
use wire::{
    AvailabilityZone, AvailabilityZoneGeography, AvailabilityZoneOptInStatus,
    AvailabilityZoneState, AvailabilityZoneSubGeography, DescribeAvailabilityZonesRequest,
    DescribeAvailabilityZonesResult, DescribeRegionsRequest, DescribeRegionsResult,
    RegionGeography, WireEnum as _,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Read DescribeRegions => describe_regions;
    Read DescribeAvailabilityZones => describe_availability_zones;
};

/// Without names only the regions that the account can use; those named come in any case.
fn describe_regions(
    cx: Read<'_>,
    request: &DescribeRegionsRequest,
) -> Result<DescribeRegionsResult> {
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let here = own_region(cx)?;
    let names = &request.region_names;
    let known: Vec<&Region> =
        regions::all().iter().filter(|region| region.partition == here.partition).collect();
    if let Some(unknown) = names.iter().find(|name| !known.iter().any(|one| one.name == **name)) {
        // unverified: that only the first unknown name is told.
        let message = format!("Invalid region provided: {unknown}");
        return Err(Error::invalid_value(message));
    }
    let all = request.all_regions.unwrap_or(false);
    let wanted = known.into_iter().filter(|region| {
        if names.is_empty() {
            // Whoever calls a region can use it.
            all || region.opt_in != regions::OptIn::NotOptedIn || region.name == here.name
        } else {
            names.iter().any(|name| name == region.name)
        }
    });
    let views = wanted.map(|one| region_view(one, here)).filter(|view| filters.matches(view));
    Ok(DescribeRegionsResult { regions: Some(views.collect()) })
}

/// Local and Wavelength Zones come only when they are asked for: nobody has opted in to them.
fn describe_availability_zones(
    cx: Read<'_>,
    request: &DescribeAvailabilityZonesRequest,
) -> Result<DescribeAvailabilityZonesResult> {
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let region = own_region(cx)?;
    let (names, ids) = (&request.zone_names, &request.zone_ids);
    if let Some(unknown) = names.iter().find(|name| region.zone(name).is_none()) {
        let message = format!("Invalid availability zone: [{unknown}]");
        return Err(Error::invalid_value(message));
    }
    if let Some(unknown) = ids.iter().find(|id| region.zone_by_id(id).is_none()) {
        // unverified: what ids are called here.
        let message = format!("Invalid availability zone-id: [{unknown}]");
        return Err(Error::invalid_value(message));
    }
    let all = request.all_availability_zones.unwrap_or(false);
    let wanted = region.zones.iter().filter(|zone| {
        // unverified: that a name or an id alone does not show a zone that is not opted in to.
        (all || zone.opt_in != regions::OptIn::NotOptedIn)
            && (names.is_empty() || names.iter().any(|name| name == zone.name))
            && (ids.is_empty() || ids.iter().any(|id| id == zone.id))
    });
    let views = wanted.map(|zone| zone_view(zone, region)).filter(|view| filters.matches(view));
    Ok(DescribeAvailabilityZonesResult { availability_zones: Some(views.collect()) })
}

fn own_region(cx: Read<'_>) -> Result<&'static Region> {
    regions::find(cx.region()).ok_or_else(|| {
        let message = format!("Invalid region provided: {}", cx.region());
        Error::invalid_value(message)
    })
}

fn region_view(region: &Region, here: &Region) -> wire::Region {
    // An account that calls a region has opted in to it.
    let opt_in = match region.opt_in {
        regions::OptIn::NotOptedIn if region.name == here.name => regions::OptIn::OptedIn,
        opt_in => opt_in,
    };
    wire::Region {
        opt_in_status: Some(opt_in.as_str().to_owned()),
        geography: Some(vec![RegionGeography { name: Some(region.geography.to_owned()) }]),
        region_name: Some(region.name.to_owned()),
        endpoint: Some(region.endpoint.clone()),
    }
}

fn zone_view(zone: &Zone, region: &Region) -> AvailabilityZone {
    let (parent_name, parent_id) = zone.parent.unzip();
    let geography = |name: &str| AvailabilityZoneGeography { name: Some(name.to_owned()) };
    let sub_geography = |name: &str| AvailabilityZoneSubGeography { name: Some(name.to_owned()) };
    AvailabilityZone {
        opt_in_status: AvailabilityZoneOptInStatus::parse(zone.opt_in.as_str()),
        messages: Some(Vec::new()),
        region_name: Some(region.name.to_owned()),
        zone_name: Some(zone.name.to_owned()),
        zone_id: Some(zone.id.to_owned()),
        group_name: Some(zone.group_name.clone()),
        network_border_group: Some(zone.network_border_group.to_owned()),
        zone_type: Some(zone.kind.as_str().to_owned()),
        parent_zone_name: parent_name.map(str::to_owned),
        parent_zone_id: parent_id.map(str::to_owned),
        group_long_name: zone.group_long_name.clone(),
        geography: zone.geography.map(|name| vec![geography(name)]),
        sub_geography: zone.sub_geography.map(|name| vec![sub_geography(name)]),
        state: Some(AvailabilityZoneState::Available),
    }
}
