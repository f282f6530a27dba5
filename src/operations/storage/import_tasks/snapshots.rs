//! ImportSnapshot: a disk in S3 becomes a snapshot, which is pending until the task is complete.
//! <https://docs.aws.amazon.com/vm-import/latest/userguide/vmimport-import-snapshot.html>

use super::disks::{self, Disk, Named};
use super::ids;
use super::keys::checked_encryption;
use crate::effects::storage::snapshots;
use crate::engine::{CustomFilter, PageSize, Read, Resource, Row, Tags, Text, Write};
use crate::error::{Error, Result};
use crate::records::account::other_services;
use crate::records::durations;
use crate::records::ids::SnapshotId;
use crate::records::storage::snapshots::create::NewSnapshot;
use crate::records::storage::tasks::Work;
use serde::{Deserialize, Serialize};
use wire::{
    ImportSnapshotRequest, ImportSnapshotResult, ResourceType, SnapshotState, SnapshotTaskDetail,
};

/// Those of the reference, and the one that the importing of images has beside them.
const FORMATS: [&str; 4] = ["VHD", "VHDX", "VMDK", "RAW"];

/// From when on a task has looked at the disk.
const LOOKED: i64 = 10;

/// As recorded in descriptions of tasks that work; unverified (looked up 2026-11-26): when one
/// becomes the next.
const STEPS: [(i64, &str); 2] = [(0, "pending"), (LOOKED, "downloading/converting")];

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ImportSnapshotTask {
    description: Option<String>,
    disk: Disk,
    encrypted: bool,
    kms_key_id: Option<Text>,
    pub snapshot_id: SnapshotId,
    pub work: Work,
}

impl Resource for ImportSnapshotTask {
    type View = wire::ImportSnapshotTask;
    const PREFIX: &'static str = "import-snap";
    const TYPE: Option<ResourceType> = Some(ResourceType::ImportSnapshotTask);
    const PLURAL: &'static str = "importSnapshotTasks";
    const PAGE_SIZE: PageSize = PageSize::Bounded;
    /// Not documented for these tasks, and used all the same by weldr/lorax's tests.
    const FILTERS: &'static [CustomFilter<Self>] =
        &[("task-state", |row, cx| vec![row.work.stage(cx.now()).as_status().to_owned()])];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::ImportSnapshotTask {
        wire::ImportSnapshotTask {
            description: row.description.clone(),
            import_task_id: Some(row.id.to_string()),
            snapshot_task_detail: Some(detail(row, cx)),
            tags: row.tags.wire(),
        }
    }

    fn check_id(_id: &str) -> Result<()> {
        Ok(())
    }

    fn not_found(wanted: &[&str]) -> Error {
        ids::not_found(wanted)
    }
}

/// As transcripts of 2024 and 2025 have it: while it is pending, nothing but the request is known
/// of the disk, and not even all of that is told; then the snapshot is there without an id. It has
/// the task's description: boto/boto3#2286.
// unverified (looked up 2026-11-26): that it is the disk's where the task has none.
fn detail(row: &Row<ImportSnapshotTask>, cx: Read<'_>) -> SnapshotTaskDetail {
    let now = cx.now();
    let has_looked = row.work.percent(now) >= LOOKED;
    let snapshot_id =
        if row.work.is_completed(now) { row.snapshot_id.to_string() } else { String::new() };
    SnapshotTaskDetail {
        description: row.description.clone().or_else(|| row.disk.description.clone()),
        disk_image_size: Some(row.disk.image_size(has_looked)),
        encrypted: row.encrypted.then_some(true),
        format: row.disk.format.clone().filter(|_| has_looked),
        kms_key_id: row.kms_key_id.as_deref().map(str::to_owned),
        progress: row.work.progress(0, now),
        snapshot_id: has_looked.then_some(snapshot_id),
        status: Some(row.work.stage(now).as_status().to_owned()),
        status_message: row.work.message(&STEPS, now),
        url: row.disk.url(),
        user_bucket: row.disk.bucket().filter(|_| has_looked || !row.disk.is_at_url()),
    }
}

// unverified (looked up 2026-11-26): that the snapshot is listed, as a pending one, before the task
// is complete; clients wait for it by its description.
pub(crate) fn import_snapshot(
    cx: &mut Write<'_>,
    request: &ImportSnapshotRequest,
) -> Result<ImportSnapshotResult> {
    // unverified (looked up 2026-11-26): that a dry run ends here, as that of an image's import.
    cx.permitted()?;
    let tags = cx.tags_for::<ImportSnapshotTask>(&request.tag_specifications)?;
    let container = request.disk_container.as_ref();
    let container = container.ok_or_else(|| Error::missing("diskContainer"))?;
    let named = Named {
        description: container.description.as_deref(),
        format: container.format.as_deref(),
        url: container.url.as_deref(),
        bucket: container.user_bucket.as_ref(),
        snapshot: None,
    };
    let disk = Disk::new(&named, &FORMATS, disks::size_gib(request.client_data.as_ref())?)?;
    other_services::check_role(request.role_name.as_deref())?;
    let wanted = (request.encrypted, request.kms_key_id.as_deref());
    let (encrypted, kms_key_id) = checked_encryption(cx.read(), wanted)?;

    let work = Work::begin(cx.read(), durations::IMPORT_SNAPSHOT_TASKS_ACTIVE);
    let id = cx.new_id::<ImportSnapshotTask>();
    // As recorded in <https://github.com/Netflix/edda>'s tests.
    let text = format!("Created by AWS-VMImport service for {id}");
    let new = NewSnapshot::without_volume(disk.size_gib, text);
    let new = NewSnapshot { encrypted, kms_key_id: kms_key_id.clone(), ..new };
    let state = work.makes(SnapshotState::Pending, SnapshotState::Completed);
    let snapshot_id = snapshots::create_in(cx, new, Tags::default(), state);
    let description = request.description.clone();
    let record = ImportSnapshotTask { description, disk, encrypted, kms_key_id, snapshot_id, work };
    cx.insert(id.clone(), record, tags);
    let task = cx.view::<ImportSnapshotTask>(&id)?;
    Ok(ImportSnapshotResult {
        description: task.description,
        import_task_id: task.import_task_id,
        snapshot_task_detail: task.snapshot_task_detail,
        tags: task.tags,
    })
}
