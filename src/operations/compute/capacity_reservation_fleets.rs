//! Capacity Reservation Fleets: reservations of several instance types that amount to so many
//! units. <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/cr-fleets.html>

use crate::effects::compute::capacity_reservations::{
    VISIBLE_MILLIS, cancel, reserve, take_running,
};
use crate::effects::compute::instances::launch::settings::find_type;
use crate::engine::{Operation, Read, Resource, Row, Tags, Text, Timed, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::account::arns::arn;
use crate::records::account::regions::{invalid_zone, named_zone};
use crate::records::compute::capacity_reservations::{CapacityReservation, used};
use crate::records::compute::instances::launch::capacity::{self, Wanted};
use crate::records::compute::instances::launch::place;
use crate::records::ids::CapacityReservationId;
use serde::{Deserialize, Serialize};
use wire::{
    CancelCapacityReservationFleetError, CancelCapacityReservationFleetsRequest,
    CancelCapacityReservationFleetsResult, CapacityReservationFleetCancellationState,
    CapacityReservationFleetState as State, CapacityReservationInstancePlatform as Platform,
    CapacityReservationTenancy, CreateCapacityReservationFleetRequest,
    CreateCapacityReservationFleetResult, FailedCapacityReservationFleetCancellationResult,
    FleetCapacityReservation, FleetCapacityReservationTenancy, FleetInstanceMatchCriteria,
    InstanceMatchCriteria, ModifyCapacityReservationFleetRequest,
    ModifyCapacityReservationFleetResult, ReservationFleetInstanceSpecification, ResourceType,
    Timestamp,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateCapacityReservationFleet => create_fleet, refuses ["InstanceRequirements"];
    Read  DescribeCapacityReservationFleets => listed::<CapacityReservationFleet>;
    Write ModifyCapacityReservationFleet => modify_fleet;
    Write CancelCapacityReservationFleets => cancel_fleets;
};

/// How long a fleet is evaluated, or modified, where transitions take time.
const CHANGING_MILLIS: i64 = 5_000;

/// The tag of its reservations.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/cr-fleet-concepts.html>
const TAG: &str = "aws:ec2-capacity-reservation-fleet";

/// The only way to allocate. See `API_CreateCapacityReservationFleet` in AWS's reference.
const PRIORITIZED: &str = "prioritized";

fn create_fleet(
    cx: &mut Write<'_>,
    request: &CreateCapacityReservationFleetRequest,
) -> Result<CreateCapacityReservationFleetResult> {
    // There is one of each.
    let _ = (request.tenancy, request.instance_match_criteria);
    let tags = cx.tags_for::<CapacityReservationFleet>(&request.tag_specifications)?;
    if let Some(other) = request.allocation_strategy.as_deref().filter(|it| *it != PRIORITIZED) {
        let reason = "Expecting prioritized.";
        return Err(Error::bad_parameter("allocationStrategy", other, reason));
    }
    let target = target(request.total_target_capacity)?;
    let end = request.end_date.map(|end| future(cx.read(), end)).transpose()?;
    let mut wanted = Vec::new();
    for asked in &request.instance_type_specifications {
        wanted.push(wish(cx.read(), request, asked)?);
    }
    let Some(first) = wanted.first() else {
        return Err(Error::missing("InstanceTypeSpecification"));
    };
    let (name, id) =
        (request.availability_zone.as_deref(), request.availability_zone_id.as_deref());
    let zone = named_zone(cx.read(), name, id, invalid_zone)?.map(|zone| zone.name);
    let zone = zone.unwrap_or(&first.zone);
    if wanted.iter().any(|other| *other.zone != *zone) {
        // unverified (looked up 2026-11-26): the wording.
        return Err(Error::invalid_value(
            "All instance type specifications must have the same Availability Zone.",
        ));
    }
    wanted.sort_by_key(|wish| wish.priority);
    let record = CapacityReservationFleet {
        target,
        end,
        wishes: wanted,
        reservations: Vec::new(),
        created: cx.now().timestamp().whole_seconds(),
        change: cx.read().transition(State::Submitted, State::Active, CHANGING_MILLIS),
        is_cancelled: false,
    };
    let id = cx.new_id::<CapacityReservationFleet>();
    cx.insert(id.clone(), record, tags);
    if let Some(end) = end {
        cx.end::<CapacityReservationFleet>(&id, end.plus_millis(VISIBLE_MILLIS));
    }
    grow(cx, &id)?;
    let view = cx.view::<CapacityReservationFleet>(&id)?;
    Ok(CreateCapacityReservationFleetResult {
        capacity_reservation_fleet_id: view.capacity_reservation_fleet_id,
        state: view.state,
        total_target_capacity: view.total_target_capacity,
        total_fulfilled_capacity: view.total_fulfilled_capacity,
        instance_match_criteria: view.instance_match_criteria,
        allocation_strategy: view.allocation_strategy,
        create_time: view.create_time,
        end_date: view.end_date,
        tenancy: view.tenancy,
        fleet_capacity_reservations: view.instance_type_specifications,
        tags: view.tags,
    })
}

/// unverified (looked up 2026-11-26): the wording, and the greatest.
fn target(asked: i32) -> Result<i32> {
    if asked < 1 {
        let reason = "Expecting a value greater than 0.";
        return Err(Error::bad_parameter("totalTargetCapacity", asked, reason));
    }
    Ok(asked)
}

fn future(cx: Read<'_>, end: Timestamp) -> Result<Timestamp> {
    if cx.now().reached(end) {
        return Err(Error::invalid_value("The parameter endDate must be in the future."));
    }
    Ok(end)
}

fn wish(
    cx: Read<'_>,
    request: &CreateCapacityReservationFleetRequest,
    asked: &ReservationFleetInstanceSpecification,
) -> Result<Wish> {
    let name = asked.instance_type.as_deref();
    let kind = find_type(name.ok_or_else(|| Error::missing("InstanceType"))?)?;
    let own = (asked.availability_zone.as_deref(), asked.availability_zone_id.as_deref());
    let (name, id) = match own {
        (None, None) => {
            (request.availability_zone.as_deref(), request.availability_zone_id.as_deref())
        }
        own => own,
    };
    let zone = named_zone(cx, name, id, invalid_zone)?;
    let zone = zone.ok_or_else(|| Error::missing("AvailabilityZone or AvailabilityZoneId"))?;
    place::check_offered(cx.region(), zone.name, kind)?;
    Ok(Wish {
        instance_type: kind.name.into(),
        platform: asked.instance_platform.ok_or_else(|| Error::missing("InstancePlatform"))?,
        weight: asked.weight.unwrap_or(1.0),
        zone: zone.name.into(),
        zone_id: zone.id.into(),
        ebs_optimized: asked.ebs_optimized.unwrap_or(false),
        priority: asked.priority.unwrap_or(i32::MAX),
    })
}

/// Reserves what is missing, by priority; what a zone has not is taken from the next type.
fn grow(cx: &mut Write<'_>, id: &str) -> Result<()> {
    let fleet = cx.get::<CapacityReservationFleet>(id)?.record.clone();
    for (at, wish) in fleet.wishes.iter().enumerate() {
        let row = cx.get::<CapacityReservationFleet>(id)?;
        let missing = f64::from(row.target) - row.fulfilled(cx.read());
        let kind = find_type(&wish.instance_type)?;
        let has_it = capacity::check(cx.read(), &Wanted::new(kind, false), &wish.zone).is_ok();
        let count = wish.enough(missing);
        if count == 0 || !has_it {
            continue;
        }
        let record = CapacityReservation {
            instance_type: kind.name.into(),
            platform: wish.platform,
            zone: wish.zone.clone(),
            zone_id: wish.zone_id.clone(),
            tenancy: CapacityReservationTenancy::Default,
            total: count,
            ebs_optimized: wish.ebs_optimized,
            ephemeral_storage: false,
            criteria: InstanceMatchCriteria::Open,
            end: fleet.end,
            is_cancelled: false,
            created: cx.now().timestamp().whole_seconds(),
            fleet: Some(id.into()),
            billing_owner: None,
            source: None,
            block: None,
            clearing: None,
            group: None,
            future: None,
        };
        let mut tags = Tags::default();
        tags.set(TAG, id);
        let made = reserve(cx, record, tags)?;
        cx.get_mut::<CapacityReservationFleet>(id)?.reservations.push((at, made));
    }
    Ok(())
}

fn modify_fleet(
    cx: &mut Write<'_>,
    request: &ModifyCapacityReservationFleetRequest,
) -> Result<ModifyCapacityReservationFleetResult> {
    let row = cx.get::<CapacityReservationFleet>(&request.capacity_reservation_fleet_id)?;
    let state = row.state(cx.read());
    let id = row.id.clone();
    if !matches!(state, State::Active | State::PartiallyFulfilled) {
        // unverified (looked up 2026-11-26): code and wording.
        let message =
            format!("The Capacity Reservation Fleet '{id}' is not in a modifiable state.");
        return Err(Error::new("InvalidState", message));
    }
    let removes = request.remove_end_date == Some(true);
    if removes && request.end_date.is_some() {
        return Err(Error::exclusive("endDate", "removeEndDate"));
    }
    let target = request.total_target_capacity.map_or(Ok(row.target), target)?;
    let end = request.end_date.map(|end| future(cx.read(), end)).transpose()?;
    let end = if removes { None } else { end.or(row.end) };
    let change = cx.read().transition(State::Modifying, State::Active, CHANGING_MILLIS);
    let reservations = row.reservations.clone();
    let mut row = cx.get_mut::<CapacityReservationFleet>(&id)?;
    (row.target, row.end, row.change) = (target, end, change);
    drop(row);
    for (_, reservation) in &reservations {
        set_end(cx, reservation, end)?;
    }
    match end {
        Some(end) => cx.end::<CapacityReservationFleet>(&id, end.plus_millis(VISIBLE_MILLIS)),
        None => cx.keep::<CapacityReservationFleet>(&id),
    }
    shrink(cx, &id)?;
    grow(cx, &id)?;
    Ok(ModifyCapacityReservationFleetResult { r#return: Some(true) })
}

/// Gives a reservation that is there another end, or none.
fn set_end(cx: &mut Write<'_>, id: &CapacityReservationId, end: Option<Timestamp>) -> Result<()> {
    let found = cx.find::<CapacityReservation>(id);
    if found.is_none_or(|row| !row.is_active(cx.now())) {
        return Ok(());
    }
    cx.get_mut::<CapacityReservation>(id)?.end = end;
    match end {
        Some(end) => cx.end::<CapacityReservation>(id, end.plus_millis(VISIBLE_MILLIS)),
        None => cx.keep::<CapacityReservation>(id),
    }
    Ok(())
}

/// Gives back what is too much, the last first; what is used stays.
fn shrink(cx: &mut Write<'_>, id: &str) -> Result<()> {
    let row = cx.get::<CapacityReservationFleet>(id)?;
    let mut reservations = row.reservations.clone();
    reservations.reverse();
    for (at, reservation) in reservations {
        let row = cx.get::<CapacityReservationFleet>(id)?;
        let too_much = row.fulfilled(cx.read()) - f64::from(row.target);
        let Some(wish) = row.wishes.get(at) else { continue };
        let Some(found) = cx.find::<CapacityReservation>(&reservation) else { continue };
        if !found.is_active(cx.now()) {
            continue;
        }
        let free = found.total.saturating_sub(used(cx.read(), &reservation));
        let (total, count) = (found.total, wish.fits(too_much).min(free));
        if count == total {
            cancel(cx, &reservation)?;
        } else if count > 0 {
            cx.get_mut::<CapacityReservation>(&reservation)?.total = total - count;
            take_running(cx, &reservation)?;
        }
    }
    Ok(())
}

fn cancel_fleets(
    cx: &mut Write<'_>,
    request: &CancelCapacityReservationFleetsRequest,
) -> Result<CancelCapacityReservationFleetsResult> {
    let (mut done, mut failed) = (Vec::new(), Vec::new());
    for id in &request.capacity_reservation_fleet_ids {
        let row = match cx.get::<CapacityReservationFleet>(id) {
            Ok(row) if !row.is_cancelled => row,
            other => {
                // unverified (looked up 2026-11-26): code and wording for one that was cancelled.
                let error = other.err().unwrap_or_else(|| {
                    let message = format!("The Capacity Reservation Fleet '{id}' was cancelled.");
                    Error::new("InvalidState", message)
                });
                failed.push(failure(id, error));
                continue;
            }
        };
        let before = row.state(cx.read());
        let (id, reservations) = (row.id.clone(), row.reservations.clone());
        for (_, reservation) in reservations {
            let found = cx.find::<CapacityReservation>(&reservation);
            if found.is_some_and(|row| row.is_active(cx.now())) {
                cancel(cx, &reservation)?;
            }
        }
        let mut row = cx.get_mut::<CapacityReservationFleet>(&id)?;
        row.is_cancelled = true;
        drop(row);
        let gone = cx.now().plus_millis(VISIBLE_MILLIS);
        cx.end::<CapacityReservationFleet>(&id, gone);
        done.push(CapacityReservationFleetCancellationState {
            // The answer is older than what comes of it.
            current_fleet_state: Some(State::Cancelling),
            previous_fleet_state: Some(before),
            capacity_reservation_fleet_id: Some(id.to_string()),
        });
    }
    Ok(CancelCapacityReservationFleetsResult {
        successful_fleet_cancellations: Some(done),
        failed_fleet_cancellations: Some(failed),
    })
}

fn failure(id: &str, error: Error) -> FailedCapacityReservationFleetCancellationResult {
    let (code, message) = (Some(error.code.to_owned()), Some(error.message));
    FailedCapacityReservationFleetCancellationResult {
        capacity_reservation_fleet_id: Some(id.to_owned()),
        cancel_capacity_reservation_fleet_error: Some(CancelCapacityReservationFleetError {
            code,
            message,
        }),
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CapacityReservationFleet {
    /// Units.
    target: i32,
    end: Option<Timestamp>,
    /// By priority.
    wishes: Vec<Wish>,
    /// What was reserved, with the place of its wish.
    reservations: Vec<(usize, CapacityReservationId)>,
    created: Timestamp,
    change: Timed<State>,
    is_cancelled: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Wish {
    instance_type: Text,
    platform: Platform,
    weight: f64,
    zone: Text,
    zone_id: Text,
    ebs_optimized: bool,
    priority: i32,
}

impl Wish {
    /// How many instances it takes for so many units.
    fn enough(&self, units: f64) -> u32 {
        whole((units / self.weight - 1e-9).ceil())
    }

    /// How many instances so many units have room for.
    fn fits(&self, units: f64) -> u32 {
        whole((units / self.weight + 1e-9).floor())
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it saturates, at none and at more than there are"
)]
const fn whole(number: f64) -> u32 {
    number as u32
}

impl CapacityReservationFleet {
    /// Those that are there still, each with its wish.
    fn active<'a>(
        &'a self,
        cx: Read<'a>,
    ) -> impl Iterator<Item = (&'a Wish, &'a Row<CapacityReservation>)> {
        self.reservations.iter().filter_map(move |(at, id)| {
            let row = cx.find::<CapacityReservation>(id)?;
            Some((self.wishes.get(*at)?, row)).filter(|(_, row)| row.is_active(cx.now()))
        })
    }

    fn fulfilled(&self, cx: Read<'_>) -> f64 {
        self.active(cx).map(|(wish, row)| wish.weight * f64::from(row.total)).sum()
    }

    fn state(&self, cx: Read<'_>) -> State {
        let fulfilled = self.fulfilled(cx);
        match self.change.at(cx.now()) {
            _ if self.is_cancelled => State::Cancelled,
            _ if self.end.is_some_and(|end| cx.now().reached(end)) => State::Expired,
            State::Active if fulfilled <= 0.0 => State::Failed,
            State::Active if fulfilled < f64::from(self.target) => State::PartiallyFulfilled,
            state => state,
        }
    }
}

impl Resource for CapacityReservationFleet {
    type View = wire::CapacityReservationFleet;
    const PREFIX: &'static str = "crf";
    const TYPE: Option<ResourceType> = Some(ResourceType::CapacityReservationFleet);
    const PLURAL: &'static str = "capacityReservationFleets";
    // unverified (looked up 2026-11-26): the codes and the noun.
    const NOT_FOUND: &'static str = "InvalidCapacityReservationFleetId.NotFound";
    const NOUN: &'static str = "Capacity Reservation Fleet ID";

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::CapacityReservationFleet {
        // As in the command line's example of create-capacity-reservation-fleet.
        let is_placed = row.state(cx) != State::Submitted;
        let placed = row.active(cx).filter(|_| is_placed);
        let reservations = placed.map(|(wish, it)| FleetCapacityReservation {
            capacity_reservation_id: Some(it.id.to_string()),
            availability_zone_id: Some(it.zone_id.to_string()),
            instance_type: Some(it.instance_type.to_string()),
            instance_platform: Some(it.platform),
            availability_zone: Some(it.zone.to_string()),
            total_instance_count: i32::try_from(it.total).ok(),
            fulfilled_capacity: Some(wish.weight * f64::from(it.total)),
            ebs_optimized: Some(it.ebs_optimized),
            create_date: Some(it.created),
            weight: Some(wish.weight),
            priority: (wish.priority != i32::MAX).then_some(wish.priority),
        });
        wire::CapacityReservationFleet {
            capacity_reservation_fleet_id: Some(row.id.to_string()),
            capacity_reservation_fleet_arn: Some(arn(
                cx,
                &format!("capacity-reservation-fleet/{}", row.id),
            )),
            state: Some(row.state(cx)),
            total_target_capacity: Some(row.target),
            total_fulfilled_capacity: Some(if is_placed { row.fulfilled(cx) } else { 0.0 }),
            tenancy: Some(FleetCapacityReservationTenancy::Default),
            end_date: row.end,
            availability_zone: row.wishes.first().map(|wish| wish.zone.to_string()),
            availability_zone_id: row.wishes.first().map(|wish| wish.zone_id.to_string()),
            create_time: Some(row.created),
            instance_match_criteria: Some(FleetInstanceMatchCriteria::Open),
            allocation_strategy: Some(PRIORITIZED.to_owned()),
            instance_type_specifications: Some(reservations.collect()),
            tags: row.tags.wire(),
            ..wire::CapacityReservationFleet::default()
        }
    }
}
