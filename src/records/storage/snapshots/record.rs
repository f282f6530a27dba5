//! What is kept of snapshots.

use super::lock::Lock;
use super::tier::Tiering;
use crate::engine::{Id, Now, Row, Text, Timed};
use crate::records::ids::{SnapshotId, VolumeId};
use crate::records::storage::progress::percent;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use wire::{SnapshotState, StorageTier, Timestamp};

pub(crate) const GIB: i64 = 1024 * 1024 * 1024;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Snapshot {
    /// The volume it was taken of; one that nobody has if it is a copy.
    pub volume_id: VolumeId,
    pub size_gib: i32,
    pub encrypted: bool,
    pub kms_key_id: Option<Text>,
    /// Keys that give access to it, too.
    #[serde(default)]
    pub further_keys: Vec<Text>,
    pub description: String,
    pub started: Timestamp,
    pub state: Timed<SnapshotState>,
    /// How it was copied; none if it was taken of a volume.
    pub transfer: Option<Transfer>,
    /// Why it came to nothing; none unless it did.
    #[serde(default)]
    pub failure: Option<Text>,
    /// Nothing was written to the volume, which was made of no snapshot itself.
    #[serde(default)]
    pub is_blank: bool,
    /// Everybody may make volumes of it.
    pub is_public: bool,
    /// The accounts that may make volumes of it beside its owner.
    pub shared_with: BTreeSet<Text>,
    pub lock: Option<Lock>,
    /// None: it never left the standard tier.
    pub tiering: Option<Tiering>,
}

impl Snapshot {
    pub fn completed(&self) -> Timestamp {
        self.state.settles().unwrap_or(self.started)
    }

    pub fn tier(&self, now: Now<'_>) -> StorageTier {
        self.tiering.map_or(StorageTier::Standard, |tiering| tiering.tier(now))
    }

    /// As a percentage of the time that it takes.
    pub fn progress(&self, now: Now<'_>) -> String {
        format!("{}%", percent(self.started, self.completed(), now))
    }
}

impl Row<Snapshot> {
    pub fn source(&self) -> Source {
        Source {
            id: self.id.clone(),
            size_gib: self.size_gib,
            encrypted: self.encrypted,
            kms_key_id: self.kms_key_id.clone(),
            is_blank: self.is_blank,
        }
    }
}

/// What a volume takes over from its snapshot.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub id: SnapshotId,
    pub size_gib: i32,
    pub encrypted: bool,
    pub kms_key_id: Option<Text>,
    pub is_blank: bool,
}

impl Source {
    /// What a copy of something that is not there has.
    pub fn nothing(id: &str) -> Self {
        Self { id: Id::new(id), size_gib: 0, encrypted: false, kms_key_id: None, is_blank: true }
    }
}

/// How a copy was made.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Transfer {
    /// Within which it was to be complete, if the request said so.
    pub minutes: Option<i32>,
}
