//! InstanceMarketOptions: spot instances. There is no spot market here: a request is fulfilled at
//! once, whatever its price, and never interrupted.

use crate::engine::Id;
use crate::error::{Error, Result};
use crate::records::compute::instances::Spot;
use wire::{
    InstanceInterruptionBehavior as Interruption, SpotInstanceType, Timestamp, WireEnum as _,
};

/// What is asked for, before it has an id; `shown` is how a refusal writes an interruption.
///
/// # Errors
/// `InvalidParameterCombination` for a one-time request that would be interrupted otherwise than by
/// an end, `InvalidParameterValue` for a price that is none.
pub(crate) fn new(
    asked: Option<SpotInstanceType>,
    interruption: Option<Interruption>,
    max_price: Option<&str>,
    valid_until: Option<Timestamp>,
    shown: fn(Interruption) -> String,
) -> Result<Spot> {
    let kind = asked.unwrap_or(SpotInstanceType::OneTime);
    let interruption = interruption.unwrap_or(Interruption::Terminate);
    if kind == SpotInstanceType::OneTime && interruption != Interruption::Terminate {
        return Err(Error::combination(format!(
            "The request with type '{}' is not supported when instanceInterruptionBehavior is set \
             to '{}'.",
            asked.map_or("null", SpotInstanceType::as_str),
            shown(interruption)
        )));
    }
    let priced = |price: &str| price.parse::<f64>().is_ok_and(|price| price > 0.0);
    if let Some(price) = max_price.filter(|price| !priced(price)) {
        // aws/aws-sdk-js#495, and of a launch unblocked/ec2-action-builder#45
        let reason = format!("\"{price}\" is an invalid spot instance price");
        return Err(Error::bad_parameter("price", price, &reason));
    }
    let max_price = max_price.map(Into::into);
    Ok(Spot { request_id: Id::new(""), kind, interruption, max_price, valid_until })
}
