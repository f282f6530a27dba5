//! Spot prices. AWS's follow a market that nobody can see; these are made up, plausible and always
//! the same: a function of region, zone, type, product and time. Each stays well below the
//! on-demand price, drifts over weeks, and changes once a period.
//!
//! In each period the types of a region change one after the other, in an order that is the
//! period's own. So all prices of a region can be listed by their times without being worked out.

use std::sync::OnceLock;

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

/// The order of the types in each period: the type at `index` has the place
/// `index * stride + first`, with a first place of the period's own.
struct Turns {
    count: u64,
    stride: u64,
    /// What undoes a multiplication by the stride.
    inverse: u64,
    seconds: i64,
}

impl Turns {
    fn get() -> &'static Self {
        static TURNS: OnceLock<Turns> = OnceLock::new();
        TURNS.get_or_init(|| {
            let count = u64::try_from(instance_types::all().len()).unwrap_or(1).max(1);
            let undoes = |stride: u64| (1..=count).find(|inverse| stride * inverse % count == 1);
            let found = (617..10_000).find_map(|stride| Some((stride, undoes(stride)?)));
            let (stride, inverse) = found.unwrap_or((1, 1));
            let seconds = PERIOD_SECONDS / i64::try_from(count).unwrap_or(PERIOD_SECONDS);
            Self { count, stride, inverse, seconds: seconds.max(1) }
        })
    }

    fn first(&self, region: &str, period: i64) -> u64 {
        hash(&[region, &period.to_string()]) % self.count
    }

    fn starts(&self, place: u64, period: i64) -> i64 {
        let place = i64::try_from(place).unwrap_or(0);
        period.saturating_mul(PERIOD_SECONDS).saturating_add(place * self.seconds)
    }
}

/// From when on a type's prices change in a period, in all its zones. No other type's change
/// before the last of them has.
pub(crate) fn turn(region: &str, kind: &InstanceType, period: i64) -> i64 {
    let turns = Turns::get();
    let at = instance_types::all().partition_point(|known| known.name < kind.name);
    let at = u64::try_from(at).unwrap_or(0);
    turns.starts((at * turns.stride + turns.first(region, period)) % turns.count, period)
}

/// The types whose turn in a period has come at a moment, the latest first.
pub(crate) fn turned(
    region: &str,
    period: i64,
    seconds: i64,
) -> impl Iterator<Item = &'static InstanceType> + use<> {
    let turns = Turns::get();
    let first = turns.first(region, period);
    let places = (0..turns.count).rev();
    let places = places.skip_while(move |place| turns.starts(*place, period) > seconds);
    places.filter_map(move |place| {
        let at = (place + turns.count - first) * turns.inverse % turns.count;
        instance_types::all().get(usize::try_from(at).ok()?)
    })
}

/// The second of a period in which the price of a product in a pool changes.
pub(crate) fn changed(pool: Pool, product: Product, period: i64) -> i64 {
    let parts = [pool.zone, pool.kind.name, product.as_str(), &period.to_string()];
    let within = hash(&parts) % u64::try_from(Turns::get().seconds).unwrap_or(1);
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

/// The price that is in force at a moment.
pub(crate) fn in_force(pool: Pool, product: Product, seconds: i64) -> Option<f64> {
    let period = period_of(seconds);
    let has_changed = changed(pool, product, period) <= seconds;
    price(pool, product, if has_changed { period } else { period - 1 })
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
        assert!(turns.windows(2).all(|pair| pair[1] - pair[0] >= Turns::get().seconds));
        assert!(turns.iter().all(|turn| period_of(*turn) == period));
        assert!(turns.iter().all(|turn| period_of(turn + Turns::get().seconds - 1) == period));
        let changed = changed(pool("m5.large"), Product::Linux, period);
        assert!(
            (0..Turns::get().seconds)
                .contains(&(changed - turn("us-east-1", pool("m5.large").kind, period)))
        );
    }

    #[test]
    fn the_order_of_turns_can_be_walked_from_its_end() {
        let period = period_of(1_769_860_800);
        let end = (period + 1) * PERIOD_SECONDS;
        let walked: Vec<_> = turned("us-east-1", period, end).collect();
        assert_eq!(walked.len(), instance_types::all().len());
        let of = |kind: &&'static InstanceType| turn("us-east-1", kind, period);
        assert!(walked.windows(2).all(|pair| of(&pair[0]) > of(&pair[1])));
        let later = turned("us-east-1", period, of(&walked[700])).next().unwrap();
        assert_eq!(later.name, walked[700].name);
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
