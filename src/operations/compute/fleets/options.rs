//! SpotOptions, OnDemandOptions and ReservedCapacityOptions of a fleet.

use crate::effects::compute::fleets::checks::{check_rebalance, not_with};
use crate::error::{Error, Result};
use crate::records::compute::fleets::core::{Allocation, Strategy};
use crate::records::compute::launch_templates::{Same as _, same};
use wire::{
    CapacityReservationOptions, DefaultTargetCapacityType,
    FleetOnDemandAllocationStrategy as OnDemandStrategy, FleetReplacementStrategy as Replacement,
    FleetReservationType, FleetSpotMaintenanceStrategiesRequest, FleetType, OnDemandOptions,
    OnDemandOptionsRequest, ReservedCapacityOptionsRequest, SpotAllocationStrategy as SpotStrategy,
    SpotInstanceInterruptionBehavior as Interruption, SpotOptions, SpotOptionsRequest,
    WireEnum as _,
};

same! {
    FleetSpotMaintenanceStrategiesRequest => FleetSpotMaintenanceStrategies {
        capacity_rebalance,
    }
    FleetSpotCapacityRebalanceRequest => FleetSpotCapacityRebalance {
        replacement_strategy, termination_delay,
    }
}

/// How Spot units are allocated, and how an answer shows it.
pub(crate) fn spot(
    asked: Option<&SpotOptionsRequest>,
    kind: FleetType,
    units: i32,
) -> Result<(Allocation, SpotOptions)> {
    let nothing = SpotOptionsRequest::default();
    let asked = asked.unwrap_or(&nothing);
    let interruption = asked.instance_interruption_behavior.unwrap_or(Interruption::Terminate);
    check_interruption(interruption, kind)?;
    check_maintenance(asked.maintenance_strategies.as_ref(), kind)?;
    let strategy = asked.allocation_strategy.unwrap_or(SpotStrategy::LowestPrice);
    let is_lowest = matches!(strategy, SpotStrategy::LowestPrice | SpotStrategy::LowestPrice_);
    if asked.instance_pools_to_use_count.is_some() && !is_lowest {
        let message = "InstancePoolsToUseCount option is only available with the lowestPrice \
                       allocation strategy.";
        return Err(Error::new("InvalidFleetConfig", message));
    }
    let count = asked.instance_pools_to_use_count.unwrap_or(1);
    if count < 1 {
        // unverified (looked up 2026-11-26): the wording.
        let reason = "Expecting a value greater than 0.";
        return Err(Error::bad_parameter("instancePoolsToUseCount", count, reason));
    }
    let single = (asked.single_instance_type, asked.single_availability_zone);
    let allocation = Allocation {
        strategy: match strategy {
            SpotStrategy::LowestPrice | SpotStrategy::LowestPrice_ => Strategy::LowestPrice,
            SpotStrategy::Diversified => Strategy::Diversified,
            SpotStrategy::CapacityOptimized => Strategy::CapacityOptimized,
            SpotStrategy::CapacityOptimizedPrioritized => Strategy::Prioritized,
            SpotStrategy::PriceCapacityOptimized => Strategy::PriceCapacityOptimized,
        },
        pools_to_use: usize::try_from(count).unwrap_or(1),
        ..allocation(single, asked.min_target_capacity, asked.max_total_price.as_deref(), kind)?
    };
    let shown = SpotOptions {
        // unverified (looked up 2026-11-26): that `lowest-price` is shown as asked for, as it is of
        // On-Demand.
        allocation_strategy: Some(strategy),
        maintenance_strategies: asked.maintenance_strategies.same(),
        instance_interruption_behavior: Some(interruption),
        instance_pools_to_use_count: is_lowest.then_some(count),
        single_instance_type: asked.single_instance_type,
        single_availability_zone: asked.single_availability_zone,
        min_target_capacity: asked.min_target_capacity.or_else(|| least(&allocation, units)),
        max_total_price: asked.max_total_price.clone(),
    };
    Ok((allocation, shown))
}

pub(crate) fn on_demand(
    asked: Option<&OnDemandOptionsRequest>,
    kind: FleetType,
    units: i32,
) -> Result<(Allocation, OnDemandOptions)> {
    let nothing = OnDemandOptionsRequest::default();
    let asked = asked.unwrap_or(&nothing);
    // Either spelling of the lowest price is shown as asked for (transcript 23302434022).
    let strategy = asked.allocation_strategy.unwrap_or(OnDemandStrategy::LowestPrice);
    let usage = asked.capacity_reservation_options.as_ref().and_then(|it| it.usage_strategy);
    if usage.is_some() && kind != FleetType::Instant {
        // "This strategy can only be used if the EC2 Fleet is of type instant."
        // unverified (looked up 2026-11-26): the wording.
        return Err(not_with("CapacityReservationOptions", kind));
    }
    let single = (asked.single_instance_type, asked.single_availability_zone);
    let allocation = Allocation {
        strategy: match strategy {
            OnDemandStrategy::Prioritized => Strategy::Prioritized,
            _ => Strategy::LowestPrice,
        },
        reserved_first: usage.is_some(),
        ..allocation(single, asked.min_target_capacity, asked.max_total_price.as_deref(), kind)?
    };
    let shown = OnDemandOptions {
        allocation_strategy: Some(strategy),
        single_instance_type: asked.single_instance_type,
        single_availability_zone: asked.single_availability_zone,
        min_target_capacity: asked.min_target_capacity.or_else(|| least(&allocation, units)),
        max_total_price: asked.max_total_price.clone(),
        capacity_reservation_options: usage
            .map(|usage| CapacityReservationOptions { usage_strategy: Some(usage) }),
    };
    Ok((allocation, shown))
}

/// What both ways have alike; the strategy is the caller's.
fn allocation(
    (single_type, single_zone): (Option<bool>, Option<bool>),
    least: Option<i32>,
    price: Option<&str>,
    kind: FleetType,
) -> Result<Allocation> {
    let is_instant = kind == FleetType::Instant;
    let [single_type, single_zone] = [single_type, single_zone].map(|it| it == Some(true));
    if single_type && !is_instant {
        return Err(not_with("SingleInstanceType", kind));
    }
    if single_zone && !is_instant {
        return Err(not_with("SingleAvailabilityZone", kind));
    }
    if let Some(least) = least {
        if !is_instant {
            return Err(not_with("MinTargetCapacity", kind));
        }
        // <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SpotOptionsRequest.html>
        // unverified (looked up 2026-11-26): codes and wordings.
        if !(0..=1_000).contains(&least) {
            let reason = "Expecting a number from 0 to 1000.";
            return Err(Error::bad_parameter("minTargetCapacity", least, reason));
        }
        if !single_type && !single_zone {
            return Err(Error::combination(
                "MinTargetCapacity can only be specified together with SingleInstanceType or \
                 SingleAvailabilityZone.",
            ));
        }
    }
    Ok(Allocation {
        strategy: Strategy::LowestPrice,
        reserved_first: false,
        pools_to_use: 1,
        single_type,
        single_zone,
        least: f64::from(least.unwrap_or(0)),
        max_total_price: price.map(total_price).transpose()?,
    })
}

/// What an instant fleet of one type or zone shows that names no least number of units
/// (transcript 23302434022).
// unverified (looked up 2026-11-26): that it launches less all the same.
fn least(allocation: &Allocation, units: i32) -> Option<i32> {
    (allocation.single_type || allocation.single_zone).then_some(units)
}

/// US dollars an hour for all instances together.
pub(crate) fn total_price(text: &str) -> Result<f64> {
    let price = text.parse().ok().filter(|price: &f64| *price > 0.0 && price.is_finite());
    // unverified (looked up 2026-11-26): the wording.
    price.ok_or_else(|| Error::bad_parameter("maxTotalPrice", text, "Expecting a positive number."))
}

/// Recorded of both types.
fn check_interruption(interruption: Interruption, kind: FleetType) -> Result<()> {
    match kind {
        _ if interruption == Interruption::Terminate => Ok(()),
        FleetType::Maintain => Ok(()),
        FleetType::Instant => Err(Error::invalid_value(
            "SpotOptions.InstanceInterruptionBehavior must be null or \"terminate\" for given \
             fleet type.",
        )),
        FleetType::Request => {
            let parameter = format!("InstanceInterruptionBehavior:{}", interruption.as_str());
            Err(not_with(&parameter, kind))
        }
    }
}

/// Nothing here is ever about to be interrupted: strategies for that have only to make sense.
/// See `API_FleetSpotCapacityRebalanceRequest` in AWS's reference.
// unverified (looked up 2026-11-26): the wordings.
fn check_maintenance(
    asked: Option<&FleetSpotMaintenanceStrategiesRequest>,
    kind: FleetType,
) -> Result<()> {
    let Some(rebalance) = asked.and_then(|asked| asked.capacity_rebalance.as_ref()) else {
        return Ok(());
    };
    if kind != FleetType::Maintain {
        // File 63100323910 has the end of it.
        return Err(Error::new(
            "InvalidParameter",
            "SpotOptions.MaintenanceStrategies is only compatible with fleet type maintain",
        ));
    }
    check_rebalance(
        rebalance.replacement_strategy == Some(Replacement::LaunchBeforeTerminate),
        rebalance.termination_delay,
    )
}

/// What reservations a fleet launches into: those that are lent, which its templates target.
/// See `API_ReservedCapacityOptionsRequest` in AWS's reference.
///
/// # Errors
/// `InvalidParameterCombination` for options of another target capacity type.
// unverified (looked up 2026-11-26): code and wording; that the types have to be named.
pub(super) fn check_reserved(
    options: Option<&ReservedCapacityOptionsRequest>,
    default_type: DefaultTargetCapacityType,
) -> Result<()> {
    let types = options.and_then(|options| options.reservation_types.as_deref());
    let is_reserved = default_type == DefaultTargetCapacityType::ReservedCapacity;
    match (options, types.unwrap_or_default()) {
        (None, _) if !is_reserved => Ok(()),
        (Some(_), _) if !is_reserved => Err(Error::combination(
            "ReservedCapacityOptions can only be used with the DefaultTargetCapacityType \
             reserved-capacity.",
        )),
        (_, []) => Err(Error::missing("ReservedCapacityOptions.ReservationTypes")),
        (_, [FleetReservationType::InterruptibleCapacityReservation]) => Ok(()),
        (_, types) => {
            let types: Vec<&str> = types.iter().map(|of| of.as_str()).collect();
            Err(Error::not_emulated(format!("fleets of the reservations {}", types.join(", "))))
        }
    }
}
