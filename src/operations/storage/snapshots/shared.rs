//! The snapshots of other accounts in a region of which the caller may make volumes.
//! <https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html>

use crate::engine::Read;
use crate::records::storage::snapshots::Snapshot;
use crate::records::storage::snapshots::shared::{EVERYBODY, Shared, can_be_anothers, is_public};

/// All of them, by owner and in the order of their creation.
pub(crate) fn all(cx: Read<'_>) -> impl Iterator<Item = Shared<'_>> {
    cx.other_accounts().flat_map(move |owner| {
        let everybodys = owner.with(Snapshot::RESTORABLE_BY, EVERYBODY);
        let everybodys = everybodys.filter(move |row| is_public(owner, row));
        let rows = everybodys.chain(owner.with(Snapshot::RESTORABLE_BY, cx.account()));
        let rows = rows.filter(|row| can_be_anothers(&row.id));
        let mut found: Vec<_> = rows.map(|row| Shared { owner, row }).collect();
        found.sort_by_cached_key(Shared::place);
        found.dedup_by(|one, other| one.row.id == other.row.id);
        found
    })
}
