//! The operations on volumes but those on their status and their attachment.

use super::attach::{attach_volume, detach_volume};
use super::modification::{describe_volumes_modifications, modify_volume};
use super::status::{
    describe_volume_attribute, describe_volume_status, enable_volume_io, modify_volume_attribute,
};
use super::{encryption_defaults, multi_attach};
use crate::catalog::regions;
use crate::effects::storage::volumes::created;
use crate::engine::{Millis, Operation, Read, Resource as _, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::account::regions::{named_zone, opt_in, zone_not_found};
use crate::records::durations;
use crate::records::storage::snapshots;
use crate::records::storage::volumes::Volume;
use crate::records::storage::volumes::settings::settings;
use thin_vec::ThinVec;
use wire::{CreateVolumeRequest, DeleteVolumeRequest, EbsBlockDevice, VolumeState};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateVolume => create_volume, refuses ["OutpostArn", "Operator"];
    Read  DescribeVolumes => listed::<Volume>;
    Read  DescribeVolumeStatus => describe_volume_status;
    Read  DescribeVolumeAttribute => describe_volume_attribute;
    Write ModifyVolumeAttribute => modify_volume_attribute;
    Read  EnableVolumeIO => enable_volume_io;
    Write AttachVolume => attach_volume, refuses ["EbsCardIndex"];
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
    let zone = zone(cx.read(), request)?;
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
    multi_attach::check_type(&settings)?;
    let record = Volume {
        settings,
        zone: zone.name.into(),
        zone_id: zone.id.into(),
        created: read.now().timestamp(),
        unattached: created(read),
        attachments: ThinVec::new(),
        auto_enable_io: false,
        modification: None,
    };
    let id = cx.new_id::<Volume>();
    cx.insert(id.clone(), record, tags);
    // The answer has no attachments yet, not even an empty list of them; but a list of tags.
    let row = cx.get::<Volume>(&id)?;
    let tags = row.tags.wire();
    Ok(wire::Volume { attachments: None, tags, ..Volume::view(row, cx.read()) })
}

/// The zone asked for, by its name or its id.
fn zone(cx: Read<'_>, request: &CreateVolumeRequest) -> Result<&'static regions::Zone> {
    let (name, id) =
        (request.availability_zone.as_deref(), request.availability_zone_id.as_deref());
    let zone = named_zone(cx, name, id, zone_not_found)?;
    // <https://github.com/hashicorp/terraform-provider-aws/issues/13990>
    let zone = zone.ok_or_else(|| Error::missing("zone"))?;
    match opt_in(cx, zone) {
        regions::OptIn::NotOptedIn => Err(zone_not_found("", name.or(id).unwrap_or_default())),
        _ => Ok(zone),
    }
}

fn delete_volume(cx: &mut Write<'_>, request: &DeleteVolumeRequest) -> Result<()> {
    let read = cx.read();
    let row = read.get::<Volume>(&request.volume_id)?;
    if let Some((attachment, _)) = row.attached(read.now()).next() {
        let message =
            format!("Volume {} is currently attached to {}", row.id, attachment.instance_id);
        return Err(Error::new("VolumeInUse", message));
    }
    if row.state(read.now()) != VolumeState::Available {
        // unverified: recorded for AttachVolume only.
        let message = format!("{} is not 'available'.", row.id);
        return Err(Error::new("IncorrectState", message));
    }
    let gone = read.transition(VolumeState::Deleting, VolumeState::Deleted, DELETING_MILLIS);
    cx.get_mut::<Volume>(&request.volume_id)?.unattached = gone;
    let at = gone.settles().unwrap_or_else(|| cx.now().timestamp());
    cx.end::<Volume>(&request.volume_id, at);
    Ok(())
}
