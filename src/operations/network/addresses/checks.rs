//! What several operations of these resources check alike.

use crate::error::Error;

pub(crate) fn not_found(public_ip: &str) -> Error {
    Error::new("InvalidAddress.NotFound", format!("Address '{public_ip}' not found."))
}

/// Nothing says which address is meant: `public_addresses.json` of `radkawar/stackd`.
pub(crate) fn none_named(id: &str) -> Error {
    let message = format!("Either public IP or {id} must be specified");
    Error::new("MissingParameter", message)
}

pub(crate) fn either_or() -> Error {
    Error::combination("You may specify public IP or allocation id, but not both in the same call")
}
