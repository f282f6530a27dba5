//! Interfaces that a service of AWS makes in a user's subnet and holds: the user sees them, and
//! only the service changes them.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html>

use crate::effects::network::network_interfaces::managed::PREFIX;
use crate::error::{Error, Result};

/// # Errors
/// `OperationNotPermitted` for an attachment of a service, whether there is such a one or not.
pub(crate) fn check_attachment(id: &str) -> Result<()> {
    if id.rsplit_once('-').is_some_and(|(prefix, _)| prefix == PREFIX) {
        let message = "You are not allowed to manage 'ela-attach' attachments.";
        return Err(Error::new("OperationNotPermitted", message));
    }
    Ok(())
}
