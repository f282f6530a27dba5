//! What metrics come to, period by period, and which dimensions there are of them. AWS also knows
//! the 14 days before Capacity Manager was turned on; here it knows what is from then on, and says
//! so of earlier times.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/capacity-manager-data-organization.html>

use super::metrics::{Of, Part, Rule, rule};
use super::record::{CapacityManager, enabled, hour};
use super::uses::{CapacityUse, Held, KEPT_MILLIS};
use crate::engine::page::within;
use crate::engine::{HOUR_MILLIS, Read};
use crate::error::{Error, Result};
use crate::records::account::arns::arn;
use std::collections::BTreeMap;
use wire::{
    CapacityManagerCondition, CapacityManagerDimension, Comparison,
    GetCapacityManagerMetricDataRequest, GetCapacityManagerMetricDataResult,
    GetCapacityManagerMetricDimensionsRequest, GetCapacityManagerMetricDimensionsResult, GroupBy,
    Metric, MetricDataResult, MetricValue, ReservationEndDateType, ReservationState, Timestamp,
    WireEnum as _,
};

pub(crate) fn get_metric_data(
    cx: Read<'_>,
    request: &GetCapacityManagerMetricDataRequest,
) -> Result<GetCapacityManagerMetricDataResult> {
    enabled(cx)?;
    let most = within(request.max_results, 1, 100_000)?;
    let paging = cx.paging(most, request.next_token.as_deref())?;
    let asked = Asked::new(&request.metric_names, &request.group_by, &request.filter_by)?;
    let period = period(request)?;
    let (start, end) = span(cx, request.start_time, request.end_time)?;
    let mut parts: BTreeMap<(i64, Vec<Option<String>>), Vec<Part<'_>>> = BTreeMap::new();
    for (_, row) in cx.table::<CapacityUse>().iter(0, cx.now()) {
        let Some(group) = asked.group(cx, &row.held) else { continue };
        let first = (row.began.0 - start.0).div_euclid(period).max(0);
        let from = (first..).map(|at| start.plus_millis(at * period));
        for from in from.take_while(|from| *from < row.ended.unwrap_or(end).min(end)) {
            let to = from.plus_millis(period).min(end);
            if let Some(hours) = row.hours_within(from, to) {
                let run = row.interrupted_within(from, to);
                let part = Part { hours, run, of: &row.record };
                parts.entry((from.0, group.clone())).or_default().push(part);
            }
        }
    }
    let points = parts.iter().map(|((from, _), parts)| {
        let metric_values = asked.values(parts)?;
        let dimension = parts.first().map(|part| asked.dimension(cx, &part.of.held));
        let timestamp = Some(Timestamp(*from));
        Ok(MetricDataResult { dimension, timestamp, metric_values: Some(metric_values) })
    });
    let points = points.collect::<Result<Vec<MetricDataResult>>>()?;
    let has_values = |point: &MetricDataResult| point.metric_values.iter().flatten().count() > 0;
    let points = points.into_iter().filter(has_values);
    let points = (1_u64..).zip(points).filter(|(at, _)| *at > paging.position());
    let page = paging.cut(points.map(Ok))?;
    Ok(GetCapacityManagerMetricDataResult {
        metric_data_results: Some(page.items),
        next_token: page.next_token,
    })
}

/// That there is one metric, and at least one dimension, is documented.
pub(crate) fn get_metric_dimensions(
    cx: Read<'_>,
    request: &GetCapacityManagerMetricDimensionsRequest,
) -> Result<GetCapacityManagerMetricDimensionsResult> {
    enabled(cx)?;
    let most = within(request.max_results, 1, 1_000)?;
    let paging = cx.paging(most, request.next_token.as_deref())?;
    if let [_, second, ..] = &*request.metric_names {
        // unverified (looked up 2026-11-26): code and words.
        let reason = "There can be one metric.";
        return Err(Error::bad_parameter("metricName", second.as_str(), reason));
    }
    let asked = Asked::new(&request.metric_names, &request.group_by, &request.filter_by)?;
    let (start, end) = span(cx, request.start_time, request.end_time)?;
    let mut found = BTreeMap::new();
    for (_, row) in cx.table::<CapacityUse>().iter(0, cx.now()) {
        let (group, hours) = (asked.group(cx, &row.held), row.hours_within(start, end));
        let Some((group, hours)) = group.zip(hours) else { continue };
        let run = row.interrupted_within(start, end);
        let part = Part { hours, run, of: &row.record };
        if asked.rules.iter().any(|(_, rule)| rule.of.counts(&part)) {
            found.entry(group).or_insert_with(|| asked.dimension(cx, &row.held));
        }
    }
    let found = (1_u64..).zip(found.into_values()).filter(|(at, _)| *at > paging.position());
    let page = paging.cut(found.map(Ok))?;
    Ok(GetCapacityManagerMetricDimensionsResult {
        metric_dimension_results: Some(page.items),
        next_token: page.next_token,
    })
}

/// # Errors
/// `InvalidParameterValue` for what is not some hours, or does not go into the range.
// What periods there are is documented; unverified (looked up 2026-11-26): code and words.
fn period(request: &GetCapacityManagerMetricDataRequest) -> Result<i64> {
    let period = i64::from(request.period) * 1_000;
    if period % HOUR_MILLIS != 0 {
        let reason = "It must be a multiple of 3600.";
        return Err(Error::bad_parameter("period", request.period, reason));
    }
    if (request.end_time.0 - request.start_time.0) % period != 0 {
        return Err(Error::invalid_value("The time range must be a multiple of the period."));
    }
    Ok(period)
}

/// The hours that are asked for, up to the last one that is over.
///
/// # Errors
/// `InvalidParameterValue` for a range that is none, is longer than 90 days, or begins before what
/// is known; how the last ends is read by a public client.
// unverified (looked up 2026-11-26): the other words, and that a range begins with a whole hour.
fn span(cx: Read<'_>, start: Timestamp, end: Timestamp) -> Result<(Timestamp, Timestamp)> {
    let (start, end, known) = (hour(start), hour(end), CapacityManager::end(cx));
    if start >= end {
        return Err(Error::invalid_value("The start time must be before the end time."));
    }
    if end.0 - start.0 > KEPT_MILLIS {
        return Err(Error::invalid_value("The time range can be up to 90 days."));
    }
    let first = enabled(cx)?.first.max(known.plus_millis(-KEPT_MILLIS));
    if start < first {
        let shown = |at: Timestamp| at.iso8601().replace(".000Z", "Z");
        let message = format!(
            "The time range is not available. Available range: {} - {}",
            shown(first),
            shown(known.max(first))
        );
        return Err(Error::invalid_value(message));
    }
    Ok((start, end.min(known)))
}

/// What is asked for: metrics, grouped by some dimensions, of what meets some conditions.
struct Asked<'a> {
    rules: Vec<(Metric, Rule)>,
    group_by: &'a [GroupBy],
    conditions: Vec<(GroupBy, &'a [String])>,
}

impl<'a> Asked<'a> {
    /// # Errors
    /// That a metric is not emulated; `InvalidParameterCombination` for a dimension that it has
    /// not, or lacks.
    // What has which dimensions is documented; unverified (looked up 2026-11-26): code and words.
    fn new(
        metrics: &[Metric],
        group_by: &'a [GroupBy],
        filters: &'a [CapacityManagerCondition],
    ) -> Result<Self> {
        let rules = metrics.iter().map(|metric| Ok((*metric, rule(*metric)?)));
        let rules = rules.collect::<Result<Vec<_>>>()?;
        let conditions = filters.iter().map(condition).collect::<Result<Vec<_>>>()?;
        let filtered = conditions.iter().map(|(by, _)| *by);
        let dimensions: Vec<GroupBy> = group_by.iter().copied().chain(filtered).collect();
        for (metric, rule) in &rules {
            let name = metric.as_str();
            if let Some(other) = dimensions.iter().find(|by| !rule.of.has(**by)) {
                let message = format!("The metric {name} has no dimension {}.", other.as_str());
                return Err(Error::combination(message));
            }
            if rule.of == Of::EachReservation && !dimensions.contains(&GroupBy::ReservationId) {
                let message = format!("The metric {name} requires the dimension reservation-id.");
                return Err(Error::combination(message));
            }
        }
        Ok(Self { rules, group_by, conditions })
    }

    /// The values by which something is grouped; `None`: nothing of it is asked for.
    fn group(&self, cx: Read<'_>, held: &Held) -> Option<Vec<Option<String>>> {
        let is_asked = self.rules.iter().any(|(_, rule)| rule.of.includes(held));
        let meets = |(by, values): &(GroupBy, &[String])| {
            text(cx, held, *by).is_some_and(|text| values.contains(&text))
        };
        (is_asked && self.conditions.iter().all(meets))
            .then(|| self.group_by.iter().map(|by| text(cx, held, *by)).collect())
    }

    /// The metrics that there is anything of.
    fn values(&self, parts: &[Part<'_>]) -> Result<Vec<MetricValue>> {
        let mut values = Vec::new();
        for (metric, rule) in &self.rules {
            let of_it = parts.iter().filter(|part| rule.of.counts(part));
            let of_it: Vec<Part<'_>> = of_it.copied().collect();
            if !of_it.is_empty() {
                let value = Some(rule.value(&of_it)?);
                values.push(MetricValue { metric: Some(*metric), value });
            }
        }
        Ok(values)
    }

    fn dimension(&self, cx: Read<'_>, held: &Held) -> CapacityManagerDimension {
        let mut shown = CapacityManagerDimension::default();
        for by in self.group_by {
            let text = text(cx, held, *by);
            let reserved = held.reserved();
            match by {
                GroupBy::ResourceRegion => shown.resource_region = text,
                GroupBy::AvailabilityZoneId => shown.availability_zone_id = text,
                GroupBy::AccountId => shown.account_id = text,
                GroupBy::AccountName => shown.account_name = text,
                GroupBy::InstanceFamily => shown.instance_family = text,
                GroupBy::InstanceType => shown.instance_type = text,
                GroupBy::InstancePlatform => shown.instance_platform = text,
                GroupBy::ReservationArn => shown.reservation_arn = text,
                GroupBy::ReservationId => shown.reservation_id = text,
                GroupBy::ReservationType => {
                    shown.reservation_type = held.reservation().map(|(_, of)| of);
                }
                GroupBy::ReservationCreateTimestamp => {
                    shown.reservation_create_timestamp = reserved.map(|it| it.created);
                }
                GroupBy::ReservationStartTimestamp => {
                    shown.reservation_start_timestamp = reserved.map(|it| it.starts);
                }
                GroupBy::ReservationEndTimestamp => {
                    shown.reservation_end_timestamp = reserved.and_then(|it| it.ends);
                }
                GroupBy::ReservationEndDateType => {
                    shown.reservation_end_date_type = reserved.map(|it| end_type(it.ends));
                }
                GroupBy::Tenancy => shown.tenancy = held.tenancy,
                GroupBy::ReservationState => {
                    shown.reservation_state = reserved.map(|_| ReservationState::Active);
                }
                GroupBy::ReservationInstanceMatchCriteria => {
                    shown.reservation_instance_match_criteria = text;
                }
                GroupBy::ReservationUnusedFinancialOwner => {
                    shown.reservation_unused_financial_owner = text;
                }
            }
        }
        shown
    }
}

/// # Errors
/// `MissingParameter` for what lacks a part.
// unverified (looked up 2026-11-26): code and words.
fn condition(filter: &CapacityManagerCondition) -> Result<(GroupBy, &[String])> {
    let missing = |name: &str| Error::missing(&format!("filterBy.dimensionCondition{name}"));
    let condition = filter.dimension_condition.as_ref().ok_or_else(|| missing(""))?;
    let by = condition.dimension.and_then(|dimension| GroupBy::parse(dimension.as_str()));
    let by = by.ok_or_else(|| missing(".dimension"))?;
    let comparison = condition.comparison.ok_or_else(|| missing(".comparison"))?;
    let values = condition.values.as_deref().unwrap_or_default();
    let values = match comparison {
        // Only the first one is used, as documented.
        Comparison::Equals => values.get(..1),
        Comparison::In => Some(values).filter(|values| !values.is_empty()),
    };
    Ok((by, values.ok_or_else(|| missing(".values"))?))
}

fn end_type(ends: Option<Timestamp>) -> ReservationEndDateType {
    if ends.is_some() { ReservationEndDateType::Limited } else { ReservationEndDateType::Unlimited }
}

/// The value of a dimension, as a condition compares it.
// unverified (looked up 2026-11-26): that moments are written as in answers.
fn text(cx: Read<'_>, held: &Held, by: GroupBy) -> Option<String> {
    let id = held.reservation().map(|(id, _)| id);
    let reserved = held.reserved();
    match by {
        GroupBy::ResourceRegion => Some(held.region.to_string()),
        GroupBy::AvailabilityZoneId => Some(held.zone_id.to_string()),
        GroupBy::AccountId => Some(cx.account().to_string()),
        GroupBy::AccountName => None,
        GroupBy::InstanceFamily => Some(held.family().to_owned()),
        GroupBy::InstanceType => Some(held.instance_type.to_string()),
        GroupBy::InstancePlatform => Some(held.platform.to_string()),
        GroupBy::ReservationArn => {
            let there = cx.in_region(&held.region).unwrap_or(cx);
            id.map(|id| arn(there, &format!("capacity-reservation/{id}")))
        }
        GroupBy::ReservationId => id.map(ToString::to_string),
        GroupBy::ReservationType => held.reservation().map(|(_, of)| of.as_str().to_owned()),
        GroupBy::ReservationCreateTimestamp => reserved.map(|it| it.created.iso8601()),
        GroupBy::ReservationStartTimestamp => reserved.map(|it| it.starts.iso8601()),
        GroupBy::ReservationEndTimestamp => Some(reserved?.ends?.iso8601()),
        GroupBy::ReservationEndDateType => reserved.map(|it| end_type(it.ends).as_str().to_owned()),
        GroupBy::Tenancy => held.tenancy.map(|tenancy| tenancy.as_str().to_owned()),
        GroupBy::ReservationState => reserved.map(|_| ReservationState::Active.as_str().to_owned()),
        GroupBy::ReservationInstanceMatchCriteria => {
            reserved.map(|it| it.criteria.as_str().to_owned())
        }
        GroupBy::ReservationUnusedFinancialOwner => reserved.map(|it| it.payer.to_string()),
    }
}
