//! What can be answered, described and deleted, of attachments of any type.

use crate::engine::page::Page;
use crate::engine::{Query, Read, Resource as _, Row};
use crate::error::{Error, Result};
use crate::records::ids::TransitGatewayAttachmentId;
use crate::records::transit::transit_gateway_attachments::{
    TransitGatewayAttachment, View, carried,
};
use crate::records::transit::transit_gateways::invalid_state;
use crate::records::transit::{
    transit_gateway_connect_peers, transit_gateway_route_table_announcements as announcements,
};
use wire::TransitGatewayAttachmentState as State;

/// The id of an attachment that waits to be accepted or rejected.
///
/// # Errors
/// `IncorrectState`.
pub(super) fn awaited(
    cx: Read<'_>,
    row: &Row<TransitGatewayAttachment>,
) -> Result<TransitGatewayAttachmentId> {
    match row.state.at(cx.now()) {
        State::PendingAcceptance => Ok(row.id.clone()),
        _ => Err(invalid_state(&row.id)),
    }
}

/// A page of the attachments of one type, by the Describe of their own.
///
/// # Errors
/// Those of the ids, also of one of another type, of the filters and of the token.
pub(super) fn of_type<T>(
    cx: Read<'_>,
    query: &Query<'_>,
    is_one: impl Fn(&TransitGatewayAttachment) -> bool,
    shown: impl Fn(View) -> Option<T>,
) -> Result<Page<T>> {
    for id in query.ids {
        if !is_one(cx.get::<TransitGatewayAttachment>(id)?) {
            return Err(TransitGatewayAttachment::not_found(&[id]));
        }
    }
    let page = cx.select_rows::<TransitGatewayAttachment>(query, |row| is_one(row))?;
    let items = page.items.into_iter().filter_map(|(_, view)| shown(view)).collect();
    Ok(Page { items, next_token: page.next_token })
}

/// The id of an attachment that either side can delete, accepted or not. What it carries goes
/// first, by <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-connect.html>.
///
/// # Errors
/// `IncorrectState`.
// unverified (looked up 2026-11): that there is nothing to delete of one that was rejected or
// failed; the words for what it carries, by likeness to those of gateways.
pub(super) fn deletable(
    cx: Read<'_>,
    row: &Row<TransitGatewayAttachment>,
) -> Result<TransitGatewayAttachmentId> {
    if !matches!(row.state.at(cx.now()), State::PendingAcceptance | State::Available) {
        return Err(invalid_state(&row.id));
    }
    let peers = transit_gateway_connect_peers::of_attachment(cx, &row.id);
    let peers: Vec<&str> = peers.map(|peer| &*peer.id).collect();
    let connects: Vec<&str> = carried(cx, &row.id).map(|connect| &*connect.id).collect();
    let announced = announcements::of_attachment(cx, &row.id);
    let announced: Vec<&str> = announced.map(|announcement| &*announcement.id).collect();
    for (kind, ids) in [
        ("Connect Peers", peers),
        ("Connect Attachments", connects),
        ("Transit Gateway Route Table Announcements", announced),
    ] {
        if !ids.is_empty() {
            let message = format!("{} has non-deleted {kind}: {}.", row.id, ids.join(", "));
            return Err(Error::new("IncorrectState", message));
        }
    }
    Ok(row.id.clone())
}
