//! Importing disks as snapshots and machines as images. What stands in S3 is not looked at: a disk
//! has the size that the request's `ClientData` tells, and 8 GiB without it.
//! <https://docs.aws.amazon.com/vm-import/latest/userguide/what-is-vmimport.html>

pub(crate) mod cancel;
pub(crate) mod disks;
pub(crate) mod ids;
pub(crate) mod images;
pub(crate) mod snapshots;
pub(crate) mod systems;

use crate::engine::{Operation, Read, Text, listed, operations};
use crate::error::{Error, Result};
use crate::records::storage::volumes::encryption::{can_be_key, encryption};
use images::ImportImageTask;
use snapshots::ImportSnapshotTask;

/// Whether what is imported is encrypted, and by which key: unlike with volumes, this is looked at
/// before the answer.
fn checked_encryption(
    cx: Read<'_>,
    wanted: (Option<bool>, Option<&str>),
) -> Result<(bool, Option<Text>)> {
    let (encrypted, key) = encryption(cx, wanted, None)?;
    if !key.as_deref().is_none_or(can_be_key) {
        // awsdocs/vm-import-export-user-guide#9 (2022) quotes it of a key made up of letters.
        return Err(Error::invalid_value(
            "The specified KMS key is not accessible. If this is a default EBS CMK, please retry \
             your request without specifying the key explicitly",
        ));
    }
    Ok((encrypted, key))
}

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write ImportSnapshot => snapshots::import_snapshot;
    Read  DescribeImportSnapshotTasks => listed::<ImportSnapshotTask>;
    Write ImportImage => images::import_image, refuses ["LicenseSpecifications"];
    Read  DescribeImportImageTasks => listed::<ImportImageTask>;
    Write CancelImportTask => cancel::cancel_import_task;
};
