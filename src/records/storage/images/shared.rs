//! The images of other accounts in a region: which of them the caller may launch.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharing-amis.html>

use super::founding::IMAGE as FOUNDING_IMAGE;
use super::public::public_tags;
use super::record::Image;
use crate::engine::{Id, Read, Row};

pub(crate) const EVERYBODY: &str = "all";

/// Whether another account has an image with this id, which the caller may or may not launch.
pub(crate) fn exists(cx: Read<'_>, id: &str) -> bool {
    owners(cx, id).any(|owner| owner.find::<Image>(id).is_some())
}

/// Those who might have an image. Each account begins with one of the same id, which is not meant
/// for the others.
fn owners<'a>(cx: Read<'a>, id: &str) -> impl Iterator<Item = Read<'a>> + use<'a> {
    let can_be_anothers = *id != *FOUNDING_IMAGE;
    cx.other_accounts().filter(move |_| can_be_anothers)
}

/// One that the caller may launch, with its owner and its position among the owner's images.
pub(crate) fn get(cx: Read<'_>, id: &str) -> Option<(Id, u64, Row<Image>)> {
    owners(cx, id).find_map(|owner| {
        let row = owner.find::<Image>(id)?;
        let may_launch = row.is_public || row.shared_with.accounts.contains(cx.account());
        let seq = owner.table::<Image>().seq(id)?;
        may_launch.then(|| (owner.account().clone(), seq, seen(row, cx)))
    })
}

/// Tags are their account's own:
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html>.
pub(crate) fn seen(row: &Row<Image>, cx: Read<'_>) -> Row<Image> {
    let tags = public_tags(cx, &row.id).cloned().unwrap_or_default();
    Row::new(row.id.clone(), row.record.clone(), tags)
}
