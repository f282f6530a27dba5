//! The routes of transit gateways' route tables: static ones, which lead to an attachment or drop
//! traffic, and those that attachments propagate.
//! <https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html>

use super::transit_gateway_attachments::TransitGatewayAttachment;
use super::transit_gateway_route_tables::TransitGatewayRouteTable;
use crate::engine::{Read, Row};
use crate::records::ids::TransitGatewayAttachmentId;
use crate::records::network::managed_prefix_lists::PrefixList;
use ipnet::IpNet;
use std::collections::BTreeMap;
use wire::{
    TransitGatewayPropagationState, TransitGatewayRoute, TransitGatewayRouteAttachment,
    TransitGatewayRouteState as State, TransitGatewayRouteType,
};

/// A static route; one to an attachment that is gone is a blackhole.
pub(crate) fn fixed(
    cx: Read<'_>,
    destination: IpNet,
    target: Option<&TransitGatewayAttachmentId>,
) -> TransitGatewayRoute {
    let row = target.and_then(|id| cx.find::<TransitGatewayAttachment>(id));
    let is_active = row.is_some_and(|row| row.is_available(cx.now()));
    let attachments = row.map(|row| vec![attachment(row)]);
    TransitGatewayRoute {
        destination_cidr_block: Some(destination.to_string()),
        transit_gateway_attachments: attachments,
        r#type: Some(TransitGatewayRouteType::Static),
        state: Some(if is_active { State::Active } else { State::Blackhole }),
        ..TransitGatewayRoute::default()
    }
}

fn attachment(row: &Row<TransitGatewayAttachment>) -> TransitGatewayRouteAttachment {
    TransitGatewayRouteAttachment {
        resource_id: Some(row.resource_id().to_string()),
        transit_gateway_attachment_id: Some(row.id.to_string()),
        resource_type: Some(row.resource_type()),
    }
}

/// The route for each destination: a static one goes before what is propagated, and of several
/// attachments with the same block the oldest has it.
pub(crate) fn all(
    cx: Read<'_>,
    table: &Row<TransitGatewayRouteTable>,
) -> BTreeMap<IpNet, TransitGatewayRoute> {
    let fixed = table.routes.iter().map(|(to, target)| (*to, fixed(cx, *to, target.as_ref())));
    let mut routes: BTreeMap<_, _> = fixed.collect();
    for (id, reference) in &table.references {
        let entries = cx.find::<PrefixList>(id).and_then(|list| list.entries().ok());
        for block in entries.into_iter().flat_map(|entries| entries.0.keys()) {
            routes.entry(*block).or_insert_with(|| TransitGatewayRoute {
                prefix_list_id: Some(id.to_string()),
                ..self::fixed(cx, *block, reference.target.as_ref())
            });
        }
    }
    for row in cx.with(TransitGatewayAttachment::BY_PROPAGATION_TABLE, &table.id) {
        let state = row.propagation_to(&table.id, cx.now());
        let is_told =
            row.is_available(cx.now()) && state == Some(TransitGatewayPropagationState::Enabled);
        for block in row.blocks(cx).into_iter().filter(|_| is_told) {
            routes.entry(block).or_insert_with(|| TransitGatewayRoute {
                destination_cidr_block: Some(block.to_string()),
                transit_gateway_attachments: Some(vec![attachment(row)]),
                r#type: Some(TransitGatewayRouteType::Propagated),
                state: Some(State::Active),
                ..TransitGatewayRoute::default()
            });
        }
    }
    routes
}
