//! The end of launch templates, and of single versions.

use super::checks::view;
use crate::engine::{Text, Write};
use crate::error::{Error, Result};
use crate::records::compute::launch_templates::{LaunchTemplate, named};
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
    let numbers = |text: &String| {
        let refuse = |_| Error::invalid_value(format!("Invalid value for version: {text}"));
        template.numbered(text).map_err(refuse)
    };
    let numbers = request.versions.iter().map(numbers).collect::<Result<Vec<_>>>()?;
    if numbers.contains(&template.default) {
        return Err(Error::invalid_value(
            "The default version cannot be deleted. Either specify another version as default or \
             delete the launch template.",
        ));
    }
    let (id, name) = (template.id.clone(), template.name.clone());
    let mut template = cx.get_mut::<LaunchTemplate>(&id)?;
    let (mut deleted, mut kept) = (Vec::new(), Vec::new());
    for number in numbers {
        if template.versions.remove(&number).is_some() {
            deleted.push(DeleteLaunchTemplateVersionsResponseSuccessItem {
                launch_template_id: Some(id.to_string()),
                launch_template_name: Some(name.to_string()),
                version_number: Some(number),
            });
        } else {
            kept.push(refusal(&id, &name, number));
        }
    }
    Ok(DeleteLaunchTemplateVersionsResult {
        successfully_deleted_launch_template_versions: Some(deleted),
        unsuccessfully_deleted_launch_template_versions: Some(kept),
    })
}

fn refusal(
    id: &LaunchTemplateId,
    name: &Text,
    number: i64,
) -> DeleteLaunchTemplateVersionsResponseErrorItem {
    DeleteLaunchTemplateVersionsResponseErrorItem {
        launch_template_id: Some(id.to_string()),
        launch_template_name: Some(name.to_string()),
        version_number: Some(number),
        response_error: Some(ResponseError {
            code: Some(LaunchTemplateErrorCode::LaunchTemplateVersionDoesNotExist),
            message: Some("The launch template version does not exist.".to_owned()),
        }),
    }
}
