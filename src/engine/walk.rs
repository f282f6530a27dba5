//! Walks over the rows of a kind. A walk is one type with a `next`, whatever it goes by, and not a
//! chain of adapters: what handlers put behind it is made anew for each of their closures, and the
//! chain would be made anew with it.

use super::any_row::{AnyRow, Seq};
use super::clock::Now;
use super::postings::Seqs;
use super::row::Row;
use super::rows::{Rows, exists};
use super::shelves::Behind;
use super::table::{Record, typed};
use std::marker::PhantomData;

/// Rows that are left to look at, whatever kind they are of.
pub(super) struct Ahead<'a> {
    rows: &'a Rows,
    places: Places<'a>,
    now: Now<'a>,
}

/// What they are found by.
pub(super) enum Places<'a> {
    All(Behind<'a>),
    Listed(Seqs<'a>),
}

impl<'a> Ahead<'a> {
    pub const fn new(rows: &'a Rows, places: Places<'a>, now: Now<'a>) -> Self {
        Self { rows, places, now }
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
                    if let Some(row) = self.rows.at(seq, self.now) {
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

impl<'a, T: Record> Iterator for Walk<'a, T> {
    type Item = (Seq, &'a Row<T>);

    fn next(&mut self) -> Option<Self::Item> {
        let (seq, row) = self.ahead.next()?;
        Some((seq, typed(row)))
    }
}

/// The same without their positions.
pub(crate) struct RowsOf<'a, T>(pub(super) Walk<'a, T>);

impl<'a, T: Record> Iterator for RowsOf<'a, T> {
    type Item = &'a Row<T>;

    fn next(&mut self) -> Option<&'a Row<T>> {
        let (_, row) = self.0.ahead.next()?;
        Some(typed(row))
    }
}
