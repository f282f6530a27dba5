//! The entries of reports: an account, a type of resources, and how many of them use the image.

use super::report::{Entry, ImageUsageReport};
use crate::engine::filter::ViewFilters;
use crate::engine::{Read, Row};
use crate::error::Result;
use wire::{
    DescribeImageUsageReportEntriesRequest, DescribeImageUsageReportEntriesResult,
    ImageUsageReportEntry,
};

/// The filter whose documentation tells no path.
const PATHS: [(&str, &[&str]); 1] = [("creation-time", &["reportCreationTime"])];

pub(crate) fn describe_image_usage_report_entries(
    cx: Read<'_>,
    request: &DescribeImageUsageReportEntriesRequest,
) -> Result<DescribeImageUsageReportEntriesResult> {
    let filters = ViewFilters::parse_with(cx.action(), &request.filters, &PATHS)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let images = &request.image_ids;
    let whole = cx.paging(None, None)?;
    let rows = cx.listed::<ImageUsageReport>(&request.report_ids, None, &whole)?;
    let is_wanted = |row: &Row<ImageUsageReport>| {
        let is_named = images.is_empty() || images.iter().any(|id| **id == *row.image_id);
        is_named && row.is_available.at(cx.now())
    };
    let rows = rows.filter(|(_, row)| is_wanted(row));
    let entries = rows.flat_map(|(seq, row)| {
        let each = row.entries.iter().enumerate();
        each.map(move |(at, entry)| (format!("{seq:020}/{at:06}"), view(row, entry)))
    });
    let page = paging.cut_sorted(entries.filter(|(_, entry)| filters.matches(entry)))?;
    Ok(DescribeImageUsageReportEntriesResult {
        next_token: page.next_token,
        image_usage_report_entries: Some(page.items),
    })
}

fn view(row: &Row<ImageUsageReport>, entry: &Entry) -> ImageUsageReportEntry {
    ImageUsageReportEntry {
        resource_type: Some(entry.resource_type.clone()),
        report_id: Some(row.id.to_string()),
        usage_count: i64::try_from(entry.count).ok(),
        account_id: Some(entry.account.to_string()),
        image_id: Some(row.image_id.to_string()),
        report_creation_time: Some(row.created),
    }
}
