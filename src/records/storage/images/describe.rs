//! DescribeImages: the caller's images first, then those that other accounts share, then those of
//! the catalogue, in one listing.

use crate::engine::Read;
use crate::error::{Error, Result};

/// The account that an owner or a user of an image or a snapshot is given as.
///
/// # Errors
/// `InvalidUserID.Malformed` for what is neither `self` nor an account's id.
pub(crate) fn account(cx: Read<'_>, text: &str) -> Result<String> {
    if text == "self" {
        return Ok(cx.account().to_string());
    }
    if text.len() == 12 && text.bytes().all(|digit| digit.is_ascii_digit()) {
        return Ok(text.to_owned());
    }
    Err(Error::new("InvalidUserID.Malformed", format!("User ID '{text}' is invalid")))
}
