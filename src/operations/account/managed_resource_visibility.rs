//! Whether Describes list what other services manage for an account. No service manages anything
//! here, so that they list the same in either case. See `API_ModifyManagedResourceVisibility` in
//! AWS's reference.

use crate::effects::account::account_settings;
use crate::engine::{Operation, Read, Write, operations};
use crate::error::Result;
use crate::records::account::account_settings::of;
use wire::{
    GetManagedResourceVisibilityRequest, GetManagedResourceVisibilityResult,
    ManagedResourceDefaultVisibility as Default, ManagedResourceVisibilitySettings,
    ModifyManagedResourceVisibilityRequest, ModifyManagedResourceVisibilityResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  GetManagedResourceVisibility => get_visibility;
    Write ModifyManagedResourceVisibility => modify_visibility;
};

fn get_visibility(
    cx: Read<'_>,
    _: &GetManagedResourceVisibilityRequest,
) -> Result<GetManagedResourceVisibilityResult> {
    Ok(GetManagedResourceVisibilityResult { visibility: Some(view(cx)) })
}

fn modify_visibility(
    cx: &mut Write<'_>,
    request: &ModifyManagedResourceVisibilityRequest,
) -> Result<ModifyManagedResourceVisibilityResult> {
    account_settings::change(cx, |settings| {
        settings.managed_resources = Some(request.default_visibility);
    })?;
    Ok(ModifyManagedResourceVisibilityResult { visibility: Some(view(cx.read())) })
}

// unverified (looked up 2026-11-26): that they are visible where nobody said anything; and that the
// settings are those of a region.
fn view(cx: Read<'_>) -> ManagedResourceVisibilitySettings {
    let default_visibility = Some(of(cx).managed_resources.unwrap_or(Default::Visible));
    ManagedResourceVisibilitySettings { default_visibility }
}
