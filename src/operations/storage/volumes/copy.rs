//! CopyVolumes: another volume with the data of one, in the same zone.
//! <https://docs.aws.amazon.com/ebs/latest/userguide/ebs-copying-volume.html>

use super::multi_attach;
use crate::effects::storage::volumes::end_without_key;
use crate::engine::{Id, Now, Read, Row, Timed, Write};
use crate::error::{Error, Result};
use crate::records::durations;
use crate::records::storage::snapshots::create::check_volume;
use crate::records::storage::volumes::Volume;
use crate::records::storage::volumes::encryption::encryption;
use crate::records::storage::volumes::settings::settings;
use wire::{
    CopyVolumesRequest, CopyVolumesResult, EbsBlockDevice, VolumeModificationState, VolumeState,
};

/// How many copies a region makes at a time, where the quotas of a new account hold.
const MOST_COPIES: usize = 5;

// The guide has the rules of what a copy cannot be; unverified (looked up 2026-11-26): the
// refusals, but for `CopyVolumesLimitExceeded`, and its words.
pub(crate) fn copy_volumes(
    cx: &mut Write<'_>,
    request: &CopyVolumesRequest,
) -> Result<CopyVolumesResult> {
    let tags = cx.tags_for::<Volume>(&request.tag_specifications)?;
    let read = cx.read();
    let source = read.get::<Volume>(&request.source_volume_id)?;
    check_volume(read, source)?;
    check_modification(source, read.now())?;
    check_copies(read, source)?;
    // The type is not that of the volume, unless the request says so.
    let asked = EbsBlockDevice {
        iops: request.iops,
        throughput: request.throughput,
        volume_size: request.size.or(Some(source.settings.size_gib)),
        volume_type: request.volume_type,
        ..EbsBlockDevice::default()
    };
    if let Some(size) = request.size.filter(|size| *size < source.settings.size_gib) {
        let reason = format!("Expecting at least the {} of the volume.", source.settings.size_gib);
        return Err(Error::bad_parameter("size", size, &reason));
    }
    let mut settings = settings(read, &asked, None)?;
    // What is encrypted stays so, whatever the request says.
    if source.settings.encrypted {
        let key = request.kms_key_id.as_deref();
        let key = key.map(|key| encryption(read, (Some(true), Some(key)), None)).transpose()?;
        let of_source = source.settings.kms_key_id.clone();
        settings.encrypted = true;
        settings.kms_key_id = key.map_or(of_source, |(_, key)| key);
    } else {
        let wanted = (request.encrypted, request.kms_key_id.as_deref());
        (settings.encrypted, settings.kms_key_id) = encryption(read, wanted, None)?;
    }
    settings.multi_attach = request.multi_attach_enabled.unwrap_or(false);
    multi_attach::check_type(&settings, read.region())?;
    let takes = durations::VOLUMES_COPYING;
    let state = if settings.has_sound_key() {
        read.transition(VolumeState::Creating, VolumeState::Available, takes)
    } else {
        Timed::settled(VolumeState::Creating)
    };
    let place = (source.zone.clone(), source.zone_id.clone());
    let mut record = Volume::new(settings, place, read.now().timestamp(), state);
    record.source_volume_id = Some(source.id.clone());
    let view = cx.create(record, tags)?;
    if let Some(id) = view.volume_id.as_deref() {
        end_without_key(cx, &Id::new(id));
    }
    Ok(CopyVolumesResult { volumes: Some(vec![view]) })
}

/// A modification has done its first part.
fn check_modification(source: &Row<Volume>, now: Now<'_>) -> Result<()> {
    let state = source.modification.as_deref().map(|modification| modification.state(now));
    if state != Some(VolumeModificationState::Modifying) {
        return Ok(());
    }
    let message =
        format!("Cannot copy volume {} when it is in modification state: MODIFYING", source.id);
    Err(Error::new("IncorrectState", message))
}

/// Nothing is read of a volume here once its copy is there.
fn check_copies(cx: Read<'_>, source: &Row<Volume>) -> Result<()> {
    let is_creating = |copy: &&Row<Volume>| copy.state(cx.now()) == VolumeState::Creating;
    let creating: Vec<_> = cx.with(Volume::COPIES, &()).filter(is_creating).collect();
    if creating.iter().any(|copy| copy.source_volume_id.as_ref() == Some(&source.id)) {
        let message = format!("A copy of volume {} is being initialized.", source.id);
        return Err(Error::new("IncorrectState", message));
    }
    if cx.has_default_quotas() && creating.len() >= MOST_COPIES {
        let message = "Maximum allowed in-progress volume copies exceeded.";
        return Err(Error::new("CopyVolumesLimitExceeded", message));
    }
    Ok(())
}
