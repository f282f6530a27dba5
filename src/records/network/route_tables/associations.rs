//! Which table the traffic of a subnet goes by, and what comes in through a gateway.

use super::record::RouteTable;
use crate::engine::{Id, Read};
use crate::error::{Error, Result};
use wire::{RouteTableAssociationState, RouteTableAssociationStateCode};

/// # Errors
/// `DependencyViolation` for a gateway that has a table, and cannot be detached.
// unverified (looked up 2026-11-26): that AWS does not take the association away by itself; the
// message.
pub(crate) fn check_has_none<G>(cx: Read<'_>, gateway_id: &Id<G>) -> Result<()> {
    match cx.with(RouteTable::BY_GATEWAY, &gateway_id.any()).next() {
        None => Ok(()),
        Some(table) => {
            let message = format!(
                "The gateway '{gateway_id}' is associated with the route table {} and cannot be \
                 detached.",
                table.id
            );
            Err(Error::new("DependencyViolation", message))
        }
    }
}

pub(crate) fn associated() -> RouteTableAssociationState {
    RouteTableAssociationState {
        state: Some(RouteTableAssociationStateCode::Associated),
        status_message: None,
    }
}
