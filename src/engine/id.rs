//! An id knows what it is the id of, so that nobody looks for a subnet under the id of a VPC. What
//! a client sends is a text until somebody takes it for an id.

use arcstr::ArcStr;
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Deref;

/// A text that many rows hold and that is no id: an account, a zone, a name. It takes a row but a
/// word.
pub(crate) type Text = ArcStr;

/// The id of a `T` as EC2 writes it, `vpc-0123456789abcdef0`; shared, because many rows name the
/// same one. `T` is a kind's record, or stands for a part of one.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Id<T> {
    text: Text,
    #[serde(skip)]
    of: PhantomData<fn() -> T>,
}

/// What the id of something is of that may be of several kinds.
pub(crate) enum Any {}

/// What can say which `T` is meant: its id, or a text of which a client says that it is one.
pub(crate) trait Names<T> {
    fn name(&self) -> &str;
}

impl<T> Id<T> {
    pub fn new(text: impl Into<Text>) -> Self {
        Self { text: text.into(), of: PhantomData }
    }

    pub const fn as_text(&self) -> &Text {
        &self.text
    }

    #[expect(
        clippy::inherent_to_string_shadow_display,
        reason = "it gives the same; views are full of ids, and the formatting machinery is slow"
    )]
    pub fn to_string(&self) -> String {
        self.text.as_str().to_owned()
    }

    /// The same id where others are of other kinds.
    pub fn any(&self) -> Id<Any> {
        Id::new(self.text.clone())
    }
}

impl<T> Names<T> for Id<T> {
    fn name(&self) -> &str {
        self
    }
}

impl<T> Names<T> for str {
    fn name(&self) -> &str {
        self
    }
}

impl<T> Names<T> for String {
    fn name(&self) -> &str {
        self
    }
}

impl<T, N: Names<T> + ?Sized> Names<T> for &N {
    fn name(&self) -> &str {
        (**self).name()
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), of: PhantomData }
    }
}

impl<T> Deref for Id<T> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl<T> Borrow<str> for Id<T> {
    fn borrow(&self) -> &str {
        self
    }
}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}
