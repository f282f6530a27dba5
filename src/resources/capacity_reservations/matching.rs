//! Which instances run in which reservation. One that is open takes every instance that fits it,
//! one that is targeted only those that name it.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/capacity-reservations-launch.html>

use super::{CapacityReservation, INSTANCE_TYPE, available};
use crate::engine::{Id, Now, Read, Row, Write};
use crate::error::{Error, Result};
use crate::resources::instances::Instance;
use crate::resources::subnets::Subnet;
use serde::Serialize;
use wire::{
    CapacityReservationPreference as Preference, CapacityReservationSpecification,
    CapacityReservationTenancy, InstanceMatchCriteria, InstanceStateName, Tenancy, WireEnum as _,
};

/// The index of instances by the reservation that they run in.
pub(in crate::resources) const INDEX: &str = "capacity-reservation-id";

/// What an instance says of reservations.
#[derive(Debug, Clone, Serialize)]
pub(in crate::resources) struct Wish {
    pub preference: Preference,
    /// The reservation that it names.
    pub target: Option<Id>,
}

impl Wish {
    /// # Errors
    /// `InvalidParameterCombination` for a preference and a target together, and those of the
    /// target's id.
    pub fn new(cx: Read<'_>, asked: Option<&CapacityReservationSpecification>) -> Result<Self> {
        let preference = asked.and_then(|asked| asked.capacity_reservation_preference);
        let target = asked.and_then(|asked| asked.capacity_reservation_target.as_ref());
        let Some(target) = target else {
            return Ok(Self { preference: preference.unwrap_or(Preference::Open), target: None });
        };
        if target.capacity_reservation_resource_group_arn.is_some() {
            let what = "groups of reservations: CapacityReservationResourceGroupArn";
            return Err(Error::not_emulated(what));
        }
        let id = target.capacity_reservation_id.as_deref();
        let id = id.ok_or_else(|| Error::missing("CapacityReservationId"))?;
        // The other goes with a target. See `API_CapacityReservationSpecification` in AWS's
        // reference.
        if preference.is_some_and(|preference| preference != Preference::CapacityReservationsOnly) {
            return Err(Error::combination(
                "The request can include either a CapacityReservationId or a \
                 CapacityReservationPreference but not both.",
            ));
        }
        let target = Some(cx.get::<CapacityReservation>(id)?.id.clone());
        // unverified: what the preference of an instance with a target is.
        let preference = preference.unwrap_or(Preference::CapacityReservationsOnly);
        Ok(Self { preference, target })
    }

    /// Whether there must be a reservation for it.
    pub fn insists(&self) -> bool {
        self.target.is_some() || self.preference == Preference::CapacityReservationsOnly
    }
}

/// Whether an instance can have a place in a reservation: a stopped one has none.
fn occupies(instance: &Instance, now: Now<'_>) -> bool {
    matches!(instance.state(now), InstanceStateName::Pending | InstanceStateName::Running)
}

/// The reservation that an instance runs in, while there is such a one.
pub(in crate::resources) fn of_instance<'a>(
    cx: Read<'a>,
    instance: &Instance,
) -> Option<&'a Row<CapacityReservation>> {
    let id = instance.rare.as_ref()?.reservation.as_ref()?;
    cx.find::<CapacityReservation>(id).filter(|row| row.is_active(cx.now()))
}

/// Whether an instance fits in a reservation and may use it, where there is room.
fn suits(row: &Row<CapacityReservation>, instance: &Instance, wish: &Wish) -> bool {
    let tenancy = match instance.rare.as_ref().and_then(|rare| rare.tenancy) {
        Some(Tenancy::Dedicated) => CapacityReservationTenancy::Dedicated,
        _ => CapacityReservationTenancy::Default,
    };
    let is_meant = match &wish.target {
        Some(target) => row.id == *target,
        None => row.criteria == InstanceMatchCriteria::Open,
    };
    is_meant
        && wish.preference != Preference::None
        && row.instance_type == instance.kind.name
        && row.zone == instance.launch.zone
        && row.platform.as_str() == &*instance.launch.platform_details
        && row.tenancy == tenancy
}

/// The active reservations with room that an instance fits in and may use.
fn fitting<'a>(
    cx: Read<'a>,
    instance: &'a Instance,
    wish: &'a Wish,
) -> impl Iterator<Item = &'a Row<CapacityReservation>> {
    let rows = cx.with::<CapacityReservation>(INSTANCE_TYPE, instance.kind.name);
    rows.filter(move |row| suits(row, instance, wish) && available(cx, row) > 0)
}

/// Checks that there is room for at least one instance that insists on a reservation, and says for
/// how many.
///
/// # Errors
/// `ReservationCapacityExceeded`.
/// The message: <https://github.com/hashicorp/terraform-provider-aws/issues/32458>.
// unverified: that a reservation that has ended is refused so, too.
pub(in crate::resources) fn check_room(
    cx: Read<'_>,
    instance: &Instance,
    wish: &Wish,
    least: u32,
) -> Result<u32> {
    let room: u32 = fitting(cx, instance, wish).map(|row| available(cx, row)).sum();
    if room >= least {
        return Ok(room);
    }
    let message = "The requested reservation does not have sufficient compatible and available \
                   capacity for this request.";
    Err(Error::new("ReservationCapacityExceeded", message))
}

/// Puts an instance that was launched, started or changed into a reservation, if there is one for
/// it.
pub(in crate::resources) fn settle(cx: &mut Write<'_>, instance_id: &str) -> Result<()> {
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

/// Puts running instances that fit into a reservation that is new or has more room than before.
/// It looks once at each instance of the zone, and at none where there is no room.
pub(super) fn take_running(cx: &mut Write<'_>, id: &Id) -> Result<()> {
    let row = cx.get::<CapacityReservation>(id)?;
    let read = cx.read();
    let room = available(read, row);
    let subnets = read.table::<Subnet>().iter(0, read.now());
    let subnets = subnets.filter(|(_, subnet)| subnet.zone == row.zone);
    let instances = subnets.flat_map(|(_, subnet)| read.with::<Instance>("subnet-id", &subnet.id));
    let free = instances.filter(|instance| {
        instance.spot().is_none()
            && occupies(instance, read.now())
            && suits(row, instance, &instance.wish())
            && of_instance(read, instance).is_none()
    });
    let ids: Vec<Id> = free.take(room as usize).map(|instance| instance.id.clone()).collect();
    for instance in ids {
        cx.get_mut::<Instance>(&instance)?.rare_mut().reservation = Some(id.clone());
    }
    Ok(())
}
