//! Whether snapshots of an account in a region may be public.
//! <https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html>

use crate::engine::{Read, Resource, Row, Tags, Write};
use crate::error::{Error, Result};
use serde::Serialize;
use wire::{
    DisableSnapshotBlockPublicAccessRequest, DisableSnapshotBlockPublicAccessResult,
    EnableSnapshotBlockPublicAccessRequest, EnableSnapshotBlockPublicAccessResult,
    GetSnapshotBlockPublicAccessStateRequest, GetSnapshotBlockPublicAccessStateResult, ManagedBy,
    ResourceType, SnapshotBlockPublicAccessState,
};

/// The only row of its table, there once something was set.
#[derive(Debug, Clone, Serialize)]
pub(in crate::resources) struct SnapshotSettings {
    block_public_access: SnapshotBlockPublicAccessState,
}

const ONLY: &str = "settings";

impl Resource for SnapshotSettings {
    type View = ();
    /// No id begins so: clients cannot name the row.
    const PREFIX: &'static str = "snapshot settings";
    const TYPE: ResourceType = ResourceType::Snapshot;
    const PLURAL: &'static str = "snapshotSettings";
    const NOT_FOUND: &'static str = "InvalidSnapshot.NotFound";
    const MALFORMED: &'static str = "InvalidSnapshotID.Malformed";
    const NOUN: &'static str = "snapshot settings";

    fn view(_row: &Row<Self>, _cx: Read<'_>) {}
}

pub(super) fn of_region(cx: Read<'_>) -> SnapshotBlockPublicAccessState {
    let row = cx.find::<SnapshotSettings>(ONLY);
    row.map_or(SnapshotBlockPublicAccessState::Unblocked, |row| row.block_public_access)
}

fn set(cx: &mut Write<'_>, state: SnapshotBlockPublicAccessState) -> Result<()> {
    if cx.find::<SnapshotSettings>(ONLY).is_none() {
        let record = SnapshotSettings { block_public_access: state };
        cx.insert(ONLY.into(), record, Tags::default());
    }
    cx.get_mut::<SnapshotSettings>(ONLY)?.block_public_access = state;
    Ok(())
}

pub(super) fn enable(
    cx: &mut Write<'_>,
    request: &EnableSnapshotBlockPublicAccessRequest,
) -> Result<EnableSnapshotBlockPublicAccessResult> {
    if request.state == SnapshotBlockPublicAccessState::Unblocked {
        // unverified: the wording; the documentation says that it is not valid here.
        let reason = "Expecting block-all-sharing or block-new-sharing.";
        return Err(Error::bad_parameter("state", "unblocked", reason));
    }
    set(cx, request.state)?;
    Ok(EnableSnapshotBlockPublicAccessResult { state: Some(request.state) })
}

pub(super) fn disable(
    cx: &mut Write<'_>,
    _request: &DisableSnapshotBlockPublicAccessRequest,
) -> Result<DisableSnapshotBlockPublicAccessResult> {
    let state = SnapshotBlockPublicAccessState::Unblocked;
    set(cx, state)?;
    Ok(DisableSnapshotBlockPublicAccessResult { state: Some(state) })
}

pub(super) fn state(
    cx: Read<'_>,
    _request: &GetSnapshotBlockPublicAccessStateRequest,
) -> Result<GetSnapshotBlockPublicAccessStateResult> {
    let (state, managed_by) = (Some(of_region(cx)), Some(ManagedBy::Account));
    Ok(GetSnapshotBlockPublicAccessStateResult { state, managed_by })
}
