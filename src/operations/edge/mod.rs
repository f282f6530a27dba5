//! The edges of AWS's network: what leads to carriers and to users' own premises.

pub(crate) mod carrier_gateways;
pub(crate) mod local_gateways;
