//! The archive tier: what a snapshot is moved to, and restored from for good or for some days.
//! <https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-archive.html>

use crate::effects::storage::fast_snapshot_restores;
use crate::engine::filter::{self, ViewFilters};
use crate::engine::{Millis, Now, Query, Read, Row, Write, page};
use crate::error::{Error, Result};
use crate::records::durations;
use crate::records::storage::images::Image;
use crate::records::storage::snapshots::Snapshot;
use crate::records::storage::snapshots::describe::{check_unused, image_using};
use crate::records::storage::snapshots::tier::{Operation, Tiering};
use wire::{
    DescribeSnapshotTierStatusRequest, DescribeSnapshotTierStatusResult, Filter, ImageState,
    ModifySnapshotTierRequest, ModifySnapshotTierResult, RestoreSnapshotTierRequest,
    RestoreSnapshotTierResult, SnapshotState, SnapshotTierStatus, StorageTier, TargetStorageTier,
    Timestamp,
};

/// How long either way takes; on AWS it is up to three days.
const MOVING_MILLIS: Millis = durations::SNAPSHOTS_TIER;

const DAY_MILLIS: i64 = 24 * 3_600_000;

// unverified (looked up 2026-11-26): documented for the console.
const MAX_DAYS: i32 = 180;

const STATUS_FILTER: &str = "last-tiering-operation";

const STATUS: [(&str, &[&str]); 1] = [(STATUS_FILTER, &["lastTieringOperationStatus"])];

/// When a move that begins now is over.
fn moved(cx: Read<'_>) -> Timestamp {
    cx.transition((), (), MOVING_MILLIS).settles().unwrap_or_else(|| cx.now().timestamp())
}

// unverified (looked up 2026-11-26): the codes and messages of all refusals below.
fn in_transit(row: &Row<Snapshot>, now: Now<'_>) -> Result<()> {
    match row.tiering {
        Some(tiering) if !now.reached(tiering.ends) => {
            let message = format!("The snapshot '{}' is being archived or restored.", row.id);
            Err(Error::new("IncorrectState", message))
        }
        _ => Ok(()),
    }
}

pub(crate) fn modify_snapshot_tier(
    cx: &mut Write<'_>,
    request: &ModifySnapshotTierRequest,
) -> Result<ModifySnapshotTierResult> {
    let row = cx.get::<Snapshot>(&request.snapshot_id)?;
    let Some(TargetStorageTier::Archive) = request.storage_tier else {
        return Err(Error::missing("storageTier"));
    };
    in_transit(row, cx.now())?;
    let is_completed = row.state.at(cx.now()) == SnapshotState::Completed;
    if !is_completed || row.tier(cx.now()) == StorageTier::Archive {
        let message = format!("The snapshot '{}' is not completed in the standard tier.", row.id);
        return Err(Error::new("IncorrectState", message));
    }
    // Those of a disabled image can be archived:
    // <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/disable-an-ami.html>.
    let is_on = |image: &&Row<Image>| image.state.at(cx.now()) != ImageState::Disabled;
    check_unused(row, image_using(cx.read(), &row.id).filter(is_on))?;
    let (snapshot_id, ends) = (Some(row.id.to_string()), moved(cx.read()));
    let started = cx.now().timestamp();
    let tiering = Tiering { operation: Operation::Archive, started, ends, archived: ends };
    let id = row.id.clone();
    cx.get_mut::<Snapshot>(&id)?.tiering = Some(tiering);
    fast_snapshot_restores::disable_all(cx, &id);
    Ok(ModifySnapshotTierResult { snapshot_id, tiering_start_time: Some(started) })
}

pub(crate) fn restore_snapshot_tier(
    cx: &mut Write<'_>,
    request: &RestoreSnapshotTierRequest,
) -> Result<RestoreSnapshotTierResult> {
    let days = restored_days(request)?;
    let row = cx.get::<Snapshot>(&request.snapshot_id)?;
    in_transit(row, cx.now())?;
    let is_archived = row.tier(cx.now()) == StorageTier::Archive;
    let is_temporary = row.tiering.is_some_and(|it| it.restore_expires(cx.now()).is_some());
    let Some(before) = row.tiering.filter(|_| is_archived || is_temporary) else {
        let message = format!("The snapshot '{}' is not archived.", row.id);
        return Err(Error::new("IncorrectState", message));
    };
    let started = cx.now().timestamp();
    // There is nothing to move if the snapshot is restored already, for some other time.
    let ends = if is_archived { moved(cx.read()) } else { started };
    let operation = days.map_or(Operation::RestoreForGood, |days| {
        Operation::RestoreUntil(ends.plus_millis(i64::from(days) * DAY_MILLIS))
    });
    let tiering = Tiering { operation, started, ends, archived: before.archived };
    let snapshot_id = Some(row.id.to_string());
    cx.get_mut::<Snapshot>(&request.snapshot_id)?.tiering = Some(tiering);
    Ok(RestoreSnapshotTierResult {
        snapshot_id,
        restore_start_time: Some(started),
        restore_duration: days,
        is_permanent_restore: Some(days.is_none()),
    })
}

/// For how long a snapshot is to be restored; `None` is for good.
fn restored_days(request: &RestoreSnapshotTierRequest) -> Result<Option<i32>> {
    match (request.permanent_restore == Some(true), request.temporary_restore_days) {
        (true, None) => Ok(None),
        (true, Some(_)) => Err(Error::exclusive("temporaryRestoreDays", "permanentRestore")),
        (false, None) => Err(Error::missing("temporaryRestoreDays")),
        (false, Some(days)) if (1..=MAX_DAYS).contains(&days) => Ok(Some(days)),
        (false, Some(days)) => {
            let reason = format!("Expecting a value between 1 and {MAX_DAYS}.");
            Err(Error::bad_parameter("temporaryRestoreDays", days, &reason))
        }
    }
}

pub(crate) fn describe_snapshot_tier_status(
    cx: Read<'_>,
    request: &DescribeSnapshotTierStatusRequest,
) -> Result<DescribeSnapshotTierStatusResult> {
    // The other two are of the snapshot, and have indexes.
    let is_of_status = |filter: &Filter| filter.name.as_deref() == Some(STATUS_FILTER);
    let copy =
        |filter: &Filter| Filter { name: filter.name.clone(), values: filter.values.clone() };
    let (of_status, of_snapshot): (Vec<_>, Vec<_>) =
        request.filters.iter().map(copy).partition(is_of_status);
    filter::check_limits(&request.filters)?;
    let filters = ViewFilters::parse_with(cx.action(), &of_status, &STATUS)?;
    let page = cx.select_rows::<Snapshot>(
        &Query {
            ids: &[],
            filters: &of_snapshot,
            max_results: page::size(request.max_results)?,
            next_token: request.next_token.as_deref(),
        },
        |row| filters.matches(&status(row, cx)),
    )?;
    let page = page.map(|(row, _)| status(row, cx));
    Ok(DescribeSnapshotTierStatusResult {
        snapshot_tier_statuses: Some(page.items),
        next_token: page.next_token,
    })
}

fn status(row: &Row<Snapshot>, cx: Read<'_>) -> SnapshotTierStatus {
    let now = cx.now();
    let plain = SnapshotTierStatus {
        snapshot_id: Some(row.id.to_string()),
        volume_id: Some(row.volume_id.to_string()),
        status: Some(row.state.at(now)),
        owner_id: Some(cx.account().to_string()),
        tags: row.tags.wire_unless_empty(),
        storage_tier: Some(row.tier(now)),
        ..SnapshotTierStatus::default()
    };
    let Some(tiering) = row.tiering else { return plain };
    SnapshotTierStatus {
        last_tiering_start_time: Some(tiering.started),
        last_tiering_progress: Some(tiering.progress(now)),
        last_tiering_operation_status: Some(tiering.status(now)),
        archival_complete_time: now.reached(tiering.archived).then_some(tiering.archived),
        restore_expiry_time: tiering.restore_expires(now),
        ..plain
    }
}
