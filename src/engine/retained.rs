//! What the rules of retention come to for a row.

use super::context::Read;
use super::tags::Tags;

impl Read<'_> {
    /// How long a row of a kind, with some tags, is kept once it is deleted.
    pub fn retained(self, kind: &str, tags: &Tags) -> Option<i64> {
        self.others.lab.retention.of(self.caller, kind, tags)
    }
}
