//! Bundling Windows instances that run on the instance store. There is none: what is launched here
//! is backed by EBS, which EC2 refuses to bundle.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_BundleInstance.html>

use crate::engine::{Operation, Read, Write, operations};
use crate::error::{Error, Result};
use crate::records::account::empty_lists::{missing, none};
use crate::records::account::other_services;
use crate::records::compute::instances::finders::alive;
use wire::{
    BundleInstanceRequest, BundleInstanceResult, BundleTask, CancelBundleTaskRequest,
    CancelBundleTaskResult, DescribeBundleTasksRequest, DescribeBundleTasksResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write BundleInstance => bundle_instance;
    Read  DescribeBundleTasks => describe_bundle_tasks;
    Write CancelBundleTask => cancel_bundle_task;
};

/// The code and the noun of an id that no task has.
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

// The code is documented; unverified (looked up 2026-11-26): the message.
fn describe_bundle_tasks(
    cx: Read<'_>,
    request: &DescribeBundleTasksRequest,
) -> Result<DescribeBundleTasksResult> {
    none::<BundleTask>(cx, request, OF_IDS, &[])
}

fn cancel_bundle_task(
    _cx: &mut Write<'_>,
    request: &CancelBundleTaskRequest,
) -> Result<CancelBundleTaskResult> {
    Err(missing(OF_IDS, std::slice::from_ref(&request.bundle_id)))
}
