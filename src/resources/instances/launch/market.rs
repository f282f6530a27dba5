//! InstanceMarketOptions: spot instances. There is no spot market here: a request is fulfilled at
//! once, whatever its price, and never interrupted.

pub(super) use super::super::Spot;
use crate::engine::{Id, Write};
use crate::error::{Error, Result};
use wire::WireEnum as _;
use wire::{
    InstanceInterruptionBehavior as Interruption, MarketType, RunInstancesRequest,
    ShutdownBehavior, SpotInstanceType, Timestamp,
};

/// # Errors
/// `InvalidParameterCombination` and `InvalidParameterValue` for options that exclude each other.
pub(super) fn spot(request: &RunInstancesRequest) -> Result<Option<Spot>> {
    let Some(market) = &request.instance_market_options else { return Ok(None) };
    match market.market_type {
        Some(MarketType::Spot) => {}
        None | Some(MarketType::OnDemand) if market.spot_options.is_none() => return Ok(None),
        // unverified: no recording has the wording.
        None | Some(MarketType::OnDemand) => {
            return Err(Error::combination(
                "SpotOptions may only be specified for MarketType spot",
            ));
        }
        Some(other) => return Err(Error::not_emulated(format!("market type {}", other.as_str()))),
    }
    let options = market.spot_options.as_ref();
    let kind = options.and_then(|options| options.spot_instance_type);
    let interruption = options.and_then(|options| options.instance_interruption_behavior);
    let valid_until = options.and_then(|options| options.valid_until);
    let max_price = options.and_then(|options| options.max_price.as_deref());
    let spot = new(kind, interruption, max_price, valid_until)?;
    let is_persistent = spot.kind == SpotInstanceType::Persistent;
    if is_persistent && spot.interruption == Interruption::Terminate {
        // pahud/cdk-spot-one#206; aws/aws-sdk-ruby#1798 has it of a request that says neither.
        return Err(Error::combination(
            "The terminate InstanceInterruptionBehavior is not supported when requestType is set \
             to persistent.",
        ));
    }
    // A dry run does not find it out.
    if !is_persistent && valid_until.is_some() && request.dry_run != Some(true) {
        return Err(Error::combination(
            "The parameter validUntil cannot be specified when the SpotRequestType is set to \
             'one-time'.",
        ));
    }
    Ok(Some(spot))
}

/// What is asked for, before it has an id.
///
/// # Errors
/// `InvalidParameterCombination` for a one-time request that would be interrupted otherwise than by
/// an end, `InvalidParameterValue` for a price that is none.
pub(in crate::resources) fn new(
    asked: Option<SpotInstanceType>,
    interruption: Option<Interruption>,
    max_price: Option<&str>,
    valid_until: Option<Timestamp>,
) -> Result<Spot> {
    let kind = asked.unwrap_or(SpotInstanceType::OneTime);
    let interruption = interruption.unwrap_or(Interruption::Terminate);
    if kind == SpotInstanceType::OneTime && interruption != Interruption::Terminate {
        // diux-dev/cluster#27
        return Err(Error::combination(format!(
            "The request with type '{}' is not supported when instanceInterruptionBehavior is set \
             to '{}'.",
            asked.map_or("null", SpotInstanceType::as_str),
            interruption.as_str()
        )));
    }
    let priced = |price: &str| price.parse::<f64>().is_ok_and(|price| price > 0.0);
    if let Some(price) = max_price.filter(|price| !priced(price)) {
        return Err(Error::bad_parameter("maxPrice", price, "Expecting a positive number."));
    }
    let max_price = max_price.map(Into::into);
    Ok(Spot { request_id: "".into(), kind, interruption, max_price, valid_until })
}

/// What an instance that is stopped when it is interrupted cannot have.
///
/// # Errors
/// `InvalidParameterCombination`.
pub(super) fn check_launch(spot: &Spot, request: &RunInstancesRequest) -> Result<()> {
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
pub(in crate::resources) fn new_request_id(cx: &mut Write<'_>) -> Id {
    format!("sir-{:08x}", cx.ids().below(u32::MAX)).into()
}
