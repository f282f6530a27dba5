//! The account: its settings, tags, regions and zones.

pub(crate) mod account_attributes;
pub(crate) mod id_formats;
pub(crate) mod regions;
pub(crate) mod tags;
