//! The images of other accounts in a region: which of them the caller may launch.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharing-amis.html>

use super::founding::IMAGE as FOUNDING_IMAGE;
use super::{Image, public_tags};
use crate::engine::{Id, Read, Row};

/// No filter has this name: the index lists an image under `all` and the accounts that may launch
/// it beside its owner.
pub(super) const LAUNCHABLE_BY: &str = "launchable-by";
pub(super) const EVERYBODY: &str = "all";

/// Whether another account has an image with this id, which the caller may or may not launch.
pub(super) fn exists(cx: Read<'_>, id: &str) -> bool {
    owners(cx, id).any(|owner| owner.find::<Image>(id).is_some())
}

/// Those who might have an image. Each account begins with one of the same id, which is not meant
/// for the others.
fn owners<'a>(cx: Read<'a>, id: &str) -> impl Iterator<Item = Read<'a>> + use<'a> {
    let can_be_anothers = *id != *FOUNDING_IMAGE;
    cx.other_accounts().filter(move |_| can_be_anothers)
}

/// One that the caller may launch, with its owner and its position among the owner's images.
pub(super) fn get(cx: Read<'_>, id: &str) -> Option<(Id, u64, Row<Image>)> {
    owners(cx, id).find_map(|owner| {
        let row = owner.find::<Image>(id)?;
        let may_launch = row.is_public || row.shared_with.accounts.contains(cx.account());
        let seq = owner.table::<Image>().seq(id)?;
        may_launch.then(|| (owner.account().clone(), seq, seen(row, cx)))
    })
}

/// All that the caller may launch, likewise.
pub(super) fn all(cx: Read<'_>) -> impl Iterator<Item = (Id, u64, Row<Image>)> {
    cx.other_accounts().flat_map(move |owner| {
        let to = [EVERYBODY, cx.account()];
        let rows = to.into_iter().flat_map(move |to| owner.with::<Image>(LAUNCHABLE_BY, to));
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

/// Tags are their account's own:
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html>.
fn seen(row: &Row<Image>, cx: Read<'_>) -> Row<Image> {
    let tags = public_tags(cx, &row.id).cloned().unwrap_or_default();
    Row { id: row.id.clone(), record: row.record.clone(), tags, ends: None }
}
