//! Which Local Zones have NAT gateways, and which addresses those take.
//! <https://aws.amazon.com/about-aws/global-infrastructure/localzones/features/>

use crate::catalog::regions::{self, ZoneKind};
use crate::engine::{Read, Row};
use crate::error::{Error, Result};
use crate::records::network::addresses::Address;

/// Zones of Los Angeles have them, and Phoenix's second group: awslabs/crossplane-on-eks#210
/// (2024), awslabs/awsome-distributed-ai#1227 (2026).
// unverified (looked up 2026-11-26): that other cities' second groups have them, too.
fn has_gateways(group: &str) -> bool {
    group == "us-west-2-lax-1" || group.ends_with("-2")
}

/// # Errors
/// `NotAvailableInZone`, as recorded of a zone in Phoenix:
/// <https://github.com/aws-ia/terraform-aws-eks-blueprints/pull/1095>.
// unverified (looked up 2026-11-26): of Wavelength Zones.
pub(super) fn check_zone(region: &str, zone: &str) -> Result<()> {
    let Some(zone) = regions::find(region).and_then(|region| region.zone(zone)) else {
        return Ok(());
    };
    let has_gateways = match zone.kind {
        ZoneKind::AvailabilityZone => true,
        ZoneKind::LocalZone => has_gateways(&zone.group_name),
        ZoneKind::WavelengthZone => false,
    };
    if has_gateways {
        return Ok(());
    }
    let message = "Nat Gateway is not available in this availability zone";
    Err(Error::new("NotAvailableInZone", message))
}

/// # Errors
/// `OperationNotPermitted` for an address of another network border group than the gateway's zone,
/// as recorded of the primary one: <https://github.com/awslabs/crossplane-on-eks/issues/210>.
// unverified (looked up 2026-11-26): of others.
pub(super) fn check_border_group(
    cx: Read<'_>,
    address: &Row<Address>,
    which: &str,
    group: &str,
) -> Result<()> {
    if address.border_group(cx) == group {
        return Ok(());
    }
    let message =
        format!("{which} elastic IP and subnet belong in different network border groups.");
    Err(Error::new("OperationNotPermitted", message))
}
