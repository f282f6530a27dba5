//! CreateFleet.

use super::{checks, instant, options};
use crate::effects::compute::fleets::checks::{check_context, check_pools, not_with};
use crate::effects::compute::fleets::life::{begun, new_id};
use crate::effects::compute::fleets::templates::Launches as _;
use crate::engine::{Write, tags};
use crate::error::Result;
use crate::records::compute::fleets::core::Core;
use crate::records::compute::fleets::{AtOnce, Fleet};
use wire::{
    CreateFleetRequest, CreateFleetResult, FleetExcessCapacityTerminationPolicy as Policy,
    FleetType, InstanceInterruptionBehavior, ResourceType, SpotInstanceInterruptionBehavior,
};

pub(crate) fn create_fleet(
    cx: &mut Write<'_>,
    request: &CreateFleetRequest,
) -> Result<CreateFleetResult> {
    check_context(cx.read(), request.context.as_deref())?;
    let kind = request.r#type.unwrap_or(FleetType::Maintain);
    let tags = tags::specified(&request.tag_specifications, ResourceType::Fleet, tagged(kind))?;
    let mut fleet = asked_for(cx, request, kind)?;
    let of_instances: Vec<_> = request
        .tag_specifications
        .iter()
        .filter(|it| it.resource_type.as_deref() != Some("fleet"))
        .cloned()
        .collect();
    let pools = fleet.pools(cx.read(), &of_instances)?;
    check_pools(&pools)?;
    let id = new_id(cx, "fleet");
    let mut answer =
        CreateFleetResult { fleet_id: Some(id.to_string()), ..CreateFleetResult::default() };
    if kind == FleetType::Instant {
        let (instances, errors) = instant::launch(cx, &id, &mut fleet, &pools);
        (answer.instances, answer.errors) = (Some(instances), Some(errors));
    }
    cx.insert(id, fleet, tags);
    Ok(answer)
}

/// What the request can tag: what is launched later is tagged by its template.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFleet.html>
const fn tagged(kind: FleetType) -> &'static [ResourceType] {
    match kind {
        // Karpenter tags all of these.
        FleetType::Instant => &[
            ResourceType::Fleet,
            ResourceType::Instance,
            ResourceType::NetworkInterface,
            ResourceType::SpotInstancesRequest,
            ResourceType::Volume,
        ],
        FleetType::Maintain | FleetType::Request => &[ResourceType::Fleet],
    }
}

fn asked_for(cx: &Write<'_>, request: &CreateFleetRequest, kind: FleetType) -> Result<Fleet> {
    let specification = &request.target_capacity_specification;
    let (target, default_type) = checks::target(specification, kind)?;
    options::check_reserved(request.reserved_capacity_options.as_ref(), default_type)?;
    checks::check_configs(&request.launch_template_configs, kind)?;
    let unit = specification.target_capacity_unit_type;
    checks::check_unit(unit, &request.launch_template_configs)?;
    let (spot, spot_options) = options::spot(request.spot_options.as_ref(), kind, target.spot)?;
    let (on_demand, on_demand_options) =
        options::on_demand(request.on_demand_options.as_ref(), kind, target.on_demand)?;
    checks::check_times(cx.read(), (request.valid_from, request.valid_until), kind)?;
    let replaces_unhealthy = request.replace_unhealthy_instances == Some(true);
    if replaces_unhealthy && kind != FleetType::Maintain {
        return Err(not_with("ReplaceUnhealthyInstances", kind));
    }
    let terminates_with_expiration = request.terminate_instances_with_expiration == Some(true);
    if terminates_with_expiration && kind == FleetType::Instant {
        return Err(not_with("TerminateInstancesWithExpiration", kind));
    }
    let excess = request.excess_capacity_termination_policy.unwrap_or(Policy::Termination);
    // Terraform's provider for AWS gives the other one to fleets of any type.
    if excess == Policy::NoTermination && kind != FleetType::Maintain {
        return Err(not_with("ExcessCapacityTerminationPolicy", kind));
    }
    let mut core = Core {
        unit,
        interruption: match spot_options.instance_interruption_behavior {
            Some(SpotInstanceInterruptionBehavior::Hibernate) => {
                InstanceInterruptionBehavior::Hibernate
            }
            Some(SpotInstanceInterruptionBehavior::Stop) => InstanceInterruptionBehavior::Stop,
            _ => InstanceInterruptionBehavior::Terminate,
        },
        valid_from: request.valid_from,
        valid_until: request.valid_until,
        terminates_excess: excess == Policy::Termination,
        terminates_with_expiration,
        ..Core::new(kind, cx.now(), target, [spot, on_demand])
    };
    if kind != FleetType::Instant {
        begun(cx.read(), &mut core);
    }
    Ok(Fleet {
        core,
        configs: request.launch_template_configs.clone(),
        spot_options,
        on_demand_options,
        default_type,
        excess,
        replaces_unhealthy,
        token: request.client_token.clone(),
        instances: Vec::new(),
        errors: Vec::new(),
        at_once: (kind == FleetType::Instant).then(|| AtOnce {
            excess: request.excess_capacity_termination_policy,
            on_demand: specification.on_demand_target_capacity.unwrap_or(0),
            spot: specification.spot_target_capacity.unwrap_or(0),
        }),
    })
}
