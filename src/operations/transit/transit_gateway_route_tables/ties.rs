//! What is tied to a route table: the attachments whose traffic goes by it, and those that tell it
//! their routes.

use crate::engine::{Millis, Now, Query, Read, Row, Timed, Write};
use crate::error::{Error, Result};
use crate::records::durations;
use crate::records::ids::{TransitGatewayAttachmentId, TransitGatewayRouteTableId};
use crate::records::transit::transit_gateway_attachments::{
    self, Association, Propagation, TransitGatewayAttachment, tied,
};
use crate::records::transit::transit_gateway_route_tables::{self, TransitGatewayRouteTable};
use crate::records::transit::transit_gateways::{invalid_state, missing};
use wire::{
    AssociateTransitGatewayRouteTableRequest, AssociateTransitGatewayRouteTableResult,
    DisableTransitGatewayRouteTablePropagationRequest,
    DisableTransitGatewayRouteTablePropagationResult, DisassociateTransitGatewayRouteTableRequest,
    DisassociateTransitGatewayRouteTableResult, EnableTransitGatewayRouteTablePropagationRequest,
    EnableTransitGatewayRouteTablePropagationResult,
    GetTransitGatewayRouteTableAssociationsRequest, GetTransitGatewayRouteTableAssociationsResult,
    GetTransitGatewayRouteTablePropagationsRequest, GetTransitGatewayRouteTablePropagationsResult,
    TransitGatewayAssociation, TransitGatewayAssociationState as Associated,
    TransitGatewayPropagation, TransitGatewayPropagationState as Propagated,
    TransitGatewayRouteTableAssociation, TransitGatewayRouteTablePropagation,
};

/// How long it takes to tie an attachment to a table, or to untie it.
const CHANGING_MILLIS: Millis = durations::TRANSIT_GATEWAY_ROUTE_TABLES_ASSOCIATION;

/// A table and an attachment of the same gateway, both ready.
///
/// # Errors
/// Those of either, and `InvalidTransitGatewayAttachmentID.NotFound` for one of another gateway.
// unverified (looked up 2026-11-26): the last one.
pub(super) fn pair(
    cx: Read<'_>,
    table_id: &str,
    attachment_id: &str,
) -> Result<(TransitGatewayRouteTableId, TransitGatewayAttachmentId)> {
    let table = transit_gateway_route_tables::available(cx, table_id)?;
    let attachment = transit_gateway_attachments::available(cx, attachment_id)?;
    if table.gateway_id != attachment.gateway_id {
        let message =
            format!("Transit Gateway Attachment {attachment_id} was deleted or does not exist.");
        return Err(Error::new("InvalidTransitGatewayAttachmentID.NotFound", message));
    }
    Ok((table.id.clone(), attachment.id.clone()))
}

pub(crate) fn associate_transit_gateway_route_table(
    cx: &mut Write<'_>,
    request: &AssociateTransitGatewayRouteTableRequest,
) -> Result<AssociateTransitGatewayRouteTableResult> {
    let (table_id, attachment_id) = pair(
        cx.read(),
        &request.transit_gateway_route_table_id,
        &request.transit_gateway_attachment_id,
    )?;
    let attachment = cx.get::<TransitGatewayAttachment>(&attachment_id)?;
    if attachment.associated(cx.now()).is_some() {
        // As recorded in <https://github.com/cisagov/cool-assessment-terraform/issues/57>.
        let message = format!(
            "Transit Gateway Attachment {attachment_id} is already associated to a route table."
        );
        return Err(Error::new("Resource.AlreadyAssociated", message));
    }
    if attachment.policed(cx.now()).is_some() {
        // As Terraform's provider says that AWS does.
        let message = "Cannot have both PolicyTableAssociation and RouteTableAssociation on the \
                       same TransitGateway Attachment";
        return Err(Error::new("IncorrectState", message));
    }
    let state =
        cx.read().transition(Associated::Associating, Associated::Associated, CHANGING_MILLIS);
    let now = cx.now();
    let mut row = cx.get_mut::<TransitGatewayAttachment>(&attachment_id)?;
    row.association = Some(Association { table_id: table_id.clone(), state });
    let association = association(&row, &table_id, state.at(now));
    Ok(AssociateTransitGatewayRouteTableResult { association: Some(association) })
}

fn association(
    row: &Row<TransitGatewayAttachment>,
    table_id: &TransitGatewayRouteTableId,
    state: Associated,
) -> TransitGatewayAssociation {
    TransitGatewayAssociation {
        transit_gateway_route_table_id: Some(table_id.to_string()),
        transit_gateway_attachment_id: Some(row.id.to_string()),
        resource_id: Some(row.resource_id().to_string()),
        resource_type: Some(row.resource_type()),
        state: Some(state),
    }
}

pub(crate) fn disassociate_transit_gateway_route_table(
    cx: &mut Write<'_>,
    request: &DisassociateTransitGatewayRouteTableRequest,
) -> Result<DisassociateTransitGatewayRouteTableResult> {
    let (table_id, attachment_id) = pair(
        cx.read(),
        &request.transit_gateway_route_table_id,
        &request.transit_gateway_attachment_id,
    )?;
    let attachment = cx.get::<TransitGatewayAttachment>(&attachment_id)?;
    let present = attachment.associated(cx.now());
    let Some((_, state)) = present.filter(|(present, _)| present.table_id == table_id) else {
        // The code is what Terraform's provider looks for; unverified (looked up 2026-11-26): the
        // message.
        let message = format!(
            "Transit Gateway Attachment {attachment_id} is not associated to Transit Gateway Route \
             Table {table_id}."
        );
        return Err(Error::new("InvalidAssociation.NotFound", message));
    };
    if state != Associated::Associated {
        // unverified (looked up 2026-11-26): by likeness to attachments.
        return Err(invalid_state(&attachment_id));
    }
    let (first, then) = (Associated::Disassociating, Associated::Disassociated);
    let state = cx.read().transition(first, then, CHANGING_MILLIS);
    let now = cx.now();
    let mut row = cx.get_mut::<TransitGatewayAttachment>(&attachment_id)?;
    row.association = state.settles().map(|_| Association { table_id: table_id.clone(), state });
    let association = association(&row, &table_id, state.at(now));
    Ok(DisassociateTransitGatewayRouteTableResult { association: Some(association) })
}

pub(crate) fn get_transit_gateway_route_table_associations(
    cx: Read<'_>,
    request: &GetTransitGatewayRouteTableAssociationsRequest,
) -> Result<GetTransitGatewayRouteTableAssociationsResult> {
    let table = listed(cx, &request.transit_gateway_route_table_id)?;
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref());
    let among = TransitGatewayAttachment::BY_ASSOCIATED_TABLE.under(&table.id);
    let page = tied(cx, &query, among, |row| {
        let (_, state) = row.associated(cx.now())?;
        Some(TransitGatewayRouteTableAssociation {
            transit_gateway_attachment_id: Some(row.id.to_string()),
            resource_id: Some(row.resource_id().to_string()),
            resource_type: Some(row.resource_type()),
            state: Some(state),
        })
    })?;
    Ok(GetTransitGatewayRouteTableAssociationsResult {
        associations: Some(page.items),
        next_token: page.next_token,
    })
}

/// A table that is not gone.
pub(super) fn listed<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<TransitGatewayRouteTable>> {
    let table = cx.get::<TransitGatewayRouteTable>(id)?;
    if table.is_live(cx.now()) {
        Ok(table)
    } else {
        transit_gateway_route_tables::available(cx, id)
    }
}

/// # Errors
/// `MissingParameter`: the attachment is optional where a peer's table can be named in its place.
fn given(attachment_id: Option<&str>) -> Result<&str> {
    attachment_id.ok_or_else(|| missing("TransitGatewayAttachmentId"))
}

pub(crate) fn enable_transit_gateway_route_table_propagation(
    cx: &mut Write<'_>,
    request: &EnableTransitGatewayRouteTablePropagationRequest,
) -> Result<EnableTransitGatewayRouteTablePropagationResult> {
    let attachment_id = given(request.transit_gateway_attachment_id.as_deref())?;
    let (table_id, attachment_id) =
        pair(cx.read(), &request.transit_gateway_route_table_id, attachment_id)?;
    let attachment = cx.get::<TransitGatewayAttachment>(&attachment_id)?;
    if attachment.peer().is_some() {
        // Reported of AWS by those who manage peerings with Terraform (looked up 2026-11-26).
        let message = "You cannot propagate a peering attachment to a Transit Gateway Route Table";
        return Err(Error::combination(message));
    }
    if !attachment.tells_routes() {
        // That there are static routes alone is documented; unverified (looked up 2026-11-26): code
        // and message.
        let message =
            format!("Network function attachment {attachment_id} cannot propagate routes.");
        return Err(Error::invalid_value(message));
    }
    if attachment.propagation_to(&table_id, cx.now()).is_some() {
        let message = format!(
            "Propagation {attachment_id} already exists in Transit Gateway Route Table {table_id}."
        );
        return Err(Error::new("TransitGatewayRouteTablePropagation.Duplicate", message));
    }
    // At once, as recorded in <https://github.com/floci-io/floci/pull/2348>.
    let propagation = Propagation { table_id, state: Timed::settled(Propagated::Enabled) };
    let propagation = propagate(cx, &attachment_id, propagation)?;
    Ok(EnableTransitGatewayRouteTablePropagationResult { propagation: Some(propagation) })
}

/// Lets a propagation take the place of the one to the same table, and of those that are over.
fn propagate(
    cx: &mut Write<'_>,
    attachment_id: &TransitGatewayAttachmentId,
    propagation: Propagation,
) -> Result<TransitGatewayPropagation> {
    let now = cx.now();
    let is_over = |one: &Propagation, now: Now<'_>| one.state.at(now) == Propagated::Disabled;
    let state = propagation.state.at(now);
    let mut row = cx.get_mut::<TransitGatewayAttachment>(attachment_id)?;
    row.propagations.retain(|one| one.table_id != propagation.table_id && !is_over(one, now));
    let view = TransitGatewayPropagation {
        transit_gateway_attachment_id: Some(row.id.to_string()),
        resource_id: Some(row.resource_id().to_string()),
        resource_type: Some(row.resource_type()),
        transit_gateway_route_table_id: Some(propagation.table_id.to_string()),
        state: Some(state),
        ..TransitGatewayPropagation::default()
    };
    if !is_over(&propagation, now) {
        row.propagations.push(propagation);
    }
    Ok(view)
}

pub(crate) fn disable_transit_gateway_route_table_propagation(
    cx: &mut Write<'_>,
    request: &DisableTransitGatewayRouteTablePropagationRequest,
) -> Result<DisableTransitGatewayRouteTablePropagationResult> {
    let attachment_id = given(request.transit_gateway_attachment_id.as_deref())?;
    let (table_id, attachment_id) =
        pair(cx.read(), &request.transit_gateway_route_table_id, attachment_id)?;
    let attachment = cx.get::<TransitGatewayAttachment>(&attachment_id)?;
    match attachment.propagation_to(&table_id, cx.now()) {
        Some(Propagated::Enabled) => {}
        // unverified (looked up 2026-11-26): by likeness to attachments.
        Some(_) => return Err(invalid_state(&attachment_id)),
        None => {
            // The code is what Terraform's provider looks for; unverified (looked up 2026-11-26):
            // the message.
            let message = format!(
                "Propagation {attachment_id} does not exist in Transit Gateway Route Table \
                 {table_id}."
            );
            return Err(Error::new("TransitGatewayRouteTablePropagation.NotFound", message));
        }
    }
    // At once, as in the AWS CLI's example and as Terraform's tests have it.
    let propagation = Propagation { table_id, state: Timed::settled(Propagated::Disabled) };
    let propagation = propagate(cx, &attachment_id, propagation)?;
    Ok(DisableTransitGatewayRouteTablePropagationResult { propagation: Some(propagation) })
}

pub(crate) fn get_transit_gateway_route_table_propagations(
    cx: Read<'_>,
    request: &GetTransitGatewayRouteTablePropagationsRequest,
) -> Result<GetTransitGatewayRouteTablePropagationsResult> {
    let table = listed(cx, &request.transit_gateway_route_table_id)?;
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref());
    let among = TransitGatewayAttachment::BY_PROPAGATION_TABLE.under(&table.id);
    let page = tied(cx, &query, among, |row| {
        Some(TransitGatewayRouteTablePropagation {
            transit_gateway_attachment_id: Some(row.id.to_string()),
            resource_id: Some(row.resource_id().to_string()),
            resource_type: Some(row.resource_type()),
            state: Some(row.propagation_to(&table.id, cx.now())?),
            ..TransitGatewayRouteTablePropagation::default()
        })
    })?;
    Ok(GetTransitGatewayRouteTablePropagationsResult {
        transit_gateway_route_table_propagations: Some(page.items),
        next_token: page.next_token,
    })
}
