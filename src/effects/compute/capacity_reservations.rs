//! Instances going into reservations, and leaving them; reservations that begin and end. One that
//! is open takes every instance that fits it, one that is targeted only those that name it.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/capacity-reservations-launch.html>

use crate::engine::{Now, Tags, Write};
use crate::error::Result;
use crate::records::compute::capacity_reservations::{
    CapacityReservation, available, fitting, of_instance, suits,
};
use crate::records::compute::instances::Instance;
use crate::records::ids::{CapacityReservationId, InstanceId};
use crate::records::network::subnets::Subnet;
use wire::InstanceStateName;

/// How long a reservation is listed that has ended; AWS's guide says "for about an hour".
pub(crate) const VISIBLE_MILLIS: i64 = 60 * 60 * 1_000;

/// Puts an instance that was launched, started or changed into a reservation, if there is one for
/// it.
pub(crate) fn enter(cx: &mut Write<'_>, instance_id: &InstanceId) -> Result<()> {
    let row = cx.get::<Instance>(instance_id)?;
    if row.spot().is_some() {
        return Ok(());
    }
    let wish = row.wish();
    let found = fitting(cx.read(), row, &wish).next().map(|found| found.id.clone());
    let is_new = found != row.rare.as_ref().and_then(|rare| rare.reservation.clone());
    if is_new {
        cx.get_mut::<Instance>(instance_id)?.rare_mut().reservation = found;
    }
    Ok(())
}

/// Keeps a new reservation, and puts what fits into it.
pub(crate) fn reserve(
    cx: &mut Write<'_>,
    record: CapacityReservation,
    tags: Tags,
) -> Result<CapacityReservationId> {
    reserve_with(cx, record, tags, &[])
}

/// The same with instances that come from another one.
pub(crate) fn reserve_with(
    cx: &mut Write<'_>,
    record: CapacityReservation,
    tags: Tags,
    instances: &[InstanceId],
) -> Result<CapacityReservationId> {
    let (id, end) = (cx.new_id::<CapacityReservation>(), record.end);
    cx.insert(id.clone(), record, tags);
    if let Some(end) = end {
        cx.end::<CapacityReservation>(&id, end.plus_millis(VISIBLE_MILLIS));
    }
    put_into(cx, &id, instances)?;
    take_running(cx, &id)?;
    Ok(id)
}

pub(crate) fn put_into(
    cx: &mut Write<'_>,
    id: &CapacityReservationId,
    instances: &[InstanceId],
) -> Result<()> {
    for instance in instances {
        cx.get_mut::<Instance>(instance)?.rare_mut().reservation = Some(id.clone());
    }
    Ok(())
}

/// Whether an instance can have a place in a reservation: a stopped one has none.
fn occupies(instance: &Instance, now: Now<'_>) -> bool {
    matches!(instance.state(now), InstanceStateName::Pending | InstanceStateName::Running)
}

/// Puts running instances that fit into a reservation that is new or has more room than before.
/// It looks once at each instance of the zone, and at none where there is no room.
pub(crate) fn take_running(cx: &mut Write<'_>, id: &CapacityReservationId) -> Result<()> {
    let row = cx.get::<CapacityReservation>(id)?;
    let read = cx.read();
    let room = available(read, row);
    let subnets = read.table::<Subnet>().iter(0, read.now());
    let subnets = subnets.filter(|(_, subnet)| subnet.zone == row.zone);
    let instances = subnets.flat_map(|(_, subnet)| read.with(Instance::BY_SUBNET, &subnet.id));
    let free = instances.filter(|instance| {
        instance.spot().is_none()
            && occupies(instance, read.now())
            && suits(row, instance, &instance.wish())
            && of_instance(read, instance).is_none()
    });
    let ids: Vec<_> = free.take(room as usize).map(|instance| instance.id.clone()).collect();
    put_into(cx, id, &ids)
}

pub(crate) fn cancel(cx: &mut Write<'_>, id: &CapacityReservationId) -> Result<()> {
    cx.get_mut::<CapacityReservation>(id)?.is_cancelled = true;
    let gone = cx.now().plus_millis(VISIBLE_MILLIS);
    cx.end::<CapacityReservation>(id, gone);
    Ok(())
}
