//! The API in process: a form in, XML out, through the router and without a socket. Seed and clock
//! are fixed. A file per kind, as in `src/resources`.

mod account_attributes;
mod addresses;
mod customer_gateways;
mod default_vpc;
mod dhcp_options;
mod egress_only_internet_gateways;
mod flow_logs;
mod http;
mod images;
mod instance_types;
mod instances;
mod internet_gateways;
mod key_pairs;
mod launch_templates;
mod managed_prefix_lists;
mod nat_gateways;
mod network_acls;
mod network_changes;
mod network_interfaces;
mod placement_groups;
mod regions;
mod route_tables;
mod scenarios;
mod security_group_rule_changes;
mod security_group_rules;
mod security_groups;
mod snapshots;
mod subnets;
mod support;
mod tags;
mod volumes;
mod vpc_endpoints;
mod vpc_peering_connections;
mod vpcs;
mod vpn_gateways;
