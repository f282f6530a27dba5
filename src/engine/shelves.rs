//! Rows by their position. Positions are given one after another, so that rows stand side by side
//! on shelves of sixty-four; a shelf goes when its last row has gone.

use super::rows::{AnyRow, Seq};
use std::collections::BTreeMap;

const ROWS: usize = 64;

type Place = Option<Box<dyn AnyRow>>;

#[derive(Default)]
pub(super) struct Shelves {
    shelves: BTreeMap<u64, Shelf>,
    count: usize,
}

struct Shelf {
    count: u8,
    places: Box<[Place; ROWS]>,
}

const fn place(seq: Seq) -> (u64, usize) {
    (seq >> 6, (seq & 63) as usize)
}

impl Shelves {
    pub const fn len(&self) -> usize {
        self.count
    }

    pub fn get(&self, seq: Seq) -> Option<&dyn AnyRow> {
        let (shelf, at) = place(seq);
        self.shelves.get(&shelf)?.places[at].as_deref()
    }

    pub fn get_mut(&mut self, seq: Seq) -> Option<&mut dyn AnyRow> {
        let (shelf, at) = place(seq);
        self.shelves.get_mut(&shelf)?.places[at].as_deref_mut()
    }

    pub fn insert(&mut self, seq: Seq, row: Box<dyn AnyRow>) {
        let (shelf, at) = place(seq);
        let empty = || Shelf { count: 0, places: Box::new([const { None }; ROWS]) };
        let shelf = self.shelves.entry(shelf).or_insert_with(empty);
        if shelf.places[at].replace(row).is_none() {
            shelf.count += 1;
            self.count += 1;
        }
    }

    pub fn remove(&mut self, seq: Seq) -> Option<Box<dyn AnyRow>> {
        let (number, at) = place(seq);
        let shelf = self.shelves.get_mut(&number)?;
        let row = shelf.places[at].take()?;
        shelf.count -= 1;
        self.count -= 1;
        if shelf.count == 0 {
            self.shelves.remove(&number);
        }
        Some(row)
    }

    /// The rows behind `after`, in their order.
    pub fn behind(&self, after: Seq) -> impl Iterator<Item = (Seq, &dyn AnyRow)> + use<'_> {
        let from = after.saturating_add(1);
        let shelves = self.shelves.range(from >> 6..);
        let all = shelves.flat_map(|(number, shelf)| {
            let first = number << 6;
            (first..).zip(shelf.places.iter()).filter_map(|(seq, row)| Some((seq, row.as_deref()?)))
        });
        all.skip_while(move |(seq, _)| *seq < from)
    }
}
