//! What uses an image: launch templates whose latest versions name it.

use super::launch_templates::LaunchTemplate;
use crate::engine::Row;
use crate::error::{Error, Result};
use crate::records::ids::ImageId;

/// The most versions of a template that can be looked at:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ResourceTypeOption.html>
const MOST_VERSIONS: usize = 10_000;

/// How many versions of a template are to be looked at.
///
/// # Errors
/// `InvalidParameterValue` for no number of them.
// unverified (looked up 2026-11-26): the wording.
pub(crate) fn depth(values: &[String]) -> Result<usize> {
    let text = values.first().map_or("", String::as_str);
    let depth = text.parse().ok().filter(|depth| (1..=MOST_VERSIONS).contains(depth));
    let reason = "Expecting a number of versions, up to 10000.";
    depth.ok_or_else(|| Error::bad_parameter("optionValue", text, reason))
}

/// Whether one of the latest versions of a template names an image.
pub(crate) fn does_name(row: &Row<LaunchTemplate>, image_id: &ImageId, depth: usize) -> bool {
    let latest = row.versions.values().rev().take(depth);
    latest.into_iter().any(|version| version.data.image_id.as_deref() == Some(&**image_id))
}
