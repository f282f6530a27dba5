//! Indexes by their types: of which kind's rows each is, and what these are looked up by. A kind
//! declares its indexes as constants; nobody can ask for one that there is not, or under the id of
//! another kind. `tests/tidy` looks that each is filled.

use super::id::{Any, Id};
use super::network;
use std::any::TypeId;
use std::borrow::Cow;
use std::marker::PhantomData;
use std::net::Ipv4Addr;

/// An index of the rows of `Of` by a `Key`: by the id of what they belong to, by a text such as
/// their name, or by nothing (`()`), where it lists some of the rows. It bears the name of the
/// filter that it answers, and the name of no filter where it answers none.
pub(crate) struct By<Of, Key: ?Sized> {
    pub(super) name: &'static str,
    of: PhantomData<fn(&Key) -> Of>,
}

impl<Of, K: ?Sized> Clone for By<Of, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Of, K: ?Sized> Copy for By<Of, K> {}

impl<Of, K: ?Sized> By<Of, K> {
    pub const fn new(name: &'static str) -> Self {
        Self { name, of: PhantomData }
    }
}

impl<Of, K: Key + ?Sized> By<Of, K> {
    /// Those of the rows that it lists under a key.
    pub fn under(self, key: &K) -> Under<'_, Of> {
        Under { name: self.name, value: key.text(), of: PhantomData }
    }
}

impl<Of> By<Of, Id<Any>> {
    /// The same with those of the keys that are ids of one kind.
    pub const fn among<K>(self) -> By<Of, K> {
        By::new(self.name)
    }
}

/// What an index lists under one key.
pub(crate) struct Under<'a, Of> {
    pub(super) name: &'static str,
    pub(super) value: Cow<'a, str>,
    of: PhantomData<fn() -> Of>,
}

/// Of which kind something is a part, and the index that lists the parts under the id of the whole.
#[derive(Clone, Copy)]
pub(crate) struct PartOf {
    pub(super) whole: fn() -> TypeId,
    pub(super) index: &'static str,
}

impl PartOf {
    pub const fn of<T, W: 'static>(by: By<T, Id<W>>) -> Self {
        Self { whole: TypeId::of::<W>, index: by.name }
    }
}

/// What rows can be looked up by.
pub(crate) trait Key {
    fn text(&self) -> Cow<'_, str>;
}

impl Key for str {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl<T> Key for Id<T> {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl Key for bool {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(if *self { "true" } else { "false" })
    }
}

impl Key for () {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed("")
    }
}

impl Key for Ipv4Addr {
    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(network::dotted(*self))
    }
}

/// Is told all that a record of a kind is looked up by.
pub(crate) struct Index<'a, Of> {
    wanted: Wanted<'a>,
    of: PhantomData<fn() -> Of>,
}

/// What is wanted to be known of it.
pub(super) enum Wanted<'a> {
    /// Each key and its index.
    Each(&'a mut dyn FnMut(&'static str, &str)),
    /// Whether a text is a key in an index.
    One { name: &'a str, text: &'a str, is_there: &'a mut bool },
}

impl<'a, Of> Index<'a, Of> {
    pub(super) const fn new(wanted: Wanted<'a>) -> Self {
        Self { wanted, of: PhantomData }
    }

    pub fn add<K: Key + ?Sized>(&mut self, by: By<Of, K>, key: &K) {
        self.tell(by.name, key);
    }

    /// The same where clients say the text of the key, which is written when it is needed.
    pub fn add_written(&mut self, by: By<Of, str>, key: &impl Key) {
        self.tell(by.name, key);
    }

    fn tell(&mut self, by: &'static str, key: &(impl Key + ?Sized)) {
        if self.wanted.is_of(by) {
            self.wanted.tell(by, &key.text());
        }
    }
}

impl Wanted<'_> {
    /// Whether keys of an index are wanted; their text is made only then.
    fn is_of(&self, by: &str) -> bool {
        match self {
            Self::Each(_) => true,
            Self::One { name, is_there, .. } => !**is_there && by == *name,
        }
    }

    fn tell(&mut self, by: &'static str, key: &str) {
        match self {
            Self::Each(each) => each(by, key),
            Self::One { text, is_there, .. } => **is_there = key == *text,
        }
    }
}
