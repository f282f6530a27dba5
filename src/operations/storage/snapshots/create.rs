//! Making snapshots: of a volume, of the volumes of an instance, of another snapshot.

use crate::effects::storage::snapshots::create;
use crate::engine::{Read, Resource as _, Row, Tags, Write};
use crate::error::{Error, Result};
use crate::records::compute::instances::Instance;
use crate::records::storage::snapshots::create::{
    NewSnapshot, check_copy, check_rate, check_volume, source_region, transfer,
};
use crate::records::storage::snapshots::finders::{copies_in_progress, failure_of_copy};
use crate::records::storage::snapshots::{Snapshot, Source, source};
use crate::records::storage::volumes::Volume;
use crate::records::storage::volumes::attached::attached_to;
use crate::records::storage::volumes::encryption::encryption;
use wire::{
    CopySnapshotRequest, CopySnapshotResult, CopyTagsFromSource, CreateSnapshotRequest,
    CreateSnapshotsRequest, CreateSnapshotsResult, InstanceSpecification, InstanceStateName,
    SnapshotInfo, SnapshotLocationEnum, SnapshotState,
};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceSpecification.html>
const MAX_EXCLUDED: usize = 40;

/// <https://docs.aws.amazon.com/general/latest/gr/ebs-service.html>
const MAX_COPIES: usize = 20;

pub(crate) fn create_snapshot(
    cx: &mut Write<'_>,
    request: &CreateSnapshotRequest,
) -> Result<wire::Snapshot> {
    let tags = cx.tags_for::<Snapshot>(&request.tag_specifications)?;
    check_location(request.location)?;
    let volume = cx.get::<Volume>(&request.volume_id)?;
    check_volume(cx.read(), volume)?;
    check_rate(cx.read(), volume)?;
    let description = request.description.clone().unwrap_or_default();
    let new = NewSnapshot::of_volume(volume, description);
    let id = create(cx, new, tags);
    let row = cx.get::<Snapshot>(&id)?;
    let view = Snapshot::view(row, cx.read());
    // The answer has less than what Describe shows, and no progress while it is pending; but a
    // list of tags even where there are none.
    Ok(wire::Snapshot {
        progress: begun(view.progress, view.state),
        completion_time: None,
        kms_key_id: None,
        storage_tier: None,
        transfer_type: None,
        full_snapshot_size_in_bytes: None,
        tags: row.tags.wire(),
        ..view
    })
}

fn begun(progress: Option<String>, state: Option<SnapshotState>) -> Option<String> {
    if state == Some(SnapshotState::Pending) { Some(String::new()) } else { progress }
}

/// There are no volumes in Local Zones here whose snapshots could stay there.
fn check_location(location: Option<SnapshotLocationEnum>) -> Result<()> {
    match location {
        Some(SnapshotLocationEnum::Local) => {
            Err(Error::not_emulated("snapshots in a Local Zone: Location local"))
        }
        _ => Ok(()),
    }
}

pub(crate) fn create_snapshots(
    cx: &mut Write<'_>,
    request: &CreateSnapshotsRequest,
) -> Result<CreateSnapshotsResult> {
    let tags = cx.tags_for::<Snapshot>(&request.tag_specifications)?;
    check_location(request.location)?;
    let description = request.description.clone().unwrap_or_default();
    let mut planned = Vec::new();
    for volume in volumes_of(cx.read(), &request.instance_specification)? {
        check_volume(cx.read(), volume)?;
        check_rate(cx.read(), volume)?;
        let tags = match request.copy_tags_from_source {
            Some(CopyTagsFromSource::Volume) => with_those_of(volume, &tags)?,
            None => tags.clone(),
        };
        planned.push((NewSnapshot::of_volume(volume, description.clone()), tags));
    }
    let ids: Vec<_> = planned.into_iter().map(|(new, tags)| create(cx, new, tags)).collect();
    let rows = ids.iter().filter_map(|id| cx.find::<Snapshot>(id));
    let snapshots = rows.map(|row| info(Snapshot::view(row, cx.read()))).collect();
    Ok(CreateSnapshotsResult { snapshots: Some(snapshots) })
}

/// The tags of a volume, overridden by those of the request.
// unverified (looked up 2026-11-26): which of the two wins. Tags of AWS's own are never copied.
fn with_those_of(volume: &Row<Volume>, tags: &Tags) -> Result<Tags> {
    let mut all = Tags::default();
    let copied = volume.tags.iter().filter(|(key, _)| !key.starts_with("aws:"));
    copied.for_each(|(key, value)| all.set(key, value));
    all.add(&tags.wire().unwrap_or_default())?;
    Ok(all)
}

/// <https://docs.aws.amazon.com/ebs/latest/userguide/ebs-create-multi-volume-snapshot.html>
fn volumes_of<'a>(
    cx: Read<'a>,
    specification: &InstanceSpecification,
) -> Result<Vec<&'a Row<Volume>>> {
    // The decoder has refused a request without it.
    let id = specification.instance_id.as_deref().unwrap_or_default();
    let instance = cx.get::<Instance>(id)?;
    let state = instance.state(cx.now());
    if matches!(state, InstanceStateName::ShuttingDown | InstanceStateName::Terminated) {
        // unverified (looked up 2026-11-26): code and message.
        let message = format!("The instance '{id}' is not in a valid state for this operation.");
        return Err(Error::new("IncorrectInstanceState", message));
    }
    let attached = attached_to(cx, &instance.id);
    let is_root =
        |volume: &Row<Volume>| volume.is_device(&instance.id, &instance.launch.root_device_name);
    let excluded = specification.exclude_data_volume_ids.as_deref().unwrap_or_default();
    // unverified (looked up 2026-11-26): codes and messages of the three refusals below.
    if excluded.len() > MAX_EXCLUDED {
        let message = format!("You may exclude at most {MAX_EXCLUDED} data volumes.");
        return Err(Error::invalid_value(message));
    }
    for volume_id in excluded {
        let volume = cx.get::<Volume>(volume_id)?;
        if is_root(volume) || !attached.iter().any(|row| row.id == volume.id) {
            let reason = "It is not the id of a data volume of the instance.";
            return Err(Error::bad_parameter("excludeDataVolumeId", volume_id, reason));
        }
    }
    let without_root = specification.exclude_boot_volume.unwrap_or(false);
    let is_wanted = |volume: &Row<Volume>| {
        let is_excluded = excluded.iter().any(|id| **id == *volume.id);
        let is_kept = !without_root || !is_root(volume);
        is_kept && !is_excluded
    };
    if attached.is_empty() {
        let message =
            format!("There are no attached EBS-backed volumes on the instance id ({id}).");
        return Err(Error::invalid_value(message));
    }
    let wanted: Vec<_> = attached.into_iter().filter(|volume| is_wanted(volume)).collect();
    if wanted.is_empty() {
        let message = format!("The instance '{id}' has no volume left to take a snapshot of.");
        return Err(Error::invalid_value(message));
    }
    Ok(wanted)
}

fn info(view: wire::Snapshot) -> SnapshotInfo {
    SnapshotInfo {
        description: view.description,
        encrypted: view.encrypted,
        owner_id: view.owner_id,
        progress: begun(view.progress, view.state),
        snapshot_id: view.snapshot_id,
        start_time: view.start_time,
        state: view.state,
        tags: view.tags.or_else(|| Some(Vec::new())),
        volume_id: view.volume_id,
        volume_size: view.volume_size,
        ..SnapshotInfo::default()
    }
}

/// What signs a copy names the same one: `copy_controls_contract.json` and
/// `copy_data_failures_contract.json` among the recordings of EBS in radkawar/stackd (looked up
/// 2026-11-26). Signatures themselves are not looked at, as AWS does not where nothing is
/// encrypted.
fn check_destination(cx: Read<'_>, request: &CopySnapshotRequest) -> Result<()> {
    let region = cx.region();
    if let Some(name) =
        request.destination_region.as_deref().filter(|name| *name != region.as_str())
    {
        return Err(Error::invalid_value(format!(
            "DestinationRegion '{name}' does not match the current region ({region})."
        )));
    }
    let Some(url) = request.presigned_url.as_deref().filter(|_| *request.source_region != **region)
    else {
        return Ok(());
    };
    if !["http://", "https://"].iter().any(|protocol| url.starts_with(protocol)) {
        return Err(Error::invalid_value("The protocol in PresignedUrl should be http or https"));
    }
    let asked = |name: &str| {
        let mut pairs = url.split(['?', '&']).filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    };
    let source = &request.source_snapshot_id;
    if let Some(other) = asked("SourceSnapshotId").filter(|other| other != source) {
        return Err(Error::invalid_value(format!(
            "The source snapshot specified in PresignedUrl '{other}' does not match the source \
             snapshot in the request: '{source}'"
        )));
    }
    match asked("DestinationRegion").filter(|other| *other != region.as_str()) {
        Some(other) => Err(Error::invalid_value(format!(
            "The destination region specified in PresignedUrl: '{other}' is incorrect"
        ))),
        None => Ok(()),
    }
}

pub(crate) fn copy_snapshot(
    cx: &mut Write<'_>,
    request: &CopySnapshotRequest,
) -> Result<CopySnapshotResult> {
    let tags = cx.tags_for::<Snapshot>(&request.tag_specifications)?;
    Snapshot::check_id_of(cx.read().action(), &request.source_snapshot_id)?;
    let read = cx.read();
    let there = source_region(read, &request.source_region)?;
    let transfer = transfer("completionDurationMinutes", request.completion_duration_minutes)?;
    cx.permitted()?;
    let read = cx.read();
    check_destination(read, request)?;
    let failure = failure_of_copy(there, &request.source_snapshot_id);
    let source = match failure {
        Some(_) => Source::nothing(&request.source_snapshot_id),
        None => source(there, &request.source_snapshot_id)?,
    };
    check_copy(&source, request.encrypted)?;
    if read.has_default_quotas() && copies_in_progress(read) >= MAX_COPIES {
        // <https://github.com/aws-samples/copy-encrypted-ami/issues/3>
        let message = format!(
            "Too many snapshot copies in progress. The limit is {MAX_COPIES} for this destination \
             region."
        );
        return Err(Error::new("ResourceLimitExceeded", message));
    }
    // A copy that names no key has the default one, whatever the original has:
    // <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html>
    let source = Source { kms_key_id: None, ..source };
    let wanted = (request.encrypted, request.kms_key_id.as_deref());
    let encryption = encryption(read, wanted, Some(&source))?;
    let description = request.description.clone().unwrap_or_default();
    let copy = NewSnapshot::copy(source.size_gib, encryption, description, transfer);
    let new = NewSnapshot { failure: failure.or(copy.failure), is_blank: source.is_blank, ..copy };
    let id = create(cx, new, tags);
    Ok(CopySnapshotResult {
        tags: cx.get::<Snapshot>(&id)?.tags.wire_unless_empty(),
        snapshot_id: Some(id.to_string()),
    })
}
