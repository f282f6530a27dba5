//! Whether volumes and snapshots are encrypted, and by which key.
//! <https://docs.aws.amazon.com/ebs/latest/userguide/how-ebs-encryption-works.html>

use crate::engine::{Read, Text};
use crate::error::{Error, Result};
use crate::records::account::{account_settings, arns};
use crate::records::storage::snapshots::Source;
use sha2::{Digest as _, Sha256};
use wire::Action;

/// What a request's `Encrypted` and `KmsKeyId` come to. What is made of something encrypted is so
/// too, whatever the request says, and by the same key unless it names another.
///
/// # Errors
/// `InvalidParameterDependency` for a key without encryption; to CreateVolume
/// `InvalidParameterCombination` for what cannot be left unencrypted.
pub(crate) fn encryption(
    cx: Read<'_>,
    (wanted, key): (Option<bool>, Option<&str>),
    source: Option<&Source>,
) -> Result<(bool, Option<Text>)> {
    let key = key.filter(|key| !key.is_empty());
    let source = source.filter(|source| source.encrypted);
    // What a request leaves unencrypted is encrypted all the same where that is the default.
    if source.is_some() && wanted == Some(false) && cx.action() == Action::CreateVolume {
        // `encryption_contract.json` among the recordings of EBS in radkawar/stackd (looked up
        // 2026-11-26).
        let message = "EncryptedVolume parameter [false] is inconsistent with snapshot encryption \
                       state [true]";
        return Err(Error::new("InvalidParameterCombination", message));
    }
    let is_wanted = wanted == Some(true) || is_by_default(cx);
    if !is_wanted && source.is_none() {
        return match key {
            None => Ok((false, None)),
            Some(_) => Err(key_alone(cx)),
        };
    }
    let of_source = source.and_then(|source| source.kms_key_id.clone());
    let key = match (key, of_source) {
        (Some(key), _) => key_arn(cx, key)?,
        (None, Some(key)) => key,
        (None, None) => key_by_default(cx),
    };
    Ok((true, Some(key)))
}

/// CreateVolume's words have brackets, as a guide to KMS with Terraform quotes them; those of a
/// launch have none: <https://github.com/keithvassallomt/parsec-aws-automation/issues/12>.
fn key_alone(cx: Read<'_>) -> Error {
    let key = if cx.action() == Action::CreateVolume { "[KmsKeyId]" } else { "KmsKeyId" };
    let message = format!("The parameter {key} requires the parameter Encrypted to be set.");
    Error::new("InvalidParameterDependency", message)
}

/// The key that AWS makes for EBS in each account and region.
pub(crate) const AWS_KEY: &str = "alias/aws/ebs";

/// That key as volumes and snapshots name it.
pub(crate) fn aws_key(cx: Read<'_>) -> Text {
    let prefix = key_prefix(cx);
    format!("{prefix}key/{}", aws_key_id(&prefix)).into()
}

fn key_prefix(cx: Read<'_>) -> String {
    format!("arn:{}:kms:{}:{}:", arns::partition(cx), cx.region(), cx.account())
}

/// A key as volumes name it, whichever way the request does. Keys are those of another service,
/// so whether one exists cannot be told; EC2 itself accepts a wrong one at first. Of what
/// [cannot be a key](can_be_key) comes nothing.
pub(crate) fn key_arn(cx: Read<'_>, key: &str) -> Result<Text> {
    let prefix = key_prefix(cx);
    let named = key.strip_prefix(prefix.as_str()).unwrap_or(key);
    if named == AWS_KEY {
        return Ok(aws_key(cx));
    }
    if named.starts_with("alias/") || named.contains(":alias/") {
        return Err(Error::not_emulated(
            "aliases of KMS keys other than alias/aws/ebs: give the key's id or ARN",
        ));
    }
    if key.starts_with("arn:") {
        return Ok(key.into());
    }
    Ok(format!("{prefix}key/{key}").into())
}

/// Whether a key, as volumes name it, has the form of those of KMS: that of a UUID, or of a key of
/// several regions. What has not is looked at only after the answer, as in aws/aws-sdk-ruby#1222
/// of a volume, which is not there later.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html>
pub(crate) fn can_be_key(named: &str) -> bool {
    let id = named.rsplit('/').next().unwrap_or_default();
    match id.strip_prefix("mrk-") {
        Some(digits) => digits.len() == 32 && digits.bytes().all(|it| it.is_ascii_hexdigit()),
        None => id.len() == 36 && uuid::Uuid::try_parse(id).is_ok(),
    }
}

/// The same for each account and region, so that all of its volumes name one key.
fn aws_key_id(prefix: &str) -> String {
    let digest = Sha256::digest(prefix.as_bytes());
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(byte, from)| *byte = from);
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

pub(crate) fn is_by_default(cx: Read<'_>) -> bool {
    account_settings::of(cx).ebs_encryption.by_default
}

/// The key of what is encrypted without naming one.
pub(crate) fn key_by_default(cx: Read<'_>) -> Text {
    account_settings::of(cx).ebs_encryption.key.clone().unwrap_or_else(|| aws_key(cx))
}
