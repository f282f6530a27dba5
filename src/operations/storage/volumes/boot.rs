//! Hard disks, which no instance starts from.
//! <https://docs.aws.amazon.com/ebs/latest/userguide/modify-volume-requirements.html>

use crate::engine::{Read, Row};
use crate::error::{Error, Result};
use crate::records::compute::instances::Instance;
use crate::records::storage::volumes::Volume;
use wire::{VolumeType, WireEnum as _};

/// Whether an instance has the volume as its root.
pub(crate) fn is_root(cx: Read<'_>, row: &Row<Volume>) -> bool {
    let instance = |id| cx.find::<Instance>(id);
    row.attached(cx.now()).any(|(attachment, _)| {
        instance(&attachment.instance_id)
            .is_some_and(|instance| instance.launch.root_device_name == attachment.device)
    })
}

/// # Errors
/// `InvalidParameterCombination` for a hard disk as a root.
// That it cannot be is documented; unverified (looked up 2026-11-26): code and words.
pub(crate) fn check(volume_type: VolumeType, is_root: bool) -> Result<()> {
    if !is_root || !matches!(volume_type, VolumeType::St1 | VolumeType::Sc1) {
        return Ok(());
    }
    let name = volume_type.as_str();
    Err(Error::combination(format!("{name} volumes cannot be used as boot volumes.")))
}
