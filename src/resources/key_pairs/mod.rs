//! Key pairs.

mod material;

use crate::engine::{Operation, operations};

pub(super) const OPERATIONS: &[Operation] = operations! {};
