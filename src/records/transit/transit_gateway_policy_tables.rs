//! Policy tables of transit gateways: rules by which the traffic of a peering attachment finds its
//! route table. Cloud WAN, which makes rules as well, is not here.
//! <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-policy-tables.html>

use super::transit_gateways::{invalid_state, was_deleted};
use crate::engine::{By, Index, Life, Phase, Read, Resource, Row};
use crate::error::{Error, Result};
use crate::records::ids::{TransitGatewayId, TransitGatewayRouteTableId};
use serde::{Deserialize, Serialize};
use wire::{ResourceType, Timestamp, TransitGatewayPolicyRule};

impl TransitGatewayPolicyTable {
    /// No filter has this name.
    pub(crate) const BY_GATEWAY: By<Self, TransitGatewayId> = By::new("transit-gateway-id");
    /// No filter has this name: the tables of which an entry leads to a route table.
    pub(crate) const BY_TARGET: By<Self, TransitGatewayRouteTableId> =
        By::new("target-route-table-id");
}

impl Resource for TransitGatewayPolicyTable {
    type View = wire::TransitGatewayPolicyTable;
    const PREFIX: &'static str = "tgw-ptb";
    const TYPE: Option<ResourceType> = Some(ResourceType::TransitGatewayPolicyTable);
    const PLURAL: &'static str = "transitGatewayPolicyTables";
    // The code is what Terraform's provider looks for. unverified (looked up 2026-11-26): the
    // words.
    const NOT_FOUND: &'static str = "InvalidTransitGatewayPolicyTableId.NotFound";
    const NOUN: &'static str = "Transit Gateway Policy Table";
    const OF_VPC: bool = true;
    /// Terraform's provider, which waits until one is not found, knows `available` and `deleting`
    /// on the way and no `deleted`: `internal/service/ec2/wait.go`, `find.go`.
    const LIFE: Option<Life> =
        Some(Life { making_millis: 5_000, leaving_millis: 5_000, listed_millis: 0, ..Life::USUAL });

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::TransitGatewayPolicyTable {
        wire::TransitGatewayPolicyTable {
            transit_gateway_policy_table_id: Some(row.id.to_string()),
            transit_gateway_id: Some(row.gateway_id.to_string()),
            state: row.life_state(cx.now()),
            creation_time: Some(row.created),
            tags: row.tags.wire(),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_GATEWAY, &self.gateway_id);
        for entry in &self.entries {
            index.add(Self::BY_TARGET, &entry.target);
        }
    }

    fn not_found(ids: &[&str]) -> Error {
        was_deleted(Self::NOT_FOUND, Self::NOUN, ids)
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TransitGatewayPolicyTable {
    pub gateway_id: TransitGatewayId,
    pub created: Timestamp,
    /// In the order of their numbers.
    #[serde(default)]
    pub entries: Vec<Entry>,
}

/// What traffic is looked for, and the route table that it takes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub number: u32,
    pub rule: TransitGatewayPolicyRule,
    pub target: TransitGatewayRouteTableId,
}

/// A table that can be changed.
///
/// # Errors
/// The kind's codes, the one for what is not there also for what is gone, and `IncorrectState`.
pub(crate) fn available<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<TransitGatewayPolicyTable>> {
    let row = cx.get::<TransitGatewayPolicyTable>(id)?;
    match row.life_phase(cx.now()) {
        Phase::There => Ok(row),
        Phase::Gone => Err(TransitGatewayPolicyTable::not_found(&[id])),
        Phase::Making | Phase::Leaving => Err(invalid_state(id)),
    }
}
