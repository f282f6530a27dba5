//! FPGA images. Nobody can make one here, and those that AWS and others publish are not known.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeFpgaImages.html>

use crate::engine::{Operation, Query, Read, operations};
use crate::error::{Error, Result};
use crate::records::account::empty_lists::check_none;
use wire::{DescribeFpgaImagesRequest, DescribeFpgaImagesResult};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  DescribeFpgaImages => describe_fpga_images;
};

const NOT_FOUND: &str = "InvalidFpgaImageID.NotFound";

/// An account's own are none; without owners it would see those of others, too.
fn describe_fpga_images(
    cx: Read<'_>,
    request: &DescribeFpgaImagesRequest,
) -> Result<DescribeFpgaImagesResult> {
    let query = Query {
        ids: &[],
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    };
    check_none(cx, &query, (NOT_FOUND, ""), &[])?;
    if let Some(id) = request.fpga_image_ids.first() {
        // ingonyama-zk/blaze#2, and AWS's hdk/docs/delete_fpga_image.md
        return Err(Error::new(NOT_FOUND, format!("Image ID '{id}' not found.")));
    }
    let is_own = |owner: &String| owner == "self" || **owner == **cx.account();
    if request.owners.is_empty() || !request.owners.iter().all(is_own) {
        return Err(Error::not_emulated("FPGA images of other owners than self"));
    }
    Ok(DescribeFpgaImagesResult { fpga_images: Some(Vec::new()), next_token: None })
}
