//! What the life of an instance does to the volumes attached to it.

use super::{Volume, VolumeAttachment, VolumeSettings};
use crate::engine::{Id, Read, Row, Tags, Timed, Write};
use crate::error::Result;
use wire::{Timestamp, VolumeAttachmentState, VolumeState};

/// How long a volume takes to be there, and an attachment to be made.
pub(super) const CREATING_MILLIS: i64 = 2_000;
pub(super) const ATTACHING_MILLIS: i64 = 3_000;

/// Makes a volume that is attached from the start, as a launch does.
pub(in crate::resources) fn create_attached(
    cx: &mut Write<'_>,
    settings: VolumeSettings,
    zone: (&Id, &Id),
    attachment: VolumeAttachment,
    tags: Tags,
) -> Id {
    let read = cx.read();
    let record = Volume {
        settings,
        zone: zone.0.clone(),
        zone_id: zone.1.clone(),
        created: read.now().timestamp(),
        state: read.transition(VolumeState::Creating, VolumeState::InUse, CREATING_MILLIS),
        attachments: vec![attachment],
        attachment_state: read.transition(
            VolumeAttachmentState::Attaching,
            VolumeAttachmentState::Attached,
            ATTACHING_MILLIS,
        ),
        auto_enable_io: false,
        modification: None,
    };
    let id = cx.new_id::<Volume>();
    cx.insert(id.clone(), record, tags);
    id
}

/// The volumes attached to an instance, in the order of their creation.
pub(in crate::resources) fn attached_to<'a>(
    cx: Read<'a>,
    instance_id: &str,
) -> Vec<&'a Row<Volume>> {
    let rows = cx.with::<Volume>("attachment.instance-id", instance_id);
    rows.filter(|row| row.attached(cx.now()).is_some()).collect()
}

/// What terminating an instance does to its volumes at `at`: those marked for it go, the others
/// become available.
pub(in crate::resources) fn release(
    cx: &mut Write<'_>,
    instance_id: &str,
    at: Timestamp,
) -> Result<()> {
    let ids = attached_to(cx.read(), instance_id).into_iter().map(|row| row.id.clone());
    for id in ids.collect::<Vec<_>>() {
        let row = cx.get::<Volume>(&id)?;
        if row.attachments.iter().any(|attachment| attachment.delete_on_termination) {
            cx.end::<Volume>(&id, at);
        } else {
            detach(cx, &id, at)?;
        }
    }
    Ok(())
}

/// Ends a volume's attachment at a moment.
pub(super) fn detach(cx: &mut Write<'_>, id: &str, at: Timestamp) -> Result<()> {
    let now = cx.now();
    let mut row = cx.get_mut::<Volume>(id)?;
    if now.reached(at) {
        row.attachments.clear();
        row.state = Timed::settled(VolumeState::Available);
        row.attachment_state = Timed::settled(VolumeAttachmentState::Detached);
    } else {
        row.state = Timed::moving(VolumeState::InUse, at, VolumeState::Available);
        row.attachment_state =
            Timed::moving(VolumeAttachmentState::Detaching, at, VolumeAttachmentState::Detached);
    }
    Ok(())
}
