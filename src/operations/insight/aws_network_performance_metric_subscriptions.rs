//! Subscriptions to what AWS measures of its network between regions and zones. What it measures
//! goes to CloudWatch, which is not here. GetAwsNetworkPerformanceData is refused by name: nothing
//! is measured, and AWS would have values of any time.
//! <https://docs.aws.amazon.com/network-manager/latest/infrastructure-performance/>

use crate::catalog::regions;
use crate::engine::filter::ViewFilters;
use crate::engine::{Id, Operation, Read, Record, Tags, Text, Write, operations};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use wire::{
    DescribeAwsNetworkPerformanceMetricSubscriptionsRequest,
    DescribeAwsNetworkPerformanceMetricSubscriptionsResult,
    DisableAwsNetworkPerformanceMetricSubscriptionRequest,
    DisableAwsNetworkPerformanceMetricSubscriptionResult,
    EnableAwsNetworkPerformanceMetricSubscriptionRequest,
    EnableAwsNetworkPerformanceMetricSubscriptionResult, MetricType, PeriodType, StatisticType,
    Subscription,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write EnableAwsNetworkPerformanceMetricSubscription => enable;
    Read  DescribeAwsNetworkPerformanceMetricSubscriptions => describe;
    Write DisableAwsNetworkPerformanceMetricSubscription => disable;
};

/// Its id says between what; there is but one metric and one statistic of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct MetricSubscription {
    source: Text,
    destination: Text,
}

impl Record for MetricSubscription {
    const PLURAL: &'static str = "awsNetworkPerformanceMetricSubscriptions";
}

fn key(source: &str, destination: &str) -> Id<MetricSubscription> {
    Id::new(format!("{source} {destination}"))
}

fn enable(
    cx: &mut Write<'_>,
    request: &EnableAwsNetworkPerformanceMetricSubscriptionRequest,
) -> Result<EnableAwsNetworkPerformanceMetricSubscriptionResult> {
    let places = (request.source.as_deref(), request.destination.as_deref());
    let (source, destination) = places_of(places)?;
    check_measure(request.metric, request.statistic);
    let key = key(source, destination);
    if cx.find::<MetricSubscription>(&key).is_none() {
        let (source, destination) = (source.into(), destination.into());
        cx.insert(key, MetricSubscription { source, destination }, Tags::default());
    }
    Ok(EnableAwsNetworkPerformanceMetricSubscriptionResult { output: Some(true) })
}

// unverified (looked up 2026-11-26): what is said where there is no such subscription.
fn disable(
    cx: &mut Write<'_>,
    request: &DisableAwsNetworkPerformanceMetricSubscriptionRequest,
) -> Result<DisableAwsNetworkPerformanceMetricSubscriptionResult> {
    let places = (request.source.as_deref(), request.destination.as_deref());
    let (source, destination) = places_of(places)?;
    check_measure(request.metric, request.statistic);
    cx.remove::<MetricSubscription>(&key(source, destination));
    Ok(DisableAwsNetworkPerformanceMetricSubscriptionResult { output: Some(true) })
}

/// There is one of each, which the model holds a request to.
const fn check_measure(_metric: Option<MetricType>, _statistic: Option<StatisticType>) {}

// unverified (looked up 2026-11-26): codes and words.
fn places_of<'a>(
    (source, destination): (Option<&'a str>, Option<&'a str>),
) -> Result<(&'a str, &'a str)> {
    let source = source.ok_or_else(|| Error::missing("source"))?;
    let destination = destination.ok_or_else(|| Error::missing("destination"))?;
    for (parameter, place) in [("source", source), ("destination", destination)] {
        let mut all = regions::all().iter();
        if !all.any(|region| region.name == place || region.zone_by_id(place).is_some()) {
            let reason = "Expecting the name of a region or the ID of an Availability Zone.";
            return Err(Error::bad_parameter(parameter, place, reason));
        }
    }
    let region_of = |zone: &str| regions::all().iter().find(|it| it.zone_by_id(zone).is_some());
    if let (Some(from), Some(to)) = (region_of(source), region_of(destination))
        && from.name != to.name
    {
        return Err(Error::combination(
            "The source and the destination Availability Zones must be in the same Region.",
        ));
    }
    Ok((source, destination))
}

/// No filter is documented.
fn describe(
    cx: Read<'_>,
    request: &DescribeAwsNetworkPerformanceMetricSubscriptionsRequest,
) -> Result<DescribeAwsNetworkPerformanceMetricSubscriptionsResult> {
    ViewFilters::parse(cx.action(), &request.filters)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let rows = cx.table::<MetricSubscription>().iter(paging.position(), cx.now());
    let page = paging.cut(rows.map(|(seq, row)| Ok((seq, view(row)))))?;
    Ok(DescribeAwsNetworkPerformanceMetricSubscriptionsResult {
        subscriptions: Some(page.items),
        next_token: page.next_token,
    })
}

fn view(row: &MetricSubscription) -> Subscription {
    Subscription {
        source: Some(row.source.to_string()),
        destination: Some(row.destination.to_string()),
        metric: Some(MetricType::AggregateLatency),
        statistic: Some(StatisticType::P50),
        period: Some(PeriodType::FiveMinutes),
    }
}
