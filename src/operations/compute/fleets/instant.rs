//! A fleet that launches all at once, and answers what it has launched and what it could not.

use crate::effects::compute::fleets::allocate::{Outcome, allocate};
use crate::effects::compute::fleets::life::{launcher, side};
use crate::effects::compute::fleets::pools::Pool;
use crate::effects::compute::fleets::prices::Market;
use crate::engine::{Read, Write};
use crate::records::compute::fleets::Fleet;
use crate::records::compute::instances::Instance;
use crate::records::compute::launch_templates::{Same as _, same};
use crate::records::ids::FleetId;
use wire::{
    CreateFleetError, CreateFleetInstance, DefaultTargetCapacityType as DefaultType,
    FleetLaunchTemplateSpecification, InstanceLifecycle, LaunchTemplateAndOverridesResponse,
    PlatformValues,
};

same! {
    CreateFleetError => DescribeFleetError {
        launch_template_and_overrides, lifecycle, error_code, error_message,
    }
    CreateFleetInstance => DescribeFleetsInstances {
        launch_template_and_overrides, lifecycle, instance_ids, instance_type, platform,
    }
}

/// Launches the on-demand instances and then the Spot ones.
pub(crate) fn launch(
    cx: &mut Write<'_>,
    id: &FleetId,
    fleet: &mut Fleet,
    pools: &[Pool],
) -> (Vec<CreateFleetInstance>, Vec<CreateFleetError>) {
    let core = &fleet.core;
    let launcher = launcher::<Fleet>(id, core);
    let lifecycle = |market| match market {
        Market::Spot => InstanceLifecycle::Spot,
        Market::OnDemand => match fleet.default_type {
            DefaultType::CapacityBlock => InstanceLifecycle::CapacityBlock,
            DefaultType::ReservedCapacity => InstanceLifecycle::InterruptibleCapacityReservation,
            DefaultType::Spot | DefaultType::OnDemand => InstanceLifecycle::OnDemand,
        },
    };
    let (mut instances, mut errors) = (Vec::new(), Vec::new());
    for (market, units) in
        [(Market::OnDemand, core.target.on_demand), (Market::Spot, core.target.spot)]
    {
        let outcome = allocate(cx, &side(core, &launcher, market, pools), f64::from(units));
        instances.extend(launched(cx.read(), pools, &outcome, lifecycle(market)));
        errors.extend(outcome.failed.into_iter().filter_map(|(at, error)| {
            Some(CreateFleetError {
                launch_template_and_overrides: Some(made_of(pools.get(at)?)),
                lifecycle: Some(lifecycle(market)),
                error_code: Some(error.code.to_owned()),
                error_message: Some(error.message),
            })
        }));
    }
    (fleet.instances, fleet.errors) = (instances.same(), errors.same());
    (instances, errors)
}

/// An entry for each pool.
fn launched(
    cx: Read<'_>,
    pools: &[Pool],
    outcome: &Outcome,
    lifecycle: InstanceLifecycle,
) -> Vec<CreateFleetInstance> {
    let mut found: Vec<(usize, CreateFleetInstance)> = Vec::new();
    for (at, ids) in &outcome.launched {
        let texts = ids.iter().map(ToString::to_string);
        if let Some((_, entry)) = found.iter_mut().find(|(other, _)| other == at) {
            entry.instance_ids.get_or_insert_default().extend(texts);
            continue;
        }
        let first = ids.first().and_then(|id| cx.find::<Instance>(id));
        let (Some(pool), Some(first)) = (pools.get(*at), first) else { continue };
        let place = &first.launch;
        let entry = CreateFleetInstance {
            launch_template_and_overrides: Some(made_of(pool)),
            lifecycle: Some(lifecycle),
            instance_ids: Some(texts.collect()),
            instance_type: Some(pool.instance_type.clone()),
            platform: place.is_windows.then_some(PlatformValues::Windows),
            availability_zone_id: Some(place.zone_id.to_string()),
            availability_zone: Some(place.zone.to_string()),
            subnet_id: Some(place.subnet_id.to_string()),
        };
        found.push((*at, entry));
    }
    found.into_iter().map(|(_, entry)| entry).collect()
}

/// The template by its id and the number of its version, as recorded answers name it.
fn made_of(pool: &Pool) -> LaunchTemplateAndOverridesResponse {
    let template = pool.launch.template.as_ref();
    LaunchTemplateAndOverridesResponse {
        launch_template_specification: template.map(|(id, version)| {
            FleetLaunchTemplateSpecification {
                launch_template_id: Some(id.to_string()),
                version: Some(version.to_string()),
                ..FleetLaunchTemplateSpecification::default()
            }
        }),
        overrides: Some(pool.overrides.clone()),
    }
}
