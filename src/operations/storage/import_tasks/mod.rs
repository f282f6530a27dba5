//! Importing disks as snapshots and machines as images. What stands in S3 is not looked at: a disk
//! has the size that the request's `ClientData` tells, and 8 GiB without it.
//! <https://docs.aws.amazon.com/vm-import/latest/userguide/what-is-vmimport.html>

pub(crate) mod cancel;
pub(crate) mod disks;
pub(crate) mod ids;
pub(crate) mod images;
pub(crate) mod keys;
pub(crate) mod snapshots;
pub(crate) mod systems;

use crate::engine::{Operation, listed, operations};
use images::ImportImageTask;
use snapshots::ImportSnapshotTask;

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write ImportSnapshot => snapshots::import_snapshot;
    Read  DescribeImportSnapshotTasks => listed::<ImportSnapshotTask>;
    Write ImportImage => images::import_image, refuses ["LicenseSpecifications"];
    Read  DescribeImportImageTasks => listed::<ImportImageTask>;
    Write CancelImportTask => cancel::cancel_import_task;
};
