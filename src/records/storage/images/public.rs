//! The catalogue's images as rows, and what tags an account gave to images of others.

use super::permissions::SharedWith;
use super::protection::DeregistrationProtection;
use super::record::{Image, Origin};
use crate::catalog::images::{self, BlockDevice, PublicImage};
use crate::engine::{Aws, Id, Read, Row, Tags, Timed};
use serde::{Deserialize, Serialize};
use wire::{
    ArchitectureValues, BlockDeviceMapping, BootModeValues, EbsBlockDevice, ImageState, Timestamp,
    VirtualizationType, VolumeType, WireEnum,
};

pub(crate) const IMAGES: Aws<Image> = Aws {
    count: |cx| images::in_region(cx.region()).len(),
    find: |cx, id| images::in_region(cx.region()).iter().position(|image| image.id == id),
    row: |cx, at| images::in_region(cx.region()).get(at).map(|image| row(cx, image)),
};

/// The caller's tags of an image that is another's, if it ever gave one.
pub(crate) fn public_tags<'a>(cx: Read<'a>, id: &str) -> Option<&'a Tags> {
    cx.find::<PublicImageTags>(id).map(|row| &row.tags)
}

/// The tags an account gave to an image that is not its own, under the image's id; no other
/// account sees them: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html>.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PublicImageTags {}

pub(crate) fn find(cx: Read<'_>, id: &str) -> Option<Row<Image>> {
    images::find(cx.region(), id).map(|image| row(cx, image))
}

/// The size of a snapshot that an image of the catalogue has.
pub(crate) fn public_snapshot_size_gib(cx: Read<'_>, id: &str) -> Option<i32> {
    let devices = images::in_region(cx.region()).iter().flat_map(|image| &image.block_devices);
    let device = devices.into_iter().find(|device| device.snapshot_id == id)?;
    i32::try_from(device.size_gib).ok()
}

fn row(cx: Read<'_>, image: &PublicImage) -> Row<Image> {
    let ephemeral = image.ephemeral_devices.iter().enumerate();
    let ephemeral = ephemeral.map(|(number, device)| BlockDeviceMapping {
        device_name: Some((*device).to_owned()),
        virtual_name: Some(format!("ephemeral{number}")),
        ..BlockDeviceMapping::default()
    });
    let record = Image {
        name: image.name.clone(),
        owner_id: image.owner_id.into(),
        architecture: known(image.architecture.as_str(), ArchitectureValues::X8664),
        platform_details: image.platform_details.to_owned(),
        usage_operation: image.usage_operation.to_owned(),
        is_windows: image.platform.is_some(),
        root_device_name: image.root_device_name.to_owned(),
        ena_support: image.ena_support,
        boot_mode: image.boot_mode.and_then(|mode| BootModeValues::parse(mode.as_str())),
        imds_v2_required: image.imds_support.is_some(),
        tpm_support: false,
        uefi_data: None,
        instance_types: None,
        block_devices: image.block_devices.iter().map(mapping).chain(ephemeral).collect(),
        description: Some(image.description.clone()),
        manifest: None,
        owner_alias: image.owner_alias.map(Into::into),
        sriov_net_support: image.sriov_net_support.is_some(),
        virtualization_type: known(image.virtualization_type.as_str(), VirtualizationType::Hvm),
        created: Timestamp::parse(image.creation_date).unwrap_or_default(),
        deprecated: Timestamp::parse(image.deprecation_time),
        last_launched: None,
        state: Timed::settled(ImageState::Available),
        is_public: true,
        shared_with: SharedWith::default(),
        deregistration_protection: DeregistrationProtection::Disabled,
        origin: Origin::default(),
        watermarks: Vec::new(),
    };
    let tags = cx.find::<PublicImageTags>(&image.id).map(|row| row.tags.clone());
    Row::new(Id::new(image.id.as_str()), record, tags.unwrap_or_default())
}

fn mapping(device: &BlockDevice) -> BlockDeviceMapping {
    let ebs = EbsBlockDevice {
        delete_on_termination: Some(device.delete_on_termination),
        iops: device.iops.and_then(|iops| iops.try_into().ok()),
        snapshot_id: Some(device.snapshot_id.clone()),
        volume_size: device.size_gib.try_into().ok(),
        volume_type: VolumeType::parse(device.volume_type.as_str()),
        throughput: device.throughput.and_then(|throughput| throughput.try_into().ok()),
        encrypted: Some(device.encrypted),
        ..EbsBlockDevice::default()
    };
    BlockDeviceMapping {
        device_name: Some(device.device_name.to_owned()),
        ebs: Some(ebs),
        ..BlockDeviceMapping::default()
    }
}

/// The catalogue's enums have no value that EC2's lack.
fn known<T: WireEnum>(text: &str, otherwise: T) -> T {
    T::parse(text).unwrap_or(otherwise)
}
