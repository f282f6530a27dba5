//! Which placement group an instance is in, once it is launched.

use super::checks::alive;
use crate::effects::compute::instances::launch::group::{self, no_partitions};
use crate::engine::Write;
use crate::error::{Error, Result};
use crate::records::compute::instances::Instance;
use wire::{ModifyInstancePlacementRequest, ModifyInstancePlacementResult};

/// An empty name takes the instance out of its group.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstancePlacement.html>
pub(crate) fn modify_instance_placement(
    cx: &mut Write<'_>,
    request: &ModifyInstancePlacementRequest,
) -> Result<ModifyInstancePlacementResult> {
    let row = alive(cx.read(), &request.instance_id)?;
    let id = row.id.clone();
    if request.group_name.is_none() && request.partition_number.is_none() {
        // unverified: AWS documents no message for this.
        return Err(Error::missing("groupName"));
    }
    row.check_stopped(&id, cx.now())?;
    let current = row.rare.as_ref().and_then(|rare| rare.group.clone());
    let wanted = request.group_name.as_deref().or(current.as_deref());
    let group = match wanted.filter(|name| !name.is_empty()) {
        None if request.partition_number.is_some() => return Err(no_partitions()),
        None => None,
        Some(name) => {
            let zone = &row.launch.zone;
            let group = group::find(cx.read(), name, request.partition_number, row.kind, zone)?;
            if current.as_deref() != Some(name) {
                group.room((1, 1))?;
            }
            Some(group)
        }
    };
    let partition = group.as_ref().and_then(|group| group.partitions.first().copied());
    let mut row = cx.get_mut::<Instance>(&id)?;
    let rare = row.rare_mut();
    (rare.group, rare.partition) = (group.map(|group| group.name), partition);
    Ok(ModifyInstancePlacementResult { r#return: Some(true) })
}
