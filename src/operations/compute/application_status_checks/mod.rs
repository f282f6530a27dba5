//! Application status checks: making and changing them, for which instances they are, and what they
//! find of these.

mod associations;
mod settings;
mod suppression;

use crate::engine::filter::ViewFilters;
use crate::engine::{ListRule, Operation, Query, Read, Row, Rules, Write, operations};
use crate::error::Result;
use crate::records::compute::application_status_checks::{
    ApplicationStatusCheck, ApplicationStatusCheckAssociation, status,
};
use crate::records::compute::instances::Instance;
use settings::Asked;
use wire::{
    ApplicationStatusesResponseType, CreateApplicationStatusCheckRequest,
    CreateApplicationStatusCheckResult, DeleteApplicationStatusCheckRequest,
    DeleteApplicationStatusCheckResult, DescribeApplicationStatusChecksRequest,
    DescribeApplicationStatusChecksResult, DescribeApplicationStatusRequest,
    DescribeApplicationStatusResult, InstanceApplicationStatus,
    ModifyApplicationStatusCheckRequest, ModifyApplicationStatusCheckResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateApplicationStatusCheck => create;
    Read  DescribeApplicationStatusChecks => describe;
    Write ModifyApplicationStatusCheck => modify;
    Write DeleteApplicationStatusCheck => delete;
    Write AssociateApplicationStatusCheck => associations::associate;
    Read  DescribeApplicationStatusCheckAssociations => associations::describe;
    Write DisassociateApplicationStatusCheck => associations::disassociate;
    Read  DescribeApplicationStatus => describe_status;
    Write EnableApplicationStatusCheckSuppression => suppression::enable, ruled by SUPPRESSION;
    Write DisableApplicationStatusCheckSuppression => suppression::disable, ruled by SUPPRESSION;
};

/// The number is documented.
// unverified (looked up 2026-11-26): the words, which are those of other lists of instances.
const SUPPRESSION: Rules = Rules {
    lists: &[ListRule { parameter: "InstanceId", most: 100, items: Some("instance IDs") }],
    ..Rules::USUAL
};

/// The filters whose documented names are no paths.
const OF_STATUS: [(&str, &[&str]); 2] = [
    ("availability-zone-id", &["availabilityZoneId"]),
    ("status", &["applicationStatus", "status"]),
];

fn create(
    cx: &mut Write<'_>,
    request: &CreateApplicationStatusCheckRequest,
) -> Result<CreateApplicationStatusCheckResult> {
    let tags = cx.tags_for::<ApplicationStatusCheck>(&request.tag_specifications)?;
    let settings = settings::usual(request.protocol, request.port);
    let settings = Asked::of_create(request).settings(cx.read(), settings)?;
    let created = cx.now().timestamp();
    let record = ApplicationStatusCheck { settings, created, modified: None, deleted: None };
    let made = cx.create(record, tags)?;
    Ok(CreateApplicationStatusCheckResult { application_status_check: Some(made) })
}

fn describe(
    cx: Read<'_>,
    request: &DescribeApplicationStatusChecksRequest,
) -> Result<DescribeApplicationStatusChecksResult> {
    let token = request.next_token.as_deref();
    let query = Query::of(&request.filters, request.max_results, token);
    let query = query.among(&request.application_status_check_ids);
    let all = request.include_all == Some(true);
    let page =
        cx.select_rows::<ApplicationStatusCheck>(&query, |row| all || !row.is_leaving(cx.now()))?;
    Ok(DescribeApplicationStatusChecksResult {
        application_status_checks: Some(page.items.into_iter().map(|(_, view)| view).collect()),
        next_token: page.next_token,
    })
}

fn modify(
    cx: &mut Write<'_>,
    request: &ModifyApplicationStatusCheckRequest,
) -> Result<ModifyApplicationStatusCheckResult> {
    let id = request.application_status_check_id.as_str();
    let settings = cx.read().get_live::<ApplicationStatusCheck>(id)?.settings.clone();
    let settings = Asked::of_modify(request).settings(cx.read(), settings)?;
    let now = cx.now().timestamp();
    let mut row = cx.get_mut::<ApplicationStatusCheck>(id)?;
    (row.settings, row.modified) = (settings, Some(now));
    drop(row);
    let changed = cx.view::<ApplicationStatusCheck>(id)?;
    Ok(ModifyApplicationStatusCheckResult { application_status_check: Some(changed) })
}

/// Its associations go with it.
fn delete(
    cx: &mut Write<'_>,
    request: &DeleteApplicationStatusCheckRequest,
) -> Result<DeleteApplicationStatusCheckResult> {
    let id = cx.read().get_live::<ApplicationStatusCheck>(&request.application_status_check_id)?;
    let id = id.id.clone();
    let of_it = cx.read().with(ApplicationStatusCheckAssociation::BY_CHECK, &id);
    let of_it: Vec<_> = of_it.map(|row| row.id.clone()).collect();
    for association in &of_it {
        cx.remove(association);
    }
    cx.delete::<ApplicationStatusCheck>(&id)?;
    let now = cx.now().timestamp();
    cx.get_mut::<ApplicationStatusCheck>(&id)?.deleted = Some(now);
    let gone = cx.view::<ApplicationStatusCheck>(&id)?;
    Ok(DeleteApplicationStatusCheckResult { application_status_check: Some(gone) })
}

/// Without ids it is told of all instances that have not ended, whether a check is for them or not.
// unverified (looked up 2026-11-26): that it is, as there is a status for those without a check.
fn describe_status(
    cx: Read<'_>,
    request: &DescribeApplicationStatusRequest,
) -> Result<DescribeApplicationStatusResult> {
    let ids = &request.instance_ids;
    let filters = ViewFilters::parse_with(cx.action(), &request.filters, &OF_STATUS)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let views = cx
        .listed::<Instance>(ids, None, &paging)?
        .filter(|(_, row)| !ids.is_empty() || !row.is_terminated(cx.now()))
        .map(|(seq, row)| (seq, of_instance(cx, row)))
        .filter(|(_, view)| filters.matches(view));
    let page = paging.cut(views.map(Ok))?;
    let instances = Some(page.items);
    Ok(DescribeApplicationStatusResult {
        application_statuses: Some(ApplicationStatusesResponseType { instances }),
        next_token: page.next_token,
    })
}

fn of_instance(cx: Read<'_>, row: &Row<Instance>) -> InstanceApplicationStatus {
    InstanceApplicationStatus {
        instance_id: Some(row.id.to_string()),
        availability_zone: Some(row.launch.zone.to_string()),
        availability_zone_id: Some(row.launch.zone_id.to_string()),
        application_status: Some(status::of_instance(cx, row)),
        tags: row.tags.wire(),
    }
}
