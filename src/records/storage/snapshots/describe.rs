//! Finding snapshots and deleting them.

use crate::engine::{Read, Row};
use crate::records::ids::SnapshotId;
use crate::records::storage::images::Image;

/// The caller's images that have volumes of a snapshot.
pub(crate) fn image_using<'a>(
    cx: Read<'a>,
    id: &SnapshotId,
) -> impl Iterator<Item = &'a Row<Image>> {
    cx.with(Image::BY_SNAPSHOT, id)
}
