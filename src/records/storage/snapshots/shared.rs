//! The snapshots of other accounts in a region of which the caller may make volumes.
//! <https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html>

use super::block_public_access;
use super::record::Snapshot;
use crate::engine::{Id, Read, Resource as _, Row, Tags};
use crate::records::storage::images::founding::SNAPSHOT as FOUNDING_SNAPSHOT;
use wire::SnapshotBlockPublicAccessState;

pub(crate) const EVERYBODY: &str = "all";

/// A snapshot of another account.
#[derive(Clone, Copy)]
pub(crate) struct Shared<'a> {
    pub owner: Read<'a>,
    pub row: &'a Row<Snapshot>,
}

impl Shared<'_> {
    pub fn owner(&self) -> &Id {
        self.owner.account()
    }

    /// Its owner, and its position among the owner's snapshots.
    pub fn place(&self) -> (Id, u64) {
        let seq = self.owner.table::<Snapshot>().seq(&self.row.id).unwrap_or_default();
        (self.owner().clone(), seq)
    }

    /// As others than its owner see it: without the owner's tags.
    pub fn seen(&self) -> Row<Snapshot> {
        let (id, record) = (self.row.id.clone(), self.row.record.clone());
        Row::new(id, record, Tags::default())
    }

    pub fn view(&self) -> wire::Snapshot {
        Snapshot::view(&self.seen(), self.owner)
    }
}

pub(crate) fn is_public(owner: Read<'_>, row: &Row<Snapshot>) -> bool {
    row.is_public
        && block_public_access::of_region(owner) != SnapshotBlockPublicAccessState::BlockAllSharing
}

/// That of the image which each account begins with has one id everywhere, and is not meant for
/// others.
pub(crate) fn can_be_anothers(id: &str) -> bool {
    id != FOUNDING_SNAPSHOT
}

pub(crate) fn find<'a>(cx: Read<'a>, id: &str) -> Option<Shared<'a>> {
    cx.other_accounts().filter(|_| can_be_anothers(id)).find_map(|owner| {
        let row = owner.find::<Snapshot>(id)?;
        let is_shared = row.shared_with.contains(cx.account()) || is_public(owner, row);
        is_shared.then_some(Shared { owner, row })
    })
}
