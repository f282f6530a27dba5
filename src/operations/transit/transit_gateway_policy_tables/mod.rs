//! Policy tables of transit gateways, and the attachments that are associated with them: of any
//! type, by <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-policy-tables-associate.html>. Their
//! rules are in `entries`.

mod entries;

use crate::engine::{
    Millis, Operation, Query, Read, Resource as _, Row, Write, deleted, listed, operations,
};
use crate::error::{Error, Result};
use crate::records::durations;
use crate::records::ids::{TransitGatewayAttachmentId, TransitGatewayPolicyTableId};
use crate::records::transit::transit_gateway_attachments::{
    self, PolicyAssociation, TransitGatewayAttachment, tied,
};
use crate::records::transit::transit_gateway_policy_tables::{
    TransitGatewayPolicyTable, available,
};
use crate::records::transit::transit_gateways::{available_own, invalid_state};
use wire::{
    AssociateTransitGatewayPolicyTableRequest, AssociateTransitGatewayPolicyTableResult,
    CreateTransitGatewayPolicyTableRequest, CreateTransitGatewayPolicyTableResult,
    DeleteTransitGatewayPolicyTableRequest, DeleteTransitGatewayPolicyTableResult,
    DisassociateTransitGatewayPolicyTableRequest, DisassociateTransitGatewayPolicyTableResult,
    GetTransitGatewayPolicyTableAssociationsRequest,
    GetTransitGatewayPolicyTableAssociationsResult, TransitGatewayAssociationState as Associated,
    TransitGatewayPolicyTableAssociation,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateTransitGatewayPolicyTable => create_transit_gateway_policy_table;
    Read  DescribeTransitGatewayPolicyTables => listed::<TransitGatewayPolicyTable>;
    Write AssociateTransitGatewayPolicyTable => associate_transit_gateway_policy_table;
    Write DisassociateTransitGatewayPolicyTable => disassociate_transit_gateway_policy_table;
    Read  GetTransitGatewayPolicyTableAssociations =>
        get_transit_gateway_policy_table_associations;
    Write CreateTransitGatewayPolicyTableEntry => entries::create_entry;
    Read  GetTransitGatewayPolicyTableEntries => entries::get_entries;
    Write ModifyTransitGatewayPolicyTableEntry => entries::modify_entry;
    Write DeleteTransitGatewayPolicyTableEntry => entries::delete_entry;
    Write DeleteTransitGatewayPolicyTable => delete_transit_gateway_policy_table;
};

const CHANGING_MILLIS: Millis = durations::TRANSIT_GATEWAY_ROUTE_TABLES_ASSOCIATION;

fn create_transit_gateway_policy_table(
    cx: &mut Write<'_>,
    request: &CreateTransitGatewayPolicyTableRequest,
) -> Result<CreateTransitGatewayPolicyTableResult> {
    let tags = cx.tags_for::<TransitGatewayPolicyTable>(&request.tag_specifications)?;
    let gateway_id = available_own(cx.read(), &request.transit_gateway_id)?.id.clone();
    let created = cx.now().timestamp().whole_seconds();
    let record = TransitGatewayPolicyTable { gateway_id, created, entries: Vec::new() };
    let table = cx.create(record, tags)?;
    Ok(CreateTransitGatewayPolicyTableResult { transit_gateway_policy_table: Some(table) })
}

/// A table and an attachment of the same gateway, both ready.
///
/// # Errors
/// Those of either, and `InvalidTransitGatewayAttachmentID.NotFound` for one of another gateway.
// unverified (looked up 2026-11-26): the last one.
fn pair(
    cx: Read<'_>,
    table_id: &str,
    attachment_id: &str,
) -> Result<(TransitGatewayPolicyTableId, TransitGatewayAttachmentId)> {
    let table = available(cx, table_id)?;
    let attachment = transit_gateway_attachments::available(cx, attachment_id)?;
    if table.gateway_id != attachment.gateway_id {
        return Err(TransitGatewayAttachment::not_found(&[attachment_id]));
    }
    Ok((table.id.clone(), attachment.id.clone()))
}

fn associate_transit_gateway_policy_table(
    cx: &mut Write<'_>,
    request: &AssociateTransitGatewayPolicyTableRequest,
) -> Result<AssociateTransitGatewayPolicyTableResult> {
    let (table_id, id) = pair(
        cx.read(),
        &request.transit_gateway_policy_table_id,
        &request.transit_gateway_attachment_id,
    )?;
    let attachment = cx.get::<TransitGatewayAttachment>(&id)?;
    if attachment.associated(cx.now()).is_some() {
        // As Terraform's provider says that AWS does.
        let message = "Cannot have both PolicyTableAssociation and RouteTableAssociation on the \
                       same TransitGateway Attachment";
        return Err(Error::new("IncorrectState", message));
    }
    if attachment.policed(cx.now()).is_some() {
        // unverified (looked up 2026-11-26): the words, by likeness to route tables.
        let message =
            format!("Transit Gateway Attachment {id} is already associated to a policy table.");
        return Err(Error::new("Resource.AlreadyAssociated", message));
    }
    let then = (Associated::Associating, Associated::Associated);
    let association = Some(change(cx, &id, &table_id, then)?);
    Ok(AssociateTransitGatewayPolicyTableResult { association })
}

/// Puts the association on its way to another state; one that is over is forgotten.
fn change(
    cx: &mut Write<'_>,
    id: &TransitGatewayAttachmentId,
    table_id: &TransitGatewayPolicyTableId,
    (first, then): (Associated, Associated),
) -> Result<TransitGatewayPolicyTableAssociation> {
    let state = cx.read().transition(first, then, CHANGING_MILLIS);
    let now = cx.now();
    let mut row = cx.get_mut::<TransitGatewayAttachment>(id)?;
    let is_over = state.at(now) == Associated::Disassociated;
    row.policy = (!is_over).then(|| PolicyAssociation { table_id: table_id.clone(), state });
    Ok(association(&row, table_id, state.at(now)))
}

fn association(
    row: &Row<TransitGatewayAttachment>,
    table_id: &TransitGatewayPolicyTableId,
    state: Associated,
) -> TransitGatewayPolicyTableAssociation {
    TransitGatewayPolicyTableAssociation {
        transit_gateway_policy_table_id: Some(table_id.to_string()),
        transit_gateway_attachment_id: Some(row.id.to_string()),
        resource_id: Some(row.resource_id().to_string()),
        resource_type: Some(row.resource_type()),
        state: Some(state),
    }
}

fn disassociate_transit_gateway_policy_table(
    cx: &mut Write<'_>,
    request: &DisassociateTransitGatewayPolicyTableRequest,
) -> Result<DisassociateTransitGatewayPolicyTableResult> {
    let (table_id, id) = pair(
        cx.read(),
        &request.transit_gateway_policy_table_id,
        &request.transit_gateway_attachment_id,
    )?;
    let present = cx.get::<TransitGatewayAttachment>(&id)?.policed(cx.now());
    match present.filter(|(policy, _)| policy.table_id == table_id) {
        Some((_, Associated::Associated)) => {}
        // unverified (looked up 2026-11-26): by likeness to attachments.
        Some(_) => return Err(invalid_state(&id)),
        None => {
            // The code is what Terraform's provider looks for; unverified (looked up 2026-11-26):
            // the message, by likeness to route tables.
            let code = "InvalidTransitGatewayPolicyTableAssociation.NotFound";
            let message = format!(
                "Transit Gateway Attachment {id} is not associated to Transit Gateway Policy \
                 Table {table_id}."
            );
            return Err(Error::new(code, message));
        }
    }
    let then = (Associated::Disassociating, Associated::Disassociated);
    let association = Some(change(cx, &id, &table_id, then)?);
    Ok(DisassociateTransitGatewayPolicyTableResult { association })
}

fn get_transit_gateway_policy_table_associations(
    cx: Read<'_>,
    request: &GetTransitGatewayPolicyTableAssociationsRequest,
) -> Result<GetTransitGatewayPolicyTableAssociationsResult> {
    let table =
        cx.get_live::<TransitGatewayPolicyTable>(&request.transit_gateway_policy_table_id)?;
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref());
    let among = TransitGatewayAttachment::BY_POLICY_TABLE.under(&table.id);
    let page = tied(cx, &query, among, |row| {
        let (policy, state) = row.policed(cx.now())?;
        Some(association(row, &policy.table_id, state))
    })?;
    Ok(GetTransitGatewayPolicyTableAssociationsResult {
        associations: Some(page.items),
        next_token: page.next_token,
    })
}

/// Attachments have to be disassociated first.
// unverified (looked up 2026-11-26): code and message, by likeness to route tables.
fn delete_transit_gateway_policy_table(
    cx: &mut Write<'_>,
    request: &DeleteTransitGatewayPolicyTableRequest,
) -> Result<DeleteTransitGatewayPolicyTableResult> {
    let table = available(cx.read(), &request.transit_gateway_policy_table_id)?;
    let rows = cx.read().with(TransitGatewayAttachment::BY_POLICY_TABLE, &table.id);
    let associated = rows.filter(|row| row.policed(cx.now()).is_some());
    let associated: Vec<&str> = associated.map(|row| &*row.id).collect();
    if !associated.is_empty() {
        let (id, all) = (&table.id, associated.join(", "));
        let message = format!("{id} has associated Transit Gateway Attachments: {all}.");
        return Err(Error::new("IncorrectState", message));
    }
    let id = table.id.clone();
    cx.get_mut::<TransitGatewayPolicyTable>(&id)?.entries.clear();
    deleted::<TransitGatewayPolicyTable>(cx, request)
}
