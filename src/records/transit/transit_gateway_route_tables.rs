//! Route tables of transit gateways. What static routes lead to is kept; the routes that
//! attachments propagate follow from what they are attached to.
//! <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-route-tables.html>

use super::transit_gateways::{TransitGateway, invalid_state, was_deleted};
use crate::engine::{By, Index, Now, Quota, Read, Resource, Row, Timed};
use crate::error::{Error, Result};
use crate::records::ids::{
    PrefixListId, TransitGatewayAttachmentId, TransitGatewayId, TransitGatewayRouteTableId,
};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wire::{
    ResourceType, Timestamp, TransitGatewayPrefixListReferenceState,
    TransitGatewayRouteTableState as State,
};

impl TransitGatewayRouteTable {
    pub(crate) const BY_GATEWAY: By<Self, TransitGatewayId> = By::new("transit-gateway-id");
    /// No filter has this name.
    pub(crate) const BY_PREFIX_LIST: By<Self, PrefixListId> = By::new("prefix-list-id");
}

impl Resource for TransitGatewayRouteTable {
    type View = wire::TransitGatewayRouteTable;
    const PREFIX: &'static str = "tgw-rtb";
    const TYPE: Option<ResourceType> = Some(ResourceType::TransitGatewayRouteTable);
    const PLURAL: &'static str = "transitGatewayRouteTables";
    const NOT_FOUND: &'static str = "InvalidRouteTableID.NotFound";
    // As recorded in <https://github.com/floci-io/floci/pull/2348>.
    const MALFORMED: &'static str = "InvalidRouteTableId.Malformed";
    const NOUN: &'static str = "Transit Gateway Route Table";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("transit-gateway-route-table-id");
    // <https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-quotas.html>; unverified (looked
    // up 2026-11-26): the code and the words, which are as those of gateways.
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |row, cx| {
            let is_there = |row: &&Row<Self>| row.state.at(cx.now()) != State::Deleted;
            cx.with(Self::BY_GATEWAY, &row.gateway_id).filter(is_there).count() > 20
        },
        code: "TransitGatewayRouteTableLimitExceeded",
        message: |_| "TransitGatewayRouteTable limit exceeded".to_owned(),
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::TransitGatewayRouteTable {
        let options = cx.find::<TransitGateway>(&row.gateway_id).map(|gateway| &gateway.options);
        let is_it = |id: Option<&TransitGatewayRouteTableId>| Some(id == Some(&row.id));
        wire::TransitGatewayRouteTable {
            transit_gateway_route_table_id: Some(row.id.to_string()),
            transit_gateway_id: Some(row.gateway_id.to_string()),
            state: Some(row.state.at(cx.now())),
            default_association_route_table: is_it(
                options.and_then(|options| options.association_table_id.as_ref()),
            ),
            default_propagation_route_table: is_it(
                options.and_then(|options| options.propagation_table_id.as_ref()),
            ),
            creation_time: Some(row.created),
            tags: row.tags.wire(),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_GATEWAY, &self.gateway_id);
        for list in self.references.keys() {
            index.add(Self::BY_PREFIX_LIST, list);
        }
    }

    fn not_found(ids: &[&str]) -> Error {
        was_deleted(Self::NOT_FOUND, Self::NOUN, ids)
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TransitGatewayRouteTable {
    pub gateway_id: TransitGatewayId,
    pub created: Timestamp,
    pub state: Timed<State>,
    /// The static routes, and the attachment that each leads to; `None`: traffic is dropped.
    pub routes: BTreeMap<IpNet, Option<TransitGatewayAttachmentId>>,
    /// The prefix lists whose entries are destinations of static routes too.
    pub references: BTreeMap<PrefixListId, Reference>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Reference {
    /// The attachment that the routes lead to; `None`: traffic is dropped.
    pub target: Option<TransitGatewayAttachmentId>,
    pub state: Timed<TransitGatewayPrefixListReferenceState>,
}

/// The ids of the tables that refer to a prefix list, in order.
pub(crate) fn referring_to_list(cx: Read<'_>, prefix_list_id: &PrefixListId) -> Vec<String> {
    let tables = cx.with(TransitGatewayRouteTable::BY_PREFIX_LIST, prefix_list_id);
    let mut ids: Vec<String> = tables.map(|table| table.id.to_string()).collect();
    ids.sort_unstable();
    ids
}

impl TransitGatewayRouteTable {
    /// Whether it is there and not about to go.
    pub fn is_live(&self, now: Now<'_>) -> bool {
        matches!(self.state.at(now), State::Pending | State::Available)
    }
}

/// A table that can be changed.
///
/// # Errors
/// The kind's codes, the one for what is not there also for what is gone, and `IncorrectState`.
pub(crate) fn available<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<TransitGatewayRouteTable>> {
    let row = cx.get::<TransitGatewayRouteTable>(id)?;
    match row.state.at(cx.now()) {
        State::Available => Ok(row),
        State::Deleted => Err(TransitGatewayRouteTable::not_found(&[id])),
        State::Pending | State::Deleting => Err(invalid_state(id)),
    }
}
