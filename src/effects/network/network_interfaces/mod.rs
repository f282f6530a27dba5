//! Network interfaces: effects.

pub(crate) mod addresses;
pub(crate) mod attachment;
pub(crate) mod choice;
pub(crate) mod elastic;
pub(crate) mod managed;
pub(crate) mod prefixes;
