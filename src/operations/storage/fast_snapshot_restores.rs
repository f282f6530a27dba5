//! Enabling and disabling fast snapshot restores, for several snapshots in several zones at a time:
//! what is refused for one of them does not keep the others. Credits for volumes are not counted.
//! <https://docs.aws.amazon.com/ebs/latest/userguide/ebs-fast-snapshot-restore.html>

use crate::catalog::regions::{Zone, ZoneKind};
use crate::effects::storage::fast_snapshot_restores;
use crate::engine::filter::ViewFilters;
use crate::engine::{Operation, Read, Row, Tags, Write, operations};
use crate::error::{Error, Result};
use crate::records::account::regions::{named_zone, zone_not_found};
use crate::records::durations;
use crate::records::ids::SnapshotId;
use crate::records::storage::fast_snapshot_restores::FastSnapshotRestore;
use crate::records::storage::snapshots::{Snapshot, Source, source};
use wire::{
    DescribeFastSnapshotRestoreSuccessItem as Described, DescribeFastSnapshotRestoresRequest,
    DescribeFastSnapshotRestoresResult, DisableFastSnapshotRestoreErrorItem,
    DisableFastSnapshotRestoreStateError, DisableFastSnapshotRestoreStateErrorItem,
    DisableFastSnapshotRestoreSuccessItem, DisableFastSnapshotRestoresRequest,
    DisableFastSnapshotRestoresResult, EnableFastSnapshotRestoreErrorItem,
    EnableFastSnapshotRestoreStateError, EnableFastSnapshotRestoreStateErrorItem,
    EnableFastSnapshotRestoreSuccessItem, EnableFastSnapshotRestoresRequest,
    EnableFastSnapshotRestoresResult, FastSnapshotRestoreStateCode as State,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write EnableFastSnapshotRestores => enable_fast_snapshot_restores;
    Read  DescribeFastSnapshotRestores => describe_fast_snapshot_restores;
    Write DisableFastSnapshotRestores => disable_fast_snapshot_restores;
};

const MAX_SNAPSHOTS: usize = 10;

const MOST_GIB: i32 = 16 * 1_024;

/// The zones of a request, by their names or their ids.
///
/// # Errors
/// `MissingParameter` for none, `InvalidParameterCombination` for both, and that of a zone that
/// there is not.
fn zones(cx: Read<'_>, names: &[String], ids: &[String]) -> Result<Vec<&'static Zone>> {
    if !names.is_empty() && !ids.is_empty() {
        return Err(Error::exclusive("availabilityZone", "availabilityZoneId"));
    }
    if names.is_empty() && ids.is_empty() {
        return Err(Error::missing("availabilityZone"));
    }
    let by_name = names.iter().map(|name| (name, named_zone(cx, Some(name), None, zone_not_found)));
    let by_id = ids.iter().map(|id| (id, named_zone(cx, None, Some(id), zone_not_found)));
    let mut zones = Vec::new();
    for (text, zone) in by_name.chain(by_id) {
        // That other zones have none is documented; unverified (looked up 2026-11-26): the words.
        let zone = zone?.filter(|zone| zone.kind == ZoneKind::AvailabilityZone);
        zones.push(zone.ok_or_else(|| zone_not_found("", text))?);
    }
    Ok(zones)
}

/// <https://github.com/pingcap/tidb/issues/48505>
fn check_count(ids: &[String]) -> Result<()> {
    if ids.len() <= MAX_SNAPSHOTS {
        return Ok(());
    }
    let message = format!(
        "Number of values of parameter SourceSnapshotIds must be less than or equal to \
         {MAX_SNAPSHOTS}."
    );
    Err(Error::new("InvalidRequest", message))
}

fn enable_fast_snapshot_restores(
    cx: &mut Write<'_>,
    request: &EnableFastSnapshotRestoresRequest,
) -> Result<EnableFastSnapshotRestoresResult> {
    check_count(&request.source_snapshot_ids)?;
    let zones = zones(cx.read(), &request.availability_zones, &request.availability_zone_ids)?;
    let (mut successful, mut unsuccessful) = (Vec::new(), Vec::new());
    for id in &request.source_snapshot_ids {
        if let Err(error) = source(cx.read(), id).and_then(|source| check_size(&source)) {
            unsuccessful.push(not_enabled(id, &zones, &error));
            continue;
        }
        for zone in &zones {
            enable(cx, id, zone);
            let key = FastSnapshotRestore::key(id, zone.name);
            let item = cx.find::<FastSnapshotRestore>(&key).map(|row| view(row, cx.read()));
            successful.extend(item.map(enabled_item));
        }
    }
    Ok(EnableFastSnapshotRestoresResult {
        successful: Some(successful),
        unsuccessful: Some(unsuccessful),
    })
}

// unverified (looked up 2026-11-26): code and message; the guide has the limit.
fn check_size(source: &Source) -> Result<()> {
    if source.size_gib <= MOST_GIB {
        return Ok(());
    }
    let message = format!("The snapshot {} is larger than {MOST_GIB} GiB.", source.id);
    Err(Error::new("InvalidRequest", message))
}

/// Nothing comes of enabling what is enabled.
fn enable(cx: &mut Write<'_>, snapshot_id: &str, zone: &Zone) {
    let key = FastSnapshotRestore::key(snapshot_id, zone.name);
    if cx.find::<FastSnapshotRestore>(&key).is_some_and(|row| row.is_wanted()) {
        return;
    }
    let enabling = cx.now().timestamp();
    let takes = |millis| cx.read().transition((), (), millis).settles();
    let optimizing = takes(durations::FAST_SNAPSHOT_RESTORES_ENABLING).unwrap_or(enabling);
    let whole = cx.read().takes(durations::FAST_SNAPSHOT_RESTORES_OPTIMIZING);
    let is_instant = optimizing == enabling;
    let enabled = if is_instant { enabling } else { optimizing.plus_millis(whole) };
    let record = FastSnapshotRestore {
        snapshot_id: SnapshotId::new(snapshot_id),
        zone: zone.name.into(),
        zone_id: zone.id.into(),
        enabling,
        optimizing,
        enabled,
        disabling: None,
    };
    // What was disabled is enabled again.
    if let Some(mut row) = cx.find_mut::<FastSnapshotRestore>(&key) {
        row.record = record;
    } else {
        cx.insert(key.clone(), record, Tags::default());
    }
    cx.keep::<FastSnapshotRestore>(&key);
}

fn disable_fast_snapshot_restores(
    cx: &mut Write<'_>,
    request: &DisableFastSnapshotRestoresRequest,
) -> Result<DisableFastSnapshotRestoresResult> {
    check_count(&request.source_snapshot_ids)?;
    let zones = zones(cx.read(), &request.availability_zones, &request.availability_zone_ids)?;
    let (mut successful, mut unsuccessful) = (Vec::new(), Vec::new());
    for id in &request.source_snapshot_ids {
        let mut errors = Vec::new();
        for zone in &zones {
            match disable(cx, id, zone) {
                Ok(item) => successful.push(disabled_item(item)),
                Err(error) => errors.push(DisableFastSnapshotRestoreStateErrorItem {
                    availability_zone: Some(zone.name.to_owned()),
                    availability_zone_id: Some(zone.id.to_owned()),
                    error: Some(DisableFastSnapshotRestoreStateError {
                        code: Some(error.code.to_owned()),
                        message: Some(error.message),
                    }),
                }),
            }
        }
        if !errors.is_empty() {
            unsuccessful.push(DisableFastSnapshotRestoreErrorItem {
                snapshot_id: Some(id.clone()),
                fast_snapshot_restore_state_errors: Some(errors),
            });
        }
    }
    Ok(DisableFastSnapshotRestoresResult {
        successful: Some(successful),
        unsuccessful: Some(unsuccessful),
    })
}

/// # Errors
/// `InvalidSnapshot.NotFound`, and that it is not enabled.
// unverified (looked up 2026-11-26): the code and the words of the latter.
fn disable(cx: &mut Write<'_>, snapshot_id: &str, zone: &Zone) -> Result<Described> {
    let key = FastSnapshotRestore::key(snapshot_id, zone.name);
    let is_wanted = cx.find::<FastSnapshotRestore>(&key).is_some_and(|row| row.is_wanted());
    if !is_wanted {
        if cx.read().reach::<Snapshot>(snapshot_id).is_none() {
            cx.get::<Snapshot>(snapshot_id)?;
        }
        let message =
            format!("Fast snapshot restores are not enabled for {snapshot_id} in {}.", zone.name);
        return Err(Error::new("InvalidRequest", message));
    }
    fast_snapshot_restores::disable(cx, &key);
    let row = cx.find::<FastSnapshotRestore>(&key);
    Ok(row.map(|row| view(row, cx.read())).unwrap_or_default())
}

fn describe_fast_snapshot_restores(
    cx: Read<'_>,
    request: &DescribeFastSnapshotRestoresRequest,
) -> Result<DescribeFastSnapshotRestoresResult> {
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let rows = cx.table::<FastSnapshotRestore>().iter(paging.position(), cx.now());
    let views = rows.map(|(seq, row)| (seq, view(row, cx)));
    let page = paging.cut(views.filter(|(_, view)| filters.matches(view)).map(Ok))?;
    Ok(DescribeFastSnapshotRestoresResult {
        fast_snapshot_restores: Some(page.items),
        next_token: page.next_token,
    })
}

fn view(row: &Row<FastSnapshotRestore>, cx: Read<'_>) -> Described {
    let now = cx.now();
    let state = row.state(now);
    let reached = |moment| now.reached(moment).then_some(moment);
    // As the reference of DescribeFastSnapshotRestoreSuccessItem has it.
    let is_asked = matches!(state, State::Enabling | State::Disabling);
    let reason = if is_asked {
        "Client.UserInitiated"
    } else {
        "Client.UserInitiated - Lifecycle state transition"
    };
    Described {
        snapshot_id: Some(row.snapshot_id.to_string()),
        availability_zone: Some(row.zone.to_string()),
        availability_zone_id: Some(row.zone_id.to_string()),
        state: Some(state),
        state_transition_reason: Some(reason.to_owned()),
        owner_id: Some(cx.account().to_string()),
        owner_alias: None,
        enabling_time: Some(row.enabling),
        optimizing_time: reached(row.optimizing),
        enabled_time: reached(row.enabled),
        disabling_time: row.disabling.map(|(disabling, _)| disabling),
        disabled_time: row.disabling.and_then(|(_, disabled)| reached(disabled)),
    }
}

fn not_enabled(
    snapshot_id: &str,
    zones: &[&'static Zone],
    error: &Error,
) -> EnableFastSnapshotRestoreErrorItem {
    let items = zones.iter().map(|zone| EnableFastSnapshotRestoreStateErrorItem {
        availability_zone: Some(zone.name.to_owned()),
        availability_zone_id: Some(zone.id.to_owned()),
        error: Some(EnableFastSnapshotRestoreStateError {
            code: Some(error.code.to_owned()),
            message: Some(error.message.clone()),
        }),
    });
    EnableFastSnapshotRestoreErrorItem {
        snapshot_id: Some(snapshot_id.to_owned()),
        fast_snapshot_restore_state_errors: Some(items.collect()),
    }
}

fn enabled_item(of: Described) -> EnableFastSnapshotRestoreSuccessItem {
    EnableFastSnapshotRestoreSuccessItem {
        snapshot_id: of.snapshot_id,
        availability_zone: of.availability_zone,
        availability_zone_id: of.availability_zone_id,
        state: of.state,
        state_transition_reason: of.state_transition_reason,
        owner_id: of.owner_id,
        owner_alias: of.owner_alias,
        enabling_time: of.enabling_time,
        optimizing_time: of.optimizing_time,
        enabled_time: of.enabled_time,
        disabling_time: of.disabling_time,
        disabled_time: of.disabled_time,
    }
}

fn disabled_item(of: Described) -> DisableFastSnapshotRestoreSuccessItem {
    DisableFastSnapshotRestoreSuccessItem {
        snapshot_id: of.snapshot_id,
        availability_zone: of.availability_zone,
        availability_zone_id: of.availability_zone_id,
        state: of.state,
        state_transition_reason: of.state_transition_reason,
        owner_id: of.owner_id,
        owner_alias: of.owner_alias,
        enabling_time: of.enabling_time,
        optimizing_time: of.optimizing_time,
        enabled_time: of.enabled_time,
        disabling_time: of.disabling_time,
        disabled_time: of.disabled_time,
    }
}
