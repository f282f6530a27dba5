//! Which instance types may be launched of an image; launches hold to it.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-allowed-instance-types.html>

use crate::engine::Write;
use crate::error::{Error, Result};
use crate::records::storage::images::checks::own_to_change;
use crate::records::storage::images::{Image, InstanceTypes};
use std::collections::BTreeSet;
use wire::{
    ReplaceImageInstanceTypeSpecificationRequest, ReplaceImageInstanceTypeSpecificationResult,
};

/// See `API_InstanceTypeSpecificationRequest` in AWS's reference.
const MAX_CHARS: usize = 24;

/// A request without lists takes them away.
pub(crate) fn replace_image_instance_type_specification(
    cx: &mut Write<'_>,
    request: &ReplaceImageInstanceTypeSpecificationRequest,
) -> Result<ReplaceImageInstanceTypeSpecificationResult> {
    own_to_change(cx.read(), &request.image_id)?;
    let wanted = request.instance_type_specification.as_ref();
    let wanted = wanted.map(|wanted| InstanceTypes {
        supported: wanted.supported_instance_types.clone().unwrap_or_default(),
        unsupported: wanted.unsupported_instance_types.clone().unwrap_or_default(),
    });
    if let Some(wanted) = &wanted {
        check(wanted)?;
    }
    let is_empty = |it: &InstanceTypes| it.supported.is_empty() && it.unsupported.is_empty();
    let wanted = wanted.filter(|wanted| !is_empty(wanted));
    cx.get_mut::<Image>(&request.image_id)?.instance_types = wanted.map(Box::new);
    Ok(ReplaceImageInstanceTypeSpecificationResult { return_value: Some(true) })
}

// unverified (looked up 2026-11-26): the words; what is refused is documented.
fn check(wanted: &InstanceTypes) -> Result<()> {
    let mut seen = BTreeSet::new();
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || "_.*-".contains(letter);
    for name in wanted.supported.iter().chain(&wanted.unsupported) {
        let is_name = (1..=MAX_CHARS).contains(&name.len()) && name.chars().all(is_letter);
        let reason = if !is_name || name.contains("**") {
            "Expecting the name of an instance type, in which * stands for any letters."
        } else if !seen.insert(name) {
            "It must be given once."
        } else {
            continue;
        };
        return Err(Error::bad_parameter("instanceType", name, reason));
    }
    Ok(())
}
