//! The end of launch templates, and of single versions.

use super::checks::view;
use crate::engine::{Text, Write};
use crate::error::{Error, Result};
use crate::records::compute::launch_templates::{LaunchTemplate, named, number};
use crate::records::ids::LaunchTemplateId;
use wire::{
    DeleteLaunchTemplateRequest, DeleteLaunchTemplateResult, DeleteLaunchTemplateVersionsRequest,
    DeleteLaunchTemplateVersionsResponseErrorItem, DeleteLaunchTemplateVersionsResponseSuccessItem,
    DeleteLaunchTemplateVersionsResult, LaunchTemplateErrorCode, ResponseError,
};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteLaunchTemplateVersions.html>
const MAX_DELETED: usize = 200;

pub(crate) fn delete_launch_template(
    cx: &mut Write<'_>,
    request: &DeleteLaunchTemplateRequest,
) -> Result<DeleteLaunchTemplateResult> {
    let template = named(
        cx.read(),
        request.launch_template_id.as_deref(),
        request.launch_template_name.as_deref(),
    )?;
    let id = template.id.clone();
    let launch_template = Some(view(cx.read(), &id)?);
    cx.remove::<LaunchTemplate>(&id);
    Ok(DeleteLaunchTemplateResult { launch_template })
}

pub(crate) fn delete_launch_template_versions(
    cx: &mut Write<'_>,
    request: &DeleteLaunchTemplateVersionsRequest,
) -> Result<DeleteLaunchTemplateVersionsResult> {
    // unverified (looked up 2026-11-26): that an unknown template refuses the request, although
    // the codes of the items
    // have values for it.
    let template = named(
        cx.read(),
        request.launch_template_id.as_deref(),
        request.launch_template_name.as_deref(),
    )?;
    if request.versions.len() > MAX_DELETED {
        // unverified (looked up 2026-11-26): the wording.
        let message = format!("Up to {MAX_DELETED} launch template versions can be deleted.");
        return Err(Error::invalid_value(message));
    }
    let numbers: Vec<i64> =
        request.versions.iter().map(|text| number(text)).collect::<Result<_>>()?;
    let (id, name, default) = (template.id.clone(), template.name.clone(), template.default);
    let mut template = cx.get_mut::<LaunchTemplate>(&id)?;
    let (mut deleted, mut kept) = (Vec::new(), Vec::new());
    for number in numbers {
        if number == default {
            kept.push(refusal(&id, &name, number, the_default()));
        } else if template.versions.remove(&number).is_some() {
            deleted.push(DeleteLaunchTemplateVersionsResponseSuccessItem {
                launch_template_id: Some(id.to_string()),
                launch_template_name: Some(name.to_string()),
                version_number: Some(number),
            });
        } else {
            kept.push(refusal(&id, &name, number, unknown(number)));
        }
    }
    Ok(DeleteLaunchTemplateVersionsResult {
        successfully_deleted_launch_template_versions: Some(deleted),
        unsuccessfully_deleted_launch_template_versions: Some(kept),
    })
}

// unverified (looked up 2026-11-26): of both, the message; of the first one the code, for which no
// other stands.
fn the_default() -> ResponseError {
    let message = "You can't delete the default version of a launch template. First assign a \
                   different version as the default.";
    ResponseError {
        code: Some(LaunchTemplateErrorCode::UnexpectedError),
        message: Some(message.to_owned()),
    }
}

fn unknown(number: i64) -> ResponseError {
    ResponseError {
        code: Some(LaunchTemplateErrorCode::LaunchTemplateVersionDoesNotExist),
        message: Some(format!("The specified launch template version {number} does not exist.")),
    }
}

fn refusal(
    id: &LaunchTemplateId,
    name: &Text,
    number: i64,
    error: ResponseError,
) -> DeleteLaunchTemplateVersionsResponseErrorItem {
    DeleteLaunchTemplateVersionsResponseErrorItem {
        launch_template_id: Some(id.to_string()),
        launch_template_name: Some(name.to_string()),
        version_number: Some(number),
        response_error: Some(error),
    }
}
