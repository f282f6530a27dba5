//! Runs one operation: lock, decode, dry run, token replay, run, commit or roll back. It names no
//! kind of resource and knows no HTTP.

mod anywhere;
mod change;
pub(crate) mod clock;
mod context;
mod execute;
mod export;
pub(crate) mod faults;
pub(crate) mod filter;
mod holds;
pub(crate) mod ids;
mod index;
mod lab;
mod life;
mod limits;
mod listed;
mod living;
mod names;
pub(crate) mod network;
mod operation;
pub(crate) mod page;
mod reach;
mod request;
mod row;
mod rows;
mod runner;
mod seen;
mod select;
mod settle;
mod sharing;
mod state;
mod table;
pub(crate) mod tags;
#[cfg(test)]
mod tests;
mod tokens;
mod told;
mod write;

pub(crate) use clock::{Lifecycle, Now, Timed};
pub(crate) use context::{Read, Write};
pub(crate) use execute::{Holds, Outcome};
pub(crate) use ids::Id;
pub(crate) use index::{By, Index, Key, Under};
pub(crate) use life::{HOUR_MILLIS, Life, Phase};
pub(crate) use listed::listed;
pub(crate) use operation::{Due, Entry, Operation, Run, Visits, operations};
pub(crate) use page::{PageSize, Paging};
pub(crate) use request::{decode, prepare, read, write, write_prepared};
pub(crate) use row::Row;
pub(crate) use runner::{Engine, Settings, World};
pub(crate) use seen::Candidate;
pub(crate) use select::Query;
pub(crate) use sharing::{Aws, EVERYBODY, Sharing, Whose};
pub(crate) use state::{Caller, Kind};
pub(crate) use table::{CustomFilter, Hold, IdRule, Join, Record, Resource, RowMut};
pub(crate) use tags::Tags;
