//! Changes a region for a request, and others with it: all of it, or nothing.

use super::clock::{Basis, Now};
use super::context::{Elsewhere, Prepared, Read, Write};
use super::history::Before;
use super::operation::Operation;
use super::region::{Caller, Region};
use super::request::{Request, RunRead, RunWrite};
use super::rules::TokenRule;
use super::runner::Engine;
use super::state::Ec2State;
use super::tokens::{self, Answer, Seen};
use super::told::Told;
use crate::error::{Error, Result};
use std::any::TypeId;
use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use wire::{Action, Timestamp};

/// A request: its parameters, what they say, and what was made for it before.
pub(super) type Asked<'a> = (&'a [(String, String)], &'a Request, Option<Prepared>);

impl Engine {
    pub(super) fn change(
        &self,
        (region, others): (&mut Region, &mut Ec2State),
        operation: &Operation,
        caller: &Caller,
        (pairs, request, prepared): Asked<'_>,
        (run, replay): (RunWrite, Option<RunRead>),
    ) -> Result<Answer> {
        let action = operation.action;
        let dry = is_dry_run(pairs);
        let now = self.clock.now();
        let basis = Basis::default();
        let moment = Now::new(now, &basis);
        let mut cx = Write::new(action, caller, (region, others), moment, self.lifecycle());
        let rule = &operation.rules.token;
        let is_free = dry && rule.is_free_when_dry;
        let token = if is_free { None } else { self.token(cx.read(), rule, pairs)? };
        if let Some((key, parameters)) = token.as_ref().filter(|_| !dry) {
            match (cx.region.tokens.look_up(key, *parameters, now), replay) {
                (Seen::OfOthers, _) => return Err(tokens::used(rule, &key.token)),
                (Seen::Answered(answer), _) => {
                    return again(cx.read(), operation, request, (&key.token, answer));
                }
                (Seen::AskAgain, Some(replay)) => return replay(cx.read(), request),
                (Seen::AskAgain | Seen::Never, _) => {}
            }
        }
        cx.prepared = prepared;
        // It only asks whether the caller may.
        (cx.unhindered, cx.is_dry) = (dry, dry);
        let ids = cx.region.ids.clone();
        let result = catch_unwind(AssertUnwindSafe(|| run(&mut cx, request)));
        let result = result.unwrap_or_else(|_| broken());
        let within =
            |cx: &Write<'_>| cx.counted.iter().try_for_each(|(check, id)| check(cx.read(), id));
        let result = result.and_then(|answer| within(&cx).map(|()| answer));
        let touched = std::mem::take(&mut cx.touched);
        let elsewhere = std::mem::take(&mut cx.elsewhere);
        let result = match result {
            Ok(answer) if !dry => {
                self.change_elsewhere(others, action, moment, elsewhere).map(|()| answer)
            }
            Err(error) if error.is_partial && !dry => {
                self.change_elsewhere(others, action, moment, elsewhere).and(Err(error))
            }
            result => result,
        };
        let answer = match result {
            Ok(answer) if !dry => answer,
            Err(error) if error.is_partial && !dry => {
                self.commit(others, (caller, region), &touched);
                return Err(error);
            }
            refused => {
                roll_back(region, &touched);
                region.ids = ids;
                return refused.and_then(|_| Err(dry_run()));
            }
        };
        self.commit(others, (caller, region), &touched);
        if let Some(token) = token {
            let kept = replay.is_none().then(|| answer.clone());
            remember((region, others), caller, (token, kept), now);
        }
        Ok(answer)
    }

    /// The token of a request, and what it goes with.
    fn token(
        &self,
        cx: Read<'_>,
        rule: &TokenRule,
        pairs: &[(String, String)],
    ) -> Result<Option<(tokens::Key, u64)>> {
        // A request may have it in a part of itself.
        let is_token = |key: &str| key.rsplit('.').next() == Some("ClientToken");
        let is_looked_at = |value: &str| rule.is_trimmed || !value.is_empty();
        let given = pairs.iter().find(|(key, value)| is_token(key) && is_looked_at(value));
        let Some((name, given)) = given else { return Ok(None) };
        tokens::check(rule, given)?;
        let Some(token) = rule.read(Some(given)) else { return Ok(None) };
        let zone = (self.world.zone)(cx, pairs);
        let key = tokens::Key { action: cx.action(), token: token.into(), zone };
        let mut plain = Cow::Borrowed(pairs);
        if token != given
            && let Some((_, value)) = plain.to_mut().iter_mut().find(|(key, _)| key == name)
        {
            token.clone_into(value);
        }
        let alike = rule.alike.map(|alike| alike(&plain));
        Ok(Some((key, tokens::fingerprint(alike.as_deref().unwrap_or(&plain)))))
    }

    /// Makes the changes of a request to other regions than the caller's: all of them, or none
    /// where one is broken.
    pub(super) fn change_elsewhere(
        &self,
        state: &mut Ec2State,
        action: Action,
        now: Now<'_>,
        changes: Vec<(Caller, Elsewhere)>,
    ) -> Result<()> {
        let mut touched_there = Vec::with_capacity(changes.len());
        let mut result = Ok(());
        for (there, change) in changes {
            if result.is_err() {
                break;
            }
            let Some(mut region) = state.take(&there) else { continue };
            let mut cx = Write::new(action, &there, (&mut region, &*state), now, self.lifecycle());
            let made = catch_unwind(AssertUnwindSafe(|| change(&mut cx)));
            result = made.or_else(|_| broken());
            let touched = std::mem::take(&mut cx.touched);
            state.put(&there, region);
            touched_there.push((there, touched));
        }
        for (there, touched) in touched_there {
            let Some(mut region) = state.take(&there) else { continue };
            self.finish(state, (&there, &mut region), &touched, result.is_ok());
            state.put(&there, region);
        }
        result
    }

    /// Keeps what was changed in a region, or takes it back.
    pub(super) fn finish(
        &self,
        state: &mut Ec2State,
        (caller, region): (&Caller, &mut Region),
        touched: &[(usize, TypeId)],
        is_well: bool,
    ) {
        if is_well {
            self.commit(state, (caller, region), touched);
        } else {
            roll_back(region, touched);
        }
    }
}

/// Keeps a token with the answer to its request, or so that it is asked for again.
fn remember(
    (region, others): (&mut Region, &mut Ec2State),
    caller: &Caller,
    (token, kept): ((tokens::Key, u64), Option<Answer>),
    now: Timestamp,
) {
    let changes = others.history.before(caller).and_then(Before::tokens);
    let numbers = region.tokens.numbers();
    region.tokens.remember(token, kept, now, changes);
    if let Some(unsaved) = &mut others.unsaved {
        unsaved.tokens(caller, &region.tokens, numbers);
    }
}

/// The answer that a token got before, or what was made with it as it is now, unless that has to be
/// there and is gone.
fn again(
    cx: Read<'_>,
    operation: &Operation,
    request: &Request,
    (token, answer): (&str, Answer),
) -> Result<Answer> {
    let Some(name) = operation.spent_without else { return Ok(answer) };
    let told = Told::by(&*answer);
    let Some(id) = told.text(name) else { return Ok(answer) };
    let there = cx.exists(id).unwrap_or(Ok(()));
    there.map_err(|_| tokens::spent(&operation.rules.token, token))?;
    operation.shows.map_or(Ok(answer), |shows| shows(cx, request, id))
}

fn roll_back(region: &mut Region, touched: &[(usize, TypeId)]) {
    for (_, type_id) in touched {
        region.rows_mut(*type_id).roll_back(0);
    }
}

pub(super) fn is_dry_run(pairs: &[(String, String)]) -> bool {
    pairs
        .iter()
        .any(|(key, value)| key == "DryRun" && (value.eq_ignore_ascii_case("true") || value == "1"))
}

impl Write<'_> {
    /// Where AWS asks whether the caller may, before it looks at values: a dry run ends here.
    pub fn permitted(&self) -> Result<()> {
        if self.is_dry { Err(dry_run()) } else { Ok(()) }
    }
}

pub(super) fn dry_run() -> Error {
    let message = "Request would have succeeded, but DryRun flag is set.";
    Error::new("DryRunOperation", message).with_status(412)
}

/// A defect of the server's own: the request has been rolled back.
pub(super) fn broken<T>() -> Result<T> {
    Err(Error::new("InternalError", "An internal error has occurred").with_status(500))
}
