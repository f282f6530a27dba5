//! Edge.

pub(crate) mod local_gateways;
