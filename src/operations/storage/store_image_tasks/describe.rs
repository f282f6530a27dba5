//! DescribeStoreImageTasks: those of the last 31 days, the latest first.

use super::task::StoreImageTask;
use crate::engine::filter::ViewFilters;
use crate::engine::{Now, Read, Row};
use crate::error::{Error, Result};
use wire::{DescribeStoreImageTasksRequest, DescribeStoreImageTasksResult, StoreImageTaskResult};

const LISTED_MILLIS: i64 = 31 * 24 * 3_600_000;

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeStoreImageTasks.html>
const MAX_IDS: usize = 20;

pub(crate) fn describe_store_image_tasks(
    cx: Read<'_>,
    request: &DescribeStoreImageTasksRequest,
) -> Result<DescribeStoreImageTasksResult> {
    let ids = &request.image_ids;
    if ids.len() > MAX_IDS {
        // unverified (looked up 2026-11-26): code and message.
        let message = format!("You may specify at most {MAX_IDS} image IDs.");
        return Err(Error::invalid_value(message));
    }
    if !ids.is_empty() && request.max_results.is_some() {
        // That they exclude each other is documented; unverified (looked up 2026-11-26): that it
        // is said as of other images.
        return Err(Error::exclusive("imageIdsSet", "maxResults"));
    }
    let paths: [(&str, &[&str]); 1] = [("task-state", &["storeTaskState"])];
    let filters = ViewFilters::parse_with(cx.action(), &request.filters, &paths)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let now = cx.now();
    let mut rows: Vec<_> = cx.table::<StoreImageTask>().iter(0, now).collect();
    rows.reverse();
    let before = paging.after().and_then(|key| key.parse().ok()).unwrap_or(u64::MAX);
    // Beside ids the filters are ignored, as it is documented, and the latest task of an image is
    // the only one that is listed: <https://github.com/aws/aws-sdk/issues/601>.
    let is_latest = |seq: u64, row: &Row<StoreImageTask>| {
        let of_image = cx.table::<StoreImageTask>().iter(seq, now);
        !of_image.into_iter().any(|(_, other)| other.image_id == row.image_id)
    };
    let is_wanted = |seq: u64, row: &Row<StoreImageTask>| {
        let is_listed = !now.reached(row.work.started.plus_millis(LISTED_MILLIS));
        is_listed
            && if ids.is_empty() {
                filters.matches(&view(row, now))
            } else {
                ids.iter().any(|id| **id == *row.image_id) && is_latest(seq, row)
            }
    };
    let rows = rows.into_iter().filter(|(seq, row)| *seq < before && is_wanted(*seq, row));
    let page = paging.cut(rows.map(|(seq, row)| Ok((seq, view(row, now)))))?;
    Ok(DescribeStoreImageTasksResult {
        store_image_task_results: Some(page.items),
        next_token: page.next_token,
    })
}

fn view(row: &Row<StoreImageTask>, now: Now<'_>) -> StoreImageTaskResult {
    let is_completed = row.work.is_completed(now);
    StoreImageTaskResult {
        ami_id: Some(row.image_id.to_string()),
        task_start_time: Some(row.work.started),
        bucket: Some(row.bucket.clone()),
        s3object_key: Some(row.key()),
        progress_percentage: i32::try_from(row.work.percent(now)).ok(),
        store_task_state: Some(if is_completed { "Completed" } else { "InProgress" }.to_owned()),
        store_task_failure_reason: None,
    }
}
