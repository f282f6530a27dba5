//! What several operations of these resources check alike.

use crate::error::Error;

pub(crate) fn conflict(message: String) -> Error {
    Error::new("InvalidSubnet.Conflict", message)
}
