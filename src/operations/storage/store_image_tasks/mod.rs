//! Storing images as objects in S3, and restoring them from there. An object is what a task of the
//! same account in the same region has stored; what others put into a bucket is not seen.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-store-restore.html>

pub(crate) mod describe;
pub(crate) mod restore;
pub(crate) mod store;
pub(crate) mod task;

use crate::engine::{Operation, operations};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateStoreImageTask => store::create_store_image_task;
    Read  DescribeStoreImageTasks => describe::describe_store_image_tasks;
    Write CreateRestoreImageTask => restore::create_restore_image_task;
};
