//! VPN.

pub(crate) mod client_vpn_endpoints;
pub(crate) mod vpn_concentrators;
pub(crate) mod vpn_connections;
