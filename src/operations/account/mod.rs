//! The account: its settings, tags, regions and zones.

pub(crate) mod account_attributes;
pub(crate) mod declarative_policies_reports;
pub(crate) mod enclave_certificates;
pub(crate) mod id_formats;
pub(crate) mod managed_resource_visibility;
pub(crate) mod regions;
pub(crate) mod tags;
