//! How likely a Spot request is to be fulfilled somewhere. Only AWS knows what capacity it has; the
//! scores here are made up, and always the same for the same request.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/how-sps-works.html>

use crate::catalog::instance_types::{self, InstanceType, UsageClass};
use crate::catalog::regions::{self, Region};
use crate::catalog::spot_prices::hash;
use crate::engine::{Operation, Read, operations};
use crate::error::{Error, Result};
use crate::records::compute::instance_requirements::{Wanted, matching};
use std::cmp::Reverse;
use wire::{
    GetSpotPlacementScoresRequest, GetSpotPlacementScoresResult, SpotPlacementScore,
    TargetCapacityUnitType,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read GetSpotPlacementScores => get_spot_placement_scores;
};

/// So many regions or zones are answered, the best.
const SHOWN: usize = 10;
/// Of fewer types than this every score is low.
const ENOUGH_TYPES: usize = 3;

fn get_spot_placement_scores(
    cx: Read<'_>,
    request: &GetSpotPlacementScoresRequest,
) -> Result<GetSpotPlacementScoresResult> {
    if request.include_local_zones == Some(true) {
        return Err(Error::not_emulated("what Local Zones offer: IncludeLocalZones"));
    }
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let regions = regions_asked(cx, &request.region_names)?;
    let types = asked_for(cx, request, &regions)?;
    let mut scores = Vec::new();
    for (region, kinds) in regions.iter().zip(&types) {
        if request.single_availability_zone == Some(true) {
            for zone in &region.zones {
                let offers = |kind: &&InstanceType| {
                    instance_types::offered_in_zone(region.name, zone.name, kind.name)
                };
                let here: Vec<_> = kinds.iter().copied().filter(offers).collect();
                scores.extend(score(request, zone.id, &here).map(|it| (it, region.name, zone.id)));
            }
        } else {
            scores.extend(score(request, region.name, kinds).map(|it| (it, region.name, "")));
        }
    }
    scores.sort_unstable_by_key(|(score, region, zone)| (Reverse(*score), *region, *zone));
    scores.truncate(SHOWN);
    let rows = scores.into_iter().enumerate().map(|(at, (score, region, zone))| {
        let view = SpotPlacementScore {
            region: Some(region.to_owned()),
            availability_zone_id: Some(zone.to_owned()).filter(|zone| !zone.is_empty()),
            score: Some(score),
        };
        (format!("{at:02}"), view)
    });
    let page = paging.cut_sorted(rows)?;
    Ok(GetSpotPlacementScoresResult {
        spot_placement_scores: Some(page.items),
        next_token: page.next_token,
    })
}

/// Those that are named, or all of the partition.
fn regions_asked(cx: Read<'_>, names: &[String]) -> Result<Vec<&'static Region>> {
    let partition = regions::find(cx.region()).map(|region| region.partition);
    let known = regions::all().iter().filter(|region| Some(region.partition) == partition);
    let known: Vec<_> = known.collect();
    let is_known = |name: &&str| known.iter().any(|region| region.name == *name);
    let unknown = names.iter().map(String::as_str).filter(|name| !is_known(name));
    // unverified (looked up 2026-11-26): the wording, which is that for instance types.
    check_none("Region names", &unknown.collect::<Vec<_>>())?;
    let is_asked =
        |region: &&Region| names.is_empty() || names.iter().any(|name| name == region.name);
    Ok(known.into_iter().filter(is_asked).collect())
}

/// redhat-developer/mapt#902
fn check_none(what: &str, invalid: &[&str]) -> Result<()> {
    if invalid.is_empty() {
        return Ok(());
    }
    Err(Error::invalid_value(format!(
        "The request contains {what} that are not valid. Remove or correct the following {what}, \
         and try again: [{}].",
        invalid.join(", ")
    )))
}

/// The types that each of the regions offers to Spot of those that are asked for.
fn asked_for(
    cx: Read<'_>,
    request: &GetSpotPlacementScoresRequest,
    regions: &[&'static Region],
) -> Result<Vec<Vec<&'static InstanceType>>> {
    let names = &request.instance_types;
    let metadata = request.instance_requirements_with_metadata.as_ref();
    let is_sold = |kind: &&'static InstanceType| kind.usage_classes.contains(&UsageClass::Spot);
    match metadata {
        // unverified (looked up 2026-11-26): the wording; the documentation says that they exclude
        // each other.
        Some(_) if !names.is_empty() => {
            Err(Error::exclusive("instanceTypes", "instanceRequirementsWithMetadata"))
        }
        None if names.is_empty() => {
            // redhat-developer/mapt#611
            let message = "The request must contain either InstanceTypes or InstanceRequirements, \
                           but not both.";
            Err(Error::new("MissingParameter", message))
        }
        Some(metadata) => {
            let requirements = metadata
                .instance_requirements
                .as_ref()
                .ok_or_else(|| Error::missing("instanceRequirements"))?;
            let wanted = Wanted {
                architectures: metadata.architecture_types.as_deref().unwrap_or_default(),
                virtualization_types: metadata.virtualization_types.as_deref().unwrap_or_default(),
                requirements,
            };
            let found = |region: &&Region| {
                let kinds = matching(&wanted, region.name, cx.now())?;
                Ok(kinds.into_iter().filter(is_sold).collect())
            };
            regions.iter().map(found).collect()
        }
        None => {
            let offers =
                |region: &&Region, name: &str| instance_types::offered_in_region(region.name, name);
            let find = |name: &str| {
                let found = instance_types::find(name).filter(is_sold);
                found.filter(|kind| regions.iter().any(|region| offers(region, kind.name)))
            };
            let invalid = names.iter().map(String::as_str).filter(|name| find(name).is_none());
            let invalid: Vec<_> = invalid.collect();
            check_none("instance types", &invalid)?;
            let mut kinds: Vec<_> = names.iter().filter_map(|name| find(name)).collect();
            kinds.sort_unstable_by_key(|kind| kind.name);
            kinds.dedup_by_key(|kind| kind.name);
            let here = |region: &&Region| {
                kinds.iter().copied().filter(|kind| offers(region, kind.name)).collect()
            };
            Ok(regions.iter().map(here).collect())
        }
    }
}

/// From 1 to 10; nowhere where nothing is offered. Many types and little capacity make it better.
// unverified (looked up 2026-11-26): how AWS's scores go with both.
fn score(
    request: &GetSpotPlacementScoresRequest,
    place: &str,
    kinds: &[&InstanceType],
) -> Option<i32> {
    if kinds.is_empty() {
        return None;
    }
    // Identical for one type wherever it is asked for: kislyuk/aegea#73
    if kinds.len() < ENOUGH_TYPES {
        return Some(1);
    }
    let parts: Vec<&str> = [place].into_iter().chain(kinds.iter().map(|kind| kind.name)).collect();
    let usual = 4 + hash(&parts) % 4 + u64::from(kinds.len().ilog2().min(5));
    let score = usual.saturating_sub(u64::from(instances(request, kinds).ilog10()));
    i32::try_from(score.clamp(1, 10)).ok()
}

/// How many instances it takes, at the least, to have the capacity.
fn instances(request: &GetSpotPlacementScoresRequest, kinds: &[&InstanceType]) -> u64 {
    let target = u64::try_from(request.target_capacity).unwrap_or(1);
    let largest = |of: fn(&InstanceType) -> u64| kinds.iter().map(|kind| of(kind)).max();
    let unit = match request.target_capacity_unit_type {
        None | Some(TargetCapacityUnitType::Units) => None,
        Some(TargetCapacityUnitType::Vcpu) => largest(|kind| u64::from(kind.processor.vcpus)),
        Some(TargetCapacityUnitType::MemoryMib) => largest(|kind| kind.memory_mib),
    };
    target.div_ceil(unit.unwrap_or(1).max(1)).max(1)
}
