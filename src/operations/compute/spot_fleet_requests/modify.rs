//! ModifySpotFleetRequest: another size, another policy, other templates.

use super::checks;
use crate::effects::compute::fleets::checks::{check_context, check_modifiable, check_pools};
use crate::effects::compute::fleets::life::modified;
use crate::effects::compute::fleets::templates::Launches as _;
use crate::engine::Write;
use crate::error::{Error, Result};
use crate::records::compute::fleets::core::{Phase, phase};
use crate::records::compute::spot_fleet_requests::{SpotFleetRequest, check_id};
use wire::{ModifySpotFleetRequestRequest, ModifySpotFleetRequestResponse};

pub(crate) fn modify_spot_fleet_request(
    cx: &mut Write<'_>,
    request: &ModifySpotFleetRequestRequest,
) -> Result<ModifySpotFleetRequestResponse> {
    check_context(cx.read(), request.context.as_deref())?;
    check_id(&request.spot_fleet_request_id)?;
    let row = cx.get::<SpotFleetRequest>(&request.spot_fleet_request_id)?;
    if request.target_capacity.is_none()
        && request.on_demand_target_capacity.is_none()
        && request.excess_capacity_termination_policy.is_none()
        && request.launch_template_configs.is_empty()
    {
        // hashicorp/terraform-provider-aws#21944
        let message = "No attributes specified.";
        return Err(Error::new("InvalidParameterCombinationException", message));
    }
    check_modifiable(&row.id, &row.core)?;
    if phase(row, cx.read()) != Phase::Active {
        // "The Spot Fleet request must be in the active state in order to modify it."
        // unverified (looked up 2026-11-26): the wording.
        let message = format!("Fleet Request: {} is not in a modifiable state.", row.id);
        return Err(Error::new("FleetNotInModifiableState", message));
    }
    let (id, mut fleet) = (row.id.clone(), row.record.clone());
    let before = fleet.core.target;
    let total = request.target_capacity.unwrap_or(before.total);
    // unverified (looked up 2026-11-26): that on-demand capacity gives way where the whole is less
    // than it was.
    let on_demand = request.on_demand_target_capacity.unwrap_or(before.on_demand.min(total));
    fleet.core.target = checks::target(total, Some(on_demand))?;
    if let Some(policy) = request.excess_capacity_termination_policy {
        fleet.config.excess_capacity_termination_policy = Some(policy);
        fleet.core.terminates_excess = checks::terminates(policy);
    }
    let has_templates = fleet.config.launch_template_configs.is_some();
    if on_demand > 0 && !has_templates {
        return Err(checks::invalid("OnDemandTargetCapacity"));
    }
    if !request.launch_template_configs.is_empty() {
        // "If you specified LaunchSpecifications in your Spot Fleet request, then omit this."
        if !has_templates {
            return Err(checks::invalid("LaunchTemplateConfigs"));
        }
        checks::check_configs(&request.launch_template_configs)?;
        fleet.config.launch_template_configs = Some(request.launch_template_configs.clone());
        check_pools(&fleet.pools(cx.read(), &[])?)?;
    }
    modified(cx.read(), &mut fleet.core);
    cx.get_mut::<SpotFleetRequest>(&id)?.record = fleet;
    Ok(ModifySpotFleetRequestResponse { r#return: Some(true) })
}
