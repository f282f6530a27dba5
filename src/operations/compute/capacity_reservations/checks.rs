//! What several operations of these resources check alike.

use crate::engine::{Now, Read, Text};
use crate::error::{Error, Result};
use crate::records::account::arns::arn;
use crate::records::compute::placement_groups;
use wire::{EndDateType, PlacementStrategy, Timestamp};

pub(crate) fn count(asked: i32) -> Result<u32> {
    match asked {
        1..=1_000 => Ok(asked.unsigned_abs()),
        // <https://github.com/boto/boto3/issues/2962>
        _ => Err(Error::invalid_value(format!(
            "{asked} is an invalid value for InstanceCount. InstanceCount must be between 1 and \
             1000."
        ))),
    }
}

/// What a reservation is to have in place of what it has.
// unverified (looked up 2026-11-26): the wording. By how much it can change is documented.
pub(crate) fn changed_count(asked: i32, is: u32) -> Result<u32> {
    match u32::try_from(asked) {
        Ok(wanted) if wanted > 0 && wanted.abs_diff(is) <= 1_000 => Ok(wanted),
        Ok(wanted) if wanted > 0 => {
            let message = "The InstanceCount cannot be increased or decreased by more than 1000 \
                           in a single request.";
            Err(Error::invalid_value(message))
        }
        _ => count(asked),
    }
}

// unverified (looked up 2026-11-26): the wordings.
pub(crate) fn end(
    now: Now<'_>,
    kind: Option<EndDateType>,
    date: Option<Timestamp>,
) -> Result<Option<Timestamp>> {
    match (kind.unwrap_or(EndDateType::Unlimited), date) {
        (EndDateType::Unlimited, None) => Ok(None),
        (EndDateType::Unlimited, Some(_)) => {
            let message = "EndDate may only be specified for the EndDateType limited.";
            Err(Error::combination(message))
        }
        (EndDateType::Limited, None) => Err(Error::missing("EndDate")),
        (EndDateType::Limited, Some(date)) if now.reached(date) => {
            Err(Error::invalid_value("The parameter endDate must be in the future."))
        }
        (EndDateType::Limited, date) => Ok(date),
    }
}

/// The name of the cluster placement group with an ARN.
///
/// # Errors
/// `InvalidPlacementGroup.Unknown`, and for a group of another strategy, which
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/cr-cpg.html> rules out.
// unverified (looked up 2026-11-26): the wordings.
pub(crate) fn cluster_group(cx: Read<'_>, text: &str) -> Result<Text> {
    let name = text.strip_prefix(&arn(cx, "placement-group/"));
    let group = name.and_then(|name| placement_groups::find(cx, name));
    let group = group.ok_or_else(|| placement_groups::unknown(text))?;
    if group.strategy.is_some_and(|strategy| strategy != PlacementStrategy::Cluster) {
        let reason = "Expecting the ARN of a cluster placement group.";
        return Err(Error::bad_parameter("placementGroupArn", text, reason));
    }
    Ok(name.unwrap_or_default().into())
}
