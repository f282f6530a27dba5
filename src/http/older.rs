//! Answers to who asks for an older version of the API: as of today, without the members that the
//! version lacks.

use crate::catalog::older_members;
use wire::{Action, Name, Sink};

/// Today's version, which has had no successor since 2016.
pub(super) const TODAY: &str = "2016-11-15";

/// Lists hold these; they are no part of what members are named by.
const ITEM: &str = "item";

/// Hands on to a writer what a version has.
pub(super) struct Older<'a> {
    writer: &'a mut dyn Sink,
    version: &'a str,
    /// The operation and the elements that are open.
    path: String,
}

impl<'a> Older<'a> {
    pub fn new(writer: &'a mut dyn Sink, version: &'a str, action: Action) -> Self {
        Self { writer, version, path: action.name().to_owned() }
    }

    fn has(&self, name: Name<'_>) -> bool {
        older_members::has(self.version, &self.path, name.as_str())
    }
}

impl Sink for Older<'_> {
    fn open(&mut self, name: Name<'_>) -> bool {
        let is_there = self.has(name) && self.writer.open(name);
        if is_there && name.as_str() != ITEM {
            self.path.push('/');
            self.path.push_str(name.as_str());
        }
        is_there
    }

    fn text(&mut self, name: Name<'_>, text: &str) {
        if self.has(name) {
            self.writer.text(name, text);
        }
    }

    fn plain(&mut self, name: Name<'_>, text: &str) {
        if self.has(name) {
            self.writer.plain(name, text);
        }
    }

    fn empty(&mut self, name: Name<'_>) {
        if self.has(name) {
            self.writer.empty(name);
        }
    }

    fn close(&mut self, name: Name<'_>) {
        if name.as_str() != ITEM {
            self.path.truncate(self.path.len().saturating_sub(name.as_str().len() + 1));
        }
        self.writer.close(name);
    }
}
