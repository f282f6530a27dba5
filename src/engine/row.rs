//! A row of a table: a record with what every record has.

use super::any_row::AnyRow;
use super::clock::{Moment, Timed};
use super::id::Id;
use super::life::Phase;
use super::tags::Tags;
use std::any::Any;
use std::ops::{Deref, DerefMut};
use wire::Timestamp;

/// A record with its id and tags.
#[derive(Debug, Clone)]
pub(crate) struct Row<T> {
    pub id: Id<T>,
    pub record: T,
    pub tags: Tags,
    /// From when on nobody sees it any more.
    pub(super) ends: Moment,
    /// Where in its life it is; kinds without one have none.
    pub(super) life: Option<Box<Timed<Phase>>>,
}

impl<T> Row<T> {
    /// A row that is there for good.
    pub const fn new(id: Id<T>, record: T, tags: Tags) -> Self {
        Self { id, record, tags, ends: Moment::NONE, life: None }
    }

    /// From when on nobody sees it any more.
    pub fn ends(&self) -> Option<Timestamp> {
        self.ends.get()
    }
}

impl<T> Deref for Row<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.record
    }
}

impl<T> DerefMut for Row<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.record
    }
}

/// A row that is known to be of a kind.
pub(super) fn typed<T: 'static>(row: &dyn AnyRow) -> &Row<T> {
    let row: &dyn Any = row;
    row.downcast_ref().expect("rows are asked for as what they are")
}

/// The same to change.
pub(super) fn typed_mut<T: 'static>(row: &mut dyn AnyRow) -> &mut Row<T> {
    let row: &mut dyn Any = row;
    row.downcast_mut().expect("rows are asked for as what they are")
}
