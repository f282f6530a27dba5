//! The operations on network interfaces.

use crate::engine::{Operation, operations};

pub(in crate::resources) const OPERATIONS: &[Operation] = operations! {};
