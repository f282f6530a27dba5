//! Fast snapshot restores: that volumes which are made of a snapshot in a zone are initialized from
//! the start. <https://docs.aws.amazon.com/ebs/latest/userguide/ebs-fast-snapshot-restore.html>

use crate::engine::{By, Id, Index, Now, PartOf, Read, Record, Text};
use crate::records::ids::SnapshotId;
use serde::{Deserialize, Serialize};
use wire::{FastSnapshotRestoreStateCode as State, Timestamp};

/// One of a snapshot in a zone.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FastSnapshotRestore {
    pub snapshot_id: SnapshotId,
    pub zone: Text,
    pub zone_id: Text,
    pub enabling: Timestamp,
    pub optimizing: Timestamp,
    pub enabled: Timestamp,
    /// When it was told to be disabled, and is.
    pub disabling: Option<(Timestamp, Timestamp)>,
}

impl FastSnapshotRestore {
    pub(crate) const BY_SNAPSHOT: By<Self, SnapshotId> = By::new("snapshot-id");

    /// The row's own id, which no client sees.
    pub fn key(snapshot_id: &str, zone: &str) -> Id<Self> {
        Id::new(format!("{snapshot_id}/{zone}"))
    }

    pub fn state(&self, now: Now<'_>) -> State {
        match self.disabling {
            Some((_, disabled)) if now.reached(disabled) => State::Disabled,
            Some(_) => State::Disabling,
            None if now.reached(self.enabled) => State::Enabled,
            None if now.reached(self.optimizing) => State::Optimizing,
            None => State::Enabling,
        }
    }

    /// Whether it is on its way to be enabled, or is.
    pub const fn is_wanted(&self) -> bool {
        self.disabling.is_none()
    }
}

impl Record for FastSnapshotRestore {
    const PLURAL: &'static str = "fastSnapshotRestores";
    // Those that are disabled, and still listed; others keep a snapshot from being deleted.
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_SNAPSHOT)];

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_SNAPSHOT, &self.snapshot_id);
    }
}

/// Whether a volume of a snapshot is initialized from the start in a zone.
pub(crate) fn is_fast(cx: Read<'_>, snapshot_id: Option<&SnapshotId>, zone: &str) -> bool {
    let Some(snapshot_id) = snapshot_id else { return false };
    let row = cx.find::<FastSnapshotRestore>(&FastSnapshotRestore::key(snapshot_id, zone));
    row.is_some_and(|row| row.state(cx.now()) == State::Enabled)
}
