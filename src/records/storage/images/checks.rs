//! What several operations of these resources check alike.

use crate::engine::{Read, Row, Tags, tags};
use crate::error::{Error, Result};
use crate::records::storage::images::{Image, deregister, is_anothers};
use wire::{ImageState, ResourceType, TagSpecification, WireEnum as _};

/// The caller's image with an id.
///
/// # Errors
/// `AuthFailure` for somebody else's, the id's own otherwise.
pub(crate) fn own<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<Image>> {
    if cx.find::<Image>(id).is_none() && is_anothers(cx, id) {
        let message = format!("Not authorized for image:{id}");
        // cloudquery/cloudquery#9403, of 2023
        return Err(Error::new("AuthFailure", message));
    }
    deregister::check(cx, id)?;
    cx.get(id)
}

/// The same, to be changed: not while it is being made.
///
/// # Errors
/// `InvalidAMIID.Unavailable` for an image that is pending, and those of [`own`].
pub(crate) fn own_to_change<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<Image>> {
    let row = own(cx, id)?;
    let state = row.state.at(cx.now());
    if state == ImageState::Pending {
        let message = format!(
            "The AMI ID '{id}' is currently {} and may not be used for this operation",
            state.as_str()
        );
        return Err(Error::new("InvalidAMIID.Unavailable", message));
    }
    Ok(row)
}

/// The tags for an image and for its snapshots.
pub(crate) fn tags_of_both(specifications: &[TagSpecification]) -> Result<(Tags, Tags)> {
    let allowed = [ResourceType::Image, ResourceType::Snapshot];
    let of = |kind| tags::specified(specifications, kind, &allowed);
    Ok((of(ResourceType::Image)?, of(ResourceType::Snapshot)?))
}
