//! The archive tier: what a snapshot is moved to, and restored from for good or for some days.
//! <https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-archive.html>

use crate::engine::Now;
use crate::records::storage::progress::percent;
use serde::{Deserialize, Serialize};
use wire::{StorageTier, TieringOperationStatus, Timestamp};

/// The last move of a snapshot from one tier to another.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Tiering {
    pub operation: Operation,
    pub started: Timestamp,
    pub ends: Timestamp,
    /// When the last archiving was complete.
    pub archived: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Operation {
    Archive,
    /// After which the snapshot is in the archive again.
    RestoreUntil(Timestamp),
    RestoreForGood,
}

impl Tiering {
    pub fn tier(&self, now: Now<'_>) -> StorageTier {
        let is_done = now.reached(self.ends);
        let is_archived = match self.operation {
            Operation::Archive => is_done,
            Operation::RestoreUntil(end) => !is_done || now.reached(end),
            Operation::RestoreForGood => !is_done,
        };
        if is_archived { StorageTier::Archive } else { StorageTier::Standard }
    }

    /// When a snapshot that is restored for some days goes back.
    pub fn restore_expires(&self, now: Now<'_>) -> Option<Timestamp> {
        match self.operation {
            Operation::RestoreUntil(end) if !now.reached(end) => Some(end),
            _ => None,
        }
    }

    pub fn status(&self, now: Now<'_>) -> TieringOperationStatus {
        match (self.operation, now.reached(self.ends)) {
            (Operation::Archive, false) => TieringOperationStatus::ArchivalInProgress,
            (Operation::Archive, true) => TieringOperationStatus::ArchivalCompleted,
            (Operation::RestoreUntil(_), false) => {
                TieringOperationStatus::TemporaryRestoreInProgress
            }
            (Operation::RestoreUntil(_), true) => TieringOperationStatus::TemporaryRestoreCompleted,
            (Operation::RestoreForGood, false) => {
                TieringOperationStatus::PermanentRestoreInProgress
            }
            (Operation::RestoreForGood, true) => TieringOperationStatus::PermanentRestoreCompleted,
        }
    }

    pub fn progress(&self, now: Now<'_>) -> i32 {
        i32::try_from(percent(self.started, self.ends, now)).unwrap_or(0)
    }
}
