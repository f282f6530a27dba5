//! InstanceMarketOptions: spot instances, and those of reservations that have a market. There is no
//! spot market here: a request is fulfilled at once, at any price that some market might take, and
//! never interrupted.

use super::plan::Plan;
use crate::catalog::prices::Product;
use crate::engine::{Id, Read, Write};
use crate::error::{Error, Result};
use crate::records::compute::instances::Spot;
use crate::records::compute::instances::launch::market::{Bid, PRICE_TOO_LOW};
use crate::records::ids::SpotInstanceRequestId;
use crate::records::storage::images;
use wire::{
    InstanceInterruptionBehavior as Interruption, InstanceLifecycleType, MarketType,
    RunInstancesRequest, ShutdownBehavior, WireEnum as _,
};

/// The market of instances that go into a Capacity Block or an interruptible reservation.
pub(crate) fn of_reservation(request: &RunInstancesRequest) -> Option<InstanceLifecycleType> {
    match request.instance_market_options.as_ref()?.market_type? {
        MarketType::CapacityBlock => Some(InstanceLifecycleType::CapacityBlock),
        MarketType::InterruptibleCapacityReservation => {
            Some(InstanceLifecycleType::InterruptibleCapacityReservation)
        }
        MarketType::Spot | MarketType::OnDemand => None,
    }
}

/// What an instance that is stopped when it is interrupted cannot have.
///
/// # Errors
/// `InvalidParameterCombination`.
pub(crate) fn check_launch(cx: Read<'_>, spot: &Spot, request: &RunInstancesRequest) -> Result<()> {
    if spot.interruption == Interruption::Terminate {
        return Ok(());
    }
    let interruption = spot.interruption.as_str();
    // Even one without a name: hashicorp/terraform-provider-aws#24695.
    if request.placement.as_ref().is_some_and(|placement| placement.group_name.is_some()) {
        return Err(Error::combination(format!(
            "The parameter GroupName within placement information cannot be specified when \
             instanceInterruptionBehavior is set to '{}'",
            interruption.to_ascii_uppercase()
        )));
    }
    if request.image_id.as_deref().is_some_and(|id| images::is_in_s3(cx, id)) {
        // hashicorp/terraform-provider-aws#1986
        return Err(Error::combination(format!(
            "An AMI with a root device type of 'instance-store' is not supported when \
             instanceInterruptionBehavior is set to '{interruption}'."
        )));
    }
    if request.instance_initiated_shutdown_behavior == Some(ShutdownBehavior::Terminate) {
        // unverified (looked up 2026-11-26): how it begins.
        return Err(Error::combination(format!(
            "The request with instanceInitiatedShutdownBehavior 'terminate' is not supported when \
             instanceInterruptionBehavior is set to '{interruption}'."
        )));
    }
    Ok(())
}

/// # Errors
/// `SpotMaxPriceTooLow`, as recorded in aws/aws-parallelcluster-node#415.
pub(crate) fn check_price(cx: Read<'_>, plan: &Plan) -> Result<()> {
    let instance = &plan.instance;
    let Some(spot) = instance.spot() else { return Ok(()) };
    let product = if instance.launch.is_windows { Product::Windows } else { Product::Linux };
    let (zone, max_price) = (&*instance.launch.zone, spot.max_price.as_deref());
    let bid = Bid { kind: instance.kind, product, zone, max_price };
    bid.refusal(cx).map_or(Ok(()), |message| Err(Error::new(PRICE_TOO_LOW, message)))
}

/// `sir-` and eight characters.
pub(crate) fn new_request_id(cx: &mut Write<'_>) -> SpotInstanceRequestId {
    Id::new(format!("sir-{:08x}", cx.ids().below(u32::MAX)))
}
