//! What no fleet's configuration can be.

use super::pools::Pool;
use crate::engine::Read;
use crate::error::{Error, Result};
use crate::records::compute::fleets::core::Core;
use crate::records::compute::instances::launch::market::MIN_PRICE;
use std::collections::BTreeSet;
use wire::{FleetType, WireEnum as _};

/// Contexts are what AWS lets some accounts have; none here is one of them.
///
/// # Errors
/// `UnauthorizedOperation` for any, as Terraform's test of Spot Fleets has it.
// unverified (looked up 2026-11-26): of the other operations.
pub(crate) fn check_context(cx: Read<'_>, context: Option<&str>) -> Result<()> {
    let Some(context) = context.filter(|context| !context.is_empty()) else { return Ok(()) };
    let account = cx.account();
    let message =
        format!("The account \"{account}\" is not allowed to access Context \"{context}\".");
    Err(Error::new("UnauthorizedOperation", message).with_status(403))
}

/// A parameter that goes with other types of fleets, in words recorded of some: those of an instant
/// fleet in file 58686947009 of ValidUntil, and in file 63100323910, whose author asked EC2.
pub(crate) fn not_with(parameter: &str, kind: FleetType) -> Error {
    if kind == FleetType::Instant {
        let message = format!("{parameter} is not supported for given fleet type");
        return Error::new("InvalidParameter", message);
    }
    let kind = kind.as_str();
    Error::combination(format!(
        "Parameter: {parameter} and FleetType:{kind} can not be specified together."
    ))
}

/// What an entry of a fleet's configuration weighs, when its turn is, and what it may cost.
// unverified (looked up 2026-11-26): the wordings.
pub(crate) fn check_numbers(
    weight: Option<f64>,
    priority: Option<f64>,
    price: Option<&str>,
) -> Result<()> {
    if let Some(weight) = weight.filter(|weight| !weight.is_finite() || *weight <= 0.0) {
        let reason = "Expecting a value greater than 0.";
        return Err(Error::bad_parameter("weightedCapacity", weight, reason));
    }
    if let Some(priority) = priority.filter(|priority| priority.is_nan() || *priority < 0.0) {
        return Err(Error::bad_parameter("priority", priority, "Expecting a number from 0 on."));
    }
    let is_price = |text: &str| text.parse().is_ok_and(|price: f64| price >= MIN_PRICE);
    match price.filter(|text| !is_price(text)) {
        Some(text) => {
            let reason = "The price must not be less than $0.001.";
            Err(Error::bad_parameter("maxPrice", text, reason))
        }
        None => Ok(()),
    }
}

/// Whether the instance that is replaced ends, and after how many seconds.
pub(crate) fn check_rebalance(ends: bool, delay: Option<i32>) -> Result<()> {
    match delay {
        None if ends => Err(Error::missing("TerminationDelay")),
        Some(_) if !ends => Err(Error::combination(
            "TerminationDelay can only be specified with the replacement strategy \
             launch-before-terminate.",
        )),
        Some(delay) if !(120..=7_200).contains(&delay) => {
            let reason = "Expecting a number from 120 to 7200.";
            Err(Error::bad_parameter("terminationDelay", delay, reason))
        }
        _ => Ok(()),
    }
}

/// A type in a zone is one pool, whatever the subnets:
/// github-aws-runners/terraform-aws-github-runner#5297. Types found by attributes have another
/// refusal: runs-on/runs-on#476.
pub(crate) fn check_pools(pools: &[Pool]) -> Result<()> {
    if pools.iter().any(|pool| pool.launch.request.image_id.is_none()) {
        // aws/aws-sdk-go#5134, of a fleet whose template names none.
        return Err(Error::invalid_value("Parameter 'amiIdList' cannot be empty."));
    }
    let mut seen = BTreeSet::new();
    for pool in pools {
        let is_new = seen.insert((
            pool.instance_type.as_str(),
            pool.zone.as_deref(),
            pool.launch.product.as_str(),
        ));
        if !is_new && pool.most.spot.or(pool.most.on_demand).is_some() {
            return Err(Error::invalid_value(
                "Two or more of your InstanceRequirements structures include overlapping values. \
                 Ensure that there is no overlap, and try again.",
            ));
        }
        if !is_new {
            let message = "The fleet configuration contains duplicate instance pools.";
            return Err(Error::new("InvalidFleetConfig", message));
        }
    }
    Ok(())
}

/// What an override or a specification says of its types: whether it names one, whether it has
/// requirements, and which weight or priority it has beside them.
pub(crate) struct Kinds {
    pub is_named: bool,
    pub is_required: bool,
    pub beside: Option<&'static str>,
}

impl Kinds {
    pub fn new<T, R>(named: Option<&T>, required: Option<&R>, ranks: [Option<f64>; 2]) -> Self {
        let mut ranks = ranks.into_iter().zip(["weightedCapacity", "priority"]);
        Self {
            is_named: named.is_some(),
            is_required: required.is_some(),
            beside: ranks.find_map(|(rank, name)| rank.map(|_| name)),
        }
    }
}

/// A fleet has types by their names or by what they must have, wherever it says it, and then they
/// have neither weights nor priorities. "Considerations" of the user guide's
/// `ec2-fleet-attribute-based-instance-type-selection`.
///
/// # Errors
/// `InvalidParameterCombination`.
// unverified (looked up 2026-11-26): codes and wordings.
pub(crate) fn check_kinds(all: &[Kinds]) -> Result<()> {
    if all.iter().any(|it| it.is_named) && all.iter().any(|it| it.is_required) {
        return Err(Error::exclusive("instanceType", "instanceRequirements"));
    }
    match all.iter().filter(|it| it.is_required).find_map(|it| it.beside) {
        Some(name) => Err(Error::exclusive(name, "instanceRequirements")),
        None => Ok(()),
    }
}

/// jenkinsci/ec2-fleet-plugin#131 has it of a Spot Fleet's type.
// unverified (looked up 2026-11-26): the wording for a fleet that is not there any more.
pub(crate) fn check_modifiable(id: &str, core: &Core) -> Result<()> {
    let reason = if !core.maintains() {
        "is not a modifiable fleet request type."
    } else if core.left.is_some() {
        "is not in a modifiable state."
    } else {
        return Ok(());
    };
    Err(Error::new("FleetNotInModifiableState", format!("Fleet Request: {id} {reason}")))
}
