//! Walks over the rows of a kind. A walk is one type with a `next`, whatever it goes by, and not a
//! chain of adapters: what handlers put behind it is made anew for each of their closures, and the
//! chain would be made anew with it.

use super::any_row::{AnyRow, Seq};
use super::clock::Now;
use super::looks::{Changes, Look, Thing};
use super::postings::Seqs;
use super::row::{Row, typed};
use super::shelves::{Behind, Shelves};
use std::marker::PhantomData;

/// The rows of a kind, whatever kind it is, for whoever looks at them.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub rows: &'a Shelves,
    pub changes: &'a Changes,
    /// Of which kind they are, by its place among all.
    pub place: u16,
}

impl<'a> Shown<'a> {
    /// Notes that something of them was looked at.
    pub fn look(self, now: Now<'_>, thing: impl FnOnce() -> Thing) {
        now.basis.look(|| {
            self.changes.look();
            Look { place: self.place, thing: thing() }
        });
    }

    pub fn at(self, seq: Seq, now: Now<'_>) -> Option<&'a dyn AnyRow> {
        self.look(now, || Thing::row(seq));
        self.rows.get(seq).filter(|row| exists(*row, now))
    }
}

fn exists(row: &dyn AnyRow, now: Now<'_>) -> bool {
    row.ends().is_none_or(|ends| !now.reached(ends))
}

/// Rows that are left to look at, whatever kind they are of.
pub(super) struct Ahead<'a> {
    shown: Shown<'a>,
    places: Places<'a>,
    now: Now<'a>,
}

/// What they are found by.
pub(super) enum Places<'a> {
    All(Behind<'a>),
    Listed(Seqs<'a>),
}

impl<'a> Ahead<'a> {
    pub const fn new(shown: Shown<'a>, places: Places<'a>, now: Now<'a>) -> Self {
        Self { shown, places, now }
    }
}

impl<'a> Iterator for Ahead<'a> {
    type Item = (Seq, &'a dyn AnyRow);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match &mut self.places {
                Places::All(rows) => {
                    let (seq, row) = rows.next()?;
                    if exists(row, self.now) {
                        return Some((seq, row));
                    }
                }
                Places::Listed(seqs) => {
                    let seq = seqs.next()?;
                    if let Some(row) = self.shown.at(seq, self.now) {
                        return Some((seq, row));
                    }
                }
            }
        }
    }
}

/// Rows of a kind that are left to look at, with their positions.
pub(crate) struct Walk<'a, T> {
    ahead: Ahead<'a>,
    of: PhantomData<fn() -> T>,
}

impl<'a, T> Walk<'a, T> {
    pub(super) const fn new(ahead: Ahead<'a>) -> Self {
        Self { ahead, of: PhantomData }
    }
}

impl<'a, T: 'static> Iterator for Walk<'a, T> {
    type Item = (Seq, &'a Row<T>);

    fn next(&mut self) -> Option<Self::Item> {
        let (seq, row) = self.ahead.next()?;
        Some((seq, typed(row)))
    }
}

/// The same without their positions.
pub(crate) struct RowsOf<'a, T>(pub(super) Walk<'a, T>);

impl<'a, T: 'static> Iterator for RowsOf<'a, T> {
    type Item = &'a Row<T>;

    fn next(&mut self) -> Option<&'a Row<T>> {
        let (_, row) = self.0.ahead.next()?;
        Some(typed(row))
    }
}
