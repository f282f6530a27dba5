//! What tags an account gave to snapshots of others: its own, which nobody else sees.
//! `sharing_data_contract.json` among the recordings of EBS in radkawar/stackd (looked up
//! 2026-11-26).

use super::Snapshot;
use crate::engine::{Read, Record, Tags};
use serde::{Deserialize, Serialize};
use wire::ResourceType;

/// Under the snapshot's id.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SharedSnapshotTags {}

impl Record for SharedSnapshotTags {
    const PLURAL: &'static str = "sharedSnapshotTags";
    const TAGS_OF: Option<ResourceType> = Some(ResourceType::Snapshot);
}

pub(crate) fn tags<'a>(cx: Read<'a>, id: &str) -> Option<&'a Tags> {
    cx.find::<SharedSnapshotTags>(id).map(|row| &row.tags)
}

/// Whether the caller sees a snapshot with this id that is another's.
pub(crate) fn is_anothers(cx: Read<'_>, id: &str) -> bool {
    cx.find_shared::<Snapshot>(id).is_some()
}
