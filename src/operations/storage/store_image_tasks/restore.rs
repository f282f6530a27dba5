//! CreateRestoreImageTask: an object becomes an image with another id and snapshots of its own.

use super::task::StoreImageTask;
use crate::effects::storage::snapshots;
use crate::engine::{Read, Tags, Text, Write};
use crate::error::{Error, Result};
use crate::records::account::other_services;
use crate::records::durations;
use crate::records::storage::images::checks::tags_of_both;
use crate::records::storage::images::{Image, names};
use crate::records::storage::snapshots::create::NewSnapshot;
use crate::records::storage::tasks::Work;
use crate::records::storage::volumes::encryption::encryption;
use wire::{
    CreateRestoreImageTaskRequest, CreateRestoreImageTaskResult, ImageState, SnapshotState,
};

pub(crate) fn create_restore_image_task(
    cx: &mut Write<'_>,
    request: &CreateRestoreImageTaskRequest,
) -> Result<CreateRestoreImageTaskResult> {
    let (image_tags, snapshot_tags) = tags_of_both(&request.tag_specifications)?;
    other_services::check_bucket(&request.bucket)?;
    let read = cx.read();
    let (stored, mut tags) = stored(read, request)?;
    let name = request.name.clone().unwrap_or_else(|| stored.name.clone());
    names::check(read, &name)?;
    image_tags.iter().for_each(|(key, value)| tags.set(key, value));

    let work = Work::begin(read, durations::IMAGES_RESTORING);
    let key = encryption(read, (Some(true), None), None)?.1;
    let state = work.makes(ImageState::Pending, ImageState::Available);
    let devices = stored.block_devices.clone();
    let mut image = stored.anew(name, read.account().clone(), work.started, state);
    for mut mapping in devices {
        if let Some(ebs) = mapping.ebs.as_mut()
            && let (Some(_), Some(size_gib)) = (&ebs.snapshot_id, ebs.volume_size)
        {
            let encrypted = ebs.encrypted == Some(true);
            let new = restored(size_gib, encrypted.then(|| key.clone()).flatten(), encrypted);
            let state = work.makes(SnapshotState::Pending, SnapshotState::Completed);
            let snapshot = snapshots::create_in(cx, new, snapshot_tags.clone(), state);
            ebs.snapshot_id = Some(snapshot.to_string());
        }
        image.block_devices.push(mapping);
    }
    let id = cx.new_id::<Image>();
    cx.insert(id.clone(), image, tags);
    Ok(CreateRestoreImageTaskResult { image_id: Some(id.to_string()) })
}

/// What is encrypted is restored with the account's own key, unless the snapshot's was another.
// unverified (looked up 2026-11-26): the description, and that it is that key.
fn restored(size_gib: i32, kms_key_id: Option<Text>, encrypted: bool) -> NewSnapshot {
    let new = NewSnapshot::without_volume(size_gib, String::new());
    NewSnapshot { encrypted, kms_key_id, ..new }
}

/// The image that was stored last as an object, and its tags.
///
/// # Errors
/// `InvalidParameterValue` for an object that no task has stored.
// unverified (looked up 2026-11-26): code and message.
fn stored(cx: Read<'_>, request: &CreateRestoreImageTaskRequest) -> Result<(Image, Tags)> {
    let object = StoreImageTask::object(&request.bucket, &request.object_key);
    let stored = cx.with(StoreImageTask::BY_OBJECT, &*object);
    let stored = stored.filter(|row| row.work.is_completed(cx.now())).last();
    let stored = stored.ok_or_else(|| {
        let reason = format!("There is no stored image in the bucket '{}'.", request.bucket);
        Error::bad_parameter("objectKey", &request.object_key, &reason)
    })?;
    Ok((stored.image.clone(), stored.record.tags.clone()))
}
