//! CreateStoreImageTask: an image backed by EBS becomes an object, with its tags.

use super::task::StoreImageTask;
use crate::engine::{Tags, Write};
use crate::error::{Error, Result};
use crate::records::account::other_services;
use crate::records::durations;
use crate::records::storage::images::checks::own;
use crate::records::storage::tasks::Work;
use wire::{CreateStoreImageTaskRequest, CreateStoreImageTaskResult, S3ObjectTag};

/// What S3 lets an object have.
const MAX_TAGS: usize = 10;

pub(crate) fn create_store_image_task(
    cx: &mut Write<'_>,
    request: &CreateStoreImageTaskRequest,
) -> Result<CreateStoreImageTaskResult> {
    let row = own(cx.read(), &request.image_id)?;
    row.check_available(&row.id, cx.now())?;
    if row.manifest.is_some() {
        // unverified (looked up 2026-11-26): code and message.
        let message = format!("The image '{}' is not backed by EBS.", row.id);
        return Err(Error::new("InvalidRequest", message));
    }
    other_services::check_bucket(&request.bucket)?;
    check_tags(&request.s3_object_tags)?;
    let mut tags = Tags::default();
    // Those of AWS's own are not stored.
    let own = row.tags.iter().filter(|(key, _)| !key.starts_with("aws:"));
    own.for_each(|(key, value)| tags.set(key, value));
    let record = StoreImageTask {
        image_id: row.id.clone(),
        image: row.record.clone(),
        tags,
        bucket: request.bucket.clone(),
        work: Work::begin(cx.read(), durations::STORE_IMAGE_TASKS_IN_PROGRESS),
    };
    let object_key = Some(record.key());
    let before = cx.read().with(StoreImageTask::BY_IMAGE, &record.image_id).count();
    let id = StoreImageTask::id(&record.image_id, record.work.started.0, before);
    cx.insert(id, record, Tags::default());
    Ok(CreateStoreImageTaskResult { object_key })
}

/// The tags of the object are S3's to keep.
// unverified (looked up 2026-11-26): codes and messages.
fn check_tags(tags: &[S3ObjectTag]) -> Result<()> {
    if tags.len() > MAX_TAGS {
        let message = format!("An object can have {MAX_TAGS} tags at most.");
        return Err(Error::invalid_value(message));
    }
    for tag in tags {
        let (key, value) = (tag.key.as_deref(), tag.value.as_deref());
        if !key.is_some_and(|key| (1..=128).contains(&key.chars().count()))
            || value.is_some_and(|value| value.chars().count() > 256)
        {
            let reason = "Expecting up to 128 characters, and a value of up to 256.";
            return Err(Error::bad_parameter("S3ObjectTag", key.unwrap_or_default(), reason));
        }
        if let Some(key) = key.filter(|key| key.starts_with("aws:")) {
            let reason = "It must not begin with aws:.";
            return Err(Error::bad_parameter("S3ObjectTag", key, reason));
        }
    }
    Ok(())
}
