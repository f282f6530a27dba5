//! What of the rows a view looked at, and whether any of that has changed since. Neither is told
//! row by row: each thing that can be looked at has a number, and a kind's rows remember for each
//! number when something of it changed last. Two things with one number are taken for changed when
//! one of them is, never the other way round, and what is remembered does not grow with the rows.

use super::seq::Seq;
use std::sync::atomic::{AtomicBool, Ordering};

/// A thing of one kind's rows, by its number: a row, an id, what an index lists under a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Thing(u32);

impl Thing {
    /// All rows at once.
    pub const ALL: Self = Self(u32::MAX);

    pub fn row(seq: Seq) -> Self {
        Self::numbered(mix(0, seq))
    }

    pub fn id(id: &str) -> Self {
        Self::numbered(mix_text(1, id))
    }

    /// What an index lists under a key with a hash.
    pub fn listed(filter: &str, hash: u64) -> Self {
        Self::numbered(mix(mix_text(2, filter), hash))
    }

    fn numbered(hash: u64) -> Self {
        Self((hash >> 33) as u32)
    }
}

pub(super) const fn mix(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(5) ^ word).wrapping_mul(MIX)
}

fn mix_text(hash: u64, text: &str) -> u64 {
    let (chunks, rest) = text.as_bytes().as_chunks::<8>();
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    let words = chunks.iter().chain([&last]).map(|chunk| u64::from_le_bytes(*chunk));
    words.fold(mix(hash, text.len() as u64), mix)
}

/// The golden ratio's, as Fibonacci hashing has it.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

/// One that was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Look {
    /// Of which kind, by its place among all.
    pub place: u16,
    pub thing: Thing,
}

impl Look {
    pub fn at_row(place: u16, seq: Seq) -> Self {
        Self { place, thing: Thing::row(seq) }
    }
}

/// The fewest and the most numbers that are told apart.
const FEWEST: usize = 1 << 10;
const MOST: usize = 1 << 16;

/// When the rows of a kind changed.
#[derive(Default)]
pub(super) struct Changes {
    /// Whether somebody ever wanted to know.
    is_looked_at: AtomicBool,
    /// What the request under way has changed.
    changed: Vec<Thing>,
    /// The region's version since the last change of any row.
    last: u64,
    /// The same for each number, as many as a power of two.
    each: Vec<u64>,
}

impl Changes {
    /// Somebody will want to know what changes from now on.
    pub fn look(&self) {
        if !self.is_looked_at.load(Ordering::Relaxed) {
            self.is_looked_at.store(true, Ordering::Relaxed);
        }
    }

    pub fn change(&mut self, thing: impl FnOnce() -> Thing) {
        if *self.is_looked_at.get_mut() {
            self.changed.push(thing());
        }
    }

    /// The request is done; the region has another version.
    pub fn commit(&mut self, version: u64, rows: usize) {
        self.last = version;
        if self.changed.is_empty() {
            return;
        }
        let wanted = (rows * 4).next_power_of_two().clamp(FEWEST, MOST);
        if self.each.len() < wanted {
            // All may have changed, but for the first time, when nobody has looked before.
            let since = if self.each.is_empty() { 0 } else { version };
            self.each = vec![since; wanted];
        }
        for thing in std::mem::take(&mut self.changed) {
            let at = self.place(thing);
            self.each[at] = version;
        }
    }

    pub fn forget(&mut self) {
        self.changed.clear();
    }

    /// Whether a thing is as it was when the region had a version.
    pub fn is_as_at(&self, version: u64, thing: Thing) -> bool {
        self.last <= version
            || thing != Thing::ALL
                && self.is_looked_at.load(Ordering::Relaxed)
                && self.each.get(self.place(thing)).is_none_or(|at| *at <= version)
    }

    fn place(&self, Thing(number): Thing) -> usize {
        number as usize & self.each.len().wrapping_sub(1)
    }
}
