//! Amazon machine images: the public ones of the catalogue, the caller's own, and those that other
//! accounts share. The catalogue's are facts and no rows; one is turned into a record when a
//! request looks at it. Launches take theirs through [`find`]. How images are made is in `create`,
//! `register` and `copy`, with `mappings` for their volumes and `names`; how they go in
//! `deregister` and `protection`.

pub(crate) mod allowed;
pub(crate) mod checks;
pub(crate) mod deregister;
pub(crate) mod describe;
pub(crate) mod finders;
pub(crate) mod founding;
pub(crate) mod mappings;
pub(crate) mod names;
pub(crate) mod parameters;
pub(crate) mod permissions;
pub(crate) mod protection;
pub(crate) mod public;
pub(crate) mod record;

pub(crate) use finders::{find, is_anothers, is_in_s3, metadata, seconds};
pub(crate) use record::{Image, InstanceTypes, Origin, Watermark};

use crate::engine::{
    By, EVERYBODY, Id, IdRule, Index, Read, Record, Resource, Row, Sharing, Text, Whose,
};
use crate::error::Error;
use crate::records::ids::SnapshotId;
use deregister::{DeregisteredImage, is_remembered};
use public::{PublicImageTags, public_tags};
use wire::{
    DeviceType, HypervisorType, ImageState, ImageTypeValues, ImdsSupportValues, InstanceTypeItem,
    PlatformValues, ResourceType, StateReason, Timestamp, TpmSupportValues,
};

impl Record for DeregisteredImage {
    const PLURAL: &'static str = "deregisteredImages";
}

impl Image {
    pub(crate) const BY_NAME: By<Self, str> = By::new("name");
    /// By `all` and the accounts that may launch them beside their owner. No filter has this name.
    pub(crate) const LAUNCHABLE_BY: By<Self, str> = By::new("launchable-by");
    pub(crate) const BY_SNAPSHOT: By<Self, SnapshotId> =
        By::new("block-device-mapping.snapshot-id");
}

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
    /// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharing-amis.html>
    const SHARING: Option<Sharing<Self>> = Some(Sharing {
        index: Some(Self::LAUNCHABLE_BY),
        is_with: may_launch,
        tags: |cx, id| public_tags(cx, id).cloned().unwrap_or_default(),
    });
    const WHOSE: &'static [Whose<Self>] = &[Whose::Own, Whose::Shared, Whose::Aws(public::IMAGES)];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::Image {
        let imds = row.imds_v2_required;
        let is_own = row.owner_id == *cx.seen_by();
        wire::Image {
            platform_details: Some(row.platform_details.clone()),
            usage_operation: Some(row.usage_operation.clone()),
            block_device_mappings: Some(row.block_devices.clone()),
            description: row.description.clone(),
            // Without it there is no such member, and a creation has no milliseconds:
            // `images_controls.json` of radkawar/stackd (looked up 2026-11-26).
            ena_support: row.ena_support.then_some(true),
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
            deprecation_time: row.deprecation().map(Timestamp::iso8601),
            // Lists of others' images have neither.
            deregistration_protection: is_own
                .then(|| row.deregistration_protection.as_str().to_owned()),
            last_launched_time: row.last_launched.filter(|_| is_own).map(seconds),
            imds_support: imds.then_some(ImdsSupportValues::V20),
            image_watermarks: (!row.watermarks.is_empty())
                .then(|| row.watermarks.iter().map(watermark).collect()),
            image_allowed: allowed::is_allowed(cx, row),
            free_tier_eligible: Some(row.is_free_tier_eligible()),
            image_id: Some(row.id.to_string()),
            image_location: Some(row.location()),
            state: Some(row.state.at(cx.now())),
            owner_id: Some(row.owner_id.to_string()),
            creation_date: Some(row.created.whole_seconds().iso8601()),
            public: Some(row.is_public),
            architecture: Some(row.architecture),
            image_type: Some(ImageTypeValues::Machine),
            platform: row.is_windows.then_some(PlatformValues::Windows),
            source_instance_id: row.origin.instance.as_deref().map(str::to_owned),
            source_image_id: row.origin.image.as_ref().map(|(id, _)| id.to_string()),
            source_image_region: row.origin.image.as_ref().map(|(_, region)| region.to_string()),
            tpm_support: row.tpm_support.then_some(TpmSupportValues::V20),
            // hashicorp/packer#6737 (2018). unverified (looked up 2026-11-27): the code.
            state_reason: (row.state.at(cx.now()) == ImageState::Failed).then(|| StateReason {
                code: Some("Client.InternalError".to_owned()),
                message: Some("Copy image failed with an internal error.".to_owned()),
            }),
            instance_type_specification: row.instance_types.as_deref().map(instance_types),
            ..wire::Image::default()
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_NAME, &self.name);
        if self.is_public {
            index.add(Self::LAUNCHABLE_BY, EVERYBODY);
        }
        for account in &self.shared_with.accounts {
            index.add(Self::LAUNCHABLE_BY, account);
        }
        for ebs in self.block_devices.iter().filter_map(|device| device.ebs.as_ref()) {
            if let Some(snapshot) = &ebs.snapshot_id {
                index.add(Self::BY_SNAPSHOT, &Id::new(snapshot.as_str()));
            }
        }
    }

    /// What another account keeps to itself is left out without an error, as what went is:
    /// `images_sharing.json` of radkawar/stackd (looked up 2026-11-26).
    fn is_passed_over(cx: Read<'_>, id: &str) -> bool {
        is_remembered(cx, id) || finders::is_kept_by_another(cx, id)
    }

    fn not_found(ids: &[&str]) -> Error {
        let message = match ids {
            [id] => format!("The image id '[{id}]' does not exist"),
            _ => format!("The image ids '[{}]' do not exist", ids.join(", ")),
        };
        Error::new("InvalidAMIID.NotFound", message)
    }
}

fn instance_types(of: &InstanceTypes) -> wire::InstanceTypeSpecification {
    let items = |names: &[String]| {
        let item = |name: &String| InstanceTypeItem { instance_type: Some(name.clone()) };
        (!names.is_empty()).then(|| names.iter().map(item).collect())
    };
    wire::InstanceTypeSpecification {
        supported_instance_types: items(&of.supported),
        unsupported_instance_types: items(&of.unsupported),
    }
}

fn watermark(of: &Watermark) -> wire::ImageWatermark {
    wire::ImageWatermark {
        watermark_key: Some(of.key.clone()),
        source_image_region: Some(of.region.to_string()),
        source_image_id: Some(of.image_id.to_string()),
        source_image_creation_time: Some(of.image_created),
        watermark_creation_time: Some(of.attached),
    }
}

/// The image that each account begins with has one id everywhere, and is not meant for the others.
fn may_launch(row: &Row<Image>, _owner: Read<'_>, account: &Text) -> bool {
    *row.id != *founding::IMAGE && (row.is_public || row.shared_with.accounts.contains(account))
}

impl Record for PublicImageTags {
    const PLURAL: &'static str = "publicImageTags";
    const TAGS_OF: Option<ResourceType> = Some(ResourceType::Image);
}
