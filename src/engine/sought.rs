//! A row that a Describe looks at: what filters find in its view, and how the answer shows it, out
//! of what is kept of it where that still holds.

use super::any_row::Seq;
use super::clock::Basis;
use super::context::Read;
use super::kept_rows::{Facts, Kept, KeptRows, Place};
use super::looks::Look;
use super::pattern::Pattern;
use super::probe::{self, Path};
use super::row::Row;
use super::rows::Rows;
use super::table::Resource;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use wire::{Encode, Shown};

/// A view that looked at more than this is not worth the memory.
const MOST_LOOKS: usize = 64;

/// Keeps what is written of a row, once it is.
struct Keeper {
    rows: Arc<KeptRows>,
    place: Place,
    facts: Arc<Facts>,
}

impl wire::Keep for Keeper {
    fn keep(&self, written: &[u8]) {
        let kept = Kept { facts: Arc::clone(&self.facts), written: Some(written.into()) };
        self.rows.put(self.place, kept);
    }
}

/// A row that a Describe looks at: with what is kept of it, and its view once that is needed.
pub(super) struct Sought<'a, T: Resource> {
    pub row: &'a Row<T>,
    known: Known,
    view: Option<Box<T::View>>,
}

/// What is known of it whatever kind it is of.
struct Known {
    place: Place,
    /// What still holds, once it was looked for.
    kept: Option<Kept>,
    is_looked_for: bool,
    /// How long the view holds, and what was found in it.
    facts: Option<Facts>,
}

impl<'a, T: Resource> Sought<'a, T> {
    pub fn new(cx: Read<'a>, seq: Seq, row: &'a Row<T>) -> Self {
        let kind = cx.table::<T>().rows().place();
        let place = Place { region: cx.region.number, kind, action: cx.action, seq };
        let known = Known { place, kept: None, is_looked_for: false, facts: None };
        Self { row, known, view: None }
    }

    /// Whether its view has a value at a path that one of the patterns takes.
    pub fn has(&mut self, path: Path, patterns: &[Pattern], cx: Read<'_>) -> bool {
        if let Some(is_kept) = self.known.has(path, patterns, cx) {
            return is_kept;
        }
        let Self { row, known, view } = self;
        let view = view.get_or_insert_with(|| viewed(row, known, cx));
        known.has_in(&**view, path, patterns)
    }

    pub fn into_view(mut self, cx: Read<'_>) -> T::View {
        let view = self.view.take();
        *view.unwrap_or_else(|| viewed(self.row, &mut self.known, cx))
    }

    /// As the answer shows it.
    pub fn shown(self, cx: Read<'_>) -> Shown<T::View> {
        let Self { row, mut known, view } = self;
        if let Some(written) = known.kept(cx).and_then(|kept| kept.written.clone()) {
            known.keep_facts(cx);
            return Shown::Written(written);
        }
        let view = view.unwrap_or_else(|| viewed(row, &mut known, cx));
        Shown::View(view, known.keeper(cx))
    }

    /// Keeps what was newly found in its view.
    pub fn keep_facts(&mut self, cx: Read<'_>) {
        self.known.keep_facts(cx);
    }
}

impl Known {
    fn kept(&mut self, cx: Read<'_>) -> Option<&Kept> {
        if !std::mem::replace(&mut self.is_looked_for, true) {
            let kept = kept_rows(cx).and_then(|rows| rows.get(self.place));
            self.kept = kept.filter(|kept| kept.facts.hold(cx.region, cx.now, cx.lifecycle));
        }
        self.kept.as_ref()
    }

    /// Whether a value was found before that one of the patterns takes; `None`: nobody looked.
    fn has(&mut self, path: Path, patterns: &[Pattern], cx: Read<'_>) -> Option<bool> {
        let values = self.kept(cx)?.facts.values(path)?;
        Some(values.iter().any(|value| probe::any(patterns, value)))
    }

    fn has_in(&mut self, view: &dyn Encode, path: Path, patterns: &[Pattern]) -> bool {
        let values = probe::values_at(view, path);
        let is_match = values.iter().any(|value| probe::any(patterns, value));
        if let Some(facts) = &mut self.facts {
            facts.values.push((path, values));
        }
        is_match
    }

    /// Keeps what is written of the view.
    fn keeper(&mut self, cx: Read<'_>) -> Option<Box<dyn wire::Keep>> {
        let facts = Arc::new(self.merged()?);
        let rows = Arc::clone(kept_rows(cx)?);
        Some(Box::new(Keeper { rows, place: self.place, facts }))
    }

    fn keep_facts(&mut self, cx: Read<'_>) {
        if let (Some(rows), Some(facts)) = (kept_rows(cx), self.merged()) {
            let written = self.kept.as_ref().and_then(|kept| kept.written.clone());
            rows.put(self.place, Kept { facts: Arc::new(facts), written });
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

/// A row's view. How long it holds is noted, if it is worth knowing.
#[expect(clippy::unnecessary_box_returns, reason = "it is kept, and shown, in its box")]
fn viewed<T: Resource>(row: &Row<T>, known: &mut Known, cx: Read<'_>) -> Box<T::View> {
    if kept_rows(cx).is_none() {
        return Box::new(T::view(row, cx));
    }
    let basis = Basis::noting_looks();
    let view = Box::new(T::view(row, Read { now: cx.now.on(&basis), ..cx }));
    known.facts = facts(known.place, basis, cx.table::<T>().rows(), cx);
    view
}

fn facts(place: Place, basis: Basis, rows: &Rows, cx: Read<'_>) -> Option<Facts> {
    cx.now.rests_on(&basis);
    let (from, until, elsewhere) = (cx.now.at(), basis.until.get(), basis.elsewhere.get());
    let mut looks = basis.looks();
    rows.watch();
    looks.push(Look::at_row(place.kind, place.seq));
    looks.sort_unstable();
    looks.dedup();
    let is_kept = until > from && !elsewhere && looks.len() <= MOST_LOOKS;
    is_kept.then(|| Facts {
        looks: looks.into(),
        from,
        until,
        lifecycle: cx.lifecycle,
        version: AtomicU64::new(cx.region.version),
        values: Vec::new(),
    })
}
