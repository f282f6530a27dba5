//! Indexes by their types: of which kind's rows each is, and what these are looked up by. A kind
//! declares its indexes as constants; nobody can ask for one that there is not, or under the id of
//! another kind. `tests/tidy` looks that each is filled.

use super::id::{Id, Text};
use std::any::TypeId;
use std::borrow::Cow;
use std::marker::PhantomData;

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

    fn shared(&self) -> Text {
        self.text().into()
    }
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

    fn shared(&self) -> Text {
        self.as_text().clone()
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

/// Collects the values that a record of a kind is looked up by.
pub(crate) struct Index<'a, Of> {
    values: &'a mut Vec<(&'static str, Text)>,
    of: PhantomData<fn() -> Of>,
}

impl<'a, Of> Index<'a, Of> {
    pub(super) const fn new(values: &'a mut Vec<(&'static str, Text)>) -> Self {
        Self { values, of: PhantomData }
    }

    pub fn add<K: Key + ?Sized>(&mut self, by: By<Of, K>, key: &K) {
        self.values.push((by.name, key.shared()));
    }
}
