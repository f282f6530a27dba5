//! DeregisterImage: what was launched from an image goes on; the snapshots stay unless they are to
//! go too.

use super::{Image, own, protection};
use crate::engine::{Id, Write};
use crate::error::Result;
use crate::resources::snapshots::{self, Snapshot};
use wire::{
    DeleteSnapshotReturnCode, DeregisterImageRequest, DeregisterImageResult, SnapshotReturnCodes,
};

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
        // unverified: what it is called if the snapshot is not the caller's, as that of the image
        // that every account begins with.
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
