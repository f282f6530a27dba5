//! Tags that an instance can read of itself: where its metadata has them, they must have keys that
//! can be parts of a path.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/work-with-tags-in-IMDS.html>

use super::record::Instance;
use crate::engine::Read;
use crate::error::{Error, Result};
use wire::{InstanceMetadataTagsState, Tag};

const MAX_KEY_CHARS: usize = 255;

const RESERVED: [&str; 3] = [".", "..", "_index"];

/// # Errors
/// `InvalidParameterValue` for the first key that cannot be shown, if the metadata has the tags.
pub(crate) fn check<'a>(
    state: InstanceMetadataTagsState,
    mut keys: impl Iterator<Item = &'a str>,
) -> Result<()> {
    if state != InstanceMetadataTagsState::Enabled {
        return Ok(());
    }
    keys.find(|key| !is_valid(key)).map_or(Ok(()), |key| Err(invalid(key)))
}

/// Checks the tags that are to be put on a resource, which may be an instance.
///
/// # Errors
/// Those of [`check`].
pub(crate) fn check_metadata_tags(cx: Read<'_>, id: &str, tags: &[Tag]) -> Result<()> {
    let Some(row) = cx.find::<Instance>(id) else { return Ok(()) };
    check(row.metadata.tags, tags.iter().map(|tag| tag.key.as_deref().unwrap_or_default()))
}

fn is_valid(key: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_+=,.@:".contains(&byte);
    (1..=MAX_KEY_CHARS).contains(&key.len()) && key.bytes().all(allowed) && !RESERVED.contains(&key)
}

/// Both backslashes are EC2's: <https://github.com/aws/karpenter-provider-aws/pull/7012>.
fn invalid(key: &str) -> Error {
    Error::invalid_value(format!(
        "'{key}' is not a valid tag key. Tag keys must match pattern \
         ([0-9a-zA-Z\\\\-_+=,.@:]{{1,255}}), and must not be a reserved name ('.', '..', '_index')"
    ))
}
