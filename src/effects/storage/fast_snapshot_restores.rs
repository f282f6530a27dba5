//! Disabling fast snapshot restores.

use crate::engine::{HOUR_MILLIS, Id, Write};
use crate::records::durations;
use crate::records::ids::SnapshotId;
use crate::records::storage::fast_snapshot_restores::FastSnapshotRestore;

/// Disables one that is enabled.
pub(crate) fn disable(cx: &mut Write<'_>, key: &Id<FastSnapshotRestore>) {
    let now = cx.now().timestamp();
    let takes = durations::FAST_SNAPSHOT_RESTORES_DISABLING;
    let over = cx.read().transition((), (), takes).settles().unwrap_or(now);
    if let Some(mut row) = cx.find_mut::<FastSnapshotRestore>(key) {
        row.disabling = Some((now, over));
    }
    // unverified (looked up 2026-11-26): how long it is listed as disabled.
    cx.end::<FastSnapshotRestore>(key, over.plus_millis(HOUR_MILLIS));
}

/// Disables those of a snapshot, in all zones.
pub(crate) fn disable_all(cx: &mut Write<'_>, snapshot_id: &SnapshotId) {
    let rows = cx.read().with(FastSnapshotRestore::BY_SNAPSHOT, snapshot_id);
    let wanted = rows.filter(|row| row.is_wanted());
    let keys: Vec<_> = wanted.map(|row| FastSnapshotRestore::key(snapshot_id, &row.zone)).collect();
    for key in keys {
        disable(cx, &key);
    }
}
