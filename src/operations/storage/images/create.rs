//! CreateImage: an image of an instance, with a snapshot of each of its volumes.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/creating-an-ami-ebs.html>

use crate::effects::storage::snapshots;
use crate::engine::{Read, Row, Text, Write};
use crate::error::{Error, Result};
use crate::records::compute::instances::Instance;
use crate::records::compute::instances::view::current_boot_mode;
use crate::records::ids::VolumeId;
use crate::records::storage::images::checks::tags_of_both;
use crate::records::storage::images::mappings::device_name;
use crate::records::storage::images::permissions::SharedWith;
use crate::records::storage::images::protection::DeregistrationProtection;
use crate::records::storage::images::{Image, Origin, finders, mappings, names};
use crate::records::storage::snapshots::create::{self, COMPLETING_MILLIS, NewSnapshot};
use crate::records::storage::volumes::attached::attached_to;
use crate::records::storage::volumes::{Volume, VolumeSettings, settings};
use wire::{
    BlockDeviceMapping, BootModeOverrideValues, BootModeValues, CreateImageRequest,
    CreateImageResult, EbsBlockDevice, ImageState, InstanceBootModeValues, InstanceStateName,
    SnapshotLocationEnum,
};

pub(crate) fn create_image(
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

fn imageable<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<Instance>> {
    let instance = cx.get::<Instance>(id)?;
    match instance.state(cx.now()) {
        InstanceStateName::Running | InstanceStateName::Stopping | InstanceStateName::Stopped => {
            Ok(instance)
        }
        _ => Err(Error::invalid_value(format!(
            "Invalid value '{id}' for instanceId. Instance is not in state 'running' or \
             'stopping' or 'stopped'"
        ))),
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
            // unverified (looked up 2026-11-26): code and message; the documentation says that it
            // cannot be given.
            let message = "The parameter bootModeOverride requires an instance whose current \
                           boot mode is uefi.";
            Err(Error::combination(message))
        }
    }
}

/// A device of the image to be.
pub(crate) enum Planned {
    /// One that the instance has, to be made of a snapshot of it.
    Volume {
        device: Text,
        volume_id: VolumeId,
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
    mappings::check_keys(wanted)?;
    mappings::check_names_of_image(wanted)?;
    let root = &instance.launch.root_device_name;
    let asked_for = |device: &str| wanted.iter().find(|mapping| device_name(mapping) == device);
    let mut planned = Vec::new();
    let mut taken: Vec<Text> = Vec::new();
    for volume in attached_to(cx, &instance.id) {
        let Some((attachment, _)) = volume.attached_to(&instance.id, cx.now()) else { continue };
        let device = attachment.device.clone();
        let mut delete_on_termination = attachment.delete_on_termination;
        let mut settings = volume.settings.clone();
        taken.push(device.clone());
        if let Some(mapping) = asked_for(&device) {
            if mapping.no_device.is_some() && device != *root {
                continue;
            }
            let ebs = check_change(mapping, volume)?;
            mappings::check_root(ebs, device == *root)?;
            settings = settings::changed(cx, ebs, &settings)?;
            delete_on_termination = ebs.delete_on_termination.unwrap_or(delete_on_termination);
        }
        create::check_volume(cx, volume)?;
        let volume_id = volume.id.clone();
        planned.push(Planned::Volume { device, volume_id, settings, delete_on_termination });
    }
    if !taken.contains(root) {
        // unverified (looked up 2026-11-26): recorded for StartInstances only.
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
    let is_new = |mapping: &&BlockDeviceMapping| {
        mapping.no_device.is_none() && !is_taken(device_name(mapping))
    };
    let new: Vec<_> = wanted.iter().filter(is_new).collect();
    check_made_of_something(&new)?;
    for mapping in new {
        planned.push(Planned::Mapping(mappings::added(cx, mapping)?));
    }
    // The root volume is the first, whatever was attached when.
    planned.sort_by_key(|planned| match planned {
        Planned::Volume { device, .. } => device != root,
        Planned::Mapping(_) => true,
    });
    Ok(planned)
}

/// The devices that the image is to have beside those of the instance.
fn check_made_of_something(new: &[&BlockDeviceMapping]) -> Result<()> {
    let is_nothing = |ebs: &EbsBlockDevice| {
        ebs.volume_size.is_none() && ebs.snapshot_id.as_deref().unwrap_or_default().is_empty()
    };
    let of_nothing = new.iter().filter(|mapping| mapping.ebs.as_ref().is_some_and(is_nothing));
    let devices: Vec<_> = of_nothing.map(|mapping| device_name(mapping)).collect();
    if devices.is_empty() {
        return Ok(());
    }
    // mitchellh/goamz#251
    let devices = devices.join(", ");
    let message = format!("Either snapshot ID or volume size must be provided for: {devices}");
    Err(Error::new("InvalidBlockDeviceMapping", message))
}

/// What is stored cannot be changed; what the volumes of the image will be, can.
// The reference says that the size cannot be; the guide says how the console changes the root's:
// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/creating-an-ami-ebs.html>.
fn check_change<'a>(
    mapping: &'a BlockDeviceMapping,
    volume: &Row<Volume>,
) -> Result<&'a EbsBlockDevice> {
    let name = device_name(mapping);
    let refuse = |what: &str| {
        // unverified (looked up 2026-11-26): the wordings; the documentation says what cannot be
        // changed.
        let message = format!("The {what} of the device '{name}' cannot be changed.");
        Err(Error::new("InvalidBlockDeviceMapping", message))
    };
    let Some(ebs) = mapping.ebs.as_ref().filter(|_| mapping.no_device.is_none()) else {
        return refuse("kind");
    };
    let is = &volume.settings;
    // What is encrypted stays so, whatever the mapping says, as `API_EbsBlockDevice` tells.
    if ebs.encrypted == Some(true) && !is.encrypted {
        // Recorded in <https://github.com/hashicorp/packer/issues/2285> and, later, in 6889;
        // unverified (looked up 2026-11-26): that the volume's snapshot tells which one it is.
        let why = match is.snapshot_id {
            Some(_) => "a snapshot specified.",
            None => "a conflicting encryption setting",
        };
        let message =
            format!("the encrypted flag cannot be specified since device {name} has {why}");
        return Err(Error::new("InvalidBlockDeviceMapping", message));
    }
    if mapping.virtual_name.is_some() {
        return refuse("virtual name");
    }
    if ebs.snapshot_id.as_deref().is_some_and(|id| !id.is_empty()) {
        return refuse("snapshot");
    }
    if let Some(size_gib) = ebs.volume_size.filter(|size| *size < is.size_gib) {
        // unverified (looked up 2026-11-26): the wording is that of a launch.
        let message = format!(
            "Volume of size {size_gib}GB is smaller than volume '{}', expect size>= {}GB",
            volume.id, is.size_gib
        );
        return Err(Error::new("InvalidBlockDeviceMapping", message));
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
        uefi_data: launch.uefi_data.clone(),
        block_devices: Vec::new(),
        description: request.description.clone(),
        manifest: None,
        owner_alias: None,
        sriov_net_support: launch.sriov_net_support,
        virtualization_type: launch.virtualization,
        created: cx.now().timestamp(),
        deprecated: None,
        last_launched: None,
        state: cx.transition(ImageState::Pending, ImageState::Available, COMPLETING_MILLIS),
        is_public: false,
        shared_with: SharedWith::default(),
        deregistration_protection: DeregistrationProtection::Disabled,
        // unverified (looked up 2026-11-26): that an image which is gone, or not seen any more,
        // hands none on.
        watermarks: finders::seen(cx, &launch.image_id)
            .map(|image| image.watermarks.clone())
            .unwrap_or_default(),
        // unverified (looked up 2026-11-26): that an image of an instance does not take this over.
        instance_types: None,
        origin: Origin {
            instance: Some(instance.id.clone()),
            image: Some((launch.image_id.clone(), cx.region().clone())),
        },
    }
}
