//! InstanceMarketOptions: spot instances. There is no spot market here: a request is fulfilled at
//! once, at any price that some market might take, and never interrupted.

use crate::engine::Read;
use crate::error::{Error, Result};
use crate::records::compute::instances::Spot;
use crate::records::compute::instances::launch::market::{
    MIN_PRICE, check_duration, new, no_price,
};
use wire::{
    InstanceInterruptionBehavior as Interruption, MarketType, RunInstancesRequest,
    SpotInstanceType, WireEnum as _,
};

/// # Errors
/// `MissingParameter` for options without a market, `InvalidParameterCombination` and
/// `InvalidParameterValue` for those that exclude each other.
pub(crate) fn spot(cx: Read<'_>, request: &RunInstancesRequest) -> Result<Option<Spot>> {
    let Some(market) = &request.instance_market_options else { return Ok(None) };
    match market.market_type {
        Some(MarketType::Spot) => {}
        None => {
            // With the full stop: hashicorp/terraform-provider-aws#38588
            let message = "The request must contain the parameter MarketType.";
            return Err(Error::new("MissingParameter", message));
        }
        _ if market.spot_options.is_none() => return Ok(None),
        // unverified (looked up 2026-11-26): no recording has the wording.
        _ => {
            return Err(Error::combination(
                "SpotOptions may only be specified for MarketType spot",
            ));
        }
    }
    let options = market.spot_options.as_ref();
    let kind = options.and_then(|options| options.spot_instance_type);
    let interruption = options.and_then(|options| options.instance_interruption_behavior);
    let interruption = of_hibernation(request, kind, interruption)?;
    let valid_until = options.and_then(|options| options.valid_until);
    let max_price = options.and_then(|options| options.max_price.as_deref());
    check_duration(options.and_then(|options| options.block_duration_minutes))?;
    check_least(max_price)?;
    // Larger letters than RequestSpotInstances has, in Terraform's runs of 2026.
    let shown = |it: Interruption| it.as_str().to_ascii_uppercase();
    let spot = new(kind, interruption, max_price, valid_until, shown)?;
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
    if is_persistent && valid_until.is_some_and(|until| cx.now().reached(until)) {
        // unverified (looked up 2026-11-26): the wording, which is that of RequestSpotInstances.
        return Err(Error::invalid_value("The parameter validUntil must be in the future."));
    }
    Ok(Some(spot))
}

/// One that can hibernate does so when it is interrupted. See `API_HibernationOptionsRequest` in
/// AWS's reference.
///
/// # Errors
/// `InvalidParameterCombination` for another behaviour.
// unverified (looked up 2026-11-26): code and wording; the rule is documented.
fn of_hibernation(
    request: &RunInstancesRequest,
    kind: Option<SpotInstanceType>,
    asked: Option<Interruption>,
) -> Result<Option<Interruption>> {
    let options = request.hibernation_options.as_ref();
    // A request of the other type is refused as one that cannot be started again.
    let is_persistent = kind == Some(SpotInstanceType::Persistent);
    if options.and_then(|options| options.configured) != Some(true) || !is_persistent {
        return Ok(asked);
    }
    match asked {
        None | Some(Interruption::Hibernate) => Ok(Some(Interruption::Hibernate)),
        Some(Interruption::Stop | Interruption::Terminate) => Err(Error::combination(
            "The parameter instanceInterruptionBehavior must be set to 'hibernate' when \
             hibernation is configured.",
        )),
    }
}

/// See `API_SpotMarketOptions` in AWS's reference: less than this is no price.
fn check_least(price: Option<&str>) -> Result<()> {
    match price.filter(|text| text.parse().is_ok_and(|price: f64| price < MIN_PRICE)) {
        Some(price) => Err(no_price(price)),
        None => Ok(()),
    }
}
