//! Regions and their zones: out of the catalogue, but for the groups of zones that an account opts
//! in to.

use crate::catalog::regions::{self, OptIn, Zone};
use crate::effects::account::account_settings;
use crate::engine::filter::ViewFilters;
use crate::engine::{Operation, Read, Write, operations};
use crate::error::{Error, Result};
use crate::records::account::regions as zones;
use wire::{
    AvailabilityZone, AvailabilityZoneGeography, AvailabilityZoneState,
    AvailabilityZoneSubGeography, DescribeAvailabilityZonesRequest,
    DescribeAvailabilityZonesResult, DescribeRegionsRequest, DescribeRegionsResult,
    ModifyAvailabilityZoneGroupRequest, ModifyAvailabilityZoneGroupResult,
    ModifyAvailabilityZoneOptInStatus, Region, RegionGeography, WireEnum as _,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read DescribeRegions => describe_regions;
    Read DescribeAvailabilityZones => describe_availability_zones;
    Write ModifyAvailabilityZoneGroup => modify_availability_zone_group;
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
    // A zone that is not opted in is none, also by its name, unless all are asked for:
    // <https://github.com/eksctl-io/eksctl/issues/8174>.
    let all = request.all_availability_zones == Some(true);
    let known = |zone: &&Zone| all || zones::opt_in(cx, zone) != OptIn::NotOptedIn;
    let zones: Vec<&Zone> = zones.iter().filter(known).collect();
    check_all("availability zone", &request.zone_names, |n| zones.iter().any(|z| z.name == n))?;
    check_all("availability zone-id", &request.zone_ids, |id| zones.iter().any(|z| z.id == id))?;
    let asked = |zone: &&Zone| {
        let by_name = request.zone_names.iter().any(|name| name == zone.name);
        let by_id = request.zone_ids.iter().any(|id| id == zone.id);
        (request.zone_names.is_empty() && request.zone_ids.is_empty()) || by_name || by_id
    };
    let views = zones.into_iter().filter(asked).map(|zone| view(cx, zone));
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

fn view(cx: Read<'_>, zone: &Zone) -> AvailabilityZone {
    // Both lists are there when they are empty: `availability_zones.json` of radkawar/stackd
    // (looked up 2026-11-26).
    let geography = |name: &str| AvailabilityZoneGeography { name: Some(name.to_owned()) };
    let sub_geography = |name: &str| AvailabilityZoneSubGeography { name: Some(name.to_owned()) };
    AvailabilityZone {
        opt_in_status: wire::AvailabilityZoneOptInStatus::parse(zones::opt_in(cx, zone).as_str()),
        messages: Some(Vec::new()),
        region_name: Some(cx.region().to_string()),
        zone_name: Some(zone.name.to_owned()),
        zone_id: Some(zone.id.to_owned()),
        group_name: Some(zone.group_name.clone()),
        network_border_group: Some(zone.network_border_group.to_owned()),
        zone_type: Some(zone.kind.as_str().to_owned()),
        parent_zone_name: zone.parent.map(|(name, _)| name.to_owned()),
        parent_zone_id: zone.parent.map(|(_, id)| id.to_owned()),
        group_long_name: zone.group_long_name.clone(),
        geography: Some(zone.geography.map(geography).into_iter().collect()),
        sub_geography: Some(zone.sub_geography.map(sub_geography).into_iter().collect()),
        state: Some(AvailabilityZoneState::Available),
    }
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyAvailabilityZoneGroup.html>
// unverified (looked up 2026-11-26): the words of what is no group.
fn modify_availability_zone_group(
    cx: &mut Write<'_>,
    request: &ModifyAvailabilityZoneGroupRequest,
) -> Result<ModifyAvailabilityZoneGroupResult> {
    let name = request.group_name.as_str();
    let zones = regions::find(cx.region()).map_or(&[][..], |region| &region.zones);
    let mut of_group = zones.iter().filter(|zone| zone.group_name == name);
    if !of_group.any(|zone| zone.opt_in == OptIn::NotOptedIn) {
        let reason = "Expecting a group of Local Zones or Wavelength Zones of the region.";
        return Err(Error::bad_parameter("groupName", name, reason));
    }
    if request.opt_in_status == ModifyAvailabilityZoneOptInStatus::NotOptedIn {
        // As Terraform's own tests of its `aws_ec2_availability_zone_group` have it.
        let message = "Opting out of Local Zones is not currently supported. Contact AWS Support \
                       for additional assistance.";
        return Err(Error::new("InvalidOptInStatus", message));
    }
    account_settings::change(cx, |settings| {
        settings.zone_groups.insert(name.into());
    })?;
    Ok(ModifyAvailabilityZoneGroupResult { r#return: Some(true) })
}
