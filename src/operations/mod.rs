//! .

pub(crate) mod account;
pub(crate) mod compute;
pub(crate) mod edge;
pub(crate) mod insight;
pub(crate) mod network;
pub(crate) mod storage;
