//! What was deleted under a retention rule: listed, and had back. The rules are another service's,
//! and are told to this server by a control route.
//! <https://docs.aws.amazon.com/ebs/latest/userguide/recycle-bin-working-with-items.html>

use crate::effects::storage::recycle_bin::restore;
use crate::engine::{Operation, Read, Write, operations, page};
use crate::error::{Error, Result};
use crate::records::storage::images::deregister::{DeregisteredImage, key};
use crate::records::storage::images::{Image, names};
use crate::records::storage::recycle_bin::{get, listed};
use crate::records::storage::snapshots::Snapshot;
use crate::records::storage::volumes::Volume;
use wire::{
    ImageRecycleBinInfo, ListImagesInRecycleBinRequest, ListImagesInRecycleBinResult,
    ListSnapshotsInRecycleBinRequest, ListSnapshotsInRecycleBinResult,
    ListVolumesInRecycleBinRequest, ListVolumesInRecycleBinResult, OperatorResponse,
    RestoreImageFromRecycleBinRequest, RestoreImageFromRecycleBinResult,
    RestoreSnapshotFromRecycleBinRequest, RestoreSnapshotFromRecycleBinResult,
    RestoreVolumeFromRecycleBinRequest, RestoreVolumeFromRecycleBinResult, SnapshotRecycleBinInfo,
    SnapshotState, VolumeRecycleBinInfo,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  ListImagesInRecycleBin => list_images_in_recycle_bin;
    Write RestoreImageFromRecycleBin => restore_image_from_recycle_bin;
    Read  ListSnapshotsInRecycleBin => list_snapshots_in_recycle_bin;
    Write RestoreSnapshotFromRecycleBin => restore_snapshot_from_recycle_bin;
    Read  ListVolumesInRecycleBin => list_volumes_in_recycle_bin;
    Write RestoreVolumeFromRecycleBin => restore_volume_from_recycle_bin;
};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ListImagesInRecycleBin.html>
const MAX_IMAGES: usize = 20;

/// How many a page has at most:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ListVolumesInRecycleBin.html>
const MAX_VOLUMES: i32 = 500;

fn list_images_in_recycle_bin(
    cx: Read<'_>,
    request: &ListImagesInRecycleBinRequest,
) -> Result<ListImagesInRecycleBinResult> {
    if request.image_ids.len() > MAX_IMAGES {
        // unverified (looked up 2026-11-26): code and message.
        let message = format!("You may specify at most {MAX_IMAGES} image IDs.");
        return Err(Error::invalid_value(message));
    }
    let paging = (request.max_results, request.next_token.as_deref());
    let page = listed::<Image>(cx, &request.image_ids, paging)?;
    let page = page.map(|row| ImageRecycleBinInfo {
        image_id: Some(row.id.to_string()),
        name: Some(row.record.record.name.clone()),
        description: row.record.record.description.clone(),
        recycle_bin_enter_time: Some(row.entered),
        recycle_bin_exit_time: Some(row.exits),
    });
    Ok(ListImagesInRecycleBinResult { images: Some(page.items), next_token: page.next_token })
}

fn restore_image_from_recycle_bin(
    cx: &mut Write<'_>,
    request: &RestoreImageFromRecycleBinRequest,
) -> Result<RestoreImageFromRecycleBinResult> {
    let image = &get::<Image>(cx.read(), &request.image_id)?.record.record;
    // unverified (looked up 2026-11-26): that another image may have taken its name meanwhile.
    names::check(cx.read(), &image.name)?;
    let ebs = image.block_devices.iter().filter_map(|device| device.ebs.as_ref());
    let mut snapshots = ebs.filter_map(|ebs| ebs.snapshot_id.as_deref());
    if let Some(gone) = snapshots.find(|id| cx.find::<Snapshot>(*id).is_none()) {
        // unverified (looked up 2026-11-26): code and message; its snapshots have to be restored
        // before the image.
        let message = format!("The snapshot '{gone}' of the image does not exist.");
        return Err(Error::new("InvalidRequest", message));
    }
    restore::<Image>(cx, &request.image_id)?;
    cx.remove::<DeregisteredImage>(&key(&request.image_id));
    Ok(RestoreImageFromRecycleBinResult { r#return: Some(true) })
}

fn list_snapshots_in_recycle_bin(
    cx: Read<'_>,
    request: &ListSnapshotsInRecycleBinRequest,
) -> Result<ListSnapshotsInRecycleBinResult> {
    let paging = (request.max_results, request.next_token.as_deref());
    let page = listed::<Snapshot>(cx, &request.snapshot_ids, paging)?;
    let page = page.map(|row| SnapshotRecycleBinInfo {
        snapshot_id: Some(row.id.to_string()),
        description: Some(row.record.record.description.clone()),
        volume_id: Some(row.record.record.volume_id.to_string()),
        recycle_bin_enter_time: Some(row.entered),
        recycle_bin_exit_time: Some(row.exits),
    });
    Ok(ListSnapshotsInRecycleBinResult { snapshots: Some(page.items), next_token: page.next_token })
}

fn restore_snapshot_from_recycle_bin(
    cx: &mut Write<'_>,
    request: &RestoreSnapshotFromRecycleBinRequest,
) -> Result<RestoreSnapshotFromRecycleBinResult> {
    restore::<Snapshot>(cx, &request.snapshot_id)?;
    let view = cx.view::<Snapshot>(&request.snapshot_id)?;
    // As in the example of the AWS CLI; here nothing of it can be seen any more.
    let (first, then) = (SnapshotState::Recovering, SnapshotState::Completed);
    let state = cx.read().transition(first, then, 1).at(cx.now());
    Ok(RestoreSnapshotFromRecycleBinResult {
        snapshot_id: view.snapshot_id,
        outpost_arn: None,
        description: view.description,
        encrypted: view.encrypted,
        owner_id: view.owner_id,
        progress: view.progress,
        start_time: view.start_time,
        state: Some(state),
        volume_id: view.volume_id,
        volume_size: view.volume_size,
        sse_type: None,
    })
}

fn list_volumes_in_recycle_bin(
    cx: Read<'_>,
    request: &ListVolumesInRecycleBinRequest,
) -> Result<ListVolumesInRecycleBinResult> {
    // Here alone the model has no bounds.
    let size = page::size(request.max_results)?.map(|size| size.min(MAX_VOLUMES));
    let paging = (size, request.next_token.as_deref());
    let page = listed::<Volume>(cx, &request.volume_ids, paging)?;
    let page = page.map(|row| {
        let volume = &row.record.record;
        let settings = &volume.settings;
        VolumeRecycleBinInfo {
            volume_id: Some(row.id.to_string()),
            volume_type: Some(settings.volume_type),
            // unverified (looked up 2026-11-26): that it is told as it was.
            state: Some(volume.state(cx.now())),
            size: Some(settings.size_gib),
            iops: settings.iops,
            throughput: settings.throughput_mibps,
            outpost_arn: None,
            availability_zone: Some(volume.zone.to_string()),
            availability_zone_id: Some(volume.zone_id.to_string()),
            source_volume_id: volume.source_volume_id.as_deref().map(str::to_owned),
            snapshot_id: settings.snapshot_id.as_deref().map(str::to_owned),
            operator: Some(OperatorResponse {
                managed: Some(false),
                ..OperatorResponse::default()
            }),
            create_time: Some(volume.created),
            recycle_bin_enter_time: Some(row.entered),
            recycle_bin_exit_time: Some(row.exits),
        }
    });
    Ok(ListVolumesInRecycleBinResult { volumes: Some(page.items), next_token: page.next_token })
}

fn restore_volume_from_recycle_bin(
    cx: &mut Write<'_>,
    request: &RestoreVolumeFromRecycleBinRequest,
) -> Result<RestoreVolumeFromRecycleBinResult> {
    restore::<Volume>(cx, &request.volume_id)?;
    Ok(RestoreVolumeFromRecycleBinResult { r#return: Some(true) })
}
