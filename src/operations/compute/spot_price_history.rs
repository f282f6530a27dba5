//! Spot prices and how they came about: read-only, out of the catalogue.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSpotPriceHistory.html>

use crate::catalog::instance_types::{self, InstanceType, UsageClass};
use crate::catalog::prices::Product;
use crate::catalog::regions::{self, Zone};
use crate::catalog::spot_prices::{self, Pool, period_of};
use crate::engine::filter::ViewFilters;
use crate::engine::{Operation, Read, operations, page};
use crate::error::{Error, Result};
use crate::records::account::regions::{availability_zones, invalid_zone, named_zone};
use std::fmt;
use wire::{
    DescribeSpotPriceHistoryRequest, DescribeSpotPriceHistoryResult, Filter, RIProductDescription,
    SpotPrice, Timestamp, WireEnum as _,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read DescribeSpotPriceHistory => describe_spot_price_history;
};

/// How far back the history goes.
const KEPT_SECONDS: i64 = 90 * 24 * 60 * 60;
/// What product descriptions end in that mean instances in a VPC, which all are today.
const IN_VPC: &str = " (Amazon VPC)";

fn describe_spot_price_history(
    cx: Read<'_>,
    request: &DescribeSpotPriceHistoryRequest,
) -> Result<DescribeSpotPriceHistoryResult> {
    let filters: Vec<_> = request.filters.iter().map(without_vpc).collect();
    let view_filters = ViewFilters::parse(cx.action(), &filters)?;
    let size = page::size_from_one(request.max_results)?;
    let paging = cx.paging(Some(size), request.next_token.as_deref())?;
    let zones = zones(cx, request)?;
    let (span, after) = match paging.after().and_then(Key::parse) {
        // Some clients send a token and nothing else. boto/boto3#130
        Some(key) => (key.span, Some(key)),
        None => (span(cx, request), None),
    };
    let history = History {
        kinds: kinds(&request.instance_types, &filters),
        zones,
        products: products(&request.product_descriptions),
        span,
        after,
    };
    let rows = history.rows().filter_map(|(key, row)| {
        let view = view(key, &row)?;
        view_filters.matches(&view).then_some(Ok((key, view)))
    });
    let page = paging.cut(rows)?;
    Ok(DescribeSpotPriceHistoryResult {
        // The last page has an empty token. boto/boto3#130
        next_token: Some(page.next_token.unwrap_or_default()),
        spot_price_history: Some(page.items),
    })
}

/// Which moments are asked for, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    start: i64,
    end: i64,
}

/// Without a start it is the end, which tells what prices are in force there: boto/boto3#122. Those
/// in force at a start are told for spans of the past, too: boto/botocore#534.
// unverified (looked up 2026-11-26): that the end is the start for an end in the past, too.
fn span(cx: Read<'_>, request: &DescribeSpotPriceHistoryRequest) -> Span {
    let now = seconds(cx.now().timestamp());
    let end = request.end_time.map_or(now, seconds).min(now);
    let start = request.start_time.map_or(end, seconds).min(now);
    Span { start: start.max(now - KEPT_SECONDS), end }
}

const fn seconds(at: Timestamp) -> i64 {
    at.0.div_euclid(1_000)
}

/// The zones that prices are wanted of.
fn zones(
    cx: Read<'_>,
    request: &DescribeSpotPriceHistoryRequest,
) -> Result<Vec<(&'static str, &'static Zone)>> {
    let region = regions::find(cx.region());
    let (name, id) =
        (request.availability_zone.as_deref(), request.availability_zone_id.as_deref());
    let named = named_zone(cx, name, id, |parameter, text| match parameter {
        "availabilityZoneId" => {
            Error::invalid_value(format!("Invalid availability zone-id: [{text}]"))
        }
        _ => invalid_zone(parameter, text),
    })?;
    let wanted = availability_zones(cx.region());
    let wanted = wanted.filter(|zone| named.is_none_or(|named| named.name == zone.name));
    Ok(wanted.filter_map(|zone| Some((region?.name, zone))).collect())
}

/// The types that prices are wanted of, by their names or by a filter without patterns, sorted;
/// `None`: all.
// unverified (looked up 2026-11-26): that AWS has no refusal for a type that there is not.
fn kinds(names: &[String], filters: &[Filter]) -> Option<Vec<&'static InstanceType>> {
    let filter = filters.iter().find(|filter| filter.name.as_deref() == Some("instance-type"));
    let values = filter.and_then(|filter| filter.values.as_deref());
    let plain =
        values.filter(|values| !values.iter().any(|value| value.contains(['*', '?', '\\'])));
    let wanted = match (names, plain) {
        ([], None) => return None,
        ([], Some(values)) => values,
        (names, _) => names,
    };
    let mut found: Vec<_> = wanted.iter().filter_map(|name| instance_types::find(name)).collect();
    found.sort_unstable_by_key(|kind| kind.name);
    found.dedup_by_key(|kind| kind.name);
    Some(found)
}

/// The products whose prices are wanted.
// unverified (looked up 2026-11-26): that those in a VPC are shown by the name without it, as
// EC2-Classic is no more, and that AWS has no refusal for a product that there is not.
fn products(descriptions: &[String]) -> Vec<Product> {
    let is_wanted = |product: &Product| {
        let mut wanted = descriptions.iter().map(|text| text.trim_end_matches(IN_VPC));
        descriptions.is_empty() || wanted.any(|text| text == product.as_str())
    };
    Product::ALL.into_iter().filter(is_wanted).collect()
}

fn without_vpc(filter: &Filter) -> Filter {
    let mut values = filter.values.clone();
    if filter.name.as_deref() == Some("product-description") {
        for value in values.iter_mut().flatten() {
            *value = value.trim_end_matches(IN_VPC).to_owned();
        }
    }
    Filter { name: filter.name.clone(), values }
}

/// Where a row stands: the latest come first, and of one moment those of the first zones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    changed: i64,
    place: u8,
    /// What all rows of one request share, for the pages to come.
    span: Span,
}

impl fmt::Display for Key {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { changed, place, span } = self;
        write!(to, "{changed} {place} {} {}", span.start, span.end)
    }
}

impl Key {
    fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split(' ').map(|number| number.parse::<i64>().ok());
        let mut next = || numbers.next().flatten();
        let (changed, place) = (next()?, u8::try_from(next()?).ok()?);
        Some(Self { changed, place, span: Span { start: next()?, end: next()? } })
    }

    fn is_behind(self, other: Self) -> bool {
        (self.changed, other.place) < (other.changed, self.place)
    }
}

struct History {
    kinds: Option<Vec<&'static InstanceType>>,
    /// Each with the name of the region.
    zones: Vec<(&'static str, &'static Zone)>,
    products: Vec<Product>,
    span: Span,
    after: Option<Key>,
}

/// What a row shows.
struct Price {
    pool: Pool,
    zone: &'static Zone,
    product: Product,
    period: i64,
}

impl History {
    /// The rows behind the page before, the latest first; none is worked out before it is taken.
    fn rows(&self) -> impl Iterator<Item = (Key, Price)> {
        let from = self.after.map_or(self.span.end, |key| key.changed.min(self.span.end));
        // A price lasts for two periods at most.
        let first = period_of(self.span.start) - 1;
        let periods = (first..=period_of(from)).rev();
        periods.flat_map(move |period| {
            self.turned(period, from).flat_map(move |kind| self.of_kind(kind, period))
        })
    }

    /// The wanted types whose turn in a period has come, the latest first.
    fn turned(
        &self,
        period: i64,
        seconds: i64,
    ) -> Box<dyn Iterator<Item = &'static InstanceType> + '_> {
        let region = self.zones.first().map_or("", |(region, _)| region);
        let Some(kinds) = &self.kinds else {
            return Box::new(spot_prices::turned(region, period, seconds));
        };
        let turns = kinds.iter().map(|kind| (spot_prices::turn(region, kind, period), *kind));
        let mut turns: Vec<_> = turns.filter(|(turn, _)| *turn <= seconds).collect();
        turns.sort_unstable_by_key(|(turn, _)| std::cmp::Reverse(*turn));
        Box::new(turns.into_iter().map(|(_, kind)| kind))
    }

    fn of_kind(&self, kind: &'static InstanceType, period: i64) -> Vec<(Key, Price)> {
        let mut rows = Vec::new();
        if !kind.usage_classes.contains(&UsageClass::Spot) {
            return rows;
        }
        for (at, (region, zone)) in self.zones.iter().enumerate() {
            if !instance_types::offered_in_zone(region, zone.name, kind.name) {
                continue;
            }
            let pool = Pool { region, zone: zone.name, kind };
            for product in &self.products {
                let changed = spot_prices::changed(pool, *product, period);
                let place = u8::try_from(at * Product::ALL.len() + *product as usize);
                let key = Key { changed, place: place.unwrap_or(u8::MAX), span: self.span };
                let next = || spot_prices::changed(pool, *product, period + 1);
                let is_new = self.after.is_none_or(|after| key.is_behind(after));
                // The last change before the start tells what was in force there.
                let is_in = changed <= self.span.end && next() > self.span.start;
                if is_new && is_in {
                    rows.push((key, Price { pool, zone, product: *product, period }));
                }
            }
        }
        rows.sort_unstable_by_key(|(key, _)| (std::cmp::Reverse(key.changed), key.place));
        rows
    }
}

fn view(key: Key, row: &Price) -> Option<SpotPrice> {
    let price = spot_prices::price(row.pool, row.product, row.period)?;
    Some(SpotPrice {
        availability_zone: Some(row.zone.name.to_owned()),
        availability_zone_id: Some(row.zone.id.to_owned()),
        instance_type: Some(row.pool.kind.name.to_owned()),
        product_description: RIProductDescription::parse(row.product.as_str()),
        spot_price: Some(format!("{price:.6}")),
        timestamp: Some(Timestamp(key.changed.saturating_mul(1_000))),
    })
}
