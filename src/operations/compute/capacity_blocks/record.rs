//! What is kept of Capacity Blocks; most of it is their reservation's.

use crate::engine::{By, Index, PartOf, Read, Resource, Row};
use crate::records::compute::capacity_reservations::CapacityReservation;
use crate::records::ids::CapacityReservationId;
use serde::{Deserialize, Serialize};
use wire::{CapacityBlockResourceState, CapacityReservationState, ResourceType};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CapacityBlock {
    pub reservation: CapacityReservationId,
}

impl CapacityBlock {
    const BY_RESERVATION: By<Self, CapacityReservationId> = By::new("capacity-reservation-id");
}

impl Resource for CapacityBlock {
    type View = wire::CapacityBlock;
    const PREFIX: &'static str = "cb";
    const TYPE: Option<ResourceType> = Some(ResourceType::CapacityBlock);
    const PLURAL: &'static str = "capacityBlocks";
    // unverified (looked up 2026-11-26): the codes and the noun.
    const NOT_FOUND: &'static str = "InvalidCapacityBlockId.NotFound";
    const NOUN: &'static str = "Capacity Block ID";
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_RESERVATION)];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::CapacityBlock {
        let reservation = cx.find::<CapacityReservation>(&row.reservation);
        let state = reservation.map(|it| match it.state(cx.now()) {
            CapacityReservationState::PaymentPending => CapacityBlockResourceState::PaymentPending,
            CapacityReservationState::Scheduled => CapacityBlockResourceState::Scheduled,
            CapacityReservationState::Active => CapacityBlockResourceState::Active,
            _ => CapacityBlockResourceState::Expired,
        });
        wire::CapacityBlock {
            capacity_block_id: Some(row.id.to_string()),
            availability_zone: reservation.map(|it| it.zone.to_string()),
            availability_zone_id: reservation.map(|it| it.zone_id.to_string()),
            capacity_reservation_ids: Some(vec![row.reservation.to_string()]),
            start_date: reservation.and_then(|it| Some(it.block.as_ref()?.start)),
            end_date: reservation.and_then(|it| it.end),
            create_date: reservation.map(|it| it.created),
            state,
            tags: row.tags.wire(),
            ..wire::CapacityBlock::default()
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_RESERVATION, &self.reservation);
    }
}
