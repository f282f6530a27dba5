//! InstanceMarketOptions: spot instances. There is no spot market here: a request is fulfilled at
//! once, at any price that some market might take, and never interrupted.

use crate::catalog::instance_types::InstanceType;
use crate::catalog::prices::{self, Product};
use crate::catalog::{regions, spot_prices};
use crate::engine::{Id, Read};
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
        return Err(no_price(price));
    }
    let max_price = max_price.map(Into::into);
    Ok(Spot { request_id: Id::new(""), kind, interruption, max_price, valid_until })
}

/// Spot Instances for a time that is agreed on are not sold any more:
/// terraform-aws-modules/terraform-aws-autoscaling#207, of a template's.
///
/// # Errors
/// `InvalidParameterValue` for any.
pub(crate) fn check_duration(minutes: Option<i32>) -> Result<()> {
    match minutes {
        None => Ok(()),
        Some(_) => Err(Error::invalid_value("BlockDurationMinutes is not a valid parameter.")),
    }
}

/// US dollars an hour, of what is asked of a launch and of a fleet.
pub(crate) const MIN_PRICE: f64 = 0.001;

/// aws/aws-sdk-js#495, and of a launch unblocked/ec2-action-builder#45
pub(crate) fn no_price(text: &str) -> Error {
    Error::bad_parameter("price", text, &format!("\"{text}\" is an invalid spot instance price"))
}

/// AWS's saving is at most nine tenths of the price on demand.
/// <https://aws.amazon.com/ec2/spot/>
const LEAST_SHARE: f64 = 0.1;

/// What is asked for, and how high the price is that is asked for it.
pub(crate) struct Bid<'a> {
    pub kind: &'static InstanceType,
    pub product: Product,
    pub zone: &'a str,
    pub max_price: Option<&'a str>,
}

impl Bid<'_> {
    /// What a market says of a price that is too low for any: prices here are made up, so that one
    /// that is not much below them may be enough for AWS's.
    pub fn refusal(&self, cx: Read<'_>) -> Option<String> {
        let most: f64 = self.max_price?.parse().ok()?;
        let region = regions::find(cx.region())?;
        let listed = prices::on_demand(region.name, self.kind, self.product)?;
        let zone = region.zone(self.zone).filter(|_| most < listed * LEAST_SHARE)?.name;
        let pool = spot_prices::Pool { region: region.name, zone, kind: self.kind };
        let seconds = cx.now().timestamp().0.div_euclid(1_000);
        let least = spot_prices::in_force(pool, self.product, seconds)?;
        Some(below_minimum(most, least))
    }
}

/// Recorded of requests in hashicorp/terraform#8189, of launches in
/// aws/aws-parallelcluster-node#415.
pub(crate) fn below_minimum(most: f64, least: f64) -> String {
    format!(
        "Your Spot request price of {most} is lower than the minimum required Spot request \
         fulfillment price of {least}."
    )
}

/// The code of a launch whose price is too low.
pub(crate) const PRICE_TOO_LOW: &str = "SpotMaxPriceTooLow";
