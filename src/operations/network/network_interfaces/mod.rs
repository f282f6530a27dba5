//! Network interfaces: operations.

pub(crate) mod assignment;
pub(crate) mod attaching;
pub(crate) mod managed;
pub(crate) mod requests;
pub(crate) use requests::OPERATIONS;
