//! What is kept of volumes.

use crate::engine::{Now, Text, Timed};
use crate::records::ids::{InstanceId, SnapshotId, VolumeId};
use crate::records::storage::progress::percent;
use crate::records::storage::volumes::encryption::can_be_key;
use serde::{Deserialize, Serialize};
use std::ops::{Deref, DerefMut};
use thin_vec::ThinVec;
use wire::{
    Timestamp, VolumeAttachmentState, VolumeModificationState as State, VolumeState, VolumeType,
};

/// How long the data of a snapshot take to be there, where transitions take time.
// unverified: of whatever size; `volume_controls_initialization.json` among the recordings of EBS
// in radkawar/stackd (looked up 2026-11-26) has it of an empty one.
const INITIALIZING_MILLIS: i64 = 30_000;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Volume {
    pub settings: VolumeSettings,
    pub zone: Text,
    pub zone_id: Text,
    pub created: Timestamp,
    /// What it is where no instance uses it.
    pub unattached: Timed<VolumeState>,
    /// Several only where `settings.multi_attach`; [`Volume::attached`] leaves out those that have
    /// ended.
    pub attachments: ThinVec<Attachment>,
    pub auto_enable_io: bool,
    pub modification: Option<Box<Modification>>,
    /// The volume that it is a copy of.
    pub source_volume_id: Option<VolumeId>,
    /// Whether its snapshot had fast restores in its zone when it was made.
    #[serde(default)]
    pub fast_restored: bool,
}

/// What a volume is, whether a request or a block device mapping says so.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VolumeSettings {
    pub size_gib: i32,
    pub volume_type: VolumeType,
    /// `None` for the types that have none to set: sc1, st1, standard.
    pub iops: Option<i32>,
    pub throughput_mibps: Option<i32>,
    pub encrypted: bool,
    pub kms_key_id: Option<Text>,
    pub snapshot_id: Option<SnapshotId>,
    pub initialization_rate_mibps: Option<i32>,
    pub multi_attach: bool,
}

impl VolumeSettings {
    /// Whether its key, if it has one, can be one.
    pub fn has_sound_key(&self) -> bool {
        self.kms_key_id.as_deref().is_none_or(can_be_key)
    }
}

/// An attachment and how far it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Attachment {
    #[serde(flatten)]
    pub of: VolumeAttachment,
    pub state: Timed<VolumeAttachmentState>,
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

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VolumeAttachment {
    pub instance_id: InstanceId,
    pub device: Text,
    pub attached: Timestamp,
    pub delete_on_termination: bool,
    /// The EBS card of the instance that it is on.
    #[serde(default)]
    pub card: u8,
}

impl Volume {
    /// One that nothing uses yet, in a zone of which the name and the id are given.
    pub fn new(
        settings: VolumeSettings,
        (zone, zone_id): (Text, Text),
        created: Timestamp,
        unattached: Timed<VolumeState>,
    ) -> Self {
        Self {
            settings,
            zone,
            zone_id,
            created,
            unattached,
            attachments: ThinVec::new(),
            auto_enable_io: false,
            modification: None,
            source_volume_id: None,
            fast_restored: false,
        }
    }

    pub fn state(&self, now: Now<'_>) -> VolumeState {
        match self.unattached.at(now) {
            VolumeState::Available if self.attached(now).next().is_some() => VolumeState::InUse,
            state => state,
        }
    }

    /// Whether all of its snapshot's data are there.
    pub fn is_initialized(&self, now: Now<'_>) -> bool {
        let begins = self.unattached.settles().filter(|_| !self.fast_restored);
        begins.is_none_or(|at| now.reached(at.plus_millis(INITIALIZING_MILLIS)))
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
        instance_id: &InstanceId,
        now: Now<'_>,
    ) -> Option<(&VolumeAttachment, VolumeAttachmentState)> {
        self.attached(now).find(|(attachment, _)| attachment.instance_id == *instance_id)
    }

    /// Whether it is the device of an instance, or will be before long.
    pub fn is_device(&self, instance_id: &InstanceId, device: &str) -> bool {
        self.attachments.iter().any(|it| it.instance_id == *instance_id && *it.device == *device)
    }
}

/// The last modification of a volume.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Modification {
    pub original: VolumeSettings,
    pub target: VolumeSettings,
    pub started: Timestamp,
    pub optimizes: Timestamp,
    pub completes: Timestamp,
    /// When those of the last day began, this one included.
    pub of_day: Vec<Timestamp>,
}

impl Modification {
    pub fn state(&self, now: Now<'_>) -> State {
        if now.reached(self.completes) {
            State::Completed
        } else if now.reached(self.optimizes) {
            State::Optimizing
        } else {
            State::Modifying
        }
    }

    /// What the volume was, while it still is.
    pub fn original(&self, now: Now<'_>) -> Option<&VolumeSettings> {
        (self.state(now) == State::Modifying).then_some(&self.original)
    }

    pub fn progress(&self, now: Now<'_>) -> i64 {
        percent(self.started, self.completes, now)
    }
}
