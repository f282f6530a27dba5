//! VPCs and all that is in them or leads out of them.

pub(crate) mod default_vpc;
pub(crate) mod dhcp_options;
pub(crate) mod internet_gateways;
pub(crate) mod nat_gateways;
pub(crate) mod network_acls;
pub(crate) mod network_interfaces;
pub(crate) mod route_tables;
pub(crate) mod security_group_rules;
pub(crate) mod security_groups;
pub(crate) mod subnets;
pub(crate) mod vpc_encryption_controls;
pub(crate) mod vpc_endpoints;
pub(crate) mod vpc_peering_connections;
pub(crate) mod vpcs;
