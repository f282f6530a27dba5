//! Finding snapshots and deleting them.

use crate::engine::{Read, Row};
use crate::error::{Error, Result};
use crate::records::ids::SnapshotId;
use crate::records::storage::images::Image;
use crate::records::storage::snapshots::Snapshot;

/// The caller's images that have volumes of a snapshot.
pub(crate) fn image_using<'a>(
    cx: Read<'a>,
    id: &SnapshotId,
) -> impl Iterator<Item = &'a Row<Image>> {
    cx.with(Image::BY_SNAPSHOT, id)
}

/// # Errors
/// `InvalidSnapshot.InUse` where there are images that use a snapshot; all are named, the newest
/// first: `images_controls.json` of radkawar/stackd (looked up 2026-11-26).
pub(crate) fn check_unused<'a>(
    row: &Row<Snapshot>,
    images: impl Iterator<Item = &'a Row<Image>>,
) -> Result<()> {
    let mut ids: Vec<&str> = images.map(|image| &*image.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    ids.reverse();
    let message = format!("The snapshot {} is currently in use by {}", row.id, ids.join(", "));
    Err(Error::new("InvalidSnapshot.InUse", message))
}
