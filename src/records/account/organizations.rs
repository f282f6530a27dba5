//! Organizations of accounts. No account here is in one.

use crate::error::Error;

/// The refusal of what the management account of an organization does.
// unverified (looked up 2026-11-26): code and words.
pub(crate) fn not_managing() -> Error {
    let message = "The account is not the management account of an organization.";
    Error::new("UnsupportedOperation", message)
}
