//! What an image's owner may ask and change one at a time: description, metadata version,
//! deprecation, whether it can be used at all; who may launch it, by `permissions`.

use super::permissions;
use crate::engine::{Read, Resource as _, Row, Timed, Write};
use crate::error::{Error, Result};
use crate::records::storage::images::checks::{own, own_to_change};
use crate::records::storage::images::permissions::SharedWith;
use crate::records::storage::images::{Image, seconds};
use crate::records::storage::snapshots::Snapshot;
use crate::records::storage::snapshots::tier::Tiering;
use wire::{
    AttributeValue, DescribeImageAttributeRequest, DisableImageDeprecationRequest,
    DisableImageDeprecationResult, DisableImageRequest, DisableImageResult,
    EnableImageDeprecationRequest, EnableImageDeprecationResult, EnableImageRequest,
    EnableImageResult, ImageAttribute, ImageAttributeName, ImageState, ModifyImageAttributeRequest,
    ResetImageAttributeName, ResetImageAttributeRequest, StorageTier, Timestamp, WireEnum as _,
};

const MINUTE_MILLIS: i64 = 60_000;

/// How far ahead the deprecation of an image can be, unless it is public:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableImageDeprecation.html>
const MOST_YEARS: i16 = 10;

/// The only metadata version an image can ask for.
const IMDS_V2: &str = "v2.0";

/// Those that can be modified.
const ATTRIBUTES: [&str; 3] = ["description", "imdsSupport", "launchPermission"];

pub(crate) fn describe_image_attribute(
    cx: Read<'_>,
    request: &DescribeImageAttributeRequest,
) -> Result<ImageAttribute> {
    let row = own(cx, &request.image_id)?;
    let text = |text: Option<&str>| Some(AttributeValue { value: text.map(str::to_owned) });
    let mut answer =
        ImageAttribute { image_id: Some(row.id.to_string()), ..ImageAttribute::default() };
    match request.attribute {
        ImageAttributeName::Description => answer.description = text(row.description.as_deref()),
        ImageAttributeName::LaunchPermission => {
            answer.launch_permissions = Some(permissions::view(row));
        }
        ImageAttributeName::ProductCodes => answer.product_codes = Some(Vec::new()),
        // No image here has one, and one that an image lacks is no member: so AWS answered the
        // functional tests of OpenStack's EC2 API.
        ImageAttributeName::Kernel | ImageAttributeName::Ramdisk => {}
        ImageAttributeName::SriovNetSupport => {
            answer.sriov_net_support = text(row.sriov_net_support.then_some("simple"));
        }
        ImageAttributeName::BootMode => {
            answer.boot_mode = text(row.boot_mode.map(wire::WireEnum::as_str));
        }
        ImageAttributeName::TpmSupport => {
            answer.tpm_support = text(row.tpm_support.then_some("v2.0"));
        }
        ImageAttributeName::UefiData => answer.uefi_data = text(row.uefi_data.as_deref()),
        ImageAttributeName::ImdsSupport => {
            answer.imds_support = text(row.imds_v2_required.then_some(IMDS_V2));
        }
        ImageAttributeName::DeregistrationProtection => {
            answer.deregistration_protection = text(Some(row.deregistration_protection.as_str()));
        }
        // <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImageAttribute.html>
        ImageAttributeName::BlockDeviceMapping => {
            let message = "Unauthorized attempt to access restricted resource";
            return Err(Error::new("AuthFailure", message));
        }
        ImageAttributeName::LastLaunchedTime => {
            let launched = row.last_launched.map(seconds);
            answer.last_launched_time = text(launched.as_deref());
        }
    }
    Ok(answer)
}

pub(crate) fn modify_image_attribute(
    cx: &mut Write<'_>,
    request: &ModifyImageAttributeRequest,
) -> Result<()> {
    // The request is read before it is asked whose image it names, by the same tests.
    let change = Change::read(request)?;
    let row = own_to_change(cx.read(), &request.image_id)?;
    let disabled = row.state.at(cx.now()) == ImageState::Disabled;
    if disabled && matches!(change, Change::Permissions(_)) {
        // unverified (looked up 2026-11-26): code and message; the documentation says that it
        // cannot be shared.
        let message = format!("The image ID '{}' is not available", row.id);
        return Err(Error::new("InvalidAMIID.Unavailable", message));
    }
    if let Change::Permissions(change) = &change {
        permissions::check(cx.read(), row, &change.add)?;
    }
    let mut image = cx.get_mut::<Image>(&request.image_id)?;
    match change {
        Change::Description(text) => image.description = Some(text),
        Change::ImdsV2 => image.imds_v2_required = true,
        Change::Permissions(change) => change.apply(&mut image),
    }
    Ok(())
}

/// The one attribute that a request changes.
pub(crate) enum Change {
    Description(String),
    ImdsV2,
    Permissions(permissions::Change),
}

impl Change {
    /// An attribute has a member of its own, or it is named and its value stands beside it; the
    /// name in any case, as Ansible writes `Description`.
    fn read(request: &ModifyImageAttributeRequest) -> Result<Self> {
        let is_named = |name: &str, asked: &String| asked.eq_ignore_ascii_case(name);
        let named = |name: &str| request.attribute.as_ref().is_some_and(|it| is_named(name, it));
        let value = |name: &str| if named(name) { request.value.as_ref() } else { None };
        let of = |member: &Option<AttributeValue>, name: &str| {
            let member = member.as_ref().and_then(|member| member.value.as_ref());
            member.or_else(|| value(name)).cloned()
        };
        let described = of(&request.description, "description");
        let imds = of(&request.imds_support, "imdsSupport");
        let permissions = permissions::Change::read(request)?;
        match &request.attribute {
            Some(name) if !ATTRIBUTES.iter().any(|attribute| is_named(attribute, name)) => {
                return Err(unmodifiable(name));
            }
            _ => {}
        }
        if request.value.is_some() && !named("description") && !named("imdsSupport") {
            return Err(Error::missing("attribute"));
        }
        let changed = [
            ("description", described.is_some()),
            ("imdsSupport", imds.is_some()),
            ("launchPermission", permissions.is_some()),
        ];
        // unverified (looked up 2026-11-26): that a name which goes with another member is refused
        // so.
        let asked: Vec<_> = changed.iter().filter(|(name, is)| *is || named(name)).collect();
        if asked.len() > 1 {
            let all: Vec<_> = asked.iter().map(|(name, _)| *name).collect();
            return Err(several(&all.join(", ")));
        }
        match (described, imds, permissions) {
            (Some(text), None, None) => Ok(Self::Description(text)),
            (None, Some(version), None) if version == IMDS_V2 => Ok(Self::ImdsV2),
            (None, Some(_), None) => Err(Error::missing(NO_IMDS_V2)),
            (None, None, Some(permissions)) => Ok(Self::Permissions(permissions)),
            _ if named("description") => Err(Error::missing("description")),
            _ if named("imdsSupport") => Err(Error::missing(NO_IMDS_V2)),
            _ => Err(nothing()),
        }
    }
}

fn nothing() -> Error {
    Error::combination("No attributes specified.")
}

/// An attribute that images have and keep, or a name that stands for none. The codes are those that
/// AWS gave the functional tests of OpenStack's EC2 API for `blockDeviceMapping` and `unsupported`.
// unverified (looked up 2026-11-27): the words, and that what holds for one name does for others.
fn unmodifiable(name: &str) -> Error {
    if ImageAttributeName::TEXTS.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        let reason = format!("Value ({name}) for parameter attribute is invalid.");
        Error::new("InvalidParameter", reason + " It cannot be modified.")
    } else {
        nothing()
    }
}

/// What is asked for where the metadata service has no version, or none that images know; recorded
/// in `images_controls.json` of radkawar/stackd (looked up 2026-11-26), as are the words for
/// several attributes and for a description that is named alone.
// unverified (looked up 2026-11-26): that another version than the empty one is refused so.
const NO_IMDS_V2: &str = "imdsSupport with value v2.0";

fn several(names: &str) -> Error {
    Error::combination(format!("Fields for multiple attribute types specified: {names}"))
}

pub(crate) fn reset_image_attribute(
    cx: &mut Write<'_>,
    request: &ResetImageAttributeRequest,
) -> Result<()> {
    own_to_change(cx.read(), &request.image_id)?;
    let mut image = cx.get_mut::<Image>(&request.image_id)?;
    match request.attribute {
        ResetImageAttributeName::LaunchPermission => {
            image.is_public = false;
            image.shared_with = SharedWith::default();
        }
    }
    Ok(())
}

/// The limits and the rounding of
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableImageDeprecation.html>.
/// An unknown image is refused in other words than elsewhere:
/// <https://github.com/hashicorp/packer-plugin-amazon/issues/259>.
fn to_deprecate<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<Image>> {
    own_to_change(cx, id).map_err(|error| match error.code {
        Image::NOT_FOUND => Error::new(Image::NOT_FOUND, format!("Invalid ImageId: {id}")),
        _ => error,
    })
}

pub(crate) fn enable_image_deprecation(
    cx: &mut Write<'_>,
    request: &EnableImageDeprecationRequest,
) -> Result<EnableImageDeprecationResult> {
    let row = to_deprecate(cx.read(), &request.image_id)?;
    let at = request.deprecate_at;
    let minutes = at.0.saturating_add(MINUTE_MILLIS / 2).div_euclid(MINUTE_MILLIS);
    let rounded = Timestamp(minutes.saturating_mul(MINUTE_MILLIS));
    let ten_years = cx.now().timestamp().plus_years(MOST_YEARS);
    let latest = row.public_until().unwrap_or(ten_years);
    // unverified (looked up 2026-11-26): the wording of both.
    let refuse = |reason| Err(Error::bad_parameter("deprecateAt", at.iso8601(), reason));
    if rounded < cx.now().timestamp() {
        return refuse("The date must not be in the past.");
    }
    if rounded > latest {
        return refuse("The date is beyond the upper limit.");
    }
    cx.get_mut::<Image>(&request.image_id)?.deprecated = Some(rounded);
    Ok(EnableImageDeprecationResult { r#return: Some(true) })
}

pub(crate) fn disable_image_deprecation(
    cx: &mut Write<'_>,
    request: &DisableImageDeprecationRequest,
) -> Result<DisableImageDeprecationResult> {
    to_deprecate(cx.read(), &request.image_id)?;
    cx.get_mut::<Image>(&request.image_id)?.deprecated = None;
    Ok(DisableImageDeprecationResult { r#return: Some(true) })
}

pub(crate) fn enable_image(
    cx: &mut Write<'_>,
    request: &EnableImageRequest,
) -> Result<EnableImageResult> {
    let row = own_to_change(cx.read(), &request.image_id)?;
    check_restored(cx.read(), row)?;
    let mut image = cx.get_mut::<Image>(&request.image_id)?;
    image.state = Timed::settled(ImageState::Available);
    Ok(EnableImageResult { r#return: Some(true) })
}

/// A disabled image may have snapshots in the archive, one that is enabled has not:
/// <https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-archive-considerations.html>
// unverified (looked up 2026-11-26): code and message.
fn check_restored(cx: Read<'_>, row: &Row<Image>) -> Result<()> {
    let devices = row.block_devices.iter().filter_map(|device| device.ebs.as_ref());
    let mut snapshots = devices.filter_map(|ebs| cx.find::<Snapshot>(ebs.snapshot_id.as_deref()?));
    let is_archived = |row: &&Row<Snapshot>| {
        let is_for_days = |it: Tiering| it.restore_expires(cx.now()).is_some();
        row.tier(cx.now()) == StorageTier::Archive || row.tiering.is_some_and(is_for_days)
    };
    let Some(archived) = snapshots.find(is_archived) else { return Ok(()) };
    let message = format!(
        "The snapshot '{}' must be restored from the archive permanently before the image can be \
         enabled.",
        archived.id
    );
    Err(Error::new("IncorrectState", message))
}

/// Whoever it was shared with loses it, and enabling does not give it back:
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/disable-an-ami.html>.
pub(crate) fn disable_image(
    cx: &mut Write<'_>,
    request: &DisableImageRequest,
) -> Result<DisableImageResult> {
    own_to_change(cx.read(), &request.image_id)?;
    let mut image = cx.get_mut::<Image>(&request.image_id)?;
    image.state = Timed::settled(ImageState::Disabled);
    image.is_public = false;
    image.shared_with = SharedWith::default();
    Ok(DisableImageResult { r#return: Some(true) })
}
