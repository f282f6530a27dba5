//! .

pub(crate) mod account;
pub(crate) mod compute;
pub(crate) mod network;
pub(crate) mod storage;
pub(crate) mod vpn;
