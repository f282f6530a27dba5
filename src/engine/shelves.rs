//! Rows by their position. Positions are given one after another, so that rows stand side by side
//! on shelves of sixty-four; a shelf goes when its last row has gone.

use super::any_row::{AnyRow, Seq};
use super::tail::{self, Tail};
use std::slice::Iter;

const ROWS: usize = 64;

type Place = Option<Box<dyn AnyRow>>;

#[derive(Default)]
pub(super) struct Shelves {
    all: Tail<Shelf>,
    count: usize,
}

pub(super) struct Shelf {
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
        let (number, at) = place(seq);
        self.all.get(number)?.places[at].as_deref()
    }

    pub fn get_mut(&mut self, seq: Seq) -> Option<&mut dyn AnyRow> {
        let (number, at) = place(seq);
        self.all.get_mut(number)?.places[at].as_deref_mut()
    }

    pub fn insert(&mut self, seq: Seq, row: Box<dyn AnyRow>) {
        let (number, at) = place(seq);
        let empty = || Shelf { count: 0, places: Box::new([const { None }; ROWS]) };
        let holder = self.all.or_insert_with(number, empty);
        if holder.places[at].replace(row).is_none() {
            holder.count += 1;
            self.count += 1;
        }
    }

    pub fn remove(&mut self, seq: Seq) -> Option<Box<dyn AnyRow>> {
        let (number, at) = place(seq);
        let holder = self.all.get_mut(number)?;
        let row = holder.places[at].take()?;
        holder.count -= 1;
        self.count -= 1;
        if holder.count == 0 {
            self.all.remove(number);
        }
        Some(row)
    }

    /// The rows behind `after`, in their order.
    pub fn behind(&self, after: Seq) -> Behind<'_> {
        let from = after.saturating_add(1);
        Behind { shelves: self.all.from(from >> 6), from, next: 0, places: [].iter(), left: 0 }
    }

    pub fn into_rows(self) -> impl Iterator<Item = (Seq, Box<dyn AnyRow>)> {
        self.all.into_iter().flat_map(|(number, shelf)| {
            (number << 6..).zip(*shelf.places).filter_map(|(seq, row)| Some((seq, row?)))
        })
    }
}

/// The rows that are left of some shelves.
pub(super) struct Behind<'a> {
    shelves: tail::From<'a, Shelf>,
    from: Seq,
    /// The position of the next of the places.
    next: Seq,
    places: Iter<'a, Place>,
    /// How many rows there are in the places. Most tables have a few: the places behind the last
    /// one are not looked at.
    left: u8,
}

impl<'a> Iterator for Behind<'a> {
    type Item = (Seq, &'a dyn AnyRow);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            while self.left > 0 {
                let Some(place) = self.places.next() else { break };
                let seq = self.next;
                self.next += 1;
                let Some(row) = place.as_deref() else { continue };
                self.left -= 1;
                if seq >= self.from {
                    return Some((seq, row));
                }
            }
            let (number, Shelf { places, count }) = self.shelves.next()?;
            (self.next, self.places, self.left) = (number << 6, places.iter(), *count);
        }
    }
}
