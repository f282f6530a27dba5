//! VPN.

pub(crate) mod vpn_concentrators;
