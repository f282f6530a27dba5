//! What a fleet's configuration cannot be.

use crate::effects::compute::fleets::checks::{Kinds, check_kinds, check_numbers, not_with};
use crate::engine::Read;
use crate::error::{Error, Result};
use crate::records::compute::fleets::core::Target;
use wire::{
    DefaultTargetCapacityType as DefaultType, FleetLaunchTemplateConfigRequest,
    FleetLaunchTemplateOverridesRequest, FleetType, Placement, TargetCapacitySpecificationRequest,
    TargetCapacityUnitType as Unit, Timestamp,
};

/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/fleet-quotas.html>
const MAX_UNITS: i32 = 10_000;
/// Recorded in osbuild/osbuild-composer#3946.
const MAX_REQUIREMENTS: usize = 4;
/// Of fleets that do not launch all at once. See `API_FleetLaunchTemplateConfigRequest` in AWS's
/// reference.
const MAX_OVERRIDES: usize = 300;

/// How many units are to be bought in each way, and how those are that nothing is said of.
// unverified (looked up 2026-11-26): that Spot is what is usual.
pub(crate) fn target(
    asked: &TargetCapacitySpecificationRequest,
    kind: FleetType,
) -> Result<(Target, DefaultType)> {
    let total = asked.total_target_capacity.unwrap_or(0);
    let unit = asked.target_capacity_unit_type;
    check_units("totalTargetCapacity", total, unit)?;
    if total == 0 && kind != FleetType::Maintain {
        // "If the request type is maintain, you can specify a target capacity of 0".
        // unverified (looked up 2026-11-26): code and wording.
        return Err(not_with("TotalTargetCapacity:0", kind));
    }
    let on_demand = asked.on_demand_target_capacity.unwrap_or(0);
    let spot = asked.spot_target_capacity.unwrap_or(0);
    check_units("onDemandTargetCapacity", on_demand, unit)?;
    check_units("spotTargetCapacity", spot, unit)?;
    let rest = total.saturating_sub(on_demand).saturating_sub(spot);
    if rest < 0 {
        // unverified (looked up 2026-11-26): the wording.
        return Err(Error::new(
            "InvalidTargetCapacitySpecification",
            "The sum of OnDemandTargetCapacity and SpotTargetCapacity must not be greater than \
             TotalTargetCapacity.",
        ));
    }
    match asked.default_target_capacity_type.unwrap_or(DefaultType::Spot) {
        DefaultType::Spot => {
            Ok((Target { total, on_demand, spot: spot + rest }, DefaultType::Spot))
        }
        DefaultType::OnDemand => {
            Ok((Target { total, on_demand: on_demand + rest, spot }, DefaultType::OnDemand))
        }
        // What is purchased is launched at once:
        // <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instant-fleet.html>
        // unverified (looked up 2026-11-26): code and wording for another type of fleet.
        reserved if kind == FleetType::Instant => {
            Ok((Target { total, on_demand: on_demand + rest, spot }, reserved))
        }
        DefaultType::CapacityBlock => {
            Err(not_with("DefaultTargetCapacityType:capacity-block", kind))
        }
        DefaultType::ReservedCapacity => {
            Err(not_with("DefaultTargetCapacityType:reserved-capacity", kind))
        }
    }
}

/// unverified (looked up 2026-11-26): code and wording, and that other units than instances have
/// no limit.
pub(crate) fn check_units(parameter: &str, units: i32, unit: Option<Unit>) -> Result<()> {
    let most = if unit.is_none_or(|unit| unit == Unit::Units) { MAX_UNITS } else { i32::MAX };
    if (0..=most).contains(&units) {
        return Ok(());
    }
    let reason = format!("Expecting a number from 0 to {most}.");
    Err(Error::bad_parameter(parameter, units, &reason))
}

pub(crate) fn check_configs(
    configs: &[FleetLaunchTemplateConfigRequest],
    kind: FleetType,
) -> Result<()> {
    if configs.is_empty() {
        return Err(Error::missing("LaunchTemplateConfigs"));
    }
    let is_instant = kind == FleetType::Instant;
    let mut named = configs.iter().filter_map(|it| it.launch_template_specification.as_ref());
    if !is_instant && named.any(|it| it.launch_template_specification_user_data.is_some()) {
        return Err(not_with("LaunchTemplateSpecificationUserData", kind));
    }
    let overrides: Vec<_> =
        configs.iter().flat_map(|config| config.overrides.iter().flatten()).collect();
    if !is_instant && overrides.len() > MAX_OVERRIDES {
        // unverified (looked up 2026-11-26): code and wording, which are those of requirements.
        return Err(Error::invalid_value(format!(
            "Your request contains more than the maximum allowed number of Overrides \
             ({MAX_OVERRIDES})"
        )));
    }
    if overrides.iter().filter(|it| it.instance_requirements.is_some()).count() > MAX_REQUIREMENTS {
        return Err(Error::invalid_value(format!(
            "Your request contains more than the maximum allowed number of InstanceRequirements \
             ({MAX_REQUIREMENTS})"
        )));
    }
    let kinds = overrides.iter().map(|it| {
        let (named, required) = (it.instance_type.as_ref(), it.instance_requirements.as_ref());
        Kinds::new(named, required, [it.weighted_capacity, it.priority])
    });
    check_kinds(&kinds.collect::<Vec<_>>())?;
    overrides.into_iter().try_for_each(|it| check_override(it, kind))
}

fn check_override(asked: &FleetLaunchTemplateOverridesRequest, kind: FleetType) -> Result<()> {
    if asked.availability_zone.is_some() && asked.availability_zone_id.is_some() {
        return Err(Error::exclusive("availabilityZone", "availabilityZoneId"));
    }
    // See `API_FleetLaunchTemplateOverridesRequest` in AWS's reference.
    let at_once = [
        ("ImageId", asked.image_id.is_some()),
        ("BlockDeviceMappings", asked.block_device_mappings.is_some()),
        ("KeyName", asked.key_name.is_some()),
        ("IamInstanceProfile", asked.iam_instance_profile.is_some()),
        ("MetadataOptions", asked.metadata_options.is_some()),
    ];
    if let Some((name, _)) = at_once.iter().find(|(_, given)| *given && kind != FleetType::Instant)
    {
        return Err(not_with(name, kind));
    }
    check_placement(asked.placement.as_ref())?;
    check_numbers(asked.weighted_capacity, asked.priority, asked.max_price.as_deref())
}

/// Of a placement only its group and its zone by name. See `API_Placement` in AWS's reference.
// unverified (looked up 2026-11-26): code and wording.
fn check_placement(asked: Option<&Placement>) -> Result<()> {
    let Some(asked) = asked else { return Ok(()) };
    let never = [
        ("AvailabilityZoneId", asked.availability_zone_id.is_some()),
        ("Affinity", asked.affinity.is_some()),
        ("PartitionNumber", asked.partition_number.is_some()),
        ("HostId", asked.host_id.is_some()),
        ("Tenancy", asked.tenancy.is_some()),
    ];
    match never.iter().find(|(_, given)| *given) {
        Some((name, _)) => {
            let message = format!("The parameter Placement.{name} is not supported for fleets.");
            Err(Error::new("InvalidFleetConfig", message))
        }
        None => Ok(()),
    }
}

pub(crate) fn check_unit(
    unit: Option<Unit>,
    configs: &[FleetLaunchTemplateConfigRequest],
) -> Result<()> {
    let mut overrides = configs.iter().flat_map(|config| config.overrides.iter().flatten());
    let names_types = overrides.any(|it| it.instance_type.is_some());
    if names_types && unit.is_some_and(|unit| unit != Unit::Units) {
        // See `API_TargetCapacitySpecificationRequest` in AWS's reference.
        // unverified (looked up 2026-11-26): code and wording.
        return Err(Error::exclusive("targetCapacityUnitType", "instanceType"));
    }
    Ok(())
}

pub(crate) fn check_times(
    cx: Read<'_>,
    (from, until): (Option<Timestamp>, Option<Timestamp>),
    kind: FleetType,
) -> Result<()> {
    if kind == FleetType::Instant && until.is_some() {
        return Err(not_with("ValidUntil", kind));
    }
    // unverified (looked up 2026-11-26): the wordings, and that one that has been is no harm.
    if kind == FleetType::Instant && from.is_some_and(|from| !cx.now().reached(from)) {
        return Err(not_with("ValidFrom", kind));
    }
    if until.is_some_and(|until| cx.now().reached(until)) {
        return Err(Error::invalid_value("The parameter validUntil must be in the future."));
    }
    if from.zip(until).is_some_and(|(from, until)| until <= from) {
        return Err(Error::invalid_value("The parameter validUntil must be after validFrom."));
    }
    Ok(())
}
