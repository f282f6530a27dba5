//! What holds what: a resource that another one holds cannot go. The holding kind says what it
//! holds, and whoever deletes asks once.

use super::clock::Now;
use super::life::Phase;
use super::operation::Read;
use super::table::{Resource, Row};
use crate::error::Result;
use std::any::TypeId;

/// That resources of the kind `T` hold those of another kind.
pub(crate) struct Hold<T: 'static> {
    held: fn() -> TypeId,
    /// The index that lists them under the id of what they hold.
    index: &'static str,
    does: fn(&Row<T>, Now<'_>) -> bool,
}

impl<T: Resource> Hold<T> {
    /// Those listed in an index under the id of an `H` hold it until they are gone.
    pub const fn of<H: Resource>(index: &'static str) -> Self {
        Self::of_those::<H>(index, |row, now| row.life_phase(now) != Phase::Gone)
    }

    /// The same of some of them alone.
    pub const fn of_those<H: Resource>(
        index: &'static str,
        does: fn(&Row<T>, Now<'_>) -> bool,
    ) -> Self {
        Self { held: TypeId::of::<H>, index, does }
    }
}

/// Whether a row of the kind `T` holds what has an id.
pub(super) fn do_hold<T: Resource>(cx: Read<'_>, held: TypeId, id: &str) -> bool {
    T::HOLDS
        .iter()
        .filter(|holds| (holds.held)() == held)
        .any(|holds| cx.with::<T>(holds.index, id).any(|row| (holds.does)(row, cx.now())))
}

impl Read<'_> {
    /// Checks that nothing holds a resource.
    ///
    /// # Errors
    /// [`Resource::in_use`].
    pub fn check_free<T: Resource>(self, id: &str) -> Result<()> {
        let of = TypeId::of::<T>();
        let mut kinds = self.region.stored().iter().map(|stored| stored.kind);
        if kinds.any(|kind| (kind.do_hold)(self, of, id)) { Err(T::in_use(id)) } else { Ok(()) }
    }
}
