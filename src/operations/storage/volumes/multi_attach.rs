//! Volumes that several instances attach at a time.
//! <https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volumes-multi.html>

use crate::catalog::instance_types::Hypervisor;
use crate::engine::{Now, Row};
use crate::error::{Error, Result};
use crate::records::compute::instances::Instance;
use crate::records::storage::volumes::{Volume, VolumeSettings};
use wire::{VolumeType, WireEnum as _};

const MAX_INSTANCES: usize = 16;

// `volume_controls.json` and `volume_controls_io.json` among the recordings of EBS in
// radkawar/stackd (looked up 2026-11-26) have the words for other types and for io1.
// unverified (looked up 2026-11-26): those of all other refusals here; the documentation has the
// rules.

/// Where several instances can attach an io1 volume.
const REGIONS_OF_IO1: [&str; 3] = ["us-east-1", "us-west-2", "ap-northeast-2"];

/// # Errors
/// `InvalidParameterCombination` for a type that one instance alone can attach, in that region.
pub(crate) fn check_type(settings: &VolumeSettings, region: &str) -> Result<()> {
    let place = match settings.volume_type {
        _ if !settings.multi_attach => return Ok(()),
        VolumeType::Io1 if !REGIONS_OF_IO1.contains(&region) => format!(" in {region}"),
        VolumeType::Io1 | VolumeType::Io2 => return Ok(()),
        _ => String::new(),
    };
    let name = settings.volume_type.as_str();
    let message =
        format!("The parameter multi-attach-enabled is not supported for {name} volumes{place}.");
    Err(Error::combination(message))
}

/// # Errors
/// `InvalidParameterValue` for an io1 volume that several instances can attach: it stays as it was
/// made.
pub(crate) fn check_io1(current: &VolumeSettings) -> Result<()> {
    if !current.multi_attach || current.volume_type != VolumeType::Io1 {
        return Ok(());
    }
    Err(Error::invalid_value(
        "io1 volumes with Multi-Attach enabled do not support modify-volume actions. Please review \
         the EBS technical documentation for information on the Multi-Attach limitations and \
         considerations.",
    ))
}

/// No volume changes its type while it can be attached to several instances, unless it ends to be
/// so with the same request.
///
/// # Errors
/// `InvalidParameterValue` for a change that is not possible, `IncorrectState` for one that is not
/// while instances use the volume.
pub(crate) fn check_modification(
    row: &Row<Volume>,
    target: &VolumeSettings,
    now: Now<'_>,
) -> Result<()> {
    let current = &row.settings;
    let is_switched = current.multi_attach != target.multi_attach;
    let is_other = current.volume_type != target.volume_type;
    let ends = is_switched && current.multi_attach;
    if is_switched && !ends && (current.volume_type != VolumeType::Io2 || is_other) {
        return Err(Error::invalid_value("Multi-Attach can be modified for io2 volumes only."));
    }
    if current.multi_attach && is_other && !ends {
        let name = current.volume_type.as_str();
        let message = format!("This change is not supported for {name} volumes with Multi-Attach.");
        return Err(Error::invalid_value(message));
    }
    let most = usize::from(current.multi_attach);
    if is_switched && row.attached(now).count() > most {
        let message = format!(
            "Multi-Attach cannot be modified while volume {} is attached to more than {most} \
             instances.",
            row.id
        );
        return Err(Error::new("IncorrectState", message));
    }
    Ok(())
}

/// # Errors
/// `InvalidParameterCombination` for an instance that cannot share a volume,
/// `AttachmentLimitExceeded` for one too many.
pub(crate) fn check_instance(
    row: &Row<Volume>,
    instance: &Row<Instance>,
    now: Now<'_>,
) -> Result<()> {
    // Bare metal, which has no hypervisor, is built on the Nitro System too.
    let is_nitro = instance.kind.hypervisor != Some(Hypervisor::Xen);
    let is_io1_on_windows =
        instance.launch.is_windows && row.settings.volume_type == VolumeType::Io1;
    if !is_nitro || is_io1_on_windows {
        let message = format!(
            "The instance '{}' does not support Multi-Attach enabled volumes.",
            instance.id
        );
        return Err(Error::combination(message));
    }
    if row.attached(now).count() >= MAX_INSTANCES {
        let message =
            format!("The volume '{}' is attached to {MAX_INSTANCES} instances already.", row.id);
        return Err(Error::new("AttachmentLimitExceeded", message));
    }
    Ok(())
}
