//! One account's resources in one region: the tables of all kinds, and what a kind is.

use super::any_row::{AnyRow, Seq};
use super::clock::Now;
use super::flaw::Flaw;
use super::id::Text;
use super::ids::Ids;
use super::index::PartOf;
use super::life::{Life, Millis};
use super::looks::Look;
use super::rows::Rows;
use super::tokens::Tokens;
use crate::error::Error;
use std::any::TypeId;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;
use wire::{ResourceType, Timestamp};

/// Who calls, and where.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Caller {
    pub account: Text,
    pub region: Text,
}

/// An account, a region, or one in the other; nothing given is all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Scope {
    pub account: Option<Text>,
    pub region: Option<Text>,
}

impl Scope {
    pub fn has(&self, caller: &Caller) -> bool {
        let is =
            |wanted: &Option<Text>, is: &Text| wanted.as_ref().is_none_or(|wanted| wanted == is);
        is(&self.account, &caller.account) && is(&self.region, &caller.region)
    }

    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }
}

/// Reads a row of a kind, and its position, from JSON.
pub(super) type ReadRow = fn(&str) -> Result<(Seq, Box<dyn AnyRow>), Flaw>;

/// A kind of resource as the engine is told of it.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    pub plural: &'static str,
    /// What DescribeTags says the rows' tags are of, where they have tags.
    pub tags_of: Option<ResourceType>,
    pub(super) life: Option<Life>,
    /// How clients name the rows; `None`: they do not.
    pub named: Option<Named>,
    pub(super) type_id: fn() -> TypeId,
    /// The row that holds what has an id, of the kind with a type.
    pub(super) holder: fn(&Region, Now<'_>, TypeId, &str) -> Option<Text>,
    /// What a row holds in its account and region.
    pub(super) held: fn(&dyn AnyRow, Now<'_>) -> Vec<(TypeId, Text)>,
    /// Reads a row of the exported state.
    pub(super) read: ReadRow,
    /// What rows are parts of.
    pub(super) part_of: &'static [PartOf],
}

/// How clients name the rows of a kind.
#[derive(Clone, Copy)]
pub(crate) struct Named {
    pub prefix: &'static str,
    pub not_found: fn(&[&str]) -> Error,
}

impl Kind {
    fn has_prefix(&self, prefix: &str) -> bool {
        self.named.is_some_and(|named| named.prefix == prefix)
    }
}

/// What an id begins with; nothing is before one that is a UUID.
fn prefix_of(id: &str) -> Option<&str> {
    let is_uuid = |text: &str| {
        let lengths = [8, 4, 4, 4, 12];
        let parts = || text.split('-');
        parts().count() == lengths.len()
            && parts().zip(lengths).all(|(part, length)| {
                part.len() == length && part.bytes().all(|digit| digit.is_ascii_hexdigit())
            })
    };
    let start = id.len().checked_sub(36);
    let uuid =
        start.and_then(|start| Some((start, id.get(start..)?))).filter(|(_, it)| is_uuid(it));
    match uuid {
        Some((start, _)) => Some(id.get(..start)?.trim_end_matches('-')),
        None => id.rsplit_once('-').map(|(prefix, _)| prefix),
    }
}

/// All kinds in the order of their names, and where among them each is.
pub(super) struct Kinds {
    pub(super) all: Vec<&'static Kind>,
    places: HashMap<TypeId, usize, BuildHasherDefault<OfTypeId>>,
}

/// Type ids are hashes already.
#[derive(Default)]
struct OfTypeId(u64);

impl Hasher for OfTypeId {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, part: u64) {
        self.0 = self.0.rotate_left(8) ^ part;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Kinds {
    /// How long the lives of kinds take.
    pub fn lives(&self) -> impl Iterator<Item = Millis> {
        let lives = self.all.iter().filter_map(|kind| Some(kind.life?.takes(kind.plural)));
        lives.flatten().filter(|takes| takes.usual > 0)
    }

    /// What tags say that a resource with an id is.
    pub fn type_of(&self, id: &str) -> Option<ResourceType> {
        let prefix = prefix_of(id)?;
        self.all.iter().find(|kind| kind.has_prefix(prefix))?.tags_of
    }

    pub fn new(kinds: impl Iterator<Item = &'static Kind>) -> Self {
        let mut all: Vec<_> = kinds.collect();
        all.sort_by_key(|kind| kind.plural);
        let places = all.iter().enumerate().map(|(at, kind)| ((kind.type_id)(), at));
        let places = places.collect();
        Self { all, places }
    }

    /// The kind with a plural, and where among all it is.
    pub fn named(&self, plural: &str) -> Option<(usize, &'static Kind)> {
        let at = self.all.binary_search_by_key(&plural, |kind| kind.plural).ok()?;
        Some((at, self.all[at]))
    }

    pub fn place(&self, of: TypeId) -> usize {
        *self.places.get(&of).expect("the world lists all")
    }
}

/// The rows of one kind, and which kind that is.
pub(crate) struct Stored {
    pub of: TypeId,
    pub kind: &'static Kind,
    pub rows: Rows,
}

/// One account's resources in one region.
pub(crate) struct Region {
    kinds: Arc<Kinds>,
    /// In the order of the kinds' names.
    stored: Vec<Stored>,
    pub(super) ids: Ids,
    pub(super) tokens: Tokens,
    /// Another one after each request that changed something.
    pub(super) version: u64,
    /// Which of all regions that were ever made.
    pub(super) number: u64,
    /// Whether all of it is written where the state is kept, so that changes are enough.
    pub(super) is_saved: bool,
    /// The first moment at which something comes of one of the rows.
    pub(super) due: Timestamp,
}

/// Rows by their positions.
type Held = BTreeMap<Seq, Box<dyn AnyRow>>;

/// A moment that never comes.
pub(super) const NEVER: Timestamp = Timestamp(i64::MAX);

impl Region {
    pub(super) fn new(kinds: &Arc<Kinds>, ids: Ids, (number, version): (u64, u64)) -> Self {
        let store = |(place, kind): (u16, &&'static Kind)| Stored {
            of: (kind.type_id)(),
            kind,
            rows: Rows::new(place),
        };
        let stored = (0..).zip(&kinds.all).map(store).collect();
        let (kinds, tokens) = (Arc::clone(kinds), Tokens::default());
        Self { kinds, stored, ids, tokens, version, number, is_saved: false, due: NEVER }
    }

    /// Whether something of the rows is as it was at a version.
    pub(super) fn is_as_at(&self, version: u64, look: Look) -> bool {
        let stored = self.stored.get(usize::from(look.place));
        stored.is_some_and(|stored| stored.rows.is_as_at(version, look.thing))
    }

    pub fn stored(&self) -> &[Stored] {
        &self.stored
    }

    /// Where a resource with an id would be.
    pub fn stored_as(&self, id: &str) -> Option<(&Stored, Named)> {
        let prefix = prefix_of(id)?;
        let stored = self.stored.iter().find(|stored| stored.kind.has_prefix(prefix))?;
        Some((stored, stored.kind.named?))
    }

    pub fn rows(&self, of: TypeId) -> &Rows {
        &self.stored[self.kinds.place(of)].rows
    }

    /// The first row of which something comes, its kind, and when; of several at once the first in
    /// the order of kinds and of creation.
    pub(super) fn first_due(&self) -> Option<(Timestamp, TypeId, Seq)> {
        let each = self.stored.iter().filter_map(|stored| {
            let (at, seq) = stored.rows.first_due()?;
            Some((at, stored.of, seq))
        });
        each.min_by_key(|(at, ..)| *at)
    }

    pub(super) fn rows_mut(&mut self, of: TypeId) -> &mut Rows {
        let at = self.kinds.place(of);
        &mut self.stored[at].rows
    }

    pub(super) fn place(&self, of: TypeId) -> usize {
        self.kinds.place(of)
    }

    pub(super) fn rows_at(&mut self, place: usize) -> Option<&mut Rows> {
        self.stored.get_mut(place).map(|stored| &mut stored.rows)
    }

    /// What it held: of each kind that there ever was, its place, its next position and its rows;
    /// and the tokens.
    pub(super) fn into_former(self) -> (Vec<(usize, Seq, Held)>, Tokens) {
        let each = self.stored.into_iter().enumerate();
        let used = each.filter(|(_, stored)| stored.rows.next() > 1);
        let kinds = used.map(|(at, Stored { rows, .. })| (at, rows.next(), rows.into_rows()));
        (kinds.collect(), self.tokens)
    }
}
