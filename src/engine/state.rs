//! Everything the server holds: for each account and region the tables of all kinds.

use super::clock::Now;
use super::format::Flaw;
use super::history::History;
use super::id::Text;
use super::ids::Ids;
use super::index::PartOf;
use super::kept_rows::KeptRows;
use super::lab::Lab;
use super::life::{Life, Millis};
use super::looks::Look;
use super::rows::{AnyRow, Rows, Seq};
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

/// An account, a region, or one in the other; nothing given is all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Scope {
    pub account: Option<Text>,
    pub region: Option<Text>,
}

impl Scope {
    pub fn has(&self, caller: &Caller) -> bool {
        let is =
            |wanted: &Option<Text>, is: &Text| wanted.as_ref().is_none_or(|wanted| wanted == is);
        is(&self.account, &caller.account) && is(&self.region, &caller.region)
    }

    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }
}

/// Reads a row of a kind, and its position, from JSON.
pub(super) type ReadRow = fn(&str) -> Result<(Seq, Box<dyn AnyRow>), Flaw>;

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
    /// What a row holds in its account and region.
    pub(super) held: fn(&dyn AnyRow, Now<'_>) -> Vec<(TypeId, Text)>,
    /// Reads a row of the exported state.
    pub(super) read: ReadRow,
    /// What rows are parts of.
    pub(super) part_of: &'static [PartOf],
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

    /// The kind with a plural, and where among all it is.
    pub fn named(&self, plural: &str) -> Option<(usize, &'static Kind)> {
        let at = self.all.binary_search_by_key(&plural, |kind| kind.plural).ok()?;
        Some((at, self.all[at]))
    }

    pub fn place(&self, of: TypeId) -> usize {
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

/// Rows by their positions.
type Held = BTreeMap<Seq, Box<dyn AnyRow>>;

/// A moment that never comes.
const NEVER: Timestamp = Timestamp(i64::MAX);

impl Region {
    pub(super) fn new(kinds: &Arc<Kinds>, ids: Ids, (number, version): (u64, u64)) -> Self {
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

    pub(super) fn place(&self, of: TypeId) -> usize {
        self.kinds.place(of)
    }

    pub(super) fn rows_at(&mut self, place: usize) -> Option<&mut Rows> {
        self.stored.get_mut(place).map(|stored| &mut stored.rows)
    }

    /// What it held: of each kind that there ever was, its place, its next position and its rows;
    /// and the tokens.
    pub(super) fn into_former(self) -> (Vec<(usize, Seq, Held)>, Tokens) {
        let each = self.stored.into_iter().enumerate();
        let used = each.filter(|(_, stored)| stored.rows.next() > 1);
        let kinds = used.map(|(at, Stored { rows, .. })| (at, rows.next(), rows.into_rows()));
        (kinds.collect(), self.tokens)
    }
}

/// All accounts and regions in which something was changed. What the others hold is the same each
/// time that it is made, and is made when it is asked for.
pub(crate) struct Ec2State {
    kinds: Arc<Kinds>,
    pub(super) seed: u64,
    /// The version of every region that nothing has changed yet.
    pub(super) fresh: u64,
    pub(super) vcpu_limit: u64,
    pub(super) lab: Arc<Lab>,
    regions_made: AtomicU64,
    kept_rows: Option<Arc<KeptRows>>,
    regions: BTreeMap<Caller, Region>,
    pub(super) history: History,
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
            history: History::default(),
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
    pub(super) fn next_number(&self) -> u64 {
        self.regions_made.fetch_add(1, Ordering::Relaxed)
    }

    pub(super) fn new_region(&self, caller: &Caller) -> Region {
        let ids = Ids::new(self.seed, &caller.account, &caller.region);
        Region::new(&self.kinds, ids, (self.next_number(), self.fresh))
    }

    /// Takes a region out, so that it can be changed while the others are looked at.
    pub(super) fn take(&mut self, caller: &Caller) -> Option<Region> {
        let region = self.regions.remove(caller);
        self.history.touch(caller, region.as_ref());
        region
    }

    pub(super) fn put(&mut self, caller: &Caller, mut region: Region) {
        self.history.touch(caller, None);
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

    /// The plural of the kind at a place.
    pub(super) fn plural(&self, place: usize) -> Option<&'static str> {
        self.kinds.all.get(place).map(|kind| kind.plural)
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

    /// Takes a region away for good.
    pub(super) fn remove(&mut self, caller: &Caller) {
        if let Some(region) = self.take(caller) {
            self.history.take_in(caller, region);
        }
    }

    /// The region behind another one, or the first, in the order of accounts and regions, as it
    /// was at a mark.
    pub(super) fn past_behind(&self, place: usize, after: Option<&Caller>) -> Option<&Caller> {
        let from = (after.map_or(Bound::Unbounded, Bound::Excluded), Bound::Unbounded);
        let marks = self.history.marks().get(place..).unwrap_or_default();
        let noted = marks.iter().filter_map(|mark| mark.regions.range(from).next());
        let held = self.regions.range(from).next().map(|(caller, _)| caller);
        noted.map(|(caller, _)| caller).chain(held).min()
    }
}
