//! The rows of one kind, whatever kind it is: their order, ids, indexes, ends and undo. One body of
//! code serves all kinds; [`super::table`] gives rows their types.
//!
//! The old form of each row that a request touches is remembered; the engine either forgets these
//! (commit) or puts them back (refusal, dry run, panic). What is tried within a request is
//! remembered on a level of its own, which either joins the one below or is put back.
//!
//! Rows may have a moment at which they cease to exist, and one at which something comes of them;
//! whoever reads says what time it is.

use super::clock::Now;
use super::id::Text;
use super::tags::Tags;
use std::any::Any;
use std::collections::{BTreeMap, BTreeSet, HashMap, btree_set};
use wire::Timestamp;

/// Position in the order of creation; never used twice among the rows of a kind.
pub(crate) type Seq = u64;

/// What every row has, its record aside.
pub(super) trait AnyRow: Any + Send + Sync {
    fn id(&self) -> &Text;
    fn tags(&self) -> &Tags;
    fn tags_mut(&mut self) -> &mut Tags;
    /// From when on nobody sees it any more.
    fn ends(&self) -> Option<Timestamp>;
    fn set_end(&mut self, at: Option<Timestamp>);
    /// The values it is looked up by, under the names of the filters they answer.
    fn indexed(&self) -> Vec<(&'static str, Text)>;
    /// When something comes of it.
    fn due(&self) -> Option<Timestamp>;
    fn boxed_clone(&self) -> Box<dyn AnyRow>;
    /// Appends the row as JSON, as the one at a position.
    fn write(&self, seq: Seq, to: &mut Vec<u8>);
}

impl Clone for Box<dyn AnyRow> {
    fn clone(&self) -> Self {
        (**self).boxed_clone()
    }
}

/// What rows were at some time, by their positions; `None`: there was none.
pub(super) type Former = BTreeMap<Seq, Option<Box<dyn AnyRow>>>;

/// The rows that have one value; most values belong to one row.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Posting {
    One(Seq),
    Many(BTreeSet<Seq>),
}

impl Posting {
    fn contains(&self, seq: Seq) -> bool {
        match self {
            Self::One(one) => *one == seq,
            Self::Many(seqs) => seqs.contains(&seq),
        }
    }
}

pub(crate) struct Rows {
    by_seq: BTreeMap<Seq, Box<dyn AnyRow>>,
    by_id: HashMap<Text, Seq>,
    indexes: Vec<(&'static str, HashMap<Text, Posting>)>,
    ending: BTreeSet<(Timestamp, Seq)>,
    due: BTreeSet<(Timestamp, Seq)>,
    next: Seq,
    /// One for each level of this request that touched rows, the innermost last.
    journals: Vec<Journal>,
}

/// What the rows touched on a level were before it, and whether they were at all.
pub(super) struct Journal {
    level: usize,
    /// The position that the next row was to get.
    pub next: Seq,
    pub before: Former,
}

/// Each position behind `after` once, in ascending order.
fn in_order(seqs: impl Iterator<Item = Seq>, after: Seq) -> btree_set::IntoIter<Seq> {
    let seqs: BTreeSet<Seq> = seqs.filter(|seq| *seq > after).collect();
    seqs.into_iter()
}

fn exists(row: &dyn AnyRow, now: Now<'_>) -> bool {
    row.ends().is_none_or(|ends| !now.reached(ends))
}

impl Rows {
    pub fn new() -> Self {
        Self {
            by_seq: BTreeMap::new(),
            by_id: HashMap::new(),
            indexes: Vec::new(),
            ending: BTreeSet::new(),
            due: BTreeSet::new(),
            next: 1,
            journals: Vec::new(),
        }
    }

    pub fn seq(&self, id: &str) -> Option<Seq> {
        self.by_id.get(id).copied()
    }

    pub fn at(&self, seq: Seq, now: Now<'_>) -> Option<&dyn AnyRow> {
        self.by_seq.get(&seq).map(AsRef::as_ref).filter(|row| exists(*row, now))
    }

    pub fn find(&self, id: &str, now: Now<'_>) -> Option<&dyn AnyRow> {
        self.at(self.seq(id)?, now)
    }

    /// The rows behind `after`, in the order of their creation.
    pub fn iter<'a>(
        &'a self,
        after: Seq,
        now: Now<'a>,
    ) -> impl Iterator<Item = (Seq, &'a dyn AnyRow)> + use<'a> {
        let rows = self.by_seq.range(after.saturating_add(1)..);
        rows.map(|(seq, row)| (*seq, row.as_ref())).filter(move |(_, row)| exists(*row, now))
    }

    /// How many rows there are.
    pub fn count(&self, now: Now<'_>) -> usize {
        self.by_seq.len() - self.ended(now).count()
    }

    /// The positions behind `after` that an index lists under `value`, in the order of creation.
    pub fn seqs_with<'a>(
        &'a self,
        filter: &str,
        value: &str,
        after: Seq,
    ) -> impl Iterator<Item = Seq> + use<'a> {
        let (one, many) = match self.posting(filter, value) {
            Some(Posting::One(seq)) => (Some(*seq).filter(|seq| *seq > after), None),
            Some(Posting::Many(seqs)) => {
                (None, Some(seqs.range(after.saturating_add(1)..).copied()))
            }
            None => (None, None),
        };
        one.into_iter().chain(many.into_iter().flatten())
    }

    /// The positions behind `after` of the rows that can match `wanted`, names of filters with the
    /// values they take, in the order of creation: out of the smallest index that answers one of
    /// them, out of `joined`, if there is one and it is smaller, or all.
    pub fn candidates<'a>(
        &'a self,
        id_filter: Option<&str>,
        wanted: &[(&str, Vec<&str>)],
        joined: Option<Vec<Seq>>,
        after: Seq,
    ) -> Box<dyn Iterator<Item = Seq> + 'a> {
        let by_id = wanted.iter().find(|(name, _)| Some(*name) == id_filter);
        if let Some((_, ids)) = by_id {
            return Box::new(in_order(ids.iter().filter_map(|id| self.seq(id)), after));
        }
        let indexed = wanted.iter().filter(|(name, _)| self.has_index(name));
        let count = |(name, values): &(&str, Vec<&str>)| {
            values.iter().map(|value| self.count_with(name, value)).sum::<usize>()
        };
        let best = indexed.min_by_key(|filter| count(filter));
        match (best, joined) {
            (best, Some(seqs)) if best.is_none_or(|best| seqs.len() < count(best)) => {
                Box::new(in_order(seqs.into_iter(), after))
            }
            (None, _) => {
                Box::new(self.by_seq.range(after.saturating_add(1)..).map(|(seq, _)| *seq))
            }
            // One value: its rows are in order already, and a page takes only the first of them.
            (Some((name, values)), _) if values.len() == 1 => {
                Box::new(self.seqs_with(name, values[0], after))
            }
            (Some((name, values)), _) => {
                let seqs = values.iter().flat_map(|value| self.seqs_with(name, value, after));
                Box::new(in_order(seqs, after))
            }
        }
    }

    /// How many rows an index lists under `value`, those that have ended included.
    fn count_with(&self, filter: &str, value: &str) -> usize {
        match self.posting(filter, value) {
            Some(Posting::One(_)) => 1,
            Some(Posting::Many(seqs)) => seqs.len(),
            None => 0,
        }
    }

    /// How many existing rows an index lists under `value`; it looks at none of them but those
    /// that ended and were not swept yet.
    pub fn live_count_with(&self, filter: &str, value: &str, now: Now<'_>) -> usize {
        let Some(posting) = self.posting(filter, value) else { return 0 };
        let ended = self.ended(now).filter(|seq| posting.contains(*seq));
        self.count_with(filter, value) - ended.count()
    }

    fn has_index(&self, filter: &str) -> bool {
        self.indexes.iter().any(|(name, _)| *name == filter)
    }

    fn posting(&self, filter: &str, value: &str) -> Option<&Posting> {
        self.indexes.iter().find(|(name, _)| *name == filter)?.1.get(value)
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
        self.by_seq.get_mut(&seq).map(AsMut::as_mut)
    }

    /// A row that its holder put there or looked up before, and that cannot have gone since.
    pub fn again(&self, seq: Seq) -> &dyn AnyRow {
        self.by_seq[&seq].as_ref()
    }

    /// The same to change, once [`Rows::get_mut`] or [`Rows::insert`] has remembered it.
    pub fn again_mut(&mut self, seq: Seq) -> &mut dyn AnyRow {
        self.by_seq.get_mut(&seq).expect("its holder keeps it there").as_mut()
    }

    /// Brings the indexes up to date with a row that was indexed as `before`, and due at `due`.
    pub fn reindex(&mut self, seq: Seq, before: &[(&'static str, Text)], due: Option<Timestamp>) {
        let Some(row) = self.by_seq.get(&seq) else { return };
        let now = row.indexed();
        if due != row.due() {
            self.due.extend(row.due().map(|at| (at, seq)));
            due.map(|at| self.due.remove(&(at, seq)));
        }
        for entry @ (filter, value) in before {
            if !now.contains(entry) {
                self.remove_from_index(seq, filter, value);
            }
        }
        for entry in now {
            if !before.contains(&entry) {
                self.add_to_index(seq, entry.0, entry.1);
            }
        }
    }

    pub fn remove(&mut self, id: &str) {
        if let Some(seq) = self.seq(id) {
            self.remember(seq);
            self.take(seq);
        }
    }

    /// Lets a row cease to exist at a moment.
    pub fn end(&mut self, id: &str, at: Timestamp) {
        let Some(seq) = self.seq(id) else { return };
        let Some(row) = self.get_mut(seq) else { return };
        let before = row.ends();
        row.set_end(Some(at));
        if let Some(before) = before {
            self.ending.remove(&(before, seq));
        }
        self.ending.insert((at, seq));
    }

    /// Takes back what [`Rows::end`] said of a row.
    pub fn keep(&mut self, id: &str) {
        let Some(seq) = self.seq(id) else { return };
        let Some(row) = self.get_mut(seq) else { return };
        let before = row.ends();
        row.set_end(None);
        if let Some(before) = before {
            self.ending.remove(&(before, seq));
        }
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

    /// Lets what was changed stay, and tells what it was before.
    pub fn commit(&mut self) -> Option<Journal> {
        let journal = self.journals.pop();
        self.journals.clear();
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
    }

    /// The first row behind `after`, ended or not.
    pub fn behind(&self, after: Seq) -> Option<(Seq, &dyn AnyRow)> {
        let mut rows = self.by_seq.range(after.saturating_add(1)..);
        rows.next().map(|(seq, row)| (*seq, row.as_ref()))
    }

    /// The row at a position, ended or not.
    pub fn held(&self, seq: Seq) -> Option<&dyn AnyRow> {
        self.by_seq.get(&seq).map(AsRef::as_ref)
    }

    /// Those that end, by their ends; each is there until then.
    pub fn ends(&self) -> impl Iterator<Item = (Timestamp, Seq)> {
        self.ending.iter().copied()
    }

    pub fn into_rows(self) -> BTreeMap<Seq, Box<dyn AnyRow>> {
        self.by_seq
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
        let rows = &self.by_seq;
        if let Some(journal) = self.journals.last_mut() {
            let before = || rows.get(&seq).map(|row| row.boxed_clone());
            journal.before.entry(seq).or_insert_with(before);
        }
    }

    fn put(&mut self, seq: Seq, row: Box<dyn AnyRow>) {
        self.by_id.insert(row.id().clone(), seq);
        if let Some(at) = row.ends() {
            self.ending.insert((at, seq));
        }
        self.due.extend(row.due().map(|at| (at, seq)));
        for (filter, value) in row.indexed() {
            self.add_to_index(seq, filter, value);
        }
        self.by_seq.insert(seq, row);
    }

    fn take(&mut self, seq: Seq) {
        let Some(row) = self.by_seq.remove(&seq) else { return };
        // An id that is a name may have gone over to a newer row.
        if self.by_id.get(row.id()) == Some(&seq) {
            self.by_id.remove(row.id());
        }
        if let Some(at) = row.ends() {
            self.ending.remove(&(at, seq));
        }
        row.due().map(|at| self.due.remove(&(at, seq)));
        for (filter, value) in row.indexed() {
            self.remove_from_index(seq, filter, &value);
        }
    }

    fn add_to_index(&mut self, seq: Seq, filter: &'static str, value: Text) {
        let at = self.indexes.iter().position(|(name, _)| *name == filter).unwrap_or_else(|| {
            self.indexes.push((filter, HashMap::new()));
            self.indexes.len() - 1
        });
        let posting = self.indexes[at].1.entry(value).or_insert(Posting::One(seq));
        match posting {
            Posting::One(other) if *other == seq => {}
            Posting::One(other) => *posting = Posting::Many(BTreeSet::from([*other, seq])),
            Posting::Many(seqs) => {
                seqs.insert(seq);
            }
        }
    }

    fn remove_from_index(&mut self, seq: Seq, filter: &str, value: &str) {
        let Some((_, values)) = self.indexes.iter_mut().find(|(name, _)| *name == filter) else {
            return;
        };
        let emptied = match values.get_mut(value) {
            Some(Posting::One(_)) => true,
            Some(Posting::Many(seqs)) => {
                seqs.remove(&seq);
                seqs.is_empty()
            }
            None => false,
        };
        if emptied {
            values.remove(value);
        }
    }
}
