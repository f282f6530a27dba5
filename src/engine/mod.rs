//! Runs one operation: lock, decode, dry run, token replay, run, commit or roll back. It names no
//! kind of resource and knows no HTTP.

pub(crate) mod clock;
mod elsewhere;
pub(crate) mod filter;
pub(crate) mod ids;
pub(crate) mod network;
mod operation;
pub(crate) mod page;
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
pub(crate) use filter::CustomFilter;
pub(crate) use ids::Id;
pub(crate) use operation::{Operation, Query, Read, Run, operations, read, write};
pub(crate) use page::Paging;
pub(crate) use state::{Caller, Kind};
pub(crate) use table::{IdRule, Index, Join, Record, Resource, Row, RowMut};
pub(crate) use tags::Tags;
pub(crate) use tokens::Answer;
pub(crate) use write::Write;

use crate::error::{Error, Result};
use state::{Ec2State, Region};
use std::any::TypeId;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use tokens::Seen;
use wire::{Action, Node, Timestamp};

/// Finds the zone that a request's parameters name.
type ZoneOf = fn(Read<'_>, &[(String, String)]) -> Option<Id>;

/// What there is to emulate, as `resources` lists it.
#[derive(Clone, Copy)]
pub(crate) struct World {
    pub kinds: &'static [Kind],
    pub operations: &'static [&'static [Operation]],
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
}

pub(crate) struct Engine {
    world: World,
    settings: Settings,
    operations: Vec<Option<&'static Operation>>,
    /// Never held across an await: handlers are synchronous.
    state: Arc<RwLock<Ec2State>>,
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
        for operation in world.operations.iter().copied().flatten() {
            operations[operation.action as usize] = Some(operation);
        }
        let engine = Self {
            world,
            settings,
            operations,
            state: Arc::new(RwLock::new(Ec2State::new(world.kinds, seed))),
            lifecycle: AtomicU8::new(0),
            clock: Clock::new(settings.clock_stopped_at),
            request_ids: ids::RequestIds::new(seed),
            versions: AtomicU64::new(0),
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

    pub fn export(&self) -> serde_json::Value {
        self.lock().export()
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
        std::mem::replace(&mut *self.lock_mut(), Ec2State::new(self.world.kinds, seed))
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
        let node = Node::parse(pairs)?;
        match &operation.run {
            Run::Read(run) => self.run_read(operation, caller, pairs, &node, *run),
            Run::Write { run, replay } => {
                let answer = self.run_write(operation, caller, pairs, &node, (*run, *replay))?;
                Ok(Outcome { answer, holds: None })
            }
        }
    }

    /// Whether the request that got an answer would get the same one now.
    pub fn still_holds(&self, caller: &Caller, holds: &Holds) -> bool {
        let now = self.clock.now();
        (holds.from..holds.until).contains(&now)
            && holds.lifecycle == self.lifecycle()
            && self.lock().region(caller).is_some_and(|region| region.version == holds.version)
            && holds.everywhere.is_none_or(|version| version == self.version())
    }

    fn run_read(
        &self,
        operation: &Operation,
        caller: &Caller,
        pairs: &[(String, String)],
        node: &Node<'_>,
        run: operation::RunRead,
    ) -> Result<Outcome> {
        let outcome = self.reading(operation, caller, |cx| run(cx, node))?;
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
        loop {
            let state = self.lock();
            if let Some(region) = state.region(caller) {
                let cx = Read { operation, caller, region, others: &state, now, lifecycle };
                let answer = catch_unwind(AssertUnwindSafe(|| run(cx)));
                let answer = answer.unwrap_or_else(|_| broken())?;
                let everywhere = basis.elsewhere.get().then(|| self.version());
                let (version, until) = (region.version, basis.until.get());
                let holds = Holds { version, everywhere, lifecycle, from, until };
                return Ok(Outcome { answer, holds: Some(holds) });
            }
            drop(state);
            self.found(&mut self.lock_mut(), operation, caller);
        }
    }

    /// Makes the region of a caller that was never heard of before.
    fn found(&self, state: &mut Ec2State, operation: &Operation, caller: &Caller) {
        if state.region(caller).is_some() {
            return;
        }
        let mut region = state.new_region(caller);
        let basis = Basis::default();
        let now = Now::new(self.clock.now(), &basis);
        let mut cx = Write::new(operation, caller, (&mut region, state), now, self.lifecycle());
        (self.world.found)(&mut cx);
        let touched = std::mem::take(&mut cx.touched);
        self.commit(&mut region, &touched);
        state.put(caller, region);
    }

    fn run_write(
        &self,
        operation: &Operation,
        caller: &Caller,
        pairs: &[(String, String)],
        node: &Node<'_>,
        runs: (operation::RunWrite, Option<operation::RunRead>),
    ) -> Result<Answer> {
        let mut state = self.lock_mut();
        self.found(&mut state, operation, caller);
        let visited = pairs.iter().find(|(key, _)| Some(key.as_str()) == operation.visits);
        let visited = visited.map(|(_, region)| Caller {
            account: caller.account.clone(),
            region: region.as_str().into(),
        });
        let discovered = visited.filter(|there| state.region(there).is_none());
        if let Some(there) = &discovered {
            self.found(&mut state, operation, there);
        }
        let Some(mut region) = state.take(caller) else { return broken() };
        let answer = self.change((&mut region, &mut state), operation, caller, pairs, node, runs);
        state.put(caller, region);
        if let (Err(_), Some(there)) = (&answer, &discovered) {
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
        node: &Node<'_>,
        (run, replay): (operation::RunWrite, Option<operation::RunRead>),
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
                        return replay(cx.read(), node);
                    }
                }
                Seen::Never => {}
            }
        }
        let ids = cx.region.ids.clone();
        let result = catch_unwind(AssertUnwindSafe(|| run(&mut cx, node)));
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
