//! Looks rows up: by id, by index, by what a Describe asks for.

use super::any_row::{AnyRow, Seq};
use super::context::Read;
use super::filter::Filters;
use super::id::Names;
use super::index::{By, Key, Under};
use super::page::{Page, Paging};
use super::region::Stored;
use super::row::{Row, typed};
use super::rows::AnyRows;
use super::sharing::Whose;
use super::sought::Sought;
use super::table::{Record, Resource, Table};
use super::tags::Tags;
use super::walk::RowsOf;
use crate::error::{Error, Result};
use std::collections::HashSet;
use wire::{ResourceType, Shown};

/// What a Describe asks for.
#[derive(Default)]
pub(crate) struct Query<'a> {
    pub ids: &'a [String],
    pub filters: &'a [wire::Filter],
    pub max_results: Option<i32>,
    pub next_token: Option<&'a str>,
}

impl<'a> Query<'a> {
    /// What almost every one asks for.
    pub const fn of(
        filters: &'a [wire::Filter],
        max_results: Option<i32>,
        next_token: Option<&'a str>,
    ) -> Self {
        Self { ids: &[], filters, max_results, next_token }
    }

    /// The same of the rows with some ids alone, if there are any.
    pub const fn among(self, ids: &'a [String]) -> Self {
        Self { ids, ..self }
    }
}

/// A row, and what an answer shows of it.
type ShownRow<'a, T> = (&'a Row<T>, Shown<<T as Resource>::View>);

impl<'a> Read<'a> {
    pub fn table<T: Record>(self) -> Table<'a, T> {
        self.region.table()
    }

    /// The row with an id, if there is one.
    pub fn find<T: Record>(self, id: &(impl Names<T> + ?Sized)) -> Option<&'a Row<T>> {
        self.table::<T>().find(id.name(), self.now)
    }

    /// # Errors
    /// The kind's malformed or not-found code.
    pub fn get<T: Resource>(self, id: &(impl Names<T> + ?Sized)) -> Result<&'a Row<T>> {
        if let Some(row) = self.find(id) {
            return Ok(row);
        }
        T::check_id_of(self.action(), id.name())?;
        Err(T::not_found(&[id.name()]))
    }

    /// What a Describe lists of the resource with an id.
    ///
    /// # Errors
    /// The kind's malformed or not-found code.
    pub fn view<T: Resource>(self, id: &(impl Names<T> + ?Sized)) -> Result<T::View> {
        Ok(T::view(self.get::<T>(id)?, self))
    }

    /// The rows that an index lists under a key, in the order of their creation.
    pub fn with<T: Record, K: Key + ?Sized>(self, by: By<T, K>, key: &K) -> RowsOf<'a, T> {
        self.table::<T>().with(by, key, self.now)
    }

    /// Whether there is a row with an id, of whatever kind: `None` if no kind has such ids, and the
    /// kind's refusal if it has no such row.
    pub fn exists(self, id: &str) -> Option<Result<()>> {
        let (stored, named) = self.region.stored_as(id)?;
        Some(match stored.rows.find(id, self.now) {
            Some(_) => Ok(()),
            None => Err((named.not_found)(&[id])),
        })
    }

    /// The same of what can have tags.
    pub fn can_be_tagged(self, id: &str) -> Option<Result<()>> {
        self.region.stored_as(id)?.0.kind.tags_of?;
        self.exists(id)
    }

    /// The type of the resource with an id, of whatever kind, and its tags.
    pub fn tags_of(self, id: &str) -> Option<(ResourceType, &'a Tags)> {
        let (stored, _) = self.region.stored_as(id)?;
        Some((stored.kind.tags_of?, stored.rows.find(id, self.now)?.tags()))
    }

    /// Shows every resource of the wanted types with its tags.
    pub fn each_tagged(
        self,
        wanted: &dyn Fn(ResourceType) -> bool,
        show: &mut dyn FnMut(ResourceType, &str, &Tags),
    ) {
        for Stored { kind, rows, .. } in self.region.stored() {
            if let Some(of) = kind.tags_of.filter(|of| wanted(*of)) {
                for (_, row) in rows.iter(0, self.now) {
                    show(of, row.id(), row.tags());
                }
            }
        }
    }

    /// The rows with these ids, each once, in the order of their creation.
    ///
    /// # Errors
    /// The kind's malformed code, or its not-found code naming every missing id.
    pub fn get_all<T: Resource>(self, ids: &[String]) -> Result<Vec<&'a Row<T>>> {
        Ok(self.named::<T>(ids)?.into_iter().map(|(_, row)| typed(row)).collect())
    }

    fn named<T: Resource>(self, ids: &[String]) -> Result<Vec<(Seq, &'a dyn AnyRow)>> {
        let mut missing = Missing::default();
        let found = self.table::<T>().rows().named(ids, self.now, &mut |id| {
            T::check_listed_id_of(self.action(), id)?;
            if !T::is_passed_over(self, id) {
                missing.add(id);
            }
            Ok(())
        })?;
        if missing.ids.is_empty() { Ok(found) } else { Err(T::not_found(&missing.as_strs())) }
    }

    /// The same as they are left behind a position.
    fn named_behind<T: Resource>(self, ids: &[String], after: Seq) -> Result<AnyRows<'a>> {
        Ok(behind(self.named::<T>(ids)?, after))
    }

    /// The rows of an operation that shows other things of them than their views, behind the page
    /// before, with the positions that a page's token names: those with the ids, or without ids
    /// those that an index lists under a key, or all.
    ///
    /// # Errors
    /// Those of the ids.
    pub fn listed<T: Resource>(
        self,
        ids: &[String],
        among: Option<Under<'_, T>>,
        paging: &Paging,
    ) -> Result<impl Iterator<Item = (Seq, &'a Row<T>)> + use<'a, T>> {
        let (rows, after) = (self.table::<T>().rows(), paging.position());
        let found = match (ids, among) {
            ([], Some(Under { name, value, .. })) => {
                Box::new(rows.with((name, &value), after, self.now))
            }
            ([], None) => Box::new(rows.iter(after, self.now)),
            (ids, _) => self.named_behind::<T>(ids, after)?,
        };
        Ok(found.map(|(seq, row)| (seq, typed(row))))
    }

    /// The views of a page of what the caller sees: by ids, filters, limit and token.
    ///
    /// # Errors
    /// Those of the ids, the filters and the token.
    pub fn select<T: Resource>(self, query: &Query<'_>) -> Result<Page<T::View>> {
        if const { !is_own_alone::<T>() } {
            return self.select_seen::<T>(query, |_| true);
        }
        Ok(self.select_rows::<T>(query, |_| true)?.map(|(_, view)| view))
    }

    /// The same as an answer lists them, which need not work out again what has not changed.
    ///
    /// # Errors
    /// Those of the ids, the filters and the token.
    pub fn show<T: Resource>(self, query: &Query<'_>) -> Result<Page<Shown<T::View>>> {
        if const { !is_own_alone::<T>() } {
            return Ok(self.select_seen::<T>(query, |_| true)?.map(Into::into));
        }
        Ok(self.show_rows::<T>(query)?.map(|(_, shown)| shown))
    }

    /// The same of the caller's own with the rows beside them.
    ///
    /// # Errors
    /// Those of the ids, the filters and the token.
    pub fn show_rows<T: Resource>(self, query: &Query<'_>) -> Result<Page<ShownRow<'a, T>>> {
        let page = self.seek(query, |_| true)?;
        Ok(page.map(|found| (found.row, found.shown(self))))
    }

    /// The caller's own rows beside their views, out of those that `wanted` takes.
    ///
    /// # Errors
    /// Those of the ids, the filters and the token.
    pub fn select_rows<T: Resource>(
        self,
        query: &Query<'_>,
        wanted: impl Fn(&Row<T>) -> bool,
    ) -> Result<Page<(&'a Row<T>, T::View)>> {
        let page = self.seek(query, wanted)?;
        Ok(page.map(|found| (found.row, found.into_view(self))))
    }

    fn seek<T: Resource>(
        self,
        query: &Query<'_>,
        wanted: impl Fn(&Row<T>) -> bool,
    ) -> Result<Page<Sought<'a, T>>> {
        check_ids_alone::<T>(query)?;
        let filters = Filters::<T>::parse(self.action(), query.filters)?;
        let paging = self.paging(query.max_results, query.next_token)?;
        let after = paging.position();
        let rows = if query.ids.is_empty() {
            self.candidates(&filters, after)
        } else {
            self.named_behind::<T>(query.ids, after)?
        };
        paging.cut(rows.filter_map(|(seq, row)| {
            let row = typed(row);
            let mut found = Sought::new(self, seq, row);
            if !wanted(row) {
                return None;
            }
            if filters.take(&mut found, self) {
                return Some(Ok((seq, found)));
            }
            found.keep_facts(self);
            None
        }))
    }

    /// The rows behind a position that can match the filters.
    pub(super) fn candidates<T: Resource>(self, filters: &Filters<T>, after: Seq) -> AnyRows<'a> {
        let mut plain = filters.plain();
        let joined = if const { T::JOINS.is_empty() } { None } else { self.joined::<T>(&plain) };
        if const { !T::ANSWERED.is_empty() } {
            for (name, _) in &mut plain {
                *name = index_for::<T>(name);
            }
        }
        let rows = self.table::<T>().rows();
        rows.candidates(T::ID_FILTER, &plain, joined, (after, self.now))
    }

    /// The positions of the rows that another kind leads to, if it does for one of the filters.
    fn joined<T: Resource>(self, plain: &[(&str, Vec<&str>)]) -> Option<Vec<Seq>> {
        plain.iter().find_map(|(name, values)| {
            let (_, ids) = T::JOINS.iter().find(|(filter, _)| filter == name)?;
            let ids = values.iter().flat_map(|value| ids(value, self));
            Some(ids.filter_map(|id| self.table::<T>().seq(&id, self.now)).collect())
        })
    }
}

fn behind(mut rows: Vec<(Seq, &dyn AnyRow)>, after: Seq) -> AnyRows<'_> {
    rows.retain(|(seq, _)| *seq > after);
    Box::new(rows.into_iter())
}

/// Whether its Describe lists the caller's own alone. Asked while compiling, so that the other way
/// is not made for those kinds.
const fn is_own_alone<T: Resource>() -> bool {
    matches!(T::WHOSE, [Whose::Own])
}

/// The index that answers a filter, if one does.
fn index_for<T: Resource>(filter: &'static str) -> &'static str {
    let answered = T::ANSWERED.iter().find(|(name, _)| *name == filter);
    answered.map_or(filter, |(_, index)| index.name)
}

/// # Errors
/// `InvalidParameterCombination` for ids next to MaxResults where the kind takes but one of them.
pub(crate) fn check_ids_alone<T: Resource>(query: &Query<'_>) -> Result<()> {
    let Some(ids) = T::IDS_EXCLUDE_MAX_RESULTS.filter(|_| !query.ids.is_empty()) else {
        return Ok(());
    };
    // Either all of a request's names are its own, or none is.
    let is_own = ids.starts_with(|first: char| first.is_ascii_uppercase());
    let other = match (query.max_results.is_some(), query.next_token.is_some()) {
        (true, _) => ["maxResults", "MaxResults"],
        (false, true) if T::IDS_EXCLUDE_TOKENS => ["nextToken", "NextToken"],
        _ => return Ok(()),
    };
    Err(Error::exclusive(ids, other[usize::from(is_own)]))
}

/// Ids that no row has, each once.
#[derive(Default)]
struct Missing {
    ids: Vec<String>,
    known: HashSet<String>,
}

impl Missing {
    fn add(&mut self, id: &str) {
        if self.known.insert(id.to_owned()) {
            self.ids.push(id.to_owned());
        }
    }

    fn as_strs(&self) -> Vec<&str> {
        self.ids.iter().map(String::as_str).collect()
    }
}
