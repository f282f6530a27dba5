//! Where a row stands among those of its kind.

/// Position in the order of creation; never used twice among the rows of a kind.
pub(crate) type Seq = u64;
