//! On-Demand Capacity Reservations. Nothing here ever lacks capacity: a reservation counts the
//! instances that run in it. Which instances do is told in `matching`.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-reservations.html>

mod changes;
mod matching;

pub(super) use matching::{INDEX, Wish, check_room, of_instance, settle};

use super::arns::arn;
use super::instances::{self, Instance};
use crate::catalog::{instance_types, regions};
use crate::engine::{Id, Index, Now, Operation, Query, Read, Resource, Row, Write, operations};
use crate::error::{Error, Result};
use serde::Serialize;
use wire::{
    AllocationType, CapacityAllocation, CapacityReservationInstancePlatform as Platform,
    CapacityReservationState as State, CapacityReservationTenancy, CapacityReservationType,
    CreateCapacityReservationRequest, CreateCapacityReservationResult,
    DescribeCapacityReservationsRequest, DescribeCapacityReservationsResult, EndDateType,
    InstanceMatchCriteria, ResourceType, Timestamp,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Write CreateCapacityReservation => create_capacity_reservation, refuses [
        "OutpostArn", "PlacementGroupArn", "StartDate", "CommitmentDuration", "DeliveryPreference",
    ];
    Read  DescribeCapacityReservations => describe_capacity_reservations;
    Read  GetCapacityReservationUsage => changes::get_capacity_reservation_usage;
    Write ModifyCapacityReservation => changes::modify_capacity_reservation, refuses [
        "AdditionalInfo", "AcceptModificationTerms", "StartDate", "QuoteId",
    ];
    Write CancelCapacityReservation => changes::cancel_capacity_reservation, refuses [
        "ApplyCancellationCharges", "QuoteId",
    ];
};

const INSTANCE_TYPE: &str = "instance-type";

impl Resource for CapacityReservation {
    type View = wire::CapacityReservation;
    const PREFIX: &'static str = "cr";
    const TYPE: Option<ResourceType> = Some(ResourceType::CapacityReservation);
    const PLURAL: &'static str = "capacityReservations";
    const NOT_FOUND: &'static str = "InvalidCapacityReservationId.NotFound";
    const MALFORMED: &'static str = "InvalidCapacityReservationId.Malformed";
    const NOUN: &'static str = "Capacity Reservation ID";

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::CapacityReservation {
        view(row, cx)
    }

    fn index(&self, index: &mut Index<'_>) {
        index.add(INSTANCE_TYPE, self.instance_type);
    }

    fn not_found(ids: &[&str]) -> Error {
        let message = match ids {
            [id] => format!("The Capacity Reservation ID '{id}' does not exist."),
            // unverified: the wording for more than one.
            _ => format!("The Capacity Reservation IDs '{}' do not exist.", ids.join(", ")),
        };
        Error::new(Self::NOT_FOUND, message)
    }
}

fn create_capacity_reservation(
    cx: &mut Write<'_>,
    request: &CreateCapacityReservationRequest,
) -> Result<CreateCapacityReservationResult> {
    let tags = cx.tags_for::<CapacityReservation>(&request.tag_specifications)?;
    let name = request.instance_type.as_str();
    let kind = instance_types::find(name)
        .ok_or_else(|| Error::invalid_value(format!("Invalid value '{name}' for InstanceType.")))?;
    let zone = zone(cx.read(), request)?;
    // unverified: that a launch's wording is this operation's, too.
    instances::check_offered(cx.region(), zone.name, kind)?;
    let total = count(request.instance_count)?;
    let end = end(cx.now(), request.end_date_type, request.end_date)?;
    let record = CapacityReservation {
        instance_type: kind.name,
        platform: request.instance_platform,
        zone: zone.name.into(),
        zone_id: zone.id.into(),
        tenancy: request.tenancy.unwrap_or(CapacityReservationTenancy::Default),
        total,
        ebs_optimized: request.ebs_optimized.unwrap_or(false),
        ephemeral_storage: request.ephemeral_storage.unwrap_or(false),
        criteria: request.instance_match_criteria.unwrap_or(InstanceMatchCriteria::Open),
        end,
        is_cancelled: false,
        created: cx.now().timestamp().whole_seconds(),
    };
    let id = cx.new_id::<CapacityReservation>();
    cx.insert(id.clone(), record, tags);
    if let Some(end) = end {
        cx.end::<CapacityReservation>(&id, end.plus_millis(VISIBLE_MILLIS));
    }
    matching::take_running(cx, &id)?;
    let reservation = CapacityReservation::view(cx.get(&id)?, cx.read());
    Ok(CreateCapacityReservationResult { capacity_reservation: Some(reservation) })
}

/// How long a reservation is listed that has ended. unverified: AWS says "for about an hour".
const VISIBLE_MILLIS: i64 = 60 * 60 * 1_000;

fn zone(
    cx: Read<'_>,
    request: &CreateCapacityReservationRequest,
) -> Result<&'static regions::Zone> {
    let region = regions::find(cx.region());
    let found = match (&request.availability_zone, &request.availability_zone_id) {
        (Some(name), None) => region.and_then(|region| region.zone(name)),
        (None, Some(id)) => region.and_then(|region| region.zone_by_id(id)),
        // unverified: the wording of these two.
        (None, None) => return Err(Error::missing("AvailabilityZone or AvailabilityZoneId")),
        (Some(_), Some(_)) => {
            return Err(Error::combination(
                "The parameter availabilityZone cannot be used with the parameter \
                 availabilityZoneId",
            ));
        }
    };
    let named = request.availability_zone.as_ref().or(request.availability_zone_id.as_ref());
    let named = named.map(String::as_str).unwrap_or_default();
    found.ok_or_else(|| Error::invalid_value(format!("Invalid availability zone: [{named}]")))
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateCapacityReservation.html>
// unverified: the wording.
fn count(asked: i32) -> Result<u32> {
    match asked {
        1..=1_000 => Ok(asked.unsigned_abs()),
        _ => {
            let reason = "Expecting a value between 1 and 1000.";
            Err(Error::bad_parameter("instanceCount", asked, reason))
        }
    }
}

// unverified: the wordings.
fn end(
    now: Now<'_>,
    kind: Option<EndDateType>,
    date: Option<Timestamp>,
) -> Result<Option<Timestamp>> {
    match (kind.unwrap_or(EndDateType::Unlimited), date) {
        (EndDateType::Unlimited, None) => Ok(None),
        (EndDateType::Unlimited, Some(_)) => {
            let message = "EndDate may only be specified for the EndDateType limited.";
            Err(Error::combination(message))
        }
        (EndDateType::Limited, None) => Err(Error::missing("EndDate")),
        (EndDateType::Limited, Some(date)) if now.reached(date) => {
            Err(Error::invalid_value("The parameter endDate must be in the future."))
        }
        (EndDateType::Limited, date) => Ok(date),
    }
}

fn describe_capacity_reservations(
    cx: Read<'_>,
    request: &DescribeCapacityReservationsRequest,
) -> Result<DescribeCapacityReservationsResult> {
    let page = cx.select::<CapacityReservation>(&Query {
        ids: &request.capacity_reservation_ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    })?;
    Ok(DescribeCapacityReservationsResult {
        capacity_reservations: Some(page.items),
        next_token: page.next_token,
    })
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct CapacityReservation {
    instance_type: &'static str,
    platform: Platform,
    zone: Id,
    zone_id: Id,
    tenancy: CapacityReservationTenancy,
    total: u32,
    ebs_optimized: bool,
    ephemeral_storage: bool,
    criteria: InstanceMatchCriteria,
    end: Option<Timestamp>,
    is_cancelled: bool,
    created: Timestamp,
}

impl CapacityReservation {
    fn state(&self, now: Now<'_>) -> State {
        if self.is_cancelled {
            State::Cancelled
        } else if self.end.is_some_and(|end| now.reached(end)) {
            State::Expired
        } else {
            State::Active
        }
    }

    fn is_active(&self, now: Now<'_>) -> bool {
        self.state(now) == State::Active
    }
}

/// How many instances run in a reservation: one that stops or ends leaves it at once.
fn used(cx: Read<'_>, id: &str) -> u32 {
    let count = cx.table::<Instance>().live_count_with(matching::INDEX, id, cx.now());
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn available(cx: Read<'_>, row: &Row<CapacityReservation>) -> u32 {
    if row.is_active(cx.now()) { row.total.saturating_sub(used(cx, &row.id)) } else { 0 }
}

fn view(row: &Row<CapacityReservation>, cx: Read<'_>) -> wire::CapacityReservation {
    let int = |number: u32| i32::try_from(number).ok();
    let used = used(cx, &row.id);
    let is_active = row.is_active(cx.now());
    wire::CapacityReservation {
        capacity_reservation_id: Some(row.id.to_string()),
        owner_id: Some(cx.account().to_string()),
        capacity_reservation_arn: Some(arn(cx, &format!("capacity-reservation/{}", row.id))),
        availability_zone_id: Some(row.zone_id.to_string()),
        availability_zone: Some(row.zone.to_string()),
        instance_type: Some(row.instance_type.to_owned()),
        instance_platform: Some(row.platform),
        tenancy: Some(row.tenancy),
        total_instance_count: int(if is_active { row.total } else { 0 }),
        available_instance_count: int(available(cx, row)),
        ebs_optimized: Some(row.ebs_optimized),
        ephemeral_storage: Some(row.ephemeral_storage),
        state: Some(row.state(cx.now())),
        start_date: Some(row.created),
        end_date: row.end,
        end_date_type: Some(match row.end {
            Some(_) => EndDateType::Limited,
            None => EndDateType::Unlimited,
        }),
        instance_match_criteria: Some(row.criteria),
        create_date: Some(row.created),
        tags: row.tags.wire(),
        capacity_allocations: Some(vec![CapacityAllocation {
            allocation_type: Some(AllocationType::Used),
            count: int(if is_active { used } else { 0 }),
            ..CapacityAllocation::default()
        }]),
        reservation_type: Some(CapacityReservationType::Default),
        ..wire::CapacityReservation::default()
    }
}
