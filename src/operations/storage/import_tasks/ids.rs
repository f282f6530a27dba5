//! What is answered of the id of a task that there is not, of whichever kind.

use crate::error::Error;

/// The code is what Terraform's AWS provider takes for a task that is gone.
// unverified (looked up 2026-11-26): the wording, and the end of the code, which Ansible's
// `ec2_import_image` does not look for.
pub(crate) fn not_found(ids: &[&str]) -> Error {
    let message = format!("Import task(s) {} not found", ids.join(", "));
    Error::new("InvalidConversionTaskId.Malformed", message)
}
