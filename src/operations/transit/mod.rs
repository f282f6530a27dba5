//! Transit.

pub(crate) mod transit_gateway_attachments;
pub(crate) mod transit_gateway_connect_peers;
pub(crate) mod transit_gateway_route_tables;
pub(crate) mod transit_gateways;
