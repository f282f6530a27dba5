//! The values that a member takes.

use super::Invalid;
use std::fmt::Display;

/// The least and the greatest value a member takes.
#[derive(Clone, Copy)]
pub(crate) struct Range<T>(pub Option<T>, pub Option<T>);

impl<T: PartialOrd + Display> Range<T> {
    pub(super) fn check(&self, name: &str, text: &str, value: T) -> Result<T, Invalid> {
        // EC2 says "greater than 5" and takes 5.
        if let Some(low) = &self.0
            && value < *low
        {
            return Err(Invalid::range(name, text, &format!("a value greater than {low}")));
        }
        // unverified (looked up 2026-11-26): the wording for a value above the range.
        if let Some(high) = &self.1
            && value > *high
        {
            return Err(Invalid::range(name, text, &format!("a value less than {high}")));
        }
        Ok(value)
    }
}
