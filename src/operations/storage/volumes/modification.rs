//! Elastic volumes: changing the size, type and performance of a volume while it is used.
//! <https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modify-volume.html>

use super::settings::modified;
use super::status::check_not_deleting;
use super::{boot, multi_attach};
use crate::engine::filter::ViewFilters;
use crate::engine::{Now, Read, Row, Write, page};
use crate::error::{Error, Result};
use crate::records::account::operators;
use crate::records::storage::snapshots::create;
use crate::records::storage::volumes::Volume;
use crate::records::storage::volumes::record::Modification;
use wire::{
    DescribeVolumesModificationsRequest, DescribeVolumesModificationsResult, ModifyVolumeRequest,
    ModifyVolumeResult, Timestamp, VolumeModification, VolumeModificationState as State,
    WireEnum as _,
};

/// When a modification begins to optimize, and when it is complete.
const MODIFYING_MILLIS: i64 = 3_000;

const COMPLETE_MILLIS: i64 = 10_000;

/// <https://github.com/awslabs/data-on-eks/pull/1106>: a volume can be modified four times a day.
const MOST_A_DAY: usize = 4;

const DAY_MILLIS: i64 = 24 * 3_600_000;

// unverified (looked up 2026-11-26): `standard` volumes are modified like others. The guides of
// early years ruled it out, but the reference gives a `Size` range for them, and Ansible's tests
// turn them into gp3.
pub(crate) fn modify_volume(
    cx: &mut Write<'_>,
    request: &ModifyVolumeRequest,
) -> Result<ModifyVolumeResult> {
    let row = cx.get::<Volume>(&request.volume_id)?;
    create::check_volume(cx.read(), row)?;
    check_size(row, request, cx.now())?;
    let of_day = check_rate(row, cx.now())?;
    let original = row.settings.clone();
    multi_attach::check_io1(&original)?;
    let target = modified(&original, request)?;
    multi_attach::check_modification(row, &target, cx.now())?;
    boot::check(target.volume_type, boot::is_root(cx.read(), row))?;
    let moment = |millis| cx.read().transition((), (), millis).settles();
    let started = cx.now().timestamp();
    let modification = Modification {
        original,
        target: target.clone(),
        started,
        optimizes: moment(MODIFYING_MILLIS).unwrap_or(started),
        completes: moment(COMPLETE_MILLIS).unwrap_or(started),
        of_day: of_day.into_iter().chain([started]).collect(),
    };
    let mut row = cx.get_mut::<Volume>(&request.volume_id)?;
    row.settings = target;
    row.modification = Some(Box::new(modification));
    drop(row);
    let row = cx.get::<Volume>(&request.volume_id)?;
    Ok(ModifyVolumeResult { volume_modification: view(row, cx.now()) })
}

/// Against what the volume is said to be as yet, so that one which is still growing may shrink to
/// what it was: `volume_controls_bounds.json` among the recordings of EBS in radkawar/stackd
/// (looked up 2026-11-26).
fn check_size(row: &Row<Volume>, request: &ModifyVolumeRequest, now: Now<'_>) -> Result<()> {
    let modification = row.modification.as_deref();
    let original = modification.and_then(|modification| modification.original(now));
    match request.size {
        Some(size) if size < original.unwrap_or(&row.settings).size_gib => {
            Err(Error::invalid_value("New size cannot be smaller than existing size"))
        }
        _ => Ok(()),
    }
}

/// The moments at which modifications of the last day began.
fn check_rate(row: &Row<Volume>, now: Now<'_>) -> Result<Vec<Timestamp>> {
    let Some(before) = row.modification.as_deref() else { return Ok(Vec::new()) };
    let state = before.state(now);
    if state != State::Completed {
        let state = state.as_str().to_uppercase();
        let message = format!("Volume {} cannot be modified in modification state {state}", row.id);
        return Err(Error::new("IncorrectModificationState", message));
    }
    let of_day = before.of_day.iter().filter(|began| !now.reached(began.plus_millis(DAY_MILLIS)));
    let of_day: Vec<Timestamp> = of_day.copied().collect();
    if let Some(first) = of_day.first().filter(|_| of_day.len() >= MOST_A_DAY) {
        // `volume_controls_bounds.json` there.
        let message = format!(
            "You've reached the maximum modification rate per volume limit. Wait until {} before \
             you can issue the next modification request for this volume.",
            first.plus_millis(DAY_MILLIS).iso8601()
        );
        return Err(Error::new("VolumeModificationRateExceeded", message));
    }
    Ok(of_day)
}

/// As recorded in <https://github.com/ansible-collections/amazon.aws/pull/1558>.
///
/// # Errors
/// `OperationNotPermitted` while a volume is being modified.
pub(crate) fn check_attachable(row: &Row<Volume>, now: Now<'_>) -> Result<()> {
    match row.modification.as_deref().map(|modification| modification.state(now)) {
        Some(State::Modifying) => Err(Error::new(
            "OperationNotPermitted",
            format!("Cannot attach volume {} when it is in modification state: MODIFYING", row.id),
        )),
        _ => Ok(()),
    }
}

pub(crate) fn describe_volumes_modifications(
    cx: Read<'_>,
    request: &DescribeVolumesModificationsRequest,
) -> Result<DescribeVolumesModificationsResult> {
    check_alone(request)?;
    let size = page::size_called("MaxResults", request.max_results)?;
    let paging = cx.paging(size, request.next_token.as_deref())?;
    check_not_deleting(cx, &request.volume_ids)?;
    let named = cx.get_all::<Volume>(&request.volume_ids)?;
    if let Some(row) = named.iter().find(|row| row.modification.is_none()) {
        let message = format!("Modification for volume '{}' does not exist.", row.id);
        return Err(Error::new("InvalidVolumeModification.NotFound", message));
    }
    // Whether there is such a filter is looked at last: `volume_controls.json` there.
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let modified = Some(Volume::MODIFIED.under(&()));
    let rows = cx.listed::<Volume>(&request.volume_ids, modified, &paging)?;
    let found = rows.filter_map(|(seq, row)| {
        let operator = Some(operators::nobody_in_lists());
        Some((seq, VolumeModification { operator, ..view(row, cx.now())? }))
    });
    let page = paging.cut(found.filter(|(_, view)| filters.matches(view)).map(Ok))?;
    Ok(DescribeVolumesModificationsResult {
        volumes_modifications: Some(page.items),
        next_token: page.next_token,
    })
}

/// Ids go with no page, in names of the operation's own: `volume_controls.json` there.
fn check_alone(request: &DescribeVolumesModificationsRequest) -> Result<()> {
    let other = match (&request.max_results, &request.next_token) {
        (Some(_), _) => "maxResults",
        (None, Some(_)) => "nextToken",
        (None, None) => return Ok(()),
    };
    if request.volume_ids.is_empty() {
        return Ok(());
    }
    Err(Error::exclusive("volumeModificationSet", other))
}

/// `None` for a volume that never was modified.
fn view(row: &Row<Volume>, now: Now<'_>) -> Option<VolumeModification> {
    let modification = row.modification.as_deref()?;
    let state = modification.state(now);
    let (original, target) = (&modification.original, &modification.target);
    Some(VolumeModification {
        volume_id: Some(row.id.to_string()),
        modification_state: Some(state),
        target_size: Some(target.size_gib),
        target_iops: target.iops,
        target_volume_type: Some(target.volume_type),
        target_throughput: target.throughput_mibps,
        target_multi_attach_enabled: Some(target.multi_attach),
        original_size: Some(original.size_gib),
        original_iops: original.iops,
        original_volume_type: Some(original.volume_type),
        original_throughput: original.throughput_mibps,
        original_multi_attach_enabled: Some(original.multi_attach),
        progress: Some(modification.progress(now)),
        start_time: Some(modification.started.whole_seconds()),
        end_time: (state == State::Completed).then_some(modification.completes.whole_seconds()),
        ..VolumeModification::default()
    })
}
