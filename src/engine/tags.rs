//! Tags of a row, tag specifications of a create, and their limits.

use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use wire::{ResourceType, Tag, TagSpecification, WireEnum as _};

/// The limits of <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html>.
const MAX_TAGS: usize = 50;
const MAX_KEY_CHARS: usize = 128;
const MAX_VALUE_CHARS: usize = 256;
const RESERVED: &str = "aws:";

/// A resource's tags, in the order of their keys.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Tags(Vec<(Box<str>, Box<str>)>);

impl Tags {
    pub fn get(&self, key: &str) -> Option<&str> {
        let at = self.0.binary_search_by(|(other, _)| (**other).cmp(key)).ok()?;
        Some(&self.0[at].1)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (&**key, &**value))
    }

    pub fn set(&mut self, key: &str, value: &str) {
        match self.0.binary_search_by(|(other, _)| (**other).cmp(key)) {
            Ok(at) => self.0[at].1 = value.into(),
            Err(at) => self.0.insert(at, (key.into(), value.into())),
        }
    }

    /// Takes a tag away; with a value only if it is the tag's.
    pub fn unset(&mut self, key: &str, value: Option<&str>) {
        self.0.retain(|(other, is)| &**other != key || value.is_some_and(|value| value != &**is));
    }

    /// Takes away all tags but those that AWS itself gave.
    pub fn clear(&mut self) {
        self.0.retain(|(key, _)| key.starts_with(RESERVED));
    }

    /// As a response lists them: an empty list where there are none.
    pub fn wire(&self) -> Option<Vec<Tag>> {
        let tag = |(key, value): (&str, &str)| Tag {
            key: Some(key.to_owned()),
            value: Some(value.to_owned()),
        };
        Some(self.iter().map(tag).collect())
    }

    /// For responses that leave the list out where it would be empty.
    pub fn wire_unless_empty(&self) -> Option<Vec<Tag>> {
        if self.0.is_empty() { None } else { self.wire() }
    }

    /// Adds tags of a request to these.
    ///
    /// # Errors
    /// `InvalidParameterValue` for a reserved, empty or overlong key or an overlong value,
    /// `TagLimitExceeded` beyond 50 tags.
    pub fn add(&mut self, tags: &[Tag]) -> Result<()> {
        for tag in tags {
            let (key, value) = check(tag)?;
            self.set(key, value);
        }
        if self.0.iter().filter(|(key, _)| !key.starts_with(RESERVED)).count() > MAX_TAGS {
            let message = "The maximum number of Tags for a resource has been reached.";
            return Err(Error::new("TagLimitExceeded", message));
        }
        Ok(())
    }
}

fn check(tag: &Tag) -> Result<(&str, &str)> {
    let key = tag.key.as_deref().unwrap_or_default();
    let value = tag.value.as_deref().unwrap_or_default();
    if key.is_empty() {
        return Err(Error::invalid_value("Tag key cannot be null or empty."));
    }
    if key.chars().count() > MAX_KEY_CHARS {
        let message = format!("Tag key exceeds the maximum length of {MAX_KEY_CHARS} characters");
        return Err(Error::invalid_value(message));
    }
    if value.chars().count() > MAX_VALUE_CHARS {
        let message =
            format!("Tag value exceeds the maximum length of {MAX_VALUE_CHARS} characters");
        return Err(Error::invalid_value(message));
    }
    check_reserved(key)?;
    Ok((key, value))
}

/// # Errors
/// `InvalidParameterValue` for a key that only AWS may write.
pub(crate) fn check_reserved(key: &str) -> Result<()> {
    if key.len() >= RESERVED.len()
        && key.is_char_boundary(RESERVED.len())
        && key[..RESERVED.len()].eq_ignore_ascii_case(RESERVED)
    {
        let message = "Tag keys starting with 'aws:' are reserved for internal use";
        return Err(Error::invalid_value(message));
    }
    Ok(())
}

/// The tags that a create's specifications give to `of`; `allowed` are all types it may name.
///
/// # Errors
/// `InvalidParameterValue` for a type that the operation does not create or an empty
/// specification, and those of [`Tags::add`].
pub(crate) fn specified(
    specifications: &[TagSpecification],
    of: ResourceType,
    allowed: &[ResourceType],
) -> Result<Tags> {
    let mut result = Tags::default();
    for specification in specifications {
        let kind = specification.resource_type.as_deref().unwrap_or_default();
        let Some(kind) = allowed.iter().find(|allowed| allowed.as_str() == kind) else {
            let message =
                format!("'{kind}' is not a valid taggable resource type for this operation.");
            return Err(Error::invalid_value(message));
        };
        let tags = specification.tags.as_deref().unwrap_or_default();
        if tags.is_empty() {
            return Err(Error::invalid_value("Tag specification must have at least one tag"));
        }
        let mut keys: Vec<_> = tags.iter().map(|tag| tag.key.as_deref()).collect();
        keys.sort_unstable();
        if let Some(twice) = keys.windows(2).find(|pair| pair[0] == pair[1]) {
            let key = twice[0].unwrap_or_default();
            let message = format!("Duplicate tag key '{key}' specified.");
            return Err(Error::invalid_value(message));
        }
        let mut checked = Tags::default();
        checked.add(tags)?;
        if *kind == of {
            result.add(tags)?;
        }
    }
    Ok(result)
}
