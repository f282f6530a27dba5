//! The table of contents: every kind of resource in one list.

mod customer_gateways;

use crate::engine::{Kind, Operation, World, Write};

/// The kinds that have rows.
const KINDS: &[Kind] = &[Kind::of::<wire::CustomerGateway>()];

/// The operations of every file.
const OPERATIONS: &[&[Operation]] = &[customer_gateways::OPERATIONS];

pub(crate) const WORLD: World = World { kinds: KINDS, operations: OPERATIONS, found };

/// What a fresh region holds.
fn found(_cx: &mut Write<'_>) {}
