//! Buckets of S3, of which no more is known here than what their names can be.

use crate::error::{Error, Result};
use std::net::Ipv4Addr;

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>
///
/// # Errors
/// `InvalidParameterValue` for a name that no bucket can have.
// unverified (looked up 2026-11-26): code and wording.
pub(crate) fn check_bucket(parameter: &str, name: &str) -> Result<()> {
    let is_inner = |letter: char| {
        letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '.' | '-')
    };
    let is_outer = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let is_valid = (3..=63).contains(&name.len())
        && name.chars().all(is_inner)
        && name.starts_with(is_outer)
        && name.ends_with(is_outer)
        && !name.contains("..")
        && name.parse::<Ipv4Addr>().is_err();
    if is_valid {
        return Ok(());
    }
    Err(Error::bad_parameter(parameter, name, "It must be the name of an Amazon S3 bucket."))
}
