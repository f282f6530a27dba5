//! What is kept of Capacity Manager: that it is on.

use crate::engine::{Read, Record, Row, Timed};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use wire::IngestionStatus;

/// The only row of its table, there while it is on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CapacityManager {
    pub ingestion: Timed<IngestionStatus>,
}

impl Record for CapacityManager {
    const PLURAL: &'static str = "capacityManagers";
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
