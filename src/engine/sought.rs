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
use super::table::Resource;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use wire::Shown;

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
            let kept = kept_rows(cx).and_then(|rows| rows.get(self.place));
            self.kept = kept.filter(|kept| kept.facts.hold(cx.region, cx.now, cx.lifecycle));
        }
        self.kept.as_ref()
    }

    /// Whether its view has a value at a path that one of the patterns takes.
    pub fn has(&mut self, path: Path, patterns: &[Pattern], cx: Read<'_>) -> bool {
        let matches = |values: &[Box<str>]| values.iter().any(|it| probe::any(patterns, it));
        if let Some(values) = self.kept(cx).and_then(|kept| kept.facts.values(path)) {
            return matches(values);
        }
        let values = probe::values_at(self.view(cx), path);
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
