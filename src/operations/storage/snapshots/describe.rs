//! Finding snapshots and deleting them.

use crate::effects::storage::snapshots::delete;
use crate::engine::{Candidate, Query, Read, Resource as _, Row, Write, page};
use crate::error::{Error, Result};
use crate::records::storage::images::describe;
use crate::records::storage::snapshots::{Snapshot, block_public_access};
use wire::{
    DeleteSnapshotRequest, DescribeSnapshotsRequest, DescribeSnapshotsResult,
    SnapshotBlockPublicAccessState,
};

/// The owner that goes by a name:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html>.
const OWNER_ALIAS: &str = "amazon";

/// The caller's snapshots, then those that other accounts share.
pub(crate) fn describe_snapshots(
    cx: Read<'_>,
    request: &DescribeSnapshotsRequest,
) -> Result<DescribeSnapshotsResult> {
    // Named as one is, as aws-samples/copy-encrypted-ami#5 records it of what is no id.
    request.snapshot_ids.iter().try_for_each(|id| Snapshot::check_id(id))?;
    let scope = Scope::new(cx, request)?;
    let query = Query {
        ids: &request.snapshot_ids,
        filters: &request.filters,
        max_results: page::size(request.max_results)?,
        next_token: request.next_token.as_deref(),
    };
    let page = cx.select_seen::<Snapshot>(&query, |candidate| match candidate {
        Candidate::Row(owner, row) if owner.account() == cx.account() => scope.has(row),
        Candidate::Row(owner, row) => scope.has_shared(owner, row),
        Candidate::Aws(_) => false,
    })?;
    Ok(DescribeSnapshotsResult { next_token: page.next_token, snapshots: Some(page.items) })
}

/// <https://github.com/noahlh/aws-automated-backup-powershell/issues/9>
fn account(cx: Read<'_>, owner: &str) -> Result<String> {
    describe::account(cx, owner)
        .map_err(|error| Error { message: format!("Invalid user id: \"{owner}\""), ..error })
}

/// Which snapshots a request asks for, beside ids and filters.
pub(crate) struct Scope {
    /// None: whoever owns them.
    owners: Option<Vec<String>>,
    of_caller: bool,
    /// Whoever is to be able to make volumes; none: does not matter.
    restorable_by: Vec<User>,
}

pub(crate) enum User {
    All { is_possible: bool },
    Caller,
    Account(String),
}

impl Scope {
    fn new(cx: Read<'_>, request: &DescribeSnapshotsRequest) -> Result<Self> {
        let named = request.owner_ids.iter().filter(|owner| *owner != OWNER_ALIAS);
        let owners = named.map(|owner| account(cx, owner)).collect::<Result<Vec<_>>>()?;
        let owners = (!request.owner_ids.is_empty()).then_some(owners);
        let blocked = SnapshotBlockPublicAccessState::BlockAllSharing;
        let user = |user: &String| match user.as_str() {
            "all" => Ok(User::All { is_possible: block_public_access::of_region(cx) != blocked }),
            _ => describe::account(cx, user).map(|account| {
                if account == **cx.account() { User::Caller } else { User::Account(account) }
            }),
        };
        let restorable_by = request.restorable_by_user_ids.iter().map(user);
        let restorable_by = restorable_by.collect::<Result<_>>()?;
        let of_caller =
            owners.as_ref().is_none_or(|owners| owners.iter().any(|it| *it == **cx.account()));
        Ok(Self { owners, of_caller, restorable_by })
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

    /// What others may do with another account's snapshot is not the caller's to know.
    fn has_shared(&self, owner: Read<'_>, row: &Row<Snapshot>) -> bool {
        let is_owner = |owners: &Vec<String>| owners.iter().any(|it| **it == **owner.account());
        self.owners.as_ref().is_none_or(is_owner)
            && (self.restorable_by.is_empty()
                || self.restorable_by.iter().any(|user| match user {
                    User::All { .. } => row.is_public,
                    User::Caller => row.shared_with.contains(owner.seen_by()),
                    User::Account(_) => false,
                }))
    }
}

pub(crate) fn delete_snapshot(cx: &mut Write<'_>, request: &DeleteSnapshotRequest) -> Result<()> {
    delete(cx, &request.snapshot_id)
}
