//! Insight.

pub(crate) mod client_tokens;
pub(crate) mod reachability;
