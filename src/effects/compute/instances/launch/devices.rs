//! The volumes of a launch: those of the image, as the request's mappings override and add to
//! them.

use crate::catalog::instance_types::InstanceType;
use crate::engine::{Read, Text};
use crate::error::{Error, Result};
use crate::records::compute::instance_types::ebs_card;
use crate::records::storage::images::Image;
use crate::records::storage::images::mappings::{self, device_name};
use crate::records::storage::snapshots;
use crate::records::storage::volumes::{VolumeSettings, settings};
use wire::{BlockDeviceMapping, EbsBlockDevice, RunInstancesRequest, VolumeType};

#[derive(Debug)]
pub(crate) struct Device {
    pub name: Text,
    pub settings: VolumeSettings,
    pub delete_on_termination: bool,
    pub card: u8,
}

/// # Errors
/// `InvalidBlockDeviceMapping` for mappings that make no sense, and those of the volumes.
pub(crate) fn plan(
    cx: Read<'_>,
    request: &RunInstancesRequest,
    image: &Image,
    kind: &'static InstanceType,
) -> Result<Vec<Device>> {
    check_names(request, image)?;
    let mut devices = Vec::new();
    for mapping in &image.block_devices {
        let name = mapping.device_name.as_deref().unwrap_or_default();
        let wanted = request.block_device_mappings.iter().find(|it| device_name(it) == name);
        let of_image = mapping.ebs.as_ref();
        if let Some(ebs) = wanted.and_then(|wanted| wanted.ebs.as_ref()) {
            mappings::check_root(ebs, name == image.root_device_name)?;
        }
        match (of_image, wanted) {
            (_, Some(wanted)) if wanted.no_device.is_some() => {}
            (Some(of_image), Some(wanted)) => {
                devices.extend(device(cx, (name, kind), wanted, Some(of_image))?);
            }
            (Some(of_image), None) => {
                devices.push(ebs_device(cx, (name, kind), of_image, Some(of_image))?);
            }
            (None, Some(wanted)) => devices.extend(device(cx, (name, kind), wanted, None)?),
            // Volumes of the instance store are no resources of EC2's.
            (None, None) => {}
        }
    }
    let of_image = |name: &str| {
        let mut mappings = image.block_devices.iter();
        mappings.any(|mapping| mapping.device_name.as_deref() == Some(name))
    };
    for wanted in &request.block_device_mappings {
        let name = device_name(wanted);
        if wanted.no_device.is_none() && !of_image(name) {
            devices.extend(device(cx, (name, kind), wanted, None)?);
        }
    }
    Ok(devices)
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new("InvalidBlockDeviceMapping", message)
}

fn check_names(request: &RunInstancesRequest, image: &Image) -> Result<()> {
    let wanted = &request.block_device_mappings;
    for (at, mapping) in wanted.iter().enumerate() {
        let name = device_name(mapping);
        // What an image has already is what it may be called.
        let mut of_image = image.block_devices.iter().map(device_name);
        if !of_image.clone().any(|other| other == name) {
            mappings::check_name(name)?;
        }
        // One device by two names is one device: hashicorp/terraform#7233.
        let device = bare(name);
        let is_other = |other: &str| other != name && bare(other) == device;
        let mut before = wanted[..at].iter().map(device_name);
        if before.any(|other| bare(other) == device) || of_image.any(is_other) {
            return Err(invalid(format!(
                "The device '{device}' is used in more than one block-device mapping"
            )));
        }
        if mapping.no_device.is_some() && name == image.root_device_name {
            // unverified (looked up 2026-11-26): the wording.
            return Err(invalid(format!("The root device '{name}' cannot be left out.")));
        }
        check_snapshot(mapping, image)?;
    }
    Ok(())
}

/// A device's name as `/dev/xvdb` and `xvdb` have it alike.
fn bare(name: &str) -> &str {
    name.strip_prefix("/dev/").unwrap_or(name)
}

/// Which devices of an image another snapshot can stand for.
fn check_snapshot(mapping: &BlockDeviceMapping, image: &Image) -> Result<()> {
    let name = device_name(mapping);
    let mut of_image = image.block_devices.iter();
    let of_image = of_image.find(|of_image| device_name(of_image) == name);
    let (Some(of_image), Some(ebs)) = (of_image, &mapping.ebs) else { return Ok(()) };
    if other_snapshot(ebs, of_image.ebs.as_ref()).is_none() {
        return Ok(());
    }
    let message = if of_image.ebs.is_none() {
        // Recorded in <https://github.com/hashicorp/packer/issues/2765>.
        "snapshotId can only be modified on EBS devices"
    } else if name == image.root_device_name {
        // In notes of users of CloudFormation, with the code.
        "snapshotId cannot be modified on root device"
    } else {
        return Ok(());
    };
    Err(invalid(message))
}

/// The volume of one mapping of the request; none for a device of the instance store.
fn device(
    cx: Read<'_>,
    at: (&str, &'static InstanceType),
    wanted: &BlockDeviceMapping,
    of_image: Option<&EbsBlockDevice>,
) -> Result<Option<Device>> {
    if wanted.ebs.is_none() && wanted.virtual_name.is_none() {
        // getmoto/moto#2949, tried on EC2.
        return Err(Error::missing("ebs"));
    }
    match mappings::device(wanted)? {
        mappings::Device::Ebs(ebs) => ebs_device(cx, at, ebs, of_image).map(Some),
        // A type without such a disk ignores the mapping:
        // <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_BlockDeviceMapping.html>
        mappings::Device::InstanceStore(_) => Ok(None),
    }
}

/// The devices that disks of the instance store are mapped to, by the image and the request. What
/// the image says of them is nothing to an M3 instance:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_BlockDeviceMapping.html>
pub(crate) fn instance_store(
    request: &RunInstancesRequest,
    image: &Image,
    kind: &'static InstanceType,
) -> Vec<(Text, Text)> {
    let asked_for = &request.block_device_mappings;
    let is_kept = |of_image: &&BlockDeviceMapping| {
        kind.family() != "m3"
            && !asked_for.iter().any(|mapping| device_name(mapping) == device_name(of_image))
    };
    let of_image = image.block_devices.iter().filter(is_kept);
    let disk = |mapping: &BlockDeviceMapping| {
        let disk = mapping.virtual_name.as_deref().filter(|_| mapping.no_device.is_none())?;
        Some((device_name(mapping).into(), disk.into()))
    };
    of_image.chain(asked_for).filter_map(disk).collect()
}

/// A volume as the request and the image's mapping of the device make it.
fn ebs_device(
    cx: Read<'_>,
    (name, kind): (&str, &'static InstanceType),
    wanted: &EbsBlockDevice,
    of_image: Option<&EbsBlockDevice>,
) -> Result<Device> {
    let (source, from_image) = match other_snapshot(wanted, of_image) {
        Some(id) => (Some(snapshots::source(cx, id)?), None),
        None => {
            let source = of_image.map(|ebs| snapshots::source_of_mapping(cx, ebs)).transpose()?;
            (source.flatten(), of_image)
        }
    };
    let merged = merged(wanted, from_image);
    if source.is_none() && merged.volume_size.is_none() {
        return Err(mappings::neither_snapshot_nor_size());
    }
    let volume_type = merged.volume_type.unwrap_or(VolumeType::Gp2);
    if wanted.throughput.is_some() && volume_type != VolumeType::Gp3 {
        // As recorded of a launch in 2022; volumes by themselves are refused otherwise.
        return Err(invalid(format!(
            "throughput cannot be specified with the volumeType of device '{name}'"
        )));
    }
    let settings = settings::settings(cx, &merged, source.as_ref())?;
    let delete = wanted.delete_on_termination;
    // A volume of a launch goes with its instance unless the request or the image keeps it:
    // <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/preserving-volumes-on-termination.html>
    let delete = delete.or_else(|| of_image.and_then(|ebs| ebs.delete_on_termination));
    let card = ebs_card(kind, wanted.ebs_card_index)?;
    let delete_on_termination = delete.unwrap_or(true);
    Ok(Device { name: name.into(), settings, delete_on_termination, card })
}

/// The snapshot that a request names where it is not the image's.
fn other_snapshot<'a>(
    wanted: &'a EbsBlockDevice,
    of_image: Option<&EbsBlockDevice>,
) -> Option<&'a str> {
    let of_image = of_image.and_then(|ebs| ebs.snapshot_id.as_deref());
    let asked = wanted.snapshot_id.as_deref().filter(|id| !id.is_empty());
    asked.filter(|id| Some(*id) != of_image)
}

/// The request's settings, completed by the image's.
fn merged(wanted: &EbsBlockDevice, of_image: Option<&EbsBlockDevice>) -> EbsBlockDevice {
    let mut merged = wanted.clone();
    let Some(of_image) = of_image else { return merged };
    // The image's IOPS and throughput are those of its volume type.
    if merged.volume_type.is_none() || merged.volume_type == of_image.volume_type {
        merged.volume_type = of_image.volume_type;
        merged.iops = merged.iops.or(of_image.iops);
        merged.throughput = merged.throughput.or(of_image.throughput);
    }
    merged.volume_size = merged.volume_size.or(of_image.volume_size);
    merged.encrypted = merged.encrypted.or(of_image.encrypted);
    merged.kms_key_id = merged.kms_key_id.or_else(|| of_image.kms_key_id.clone());
    merged
}
