//! Locks that keep snapshots from being deleted.
//! <https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-lock-concepts.html>

use crate::engine::Now;
use serde::{Deserialize, Serialize};
use wire::{LockMode, LockState, Timestamp};

pub(crate) const HOUR_MILLIS: i64 = 3_600_000;

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Lock {
    pub mode: LockMode,
    pub created: Timestamp,
    /// When its duration begins: not before the snapshot is complete.
    pub starts: Timestamp,
    pub expires: Timestamp,
    /// As the request said it, where it named no date.
    pub days: Option<i32>,
    pub cool_off_hours: Option<i32>,
}

impl Lock {
    pub fn cool_off_ends(&self) -> Option<Timestamp> {
        let hours = self.cool_off_hours?;
        Some(self.created.plus_millis(i64::from(hours) * HOUR_MILLIS))
    }

    pub fn state(&self, now: Now<'_>) -> LockState {
        let cools_off = self.cool_off_ends().is_some_and(|ends| !now.reached(ends));
        match self.mode {
            _ if now.reached(self.expires) => LockState::Expired,
            LockMode::Governance => LockState::Governance,
            LockMode::Compliance if cools_off => LockState::ComplianceCooloff,
            LockMode::Compliance => LockState::Compliance,
        }
    }
}
