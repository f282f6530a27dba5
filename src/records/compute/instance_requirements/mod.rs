//! Which instance types meet requirements of their attributes.

pub(crate) mod accelerators;
pub(crate) mod matching;

pub(crate) use matching::{Wanted, check, matching, optimal};
