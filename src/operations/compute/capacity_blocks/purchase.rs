//! PurchaseCapacityBlock: a reservation for a time.

use super::offerings;
use super::record::CapacityBlock;
use crate::effects::compute::capacity_reservations::reserve;
use crate::engine::{Read, Resource as _, Write, tags};
use crate::error::Result;
use crate::records::compute::capacity_reservations::{Block, CapacityReservation, Clearing};
use crate::records::durations;
use wire::{
    CapacityReservationTenancy, InstanceMatchCriteria, PurchaseCapacityBlockRequest,
    PurchaseCapacityBlockResult, ResourceType, Timestamp,
};

pub(crate) fn purchase_block(
    cx: &mut Write<'_>,
    request: &PurchaseCapacityBlockRequest,
) -> Result<PurchaseCapacityBlockResult> {
    const TAGGED: &[ResourceType] =
        &[ResourceType::CapacityReservation, ResourceType::CapacityBlock];
    let given = &request.tag_specifications;
    let of_reservation = tags::specified(given, ResourceType::CapacityReservation, TAGGED)?;
    let of_block = tags::specified(given, ResourceType::CapacityBlock, TAGGED)?;
    let offering = offerings::find(cx.read(), &request.capacity_block_offering_id)?;
    let id = cx.new_id::<CapacityBlock>();
    let record = CapacityReservation {
        instance_type: offering.kind.name.into(),
        platform: request.instance_platform,
        zone: offering.zone.name.into(),
        zone_id: offering.zone.id.into(),
        tenancy: CapacityReservationTenancy::Default,
        total: offering.count.unsigned_abs(),
        ebs_optimized: offering.kind.ebs.optimized.is_some(),
        ephemeral_storage: false,
        criteria: InstanceMatchCriteria::Targeted,
        end: Some(offering.end()),
        is_cancelled: false,
        created: cx.now().timestamp().whole_seconds(),
        fleet: None,
        billing_owner: None,
        source: None,
        block: Some(Block {
            id: id.as_text().clone(),
            paid: paid(cx.read()),
            start: offering.start(),
        }),
        clearing: Some(Clearing::before_end(offering.end())),
        group: None,
        future: None,
    };
    let reservation = reserve(cx, record, of_reservation)?;
    cx.insert(id.clone(), CapacityBlock { reservation: reservation.clone() }, of_block);
    let shown = cx.view::<CapacityReservation>(&reservation)?;
    let block = cx.view::<CapacityBlock>(&id)?;
    Ok(PurchaseCapacityBlockResult {
        capacity_reservation: Some(shown),
        capacity_blocks: Some(vec![block]),
        capacity_reservations: Some(vec![CapacityReservation::view(
            cx.get(&reservation)?,
            cx.read(),
        )]),
    })
}

/// When what is purchased now is paid for.
pub(crate) fn paid(cx: Read<'_>) -> Timestamp {
    let timed = cx.transition(false, true, durations::CAPACITY_RESERVATIONS_PAYMENT);
    timed.settles().unwrap_or_else(|| cx.now().timestamp())
}
