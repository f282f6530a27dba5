//! The rows of one kind, whatever kind it is: their order, ids, indexes, ends and undo. One body of
//! code serves all kinds; [`super::table`] gives rows their types.
//!
//! The old form of each row that a request touches is remembered; the engine either forgets these
//! (commit) or puts them back (refusal, dry run, panic). What is tried within a request is
//! remembered on a level of its own, which either joins the one below or is put back.
//!
//! Rows may cease to exist at a moment, or something come of them; whoever reads says when.

use super::any_row::{AnyRow, Seq};
use super::clock::Now;
use super::hashes::Hashes;
use super::index::Wanted;
use super::looks::{Changes, Thing};
use super::postings::{Posting, Postings, Seqs};
use super::shelves::Shelves;
use super::walk::{Ahead, Places, Shown};
use crate::error::Result;
use std::collections::{BTreeMap, BTreeSet};
use wire::Timestamp;

/// What rows were at some time, by their positions; `None`: there was none.
pub(super) type Former = BTreeMap<Seq, Option<Box<dyn AnyRow>>>;

/// Rows with their positions.
pub(super) type AnyRows<'a> = Box<dyn Iterator<Item = (Seq, &'a dyn AnyRow)> + 'a>;

pub(crate) struct Rows {
    /// Of which kind they are, by its place among all.
    place: u16,
    by_seq: Shelves,
    by_id: Postings,
    indexes: Vec<(&'static str, Postings)>,
    hashes: Hashes,
    ending: BTreeSet<(Timestamp, Seq)>,
    due: BTreeSet<(Timestamp, Seq)>,
    next: Seq,
    /// One for each level of this request that touched rows, the innermost last.
    journals: Vec<Journal>,
    changes: Changes,
}

/// What the rows touched on a level were before it, and whether they were at all.
pub(super) struct Journal {
    level: usize,
    /// The position that the next row was to get.
    pub next: Seq,
    pub before: Former,
}

/// Whether an index has a row under a text.
fn has_key(rows: &Shelves, seq: Seq, name: &str, text: &str) -> bool {
    let mut is_there = false;
    if let Some(row) = rows.get(seq) {
        row.index(Wanted::One { name, text, is_there: &mut is_there });
    }
    is_there
}

impl Rows {
    pub fn new(place: u16) -> Self {
        Self {
            place,
            by_seq: Shelves::default(),
            by_id: Postings::default(),
            indexes: Vec::new(),
            hashes: Hashes::default(),
            ending: BTreeSet::new(),
            due: BTreeSet::new(),
            next: 1,
            journals: Vec::new(),
            changes: Changes::default(),
        }
    }

    pub const fn place(&self) -> u16 {
        self.place
    }

    fn shown(&self) -> Shown<'_> {
        Shown { rows: &self.by_seq, changes: &self.changes, place: self.place }
    }

    /// Notes that something of the rows was looked at.
    fn look(&self, now: Now<'_>, thing: impl FnOnce() -> Thing) {
        self.shown().look(now, thing);
    }

    /// Notes from now on what changes.
    pub fn watch(&self) {
        self.changes.look();
    }

    /// Whether a thing is as it was when the region had a version.
    pub fn is_as_at(&self, version: u64, thing: Thing) -> bool {
        self.changes.is_as_at(version, thing)
    }

    pub fn seq(&self, id: &str, now: Now<'_>) -> Option<Seq> {
        self.look(now, || Thing::id(id));
        self.seq_to_change(id)
    }

    /// The same for whoever changes rows.
    pub fn seq_to_change(&self, id: &str) -> Option<Seq> {
        let has = |seq| self.by_seq.get(seq).is_some_and(|row| **row.id() == *id);
        match self.by_id.find(self.hashes.of(id), has) {
            Posting::One(seq) => Some(seq),
            Posting::None | Posting::Many(_) => None,
        }
    }

    pub fn at(&self, seq: Seq, now: Now<'_>) -> Option<&dyn AnyRow> {
        self.shown().at(seq, now)
    }

    pub fn find(&self, id: &str, now: Now<'_>) -> Option<&dyn AnyRow> {
        self.at(self.seq(id, now)?, now)
    }

    /// The rows behind `after`, in the order of their creation.
    pub fn iter<'a>(&'a self, after: Seq, now: Now<'a>) -> Ahead<'a> {
        self.look(now, || Thing::ALL);
        Ahead::new(self.shown(), Places::All(self.by_seq.behind(after)), now)
    }

    /// How many rows there are.
    pub fn count(&self, now: Now<'_>) -> usize {
        self.look(now, || Thing::ALL);
        self.by_seq.len() - self.ended(now).count()
    }

    /// The rows behind `after` that an index lists under a value, in the order of creation.
    pub fn with<'a>(&'a self, under: (&str, &str), after: Seq, now: Now<'a>) -> Ahead<'a> {
        Ahead::new(self.shown(), Places::Listed(self.seqs_with(under, after, now)), now)
    }

    fn seqs_with(&self, (filter, value): (&str, &str), after: Seq, now: Now<'_>) -> Seqs<'_> {
        self.look(now, || Thing::listed(filter, self.hashes.of(value)));
        self.posting(filter, value).behind(after)
    }

    /// The rows at some positions behind `after`, each once, in the order of creation.
    fn in_order<'a>(
        &'a self,
        seqs: impl Iterator<Item = Seq>,
        (after, now): (Seq, Now<'a>),
    ) -> AnyRows<'a> {
        let seqs: BTreeSet<Seq> = seqs.filter(|seq| *seq > after).collect();
        Box::new(seqs.into_iter().filter_map(move |seq| Some((seq, self.at(seq, now)?))))
    }

    /// The rows with these ids, each once, in the order of creation. What no row has is told.
    ///
    /// # Errors
    /// Those of `missing`.
    pub fn named<'a>(
        &'a self,
        ids: &[String],
        now: Now<'a>,
        missing: &mut dyn FnMut(&str) -> Result<()>,
    ) -> Result<Vec<(Seq, &'a dyn AnyRow)>> {
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            match self.seq(id, now).and_then(|seq| Some((seq, self.at(seq, now)?))) {
                Some(row) => found.push(row),
                None => missing(id)?,
            }
        }
        found.sort_unstable_by_key(|(seq, _)| *seq);
        found.dedup_by_key(|(seq, _)| *seq);
        Ok(found)
    }

    /// The rows behind `after` that can match `wanted`, names of filters with the values they take,
    /// in the order of creation: out of the smallest index that answers one of them, out of
    /// `joined`, if there is one and it is smaller, or all.
    pub fn candidates<'a>(
        &'a self,
        id_filter: Option<&str>,
        wanted: &[(&str, Vec<&str>)],
        joined: Option<Vec<Seq>>,
        (after, now): (Seq, Now<'a>),
    ) -> AnyRows<'a> {
        self.look(now, || Thing::ALL);
        let by_id = wanted.iter().find(|(name, _)| Some(*name) == id_filter);
        if let Some((_, ids)) = by_id {
            return self.in_order(ids.iter().filter_map(|id| self.seq(id, now)), (after, now));
        }
        let indexed = wanted.iter().filter(|(name, _)| self.has_index(name));
        let count = |(name, values): &(&str, Vec<&str>)| {
            values.iter().map(|value| self.count_with(name, value)).sum::<usize>()
        };
        let best = indexed.min_by_key(|filter| count(filter));
        match (best, joined) {
            (best, Some(seqs)) if best.is_none_or(|best| seqs.len() < count(best)) => {
                self.in_order(seqs.into_iter(), (after, now))
            }
            (None, _) => Box::new(self.iter(after, now)),
            // One value: its rows are in order already, and a page takes only the first of them.
            (Some((name, values)), _) if values.len() == 1 => {
                Box::new(self.with((name, values[0]), after, now))
            }
            (Some((name, values)), _) => {
                let seqs =
                    values.iter().flat_map(|value| self.seqs_with((name, value), after, now));
                self.in_order(seqs, (after, now))
            }
        }
    }

    /// How many rows an index lists under `value`, those that have ended included.
    fn count_with(&self, filter: &str, value: &str) -> usize {
        self.posting(filter, value).count()
    }

    /// How many existing rows an index lists under `value`; it looks at none of them but those
    /// that ended and were not swept yet.
    pub fn live_count_with(&self, filter: &str, value: &str, now: Now<'_>) -> usize {
        self.look(now, || Thing::listed(filter, self.hashes.of(value)));
        let posting = self.posting(filter, value);
        posting.count() - self.ended(now).filter(|seq| posting.contains(*seq)).count()
    }

    fn has_index(&self, filter: &str) -> bool {
        self.indexes.iter().any(|(name, _)| *name == filter)
    }

    fn posting(&self, filter: &str, value: &str) -> Posting<'_> {
        let index = self.indexes.iter().find(|(name, _)| *name == filter);
        index.map_or(Posting::None, |(_, index)| {
            index.find(self.hashes.of(value), |seq| has_key(&self.by_seq, seq, filter, value))
        })
    }

    /// The names of the indexes that have a row, and the hashes under which they do.
    pub fn indexed(&self, seq: Seq) -> Vec<(&'static str, u64)> {
        let mut hashes = Vec::new();
        let mut each = |name, text: &str| hashes.push((name, self.hashes.of(text)));
        if let Some(row) = self.by_seq.get(seq) {
            row.index(Wanted::Each(&mut each));
        }
        hashes
    }

    /// The rows whose end has come and that were not swept yet.
    fn ended(&self, now: Now<'_>) -> impl Iterator<Item = Seq> {
        self.ending.iter().take_while(move |(at, _)| now.reached(*at)).map(|(_, seq)| *seq)
    }

    pub fn insert(&mut self, row: Box<dyn AnyRow>) -> Seq {
        let seq = self.next;
        self.next += 1;
        if let Some(journal) = self.journals.last_mut() {
            journal.before.insert(seq, None);
        }
        self.put(seq, row);
        seq
    }

    /// A row to change, which the journal remembers as it is now. Whoever changes what it is
    /// indexed by says so with [`Rows::reindex`].
    pub fn get_mut(&mut self, seq: Seq) -> Option<&mut dyn AnyRow> {
        self.remember(seq);
        self.by_seq.get_mut(seq)
    }

    /// A row that its holder put there or looked up before, and that cannot have gone since.
    pub fn again(&self, seq: Seq) -> &dyn AnyRow {
        self.by_seq.get(seq).expect("its holder keeps it there")
    }

    /// The same to change, once [`Rows::get_mut`] or [`Rows::insert`] has remembered it.
    pub fn again_mut(&mut self, seq: Seq) -> &mut dyn AnyRow {
        self.by_seq.get_mut(seq).expect("its holder keeps it there")
    }

    /// Brings the indexes up to date with a row that was indexed as `before`, and due at `due`.
    pub fn reindex(&mut self, seq: Seq, before: &[(&'static str, u64)], due: Option<Timestamp>) {
        let Some(row) = self.by_seq.get(seq) else { return };
        if due != row.due() {
            self.due.extend(row.due().map(|at| (at, seq)));
            due.map(|at| self.due.remove(&(at, seq)));
        }
        let now = self.indexed(seq);
        for (filter, hash) in before.iter().filter(|entry| !now.contains(entry)) {
            self.remove_from_index(seq, filter, *hash);
        }
        if now.iter().any(|entry| !before.contains(entry)) {
            self.add_to_indexes(seq, before);
        }
    }

    pub fn remove(&mut self, id: &str) {
        if let Some(seq) = self.seq_to_change(id) {
            self.remember(seq);
            self.take(seq);
        }
    }

    /// Lets a row cease to exist at a moment.
    pub fn end(&mut self, id: &str, at: Timestamp) {
        let Some(seq) = self.seq_to_change(id) else { return };
        let Some(row) = self.get_mut(seq) else { return };
        let before = row.ends();
        row.set_end(Some(at));
        before.map(|before| self.ending.remove(&(before, seq)));
        self.ending.insert((at, seq));
        self.recount(seq);
    }

    /// Takes back what [`Rows::end`] said of a row.
    pub fn keep(&mut self, id: &str) {
        let Some(seq) = self.seq_to_change(id) else { return };
        let Some(row) = self.get_mut(seq) else { return };
        let before = row.ends();
        row.set_end(None);
        before.map(|before| self.ending.remove(&(before, seq)));
        self.recount(seq);
    }

    /// Notes that what indexes list a row under is to be counted anew.
    fn recount(&mut self, seq: Seq) {
        let indexed = self.indexed(seq).into_iter();
        indexed.for_each(|(filter, hash)| self.changes.change(|| Thing::listed(filter, hash)));
    }

    /// The first row of which something comes, and when.
    pub fn first_due(&self) -> Option<(Timestamp, Seq)> {
        self.due.first().copied()
    }

    /// Nothing comes of a row at a moment any more.
    pub fn forget_due(&mut self, due: (Timestamp, Seq)) {
        self.due.remove(&due);
    }

    /// Drops the rows whose end has come; nobody can see these any more.
    pub fn sweep(&mut self, now: Now<'_>) {
        while let Some((at, seq)) = self.ending.first().copied()
            && now.reached(at)
        {
            self.remember(seq);
            self.take(seq);
            self.ending.remove(&(at, seq));
        }
    }

    /// Begins to remember what rows are before a level of the request.
    pub fn open(&mut self, level: usize) {
        if self.journals.last().is_none_or(|last| last.level < level) {
            self.journals.push(Journal { level, next: self.next, before: BTreeMap::new() });
        }
    }

    /// Lets what was changed on the innermost level be a change of the one below.
    pub fn join(&mut self, level: usize) {
        let Some(mut inner) = self.journals.pop_if(|last| last.level == level) else { return };
        inner.level -= 1;
        match self.journals.last_mut().filter(|below| below.level == inner.level) {
            Some(below) => {
                for (seq, before) in inner.before {
                    below.before.entry(seq).or_insert(before);
                }
            }
            None => self.journals.push(inner),
        }
    }

    /// Lets what was changed stay, in a region that has another version from now on, and tells what
    /// it was before.
    pub fn commit(&mut self, version: u64) -> Option<Journal> {
        let journal = self.journals.pop();
        self.journals.clear();
        self.changes.commit(version, self.by_seq.len());
        journal
    }

    /// Puts back what rows were before a level of the request; level 0 is the request itself.
    pub fn roll_back(&mut self, level: usize) {
        while let Some(journal) = self.journals.pop_if(|last| last.level >= level) {
            self.next = journal.next;
            for (seq, before) in journal.before {
                self.take(seq);
                if let Some(row) = before {
                    self.put(seq, row);
                }
            }
        }
        if level == 0 {
            self.changes.forget();
        }
    }

    /// The first row behind `after`, ended or not.
    pub fn behind(&self, after: Seq) -> Option<(Seq, &dyn AnyRow)> {
        self.by_seq.behind(after).next()
    }

    /// The row at a position, ended or not.
    pub fn held(&self, seq: Seq) -> Option<&dyn AnyRow> {
        self.by_seq.get(seq)
    }

    /// Those that end, by their ends; each is there until then.
    pub fn ends(&self) -> impl Iterator<Item = (Timestamp, Seq)> {
        self.ending.iter().copied()
    }

    pub fn into_rows(self) -> BTreeMap<Seq, Box<dyn AnyRow>> {
        self.by_seq.into_rows().collect()
    }

    pub const fn next(&self) -> Seq {
        self.next
    }

    /// Lets rows be what they were at a moment, at which all that was due by then had come.
    pub fn put_back(&mut self, next: Seq, former: Former, at: Timestamp) {
        self.next = next;
        for (seq, row) in former {
            self.remember(seq);
            self.take(seq);
            let Some(row) = row else { continue };
            let due = row.due();
            self.put(seq, row);
            if let Some(due) = due.filter(|due| *due <= at) {
                self.forget_due((due, seq));
            }
        }
    }

    fn remember(&mut self, seq: Seq) {
        self.changes.change(|| Thing::row(seq));
        let rows = &self.by_seq;
        if let Some(journal) = self.journals.last_mut() {
            let before = || rows.get(seq).map(AnyRow::boxed_clone);
            journal.before.entry(seq).or_insert_with(before);
        }
    }

    fn put(&mut self, seq: Seq, row: Box<dyn AnyRow>) {
        if let Some(at) = row.ends() {
            self.ending.insert((at, seq));
        }
        self.due.extend(row.due().map(|at| (at, seq)));
        self.by_seq.insert(seq, row);
        let Some(row) = self.by_seq.get(seq) else { return };
        let (id, rows) = (row.id(), &self.by_seq);
        self.changes.change(|| Thing::id(id));
        let has = |seq| rows.get(seq).is_some_and(|row| row.id() == id);
        self.by_id.set(self.hashes.of(id), seq, has);
        self.add_to_indexes(seq, &[]);
    }

    fn take(&mut self, seq: Seq) {
        let indexed = self.indexed(seq);
        let Some(row) = self.by_seq.remove(seq) else { return };
        self.changes.change(|| Thing::id(row.id()));
        // An id that is a name may have gone over to a newer row, which then keeps it.
        self.by_id.remove(self.hashes.of(row.id()), seq);
        if let Some(at) = row.ends() {
            self.ending.remove(&(at, seq));
        }
        row.due().map(|at| self.due.remove(&(at, seq)));
        for (filter, hash) in indexed {
            self.remove_from_index(seq, filter, hash);
        }
    }

    /// Has all indexes list a row that should, but for those that do already.
    fn add_to_indexes(&mut self, seq: Seq, but: &[(&'static str, u64)]) {
        let Self { by_seq, indexes, hashes, changes, .. } = self;
        let Some(row) = by_seq.get(seq) else { return };
        let mut each = |name, text: &str| {
            let hash = hashes.of(text);
            if but.contains(&(name, hash)) {
                return;
            }
            changes.change(|| Thing::listed(name, hash));
            let at = indexes.iter().position(|(other, _)| *other == name).unwrap_or_else(|| {
                indexes.push((name, Postings::default()));
                indexes.len() - 1
            });
            indexes[at].1.add(hash, seq, |other| has_key(by_seq, other, name, text));
        };
        row.index(Wanted::Each(&mut each));
    }

    fn remove_from_index(&mut self, seq: Seq, filter: &'static str, hash: u64) {
        self.changes.change(|| Thing::listed(filter, hash));
        if let Some((_, index)) = self.indexes.iter_mut().find(|(name, _)| *name == filter) {
            index.remove(hash, seq);
        }
    }
}
