//! GetImageFindings: what a scan of an image has found. Scans are another service's, and none of
//! them reaches an image here, so that there are no findings.

use crate::engine::Read;
use crate::error::Result;
use crate::records::storage::images::{Image, finders};
use wire::{GetImageFindingsRequest, GetImageFindingsResult};

pub(crate) fn get_image_findings(
    cx: Read<'_>,
    request: &GetImageFindingsRequest,
) -> Result<GetImageFindingsResult> {
    if finders::seen(cx, &request.image_id).is_none() {
        cx.get::<Image>(&request.image_id)?;
    }
    cx.paging(request.max_results, request.next_token.as_deref())?;
    Ok(GetImageFindingsResult { image_findings: Some(Vec::new()), next_token: None })
}
