//! Finding an instance for what not every one can do.

use super::record::Instance;
use crate::engine::{Read, Row};
use crate::error::{Error, Result};
use wire::InstanceStateName;

/// An instance that can still be changed.
///
/// # Errors
/// Those of the id, and `IncorrectInstanceState` for one that is ending or has ended.
pub(crate) fn alive<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<Instance>> {
    let row = cx.get::<Instance>(id)?;
    match row.state(cx.now()) {
        // unverified (looked up 2026-11-26): no recording changes an attribute of a terminated
        // instance.
        InstanceStateName::ShuttingDown | InstanceStateName::Terminated => {
            let message =
                format!("The instance '{id}' is not in a valid state for this operation.");
            Err(Error::new("IncorrectInstanceState", message))
        }
        _ => Ok(row),
    }
}
