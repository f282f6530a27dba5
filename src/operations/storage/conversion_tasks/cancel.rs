//! CancelConversionTask: what was made so far goes.

use super::task::{self, ConversionTask};
use crate::effects::compute::instances::lifecycle;
use crate::engine::{HOUR_MILLIS, Write};
use crate::error::Result;
use crate::records::durations;
use crate::records::storage::volumes::Volume;
use wire::CancelConversionRequest;

pub(crate) fn cancel_conversion_task(
    cx: &mut Write<'_>,
    request: &CancelConversionRequest,
) -> Result<()> {
    let id = request.conversion_task_id.as_str();
    let row = task::get(cx.read(), id)?;
    let (volume, instance) = (row.volume_id.clone(), row.instance_id.clone());
    let reason = request.reason_message.clone();
    let takes = durations::CONVERSION_TASKS_CANCELLING;
    let (work, over) = row.work.cancelled(cx.read(), (id, reason), takes)?;
    if let Some(mut row) = cx.find_mut::<ConversionTask>(id) {
        row.work = work;
    }
    match instance {
        Some(instance) => lifecycle::terminate(cx, &instance)?,
        None => cx.remove::<Volume>(&volume),
    }
    cx.end::<ConversionTask>(id, over.plus_millis(HOUR_MILLIS));
    Ok(())
}
