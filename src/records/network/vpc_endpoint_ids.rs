//! How the kinds around endpoints look at ids.

use crate::error::{Error, Result};

/// # Errors
/// `code` for what cannot be an id with the prefix.
pub(crate) fn check(code: &'static str, noun: &str, prefix: &str, id: &str) -> Result<()> {
    if id.rsplit_once('-').is_some_and(|(before, _)| before == prefix) {
        return Ok(());
    }
    let message = format!(
        "Invalid {noun}: '{id}' (expecting '{prefix}-...; the Id may only contain lowercase \
         alphanumeric characters and a single dash')"
    );
    Err(Error::new(code, message))
}
