//! The one source of time, and states that become others as it passes.

use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};
use wire::Timestamp;

/// Runs with the machine's clock, ahead of or behind it, or stands where a test put it.
#[derive(Debug)]
pub(crate) struct Clock(Mutex<Mode>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Mode {
    Running { ahead_millis: i64 },
    Stopped(Timestamp),
}

impl Clock {
    pub fn new(stopped_at: Option<Timestamp>) -> Self {
        Self(Mutex::new(stopped_at.map_or(Mode::Running { ahead_millis: 0 }, Mode::Stopped)))
    }

    pub fn now(&self) -> Timestamp {
        match *self.mode() {
            Mode::Running { ahead_millis } => machine_time().plus_millis(ahead_millis),
            Mode::Stopped(at) => at,
        }
    }

    pub fn is_stopped(&self) -> bool {
        matches!(*self.mode(), Mode::Stopped(_))
    }

    /// Stops the clock at a moment.
    pub fn stop(&self, at: Timestamp) {
        *self.mode() = Mode::Stopped(at);
    }

    /// Lets it run with the machine's clock again.
    pub fn run(&self) {
        *self.mode() = Mode::Running { ahead_millis: 0 };
    }

    /// Moves it on, whether it runs or stands.
    pub fn advance(&self, millis: i64) {
        let mut mode = self.mode();
        *mode = match *mode {
            Mode::Running { ahead_millis } => {
                Mode::Running { ahead_millis: ahead_millis.saturating_add(millis) }
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
}

impl Default for Basis {
    fn default() -> Self {
        Self { until: Cell::new(Timestamp(i64::MAX)), elsewhere: Cell::new(false) }
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
pub(crate) struct Timed<S> {
    first: S,
    next: Option<(Timestamp, S)>,
}

impl<S: Copy> Timed<S> {
    pub const fn settled(state: S) -> Self {
        Self { first: state, next: None }
    }

    pub const fn moving(first: S, at: Timestamp, then: S) -> Self {
        Self { first, next: Some((at, then)) }
    }

    pub fn at(&self, now: Now<'_>) -> S {
        match self.next {
            Some((moment, then)) if now.reached(moment) => then,
            _ => self.first,
        }
    }

    /// The moment it becomes, or became, what it ends as.
    pub fn settles(&self) -> Option<Timestamp> {
        self.next.map(|(moment, _)| moment)
    }

    /// The same if that is one state.
    pub fn settles_as(&self, state: S) -> Option<Timestamp>
    where
        S: PartialEq,
    {
        self.next.filter(|(_, then)| *then == state).map(|(moment, _)| moment)
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
