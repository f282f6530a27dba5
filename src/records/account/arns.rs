//! ARNs: of EC2's own resources, and of others that these refer to; and the ids of accounts.

use crate::catalog::regions;
use crate::engine::Read;
use crate::error::{Error, Result};

/// The second part of the ARNs of the caller's region: `aws`, `aws-cn`, `aws-us-gov`.
pub(crate) fn partition(cx: Read<'_>) -> &'static str {
    regions::find(cx.region()).map_or("aws", |region| region.partition.as_str())
}

/// `arn:aws:ec2:us-east-1:000000000000:` and the resource, `security-group/sg-…`.
pub(crate) fn arn(cx: Read<'_>, resource: &str) -> String {
    format!("arn:{}:ec2:{}:{}:{resource}", partition(cx), cx.region(), cx.account())
}

/// The same of what names no region: `arn:aws:ec2::000000000000:` and the resource, `ipam/ipam-…`.
pub(crate) fn global_arn(cx: Read<'_>, resource: &str) -> String {
    format!("arn:{}:ec2::{}:{resource}", partition(cx), cx.account())
}

/// # Errors
/// `InvalidParameterValue` for what is no account's id.
// unverified (looked up 2026-11-26): the wording.
pub(crate) fn check_account(parameter: &str, id: &str) -> Result<()> {
    if id.len() == 12 && id.bytes().all(|digit| digit.is_ascii_digit()) {
        return Ok(());
    }
    Err(Error::bad_parameter(parameter, id, "Expecting the 12 digits of an account ID."))
}
