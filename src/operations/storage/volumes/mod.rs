//! Volumes: what can be asked of them.

pub(crate) mod attach;
pub(crate) mod boot;
pub(crate) mod copy;
pub(crate) mod encryption_defaults;
pub(crate) mod modification;
pub(crate) mod multi_attach;
pub(crate) mod requests;
pub(crate) mod settings;
pub(crate) mod status;

pub(crate) use requests::OPERATIONS;
