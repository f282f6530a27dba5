//! ModifyFleet: another size, another policy, other templates.

use super::checks;
use crate::effects::compute::fleets::checks::{check_context, check_modifiable, check_pools};
use crate::effects::compute::fleets::life::modified;
use crate::effects::compute::fleets::templates::Launches as _;
use crate::engine::Write;
use crate::error::{Error, Result};
use crate::records::compute::fleets::Fleet;
use crate::records::compute::fleets::core::Target;
use wire::{
    DefaultTargetCapacityType as DefaultType, FleetExcessCapacityTerminationPolicy as Policy,
    FleetType, ModifyFleetRequest, ModifyFleetResult, TargetCapacitySpecificationRequest,
};

pub(crate) fn modify_fleet(
    cx: &mut Write<'_>,
    request: &ModifyFleetRequest,
) -> Result<ModifyFleetResult> {
    check_context(cx.read(), request.context.as_deref())?;
    let row = cx.get::<Fleet>(&request.fleet_id)?;
    if row.core.kind == FleetType::Instant {
        // aws-controllers-k8s/ec2-controller says it in advance.
        let message = "Fleets of type 'instant' cannot be modified.";
        return Err(Error::new("Unsupported", message));
    }
    check_modifiable(&row.id, &row.core)?;
    let mut fleet = row.record.clone();
    let id = row.id.clone();
    if let Some(specification) = &request.target_capacity_specification {
        fleet.core.target = target(&fleet, specification)?;
    }
    if let Some(policy) = request.excess_capacity_termination_policy {
        fleet.excess = policy;
        fleet.core.terminates_excess = policy == Policy::Termination;
    }
    if !request.launch_template_configs.is_empty() {
        checks::check_configs(&request.launch_template_configs, FleetType::Maintain)?;
        checks::check_unit(fleet.core.unit, &request.launch_template_configs)?;
        fleet.configs.clone_from(&request.launch_template_configs);
        check_pools(&fleet.pools(cx.read(), &[])?)?;
    }
    modified(cx.read(), &mut fleet.core);
    cx.get_mut::<Fleet>(&id)?.record = fleet;
    Ok(ModifyFleetResult { r#return: Some(true) })
}

/// What is more or less in all, is so of what is usual, unless the request says of what.
///
/// # Errors
/// `InvalidTargetCapacitySpecification` for another default or unit, and for parts that are more
/// than the total.
fn target(fleet: &Fleet, asked: &TargetCapacitySpecificationRequest) -> Result<Target> {
    let before = fleet.core.target;
    let is_other = |asked: DefaultType| asked != fleet.default_type;
    if asked.default_target_capacity_type.is_some_and(is_other)
        || asked.target_capacity_unit_type.is_some_and(|unit| Some(unit) != fleet.core.unit)
    {
        // Recorded in Terraform's provider for AWS, of 2018: the parts can be said by now, as a
        // test of aws-controllers-k8s/ec2-controller does.
        return Err(Error::new(
            "InvalidTargetCapacitySpecification",
            "Currently we only support total target capacity modification.",
        ));
    }
    if asked.on_demand_target_capacity.is_some() || asked.spot_target_capacity.is_some() {
        let asked = TargetCapacitySpecificationRequest {
            default_target_capacity_type: Some(fleet.default_type),
            target_capacity_unit_type: fleet.core.unit,
            total_target_capacity: asked.total_target_capacity,
            on_demand_target_capacity: asked.on_demand_target_capacity,
            spot_target_capacity: asked.spot_target_capacity,
        };
        return Ok(checks::target(&asked, FleetType::Maintain)?.0);
    }
    let total = asked.total_target_capacity.unwrap_or(0);
    checks::check_units("totalTargetCapacity", total, fleet.core.unit)?;
    Ok(match fleet.default_type {
        DefaultType::OnDemand => {
            let spot = before.spot.min(total);
            Target { total, spot, on_demand: total - spot }
        }
        _ => {
            let on_demand = before.on_demand.min(total);
            Target { total, on_demand, spot: total - on_demand }
        }
    })
}
