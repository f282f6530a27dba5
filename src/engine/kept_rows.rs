//! What was written of rows, kept until the row or anything that its view looked at changes: the
//! first question after a change works out again what has changed, and copies the rest. The values
//! that filters found in a view are kept beside it.
//!
//! It is a matter of speed alone: what is shown is the same without. No more is kept than fits,
//! however many rows there are.

use super::clock::{Basis, Lifecycle};
use super::context::Read;
use super::filter::{self, Path};
use super::looks::{self, Look};
use super::pattern::Pattern;
use super::row::Row;
use super::rows::Seq;
use super::table::Resource;
use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{OptionsBuilder, Weighter};
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use wire::{Action, Shown, Timestamp};

/// A view that looked at more than this is not worth the memory.
const MOST_LOOKS: usize = 64;

/// What an entry takes beside its texts: the heads of its parts, and its place in the cache.
const OVERHEAD_BYTES: usize = 320;

/// A row of a region, as an operation lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    region: u64,
    kind: u16,
    action: Action,
    seq: Seq,
}

/// No client chooses any of it.
impl Hash for Place {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let list = u64::from(self.kind) << 32 | u64::from(self.action as u16);
        state.write_u64(looks::mix(looks::mix(looks::mix(0, self.region), list), self.seq));
    }
}

/// Hands on the hash that a place is.
#[derive(Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The values that a view has at a path.
type Values = (Path, Box<[Box<str>]>);

/// What was found in a row's view, and how long it holds.
struct Facts {
    looks: Box<[Look]>,
    from: Timestamp,
    until: Timestamp,
    lifecycle: Lifecycle,
    /// A version of the region at which it did.
    version: AtomicU64,
    values: Vec<Values>,
}

impl Facts {
    fn hold(&self, cx: Read<'_>) -> bool {
        if !cx.now.is_within(self.from, self.until) || self.lifecycle != cx.lifecycle {
            return false;
        }
        let version = self.version.load(Ordering::Relaxed);
        if version == cx.region.version {
            return true;
        }
        let is_same = self.looks.iter().all(|look| cx.region.is_as_at(version, *look));
        if is_same {
            self.version.store(cx.region.version, Ordering::Relaxed);
        }
        is_same
    }

    fn values(&self, path: Path) -> Option<&[Box<str>]> {
        let found = self.values.iter().find(|(known, _)| std::ptr::eq(*known, path));
        found.map(|(_, values)| &**values)
    }
}

/// What is kept of a row.
#[derive(Clone)]
struct Kept {
    facts: Arc<Facts>,
    written: Option<Arc<[u8]>>,
}

#[derive(Clone)]
struct Bytewise;

impl Weighter<Place, Kept> for Bytewise {
    fn weight(&self, _: &Place, Kept { facts, written }: &Kept) -> u64 {
        let values = facts.values.iter().flat_map(|(_, values)| values);
        let values = values.map(|value| value.len() + 16).sum::<usize>() + facts.values.len() * 32;
        let looks = facts.looks.len() * size_of::<Look>();
        let written = written.as_ref().map_or(0, |written| written.len());
        (written + values + looks + OVERHEAD_BYTES) as u64
    }
}

pub(crate) struct KeptRows(Cache<Place, Kept, Bytewise, BuildHasherDefault<Mixed>>);

impl KeptRows {
    /// Keeps up to a number of bytes in all; `None` for none.
    pub fn new(capacity_bytes: usize) -> Option<Arc<Self>> {
        if capacity_bytes == 0 {
            return None;
        }
        let options = OptionsBuilder::new()
            .shards(1)
            .estimated_items_capacity(64)
            .weight_capacity(capacity_bytes as u64)
            .build()
            .expect("both capacities are given");
        let (hasher, lifecycle) = (BuildHasherDefault::default(), DefaultLifecycle::default());
        Some(Arc::new(Self(Cache::with_options(options, Bytewise, hasher, lifecycle))))
    }
}

/// Keeps what is written of a row, once it is.
struct Keeper {
    rows: Arc<KeptRows>,
    place: Place,
    facts: Arc<Facts>,
}

impl wire::Keep for Keeper {
    fn keep(&self, written: &[u8]) {
        let kept = Kept { facts: Arc::clone(&self.facts), written: Some(written.into()) };
        self.rows.0.insert(self.place, kept);
    }
}

/// A row that a Describe looks at: with what is kept of it, and its view once that is needed.
pub(super) struct Sought<'a, T: Resource> {
    pub row: &'a Row<T>,
    place: Place,
    /// What still holds, once it was looked for.
    kept: Option<Kept>,
    is_looked_for: bool,
    view: Option<Box<T::View>>,
    /// How long the view holds, and what was found in it.
    facts: Option<Facts>,
}

impl<'a, T: Resource> Sought<'a, T> {
    pub fn new(cx: Read<'a>, seq: Seq, row: &'a Row<T>) -> Self {
        let kind = cx.table::<T>().rows().place();
        let place = Place { region: cx.region.number, kind, action: cx.action, seq };
        Self { row, place, kept: None, is_looked_for: false, view: None, facts: None }
    }

    fn kept(&mut self, cx: Read<'_>) -> Option<&Kept> {
        if !std::mem::replace(&mut self.is_looked_for, true) {
            let kept = kept_rows(cx).and_then(|rows| rows.0.get(&self.place));
            self.kept = kept.filter(|kept| kept.facts.hold(cx));
        }
        self.kept.as_ref()
    }

    /// Whether its view has a value at a path that one of the patterns takes.
    pub fn has(&mut self, path: Path, patterns: &[Pattern], cx: Read<'_>) -> bool {
        let matches = |values: &[Box<str>]| values.iter().any(|it| filter::any(patterns, it));
        if let Some(values) = self.kept(cx).and_then(|kept| kept.facts.values(path)) {
            return matches(values);
        }
        let values = filter::values_at(self.view(cx), path);
        let is_match = matches(&values);
        if let Some(facts) = &mut self.facts {
            facts.values.push((path, values));
        }
        is_match
    }

    fn view(&mut self, cx: Read<'_>) -> &T::View {
        let (place, row, facts) = (self.place, self.row, &mut self.facts);
        self.view.get_or_insert_with(|| {
            let (view, looked) = viewed(place, row, cx);
            *facts = looked;
            view
        })
    }

    pub fn into_view(mut self, cx: Read<'_>) -> T::View {
        self.view(cx);
        match self.view {
            Some(view) => *view,
            None => T::view(self.row, cx),
        }
    }

    /// As the answer shows it.
    pub fn shown(mut self, cx: Read<'_>) -> Shown<T::View> {
        if let Some(written) = self.kept(cx).and_then(|kept| kept.written.clone()) {
            self.keep_facts(cx);
            return Shown::Written(written);
        }
        self.view(cx);
        let facts = self.merged().map(Arc::new);
        let view = self.view.unwrap_or_else(|| Box::new(T::view(self.row, cx)));
        let keeper = kept_rows(cx).zip(facts).map(|(rows, facts)| -> Box<dyn wire::Keep> {
            Box::new(Keeper { rows: Arc::clone(rows), place: self.place, facts })
        });
        Shown::View(view, keeper)
    }

    /// Keeps what was newly found in its view.
    pub fn keep_facts(&mut self, cx: Read<'_>) {
        if let (Some(rows), Some(facts)) = (kept_rows(cx), self.merged()) {
            let written = self.kept.as_ref().and_then(|kept| kept.written.clone());
            rows.0.insert(self.place, Kept { facts: Arc::new(facts), written });
        }
    }

    /// What was found in its view, now and before.
    fn merged(&mut self) -> Option<Facts> {
        let mut facts = self.facts.take()?;
        let before = self.kept.iter().flat_map(|kept| &kept.facts.values);
        facts.values.extend(before.cloned());
        Some(facts)
    }
}

/// What is kept is what the owner sees.
fn kept_rows(cx: Read<'_>) -> Option<&Arc<KeptRows>> {
    cx.kept_rows.filter(|_| cx.seen_by == cx.account())
}

/// A row's view, and how long it holds, if it is worth knowing.
fn viewed<T: Resource>(place: Place, row: &Row<T>, cx: Read<'_>) -> (Box<T::View>, Option<Facts>) {
    if kept_rows(cx).is_none() {
        return (Box::new(T::view(row, cx)), None);
    }
    let basis = Basis::noting_looks();
    let view = Box::new(T::view(row, Read { now: cx.now.on(&basis), ..cx }));
    cx.now.rests_on(&basis);
    let (from, until, elsewhere) = (cx.now.at(), basis.until.get(), basis.elsewhere.get());
    let mut looks = basis.looks();
    cx.table::<T>().rows().watch();
    looks.push(Look::at_row(place.kind, place.seq));
    looks.sort_unstable();
    looks.dedup();
    let is_kept = until > from && !elsewhere && looks.len() <= MOST_LOOKS;
    let facts = is_kept.then(|| Facts {
        looks: looks.into(),
        from,
        until,
        lifecycle: cx.lifecycle,
        version: AtomicU64::new(cx.region.version),
        values: Vec::new(),
    });
    (view, facts)
}
