//! CancelExportTask, for tasks of both kinds.

use super::images::ExportImageTask;
use super::instances::ExportTask;
use crate::engine::{HOUR_MILLIS, Write};
use crate::error::Result;
use crate::records::durations;
use wire::CancelExportTaskRequest;

pub(crate) fn cancel_export_task(
    cx: &mut Write<'_>,
    request: &CancelExportTaskRequest,
) -> Result<()> {
    let id = request.export_task_id.as_str();
    if let Some(row) = cx.find::<ExportImageTask>(id) {
        let takes = durations::EXPORT_IMAGE_TASKS_DELETING;
        let (work, over) = row.work.cancelled(cx.read(), (id, None), takes)?;
        cx.get_mut::<ExportImageTask>(id)?.work = work;
        cx.end::<ExportImageTask>(id, over.plus_millis(HOUR_MILLIS));
        return Ok(());
    }
    let row = cx.get::<ExportTask>(id)?;
    let takes = durations::EXPORT_TASKS_CANCELLING;
    let (work, over) = row.work.cancelled(cx.read(), (id, None), takes)?;
    cx.get_mut::<ExportTask>(id)?.work = work;
    cx.end::<ExportTask>(id, over.plus_millis(HOUR_MILLIS));
    Ok(())
}
