//! Amazon machine images: the public ones of the catalogue, the caller's own, and those that other
//! accounts share. The catalogue's are facts and no rows; one is turned into a record when a
//! request looks at it. Launches take theirs through [`find`]. How images are made is in `create`,
//! `register` and `copy`, with `mappings` for their volumes and `names`; how they go in
//! `deregister` and `protection`.

pub(crate) mod allowed;
pub(crate) mod ancestry;
pub(crate) mod attributes;
pub(crate) mod block_public_access;
pub(crate) mod copy;
pub(crate) mod create;
pub(crate) mod deregister;
pub(crate) mod describe;
pub(crate) mod findings;
pub(crate) mod instance_types;
pub(crate) mod permissions;
pub(crate) mod protection;
pub(crate) mod register;
pub(crate) mod watermarks;

use crate::engine::{Operation, operations};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateImage => create::create_image, refuses [
        "BlockDeviceMapping.Ebs.AvailabilityZone", "BlockDeviceMapping.Ebs.AvailabilityZoneId",
        "BlockDeviceMapping.Ebs.EbsCardIndex", "BlockDeviceMapping.Ebs.OutpostArn",
        "BlockDeviceMapping.Ebs.VolumeInitializationRate",
    ];
    Write RegisterImage => register::register_image, refuses [
        "BillingProduct", "BlockDeviceMapping.Ebs.AvailabilityZone",
        "BlockDeviceMapping.Ebs.AvailabilityZoneId", "BlockDeviceMapping.Ebs.EbsCardIndex",
        "BlockDeviceMapping.Ebs.OutpostArn", "BlockDeviceMapping.Ebs.VolumeInitializationRate",
        "KernelId", "RamdiskId",
    ];
    Write CopyImage => copy::copy_image, visits "SourceRegion", refuses [
        "DestinationAvailabilityZone", "DestinationAvailabilityZoneId", "DestinationOutpostArn",
    ];
    Read  DescribeImages => describe::describe_images, ruled by describe::PAGES;
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
    Write EnableAllowedImagesSettings => allowed::enable;
    Write DisableAllowedImagesSettings => allowed::disable;
    Read  GetAllowedImagesSettings => allowed::get;
    Write ReplaceImageCriteriaInAllowedImagesSettings => allowed::replace;
    Write ReplaceImageInstanceTypeSpecification =>
        instance_types::replace_image_instance_type_specification;
    Write AttachImageWatermark => watermarks::attach_image_watermark;
    Write DetachImageWatermark => watermarks::detach_image_watermark;
    Read  GetImageFindings => findings::get_image_findings;
    Read  GetImageAncestry => ancestry::get_image_ancestry;
    Write CancelImageLaunchPermission => permissions::cancel_image_launch_permission;
    Write DeregisterImage => deregister::deregister_image;
};
