//! How fleets go on: what they launch when their time has come, or when an instance has ended, what
//! they end when there is too much, and how they are left.

use super::allocate::{Outcome, Side, allocate};
use super::launch::{Launcher, NOT_OFFERED};
use super::pools::Pool;
use super::prices::{self, Market};
use super::templates::Launches;
use crate::catalog::prices::Product;
use crate::effects::compute::instances::lifecycle;
use crate::engine::{Id, Read, Text, Write};
use crate::error::{Error, Result};
use crate::records::compute::fleets::core::{
    Core, EVALUATED_MILLIS, Event, Fleeting, Phase, Strategy, Subject, VISIBLE_MILLIS, fulfilled,
    members, phase,
};
use crate::records::compute::instances::Instance;
use crate::records::compute::instances::launch::market::PRICE_TOO_LOW;
use crate::records::ids::InstanceId;
use serde_json::json;
use std::collections::BTreeMap;
use wire::{FleetType, Timestamp};

/// After how long a fleet tries again what failed, at first; then each time twice as long.
// unverified (looked up 2026-11-26): AWS tries again, and does not say when.
const RETRY_MILLIS: i64 = 60_000;

/// A prefix, and behind it what a UUID looks like.
pub(crate) fn new_id<F>(cx: &mut Write<'_>, prefix: &str) -> Id<F> {
    Id::new(format!("{prefix}-{}", cx.ids().uuid()))
}

/// Does what is due: a fleet is over, has too many instances, or too few.
///
/// # Errors
/// None that a fleet could have.
pub(crate) fn happen<F: Launches>(cx: &mut Write<'_>, id: &Id<F>) -> Result<()> {
    let core = cx.get::<F>(id)?.core();
    if core.valid_until.is_some_and(|until| cx.now().reached(until)) {
        let terminates = core.terminates_with_expiration;
        let now = cx.now().timestamp();
        cx.get_mut::<F>(id)?.core_mut().became("expired", now);
        return leave::<F>(cx, id, terminates);
    }
    shrink::<F>(cx, id)?;
    let failed = grow::<F>(cx, id)?;
    let now = cx.now();
    let mut row = cx.get_mut::<F>(id)?;
    let core = row.core_mut();
    core.failures = if failed { core.failures.saturating_add(1) } else { 0 };
    let pause = RETRY_MILLIS.saturating_mul(1_i64 << (core.failures.clamp(1, 30) - 1));
    core.next = (failed && core.maintains()).then(|| now.plus_millis(pause));
    Ok(())
}

/// Launches what is missing, and says whether something went wrong.
fn grow<F: Launches>(cx: &mut Write<'_>, id: &Id<F>) -> Result<bool> {
    let row = cx.get::<F>(id)?;
    let core = row.core().clone();
    let pools = match row.pools(cx.read(), &[]) {
        Ok(pools) => pools,
        Err(error) => {
            tell::<F>(cx, id, [failure(cx.now().timestamp(), None, &error)])?;
            return Ok(true);
        }
    };
    let launcher = launcher::<F>(id, &core);
    let (all, on_demand) = fulfilled(cx.read(), id);
    let mut failed = false;
    for (market, missing) in [
        (Market::OnDemand, f64::from(core.target.on_demand) - on_demand),
        (Market::Spot, f64::from(core.target.spot) - (all - on_demand)),
    ] {
        let outcome = allocate(cx, &side(&core, &launcher, market, &pools), missing);
        failed |= !outcome.failed.is_empty();
        tell::<F>(cx, id, events(cx, &pools, &outcome))?;
    }
    Ok(failed)
}

pub(crate) fn launcher<F: Launches>(id: &Id<F>, core: &Core) -> Launcher {
    Launcher { fleet: id.any(), tag: F::TAG, interruption: core.interruption }
}

pub(crate) fn side<'a>(
    core: &'a Core,
    launcher: &'a Launcher,
    market: Market,
    pools: &'a [Pool],
) -> Side<'a> {
    let allocation = match market {
        Market::OnDemand => &core.on_demand,
        Market::Spot => &core.spot,
    };
    // <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-fleet-request-type.html>
    let has_alternatives = core.kind != FleetType::Request || market == Market::OnDemand;
    Side { launcher, market, allocation, pools, has_alternatives }
}

fn tell<F: Launches>(
    cx: &mut Write<'_>,
    id: &Id<F>,
    events: impl IntoIterator<Item = Event>,
) -> Result<()> {
    let mut row = cx.get_mut::<F>(id)?;
    events.into_iter().for_each(|event| row.core_mut().tell(event));
    Ok(())
}

/// What the history says of a round.
fn events(cx: &Write<'_>, pools: &[Pool], outcome: &Outcome) -> Vec<Event> {
    let at = cx.now().timestamp();
    let launched = outcome.launched.iter().flat_map(|(_, ids)| ids).map(|id| Event {
        at,
        subject: Subject::Instance,
        what: "launched".into(),
        description: cx.find::<Instance>(id).map(|row| description(row)),
        instance: Some(id.clone()),
    });
    let failed = outcome.failed.iter();
    let failed = failed.map(|(pool, error)| {
        let pool = pools.get(*pool);
        let unusable = pool.and_then(|pool| unusable(cx.read(), pool, error));
        unusable.unwrap_or_else(|| failure(at, pool, error))
    });
    let is_unusable =
        |(_, error): &(usize, Error)| [PRICE_TOO_LOW, NOT_OFFERED].contains(&error.code);
    let halts = !outcome.failed.is_empty() && outcome.failed.iter().all(is_unusable);
    let halted = (halts && outcome.launched.is_empty()).then(|| {
        let text = "All launch specifications are unusable. Please refer to individual \
                    information events for more detail.";
        informed(at, "fleetProgressHalted", text.to_owned())
    });
    launched.chain(failed).chain(halted).collect()
}

/// A pool that no launch of the fleet can use: recorded in hashicorp/terraform-provider-aws#3105,
/// with the end of the fleet's progress where there is no other pool, and in c6fc/npk#70.
fn unusable(cx: Read<'_>, pool: &Pool, error: &Error) -> Option<Event> {
    let reason = match error.code {
        PRICE_TOO_LOW => {
            let price = pool.price(cx, Market::Spot).unwrap_or_default();
            format!("Spot bid price is less than Spot market price ${price}")
        }
        NOT_OFFERED => {
            "requested instance type is not supported in the requested Availability Zone".to_owned()
        }
        _ => return None,
    };
    let image = pool.launch.request.image_id.as_deref().unwrap_or_default();
    let place = pool.zone.as_deref().map(|zone| format!("{zone}, ")).unwrap_or_default();
    let (kind, product) = (&pool.instance_type, pool.launch.product.as_str());
    let text = format!("{kind}, {image}, {product}, {place}{reason}");
    Some(informed(cx.now().timestamp(), "launchSpecUnusable", text))
}

fn informed(at: Timestamp, what: &str, text: String) -> Event {
    let description = Some(text.into());
    Event { at, subject: Subject::Information, what: what.into(), description, instance: None }
}

/// See "Monitor fleet events" in EC2's user guide.
fn description(instance: &Instance) -> Text {
    let launch = &instance.launch;
    json!({
        "instanceType": instance.kind.name,
        "image": &*launch.image_id,
        "productDescription": &*launch.platform_details,
        "availabilityZone": &*launch.zone,
    })
    .to_string()
    .into()
}

/// Recorded in hashicorp/terraform-provider-aws#26493; of too many Spot Instances no more is said:
/// DistributedScience/Distributed-CellProfiler#157 (2023).
fn failure(at: Timestamp, pool: Option<&Pool>, error: &Error) -> Event {
    let error_of = |what: &str, description: Option<String>| {
        let description = description.map(Text::from);
        Event { at, subject: Subject::Error, what: what.into(), description, instance: None }
    };
    if error.code == "MaxSpotInstanceCountExceeded" {
        return error_of("spotInstanceCountLimitExceeded", None);
    }
    let description = match pool {
        Some(pool) => format!(
            "{}, {}, {}: {}",
            pool.instance_type,
            pool.launch.request.image_id.as_deref().unwrap_or_default(),
            pool.launch.product.as_str(),
            error.message
        ),
        None => error.message.clone(),
    };
    error_of("spotFleetRequestConfigurationInvalid", Some(description))
}

/// Ends instances that are too many, if the fleet is to.
fn shrink<F: Launches>(cx: &mut Write<'_>, id: &Id<F>) -> Result<()> {
    let core = cx.get::<F>(id)?.core().clone();
    if !core.maintains() || !core.terminates_excess {
        return Ok(());
    }
    for (market, target, strategy) in [
        (Market::OnDemand, core.target.on_demand, core.on_demand.strategy),
        (Market::Spot, core.target.spot, core.spot.strategy),
    ] {
        for instance in too_many(cx.read(), id, market, (f64::from(target), strategy)) {
            lifecycle::terminate(cx, &instance)?;
            let gone = cx.get::<Instance>(&instance)?.state.settles();
            cx.get_mut::<F>(id)?.core_mut().shrinks_until = gone;
        }
    }
    Ok(())
}

/// The instances that a fleet can do without: those with the highest price for a unit, those of the
/// pool with the most, or the latest.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyFleet.html>
fn too_many<F>(
    cx: Read<'_>,
    id: &Id<F>,
    market: Market,
    (target, strategy): (f64, Strategy),
) -> Vec<InstanceId> {
    let mut pools: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    let mut ranked = Vec::new();
    for (row, member) in members(cx, id) {
        if row.spot().is_some() != (market == Market::Spot) {
            continue;
        }
        let zone = &*row.launch.zone;
        let place = pools.entry((row.kind.name, zone)).or_default();
        *place += 1;
        let price = || prices::of(cx, (row.kind, Product::Linux), Some(zone), market);
        let rank = match strategy {
            Strategy::LowestPrice | Strategy::PriceCapacityOptimized => {
                price().unwrap_or(0.0) / member.weight
            }
            // The place in its own pool: the last ones go first.
            Strategy::Diversified => f64::from(*place),
            Strategy::CapacityOptimized | Strategy::Prioritized => 0.0,
        };
        ranked.push((rank, row.id.clone(), member.weight));
    }
    let mut running: f64 = ranked.iter().map(|(.., weight)| weight).sum();
    // Of the same rank the latest go first.
    ranked.reverse();
    ranked.sort_by(|(a, ..), (b, ..)| b.total_cmp(a));
    ranked.retain(|(.., weight)| {
        let is_too_much = running - weight >= target;
        if is_too_much {
            running -= weight;
        }
        is_too_much
    });
    ranked.into_iter().map(|(_, instance, _)| instance).collect()
}

/// Leaves a fleet: it launches nothing any more, and its instances go on or not.
///
/// # Errors
/// None: the fleet is there.
pub(crate) fn leave<F: Launches>(cx: &mut Write<'_>, id: &Id<F>, terminates: bool) -> Result<()> {
    let now = cx.now().timestamp();
    let mut row = cx.get_mut::<F>(id)?;
    let core = row.core_mut();
    core.left = Some(if terminates { Phase::LeftTerminating } else { Phase::LeftRunning });
    core.next = None;
    core.became(F::LEFT[usize::from(terminates)], now);
    drop(row);
    if terminates {
        let instances: Vec<_> = members(cx.read(), id).map(|(row, _)| row.id.clone()).collect();
        for instance in instances {
            lifecycle::terminate(cx, &instance)?;
        }
    }
    if members(cx.read(), id).next().is_none() {
        let rows = cx.read().with(Instance::BY_FLEET, &id.any());
        let gone = rows.filter_map(|row| row.state.settles()).max();
        cx.end::<F>(id, gone.unwrap_or(now).max(now).plus_millis(VISIBLE_MILLIS));
    }
    Ok(())
}

/// Tells of a new fleet, which is evaluated first, and lets it launch when its time has come.
pub(crate) fn begun(cx: Read<'_>, core: &mut Core) {
    let now = core.created;
    core.phase = cx.transition(Phase::Submitted, Phase::Active, EVALUATED_MILLIS);
    core.next = Some(core.valid_from.map_or(now, |from| from.max(now)));
    core.became("submitted", now);
    core.became("active", core.phase.settles().unwrap_or(now));
}

/// Tells of it, and lets the fleet see to its size.
pub(crate) fn modified(cx: Read<'_>, core: &mut Core) {
    let now = cx.now().timestamp();
    core.phase = cx.transition(Phase::Modifying, Phase::Active, EVALUATED_MILLIS);
    // The words of a Spot Fleet: kubernetes-retired/kube-aws#843.
    let capacity = format!("targetCapacity: {}", core.target.total);
    let asked = format!("Modify request received. Requested {capacity}");
    core.became_so("modify_in_progress", now, Some(asked.into()));
    let changed = format!("New {capacity}");
    core.became_so("modify_succeeded", core.phase.settles().unwrap_or(now), Some(changed.into()));
    core.next = Some(core.valid_from.map_or(now, |from| from.max(now)));
}

/// Why a fleet is not left.
pub(crate) enum NotLeft {
    Missing(String),
    Malformed(String),
    HasBeen,
}

/// A fleet that was not deleted or cancelled yet, or whose instances, which went on, end now:
/// getmoto/moto#4715 and #6850 tell of AWS.
pub(crate) fn leavable<F: Fleeting>(
    cx: Read<'_>,
    id: &str,
    terminates: bool,
) -> Result<Id<F>, NotLeft> {
    match cx.find::<F>(id) {
        Some(row)
            if row.core().left.is_none() || terminates && phase(row, cx) == Phase::LeftRunning =>
        {
            Ok(row.id.clone())
        }
        Some(_) => Err(NotLeft::HasBeen),
        None => Err(match F::check_id(id) {
            Ok(()) => NotLeft::Missing(F::not_found(&[id]).message),
            Err(malformed) => NotLeft::Malformed(malformed.message),
        }),
    }
}
