//! Which pools a fleet launches, and how much of each.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-fleet-allocation-strategy.html>

use super::launch::{self, Launcher};
use super::pools::Pool;
use super::prices::Market;
use crate::engine::{Read, Write};
use crate::error::Error;
use crate::records::compute::capacity_reservations::open_room;
use crate::records::compute::fleets::core::{Allocation, Strategy};
use crate::records::ids::InstanceId;

/// A recorded fleet tried no more pools than these that failed.
const TRIED: usize = 3;

/// More instances than a fleet can have.
const MOST_INSTANCES: u32 = 10_000;

/// The part of a fleet that is bought in one way.
pub(crate) struct Side<'a> {
    pub launcher: &'a Launcher,
    pub market: Market,
    pub allocation: &'a Allocation,
    pub pools: &'a [Pool],
    /// Whether what one pool lacks is taken from another.
    pub has_alternatives: bool,
}

/// What became of pools, by their places.
#[derive(Default)]
pub(crate) struct Outcome {
    pub launched: Vec<(usize, Vec<InstanceId>)>,
    pub failed: Vec<(usize, Error)>,
    units: f64,
}

/// Launches so many units, or what it can of them.
pub(crate) fn allocate(cx: &mut Write<'_>, side: &Side<'_>, units: f64) -> Outcome {
    let order = order(cx.read(), side, units);
    let mut failed = Vec::new();
    for group in groups(side, &order) {
        let mut outcome = Outcome::default();
        let kept = cx.attempt(|cx| {
            outcome = spread(cx, side, &group, units);
            let least = side.allocation.least.min(units);
            if outcome.units > 0.0 && outcome.units >= least {
                Ok(())
            } else {
                Err(unfulfillable())
            }
        });
        failed.append(&mut outcome.failed);
        if kept.is_ok() {
            return Outcome { failed, ..outcome };
        }
    }
    Outcome { failed, ..Outcome::default() }
}

fn unfulfillable() -> Error {
    let message = "Unable to fulfill capacity due to your request configuration. Please adjust \
                   your request and try again.";
    Error::new("UnfulfillableCapacity", message)
}

/// The pools by their turn. Nobody but AWS knows what capacity it has: here all pools have the
/// same, and what is optimised for capacity goes by priority or price, or by the request's order.
fn order(cx: Read<'_>, side: &Side<'_>, units: f64) -> Vec<usize> {
    // See `API_FleetLaunchTemplateOverrides` in AWS's reference.
    let is_by_unit = side.pools.iter().any(|pool| pool.weight <= units);
    let price = |pool: &Pool| {
        let price = pool.price(cx, side.market).unwrap_or(f64::INFINITY);
        if is_by_unit { price / pool.weight } else { price }
    };
    let key = |pool: &Pool| match side.allocation.strategy {
        Strategy::LowestPrice | Strategy::PriceCapacityOptimized => price(pool),
        Strategy::Prioritized => pool.priority,
        Strategy::Diversified | Strategy::CapacityOptimized => 0.0,
    };
    let pools = side.pools.iter().enumerate();
    let pools = pools.filter(|(_, pool)| pool.is_affordable(cx, side.market));
    let mut keyed: Vec<_> = pools.map(|(at, pool)| (key(pool), at)).collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
    keyed.into_iter().map(|(_, at)| at).collect()
}

/// All pools, or those of one type, of one zone or of both at a time.
fn groups(side: &Side<'_>, order: &[usize]) -> Vec<Vec<usize>> {
    let Allocation { single_type, single_zone, .. } = *side.allocation;
    let of = |at: usize| {
        let pool = &side.pools[at];
        let kind = single_type.then_some(pool.instance_type.as_str());
        (kind, if single_zone { pool.zone.as_deref() } else { None })
    };
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for at in order {
        match groups.iter_mut().find(|group| group.first().is_some_and(|it| of(*it) == of(*at))) {
            Some(group) => group.push(*at),
            None => groups.push(vec![*at]),
        }
    }
    groups
}

/// A group of pools while they are launched.
struct Spread {
    outcome: Outcome,
    /// Those that can still be launched.
    open: Vec<usize>,
    missing: f64,
    /// US dollars an hour.
    budget: Option<f64>,
}

/// Launches pools in their order until there are enough units.
fn spread(cx: &mut Write<'_>, side: &Side<'_>, group: &[usize], units: f64) -> Outcome {
    let mut spread = Spread {
        outcome: Outcome::default(),
        open: group.to_vec(),
        missing: units,
        budget: side.allocation.max_total_price,
    };
    if side.allocation.reserved_first {
        let shares = reserved(cx.read(), side, group, units);
        launch_shares(cx, side, &mut spread, shares);
    }
    while spread.missing > 0.0 && !spread.open.is_empty() {
        let shares = shares(side, &spread.open, spread.missing);
        launch_shares(cx, side, &mut spread, shares);
    }
    spread.outcome
}

fn launch_shares(
    cx: &mut Write<'_>,
    side: &Side<'_>,
    spread: &mut Spread,
    shares: Vec<(usize, u32)>,
) {
    for (at, wanted) in shares {
        let pool = &side.pools[at];
        let price = pool.price(cx.read(), side.market);
        let count = affordable(wanted, price, spread.budget);
        if count == 0 {
            spread.open.retain(|other| *other != at);
            continue;
        }
        match launch::launch(cx, side.launcher, pool, (side.market, count)) {
            Ok(ids) => {
                let launched = number(ids.len());
                spread.missing -= launched * pool.weight;
                spread.outcome.units += launched * pool.weight;
                let cost = launched * price.unwrap_or(0.0);
                spread.budget = spread.budget.map(|budget| budget - cost);
                spread.outcome.launched.push((at, ids));
            }
            Err(error) => {
                spread.outcome.failed.push((at, error));
                spread.open.retain(|other| *other != at);
                if !side.has_alternatives {
                    spread.missing -= f64::from(wanted) * pool.weight;
                }
            }
        }
        if spread.outcome.failed.len() == TRIED {
            let open = std::mem::take(&mut spread.open);
            let rest = if spread.missing > 0.0 { open } else { Vec::new() };
            spread.outcome.failed.extend(rest.into_iter().map(|at| (at, unfulfillable())));
            return;
        }
    }
}

/// How many instances of each pool there is room for in open Capacity Reservations.
/// See "Use Capacity Reservations to reserve On-Demand capacity in EC2 Fleet" in EC2's user guide.
// unverified (looked up 2026-11-26): that a pool without a place of its own is not led to where
// there is a reservation.
fn reserved(cx: Read<'_>, side: &Side<'_>, group: &[usize], units: f64) -> Vec<(usize, u32)> {
    let mut missing = units;
    let mut shares = Vec::new();
    for at in group {
        let pool = &side.pools[*at];
        let tenancy = pool.launch.request.placement.as_ref().and_then(|it| it.tenancy);
        let kind = (pool.instance_type.as_str(), pool.launch.product.as_str());
        let room = pool.zone.as_deref().map_or(0, |zone| open_room(cx, kind, zone, tenancy));
        let mut count = 0;
        while count < room && missing > 0.0 {
            count += 1;
            missing -= pool.weight;
        }
        if count > 0 {
            shares.push((*at, count));
        }
    }
    shares
}

/// How many instances of each of the first pools it takes.
fn shares(side: &Side<'_>, open: &[usize], units: f64) -> Vec<(usize, u32)> {
    let width = match side.allocation.strategy {
        Strategy::LowestPrice => side.allocation.pools_to_use.max(1),
        Strategy::Diversified => open.len(),
        _ => 1,
    };
    let mut shares: Vec<(usize, u32)> = open.iter().take(width).map(|at| (*at, 0)).collect();
    let mut missing = units;
    for _ in 0..MOST_INSTANCES.div_ceil(u32::try_from(width).unwrap_or(1).max(1)) {
        for (at, count) in &mut shares {
            if missing > 0.0 {
                *count += 1;
                missing -= side.pools[*at].weight;
            }
        }
    }
    shares.retain(|(_, count)| *count > 0);
    shares
}

/// How many of the instances the budget is enough for.
fn affordable(count: u32, price: Option<f64>, budget: Option<f64>) -> u32 {
    let (Some(price), Some(budget)) = (price, budget) else { return count };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it saturates, at none and at more than there are"
    )]
    let enough = (budget / price + 1e-9).floor() as u32;
    count.min(enough)
}

#[expect(clippy::cast_precision_loss, reason = "a fleet has no such number of instances")]
const fn number(of: usize) -> f64 {
    of as f64
}
