//! Watermarks of images: what is made of a marked image by CreateImage and CopyImage has them too.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachImageWatermark.html>

use crate::engine::Write;
use crate::error::{Error, Result};
use crate::records::storage::images::checks::own_to_change;
use crate::records::storage::images::{Image, Watermark};
use wire::{
    AttachImageWatermarkRequest, AttachImageWatermarkResult, DetachImageWatermarkRequest,
    DetachImageWatermarkResult,
};

/// What a name may have beside letters and digits.
const PUNCTUATION: &str = "()[] ./-'@_";

// unverified (looked up 2026-11-26): codes and wordings of the refusals; the rules are documented.
pub(crate) fn attach_image_watermark(
    cx: &mut Write<'_>,
    request: &AttachImageWatermarkRequest,
) -> Result<AttachImageWatermarkResult> {
    let row = own_to_change(cx.read(), &request.image_id)?;
    if row.is_public {
        let message = format!("The image '{}' is public and cannot have a watermark.", row.id);
        return Err(Error::new("OperationNotPermitted", message));
    }
    let name = &request.watermark_name;
    let is_allowed = |letter: char| letter.is_ascii_alphanumeric() || PUNCTUATION.contains(letter);
    if !(3..=128).contains(&name.chars().count()) || !name.chars().all(is_allowed) {
        let reason = "Expecting 3 to 128 letters, digits and ()[] ./-'@_.";
        return Err(Error::bad_parameter("watermarkName", name, reason));
    }
    let watermark = Watermark {
        key: format!("{}:{name}", cx.account()),
        image_id: row.id.clone(),
        region: cx.region().clone(),
        image_created: row.created,
        attached: cx.now().timestamp(),
    };
    let watermark_key = Some(watermark.key.clone());
    let mut row = cx.get_mut::<Image>(&request.image_id)?;
    // unverified (looked up 2026-11-26): that one which is there already stays as it is.
    if !row.watermarks.iter().any(|other| other.key == watermark.key) {
        row.watermarks.push(watermark);
    }
    Ok(AttachImageWatermarkResult { watermark_key })
}

/// It succeeds whether there is such a watermark or not.
pub(crate) fn detach_image_watermark(
    cx: &mut Write<'_>,
    request: &DetachImageWatermarkRequest,
) -> Result<DetachImageWatermarkResult> {
    own_to_change(cx.read(), &request.image_id)?;
    let mut row = cx.get_mut::<Image>(&request.image_id)?;
    row.watermarks.retain(|watermark| watermark.key != request.watermark_key);
    Ok(DetachImageWatermarkResult { r#return: Some(true) })
}
