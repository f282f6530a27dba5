//! DeregisterImage: what was launched from an image goes on; the snapshots stay unless they are to
//! go too.

use crate::engine::{Id, Read};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};

/// An image that went a short while ago.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct DeregisteredImage {}

pub(crate) fn key(image_id: &str) -> Id<DeregisteredImage> {
    Id::new(image_id)
}

/// Whether an id is that of an image which EC2 still remembers: DescribeImages leaves it out
/// without an error, as recorded in <https://github.com/boto/botocore/issues/2194>.
pub(crate) fn is_remembered(cx: Read<'_>, id: &str) -> bool {
    cx.find::<DeregisteredImage>(&key(id)).is_some()
}

/// # Errors
/// `InvalidAMIID.Unavailable` for an image that EC2 still remembers, as
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html> has it.
pub(crate) fn check(cx: Read<'_>, id: &str) -> Result<()> {
    if is_remembered(cx, id) {
        let message = format!("The image ID '{id}' is no longer available");
        return Err(Error::new("InvalidAMIID.Unavailable", message));
    }
    Ok(())
}
