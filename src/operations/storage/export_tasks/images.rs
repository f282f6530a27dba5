//! ExportImage: an image becomes the file of a virtual machine.

use super::checks;
use crate::engine::{CustomFilter, Read, Resource, Row, Write};
use crate::error::{Error, Result};
use crate::records::account::other_services;
use crate::records::durations;
use crate::records::ids::ImageId;
use crate::records::storage::images::checks::own;
use crate::records::storage::tasks::Work;
use serde::{Deserialize, Serialize};
use wire::{
    ExportImageRequest, ExportImageResult, ExportTaskS3Location, ResourceType, WireEnum as _,
};

/// As recorded in descriptions of tasks that work; unverified (looked up 2026-11-26): when one
/// becomes the next.
const STEPS: [(i64, &str); 3] = [(0, "validating"), (20, "updating"), (50, "converting")];

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ExportImageTask {
    description: Option<String>,
    image_id: ImageId,
    bucket: String,
    prefix: Option<String>,
    pub work: Work,
}

impl Resource for ExportImageTask {
    type View = wire::ExportImageTask;
    const PREFIX: &'static str = "export-ami";
    const TYPE: Option<ResourceType> = Some(ResourceType::ExportImageTask);
    const PLURAL: &'static str = "exportImageTasks";
    // unverified (looked up 2026-11-26): that it is the code of the other export tasks.
    const NOT_FOUND: &'static str = "InvalidExportTaskID.NotFound";
    const MALFORMED: &'static str = "InvalidExportTaskID.Malformed";
    const NOUN: &'static str = "export image task ID";
    const FILTERS: &'static [CustomFilter<Self>] =
        &[("task-state", |row, cx| vec![row.work.stage(cx.now()).as_status().to_owned()])];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::ExportImageTask {
        let now = cx.now();
        wire::ExportImageTask {
            description: row.description.clone(),
            export_image_task_id: Some(row.id.to_string()),
            // Told to whoever exports it, and not listed, in a transcript of 2023.
            image_id: None,
            progress: row.work.progress(0, now),
            s3_export_location: Some(ExportTaskS3Location {
                s3_bucket: Some(row.bucket.clone()),
                s3_prefix: row.prefix.clone(),
            }),
            status: Some(row.work.stage(now).as_status().to_owned()),
            status_message: row.work.message(&STEPS, now),
            tags: row.tags.wire(),
        }
    }
}

pub(crate) fn export_image(
    cx: &mut Write<'_>,
    request: &ExportImageRequest,
) -> Result<ExportImageResult> {
    let tags = cx.tags_for::<ExportImageTask>(&request.tag_specifications)?;
    let image = own(cx.read(), &request.image_id)?;
    image.check_available(&image.id, cx.now())?;
    checks::check_license(&image.id, &image.usage_operation)?;
    let mut ebs = image.block_devices.iter().filter_map(|device| device.ebs.as_ref());
    if ebs.any(|ebs| ebs.encrypted == Some(true)) {
        // As a user of 2023 quotes it.
        let message = format!(
            "The image ID ({}) provided has encrypted EBS block devices and is not exportable.",
            image.id
        );
        return Err(Error::new("InvalidParameter", message));
    }
    if image.manifest.is_some() {
        return Err(checks::not_exportable(&image.id, "It is not backed by EBS."));
    }
    let location = &request.s3_export_location;
    // The decoder has refused a request without it.
    let bucket = location.s3_bucket.clone().unwrap_or_default();
    other_services::check_bucket(&bucket)?;
    other_services::check_role(request.role_name.as_deref())?;
    checks::check_description(request.description.as_deref())?;
    let record = ExportImageTask {
        description: request.description.clone(),
        image_id: image.id.clone(),
        bucket,
        prefix: location.s3_prefix.clone(),
        work: Work::begin(cx.read(), durations::EXPORT_IMAGE_TASKS_ACTIVE),
    };
    let (image_id, is_tagged) = (image.id.to_string(), tags.iter().next().is_some());
    let task = cx.create(record, tags)?;
    Ok(ExportImageResult {
        description: task.description,
        disk_image_format: Some(request.disk_image_format.as_str().to_owned()),
        export_image_task_id: task.export_image_task_id,
        image_id: Some(image_id),
        role_name: request.role_name.clone(),
        progress: task.progress,
        s3_export_location: task.s3_export_location,
        status: task.status,
        status_message: task.status_message,
        tags: task.tags.filter(|_| is_tagged),
    })
}
