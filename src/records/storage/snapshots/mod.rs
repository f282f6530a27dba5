//! EBS snapshots: the record, its view, and what a volume takes over from one. How they are made is
//! in `create`, how they are found and deleted in `describe`, who may use them in `permissions` and
//! `block_public_access`, those of other accounts in `shared`, what keeps them in `lock`, where
//! they are kept in `tier`.

pub(crate) mod block_public_access;
pub(crate) mod create;
pub(crate) mod describe;
pub(crate) mod finders;
pub(crate) mod lock;
pub(crate) mod record;
pub(crate) mod shared;
pub(crate) mod tier;

pub(crate) use finders::{source, source_of_mapping, usable};
pub(crate) use record::{Snapshot, Source};

use crate::engine::{By, EVERYBODY, IdRule, Index, Read, Resource, Row, Sharing, Text, Whose};
use crate::error::{Error, Result};
use crate::records::ids::VolumeId;
use crate::records::storage::images::founding;
use crate::records::storage::malformed;
use record::GIB;
use wire::SnapshotBlockPublicAccessState::BlockAllSharing;
use wire::{Action, AssociatedKmsKey, ResourceType, SnapshotState, StorageTier, TransferType};

impl Snapshot {
    pub(crate) const BY_VOLUME: By<Self, VolumeId> = By::new("volume-id");
    /// Those that were ever locked. No filter has this name, nor the next one.
    pub(crate) const LOCKED: By<Self, ()> = By::new("locked");
    /// By the accounts that may make volumes of them beside their owner.
    pub(crate) const RESTORABLE_BY: By<Self, str> = By::new("restorable-by");
}

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
    /// <https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html>
    const SHARING: Option<Sharing<Self>> = Some(Sharing {
        index: Some(Self::RESTORABLE_BY),
        is_with: may_restore,
        tags: |cx, id| shared::tags(cx, id).cloned().unwrap_or_default(),
    });
    const WHOSE: &'static [Whose<Self>] = &[Whose::Own, Whose::Shared];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::Snapshot {
        let state = row.state.at(cx.now());
        let is_completed = state == SnapshotState::Completed;
        // What a copy has of its source is known when it is complete: `copy_controls.json` among
        // the recordings of EBS in radkawar/stackd (looked up 2026-11-26).
        let is_bare = !is_completed && row.transfer.is_some();
        let minutes = row.transfer.as_ref().and_then(|transfer| transfer.minutes);
        let time_based = |is| if is { TransferType::TimeBased } else { TransferType::Standard };
        wire::Snapshot {
            completion_duration_minutes: minutes,
            completion_time: is_completed.then(|| row.completed()),
            description: Some(row.description.clone()),
            encrypted: Some(row.encrypted && !is_bare),
            kms_key_id: row.kms_key_id.as_deref().filter(|_| !is_bare).map(str::to_owned),
            associated_kms_keys: (!row.further_keys.is_empty()).then(|| {
                let key = |key: &Text| AssociatedKmsKey { kms_key_id: Some(key.to_string()) };
                row.further_keys.iter().map(key).collect()
            }),
            owner_id: Some(cx.account().to_string()),
            progress: Some(if is_bare { "0%".to_owned() } else { row.progress(cx.now()) }),
            snapshot_id: Some(row.id.to_string()),
            start_time: Some(row.started),
            state: Some(state),
            state_message: match state {
                SnapshotState::Error => row.failure.as_deref().map(str::to_owned),
                _ => is_bare.then(|| "Metadata not updated".to_owned()),
            },
            restore_expiry_time: row.tiering.and_then(|it| it.restore_expires(cx.now())),
            storage_tier: Some(row.tier(cx.now())),
            tags: row.tags.wire_unless_empty(),
            transfer_type: (is_completed || row.transfer.is_some())
                .then(|| time_based(minutes.is_some())),
            full_snapshot_size_in_bytes: is_completed.then(|| {
                // unverified (looked up 2026-11-26): that every block of others was written.
                if row.is_blank { 0 } else { i64::from(row.size_gib).saturating_mul(GIB) }
            }),
            volume_id: Some(row.volume_id.to_string()),
            volume_size: Some(if is_bare { 0 } else { row.size_gib }),
            ..wire::Snapshot::default()
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_VOLUME, &self.volume_id);
        if self.lock.is_some() {
            index.add(Self::LOCKED, &());
        }
        if self.is_public {
            index.add(Self::RESTORABLE_BY, EVERYBODY);
        }
        for account in &self.shared_with {
            index.add(Self::RESTORABLE_BY, account);
        }
    }

    /// Its message ends with a full stop and names one of several, as that of volumes.
    // unverified (looked up 2026-11-26): that it is the first.
    fn not_found(ids: &[&str]) -> Error {
        let id = ids.first().copied().unwrap_or_default();
        Error::new(Self::NOT_FOUND, format!("The snapshot '{id}' does not exist."))
    }

    fn check_id_of(action: Action, id: &str) -> Result<()> {
        Self::check_id(id).map_err(|usual| malformed::snapshot(action, id, usual))
    }
}

/// That of the image which each account begins with has one id everywhere, and is not meant for
/// the others. While it is archived, it is the owner's alone:
/// <https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-archive-considerations.html>
// unverified (looked up 2026-11-26): that restoring gives it back to them.
fn may_restore(row: &Row<Snapshot>, owner: Read<'_>, account: &Text) -> bool {
    if row.tier(owner.now()) == StorageTier::Archive {
        return false;
    }
    let is_public = || row.is_public && block_public_access::of_region(owner) != BlockAllSharing;
    *row.id != *founding::SNAPSHOT && (row.shared_with.contains(account) || is_public())
}
