//! What other accounts see of a kind, and whose resources its Describe lists, as data.

use super::context::Read;
use super::id::Text;
use super::index::By;
use super::row::Row;
use super::tags::Tags;

/// What [`Sharing::index`] lists under instead of accounts where all see a resource.
pub(crate) const EVERYBODY: &str = "all";

/// How the resources of a kind are shared.
pub(crate) struct Sharing<T: 'static> {
    /// The index with each resource under the accounts that it is shared with, or [`EVERYBODY`],
    /// and perhaps under some more; `None`: others see what they know the id of.
    pub index: Option<By<T, str>>,
    /// Whether an account sees a resource of the owner.
    pub is_with: fn(&Row<T>, Read<'_>, &Text) -> bool,
    /// The tags that an account gave to a resource of another one.
    pub tags: fn(Read<'_>, &str) -> Tags,
}

impl<T> Sharing<T> {
    /// Of a kind whose resources have no tags but those of their owner.
    pub const fn new(
        index: Option<By<T, str>>,
        is_with: fn(&Row<T>, Read<'_>, &Text) -> bool,
    ) -> Self {
        Self { index, is_with, tags: |_, _| Tags::default() }
    }
}

/// Whose the resources are that a caller sees.
pub(crate) enum Whose<T: 'static> {
    Own,
    /// By the accounts that own them. See [`Resource::SHARING`].
    Shared,
    /// Those that no user creates.
    Aws(Aws<T>),
}

/// What AWS has of a kind in a region, by numbers from 0: facts, of which rows are made when they
/// are looked at.
pub(crate) struct Aws<T: 'static> {
    pub count: fn(Read<'_>) -> usize,
    pub find: fn(Read<'_>, &str) -> Option<usize>,
    pub row: fn(Read<'_>, usize) -> Option<Row<T>>,
}
