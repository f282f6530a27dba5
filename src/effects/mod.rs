//! What one thing does to others: launching, ending, attaching, releasing.

pub(crate) mod account;
pub(crate) mod compute;
pub(crate) mod insight;
pub(crate) mod ipam;
pub(crate) mod network;
pub(crate) mod storage;
pub(crate) mod transit;
