//! Runs one operation: decode, lock, look or change.

use super::change::{Asked, broken, dry_run, is_dry_run};
use super::clock::{Basis, Lifecycle, Now};
use super::context::{Prepared, Read};
use super::limits;
use super::operation::{Operation, Run, Visits};
use super::region::Caller;
use super::request::{Request, RunRead, RunWrite};
use super::runner::Engine;
use super::tokens::{self, Answer};
use crate::error::{Error, Result};
use std::panic::{AssertUnwindSafe, catch_unwind};
use wire::{Action, Node, Timestamp};

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

impl Engine {
    /// Runs one operation.
    ///
    /// # Errors
    /// Whatever the operation refuses; nothing has changed then, unless it is a part that is
    /// refused.
    pub fn execute(
        &self,
        caller: &Caller,
        action: Action,
        pairs: &[(String, String)],
    ) -> Result<Outcome> {
        let operation = self.operations[action as usize].ok_or_else(|| not_implemented(action))?;
        if operation.rules.is_blind_when_dry && is_dry_run(pairs) {
            return Err(dry_run());
        }
        let request = catch_unwind(|| {
            limits::check_texts(pairs)?;
            let node = Node::parse(pairs)?;
            limits::check_lists(operation.rules.lists, &node)?;
            operation.request(&node)
        });
        let request = request.unwrap_or_else(|_| broken())?;
        if operation.rules.is_dry_first && is_dry_run(pairs) {
            return Err(dry_run());
        }
        match &operation.run {
            Run::Read(run) => self.run_read(operation, caller, pairs, &request, *run),
            Run::Write { run, replay } => {
                let prepared = self.prepare(operation, caller, pairs, &request)?;
                let asked = (pairs, &request, prepared);
                let answer = self.run_write(operation, caller, asked, (*run, *replay))?;
                Ok(Outcome { answer, holds: None })
            }
        }
    }

    /// Whether an operation has something made before the lock is taken, which takes long.
    pub fn is_prepared(&self, action: Action) -> bool {
        self.operations[action as usize].is_some_and(|operation| operation.prepare.is_some())
    }

    /// What an operation has made before the lock is taken: the same with the same seed and the
    /// same requests before, as it goes by the place in the region's sequence.
    fn prepare(
        &self,
        operation: &Operation,
        caller: &Caller,
        pairs: &[(String, String)],
        request: &Request,
    ) -> Result<Option<Prepared>> {
        let Some(prepare) = operation.prepare else { return Ok(None) };
        let of_request = tokens::fingerprint(pairs);
        let state = self.lock_settled();
        let chance = match state.region(caller) {
            Some(region) => region.ids.aside(of_request),
            None => self.look(&state, operation.action, caller).ids.aside(of_request),
        };
        drop(state);
        let made = catch_unwind(AssertUnwindSafe(|| prepare(request, chance)));
        made.map_or_else(|_| broken(), |made| Ok(Some(made)))
    }

    /// Whether the request that got an answer would get the same one now.
    pub fn still_holds(&self, caller: &Caller, holds: &Holds) -> bool {
        let now = self.clock.now();
        (holds.from..holds.until).contains(&now)
            && holds.lifecycle == self.lifecycle()
            && self.lock().is_version(caller, holds.version, now)
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
        // Whatever a Describe asks for need not be there: so it is of instance types, of credits
        // and of key pairs in recordings that `radkawar/stackd` keeps as
        // `instance_credits_api.json`, `instance_type_inputs.json` and `key_pairs.json`
        // (looked up 2026-11-26).
        // unverified: of all others.
        if is_dry_run(pairs) && operation.action.name().starts_with("Describe") {
            return Err(dry_run());
        }
        let visited = operation.visits.map(|visits| visited(caller, visits, pairs));
        let outcome = self.reading(operation, (caller, visited), |cx| run(cx, request))?;
        if is_dry_run(pairs) { Err(dry_run()) } else { Ok(outcome) }
    }

    fn reading(
        &self,
        operation: &Operation,
        (caller, visited): (&Caller, Option<Caller>),
        run: impl Fn(Read<'_>) -> Result<Answer>,
    ) -> Result<Outcome> {
        let state = self.lock_settled();
        let from = self.clock.now();
        let basis = Basis::default();
        let now = Now::new(from, &basis);
        let lifecycle = self.lifecycle();
        let looked_at;
        let region = match state.region(caller) {
            Some(region) => region,
            None => {
                looked_at = self.look(&state, operation.action, caller);
                &looked_at
            }
        };
        let visited = visited.filter(|there| there != caller && state.region(there).is_none());
        let visited = visited.map(|there| (self.look(&state, operation.action, &there), there));
        let visited = visited.as_ref().map(|(region, there)| (there, &**region));
        let looking = Read::new(operation.action, caller, (region, &state), now, lifecycle);
        let rules = &operation.rules;
        let cx = Read { rules, kept_rows: state.kept_rows(), visited, ..looking };
        let answer = catch_unwind(AssertUnwindSafe(|| run(cx)));
        let answer = answer.unwrap_or_else(|_| broken())?;
        let everywhere = basis.elsewhere.get().then(|| self.version());
        let (version, until) = (region.version, basis.until.get());
        let holds = Holds { version, everywhere, lifecycle, from, until };
        Ok(Outcome { answer, holds: Some(holds) })
    }

    fn run_write(
        &self,
        operation: &Operation,
        caller: &Caller,
        asked: Asked<'_>,
        runs: (RunWrite, Option<RunRead>),
    ) -> Result<Answer> {
        self.check_saves()?;
        let mut state = self.lock_mut();
        self.settle(&mut state);
        let visited = operation.visits.map(|visits| visited(caller, visits, asked.0));
        let visited = visited.filter(|there| there != caller && state.region(there).is_none());
        if let Some(there) = &visited {
            let region = self.found(&state, operation.action, there);
            state.put(there, region);
        }
        let known = state.take(caller);
        let is_known = known.is_some();
        let mut region = known.unwrap_or_else(|| self.found(&state, operation.action, caller));
        let answer = self.change((&mut region, &mut state), operation, caller, asked, runs);
        if is_known || answer.is_ok() {
            state.put(caller, region);
        }
        if let Some(there) = &visited
            && state.is_fresh(there)
        {
            state.take(there);
        }
        self.tell(&mut state, self.clock.now());
        answer
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

fn not_implemented(action: Action) -> Error {
    let message = format!(
        "parlel-ec2 does not emulate {} yet. GET /_parlel/operations lists what it does.",
        action.name()
    );
    Error::new("NotImplemented", message).with_status(501)
}
