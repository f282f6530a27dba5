//! What several operations of these resources check alike.

use crate::error::{Error, Result};

/// An empty id counts as none: <https://github.com/aws/aws-sdk-java/issues/1131>.
// unverified (looked up 2026-11-26): that DescribeInstanceStatus does as DescribeInstances does.
pub(crate) fn check_ids(ids: &[String]) -> Result<()> {
    if ids.iter().any(String::is_empty) {
        return Err(Error::missing("InstanceId"));
    }
    Ok(())
}
