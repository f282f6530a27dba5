//! Protection of an image from deregistration, with or without a day in which it goes on after it
//! was disabled.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-deregistration-protection.html>

use crate::engine::{Now, Row, Write};
use crate::error::{Error, Result};
use crate::records::storage::images::Image;
use crate::records::storage::images::checks::own_to_change;
use crate::records::storage::images::protection::DeregistrationProtection;
use wire::{
    DisableImageDeregistrationProtectionRequest, DisableImageDeregistrationProtectionResult,
    EnableImageDeregistrationProtectionRequest, EnableImageDeregistrationProtectionResult,
};

/// Refuses to deregister an image that is protected.
pub(crate) fn check(row: &Row<Image>, now: Now<'_>) -> Result<()> {
    let protected = match row.deregistration_protection {
        DeregistrationProtection::Disabled => false,
        DeregistrationProtection::Enabled | DeregistrationProtection::EnabledWithCooldown => true,
        DeregistrationProtection::CoolingDown(until) => !now.reached(until),
    };
    if protected {
        // unverified (looked up 2026-11-26): code and message.
        let message = format!("The image '{}' is protected from deregistration.", row.id);
        return Err(Error::new("OperationNotPermitted", message));
    }
    Ok(())
}

pub(crate) fn enable_image_deregistration_protection(
    cx: &mut Write<'_>,
    request: &EnableImageDeregistrationProtectionRequest,
) -> Result<EnableImageDeregistrationProtectionResult> {
    own_to_change(cx.read(), &request.image_id)?;
    let protection = if request.with_cooldown.unwrap_or(false) {
        DeregistrationProtection::EnabledWithCooldown
    } else {
        DeregistrationProtection::Enabled
    };
    cx.get_mut::<Image>(&request.image_id)?.deregistration_protection = protection;
    let answer = protection.as_str().to_owned();
    Ok(EnableImageDeregistrationProtectionResult { r#return: Some(answer) })
}

pub(crate) fn disable_image_deregistration_protection(
    cx: &mut Write<'_>,
    request: &DisableImageDeregistrationProtectionRequest,
) -> Result<DisableImageDeregistrationProtectionResult> {
    let before = own_to_change(cx.read(), &request.image_id)?.deregistration_protection;
    let protection = before.disabled(cx.now());
    cx.get_mut::<Image>(&request.image_id)?.deregistration_protection = protection;
    let answer = protection.as_str().to_owned();
    Ok(DisableImageDeregistrationProtectionResult { r#return: Some(answer) })
}
