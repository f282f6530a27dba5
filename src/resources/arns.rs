//! ARNs: of EC2's own resources, and of others that these refer to.

use crate::catalog::regions;
use crate::engine::Read;

/// The second part of the ARNs of the caller's region: `aws`, `aws-cn`, `aws-us-gov`.
pub(super) fn partition(cx: Read<'_>) -> &'static str {
    regions::find(cx.region()).map_or("aws", |region| region.partition.as_str())
}

/// `arn:aws:ec2:us-east-1:000000000000:` and the resource, `security-group/sg-…`.
pub(super) fn arn(cx: Read<'_>, resource: &str) -> String {
    format!("arn:{}:ec2:{}:{}:{resource}", partition(cx), cx.region(), cx.account())
}
