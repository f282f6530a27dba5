//! How the metadata service writes things.

use wire::Timestamp;

/// `2026-01-31T12:00:00Z`: a moment as the service writes it, without a fraction.
pub(super) fn moment(at: Timestamp) -> String {
    let text = at.iso8601();
    format!("{}Z", text.split('.').next().unwrap_or_default())
}

/// A text that is not empty.
pub(super) fn given(text: Option<&String>) -> Option<String> {
    text.filter(|text| !text.is_empty()).cloned()
}
