//! InstanceMarketOptions: spot instances. There is no spot market here: a request is fulfilled at
//! once, whatever its price, and never interrupted.

use crate::engine::{Id, Write};
use crate::error::{Error, Result};
use crate::records::compute::instances::Spot;
use crate::records::ids::SpotInstanceRequestId;
use wire::{
    InstanceInterruptionBehavior as Interruption, RunInstancesRequest, ShutdownBehavior,
    WireEnum as _,
};

/// What an instance that is stopped when it is interrupted cannot have.
///
/// # Errors
/// `InvalidParameterCombination`.
pub(crate) fn check_launch(spot: &Spot, request: &RunInstancesRequest) -> Result<()> {
    if spot.interruption == Interruption::Terminate {
        return Ok(());
    }
    let interruption = spot.interruption.as_str();
    let group = request.placement.as_ref().and_then(|placement| placement.group_name.as_deref());
    if group.is_some_and(|group| !group.is_empty()) {
        return Err(Error::combination(format!(
            "The parameter GroupName within placement information cannot be specified when \
             instanceInterruptionBehavior is set to '{}'",
            interruption.to_ascii_uppercase()
        )));
    }
    if request.instance_initiated_shutdown_behavior == Some(ShutdownBehavior::Terminate) {
        // unverified: how it begins.
        return Err(Error::combination(format!(
            "The request with instanceInitiatedShutdownBehavior 'terminate' is not supported when \
             instanceInterruptionBehavior is set to '{interruption}'."
        )));
    }
    Ok(())
}

/// `sir-` and eight characters.
pub(crate) fn new_request_id(cx: &mut Write<'_>) -> SpotInstanceRequestId {
    Id::new(format!("sir-{:08x}", cx.ids().below(u32::MAX)))
}
