//! GetImageAncestry: an image, the one that it was made from, and so on, as far as they are seen.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-ancestry.html>

use crate::engine::{Read, Row};
use crate::error::Result;
use crate::records::storage::images::{Image, finders};
use std::collections::BTreeSet;
use wire::{GetImageAncestryRequest, GetImageAncestryResult, ImageAncestryEntry};

pub(crate) fn get_image_ancestry(
    cx: Read<'_>,
    request: &GetImageAncestryRequest,
) -> Result<GetImageAncestryResult> {
    let Some(image) = finders::seen(cx, &request.image_id) else {
        cx.get::<Image>(&request.image_id)?;
        return Ok(GetImageAncestryResult::default());
    };
    let mut entries = vec![entry(&image)];
    let mut seen = BTreeSet::from([image.id.clone()]);
    let mut source = image.origin.image.clone();
    while let Some((id, region)) = source.take() {
        let there = cx.in_region(&region);
        let Some(image) = there.and_then(|there| finders::seen(there, &id)) else { break };
        if !seen.insert(id) {
            break;
        }
        entries.push(entry(&image));
        source.clone_from(&image.origin.image);
    }
    Ok(GetImageAncestryResult { image_ancestry_entries: Some(entries) })
}

fn entry(image: &Row<Image>) -> ImageAncestryEntry {
    // unverified (looked up 2026-11-26): that an account without an alias is told by its id.
    let owner = image.owner_alias.as_ref().unwrap_or(&image.owner_id);
    let source = image.origin.image.as_ref();
    ImageAncestryEntry {
        creation_date: Some(image.created),
        image_id: Some(image.id.to_string()),
        image_owner_alias: Some(owner.to_string()),
        source_image_id: source.map(|(id, _)| id.to_string()),
        source_image_region: source.map(|(_, region)| region.to_string()),
    }
}
