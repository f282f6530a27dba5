//! How well AWS's capacity supports a request right now. Only its support's customers on the plan
//! Unified Operations are told, and no account here is on a plan.
//! See `API_GetCapacityManagerSupportabilityScores` in AWS's reference.

use super::record::enabled;
use crate::catalog::{instance_types, regions};
use crate::engine::{Never, Read};
use crate::error::{Error, Result};
use wire::GetCapacityManagerSupportabilityScoresRequest;

/// # Errors
/// `UnsupportedOperation`, whatever is asked of existing zones and types.
// unverified (looked up 2026-11-26): code and words, and those of the checks.
pub(crate) fn get_supportability_scores(
    cx: Read<'_>,
    request: &GetCapacityManagerSupportabilityScoresRequest,
) -> Result<Never> {
    enabled(cx)?;
    let _ = (request.market_type, request.capacity_amount, request.capacity_unit);
    let is_zone = |id: &&String| regions::all().iter().any(|it| it.zone_by_id(id).is_some());
    if let Some(id) = request.capacity_availability_zone_ids.iter().find(|id| !is_zone(id)) {
        let reason = "Expecting the ID of an Availability Zone.";
        return Err(Error::bad_parameter("capacityAvailabilityZoneId", id, reason));
    }
    let types = &request.instance_types;
    match &request.instance_requirements_with_metadata {
        Some(_) if !types.is_empty() => {
            return Err(Error::exclusive("instanceTypes", "instanceRequirementsWithMetadata"));
        }
        None if types.is_empty() => return Err(Error::missing("instanceTypes")),
        _ => {}
    }
    if let Some(name) = types.iter().find(|name| instance_types::find(name).is_none()) {
        return Err(Error::bad_parameter("instanceType", name, "It is not an instance type."));
    }
    let message = "Real-time supportability checks are available only to AWS Support customers on \
                   the Unified Operations plan.";
    Err(Error::new("UnsupportedOperation", message))
}
