//! Instances going into reservations, and leaving them.

use crate::engine::Write;
use crate::error::Result;
use crate::records::compute::capacity_reservations::fitting;
use crate::records::compute::instances::Instance;
use crate::records::ids::InstanceId;

/// Puts an instance that was launched, started or changed into a reservation, if there is one for
/// it.
pub(crate) fn enter(cx: &mut Write<'_>, instance_id: &InstanceId) -> Result<()> {
    let row = cx.get::<Instance>(instance_id)?;
    if row.spot().is_some() {
        return Ok(());
    }
    let wish = row.wish();
    let found = fitting(cx.read(), row, &wish).next().map(|found| found.id.clone());
    let is_new = found != row.rare.as_ref().and_then(|rare| rare.reservation.clone());
    if is_new {
        cx.get_mut::<Instance>(instance_id)?.rare_mut().reservation = found;
    }
    Ok(())
}
