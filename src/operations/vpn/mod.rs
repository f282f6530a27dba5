//! VPN.

pub(crate) mod vpn_connections;
