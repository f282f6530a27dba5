//! Finding snapshots and deleting them.

use super::{Snapshot, block_public_access, lock};
use crate::engine::{Query, Read, Row, Write, page};
use crate::error::{Error, Result};
use crate::resources::images::{self, Image};
use wire::{
    DeleteSnapshotRequest, DescribeSnapshotsRequest, DescribeSnapshotsResult,
    SnapshotBlockPublicAccessState,
};

/// The owner that goes by a name:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html>.
const OWNER_ALIAS: &str = "amazon";

/// Of all the snapshots that an account may use these are its own: what others share lies in their
/// accounts, which cannot be seen from here.
pub(super) fn describe_snapshots(
    cx: Read<'_>,
    request: &DescribeSnapshotsRequest,
) -> Result<DescribeSnapshotsResult> {
    let scope = Scope::new(cx, request)?;
    let page = cx.select_rows::<Snapshot>(
        &Query {
            ids: &request.snapshot_ids,
            filters: &request.filters,
            max_results: page::size(request.max_results)?,
            next_token: request.next_token.as_deref(),
        },
        |row| scope.has(row),
    )?;
    let page = page.map(|(_, view)| view);
    Ok(DescribeSnapshotsResult { next_token: page.next_token, snapshots: Some(page.items) })
}

/// Which snapshots a request asks for, beside ids and filters.
struct Scope {
    /// Whether one of the owners asked for is the caller.
    of_caller: bool,
    /// Whoever is to be able to make volumes; none: does not matter.
    restorable_by: Vec<User>,
}

enum User {
    All { is_possible: bool },
    Caller,
    Account(String),
}

impl Scope {
    fn new(cx: Read<'_>, request: &DescribeSnapshotsRequest) -> Result<Self> {
        let mut of_caller = request.owner_ids.is_empty();
        for owner in request.owner_ids.iter().filter(|owner| *owner != OWNER_ALIAS) {
            of_caller |= images::account(cx, owner)? == **cx.account();
        }
        let blocked = SnapshotBlockPublicAccessState::BlockAllSharing;
        let user = |user: &String| match user.as_str() {
            "all" => Ok(User::All { is_possible: block_public_access::of_region(cx) != blocked }),
            _ => images::account(cx, user).map(|account| {
                if account == **cx.account() { User::Caller } else { User::Account(account) }
            }),
        };
        let restorable_by = request.restorable_by_user_ids.iter().map(user);
        Ok(Self { of_caller, restorable_by: restorable_by.collect::<Result<_>>()? })
    }

    fn has(&self, row: &Row<Snapshot>) -> bool {
        self.of_caller
            && (self.restorable_by.is_empty()
                || self.restorable_by.iter().any(|user| match user {
                    User::All { is_possible } => *is_possible && row.is_public,
                    User::Caller => true,
                    User::Account(account) => row.shared_with.contains(account.as_str()),
                }))
    }
}

pub(super) fn delete_snapshot(cx: &mut Write<'_>, request: &DeleteSnapshotRequest) -> Result<()> {
    delete(cx, &request.snapshot_id)
}

/// # Errors
/// Those of the id; `InvalidSnapshot.InUse` while an image uses it, and a refusal while it is
/// locked.
pub(in crate::resources) fn delete(cx: &mut Write<'_>, id: &str) -> Result<()> {
    let row = cx.get::<Snapshot>(id)?;
    lock::check_unlocked(row, cx.now())?;
    if let Some(image) = image_using(cx.read(), id).next() {
        let message = format!("The snapshot {} is currently in use by {}", row.id, image.id);
        return Err(Error::new("InvalidSnapshot.InUse", message));
    }
    cx.remove::<Snapshot>(id);
    Ok(())
}

/// The caller's images that have volumes of a snapshot.
pub(in crate::resources) fn image_using<'a>(
    cx: Read<'a>,
    id: &str,
) -> impl Iterator<Item = &'a Row<Image>> {
    cx.with::<Image>("block-device-mapping.snapshot-id", id)
}
