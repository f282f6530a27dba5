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
mod founding;
pub(super) mod mappings;
mod names;
pub(super) mod parameters;
mod permissions;
mod protection;
mod public;
mod register;
mod shared;

pub(super) use deregister::DeregisteredImage;
pub(super) use describe::account;
pub(super) use founding::{SNAPSHOT as FOUNDING_SNAPSHOT, found};
pub(super) use public::{PublicImageTags, public_snapshot_size_gib};

use crate::catalog;
use crate::engine::{
    Id, IdRule, Index, Operation, Read, Resource, Row, RowMut, Tags, Timed, Write, operations,
};
use crate::error::{Error, Result};
use permissions::Sharing;
use protection::DeregistrationProtection;
use serde::Serialize;
use std::borrow::Cow;
use wire::{
    ArchitectureValues, BlockDeviceMapping, BootModeValues, DeviceType, HypervisorType,
    ImageMetadata, ImageState, ImageTypeValues, ImdsSupportValues, PlatformValues, ResourceType,
    Timestamp, TpmSupportValues, VirtualizationType, WireEnum as _,
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
        "BlockDeviceMapping.Ebs.VolumeInitializationRate", "KernelId", "RamdiskId", "UefiData",
    ];
    Write CopyImage => copy::copy_image, visits "SourceRegion", refuses [
        "DestinationAvailabilityZone", "DestinationAvailabilityZoneId", "DestinationOutpostArn",
    ];
    Read  DescribeImages => describe::describe_images;
    Read  DescribeImageAttribute => attributes::describe_image_attribute;
    Write EnableImageBlockPublicAccess => block_public_access::enable;
    Write DisableImageBlockPublicAccess => block_public_access::disable;
    Read  GetImageBlockPublicAccessState => block_public_access::state;
    Write ModifyImageAttribute => attributes::modify_image_attribute, refuses ["ProductCode"];
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

impl Resource for Image {
    type View = wire::Image;
    const PREFIX: &'static str = "ami";
    const TYPE: Option<ResourceType> = Some(ResourceType::Image);
    const PLURAL: &'static str = "images";
    const NOT_FOUND: &'static str = "InvalidAMIID.NotFound";
    const MALFORMED: &'static str = "InvalidAMIID.Malformed";
    const NOUN: &'static str = "image id";
    const ID: IdRule = IdRule::Exact;
    const ID_FILTER: Option<&'static str> = Some("image-id");
    const IDS_EXCLUDE_MAX_RESULTS: Option<&'static str> = Some("imageIdsSet");

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::Image {
        let imds = row.imds_v2_required;
        let is_own = row.owner_id == *cx.account();
        wire::Image {
            platform_details: Some(row.platform_details.clone()),
            usage_operation: Some(row.usage_operation.clone()),
            block_device_mappings: Some(row.block_devices.clone()),
            description: row.description.clone(),
            ena_support: Some(row.ena_support),
            hypervisor: Some(HypervisorType::Xen),
            image_owner_alias: row.owner_alias.as_deref().map(str::to_owned),
            name: Some(row.name.clone()),
            root_device_name: (!row.root_device_name.is_empty())
                .then(|| row.root_device_name.clone()),
            root_device_type: Some(match row.manifest {
                None => DeviceType::Ebs,
                Some(_) => DeviceType::InstanceStore,
            }),
            sriov_net_support: row.sriov_net_support.then(|| "simple".to_owned()),
            tags: row.tags.wire_unless_empty(),
            virtualization_type: Some(row.virtualization_type),
            boot_mode: row.boot_mode,
            deprecation_time: row.deprecated.map(Timestamp::iso8601),
            // unverified: that only its owner is shown whether it is protected and used.
            deregistration_protection: is_own
                .then(|| row.deregistration_protection.as_str().to_owned()),
            last_launched_time: row.last_launched.filter(|_| is_own).map(seconds),
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
        for account in &self.shared_with.accounts {
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
    if image.manifest.is_some() {
        return Err(Error::not_emulated("what is made of images in S3"));
    }
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
        creation_date: Some(seconds(row.created)),
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
    cx.find_mut(id).ok_or_else(|| Image::not_found(&[id]))
}

/// A moment as some of the answers about images have it: without milliseconds.
fn seconds(at: Timestamp) -> String {
    at.whole_seconds().iso8601().replace(".000Z", "Z")
}

/// Notes that an image of the caller's own was launched; another's owner is not told here.
// unverified: AWS tells it a day later; here the wait would only hide what was done.
pub(super) fn launched(cx: &mut Write<'_>, id: &str) -> Result<()> {
    let now = cx.now().timestamp();
    if cx.find::<Image>(id).is_some() {
        cx.get_mut::<Image>(id)?.last_launched = Some(now);
    }
    Ok(())
}

/// An image, whoever owns it. All are machine images.
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
    /// Empty where an image in S3 does not say.
    pub root_device_name: String,
    pub ena_support: bool,
    pub boot_mode: Option<BootModeValues>,
    pub imds_v2_required: bool,
    /// Instances have a Trusted Platform Module of version 2.0.
    pub tpm_support: bool,
    pub block_devices: Vec<BlockDeviceMapping>,
    /// Where in S3 it is; `None` for one that is backed by EBS.
    manifest: Option<Box<str>>,
    pub description: Option<String>,
    /// `amazon`, `aws-marketplace`; ordinary accounts have none.
    pub owner_alias: Option<Id>,
    /// Enhanced networking, which EC2 calls `simple`.
    pub sriov_net_support: bool,
    pub virtualization_type: VirtualizationType,
    pub created: Timestamp,
    pub deprecated: Option<Timestamp>,
    last_launched: Option<Timestamp>,
    pub state: Timed<ImageState>,
    pub is_public: bool,
    /// Who may launch it beside its owner.
    shared_with: Sharing,
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
        if let Some(manifest) = &self.manifest {
            return manifest.to_string();
        }
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

/// The same, to be changed: not while it is being made.
///
/// # Errors
/// `InvalidAMIID.Unavailable` for an image that is pending, and those of [`own`].
fn own_to_change<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<Image>> {
    let row = own(cx, id)?;
    let state = row.state.at(cx.now());
    if state == ImageState::Pending {
        let message = format!(
            "The AMI ID '{id}' is currently {} and may not be used for this operation",
            state.as_str()
        );
        return Err(Error::new("InvalidAMIID.Unavailable", message));
    }
    Ok(row)
}
