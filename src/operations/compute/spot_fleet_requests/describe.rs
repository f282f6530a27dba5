//! What there is to know of Spot Fleets: themselves, their instances and what happened to them.

use crate::effects::compute::fleets::told::{active, events, information};
use crate::engine::{Query, Read};
use crate::error::Result;
use crate::records::compute::fleets::core::Subject;
use crate::records::compute::spot_fleet_requests::{SpotFleetRequest, check_id};
use wire::{
    DescribeSpotFleetInstancesRequest, DescribeSpotFleetInstancesResponse,
    DescribeSpotFleetRequestHistoryRequest, DescribeSpotFleetRequestHistoryResponse,
    DescribeSpotFleetRequestsRequest, DescribeSpotFleetRequestsResponse, EventType, HistoryRecord,
};

pub(crate) fn describe_spot_fleet_requests(
    cx: Read<'_>,
    request: &DescribeSpotFleetRequestsRequest,
) -> Result<DescribeSpotFleetRequestsResponse> {
    let query = Query {
        ids: &request.spot_fleet_request_ids,
        filters: &[],
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    };
    let page = cx.select::<SpotFleetRequest>(&query)?;
    Ok(DescribeSpotFleetRequestsResponse {
        spot_fleet_request_configs: Some(page.items),
        next_token: page.next_token,
    })
}

pub(crate) fn describe_spot_fleet_instances(
    cx: Read<'_>,
    request: &DescribeSpotFleetInstancesRequest,
) -> Result<DescribeSpotFleetInstancesResponse> {
    check_id(&request.spot_fleet_request_id)?;
    let row = cx.get::<SpotFleetRequest>(&request.spot_fleet_request_id)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let page = paging.cut(active(cx, &row.id, &paging)?.map(Ok))?;
    Ok(DescribeSpotFleetInstancesResponse {
        active_instances: Some(page.items),
        next_token: page.next_token,
        spot_fleet_request_id: Some(row.id.to_string()),
    })
}

pub(crate) fn describe_spot_fleet_request_history(
    cx: Read<'_>,
    request: &DescribeSpotFleetRequestHistoryRequest,
) -> Result<DescribeSpotFleetRequestHistoryResponse> {
    check_id(&request.spot_fleet_request_id)?;
    let row = cx.get::<SpotFleetRequest>(&request.spot_fleet_request_id)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let wanted = request.event_type.map(|kind| match kind {
        EventType::InstanceChange => Subject::Instance,
        EventType::FleetRequestChange => Subject::Fleet,
        EventType::Error => Subject::Error,
        EventType::Information => Subject::Information,
    });
    let page = events(cx, &row.core, request.start_time, wanted, &paging)?;
    let records = page.items.into_iter().map(|event| HistoryRecord {
        event_information: Some(information(event)),
        event_type: Some(match event.subject {
            Subject::Fleet => EventType::FleetRequestChange,
            Subject::Instance => EventType::InstanceChange,
            Subject::Error => EventType::Error,
            Subject::Information => EventType::Information,
        }),
        timestamp: Some(event.at),
    });
    Ok(DescribeSpotFleetRequestHistoryResponse {
        history_records: Some(records.collect()),
        last_evaluated_time: page.next_token.is_none().then(|| cx.now().timestamp()),
        next_token: page.next_token,
        spot_fleet_request_id: Some(row.id.to_string()),
        start_time: Some(request.start_time),
    })
}
