//! Amazon machine images: the public ones of the catalogue, the caller's own, and those that other
//! accounts share. The catalogue's are facts and no rows; one is turned into a record when a
//! request looks at it. Launches take theirs through [`find`]. How images are made is in `create`,
//! `register` and `copy`, with `mappings` for their volumes and `names`; how they go in
//! `deregister` and `protection`.

mod attributes;
mod block_public_access;
mod copy;
mod create;
mod deregister;
mod describe;
pub(super) mod mappings;
mod names;
pub(super) mod parameters;
mod protection;
mod public;
mod register;
mod shared;

pub(super) use deregister::DeregisteredImage;
pub(super) use describe::account;
pub(super) use public::{PublicImageTags, public_snapshot_size_gib};

use crate::catalog;
use crate::engine::{
    Id, Index, Operation, Read, Resource, Row, RowMut, Tags, Timed, Write, operations,
};
use crate::error::{Error, Result};
use protection::DeregistrationProtection;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeSet;
use wire::{
    ArchitectureValues, BlockDeviceMapping, BootModeValues, DeviceType, EbsBlockDevice,
    HypervisorType, ImageMetadata, ImageState, ImageTypeValues, ImdsSupportValues, PlatformValues,
    ResourceType, Timestamp, TpmSupportValues, VirtualizationType, VolumeType,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Write CreateImage => create::create_image, refuses [
        "BlockDeviceMapping.Ebs.AvailabilityZone", "BlockDeviceMapping.Ebs.AvailabilityZoneId",
        "BlockDeviceMapping.Ebs.EbsCardIndex", "BlockDeviceMapping.Ebs.KmsKeyId",
        "BlockDeviceMapping.Ebs.OutpostArn", "BlockDeviceMapping.Ebs.VolumeInitializationRate",
    ];
    Write RegisterImage => register::register_image, refuses [
        "BillingProduct", "BlockDeviceMapping.Ebs.AvailabilityZone",
        "BlockDeviceMapping.Ebs.AvailabilityZoneId", "BlockDeviceMapping.Ebs.EbsCardIndex",
        "BlockDeviceMapping.Ebs.KmsKeyId", "BlockDeviceMapping.Ebs.OutpostArn",
        "BlockDeviceMapping.Ebs.VolumeInitializationRate", "ImageLocation", "KernelId",
        "RamdiskId", "UefiData",
    ];
    Write CopyImage => copy::copy_image, visits "SourceRegion", refuses [
        "DestinationAvailabilityZone", "DestinationAvailabilityZoneId", "DestinationOutpostArn",
    ];
    Read  DescribeImages => describe::describe_images;
    Read  DescribeImageAttribute => attributes::describe_image_attribute;
    Write EnableImageBlockPublicAccess => block_public_access::enable;
    Write DisableImageBlockPublicAccess => block_public_access::disable;
    Read  GetImageBlockPublicAccessState => block_public_access::state;
    Write ModifyImageAttribute => attributes::modify_image_attribute, refuses [
        "LaunchPermission.Add.OrganizationArn",
        "LaunchPermission.Add.OrganizationalUnitArn",
        "LaunchPermission.Remove.OrganizationArn",
        "LaunchPermission.Remove.OrganizationalUnitArn",
        "OrganizationArn",
        "OrganizationalUnitArn",
        "ProductCode",
    ];
    Write ResetImageAttribute => attributes::reset_image_attribute;
    Write EnableImageDeprecation => attributes::enable_image_deprecation;
    Write DisableImageDeprecation => attributes::disable_image_deprecation;
    Write EnableImage => attributes::enable_image;
    Write DisableImage => attributes::disable_image;
    Write EnableImageDeregistrationProtection
        => protection::enable_image_deregistration_protection;
    Write DisableImageDeregistrationProtection
        => protection::disable_image_deregistration_protection;
    Write DeregisterImage => deregister::deregister_image;
};

/// The image that every account has in every region, for launches that need just any.
const FOUNDING_IMAGE: &str = "ami-0abcdef1234567890";
const FOUNDING_IMAGE_NAME: &str = "parlel-amzn2-base";
/// 2024-01-01T00:00:00Z: older than any region that a client can speak to.
const FOUNDING_IMAGE_CREATED: Timestamp = Timestamp(1_704_067_200_000);

impl Resource for Image {
    type View = wire::Image;
    const PREFIX: &'static str = "ami";
    const TYPE: ResourceType = ResourceType::Image;
    const PLURAL: &'static str = "images";
    const NOT_FOUND: &'static str = "InvalidAMIID.NotFound";
    const MALFORMED: &'static str = "InvalidAMIID.Malformed";
    const NOUN: &'static str = "image id";
    const ID_FILTER: Option<&'static str> = Some("image-id");

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::Image {
        let imds = row.imds_v2_required;
        wire::Image {
            platform_details: Some(row.platform_details.clone()),
            usage_operation: Some(row.usage_operation.clone()),
            block_device_mappings: Some(row.block_devices.clone()),
            description: row.description.clone(),
            ena_support: Some(row.ena_support),
            hypervisor: Some(HypervisorType::Xen),
            image_owner_alias: row.owner_alias.as_deref().map(str::to_owned),
            name: Some(row.name.clone()),
            root_device_name: Some(row.root_device_name.clone()),
            root_device_type: Some(DeviceType::Ebs),
            sriov_net_support: row.sriov_net_support.then(|| "simple".to_owned()),
            tags: row.tags.wire_unless_empty(),
            virtualization_type: Some(row.virtualization_type),
            boot_mode: row.boot_mode,
            deprecation_time: row.deprecated.map(Timestamp::iso8601),
            // unverified: that EC2 leaves it out where the image is not protected.
            deregistration_protection: (row.deregistration_protection
                != DeregistrationProtection::Disabled)
                .then(|| row.deregistration_protection.as_str().to_owned()),
            imds_support: imds.then_some(ImdsSupportValues::V20),
            image_id: Some(row.id.to_string()),
            image_location: Some(row.location()),
            state: Some(row.state.at(cx.now())),
            owner_id: Some(row.owner_id.to_string()),
            creation_date: Some(row.created.iso8601()),
            public: Some(row.is_public),
            architecture: Some(row.architecture),
            image_type: Some(ImageTypeValues::Machine),
            platform: row.is_windows.then_some(PlatformValues::Windows),
            source_instance_id: row.origin.instance.as_deref().map(str::to_owned),
            source_image_id: row.origin.image.as_ref().map(|(id, _)| id.to_string()),
            source_image_region: row.origin.image.as_ref().map(|(_, region)| region.to_string()),
            tpm_support: row.tpm_support.then_some(TpmSupportValues::V20),
            ..wire::Image::default()
        }
    }

    fn index(&self, index: &mut Index<'_>) {
        index.add("name", self.name.as_str());
        if self.is_public {
            index.add(shared::LAUNCHABLE_BY, shared::EVERYBODY);
        }
        for account in &self.shared_with {
            index.add(shared::LAUNCHABLE_BY, account.clone());
        }
        for ebs in self.block_devices.iter().filter_map(|device| device.ebs.as_ref()) {
            if let Some(snapshot) = &ebs.snapshot_id {
                index.add("block-device-mapping.snapshot-id", snapshot.as_str());
            }
        }
    }

    fn not_found(ids: &[&str]) -> Error {
        let message = match ids {
            [id] => format!("The image id '[{id}]' does not exist"),
            _ => format!("The image ids '[{}]' do not exist", ids.join(", ")),
        };
        Error::new("InvalidAMIID.NotFound", message)
    }
}

/// The image with an id that the caller may launch, as a launch looks it up.
///
/// # Errors
/// `InvalidAMIID.Malformed`, `InvalidAMIID.NotFound`, `InvalidAMIID.Unavailable`, and `AuthFailure`
/// for one that another account keeps to itself, as recorded in
/// <https://github.com/Orange-Cyberdefense/GOAD/issues/304>.
pub(super) fn find(cx: Read<'_>, id: &str) -> Result<Image> {
    let image = match cx.find::<Image>(id) {
        Some(row) => row.record.clone(),
        None => match anothers(cx, id) {
            Some(row) => row.record,
            None if shared::exists(cx, id) => {
                let message = format!("Not authorized for images: [{id}]");
                return Err(Error::new("AuthFailure", message));
            }
            None => {
                deregister::check(cx, id)?;
                cx.get::<Image>(id)?.record.clone()
            }
        },
    };
    if image.state.at(cx.now()) != ImageState::Available {
        let message = format!("The image ID '{id}' is not available");
        return Err(Error::new("InvalidAMIID.Unavailable", message));
    }
    Ok(image)
}

/// An image of the catalogue or of another account that the caller may launch.
fn anothers(cx: Read<'_>, id: &str) -> Option<Row<Image>> {
    public::find(cx, id).or_else(|| shared::get(cx, id).map(|(_, _, row)| row))
}

/// What DescribeInstanceImageMetadata says of the image of an instance.
// unverified: that its id alone is left of an image that went or is no longer shared.
pub(super) fn metadata(cx: Read<'_>, id: &str) -> ImageMetadata {
    let another = || anothers(cx, id).map(Cow::Owned);
    let image = cx.find::<Image>(id).map(Cow::Borrowed).or_else(another);
    let image_id = Some(id.to_owned());
    image.map_or(ImageMetadata { image_id, ..ImageMetadata::default() }, |row| ImageMetadata {
        image_id: Some(id.to_owned()),
        name: Some(row.name.clone()),
        owner_id: Some(row.owner_id.to_string()),
        state: Some(row.state.at(cx.now())),
        image_owner_alias: row.owner_alias.as_deref().map(str::to_owned),
        creation_date: Some(row.created.iso8601()),
        deprecation_time: row.deprecated.map(Timestamp::iso8601),
        image_allowed: Some(true),
        is_public: Some(row.is_public),
        ..ImageMetadata::default()
    })
}

/// Whether the caller sees an image with this id that is another's.
pub(super) fn is_anothers(cx: Read<'_>, id: &str) -> bool {
    catalog::images::find(cx.region(), id).is_some() || shared::get(cx, id).is_some()
}

/// The caller's tags of an image that is another's, if it ever gave one.
pub(super) fn public_tags<'a>(cx: Read<'a>, id: &str) -> Option<&'a Tags> {
    cx.find::<PublicImageTags>(id).map(|row| &row.tags)
}

/// The same, to be changed.
///
/// # Errors
/// Those of the id.
pub(super) fn tags_of_public<'a>(
    cx: &'a mut Write<'_>,
    id: &str,
) -> Result<RowMut<'a, PublicImageTags>> {
    if is_anothers(cx.read(), id) && cx.find::<PublicImageTags>(id).is_none() {
        cx.insert(id.into(), PublicImageTags {}, Tags::default());
    }
    cx.get_mut(id)
}

/// Puts the one image there that a fresh region has of its own.
pub(super) fn found(cx: &mut Write<'_>) {
    let root = EbsBlockDevice {
        delete_on_termination: Some(true),
        snapshot_id: Some(FOUNDING_IMAGE.replace("ami-", "snap-")),
        volume_size: Some(8),
        volume_type: Some(VolumeType::Gp2),
        encrypted: Some(false),
        ..EbsBlockDevice::default()
    };
    let device = "/dev/xvda";
    let record = Image {
        name: FOUNDING_IMAGE_NAME.to_owned(),
        owner_id: cx.account().clone(),
        architecture: ArchitectureValues::X8664,
        platform_details: "Linux/UNIX".to_owned(),
        usage_operation: "RunInstances".to_owned(),
        is_windows: false,
        root_device_name: device.to_owned(),
        ena_support: true,
        boot_mode: None,
        imds_v2_required: false,
        tpm_support: false,
        block_devices: vec![BlockDeviceMapping {
            device_name: Some(device.to_owned()),
            ebs: Some(root),
            ..BlockDeviceMapping::default()
        }],
        description: None,
        owner_alias: None,
        sriov_net_support: true,
        virtualization_type: VirtualizationType::Hvm,
        created: FOUNDING_IMAGE_CREATED,
        deprecated: None,
        state: Timed::settled(ImageState::Available),
        is_public: true,
        shared_with: BTreeSet::new(),
        deregistration_protection: DeregistrationProtection::Disabled,
        origin: Origin::default(),
    };
    cx.insert(FOUNDING_IMAGE.into(), record, Tags::default());
}

/// An image, whoever owns it. All are machine images backed by EBS.
#[derive(Debug, Clone, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts; EC2 has each as a boolean")]
pub(super) struct Image {
    pub name: String,
    pub owner_id: Id,
    pub architecture: ArchitectureValues,
    /// `Linux/UNIX`, `Windows`, …
    pub platform_details: String,
    pub usage_operation: String,
    pub is_windows: bool,
    pub root_device_name: String,
    pub ena_support: bool,
    pub boot_mode: Option<BootModeValues>,
    pub imds_v2_required: bool,
    /// Instances have a Trusted Platform Module of version 2.0.
    pub tpm_support: bool,
    pub block_devices: Vec<BlockDeviceMapping>,
    pub description: Option<String>,
    /// `amazon`, `aws-marketplace`; ordinary accounts have none.
    pub owner_alias: Option<Id>,
    /// Enhanced networking, which EC2 calls `simple`.
    pub sriov_net_support: bool,
    pub virtualization_type: VirtualizationType,
    pub created: Timestamp,
    pub deprecated: Option<Timestamp>,
    pub state: Timed<ImageState>,
    pub is_public: bool,
    /// The accounts that may launch it beside its owner.
    pub shared_with: BTreeSet<Id>,
    deregistration_protection: DeregistrationProtection,
    origin: Origin,
}

/// What an image was made of; nothing if it was registered.
#[derive(Debug, Clone, Default, Serialize)]
struct Origin {
    instance: Option<Id>,
    /// An image and its region: the one that was copied, or that the instance was launched from.
    image: Option<(Id, Id)>,
}

impl Image {
    fn location(&self) -> String {
        format!("{}/{}", self.owner_alias.as_ref().unwrap_or(&self.owner_id), self.name)
    }
}

/// The caller's image with an id.
///
/// # Errors
/// `AuthFailure` for somebody else's, the id's own otherwise.
fn own<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<Image>> {
    if cx.find::<Image>(id).is_none() && is_anothers(cx, id) {
        let message = format!("Not authorized for image:{id}");
        return Err(Error::new("AuthFailure", message).with_status(403));
    }
    deregister::check(cx, id)?;
    cx.get(id)
}
