//! Insight.

pub(crate) mod client_tokens;
