//! A pool's launch: whatever stands in its way is an error of the pool, and not of the fleet.

use super::pools::Pool;
use super::prices::Market;
use crate::catalog::instance_types;
use crate::effects::compute::instances::launch::{self, template};
use crate::engine::{Read, Write};
use crate::error::{Error, Result};
use crate::records::account::regions::check_is_regional;
use crate::records::compute::instances::launch::market;
use crate::records::compute::instances::launch::place::is_offered;
use crate::records::compute::instances::{Member, Spot};
use crate::records::ids::{AnyId, InstanceId};
use wire::{
    InstanceInterruptionBehavior as Interruption, RunInstancesRequest, SpotInstanceType,
    WireEnum as _,
};

/// For whom pools are launched.
#[derive(Debug, Clone)]
pub(crate) struct Launcher {
    pub fleet: AnyId,
    /// The tag of its instances.
    pub tag: &'static str,
    pub interruption: Interruption,
}

/// Launches up to so many instances of a pool. A failure leaves nothing behind.
///
/// # Errors
/// What the fleet's answer, or its history, tells of the pool.
pub(crate) fn launch(
    cx: &mut Write<'_>,
    launcher: &Launcher,
    pool: &Pool,
    (market, count): (Market, u32),
) -> Result<Vec<InstanceId>> {
    check_offered(cx.read(), pool)?;
    let spot = match market {
        Market::OnDemand => None,
        Market::Spot => Some(spot(cx.read(), launcher, pool)?),
    };
    let request = RunInstancesRequest {
        instance_type: Some(pool.instance_type.clone()),
        min_count: Some(1),
        max_count: i32::try_from(count).ok(),
        ..(*pool.launch.request).clone()
    };
    cx.attempt(|cx| {
        let request = &*launch::resolved(cx.read(), &request)?;
        let mut plan = launch::plan(cx, request, spot)?;
        if let Some((id, version)) = &pool.launch.template {
            template::tag(&mut plan.tags.instance, id, *version);
        }
        plan.tags.instance.set(launcher.tag, &launcher.fleet);
        let member = Member { fleet: launcher.fleet.clone(), weight: pool.weight };
        plan.instance.rare_mut().fleet = Some(member);
        launch::carry_out(cx, &plan, request)
    })
}

/// Recorded of types that a zone has not; a type that there is not is answered alike.
fn check_offered(cx: Read<'_>, pool: &Pool) -> Result<()> {
    let Some(kind) = instance_types::find(&pool.instance_type) else {
        let place = pool.zone.as_deref().unwrap_or(cx.region());
        return Err(not_supported(&pool.instance_type, place));
    };
    match pool.zone.as_deref() {
        // Of other zones than Availability Zones the launch says what it lacks.
        Some(zone) if check_is_regional(cx.region(), zone, "").is_err() => Ok(()),
        Some(zone) if !is_offered(cx.region(), zone, kind) => Err(not_supported(kind.name, zone)),
        _ => Ok(()),
    }
}

fn not_supported(name: &str, zone: &str) -> Error {
    let message = format!(
        "Your requested instance type ({name}) is not supported in your requested Availability \
         Zone ({zone})."
    );
    Error::new("InvalidFleetConfiguration", message)
}

/// Only an instance that is stopped when it is interrupted has a request that lasts.
fn spot(cx: Read<'_>, launcher: &Launcher, pool: &Pool) -> Result<Spot> {
    let kind = match launcher.interruption {
        Interruption::Terminate => SpotInstanceType::OneTime,
        Interruption::Stop | Interruption::Hibernate => SpotInstanceType::Persistent,
    };
    let price = max_price(pool);
    if let Some(most) = price
        && let Some(least) = pool.price(cx, Market::Spot).filter(|least| *least > most)
    {
        let message = market::below_minimum(most, least);
        return Err(Error::new(market::PRICE_TOO_LOW, message));
    }
    let price = price.map(|price| price.to_string());
    let shown = |it: Interruption| it.as_str().to_owned();
    market::new(Some(kind), Some(launcher.interruption), price.as_deref(), None, shown)
}

/// What an instance may cost, which is asked for a unit.
fn max_price(pool: &Pool) -> Option<f64> {
    let price: f64 = pool.max_price.as_deref()?.parse().ok()?;
    Some(price * pool.weight)
}
