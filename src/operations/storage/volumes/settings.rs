//! What a volume may be: sizes, IOPS, throughput and encryption of each type.
//! <https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html>

use crate::error::{Error, Result};
use crate::records::storage::volumes::VolumeSettings;
use crate::records::storage::volumes::settings::{Iops, check_size, iops, limits, throughput};
use wire::ModifyVolumeRequest;

/// What a modification makes of a volume; what the request leaves out stays, or is the default of
/// the new type. <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVolume.html>
///
/// # Errors
/// `InvalidParameterValue` for a smaller size, and those of [`settings`].
pub(crate) fn modified(
    current: &VolumeSettings,
    request: &ModifyVolumeRequest,
) -> Result<VolumeSettings> {
    let (volume_type, asked_iops) = (request.volume_type, request.iops);
    let nothing = request.size.is_none() && volume_type.is_none() && asked_iops.is_none();
    if nothing && request.throughput.is_none() && request.multi_attach_enabled.is_none() {
        return Err(Error::invalid_value(
            "Invalid input: Must specify at least one of size, type, iops, throughput or \
             multi-attach.",
        ));
    }
    let size_gib = request.size.unwrap_or(current.size_gib);
    let volume_type = volume_type.unwrap_or(current.volume_type);
    let limits = limits(volume_type);
    check_size(volume_type, size_gib, &limits.size_gib)?;
    let is_same = volume_type == current.volume_type;
    let has_iops = matches!(limits.iops, Iops::Asked { .. });
    let kept = if is_same { current.iops } else { Some(MODIFIED_IOPS) };
    let asked_iops = asked_iops.or(kept.filter(|_| has_iops));
    let iops = iops(volume_type, size_gib, &limits, asked_iops)?;
    let kept = current.throughput_mibps.filter(|_| is_same);
    let throughput_mibps = throughput(volume_type, iops, request.throughput.or(kept))?;
    let multi_attach = request.multi_attach_enabled.unwrap_or(current.multi_attach);
    let current = current.clone();
    Ok(VolumeSettings { size_gib, volume_type, iops, throughput_mibps, multi_attach, ..current })
}

/// What a volume that becomes one of a type with provisioned IOPS has of them.
const MODIFIED_IOPS: i32 = 3_000;
