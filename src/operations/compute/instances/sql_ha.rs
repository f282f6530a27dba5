//! Instances that are watched for standing by in a SQL Server cluster. None can be here, as what
//! registers them is refused by name: it needs a secret of another service.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceSqlHaStates.html>

use crate::engine::{Query, Read};
use crate::error::Result;
use crate::records::account::empty_lists::check_none;
use crate::records::compute::instances::Instance;
use wire::{
    DescribeInstanceSqlHaHistoryStatesRequest, DescribeInstanceSqlHaHistoryStatesResult,
    DescribeInstanceSqlHaStatesRequest, DescribeInstanceSqlHaStatesResult, RegisteredInstance,
};

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

// unverified: that an instance is left out which is not registered, instead of being refused.
fn none(cx: Read<'_>, ids: &[String], query: &Query<'_>) -> Result<Vec<RegisteredInstance>> {
    cx.get_all::<Instance>(ids)?;
    check_none(cx, query, ("", ""), &[])?;
    Ok(Vec::new())
}
