//! Convertible Reserved Instances for others of at least the same value.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ri-convertible-exchange.html>

use super::modify::check_unmodified;
use super::offerings;
use super::record::{Offering, ReservedInstances, active};
use crate::engine::{Id, Read, Row, Tags, Text, Write};
use crate::error::{Error, Result};
use wire::{
    AcceptReservedInstancesExchangeQuoteRequest, AcceptReservedInstancesExchangeQuoteResult,
    GetReservedInstancesExchangeQuoteRequest, GetReservedInstancesExchangeQuoteResult,
    OfferingClassType, ReservationValue, ReservedInstanceReservationValue, TargetConfiguration,
    TargetConfigurationRequest, TargetReservationValue, Timestamp,
};

/// What some are worth, in US dollars.
#[derive(Clone, Copy, Default)]
struct Value {
    hourly: f64,
    upfront: f64,
    total: f64,
}

impl Value {
    fn of(offering: &Offering, count: i32, millis: i64) -> Self {
        let count = f64::from(count);
        #[expect(clippy::cast_precision_loss, reason = "terms have at most three years")]
        let (rest, whole) = (millis.max(0) as f64, offering.seconds as f64 * 1_000.0);
        let (hourly, upfront) = (offering.hourly * count, offering.upfront * count * rest / whole);
        Self { hourly, upfront, total: upfront + hourly * rest / 3_600_000.0 }
    }

    fn and(self, other: Self) -> Self {
        Self {
            hourly: self.hourly + other.hourly,
            upfront: self.upfront + other.upfront,
            total: self.total + other.total,
        }
    }

    fn shown(self) -> ReservationValue {
        let text = |dollars: f64| Some(format!("{dollars:.6}"));
        ReservationValue {
            hourly_price: text(self.hourly),
            remaining_total_value: text(self.total),
            remaining_upfront_value: text(self.upfront),
        }
    }
}

struct Quote {
    of: Vec<(Text, Value)>,
    to: Vec<(Offering, i32, Value)>,
    end: Timestamp,
    failure: Option<String>,
}

fn quote(cx: Read<'_>, ids: &[String], asked: &[TargetConfigurationRequest]) -> Result<Quote> {
    let rows = active(cx, ids)?;
    rows.iter().try_for_each(|row| check_unmodified(cx, &row.id))?;
    let now = cx.now().timestamp();
    let left = |row: &Row<ReservedInstances>| row.end.0 - now.0;
    let of: Vec<_> = rows
        .iter()
        .map(|row| (row.id.as_text().clone(), Value::of(&row.offering, row.count, left(row))))
        .collect();
    // The new ones expire with the last of the old ones.
    let end = rows.iter().map(|row| row.end).max().unwrap_or(now);
    let worth = of.iter().fold(Value::default(), |sum, (_, value)| sum.and(*value));
    let mut missing = worth.total;
    let mut to = Vec::new();
    let mut failure = None;
    for target in asked {
        if let Some(count) = target.instance_count {
            // "This parameter is reserved and cannot be specified in a request."
            let reason = "It is reserved.";
            return Err(Error::bad_parameter("instanceCount", count, reason));
        }
        let id = target.offering_id.as_deref().ok_or_else(|| Error::missing("OfferingId"))?;
        // LeanerCloud/CUDly#695
        let offering = offerings::find(cx.region(), id)
            .map_err(|_| Error::new("InvalidOfferingId", "Invalid Offering ID provided"))?;
        if offering.class != OfferingClassType::Convertible {
            failure = Some("The target offering is not a convertible one.".to_owned());
        }
        let each = Value::of(&offering, 1, end.0 - now.0);
        let count = enough(missing, each.total);
        let value = Value::of(&offering, count, end.0 - now.0);
        missing = (missing - value.total).max(0.0);
        to.push((offering, count, value));
    }
    if let Some(row) = rows.iter().find(|row| row.offering.class != OfferingClassType::Convertible)
    {
        failure = Some(format!("The reserved instances '{}' are not convertible.", row.id));
    }
    if to.is_empty() {
        return Err(Error::missing("TargetConfiguration"));
    }
    Ok(Quote { of, to, end, failure })
}

/// How many it takes for what is missing, and one at least.
fn enough(missing: f64, each: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "it saturates")]
    let count = (missing / each.max(1e-9) - 1e-9).ceil() as i32;
    count.max(1)
}

pub(crate) fn get_exchange_quote(
    cx: Read<'_>,
    request: &GetReservedInstancesExchangeQuoteRequest,
) -> Result<GetReservedInstancesExchangeQuoteResult> {
    let quote = quote(cx, &request.reserved_instance_ids, &request.target_configurations)?;
    let sum = |values: &mut dyn Iterator<Item = Value>| values.fold(Value::default(), Value::and);
    let of = sum(&mut quote.of.iter().map(|(_, value)| *value));
    let to = sum(&mut quote.to.iter().map(|(.., value)| *value));
    let sources = quote.of.iter().map(|(id, value)| ReservedInstanceReservationValue {
        reservation_value: Some(value.shown()),
        reserved_instance_id: Some(id.to_string()),
    });
    let targets = quote.to.iter().map(|(offering, count, value)| TargetReservationValue {
        reservation_value: Some(value.shown()),
        target_configuration: Some(TargetConfiguration {
            instance_count: Some(*count),
            offering_id: Some(offering.id.to_string()),
        }),
    });
    Ok(GetReservedInstancesExchangeQuoteResult {
        currency_code: Some("USD".to_owned()),
        is_valid_exchange: Some(quote.failure.is_none()),
        output_reserved_instances_will_expire_at: Some(quote.end),
        payment_due: Some(format!("{:.6}", (to.upfront - of.upfront).max(0.0))),
        reserved_instance_value_rollup: Some(of.shown()),
        reserved_instance_value_set: Some(sources.collect()),
        target_configuration_value_rollup: Some(to.shown()),
        target_configuration_value_set: Some(targets.collect()),
        validation_failure_reason: quote.failure,
    })
}

pub(crate) fn accept_exchange_quote(
    cx: &mut Write<'_>,
    request: &AcceptReservedInstancesExchangeQuoteRequest,
) -> Result<AcceptReservedInstancesExchangeQuoteResult> {
    let quote = quote(cx.read(), &request.reserved_instance_ids, &request.target_configurations)?;
    if let Some(failure) = quote.failure {
        // unverified (looked up 2026-11-26): the code.
        return Err(Error::invalid_value(failure));
    }
    let now = cx.now().timestamp().whole_seconds();
    for (id, _) in &quote.of {
        cx.get_mut::<ReservedInstances>(&**id)?.retired = Some(now);
    }
    for (offering, count, _) in quote.to {
        let record = ReservedInstances {
            offering,
            count,
            start: now,
            paid: now,
            end: quote.end,
            is_deleted: false,
            retired: None,
        };
        let id = Id::new(cx.ids().uuid());
        cx.insert(id, record, Tags::default());
    }
    let exchange_id = Some(format!("riex-{}", cx.ids().uuid()));
    Ok(AcceptReservedInstancesExchangeQuoteResult { exchange_id })
}
