//! How IP Address Manager refuses what cannot be done while something else is there.

use crate::error::{Error, Result};
use wire::IpamTier;

/// # Errors
/// `DependencyViolation` if something is there that has to go first, in the words recorded of pools
/// in hashicorp/terraform-provider-aws#22328.
pub(crate) fn check_without(is_there: bool, id: &str, reason: &str) -> Result<()> {
    if !is_there {
        return Ok(());
    }
    let message = format!("The specified action is not valid for {id}. {reason}");
    Err(Error::new("DependencyViolation", message))
}

/// # Errors
/// `UnsupportedOperation` for what an IPAM has by default, which is neither changed nor taken away,
/// as is documented.
// unverified (looked up 2026-11-26): what stands behind the first sentence.
pub(crate) fn check_not_default(operation: &str, is_default: bool, id: &str) -> Result<()> {
    if !is_default {
        return Ok(());
    }
    let message = format!("The operation {operation} is not supported. {id} is a default.");
    Err(Error::new("UnsupportedOperation", message))
}

/// # Errors
/// `UnsupportedOperation` for what only an IPAM of the Advanced Tier has; `has` says so of the
/// other one.
// unverified (looked up 2026-11-26): as above.
pub(crate) fn check_tier(operation: &str, tier: IpamTier, has: &str) -> Result<()> {
    if tier == IpamTier::Advanced {
        return Ok(());
    }
    let message =
        format!("The operation {operation} is not supported. The Free Tier of IPAM has {has}.");
    Err(Error::new("UnsupportedOperation", message))
}
