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

/// # Errors
/// `NotExportable` for a volume or a snapshot that is encrypted.
pub(crate) fn check_encryption(id: &str, is_encrypted: bool) -> Result<()> {
    if is_encrypted {
        return Err(not_exportable(id, "It has an encrypted volume."));
    }
    Ok(())
}

// unverified: the wordings.
pub(crate) fn not_exportable(id: &str, reason: &str) -> Error {
    Error::new("NotExportable", format!("{id} cannot be exported. {reason}"))
}
