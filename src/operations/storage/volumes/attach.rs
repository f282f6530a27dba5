//! Attaching volumes to instances and detaching them.

use super::modification::check_attachable;
use super::{boot, multi_attach};
use crate::effects::storage::volumes::{attaching, detach};
use crate::engine::{Id, Millis, Now, Read, Row, Write};
use crate::error::{Error, Result};
use crate::records::compute::instance_types::{check_volumes, ebs_card};
use crate::records::compute::instances::Instance;
use crate::records::durations;
use crate::records::ids::InstanceId;
use crate::records::network::network_interfaces::attached;
use crate::records::storage::device_names;
use crate::records::storage::volumes::attached::attached_to;
use crate::records::storage::volumes::{Volume, VolumeAttachment, attachment_view};
use wire::{
    AttachVolumeRequest, DetachVolumeRequest, InstanceStateName, VolumeAttachmentState, VolumeState,
};

/// How long detaching takes.
const DETACHING_MILLIS: Millis = durations::VOLUMES_DETACHING;

pub(crate) fn attach_volume(
    cx: &mut Write<'_>,
    request: &AttachVolumeRequest,
) -> Result<wire::VolumeAttachment> {
    let read = cx.read();
    let volume = read.get::<Volume>(&request.volume_id)?;
    let instance = read.get::<Instance>(&request.instance_id)?;
    check_volume(volume, &instance.id, read.now())?;
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
    let is_root = *request.device == *instance.launch.root_device_name;
    boot::check(volume.settings.volume_type, is_root)?;
    let card = ebs_card(instance.kind, request.ebs_card_index)?;
    check_limit(read, instance, card)?;
    if volume.settings.multi_attach {
        multi_attach::check_instance(volume, instance, read.now())?;
    }

    let attachment = VolumeAttachment {
        instance_id: instance.id.clone(),
        device: request.device.as_str().into(),
        attached: read.now().timestamp().whole_seconds(),
        delete_on_termination: false,
        card,
    };
    let attachment = attaching(read, attachment);
    let now = cx.now();
    // The fractions of the moment are in this answer alone, as people's transcripts show.
    let answer = wire::VolumeAttachment {
        attach_time: Some(now.timestamp()),
        ..answer(volume, &attachment, attachment.state.at(now))
    };
    let mut row = cx.get_mut::<Volume>(&request.volume_id)?;
    row.attachments.retain(|other| other.state.at(now) != VolumeAttachmentState::Detached);
    row.attachments.push(attachment);
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

fn check_volume(volume: &Row<Volume>, instance_id: &InstanceId, now: Now<'_>) -> Result<()> {
    let is_taken = if volume.settings.multi_attach {
        volume.attached_to(instance_id, now).is_some()
    } else {
        volume.attached(now).next().is_some()
    };
    if is_taken {
        let message = format!("{} is already attached to an instance", volume.id);
        return Err(Error::new("VolumeInUse", message));
    }
    if !matches!(volume.state(now), VolumeState::Available | VolumeState::InUse) {
        return Err(Error::new("IncorrectState", format!("{} is not 'available'.", volume.id)));
    }
    Ok(())
}

fn check_device(cx: Read<'_>, instance: &Row<Instance>, device: &str) -> Result<()> {
    if !device_names::is_valid(device) {
        let reason = format!("{device} is not a valid EBS device name.");
        return Err(Error::bad_parameter("device", device, &reason));
    }
    let present = attached_to(cx, &instance.id);
    if present.iter().any(|row| row.is_device(&instance.id, device)) {
        return Err(Error::invalid_value(format!(
            "Invalid value '{device}' for unixDevice. Attachment point {device} is already in use"
        )));
    }
    Ok(())
}

fn check_limit(cx: Read<'_>, instance: &Row<Instance>, card: u8) -> Result<()> {
    let volumes = attached_to(cx, &instance.id);
    let on = volumes.iter().filter_map(|volume| volume.attached_to(&instance.id, cx.now()));
    let cards: Vec<u8> = on.map(|(attachment, _)| attachment.card).chain([card]).collect();
    check_volumes(instance.kind, &cards, attached::attached_to(cx, &instance.id).len())
}

/// An instance that ends lets its volumes go itself.
///
/// # Errors
/// `IncorrectInstanceState` for it.
fn check_detachable(volume: &Row<Volume>, instance: &Row<Instance>, now: Now<'_>) -> Result<()> {
    let state = instance.state(now);
    if !matches!(state, InstanceStateName::ShuttingDown | InstanceStateName::Terminated) {
        return Ok(());
    }
    // As reported: hashicorp/terraform#18965.
    // unverified (looked up 2026-11-27): which of the two states its instance had.
    let message = format!(
        "Unable to detach volume '{}' from instance '{}'. The instance is not in a state in which \
         volumes can be detached.",
        volume.id, instance.id
    );
    Err(Error::new("IncorrectInstanceState", message))
}

pub(crate) fn detach_volume(
    cx: &mut Write<'_>,
    request: &DetachVolumeRequest,
) -> Result<wire::VolumeAttachment> {
    // Nothing ever resists here, so there is nothing that force would overcome.
    let _ = request.force;
    let read = cx.read();
    let row = read.get::<Volume>(&request.volume_id)?;
    if row.settings.multi_attach && request.instance_id.is_none() {
        // unverified (looked up 2026-11-26): the wording; the documentation asks for it here alone.
        return Err(Error::missing("instanceId"));
    }
    let asked = request.instance_id.as_deref().map(Id::new);
    let of_asked = asked.as_ref().and_then(|instance_id| row.attached_to(instance_id, read.now()));
    let Some((attachment, state)) = of_asked.or_else(|| row.attached(read.now()).next()) else {
        let state = wire::WireEnum::as_str(row.state(read.now()));
        let message = format!("Volume '{}' is in the '{state}' state.", row.id);
        return Err(Error::new("IncorrectState", message));
    };
    let instance_id = asked.as_ref().unwrap_or(&attachment.instance_id);
    let instance = read.get::<Instance>(instance_id)?;
    let device = request.device.as_deref().unwrap_or(&attachment.device);
    if *instance_id != attachment.instance_id || device != &*attachment.device {
        let message = format!(
            "The volume '{}' is not attached to instance '{instance_id}' as device '{device}'",
            row.id
        );
        return Err(Error::new("InvalidAttachment.NotFound", message));
    }
    check_detachable(row, instance, read.now())?;
    if attachment.device == instance.launch.root_device_name
        && instance.state(read.now()) != InstanceStateName::Stopped
    {
        // As a user of Terraform recorded it, whose attachment was that of a root volume.
        let message =
            format!("Unable to detach root volume '{}' from instance '{instance_id}'", row.id);
        return Err(Error::new("IncorrectState", message));
    }
    if state == VolumeAttachmentState::Detaching {
        // unverified (looked up 2026-11-26): asking twice gives the same answer twice.
        return Ok(answer(row, attachment, state));
    }
    let ends = read.transition(
        VolumeAttachmentState::Detaching,
        VolumeAttachmentState::Detached,
        DETACHING_MILLIS,
    );
    let answer = answer(row, attachment, ends.at(read.now()));
    let at = ends.settles().unwrap_or_else(|| read.now().timestamp());
    let instance_id = instance.id.clone();
    detach(cx, &request.volume_id, &instance_id, at)?;
    Ok(answer)
}
