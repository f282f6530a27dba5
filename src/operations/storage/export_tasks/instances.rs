//! CreateInstanceExportTask: the volume of an instance becomes a file.

use super::checks::{self, not_exportable};
use crate::engine::{Read, Resource, Row, Write};
use crate::error::{Error, Result};
use crate::records::account::other_services;
use crate::records::compute::instances::Instance;
use crate::records::compute::instances::finders::alive;
use crate::records::durations;
use crate::records::ids::{InstanceId, SnapshotId};
use crate::records::network::network_interfaces;
use crate::records::storage::images::Image;
use crate::records::storage::snapshots::Snapshot;
use crate::records::storage::tasks::{Stage, Work};
use crate::records::storage::volumes;
use serde::{Deserialize, Serialize};
use wire::{
    ContainerFormat, CreateInstanceExportTaskRequest, CreateInstanceExportTaskResult,
    DiskImageFormat, ExportEnvironment, ExportTaskState, ExportToS3Task,
    ExportToS3TaskSpecification, InstanceExportDetails, ResourceType, WireEnum as _,
};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ExportTask {
    description: Option<String>,
    instance_id: InstanceId,
    environment: ExportEnvironment,
    container: Option<ContainerFormat>,
    format: DiskImageFormat,
    bucket: String,
    prefix: String,
    pub work: Work,
}

impl Resource for ExportTask {
    type View = wire::ExportTask;
    const PREFIX: &'static str = "export-i";
    const TYPE: Option<ResourceType> = Some(ResourceType::ExportInstanceTask);
    const PLURAL: &'static str = "exportTasks";
    const NOT_FOUND: &'static str = "InvalidExportTaskID.NotFound";
    const MALFORMED: &'static str = "InvalidExportTaskID.Malformed";
    const NOUN: &'static str = "export task ID";

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::ExportTask {
        let stage = row.work.stage(cx.now());
        wire::ExportTask {
            description: row.description.clone(),
            export_task_id: Some(row.id.to_string()),
            export_to_s3_task: Some(ExportToS3Task {
                container_format: row.container,
                disk_image_format: Some(row.format()),
                s3_bucket: Some(row.bucket.clone()),
                s3_key: Some(row.key()),
            }),
            instance_export_details: Some(InstanceExportDetails {
                instance_id: Some(row.instance_id.to_string()),
                target_environment: Some(row.environment),
            }),
            state: Some(match stage {
                Stage::Active => ExportTaskState::Active,
                Stage::Cancelling => ExportTaskState::Cancelling,
                Stage::Cancelled => ExportTaskState::Cancelled,
                Stage::Completed => ExportTaskState::Completed,
            }),
            status_message: row.work.message(&[], cx.now()),
            tags: row.tags.wire_unless_empty(),
        }
    }
}

impl Row<ExportTask> {
    /// As the answers of CreateInstanceExportTask spell it in transcripts (looked up 2026-11-26).
    fn format(&self) -> String {
        self.format.as_str().to_lowercase()
    }

    /// As in the user guide: `my-exports/export-i-….ova`.
    fn key(&self) -> String {
        let format = match self.container {
            Some(container) => container.as_str().to_owned(),
            None => self.format(),
        };
        format!("{}{}.{format}", self.prefix, self.id)
    }
}

pub(crate) fn create_instance_export_task(
    cx: &mut Write<'_>,
    request: &CreateInstanceExportTaskRequest,
) -> Result<CreateInstanceExportTaskResult> {
    let tags = cx.tags_for::<ExportTask>(&request.tag_specifications)?;
    let instance = alive(cx.read(), &request.instance_id)?;
    check_exportable(cx.read(), instance)?;
    let target = &request.export_to_s3_task;
    let bucket = target.s3_bucket.clone().ok_or_else(|| Error::missing("s3Bucket"))?;
    other_services::check_bucket(&bucket)?;
    checks::check_description(request.description.as_deref())?;
    let record = ExportTask {
        description: request.description.clone(),
        instance_id: instance.id.clone(),
        environment: request.target_environment,
        container: target.container_format,
        format: format(target, request.target_environment)?,
        bucket,
        prefix: target.s3_prefix.clone().unwrap_or_default(),
        work: Work::begin(cx.read(), durations::EXPORT_TASKS_ACTIVE),
    };
    Ok(CreateInstanceExportTaskResult { export_task: Some(cx.create(record, tags)?) })
}

/// # Errors
/// `Unsupported` for a format that the environment does not read.
fn format(target: &ExportToS3TaskSpecification, to: ExportEnvironment) -> Result<DiskImageFormat> {
    let usual = match to {
        ExportEnvironment::Vmware => DiskImageFormat::VMDK,
        ExportEnvironment::Citrix | ExportEnvironment::Microsoft => DiskImageFormat::VHD,
    };
    match target.disk_image_format {
        Some(format) if format != usual => {
            // So its list is written in aws/aws-sdk#535, where none of the environments took RAW;
            // unverified (looked up 2026-11-26): the lists of the two others.
            let message = format!(
                "diskImageFormat '{}' not supported for targetEnvironment '{}'. Valid value(s): \
                 [\"'{}', .",
                format.as_str().to_lowercase(),
                to.as_str(),
                usual.as_str().to_lowercase()
            );
            Err(Error::new("Unsupported", message))
        }
        _ => Ok(usual),
    }
}

/// <https://docs.aws.amazon.com/vm-import/latest/userguide/vmexport-limits.html>
///
/// # Errors
/// `NotExportable` for one with software that AWS provides, an encrypted volume, a volume of
/// somebody else's snapshot, or more than one volume or network interface.
fn check_exportable(cx: Read<'_>, instance: &Row<Instance>) -> Result<()> {
    checks::check_license(&instance.id, &instance.launch.usage_operation)?;
    let attached = volumes::attached::attached_to(cx, &instance.id);
    if attached.iter().any(|row| row.settings.encrypted) {
        return Err(not_exportable(&instance.id, "It has an encrypted volume."));
    }
    if attached.len() > 1 {
        // As a user of the command line quotes it.
        let message =
            "This instance has multiple volumes attached. Please remove additional volumes.";
        return Err(Error::new("NotExportable", message));
    }
    let ([volume], true) = (&*attached, instance.launch.instance_store.is_empty()) else {
        return Err(not_exportable(&instance.id, "It does not have one EBS volume and no other."));
    };
    if let Some(id) = volume.settings.snapshot_id.as_ref().filter(|id| !is_own(cx, id)) {
        // aws/aws-cli#6779
        let message = format!(
            "The snapshot ID ({id}) of the instance neither is owned by current user nor had been \
             previously imported through VMIE."
        );
        return Err(Error::new("NotExportable", message));
    }
    if network_interfaces::attached::attached_to(cx, &instance.id).len() > 1 {
        return Err(not_exportable(&instance.id, "It has several network interfaces."));
    }
    Ok(())
}

/// Its image's, where it is the one that every account has.
fn is_own(cx: Read<'_>, id: &SnapshotId) -> bool {
    cx.find::<Snapshot>(id).is_some() || cx.with(Image::BY_SNAPSHOT, id).next().is_some()
}
