//! Everything the server holds: for each account and region the tables of all kinds.

use super::changed::Changed;
use super::clock::Now;
use super::history::History;
use super::id::Text;
use super::ids::Ids;
use super::kept_rows::KeptRows;
use super::lab::Lab;
use super::region::{Caller, Kinds, NEVER, Region};
use super::settings::{Quotas, Settings};
use super::unsaved::Unsaved;
use std::any::TypeId;
use std::collections::{BTreeMap, btree_map};
use std::ops::Bound;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use wire::Timestamp;

/// All accounts and regions in which something was changed. What the others hold is the same each
/// time that it is made, and is made when it is asked for.
pub(crate) struct Ec2State {
    kinds: Arc<Kinds>,
    pub(super) seed: u64,
    /// The version of every region that nothing has changed yet.
    pub(super) fresh: u64,
    pub(super) vcpu_limit: u64,
    pub(super) quotas: Quotas,
    pub(super) lab: Arc<Lab>,
    regions_made: AtomicU64,
    kept_rows: Option<Arc<KeptRows>>,
    regions: BTreeMap<Caller, Region>,
    pub(super) history: History,
    /// What is to be written; `None`: nothing is.
    pub(super) unsaved: Option<Unsaved>,
    /// What was changed, by accounts, of which nobody was told yet that watches it.
    pub(super) changed: BTreeMap<Text, Vec<Changed>>,
    /// All that was due by then has come.
    pub(super) settled: Timestamp,
    /// No later than the first moment at which something comes of a row.
    due: Timestamp,
}

/// Regions that are left to look at, and whose they are.
pub(super) type Entries<'a> = btree_map::Iter<'a, Caller, Region>;

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
            quotas: settings.quotas,
            lab,
            regions_made: AtomicU64::new(0),
            kept_rows: KeptRows::new(settings.kept_rows_bytes),
            regions: BTreeMap::new(),
            history: History::default(),
            unsaved: None,
            changed: BTreeMap::new(),
            settled: Timestamp(0),
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
    pub(super) fn entries(&self) -> Entries<'_> {
        self.regions.iter()
    }

    /// Where an account has, or had, rows of a kind.
    pub(super) fn regions_with<'a>(
        &'a self,
        account: &'a Text,
        of: TypeId,
    ) -> impl Iterator<Item = &'a Caller> {
        let first = Caller { account: account.clone(), region: Text::new() };
        let its = self.regions.range(first..).take_while(|(caller, _)| caller.account == *account);
        its.filter(move |(_, region)| region.rows(of).next() > 1).map(|(caller, _)| caller)
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
            if let Some(unsaved) = &mut self.unsaved {
                unsaved.no_region(caller);
            }
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
