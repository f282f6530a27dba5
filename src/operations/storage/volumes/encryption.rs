//! Whether the volumes and snapshots of an account in a region are encrypted unless told otherwise,
//! and by which key. <https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html>

use crate::engine::{Id, Read};
use crate::records::account::account_settings;
use crate::records::storage::volumes::encryption::aws_key;

pub(crate) fn is_by_default(cx: Read<'_>) -> bool {
    account_settings::of(cx).ebs_encryption.by_default
}

/// The key of what is encrypted without naming one.
pub(crate) fn key(cx: Read<'_>) -> Id {
    account_settings::of(cx).ebs_encryption.key.clone().unwrap_or_else(|| aws_key(cx))
}
