//! Which rows have what: a table that leads from the hash of a text to the positions of the rows
//! that have it. The texts are not in here, but in the rows; whoever looks up compares there. So a
//! row takes a word in each index that lists it, and a bit where many rows share a text.

use super::any_row::Seq;
use super::tail::{self, Tail};
use hashbrown::HashTable;

/// An entry: a part of the hash, whether many rows share the text, and the position of the only
/// row or the place of the many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry(u64);

/// The part of the hash is what stands above this bit: enough that among millions of texts hardly
/// two have the same, which costs a look at a row.
pub(super) const TAG_SHIFT: u32 = 37;
const MANY: u64 = 1 << (TAG_SHIFT - 1);
const PLACE: u64 = MANY - 1;

impl Entry {
    const fn one(hash: u64, seq: Seq) -> Self {
        Self(tag(hash) | seq & PLACE)
    }

    const fn many(self) -> Option<usize> {
        if self.0 & MANY == 0 { None } else { Some((self.0 & PLACE) as usize) }
    }

    const fn has_hash(self, hash: u64) -> bool {
        self.0 & !(MANY | PLACE) == tag(hash)
    }

    /// Where the table has it, which it must be able to tell from the entry alone. The table goes
    /// by the lower bits, so that neighbouring parts of hashes stand side by side, and tells those
    /// that stand there apart by the upper seven.
    const fn slot(self) -> u64 {
        let tag = self.0 >> TAG_SHIFT;
        tag.wrapping_mul(0x9e37_79b9_7f4a_7c15) & 0x7f << 57 | tag
    }
}

const fn tag(hash: u64) -> u64 {
    hash & !(MANY | PLACE)
}

/// The rows that share a text, in their order: sixty-four to a word.
#[derive(Debug, Default)]
pub(super) struct Many {
    words: Tail<u64>,
    count: usize,
}

impl Many {
    fn insert(&mut self, seq: Seq) {
        let word = self.words.or_insert_with(seq >> 6, u64::default);
        self.count += usize::from(*word & bit(seq) == 0);
        *word |= bit(seq);
    }

    fn remove(&mut self, seq: Seq) {
        let Some(word) = self.words.get_mut(seq >> 6) else { return };
        self.count -= usize::from(*word & bit(seq) != 0);
        *word &= !bit(seq);
        if *word == 0 {
            self.words.remove(seq >> 6);
        }
    }

    fn contains(&self, seq: Seq) -> bool {
        self.words.get(seq >> 6).is_some_and(|word| word & bit(seq) != 0)
    }

    /// Any one of them: the last, which is the likeliest to be in a processor's cache.
    fn any(&self) -> Option<Seq> {
        self.words.last().map(|(at, word)| at << 6 | u64::from(word.ilog2()))
    }

    /// Those behind `after`.
    fn behind(&self, after: Seq) -> Bits<'_> {
        let from = after.saturating_add(1);
        let mut words = self.words.from(from >> 6);
        let (at, word) = words.next().map_or((0, 0), |(at, word)| (at, *word));
        let left = if at == from >> 6 { word & (u64::MAX << (from & 63)) } else { word };
        Bits { words, at, left }
    }
}

/// The positions that are left of some words.
pub(super) struct Bits<'a> {
    words: tail::From<'a, u64>,
    /// Which word the bits are of.
    at: u64,
    left: u64,
}

impl Iterator for Bits<'_> {
    type Item = Seq;

    fn next(&mut self) -> Option<Seq> {
        while self.left == 0 {
            (self.at, self.left) = self.words.next().map(|(at, word)| (at, *word))?;
        }
        let lowest = self.left.trailing_zeros();
        self.left &= self.left - 1;
        Some(self.at << 6 | u64::from(lowest))
    }
}

const fn bit(seq: Seq) -> u64 {
    1 << (seq & 63)
}

/// The rows that have one text.
#[derive(Debug, Clone, Copy)]
pub(super) enum Posting<'a> {
    None,
    One(Seq),
    Many(&'a Many),
}

impl<'a> Posting<'a> {
    pub const fn count(self) -> usize {
        match self {
            Self::None => 0,
            Self::One(_) => 1,
            Self::Many(many) => many.count,
        }
    }

    pub fn contains(self, seq: Seq) -> bool {
        match self {
            Self::None => false,
            Self::One(one) => one == seq,
            Self::Many(many) => many.contains(seq),
        }
    }

    /// Those behind `after`, in the order of creation.
    pub fn behind(self, after: Seq) -> Seqs<'a> {
        match self {
            Self::None => Seqs::One(None),
            Self::One(seq) => Seqs::One(Some(seq).filter(|seq| *seq > after)),
            Self::Many(many) => Seqs::Many(many.behind(after)),
        }
    }
}

/// Positions in their order. Whoever walks over rows does so by a type of its own and its `next`,
/// not by a chain of adapters, which would be made anew for every closure that looks at the rows.
pub(super) enum Seqs<'a> {
    One(Option<Seq>),
    Many(Bits<'a>),
}

impl Iterator for Seqs<'_> {
    type Item = Seq;

    fn next(&mut self) -> Option<Seq> {
        match self {
            Self::One(one) => one.take(),
            Self::Many(many) => many.next(),
        }
    }
}

/// A table of texts and the rows that have them.
#[derive(Debug, Default)]
pub(super) struct Postings {
    entries: HashTable<Entry>,
    many: Vec<Many>,
    /// The places in `many` that nobody has any more.
    free: Vec<usize>,
}

impl Postings {
    /// The rows with a text of which `has` tells for any one of these whether it has the text.
    pub fn find(&self, hash: u64, has: impl Fn(Seq) -> bool) -> Posting<'_> {
        let slot = Entry::one(hash, 0).slot();
        let entry = self.entries.find(slot, |entry| self.is(*entry, hash, &has));
        match entry.map(|entry| (entry, entry.many())) {
            None => Posting::None,
            Some((entry, None)) => Posting::One(entry.0 & PLACE),
            Some((_, Some(at))) => self.many.get(at).map_or(Posting::None, Posting::Many),
        }
    }

    fn is(&self, entry: Entry, hash: u64, has: &impl Fn(Seq) -> bool) -> bool {
        let any = || match entry.many() {
            None => Some(entry.0 & PLACE),
            Some(at) => self.many.get(at).and_then(Many::any),
        };
        entry.has_hash(hash) && any().is_some_and(has)
    }

    /// Adds a row to those with its text.
    pub fn add(&mut self, hash: u64, seq: Seq, has: impl Fn(Seq) -> bool) {
        let slot = Entry::one(hash, 0).slot();
        let Self { entries, many, free } = self;
        let any = |entry: Entry| match entry.many() {
            None => Some(entry.0 & PLACE),
            Some(at) => many.get(at).and_then(Many::any),
        };
        let found =
            entries.find_mut(slot, |entry| entry.has_hash(hash) && any(*entry).is_some_and(&has));
        let Some(entry) = found else {
            entries.insert_unique(slot, Entry::one(hash, seq), |entry| entry.slot());
            return;
        };
        match entry.many() {
            Some(at) => many[at].insert(seq),
            None if entry.0 & PLACE == seq => {}
            None => {
                let at = free.pop().unwrap_or(many.len());
                if at == many.len() {
                    many.push(Many::default());
                }
                many[at].insert(entry.0 & PLACE);
                many[at].insert(seq);
                *entry = Entry(tag(hash) | MANY | at as u64);
            }
        }
    }

    /// Has a text lead to this row alone.
    pub fn set(&mut self, hash: u64, seq: Seq, has: impl Fn(Seq) -> bool) {
        let slot = Entry::one(hash, 0).slot();
        let is_it = |entry: &Entry| entry.has_hash(hash) && has(entry.0 & PLACE);
        match self.entries.find_mut(slot, is_it) {
            Some(entry) => *entry = Entry::one(hash, seq),
            None => {
                self.entries.insert_unique(slot, Entry::one(hash, seq), |entry| entry.slot());
            }
        }
    }

    /// Takes a row out of those with its text, if it is one of them.
    pub fn remove(&mut self, hash: u64, seq: Seq) {
        let slot = Entry::one(hash, 0).slot();
        let many = &mut self.many;
        let has = |entry: &Entry| match entry.many() {
            None => entry.0 & PLACE == seq,
            Some(at) => many.get(at).is_some_and(|many| many.contains(seq)),
        };
        let found = self.entries.find_entry(slot, |entry| entry.has_hash(hash) && has(entry));
        let Ok(found) = found else { return };
        if let Some(at) = found.get().many() {
            many[at].remove(seq);
            if many[at].count > 0 {
                return;
            }
            self.free.push(at);
        }
        found.remove();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_rows_are_told_in_their_order() {
        let mut many = Many::default();
        for seq in [70, 3, 64, 1_000, 63, 3] {
            many.insert(seq);
        }
        assert_eq!((many.count, many.any()), (5, Some(1_000)));
        assert_eq!(many.behind(0).collect::<Vec<_>>(), [3, 63, 64, 70, 1_000]);
        assert_eq!(many.behind(63).collect::<Vec<_>>(), [64, 70, 1_000]);
        assert_eq!(many.behind(u64::MAX).count(), 0);
        many.remove(64);
        many.remove(70);
        many.remove(70);
        assert_eq!(many.count, 3);
        assert!(many.contains(63) && !many.contains(64) && many.words.from(0).count() == 2);
    }

    /// Rows whose texts have all the same hash are told apart by whoever compares the texts.
    #[test]
    fn texts_with_one_hash_are_told_apart() {
        let texts = ["", "a", "b", "a", "c", "a"];
        let has = |text: &'static str| move |seq: Seq| texts[usize::try_from(seq).unwrap()] == text;
        let mut postings = Postings::default();
        for seq in 1..6 {
            postings.add(7, seq, has(texts[usize::try_from(seq).unwrap()]));
        }
        let found =
            |postings: &Postings, text| postings.find(7, has(text)).behind(0).collect::<Vec<_>>();
        assert_eq!(found(&postings, "a"), [1, 3, 5]);
        assert_eq!(found(&postings, "b"), [2]);
        assert!(found(&postings, "d").is_empty());
        postings.remove(7, 3);
        postings.remove(7, 2);
        assert_eq!(found(&postings, "a"), [1, 5]);
        assert!(found(&postings, "b").is_empty());
        postings.remove(7, 1);
        postings.remove(7, 5);
        postings.add(7, 2, has("b"));
        postings.add(7, 2, has("b"));
        assert_eq!(found(&postings, "b"), [2]);
        assert_eq!(postings.free, [0]);
    }
}
