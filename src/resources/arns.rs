//! The ARNs of EC2's resources.

use super::partition;
use crate::engine::Read;

/// `arn:aws:ec2:us-east-1:000000000000:` and the resource, `security-group/sg-…`.
pub(super) fn arn(cx: Read<'_>, resource: &str) -> String {
    format!("arn:{}:ec2:{}:{}:{resource}", partition(cx), cx.region(), cx.account())
}
