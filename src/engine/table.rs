//! `Table<T>`: the rows of one kind in the order of their creation, found by id or by an index.
//!
//! A table remembers the old form of each row that a request touches; the engine either forgets
//! these (commit) or puts them back (refusal, dry run, panic). Rows may have a moment at which they
//! cease to exist; whoever reads says what time it is.

use super::clock::Now;
use super::filter::CustomFilter;
use super::ids::Id;
use super::operation::Read;
use super::tags::Tags;
use crate::error::Error;
use serde::Serialize;
use std::any::Any;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::{Deref, DerefMut};
use wire::{Encode, ResourceType, Timestamp};

/// Position in the order of creation; never used twice in a table.
pub(crate) type Seq = u64;

/// A kind of resource: what its rows are, and how EC2 speaks of them.
pub(crate) trait Resource: Clone + Serialize + Send + Sync + 'static {
    /// The element a Describe lists.
    type View: Encode;

    /// What an id begins with, without the hyphen.
    const PREFIX: &'static str;
    /// What tags and tag specifications call the kind.
    const TYPE: ResourceType;
    /// The kind's plural in lower camel case, as health and the exported state name it.
    const PLURAL: &'static str;
    /// The code for an id that nothing has.
    const NOT_FOUND: &'static str;
    /// The code for what cannot be an id of the kind.
    const MALFORMED: &'static str;
    /// How "The {} 'x' does not exist" names it: `vpc ID`.
    const NOUN: &'static str;
    /// Filters that are no path into the view, or whose documented path is wrong.
    const FILTERS: &'static [CustomFilter<Self>] = &[];
    /// The filter that compares a row's own id.
    const ID_FILTER: Option<&'static str> = None;
    /// What EC2 calls the parameter with the ids where it refuses it next to MaxResults:
    /// `instancesSet`. `None`: the two go together.
    const IDS_EXCLUDE_MAX_RESULTS: Option<&'static str> = None;

    fn view(row: &Row<Self>, cx: Read<'_>) -> Self::View;

    /// The values that rows are looked up by, under the name of the filter they answer.
    fn index(&self, _index: &mut Index<'_>) {}

    /// The refusal of ids that nothing has; `ids` is never empty.
    fn not_found(ids: &[&str]) -> Error {
        let message = match ids {
            [id] => format!("The {} '{id}' does not exist", Self::NOUN),
            _ => format!("The {}s '{}' do not exist", Self::NOUN, ids.join(", ")),
        };
        Error::new(Self::NOT_FOUND, message)
    }

    /// Whether `id` can be an id of the kind.
    ///
    /// # Errors
    /// The kind's malformed code.
    fn check_id(id: &str) -> Result<(), Error> {
        match id.rsplit_once('-') {
            Some((prefix, _)) if prefix == Self::PREFIX => Ok(()),
            _ => {
                let prefix = Self::PREFIX;
                let message = format!("Invalid id: \"{id}\" (expecting \"{prefix}-...\")");
                Err(Error::new(Self::MALFORMED, message))
            }
        }
    }
}

/// A record with its id and tags.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Row<T> {
    pub id: Id,
    pub record: T,
    pub tags: Tags,
    /// From when on nobody sees it any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends: Option<Timestamp>,
}

impl<T> Row<T> {
    fn exists(&self, now: Now<'_>) -> bool {
        self.ends.is_none_or(|ends| !now.reached(ends))
    }
}

impl<T> Deref for Row<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.record
    }
}

impl<T> DerefMut for Row<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.record
    }
}

/// Collects a record's index values.
pub(crate) struct Index<'a>(&'a mut Vec<(&'static str, Id)>);

impl Index<'_> {
    pub fn add(&mut self, filter: &'static str, value: impl Into<Id>) {
        self.0.push((filter, value.into()));
    }
}

/// The rows that have one value; most values belong to one row.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Posting {
    One(Seq),
    Many(BTreeSet<Seq>),
}

pub(crate) struct Table<T> {
    rows: BTreeMap<Seq, Box<Row<T>>>,
    by_id: HashMap<Id, Seq>,
    indexes: Vec<(&'static str, HashMap<Id, Posting>)>,
    ending: BTreeSet<(Timestamp, Seq)>,
    next: Seq,
    /// What the rows touched by this request were before it, and whether they were at all.
    journal: BTreeMap<Seq, Option<Box<Row<T>>>>,
}

impl<T: Resource> Table<T> {
    pub fn new() -> Self {
        Self {
            rows: BTreeMap::new(),
            by_id: HashMap::new(),
            indexes: Vec::new(),
            ending: BTreeSet::new(),
            next: 1,
            journal: BTreeMap::new(),
        }
    }

    pub fn find(&self, id: &str, now: Now<'_>) -> Option<&Row<T>> {
        self.at(*self.by_id.get(id)?, now)
    }

    pub fn at(&self, seq: Seq, now: Now<'_>) -> Option<&Row<T>> {
        self.rows.get(&seq).map(AsRef::as_ref).filter(|row| row.exists(now))
    }

    pub fn seq(&self, id: &str) -> Option<Seq> {
        self.by_id.get(id).copied()
    }

    /// The rows behind `after`, in the order of their creation.
    pub fn iter<'a>(&'a self, after: Seq, now: Now<'a>) -> impl Iterator<Item = (Seq, &'a Row<T>)> {
        let rows = self.rows.range(after.saturating_add(1)..);
        rows.map(|(seq, row)| (*seq, row.as_ref())).filter(move |(_, row)| row.exists(now))
    }

    /// The positions behind `after` that an index lists under `value`, in the order of creation.
    pub fn seqs_with<'a>(
        &'a self,
        filter: &str,
        value: &str,
        after: Seq,
    ) -> impl Iterator<Item = Seq> + use<'a, T> {
        let (one, many) = match self.posting(filter, value) {
            Some(Posting::One(seq)) => (Some(*seq).filter(|seq| *seq > after), None),
            Some(Posting::Many(seqs)) => {
                (None, Some(seqs.range(after.saturating_add(1)..).copied()))
            }
            None => (None, None),
        };
        one.into_iter().chain(many.into_iter().flatten())
    }

    /// The rows that an index lists under `value`, in the order of their creation.
    pub fn with<'a>(
        &'a self,
        filter: &str,
        value: &str,
        now: Now<'a>,
    ) -> impl Iterator<Item = &'a Row<T>> + use<'a, T> {
        let seqs = self.seqs_with(filter, value, 0);
        seqs.filter_map(move |seq| self.at(seq, now))
    }

    /// How many rows an index lists under `value`, those that have ended included.
    pub fn count_with(&self, filter: &str, value: &str) -> usize {
        match self.posting(filter, value) {
            Some(Posting::One(_)) => 1,
            Some(Posting::Many(seqs)) => seqs.len(),
            None => 0,
        }
    }

    /// How many existing rows an index lists under `value`; it looks at none of them but those
    /// that ended and were not swept yet.
    pub fn live_count_with(&self, filter: &str, value: &str, now: Now<'_>) -> usize {
        let ended = self.ended(now).filter(|seq| match self.posting(filter, value) {
            Some(Posting::One(one)) => one == seq,
            Some(Posting::Many(seqs)) => seqs.contains(seq),
            None => false,
        });
        self.count_with(filter, value) - ended.count()
    }

    pub fn has_index(&self, filter: &str) -> bool {
        self.indexes.iter().any(|(name, _)| *name == filter)
    }

    fn posting(&self, filter: &str, value: &str) -> Option<&Posting> {
        self.indexes.iter().find(|(name, _)| *name == filter)?.1.get(value)
    }

    pub fn insert(&mut self, row: Row<T>) -> &mut Row<T> {
        let seq = self.next;
        self.next += 1;
        self.journal.insert(seq, None);
        self.put(seq, Box::new(row));
        self.rows.get_mut(&seq).expect("it was put there just now")
    }

    /// Changes a row through a guard that brings the indexes up to date.
    pub fn get_mut(&mut self, id: &str, now: Now<'_>) -> Option<RowMut<'_, T>> {
        let seq = *self.by_id.get(id)?;
        self.at(seq, now)?;
        self.remember(seq);
        let indexed = index_of(&self.rows.get(&seq)?.record);
        Some(RowMut { table: self, seq, indexed })
    }

    pub fn remove(&mut self, id: &str) -> Option<Box<Row<T>>> {
        let seq = *self.by_id.get(id)?;
        self.remember(seq);
        self.take(seq)
    }

    /// Lets a row cease to exist at a moment.
    pub fn end(&mut self, id: &str, at: Timestamp) {
        let Some(seq) = self.seq(id) else { return };
        self.remember(seq);
        if let Some(row) = self.rows.get_mut(&seq) {
            if let Some(before) = row.ends.replace(at) {
                self.ending.remove(&(before, seq));
            }
            self.ending.insert((at, seq));
        }
    }

    /// The rows whose end has come and that were not swept yet.
    fn ended(&self, now: Now<'_>) -> impl Iterator<Item = Seq> {
        self.ending.iter().take_while(move |(at, _)| now.reached(*at)).map(|(_, seq)| *seq)
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

    fn remember(&mut self, seq: Seq) {
        let rows = &self.rows;
        self.journal.entry(seq).or_insert_with(|| rows.get(&seq).cloned());
    }

    fn put(&mut self, seq: Seq, row: Box<Row<T>>) {
        self.by_id.insert(row.id.clone(), seq);
        if let Some(at) = row.ends {
            self.ending.insert((at, seq));
        }
        for (filter, value) in index_of(&row.record) {
            self.add_to_index(seq, filter, value);
        }
        self.rows.insert(seq, row);
    }

    fn take(&mut self, seq: Seq) -> Option<Box<Row<T>>> {
        let row = self.rows.remove(&seq)?;
        self.by_id.remove(&row.id);
        if let Some(at) = row.ends {
            self.ending.remove(&(at, seq));
        }
        for (filter, value) in index_of(&row.record) {
            self.remove_from_index(seq, filter, &value);
        }
        Some(row)
    }

    fn add_to_index(&mut self, seq: Seq, filter: &'static str, value: Id) {
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

fn index_of<T: Resource>(record: &T) -> Vec<(&'static str, Id)> {
    let mut values = Vec::new();
    record.index(&mut Index(&mut values));
    values
}

/// A row under change.
pub(crate) struct RowMut<'a, T: Resource> {
    table: &'a mut Table<T>,
    seq: Seq,
    indexed: Vec<(&'static str, Id)>,
}

impl<T: Resource> Deref for RowMut<'_, T> {
    type Target = Row<T>;

    fn deref(&self) -> &Row<T> {
        &self.table.rows[&self.seq]
    }
}

impl<T: Resource> DerefMut for RowMut<'_, T> {
    fn deref_mut(&mut self) -> &mut Row<T> {
        self.table.rows.get_mut(&self.seq).expect("a guard's row stays where it is")
    }
}

impl<T: Resource> Drop for RowMut<'_, T> {
    fn drop(&mut self) {
        let now = index_of(&self.table.rows[&self.seq].record);
        for (filter, value) in &self.indexed {
            if !now.contains(&(*filter, value.clone())) {
                self.table.remove_from_index(self.seq, filter, value);
            }
        }
        for (filter, value) in now {
            if !self.indexed.contains(&(filter, value.clone())) {
                self.table.add_to_index(self.seq, filter, value);
            }
        }
    }
}

/// A table of any kind: what the engine does to all of them.
pub(crate) trait AnyTable: Any + Send + Sync {
    fn as_any(&self) -> &dyn Any;
    fn as_any_mut(&mut self) -> &mut dyn Any;
    fn commit(&mut self);
    fn roll_back(&mut self);
    fn sweep(&mut self, now: Now<'_>);
    fn count(&self, now: Now<'_>) -> usize;
    fn plural(&self) -> &'static str;
    fn prefix(&self) -> &'static str;
    fn resource_type(&self) -> ResourceType;
    fn has(&self, id: &str, now: Now<'_>) -> bool;
    fn not_found(&self, id: &str) -> Error;
    fn tags_mut(&mut self, id: &str, now: Now<'_>) -> Option<&mut Tags>;
    fn tagged<'a>(
        &'a self,
        id: Option<&str>,
        now: Now<'a>,
    ) -> Box<dyn Iterator<Item = (&'a Id, &'a Tags)> + 'a>;
    /// The rows as JSON, by id, for export and for comparing states.
    fn export(&self) -> serde_json::Value;
}

impl<T: Resource> AnyTable for Table<T> {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn commit(&mut self) {
        self.journal.clear();
    }

    fn roll_back(&mut self) {
        for (seq, before) in std::mem::take(&mut self.journal) {
            self.take(seq);
            match before {
                Some(row) => self.put(seq, row),
                None => self.next = self.next.min(seq),
            }
        }
    }

    fn sweep(&mut self, now: Now<'_>) {
        Self::sweep(self, now);
    }

    fn count(&self, now: Now<'_>) -> usize {
        self.rows.len() - self.ended(now).count()
    }

    fn plural(&self) -> &'static str {
        T::PLURAL
    }

    fn prefix(&self) -> &'static str {
        T::PREFIX
    }

    fn resource_type(&self) -> ResourceType {
        T::TYPE
    }

    fn has(&self, id: &str, now: Now<'_>) -> bool {
        self.find(id, now).is_some()
    }

    fn not_found(&self, id: &str) -> Error {
        T::not_found(&[id])
    }

    fn tags_mut(&mut self, id: &str, now: Now<'_>) -> Option<&mut Tags> {
        let seq = *self.by_id.get(id)?;
        self.at(seq, now)?;
        self.remember(seq);
        self.rows.get_mut(&seq).map(|row| &mut row.tags)
    }

    fn tagged<'a>(
        &'a self,
        id: Option<&str>,
        now: Now<'a>,
    ) -> Box<dyn Iterator<Item = (&'a Id, &'a Tags)> + 'a> {
        match id {
            Some(id) => Box::new(self.find(id, now).into_iter().map(|row| (&row.id, &row.tags))),
            None => Box::new(self.iter(0, now).map(|(_, row)| (&row.id, &row.tags))),
        }
    }

    fn export(&self) -> serde_json::Value {
        self.rows.values().map(|row| serde_json::json!(row)).collect()
    }
}
