//! What is kept of Capacity Manager while it is on.

use crate::engine::{HOUR_MILLIS, Read, Record, Row, Timed};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use wire::{IngestionStatus, Timestamp};

/// The only row of its table, there while it is on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CapacityManager {
    pub ingestion: Timed<IngestionStatus>,
    /// The first hour that it knows all of.
    pub first: Timestamp,
    /// When some of what it looks at changes by itself.
    pub next: Option<Timestamp>,
}

impl Record for CapacityManager {
    const PLURAL: &'static str = "capacityManagers";

    fn due(&self) -> Option<Timestamp> {
        self.next
    }
}

pub(crate) const ONLY: &str = "capacity-manager";

/// # Errors
/// `CapacityManager.Disabled` where it is off.
// The code is recorded in hashicorp/terraform-provider-aws#48336 for two operations; unverified
// (looked up 2026-11-26): the words, and that the others say it, too.
pub(crate) fn enabled(cx: Read<'_>) -> Result<&Row<CapacityManager>> {
    cx.find::<CapacityManager>(ONLY).ok_or_else(|| {
        let message = "Capacity Manager is not enabled for this account in this Region.";
        Error::new("CapacityManager.Disabled", message)
    })
}

impl CapacityManager {
    /// The end of the last hour that is over.
    pub fn end(cx: Read<'_>) -> Timestamp {
        hour(cx.now().timestamp())
    }
}

/// The beginning of the hour that a moment is in.
pub(crate) const fn hour(at: Timestamp) -> Timestamp {
    Timestamp(at.0 - at.0.rem_euclid(HOUR_MILLIS))
}
