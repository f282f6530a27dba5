//! What there is to know of fleets: themselves, their instances and what happened to them.

use crate::effects::compute::fleets::told::{active, events, information};
use crate::engine::filter::ViewFilters;
use crate::engine::{Query, Read, Row};
use crate::error::{Error, Result};
use crate::records::compute::fleets::Fleet;
use crate::records::compute::fleets::core::Subject;
use wire::{
    DescribeFleetHistoryRequest, DescribeFleetHistoryResult, DescribeFleetInstancesRequest,
    DescribeFleetInstancesResult, DescribeFleetsRequest, DescribeFleetsResult, FleetEventType,
    FleetType, HistoryRecordEntry,
};

/// One that launched everything at once shows by its id only.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeFleets.html>
pub(crate) fn describe_fleets(
    cx: Read<'_>,
    request: &DescribeFleetsRequest,
) -> Result<DescribeFleetsResult> {
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref())
        .among(&request.fleet_ids);
    let is_named = !request.fleet_ids.is_empty();
    let shows = |row: &Row<Fleet>| is_named || row.core.kind != FleetType::Instant;
    let page = cx.select_rows::<Fleet>(&query, shows)?.map(|(_, view)| view);
    Ok(DescribeFleetsResult { fleets: Some(page.items), next_token: page.next_token })
}

pub(crate) fn describe_fleet_instances(
    cx: Read<'_>,
    request: &DescribeFleetInstancesRequest,
) -> Result<DescribeFleetInstancesResult> {
    let row = cx.get::<Fleet>(&request.fleet_id)?;
    if row.core.kind == FleetType::Instant {
        // boto/boto3#4005
        let message = format!(
            "Fleet {} is instant fleet. Describe fleet instances is not supported by this type of \
             fleet",
            row.id
        );
        return Err(Error::new("Unsupported", message));
    }
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let views = active(cx, &row.id, &paging)?;
    let views = views.filter(|(_, view)| filters.matches(view));
    let page = paging.cut(views.map(Ok))?;
    Ok(DescribeFleetInstancesResult {
        active_instances: Some(page.items),
        next_token: page.next_token,
        fleet_id: Some(row.id.to_string()),
    })
}

pub(crate) fn describe_fleet_history(
    cx: Read<'_>,
    request: &DescribeFleetHistoryRequest,
) -> Result<DescribeFleetHistoryResult> {
    let row = cx.get::<Fleet>(&request.fleet_id)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let wanted = request.event_type.map(subject);
    let page = events(cx, &row.core, request.start_time, wanted, &paging)?;
    let records = page.items.into_iter().map(|event| HistoryRecordEntry {
        event_information: Some(information(event)),
        event_type: Some(match event.subject {
            Subject::Fleet => FleetEventType::FleetRequestChange,
            Subject::Instance => FleetEventType::InstanceChange,
            // unverified (looked up 2026-11-26): of information, for which the model has no name.
            Subject::Error | Subject::Information => FleetEventType::ServiceError,
        }),
        timestamp: Some(event.at),
    });
    Ok(DescribeFleetHistoryResult {
        history_records: Some(records.collect()),
        last_evaluated_time: page.next_token.is_none().then(|| cx.now().timestamp()),
        next_token: page.next_token,
        fleet_id: Some(row.id.to_string()),
        start_time: Some(request.start_time),
    })
}

/// Answers spell the types otherwise than the model does.
const fn subject(kind: FleetEventType) -> Subject {
    match kind {
        FleetEventType::FleetChange | FleetEventType::FleetRequestChange => Subject::Fleet,
        FleetEventType::InstanceChange | FleetEventType::InstanceChange_ => Subject::Instance,
        FleetEventType::ServiceError => Subject::Error,
    }
}
