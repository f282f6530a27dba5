//! What there is: each kind's record, facts, view and finders. A kind that nobody else names
//! stands whole in `operations`.

pub(crate) mod access;
pub(crate) mod account;
pub(crate) mod compute;
pub(crate) mod durations;
pub(crate) mod ids;
pub(crate) mod insight;
pub(crate) mod ipam;
pub(crate) mod network;
pub(crate) mod storage;
pub(crate) mod transit;
pub(crate) mod vpn;
