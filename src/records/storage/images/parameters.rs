//! `resolve:ssm:` in place of an image's id: of Systems Manager's parameters, the
//! public ones for the catalogue's images are known.
//! See "Reference AMIs using Systems Manager parameters" in EC2's user guide.

use crate::catalog::image_parameters;
use crate::engine::Read;
use crate::error::{Error, Result};

/// What a parameter's name stands behind.
pub(crate) const PARAMETER: &str = "resolve:ssm:";

/// The id of the image that a parameter stands for; `None` for what is no parameter.
///
/// # Errors
/// A refusal of parameters that are not public ones of the catalogue's images, their versions and
/// labels among them.
pub(crate) fn resolved(cx: Read<'_>, image: &str) -> Result<Option<String>> {
    let Some(parameter) = image.strip_prefix(PARAMETER) else { return Ok(None) };
    let found = image_parameters::find(cx.region(), parameter);
    match found.filter(|found| found.value == found.image.id) {
        Some(found) => Ok(Some(found.value.clone())),
        None => {
            let what = format!("the parameter {parameter} of Systems Manager");
            Err(Error::not_emulated(what))
        }
    }
}
