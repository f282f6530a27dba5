//! The one source of time, and states that become others as it passes.

use super::looks::Look;
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};
use wire::Timestamp;

/// Runs with the machine's clock, or faster, ahead of or behind it, or stands where a test put it.
#[derive(Debug)]
pub(crate) struct Clock(Mutex<Mode>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Mode {
    Running {
        ahead_millis: i64,
        /// How many times as fast as the machine's it runs, and since when by the machine's.
        #[serde(default)]
        faster: Option<(u32, Timestamp)>,
    },
    Stopped(Timestamp),
}

impl Mode {
    const USUAL: Self = Self::Running { ahead_millis: 0, faster: None };

    fn at(self, machine: Timestamp) -> Timestamp {
        match self {
            Self::Running { ahead_millis, faster } => {
                let gained = faster.map_or(0, |(times, since)| {
                    let more = i64::from(times) - 1;
                    machine.0.saturating_sub(since.0).saturating_mul(more)
                });
                machine.plus_millis(ahead_millis).plus_millis(gained)
            }
            Self::Stopped(at) => at,
        }
    }
}

impl Clock {
    pub fn new(stopped_at: Option<Timestamp>) -> Self {
        Self(Mutex::new(stopped_at.map_or(Mode::USUAL, Mode::Stopped)))
    }

    pub fn now(&self) -> Timestamp {
        match *self.mode() {
            Mode::Stopped(at) => at,
            running @ Mode::Running { .. } => running.at(machine_time()),
        }
    }

    pub fn is_stopped(&self) -> bool {
        matches!(*self.mode(), Mode::Stopped(_))
    }

    /// How many times as fast as the machine's it runs.
    pub fn scale(&self) -> u32 {
        match *self.mode() {
            Mode::Running { faster: Some((times, _)), .. } => times,
            _ => 1,
        }
    }

    pub(super) fn how(&self) -> Mode {
        *self.mode()
    }

    pub(super) fn go_on(&self, how: Mode) {
        *self.mode() = how;
    }

    /// Stops the clock at a moment.
    pub fn stop(&self, at: Timestamp) {
        *self.mode() = Mode::Stopped(at);
    }

    /// Lets it run with the machine's clock again.
    pub fn run(&self) {
        *self.mode() = Mode::USUAL;
    }

    /// Lets it run on from where it is, a number of times as fast as the machine's.
    pub fn run_faster(&self, times: u32) {
        let mut mode = self.mode();
        let machine = machine_time();
        let ahead_millis = mode.at(machine).0.saturating_sub(machine.0);
        *mode = Mode::Running { ahead_millis, faster: (times > 1).then_some((times, machine)) };
    }

    /// Moves it on, whether it runs or stands.
    pub fn advance(&self, millis: i64) {
        let mut mode = self.mode();
        *mode = match *mode {
            Mode::Running { ahead_millis, faster } => {
                Mode::Running { ahead_millis: ahead_millis.saturating_add(millis), faster }
            }
            Mode::Stopped(at) => Mode::Stopped(at.plus_millis(millis)),
        };
    }

    fn mode(&self) -> std::sync::MutexGuard<'_, Mode> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn machine_time() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// What an answer rests on beside its region, noted while it is worked out, so that it can be kept
/// while that is so.
#[derive(Debug)]
pub(crate) struct Basis {
    /// The moment from which on it might be another one.
    pub until: Cell<Timestamp>,
    /// Whether it looked at other accounts or regions.
    pub elsewhere: Cell<bool>,
    /// What it looked at of its own region, where that is to be known row by row.
    looks: Option<RefCell<Vec<Look>>>,
}

impl Default for Basis {
    fn default() -> Self {
        let (until, elsewhere) = (Cell::new(Timestamp(i64::MAX)), Cell::new(false));
        Self { until, elsewhere, looks: None }
    }
}

impl Basis {
    /// One that notes what was looked at, too.
    pub(super) fn noting_looks() -> Self {
        Self { looks: Some(RefCell::new(Vec::with_capacity(16))), ..Self::default() }
    }

    pub(super) fn look(&self, look: impl FnOnce() -> Look) {
        if let Some(looks) = &self.looks {
            looks.borrow_mut().push(look());
        }
    }

    pub(super) fn looks(self) -> Vec<Look> {
        self.looks.map(RefCell::into_inner).unwrap_or_default()
    }
}

/// What time it is for one request; it notes in the answer's basis what was asked of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Now<'a> {
    at: Timestamp,
    pub(super) basis: &'a Basis,
}

impl<'a> Now<'a> {
    pub(super) const fn new(at: Timestamp, basis: &'a Basis) -> Self {
        Self { at, basis }
    }

    /// The same moment for a part of the answer that has a basis of its own.
    pub(super) const fn on(self, basis: &Basis) -> Now<'_> {
        Now { at: self.at, basis }
    }

    /// Lets the answer rest on what a part of it rests on.
    pub(super) fn rests_on(self, part: &Basis) {
        self.basis.until.set(self.basis.until.get().min(part.until.get()));
        self.basis.elsewhere.set(self.basis.elsewhere.get() || part.elsewhere.get());
    }

    /// Whether what holds for some time holds now; the answer then holds no longer either.
    pub(super) fn is_within(self, from: Timestamp, until: Timestamp) -> bool {
        from <= self.at && !self.reached(until)
    }

    /// The time itself, of which the answer shows nothing.
    pub(super) const fn at(self) -> Timestamp {
        self.at
    }

    /// Whether a moment has come.
    pub fn reached(self, moment: Timestamp) -> bool {
        if moment > self.at {
            self.basis.until.set(self.basis.until.get().min(moment));
        }
        moment <= self.at
    }

    /// The time itself, for what is made now. An answer that shows it holds for this moment only.
    pub fn timestamp(self) -> Timestamp {
        self.basis.until.set(self.at);
        self.at
    }

    pub fn plus_millis(self, millis: i64) -> Timestamp {
        self.timestamp().plus_millis(millis)
    }
}

/// How long transitions take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Lifecycle {
    /// Interim states do not exist: what is launched is running, what is stopped has stopped.
    #[default]
    Instant,
    /// The first answer shows the interim state; later ones move on with the clock.
    Aws,
}

/// A state with the moment at which it becomes the next one. Nothing runs in the background: the
/// state is worked out when it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Written<S>", from = "Written<S>")]
#[serde(bound(serialize = "S: Copy + Serialize", deserialize = "S: Copy + Deserialize<'de>"))]
pub(crate) struct Timed<S> {
    first: S,
    then: S,
    moment: Moment,
}

const NEVER: Timestamp = Timestamp(i64::MAX);

/// A moment, or none, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Option<Timestamp>", from = "Option<Timestamp>")]
pub(super) struct Moment(Timestamp);

impl Moment {
    pub const NONE: Self = Self(NEVER);

    pub fn get(self) -> Option<Timestamp> {
        Some(self.0).filter(|at| *at != NEVER)
    }
}

impl Default for Moment {
    fn default() -> Self {
        Self::NONE
    }
}

impl From<Option<Timestamp>> for Moment {
    fn from(at: Option<Timestamp>) -> Self {
        at.map_or(Self::NONE, Self)
    }
}

impl From<Moment> for Option<Timestamp> {
    fn from(moment: Moment) -> Self {
        moment.get()
    }
}

/// The same in the exported state.
#[derive(Serialize, Deserialize)]
struct Written<S> {
    first: S,
    next: Option<(Timestamp, S)>,
}

impl<S: Copy> From<Timed<S>> for Written<S> {
    fn from(state: Timed<S>) -> Self {
        Self { first: state.first, next: state.settles().map(|at| (at, state.then)) }
    }
}

impl<S: Copy> From<Written<S>> for Timed<S> {
    fn from(Written { first, next }: Written<S>) -> Self {
        next.map_or(Self::settled(first), |(at, then)| Self::moving(first, at, then))
    }
}

impl<S: Copy> Timed<S> {
    pub const fn settled(state: S) -> Self {
        Self { first: state, then: state, moment: Moment::NONE }
    }

    pub const fn moving(first: S, at: Timestamp, then: S) -> Self {
        Self { first, then, moment: Moment(at) }
    }

    pub fn at(&self, now: Now<'_>) -> S {
        match self.moment.get() {
            Some(moment) if now.reached(moment) => self.then,
            _ => self.first,
        }
    }

    /// The moment it becomes, or became, what it ends as.
    pub fn settles(&self) -> Option<Timestamp> {
        self.moment.get()
    }

    /// The same if that is one state.
    pub fn settles_as(&self, state: S) -> Option<Timestamp>
    where
        S: PartialEq,
    {
        self.settles().filter(|_| self.then == state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timed_state_moves_with_the_clock() {
        let clock = Clock::new(Some(Timestamp(1_000)));
        let state = Timed::moving("pending", Timestamp(3_000), "running");
        let basis = Basis::default();
        assert_eq!(state.at(Now::new(clock.now(), &basis)), "pending");
        assert_eq!(basis.until.get(), Timestamp(3_000));
        clock.advance(2_000);
        assert_eq!(state.at(Now::new(clock.now(), &basis)), "running");
    }

    #[test]
    fn a_faster_clock_goes_on_from_where_it_was() {
        let mode = Mode::Running { ahead_millis: 5, faster: Some((60, Timestamp(1_000))) };
        assert_eq!(mode.at(Timestamp(1_000)), Timestamp(1_005));
        assert_eq!(mode.at(Timestamp(2_000)), Timestamp(61_005));
        let clock = Clock::new(Some(Timestamp(0)));
        clock.run_faster(1_000);
        let before = clock.now();
        assert!(before < Timestamp(3_600_000) && clock.scale() == 1_000);
        clock.run_faster(1);
        assert!(clock.now() >= before && clock.scale() == 1);
    }

    #[test]
    fn an_answer_holds_until_the_first_moment_it_looked_ahead_to() {
        let basis = Basis::default();
        let now = Now::new(Timestamp(1_000), &basis);
        assert!(now.reached(Timestamp(1_000)));
        assert_eq!(basis.until.get(), Timestamp(i64::MAX));
        assert!(!now.reached(Timestamp(5_000)) && !now.reached(Timestamp(4_000)));
        assert_eq!(basis.until.get(), Timestamp(4_000));
        assert_eq!(now.timestamp(), Timestamp(1_000));
        assert_eq!(basis.until.get(), Timestamp(1_000));
    }
}
