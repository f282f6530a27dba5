//! What several operations of these resources check alike.

use crate::engine::{Read, Resource, Text};
use crate::error::{Error, Result};
use crate::records::compute::launch_templates::LaunchTemplate;

pub(crate) fn checked_description(text: Option<&str>) -> Result<Option<Text>> {
    let text = text.filter(|text| !text.is_empty());
    if let Some(long) = text.filter(|text| text.chars().count() > MAX_DESCRIPTION_CHARS) {
        // unverified (looked up 2026-11-26): the wording.
        let reason = "It must have up to 255 characters.";
        return Err(Error::bad_parameter("versionDescription", long, reason));
    }
    Ok(text.map(Into::into))
}

pub(crate) fn view(cx: Read<'_>, id: &str) -> Result<wire::LaunchTemplate> {
    Ok(LaunchTemplate::view(cx.get::<LaunchTemplate>(id)?, cx))
}

pub(crate) const MAX_DESCRIPTION_CHARS: usize = 255;
