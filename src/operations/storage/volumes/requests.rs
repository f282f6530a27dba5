//! The operations on volumes but those on their status and their attachment.

use super::attach::{attach_volume, detach_volume};
use super::copy::copy_volumes;
use super::modification::{describe_volumes_modifications, modify_volume};
use super::status::{
    describe_volume_attribute, describe_volume_status, enable_volume_io, modify_volume_attribute,
};
use super::{encryption_defaults, multi_attach};
use crate::effects::storage::recycle_bin;
use crate::effects::storage::volumes::begun;
use crate::engine::{Millis, Operation, Resource, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::account::operators;
use crate::records::durations;
use crate::records::storage::snapshots;
use crate::records::storage::volumes::Volume;
use crate::records::storage::volumes::finders::zone;
use crate::records::storage::volumes::settings::settings;
use wire::{CreateVolumeRequest, DeleteVolumeRequest, EbsBlockDevice, VolumeState};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateVolume => create_volume, spent without "volumeId",
        refuses ["OutpostArn", "Operator"];
    Write CopyVolumes => copy_volumes;
    Read  DescribeVolumes => listed::<Volume>;
    Read  DescribeVolumeStatus => describe_volume_status;
    Read  DescribeVolumeAttribute => describe_volume_attribute;
    Write ModifyVolumeAttribute => modify_volume_attribute;
    Read  EnableVolumeIO => enable_volume_io;
    Write AttachVolume => attach_volume;
    Write DetachVolume => detach_volume;
    Write ModifyVolume => modify_volume;
    Read  DescribeVolumesModifications => describe_volumes_modifications;
    Write EnableEbsEncryptionByDefault => encryption_defaults::enable;
    Write DisableEbsEncryptionByDefault => encryption_defaults::disable;
    Read  GetEbsEncryptionByDefault => encryption_defaults::get;
    Read  GetEbsDefaultKmsKeyId => encryption_defaults::get_key;
    Write ModifyEbsDefaultKmsKeyId => encryption_defaults::modify_key;
    Write ResetEbsDefaultKmsKeyId => encryption_defaults::reset_key;
    Write DeleteVolume => delete_volume;
};

/// How long a volume takes to go.
const DELETING_MILLIS: Millis = durations::VOLUMES_DELETING;

fn create_volume(cx: &mut Write<'_>, request: &CreateVolumeRequest) -> Result<wire::Volume> {
    let tags = cx.tags_for::<Volume>(&request.tag_specifications)?;
    let (name, id) = (&request.availability_zone, &request.availability_zone_id);
    let zone = zone(cx.read(), name.as_deref(), id.as_deref())?;
    let source = request.snapshot_id.as_deref();
    let source = source.map(|id| snapshots::source(cx.read(), id)).transpose()?;
    let asked = EbsBlockDevice {
        encrypted: request.encrypted,
        iops: request.iops,
        kms_key_id: request.kms_key_id.clone(),
        throughput: request.throughput,
        volume_size: request.size,
        volume_type: request.volume_type,
        volume_initialization_rate: request.volume_initialization_rate,
        ..EbsBlockDevice::default()
    };
    let read = cx.read();
    let mut settings = settings(read, &asked, source.as_ref())?;
    settings.multi_attach = request.multi_attach_enabled.unwrap_or(false);
    multi_attach::check_type(&settings, read.region())?;
    let place = (zone.name.into(), zone.id.into());
    let record = begun(read, settings, place);
    let id = cx.new_id::<Volume>();
    cx.insert(id.clone(), record, tags);
    // The answer has no attachments yet, not even an empty list of them, and does not say whether
    // it was restored fast, as it is documented; but a list of tags, and the time in whole seconds:
    // so it is in transcripts of 2020 to 2026, which have no ARN and no owner either.
    let row = cx.get::<Volume>(&id)?;
    let (tags, create_time) = (row.tags.wire(), Some(row.created.whole_seconds()));
    let view = Volume::view(row, cx.read());
    Ok(wire::Volume {
        attachments: None,
        fast_restored: None,
        operator: Some(operators::nobody()),
        owner_id: None,
        volume_arn: None,
        tags,
        create_time,
        ..view
    })
}

fn delete_volume(cx: &mut Write<'_>, request: &DeleteVolumeRequest) -> Result<()> {
    let read = cx.read();
    let row = read.get::<Volume>(&request.volume_id)?;
    if row.attached(read.now()).next().is_some() {
        // With braces since 2026. unverified (looked up 2026-11-26): how several are told.
        let instances: Vec<&str> =
            row.attached(read.now()).map(|(attachment, _)| &*attachment.instance_id).collect();
        let instances = instances.join(", ");
        let message = format!("Volume {} is currently attached to {{{instances}}}", row.id);
        return Err(Error::new("VolumeInUse", message));
    }
    if row.state(read.now()) != VolumeState::Available {
        // unverified (looked up 2026-11-26): recorded for AttachVolume only.
        let message = format!("{} is not 'available'.", row.id);
        return Err(Error::new("IncorrectState", message));
    }
    if read.retained(<Volume as Resource>::PLURAL, &row.tags).is_some() {
        return recycle_bin::remove::<Volume>(cx, &request.volume_id).map(|_| ());
    }
    let gone = read.transition(VolumeState::Deleting, VolumeState::Deleted, DELETING_MILLIS);
    cx.get_mut::<Volume>(&request.volume_id)?.unattached = gone;
    let at = gone.settles().unwrap_or_else(|| cx.now().timestamp());
    cx.end::<Volume>(&request.volume_id, at);
    Ok(())
}
