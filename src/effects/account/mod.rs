//! Account.

pub(crate) mod account_settings;
