//! What route tables of transit gateways come and go with.

use crate::engine::{Millis, Tags, Timed, Write};
use crate::records::durations;
use crate::records::ids::{TransitGatewayId, TransitGatewayRouteTableId};
use crate::records::transit::transit_gateway_attachments::TransitGatewayAttachment;
use crate::records::transit::transit_gateway_route_tables::TransitGatewayRouteTable;
use std::collections::BTreeMap;
use wire::TransitGatewayRouteTableState as State;

const CHANGING_MILLIS: Millis = durations::TRANSIT_GATEWAY_ROUTE_TABLES_CHANGING;

// unverified (looked up 2026-11): how long a deleted table is listed.
const LISTED_MILLIS: i64 = 3_600_000;

/// Makes a table of a gateway, which has it `pending` for as long as the gateway itself at least.
pub(crate) fn create(
    cx: &mut Write<'_>,
    gateway_id: &TransitGatewayId,
    tags: Tags,
) -> TransitGatewayRouteTableId {
    let id = cx.new_id::<TransitGatewayRouteTable>();
    let record = TransitGatewayRouteTable {
        gateway_id: gateway_id.clone(),
        created: cx.now().timestamp().whole_seconds(),
        state: cx.read().transition(State::Pending, State::Available, CHANGING_MILLIS),
        routes: BTreeMap::new(),
        references: BTreeMap::new(),
    };
    cx.insert(id.clone(), record, tags);
    id
}

/// Deletes a table that nothing is associated with; what was propagated to it is no more.
pub(crate) fn delete(cx: &mut Write<'_>, id: &TransitGatewayRouteTableId) {
    let propagating = cx.read().with(TransitGatewayAttachment::BY_PROPAGATION_TABLE, id);
    for attachment in propagating.map(|row| row.id.clone()).collect::<Vec<_>>() {
        if let Some(mut row) = cx.find_mut::<TransitGatewayAttachment>(&attachment) {
            row.propagations.retain(|one| one.table_id != *id);
        }
    }
    let state: Timed<State> =
        cx.read().transition(State::Deleting, State::Deleted, CHANGING_MILLIS);
    if let Some(mut row) = cx.find_mut::<TransitGatewayRouteTable>(id) {
        row.state = state;
        row.routes.clear();
        row.references.clear();
    }
    let ends = state.settles().unwrap_or_else(|| cx.now().timestamp());
    cx.end::<TransitGatewayRouteTable>(id, ends.plus_millis(LISTED_MILLIS));
}
