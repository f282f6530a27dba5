//! Interfaces that a service of AWS makes in a user's subnet and holds: the user sees them, and
//! only the service changes them.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html>

use super::record::NetworkInterface;
use crate::error::{Error, Result};

/// # Errors
/// `AuthFailure` for an interface that a service holds.
// As recorded for addresses that were to be associated; unverified (looked up 2026-11-26): of the
// others.
pub(crate) fn check_is_users(interface: &NetworkInterface) -> Result<()> {
    match interface.requester {
        None => Ok(()),
        Some(_) => Err(not_users()),
    }
}

/// The refusal of what a service of AWS holds.
pub(crate) fn not_users() -> Error {
    let message = "You do not have permission to access the specified resource.";
    Error::new("AuthFailure", message)
}
