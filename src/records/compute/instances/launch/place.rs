//! Where a launch goes: the subnet of its primary interface, asked for or chosen.

use crate::catalog::instance_types::InstanceType;
use crate::catalog::{instance_types, regions};
use crate::error::{Error, Result};

/// Where AWS was never asked what it offers, everything may be launched.
pub(crate) fn is_offered(region: &str, zone: &str, kind: &'static InstanceType) -> bool {
    !instance_types::offerings_recorded(region)
        || instance_types::offered_in_zone(region, zone, kind.name)
        || !is_availability_zone(region, zone)
}

/// Offerings are recorded for Availability Zones and not for Local Zones.
fn is_availability_zone(region: &str, zone: &str) -> bool {
    let zone = regions::find(region).and_then(|region| region.zone(zone));
    zone.is_none_or(|zone| zone.kind == regions::ZoneKind::AvailabilityZone)
}

pub(crate) fn check_offered(region: &str, zone: &str, kind: &'static InstanceType) -> Result<()> {
    if is_offered(region, zone, kind) {
        return Ok(());
    }
    let zones = instance_types::zones_offering(region, kind.name);
    if zones.is_empty() {
        return Err(not_supported());
    }
    let message = format!(
        "Your requested instance type ({}) is not supported in your requested Availability Zone \
         ({zone}). Please retry your request by not specifying an Availability Zone or choosing \
         {}.",
        kind.name,
        zones.join(", ")
    );
    Err(Error::new("Unsupported", message))
}

pub(crate) fn not_supported() -> Error {
    let message = "The requested configuration is currently not supported. Please check the \
                   documentation for supported configurations.";
    Error::new("Unsupported", message)
}
