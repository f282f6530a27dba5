//! Whether snapshots of an account in a region may be public.
//! <https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html>

use crate::effects::account::account_settings;
use crate::engine::{Read, Write};
use crate::error::{Error, Result};
use crate::records::storage::snapshots::block_public_access::of_region;
use wire::{
    DisableSnapshotBlockPublicAccessRequest, DisableSnapshotBlockPublicAccessResult,
    EnableSnapshotBlockPublicAccessRequest, EnableSnapshotBlockPublicAccessResult,
    GetSnapshotBlockPublicAccessStateRequest, GetSnapshotBlockPublicAccessStateResult, ManagedBy,
    SnapshotBlockPublicAccessState,
};

fn set(cx: &mut Write<'_>, state: SnapshotBlockPublicAccessState) -> Result<()> {
    account_settings::change(cx, |settings| settings.snapshot_block_public_access = Some(state))
}

pub(crate) fn enable(
    cx: &mut Write<'_>,
    request: &EnableSnapshotBlockPublicAccessRequest,
) -> Result<EnableSnapshotBlockPublicAccessResult> {
    if request.state == SnapshotBlockPublicAccessState::Unblocked {
        let message = "Value 'unblocked' for State is not valid. Valid values are \
                       'block-all-sharing' and 'block-new-sharing'.";
        return Err(Error::new("InvalidRequest", message));
    }
    set(cx, request.state)?;
    Ok(EnableSnapshotBlockPublicAccessResult { state: Some(request.state) })
}

pub(crate) fn disable(
    cx: &mut Write<'_>,
    _request: &DisableSnapshotBlockPublicAccessRequest,
) -> Result<DisableSnapshotBlockPublicAccessResult> {
    let state = SnapshotBlockPublicAccessState::Unblocked;
    set(cx, state)?;
    Ok(DisableSnapshotBlockPublicAccessResult { state: Some(state) })
}

pub(crate) fn state(
    cx: Read<'_>,
    _request: &GetSnapshotBlockPublicAccessStateRequest,
) -> Result<GetSnapshotBlockPublicAccessStateResult> {
    let (state, managed_by) = (Some(of_region(cx)), Some(ManagedBy::Account));
    Ok(GetSnapshotBlockPublicAccessStateResult { state, managed_by })
}
