//! Local gateways, which lead out of Outposts: an account here has none, so that whatever names one
//! names none that there is.

use crate::error::Error;

/// The code for an id that nothing has, and what the id is called.
pub(crate) type Unknown = (&'static str, &'static str);

// unverified (looked up 2026-11-26): the code and the noun.
pub(crate) const GATEWAY: Unknown = ("InvalidLocalGatewayID.NotFound", "local gateway ID");

pub(crate) fn missing((code, noun): Unknown, id: &str) -> Error {
    Error::new(code, format!("The {noun} '{id}' does not exist"))
}
