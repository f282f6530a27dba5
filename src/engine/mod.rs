//! Runs one operation: lock, decode, dry run, token replay, run, commit or roll back. It names no
//! kind of resource and knows no HTTP.

pub(crate) mod clock;
mod elsewhere;
mod export;
pub(crate) mod filter;
mod holds;
pub(crate) mod ids;
mod life;
mod limits;
mod listed;
mod names;
pub(crate) mod network;
mod operation;
pub(crate) mod page;
mod request;
mod rows;
mod state;
mod table;
pub(crate) mod tags;
#[cfg(test)]
mod tests;
mod tokens;
mod write;

use clock::Basis;
pub(crate) use clock::{Clock, Lifecycle, Now, Timed};
pub(crate) use export::Export;
pub(crate) use filter::CustomFilter;
pub(crate) use holds::Hold;
pub(crate) use ids::Id;
pub(crate) use life::{HOUR_MILLIS, Life, Phase};
pub(crate) use listed::{PageSize, listed};
pub(crate) use operation::{Operation, Query, Read, Run, Visits, operations};
pub(crate) use page::Paging;
pub(crate) use request::{decode, read, write};
pub(crate) use state::{Caller, Entry, Kind};
pub(crate) use table::{IdRule, Index, Join, Record, Resource, Row, RowMut};
pub(crate) use tags::Tags;
pub(crate) use tokens::Answer;
pub(crate) use write::Write;

use crate::error::{Error, Result};
use quick_cache::sync::Cache;
use request::{Request, RunRead, RunWrite};
use state::{Ec2State, Kinds, Region};
use std::any::TypeId;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicI64, AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use tokens::Seen;
use wire::{Action, Node, Timestamp};

/// Finds the zone that a request's parameters name.
type ZoneOf = fn(Read<'_>, &[(String, String)]) -> Option<Id>;
/// How many regions that were only looked at are kept.
const LOOKED_AT: usize = 64;

/// What there is to emulate.
#[derive(Clone, Copy)]
pub(crate) struct World {
    pub entries: &'static [Entry],
    /// Puts into an empty region what AWS has in a fresh one.
    pub found: fn(&mut Write<'_>),
    /// The zone that a request is for, where its client token counts in a zone.
    pub zone: ZoneOf,
}

/// What an operation answers.
pub(crate) struct Outcome {
    pub answer: Answer,
    /// `None`: the operation changed something, so that asking again is another request.
    pub holds: Option<Holds>,
}

/// How long asking again gives the same answer: while its region is as it was, and the time
/// within what the answer looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Holds {
    version: u64,
    /// That of all regions together, for an answer that looked at others than its own.
    everywhere: Option<u64>,
    lifecycle: Lifecycle,
    from: Timestamp,
    until: Timestamp,
}

/// How a server was told to begin.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Settings {
    /// `None`: another one with every start and reset.
    pub seed: Option<u64>,
    pub lifecycle: Lifecycle,
    pub clock_stopped_at: Option<Timestamp>,
    /// How many vCPUs an account's instances of a bucket may have in a region.
    pub vcpu_limit: u64,
}

pub(crate) struct Engine {
    world: World,
    kinds: Arc<Kinds>,
    settings: Settings,
    operations: Vec<Option<&'static Operation>>,
    /// Never held across an await: handlers are synchronous.
    state: Arc<RwLock<Ec2State>>,
    /// Some of the regions that were only looked at, so that looking again is cheap.
    looked_at: Cache<Caller, Arc<Region>>,
    /// When the clock began, which what a fresh region holds is older than.
    began: AtomicI64,
    lifecycle: AtomicU8,
    pub clock: Clock,
    request_ids: ids::RequestIds,
    /// The next version of any region; none is given twice, so that a region that was reset is
    /// not taken for what it was.
    versions: AtomicU64,
    /// Requests answered since the start, for health.
    answered: AtomicU64,
}

impl Engine {
    pub fn new(world: World, settings: Settings) -> Self {
        let seed = settings.seed.unwrap_or_else(ids::random_seed);
        let mut operations: Vec<Option<&'static Operation>> = vec![None; Action::ALL.len()];
        for operation in world.entries.iter().flat_map(|entry| entry.operations) {
            operations[operation.action as usize] = Some(operation);
        }
        let kinds = Arc::new(Kinds::new(world.entries));
        let state = Ec2State::new(Arc::clone(&kinds), seed, 0, settings.vcpu_limit);
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
            request_ids: ids::RequestIds::new(seed),
            versions: AtomicU64::new(1),
            answered: AtomicU64::new(0),
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

    /// How many resources there are, by the plural of their kind.
    pub fn counts(&self) -> BTreeMap<&'static str, usize> {
        let basis = Basis::default();
        self.lock().counts(Now::new(self.clock.now(), &basis))
    }

    /// All that is held, as JSON by account, region and kind.
    pub fn export(self: &Arc<Self>) -> Export {
        Export::new(Arc::clone(self))
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
        let fresh = self.versions.fetch_add(1, Ordering::Relaxed);
        let limit = self.settings.vcpu_limit;
        let mut state = self.lock_mut();
        self.looked_at.clear();
        std::mem::replace(&mut *state, Ec2State::new(Arc::clone(&self.kinds), seed, fresh, limit))
    }

    /// Runs one operation.
    ///
    /// # Errors
    /// Whatever the operation refuses; nothing has changed then.
    pub fn execute(
        &self,
        caller: &Caller,
        action: Action,
        pairs: &[(String, String)],
    ) -> Result<Outcome> {
        let operation = self.operations[action as usize].ok_or_else(|| not_implemented(action))?;
        let request = catch_unwind(|| {
            limits::check_texts(pairs)?;
            let node = Node::parse(pairs)?;
            limits::check_lists(action, &node)?;
            operation.request(&node)
        });
        let request = request.unwrap_or_else(|_| broken())?;
        match &operation.run {
            Run::Read(run) => self.run_read(operation, caller, pairs, &request, *run),
            Run::Write { run, replay } => {
                let answer = self.run_write(operation, caller, pairs, &request, (*run, *replay))?;
                Ok(Outcome { answer, holds: None })
            }
        }
    }

    /// Whether the request that got an answer would get the same one now.
    pub fn still_holds(&self, caller: &Caller, holds: &Holds) -> bool {
        let now = self.clock.now();
        (holds.from..holds.until).contains(&now)
            && holds.lifecycle == self.lifecycle()
            && self.lock().version(caller) == holds.version
            && holds.everywhere.is_none_or(|version| version == self.version())
    }

    fn run_read(
        &self,
        operation: &Operation,
        caller: &Caller,
        pairs: &[(String, String)],
        request: &Request,
        run: RunRead,
    ) -> Result<Outcome> {
        let outcome = self.reading(operation, caller, |cx| run(cx, request))?;
        if is_dry_run(pairs) { Err(dry_run()) } else { Ok(outcome) }
    }

    fn reading(
        &self,
        operation: &Operation,
        caller: &Caller,
        run: impl Fn(Read<'_>) -> Result<Answer>,
    ) -> Result<Outcome> {
        let from = self.clock.now();
        let basis = Basis::default();
        let now = Now::new(from, &basis);
        let lifecycle = self.lifecycle();
        let state = self.lock();
        let looked_at;
        let region = match state.region(caller) {
            Some(region) => region,
            None => {
                looked_at = self.look(&state, operation, caller);
                &looked_at
            }
        };
        let cx = Read { operation, caller, region, others: &state, now, lifecycle };
        let answer = catch_unwind(AssertUnwindSafe(|| run(cx)));
        let answer = answer.unwrap_or_else(|_| broken())?;
        let everywhere = basis.elsewhere.get().then(|| self.version());
        let (version, until) = (region.version, basis.until.get());
        let holds = Holds { version, everywhere, lifecycle, from, until };
        Ok(Outcome { answer, holds: Some(holds) })
    }

    /// A region in which nothing was changed yet.
    fn look(&self, state: &Ec2State, operation: &Operation, caller: &Caller) -> Arc<Region> {
        if let Some(region) = self.looked_at.get(caller) {
            return region;
        }
        let region = Arc::new(self.found(state, operation, caller));
        self.looked_at.insert(caller.clone(), Arc::clone(&region));
        region
    }

    /// Makes what a region holds before anything is changed: the same each time, whenever it is.
    fn found(&self, state: &Ec2State, operation: &Operation, caller: &Caller) -> Region {
        let mut region = state.new_region(caller);
        let basis = Basis::default();
        let began = Timestamp(self.began.load(Ordering::Relaxed));
        let now = Now::new(began.min(self.clock.now()), &basis);
        let settled = Lifecycle::Instant;
        let mut cx = Write::new(operation, caller, (&mut region, state), now, settled);
        (self.world.found)(&mut cx);
        for type_id in std::mem::take(&mut cx.touched) {
            region.rows_mut(type_id).commit();
        }
        region
    }

    fn run_write(
        &self,
        operation: &Operation,
        caller: &Caller,
        pairs: &[(String, String)],
        request: &Request,
        runs: (RunWrite, Option<RunRead>),
    ) -> Result<Answer> {
        let mut state = self.lock_mut();
        let visited = operation.visits.map(|visits| visited(caller, visits, pairs));
        let visited = visited.filter(|there| there != caller && state.region(there).is_none());
        if let Some(there) = &visited {
            let region = self.found(&state, operation, there);
            state.put(there, region);
        }
        let known = state.take(caller);
        let is_known = known.is_some();
        let mut region = known.unwrap_or_else(|| self.found(&state, operation, caller));
        let answer =
            self.change((&mut region, &mut state), operation, caller, pairs, request, runs);
        if is_known || answer.is_ok() {
            state.put(caller, region);
        }
        if let Some(there) = &visited
            && state.is_fresh(there)
        {
            state.take(there);
        }
        answer
    }

    fn change(
        &self,
        (region, others): (&mut Region, &mut Ec2State),
        operation: &Operation,
        caller: &Caller,
        pairs: &[(String, String)],
        request: &Request,
        (run, replay): (RunWrite, Option<RunRead>),
    ) -> Result<Answer> {
        let action = operation.action;
        let dry = is_dry_run(pairs);
        let token = pairs.iter().find(|(key, value)| key == "ClientToken" && !value.is_empty());
        let now = self.clock.now();
        let basis = Basis::default();
        let moment = Now::new(now, &basis);
        let mut cx = Write::new(operation, caller, (region, others), moment, self.lifecycle());
        let token = match token {
            Some((_, token)) => {
                tokens::check(token)?;
                let zone = (self.world.zone)(cx.read(), pairs);
                let key = tokens::Key { action, token: token.as_str().into(), zone };
                Some((key, tokens::fingerprint(pairs)))
            }
            None => None,
        };
        if let Some((key, parameters)) = token.as_ref().filter(|_| !dry) {
            match cx.region.tokens.look_up(key, *parameters, now)? {
                Seen::Answered(answer) => return Ok(answer),
                Seen::AskAgain => {
                    if let Some(replay) = replay {
                        return replay(cx.read(), request);
                    }
                }
                Seen::Never => {}
            }
        }
        let ids = cx.region.ids.clone();
        let result = catch_unwind(AssertUnwindSafe(|| run(&mut cx, request)));
        let result = result.unwrap_or_else(|_| broken());
        let touched = std::mem::take(&mut cx.touched);
        let elsewhere = std::mem::take(&mut cx.elsewhere);
        let result = match result {
            Ok(answer) if !dry => {
                self.change_elsewhere(others, operation, moment, elsewhere).map(|()| answer)
            }
            result => result,
        };
        let answer = match result {
            Ok(answer) if !dry => answer,
            refused => {
                roll_back(region, &touched);
                region.ids = ids;
                return refused.and_then(|_| Err(dry_run()));
            }
        };
        self.commit(region, &touched);
        if let Some((key, parameters)) = token {
            let kept = replay.is_none().then(|| answer.clone());
            region.tokens.remember(key, parameters, kept, now);
        }
        Ok(answer)
    }

    /// Another one after each change in any region.
    fn version(&self) -> u64 {
        self.versions.load(Ordering::Relaxed)
    }

    fn commit(&self, region: &mut Region, touched: &[TypeId]) {
        region.version = self.versions.fetch_add(1, Ordering::Relaxed);
        for type_id in touched {
            region.rows_mut(*type_id).commit();
        }
    }

    // A panic in a handler is caught within the lock, so that no guard is ever poisoned by one.
    fn lock(&self) -> RwLockReadGuard<'_, Ec2State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_mut(&self) -> RwLockWriteGuard<'_, Ec2State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a request looks beside its caller's own region.
fn visited(caller: &Caller, visits: Visits, pairs: &[(String, String)]) -> Caller {
    let given = |name: &str| pairs.iter().find(|(key, text)| key == name && !text.is_empty());
    let region = given(visits.region).map(|(_, region)| region.as_str().into());
    let account = visits.account.and_then(given).map(|(_, account)| account.as_str().into());
    Caller {
        account: account.unwrap_or_else(|| caller.account.clone()),
        region: region.unwrap_or_else(|| caller.region.clone()),
    }
}

fn roll_back(region: &mut Region, touched: &[TypeId]) {
    for type_id in touched {
        region.rows_mut(*type_id).roll_back();
    }
}

fn is_dry_run(pairs: &[(String, String)]) -> bool {
    pairs
        .iter()
        .any(|(key, value)| key == "DryRun" && (value.eq_ignore_ascii_case("true") || value == "1"))
}

fn dry_run() -> Error {
    let message = "Request would have succeeded, but DryRun flag is set.";
    Error::new("DryRunOperation", message).with_status(412)
}

fn not_implemented(action: Action) -> Error {
    let message = format!(
        "parlel-ec2 does not emulate {} yet. GET /_parlel/operations lists what it does.",
        action.name()
    );
    Error::new("NotImplemented", message).with_status(501)
}

/// A defect of the server's own: the request has been rolled back.
fn broken<T>() -> Result<T> {
    Err(Error::new("InternalError", "An internal error has occurred").with_status(500))
}
