//! Finding snapshots and deleting them.

use super::shared as shared_requests;
use crate::effects::storage::snapshots::delete;
use crate::engine::filter::Filters;
use crate::engine::{Id, Paging, Query, Read, Resource as _, Row, Write, page};
use crate::error::{Error, Result};
use crate::records::storage::images::describe;
use crate::records::storage::snapshots::shared::{self, Shared};
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
    check_ids(request)?;
    let scope = Scope::new(cx, request)?;
    let is_anothers =
        |id: &&String| cx.find::<Snapshot>(id).is_none() && shared::find(cx, id).is_some();
    let (others, own): (Vec<_>, Vec<_>) = request.snapshot_ids.iter().partition(is_anothers);
    let max_results = page::size(request.max_results)?;
    let paging = Paging::new(cx.action(), max_results, request.next_token.as_deref())?;
    let after = paging.after().and_then(place);

    let mut found = Vec::new();
    if after.is_none() && (others.is_empty() || !own.is_empty()) {
        let ids: Vec<String> = own.into_iter().cloned().collect();
        let page = cx.select_rows::<Snapshot>(
            &Query {
                ids: &ids,
                filters: &request.filters,
                max_results,
                next_token: request.next_token.as_deref(),
            },
            |row| scope.has(row),
        )?;
        if page.next_token.is_some() {
            let page = page.map(|(_, view)| view);
            return Ok(DescribeSnapshotsResult {
                next_token: page.next_token,
                snapshots: Some(page.items),
            });
        }
        let table = cx.table::<Snapshot>();
        let key = |row: &Row<Snapshot>| table.seq(&row.id).unwrap_or_default().to_string();
        found.extend(page.items.into_iter().map(|(row, view)| Ok((key(row), view))));
    }
    let filters = Filters::<Snapshot>::parse(cx.action(), &request.filters)?;
    let shared = shared_requests::all(cx).filter(|it| {
        let is_named = others.is_empty() && request.snapshot_ids.is_empty()
            || others.iter().any(|id| **id == *it.row.id);
        is_named
            && after.as_ref().is_none_or(|after| it.place() > *after)
            && scope.has_shared(it, cx)
    });
    let shared = shared.filter_map(|it| {
        let (owner, seq) = it.place();
        let mut view = Some(it.view());
        let matches = filters.matches(&it.seen(), &mut view, cx);
        matches.then(|| Ok((format!("{owner} {seq}"), view.unwrap_or_else(|| it.view()))))
    });
    let page = paging.cut(found.into_iter().chain(shared))?;
    Ok(DescribeSnapshotsResult { next_token: page.next_token, snapshots: Some(page.items) })
}

/// Here, unlike elsewhere, a wrong id is malformed. Ids and a page's size exclude each other
/// whoever owns the snapshots.
fn check_ids(request: &DescribeSnapshotsRequest) -> Result<()> {
    if let Some(id) = request.snapshot_ids.iter().find(|id| Snapshot::check_id(id).is_err()) {
        let message = format!("Invalid id: \"{id}\" (expecting \"snap-...\")");
        return Err(Error::new("InvalidSnapshotID.Malformed", message));
    }
    match Snapshot::IDS_EXCLUDE_MAX_RESULTS {
        Some(ids) if !request.snapshot_ids.is_empty() && request.max_results.is_some() => {
            Err(Error::combination(format!(
                "The parameter {ids} cannot be used with the parameter maxResults"
            )))
        }
        _ => Ok(()),
    }
}

/// Where a page of shared snapshots ended.
fn place(key: &str) -> Option<(Id, u64)> {
    let (owner, seq) = key.split_once(' ')?;
    Some((owner.into(), seq.parse().ok()?))
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
        let owners = named.map(|owner| describe::account(cx, owner)).collect::<Result<Vec<_>>>()?;
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
    fn has_shared(&self, it: &Shared<'_>, cx: Read<'_>) -> bool {
        let is_owner = |owners: &Vec<String>| owners.iter().any(|owner| **owner == **it.owner());
        self.owners.as_ref().is_none_or(is_owner)
            && (self.restorable_by.is_empty()
                || self.restorable_by.iter().any(|user| match user {
                    User::All { .. } => it.row.is_public,
                    User::Caller => it.row.shared_with.contains(cx.account()),
                    User::Account(_) => false,
                }))
    }
}

pub(crate) fn delete_snapshot(cx: &mut Write<'_>, request: &DeleteSnapshotRequest) -> Result<()> {
    delete(cx, &request.snapshot_id)
}
