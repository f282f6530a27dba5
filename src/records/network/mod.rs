//! VPCs and all that is in them or leads out of them.

pub(crate) mod addresses;
pub(crate) mod customer_gateways;
pub(crate) mod dhcp_options;
pub(crate) mod egress_only_internet_gateways;
pub(crate) mod internet_gateways;
pub(crate) mod managed_prefix_lists;
pub(crate) mod nat_gateways;
pub(crate) mod network_acls;
pub(crate) mod network_interface_permissions;
pub(crate) mod network_interfaces;
pub(crate) mod route_tables;
pub(crate) mod security_group_rules;
pub(crate) mod security_group_vpc_associations;
pub(crate) mod security_groups;
pub(crate) mod subnets;
pub(crate) mod vpc_block_public_access;
pub(crate) mod vpc_encryption_controls;
pub(crate) mod vpc_endpoint_connection_notifications;
pub(crate) mod vpc_endpoint_ids;
pub(crate) mod vpc_endpoint_services;
pub(crate) mod vpc_endpoints;
pub(crate) mod vpc_peering_connections;
pub(crate) mod vpcs;
pub(crate) mod vpn_connections;
pub(crate) mod vpn_gateways;
