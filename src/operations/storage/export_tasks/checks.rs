//! What can be exported.

use crate::error::{Error, Result};

/// The usage operations of software that AWS does not provide.
const FREE: [&str; 3] = ["RunInstances", "RunInstances:00g0", "RunInstances:0800"];

/// <https://docs.aws.amazon.com/vm-import/latest/userguide/limits-image-export.html>
///
/// # Errors
/// `NotExportable`, which is documented, for what has software that AWS provides.
pub(crate) fn check_license(id: &str, usage_operation: &str) -> Result<()> {
    if FREE.contains(&usage_operation) {
        return Ok(());
    }
    Err(not_exportable(id, "It contains software that AWS provides."))
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ExportImage.html>
const MAX_DESCRIPTION: usize = 255;

/// # Errors
/// `InvalidParameterValue` for a description that is too long.
// unverified (looked up 2026-11-26): the wording.
pub(crate) fn check_description(text: Option<&str>) -> Result<()> {
    let length = text.map_or(0, |text| text.chars().count());
    if length <= MAX_DESCRIPTION {
        return Ok(());
    }
    let reason = "Expecting at most 255 characters.";
    Err(Error::bad_parameter("description", length, reason))
}

// unverified (looked up 2026-11-26): the wordings.
pub(crate) fn not_exportable(id: &str, reason: &str) -> Error {
    Error::new("NotExportable", format!("{id} cannot be exported. {reason}"))
}
