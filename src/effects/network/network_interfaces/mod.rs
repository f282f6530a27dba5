//! Network interfaces: what they do to other resources, and others to them.

pub(crate) mod addresses;
pub(crate) mod choice;
pub(crate) mod elastic;
pub(crate) mod life;
pub(crate) mod managed;
pub(crate) mod prefixes;
