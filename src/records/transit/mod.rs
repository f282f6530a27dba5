//! Transit.

pub(crate) mod transit_gateway_attachments;
pub(crate) mod transit_gateway_connect_peers;
pub(crate) mod transit_gateway_multicast_domains;
pub(crate) mod transit_gateway_policy_tables;
pub(crate) mod transit_gateway_route_table_announcements;
pub(crate) mod transit_gateway_route_tables;
pub(crate) mod transit_gateway_routes;
pub(crate) mod transit_gateways;
