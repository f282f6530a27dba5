//! What the state was at marked moments. Nothing is copied when a moment is marked: from then on
//! the old form of each row that is changed goes to its mark, and with it, of each region in which
//! something is changed, its sequence of ids and its tokens. So a mark holds what has changed until
//! the next one, and what the state was is what the first mark from there on has of it, or else
//! what is there now. Without a mark nothing is kept.

use super::any_row::{AnyRow, Seq};
use super::clock::{Lifecycle, Mode};
use super::ids::Ids;
use super::region::{Caller, Region};
use super::rows::{Former, Journal, Rows};
use super::tokens::{Change, Tokens};
use std::collections::BTreeMap;
use wire::Timestamp;

/// Which of all marks that were ever made.
pub(super) type MarkId = u64;

/// The marks, the oldest first.
#[derive(Default)]
pub(super) struct History(Vec<Mark>);

pub(super) struct Mark {
    pub id: MarkId,
    /// `None`: somebody reads the state as it was then.
    pub name: Option<Box<str>>,
    pub at: Timestamp,
    pub clock: Mode,
    pub lifecycle: Lifecycle,
    /// What was changed since, until the next mark.
    pub regions: BTreeMap<Caller, Before>,
}

/// What a region was before it was changed.
#[derive(Clone, Default)]
pub(super) struct Before {
    /// `None`: there was nothing in it that was ever changed.
    pub ids: Option<Ids>,
    /// What takes back what was changed of its tokens, the last change last.
    tokens: Vec<Change>,
    /// By the place of the kind.
    kinds: BTreeMap<usize, RowsBefore>,
    /// The last tokens of a region that was taken away. Of the one that came in its place nothing
    /// is in here.
    last_tokens: Option<Tokens>,
}

#[derive(Clone)]
pub(super) struct RowsBefore {
    pub next: Seq,
    pub rows: Former,
}

impl Before {
    fn of(region: Option<&Region>) -> Self {
        let ids = region.map(|region| region.ids.clone());
        Self { last_tokens: ids.is_none().then(Tokens::default), ids, ..Self::default() }
    }

    pub fn note(&mut self, place: usize, journal: Journal) {
        if self.last_tokens.is_none() {
            let (next, rows) = (journal.next, journal.before);
            self.add(place, RowsBefore { next, rows });
        }
    }

    /// Where to note what takes back a change of tokens.
    pub fn tokens(&mut self) -> Option<&mut Vec<Change>> {
        self.last_tokens.is_none().then_some(&mut self.tokens)
    }

    /// What was before what this has counts for nothing.
    fn add(&mut self, place: usize, later: RowsBefore) {
        match self.kinds.get_mut(&place) {
            Some(earlier) => {
                for (seq, row) in later.rows {
                    earlier.rows.entry(seq).or_insert(row);
                }
            }
            None => drop(self.kinds.insert(place, later)),
        }
    }

    /// Adds what the next mark has of the region.
    fn join(&mut self, later: Self) {
        if self.last_tokens.is_some() {
            return;
        }
        for (place, rows) in later.kinds {
            self.add(place, rows);
        }
        self.tokens.extend(later.tokens);
        self.last_tokens = later.last_tokens;
    }

    /// Takes in what a region held that is taken away.
    fn take_in(&mut self, region: Region) {
        if self.last_tokens.is_some() {
            return;
        }
        let (kinds, tokens) = region.into_former();
        for (place, next, rows) in kinds {
            let rows = rows.into_iter().map(|(seq, row)| (seq, Some(row))).collect();
            self.add(place, RowsBefore { next, rows });
        }
        self.last_tokens = Some(tokens);
    }

    /// Apart: the sequence of ids, what of the tokens is to take back, and the rows; and whether a
    /// region has come in place of this one since.
    pub fn into_parts(self) -> (Option<Ids>, TokensBefore, BTreeMap<usize, RowsBefore>) {
        (self.ids, TokensBefore { last: self.last_tokens, changes: self.tokens }, self.kinds)
    }
}

pub(super) struct TokensBefore {
    /// Those of a region that was taken away; `None`: those that are there now.
    pub last: Option<Tokens>,
    pub changes: Vec<Change>,
}

impl History {
    pub fn marks(&self) -> &[Mark] {
        &self.0
    }

    pub fn add(&mut self, mark: Mark) {
        self.0.push(mark);
    }

    pub fn place_of(&self, id: MarkId) -> Option<usize> {
        self.0.iter().position(|mark| mark.id == id)
    }

    pub fn place_named(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|mark| mark.name.as_deref() == Some(name))
    }

    /// Removes a mark; what it has goes to the one before it.
    pub fn remove(&mut self, place: usize) -> Option<Mark> {
        let mut mark = (place < self.0.len()).then(|| self.0.remove(place))?;
        if let Some(before) = place.checked_sub(1).and_then(|place| self.0.get_mut(place)) {
            join(&mut before.regions, std::mem::take(&mut mark.regions));
        }
        Some(mark)
    }

    /// Where to note what a region was before it is changed.
    pub fn before(&mut self, caller: &Caller) -> Option<&mut Before> {
        self.0.last_mut()?.regions.get_mut(caller)
    }

    /// Notes that a region is going to be changed, or put where there is none.
    pub fn touch(&mut self, caller: &Caller, region: Option<&Region>) {
        if let Some(mark) = self.0.last_mut() {
            mark.regions.entry(caller.clone()).or_insert_with(|| Before::of(region));
        }
    }

    /// Takes what a region holds that is taken away.
    pub fn take_in(&mut self, caller: &Caller, region: Region) {
        self.touch(caller, Some(&region));
        if let Some(before) = self.before(caller) {
            before.take_in(region);
        }
    }

    /// What the last mark has is what there is.
    pub fn clear_last(&mut self) {
        if let Some(mark) = self.0.last_mut() {
            mark.regions.clear();
        }
    }

    /// What takes the state back to a mark. The last mark has nothing any more then, as it is
    /// what the state becomes.
    pub fn since(&mut self, place: usize) -> BTreeMap<Caller, Before> {
        let is_last = place + 1 == self.0.len();
        let mut marks = self.0.iter_mut().skip(place);
        let Some(first) = marks.next() else { return BTreeMap::new() };
        if is_last {
            return std::mem::take(&mut first.regions);
        }
        let mut regions = first.regions.clone();
        for mark in marks {
            join(&mut regions, mark.regions.clone());
        }
        regions
    }
}

fn join(earlier: &mut BTreeMap<Caller, Before>, later: BTreeMap<Caller, Before>) {
    for (caller, before) in later {
        match earlier.get_mut(&caller) {
            Some(earlier) => earlier.join(before),
            None => drop(earlier.insert(caller, before)),
        }
    }
}

/// A region as it was at a mark.
pub(super) struct Past<'a> {
    pub ids: &'a Ids,
    /// What the marks from there on have of it.
    since: Vec<&'a Before>,
    /// The region that it has become, if it is still that one.
    now: Option<&'a Region>,
}

impl<'a> Past<'a> {
    /// `None`: nothing was ever changed in it.
    pub fn of(marks: &'a [Mark], caller: &Caller, region: Option<&'a Region>) -> Option<Self> {
        let mut since = Vec::new();
        for before in marks.iter().filter_map(|mark| mark.regions.get(caller)) {
            since.push(before);
            if before.last_tokens.is_some() {
                break;
            }
        }
        let Some(first) = since.first() else {
            return region.map(|region| Self { ids: &region.ids, since, now: Some(region) });
        };
        let ids = first.ids.as_ref()?;
        let is_gone = since.last().is_some_and(|before| before.last_tokens.is_some());
        Some(Self { ids, since, now: region.filter(|_| !is_gone) })
    }

    pub fn tokens(&self) -> std::borrow::Cow<'a, Tokens> {
        use std::borrow::Cow;
        let last = self.since.last().and_then(|before| before.last_tokens.as_ref());
        let changes = || self.since.iter().flat_map(|before| before.tokens.iter().cloned());
        match last.or(self.now.map(|region| &region.tokens)) {
            Some(tokens) if changes().next().is_none() => Cow::Borrowed(tokens),
            Some(tokens) => Cow::Owned(tokens.before(changes().collect::<Vec<_>>().into_iter())),
            None => Cow::Owned(Tokens::default()),
        }
    }

    pub fn rows(&self, place: usize) -> PastRows<'a> {
        let since = self.since.iter().filter_map(|before| before.kinds.get(&place)).collect();
        let now = self.now.and_then(|region| region.stored().get(place));
        PastRows { since, now: now.map(|stored| &stored.rows) }
    }
}

/// The rows of a kind as they were at a mark.
pub(super) struct PastRows<'a> {
    since: Vec<&'a RowsBefore>,
    now: Option<&'a Rows>,
}

impl<'a> PastRows<'a> {
    /// The position that the next row was to get.
    pub fn next(&self) -> Seq {
        let first = self.since.first().map(|before| before.next);
        first.or(self.now.map(Rows::next)).unwrap_or(1)
    }

    pub fn at(&self, seq: Seq) -> Option<&'a dyn AnyRow> {
        match self.since.iter().find_map(|before| before.rows.get(&seq)) {
            Some(row) => row.as_deref(),
            None => self.now?.held(seq),
        }
    }

    /// The first row behind a position.
    pub fn behind(&self, mut after: Seq) -> Option<(Seq, &'a dyn AnyRow)> {
        loop {
            let noted = self.since.iter().filter_map(|before| {
                before.rows.range(after.saturating_add(1)..).next().map(|(seq, _)| *seq)
            });
            let held = self.now.and_then(|rows| rows.behind(after)).map(|(seq, _)| seq);
            after = noted.chain(held).min()?;
            if let Some(row) = self.at(after) {
                return Some((after, row));
            }
        }
    }

    /// The positions of the rows that are others now, or may be.
    pub fn noted(&self) -> impl Iterator<Item = Seq> {
        self.since.iter().flat_map(|before| before.rows.keys().copied())
    }

    /// The positions of the rows of now that come to an end.
    pub fn ending(&self) -> impl Iterator<Item = Seq> {
        self.now.into_iter().flat_map(Rows::ends).map(|(_, seq)| seq)
    }

    /// All positions that have a row.
    pub fn seqs(&self) -> impl Iterator<Item = Seq> {
        std::iter::successors(self.behind(0), |(seq, _)| self.behind(*seq)).map(|(seq, _)| seq)
    }

    /// Whether others are not what these have become, but came in their place.
    pub fn is_apart_from(&self, other: &Self) -> bool {
        self.now.is_some() != other.now.is_some()
    }
}
