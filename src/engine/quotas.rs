//! Holds new resources against the quotas of their kinds.

use super::context::Read;
use super::life::Phase;
use super::table::Record;
use crate::error::{Error, Result};

/// Looks whether the kind of a new row has room for it.
///
/// # Errors
/// The code and the message of the kind's quota.
pub(super) fn check<T: Record>(cx: Read<'_>, id: &str) -> Result<()> {
    // An attempt that failed took it away again.
    let Some(row) = cx.find::<T>(id) else { return Ok(()) };
    match T::QUOTA {
        Some(quota) if (quota.is_exceeded)(row, cx) => {
            Err(Error::new(quota.code, (quota.message)(row)))
        }
        _ => Ok(()),
    }
}

impl Read<'_> {
    /// How many resources of a kind the account has in the region.
    pub fn count<T: Record>(self) -> usize {
        let rows = self.table::<T>().iter(0, self.now);
        rows.filter(|(_, row)| row.life_phase(self.now) != Phase::Gone).count()
    }
}
