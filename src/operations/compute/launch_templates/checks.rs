//! What several operations of these resources check alike.

use crate::engine::{Read, Text};
use crate::error::{Result, check_length};
use crate::records::compute::launch_templates::LaunchTemplate;

pub(crate) fn checked_description(text: Option<&str>) -> Result<Option<Text>> {
    let text = text.filter(|text| !text.is_empty());
    check_length("versionDescription", text, MAX_DESCRIPTION_CHARS)?;
    Ok(text.map(Into::into))
}

pub(crate) fn view(cx: Read<'_>, id: &str) -> Result<wire::LaunchTemplate> {
    cx.view::<LaunchTemplate>(id)
}

pub(crate) const MAX_DESCRIPTION_CHARS: usize = 255;
