//! What is part of something else ends with it: the kind of the part says whose ([`PartOf`]), and
//! whoever ends the whole needs no line for it.

use super::any_row::AnyRow;
use super::context::Write;
use super::id::Text;
use super::index::{PartOf, Wanted};
use std::any::TypeId;
use wire::Timestamp;

impl Write<'_> {
    /// Lets a row cease to exist at a moment, and its parts no later.
    pub(super) fn end_whole(&mut self, of: TypeId, id: &str, at: Timestamp) {
        for (part, part_id, ends) in self.parts(of, id) {
            self.end_whole(part, &part_id, ends.map_or(at, |ends| ends.min(at)));
        }
        let is_over = self.now.reached(at);
        let rows = self.touch(of);
        if is_over { rows.remove(id) } else { rows.end(id, at) }
    }

    /// The parts of what has an id, and when they end on their own.
    fn parts(&self, of: TypeId, id: &str) -> Vec<(TypeId, Text, Option<Timestamp>)> {
        let mut found = Vec::new();
        for stored in self.region.stored() {
            for part in stored.kind.part_of.iter().filter(|part| (part.whole)() == of) {
                let parts = stored.rows.with((part.index, id), 0, self.now);
                found.extend(parts.map(|(_, part)| (stored.of, part.id().clone(), part.ends())));
            }
        }
        found
    }

    /// When a new row ends because what it is a part of does.
    pub(super) fn end_with_whole(&self, parts: &[PartOf], row: &dyn AnyRow) -> Option<Timestamp> {
        let mut ends = None;
        row.index(Wanted::Each(&mut |index, id| {
            for part in parts.iter().filter(|part| part.index == index) {
                let whole = self.region.rows((part.whole)()).find(id, self.now);
                ends = whole.and_then(AnyRow::ends).into_iter().chain(ends).min();
            }
        }));
        ends
    }
}
