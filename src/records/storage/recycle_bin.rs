//! What was deleted and can be had back for a while.
//! <https://docs.aws.amazon.com/ebs/latest/userguide/recycle-bin.html>

use super::images::Image;
use super::snapshots::Snapshot;
use super::volumes::Volume;
use crate::engine::page::Page;
use crate::engine::{Id, Read, Record, Resource, Row, Tags};
use crate::error::Result;
use serde::{Deserialize, Serialize};
use wire::Timestamp;

/// What retention rules call the kinds, their plurals, and how many days a rule can say.
pub(crate) const KINDS: [(&str, &str, i64); 3] = [
    ("EBS_SNAPSHOT", <Snapshot as Resource>::PLURAL, 365),
    ("EC2_IMAGE", <Image as Resource>::PLURAL, 365),
    ("EBS_VOLUME", <Volume as Resource>::PLURAL, 7),
];

/// A row as it was, under its id.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Recycled<T> {
    pub record: T,
    pub tags: Tags,
    pub entered: Timestamp,
    pub exits: Timestamp,
}

impl Record for Recycled<Image> {
    const PLURAL: &'static str = "recycledImages";
}

impl Record for Recycled<Snapshot> {
    const PLURAL: &'static str = "recycledSnapshots";
}

impl Record for Recycled<Volume> {
    const PLURAL: &'static str = "recycledVolumes";
}

/// What is in the bin under an id.
///
/// # Errors
/// The kind's malformed or not-found code.
// unverified (looked up 2026-11-26): that the bin answers as the kind does.
pub(crate) fn get<'a, T: Resource>(cx: Read<'a>, id: &str) -> Result<&'a Row<Recycled<T>>>
where
    Recycled<T>: Record,
{
    if let Some(row) = cx.find::<Recycled<T>>(&Id::new(id)) {
        return Ok(row);
    }
    T::check_id(id)?;
    Err(T::not_found(&[id]))
}

/// A page of what is in the bin, or of some of it by ids.
///
/// # Errors
/// Those of [`get`] and of the token.
pub(crate) fn listed<'a, T: Resource>(
    cx: Read<'a>,
    ids: &[String],
    (max_results, next_token): (Option<i32>, Option<&str>),
) -> Result<Page<&'a Row<Recycled<T>>>>
where
    Recycled<T>: Record,
{
    ids.iter().try_for_each(|id| get::<T>(cx, id).map(|_| ()))?;
    let paging = cx.paging(max_results, next_token)?;
    let rows = cx.table::<Recycled<T>>().iter(paging.position(), cx.now());
    let is_wanted = |row: &Row<Recycled<T>>| ids.is_empty() || ids.iter().any(|id| **id == *row.id);
    paging.cut(rows.filter(|(_, row)| is_wanted(row)).map(Ok))
}
