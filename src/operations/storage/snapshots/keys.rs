//! Keys of KMS that give access to an encrypted snapshot beside its own.
//! <https://docs.aws.amazon.com/ebs/latest/userguide/associated-kms-keys.html>

use crate::engine::{Read, Row, Text, Write};
use crate::error::{Error, Result};
use crate::records::storage::snapshots::Snapshot;
use crate::records::storage::volumes::encryption::key_arn;
use wire::{
    AssociateKmsKeyIdRequest, AssociateKmsKeyIdResult, DisassociateKmsKeyIdRequest,
    DisassociateKmsKeyIdResult,
};

// unverified (looked up 2026-11-26): codes and words, and how many keys there may be.
pub(crate) fn associate_kms_key_id(
    cx: &mut Write<'_>,
    request: &AssociateKmsKeyIdRequest,
) -> Result<AssociateKmsKeyIdResult> {
    let (row, key) = find(cx.read(), request.snapshot_id.as_deref(), &request.kms_key_id)?;
    let id = row.id.clone();
    if !row.encrypted {
        let message = format!("The snapshot '{id}' is not encrypted.");
        return Err(Error::new("UnsupportedOperation", message));
    }
    if row.kms_key_id.as_ref() == Some(&key) || row.further_keys.contains(&key) {
        let message = format!("The KMS key {key} is already associated with the snapshot '{id}'.");
        return Err(Error::invalid_value(message));
    }
    cx.get_mut::<Snapshot>(&id)?.further_keys.push(key);
    Ok(AssociateKmsKeyIdResult { r#return: Some(true) })
}

pub(crate) fn disassociate_kms_key_id(
    cx: &mut Write<'_>,
    request: &DisassociateKmsKeyIdRequest,
) -> Result<DisassociateKmsKeyIdResult> {
    let (row, key) = find(cx.read(), request.snapshot_id.as_deref(), &request.kms_key_id)?;
    let id = row.id.clone();
    if !row.further_keys.contains(&key) {
        // unverified (looked up 2026-11-26): code and words.
        let message = format!("The KMS key {key} is not associated with the snapshot '{id}'.");
        return Err(Error::invalid_value(message));
    }
    cx.get_mut::<Snapshot>(&id)?.further_keys.retain(|other| *other != key);
    Ok(DisassociateKmsKeyIdResult { r#return: Some(true) })
}

fn find<'a>(cx: Read<'a>, id: Option<&str>, key: &str) -> Result<(&'a Row<Snapshot>, Text)> {
    let id = id.ok_or_else(|| Error::missing("snapshotId"))?;
    Ok((cx.get::<Snapshot>(id)?, key_arn(cx, key)?))
}
