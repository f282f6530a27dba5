//! Names of what other services have: buckets of S3, roles of IAM, certificates, load balancers.
//! Whether there is such a one is not EC2's to know; what cannot be the name of one is answered as
//! one that there is not.

use super::arns::partition;
use crate::engine::Read;
use crate::error::{Error, Result};

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>
///
/// # Errors
/// `InvalidParameter` for what is no bucket's name.
// unverified (looked up 2026-11-26): the wording; the code is recorded for an object in another
// region, in confidential-containers/cloud-api-adaptor#587.
pub(crate) fn check_bucket(name: &str) -> Result<()> {
    let is_of_edge = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let is_allowed = |letter: char| is_of_edge(letter) || matches!(letter, '-' | '.');
    if (3..=63).contains(&name.len())
        && name.chars().all(is_allowed)
        && name.starts_with(is_of_edge)
        && name.ends_with(is_of_edge)
    {
        return Ok(());
    }
    let message = format!("The S3 bucket '{name}' does not exist.");
    Err(Error::new("InvalidParameter", message))
}

/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html>
///
/// # Errors
/// `InvalidParameter` for what is no role's name, as recorded in aws/aws-cli#8873.
pub(crate) fn check_role(name: Option<&str>) -> Result<()> {
    let Some(name) = name else { return Ok(()) };
    let is_allowed = |letter: char| letter.is_ascii_alphanumeric() || "_+=,.@-".contains(letter);
    if (1..=64).contains(&name.len()) && name.chars().all(is_allowed) {
        return Ok(());
    }
    let message = format!(
        "The service role {name} provided does not exist or does not have sufficient permissions"
    );
    Err(Error::new("InvalidParameter", message))
}

/// Whether there is such a certificate is ACM's to know.
///
/// # Errors
/// `InvalidParameterValue` for what is no certificate's ARN; `parameter` as EC2 spells it.
// unverified (looked up 2026-11-26): the wording.
pub(crate) fn check_certificate(parameter: &str, arn: &str) -> Result<()> {
    if arn.starts_with("arn:") && arn.contains(":acm:") && arn.contains(":certificate/") {
        return Ok(());
    }
    let reason = "Expecting the ARN of a certificate in AWS Certificate Manager.";
    Err(Error::bad_parameter(parameter, arn, reason))
}

/// Whether an ARN can be that of a load balancer of the region, and of one of some kinds:
/// `arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/name/id`.
pub(crate) fn is_load_balancer(cx: Read<'_>, arn: &str, kinds: &[&str]) -> bool {
    let start = format!("arn:{}:elasticloadbalancing:{}:", partition(cx), cx.region());
    let place = arn.strip_prefix(&start).and_then(|rest| rest.split_once(':'));
    place.is_some_and(|(account, resource)| {
        let parts: Vec<&str> = resource.split('/').collect();
        let is_balancer = matches!(parts[..], ["loadbalancer", of, name, id]
            if kinds.contains(&of) && !name.is_empty() && !id.is_empty());
        account.len() == 12 && is_balancer
    })
}
