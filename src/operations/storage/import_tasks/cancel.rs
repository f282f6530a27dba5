//! CancelImportTask: what the task has made goes with it.

use super::ids::not_found;
use super::images::ImportImageTask;
use super::snapshots::ImportSnapshotTask;
use crate::engine::{HOUR_MILLIS, Write};
use crate::error::{Error, Result};
use crate::records::durations;
use crate::records::storage::images::Image;
use crate::records::storage::snapshots::Snapshot;
use wire::{CancelImportTaskRequest, CancelImportTaskResult};

pub(crate) fn cancel_import_task(
    cx: &mut Write<'_>,
    request: &CancelImportTaskRequest,
) -> Result<CancelImportTaskResult> {
    let id = request.import_task_id.as_deref().ok_or_else(|| Error::missing("importTaskId"))?;
    let reason = request.cancel_reason.clone();
    if let Some(row) = cx.find::<ImportSnapshotTask>(id) {
        let (takes, snapshot) =
            (durations::IMPORT_SNAPSHOT_TASKS_DELETING, row.snapshot_id.clone());
        let (work, over) = row.work.cancelled(cx.read(), (id, reason), takes)?;
        cx.get_mut::<ImportSnapshotTask>(id)?.work = work;
        cx.remove::<Snapshot>(&snapshot);
        cx.end::<ImportSnapshotTask>(id, over.plus_millis(HOUR_MILLIS));
    } else if let Some(row) = cx.find::<ImportImageTask>(id) {
        let (takes, image) = (durations::IMPORT_IMAGE_TASKS_DELETING, row.image_id.clone());
        let made: Vec<_> = row.new_snapshots().cloned().collect();
        let (work, over) = row.work.cancelled(cx.read(), (id, reason), takes)?;
        cx.get_mut::<ImportImageTask>(id)?.work = work;
        cx.remove::<Image>(&image);
        for snapshot in &made {
            cx.remove::<Snapshot>(snapshot);
        }
        cx.end::<ImportImageTask>(id, over.plus_millis(HOUR_MILLIS));
    } else {
        return Err(not_found(&[id]));
    }
    // As in the example of the AWS CLI.
    Ok(CancelImportTaskResult {
        import_task_id: Some(id.to_owned()),
        previous_state: Some("active".to_owned()),
        state: Some("deleting".to_owned()),
    })
}
