//! How snapshots are found and shown to others.

use super::record::{Snapshot, Source};
use crate::engine::{Id, Now, Read, Resource, Row};
use crate::error::{Error, Result};
use crate::records::ids::SnapshotId;
use crate::records::storage::images::{Image, public};
use wire::{Action, EbsBlockDevice, SnapshotState, StorageTier, WireEnum as _};

/// How many snapshots are being copied to the region, by themselves or with an image.
pub(crate) fn copies_in_progress(cx: Read<'_>) -> usize {
    let all = cx.table::<Snapshot>().iter(0, cx.now());
    let is_pending = |row: &Row<Snapshot>| row.state.at(cx.now()) == SnapshotState::Pending;
    all.filter(|(_, row)| row.transfer.is_some() && is_pending(row)).count()
}

/// The snapshot with an id, as a volume or an image is made of it.
///
/// # Errors
/// `InvalidSnapshotID.Malformed`, `InvalidSnapshot.NotFound` (to RegisterImage
/// `InvalidSnapshotID.NotFound`, and `InvalidParameterValue` for somebody else's), and
/// `IncorrectState` for one that is not completed.
pub(crate) fn source(cx: Read<'_>, id: &str) -> Result<Source> {
    let Some((owner, row)) = cx.reach::<Snapshot>(id) else {
        return behind_an_image(cx, Id::new(id)).map_or_else(|| Err(missing(cx, id)), Ok);
    };
    if cx.action() == Action::RegisterImage && owner.account() != cx.account() {
        // `images_snapshot_references.json` of radkawar/stackd (looked up 2026-11-26).
        let account = cx.account();
        let reason = format!("for snapshotId. Snapshot does not belong to {account}");
        return Err(Error::invalid_value(format!("Invalid value '{id}' {reason}")));
    }
    let state = row.state.at(cx.now());
    if state != SnapshotState::Completed {
        // As clients of CreateVolume wait for it to pass; unverified (looked up 2026-11-26) for
        // other operations.
        let message = format!("Snapshot is in invalid state - {}", state.as_str());
        return Err(Error::new("IncorrectState", message));
    }
    check_tier(row, cx.now())?;
    if owner.account() == cx.account() {
        return Ok(row.source());
    }
    // Whoever it is shared with has a key of their own: `encryption_contract.json` among the
    // recordings of EBS in radkawar/stackd (looked up 2026-11-26).
    Ok(Source { kms_key_id: None, ..row.source() })
}

/// Why a copy of the snapshot with an id comes to nothing, though AWS begins it:
/// `copy_controls.json` among the recordings of EBS in radkawar/stackd (looked up 2026-11-26).
// unverified (looked up 2026-11-26): of an id that no snapshot has anywhere; recorded are those of
// other regions and of other accounts.
pub(crate) fn failure_of_copy(cx: Read<'_>, id: &str) -> Option<&'static str> {
    let Some((_, row)) = cx.reach::<Snapshot>(id) else {
        let is_there = behind_an_image(cx, Id::new(id)).is_some();
        return (!is_there).then_some("Source snapshot is not found");
    };
    let is_complete = row.state.at(cx.now()) == SnapshotState::Completed;
    (!is_complete).then_some("Source snapshot is not complete")
}

/// The snapshot with an id, where it is the caller's or shared with it.
pub(crate) fn usable(cx: Read<'_>, id: &str) -> Option<Source> {
    cx.reach::<Snapshot>(id).map(|(_, row)| row.source())
}

/// What is archived must be restored before anything is made of it.
pub(crate) fn check_tier(row: &Row<Snapshot>, now: Now<'_>) -> Result<()> {
    match row.tier(now) {
        StorageTier::Standard => Ok(()),
        StorageTier::Archive => {
            // unverified (looked up 2026-11-26): code and message.
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
pub(crate) fn source_of_mapping(cx: Read<'_>, ebs: &EbsBlockDevice) -> Result<Option<Source>> {
    let Some(id) = ebs.snapshot_id.as_deref() else { return Ok(None) };
    if let Some(row) = cx.find::<Snapshot>(id) {
        check_tier(row, cx.now())?;
        return Ok(Some(row.source()));
    }
    let encrypted = ebs.encrypted == Some(true);
    let of_mapping = |size_gib| Source {
        id: Id::new(id),
        size_gib,
        encrypted,
        kms_key_id: None,
        is_blank: false,
    };
    Ok(ebs.volume_size.map(of_mapping))
}

fn missing(cx: Read<'_>, id: &str) -> Error {
    let digits = id.strip_prefix("snap-").unwrap_or_default();
    let is_whole = digits.len() == 17 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    match Snapshot::check_id_of(cx.action(), id) {
        // So it says of 17 zeros: `images_controls.json` of radkawar/stackd.
        _ if cx.action() == Action::RegisterImage && is_whole => {
            let message = format!("The snapshot ID '{id}' does not exist");
            Error::new("InvalidSnapshotID.NotFound", message)
        }
        Err(error) => error,
        // kvnn/OrdControl#13
        Ok(()) if cx.action() == Action::CreateVolume => {
            Error::new("InvalidSnapshot.NotFound", "Snapshot does not exist")
        }
        Ok(()) => Snapshot::not_found(&[id]),
    }
}

/// A snapshot that is the caller's by way of an image only: those of the catalogue's images are no
/// rows.
// Amazon's Linux images can be copied (awslabs/amazon-eks-ami#52), which others' often cannot;
// unverified (looked up 2026-11-26): that volumes can be made of their snapshots.
fn behind_an_image(cx: Read<'_>, id: SnapshotId) -> Option<Source> {
    let mut own = cx.with(Image::BY_SNAPSHOT, &id);
    let own = own.find_map(|image| {
        let ebs = image.block_devices.iter().filter_map(|device| device.ebs.as_ref());
        ebs.filter(|ebs| ebs.snapshot_id.as_deref() == Some(&*id)).find_map(|ebs| ebs.volume_size)
    });
    let size_gib = own.or_else(|| public::public_snapshot_size_gib(cx, &id))?;
    Some(Source { id, size_gib, encrypted: false, kms_key_id: None, is_blank: false })
}
