//! How images are found and shown to others.

use super::record::Image;
use super::{allowed, deregister, founding, public};
use crate::catalog;
use crate::engine::{Read, Resource as _, Row};
use crate::error::{Error, Result};
use std::borrow::Cow;
use wire::{ImageMetadata, ImageState, Timestamp, WireEnum as _};

/// The image with an id that the caller may launch, as a launch looks it up.
///
/// # Errors
/// `InvalidAMIID.Malformed`, `InvalidAMIID.NotFound`, `InvalidAMIID.Unavailable`, and `AuthFailure`
/// for one that another account keeps to itself, as recorded in
/// <https://github.com/Orange-Cyberdefense/GOAD/issues/304>.
pub(crate) fn find(cx: Read<'_>, id: &str) -> Result<Image> {
    let image = match cx.find::<Image>(id) {
        Some(row) => row.record.clone(),
        None => match anothers(cx, id) {
            Some(row) => row.record,
            None if is_kept_by_another(cx, id) => {
                let message = format!("Not authorized for images: [{id}]");
                return Err(Error::new("AuthFailure", message));
            }
            None => {
                deregister::check(cx, id)?;
                cx.get::<Image>(id)?.record.clone()
            }
        },
    };
    // unverified (looked up 2026-11-26): that a launch is told what DescribeImages would be.
    if allowed::is_hidden(cx, &image) {
        return Err(Image::not_found(&[id]));
    }
    if image.manifest.is_some() {
        return Err(Error::not_emulated("what is made of images in S3"));
    }
    let state = image.state.at(cx.now());
    if state != ImageState::Available {
        // <https://github.com/hashicorp/packer/issues/12162>
        let message = format!("AMI '{id}' is {}, and cannot be run", state.as_str());
        return Err(Error::new("InvalidAMIID.Unavailable", message));
    }
    Ok(image)
}

/// Whether the image is one of an instance-store root device, which is in a bucket.
pub(crate) fn is_in_s3(cx: Read<'_>, id: &str) -> bool {
    let own = cx.find::<Image>(id).map(|row| &row.record);
    let image = own.or_else(|| cx.find_shared::<Image>(id).map(|(_, row)| &row.record));
    image.is_some_and(|image| image.manifest.is_some())
}

/// Whether another account has an image with this id, which the caller may not launch.
pub(super) fn is_kept_by_another(cx: Read<'_>, id: &str) -> bool {
    *id != *founding::IMAGE && cx.find_anyones::<Image>(id).is_some()
}

/// An image of the catalogue or of another account that the caller may launch.
fn anothers(cx: Read<'_>, id: &str) -> Option<Row<Image>> {
    public::find(cx, id).or_else(|| cx.find_shared::<Image>(id).map(|(_, row)| row.clone()))
}

/// An image that the caller sees, whoever has it.
pub(crate) fn seen<'a>(cx: Read<'a>, id: &str) -> Option<Cow<'a, Row<Image>>> {
    let another = || anothers(cx, id).map(Cow::Owned);
    cx.find::<Image>(id).map(Cow::Borrowed).or_else(another)
}

/// What DescribeInstanceImageMetadata says of the image of an instance.
// unverified (looked up 2026-11-26): that its id alone is left of an image that went or is no
// longer shared.
pub(crate) fn metadata(cx: Read<'_>, id: &str) -> ImageMetadata {
    let image = seen(cx, id);
    let image_id = Some(id.to_owned());
    image.map_or(ImageMetadata { image_id, ..ImageMetadata::default() }, |row| ImageMetadata {
        image_id: Some(id.to_owned()),
        name: Some(row.name.clone()),
        owner_id: Some(row.owner_id.to_string()),
        state: Some(row.state.at(cx.now())),
        image_owner_alias: row.owner_alias.as_deref().map(str::to_owned),
        creation_date: Some(seconds(row.created)),
        deprecation_time: row.deprecation().map(Timestamp::iso8601),
        image_allowed: Some(allowed::is_allowed(cx, &row).unwrap_or(true)),
        is_public: Some(row.is_public),
        ..ImageMetadata::default()
    })
}

/// Whether the caller sees an image with this id that is another's.
pub(crate) fn is_anothers(cx: Read<'_>, id: &str) -> bool {
    catalog::images::find(cx.region(), id).is_some() || cx.find_shared::<Image>(id).is_some()
}

/// A moment as some of the answers about images have it: without milliseconds.
pub(crate) fn seconds(at: Timestamp) -> String {
    at.whole_seconds().iso8601().replace(".000Z", "Z")
}
