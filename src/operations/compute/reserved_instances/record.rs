//! What is kept of Reserved Instances, and of the offering they were purchased from.

use crate::engine::{Now, Read, Resource, Row, Text};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use wire::{
    CurrencyCodeValues, OfferingClassType, OfferingTypeValues, RIProductDescription,
    RecurringCharge, RecurringChargeFrequency, ReservedInstanceState as State, ResourceType,
    Tenancy, Timestamp, scope as Scope,
};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Offering {
    pub id: Text,
    pub instance_type: Text,
    pub product: RIProductDescription,
    pub tenancy: Tenancy,
    /// Its name and its id; `None`: anywhere in the region.
    pub zone: Option<(Text, Text)>,
    pub seconds: i64,
    pub class: OfferingClassType,
    pub option: OfferingTypeValues,
    /// US dollars for each instance: an hour, and at once.
    pub hourly: f64,
    pub upfront: f64,
}

impl Offering {
    pub const fn scope(&self) -> Scope {
        if self.zone.is_some() { Scope::AvailabilityZone } else { Scope::Region }
    }

    pub fn charges(&self) -> Vec<RecurringCharge> {
        let frequency = Some(RecurringChargeFrequency::Hourly);
        vec![RecurringCharge { amount: Some(self.hourly), frequency }]
    }

    #[expect(clippy::cast_possible_truncation, reason = "answers have it with fewer digits")]
    pub const fn fixed_price(&self) -> f32 {
        self.upfront as f32
    }
}

/// Instances that were purchased together.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ReservedInstances {
    pub offering: Offering,
    pub count: i32,
    /// When the purchase is, or was.
    pub start: Timestamp,
    pub paid: Timestamp,
    pub end: Timestamp,
    /// A queued purchase that was taken back.
    pub is_deleted: bool,
    /// When others took its place.
    pub retired: Option<Timestamp>,
}

impl ReservedInstances {
    pub fn state(&self, now: Now<'_>) -> State {
        if self.is_deleted {
            State::QueuedDeleted
        } else if !now.reached(self.start) {
            State::Queued
        } else if self.retired.is_some() || now.reached(self.end) {
            State::Retired
        } else if now.reached(self.paid) {
            State::Active
        } else {
            State::PaymentPending
        }
    }
}

impl Resource for ReservedInstances {
    type View = wire::ReservedInstances;
    /// Their ids are UUIDs.
    const PREFIX: &'static str = "";
    const TYPE: Option<ResourceType> = Some(ResourceType::ReservedInstances);
    const PLURAL: &'static str = "reservedInstances";
    /// The code is documented; unverified (looked up 2026-11-26): the noun.
    const NOT_FOUND: &'static str = "InvalidReservedInstancesId";
    const NOUN: &'static str = "reserved instances ID";

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::ReservedInstances {
        let offering = &row.offering;
        let (zone, zone_id) = offering.zone.as_ref().map(|(name, id)| (name, id)).unzip();
        wire::ReservedInstances {
            currency_code: Some(CurrencyCodeValues::USD),
            instance_tenancy: Some(offering.tenancy),
            offering_class: Some(offering.class),
            offering_type: Some(offering.option),
            recurring_charges: Some(offering.charges()),
            scope: Some(offering.scope()),
            tags: row.tags.wire_unless_empty(),
            availability_zone_id: zone_id.map(ToString::to_string),
            reserved_instances_id: Some(row.id.to_string()),
            instance_type: Some(offering.instance_type.to_string()),
            availability_zone: zone.map(ToString::to_string),
            start: Some(row.start),
            end: Some(row.end),
            duration: Some(offering.seconds),
            usage_price: Some(0.0),
            fixed_price: Some(offering.fixed_price()),
            instance_count: Some(row.count),
            product_description: Some(offering.product),
            state: Some(row.state(cx.now())),
        }
    }

    fn check_id(_id: &str) -> Result<()> {
        Ok(())
    }
}

/// Rows that are active: those alone can be changed, exchanged or sold.
// unverified (looked up 2026-11-26): code and wording.
pub(crate) fn active<'a>(cx: Read<'a>, ids: &[String]) -> Result<Vec<&'a Row<ReservedInstances>>> {
    let rows = cx.get_all::<ReservedInstances>(ids)?;
    match rows.iter().find(|row| row.state(cx.now()) != State::Active) {
        Some(row) => {
            let message = format!("The reserved instances '{}' are not active.", row.id);
            Err(Error::new("InvalidInput", message))
        }
        None => Ok(rows),
    }
}
