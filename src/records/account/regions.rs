//! Regions and their zones: read-only, out of the catalogue.

use crate::catalog::regions::{self, OptIn, Zone, ZoneKind};
use crate::engine::Read;
use crate::error::{Error, Result};
use crate::records::account::account_settings;

/// The availability zones of a region: those that hold default subnets and take launches.
pub(crate) fn availability_zones(region: &str) -> impl Iterator<Item = &'static Zone> {
    let zones = regions::find(region).map_or(&[][..], |region| &region.zones);
    zones.iter().filter(|zone| zone.kind == ZoneKind::AvailabilityZone)
}

/// Whether the account can use a zone.
pub(crate) fn opt_in(cx: Read<'_>, zone: &Zone) -> OptIn {
    let groups = &account_settings::of(cx).zone_groups;
    match zone.opt_in {
        OptIn::NotOptedIn if groups.contains(zone.group_name.as_str()) => OptIn::OptedIn,
        status => status,
    }
}

/// The zone of the region that a request names by its name or its id; `None`: by neither.
///
/// # Errors
/// `InvalidParameterCombination` for both; `unknown` of a parameter and its value.
pub(crate) fn named_zone(
    cx: Read<'_>,
    name: Option<&str>,
    id: Option<&str>,
    unknown: impl Fn(&str, &str) -> Error,
) -> Result<Option<&'static Zone>> {
    let region = regions::find(cx.region());
    let (parameter, text, found) = match (name, id) {
        (None, None) => return Ok(None),
        (Some(_), Some(_)) => {
            // `ebs/volume_controls.json` of radkawar/stackd (looked up 2026-11-26).
            // unverified (looked up 2026-11-26): of other operations than CreateVolume.
            return Err(Error::combination(
                "AvailabilityZone and AvailabilityZoneId can't be used together. Specify only \
                 one of these parameters.",
            ));
        }
        (Some(name), None) => {
            ("availabilityZone", name, region.and_then(|region| region.zone(name)))
        }
        (None, Some(id)) => {
            ("availabilityZoneId", id, region.and_then(|region| region.zone_by_id(id)))
        }
    };
    found.map(Some).ok_or_else(|| unknown(parameter, text))
}

/// As recorded of spot prices in <https://github.com/aws/aws-sdk-go/issues/369>.
pub(crate) fn invalid_zone(_parameter: &str, text: &str) -> Error {
    Error::invalid_value(format!("Invalid availability zone: [{text}]"))
}

/// As recorded of Reserved Instances in boto/boto3#2233, and of the import of a volume in
/// ajacoutot/aws-openbsd#19.
pub(crate) fn wrong_zone(_parameter: &str, text: &str) -> Error {
    Error::invalid_value(format!("Invalid value '{text}' for AvailabilityZone."))
}

/// As recorded of volumes.
pub(crate) fn zone_not_found(_parameter: &str, text: &str) -> Error {
    Error::new("InvalidZone.NotFound", format!("The zone '{text}' does not exist."))
}

/// The network border group of a zone of the region, which its public addresses are of.
pub(crate) fn border_group<'a>(region: &'a str, zone: &str) -> &'a str {
    let zone = regions::find(region).and_then(|region| region.zone(zone));
    zone.map_or(region, |zone| zone.network_border_group)
}

/// What kind of zones a network border group of the region has, if the account can use them.
pub(crate) fn kind_of_group(cx: Read<'_>, border_group: &str) -> Option<ZoneKind> {
    let mut zones = regions::find(cx.region())?.zones.iter();
    let zone = zones.find(|zone| zone.network_border_group == border_group)?;
    (opt_in(cx, zone) != OptIn::NotOptedIn).then_some(zone.kind)
}

/// # Errors
/// For what nothing recorded tells of Local Zones and Wavelength Zones, such as the types that one
/// offers.
pub(crate) fn check_is_regional(region: &str, zone: &str, what: &str) -> Result<()> {
    let zone = regions::find(region).and_then(|region| region.zone(zone));
    let Some(zone) = zone.filter(|zone| zone.kind != ZoneKind::AvailabilityZone) else {
        return Ok(());
    };
    let noun = if zone.kind == ZoneKind::LocalZone { "Local Zone" } else { "Wavelength Zone" };
    Err(Error::not_emulated(format!("{what} in the {noun} {}", zone.name)))
}
