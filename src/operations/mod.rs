//! What a client can ask: the handlers, which `world` lists and nobody else imports.

pub(crate) mod access;
pub(crate) mod account;
pub(crate) mod compute;
pub(crate) mod edge;
pub(crate) mod insight;
pub(crate) mod ipam;
pub(crate) mod network;
pub(crate) mod storage;
pub(crate) mod transit;
pub(crate) mod vpn;
