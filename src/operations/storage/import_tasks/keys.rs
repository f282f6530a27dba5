//! The keys that imports are encrypted with.

use crate::engine::{Read, Text};
use crate::error::{Error, Result};
use crate::records::storage::volumes::encryption::{can_be_key, encryption};

/// Whether what is imported is encrypted, and by which key: unlike with volumes, this is looked at
/// before the answer.
pub(crate) fn checked_encryption(
    cx: Read<'_>,
    wanted: (Option<bool>, Option<&str>),
) -> Result<(bool, Option<Text>)> {
    let (encrypted, key) = encryption(cx, wanted, None)?;
    if !key.as_deref().is_none_or(can_be_key) {
        // awsdocs/vm-import-export-user-guide#9 (2022) quotes it of a key made up of letters.
        return Err(Error::invalid_value(
            "The specified KMS key is not accessible. If this is a default EBS CMK, please retry \
             your request without specifying the key explicitly",
        ));
    }
    Ok((encrypted, key))
}
