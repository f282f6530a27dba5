//! Block device mappings, as requests write them and as images keep them.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-device-mapping-concepts.html>

use crate::engine::Read;
use crate::error::{Error, Result};
use crate::records::storage::volumes::{VolumeSettings, settings};
use crate::records::storage::{device_names, snapshots};
use wire::{BlockDeviceMapping, EbsBlockDevice, VolumeType, WireEnum as _};

pub(crate) fn device_name(mapping: &BlockDeviceMapping) -> &str {
    mapping.device_name.as_deref().unwrap_or_default()
}

/// # Errors
/// `InvalidBlockDeviceMapping` for no device, and for one that EC2 does not have.
pub(crate) fn check_name(name: &str) -> Result<()> {
    if name.is_empty() {
        // hashicorp/packer#6138
        return Err(Error::new("InvalidBlockDeviceMapping", "Missing device name"));
    }
    if !device_names::is_valid(name) {
        // <https://github.com/aws/aws-cli/issues/1071>
        let message = format!("Invalid device name {name}");
        return Err(Error::new("InvalidBlockDeviceMapping", message));
    }
    Ok(())
}

/// What a mapping puts at its device.
pub(crate) enum Device<'a> {
    Ebs(&'a EbsBlockDevice),
    /// `ephemeral0` and so on.
    InstanceStore(&'a str),
}

/// # Errors
/// `InvalidBlockDeviceMapping` for both, `MissingParameter` for neither, `InvalidParameterValue`
/// for a virtual name that there is not.
pub(crate) fn device(mapping: &BlockDeviceMapping) -> Result<Device<'_>> {
    let name = device_name(mapping);
    match (&mapping.ebs, mapping.virtual_name.as_deref()) {
        (Some(ebs), None) => Ok(Device::Ebs(ebs)),
        (None, Some(disk)) if is_ephemeral(disk) => Ok(Device::InstanceStore(disk)),
        (None, Some(other)) => {
            Err(Error::bad_parameter("virtualName", other, "Expecting ephemeral0 to ephemeral23."))
        }
        // unverified (looked up 2026-11-26): the wording.
        (Some(_), Some(_)) => {
            let message = format!("The device '{name}' has both a virtual name and EBS settings.");
            Err(Error::new("InvalidBlockDeviceMapping", message))
        }
        (None, None) => Err(Error::missing("ebs")),
    }
}

fn is_ephemeral(name: &str) -> bool {
    let number = name.strip_prefix("ephemeral").and_then(|number| number.parse::<u8>().ok());
    number.is_some_and(|number| number < 24)
}

/// No instance starts from a hard disk. EC2 finds out by the IOPS that the image's volume has:
/// boto/boto3#3653.
///
/// # Errors
/// `InvalidParameterCombination`
// unverified (looked up 2026-11-26): the answer for images whose volume has none, and where an
// image is made.
pub(crate) fn check_root(wanted: &EbsBlockDevice, is_root: bool) -> Result<()> {
    match wanted.volume_type {
        Some(disk @ (VolumeType::St1 | VolumeType::Sc1)) if is_root => {
            let disk = disk.as_str();
            let message = format!("The parameter iops is not supported for {disk} volumes.");
            Err(Error::combination(message))
        }
        _ => Ok(()),
    }
}

pub(crate) fn neither_snapshot_nor_size() -> Error {
    Error::missing("size or snapshotId")
}

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

/// Who makes an image names no key: what is encrypted has that of its volume or snapshot.
///
/// # Errors
/// `UnknownParameter`, of a key of an image of an instance as reported in hashicorp/packer#6212.
// unverified (looked up 2026-11-26): that it is said of an image of snapshots, too.
pub(crate) fn check_keys(mappings: &[BlockDeviceMapping]) -> Result<()> {
    let mut devices = mappings.iter().filter_map(|mapping| mapping.ebs.as_ref());
    if devices.any(|ebs| ebs.kms_key_id.is_some()) {
        return Err(Error::new("UnknownParameter", "The parameter KmsKeyId is not recognized"));
    }
    Ok(())
}

/// The mappings that an image keeps of a request that makes it of nothing else.
///
/// # Errors
/// Those of the names, of the keys and of [`added`].
pub(crate) fn of_request(
    cx: Read<'_>,
    wanted: &[BlockDeviceMapping],
) -> Result<Vec<BlockDeviceMapping>> {
    check_keys(wanted)?;
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
    let mut settings = settings::settings(cx, ebs, source.as_ref())?;
    // An image shows what was asked for, as Terraform's test of images has it, which registers gp3
    // with 100 IOPS.
    settings.iops = ebs.iops.or(settings.iops);
    settings.throughput_mibps = ebs.throughput.or(settings.throughput_mibps);
    // The volumes go with their instance unless the request says no: boto/boto#2190
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
