//! Whether images of an account in a region may become public; those that are stay so.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html>
//!
//! AWS blocks it from the start in accounts that had no public image in October 2023. An account
//! here is older.

use crate::effects::account::account_settings;
use crate::engine::{Read, Write};
use crate::error::{Error, Result};
use crate::records::account::account_settings as account_settings_records;
use wire::{
    DisableImageBlockPublicAccessRequest, DisableImageBlockPublicAccessResult,
    EnableImageBlockPublicAccessRequest, EnableImageBlockPublicAccessResult,
    GetImageBlockPublicAccessStateRequest, GetImageBlockPublicAccessStateResult,
    ImageBlockPublicAccessDisabledState as Disabled, ImageBlockPublicAccessEnabledState as Enabled,
    ManagedBy, WireEnum as _,
};

pub(crate) fn enable(
    cx: &mut Write<'_>,
    request: &EnableImageBlockPublicAccessRequest,
) -> Result<EnableImageBlockPublicAccessResult> {
    account_settings::change(cx, |settings| settings.image_block_public_access = true)?;
    let state = Some(request.image_block_public_access_state);
    Ok(EnableImageBlockPublicAccessResult { image_block_public_access_state: state })
}

pub(crate) fn disable(
    cx: &mut Write<'_>,
    _request: &DisableImageBlockPublicAccessRequest,
) -> Result<DisableImageBlockPublicAccessResult> {
    account_settings::change(cx, |settings| settings.image_block_public_access = false)?;
    let state = Some(Disabled::Unblocked);
    Ok(DisableImageBlockPublicAccessResult { image_block_public_access_state: state })
}

pub(crate) fn state(
    cx: Read<'_>,
    _request: &GetImageBlockPublicAccessStateRequest,
) -> Result<GetImageBlockPublicAccessStateResult> {
    let is_blocked = account_settings_records::of(cx).image_block_public_access;
    let state =
        if is_blocked { Enabled::BlockNewSharing.as_str() } else { Disabled::Unblocked.as_str() };
    Ok(GetImageBlockPublicAccessStateResult {
        image_block_public_access_state: Some(state.to_owned()),
        managed_by: Some(ManagedBy::Account),
    })
}

/// As recorded in <https://github.com/hortonworks/cloudbreak-images/pull/926>.
///
/// # Errors
/// `OperationNotPermitted` where no image may become public.
pub(crate) fn check(cx: Read<'_>) -> Result<()> {
    if !account_settings_records::of(cx).image_block_public_access {
        return Ok(());
    }
    Err(Error::new(
        "OperationNotPermitted",
        "You can\u{2019}t publicly share this image because block public access for AMIs is \
         enabled for this account. To publicly share the image, you must call the \
         DisableImageBlockPublicAccess API.",
    ))
}
