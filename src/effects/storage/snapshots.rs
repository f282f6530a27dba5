//! Making and deleting snapshots for other resources.

use crate::effects::storage::recycle_bin;
use crate::engine::{Id, Now, Read, Resource as _, Row, RowMut, Tags, Timed, Write};
use crate::error::{Error, Result};
use crate::records::ids::SnapshotId;
use crate::records::storage::fast_snapshot_restores::FastSnapshotRestore;
use crate::records::storage::snapshots::Snapshot;
use crate::records::storage::snapshots::create::{COMPLETING_MILLIS, NewSnapshot};
use crate::records::storage::snapshots::describe::{check_unused, image_using};
use crate::records::storage::snapshots::shared::{SharedSnapshotTags, is_anothers};
use wire::{LockState, SnapshotState, Timestamp};

pub(crate) fn create(cx: &mut Write<'_>, new: NewSnapshot, tags: Tags) -> SnapshotId {
    let read = cx.read();
    let is_vain = new.failure.is_some();
    let then = if is_vain { SnapshotState::Error } else { SnapshotState::Completed };
    let state = read.transition(SnapshotState::Pending, then, COMPLETING_MILLIS);
    create_in(cx, new, tags, state)
}

/// The same in a state that others say, as the task that makes it.
pub(crate) fn create_in(
    cx: &mut Write<'_>,
    new: NewSnapshot,
    tags: Tags,
    state: Timed<SnapshotState>,
) -> SnapshotId {
    let record = new.record(cx.now().timestamp(), state);
    let id = cx.new_id::<Snapshot>();
    cx.insert(id.clone(), record, tags);
    id
}

/// Puts a snapshot there that an account has from the start.
pub(crate) fn found(cx: &mut Write<'_>, id: SnapshotId, new: NewSnapshot, at: Timestamp) {
    let record = new.record(at, Timed::settled(SnapshotState::Completed));
    cx.insert(id, record, Tags::default());
}

/// The caller's tags of a snapshot that is another's, to be changed.
///
/// # Errors
/// Those of the id.
pub(crate) fn tags_of_shared<'a>(
    cx: &'a mut Write<'_>,
    id: &str,
) -> Result<RowMut<'a, SharedSnapshotTags>> {
    if is_anothers(cx.read(), id) && cx.find::<SharedSnapshotTags>(id).is_none() {
        cx.insert(Id::new(id), SharedSnapshotTags {}, Tags::default());
    }
    cx.find_mut(id).ok_or_else(|| Snapshot::not_found(&[id]))
}

/// # Errors
/// Those of the id; `InvalidSnapshot.InUse` while an image uses it or volumes are restored from it
/// fast, and a refusal while it is locked.
pub(crate) fn delete(cx: &mut Write<'_>, id: &str) -> Result<()> {
    let row = cx.get::<Snapshot>(id)?;
    // A dry run says nothing of images: `images_snapshot_references.json` of radkawar/stackd.
    // unverified (looked up 2026-11-26): that it finds out whether the snapshot is there.
    cx.permitted()?;
    check_unlocked(row, cx.now())?;
    check_not_fast(cx.read(), &row.id)?;
    check_unused(row, image_using(cx.read(), &row.id))?;
    recycle_bin::remove::<Snapshot>(cx, id)?;
    Ok(())
}

/// <https://github.com/rebuy-de/aws-nuke/issues/453>
///
/// # Errors
/// `InvalidSnapshot.InUse` where volumes are restored from it fast.
fn check_not_fast(cx: Read<'_>, id: &SnapshotId) -> Result<()> {
    let fast = cx.with(FastSnapshotRestore::BY_SNAPSHOT, id).filter(|row| row.is_wanted());
    let zones: Vec<&str> = fast.map(|row| &*row.zone).collect();
    if zones.is_empty() {
        return Ok(());
    }
    // unverified (looked up 2026-11-26): how several zones are told.
    let message = format!(
        "The snapshot {id} is currently enabled for fast restores in {}. Fast snapshot restores \
         must be disabled within all Availability Zones before the snapshot may be deleted.",
        zones.join(", ")
    );
    Err(Error::new("InvalidSnapshot.InUse", message))
}

/// # Errors
/// A snapshot whose lock has not expired cannot go.
fn check_unlocked(row: &Row<Snapshot>, now: Now<'_>) -> Result<()> {
    match row.lock.map(|lock| lock.state(now)) {
        None | Some(LockState::Expired) => Ok(()),
        Some(_) => {
            // unverified (looked up 2026-11-26): code and message.
            let message = format!("The snapshot '{}' is locked.", row.id);
            Err(Error::new("OperationNotPermitted", message))
        }
    }
}
