//! The engine and what it holds: the state behind its lock, the clock, and regions as they are
//! before anything is changed in them.

use super::clock::{Basis, Clock, Lifecycle, Now};
use super::context::{Read, Write};
use super::format::{FORMAT, Head};
use super::id::Text;
use super::ids;
use super::lab::Lab;
use super::life::Millis;
use super::operation::{Due, Entry, Operation, Watch};
use super::region::{Caller, Kinds, Region, Scope};
use super::settings::Settings;
use super::state::Ec2State;
use super::unsaved::Unsaved;
use crate::store::Store;
use quick_cache::sync::Cache;
use std::any::TypeId;
use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicI64, AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use wire::{Action, ResourceType, Timestamp};

/// Finds the zone that a request's parameters name.
type ZoneOf = fn(Read<'_>, &[(String, String)]) -> Option<Text>;
/// How many regions that were only looked at are kept.
const LOOKED_AT: usize = 64;

/// What there is to emulate.
#[derive(Clone, Copy)]
pub(crate) struct World {
    pub entries: &'static [Entry],
    pub due: &'static [Due],
    pub watches: &'static [Watch],
    /// Puts into an empty region what AWS has in a fresh one.
    pub found: fn(&mut Write<'_>),
    /// The zone that a request is for, where its client token counts in a zone.
    pub zone: ZoneOf,
    /// How long transitions take that a test can change, but for those of lives.
    pub durations: &'static [Millis],
}

pub(crate) struct Engine {
    pub(super) world: World,
    pub(super) kinds: Arc<Kinds>,
    settings: Settings,
    pub(super) operations: Vec<Option<&'static Operation>>,
    /// Never held across an await: handlers are synchronous.
    pub(super) state: Arc<RwLock<Ec2State>>,
    /// Some of the regions that were only looked at, so that looking again is cheap.
    looked_at: Cache<Caller, Arc<Region>>,
    /// When the clock began, which what a fresh region holds is older than.
    pub(super) began: AtomicI64,
    lifecycle: AtomicU8,
    pub clock: Clock,
    pub lab: Arc<Lab>,
    request_ids: ids::RequestIds,
    /// The next version of any region; none is given twice, so that a region that was reset is
    /// not taken for what it was.
    versions: AtomicU64,
    /// Requests answered since the start, for health.
    answered: AtomicU64,
    /// Where the state is kept, if it outlives the process.
    pub(super) store: OnceLock<Store>,
}

impl Engine {
    pub fn new(world: World, settings: Settings) -> Self {
        let seed = settings.seed.unwrap_or_else(ids::random_seed);
        let mut operations: Vec<Option<&'static Operation>> = vec![None; Action::ALL.len()];
        for operation in world.entries.iter().flat_map(|entry| entry.operations) {
            operations[operation.action as usize] = Some(operation);
        }
        let kinds = Arc::new(Kinds::new(world.entries.iter().flat_map(|entry| entry.kinds)));
        let lab = Arc::new(Lab::default());
        let state = Ec2State::new(Arc::clone(&kinds), (seed, 0), &settings, Arc::clone(&lab));
        let clock = Clock::new(settings.clock_stopped_at);
        let engine = Self {
            world,
            kinds,
            settings,
            operations,
            state: Arc::new(RwLock::new(state)),
            looked_at: Cache::new(LOOKED_AT),
            lifecycle: AtomicU8::new(0),
            began: AtomicI64::new(clock.now().0),
            clock,
            lab,
            request_ids: ids::RequestIds::new(seed),
            versions: AtomicU64::new(1),
            answered: AtomicU64::new(0),
            store: OnceLock::new(),
        };
        engine.set_lifecycle(settings.lifecycle);
        engine
    }

    pub fn next_request_id(&self) -> String {
        self.answered.fetch_add(1, Ordering::Relaxed);
        self.request_ids.next()
    }

    pub fn requests(&self) -> u64 {
        self.answered.load(Ordering::Relaxed)
    }

    /// The module that emulates an operation; `None`: it is not emulated.
    pub fn emulated_in(&self, action: Action) -> Option<&'static str> {
        self.operations[action as usize].map(|operation| operation.module)
    }

    /// How long each transition takes now, by the plural of its kind and its name.
    pub fn durations(&self) -> BTreeMap<(&'static str, &'static str), i64> {
        let all = self.world.durations.iter().copied().chain(self.kinds.lives());
        all.filter_map(|takes| Some((takes.name?, self.lab.durations.of(takes)))).collect()
    }

    /// The type of a resource with an id, there or not.
    pub fn type_of(&self, id: &str) -> Option<ResourceType> {
        self.kinds.type_of(id)
    }

    pub fn lifecycle(&self) -> Lifecycle {
        if self.lifecycle.load(Ordering::Relaxed) == 1 {
            Lifecycle::Aws
        } else {
            Lifecycle::Instant
        }
    }

    pub fn set_lifecycle(&self, lifecycle: Lifecycle) {
        self.lifecycle.store(u8::from(lifecycle == Lifecycle::Aws), Ordering::Relaxed);
    }

    /// Forgets what is held in an account or a region. The clock and the lifecycle go on.
    pub fn reset_part(&self, scope: &Scope) {
        self.forget(&mut self.lock_mut(), scope);
    }

    /// Forgets everything, as if the server had just been started. The old state comes back for
    /// the caller to drop, since that takes the longer the more there was.
    pub fn reset(&self) -> impl Send + use<> {
        let seed = self.settings.seed.unwrap_or_else(ids::random_seed);
        self.set_lifecycle(self.settings.lifecycle);
        match self.settings.clock_stopped_at {
            Some(at) => self.clock.stop(at),
            None => self.clock.run(),
        }
        self.began.store(self.clock.now().0, Ordering::Relaxed);
        self.lab.reset();
        self.begin(&mut self.lock_mut(), seed)
    }

    /// Puts an empty state there, and hands out the old one.
    pub(super) fn begin(&self, state: &mut Ec2State, seed: u64) -> Ec2State {
        let (kinds, lab) = (Arc::clone(&self.kinds), Arc::clone(&self.lab));
        let (fresh, settings) = (self.next_version(), &self.settings);
        self.looked_at.clear();
        let mut new = Ec2State::new(kinds, (seed, fresh), settings, lab);
        new.unsaved = state.unsaved.take().map(|mut unsaved| {
            unsaved.nothing();
            unsaved
        });
        std::mem::replace(state, new)
    }

    /// A region in which nothing was changed yet.
    pub(super) fn look(&self, state: &Ec2State, action: Action, caller: &Caller) -> Arc<Region> {
        if let Some(region) = self.looked_at.get(caller) {
            return region;
        }
        let region = Arc::new(self.found(state, action, caller));
        self.looked_at.insert(caller.clone(), Arc::clone(&region));
        region
    }

    /// Makes what a region holds before anything is changed: the same each time, whenever it is.
    pub(super) fn found(&self, state: &Ec2State, action: Action, caller: &Caller) -> Region {
        let mut region = state.new_region(caller);
        let basis = Basis::default();
        let began = Timestamp(self.began.load(Ordering::Relaxed));
        let now = Now::new(began.min(self.clock.now()), &basis);
        let settled = Lifecycle::Instant;
        let mut cx = Write::new(action, caller, (&mut region, state), now, settled);
        (self.world.found)(&mut cx);
        for (_, type_id) in std::mem::take(&mut cx.touched) {
            region.rows_mut(type_id).commit(state.fresh);
        }
        region
    }

    /// Another one after each change in any region.
    pub(super) fn version(&self) -> u64 {
        self.versions.load(Ordering::Relaxed)
    }

    pub(super) fn next_version(&self) -> u64 {
        self.versions.fetch_add(1, Ordering::Relaxed)
    }

    /// Lets what was changed of a region stay.
    pub(super) fn commit(
        &self,
        state: &mut Ec2State,
        (caller, region): (&Caller, &mut Region),
        touched: &[(usize, TypeId)],
    ) {
        region.version = self.next_version();
        for (_, type_id) in touched {
            let place = region.place(*type_id);
            let is_watched = self.is_watched(state, (caller, &*region), *type_id);
            let watched = is_watched.then_some(*type_id);
            Self::commit_rows(state, (caller, region), place, watched);
        }
        if let Some(unsaved) = &mut state.unsaved {
            save(unsaved, (caller, region));
        }
    }

    /// Lets what was changed of a kind's rows stay; of one that is watched it is noted.
    pub(super) fn commit_rows(
        state: &mut Ec2State,
        (caller, region): (&Caller, &mut Region),
        place: usize,
        watched: Option<TypeId>,
    ) {
        let (version, is_saved) = (region.version, region.is_saved);
        let Some(plural) = state.plural(place) else { return };
        let Some(rows) = region.rows_at(place) else { return };
        let Some(journal) = rows.commit(version) else { return };
        if let Some(unsaved) = state.unsaved.as_mut().filter(|_| is_saved) {
            unsaved.rows((caller, plural), rows, journal.before.keys().copied());
        }
        if let Some(of) = watched {
            state.note(caller, of, (rows, &journal));
        }
        if let Some(before) = state.history.before(caller) {
            before.note(place, journal);
        }
    }

    // A panic in a handler is caught within the lock, so that no guard is ever poisoned by one.
    pub(super) fn lock(&self) -> RwLockReadGuard<'_, Ec2State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn lock_mut(&self) -> Changing<'_> {
        let state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        Changing { engine: self, state }
    }

    /// What stands in a document before the accounts.
    pub(super) fn head(&self, state: &Ec2State, at: Timestamp) -> Head {
        Head {
            format: FORMAT,
            seed: state.seed,
            began: Timestamp(self.began.load(Ordering::Relaxed)),
            at,
            clock: self.clock.how(),
            lifecycle: self.lifecycle(),
        }
    }
}

/// Notes what is beside the rows of a region that has changed, or all of one that is new.
pub(super) fn save(unsaved: &mut Unsaved, (caller, region): (&Caller, &mut Region)) {
    if region.is_saved {
        unsaved.ids(caller, &region.ids);
    } else {
        unsaved.region(caller, region);
        region.is_saved = true;
    }
}

/// The state, locked to be changed. What has changed is handed in as one when it is let go.
pub(super) struct Changing<'a> {
    engine: &'a Engine,
    state: RwLockWriteGuard<'a, Ec2State>,
}

impl Deref for Changing<'_> {
    type Target = Ec2State;

    fn deref(&self) -> &Ec2State {
        &self.state
    }
}

impl DerefMut for Changing<'_> {
    fn deref_mut(&mut self) -> &mut Ec2State {
        &mut self.state
    }
}

impl Drop for Changing<'_> {
    fn drop(&mut self) {
        let Some(mut unsaved) = self.state.unsaved.take_if(|unsaved| unsaved.is_any()) else {
            return;
        };
        if let Some(store) = self.engine.store.get() {
            store.submit(unsaved.take(&self.engine.head(&self.state, self.state.settled)));
        }
        self.state.unsaved = Some(unsaved);
    }
}
