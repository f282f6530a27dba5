//! What an image's owner may ask and change one at a time: description, launch permissions,
//! metadata version, deprecation, whether it can be used at all.

use super::{Image, block_public_access, own};
use crate::engine::{Id, Read, Row, Timed, Write};
use crate::error::{Error, Result};
use crate::resources::{snapshots, volumes};
use wire::{
    AttributeValue, DescribeImageAttributeRequest, DisableImageDeprecationRequest,
    DisableImageDeprecationResult, DisableImageRequest, DisableImageResult,
    EnableImageDeprecationRequest, EnableImageDeprecationResult, EnableImageRequest,
    EnableImageResult, ImageAttribute, ImageAttributeName, ImageState, LaunchPermission,
    ModifyImageAttributeRequest, OperationType, PermissionGroup, ResetImageAttributeName,
    ResetImageAttributeRequest, Timestamp, WireEnum as _,
};

const MINUTE_MILLIS: i64 = 60_000;
const YEAR_MILLIS: i64 = 365 * 24 * 60 * MINUTE_MILLIS;
/// The only metadata version an image can ask for.
const IMDS_V2: &str = "v2.0";

pub(super) fn describe_image_attribute(
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
            answer.launch_permissions = Some(launch_permissions(row));
        }
        ImageAttributeName::ProductCodes => answer.product_codes = Some(Vec::new()),
        ImageAttributeName::Kernel => answer.kernel_id = text(None),
        ImageAttributeName::Ramdisk => answer.ramdisk_id = text(None),
        ImageAttributeName::SriovNetSupport => {
            answer.sriov_net_support = text(row.sriov_net_support.then_some("simple"));
        }
        ImageAttributeName::BootMode => {
            answer.boot_mode = text(row.boot_mode.map(wire::WireEnum::as_str));
        }
        ImageAttributeName::TpmSupport => {
            answer.tpm_support = text(row.tpm_support.then_some("v2.0"));
        }
        ImageAttributeName::UefiData => answer.uefi_data = text(None),
        ImageAttributeName::ImdsSupport => {
            answer.imds_support = text(row.imds_v2_required.then_some(IMDS_V2));
        }
        ImageAttributeName::DeregistrationProtection => {
            answer.deregistration_protection = text(Some(row.deregistration_protection.as_str()));
        }
        // <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImageAttribute.html>
        ImageAttributeName::BlockDeviceMapping => {
            let message = "Unauthorized attempt to access restricted resource";
            return Err(Error::new("AuthFailure", message).with_status(403));
        }
        ImageAttributeName::LastLaunchedTime => {
            return Err(Error::not_emulated("the attribute lastLaunchedTime of an image"));
        }
    }
    Ok(answer)
}

fn launch_permissions(row: &Row<Image>) -> Vec<LaunchPermission> {
    let everybody = row.is_public.then(|| LaunchPermission {
        group: Some(PermissionGroup::All),
        ..LaunchPermission::default()
    });
    let accounts = row.shared_with.iter().map(|account| LaunchPermission {
        user_id: Some(account.to_string()),
        ..LaunchPermission::default()
    });
    everybody.into_iter().chain(accounts).collect()
}

pub(super) fn modify_image_attribute(
    cx: &mut Write<'_>,
    request: &ModifyImageAttributeRequest,
) -> Result<()> {
    let row = own(cx.read(), &request.image_id)?;
    let change = Change::read(request)?;
    let disabled = row.state.at(cx.now()) == ImageState::Disabled;
    if disabled && matches!(change, Change::Permissions { .. }) {
        // unverified: code and message; the documentation says that it cannot be shared.
        let message = format!("The image ID '{}' is not available", row.id);
        return Err(Error::new("InvalidAMIID.Unavailable", message));
    }
    if let Change::Permissions { add, .. } = &change {
        check_sharing(cx.read(), row, add)?;
    }
    let mut image = cx.get_mut::<Image>(&request.image_id)?;
    match change {
        Change::Description(text) => image.description = Some(text),
        Change::ImdsV2 => image.imds_v2_required = true,
        Change::Permissions { add, remove } => {
            for grantee in remove {
                match grantee {
                    Grantee::Everybody => image.is_public = false,
                    Grantee::Account(account) => drop(image.shared_with.remove(&account)),
                }
            }
            for grantee in add {
                match grantee {
                    Grantee::Everybody => image.is_public = true,
                    Grantee::Account(account) => drop(image.shared_with.insert(account)),
                }
            }
        }
    }
    Ok(())
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-explicit.html>
fn check_sharing(cx: Read<'_>, row: &Row<Image>, add: &[Grantee]) -> Result<()> {
    if add.is_empty() {
        return Ok(());
    }
    if add.contains(&Grantee::Everybody) && !row.is_public {
        block_public_access::check(cx)?;
    }
    let ebs = row.block_devices.iter().filter_map(|device| device.ebs.as_ref());
    let sources = ebs.filter_map(|ebs| snapshots::source_of_mapping(cx, ebs).transpose());
    for source in sources.collect::<Result<Vec<_>>>()? {
        if !source.encrypted {
            continue;
        }
        if source.kms_key_id.as_ref() == Some(&volumes::aws_key(cx)) {
            let message = "Snapshots encrypted with the AWS Managed CMK can't be shared. Specify \
                           another snapshot.";
            return Err(Error::new("InvalidParameter", message));
        }
        if add.contains(&Grantee::Everybody) {
            // unverified: code and message.
            let message = "An image with encrypted snapshots cannot be made public.";
            return Err(Error::new("InvalidParameter", message));
        }
    }
    Ok(())
}

/// The one attribute that a request changes.
enum Change {
    Description(String),
    ImdsV2,
    Permissions { add: Vec<Grantee>, remove: Vec<Grantee> },
}

#[derive(PartialEq, Eq)]
enum Grantee {
    Everybody,
    Account(Id),
}

impl Change {
    /// An attribute has a member of its own, or it is named and its value stands beside it.
    fn read(request: &ModifyImageAttributeRequest) -> Result<Self> {
        let named = |name| request.attribute.as_deref() == Some(name);
        let value = |name| if named(name) { request.value.as_ref() } else { None };
        let of = |member: &Option<AttributeValue>, name| {
            let member = member.as_ref().and_then(|member| member.value.as_ref());
            member.or_else(|| value(name)).cloned()
        };
        let described = of(&request.description, "description");
        let imds = of(&request.imds_support, "imdsSupport");
        let permissions = Self::permissions(request)?;
        match &request.attribute {
            Some(name)
                if !["description", "imdsSupport", "launchPermission"].contains(&&**name) =>
            {
                return Err(Error::bad_parameter("attribute", name, "It cannot be modified."));
            }
            _ => {}
        }
        if request.value.is_some() && !named("description") && !named("imdsSupport") {
            return Err(Error::missing("attribute"));
        }
        match (described, imds, permissions) {
            (Some(text), None, None) => Ok(Self::Description(text)),
            (None, Some(version), None) if version == IMDS_V2 => Ok(Self::ImdsV2),
            (None, Some(version), None) => {
                Err(Error::bad_parameter("imdsSupport", version, "The only version is v2.0."))
            }
            (None, None, Some(permissions)) => Ok(permissions),
            (None, None, None) => Err(Error::combination("No attributes specified.")),
            _ => Err(Error::combination("Fields for multiple attribute types specified")),
        }
    }

    fn permissions(request: &ModifyImageAttributeRequest) -> Result<Option<Self>> {
        let mut listed = Vec::new();
        listed.extend(request.user_groups.iter().map(|group| everybody(group)));
        listed.extend(request.user_ids.iter().map(|id| account(id)));
        let listed: Vec<Grantee> = listed.into_iter().collect::<Result<_>>()?;
        let (mut add, mut remove) = (Vec::new(), Vec::new());
        match (listed.is_empty(), request.operation_type) {
            (true, None) => {}
            (false, Some(OperationType::Add)) => add = listed,
            (false, Some(OperationType::Remove)) => remove = listed,
            // unverified: that neither goes without the other.
            (false, None) => return Err(Error::missing("operationType")),
            (true, Some(_)) => return Err(Error::missing("userId")),
        }
        if let Some(modifications) = &request.launch_permission {
            add.extend(grantees(modifications.add.as_deref().unwrap_or_default())?);
            remove.extend(grantees(modifications.remove.as_deref().unwrap_or_default())?);
        }
        let any = !add.is_empty() || !remove.is_empty();
        Ok(any.then_some(Self::Permissions { add, remove }))
    }
}

fn grantees(permissions: &[LaunchPermission]) -> Result<Vec<Grantee>> {
    let each = permissions.iter().flat_map(|permission| {
        let group = permission.group.map(|PermissionGroup::All| Ok(Grantee::Everybody));
        group.into_iter().chain(permission.user_id.as_deref().map(account))
    });
    each.collect()
}

fn everybody(group: &str) -> Result<Grantee> {
    match PermissionGroup::parse(group) {
        Some(PermissionGroup::All) => Ok(Grantee::Everybody),
        None => Err(bad_item(group, "UserGroup")),
    }
}

fn account(id: &str) -> Result<Grantee> {
    if id.len() == 12 && id.bytes().all(|digit| digit.is_ascii_digit()) {
        Ok(Grantee::Account(id.into()))
    } else {
        Err(bad_item(id, "userId"))
    }
}

fn bad_item(value: &str, kind: &str) -> Error {
    let message = format!("Invalid attribute item value \"{value}\" for {kind} item type.");
    Error::new("InvalidAMIAttributeItemValue", message)
}

pub(super) fn reset_image_attribute(
    cx: &mut Write<'_>,
    request: &ResetImageAttributeRequest,
) -> Result<()> {
    own(cx.read(), &request.image_id)?;
    let mut image = cx.get_mut::<Image>(&request.image_id)?;
    match request.attribute {
        ResetImageAttributeName::LaunchPermission => {
            image.is_public = false;
            image.shared_with.clear();
        }
    }
    Ok(())
}

/// The limits and the rounding of
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableImageDeprecation.html>.
pub(super) fn enable_image_deprecation(
    cx: &mut Write<'_>,
    request: &EnableImageDeprecationRequest,
) -> Result<EnableImageDeprecationResult> {
    let row = own(cx.read(), &request.image_id)?;
    let at = request.deprecate_at;
    let minutes = at.0.saturating_add(MINUTE_MILLIS / 2).div_euclid(MINUTE_MILLIS);
    let rounded = Timestamp(minutes.saturating_mul(MINUTE_MILLIS));
    let latest = if row.is_public {
        row.created.plus_millis(2 * YEAR_MILLIS)
    } else {
        cx.now().plus_millis(10 * YEAR_MILLIS)
    };
    // unverified: the wording of both.
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

pub(super) fn disable_image_deprecation(
    cx: &mut Write<'_>,
    request: &DisableImageDeprecationRequest,
) -> Result<DisableImageDeprecationResult> {
    own(cx.read(), &request.image_id)?;
    cx.get_mut::<Image>(&request.image_id)?.deprecated = None;
    Ok(DisableImageDeprecationResult { r#return: Some(true) })
}

pub(super) fn enable_image(
    cx: &mut Write<'_>,
    request: &EnableImageRequest,
) -> Result<EnableImageResult> {
    own(cx.read(), &request.image_id)?;
    let mut image = cx.get_mut::<Image>(&request.image_id)?;
    image.state = Timed::settled(ImageState::Available);
    Ok(EnableImageResult { r#return: Some(true) })
}

/// Whoever it was shared with loses it, and enabling does not give it back:
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/disable-an-ami.html>.
pub(super) fn disable_image(
    cx: &mut Write<'_>,
    request: &DisableImageRequest,
) -> Result<DisableImageResult> {
    own(cx.read(), &request.image_id)?;
    let mut image = cx.get_mut::<Image>(&request.image_id)?;
    image.state = Timed::settled(ImageState::Disabled);
    image.is_public = false;
    image.shared_with.clear();
    Ok(DisableImageResult { r#return: Some(true) })
}
