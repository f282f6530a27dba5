//! stub
pub(crate) mod regions;
