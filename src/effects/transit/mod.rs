//! Transit.

pub(crate) mod transit_gateway_attachments;
pub(crate) mod transit_gateway_route_tables;
