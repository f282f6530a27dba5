//! Network interfaces: what they do to other resources, and others to them.

pub(crate) mod addresses;
pub(crate) mod attachment;
pub(crate) mod choice;
pub(crate) mod elastic;
pub(crate) mod managed;
pub(crate) mod prefixes;
