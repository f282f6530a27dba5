//! What a volume may be: sizes, IOPS, throughput and encryption of each type.
//! <https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html>; what is said of
//! others, of `volume_controls.json`, `volume_controls_bounds.json` and
//! `volume_controls_configuration.json` among the recordings of EBS in radkawar/stackd (looked up
//! 2026-11-26).

use super::encryption::encryption;
use super::record::VolumeSettings;
use crate::engine::Read;
use crate::error::{Error, Result};
use crate::records::storage::snapshots::Source;
use std::ops::RangeInclusive;
use wire::{Action, EbsBlockDevice, VolumeType, WireEnum as _};

/// The limits of a volume type.
pub(crate) struct Limits {
    pub size_gib: RangeInclusive<i32>,
    pub iops: Iops,
    /// Most IOPS for each GiB.
    pub iops_per_gib: i32,
}

pub(crate) enum Iops {
    /// The type has none that a request or an answer names.
    None,
    /// They follow from the size.
    OfSize,
    Asked {
        range: RangeInclusive<i32>,
        /// `None`: the request must say.
        default: Option<i32>,
    },
}

/// In MiB/s.
const INITIALIZATION_RATE: RangeInclusive<i32> = 100..=300;

/// The least that a gp3 volume has.
const GP3_IOPS: i32 = 3_000;

const GP3_THROUGHPUT: RangeInclusive<i32> = 125..=2_000;

/// Most MiB/s for each provisioned IOPS of a gp3 volume.
const GP3_THROUGHPUT_PER_IOPS: f64 = 0.25;

pub(crate) const fn limits(volume_type: VolumeType) -> Limits {
    let (size_gib, iops, iops_per_gib) = match volume_type {
        VolumeType::Gp2 => (1..=16_384, Iops::OfSize, 0),
        VolumeType::Gp3 => {
            (1..=65_536, Iops::Asked { range: 100..=80_000, default: Some(GP3_IOPS) }, 500)
        }
        VolumeType::Io1 => (4..=16_384, Iops::Asked { range: 100..=64_000, default: None }, 50),
        VolumeType::Io2 => (4..=65_536, Iops::Asked { range: 100..=256_000, default: None }, 1_000),
        VolumeType::St1 | VolumeType::Sc1 => (125..=16_384, Iops::None, 0),
        VolumeType::Standard => (1..=1_024, Iops::None, 0),
    };
    Limits { size_gib, iops, iops_per_gib }
}

/// Completes and checks what was asked for: sizes, iops and throughput of the type. Where there is
/// a snapshot, its size is the one that a volume has by default and at least, and a volume from an
/// encrypted one is encrypted.
///
/// # Errors
/// `InvalidParameterValue` and `InvalidParameterCombination` as `CreateVolume` gives them.
pub(crate) fn settings(
    cx: Read<'_>,
    ebs: &EbsBlockDevice,
    source: Option<&Source>,
) -> Result<VolumeSettings> {
    let volume_type = ebs.volume_type.unwrap_or(VolumeType::Gp2);
    let limits = limits(volume_type);
    let size_gib = ebs.volume_size.or(source.map(|source| source.size_gib));
    let size_gib = size_gib.ok_or_else(|| Error::missing("size/snapshot"))?;
    for (parameter, number) in
        [("size", ebs.volume_size), ("iops", ebs.iops), ("throughput", ebs.throughput)]
    {
        check_positive(parameter, number)?;
    }
    let size_gib = at_least(cx, size_gib, source)?;
    if ebs.iops.is_none() && matches!(limits.iops, Iops::Asked { default: None, .. }) {
        return Err(iops_missing(volume_type));
    }
    check_size(volume_type, size_gib, &limits.size_gib)?;
    // A launch with too many was begun in 2016 and 2017, and ended then (hashicorp/terraform#5909,
    // #14479); those of 2025 are refused: runs-on/runs-on#260.
    let iops = iops(volume_type, size_gib, &limits, ebs.iops)?;
    let is_of_volume = cx.action() == Action::CreateVolume;
    if ebs.throughput.is_some() && volume_type != VolumeType::Gp3 && !is_of_volume {
        // Of a launch: runs-on/runs-on#426 (2025).
        return Err(Error::combination("throughput can only be specified for volumeType gp3."));
    }
    let throughput_mibps = throughput(volume_type, iops, ebs.throughput)?;
    let wanted = (ebs.encrypted, ebs.kms_key_id.as_deref());
    let (encrypted, kms_key_id) = encryption(cx, wanted, source)?;
    check_initialization_rate(ebs.volume_initialization_rate, source)?;
    Ok(VolumeSettings {
        size_gib,
        volume_type,
        iops,
        throughput_mibps,
        encrypted,
        kms_key_id,
        snapshot_id: source.map(|source| source.id.clone()),
        initialization_rate_mibps: ebs.volume_initialization_rate,
        multi_attach: false,
    })
}

/// <https://docs.aws.amazon.com/ebs/latest/userguide/initalize-volume.html>
fn check_initialization_rate(rate: Option<i32>, source: Option<&Source>) -> Result<()> {
    let Some(rate) = rate else { return Ok(()) };
    if source.is_none() {
        return Err(Error::combination(
            "You can't specify VolumeInitializationRate for volumes that are not created from a \
             snapshot.",
        ));
    }
    if !INITIALIZATION_RATE.contains(&rate) {
        let message = "The value specified for VolumeInitializationRate is not in the allowed \
                       range.";
        return Err(Error::invalid_value(message));
    }
    Ok(())
}

/// # Errors
/// `InvalidParameterValue` for a number below zero.
pub(crate) fn check_positive(parameter: &str, number: Option<i32>) -> Result<()> {
    match number {
        Some(number) if number < 0 => {
            Err(Error::bad_parameter(parameter, number, "Value must be a positive integer."))
        }
        _ => Ok(()),
    }
}

/// `CreateVolume` makes a volume no smaller than its snapshot, whatever size is asked for; launches
/// refuse such a size.
fn at_least(cx: Read<'_>, size_gib: i32, source: Option<&Source>) -> Result<i32> {
    let Some(source) = source.filter(|source| size_gib < source.size_gib) else {
        return Ok(size_gib);
    };
    if cx.action() == Action::CreateVolume {
        return Ok(source.size_gib);
    }
    // As of late 2025: splunk/attack_range#1340; it was `expect size >= ` before.
    let message = format!(
        "Volume of size {size_gib}GB is smaller than snapshot '{}', expect size>= {}GB",
        source.id, source.size_gib
    );
    Err(Error::new("InvalidBlockDeviceMapping", message))
}

/// A volume like another but for what is asked.
///
/// # Errors
/// Those of [`settings`].
pub(crate) fn changed(
    cx: Read<'_>,
    ebs: &EbsBlockDevice,
    is: &VolumeSettings,
) -> Result<VolumeSettings> {
    let volume_type = ebs.volume_type.unwrap_or(is.volume_type);
    let kept = Some(is).filter(|is| volume_type == is.volume_type);
    // The IOPS of gp2 follow from its size, and no request names them.
    let iops = kept.filter(|_| volume_type != VolumeType::Gp2).and_then(|is| is.iops);
    let wanted = EbsBlockDevice {
        volume_type: Some(volume_type),
        volume_size: ebs.volume_size.or(Some(is.size_gib)),
        iops: ebs.iops.or(iops),
        throughput: ebs.throughput.or(kept.and_then(|is| is.throughput_mibps)),
        ..EbsBlockDevice::default()
    };
    let settings = settings(cx, &wanted, None)?;
    let (encrypted, kms_key_id) = (is.encrypted, is.kms_key_id.clone());
    Ok(VolumeSettings { encrypted, kms_key_id, ..settings })
}

/// All that is too much for io2 is told so: kubernetes-sigs/aws-ebs-csi-driver takes its limit from
/// these words.
fn beyond_io2() -> Error {
    Error::combination(
        "io2 volumes configured with greater than 64 TiB or 256K IOPS or 1000:1 IOPS:GB ratio are \
         not supported",
    )
}

/// The wording below the minimum is recorded in
/// <https://github.com/sodafoundation/strato/issues/1116>.
pub(crate) fn check_size(
    volume_type: VolumeType,
    size_gib: i32,
    range: &RangeInclusive<i32>,
) -> Result<()> {
    if range.contains(&size_gib) {
        return Ok(());
    }
    let name = volume_type.as_str();
    let (least, most) = (range.start(), range.end());
    if volume_type == VolumeType::Io2 && size_gib > *most {
        return Err(beyond_io2());
    }
    Err(Error::invalid_value(if size_gib < *least {
        format!(
            "The volume size is invalid for {name} volumes: {size_gib} GiB. {name} volumes must be \
             at least {least} GiB in size. Please specify a volume size above the minimum limit."
        )
    } else {
        format!("Volume of {size_gib}GiB is too large for volume type {name}; maximum is {most}GiB")
    }))
}

/// How many IOPS a volume has; gp3 has no fewer than its usual ones, whatever a request says.
pub(crate) fn iops(
    volume_type: VolumeType,
    size_gib: i32,
    limits: &Limits,
    asked: Option<i32>,
) -> Result<Option<i32>> {
    let name = volume_type.as_str();
    let (range, default) = match &limits.iops {
        Iops::Asked { range, default } => (range, *default),
        Iops::None | Iops::OfSize if asked.is_some() => {
            let message = format!("The parameter iops is not supported for {name} volumes.");
            return Err(Error::combination(message));
        }
        Iops::None => return Ok(None),
        Iops::OfSize => return Ok(Some(size_gib.saturating_mul(3).clamp(100, 16_000))),
    };
    let iops = asked.or(default).ok_or_else(|| iops_missing(volume_type))?;
    if iops < *range.start() {
        let least = range.start();
        let message = format!("Volume iops of {iops} is too low; minimum is {least}.");
        return Err(Error::invalid_value(message));
    }
    let is_usual = Some(iops) == default;
    let is_dense = !is_usual && iops > limits.iops_per_gib.saturating_mul(size_gib);
    if volume_type == VolumeType::Io2 && (is_dense || iops > *range.end()) {
        return Err(beyond_io2());
    }
    if iops > *range.end() {
        let most = range.end();
        let message = format!("Volume iops of {iops} is too high; maximum is {most}.");
        return Err(Error::invalid_value(message));
    }
    if is_dense {
        let ratio = f64::from(iops) / f64::from(size_gib);
        let message = format!(
            "Iops to volume size ratio of {ratio:.6} is too high; maximum is {}",
            limits.iops_per_gib
        );
        return Err(Error::invalid_value(message));
    }
    Ok(Some(iops.max(default.unwrap_or(0))))
}

fn iops_missing(volume_type: VolumeType) -> Error {
    let name = volume_type.as_str();
    Error::combination(format!("The parameter iops must be specified for {name} volumes."))
}

pub(crate) fn throughput(
    volume_type: VolumeType,
    iops: Option<i32>,
    asked: Option<i32>,
) -> Result<Option<i32>> {
    if volume_type != VolumeType::Gp3 {
        return match asked {
            None => Ok(None),
            Some(_) => {
                let name = volume_type.as_str();
                let message =
                    format!("The throughput parameter is not supported for {name} volumes.");
                Err(Error::combination(message))
            }
        };
    }
    let (least, most) = (GP3_THROUGHPUT.start(), GP3_THROUGHPUT.end());
    // Less is taken for the least.
    let throughput = asked.unwrap_or(*least).max(*least);
    if throughput > *most {
        let message = format!("Volume throughput of {throughput} is too high; maximum is {most}.");
        return Err(Error::invalid_value(message));
    }
    let ratio = f64::from(throughput) / f64::from(iops.unwrap_or(1).max(1));
    if ratio > GP3_THROUGHPUT_PER_IOPS {
        return Err(Error::invalid_value(format!(
            "Throughput (MiBps) to iops ratio of {ratio:.6} is too high; maximum is \
             {GP3_THROUGHPUT_PER_IOPS:.6} MiBps per iops"
        )));
    }
    Ok(Some(throughput))
}
