//! The account: its settings, tags, regions and zones.

pub(crate) mod account_settings;
pub(crate) mod arns;
pub(crate) mod billing;
pub(crate) mod buckets;
pub(crate) mod empty_lists;
pub(crate) mod operators;
pub(crate) mod organizations;
pub(crate) mod other_services;
pub(crate) mod regions;
pub(crate) mod sessions;
