//! What IP Address Manager does to others.

pub(crate) mod address_history;
pub(crate) mod ipam_pool_allocations;
pub(crate) mod resource_blocks;
