//! How far a task is that takes time, as importing and exporting do: it works until it is complete,
//! or is cancelled before that.

use super::progress::percent;
use crate::engine::{Millis, Now, Read, Timed};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use wire::Timestamp;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Work {
    pub started: Timestamp,
    /// When it is complete, unless it is cancelled.
    pub ends: Timestamp,
    cancel: Option<Cancel>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Cancel {
    /// When all of it is undone.
    over: Timestamp,
    reason: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Active,
    Cancelling,
    Cancelled,
    Completed,
}

impl Stage {
    /// As the tasks of images and snapshots call it.
    pub const fn as_status(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Cancelling => "deleting",
            Self::Cancelled => "deleted",
            Self::Completed => "completed",
        }
    }
}

impl Work {
    pub fn begin(cx: Read<'_>, takes: Millis) -> Self {
        let started = cx.now().timestamp();
        let ends = cx.transition((), (), takes).settles().unwrap_or(started);
        Self { started, ends, cancel: None }
    }

    /// A state of what it makes: one until it is complete, another from then on.
    pub fn makes<S: Copy>(&self, first: S, then: S) -> Timed<S> {
        if self.ends > self.started {
            Timed::moving(first, self.ends, then)
        } else {
            Timed::settled(then)
        }
    }

    pub fn stage(&self, now: Now<'_>) -> Stage {
        match &self.cancel {
            Some(cancel) if now.reached(cancel.over) => Stage::Cancelled,
            Some(_) => Stage::Cancelling,
            None if now.reached(self.ends) => Stage::Completed,
            None => Stage::Active,
        }
    }

    pub fn is_completed(&self, now: Now<'_>) -> bool {
        self.stage(now) == Stage::Completed
    }

    pub fn percent(&self, now: Now<'_>) -> i64 {
        percent(self.started, self.ends, now)
    }

    /// The percentage as tasks show it, not less than `least`: only while they work.
    pub fn progress(&self, least: i64, now: Now<'_>) -> Option<String> {
        (self.stage(now) == Stage::Active).then(|| self.percent(now).max(least).to_string())
    }

    /// What it is doing out of `steps`, each with the percentage at which it begins; why it was
    /// cancelled, if it was; nothing once it is complete.
    pub fn message(&self, steps: &[(i64, &str)], now: Now<'_>) -> Option<String> {
        match (self.stage(now), &self.cancel) {
            (_, Some(cancel)) => cancel.reason.clone(),
            (Stage::Active, None) => {
                let done = self.percent(now);
                let step = steps.iter().rev().find(|(begins, _)| *begins <= done);
                step.map(|(_, step)| (*step).to_owned())
            }
            _ => None,
        }
    }

    /// The same task once it was told to stop, and when that is done.
    ///
    /// # Errors
    /// `IncorrectState` for one that does not work any more.
    // unverified (looked up 2026-11-26): code and message.
    pub fn cancelled(
        &self,
        cx: Read<'_>,
        (id, reason): (&str, Option<String>),
        takes: Millis,
    ) -> Result<(Self, Timestamp)> {
        if self.stage(cx.now()) != Stage::Active {
            let message = format!("The task '{id}' is not active and cannot be cancelled.");
            return Err(Error::new("IncorrectState", message));
        }
        let over = cx.transition((), (), takes).settles();
        let over = over.unwrap_or_else(|| cx.now().timestamp());
        Ok((Self { cancel: Some(Cancel { over, reason }), ..self.clone() }, over))
    }
}
