//! Reports on what declarative policies of an organization would change. The management account of
//! an organization starts them, and no account here is in one: StartDeclarativePoliciesReport is
//! refused, and there are none. See `API_StartDeclarativePoliciesReport` in AWS's reference.

use crate::engine::{Operation, Query, Read, Write, operations, tags};
use crate::error::{Error, Result};
use crate::records::account::empty_lists::{check_none, missing};
use crate::records::account::other_services::check_bucket;
use wire::{
    CancelDeclarativePoliciesReportRequest, CancelDeclarativePoliciesReportResult,
    DescribeDeclarativePoliciesReportsRequest, DescribeDeclarativePoliciesReportsResult,
    GetDeclarativePoliciesReportSummaryRequest, GetDeclarativePoliciesReportSummaryResult,
    ResourceType, StartDeclarativePoliciesReportRequest, StartDeclarativePoliciesReportResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write StartDeclarativePoliciesReport => start_report;
    Read  DescribeDeclarativePoliciesReports => describe_reports;
    Read  GetDeclarativePoliciesReportSummary => get_summary;
    Write CancelDeclarativePoliciesReport => cancel_report;
};

// unverified (looked up 2026-11-26): code and noun.
const REPORT: (&str, &str) = ("InvalidDeclarativePoliciesReportId.NotFound", "report ID");

fn start_report(
    _: &mut Write<'_>,
    request: &StartDeclarativePoliciesReportRequest,
) -> Result<StartDeclarativePoliciesReportResult> {
    let report = ResourceType::DeclarativePoliciesReport;
    tags::specified(&request.tag_specifications, report, &[report])?;
    check_bucket(&request.s3_bucket)?;
    // Where it would be written, and of which part of an organization.
    let _ = (&request.s3_prefix, &request.target_id);
    // unverified (looked up 2026-11-26): code and words.
    let message = "The account is not the management account or a delegated administrator of an \
                   organization.";
    Err(Error::new("UnsupportedOperation", message))
}

fn describe_reports(
    cx: Read<'_>,
    request: &DescribeDeclarativePoliciesReportsRequest,
) -> Result<DescribeDeclarativePoliciesReportsResult> {
    let query = Query {
        ids: &request.report_ids,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
        ..Query::default()
    };
    check_none(cx, &query, REPORT, &[])?;
    Ok(DescribeDeclarativePoliciesReportsResult { reports: Some(Vec::new()), next_token: None })
}

fn get_summary(
    _: Read<'_>,
    request: &GetDeclarativePoliciesReportSummaryRequest,
) -> Result<GetDeclarativePoliciesReportSummaryResult> {
    Err(missing(REPORT, std::slice::from_ref(&request.report_id)))
}

fn cancel_report(
    _: &mut Write<'_>,
    request: &CancelDeclarativePoliciesReportRequest,
) -> Result<CancelDeclarativePoliciesReportResult> {
    Err(missing(REPORT, std::slice::from_ref(&request.report_id)))
}
