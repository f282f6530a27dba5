//! Bundling Windows instances that run on the instance store. There is none: what is launched here
//! is backed by EBS, which EC2 refuses to bundle.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_BundleInstance.html>

use crate::engine::{Operation, Write, operations};
use crate::error::{Error, Result};
use crate::records::account::empty_lists::{absent, none};
use crate::records::account::other_services;
use crate::records::compute::instances::finders::alive;
use wire::{BundleInstanceRequest, BundleInstanceResult, BundleTask};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write BundleInstance => bundle_instance;
    Read  DescribeBundleTasks => |cx, it| none::<BundleTask>(cx, it, OF_IDS, &[]);
    Read  CancelBundleTask => |_, it| absent(OF_IDS, &it.bundle_id);
};

/// The code and the noun of an id that no task has.
// The code is documented; unverified (looked up 2026-11-26): the message.
const OF_IDS: (&str, &str) = ("InvalidBundleID.NotFound", "bundle task ID");

fn bundle_instance(
    cx: &mut Write<'_>,
    request: &BundleInstanceRequest,
) -> Result<BundleInstanceResult> {
    alive(cx.read(), &request.instance_id)?;
    if let Some(s3) = &request.storage.s3 {
        // Nothing is written there.
        let _ = (&s3.aws_access_key_id, &s3.prefix, &s3.upload_policy, &s3.upload_policy_signature);
        other_services::check_bucket(s3.bucket.as_deref().unwrap_or_default())?;
    }
    // The code is documented; unverified (looked up 2026-11-26): the wording.
    Err(Error::new(
        "InvalidInstanceType",
        "The instance does not support bundling: it is backed by EBS.",
    ))
}
