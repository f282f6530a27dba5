//! The ARNs of EC2's resources.

use crate::catalog::regions;
use crate::engine::Read;

/// `arn:aws:ec2:us-east-1:000000000000:` and the resource, `security-group/sg-…`.
pub(super) fn arn(cx: Read<'_>, resource: &str) -> String {
    let partition = regions::find(cx.region()).map_or("aws", |region| region.partition.as_str());
    format!("arn:{partition}:ec2:{}:{}:{resource}", cx.region(), cx.account())
}
