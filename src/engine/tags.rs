//! Tags of a row, tag specifications of a create, and their limits.

use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use thin_vec::ThinVec;
use wire::{ResourceType, Tag, TagSpecification, WireEnum as _};

/// The limits of <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html>.
const MAX_TAGS: usize = 50;
const MAX_KEY_CHARS: usize = 128;
const MAX_VALUE_CHARS: usize = 256;
const RESERVED: &str = "aws:";

/// A resource's tags, in the order of their keys.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Tags(ThinVec<(Box<str>, Box<str>)>);

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
    /// `InvalidParameterValue` for a reserved, empty or overlong key or a missing or overlong
    /// value, `TagLimitExceeded` beyond 50 tags.
    pub fn add(&mut self, tags: &[Tag]) -> Result<()> {
        for tag in tags {
            let (key, value) = check(tag).map_err(|flaw| match flaw {
                // `ebs/volume_controls.json` of radkawar/stackd (looked up 2026-11-26)
                Flaw::NoKey => Error::invalid_value("Tag key must have a value"),
                flaw => flaw.into(),
            })?;
            self.set(key, value);
        }
        if self.0.iter().filter(|(key, _)| !key.starts_with(RESERVED)).count() > MAX_TAGS {
            let message =
                format!("The resultant tag set must not have more than {MAX_TAGS} user tags.");
            return Err(Error::new("TagLimitExceeded", message));
        }
        Ok(())
    }
}

/// What is wrong with a tag of a request. EC2 says it with the tag's key or value before it where
/// tags are written by themselves, and alone where they come with a resource:
/// <https://github.com/kubernetes-sigs/cluster-api-provider-aws/pull/5461>,
/// <https://github.com/jcjorel/ec2-spot-converter/issues/13>.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    NoKey,
    LongKey,
    ReservedKey,
    NoValue,
    LongValue,
}

impl Flaw {
    pub const fn reason(self) -> &'static str {
        match self {
            Self::NoKey => "Tag key cannot be null or empty.",
            Self::LongKey => "Tag key exceeds the maximum length of 128 characters",
            Self::ReservedKey => "Tag keys starting with 'aws:' are reserved for internal use",
            Self::NoValue => "Tag value cannot be null. Use empty string instead.",
            Self::LongValue => "Tag value exceeds the maximum length of 256 characters",
        }
    }
}

impl From<Flaw> for Error {
    fn from(flaw: Flaw) -> Self {
        Self::invalid_value(flaw.reason())
    }
}

/// # Errors
/// What a tag to be written cannot have.
pub(crate) fn check(tag: &Tag) -> Result<(&str, &str), Flaw> {
    let key = tag.key.as_deref().unwrap_or_default();
    check_key(key)?;
    let value = tag.value.as_deref().ok_or(Flaw::NoValue)?;
    if value.chars().count() > MAX_VALUE_CHARS {
        return Err(Flaw::LongValue);
    }
    Ok((key, value))
}

/// # Errors
/// What the key of a tag to be written or taken away cannot be.
pub(crate) fn check_key(key: &str) -> Result<(), Flaw> {
    if key.is_empty() {
        return Err(Flaw::NoKey);
    }
    if key.chars().count() > MAX_KEY_CHARS {
        return Err(Flaw::LongKey);
    }
    let start = key.get(..RESERVED.len()).unwrap_or_default();
    if start.eq_ignore_ascii_case(RESERVED) { Err(Flaw::ReservedKey) } else { Ok(()) }
}

/// # Errors
/// `InvalidParameterValue` for a key that is there twice.
pub(crate) fn check_unique(tags: &[Tag]) -> Result<()> {
    let mut keys: Vec<_> = tags.iter().map(|tag| tag.key.as_deref()).collect();
    keys.sort_unstable();
    match keys.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(twice) => {
            let key = twice[0].unwrap_or_default();
            Err(Error::invalid_value(format!("Duplicate tag key '{key}' specified.")))
        }
        None => Ok(()),
    }
}

/// The code for no type of resource, and for one that an operation does not make; that of
/// networking is another.
pub(crate) const WRONG_TYPE: &str = "InvalidParameterValue";

/// The tags that a create's specifications give to `of`; `allowed` are all types it may name.
///
/// # Errors
/// Those of [`specified_or`], with [`WRONG_TYPE`].
pub(crate) fn specified(
    specifications: &[TagSpecification],
    of: ResourceType,
    allowed: &[ResourceType],
) -> Result<Tags> {
    specified_or(WRONG_TYPE, specifications, of, allowed)
}

/// The same with another code for a type that is not allowed, and for none.
///
/// # Errors
/// `wrong_type` for none and for a type that the operation does not create, `InvalidParameterValue`
/// for one that is there twice, `InvalidTagKey.Malformed` for an empty specification, and those of
/// [`Tags::add`].
pub(super) fn specified_or(
    wrong_type: &'static str,
    specifications: &[TagSpecification],
    of: ResourceType,
    allowed: &[ResourceType],
) -> Result<Tags> {
    let mut result = Tags::default();
    for (at, specification) in specifications.iter().enumerate() {
        let Some(kind) = specification.resource_type.as_deref() else {
            // getmoto/moto#6839 has that of networking.
            let message = "Tag specification resource type must have a value";
            return Err(Error::new(wrong_type, message));
        };
        let Some(kind) = allowed.iter().find(|allowed| allowed.as_str() == kind) else {
            let message =
                format!("'{kind}' is not a valid taggable resource type for this operation.");
            return Err(Error::new(wrong_type, message));
        };
        let is_same = |other: &TagSpecification| other.resource_type == specification.resource_type;
        if specifications[..at].iter().any(is_same) {
            let message = "The same resource type may not be specified more than once in tag \
                           specifications";
            return Err(Error::invalid_value(message));
        }
        let tags = specification.tags.as_deref().unwrap_or_default();
        if tags.is_empty() {
            // hashicorp/packer-plugin-amazon#141
            let message = "Tag specification must have at least one tag";
            return Err(Error::new("InvalidTagKey.Malformed", message));
        }
        check_unique(tags)?;
        let mut checked = Tags::default();
        checked.add(tags)?;
        if *kind == of {
            result.add(tags)?;
        }
    }
    Ok(result)
}
