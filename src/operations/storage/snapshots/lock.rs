//! Locks that keep snapshots from being deleted.
//! <https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-lock-concepts.html>

use crate::engine::filter::ViewFilters;
use crate::engine::{Now, Read, Row, Write};
use crate::error::{Error, Result};
use crate::records::storage::snapshots::Snapshot;
use crate::records::storage::snapshots::lock::{HOUR_MILLIS, Lock};
use wire::{
    DescribeLockedSnapshotsRequest, DescribeLockedSnapshotsResult, LockMode, LockSnapshotRequest,
    LockSnapshotResult, LockState, LockedSnapshotsInfo, Timestamp, UnlockSnapshotRequest,
    UnlockSnapshotResult,
};

const DAY_MILLIS: i64 = 24 * HOUR_MILLIS;

pub(crate) fn lock_snapshot(
    cx: &mut Write<'_>,
    request: &LockSnapshotRequest,
) -> Result<LockSnapshotResult> {
    let now = cx.now();
    if request.lock_mode == LockMode::Governance && request.cool_off_period.is_some() {
        // unverified (looked up 2026-11-26): code and message; the documentation says to leave it
        // out.
        let message = "The parameter coolOffPeriod cannot be used with the lock mode governance";
        return Err(Error::combination(message));
    }
    let end = End::of(request, now)?;
    let row = cx.get::<Snapshot>(&request.snapshot_id)?;
    let before = row.lock.filter(|lock| lock.state(now) != LockState::Expired);
    let starts = match before {
        // unverified (looked up 2026-11-26): whether that of a lock which is changed begins anew.
        Some(lock) => lock.starts,
        None if now.reached(row.completed()) => now.timestamp(),
        None => row.completed(),
    };
    let (expires, days) = match end {
        End::After(days) => (starts.plus_millis(i64::from(days) * DAY_MILLIS), Some(days)),
        End::On(date) => (date, None),
    };
    let lock = Lock {
        mode: request.lock_mode,
        created: before.map_or_else(|| now.timestamp(), |lock| lock.created),
        starts,
        expires,
        days,
        cool_off_hours: request.cool_off_period,
    };
    if let Some(before) = before.filter(|lock| lock.state(now) == LockState::Compliance) {
        check_extension(&before, &lock)?;
    }
    // A cooling-off period runs from the moment in which compliance begins.
    let begins_compliance = lock.cool_off_hours.is_some();
    let lock =
        Lock { created: if begins_compliance { now.timestamp() } else { lock.created }, ..lock };
    cx.get_mut::<Snapshot>(&request.snapshot_id)?.lock = Some(lock);
    let info = info(cx.get::<Snapshot>(&request.snapshot_id)?, cx.read()).unwrap_or_default();
    Ok(LockSnapshotResult {
        snapshot_id: info.snapshot_id,
        lock_state: info.lock_state,
        lock_duration: info.lock_duration,
        cool_off_period: info.cool_off_period,
        cool_off_period_expires_on: info.cool_off_period_expires_on,
        lock_created_on: info.lock_created_on,
        lock_expires_on: info.lock_expires_on,
        lock_duration_start_time: info.lock_duration_start_time,
    })
}

/// When a lock is to expire.
enum End {
    /// Days from its beginning.
    After(i32),
    On(Timestamp),
}

impl End {
    // unverified (looked up 2026-11-26): the codes and messages.
    fn of(request: &LockSnapshotRequest, now: Now<'_>) -> Result<Self> {
        match (request.lock_duration, request.expiration_date) {
            (Some(days), None) => Ok(Self::After(days)),
            (None, Some(date)) if now.reached(date) => {
                let reason = "The date must not be in the past.";
                Err(Error::bad_parameter("expirationDate", date.iso8601(), reason))
            }
            (None, Some(date)) => Ok(Self::On(date)),
            (Some(_), Some(_)) => Err(Error::exclusive("lockDuration", "expirationDate")),
            (None, None) => Err(Error::missing("lockDuration")),
        }
    }
}

/// A compliance lock that has cooled off can only be made longer.
// unverified (looked up 2026-11-26): code and message.
fn check_extension(before: &Lock, lock: &Lock) -> Result<()> {
    let extends = lock.mode == LockMode::Compliance
        && lock.cool_off_hours.is_none()
        && lock.expires >= before.expires;
    if extends {
        return Ok(());
    }
    let message = "A lock in compliance mode can only be extended once its cooling-off period \
                   has expired.";
    Err(Error::new("OperationNotPermitted", message))
}

pub(crate) fn unlock_snapshot(
    cx: &mut Write<'_>,
    request: &UnlockSnapshotRequest,
) -> Result<UnlockSnapshotResult> {
    let row = cx.get::<Snapshot>(&request.snapshot_id)?;
    match row.lock.map(|lock| lock.state(cx.now())) {
        Some(LockState::Governance | LockState::ComplianceCooloff) => {}
        // unverified (looked up 2026-11-26): codes and messages of both.
        Some(LockState::Compliance) => {
            let message = format!("The snapshot '{}' is locked in compliance mode.", row.id);
            return Err(Error::new("OperationNotPermitted", message));
        }
        None | Some(LockState::Expired) => {
            let message = format!("The snapshot '{}' is not locked.", row.id);
            return Err(Error::new("IncorrectState", message));
        }
    }
    let snapshot_id = Some(row.id.to_string());
    cx.get_mut::<Snapshot>(&request.snapshot_id)?.lock = None;
    Ok(UnlockSnapshotResult { snapshot_id })
}

pub(crate) fn describe_locked_snapshots(
    cx: Read<'_>,
    request: &DescribeLockedSnapshotsRequest,
) -> Result<DescribeLockedSnapshotsResult> {
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let rows =
        cx.listed::<Snapshot>(&request.snapshot_ids, Some(Snapshot::LOCKED.under(&())), &paging)?;
    let locked = rows.filter_map(|(seq, row)| Some((seq, info(row, cx)?)));
    let page = paging.cut(locked.filter(|(_, info)| filters.matches(info)).map(Ok))?;
    Ok(DescribeLockedSnapshotsResult { snapshots: Some(page.items), next_token: page.next_token })
}

/// None for a snapshot that was never locked.
fn info(row: &Row<Snapshot>, cx: Read<'_>) -> Option<LockedSnapshotsInfo> {
    let lock = row.lock?;
    Some(LockedSnapshotsInfo {
        owner_id: Some(cx.account().to_string()),
        snapshot_id: Some(row.id.to_string()),
        lock_state: Some(lock.state(cx.now())),
        lock_duration: lock.days,
        cool_off_period: lock.cool_off_hours,
        cool_off_period_expires_on: lock.cool_off_ends(),
        lock_created_on: Some(lock.created),
        lock_duration_start_time: Some(lock.starts),
        lock_expires_on: Some(lock.expires),
    })
}
