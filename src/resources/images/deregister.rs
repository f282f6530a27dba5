//! DeregisterImage: what was launched from an image goes on; the snapshots stay unless they are to
//! go too.

use super::{Image, own, protection};
use crate::engine::{Id, Read, Record, Tags, Write};
use crate::error::{Error, Result};
use crate::resources::snapshots::{self, Snapshot};
use serde::Serialize;
use wire::{
    DeleteSnapshotReturnCode, DeregisterImageRequest, DeregisterImageResult, SnapshotReturnCodes,
};

/// How long EC2 remembers an image. unverified: it does so for a while.
const REMEMBERED_MILLIS: i64 = 60 * 60 * 1_000;

/// An image that went a short while ago.
#[derive(Debug, Clone, Serialize)]
pub(in crate::resources) struct DeregisteredImage {}

impl Record for DeregisteredImage {
    const PLURAL: &'static str = "deregisteredImages";
}

fn key(image_id: &str) -> Id {
    image_id.into()
}

/// Whether an id is that of an image which EC2 still remembers: DescribeImages leaves it out
/// without an error, as recorded in <https://github.com/boto/botocore/issues/2194>.
pub(super) fn is_remembered(cx: Read<'_>, id: &str) -> bool {
    cx.find::<DeregisteredImage>(&key(id)).is_some()
}

/// # Errors
/// `InvalidAMIID.Unavailable` for an image that EC2 still remembers, as
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html> has it.
pub(super) fn check(cx: Read<'_>, id: &str) -> Result<()> {
    if is_remembered(cx, id) {
        let message = format!("The image ID '{id}' is no longer available");
        return Err(Error::new("InvalidAMIID.Unavailable", message));
    }
    Ok(())
}

pub(super) fn deregister_image(
    cx: &mut Write<'_>,
    request: &DeregisterImageRequest,
) -> Result<DeregisterImageResult> {
    let image = own(cx.read(), &request.image_id)?;
    protection::check(image, cx.now())?;
    let ebs = image.block_devices.iter().filter_map(|device| device.ebs.as_ref());
    let mut snapshots: Vec<Id> =
        ebs.filter_map(|ebs| ebs.snapshot_id.as_deref()?.into()).map(Id::from).collect();
    snapshots.sort_unstable();
    snapshots.dedup();
    cx.remove::<Image>(&request.image_id);
    let (key, forgotten) = (key(&request.image_id), cx.now().plus_millis(REMEMBERED_MILLIS));
    cx.insert(key.clone(), DeregisteredImage {}, Tags::default());
    cx.end::<DeregisteredImage>(&key, forgotten);
    let delete_snapshot_results = request.delete_associated_snapshots.unwrap_or(false).then(|| {
        let result = |id: Id| DeleteSnapshotReturnCode {
            return_code: Some(delete(cx, &id)),
            snapshot_id: Some(id.to_string()),
        };
        snapshots.into_iter().map(result).collect()
    });
    Ok(DeregisterImageResult { r#return: Some(true), delete_snapshot_results })
}

/// A snapshot that other images have too stays:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeregisterImage.html>.
fn delete(cx: &mut Write<'_>, id: &str) -> SnapshotReturnCodes {
    if cx.find::<Snapshot>(id).is_none() {
        // unverified: what it is called if the snapshot is not the caller's.
        return SnapshotReturnCodes::MissingPermissions;
    }
    if snapshots::image_using(cx.read(), id).next().is_some() {
        return SnapshotReturnCodes::Skipped;
    }
    // A locked one stays too.
    // unverified: what that is called.
    match snapshots::delete(cx, id) {
        Ok(()) => SnapshotReturnCodes::Success,
        Err(_) => SnapshotReturnCodes::ClientError,
    }
}
