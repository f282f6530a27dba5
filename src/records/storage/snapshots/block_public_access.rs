//! Whether snapshots of an account in a region may be public.
//! <https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html>

use crate::engine::Read;
use crate::records::account::account_settings;
use wire::SnapshotBlockPublicAccessState;

pub(crate) fn of_region(cx: Read<'_>) -> SnapshotBlockPublicAccessState {
    let set = account_settings::of(cx).snapshot_block_public_access;
    set.unwrap_or(SnapshotBlockPublicAccessState::Unblocked)
}
