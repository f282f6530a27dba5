//! The images of other accounts in a region: which of them the caller may launch.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharing-amis.html>

use crate::engine::{Id, Read, Row};
use crate::records::storage::images::Image;
use crate::records::storage::images::founding::IMAGE as FOUNDING_IMAGE;
use crate::records::storage::images::shared::{EVERYBODY, seen};

/// All that the caller may launch, likewise.
pub(crate) fn all(cx: Read<'_>) -> impl Iterator<Item = (Id, u64, Row<Image>)> {
    cx.other_accounts().flat_map(move |owner| {
        let to = [EVERYBODY, cx.account()];
        let rows = to.into_iter().flat_map(move |to| owner.with(Image::LAUNCHABLE_BY, to));
        let table = owner.table::<Image>();
        let mut found: Vec<_> = rows
            .filter(|row| *row.id != *FOUNDING_IMAGE)
            .filter_map(|row| Some((owner.account().clone(), table.seq(&row.id)?, row)))
            .collect();
        found.sort_by_key(|(_, seq, _)| *seq);
        found.dedup_by_key(|(_, seq, _)| *seq);
        found.into_iter().map(move |(account, seq, row)| (account, seq, seen(row, cx)))
    })
}
