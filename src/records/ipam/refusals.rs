//! How IP Address Manager refuses what cannot be done while something else is there.

use crate::error::{Error, Result};

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
