//! Announcements of route tables to the gateway on the other side of a peering attachment. Either
//! side has a row with the announcement's id: who announces has it as outgoing, and may delete it.
//! <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-route-tables.html>

use super::transit_gateways::was_deleted;
use crate::engine::{By, Index, Life, Phase, Read, Resource, Row};
use crate::error::Error;
use crate::records::ids::{
    TransitGatewayAttachmentId, TransitGatewayId, TransitGatewayRouteTableId,
};
use serde::{Deserialize, Serialize};
use wire::{ResourceType, Timestamp, TransitGatewayRouteTableAnnouncementDirection as Direction};

impl TransitGatewayRouteTableAnnouncement {
    /// No filters have these names.
    pub(crate) const BY_ATTACHMENT: By<Self, TransitGatewayAttachmentId> =
        By::new("peering-attachment-id");
    pub(crate) const BY_TABLE: By<Self, TransitGatewayRouteTableId> =
        By::new("transit-gateway-route-table-id");
}

impl Resource for TransitGatewayRouteTableAnnouncement {
    type View = wire::TransitGatewayRouteTableAnnouncement;
    // unverified (looked up 2026-11): the prefix, the codes and the words.
    const PREFIX: &'static str = "tgw-rtb-ann";
    const TYPE: Option<ResourceType> = Some(ResourceType::TransitGatewayRouteTableAnnouncement);
    const PLURAL: &'static str = "transitGatewayRouteTableAnnouncements";
    const NOUN: &'static str = "Transit Gateway Route Table Announcement";
    const OF_VPC: bool = true;
    const LIFE: Option<Life> =
        Some(Life { making_millis: 5_000, leaving_millis: 5_000, ..Life::USUAL });

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::TransitGatewayRouteTableAnnouncement {
        wire::TransitGatewayRouteTableAnnouncement {
            transit_gateway_route_table_announcement_id: Some(row.id.to_string()),
            transit_gateway_id: Some(row.gateway_id.to_string()),
            peer_transit_gateway_id: Some(row.peer_gateway_id.to_string()),
            peering_attachment_id: Some(row.attachment_id.to_string()),
            announcement_direction: Some(row.direction),
            transit_gateway_route_table_id: Some(row.table_id.to_string()),
            state: row.life_state(cx.now()),
            creation_time: Some(row.created),
            tags: row.tags.wire(),
            ..wire::TransitGatewayRouteTableAnnouncement::default()
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_ATTACHMENT, &self.attachment_id);
        index.add(Self::BY_TABLE, &self.table_id);
    }

    fn not_found(ids: &[&str]) -> Error {
        was_deleted(Self::NOT_FOUND, Self::NOUN, ids)
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TransitGatewayRouteTableAnnouncement {
    pub gateway_id: TransitGatewayId,
    pub peer_gateway_id: TransitGatewayId,
    pub attachment_id: TransitGatewayAttachmentId,
    pub direction: Direction,
    /// The table that is announced, on whichever side it is.
    pub table_id: TransitGatewayRouteTableId,
    pub created: Timestamp,
}

/// The announcements over an attachment that are not gone.
pub(crate) fn of_attachment<'a>(
    cx: Read<'a>,
    id: &TransitGatewayAttachmentId,
) -> impl Iterator<Item = &'a Row<TransitGatewayRouteTableAnnouncement>> + use<'a> {
    let rows = cx.with(TransitGatewayRouteTableAnnouncement::BY_ATTACHMENT, id);
    rows.filter(move |row| row.life_phase(cx.now()) != Phase::Gone)
}

/// The announcements of a table that are not gone.
pub(crate) fn of_table<'a>(
    cx: Read<'a>,
    id: &TransitGatewayRouteTableId,
) -> impl Iterator<Item = &'a Row<TransitGatewayRouteTableAnnouncement>> + use<'a> {
    let rows = cx.with(TransitGatewayRouteTableAnnouncement::BY_TABLE, id);
    rows.filter(move |row| row.life_phase(cx.now()) != Phase::Gone)
}
