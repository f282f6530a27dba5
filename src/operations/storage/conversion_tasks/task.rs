//! What is kept of a conversion, and how it is shown.

use crate::engine::{Id, Now, Read, Record, Row, Text};
use crate::error::{Error, Result};
use crate::records::account::empty_lists;
use crate::records::ids::{InstanceId, VolumeId};
use crate::records::storage::images::seconds;
use crate::records::storage::tasks::{Stage, Work};
use serde::{Deserialize, Serialize};
use wire::{
    ConversionTaskState, DiskImageDescription, DiskImageDetail, DiskImageFormat,
    DiskImageVolumeDescription, ImportInstanceTaskDetails, ImportInstanceVolumeDetailItem,
    ImportVolumeTaskDetails, PlatformValues,
};

/// How long its disk can be uploaded.
// unverified (looked up 2026-11-26): recorded tasks name a moment some days ahead.
const EXPIRES_MILLIS: i64 = 7 * 24 * 3_600_000;

/// As recorded of a task that has just begun.
const STEPS: [(i64, &str); 1] = [(0, "Pending")];

/// What it is doing, as a task that was under way told in ajacoutot/aws-openbsd#34: its volume was
/// there, and no byte of the image was counted yet.
fn message(work: &Work, now: Now<'_>) -> Option<String> {
    let percent = work.percent(now);
    if work.stage(now) == Stage::Active && percent > 0 {
        return Some(format!("Progress: {percent}%"));
    }
    work.message(&STEPS, now)
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ConversionTask {
    pub description: Option<String>,
    pub disk: Disk,
    pub zone: Text,
    pub zone_id: Text,
    pub volume_id: VolumeId,
    /// `None`: a volume alone is imported.
    pub instance_id: Option<InstanceId>,
    pub work: Work,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Disk {
    description: Option<String>,
    format: DiskImageFormat,
    bytes: i64,
    manifest_url: String,
    pub size_gib: i32,
}

impl Disk {
    /// # Errors
    /// `InvalidParameterValue` for a manifest that is nowhere, and a size that no volume has.
    // unverified (looked up 2026-11-26): the wordings.
    pub fn new(image: &DiskImageDetail, size: i64, description: Option<&str>) -> Result<Self> {
        // The decoder has refused a request without these.
        let manifest_url = image.import_manifest_url.clone().unwrap_or_default();
        let format = image.format.unwrap_or(DiskImageFormat::RAW);
        let bytes = image.bytes.unwrap_or_default();
        if !manifest_url.starts_with("https://") && !manifest_url.starts_with("http://") {
            let reason = "Expecting the URL of a manifest.";
            return Err(Error::bad_parameter("importManifestUrl", &manifest_url, reason));
        }
        if bytes < 1 {
            return Err(Error::bad_parameter("bytes", bytes, "Expecting a number of bytes."));
        }
        let size_gib = i32::try_from(size).ok().filter(|size| *size > 0);
        let size_gib = size_gib
            .ok_or_else(|| Error::bad_parameter("size", size, "Expecting a size in GiB."))?;
        let description = description.map(str::to_owned);
        Ok(Self { description, format, bytes, manifest_url, size_gib })
    }
}

impl Record for ConversionTask {
    const PLURAL: &'static str = "conversionTasks";
}

/// The refusal of ids that no task has.
pub(crate) fn not_found(ids: &[String]) -> Error {
    empty_lists::missing(("InvalidConversionTaskId", "conversion task ID"), ids)
}

/// The task with an id: `import-i-…` or `import-vol-…`.
///
/// # Errors
/// `InvalidConversionTaskId`.
pub(crate) fn get<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<ConversionTask>> {
    cx.find(&Id::<ConversionTask>::new(id)).ok_or_else(|| not_found(&[id.to_owned()]))
}

pub(crate) fn view(row: &Row<ConversionTask>, cx: Read<'_>) -> wire::ConversionTask {
    let now = cx.now();
    let task = wire::ConversionTask {
        conversion_task_id: Some(row.id.to_string()),
        expiration_time: Some(seconds(row.work.started.plus_millis(EXPIRES_MILLIS))),
        state: Some(match row.work.stage(now) {
            Stage::Active => ConversionTaskState::Active,
            Stage::Cancelling => ConversionTaskState::Cancelling,
            Stage::Cancelled => ConversionTaskState::Cancelled,
            Stage::Completed => ConversionTaskState::Completed,
        }),
        status_message: message(&row.work, now),
        ..wire::ConversionTask::default()
    };
    match &row.instance_id {
        Some(id) => wire::ConversionTask { import_instance: Some(machine(row, id, cx)), ..task },
        None => wire::ConversionTask { import_volume: Some(alone(row, cx)), ..task },
    }
}

impl ConversionTask {
    fn image(&self) -> DiskImageDescription {
        DiskImageDescription {
            checksum: None,
            format: Some(self.disk.format),
            import_manifest_url: Some(self.disk.manifest_url.clone()),
            size: Some(self.disk.bytes),
        }
    }

    fn volume(&self, cx: Read<'_>) -> DiskImageVolumeDescription {
        let is_begun = self.work.percent(cx.now()) > 0;
        DiskImageVolumeDescription {
            id: is_begun.then(|| self.volume_id.to_string()),
            size: Some(i64::from(self.disk.size_gib)),
        }
    }

    fn converted(&self, cx: Read<'_>) -> i64 {
        if self.work.is_completed(cx.now()) { self.disk.bytes } else { 0 }
    }
}

fn alone(row: &Row<ConversionTask>, cx: Read<'_>) -> ImportVolumeTaskDetails {
    ImportVolumeTaskDetails {
        availability_zone: Some(row.zone.to_string()),
        availability_zone_id: Some(row.zone_id.to_string()),
        bytes_converted: Some(row.converted(cx)),
        description: row.description.clone(),
        image: Some(row.image()),
        volume: Some(row.volume(cx)),
    }
}

fn machine(
    row: &Row<ConversionTask>,
    instance_id: &InstanceId,
    cx: Read<'_>,
) -> ImportInstanceTaskDetails {
    let volume = ImportInstanceVolumeDetailItem {
        availability_zone: Some(row.zone.to_string()),
        availability_zone_id: Some(row.zone_id.to_string()),
        bytes_converted: Some(row.converted(cx)),
        description: row.disk.description.clone(),
        image: Some(row.image()),
        status: Some(row.work.stage(cx.now()).as_status().to_owned()),
        status_message: message(&row.work, cx.now()),
        volume: Some(row.volume(cx)),
    };
    ImportInstanceTaskDetails {
        description: row.description.clone(),
        instance_id: Some(instance_id.to_string()),
        platform: Some(PlatformValues::Windows),
        volumes: Some(vec![volume]),
    }
}
