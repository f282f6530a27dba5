//! RequestSpotFleet.

use super::checks;
use crate::effects::compute::fleets::checks::{check_context, check_pools};
use crate::effects::compute::fleets::life::{begun, new_id};
use crate::effects::compute::fleets::pools::Pool;
use crate::effects::compute::fleets::templates::Launches as _;
use crate::engine::{Read, Write};
use crate::error::{Error, Result};
use crate::records::compute::fleets::core::Core;
use crate::records::compute::spot_fleet_requests::SpotFleetRequest;
use wire::{
    AllocationStrategy, ExcessCapacityTerminationPolicy as Policy, FleetType,
    InstanceInterruptionBehavior as Interruption, OnDemandAllocationStrategy,
    RequestSpotFleetRequest, RequestSpotFleetResponse, SpotFleetRequestConfigData,
};

pub(crate) fn request_spot_fleet(
    cx: &mut Write<'_>,
    request: &RequestSpotFleetRequest,
) -> Result<RequestSpotFleetResponse> {
    let asked = &request.spot_fleet_request_config;
    check_context(cx.read(), asked.context.as_deref())?;
    let given = asked.tag_specifications.as_deref().unwrap_or_default();
    let tags = cx.tags_for::<SpotFleetRequest>(given)?;
    let fleet = asked_for(cx, asked)?;
    let pools = fleet.pools(cx.read(), &[])?;
    if pools.iter().any(|pool| pool.is_nowhere(cx.read())) {
        // Distributed-CellProfiler's guide, file 49635451837.
        let message = "One of the provided subnets was not valid.";
        return Err(Error::new("InvalidSpotFleetRequestConfig", message));
    }
    if let Some((subnet, zone)) = pools.iter().find_map(|pool| pool.torn(cx.read())) {
        // hashicorp/terraform-provider-aws#30751
        let message = format!(
            "The specified Subnet: {subnet} cannot be used with the specified Availability Zone: \
             {zone}."
        );
        return Err(Error::new("InvalidSpotFleetRequestConfig", message));
    }
    check_offered(cx.read(), &pools)?;
    check_pools(&pools)?;
    let id = new_id(cx, "sfr");
    let answer = RequestSpotFleetResponse { spot_fleet_request_id: Some(id.to_string()) };
    cx.insert(id, fleet, tags);
    Ok(answer)
}

/// c6fc/npk#45, of one type in three subnets; the code of a type that is none is of
/// hashicorp/terraform-provider-aws#7740.
// unverified (looked up 2026-11-26): its words, and that the types that there are do not help.
fn check_offered(cx: Read<'_>, pools: &[Pool]) -> Result<()> {
    let elsewhere: Vec<_> = pools
        .iter()
        .filter(|pool| pool.is_elsewhere(cx))
        .map(|pool| {
            let (kind, os) = (&pool.instance_type, pool.launch.product.as_str());
            format!("(InstanceType: {kind} with Os: {os} and EC2-VPC)")
        })
        .collect();
    if elsewhere.is_empty() {
        return Ok(());
    }
    let message = format!("Invalid: {}", elsewhere.join(","));
    Err(Error::new("InvalidSpotFleetRequestConfig", message))
}

fn asked_for(cx: &Write<'_>, asked: &SpotFleetRequestConfigData) -> Result<SpotFleetRequest> {
    let kind = asked.r#type.unwrap_or(FleetType::Maintain);
    checks::check(cx.read(), asked, kind)?;
    let target =
        checks::target(asked.target_capacity.unwrap_or(0), asked.on_demand_target_capacity)?;
    let sides = [checks::spot(asked)?, checks::on_demand(asked)?];
    let excess = asked.excess_capacity_termination_policy.unwrap_or(Policy::Default);
    let interruption = asked.instance_interruption_behavior.unwrap_or(Interruption::Terminate);
    let mut core = Core {
        unit: asked.target_capacity_unit_type,
        interruption,
        valid_from: asked.valid_from,
        valid_until: asked.valid_until,
        terminates_excess: checks::terminates(excess),
        // unverified (looked up 2026-11-26): that it is what is usual.
        terminates_with_expiration: asked.terminate_instances_with_expiration == Some(true),
        ..Core::new(kind, cx.now(), target, sides)
    };
    begun(cx.read(), &mut core);
    let terminates = core.terminates_with_expiration;
    // What recorded fleets show of what nothing was said of; their tags stand beside it.
    let config = SpotFleetRequestConfigData {
        allocation_strategy: asked.allocation_strategy.or(Some(AllocationStrategy::LowestPrice)),
        on_demand_allocation_strategy: asked
            .on_demand_allocation_strategy
            .or(Some(OnDemandAllocationStrategy::LowestPrice)),
        excess_capacity_termination_policy: Some(excess),
        terminate_instances_with_expiration: Some(terminates),
        r#type: Some(kind),
        replace_unhealthy_instances: Some(asked.replace_unhealthy_instances == Some(true)),
        instance_interruption_behavior: Some(interruption),
        tag_specifications: None,
        ..asked.clone()
    };
    Ok(SpotFleetRequest { core, config })
}
