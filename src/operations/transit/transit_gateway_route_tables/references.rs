//! References of a table to prefix lists: a static route for each entry of the list, as it is at
//! any time. <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-prefix-lists.html>

use super::routes::{asked_target, target};
use super::ties::listed;
use crate::engine::filter::ViewFilters;
use crate::engine::{Millis, Read, Row, Timed, Write};
use crate::error::{Error, Result};
use crate::records::durations;
use crate::records::ids::{PrefixListId, TransitGatewayRouteTableId};
use crate::records::network::managed_prefix_lists::PrefixList;
use crate::records::transit::transit_gateway_attachments::TransitGatewayAttachment;
use crate::records::transit::transit_gateway_route_tables::{
    Reference, TransitGatewayRouteTable, available,
};
use wire::{
    CreateTransitGatewayPrefixListReferenceRequest, CreateTransitGatewayPrefixListReferenceResult,
    DeleteTransitGatewayPrefixListReferenceRequest, DeleteTransitGatewayPrefixListReferenceResult,
    GetTransitGatewayPrefixListReferencesRequest, GetTransitGatewayPrefixListReferencesResult,
    ModifyTransitGatewayPrefixListReferenceRequest, ModifyTransitGatewayPrefixListReferenceResult,
    TransitGatewayPrefixListAttachment, TransitGatewayPrefixListReference,
    TransitGatewayPrefixListReferenceState as State,
};

const CHANGING_MILLIS: Millis = durations::TRANSIT_GATEWAY_ROUTE_TABLES_PREFIX_LIST_REFERENCE;

pub(crate) fn create_transit_gateway_prefix_list_reference(
    cx: &mut Write<'_>,
    request: &CreateTransitGatewayPrefixListReferenceRequest,
) -> Result<CreateTransitGatewayPrefixListReferenceResult> {
    let asked = request.transit_gateway_attachment_id.as_deref();
    let asked = asked_target(asked, request.blackhole)?;
    let table = available(cx.read(), &request.transit_gateway_route_table_id)?;
    let (id, list_id) =
        (table.id.clone(), cx.get::<PrefixList>(&request.prefix_list_id)?.id.clone());
    let target = target(cx.read(), &id, asked)?;
    if table.references.contains_key(&list_id) {
        // unverified (looked up 2026-11-26): code and message, which are those of propagations.
        let message = format!(
            "Prefix List Reference {list_id} already exists in Transit Gateway Route Table {id}."
        );
        return Err(Error::new("TransitGatewayPrefixListReference.Duplicate", message));
    }
    let state = cx.read().transition(State::Pending, State::Available, CHANGING_MILLIS);
    let reference = put(cx, &id, list_id, Reference { target, state })?;
    Ok(CreateTransitGatewayPrefixListReferenceResult {
        transit_gateway_prefix_list_reference: Some(reference),
    })
}

fn put(
    cx: &mut Write<'_>,
    id: &TransitGatewayRouteTableId,
    list_id: PrefixListId,
    reference: Reference,
) -> Result<TransitGatewayPrefixListReference> {
    let view = view(cx.read(), id, &list_id, &reference);
    cx.get_mut::<TransitGatewayRouteTable>(id)?.references.insert(list_id, reference);
    Ok(view)
}

fn view(
    cx: Read<'_>,
    id: &TransitGatewayRouteTableId,
    list_id: &PrefixListId,
    reference: &Reference,
) -> TransitGatewayPrefixListReference {
    let target = reference.target.as_ref();
    let row = target.and_then(|id| cx.find::<TransitGatewayAttachment>(id));
    TransitGatewayPrefixListReference {
        transit_gateway_route_table_id: Some(id.to_string()),
        prefix_list_id: Some(list_id.to_string()),
        prefix_list_owner_id: Some(cx.account().to_string()),
        state: Some(reference.state.at(cx.now())),
        blackhole: Some(target.is_none()),
        transit_gateway_attachment: row.map(|row| TransitGatewayPrefixListAttachment {
            transit_gateway_attachment_id: Some(row.id.to_string()),
            resource_type: Some(row.resource_type()),
            resource_id: Some(row.resource_id().to_string()),
        }),
    }
}

pub(crate) fn get_transit_gateway_prefix_list_references(
    cx: Read<'_>,
    request: &GetTransitGatewayPrefixListReferencesRequest,
) -> Result<GetTransitGatewayPrefixListReferencesResult> {
    let table = listed(cx, &request.transit_gateway_route_table_id)?;
    let blackhole: (&str, &'static [&'static str]) = ("is-blackhole", &["blackhole"]);
    let filters = ViewFilters::parse_with(cx.action(), &request.filters, &[blackhole])?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let references = table
        .references
        .iter()
        .map(|(list_id, reference)| (list_id.to_string(), view(cx, &table.id, list_id, reference)));
    let page = paging.cut_sorted(references.filter(|(_, view)| filters.matches(view)))?;
    Ok(GetTransitGatewayPrefixListReferencesResult {
        transit_gateway_prefix_list_references: Some(page.items),
        next_token: page.next_token,
    })
}

/// # Errors
/// `InvalidPrefixListID.NotFound`
// unverified (looked up 2026-11-26): code and message.
fn present<'a>(
    table: &'a Row<TransitGatewayRouteTable>,
    list_id: &str,
) -> Result<(PrefixListId, &'a Reference)> {
    let found = table.references.get_key_value(list_id);
    found.map(|(id, reference)| (id.clone(), reference)).ok_or_else(|| {
        let id = &table.id;
        let message = format!(
            "Prefix List Reference {list_id} does not exist in Transit Gateway Route Table {id}."
        );
        Error::new("InvalidPrefixListID.NotFound", message)
    })
}

pub(crate) fn modify_transit_gateway_prefix_list_reference(
    cx: &mut Write<'_>,
    request: &ModifyTransitGatewayPrefixListReferenceRequest,
) -> Result<ModifyTransitGatewayPrefixListReferenceResult> {
    let asked = request.transit_gateway_attachment_id.as_deref();
    let asked = asked_target(asked, request.blackhole)?;
    let table = available(cx.read(), &request.transit_gateway_route_table_id)?;
    let (list_id, _) = present(table, &request.prefix_list_id)?;
    let id = table.id.clone();
    let target = target(cx.read(), &id, asked)?;
    let state = cx.read().transition(State::Modifying, State::Available, CHANGING_MILLIS);
    let reference = put(cx, &id, list_id, Reference { target, state })?;
    Ok(ModifyTransitGatewayPrefixListReferenceResult {
        transit_gateway_prefix_list_reference: Some(reference),
    })
}

/// The answer shows it on its way out; there is no state for one that is gone.
// unverified (looked up 2026-11-26): how long AWS lists it.
pub(crate) fn delete_transit_gateway_prefix_list_reference(
    cx: &mut Write<'_>,
    request: &DeleteTransitGatewayPrefixListReferenceRequest,
) -> Result<DeleteTransitGatewayPrefixListReferenceResult> {
    let table = available(cx.read(), &request.transit_gateway_route_table_id)?;
    let (list_id, reference) = present(table, &request.prefix_list_id)?;
    let id = table.id.clone();
    let leaving = Reference { state: Timed::settled(State::Deleting), ..reference.clone() };
    let view = view(cx.read(), &id, &list_id, &leaving);
    cx.get_mut::<TransitGatewayRouteTable>(&id)?.references.remove(&list_id);
    Ok(DeleteTransitGatewayPrefixListReferenceResult {
        transit_gateway_prefix_list_reference: Some(view),
    })
}
