//! What can be answered and what can be deleted, of attachments of either type.

use crate::engine::{Read, Row};
use crate::error::Result;
use crate::records::ids::TransitGatewayAttachmentId;
use crate::records::transit::transit_gateway_attachments::TransitGatewayAttachment;
use crate::records::transit::transit_gateways::invalid_state;
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

/// The id of an attachment that either side can delete, accepted or not.
///
/// # Errors
/// `IncorrectState`.
// unverified: that there is nothing to delete of one that was rejected or failed.
pub(super) fn deletable(
    cx: Read<'_>,
    row: &Row<TransitGatewayAttachment>,
) -> Result<TransitGatewayAttachmentId> {
    match row.state.at(cx.now()) {
        State::PendingAcceptance | State::Available => Ok(row.id.clone()),
        _ => Err(invalid_state(&row.id)),
    }
}
