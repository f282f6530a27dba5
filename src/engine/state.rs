//! Everything the server holds: for each account and region the tables of all kinds.

use super::clock::Now;
use super::ids::{Id, Ids};
use super::rows::Rows;
use super::table::{Record, Resource, Table};
use super::tokens::Tokens;
use crate::error::Error;
use std::any::TypeId;
use std::collections::BTreeMap;
use wire::ResourceType;

/// Who calls, and where.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Caller {
    pub account: Id,
    pub region: Id,
}

/// A kind of resource as the engine is told of it.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    pub plural: &'static str,
    /// What DescribeTags says the rows' tags are of, where they have tags.
    pub tags_of: Option<ResourceType>,
    /// How clients name the rows; `None`: they do not.
    pub named: Option<Named>,
    type_id: fn() -> TypeId,
}

/// How clients name the rows of a kind.
#[derive(Clone, Copy)]
pub(crate) struct Named {
    pub prefix: &'static str,
    pub not_found: fn(&[&str]) -> Error,
}

impl Kind {
    pub const fn of<T: Resource>() -> Self {
        let named = Named { prefix: T::PREFIX, not_found: T::not_found };
        Self { named: Some(named), ..Self::record::<T>() }
    }

    /// Rows that clients do not name.
    pub const fn record<T: Record>() -> Self {
        Self { plural: T::PLURAL, tags_of: T::TAGS_OF, named: None, type_id: TypeId::of::<T> }
    }

    fn has_prefix(&self, prefix: &str) -> bool {
        self.named.is_some_and(|named| named.prefix == prefix)
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
    /// In the order of the kinds' names. A look along them is quicker than hashing.
    stored: Vec<Stored>,
    pub(super) ids: Ids,
    pub(super) tokens: Tokens,
    /// Another one after each request that changed something.
    pub(super) version: u64,
}

impl Region {
    fn new(kinds: &'static [Kind], ids: Ids) -> Self {
        let store = |kind: &'static Kind| Stored { of: (kind.type_id)(), kind, rows: Rows::new() };
        let mut stored: Vec<Stored> = kinds.iter().map(store).collect();
        stored.sort_by_key(|stored| stored.kind.plural);
        Self { stored, ids, tokens: Tokens::default(), version: 0 }
    }

    pub fn stored(&self) -> &[Stored] {
        &self.stored
    }

    pub fn table<T: Record>(&self) -> Table<'_, T> {
        Table::new(self.rows(TypeId::of::<T>()))
    }

    /// Where a resource with an id would be.
    pub fn stored_as(&self, id: &str) -> Option<(&Stored, Named)> {
        let (prefix, _) = id.rsplit_once('-')?;
        let stored = self.stored.iter().find(|stored| stored.kind.has_prefix(prefix))?;
        Some((stored, stored.kind.named?))
    }

    pub fn rows(&self, of: TypeId) -> &Rows {
        let stored = self.stored.iter().find(|stored| stored.of == of);
        &stored.expect("resources lists all").rows
    }

    pub(super) fn rows_mut(&mut self, of: TypeId) -> &mut Rows {
        let stored = self.stored.iter_mut().find(|stored| stored.of == of);
        &mut stored.expect("resources lists all").rows
    }
}

/// All accounts and regions that were spoken to.
pub(crate) struct Ec2State {
    kinds: &'static [Kind],
    seed: u64,
    regions: BTreeMap<Caller, Region>,
}

impl Ec2State {
    pub const fn new(kinds: &'static [Kind], seed: u64) -> Self {
        Self { kinds, seed, regions: BTreeMap::new() }
    }

    pub fn region(&self, caller: &Caller) -> Option<&Region> {
        self.regions.get(caller)
    }

    /// What another account or region holds, and whose it is.
    pub(super) fn entry(&self, caller: &Caller) -> Option<(&Caller, &Region)> {
        self.regions.get_key_value(caller)
    }

    /// All of them, by account and region.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&Caller, &Region)> {
        self.regions.iter()
    }

    /// An empty region; what a fresh one holds is for the kinds to put there.
    pub(super) fn new_region(&self, caller: &Caller) -> Region {
        Region::new(self.kinds, Ids::new(self.seed, &caller.account, &caller.region))
    }

    /// Takes a region out, so that it can be changed while the others are looked at.
    pub(super) fn take(&mut self, caller: &Caller) -> Option<Region> {
        self.regions.remove(caller)
    }

    pub(super) fn put(&mut self, caller: &Caller, region: Region) {
        self.regions.insert(caller.clone(), region);
    }

    /// How many rows each kind has over all accounts and regions, by the kind's plural.
    pub fn counts(&self, now: Now<'_>) -> BTreeMap<&'static str, usize> {
        let mut counts: BTreeMap<_, _> = self.kinds.iter().map(|kind| (kind.plural, 0)).collect();
        for stored in self.regions.values().flat_map(Region::stored) {
            *counts.entry(stored.kind.plural).or_default() += stored.rows.count(now);
        }
        counts
    }

    /// Every row, by account, region and kind.
    pub fn export(&self) -> serde_json::Value {
        let mut accounts = serde_json::Map::new();
        for (caller, region) in &self.regions {
            let export = |stored: &Stored| (stored.kind.plural.to_owned(), stored.rows.export());
            let rows: serde_json::Map<_, _> = region.stored().iter().map(export).collect();
            let account = accounts
                .entry(caller.account.to_string())
                .or_insert_with(|| serde_json::Value::Object(serde_json::Map::new()));
            if let Some(regions) = account.as_object_mut() {
                regions.insert(caller.region.to_string(), rows.into());
            }
        }
        accounts.into()
    }
}
