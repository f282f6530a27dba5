//! DeregisterImage: what was launched from an image goes on; the snapshots stay unless they are to
//! go too.

use super::protection;
use crate::effects::storage::{recycle_bin, snapshots};
use crate::engine::{Id, Tags, Write};
use crate::error::Result;
use crate::records::ids::SnapshotId;
use crate::records::storage::images::Image;
use crate::records::storage::images::checks::own;
use crate::records::storage::images::deregister::{DeregisteredImage, key};
use crate::records::storage::snapshots::{Snapshot, describe};
use wire::{
    DeleteSnapshotReturnCode, DeregisterImageRequest, DeregisterImageResult, SnapshotReturnCodes,
};

/// How long EC2 remembers an image: as long as an instance is there that was made of it, as it is
/// documented. unverified (looked up 2026-11-26): how long without one.
const REMEMBERED_MILLIS: i64 = 60 * 60 * 1_000;

pub(crate) fn deregister_image(
    cx: &mut Write<'_>,
    request: &DeregisterImageRequest,
) -> Result<DeregisterImageResult> {
    let image = own(cx.read(), &request.image_id)?;
    protection::check(image, cx.now())?;
    let ebs = image.block_devices.iter().filter_map(|device| device.ebs.as_ref());
    let mut snapshots: Vec<SnapshotId> =
        ebs.filter_map(|ebs| Some(Id::new(ebs.snapshot_id.as_deref()?))).collect();
    snapshots.sort_unstable();
    snapshots.dedup();
    recycle_bin::remove::<Image>(cx, &request.image_id)?;
    let (key, forgotten) = (key(&request.image_id), cx.now().plus_millis(REMEMBERED_MILLIS));
    cx.insert(key.clone(), DeregisteredImage {}, Tags::default());
    cx.end::<DeregisteredImage>(&key, forgotten);
    if !request.delete_associated_snapshots.unwrap_or(false) {
        snapshots.clear();
    }
    let result = |id: SnapshotId| DeleteSnapshotReturnCode {
        return_code: Some(delete(cx, &id)),
        snapshot_id: Some(id.to_string()),
    };
    // An empty list is answered, too: `images_controls.json` of radkawar/stackd.
    let delete_snapshot_results = Some(snapshots.into_iter().map(result).collect());
    Ok(DeregisterImageResult { r#return: Some(true), delete_snapshot_results })
}

/// A snapshot that other images have too stays:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeregisterImage.html>.
fn delete(cx: &mut Write<'_>, id: &SnapshotId) -> SnapshotReturnCodes {
    if cx.find::<Snapshot>(id).is_none() {
        // unverified (looked up 2026-11-26): what it is called if the snapshot is not the caller's.
        return SnapshotReturnCodes::MissingPermissions;
    }
    if describe::image_using(cx.read(), id).next().is_some() {
        return SnapshotReturnCodes::Skipped;
    }
    // A locked one stays too.
    // unverified (looked up 2026-11-26): what that is called.
    match snapshots::delete(cx, id) {
        Ok(()) => SnapshotReturnCodes::Success,
        Err(_) => SnapshotReturnCodes::ClientError,
    }
}
