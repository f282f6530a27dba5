//! VPN.

pub(crate) mod vpn_concentrators;
pub(crate) mod vpn_connections;
