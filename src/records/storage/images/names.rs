//! The names that images can have.

use crate::engine::Read;
use crate::error::{Error, Result};
use crate::records::storage::images::Image;

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateImage.html>
const PUNCTUATION: &str = "()[] ./-'@_";

/// Refuses a name that cannot be, or that another image of the caller's has.
pub(crate) fn check(cx: Read<'_>, name: &str) -> Result<()> {
    check_letters(name)?;
    if let Some(other) = cx.with(Image::BY_NAME, name).next() {
        let message = format!("AMI name {name} is already in use by AMI {}", other.id);
        return Err(Error::new("InvalidAMIName.Duplicate", message));
    }
    Ok(())
}

/// Refuses a name that cannot be.
pub(crate) fn check_letters(name: &str) -> Result<()> {
    let is_allowed = |letter: char| letter.is_ascii_alphanumeric() || PUNCTUATION.contains(letter);
    if !(3..=128).contains(&name.chars().count()) || !name.chars().all(is_allowed) {
        // As recorded; more letters are allowed than it lists.
        let message = "AMI names must be between 3 and 128 characters long, and may contain \
                       letters, numbers, '(', ')', '.', '-', '/' and '_'";
        return Err(Error::new("InvalidAMIName.Malformed", message));
    }
    Ok(())
}
