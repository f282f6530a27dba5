//! Whether the volumes and snapshots of an account in a region are encrypted unless told otherwise,
//! and by which key. <https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html>

use super::encryption::{aws_key, key_arn};
use crate::engine::{Id, Read, Resource, Row, Tags, Write};
use crate::error::Result;
use serde::Serialize;
use wire::{
    DisableEbsEncryptionByDefaultRequest, DisableEbsEncryptionByDefaultResult,
    EnableEbsEncryptionByDefaultRequest, EnableEbsEncryptionByDefaultResult,
    GetEbsDefaultKmsKeyIdRequest, GetEbsDefaultKmsKeyIdResult, GetEbsEncryptionByDefaultRequest,
    GetEbsEncryptionByDefaultResult, ModifyEbsDefaultKmsKeyIdRequest,
    ModifyEbsDefaultKmsKeyIdResult, ResetEbsDefaultKmsKeyIdRequest, ResetEbsDefaultKmsKeyIdResult,
    ResourceType, SSEType,
};

/// The only row of its table, there once something was set.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::resources) struct EncryptionDefaults {
    by_default: bool,
    /// `None`: AWS's own.
    key: Option<Id>,
}

const ONLY: &str = "settings";

impl Resource for EncryptionDefaults {
    type View = ();
    /// No id begins so: clients cannot name the row.
    const PREFIX: &'static str = "ebs encryption";
    const TYPE: ResourceType = ResourceType::Volume;
    const PLURAL: &'static str = "ebsEncryptionDefaults";
    const NOT_FOUND: &'static str = "InvalidVolume.NotFound";
    const MALFORMED: &'static str = "InvalidVolumeID.Malformed";
    const NOUN: &'static str = "EBS encryption defaults";

    fn view(_row: &Row<Self>, _cx: Read<'_>) {}
}

pub(super) fn is_by_default(cx: Read<'_>) -> bool {
    cx.find::<EncryptionDefaults>(ONLY).is_some_and(|row| row.by_default)
}

/// The key of what is encrypted without naming one.
pub(super) fn key(cx: Read<'_>) -> Id {
    let set = cx.find::<EncryptionDefaults>(ONLY).and_then(|row| row.key.clone());
    set.unwrap_or_else(|| aws_key(cx))
}

fn set(cx: &mut Write<'_>, change: impl FnOnce(&mut EncryptionDefaults)) -> Result<()> {
    if cx.find::<EncryptionDefaults>(ONLY).is_none() {
        cx.insert(ONLY.into(), EncryptionDefaults::default(), Tags::default());
    }
    change(&mut *cx.get_mut::<EncryptionDefaults>(ONLY)?);
    Ok(())
}

pub(super) fn enable(
    cx: &mut Write<'_>,
    _request: &EnableEbsEncryptionByDefaultRequest,
) -> Result<EnableEbsEncryptionByDefaultResult> {
    set(cx, |defaults| defaults.by_default = true)?;
    Ok(EnableEbsEncryptionByDefaultResult { ebs_encryption_by_default: Some(true) })
}

pub(super) fn disable(
    cx: &mut Write<'_>,
    _request: &DisableEbsEncryptionByDefaultRequest,
) -> Result<DisableEbsEncryptionByDefaultResult> {
    set(cx, |defaults| defaults.by_default = false)?;
    Ok(DisableEbsEncryptionByDefaultResult { ebs_encryption_by_default: Some(false) })
}

pub(super) fn get(
    cx: Read<'_>,
    _request: &GetEbsEncryptionByDefaultRequest,
) -> Result<GetEbsEncryptionByDefaultResult> {
    let by_default = is_by_default(cx);
    // unverified: what the type is where nothing is encrypted by default.
    let sse_type = if by_default { SSEType::SseKms } else { SSEType::None };
    Ok(GetEbsEncryptionByDefaultResult {
        ebs_encryption_by_default: Some(by_default),
        sse_type: Some(sse_type),
    })
}

pub(super) fn get_key(
    cx: Read<'_>,
    _request: &GetEbsDefaultKmsKeyIdRequest,
) -> Result<GetEbsDefaultKmsKeyIdResult> {
    Ok(GetEbsDefaultKmsKeyIdResult { kms_key_id: Some(shown(cx)) })
}

/// AWS names its own key by the alias, and others by their ARNs.
fn shown(cx: Read<'_>) -> String {
    let set = cx.find::<EncryptionDefaults>(ONLY).and_then(|row| row.key.as_ref());
    set.map_or_else(|| super::encryption::AWS_KEY.to_owned(), ToString::to_string)
}

pub(super) fn modify_key(
    cx: &mut Write<'_>,
    request: &ModifyEbsDefaultKmsKeyIdRequest,
) -> Result<ModifyEbsDefaultKmsKeyIdResult> {
    let key = key_arn(cx.read(), &request.kms_key_id)?;
    let key = Some(key).filter(|key| *key != aws_key(cx.read()));
    set(cx, |defaults| defaults.key = key)?;
    Ok(ModifyEbsDefaultKmsKeyIdResult { kms_key_id: Some(shown(cx.read())) })
}

pub(super) fn reset_key(
    cx: &mut Write<'_>,
    _request: &ResetEbsDefaultKmsKeyIdRequest,
) -> Result<ResetEbsDefaultKmsKeyIdResult> {
    set(cx, |defaults| defaults.key = None)?;
    Ok(ResetEbsDefaultKmsKeyIdResult { kms_key_id: Some(shown(cx.read())) })
}
