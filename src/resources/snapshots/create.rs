//! Making snapshots: of a volume, of the volumes of an instance, of another snapshot.

use super::{Snapshot, Source, source};
use crate::catalog::regions;
use crate::engine::{Id, Read, Resource as _, Row, Tags, Timed, Write};
use crate::error::{Error, Result};
use crate::resources::instances::Instance;
use crate::resources::volumes::{Volume, attached_to, encryption};
use serde::Serialize;
use std::collections::BTreeSet;
use wire::{
    CopySnapshotRequest, CopySnapshotResult, CopyTagsFromSource, CreateSnapshotRequest,
    CreateSnapshotsRequest, CreateSnapshotsResult, InstanceSpecification, InstanceStateName,
    SnapshotInfo, SnapshotLocationEnum, SnapshotState, Timestamp, VolumeState,
};

/// How long a snapshot is pending.
pub(in crate::resources) const COMPLETING_MILLIS: i64 = 5_000;
/// The volume that AWS names as that of every copy, short as ids once were.
const NO_VOLUME: &str = "vol-ffffffff";
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceSpecification.html>
const MAX_EXCLUDED: usize = 40;

/// What a snapshot is made of.
pub(in crate::resources) struct NewSnapshot {
    pub volume_id: Id,
    pub size_gib: i32,
    pub encrypted: bool,
    pub kms_key_id: Option<Id>,
    pub description: String,
    pub transfer: Option<Transfer>,
}

impl NewSnapshot {
    pub fn of_volume(volume: &Row<Volume>, description: String) -> Self {
        Self {
            volume_id: volume.id.clone(),
            size_gib: volume.settings.size_gib,
            encrypted: volume.settings.encrypted,
            kms_key_id: volume.settings.kms_key_id.clone(),
            description,
            transfer: None,
        }
    }

    pub fn copy(
        size_gib: i32,
        (encrypted, kms_key_id): (bool, Option<Id>),
        description: String,
        transfer: Transfer,
    ) -> Self {
        let transfer = Some(transfer);
        let new = Self::without_volume(size_gib, description);
        Self { encrypted, kms_key_id, transfer, ..new }
    }

    pub fn without_volume(size_gib: i32, description: String) -> Self {
        let (volume_id, encrypted) = (NO_VOLUME.into(), false);
        Self { volume_id, size_gib, encrypted, kms_key_id: None, description, transfer: None }
    }

    fn record(self, started: Timestamp, state: Timed<SnapshotState>) -> Snapshot {
        Snapshot {
            volume_id: self.volume_id,
            size_gib: self.size_gib,
            encrypted: self.encrypted,
            kms_key_id: self.kms_key_id,
            description: self.description,
            started,
            state,
            transfer: self.transfer,
            is_public: false,
            shared_with: BTreeSet::new(),
            lock: None,
            tiering: None,
        }
    }
}

/// How a copy was made.
#[derive(Debug, Clone, Copy, Serialize)]
pub(in crate::resources) struct Transfer {
    /// Within which it was to be complete, if the request said so.
    pub minutes: Option<i32>,
}

pub(in crate::resources) fn create(cx: &mut Write<'_>, new: NewSnapshot, tags: Tags) -> Id {
    let read = cx.read();
    let (first, then) = (SnapshotState::Pending, SnapshotState::Completed);
    let state = read.transition(first, then, COMPLETING_MILLIS);
    let record = new.record(read.now().timestamp(), state);
    let id = cx.new_id::<Snapshot>();
    cx.insert(id.clone(), record, tags);
    id
}

/// Puts a snapshot there that an account has from the start.
pub(in crate::resources) fn found(cx: &mut Write<'_>, id: Id, new: NewSnapshot, at: Timestamp) {
    let record = new.record(at, Timed::settled(SnapshotState::Completed));
    cx.insert(id, record, Tags::default());
}

pub(super) fn create_snapshot(
    cx: &mut Write<'_>,
    request: &CreateSnapshotRequest,
) -> Result<wire::Snapshot> {
    let tags = cx.tags_for::<Snapshot>(&request.tag_specifications)?;
    check_location(request.location)?;
    let volume = cx.get::<Volume>(&request.volume_id)?;
    check_volume(cx.read(), volume)?;
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

/// # Errors
/// `IncorrectState` for a volume that is not there yet or not any more.
pub(in crate::resources) fn check_volume(cx: Read<'_>, volume: &Row<Volume>) -> Result<()> {
    match volume.state(cx.now()) {
        VolumeState::Available | VolumeState::InUse => Ok(()),
        // unverified: recorded for AttachVolume only.
        _ => Err(Error::new("IncorrectState", format!("{} is not 'available'.", volume.id))),
    }
}

pub(super) fn create_snapshots(
    cx: &mut Write<'_>,
    request: &CreateSnapshotsRequest,
) -> Result<CreateSnapshotsResult> {
    let tags = cx.tags_for::<Snapshot>(&request.tag_specifications)?;
    check_location(request.location)?;
    let description = request.description.clone().unwrap_or_default();
    let mut planned = Vec::new();
    for volume in volumes_of(cx.read(), &request.instance_specification)? {
        check_volume(cx.read(), volume)?;
        let tags = match request.copy_tags_from_source {
            Some(CopyTagsFromSource::Volume) => with_those_of(volume, &tags)?,
            None => tags.clone(),
        };
        planned.push((NewSnapshot::of_volume(volume, description.clone()), tags));
    }
    let ids: Vec<Id> = planned.into_iter().map(|(new, tags)| create(cx, new, tags)).collect();
    let rows = ids.iter().filter_map(|id| cx.find::<Snapshot>(id));
    let snapshots = rows.map(|row| info(Snapshot::view(row, cx.read()))).collect();
    Ok(CreateSnapshotsResult { snapshots: Some(snapshots) })
}

/// The tags of a volume, overridden by those of the request.
// unverified: which of the two wins. Tags of AWS's own are never copied.
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
        // unverified: code and message.
        let message = format!("The instance '{id}' is not in a valid state for this operation.");
        return Err(Error::new("IncorrectInstanceState", message));
    }
    let attached = attached_to(cx, id);
    let is_root = |volume: &Row<Volume>| volume.is_device(id, &instance.launch.root_device_name);
    let excluded = specification.exclude_data_volume_ids.as_deref().unwrap_or_default();
    // unverified: codes and messages of the three refusals below.
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

pub(super) fn copy_snapshot(
    cx: &mut Write<'_>,
    request: &CopySnapshotRequest,
) -> Result<CopySnapshotResult> {
    // Both are for signing a request to the other region, which is not asked here; AWS copies to
    // the region that is asked whatever they say: <https://github.com/boto/boto3/issues/3827>.
    let _ = (&request.destination_region, &request.presigned_url);
    let tags = cx.tags_for::<Snapshot>(&request.tag_specifications)?;
    let read = cx.read();
    let there = source_region(read, &request.source_region)?;
    let transfer = transfer("completionDurationMinutes", request.completion_duration_minutes)?;
    let source = source(there, &request.source_snapshot_id)?;
    check_copy(&source, request.encrypted)?;
    // A copy that names no key has the default one, whatever the original has:
    // <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html>
    let source = Source { kms_key_id: None, ..source };
    let wanted = (request.encrypted, request.kms_key_id.as_deref());
    let encryption = encryption(read, wanted, Some(&source))?;
    let description = request.description.clone().unwrap_or_default();
    let new = NewSnapshot::copy(source.size_gib, encryption, description, transfer);
    let id = create(cx, new, tags);
    Ok(CopySnapshotResult {
        tags: cx.get::<Snapshot>(&id)?.tags.wire_unless_empty(),
        snapshot_id: Some(id.to_string()),
    })
}

/// # Errors
/// `InvalidRequest` for a copy of what is encrypted that is not to be.
pub(in crate::resources) fn check_copy(source: &Source, encrypted: Option<bool>) -> Result<()> {
    if encrypted != Some(false) || !source.encrypted {
        return Ok(());
    }
    let message = format!(
        "Snapshot {} is encrypted. Creating unencrypted copy from an encrypted snapshot is not \
         supported.",
        source.id
    );
    Err(Error::new("InvalidRequest", message))
}

/// The region to copy from.
///
/// # Errors
/// `InvalidParameterValue` for one that AWS does not have, or not in this partition.
pub(in crate::resources) fn source_region<'a>(cx: Read<'a>, name: &str) -> Result<Read<'a>> {
    let partition = |name: &str| regions::find(name).map(|region| region.partition);
    let is_there = partition(name).is_some() && partition(name) == partition(cx.region());
    let there = cx.in_region(name).filter(|_| is_there || **cx.region() == *name);
    // unverified: the wording.
    there.ok_or_else(|| Error::bad_parameter("sourceRegion", name, "There is no such region."))
}

/// <https://docs.aws.amazon.com/ebs/latest/userguide/time-based-copies.html>
///
/// # Errors
/// `InvalidParameterValue` for what is not a number of quarters of an hour up to two days.
pub(in crate::resources) fn transfer(parameter: &str, minutes: Option<i32>) -> Result<Transfer> {
    match minutes {
        Some(minutes) if !(15..=2_880).contains(&minutes) || minutes % 15 != 0 => {
            // unverified: the wording.
            let reason = "Expecting a multiple of 15 from 15 to 2880.";
            Err(Error::bad_parameter(parameter, minutes, reason))
        }
        _ => Ok(Transfer { minutes }),
    }
}
