//! What was written of rows, kept until the row or anything that its view looked at changes: the
//! first question after a change works out again what has changed, and copies the rest. The values
//! that filters found in a view are kept beside it.
//!
//! It is a matter of speed alone: what is shown is the same without. No more is kept than fits,
//! however many rows there are.

use super::any_row::Seq;
use super::clock::{Lifecycle, Now};
use super::looks::{self, Look};
use super::probe::Path;
use super::region::Region;
use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{OptionsBuilder, Weighter};
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use wire::{Action, Timestamp};

/// What an entry takes beside its texts: the heads of its parts, and its place in the cache.
const OVERHEAD_BYTES: usize = 320;

/// A row of a region, as an operation lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub region: u64,
    pub kind: u16,
    pub action: Action,
    pub seq: Seq,
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
pub(super) type Values = (Path, Box<[Box<str>]>);

/// What was found in a row's view, and how long it holds.
pub(super) struct Facts {
    pub looks: Box<[Look]>,
    pub from: Timestamp,
    pub until: Timestamp,
    pub lifecycle: Lifecycle,
    /// A version of the region at which it did.
    pub version: AtomicU64,
    pub values: Vec<Values>,
}

impl Facts {
    pub fn hold(&self, region: &Region, now: Now<'_>, lifecycle: Lifecycle) -> bool {
        if !now.is_within(self.from, self.until) || self.lifecycle != lifecycle {
            return false;
        }
        let version = self.version.load(Ordering::Relaxed);
        if version == region.version {
            return true;
        }
        let is_same = self.looks.iter().all(|look| region.is_as_at(version, *look));
        if is_same {
            self.version.store(region.version, Ordering::Relaxed);
        }
        is_same
    }

    pub fn values(&self, path: Path) -> Option<&[Box<str>]> {
        let found = self.values.iter().find(|(known, _)| std::ptr::eq(*known, path));
        found.map(|(_, values)| &**values)
    }
}

/// What is kept of a row.
#[derive(Clone)]
pub(super) struct Kept {
    pub facts: Arc<Facts>,
    pub written: Option<Arc<[u8]>>,
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

    pub fn get(&self, place: Place) -> Option<Kept> {
        self.0.get(&place)
    }

    pub fn put(&self, place: Place, kept: Kept) {
        self.0.insert(place, kept);
    }
}
