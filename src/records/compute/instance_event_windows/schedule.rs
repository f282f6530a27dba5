//! The hours of an event window, which come again each week, in UTC.

use crate::engine::Text;
use serde::{Deserialize, Serialize};
use wire::{InstanceEventWindowTimeRange, Timestamp, WeekDay};

const HOUR: i64 = 60 * 60 * 1_000;
const WEEK: i64 = 7 * 24;
/// The first day of 1970 was a Thursday, and weeks begin with Sundays.
const EPOCH: i64 = 4 * 24;

/// What was asked, and the spans of hours that it means.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Schedule {
    asked: Asked,
    spans: Vec<Span>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
enum Asked {
    TimeRanges(Vec<TimeRange>),
    Cron(Text),
}

/// From an hour of a day until an hour of a day.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct TimeRange {
    pub start: (WeekDay, i32),
    pub end: (WeekDay, i32),
}

/// From an hour of the week on, for some hours.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Span {
    start: i64,
    hours: i64,
}

impl Schedule {
    pub fn of_ranges(ranges: Vec<TimeRange>) -> Self {
        let spans = ranges.iter().map(|range| {
            let start = hour_of_week(range.start);
            Span { start, hours: (hour_of_week(range.end) - start).rem_euclid(WEEK) }
        });
        let spans = spans.collect();
        Self { asked: Asked::TimeRanges(ranges), spans }
    }

    /// `* 0-4,20-23 * * 1,5`; nothing if it is none.
    // unverified (looked up 2026-11-26): that a range ends with the beginning of its last hour, as
    // `0-2` are two.
    pub fn of_cron(text: &str) -> Option<Self> {
        let fields: Vec<&str> = text.split_whitespace().collect();
        let ["*", hours, "*", "*", days] = fields[..] else { return None };
        let hours: Vec<(i64, i64)> = hours.split(',').map(hour_range).collect::<Option<_>>()?;
        let mut spans = Vec::new();
        for day in week_days(days)? {
            let span = |(from, to): &(i64, i64)| Span { start: day * 24 + from, hours: to - from };
            spans.extend(hours.iter().map(span));
        }
        Some(Self { asked: Asked::Cron(text.into()), spans })
    }

    /// How long the shortest of its spans is, and all of them together, in hours.
    pub fn lengths(&self) -> (i64, i64) {
        let hours = || self.spans.iter().map(|span| span.hours);
        (hours().min().unwrap_or_default(), hours().sum())
    }

    /// A moment in it, or the next one at which it opens.
    pub fn opens(&self, from: Timestamp) -> Timestamp {
        let since_sunday = from.0 + EPOCH * HOUR;
        let wait = self.spans.iter().map(|span| {
            let since = (since_sunday - span.start * HOUR).rem_euclid(WEEK * HOUR);
            if since < span.hours * HOUR { 0 } else { WEEK * HOUR - since }
        });
        from.plus_millis(wait.min().unwrap_or_default())
    }

    pub fn time_ranges(&self) -> Option<Vec<InstanceEventWindowTimeRange>> {
        let Asked::TimeRanges(ranges) = &self.asked else { return None };
        let shown = |range: &TimeRange| InstanceEventWindowTimeRange {
            start_week_day: Some(range.start.0),
            start_hour: Some(range.start.1),
            end_week_day: Some(range.end.0),
            end_hour: Some(range.end.1),
        };
        Some(ranges.iter().map(shown).collect())
    }

    pub fn cron_expression(&self) -> Option<String> {
        match &self.asked {
            Asked::Cron(text) => Some(text.to_string()),
            Asked::TimeRanges(_) => None,
        }
    }
}

fn hour_of_week((day, hour): (WeekDay, i32)) -> i64 {
    day_of_week(day) * 24 + i64::from(hour)
}

const fn day_of_week(day: WeekDay) -> i64 {
    match day {
        WeekDay::Sunday => 0,
        WeekDay::Monday => 1,
        WeekDay::Tuesday => 2,
        WeekDay::Wednesday => 3,
        WeekDay::Thursday => 4,
        WeekDay::Friday => 5,
        WeekDay::Saturday => 6,
    }
}

fn hour_range(text: &str) -> Option<(i64, i64)> {
    let (from, to) = text.split_once('-')?;
    let hours = (number(from, 23)?, number(to, 23)?);
    (hours.0 < hours.1).then_some(hours)
}

/// The days of the last field: `*`, or names, numbers and ranges of numbers, each but once.
fn week_days(text: &str) -> Option<Vec<i64>> {
    const NAMES: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
    if text == "*" {
        return Some((0..7).collect());
    }
    let mut days = Vec::new();
    for part in text.split(',') {
        let named = NAMES.iter().position(|name| name.eq_ignore_ascii_case(part));
        match (named, part.split_once('-')) {
            (Some(at), _) => days.push(i64::try_from(at).ok()?),
            (None, Some((from, to))) => days.extend(number(from, 6)?..=number(to, 6)?),
            (None, None) => days.push(number(part, 6)?),
        }
    }
    days.sort_unstable();
    days.dedup();
    Some(days)
}

fn number(text: &str, most: i64) -> Option<i64> {
    let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| is_plain && *number <= most)
}
