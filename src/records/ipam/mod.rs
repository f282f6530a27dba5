//! IP Address Manager: IPAMs, their scopes and pools, and what is in these.

pub(crate) mod address_history;
pub(crate) mod blocks;
pub(crate) mod finders;
pub(crate) mod ipam_internet_registry_associations;
pub(crate) mod ipam_pool_allocations;
pub(crate) mod ipam_pool_cidrs;
pub(crate) mod ipam_pools;
pub(crate) mod ipam_resource_discoveries;
pub(crate) mod ipam_scopes;
pub(crate) mod ipams;
pub(crate) mod operating_regions;
pub(crate) mod refusals;
pub(crate) mod resource_cidrs;
pub(crate) mod shown;
pub(crate) mod states;
pub(crate) mod watched;
