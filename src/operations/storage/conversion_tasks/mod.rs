//! The older way to import a volume, or a machine with one: a disk that the request's manifest
//! describes becomes a volume, or the only volume of an instance that is stopped once it is there.
//! What stands in S3 is not looked at. <https://docs.aws.amazon.com/vm-import/latest/userguide/>

pub(crate) mod cancel;
pub(crate) mod instances;
pub(crate) mod task;
pub(crate) mod volumes;

use crate::engine::{Operation, Read, operations};
use crate::error::Result;
use task::ConversionTask;
use wire::{DescribeConversionTasksRequest, DescribeConversionTasksResult};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write ImportInstance => instances::import_instance, refuses [
        "LaunchSpecification.AdditionalInfo",
    ];
    Write ImportVolume => volumes::import_volume;
    Read  DescribeConversionTasks => describe_conversion_tasks;
    Write CancelConversionTask => cancel::cancel_conversion_task;
};

fn describe_conversion_tasks(
    cx: Read<'_>,
    request: &DescribeConversionTasksRequest,
) -> Result<DescribeConversionTasksResult> {
    let ids = &request.conversion_task_ids;
    let is_missing = |id: &&String| task::get(cx, id).is_err();
    let missing: Vec<String> = ids.iter().filter(is_missing).cloned().collect();
    if !missing.is_empty() {
        return Err(task::not_found(&missing));
    }
    let all = cx.table::<ConversionTask>().iter(0, cx.now()).map(|(_, row)| row);
    let wanted = all.filter(|row| ids.is_empty() || ids.iter().any(|id| **id == *row.id));
    let tasks = wanted.map(|row| task::view(row, cx)).collect();
    Ok(DescribeConversionTasksResult { conversion_tasks: Some(tasks) })
}
