//! Looks what an account holds of capacity in all regions, whenever something of it has changed, so
//! that nothing is missed between two looks. AWS looks once an hour.

use super::record::CapacityManager;
use super::uses::{CapacityUse, Held, KEPT_MILLIS, Reserved, What};
use crate::catalog::regions;
use crate::engine::{Id, Read, Row, Tags, Write};
use crate::error::Result;
use crate::records::compute::capacity_reservations::{
    CapacityReservation, Clearing, of_instance, used,
};
use crate::records::compute::instances::{Instance, Reason};
use std::collections::BTreeMap;
use wire::{
    CapacityTenancy, InstanceStateName, ReservationType, Tenancy, Timestamp, WireEnum as _,
};

/// What there is and was not, begins; what was and is not any more, ends.
pub(crate) fn look(cx: &mut Write<'_>, id: &Id<CapacityManager>) -> Result<()> {
    let read = cx.read();
    let (held, next) = all(read);
    let rows = read.with(CapacityUse::OPEN, &());
    let mut open: BTreeMap<&str, &Row<CapacityUse>> =
        rows.map(|row| (row.held.key(), row)).collect();
    let begun = held.into_iter().filter_map(|held| match open.get(held.key()) {
        Some(row) if row.held == held => {
            open.remove(held.key());
            None
        }
        _ => Some(held),
    });
    let begun: Vec<Held> = begun.collect();
    let over = open.into_values().map(|row| (row.id.clone(), is_interrupted(read, &row.held)));
    let over: Vec<(Id<CapacityUse>, bool)> = over.collect();
    let now = cx.now().timestamp();
    for (id, is_interrupted) in over {
        if let Some(mut row) = cx.find_mut::<CapacityUse>(&id) {
            row.ended = Some(now);
            row.is_interrupted = is_interrupted;
        }
        cx.end::<CapacityUse>(&id, now.plus_millis(KEPT_MILLIS));
    }
    for held in begun {
        let id = Id::<CapacityUse>::new(format!("{} {}", held.key(), now.0));
        // What changed at the very moment at which it began never was.
        cx.remove::<CapacityUse>(&id);
        let made = CapacityUse { began: now, ended: None, is_interrupted: false, held };
        cx.insert(id, made, Tags::default());
    }
    let is_new = cx.find::<CapacityManager>(id).is_some_and(|row| row.next != next);
    if is_new && let Some(mut row) = cx.find_mut::<CapacityManager>(id) {
        row.next = next;
    }
    Ok(())
}

/// All that is held, and when some of it changes without anybody doing anything.
fn all(home: Read<'_>) -> (Vec<Held>, Option<Timestamp>) {
    let (mut held, mut moments) = (Vec::new(), Vec::new());
    for there in regions::all().iter().filter_map(|region| home.in_region(region.name)) {
        for (_, row) in there.table::<Instance>().iter(0, there.now()) {
            held.extend(instance(there, row));
            moments.extend(row.state.settles());
        }
        for (_, row) in there.table::<CapacityReservation>().iter(0, there.now()) {
            held.extend(reservation(there, row));
            moments.extend(changes(row));
        }
    }
    let to_come = moments.into_iter().filter(|at| !home.now().reached(*at));
    (held, to_come.min())
}

/// One that runs. Those of other markets than Spot are On-Demand Instances.
// unverified (looked up 2026-11-26): the latter.
fn instance(cx: Read<'_>, row: &Row<Instance>) -> Option<Held> {
    if row.state(cx.now()) != InstanceStateName::Running {
        return None;
    }
    let what = match row.spot() {
        Some(_) => What::Spot(row.id.clone(), row.launched),
        None => {
            let reservation = of_instance(cx, row).map(|it| (it.id.clone(), kind(it)));
            What::OnDemand(row.id.clone(), reservation)
        }
    };
    Some(Held {
        region: cx.region().clone(),
        zone_id: row.launch.zone_id.clone(),
        instance_type: row.kind.name.into(),
        platform: row.launch.platform_details.clone(),
        tenancy: match row.tenancy() {
            Tenancy::Default => Some(CapacityTenancy::Default),
            Tenancy::Dedicated => Some(CapacityTenancy::Dedicated),
            Tenancy::Host => None,
        },
        what,
    })
}

/// Why a Spot Instance runs no longer, its row tells.
fn is_interrupted(home: Read<'_>, held: &Held) -> bool {
    let What::Spot(id, _) = &held.what else { return false };
    let row = home.in_region(&held.region).and_then(|there| there.find::<Instance>(id));
    let reason = row.and_then(|row| row.reason.as_deref());
    matches!(reason, Some(Reason::SpotTermination(_) | Reason::SpotShutdown(_)))
}

fn kind(row: &CapacityReservation) -> ReservationType {
    if row.block.is_some() { ReservationType::CapacityBlock } else { ReservationType::Odcr }
}

fn reservation(cx: Read<'_>, row: &Row<CapacityReservation>) -> Option<Held> {
    if !row.is_active(cx.now()) {
        return None;
    }
    let block = row.block.as_ref().map(|block| block.start);
    let future = row.future.as_ref().map(|future| future.start);
    let reserved = Reserved {
        id: row.id.clone(),
        of: kind(row),
        created: row.created,
        starts: block.or(future).unwrap_or(row.created),
        ends: row.end,
        criteria: row.criteria,
        payer: row.billing_owner.as_ref().unwrap_or(cx.account()).clone(),
        total: row.total,
        used: used(cx, &row.id).min(row.total),
    };
    Some(Held {
        region: cx.region().clone(),
        zone_id: row.zone_id.clone(),
        instance_type: (*row.instance_type).into(),
        platform: row.platform.as_str().into(),
        tenancy: CapacityTenancy::parse(row.tenancy.as_str()),
        what: What::Reservation(Box::new(reserved)),
    })
}

/// The moments at which a reservation becomes another one by the clock.
fn changes(row: &CapacityReservation) -> impl Iterator<Item = Timestamp> {
    let block = row.block.iter().flat_map(|block| [block.paid, block.start]);
    let future = row.future.as_deref().map(|future| future.start);
    let cleared = row.clearing.as_ref().map(|clearing: &Clearing| clearing.at);
    row.end.into_iter().chain(block).chain(future).chain(cleared)
}
