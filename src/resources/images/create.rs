//! CreateImage: an image of an instance, with a snapshot of each of its volumes.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/creating-an-ami-ebs.html>

use super::mappings::{self, device_name};
use super::{Image, Origin, names};
use crate::engine::{Id, Read, Row, Tags, Write, tags};
use crate::error::{Error, Result};
use crate::resources::instances::{Instance, current_boot_mode};
use crate::resources::snapshots::{self, COMPLETING_MILLIS, NewSnapshot};
use crate::resources::volumes::{Volume, VolumeSettings, attached_to};
use std::collections::BTreeSet;
use wire::{
    BlockDeviceMapping, BootModeOverrideValues, BootModeValues, CreateImageRequest,
    CreateImageResult, EbsBlockDevice, ImageState, InstanceBootModeValues, InstanceStateName,
    ResourceType, SnapshotLocationEnum, TagSpecification,
};

pub(super) fn create_image(
    cx: &mut Write<'_>,
    request: &CreateImageRequest,
) -> Result<CreateImageResult> {
    // A reboot cannot be seen from outside the instance.
    let _ = request.no_reboot;
    let (image_tags, snapshot_tags) = tags_of_both(&request.tag_specifications)?;
    let read = cx.read();
    names::check(read, &request.name)?;
    if request.snapshot_location == Some(SnapshotLocationEnum::Local) {
        return Err(Error::not_emulated("snapshots in a Local Zone: SnapshotLocation local"));
    }
    let instance = imageable(read, &request.instance_id)?;
    let boot_mode = boot_mode(request, instance)?;
    let planned = plan(read, instance, &request.block_device_mappings)?;
    let mut record = of_instance(read, request, instance, boot_mode);

    let id = cx.new_id::<Image>();
    for device in planned {
        record.block_devices.push(match device {
            Planned::Mapping(mapping) => mapping,
            Planned::Volume { device, volume_id, settings, delete_on_termination } => {
                let description =
                    format!("Created by CreateImage({}) for {id}", request.instance_id);
                let volume = cx.get::<Volume>(&volume_id)?;
                let new = NewSnapshot::of_volume(volume, description);
                let snapshot = snapshots::create(cx, new, snapshot_tags.clone());
                let settings = VolumeSettings { snapshot_id: Some(snapshot), ..settings };
                mappings::of_volume(&device, &settings, delete_on_termination)
            }
        });
    }
    cx.insert(id.clone(), record, image_tags);
    Ok(CreateImageResult { image_id: Some(id.to_string()) })
}

/// The tags for an image and for its snapshots.
pub(super) fn tags_of_both(specifications: &[TagSpecification]) -> Result<(Tags, Tags)> {
    let allowed = [ResourceType::Image, ResourceType::Snapshot];
    let of = |kind| tags::specified(specifications, kind, &allowed);
    Ok((of(ResourceType::Image)?, of(ResourceType::Snapshot)?))
}

fn imageable<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<Instance>> {
    let instance = cx.get::<Instance>(id)?;
    match instance.state(cx.now()) {
        InstanceStateName::Running | InstanceStateName::Stopped => Ok(instance),
        // unverified: code and message; the documentation names the two states.
        _ => {
            let message =
                format!("The instance '{id}' is not in the 'running' or 'stopped' state.");
            Err(Error::new("IncorrectInstanceState", message))
        }
    }
}

fn boot_mode(
    request: &CreateImageRequest,
    instance: &Row<Instance>,
) -> Result<Option<BootModeValues>> {
    match request.boot_mode_override {
        None => Ok(instance.launch.boot_mode),
        Some(BootModeOverrideValues::Uefi)
            if current_boot_mode(instance) == InstanceBootModeValues::Uefi =>
        {
            Ok(Some(BootModeValues::Uefi))
        }
        Some(BootModeOverrideValues::Uefi) => {
            // unverified: code and message; the documentation says that it cannot be given.
            let message = "The parameter bootModeOverride requires an instance whose current \
                           boot mode is uefi.";
            Err(Error::combination(message))
        }
    }
}

/// A device of the image to be.
enum Planned {
    /// One that the instance has, to be made of a snapshot of it.
    Volume {
        device: Id,
        volume_id: Id,
        settings: VolumeSettings,
        delete_on_termination: bool,
    },
    Mapping(BlockDeviceMapping),
}

fn plan(
    cx: Read<'_>,
    instance: &Row<Instance>,
    wanted: &[BlockDeviceMapping],
) -> Result<Vec<Planned>> {
    mappings::check_names(wanted)?;
    let root = &instance.launch.root_device_name;
    let asked_for = |device: &str| wanted.iter().find(|mapping| device_name(mapping) == device);
    let mut planned = Vec::new();
    let mut taken: Vec<Id> = Vec::new();
    for volume in attached_to(cx, &instance.id) {
        let Some(attachment) = volume.attachments.first() else { continue };
        let device = attachment.device.clone();
        let mut delete_on_termination = attachment.delete_on_termination;
        taken.push(device.clone());
        if let Some(mapping) = asked_for(&device) {
            if mapping.no_device.is_some() && device != *root {
                continue;
            }
            let ebs = check_change(mapping, volume)?;
            delete_on_termination = ebs.delete_on_termination.unwrap_or(delete_on_termination);
        }
        snapshots::check_volume(cx, volume)?;
        let (volume_id, settings) = (volume.id.clone(), volume.settings.clone());
        planned.push(Planned::Volume { device, volume_id, settings, delete_on_termination });
    }
    if !taken.contains(root) {
        // unverified: recorded for StartInstances only.
        let message =
            format!("Instance '{}' does not have a volume attached at root ({root})", instance.id);
        return Err(Error::new("IncorrectState", message));
    }
    for (device, disk) in &instance.launch.instance_store {
        if asked_for(device).is_none() && !taken.contains(device) {
            planned.push(Planned::Mapping(mappings::of_instance_store(device, disk)));
        }
    }
    let is_taken = |name: &str| taken.iter().any(|device| **device == *name);
    for mapping in wanted.iter().filter(|mapping| !is_taken(device_name(mapping))) {
        if mapping.no_device.is_none() {
            planned.push(Planned::Mapping(mappings::added(cx, mapping)?));
        }
    }
    // The root volume is the first, whatever was attached when.
    planned.sort_by_key(|planned| match planned {
        Planned::Volume { device, .. } => device != root,
        Planned::Mapping(_) => true,
    });
    Ok(planned)
}

/// Whether a volume goes with its instance is all that can be changed of it.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateImage.html>
fn check_change<'a>(
    mapping: &'a BlockDeviceMapping,
    volume: &Row<Volume>,
) -> Result<&'a EbsBlockDevice> {
    let name = device_name(mapping);
    let refuse = |what: &str| {
        // unverified: the wordings; the documentation says what cannot be changed.
        let message = format!("The {what} of the device '{name}' cannot be changed.");
        Err(Error::new("InvalidBlockDeviceMapping", message))
    };
    let Some(ebs) = mapping.ebs.as_ref().filter(|_| mapping.no_device.is_none()) else {
        return refuse("kind");
    };
    let is = &volume.settings;
    if ebs.encrypted == Some(true) && !is.encrypted {
        // Recorded in <https://github.com/hashicorp/packer/issues/2285>.
        let message = format!(
            "the encrypted flag cannot be specified since device {name} has a snapshot specified."
        );
        return Err(Error::new("InvalidBlockDeviceMapping", message));
    }
    for (what, is_other) in [
        ("virtual name", mapping.virtual_name.is_some()),
        ("snapshot", ebs.snapshot_id.as_deref().is_some_and(|id| !id.is_empty())),
        ("volume size", ebs.volume_size.is_some_and(|size| size != is.size_gib)),
        ("volume type", ebs.volume_type.is_some_and(|kind| kind != is.volume_type)),
        ("IOPS", ebs.iops.is_some_and(|iops| Some(iops) != is.iops)),
        ("throughput", ebs.throughput.is_some_and(|rate| Some(rate) != is.throughput_mibps)),
    ] {
        if is_other {
            return refuse(what);
        }
    }
    Ok(ebs)
}

fn of_instance(
    cx: Read<'_>,
    request: &CreateImageRequest,
    instance: &Row<Instance>,
    boot_mode: Option<BootModeValues>,
) -> Image {
    let launch = &instance.launch;
    Image {
        name: request.name.clone(),
        owner_id: cx.account().clone(),
        architecture: launch.architecture,
        platform_details: launch.platform_details.to_string(),
        usage_operation: launch.usage_operation.to_string(),
        is_windows: launch.is_windows,
        root_device_name: launch.root_device_name.to_string(),
        ena_support: instance.switches.ena_support,
        boot_mode,
        imds_v2_required: launch.imds_v2_required,
        tpm_support: launch.tpm_support,
        block_devices: Vec::new(),
        description: request.description.clone(),
        owner_alias: None,
        sriov_net_support: launch.sriov_net_support,
        virtualization_type: launch.virtualization,
        created: cx.now().timestamp(),
        deprecated: None,
        state: cx.transition(ImageState::Pending, ImageState::Available, COMPLETING_MILLIS),
        is_public: false,
        shared_with: BTreeSet::new(),
        deregistration_protection: super::DeregistrationProtection::Disabled,
        origin: Origin {
            instance: Some(instance.id.clone()),
            image: Some((launch.image_id.clone(), cx.region().clone())),
        },
    }
}
