//! The first password of a Windows instance, which Windows makes when it boots for the first time
//! and which only the holder of the launch's key pair can read.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetPasswordData.html>

use crate::engine::Read;
use crate::error::Result;
use crate::records::compute::instances::Instance;
use wire::{GetPasswordDataRequest, GetPasswordDataResult};

/// Empty until there is a password, and for an instance that never has one.
pub(crate) fn get_password_data(
    cx: Read<'_>,
    request: &GetPasswordDataRequest,
) -> Result<GetPasswordDataResult> {
    let row = cx.get::<Instance>(&request.instance_id)?;
    let password = row.rare.as_ref().and_then(|rare| rare.password.as_ref());
    let password = password.filter(|password| password.is_made.at(cx.now()));
    let updated = password.and_then(|password| password.is_made.settles());
    Ok(GetPasswordDataResult {
        instance_id: Some(row.id.to_string()),
        // unverified (looked up 2026-11-26): AWS's own moment where there is no password.
        timestamp: Some(updated.unwrap_or(row.launch.at).whole_seconds()),
        password_data: Some(password.map(|it| it.data.to_string()).unwrap_or_default()),
    })
}
