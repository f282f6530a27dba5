//! Spot prices. AWS's follow a market that nobody can see; these are made up, plausible and always
//! the same: a function of region, zone, type, product and time. Each stays well below the
//! on-demand price, drifts over weeks, and changes once a period.
//!
//! In each period the types of a region change one after the other, in an order that is the
//! period's own. So all prices of a region can be listed by their times without being worked out.

use super::instance_types::{self, InstanceType};
use super::prices::{self, Product};

/// How long a price lasts on average.
pub(crate) const PERIOD_SECONDS: i64 = 8 * 60 * 60;
/// Prices drift from one level to the next in this many periods, a week.
const DRIFT_PERIODS: i64 = 21;

/// What is sold together at one price: a type in a zone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pool {
    pub(crate) region: &'static str,
    /// Its name, by which the zone is told from others.
    pub(crate) zone: &'static str,
    pub(crate) kind: &'static InstanceType,
}

pub(crate) const fn period_of(seconds: i64) -> i64 {
    seconds.div_euclid(PERIOD_SECONDS)
}

/// From when on a type's prices change in a period, in all its zones. No other type's change
/// before the last of them has.
pub(crate) fn turn(region: &str, kind: &InstanceType, period: i64) -> i64 {
    let types = instance_types::all();
    let count = u64::try_from(types.len()).unwrap_or(1).max(1);
    let at = types.partition_point(|known| known.name < kind.name);
    let first = hash(&[region, &period.to_string()]) % count;
    let place = (u64::try_from(at).unwrap_or(0) * stride(count) + first) % count;
    let place = i64::try_from(place).unwrap_or(0);
    period.saturating_mul(PERIOD_SECONDS).saturating_add(place * turn_seconds())
}

/// How long a type's turn takes.
fn turn_seconds() -> i64 {
    let count = i64::try_from(instance_types::all().len()).unwrap_or(1).max(1);
    (PERIOD_SECONDS / count).max(1)
}

/// A step that comes past each of `count` places once.
fn stride(count: u64) -> u64 {
    const fn divisor(a: u64, b: u64) -> u64 {
        if b == 0 { a } else { divisor(b, a % b) }
    }
    (617..10_000).find(|step| divisor(*step, count) == 1).unwrap_or(1)
}

/// The second of a period in which the price of a product in a pool changes.
pub(crate) fn changed(pool: Pool, product: Product, period: i64) -> i64 {
    let parts = [pool.zone, pool.kind.name, product.as_str(), &period.to_string()];
    let within = hash(&parts) % u64::try_from(turn_seconds()).unwrap_or(1);
    turn(pool.region, pool.kind, period).saturating_add(i64::try_from(within).unwrap_or(0))
}

/// US dollars an hour from a period's change on; `None` where there is no on-demand price either.
/// The licence of a product costs what it does on demand.
// unverified: how far below the on-demand price AWS's are, and how much they move.
pub(crate) fn price(pool: Pool, product: Product, period: i64) -> Option<f64> {
    let on_demand = prices::linux(pool.region, pool.kind)?;
    let licence = prices::surcharge(pool.kind, product)?;
    let (zone, name) = (pool.zone, pool.kind.name);
    let level = |of: i64| unit(&[zone, name, "level", &of.to_string()]);
    let (from, into) = (period.div_euclid(DRIFT_PERIODS), period.rem_euclid(DRIFT_PERIODS));
    #[expect(clippy::cast_precision_loss, reason = "it is less than a period's length")]
    let into = into as f64 / DRIFT_PERIODS as f64;
    let drift = level(from) * (1.0 - into) + level(from + 1) * into;
    let noise = unit(&[zone, name, "noise", &period.to_string()]);
    let usual = 0.28 + 0.3 * unit(&[pool.region, name]);
    let share = usual * (0.85 + 0.3 * drift) * (0.98 + 0.04 * noise);
    let four = |price: f64| (price * 10_000.0).round() / 10_000.0;
    Some(four(four(on_demand * share).max(0.0001) + licence))
}

/// A number from 0 to 1 that is always the same for the same parts.
fn unit(parts: &[&str]) -> f64 {
    f64::from(u32::try_from(hash(parts) >> 32).unwrap_or(0)) / f64::from(u32::MAX)
}

/// FNV-1a, stirred, since it must be the same in every build of the server.
pub(crate) fn hash(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    let mut hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    for _ in 0..2 {
        hash = (hash ^ (hash >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(name: &str) -> Pool {
        let kind = instance_types::find(name).unwrap();
        Pool { region: "us-east-1", zone: "us-east-1a", kind }
    }

    #[test]
    fn types_take_turns_in_a_period() {
        let period = period_of(1_769_860_800);
        let types = instance_types::all();
        let mut turns: Vec<_> = types.iter().map(|kind| turn("us-east-1", kind, period)).collect();
        turns.sort_unstable();
        assert!(turns.windows(2).all(|pair| pair[1] - pair[0] >= turn_seconds()));
        assert!(turns.iter().all(|turn| period_of(*turn) == period));
        assert!(turns.iter().all(|turn| period_of(turn + turn_seconds() - 1) == period));
        let changed = changed(pool("m5.large"), Product::Linux, period);
        assert!(
            (0..turn_seconds())
                .contains(&(changed - turn("us-east-1", pool("m5.large").kind, period)))
        );
    }

    #[test]
    fn spot_is_cheaper_than_on_demand_at_any_time() {
        for name in ["t4g.nano", "t3.micro", "m5.large", "p5.48xlarge", "t2.micro"] {
            let pool = pool(name);
            for product in Product::ALL {
                let Some(listed) = prices::on_demand("us-east-1", pool.kind, product) else {
                    continue;
                };
                let prices: Vec<_> =
                    (0..500).map(|period| price(pool, product, period).unwrap()).collect();
                assert!(prices.iter().all(|price| *price > 0.0 && *price < listed), "{name}");
            }
        }
        let linux: Vec<_> =
            (0..500).map(|at| price(pool("m5.large"), Product::Linux, at).unwrap()).collect();
        assert!(linux.windows(2).all(|pair| (pair[0] - pair[1]).abs() < 0.05 * pair[0]));
        assert!(linux.iter().any(|price| price < &(linux[0] * 0.97) || price > &(linux[0] * 1.03)));
    }
}
