//! What operations on volumes and snapshots say of what cannot be an id of theirs, each in words of
//! its own: `volume_controls.json`, `volume_controls_deletion.json`,
//! `volume_controls_snapshot_ids.json` and `copy_controls_contract.json` among the recordings of
//! EBS in radkawar/stackd (looked up 2026-11-26).

use crate::error::Error;
use wire::Action;

const VOLUME: &str = "InvalidVolumeID.Malformed";
const SNAPSHOT: &str = "InvalidSnapshotID.Malformed";

/// `usual` is what is said of an id of a volume elsewhere.
// unverified (looked up 2026-11-26): what operations say that the recordings have none of.
pub(crate) fn volume(action: Action, id: &str, usual: Error) -> Error {
    let is_shaped = usual.code == VOLUME;
    match action {
        Action::DeleteVolume => Error::invalid_value(format!("The volume ID '{id}' is malformed")),
        Action::ModifyVolumeAttribute => {
            Error::new(VOLUME, format!("The volume ID '{id}' is malformed"))
        }
        // To EnableVolumeIO EC2 answers an internal error, which nobody gets here.
        Action::DescribeVolumeStatus | Action::EnableVolumeIO if is_shaped => usual,
        Action::DescribeVolumeStatus => {
            Error::new(VOLUME, format!("Invalid id: \"{id}\" (expecting \"vol-...\")"))
        }
        Action::DescribeVolumes if is_shaped => expected("volumes", id),
        Action::DescribeVolumes => usual,
        _ if is_shaped => shaped(VOLUME, "VOLUME", id),
        Action::DescribeVolumeAttribute
        | Action::DescribeVolumesModifications
        | Action::EnableVolumeIO
        | Action::ModifyVolume
            if id.is_empty() =>
        {
            let message = "Value () for parameter volumeId is invalid. Parameter may not be null \
                           or empty.";
            Error::new("MissingParameter", message)
        }
        Action::DescribeVolumesModifications => expected("volumeId", id),
        _ => usual,
    }
}

/// The same of an id of a snapshot.
pub(crate) fn snapshot(action: Action, id: &str, usual: Error) -> Error {
    match action {
        Action::CopySnapshot => Error::invalid_value("The specified snapshotId is invalid"),
        Action::DescribeSnapshots => usual,
        _ if usual.code == SNAPSHOT => shaped(SNAPSHOT, "SNAPSHOT", id),
        _ => usual,
    }
}

fn expected(parameter: &str, id: &str) -> Error {
    Error::bad_parameter(parameter, id, "Expected: 'vol-...'.")
}

/// With the blanks that EC2 has.
fn shaped(code: &'static str, kind: &str, id: &str) -> Error {
    Error::new(code, format!("Value ( {id} ) for parameter {kind} is invalid. "))
}
