//! InstanceMarketOptions: spot instances. There is no spot market here: a request is fulfilled at
//! once, whatever its price, and never interrupted.

pub(super) use super::super::Spot;
use crate::engine::{Id, Write};
use crate::error::{Error, Result};
use wire::WireEnum as _;
use wire::{
    InstanceInterruptionBehavior, MarketType, RunInstancesRequest, SpotInstanceType, Timestamp,
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
    let kind = kind.unwrap_or(SpotInstanceType::OneTime);
    let interruption = options.and_then(|options| options.instance_interruption_behavior);
    let interruption = interruption.unwrap_or(InstanceInterruptionBehavior::Terminate);
    let valid_until = options.and_then(|options| options.valid_until);
    if kind == SpotInstanceType::OneTime && valid_until.is_some() {
        // <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SpotMarketOptions.html>
        // unverified: the wording.
        let message = "ValidUntil may only be specified for a persistent Spot request.";
        return Err(Error::combination(message));
    }
    let max_price = options.and_then(|options| options.max_price.as_deref());
    new(kind, interruption, max_price, valid_until).map(Some)
}

/// What is asked for, before it has an id.
///
/// # Errors
/// `InvalidParameterCombination` for a one-time request that would be interrupted otherwise than by
/// an end, `InvalidParameterValue` for a price that is none.
pub(in crate::resources) fn new(
    kind: SpotInstanceType,
    interruption: InstanceInterruptionBehavior,
    max_price: Option<&str>,
    valid_until: Option<Timestamp>,
) -> Result<Spot> {
    if kind == SpotInstanceType::OneTime && interruption != InstanceInterruptionBehavior::Terminate
    {
        // unverified: the wording.
        return Err(Error::combination(format!(
            "The interruption behavior {} requires a persistent Spot Instance request.",
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

/// `sir-` and eight characters.
pub(super) fn new_request_id(cx: &mut Write<'_>) -> Id {
    format!("sir-{:08x}", cx.ids().below(u32::MAX)).into()
}
