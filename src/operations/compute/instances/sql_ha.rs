//! Instances that are watched for standing by in a SQL Server cluster. None can be here, where no
//! image has SQL Server.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceSqlHaStates.html>

use crate::engine::{Query, Read, Write};
use crate::error::{Error, Result};
use crate::records::account::empty_lists::check_none;
use crate::records::compute::instances::Instance;
use wire::{
    DescribeInstanceSqlHaHistoryStatesRequest, DescribeInstanceSqlHaHistoryStatesResult,
    DescribeInstanceSqlHaStatesRequest, DescribeInstanceSqlHaStatesResult,
    DisableInstanceSqlHaStandbyDetectionsRequest, DisableInstanceSqlHaStandbyDetectionsResult,
    EnableInstanceSqlHaStandbyDetectionsRequest, EnableInstanceSqlHaStandbyDetectionsResult,
    RegisteredInstance,
};

// unverified (looked up 2026-11-26): code and words; the licence is documented.
pub(crate) fn enable_standby_detections(
    cx: &mut Write<'_>,
    request: &EnableInstanceSqlHaStandbyDetectionsRequest,
) -> Result<EnableInstanceSqlHaStandbyDetectionsResult> {
    cx.read().get_all::<Instance>(&request.instance_ids)?;
    // By which secret they would be watched, nothing here reads.
    let _ = &request.sql_server_credentials;
    let all = request.instance_ids.join(", ");
    let message = format!("A licensed edition of SQL Server does not run on {all}.");
    Err(Error::new("UnsupportedOperation", message))
}

// unverified (looked up 2026-11-26): code and words.
pub(crate) fn disable_standby_detections(
    cx: &mut Write<'_>,
    request: &DisableInstanceSqlHaStandbyDetectionsRequest,
) -> Result<DisableInstanceSqlHaStandbyDetectionsResult> {
    cx.read().get_all::<Instance>(&request.instance_ids)?;
    let all = request.instance_ids.join(", ");
    let message = format!("Standby detection is not enabled for {all}.");
    Err(Error::new("IncorrectState", message))
}

pub(crate) fn describe_states(
    cx: Read<'_>,
    request: &DescribeInstanceSqlHaStatesRequest,
) -> Result<DescribeInstanceSqlHaStatesResult> {
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref());
    let instances = Some(none(cx, &request.instance_ids, &query)?);
    Ok(DescribeInstanceSqlHaStatesResult { instances, next_token: None })
}

pub(crate) fn describe_history_states(
    cx: Read<'_>,
    request: &DescribeInstanceSqlHaHistoryStatesRequest,
) -> Result<DescribeInstanceSqlHaHistoryStatesResult> {
    // Whatever the time between these, there was nothing.
    let _ = (request.start_time, request.end_time);
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref());
    let instances = Some(none(cx, &request.instance_ids, &query)?);
    Ok(DescribeInstanceSqlHaHistoryStatesResult { instances, next_token: None })
}

// unverified (looked up 2026-11-26): that an instance is left out which is not registered, instead
// of being refused.
fn none(cx: Read<'_>, ids: &[String], query: &Query<'_>) -> Result<Vec<RegisteredInstance>> {
    cx.get_all::<Instance>(ids)?;
    check_none(cx, query, ("", ""), &[])?;
    Ok(Vec::new())
}
