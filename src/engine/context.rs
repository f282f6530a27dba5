//! What the engine hands to a handler: `Read` to one that changes nothing, `Write` to one that
//! does. Here is who calls, where and when; `select` looks rows up, `write` changes them.

use super::clock::{Lifecycle, Now, Timed};
use super::id::Text;
use super::ids::Ids;
use super::kept_rows::KeptRows;
use super::life::Millis;
use super::region::{Caller, Region};
use super::rules::Rules;
use super::settings::Quotas;
use super::state::Ec2State;
use crate::error::Result;
use std::any::{Any, TypeId};
use std::sync::Arc;
use wire::Action;

/// What a request changes elsewhere. The request has checked it, and there is nothing to refuse.
pub(super) type Elsewhere = Box<dyn FnOnce(&mut Write<'_>)>;

/// A new row's id, and what looks whether its kind has room for it.
pub(super) type Counted = (fn(Read<'_>, &str) -> Result<()>, Text);

/// What was made for a request before the lock was taken.
pub(super) type Prepared = Box<dyn Any + Send>;

/// What a handler that changes nothing sees.
#[derive(Clone, Copy)]
pub(crate) struct Read<'a> {
    pub(super) action: Action,
    /// The operation's own, where it is one that changes nothing.
    pub(super) rules: &'a Rules,
    /// Whose rows these are, and where.
    pub(super) caller: &'a Caller,
    /// The account that looks at them.
    pub(super) seen_by: &'a Text,
    pub(super) region: &'a Region,
    pub(super) others: &'a Ec2State,
    pub(super) now: Now<'a>,
    pub(super) lifecycle: Lifecycle,
    /// Whether the faults that a test asked for are none of its business.
    pub(super) unhindered: bool,
    /// What was written of rows before, for answers that can make use of it.
    pub(super) kept_rows: Option<&'a Arc<KeptRows>>,
    /// Where the request looks, too, if nobody was ever spoken to there.
    pub(super) visited: Option<(&'a Caller, &'a Region)>,
}

impl<'a> Read<'a> {
    /// What the caller sees of its own, with nothing kept of it.
    pub(super) const fn new(
        action: Action,
        caller: &'a Caller,
        (region, others): (&'a Region, &'a Ec2State),
        now: Now<'a>,
        lifecycle: Lifecycle,
    ) -> Self {
        Self {
            action,
            rules: &Rules::USUAL,
            caller,
            seen_by: &caller.account,
            region,
            others,
            now,
            lifecycle,
            unhindered: true,
            kept_rows: None,
            visited: None,
        }
    }

    pub fn now(self) -> Now<'a> {
        self.now
    }

    pub fn account(self) -> &'a Text {
        &self.caller.account
    }

    /// The account that looks at what this one has: itself, or another one.
    pub fn seen_by(self) -> &'a Text {
        self.seen_by
    }

    /// How many vCPUs the account's instances of a bucket may have in a region.
    pub fn vcpu_limit(self) -> u64 {
        self.others.vcpu_limit
    }

    /// Whether the quotas of a new account hold.
    pub fn has_default_quotas(self) -> bool {
        self.others.quotas == Quotas::Default
    }

    /// The region's name: `us-east-1`.
    pub fn region(self) -> &'a Text {
        &self.caller.region
    }

    /// The same caller's resources in another region; `None` if it was never spoken to, which the
    /// region of a parameter that the operation `visits` always was.
    pub fn in_region(self, name: &str) -> Option<Self> {
        self.of(self.account(), name)
    }

    pub fn action(self) -> Action {
        self.action
    }

    /// What an account has in a region; `None` if it was never spoken to there.
    pub fn of(self, account: &str, region: &str) -> Option<Self> {
        if **self.account() == *account && **self.region() == *region {
            return Some(self);
        }
        self.now.basis.elsewhere.set(true);
        let caller = Caller { account: account.into(), region: region.into() };
        let visited = self.visited.filter(|(there, _)| **there == caller);
        let (caller, region) = self.others.entry(&caller).or(visited)?;
        Some(Self { caller, region, ..self })
    }

    /// How long something takes, as a test may have changed it.
    pub fn takes(self, takes: impl Into<Millis>) -> i64 {
        self.others.lab.durations.of(takes.into())
    }

    /// A state on its way to another, or there already where transitions are instantaneous.
    pub fn transition<S: Copy>(self, first: S, then: S, takes: impl Into<Millis>) -> Timed<S> {
        match self.lifecycle {
            Lifecycle::Instant => Timed::settled(then),
            Lifecycle::Aws => Timed::moving(first, self.now.plus_millis(self.takes(takes)), then),
        }
    }
}

/// What a handler that changes something sees: all of [`Read`], and the rows to change.
pub(crate) struct Write<'a> {
    pub(super) action: Action,
    pub(super) caller: &'a Caller,
    pub(super) region: &'a mut Region,
    pub(super) others: &'a Ec2State,
    pub(super) now: Now<'a>,
    pub(super) lifecycle: Lifecycle,
    pub(super) unhindered: bool,
    pub(super) is_dry: bool,
    /// How many attempts deep the handler is.
    pub(super) level: usize,
    /// The kinds whose rows were touched, each with the level on which.
    pub(super) touched: Vec<(usize, TypeId)>,
    pub(super) elsewhere: Vec<(Caller, Elsewhere)>,
    /// What is to be held against its quota before the request succeeds.
    pub(super) counted: Vec<Counted>,
    pub(super) prepared: Option<Prepared>,
}

impl<'a> Write<'a> {
    pub(super) const fn new(
        action: Action,
        caller: &'a Caller,
        (region, others): (&'a mut Region, &'a Ec2State),
        now: Now<'a>,
        lifecycle: Lifecycle,
    ) -> Self {
        Self {
            action,
            caller,
            region,
            others,
            now,
            lifecycle,
            unhindered: false,
            is_dry: false,
            level: 0,
            touched: Vec::new(),
            elsewhere: Vec::new(),
            counted: Vec::new(),
            prepared: None,
        }
    }

    pub fn read(&self) -> Read<'_> {
        let place = (&*self.region, self.others);
        let read = Read::new(self.action, self.caller, place, self.now, self.lifecycle);
        Read { unhindered: self.unhindered, ..read }
    }

    /// Does a part without the faults that a test asked for.
    pub fn unhindered<T>(&mut self, part: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.unhindered, true);
        let result = part(self);
        self.unhindered = before;
        result
    }

    pub fn now(&self) -> Now<'a> {
        self.now
    }

    pub fn account(&self) -> &Text {
        &self.caller.account
    }

    pub fn region(&self) -> &Text {
        &self.caller.region
    }

    /// The sequence that ids, addresses and keys are drawn from.
    pub fn ids(&mut self) -> &mut Ids {
        &mut self.region.ids
    }

    /// Changes what an account has in another region, or another account has, together with the
    /// caller's own: once the request has succeeded, or not at all. Nothing happens where nobody
    /// was ever spoken to.
    pub fn also_in(
        &mut self,
        account: &Text,
        region: &Text,
        change: impl FnOnce(&mut Write<'_>) + 'static,
    ) {
        let there = Caller { account: account.clone(), region: region.clone() };
        self.elsewhere.push((there, Box::new(change)));
    }
}
