//! EBS volumes: the record and its view. What a volume may be is in `settings`, `encryption` and
//! `encryption_defaults`, how it becomes another in `modification`, what instances do with them in
//! `attachment` and `attaching`, their operations in `requests`, their status checks in `status`.

mod attaching;
pub(super) mod attachment;
mod encryption;
mod encryption_defaults;
mod modification;
mod multi_attach;
mod requests;
mod settings;
mod status;

pub(super) use attachment::{attached_to, create_attached, release};
pub(super) use encryption::{aws_key, encryption};
pub(super) use encryption_defaults::EncryptionDefaults;
pub(super) use requests::OPERATIONS;
pub(super) use settings::settings;

use crate::engine::{Id, IdRule, Index, Now, Read, Resource, Row, Timed};
use crate::error::Error;
use modification::Modification;
use serde::Serialize;
use std::ops::{Deref, DerefMut};
use wire::{
    OperatorResponse, ResourceType, Timestamp, VolumeAttachmentState, VolumeState, VolumeType,
};

impl Resource for Volume {
    type View = wire::Volume;
    const PREFIX: &'static str = "vol";
    const TYPE: Option<ResourceType> = Some(ResourceType::Volume);
    const PLURAL: &'static str = "volumes";
    const NOT_FOUND: &'static str = "InvalidVolume.NotFound";
    const MALFORMED: &'static str = "InvalidVolumeID.Malformed";
    const NOUN: &'static str = "volume";
    const ID: IdRule = IdRule::Parameter { one: "volumeId", several: "volumes" };
    const ID_FILTER: Option<&'static str> = Some("volume-id");
    const IDS_EXCLUDE_MAX_RESULTS: Option<&'static str> = Some("volumeSet");

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::Volume {
        view(row, cx)
    }

    fn index(&self, index: &mut Index<'_>) {
        for attachment in &self.attachments {
            index.add("attachment.instance-id", attachment.instance_id.clone());
        }
        if let Some(snapshot) = &self.settings.snapshot_id {
            index.add("snapshot-id", snapshot.clone());
        }
        if self.modification.is_some() {
            index.add(modification::MODIFIED, "true");
        }
    }

    /// Its message ends with a full stop, as recorded, unlike that of most kinds.
    fn not_found(ids: &[&str]) -> Error {
        let message = match ids {
            [id] => format!("The volume '{id}' does not exist."),
            _ => format!("The volumes '{}' do not exist.", ids.join(", ")),
        };
        Error::new(Self::NOT_FOUND, message)
    }
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Volume {
    pub settings: VolumeSettings,
    pub zone: Id,
    pub zone_id: Id,
    pub created: Timestamp,
    /// What it is where no instance uses it.
    unattached: Timed<VolumeState>,
    /// Several only where `settings.multi_attach`; [`Volume::attached`] leaves out those that have
    /// ended.
    pub attachments: Vec<Attachment>,
    pub auto_enable_io: bool,
    modification: Option<Box<Modification>>,
}

/// What a volume is, whether a request or a block device mapping says so.
#[derive(Debug, Clone, Serialize)]
pub(super) struct VolumeSettings {
    pub size_gib: i32,
    pub volume_type: VolumeType,
    /// `None` for the types that have none to set: sc1, st1, standard.
    pub iops: Option<i32>,
    pub throughput_mibps: Option<i32>,
    pub encrypted: bool,
    pub kms_key_id: Option<Id>,
    pub snapshot_id: Option<Id>,
    pub initialization_rate_mibps: Option<i32>,
    pub multi_attach: bool,
}

/// An attachment and how far it is.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Attachment {
    #[serde(flatten)]
    of: VolumeAttachment,
    state: Timed<VolumeAttachmentState>,
}

impl Deref for Attachment {
    type Target = VolumeAttachment;

    fn deref(&self) -> &VolumeAttachment {
        &self.of
    }
}

impl DerefMut for Attachment {
    fn deref_mut(&mut self) -> &mut VolumeAttachment {
        &mut self.of
    }
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct VolumeAttachment {
    pub instance_id: Id,
    pub device: Id,
    pub attached: Timestamp,
    pub delete_on_termination: bool,
}

impl Volume {
    pub fn state(&self, now: Now<'_>) -> VolumeState {
        match self.unattached.at(now) {
            VolumeState::Available if self.attached(now).next().is_some() => VolumeState::InUse,
            state => state,
        }
    }

    /// The attachments that there are at a moment, and their states.
    pub fn attached(
        &self,
        now: Now<'_>,
    ) -> impl Iterator<Item = (&VolumeAttachment, VolumeAttachmentState)> {
        let all = self.attachments.iter().map(move |it| (&it.of, it.state.at(now)));
        all.filter(|(_, state)| *state != VolumeAttachmentState::Detached)
    }

    pub fn attached_to(
        &self,
        instance_id: &str,
        now: Now<'_>,
    ) -> Option<(&VolumeAttachment, VolumeAttachmentState)> {
        self.attached(now).find(|(attachment, _)| *attachment.instance_id == *instance_id)
    }

    /// Whether it is the device of an instance, or will be before long.
    pub fn is_device(&self, instance_id: &str, device: &str) -> bool {
        self.attachments.iter().any(|it| *it.instance_id == *instance_id && *it.device == *device)
    }
}

fn view(row: &Row<Volume>, cx: Read<'_>) -> wire::Volume {
    let modification = row.modification.as_deref();
    let original = modification.and_then(|modification| modification.original(cx.now()));
    let settings = original.unwrap_or(&row.settings);
    let snapshot = settings.snapshot_id.as_ref();
    wire::Volume {
        attachments: Some(
            row.attached(cx.now())
                .map(|(attachment, state)| attachment_view(&row.id, attachment, state))
                .collect(),
        ),
        availability_zone: Some(row.zone.to_string()),
        availability_zone_id: Some(row.zone_id.to_string()),
        create_time: Some(row.created),
        encrypted: Some(settings.encrypted),
        iops: settings.iops,
        kms_key_id: settings.kms_key_id.as_ref().map(ToString::to_string),
        multi_attach_enabled: Some(settings.multi_attach),
        operator: Some(OperatorResponse { managed: Some(false), ..OperatorResponse::default() }),
        size: Some(settings.size_gib),
        snapshot_id: Some(snapshot.map(ToString::to_string).unwrap_or_default()),
        state: Some(row.state(cx.now())),
        tags: row.tags.wire_unless_empty(),
        throughput: settings.throughput_mibps,
        volume_id: Some(row.id.to_string()),
        volume_type: Some(settings.volume_type),
        volume_initialization_rate: settings.initialization_rate_mibps,
        ..wire::Volume::default()
    }
}

pub(super) fn attachment_view(
    volume_id: &str,
    attachment: &VolumeAttachment,
    state: VolumeAttachmentState,
) -> wire::VolumeAttachment {
    wire::VolumeAttachment {
        attach_time: Some(attachment.attached),
        delete_on_termination: Some(attachment.delete_on_termination),
        device: Some(attachment.device.to_string()),
        instance_id: Some(attachment.instance_id.to_string()),
        state: Some(state),
        volume_id: Some(volume_id.to_owned()),
        ..wire::VolumeAttachment::default()
    }
}
