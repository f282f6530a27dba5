//! IP Address Manager. <https://docs.aws.amazon.com/vpc/latest/ipam/what-it-is-ipam.html>

pub(crate) mod ipam_address_history;
pub(crate) mod ipam_byoasn;
pub(crate) mod ipam_discovered;
pub(crate) mod ipam_external_resource_verification_tokens;
pub(crate) mod ipam_internet_registry_associations;
pub(crate) mod ipam_organization_admin_accounts;
pub(crate) mod ipam_policies;
pub(crate) mod ipam_pool_allocations;
pub(crate) mod ipam_pool_cidrs;
pub(crate) mod ipam_pools;
pub(crate) mod ipam_prefix_list_resolvers;
pub(crate) mod ipam_resource_cidrs;
pub(crate) mod ipam_resource_discoveries;
pub(crate) mod ipam_routing_policy_registrations;
pub(crate) mod ipam_scopes;
pub(crate) mod ipams;
