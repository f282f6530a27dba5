//! Regions and their zones: read-only, out of the catalogue.

use crate::catalog::regions::{self, Zone, ZoneKind};
use crate::error::{Error, Result};

/// The availability zones of a region: those that hold default subnets and take launches.
pub(crate) fn availability_zones(region: &str) -> impl Iterator<Item = &'static Zone> {
    let zones = regions::find(region).map_or(&[][..], |region| &region.zones);
    zones.iter().filter(|zone| zone.kind == ZoneKind::AvailabilityZone)
}

/// The zone that a request names by its name or by its id, if it names one.
///
/// # Errors
/// `InvalidParameterCombination` for both, `InvalidParameterValue` for what is no zone.
pub(crate) fn named_zone(
    region: &str,
    name: Option<&str>,
    id: Option<&str>,
) -> Result<Option<&'static Zone>> {
    let region = regions::find(region);
    let (text, found) = match (name, id) {
        (None, None) => return Ok(None),
        // unverified: no recording has the wording.
        (Some(_), Some(_)) => {
            return Err(Error::exclusive("availabilityZone", "availabilityZoneId"));
        }
        (Some(name), None) => (name, region.and_then(|region| region.zone(name))),
        (None, Some(id)) => (id, region.and_then(|region| region.zone_by_id(id))),
    };
    let unknown = || Error::invalid_value(format!("Invalid availability zone: [{text}]"));
    found.ok_or_else(unknown).map(Some)
}
