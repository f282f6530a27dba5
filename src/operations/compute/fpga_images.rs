//! FPGA images. Nobody can make one here: CreateFpgaImage, which reads a design out of S3, is
//! refused by name. Those that AWS and others publish are not known.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeFpgaImages.html>

use crate::engine::{Operation, Query, Read, Write, operations};
use crate::error::{Error, Result};
use crate::records::account::empty_lists::check_none;
use wire::{
    CopyFpgaImageRequest, CopyFpgaImageResult, DeleteFpgaImageRequest, DeleteFpgaImageResult,
    DescribeFpgaImageAttributeRequest, DescribeFpgaImageAttributeResult, DescribeFpgaImagesRequest,
    DescribeFpgaImagesResult, ModifyFpgaImageAttributeRequest, ModifyFpgaImageAttributeResult,
    ResetFpgaImageAttributeRequest, ResetFpgaImageAttributeResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  DescribeFpgaImages => describe_fpga_images;
    Read  DescribeFpgaImageAttribute => describe_fpga_image_attribute;
    Write CopyFpgaImage => copy_fpga_image;
    Write ModifyFpgaImageAttribute => modify_fpga_image_attribute;
    Write ResetFpgaImageAttribute => reset_fpga_image_attribute;
    Write DeleteFpgaImage => delete_fpga_image;
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
        // This operation alone ends without a full stop, as aws/aws-fpga quotes it.
        return Err(Error::new(NOT_FOUND, format!("Image ID '{id}' not found")));
    }
    let is_own = |owner: &String| owner == "self" || **owner == **cx.account();
    if request.owners.is_empty() || !request.owners.iter().all(is_own) {
        return Err(Error::not_emulated("FPGA images of other owners than self"));
    }
    Ok(DescribeFpgaImagesResult { fpga_images: Some(Vec::new()), next_token: None })
}

/// ingonyama-zk/blaze#2, and AWS's hdk/docs/delete_fpga_image.md
fn not_found(id: &str) -> Error {
    Error::new(NOT_FOUND, format!("Image ID '{id}' not found."))
}

fn describe_fpga_image_attribute(
    _: Read<'_>,
    request: &DescribeFpgaImageAttributeRequest,
) -> Result<DescribeFpgaImageAttributeResult> {
    let _ = request.attribute;
    Err(not_found(&request.fpga_image_id))
}

/// There is none in another region either.
fn copy_fpga_image(
    _: &mut Write<'_>,
    request: &CopyFpgaImageRequest,
) -> Result<CopyFpgaImageResult> {
    let _ = (&request.source_region, &request.name, &request.description);
    Err(not_found(&request.source_fpga_image_id))
}

fn modify_fpga_image_attribute(
    _: &mut Write<'_>,
    request: &ModifyFpgaImageAttributeRequest,
) -> Result<ModifyFpgaImageAttributeResult> {
    let _ = (request.attribute, request.operation_type, &request.name, &request.description);
    let _ = (&request.user_ids, &request.user_groups, &request.product_codes);
    if let Some(wanted) = &request.load_permission {
        let all = wanted.add.iter().chain(&wanted.remove).flatten();
        all.for_each(|it| _ = (it.group, &it.user_id));
    }
    Err(not_found(&request.fpga_image_id))
}

fn reset_fpga_image_attribute(
    _: &mut Write<'_>,
    request: &ResetFpgaImageAttributeRequest,
) -> Result<ResetFpgaImageAttributeResult> {
    let _ = request.attribute;
    Err(not_found(&request.fpga_image_id))
}

fn delete_fpga_image(
    _: &mut Write<'_>,
    request: &DeleteFpgaImageRequest,
) -> Result<DeleteFpgaImageResult> {
    Err(not_found(&request.fpga_image_id))
}
