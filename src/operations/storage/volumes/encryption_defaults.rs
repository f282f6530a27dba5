//! Whether the volumes and snapshots of an account in a region are encrypted unless told otherwise,
//! and by which key. <https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html>

use crate::effects::account::account_settings;
use crate::engine::{Read, Write};
use crate::error::Result;
use crate::records::account::account_settings as account_settings_records;
use crate::records::account::account_settings::EncryptionDefaults;
use crate::records::storage::volumes::encryption::{AWS_KEY, aws_key, is_by_default, key_arn};
use wire::{
    DisableEbsEncryptionByDefaultRequest, DisableEbsEncryptionByDefaultResult,
    EnableEbsEncryptionByDefaultRequest, EnableEbsEncryptionByDefaultResult,
    GetEbsDefaultKmsKeyIdRequest, GetEbsDefaultKmsKeyIdResult, GetEbsEncryptionByDefaultRequest,
    GetEbsEncryptionByDefaultResult, ModifyEbsDefaultKmsKeyIdRequest,
    ModifyEbsDefaultKmsKeyIdResult, ResetEbsDefaultKmsKeyIdRequest, ResetEbsDefaultKmsKeyIdResult,
    SSEType,
};

fn set(cx: &mut Write<'_>, change: impl FnOnce(&mut EncryptionDefaults)) -> Result<()> {
    account_settings::change(cx, |settings| change(&mut settings.ebs_encryption))
}

pub(crate) fn enable(
    cx: &mut Write<'_>,
    _request: &EnableEbsEncryptionByDefaultRequest,
) -> Result<EnableEbsEncryptionByDefaultResult> {
    set(cx, |defaults| defaults.by_default = true)?;
    Ok(EnableEbsEncryptionByDefaultResult { ebs_encryption_by_default: Some(true) })
}

pub(crate) fn disable(
    cx: &mut Write<'_>,
    _request: &DisableEbsEncryptionByDefaultRequest,
) -> Result<DisableEbsEncryptionByDefaultResult> {
    set(cx, |defaults| defaults.by_default = false)?;
    Ok(DisableEbsEncryptionByDefaultResult { ebs_encryption_by_default: Some(false) })
}

pub(crate) fn get(
    cx: Read<'_>,
    _request: &GetEbsEncryptionByDefaultRequest,
) -> Result<GetEbsEncryptionByDefaultResult> {
    let by_default = is_by_default(cx);
    // unverified (looked up 2026-11-26): what the type is where nothing is encrypted by default.
    let sse_type = if by_default { SSEType::SseKms } else { SSEType::None };
    Ok(GetEbsEncryptionByDefaultResult {
        ebs_encryption_by_default: Some(by_default),
        sse_type: Some(sse_type),
    })
}

pub(crate) fn get_key(
    cx: Read<'_>,
    _request: &GetEbsDefaultKmsKeyIdRequest,
) -> Result<GetEbsDefaultKmsKeyIdResult> {
    Ok(GetEbsDefaultKmsKeyIdResult { kms_key_id: Some(shown(cx)) })
}

/// AWS names its own key by the alias, and others by their ARNs.
fn shown(cx: Read<'_>) -> String {
    let set = account_settings_records::of(cx).ebs_encryption.key.as_ref();
    set.map_or_else(|| AWS_KEY.to_owned(), ToString::to_string)
}

pub(crate) fn modify_key(
    cx: &mut Write<'_>,
    request: &ModifyEbsDefaultKmsKeyIdRequest,
) -> Result<ModifyEbsDefaultKmsKeyIdResult> {
    let key = key_arn(cx.read(), &request.kms_key_id)?;
    let key = Some(key).filter(|key| *key != aws_key(cx.read()));
    set(cx, |defaults| defaults.key = key)?;
    Ok(ModifyEbsDefaultKmsKeyIdResult { kms_key_id: Some(shown(cx.read())) })
}

pub(crate) fn reset_key(
    cx: &mut Write<'_>,
    _request: &ResetEbsDefaultKmsKeyIdRequest,
) -> Result<ResetEbsDefaultKmsKeyIdResult> {
    set(cx, |defaults| defaults.key = None)?;
    Ok(ResetEbsDefaultKmsKeyIdResult { kms_key_id: Some(shown(cx.read())) })
}
