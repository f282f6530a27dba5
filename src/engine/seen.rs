//! A Describe of what is from several places: the caller's own, what others share, and what AWS has
//! for everybody. The kind says whose there are and in which order ([`Resource::WHOSE`]); ids,
//! filters and pages are those of one list.

use super::context::Read;
use super::filter::Filters;
use super::page::Page;
use super::reach::Reached;
use super::row::{Row, typed};
use super::select::{self, Query};
use super::sharing::Whose;
use super::table::Resource;
use crate::error::Result;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

/// What a handler is asked whether it is to be listed.
pub(crate) enum Candidate<'a, T> {
    /// One of AWS's, by its number, before a row is made of it.
    Aws(usize),
    /// A row, and what its owner holds.
    Row(Read<'a>, &'a Row<T>),
}

/// Where a row stands in the list; what a page's token says.
#[derive(Default, PartialEq, Eq, PartialOrd, Ord)]
struct Position {
    /// As numbered in [`Resource::WHOSE`].
    whose: usize,
    owner: String,
    /// From 1.
    number: u64,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.whose, self.owner, self.number)
    }
}

impl Position {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let (whose, owner, number) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self {
            whose: whose.parse().ok()?,
            owner: owner.to_owned(),
            number: number.parse().ok()?,
        })
    }
}

/// A row as the caller sees it, and what its owner holds.
struct Seen<'a, T: Clone> {
    position: Position,
    owner: Read<'a>,
    row: Cow<'a, Row<T>>,
}

impl<'a> Read<'a> {
    /// The views of a page of what the caller sees: by ids, filters, limit and token, of those that
    /// `wanted` takes.
    ///
    /// # Errors
    /// Those of the ids, the filters and the token.
    pub fn select_seen<T: Resource>(
        self,
        query: &Query<'_>,
        wanted: impl Fn(Candidate<'_, T>) -> bool,
    ) -> Result<Page<T::View>> {
        select::check_ids_alone::<T>(query)?;
        let filters = Filters::<T>::parse(self.action(), query.filters)?;
        let paging = self.paging(query.max_results, query.next_token)?;
        let after = paging.after().and_then(Position::parse).unwrap_or_default();
        let after = &after;
        let seen: Box<dyn Iterator<Item = Seen<'a, T>>> = if query.ids.is_empty() {
            let all = T::WHOSE.iter().enumerate().skip(after.whose);
            Box::new(all.flat_map(|whose| self.seen_of(whose, after, &filters, &wanted)))
        } else {
            Box::new(self.seen_with_ids(query.ids)?.into_iter())
        };
        let seen = seen.filter(|seen| seen.position > *after);
        let seen = seen.filter(|seen| wanted(Candidate::Row(seen.owner, &seen.row)));
        let views = seen.filter_map(|Seen { position, owner, row }| {
            let mut view = None;
            let matches = filters.matches(&row, &mut view, owner);
            matches.then(|| Ok((position, view.unwrap_or_else(|| T::view(&row, owner)))))
        });
        paging.cut(views)
    }

    /// What is listed of one of [`Resource::WHOSE`], with some that stand before a position or that
    /// the filters do not match.
    fn seen_of<'i, T: Resource>(
        self,
        (whose, of): (usize, &Whose<T>),
        after: &Position,
        filters: &'i Filters<T>,
        wanted: &'i impl Fn(Candidate<'_, T>) -> bool,
    ) -> Box<dyn Iterator<Item = Seen<'a, T>> + 'i>
    where
        'a: 'i,
    {
        let begun = if whose == after.whose { after.number } else { 0 };
        match of {
            Whose::Own => Box::new(
                self.candidates(filters, begun)
                    .map(move |(seq, row)| self.own(whose, seq, typed(row))),
            ),
            Whose::Shared => {
                Box::new(self.shared().map(move |(seq, of)| self.anothers(whose, seq, of)))
            }
            Whose::Aws(aws) => {
                let numbers = usize::try_from(begun).unwrap_or(usize::MAX)..(aws.count)(self);
                let (row, numbers) = (aws.row, numbers.filter(|at| wanted(Candidate::Aws(*at))));
                Box::new(numbers.filter_map(move |at| Some(self.of_aws(whose, at, row(self, at)?))))
            }
        }
    }

    /// What has the ids, each once, in the order of the list.
    ///
    /// # Errors
    /// The kind's malformed code, or its not-found code naming every missing id.
    fn seen_with_ids<T: Resource>(self, ids: &[String]) -> Result<Vec<Seen<'a, T>>> {
        let mut missing: Vec<&str> = Vec::new();
        let mut asked: HashSet<&str> = HashSet::new();
        let mut seen = Vec::with_capacity(ids.len());
        for id in ids.iter().filter(|id| asked.insert(id)) {
            let mut all = T::WHOSE.iter().enumerate();
            match all.find_map(|(whose, of)| self.seen_with_id(whose, of, id)) {
                Some(found) => seen.push(found),
                None if T::is_passed_over(self, id) => {
                    T::check_listed_id_of(self.action(), id)?;
                }
                None => {
                    T::check_listed_id_of(self.action(), id)?;
                    missing.push(id);
                }
            }
        }
        if !missing.is_empty() {
            return Err(T::not_found(&missing));
        }
        seen.sort_unstable_by(|one, other| one.position.cmp(&other.position));
        Ok(seen)
    }

    fn seen_with_id<T: Resource>(
        self,
        whose: usize,
        of: &Whose<T>,
        id: &str,
    ) -> Option<Seen<'a, T>> {
        match of {
            Whose::Own => {
                Some(self.own(whose, self.table::<T>().seq(id, self.now())?, self.find(id)?))
            }
            Whose::Shared => {
                let (owner, row) = self.find_shared::<T>(id)?;
                Some(self.anothers(whose, owner.table::<T>().seq(id, owner.now())?, (owner, row)))
            }
            Whose::Aws(aws) => {
                let at = (aws.find)(self, id)?;
                Some(self.of_aws(whose, at, (aws.row)(self, at)?))
            }
        }
    }

    fn own<T: Resource>(self, whose: usize, number: u64, row: &'a Row<T>) -> Seen<'a, T> {
        let position = Position { whose, owner: String::new(), number };
        Seen { position, owner: self, row: Cow::Borrowed(row) }
    }

    fn of_aws<T: Resource>(self, whose: usize, at: usize, row: Row<T>) -> Seen<'a, T> {
        let number = u64::try_from(at).unwrap_or(u64::MAX).saturating_add(1);
        let position = Position { whose, owner: String::new(), number };
        Seen { position, owner: self, row: Cow::Owned(row) }
    }

    /// A row of another account, with the caller's tags.
    fn anothers<T: Resource>(
        self,
        whose: usize,
        number: u64,
        (owner, row): Reached<'a, T>,
    ) -> Seen<'a, T> {
        let mut row = row.clone();
        row.tags = T::SHARING.map(|it| (it.tags)(self, &row.id)).unwrap_or_default();
        let position = Position { whose, owner: owner.account().to_string(), number };
        Seen { position, owner, row: Cow::Owned(row) }
    }
}
