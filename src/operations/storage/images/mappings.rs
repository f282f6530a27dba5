//! Block device mappings, as requests write them and as images keep them.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-device-mapping-concepts.html>

use crate::engine::Read;
use crate::error::{Error, Result};
use crate::records::storage::images::mappings::{
    Device, check_name, device, device_name, neither_snapshot_nor_size,
};
use crate::records::storage::snapshots;
use crate::records::storage::volumes::{VolumeSettings, settings};
use wire::{BlockDeviceMapping, EbsBlockDevice, VolumeType};

/// The device without the folder, which may be left out.
fn bare(name: &str) -> &str {
    name.strip_prefix("/dev/").unwrap_or(name)
}

fn is_same(one: &str, other: &str) -> bool {
    bare(one) == bare(other)
}

/// The names in the mappings of an image that is made.
///
/// # Errors
/// Those of [`check_name`], and `InvalidBlockDeviceMapping` for two mappings of one device:
/// <https://github.com/hashicorp/packer/pull/2320>.
pub(crate) fn check_names_of_image(mappings: &[BlockDeviceMapping]) -> Result<()> {
    for (at, mapping) in mappings.iter().enumerate() {
        let name = device_name(mapping);
        check_name(name)?;
        if mappings[..at].iter().any(|other| is_same(device_name(other), name)) {
            let message = format!("{name} is being assigned to multiple times.");
            return Err(Error::new("InvalidBlockDeviceMapping", message));
        }
    }
    Ok(())
}

/// The mappings that an image keeps of a request that makes it of nothing else.
///
/// # Errors
/// Those of the names and of [`added`].
pub(crate) fn of_request(
    cx: Read<'_>,
    wanted: &[BlockDeviceMapping],
) -> Result<Vec<BlockDeviceMapping>> {
    check_names_of_image(wanted)?;
    let kept = wanted.iter().filter(|mapping| mapping.no_device.is_none());
    kept.map(|mapping| added(cx, mapping)).collect()
}

/// The mapping that an image keeps of one that a request adds to it.
///
/// # Errors
/// Those of [`device`], of the snapshot and of the volume.
pub(crate) fn added(cx: Read<'_>, mapping: &BlockDeviceMapping) -> Result<BlockDeviceMapping> {
    let name = device_name(mapping);
    let ebs = match device(mapping)? {
        Device::InstanceStore(disk) => return Ok(of_instance_store(name, disk)),
        Device::Ebs(ebs) => ebs,
    };
    let snapshot = ebs.snapshot_id.as_deref().filter(|id| !id.is_empty());
    if snapshot.is_some() && ebs.encrypted.is_some() {
        // Recorded in <https://github.com/hashicorp/terraform/issues/1862>.
        let message = "Parameter encrypted is invalid. You cannot specify the encrypted flag if \
                       specifying a snapshot id in a block device mapping.";
        return Err(Error::new("InvalidParameter", message));
    }
    if snapshot.is_none() && ebs.volume_size.is_none() {
        return Err(neither_snapshot_nor_size());
    }
    let source = snapshot.map(|id| snapshots::source(cx, id)).transpose()?;
    let settings = settings::settings(cx, ebs, source.as_ref())?;
    // unverified: that the volumes of an image go with their instance unless the request says no.
    Ok(of_volume(name, &settings, ebs.delete_on_termination.unwrap_or(true)))
}

pub(crate) fn of_instance_store(device: &str, disk: &str) -> BlockDeviceMapping {
    BlockDeviceMapping {
        device_name: Some(device.to_owned()),
        virtual_name: Some(disk.to_owned()),
        ..BlockDeviceMapping::default()
    }
}

/// The mapping of a volume that is made as `settings` say.
pub(crate) fn of_volume(
    device: &str,
    settings: &VolumeSettings,
    delete_on_termination: bool,
) -> BlockDeviceMapping {
    let ebs = EbsBlockDevice {
        delete_on_termination: Some(delete_on_termination),
        // Those of gp2 follow from its size, and no mapping names them.
        iops: settings.iops.filter(|_| settings.volume_type != VolumeType::Gp2),
        snapshot_id: settings.snapshot_id.as_deref().map(str::to_owned),
        volume_size: Some(settings.size_gib),
        volume_type: Some(settings.volume_type),
        throughput: settings.throughput_mibps,
        encrypted: Some(settings.encrypted),
        ..EbsBlockDevice::default()
    };
    BlockDeviceMapping {
        device_name: Some(device.to_owned()),
        ebs: Some(ebs),
        ..BlockDeviceMapping::default()
    }
}
