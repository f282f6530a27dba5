//! What an account held of capacity, and from when to when: each instance that ran, and each
//! reservation, for as long as nothing of it changed. All are kept where Capacity Manager is on.

use crate::catalog::instance_types;
use crate::catalog::prices::{self, Product};
use crate::engine::{By, HOUR_MILLIS, Index, Record, Text};
use crate::records::ids::{CapacityReservationId, InstanceId};
use serde::{Deserialize, Serialize};
use wire::{CapacityTenancy, InstanceMatchCriteria, ReservationType, Timestamp};

/// How far back metrics go, as documented: 90 days.
pub(crate) const KEPT_MILLIS: i64 = 90 * 24 * HOUR_MILLIS;

impl CapacityUse {
    /// Those that go on.
    pub(crate) const OPEN: By<Self, ()> = By::new("open");
}

impl Record for CapacityUse {
    const PLURAL: &'static str = "capacityUses";

    fn index(&self, index: &mut Index<'_, Self>) {
        if self.ended.is_none() {
            index.add(Self::OPEN, &());
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CapacityUse {
    pub began: Timestamp,
    pub ended: Option<Timestamp>,
    /// Whether it ended because AWS wanted its capacity back.
    pub is_interrupted: bool,
    pub held: Held,
}

impl CapacityUse {
    /// How long an instance had run that was interrupted within some time, in hours.
    pub fn interrupted_within(&self, from: Timestamp, to: Timestamp) -> Option<f64> {
        let ended = self.ended.filter(|at| self.is_interrupted && from < *at && *at <= to)?;
        match self.held.what {
            What::Spot(_, launched) => Some(hours(ended.0 - launched.0)),
            _ => None,
        }
    }

    /// What of it lies within some time, in hours.
    pub fn hours_within(&self, from: Timestamp, to: Timestamp) -> Option<f64> {
        let (first, last) = (self.began.max(from), self.ended.unwrap_or(to).min(to));
        let millis = last.0 - first.0;
        (millis > 0).then(|| hours(millis))
    }
}

fn hours(millis: i64) -> f64 {
    let count = |number: i64| u32::try_from(number).map_or(0.0, f64::from);
    count(millis / HOUR_MILLIS) + count(millis % HOUR_MILLIS) / 3_600_000.0
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Held {
    pub region: Text,
    pub zone_id: Text,
    pub instance_type: Text,
    pub platform: Text,
    /// `None`: that of a Dedicated Host, for which there is no value.
    pub tenancy: Option<CapacityTenancy>,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum What {
    /// On demand, in a reservation or in none.
    OnDemand(InstanceId, Option<(CapacityReservationId, ReservationType)>),
    /// With when it was launched.
    Spot(InstanceId, Timestamp),
    Reservation(Box<Reserved>),
}

/// A reservation that is active.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reserved {
    pub id: CapacityReservationId,
    pub of: ReservationType,
    pub created: Timestamp,
    pub starts: Timestamp,
    pub ends: Option<Timestamp>,
    pub criteria: InstanceMatchCriteria,
    /// Who pays for what is not used.
    pub payer: Text,
    pub total: u32,
    pub used: u32,
}

impl Held {
    /// What it is the same one by.
    pub fn key(&self) -> &str {
        match &self.what {
            What::OnDemand(id, _) | What::Spot(id, _) => id,
            What::Reservation(it) => &it.id,
        }
    }

    pub fn reservation(&self) -> Option<(&CapacityReservationId, ReservationType)> {
        match &self.what {
            What::OnDemand(_, reservation) => reservation.as_ref().map(|(id, of)| (id, *of)),
            What::Reservation(it) => Some((&it.id, it.of)),
            What::Spot(..) => None,
        }
    }

    pub fn reserved(&self) -> Option<&Reserved> {
        match &self.what {
            What::Reservation(it) => Some(it),
            _ => None,
        }
    }

    pub fn vcpus(&self) -> f64 {
        let kind = instance_types::find(&self.instance_type);
        kind.map_or(0.0, |kind| f64::from(kind.processor.vcpus))
    }

    pub fn family(&self) -> &str {
        self.instance_type.split_once('.').map_or(&*self.instance_type, |(family, _)| family)
    }

    /// What an hour of an instance is listed for on demand; `None`: it is not known.
    pub fn price(&self) -> Option<f64> {
        let kind = instance_types::find(&self.instance_type)?;
        let product = Product::ALL.into_iter().find(|it| *it.as_str() == *self.platform)?;
        self.tenancy.filter(|tenancy| *tenancy == CapacityTenancy::Default)?;
        prices::on_demand(&self.region, kind, product)
    }
}
