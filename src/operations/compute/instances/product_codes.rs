//! Product codes of the AWS Marketplace, which no image here carries and no account sells.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ConfirmProductInstance.html>

use crate::engine::Read;
use crate::error::Result;
use crate::records::compute::instances::Instance;
use wire::{ConfirmProductInstanceRequest, ConfirmProductInstanceResult};

/// Whether the caller sells the code, and the instance carries it: whichever code it is, neither.
// unverified (looked up 2026-11-26): that whoever sells no code is told so, and not refused.
pub(crate) fn confirm_product_instance(
    cx: Read<'_>,
    request: &ConfirmProductInstanceRequest,
) -> Result<ConfirmProductInstanceResult> {
    cx.get::<Instance>(&request.instance_id)?;
    let _ = &request.product_code;
    Ok(ConfirmProductInstanceResult { r#return: Some(false), owner_id: None })
}
