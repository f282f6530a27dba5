//! Everything the server holds: for each account and region the tables of all kinds.

use super::clock::Now;
use super::id::Text;
use super::ids::Ids;
use super::kept_rows::KeptRows;
use super::lab::Lab;
use super::life::{Life, Millis};
use super::looks::Look;
use super::rows::{Rows, Seq};
use super::runner::Settings;
use super::tokens::Tokens;
use crate::error::Error;
use std::any::TypeId;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Bound;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use wire::{ResourceType, Timestamp};

/// Who calls, and where.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Caller {
    pub account: Text,
    pub region: Text,
}

/// A kind of resource as the engine is told of it.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    pub plural: &'static str,
    /// What DescribeTags says the rows' tags are of, where they have tags.
    pub tags_of: Option<ResourceType>,
    pub(super) life: Option<Life>,
    /// How clients name the rows; `None`: they do not.
    pub named: Option<Named>,
    pub(super) type_id: fn() -> TypeId,
    /// Whether rows hold what has an id, of the kind with a type.
    pub(super) do_hold: fn(&Region, Now<'_>, TypeId, &str) -> bool,
}

/// How clients name the rows of a kind.
#[derive(Clone, Copy)]
pub(crate) struct Named {
    pub prefix: &'static str,
    pub not_found: fn(&[&str]) -> Error,
}

impl Kind {
    fn has_prefix(&self, prefix: &str) -> bool {
        self.named.is_some_and(|named| named.prefix == prefix)
    }
}

/// All kinds in the order of their names, and where among them each is.
pub(super) struct Kinds {
    all: Vec<&'static Kind>,
    places: HashMap<TypeId, usize, BuildHasherDefault<OfTypeId>>,
}

/// Type ids are hashes already.
#[derive(Default)]
struct OfTypeId(u64);

impl Hasher for OfTypeId {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, part: u64) {
        self.0 = self.0.rotate_left(8) ^ part;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Kinds {
    /// How long the lives of kinds take.
    pub fn lives(&self) -> impl Iterator<Item = Millis> {
        let lives = self.all.iter().filter_map(|kind| Some(kind.life?.takes(kind.plural)));
        lives.flatten().filter(|takes| takes.usual > 0)
    }

    /// What tags say that a resource with an id is.
    pub fn type_of(&self, id: &str) -> Option<ResourceType> {
        let (prefix, _) = id.rsplit_once('-')?;
        self.all.iter().find(|kind| kind.has_prefix(prefix))?.tags_of
    }

    pub fn new(kinds: impl Iterator<Item = &'static Kind>) -> Self {
        let mut all: Vec<_> = kinds.collect();
        all.sort_by_key(|kind| kind.plural);
        let places = all.iter().enumerate().map(|(at, kind)| ((kind.type_id)(), at));
        let places = places.collect();
        Self { all, places }
    }

    fn place(&self, of: TypeId) -> usize {
        *self.places.get(&of).expect("the world lists all")
    }
}

/// The rows of one kind, and which kind that is.
pub(crate) struct Stored {
    pub of: TypeId,
    pub kind: &'static Kind,
    pub rows: Rows,
}

/// One account's resources in one region.
pub(crate) struct Region {
    kinds: Arc<Kinds>,
    /// In the order of the kinds' names.
    stored: Vec<Stored>,
    pub(super) ids: Ids,
    pub(super) tokens: Tokens,
    /// Another one after each request that changed something.
    pub(super) version: u64,
    /// Which of all regions that were ever made.
    pub(super) number: u64,
    /// The first moment at which something comes of one of the rows.
    due: Timestamp,
}

/// A moment that never comes.
const NEVER: Timestamp = Timestamp(i64::MAX);

impl Region {
    fn new(kinds: &Arc<Kinds>, ids: Ids, (number, version): (u64, u64)) -> Self {
        let store = |(place, kind): (u16, &&'static Kind)| Stored {
            of: (kind.type_id)(),
            kind,
            rows: Rows::new(place),
        };
        let stored = (0..).zip(&kinds.all).map(store).collect();
        let (kinds, tokens) = (Arc::clone(kinds), Tokens::default());
        Self { kinds, stored, ids, tokens, version, number, due: NEVER }
    }

    /// Whether something of the rows is as it was at a version.
    pub(super) fn is_as_at(&self, version: u64, look: Look) -> bool {
        let stored = self.stored.get(usize::from(look.place));
        stored.is_some_and(|stored| stored.rows.is_as_at(version, look.thing))
    }

    pub fn stored(&self) -> &[Stored] {
        &self.stored
    }

    /// Where a resource with an id would be.
    pub fn stored_as(&self, id: &str) -> Option<(&Stored, Named)> {
        let (prefix, _) = id.rsplit_once('-')?;
        let stored = self.stored.iter().find(|stored| stored.kind.has_prefix(prefix))?;
        Some((stored, stored.kind.named?))
    }

    pub fn rows(&self, of: TypeId) -> &Rows {
        &self.stored[self.kinds.place(of)].rows
    }

    /// The first row of which something comes, its kind, and when; of several at once the first in
    /// the order of kinds and of creation.
    pub(super) fn first_due(&self) -> Option<(Timestamp, TypeId, Seq)> {
        let each = self.stored.iter().filter_map(|stored| {
            let (at, seq) = stored.rows.first_due()?;
            Some((at, stored.of, seq))
        });
        each.min_by_key(|(at, ..)| *at)
    }

    pub(super) fn rows_mut(&mut self, of: TypeId) -> &mut Rows {
        let at = self.kinds.place(of);
        &mut self.stored[at].rows
    }
}

/// All accounts and regions in which something was changed. What the others hold is the same each
/// time that it is made, and is made when it is asked for.
pub(crate) struct Ec2State {
    kinds: Arc<Kinds>,
    seed: u64,
    /// The version of every region that nothing has changed yet.
    pub(super) fresh: u64,
    pub(super) vcpu_limit: u64,
    pub(super) lab: Arc<Lab>,
    regions_made: AtomicU64,
    kept_rows: Option<Arc<KeptRows>>,
    regions: BTreeMap<Caller, Region>,
    /// No later than the first moment at which something comes of a row.
    due: Timestamp,
}

impl Ec2State {
    pub fn new(
        kinds: Arc<Kinds>,
        (seed, fresh): (u64, u64),
        settings: &Settings,
        lab: Arc<Lab>,
    ) -> Self {
        Self {
            kinds,
            seed,
            fresh,
            vcpu_limit: settings.vcpu_limit,
            lab,
            regions_made: AtomicU64::new(0),
            kept_rows: KeptRows::new(settings.kept_rows_bytes),
            regions: BTreeMap::new(),
            due: NEVER,
        }
    }

    pub(super) fn kept_rows(&self) -> Option<&Arc<KeptRows>> {
        self.kept_rows.as_ref()
    }

    /// Whether nothing was changed in a region since it had a version, nor is to be by now.
    pub(super) fn is_version(&self, caller: &Caller, version: u64, now: Timestamp) -> bool {
        let is = self.region(caller).map_or(self.fresh, |region| region.version);
        is == version && !self.is_due(now)
    }

    pub fn region(&self, caller: &Caller) -> Option<&Region> {
        self.regions.get(caller)
    }

    /// What another account or region holds, and whose it is.
    pub(super) fn entry(&self, caller: &Caller) -> Option<(&Caller, &Region)> {
        self.regions.get_key_value(caller)
    }

    /// All of them, by account and region.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&Caller, &Region)> {
        self.regions.iter()
    }

    /// Whether nothing was changed in a region since it was founded.
    pub(super) fn is_fresh(&self, caller: &Caller) -> bool {
        self.region(caller).is_some_and(|region| region.version == self.fresh)
    }

    /// An empty region; what a fresh one holds is for the kinds to put there.
    pub(super) fn new_region(&self, caller: &Caller) -> Region {
        let ids = Ids::new(self.seed, &caller.account, &caller.region);
        let number = self.regions_made.fetch_add(1, Ordering::Relaxed);
        Region::new(&self.kinds, ids, (number, self.fresh))
    }

    /// Takes a region out, so that it can be changed while the others are looked at.
    pub(super) fn take(&mut self, caller: &Caller) -> Option<Region> {
        self.regions.remove(caller)
    }

    pub(super) fn put(&mut self, caller: &Caller, mut region: Region) {
        region.due = region.first_due().map_or(NEVER, |(at, ..)| at);
        self.due = self.due.min(region.due);
        self.regions.insert(caller.clone(), region);
    }

    /// Whether something may have to come of a row before anybody looks.
    pub(super) fn is_due(&self, now: Timestamp) -> bool {
        self.due <= now
    }

    /// Where something is to come of a row by now first, by account and region.
    pub(super) fn first_due(&mut self, now: Timestamp) -> Option<Caller> {
        let first = self.regions.iter().min_by_key(|(_, region)| region.due);
        self.due = first.map_or(NEVER, |(_, region)| region.due);
        first.filter(|(_, region)| region.due <= now).map(|(caller, _)| caller.clone())
    }

    /// How many rows each kind has over all accounts and regions, by the kind's plural.
    pub fn counts(&self, now: Now<'_>) -> BTreeMap<&'static str, usize> {
        let mut counts: BTreeMap<_, _> =
            self.kinds.all.iter().map(|kind| (kind.plural, 0)).collect();
        for stored in self.regions.values().flat_map(Region::stored) {
            *counts.entry(stored.kind.plural).or_default() += stored.rows.count(now);
        }
        counts
    }

    /// The region behind another one, or the first, in the order of accounts and regions.
    pub(super) fn behind(&self, caller: Option<&Caller>) -> Option<(&Caller, &Region)> {
        let from = caller.map_or(Bound::Unbounded, Bound::Excluded);
        self.regions.range((from, Bound::Unbounded)).next()
    }
}
