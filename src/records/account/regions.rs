//! Regions and their zones: read-only, out of the catalogue.

use crate::catalog::regions::{self, Zone, ZoneKind};

/// The availability zones of a region: those that hold default subnets and take launches.
pub(crate) fn availability_zones(region: &str) -> impl Iterator<Item = &'static Zone> {
    let zones = regions::find(region).map_or(&[][..], |region| &region.zones);
    zones.iter().filter(|zone| zone.kind == ZoneKind::AvailabilityZone)
}
