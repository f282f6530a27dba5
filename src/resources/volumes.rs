//! EBS volumes and their attachment to an instance.

use crate::engine::{Id, Index, Operation, Read, Resource, Row, Tags, Timed, Write, operations};
use crate::error::Result;
use serde::Serialize;
use wire::{ResourceType, Timestamp, VolumeState, VolumeType};

pub(super) const OPERATIONS: &[Operation] = operations! {};

impl Resource for Volume {
    type View = wire::Volume;
    const PREFIX: &'static str = "vol";
    const TYPE: ResourceType = ResourceType::Volume;
    const PLURAL: &'static str = "volumes";
    const NOT_FOUND: &'static str = "InvalidVolume.NotFound";
    const MALFORMED: &'static str = "InvalidVolumeID.Malformed";
    const NOUN: &'static str = "volume";

    fn view(_row: &Row<Self>, _cx: Read<'_>) -> wire::Volume {
        wire::Volume::default()
    }

    fn index(&self, index: &mut Index<'_>) {
        for attachment in &self.attachments {
            index.add("attachment.instance-id", attachment.instance_id.clone());
        }
    }
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Volume {
    pub settings: VolumeSettings,
    pub zone: Id,
    pub zone_id: Id,
    pub created: Timestamp,
    pub state: Timed<VolumeState>,
    pub attachments: Vec<VolumeAttachment>,
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
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct VolumeAttachment {
    pub instance_id: Id,
    pub device: Id,
    pub attached: Timestamp,
    pub delete_on_termination: bool,
}

/// Completes and checks what was asked for: sizes, iops and throughput of the type.
///
/// # Errors
/// `InvalidParameterValue` and `InvalidParameterCombination` as CreateVolume gives them.
pub(super) fn settings(
    _ebs: &wire::EbsBlockDevice,
    _default_size_gib: Option<i32>,
) -> Result<VolumeSettings> {
    Err(crate::error::Error::missing("size/snapshot"))
}

/// Makes a volume that is attached from the start, as a launch does.
pub(super) fn create_attached(
    _cx: &mut Write<'_>,
    _settings: VolumeSettings,
    _zone: (&Id, &Id),
    _attachment: VolumeAttachment,
    _tags: Tags,
) -> Id {
    "vol-0".into()
}

/// What terminating an instance does to its volumes at `at`: those marked for it go, the others
/// become available.
pub(super) fn release(_cx: &mut Write<'_>, _instance_id: &str, _at: Timestamp) -> Result<()> {
    Ok(())
}
