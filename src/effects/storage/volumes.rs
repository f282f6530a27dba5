//! Volumes that come, are attached and go with instances.

use crate::engine::{Millis, Read, Tags, Text, Timed, Write};
use crate::error::Result;
use crate::records::durations;
use crate::records::ids::{InstanceId, VolumeId};
use crate::records::storage::fast_snapshot_restores::is_fast;
use crate::records::storage::volumes::attached::attached_to;
use crate::records::storage::volumes::{Attachment, Volume, VolumeAttachment, VolumeSettings};
use thin_vec::thin_vec;
use wire::{Timestamp, VolumeAttachmentState, VolumeState};

/// How long a volume takes to be there, and an attachment to be made.
const CREATING_MILLIS: Millis = durations::VOLUMES_CREATING;

const ATTACHING_MILLIS: Millis = durations::VOLUMES_ATTACHING;

/// The state of a new volume.
fn created(cx: Read<'_>) -> Timed<VolumeState> {
    cx.transition(VolumeState::Creating, VolumeState::Available, CREATING_MILLIS)
}

/// Lets a volume go that is to have what cannot be a key: it is being created, and then it is not
/// there, as in kubernetes-sigs/aws-ebs-csi-driver#3010 (2026).
pub(crate) fn end_without_key(cx: &mut Write<'_>, id: &VolumeId) {
    let ends = created(cx.read()).settles().unwrap_or_else(|| cx.now().timestamp());
    if cx.find::<Volume>(id).is_some_and(|row| !row.settings.has_sound_key()) {
        cx.end::<Volume>(id, ends);
    }
}

/// A new volume in a zone, of which the name and the id are given. One that is to be initialized at
/// a rate is not restored fast, whatever its snapshot could do:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html>
pub(crate) fn begun(cx: Read<'_>, settings: VolumeSettings, place: (Text, Text)) -> Volume {
    let has_rate = settings.initialization_rate_mibps.is_some();
    let fast_restored = !has_rate && is_fast(cx, settings.snapshot_id.as_ref(), &place.0);
    let state =
        if settings.has_sound_key() { created(cx) } else { Timed::settled(VolumeState::Creating) };
    Volume { fast_restored, ..Volume::new(settings, place, cx.now().timestamp(), state) }
}

pub(crate) fn attaching(cx: Read<'_>, of: VolumeAttachment) -> Attachment {
    let (first, then) = (VolumeAttachmentState::Attaching, VolumeAttachmentState::Attached);
    Attachment { of, state: cx.transition(first, then, ATTACHING_MILLIS) }
}

/// Makes a volume that is attached from the start, as a launch does.
pub(crate) fn create_attached(
    cx: &mut Write<'_>,
    settings: VolumeSettings,
    zone: (&Text, &Text),
    attachment: VolumeAttachment,
    tags: Tags,
) -> VolumeId {
    let read = cx.read();
    let mut record = begun(read, settings, (zone.0.clone(), zone.1.clone()));
    record.attachments = thin_vec![attaching(read, attachment)];
    let id = cx.new_id::<Volume>();
    cx.insert(id.clone(), record, tags);
    end_without_key(cx, &id);
    id
}

/// What terminating an instance does to its volumes at `at`: those marked for it go, unless another
/// instance uses them too; the others become available. One that is being detached is none of its
/// volumes any more.
/// <https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volumes-multi.html>
pub(crate) fn release(cx: &mut Write<'_>, instance_id: &InstanceId, at: Timestamp) -> Result<()> {
    let ids = attached_to(cx.read(), instance_id).into_iter().map(|row| row.id.clone());
    for id in ids.collect::<Vec<_>>() {
        let (row, now) = (cx.get::<Volume>(&id)?, cx.now());
        let stays = |state| state != VolumeAttachmentState::Detaching;
        let is_others = row
            .attached(now)
            .any(|(other, state)| other.instance_id != *instance_id && stays(state));
        let Some((attachment, state)) = row.attached_to(instance_id, now) else { continue };
        if state == VolumeAttachmentState::Detaching {
            continue;
        }
        if attachment.delete_on_termination && !is_others {
            cx.end::<Volume>(&id, at);
        } else {
            detach(cx, &id, instance_id, at)?;
        }
    }
    Ok(())
}

/// What comes of the end of attachments: the volume is free of them.
pub(crate) fn detached(cx: &mut Write<'_>, id: &VolumeId) -> Result<()> {
    let now = cx.now();
    let mut row = cx.get_mut::<Volume>(id)?;
    row.attachments.retain(|it| it.state.at(now) != VolumeAttachmentState::Detached);
    Ok(())
}

/// Ends the attachment of a volume to an instance at a moment.
pub(crate) fn detach(
    cx: &mut Write<'_>,
    id: &str,
    instance_id: &InstanceId,
    at: Timestamp,
) -> Result<()> {
    let now = cx.now();
    let mut row = cx.get_mut::<Volume>(id)?;
    if now.reached(at) {
        row.attachments.retain(|attachment| attachment.instance_id != *instance_id);
    }
    let ending =
        Timed::moving(VolumeAttachmentState::Detaching, at, VolumeAttachmentState::Detached);
    for attachment in &mut row.attachments {
        if attachment.instance_id == *instance_id {
            attachment.state = ending;
        }
    }
    Ok(())
}
