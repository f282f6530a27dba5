//! What an hour of a pool's instances costs.

use crate::catalog::instance_types::{self, InstanceType};
use crate::catalog::prices::{self, Product};
use crate::catalog::regions;
use crate::catalog::spot_prices;
use crate::engine::Read;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Market {
    OnDemand,
    Spot,
}

/// US dollars; `None` where nothing is known. Without a zone, it is that of the cheapest one.
pub(crate) fn of(
    cx: Read<'_>,
    (kind, product): (&'static InstanceType, Product),
    zone: Option<&str>,
    market: Market,
) -> Option<f64> {
    let region = regions::find(cx.region())?;
    if market == Market::OnDemand {
        return prices::on_demand(region.name, kind, product);
    }
    let seconds = cx.now().timestamp().0.div_euclid(1_000);
    let in_zone = |zone: &'static str| {
        let pool = spot_prices::Pool { region: region.name, zone, kind };
        spot_prices::in_force(pool, product, seconds)
    };
    match zone {
        Some(zone) => in_zone(region.zone(zone)?.name),
        None => {
            let zones = instance_types::zones_offering(region.name, kind.name);
            zones.into_iter().filter_map(in_zone).min_by(f64::total_cmp)
        }
    }
}
