//! EBS snapshots: the record, its view, and what a volume takes over from one. How they are made is
//! in `create`, how they are found and deleted in `describe`, who may use them in `permissions` and
//! `block_public_access`, those of other accounts in `shared`, what keeps them in `lock`, where
//! they are kept in `tier`.

mod block_public_access;
mod create;
mod describe;
mod lock;
mod permissions;
mod shared;
mod tier;

pub(super) use create::{
    COMPLETING_MILLIS, NewSnapshot, Transfer, check_copy, check_volume, create, found,
    source_region, transfer,
};
pub(super) use describe::{delete, image_using};

use super::images::{self, Image};
use crate::engine::{Id, IdRule, Index, Now, Operation, Read, Resource, Row, Timed, operations};
use crate::error::{Error, Result};
use lock::Lock;
use serde::Serialize;
use std::collections::BTreeSet;
use tier::Tiering;
use wire::{
    EbsBlockDevice, ResourceType, SnapshotState, StorageTier, Timestamp, TransferType,
    WireEnum as _,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Write CreateSnapshot => create::create_snapshot, refuses ["OutpostArn"];
    Write CreateSnapshots => create::create_snapshots, refuses ["OutpostArn"];
    Write CopySnapshot => create::copy_snapshot, visits "SourceRegion", refuses [
        "DestinationAvailabilityZone", "DestinationOutpostArn",
    ];
    Read  DescribeSnapshots => describe::describe_snapshots;
    Read  DescribeSnapshotAttribute => permissions::describe_snapshot_attribute;
    Write ModifySnapshotAttribute => permissions::modify_snapshot_attribute;
    Write ResetSnapshotAttribute => permissions::reset_snapshot_attribute;
    Write EnableSnapshotBlockPublicAccess => block_public_access::enable;
    Write DisableSnapshotBlockPublicAccess => block_public_access::disable;
    Read  GetSnapshotBlockPublicAccessState => block_public_access::state;
    Write LockSnapshot => lock::lock_snapshot;
    Read  DescribeLockedSnapshots => lock::describe_locked_snapshots;
    Write UnlockSnapshot => lock::unlock_snapshot;
    Write ModifySnapshotTier => tier::modify_snapshot_tier;
    Write RestoreSnapshotTier => tier::restore_snapshot_tier;
    Read  DescribeSnapshotTierStatus => tier::describe_snapshot_tier_status;
    Write DeleteSnapshot => describe::delete_snapshot;
};

const GIB: i64 = 1024 * 1024 * 1024;

impl Resource for Snapshot {
    type View = wire::Snapshot;
    const PREFIX: &'static str = "snap";
    const TYPE: Option<ResourceType> = Some(ResourceType::Snapshot);
    const PLURAL: &'static str = "snapshots";
    const NOT_FOUND: &'static str = "InvalidSnapshot.NotFound";
    const MALFORMED: &'static str = "InvalidSnapshotID.Malformed";
    const NOUN: &'static str = "snapshot";
    const ID: IdRule = IdRule::Parameter { one: "snapshotId", several: "snapshots" };
    const ID_FILTER: Option<&'static str> = Some("snapshot-id");
    const IDS_EXCLUDE_MAX_RESULTS: Option<&'static str> = Some("snapshotSet");

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::Snapshot {
        let state = row.state.at(cx.now());
        let is_completed = state == SnapshotState::Completed;
        let minutes = row.transfer.as_ref().and_then(|transfer| transfer.minutes);
        let time_based = |is| if is { TransferType::TimeBased } else { TransferType::Standard };
        wire::Snapshot {
            completion_duration_minutes: minutes,
            completion_time: is_completed.then(|| row.completed()),
            description: Some(row.description.clone()),
            encrypted: Some(row.encrypted),
            kms_key_id: row.kms_key_id.as_deref().map(str::to_owned),
            owner_id: Some(cx.account().to_string()),
            progress: Some(row.progress(cx.now())),
            snapshot_id: Some(row.id.to_string()),
            start_time: Some(row.started),
            state: Some(state),
            restore_expiry_time: row.tiering.and_then(|it| it.restore_expires(cx.now())),
            storage_tier: Some(row.tier(cx.now())),
            tags: row.tags.wire_unless_empty(),
            transfer_type: (is_completed || row.transfer.is_some())
                .then(|| time_based(minutes.is_some())),
            // unverified: that every block of the volume was written.
            full_snapshot_size_in_bytes: is_completed
                .then(|| i64::from(row.size_gib).saturating_mul(GIB)),
            volume_id: Some(row.volume_id.to_string()),
            volume_size: Some(row.size_gib),
            ..wire::Snapshot::default()
        }
    }

    fn index(&self, index: &mut Index<'_>) {
        index.add("volume-id", self.volume_id.clone());
        if self.lock.is_some() {
            index.add(lock::LOCKED, "true");
        }
        if self.is_public {
            index.add(shared::RESTORABLE_BY, shared::EVERYBODY);
        }
        for account in &self.shared_with {
            index.add(shared::RESTORABLE_BY, account.clone());
        }
    }

    /// Its message ends with a full stop, as recorded, unlike that of most kinds.
    fn not_found(ids: &[&str]) -> Error {
        let message = match ids {
            [id] => format!("The snapshot '{id}' does not exist."),
            _ => format!("The snapshots '{}' do not exist.", ids.join(", ")),
        };
        Error::new(Self::NOT_FOUND, message)
    }
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Snapshot {
    /// The volume it was taken of; one that nobody has if it is a copy.
    pub volume_id: Id,
    pub size_gib: i32,
    pub encrypted: bool,
    pub kms_key_id: Option<Id>,
    pub description: String,
    pub started: Timestamp,
    pub state: Timed<SnapshotState>,
    /// How it was copied; none if it was taken of a volume.
    pub transfer: Option<Transfer>,
    /// Everybody may make volumes of it.
    pub is_public: bool,
    /// The accounts that may make volumes of it beside its owner.
    pub shared_with: BTreeSet<Id>,
    lock: Option<Lock>,
    /// None: it never left the standard tier.
    tiering: Option<Tiering>,
}

impl Snapshot {
    fn completed(&self) -> Timestamp {
        self.state.settles().unwrap_or(self.started)
    }

    fn tier(&self, now: Now<'_>) -> StorageTier {
        self.tiering.map_or(StorageTier::Standard, |tiering| tiering.tier(now))
    }

    /// As a percentage of the time that it takes.
    fn progress(&self, now: Now<'_>) -> String {
        if now.reached(self.completed()) {
            return "100%".to_owned();
        }
        let whole = self.completed().0.saturating_sub(self.started.0).max(1);
        let done = now.timestamp().0.saturating_sub(self.started.0);
        format!("{}%", (done.saturating_mul(100) / whole).clamp(0, 99))
    }
}

impl Row<Snapshot> {
    fn source(&self) -> Source {
        Source {
            id: self.id.clone(),
            size_gib: self.size_gib,
            encrypted: self.encrypted,
            kms_key_id: self.kms_key_id.clone(),
        }
    }
}

/// What a volume takes over from its snapshot.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub id: Id,
    pub size_gib: i32,
    pub encrypted: bool,
    pub kms_key_id: Option<Id>,
}

/// The snapshot with an id, as a volume or an image is made of it.
///
/// # Errors
/// `InvalidSnapshotID.Malformed`, `InvalidSnapshot.NotFound`, and `IncorrectState` for one that is
/// not completed.
pub(super) fn source(cx: Read<'_>, id: &str) -> Result<Source> {
    let row = cx.find::<Snapshot>(id).or_else(|| shared::find(cx, id).map(|shared| shared.row));
    let Some(row) = row else {
        return behind_an_image(cx, id).map_or_else(|| Err(missing(id)), Ok);
    };
    let state = row.state.at(cx.now());
    if state != SnapshotState::Completed {
        // As clients of CreateVolume wait for it to pass; unverified for other operations.
        let message = format!("Snapshot is in invalid state - {}", state.as_str());
        return Err(Error::new("IncorrectState", message));
    }
    check_tier(row, cx.now())?;
    Ok(row.source())
}

/// The snapshot with an id, where it is the caller's or shared with it.
pub(super) fn usable(cx: Read<'_>, id: &str) -> Option<Source> {
    let row = cx.find::<Snapshot>(id).or_else(|| shared::find(cx, id).map(|shared| shared.row));
    row.map(Row::source)
}

/// What is archived must be restored before anything is made of it.
fn check_tier(row: &Row<Snapshot>, now: Now<'_>) -> Result<()> {
    match row.tier(now) {
        StorageTier::Standard => Ok(()),
        StorageTier::Archive => {
            // unverified: code and message.
            let message = format!("The snapshot '{}' is archived.", row.id);
            Err(Error::new("IncorrectState", message))
        }
    }
}

/// The same for a device of an image that exists: whoever may launch it may use its snapshots.
/// None for a device that has none.
///
/// # Errors
/// `IncorrectState` for a snapshot that went back to the archive meanwhile.
pub(super) fn source_of_mapping(cx: Read<'_>, ebs: &EbsBlockDevice) -> Result<Option<Source>> {
    let Some(id) = ebs.snapshot_id.as_deref() else { return Ok(None) };
    if let Some(row) = cx.find::<Snapshot>(id) {
        check_tier(row, cx.now())?;
        return Ok(Some(row.source()));
    }
    let encrypted = ebs.encrypted == Some(true);
    let of_mapping = |size_gib| Source { id: id.into(), size_gib, encrypted, kms_key_id: None };
    Ok(ebs.volume_size.map(of_mapping))
}

fn missing(id: &str) -> Error {
    Snapshot::check_id(id).err().unwrap_or_else(|| Snapshot::not_found(&[id]))
}

/// A snapshot that is the caller's by way of an image only: those of the catalogue's images are no
/// rows.
// unverified: that whoever may launch such an image may also make volumes of its snapshots.
fn behind_an_image(cx: Read<'_>, id: &str) -> Option<Source> {
    let mut own = cx.with::<Image>("block-device-mapping.snapshot-id", id);
    let own = own.find_map(|image| {
        let ebs = image.block_devices.iter().filter_map(|device| device.ebs.as_ref());
        ebs.filter(|ebs| ebs.snapshot_id.as_deref() == Some(id)).find_map(|ebs| ebs.volume_size)
    });
    let size_gib = own.or_else(|| images::public_snapshot_size_gib(cx, id))?;
    Some(Source { id: id.into(), size_gib, encrypted: false, kms_key_id: None })
}
