//! On-Demand Capacity Reservations. Nothing here ever lacks capacity: a reservation counts the
//! instances that run in it. Which instances do is told in `effects`.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-reservations.html>

pub(crate) mod billing;
pub(crate) mod changes;
pub(crate) mod checks;
pub(crate) mod future;
pub(crate) mod interruptible;
pub(crate) mod quotes;
pub(crate) mod splitting;
pub(crate) mod topology;

use crate::effects::compute::capacity_reservations::reserve;
use crate::effects::compute::instances::launch::settings::find_type;
use crate::engine::{Listing, Operation, Read, Resource, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::account::regions::{invalid_zone, named_zone};
use crate::records::compute::capacity_reservations::CapacityReservation;
use crate::records::compute::instances::launch::capacity::{self, Wanted};
use crate::records::compute::instances::launch::place;
use checks::{count, end};
use wire::{
    CapacityReservationTenancy, CreateCapacityReservationRequest, CreateCapacityReservationResult,
    DescribeCapacityReservationsRequest, InstanceMatchCriteria,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateCapacityReservation => create_capacity_reservation, refuses [
        "OutpostArn",
    ];
    Read  DescribeCapacityReservations => describe_capacity_reservations;
    Read  GetCapacityReservationUsage => changes::get_capacity_reservation_usage;
    Write ModifyCapacityReservation => changes::modify_capacity_reservation, refuses [
        "AdditionalInfo", "AcceptModificationTerms", "StartDate", "QuoteId",
    ];
    Write CancelCapacityReservation => changes::cancel_capacity_reservation, refuses [
        "ApplyCancellationCharges", "QuoteId",
    ];
    Write CreateCapacityReservationBySplitting => splitting::create_by_splitting;
    Write MoveCapacityReservationInstances => splitting::move_instances;
    Read  GetGroupsForCapacityReservation => splitting::get_groups;
    Read  DescribeCapacityReservationTopology => topology::describe_topology;
    Write CreateInterruptibleCapacityReservationAllocation => interruptible::create_allocation,
        refuses ["ZeroSizePreference"];
    Write UpdateInterruptibleCapacityReservationAllocation => interruptible::update_allocation,
        refuses ["ZeroSizePreference"];
    Write AssociateCapacityReservationBillingOwner => billing::associate_billing_owner;
    Write DisassociateCapacityReservationBillingOwner => billing::disassociate_billing_owner;
    Write AcceptCapacityReservationBillingOwnership => billing::accept_billing_ownership;
    Write RejectCapacityReservationBillingOwnership => billing::reject_billing_ownership;
    Write CreateCapacityReservationCancellationQuote => quotes::create_cancellation_quote;
    Read  DescribeCapacityReservationCancellationQuotes => quotes::describe_cancellation_quotes;
    Write CreateCapacityReservationDateChangeQuote => quotes::create_date_change_quote;
    Read  DescribeCapacityReservationDateChangeQuotes => quotes::describe_date_change_quotes;
    Read  DescribeCapacityReservationBillingRequests => billing::describe_billing_requests;
};

/// An unknown id is answered with the operation's name:
/// hashicorp/terraform-provider-aws#36716.
// unverified (looked up 2026-11-26): that the other operations leave it out.
fn describe_capacity_reservations(
    cx: Read<'_>,
    request: &DescribeCapacityReservationsRequest,
) -> Result<Listing<wire::CapacityReservation>> {
    listed::<CapacityReservation>(cx, request).map_err(|error| {
        if error.code != CapacityReservation::NOT_FOUND {
            return error;
        }
        let message = format!(
            "An error occurred when calling the DescribeCapacityReservations operation: {}",
            error.message
        );
        Error::new(error.code, message)
    })
}

fn create_capacity_reservation(
    cx: &mut Write<'_>,
    request: &CreateCapacityReservationRequest,
) -> Result<CreateCapacityReservationResult> {
    let tags = cx.tags_for::<CapacityReservation>(&request.tag_specifications)?;
    let kind = find_type(&request.instance_type)?;
    let (name, id) =
        (request.availability_zone.as_deref(), request.availability_zone_id.as_deref());
    // unverified (looked up 2026-11-26): the wording.
    let zone = named_zone(cx.read(), name, id, invalid_zone)?
        .ok_or_else(|| Error::missing("AvailabilityZone or AvailabilityZoneId"))?;
    // unverified (looked up 2026-11-26): that a launch's wording is this operation's, too.
    place::check_offered(cx.region(), zone.name, kind)?;
    let total = count(request.instance_count)?;
    let end = end(cx.now(), request.end_date_type, request.end_date)?;
    let future = future::asked(cx.read(), request, kind, total)?;
    future::check_end(future.as_deref(), end)?;
    let group = request.placement_group_arn.as_deref();
    let group = group.map(|arn| checks::cluster_group(cx.read(), arn)).transpose()?;
    capacity::check(cx.read(), &Wanted::reserved(kind), zone.name)?;
    let record = CapacityReservation {
        instance_type: kind.name.into(),
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
        fleet: None,
        billing_owner: None,
        source: None,
        block: None,
        clearing: None,
        group,
        future,
    };
    let id = reserve(cx, record, tags)?;
    // CloudTrail's event of 2023 (transcript 25295099901) and the CLI's example have less of it
    // than a Describe. unverified (looked up 2026-11-26): that tags are there if there are some.
    let reservation = wire::CapacityReservation {
        availability_zone_id: None,
        capacity_allocations: None,
        tags: cx.get::<CapacityReservation>(&id)?.tags.wire_unless_empty(),
        ..cx.view::<CapacityReservation>(&id)?
    };
    Ok(CreateCapacityReservationResult { capacity_reservation: Some(reservation) })
}
