//! Launch templates: what a launch says, kept under a name in numbered versions. A launch reads
//! one through [`find_version`]; what its data means is the launch's to say. Much of what is
//! refused here, and in which words, is in the recordings of EC2's answers that `radkawar/stackd`
//! keeps as `launch_templates.json`, `launch_template_edges.json` and
//! `launch_template_deletion.json` (looked up 2026-11-26).

pub(crate) mod checks;
pub(crate) mod data;
pub(crate) mod delete;
pub(crate) mod from_instance;
pub(crate) mod rules;
pub(crate) mod versions;

use crate::engine::{Operation, Query, Read, Resource as _, Write, operations, token_used};
use crate::error::{Error, Result};
use crate::records::compute::launch_templates::{
    LaunchTemplate, NAME_RULE, SOME_NOT_FOUND, Version, by_name, is_name, named,
};
use checks::{checked_description, view};
use std::collections::BTreeMap;
use std::sync::Arc;
use versions::USUAL_PAGE;
use wire::{
    CreateLaunchTemplateRequest, CreateLaunchTemplateResult, DescribeLaunchTemplatesRequest,
    DescribeLaunchTemplatesResult, ModifyLaunchTemplateRequest, ModifyLaunchTemplateResult,
    ResourceType, TagSpecification, Timestamp, WireEnum as _,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateLaunchTemplate => create_launch_template, replayed by made_by_token,
        ruled by rules::CREATE, refuses ["LaunchTemplateData.Operator", "Operator"];
    Write CreateLaunchTemplateVersion => versions::create_launch_template_version,
        ruled by rules::CREATE_VERSION, refuses ["LaunchTemplateData.Operator"];
    Read  DescribeLaunchTemplates => describe_launch_templates;
    Read  DescribeLaunchTemplateVersions => versions::describe_launch_template_versions;
    Read  GetLaunchTemplateData => from_instance::get_launch_template_data;
    Write ModifyLaunchTemplate => modify_launch_template, ruled by rules::MODIFY;
    Write DeleteLaunchTemplate => delete::delete_launch_template;
    Write DeleteLaunchTemplateVersions => delete::delete_launch_template_versions;
};

fn create_launch_template(
    cx: &mut Write<'_>,
    request: &CreateLaunchTemplateRequest,
) -> Result<CreateLaunchTemplateResult> {
    check_tagged(&request.tag_specifications)?;
    let tags = cx.tags_for::<LaunchTemplate>(&request.tag_specifications)?;
    cx.permitted()?;
    let name = request.launch_template_name.as_str();
    if !is_name(name) {
        // awsdocs/aws-cloudformation-user-guide#132
        let message = format!("The specified launch template name is invalid. {NAME_RULE}");
        return Err(Error::new("InvalidLaunchTemplateName.MalformedException", message));
    }
    let description = checked_description(request.version_description.as_deref())?;
    let data = data::given(request.launch_template_data.as_ref())?;
    data::check_given(&data)?;
    let warning = data::warning(&data);
    if by_name(cx.read(), name).is_some() {
        let message = "Launch template name already in use.";
        return Err(Error::new("InvalidLaunchTemplateName.AlreadyExistsException", message));
    }
    let version = Version::new(cx.read(), description, data);
    let record = LaunchTemplate {
        name: name.into(),
        created: version.created,
        created_by: version.created_by.clone(),
        default: 1,
        given: 1,
        versions: BTreeMap::from([(1, Arc::new(version))]),
    };
    let id = cx.new_id::<LaunchTemplate>();
    cx.insert(id.clone(), record, tags);
    let launch_template = Some(view(cx.read(), &id)?);
    Ok(CreateLaunchTemplateResult { launch_template, warning })
}

/// What a repeated client token made, while it is as it was made.
fn made_by_token(
    cx: Read<'_>,
    request: &CreateLaunchTemplateRequest,
) -> Result<CreateLaunchTemplateResult> {
    let made = by_name(cx, &request.launch_template_name).filter(|row| row.given == 1);
    let made = made.ok_or_else(|| token_used(&rules::CREATE.token, ""))?;
    let launch_template = Some(view(cx, &made.id)?);
    Ok(CreateLaunchTemplateResult { launch_template, warning: None })
}

/// A template's own tags are easily taken for those of its instances.
fn check_tagged(specifications: &[TagSpecification]) -> Result<()> {
    let own = ResourceType::LaunchTemplate.as_str();
    if specifications.iter().all(|it| it.resource_type.as_deref() == Some(own)) {
        return Ok(());
    }
    // <https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/979>
    Err(Error::invalid_value(
        "The value for the ResourceType member of the TagSpecification request parameter must be \
         ‘launch-template’. Verify the ResourceType and try again.",
    ))
}

fn describe_launch_templates(
    cx: Read<'_>,
    request: &DescribeLaunchTemplatesRequest,
) -> Result<DescribeLaunchTemplatesResult> {
    let mut ids = request.launch_template_ids.clone();
    for id in &ids {
        LaunchTemplate::check_listed_id(id)?;
    }
    if ids.iter().any(|id| cx.find::<LaunchTemplate>(id).is_none()) {
        return Err(Error::new(LaunchTemplate::NOT_FOUND, SOME_NOT_FOUND));
    }
    for name in &request.launch_template_names {
        let row = by_name(cx, name).ok_or_else(|| {
            Error::new("InvalidLaunchTemplateName.NotFoundException", SOME_NOT_FOUND)
        })?;
        ids.push(row.id.to_string());
    }
    let size = request.max_results.or(Some(USUAL_PAGE));
    let query = Query::of(&request.filters, size, request.next_token.as_deref());
    let page = cx.select::<LaunchTemplate>(&query.among(&ids))?;
    Ok(DescribeLaunchTemplatesResult {
        launch_templates: Some(page.items),
        next_token: page.next_token,
    })
}

fn modify_launch_template(
    cx: &mut Write<'_>,
    request: &ModifyLaunchTemplateRequest,
) -> Result<ModifyLaunchTemplateResult> {
    let template = named(
        cx.read(),
        request.launch_template_id.as_deref(),
        request.launch_template_name.as_deref(),
    )?;
    cx.permitted()?;
    let id = template.id.clone();
    let wanted = request.default_version.as_deref().filter(|text| !text.is_empty());
    let wanted = wanted.ok_or_else(|| {
        let message = format!(
            "A launch template version must be specified to set the new default version for the \
             template with ID {id}."
        );
        Error::new("MissingParameter", message)
    })?;
    let number = template.numbered(wanted)?;
    if !template.versions.contains_key(&number) {
        // Recorded by getmoto/moto's tests that run on a real account.
        let message = format!(
            "The launch template version {number} is not found for the specified launch template."
        );
        return Err(Error::new("InvalidLaunchTemplateId.VersionNotFound", message));
    }
    cx.get_mut::<LaunchTemplate>(&id)?.default = number;
    // Thrice in a transcript of 2026 (59304773883), too: the moment of no template, and no tags.
    let of_none = wire::LaunchTemplate {
        create_time: Some(Timestamp(0)),
        tags: None,
        ..view(cx.read(), &id)?
    };
    Ok(ModifyLaunchTemplateResult { launch_template: Some(of_none) })
}
