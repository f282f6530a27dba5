//! What comes of a request at the moment that it names: it launches, or its instance, which was
//! stopped for want of capacity, starts again.

use super::life::set_phase;
use super::relaunch;
use crate::effects::compute::instances::lifecycle;
use crate::engine::Write;
use crate::error::Result;
use crate::records::compute::instances::Instance;
use crate::records::compute::instances::launch::capacity::{self, Wanted};
use crate::records::compute::spot_instance_requests::{Phase, SpotInstanceRequest};
use crate::records::ids::SpotInstanceRequestId;

pub(crate) fn happen(cx: &mut Write<'_>, id: &SpotInstanceRequestId) -> Result<()> {
    let row = cx.get::<SpotInstanceRequest>(id)?;
    if row.phase(cx.now()) != Phase::StoppedNoCapacity {
        return relaunch::launch(cx, id);
    }
    let Some(instance_id) = row.instance_id.clone() else { return Ok(()) };
    let instance = cx.get::<Instance>(&instance_id)?;
    let wanted = Wanted::started(instance.kind, true, &instance_id);
    if capacity::check(cx.read(), &wanted, &instance.launch.zone).is_err() {
        return set_phase(cx, id, Phase::StoppedNoCapacity);
    }
    lifecycle::start(cx, &instance_id)
}
