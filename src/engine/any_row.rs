//! A row as the engine sees it, whatever kind it is of, and where it stands among those of its
//! kind.

use super::clock::Timed;
use super::id::Text;
use super::index::Wanted;
use super::life::Phase;
use super::tags::Tags;
use std::any::Any;
use wire::Timestamp;

pub(crate) use super::seq::Seq;

/// What every row has, its record aside.
pub(super) trait AnyRow: Any + Send + Sync {
    fn id(&self) -> &Text;
    fn tags(&self) -> &Tags;
    fn tags_mut(&mut self) -> &mut Tags;
    /// From when on nobody sees it any more.
    fn ends(&self) -> Option<Timestamp>;
    fn set_end(&mut self, at: Option<Timestamp>);
    fn set_life(&mut self, phase: Timed<Phase>);
    /// Tells what it is looked up by.
    fn index(&self, wanted: Wanted<'_>);
    /// When something comes of it.
    fn due(&self) -> Option<Timestamp>;
    fn boxed_clone(&self) -> Box<dyn AnyRow>;
    /// Appends the row as JSON, as the one at a position.
    fn write(&self, seq: Seq, to: &mut Vec<u8>);
}

impl Clone for Box<dyn AnyRow> {
    fn clone(&self) -> Self {
        (**self).boxed_clone()
    }
}
