//! DescribeInstanceImageMetadata: instances, and the images that they were launched from.

use crate::engine::filter::ViewFilters;
use crate::engine::{Read, Row};
use crate::error::Result;
use crate::records::account::operators;
use crate::records::compute::instances::{Instance, view};
use crate::records::storage::images;
use wire::{
    DescribeInstanceImageMetadataRequest, DescribeInstanceImageMetadataResult,
    InstanceImageMetadata,
};

/// See `API_DescribeInstanceImageMetadata` in AWS's reference. It does not exclude ids and a page's
/// size, as it does of other operations on instances.
const INSTANCES_PER_PAGE: i32 = 1_000;

/// The filters whose documented names are no paths.
const PATHS: [(&str, &[&str]); 1] = [("owner-alias", &["imageMetadata", "imageOwnerAlias"])];

pub(crate) fn describe_instance_image_metadata(
    cx: Read<'_>,
    request: &DescribeInstanceImageMetadataRequest,
) -> Result<DescribeInstanceImageMetadataResult> {
    let filters = ViewFilters::parse_with(cx.action(), &request.filters, &PATHS)?;
    let size = request.max_results.or(Some(INSTANCES_PER_PAGE));
    let paging = cx.paging(size, request.next_token.as_deref())?;
    let rows = cx.listed::<Instance>(&request.instance_ids, None, &paging)?;
    let views = rows.map(|(seq, row)| (seq, metadata(row, cx)));
    let page = paging.cut(views.filter(|(_, view)| filters.matches(view)).map(Ok))?;
    Ok(DescribeInstanceImageMetadataResult {
        instance_image_metadata: Some(page.items),
        next_token: page.next_token,
    })
}

fn metadata(row: &Row<Instance>, cx: Read<'_>) -> InstanceImageMetadata {
    let launch = &row.launch;
    InstanceImageMetadata {
        instance_id: Some(row.id.to_string()),
        instance_type: Some(row.kind.name.to_owned()),
        launch_time: Some(row.launched),
        availability_zone: Some(launch.zone.to_string()),
        zone_id: Some(launch.zone_id.to_string()),
        state: Some(view::state(row.state(cx.now()))),
        owner_id: Some(cx.account().to_string()),
        tags: row.tags.wire(),
        image_metadata: Some(images::metadata(cx, &launch.image_id)),
        operator: Some(operators::nobody()),
    }
}
