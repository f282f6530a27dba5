//! RegisterImage: an image of snapshots that there are.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RegisterImage.html>

use crate::engine::{Millis, Read, Write};
use crate::error::{Error, Result};
use crate::records::durations;
use crate::records::storage::images::mappings::device_name;
use crate::records::storage::images::{Image, mappings, names};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wire::{
    ArchitectureValues, BlockDeviceMapping, BootModeValues, ImageState, ImdsSupportValues,
    RegisterImageRequest, RegisterImageResult, VirtualizationType, WireEnum as _,
};

/// How long an image that has all its snapshots is pending.
const REGISTERING_MILLIS: Millis = durations::IMAGES_REGISTERING;

/// The root device where the request names none.
// unverified (looked up 2026-11-26): documented for the tools that came before the AWS CLI.
const DEFAULT_ROOT_DEVICE: &str = "/dev/sda1";

pub(crate) fn register_image(
    cx: &mut Write<'_>,
    request: &RegisterImageRequest,
) -> Result<RegisterImageResult> {
    let tags = cx.tags_for::<Image>(&request.tag_specifications)?;
    let read = cx.read();
    names::check(read, &request.name)?;
    let manifest = request.image_location.as_deref();
    let default_root = if manifest.is_none() { DEFAULT_ROOT_DEVICE } else { "" };
    let root = request.root_device_name.as_deref().unwrap_or(default_root);
    let boot_mode = request.boot_mode;
    let tpm_support = request.tpm_support.is_some();
    if tpm_support && boot_mode != Some(BootModeValues::Uefi) {
        // unverified (looked up 2026-11-26): code and message. The boot mode is documented in
        // <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/enable-nitrotpm-prerequisites.html>.
        let message = "The parameter tpmSupport requires the boot mode uefi.";
        return Err(Error::combination(message));
    }
    let fitting = [ArchitectureValues::X8664, ArchitectureValues::Arm64];
    let other = request.architecture.filter(|it| tpm_support && !fitting.contains(it));
    if let Some(other) = other {
        // Recorded of arm64 (balena-os/balena-yocto-scripts#298), whose types have had a TPM since;
        // unverified (looked up 2026-11-26): the code, and that others are refused still.
        return Err(Error::invalid_value(format!(
            "Invalid machineArchitecture value '{}' for tpmSupport",
            other.as_str()
        )));
    }
    let state = read.transition(ImageState::Pending, ImageState::Available, REGISTERING_MILLIS);
    let (owner, now) = (read.account().clone(), read.now().timestamp());
    // A snapshot carries no billing code here: those of other platforms cannot be registered.
    let record = Image {
        architecture: request.architecture.unwrap_or(ArchitectureValues::I386),
        root_device_name: root.to_owned(),
        ena_support: request.ena_support.unwrap_or(false),
        boot_mode,
        imds_v2_required: request.imds_support == Some(ImdsSupportValues::V20),
        tpm_support,
        uefi_data: request.uefi_data.as_deref().map(check_uefi_data).transpose()?.map(Into::into),
        block_devices: match manifest {
            Some(_) => mappings::of_request(read, &request.block_device_mappings)?,
            None => devices(read, root, &request.block_device_mappings)?,
        },
        manifest: manifest.map(check_manifest).transpose()?.map(Into::into),
        description: request.description.clone(),
        sriov_net_support: sriov_net_support(request)?,
        virtualization_type: virtualization(request)?,
        ..Image::new(request.name.clone(), owner, now, state)
    };
    let id = cx.new_id::<Image>();
    cx.insert(id.clone(), record, tags);
    Ok(RegisterImageResult { image_id: Some(id.to_string()) })
}

/// An image's bucket and the key of its manifest. What stands in S3 is not looked at: the request
/// says what the manifest would.
fn check_manifest(location: &str) -> Result<&str> {
    match location.trim_start_matches('/').split_once('/') {
        Some((bucket, key)) if !bucket.is_empty() && !key.is_empty() => Ok(location),
        // unverified (looked up 2026-11-26): the wording is that of a manifest that cannot be read:
        // <https://github.com/andsens/bootstrap-vz/issues/29>.
        _ => Err(Error::new("InvalidManifest", "Invalid AMI manifest")),
    }
}

/// What <https://github.com/awslabs/python-uefivars> writes begins so.
fn check_uefi_data(data: &str) -> Result<&str> {
    if STANDARD.decode(data).is_ok_and(|store| store.starts_with(b"AMZNUEFI")) {
        return Ok(data);
    }
    // unverified (looked up 2026-11-26): the wording.
    Err(Error::invalid_value("The parameter uefiData is not a valid UEFI variable store."))
}

fn devices(
    cx: Read<'_>,
    root: &str,
    wanted: &[BlockDeviceMapping],
) -> Result<Vec<BlockDeviceMapping>> {
    if wanted.is_empty() {
        // unverified (looked up 2026-11-26): which parameter is asked for.
        return Err(Error::missing("blockDeviceMapping"));
    }
    for mapping in wanted {
        let is_root = device_name(mapping) == root;
        mapping.ebs.iter().try_for_each(|ebs| mappings::check_root(ebs, is_root))?;
    }
    let mut devices = mappings::of_request(cx, wanted)?;
    let has_snapshot = |device: &BlockDeviceMapping| {
        device.ebs.as_ref().is_some_and(|ebs| ebs.snapshot_id.is_some())
    };
    if !devices.iter().any(|device| device_name(device) == root && has_snapshot(device)) {
        // `images_controls.json` of radkawar/stackd (looked up 2026-11-26).
        let message = "No root snapshot specified in device mapping.";
        return Err(Error::new("InvalidBlockDeviceMapping", message));
    }
    devices.sort_by_key(|device| device_name(device) != root);
    Ok(devices)
}

fn virtualization(request: &RegisterImageRequest) -> Result<VirtualizationType> {
    let Some(text) = request.virtualization_type.as_deref() else {
        return Ok(VirtualizationType::Paravirtual);
    };
    VirtualizationType::parse(text).ok_or_else(|| {
        // unverified (looked up 2026-11-26): the wording.
        Error::bad_parameter("virtualizationType", text, "Expecting hvm or paravirtual.")
    })
}

fn sriov_net_support(request: &RegisterImageRequest) -> Result<bool> {
    match request.sriov_net_support.as_deref() {
        None => Ok(false),
        Some("simple") => Ok(true),
        // unverified (looked up 2026-11-26): the wording.
        Some(other) => Err(Error::bad_parameter("sriovNetSupport", other, "Expecting simple.")),
    }
}
