//! Into the Recycle Bin, and out of it.

use crate::engine::{Id, Record, Resource, Tags, Write};
use crate::error::Result;
use crate::records::storage::recycle_bin::{Recycled, get};

/// Lets a row go: into the bin where a rule says so. Whether it did.
pub(crate) fn remove<T: Resource>(cx: &mut Write<'_>, id: &str) -> Result<bool>
where
    Recycled<T>: Record,
{
    let row = cx.get::<T>(id)?;
    let retained = cx.read().retained(<T as Resource>::PLURAL, &row.tags);
    let kept = retained.map(|millis| {
        let entered = cx.now().timestamp();
        let (record, tags) = (row.record.clone(), row.tags.clone());
        Recycled { record, tags, entered, exits: entered.plus_millis(millis) }
    });
    cx.remove::<T>(id);
    let Some(kept) = kept else { return Ok(false) };
    let (key, exits) = (Id::<Recycled<T>>::new(id), kept.exits);
    cx.insert(key.clone(), kept, Tags::default());
    cx.end::<Recycled<T>>(&key, exits);
    Ok(true)
}

/// Puts a row back as it was.
///
/// # Errors
/// Those of an id that is not in the bin.
pub(crate) fn restore<T: Resource>(cx: &mut Write<'_>, id: &str) -> Result<()>
where
    Recycled<T>: Record,
{
    let row = get::<T>(cx.read(), id)?;
    let (record, tags) = (row.record.record.clone(), row.record.tags.clone());
    cx.remove::<Recycled<T>>(&Id::new(id));
    cx.insert(Id::<T>::new(id), record, tags);
    Ok(())
}
