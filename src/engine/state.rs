//! Everything the server holds: for each account and region the tables of all kinds.

use super::clock::Now;
use super::ids::{Id, Ids};
use super::table::{AnyTable, Resource, Table};
use super::tokens::Tokens;
use std::any::TypeId;
use std::collections::BTreeMap;

/// Who calls, and where.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Caller {
    pub account: Id,
    pub region: Id,
}

/// A kind of resource as the engine is told of it: it can make a table of its rows.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    plural: &'static str,
    type_id: fn() -> TypeId,
    table: fn() -> Box<dyn AnyTable>,
}

impl Kind {
    pub const fn of<T: Resource>() -> Self {
        Self { plural: T::PLURAL, type_id: TypeId::of::<T>, table: || Box::new(Table::<T>::new()) }
    }
}

/// One account's resources in one region.
pub(crate) struct Region {
    /// There are few kinds: a look along them is quicker than hashing.
    tables: Vec<(TypeId, Box<dyn AnyTable>)>,
    pub(super) ids: Ids,
    pub(super) tokens: Tokens,
    /// Another one after each request that changed something.
    pub(super) version: u64,
}

impl Region {
    fn new(kinds: &[Kind], ids: Ids) -> Self {
        let tables = kinds.iter().map(|kind| ((kind.type_id)(), (kind.table)())).collect();
        Self { tables, ids, tokens: Tokens::default(), version: 0 }
    }

    pub fn table<T: Resource>(&self) -> &Table<T> {
        let of = TypeId::of::<T>();
        let table = self.tables.iter().find(|(id, _)| *id == of);
        table.and_then(|(_, table)| table.as_any().downcast_ref()).expect("resources lists all")
    }

    pub(super) fn table_mut<T: Resource>(&mut self) -> &mut Table<T> {
        let table = self.any_table_mut(TypeId::of::<T>());
        table.and_then(|table| table.as_any_mut().downcast_mut()).expect("resources lists all")
    }

    pub(super) fn any_table_mut(&mut self, id: TypeId) -> Option<&mut dyn AnyTable> {
        let table = self.tables.iter_mut().find(|(of, _)| *of == id);
        table.map(|(_, table)| table.as_mut())
    }

    /// The tables in the order of their names.
    pub fn any_tables(&self) -> Vec<(TypeId, &dyn AnyTable)> {
        let mut tables: Vec<_> =
            self.tables.iter().map(|(id, table)| (*id, table.as_ref())).collect();
        tables.sort_by_key(|(_, table)| table.plural());
        tables
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

    pub(super) fn region_mut(&mut self, caller: &Caller) -> Option<&mut Region> {
        self.regions.get_mut(caller)
    }

    /// Adds an empty region; what a fresh one holds is for the kinds to put there.
    pub(super) fn add_region(&mut self, caller: &Caller) -> &mut Region {
        let ids = Ids::new(self.seed, &caller.account, &caller.region);
        let kinds = self.kinds;
        self.regions.entry(caller.clone()).or_insert_with(|| Region::new(kinds, ids))
    }

    /// How many rows each kind has over all accounts and regions, by the kind's plural.
    pub fn counts(&self, now: Now<'_>) -> BTreeMap<&'static str, usize> {
        let mut counts: BTreeMap<_, _> = self.kinds.iter().map(|kind| (kind.plural, 0)).collect();
        for (_, table) in self.regions.values().flat_map(Region::any_tables) {
            *counts.entry(table.plural()).or_default() += table.count(now);
        }
        counts
    }

    /// Every row, by account, region and kind.
    pub fn export(&self) -> serde_json::Value {
        let mut accounts = serde_json::Map::new();
        for (caller, region) in &self.regions {
            let tables = region.any_tables();
            let rows: serde_json::Map<String, serde_json::Value> =
                tables.iter().map(|(_, t)| (t.plural().to_owned(), t.export())).collect();
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
