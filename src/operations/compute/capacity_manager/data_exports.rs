//! Where an account's capacity data is to be written, hour by hour. S3 is not asked about the
//! bucket, and nothing is written into it: the first delivery stays pending.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/export-cm-data.html>

use super::record::enabled;
use crate::engine::{Quota, Read, Resource, Row, Text, Write};
use crate::error::Result;
use crate::records::account::buckets::check_bucket;
use serde::{Deserialize, Serialize};
use wire::{
    CapacityManagerDataExportResponse, CapacityManagerDataExportStatus as Status,
    CreateCapacityManagerDataExportRequest, CreateCapacityManagerDataExportResult,
    DeleteCapacityManagerDataExportRequest, DeleteCapacityManagerDataExportResult, OutputFormat,
    ResourceType, Schedule, Timestamp,
};

// unverified (looked up 2026-11-26): the prefix.
impl Resource for CapacityManagerDataExport {
    type View = CapacityManagerDataExportResponse;
    const PREFIX: &'static str = "cmde";
    const TYPE: Option<ResourceType> = Some(ResourceType::CapacityManagerDataExport);
    const PLURAL: &'static str = "capacityManagerDataExports";
    // The number is documented; unverified (looked up 2026-11-26): code and words.
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |_, cx| cx.count::<Self>() > 1,
        code: "ResourceLimitExceeded",
        message: |_| "Capacity Manager allows one data export per account.".to_owned(),
    });

    fn view(row: &Row<Self>, _: Read<'_>) -> CapacityManagerDataExportResponse {
        CapacityManagerDataExportResponse {
            capacity_manager_data_export_id: Some(row.id.to_string()),
            s3_bucket_name: Some(row.bucket.to_string()),
            s3_bucket_prefix: row.prefix.as_ref().map(ToString::to_string),
            schedule: Some(row.schedule),
            output_format: Some(row.format),
            create_time: Some(row.created),
            latest_delivery_status: Some(Status::Pending),
            tags: row.tags.wire(),
            ..CapacityManagerDataExportResponse::default()
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CapacityManagerDataExport {
    bucket: Text,
    prefix: Option<Text>,
    schedule: Schedule,
    format: OutputFormat,
    created: Timestamp,
}

pub(crate) fn create_capacity_manager_data_export(
    cx: &mut Write<'_>,
    request: &CreateCapacityManagerDataExportRequest,
) -> Result<CreateCapacityManagerDataExportResult> {
    let tags = cx.tags_for::<CapacityManagerDataExport>(&request.tag_specifications)?;
    enabled(cx.read())?;
    check_bucket("s3BucketName", &request.s3_bucket_name)?;
    let export = CapacityManagerDataExport {
        bucket: request.s3_bucket_name.as_str().into(),
        prefix: request.s3_bucket_prefix.as_deref().map(Text::from),
        schedule: request.schedule,
        format: request.output_format,
        created: cx.now().timestamp(),
    };
    let id = cx.create(export, tags)?.capacity_manager_data_export_id;
    Ok(CreateCapacityManagerDataExportResult { capacity_manager_data_export_id: id })
}

pub(crate) fn delete_capacity_manager_data_export(
    cx: &mut Write<'_>,
    request: &DeleteCapacityManagerDataExportRequest,
) -> Result<DeleteCapacityManagerDataExportResult> {
    let id = &request.capacity_manager_data_export_id;
    let left = cx.delete::<CapacityManagerDataExport>(id)?.view;
    let id = left.capacity_manager_data_export_id;
    Ok(DeleteCapacityManagerDataExportResult { capacity_manager_data_export_id: id })
}
