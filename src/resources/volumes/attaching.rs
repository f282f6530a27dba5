//! Attaching volumes to instances and detaching them.

use super::super::instances::Instance;
use super::super::network_interfaces;
use super::attachment::{ATTACHING_MILLIS, attached_to, detach};
use super::modification::check_attachable;
use super::{Volume, VolumeAttachment, attachment_view};
use crate::catalog::instance_types::AttachmentLimitType;
use crate::engine::{Read, Row, Timed, Write};
use crate::error::{Error, Result};
use wire::{
    AttachVolumeRequest, DetachVolumeRequest, InstanceStateName, VolumeAttachmentState, VolumeState,
};

/// How long detaching takes.
const DETACHING_MILLIS: i64 = 3_000;

pub(super) fn attach_volume(
    cx: &mut Write<'_>,
    request: &AttachVolumeRequest,
) -> Result<wire::VolumeAttachment> {
    let read = cx.read();
    let volume = read.get::<Volume>(&request.volume_id)?;
    let instance = read.get::<Instance>(&request.instance_id)?;
    check_volume(read, volume)?;
    check_attachable(volume, read.now())?;
    if volume.zone != instance.launch.zone {
        return Err(Error::new(
            "InvalidVolume.ZoneMismatch",
            format!(
                "The volume '{}' is not in the same availability zone as instance '{}'",
                volume.id, instance.id
            ),
        ));
    }
    let state = instance.state(read.now());
    if !matches!(state, InstanceStateName::Running | InstanceStateName::Stopped) {
        let message = format!("Instance '{}' is not 'running'.", instance.id);
        return Err(Error::new("IncorrectState", message));
    }
    check_device(read, instance, &request.device)?;
    check_limit(read, instance)?;

    let attachment_state = read.transition(
        VolumeAttachmentState::Attaching,
        VolumeAttachmentState::Attached,
        ATTACHING_MILLIS,
    );
    let attachment = VolumeAttachment {
        instance_id: instance.id.clone(),
        device: request.device.as_str().into(),
        attached: read.now().timestamp().whole_seconds(),
        delete_on_termination: false,
    };
    let answer = answer(volume, &attachment, attachment_state.at(read.now()));
    let mut row = cx.get_mut::<Volume>(&request.volume_id)?;
    row.state = Timed::settled(VolumeState::InUse);
    row.attachments = vec![attachment];
    row.attachment_state = attachment_state;
    Ok(answer)
}

/// The answers to attaching and detaching leave out what Describe says of the instance's end.
fn answer(
    row: &Row<Volume>,
    attachment: &VolumeAttachment,
    state: VolumeAttachmentState,
) -> wire::VolumeAttachment {
    let view = attachment_view(&row.id, attachment, state);
    wire::VolumeAttachment { delete_on_termination: None, ..view }
}

fn check_volume(cx: Read<'_>, volume: &Row<Volume>) -> Result<()> {
    if volume.attached(cx.now()).is_some() {
        let message = format!("{} is already attached to an instance", volume.id);
        return Err(Error::new("VolumeInUse", message));
    }
    if volume.state.at(cx.now()) != VolumeState::Available {
        return Err(Error::new("IncorrectState", format!("{} is not 'available'.", volume.id)));
    }
    Ok(())
}

fn check_device(cx: Read<'_>, instance: &Row<Instance>, device: &str) -> Result<()> {
    if !is_device_name(device) {
        let reason = format!("{device} is not a valid EBS device name.");
        return Err(Error::bad_parameter("device", device, &reason));
    }
    let present = attached_to(cx, &instance.id);
    let mut devices = present.iter().flat_map(|row| &row.attachments);
    if devices.any(|attachment| &*attachment.device == device) {
        return Err(Error::invalid_value(format!(
            "Invalid value '{device}' for unixDevice. Attachment point {device} is already in use"
        )));
    }
    Ok(())
}

/// `/dev/sdf`, `/dev/sda1`, `/dev/xvdba`, `xvdf`.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html>
fn is_device_name(device: &str) -> bool {
    let name = device.strip_prefix("/dev/").unwrap_or(device);
    let Some(rest) = name.strip_prefix("xvd").or_else(|| name.strip_prefix("sd")) else {
        return false;
    };
    let letters = rest.trim_end_matches(|letter: char| letter.is_ascii_digit());
    matches!(letters.len(), 1 | 2)
        && letters.bytes().all(|letter| letter.is_ascii_lowercase())
        && rest.len() - letters.len() <= 2
}

/// Types with a shared limit count each interface beyond the first one too.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/volume_limits.html>
fn check_limit(cx: Read<'_>, instance: &Row<Instance>) -> Result<()> {
    let ebs = &instance.kind.ebs;
    let mut count = attached_to(cx, &instance.id).len() + 1;
    if ebs.attachment_limit == AttachmentLimitType::Shared {
        let interfaces = network_interfaces::attachment::attached_to(cx, &instance.id).len();
        count += interfaces.saturating_sub(1);
    }
    if count > ebs.maximum_attachments as usize {
        // unverified: AWS documents the code; the message is our own.
        let message = format!(
            "The attachment limit of {} for instances of the type {} has been reached.",
            ebs.maximum_attachments, instance.kind.name
        );
        return Err(Error::new("AttachmentLimitExceeded", message));
    }
    Ok(())
}

pub(super) fn detach_volume(
    cx: &mut Write<'_>,
    request: &DetachVolumeRequest,
) -> Result<wire::VolumeAttachment> {
    // Nothing ever resists here, so there is nothing that force would overcome.
    let _ = request.force;
    let read = cx.read();
    let row = read.get::<Volume>(&request.volume_id)?;
    let Some((attachment, state)) = row.attached(read.now()) else {
        let state = wire::WireEnum::as_str(row.state.at(read.now()));
        let message = format!("Volume '{}' is in the '{state}' state.", row.id);
        return Err(Error::new("IncorrectState", message));
    };
    let instance_id = request.instance_id.as_deref().unwrap_or(&attachment.instance_id);
    let instance = read.get::<Instance>(instance_id)?;
    let device = request.device.as_deref().unwrap_or(&attachment.device);
    if instance_id != &*attachment.instance_id || device != &*attachment.device {
        let message = format!(
            "The volume '{}' is not attached to instance '{instance_id}' as device '{device}'",
            row.id
        );
        return Err(Error::new("InvalidAttachment.NotFound", message));
    }
    if attachment.device == instance.launch.root_device_name
        && instance.state(read.now()) != InstanceStateName::Stopped
    {
        // unverified: the message is remembered, not recorded here.
        let message =
            format!("Unable to detach root volume '{}' from instance '{instance_id}'", row.id);
        return Err(Error::new("OperationNotPermitted", message));
    }
    if state == VolumeAttachmentState::Detaching {
        // unverified: asking twice gives the same answer twice.
        return Ok(answer(row, attachment, state));
    }
    let ends = read.transition(
        VolumeAttachmentState::Detaching,
        VolumeAttachmentState::Detached,
        DETACHING_MILLIS,
    );
    let answer = answer(row, attachment, ends.at(read.now()));
    let at = ends.settles().unwrap_or_else(|| read.now().timestamp());
    detach(cx, &request.volume_id, at)?;
    Ok(answer)
}
