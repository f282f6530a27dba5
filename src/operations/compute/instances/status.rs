//! DescribeInstanceStatus: the checks that EC2 runs on instances, which pass unless a test says
//! otherwise, and the maintenance that is scheduled for them.

use super::checks::check_ids;
use crate::engine::filter::ViewFilters;
use crate::engine::{Millis, Read, Resource as _, Row, page};
use crate::error::{Error, Result};
use crate::records::compute::application_status_checks::status as application_status;
use crate::records::compute::instance_events::{self, Check};
use crate::records::compute::instances::{Instance, view};
use crate::records::durations;
use wire::{
    ApplicationStatusSummary, DescribeInstanceStatusRequest, DescribeInstanceStatusResult,
    EbsStatusDetails, EbsStatusSummary, InstanceStateName, InstanceStatus, InstanceStatusDetails,
    InstanceStatusSummary, OperatorResponse, ReportInstanceStatusRequest, StatusName, StatusType,
    SummaryStatus, Timestamp,
};

/// How long the checks take after a start, where transitions take time.
const INITIALIZING_MILLIS: Millis = durations::INSTANCES_INITIALIZING;

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceStatus.html>
const MAX_IDS: usize = 100;

/// The filters whose documented names are no paths: reachability is the only check there is.
const REACHABILITY: [(&str, &[&str]); 2] = [
    ("instance-status.reachability", &["instanceStatus", "details", "status"]),
    ("system-status.reachability", &["systemStatus", "details", "status"]),
];

pub(crate) fn describe_instance_status(
    cx: Read<'_>,
    request: &DescribeInstanceStatusRequest,
) -> Result<DescribeInstanceStatusResult> {
    let limit = page::size(request.max_results)?;
    if limit.is_some() && !request.instance_ids.is_empty() {
        // The name is this operation's own in reports (looked up 2026-11-26).
        return Err(Error::exclusive("instanceIdsSet", "maxResults"));
    }
    check_ids(&request.instance_ids)?;
    check_count(request.instance_ids.len())?;
    let filters = ViewFilters::parse_with(cx.action(), &request.filters, &REACHABILITY)?;
    let paging = cx.paging(limit, request.next_token.as_deref())?;
    let all = request.include_all_instances == Some(true);
    let wanted = |row: &Row<Instance>| all || row.state(cx.now()) == InstanceStateName::Running;
    let views = cx
        .listed::<Instance>(&request.instance_ids, None, &paging)?
        .filter(|(_, row)| wanted(row))
        .map(|(seq, row)| (seq, status(row, cx)))
        .filter(|(_, view)| filters.matches(view));
    let page = paging.cut(views.map(Ok))?;
    Ok(DescribeInstanceStatusResult {
        instance_statuses: Some(page.items),
        next_token: page.next_token,
    })
}

/// The spelling is EC2's own, as recorded.
fn check_count(count: usize) -> Result<()> {
    if count <= MAX_IDS {
        return Ok(());
    }
    let message = format!(
        "{count} exceeds the maximum number of instance IDs that can be specificied ({MAX_IDS}). \
         Please specify fewer than {MAX_IDS} instance IDs."
    );
    Err(Error::new("InvalidRequest", message))
}

/// # Errors
/// `InvalidParameterCombination` for ids and a limit together.
pub(crate) fn check_paging(ids: &[String], max_results: Option<i32>) -> Result<()> {
    match (Instance::IDS_EXCLUDE_MAX_RESULTS, ids.is_empty(), max_results) {
        (Some(ids), false, Some(_)) => Err(Error::exclusive(ids, "maxResults")),
        _ => Ok(()),
    }
}

/// EC2 collects such reports, and nothing that it answers shows them.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReportInstanceStatus.html>
pub(crate) fn report_instance_status(
    cx: Read<'_>,
    request: &ReportInstanceStatusRequest,
) -> Result<()> {
    let ReportInstanceStatusRequest {
        status: _,
        start_time: _,
        end_time: _,
        reason_codes: _,
        description: _,
        ..
    } = request;
    for row in cx.get_all::<Instance>(&request.instances)? {
        if row.state(cx.now()) != InstanceStateName::Running {
            // unverified (looked up 2026-11-26): the documentation says that it must run, and
            // gives no message.
            let message = format!("The instance '{}' is not in the 'running' state.", row.id);
            return Err(Error::new("IncorrectInstanceState", message));
        }
    }
    Ok(())
}

fn status(row: &Row<Instance>, cx: Read<'_>) -> InstanceStatus {
    let state = row.state(cx.now());
    let initializing = cx.takes(INITIALIZING_MILLIS);
    let running = row.state.settles();
    let is_initializing =
        running.is_some_and(|running| !cx.now().reached(running.plus_millis(initializing)));
    let (summary, check) = match state {
        InstanceStateName::Running if is_initializing => {
            (SummaryStatus::Initializing, Some(StatusType::Initializing))
        }
        InstanceStateName::Running => (SummaryStatus::Ok, Some(StatusType::Passed)),
        _ => (SummaryStatus::NotApplicable, None),
    };
    let of_check = |of: Check| match instance_events::impaired(cx, &row.id, of) {
        Some(since) if check.is_some() => {
            (SummaryStatus::Impaired, Some(StatusType::Failed), Some(since))
        }
        _ => (summary, check, None),
    };
    let events: Vec<_> =
        instance_events::scheduled(cx, &row.id).map(|(id, scheduled)| scheduled.view(id)).collect();
    InstanceStatus {
        availability_zone: Some(row.launch.zone.to_string()),
        availability_zone_id: Some(row.launch.zone_id.to_string()),
        operator: Some(OperatorResponse { managed: Some(false), ..OperatorResponse::default() }),
        instance_id: Some(row.id.to_string()),
        instance_state: Some(view::state(state)),
        instance_status: Some(of_instance(of_check(Check::Instance))),
        system_status: Some(of_instance(of_check(Check::System))),
        attached_ebs_status: Some(of_volumes(of_check(Check::AttachedEbs))),
        application_status: of_application(cx, row),
        events: (!events.is_empty()).then_some(events),
        ..InstanceStatus::default()
    }
}

/// Where an application status check is for the instance.
// unverified (looked up 2026-11-26): that it is told of no other one, and what is told while nobody
// is to be told of its checks.
fn of_application(cx: Read<'_>, row: &Row<Instance>) -> Option<ApplicationStatusSummary> {
    use wire::ApplicationStatusEnum as Status;
    if !application_status::has_checks(cx, row) {
        return None;
    }
    let status = match application_status::of_instance(cx, row).status? {
        Status::Ok => SummaryStatus::Ok,
        Status::Impaired => SummaryStatus::Impaired,
        Status::Initializing => SummaryStatus::Initializing,
        Status::InsufficientData => SummaryStatus::InsufficientData,
        Status::NotApplicable | Status::Suppressed => SummaryStatus::NotApplicable,
    };
    Some(ApplicationStatusSummary { status: Some(status), impaired_since: None })
}

/// The summary, the check itself, and since when it fails.
type Checked = (SummaryStatus, Option<StatusType>, Option<Timestamp>);

fn of_instance((summary, check, impaired_since): Checked) -> InstanceStatusSummary {
    InstanceStatusSummary {
        status: Some(summary),
        details: check.map(|status| {
            let name = Some(StatusName::Reachability);
            vec![InstanceStatusDetails { impaired_since, name, status: Some(status) }]
        }),
    }
}

fn of_volumes((summary, check, impaired_since): Checked) -> EbsStatusSummary {
    EbsStatusSummary {
        status: Some(summary),
        details: check.map(|status| {
            let name = Some(StatusName::Reachability);
            vec![EbsStatusDetails { impaired_since, name, status: Some(status) }]
        }),
    }
}
