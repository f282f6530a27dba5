//! Tasks that bundle, convert and export instances. None can be started here, so that there are
//! none. <https://docs.aws.amazon.com/vm-import/latest/userguide/vmexport.html>

use crate::engine::{Operation, Query, Read, operations};
use crate::error::Result;
use crate::records::account::empty_lists::{check_none, none};
use wire::{
    BundleTask, DescribeBundleTasksRequest, DescribeBundleTasksResult,
    DescribeConversionTasksRequest, DescribeConversionTasksResult, DescribeExportTasksRequest,
    DescribeExportTasksResult, ExportTask,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  DescribeBundleTasks => describe_bundle_tasks;
    Read  DescribeConversionTasks => describe_conversion_tasks;
    Read  DescribeExportTasks => describe_export_tasks;
};

// The codes are documented; unverified: the messages.
fn describe_bundle_tasks(
    cx: Read<'_>,
    request: &DescribeBundleTasksRequest,
) -> Result<DescribeBundleTasksResult> {
    none::<BundleTask>(cx, request, ("InvalidBundleID.NotFound", "bundle task ID"), &[])
}

fn describe_conversion_tasks(
    cx: Read<'_>,
    request: &DescribeConversionTasksRequest,
) -> Result<DescribeConversionTasksResult> {
    let query = Query { ids: &request.conversion_task_ids, ..Query::default() };
    check_none(cx, &query, ("InvalidConversionTaskId", "conversion task ID"), &[])?;
    Ok(DescribeConversionTasksResult { conversion_tasks: Some(Vec::new()) })
}

fn describe_export_tasks(
    cx: Read<'_>,
    request: &DescribeExportTasksRequest,
) -> Result<DescribeExportTasksResult> {
    none::<ExportTask>(cx, request, ("InvalidExportTaskID.NotFound", "export task ID"), &[])
}
