//! Changes rows, and remembers which kinds were touched.

use super::context::Write;
use super::id::{Id, Names, Text};
use super::quotas;
use super::row::Row;
use super::rows::Rows;
use super::table::{self, Record, Resource, RowMut};
use super::tags::{self, Tags};
use crate::error::Result;
use std::any::TypeId;
use wire::{ResourceType, TagSpecification, Timestamp};

/// The tags a create's specifications give to its only kind.
///
/// # Errors
/// Those of [`tags::specified`].
pub(crate) fn tags_of<T: Resource>(specifications: &[TagSpecification]) -> Result<Tags> {
    let wrong_type = if T::OF_VPC { "InvalidParameter" } else { tags::WRONG_TYPE };
    match T::TYPE {
        Some(of) => tags::specified_or(wrong_type, specifications, of, &[of]),
        None => Ok(Tags::default()),
    }
}

impl Write<'_> {
    /// # Errors
    /// The kind's malformed or not-found code.
    pub fn get<T: Resource>(&self, id: &(impl Names<T> + ?Sized)) -> Result<&Row<T>> {
        self.read().get(id)
    }

    /// What a Describe lists of the resource with an id.
    ///
    /// # Errors
    /// The kind's malformed or not-found code.
    pub fn view<T: Resource>(&self, id: &(impl Names<T> + ?Sized)) -> Result<T::View> {
        self.read().view(id)
    }

    pub fn find<T: Record>(&self, id: &(impl Names<T> + ?Sized)) -> Option<&Row<T>> {
        self.read().find(id)
    }

    /// A row to change; the guard brings the indexes up to date when it is dropped.
    ///
    /// # Errors
    /// The kind's malformed or not-found code.
    pub fn get_mut<T: Resource>(&mut self, id: &(impl Names<T> + ?Sized)) -> Result<RowMut<'_, T>> {
        self.get::<T>(id)?;
        self.find_mut(id).ok_or_else(|| T::not_found(&[id.name()]))
    }

    /// A row to change, if it is there.
    pub fn find_mut<T: Record>(&mut self, id: &(impl Names<T> + ?Sized)) -> Option<RowMut<'_, T>> {
        self.find::<T>(id)?;
        RowMut::new(self.rows_mut::<T>(), id.name())
    }

    pub fn new_id<T: Resource>(&mut self) -> Id<T> {
        self.region.ids.next(T::PREFIX)
    }

    pub fn insert<T: Record>(&mut self, id: Id<T>, record: T, tags: Tags) -> &mut Row<T> {
        let life = self.read().begin(T::PLURAL, T::LIFE);
        let mut row = Row { life, ..Row::new(id, record, tags) };
        if const { !T::PART_OF.is_empty() } {
            row.ends = self.end_with_whole(T::PART_OF, &row).into();
        }
        if const { T::QUOTA.is_some() } && self.read().has_default_quotas() {
            self.counted.push((quotas::check::<T>, Text::from(row.id.name())));
        }
        table::insert(self.rows_mut::<T>(), row)
    }

    /// Takes a row away, and its parts.
    pub fn remove<T: Record>(&mut self, id: &(impl Names<T> + ?Sized)) {
        self.end::<T>(id, self.now.timestamp());
    }

    /// Lets a row cease to exist at a moment, and its parts with it.
    pub fn end<T: Record>(&mut self, id: &(impl Names<T> + ?Sized), at: Timestamp) {
        self.end_whole(TypeId::of::<T>(), id.name(), at);
    }

    /// Lets a row go on that was to cease to exist.
    pub fn keep<T: Record>(&mut self, id: &(impl Names<T> + ?Sized)) {
        self.rows_mut::<T>().keep(id.name());
    }

    /// See [`tags_of`].
    ///
    /// # Errors
    /// The same.
    #[expect(clippy::unused_self, reason = "handlers ask their context, as for all else")]
    pub fn tags_for<T: Resource>(&self, specifications: &[TagSpecification]) -> Result<Tags> {
        tags_of::<T>(specifications)
    }

    /// The type of the resource with an id of any kind, and its tags to change.
    pub fn tags_mut(&mut self, id: &str) -> Option<(ResourceType, &mut Tags)> {
        let (stored, _) = self.region.stored_as(id)?;
        let (of, resource_type) = (stored.of, stored.kind.tags_of?);
        let rows = self.touch(of);
        let seq = rows.seq_to_change(id)?;
        Some((resource_type, rows.get_mut(seq)?.tags_mut()))
    }

    fn rows_mut<T: Record>(&mut self) -> &mut Rows {
        self.touch(TypeId::of::<T>())
    }

    /// The rows of a kind to change, without those that have ended.
    pub(super) fn touch(&mut self, of: TypeId) -> &mut Rows {
        let rows = self.region.rows_mut(of);
        if !self.touched.contains(&(self.level, of)) {
            self.touched.push((self.level, of));
            rows.open(self.level);
            rows.sweep(self.now);
        }
        rows
    }

    /// Tries a part of a request. What fails leaves nothing behind: no row, no id that was drawn,
    /// no index, no end, no change elsewhere.
    ///
    /// # Errors
    /// Those of the part.
    pub fn attempt<T>(&mut self, part: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let ids = self.region.ids.clone();
        let elsewhere = self.elsewhere.len();
        self.level += 1;
        let result = part(self);
        let level = self.level;
        self.level -= 1;
        let inner = self.touched.extract_if(.., |(on, _)| *on == level);
        let inner: Vec<TypeId> = inner.map(|(_, of)| of).collect();
        for of in inner {
            let rows = self.region.rows_mut(of);
            if result.is_err() {
                rows.roll_back(level);
                continue;
            }
            rows.join(level);
            if !self.touched.contains(&(self.level, of)) {
                self.touched.push((self.level, of));
            }
        }
        if result.is_err() {
            self.region.ids = ids;
            self.elsewhere.truncate(elsewhere);
        }
        result
    }
}
