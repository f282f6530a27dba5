//! Launch templates: what a launch says, kept under a name in numbered versions. A launch reads
//! one through [`find_version`]; what its data means is the launch's to say.

mod convert;
mod data;
mod delete;
mod from_instance;
mod requirements;
mod versions;

pub(super) use convert::{Same, same};

use crate::engine::{Id, Index, Operation, Query, Read, Resource, Row, Write, operations};
use crate::error::{Error, Result};
use crate::resources::arns;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use wire::{
    CreateLaunchTemplateRequest, CreateLaunchTemplateResult, DescribeLaunchTemplatesRequest,
    DescribeLaunchTemplatesResult, ModifyLaunchTemplateRequest, ModifyLaunchTemplateResult,
    OperatorResponse, ResourceType, ResponseLaunchTemplateData, TagSpecification, Timestamp,
    WireEnum as _,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Write CreateLaunchTemplate => create_launch_template, refuses [
        "LaunchTemplateData.Operator", "Operator",
    ];
    Write CreateLaunchTemplateVersion => versions::create_launch_template_version, refuses [
        "LaunchTemplateData.Operator",
    ];
    Read  DescribeLaunchTemplates => describe_launch_templates;
    Read  DescribeLaunchTemplateVersions => versions::describe_launch_template_versions;
    Read  GetLaunchTemplateData => from_instance::get_launch_template_data;
    Write ModifyLaunchTemplate => modify_launch_template;
    Write DeleteLaunchTemplate => delete::delete_launch_template;
    Write DeleteLaunchTemplateVersions => delete::delete_launch_template_versions;
};

const NAME: &str = "launch-template-name";

impl Resource for LaunchTemplate {
    type View = wire::LaunchTemplate;
    const PREFIX: &'static str = "lt";
    const TYPE: Option<ResourceType> = Some(ResourceType::LaunchTemplate);
    const PLURAL: &'static str = "launchTemplates";
    const NOT_FOUND: &'static str = "InvalidLaunchTemplateId.NotFound";
    const MALFORMED: &'static str = "InvalidLaunchTemplateId.Malformed";
    const NOUN: &'static str = "launch template ID";

    fn view(row: &Row<Self>, _cx: Read<'_>) -> wire::LaunchTemplate {
        wire::LaunchTemplate {
            launch_template_id: Some(row.id.to_string()),
            launch_template_name: Some(row.name.to_string()),
            create_time: Some(row.created),
            created_by: Some(row.created_by.to_string()),
            default_version_number: Some(row.default),
            latest_version_number: Some(row.latest()),
            tags: row.tags.wire_unless_empty(),
            operator: Some(unmanaged()),
        }
    }

    fn index(&self, index: &mut Index<'_>) {
        index.add(NAME, self.name.clone());
    }

    // unverified: the wording for several.
    fn not_found(ids: &[&str]) -> Error {
        let message = match ids {
            [id] => {
                format!("The specified launch template, with template ID {id}, does not exist.")
            }
            _ => SOME_NOT_FOUND.to_owned(),
        };
        Error::new(Self::NOT_FOUND, message)
    }

    fn check_id(id: &str) -> Result<()> {
        let digits = id.strip_prefix("lt-").unwrap_or_default();
        if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(());
        }
        Err(Error::new(Self::MALFORMED, "The specified launch template ID is not valid"))
    }
}

fn unmanaged() -> OperatorResponse {
    OperatorResponse { managed: Some(false), ..OperatorResponse::default() }
}

const SOME_NOT_FOUND: &str =
    "At least one of the launch templates specified in the request does not exist.";

/// The limits of a name, and of a version's description.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html>
const NAME_CHARS: std::ops::RangeInclusive<usize> = 3..=128;
const MAX_DESCRIPTION_CHARS: usize = 255;

fn create_launch_template(
    cx: &mut Write<'_>,
    request: &CreateLaunchTemplateRequest,
) -> Result<CreateLaunchTemplateResult> {
    let name = request.launch_template_name.as_str();
    if !is_name(name) {
        return Err(Error::new("InvalidLaunchTemplateName.MalformedException", NAME_RULE));
    }
    let description = checked_description(request.version_description.as_deref())?;
    let data = data::checked(&request.launch_template_data)?;
    data::check_given(&data)?;
    check_tagged(&request.tag_specifications)?;
    let tags = cx.tags_for::<LaunchTemplate>(&request.tag_specifications)?;
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
    Ok(CreateLaunchTemplateResult { launch_template, warning: None })
}

fn is_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"().-/_".contains(&byte);
    NAME_CHARS.contains(&name.len()) && name.bytes().all(allowed)
}

/// Recorded in <https://github.com/github-aws-runners/terraform-aws-github-runner/issues/932>.
const NAME_RULE: &str = "A launch template name must be between 3 and 128 characters, and \
     may contain letters, numbers, and the following characters: - ( ) . / _.";

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

fn checked_description(text: Option<&str>) -> Result<Option<Id>> {
    let text = text.filter(|text| !text.is_empty());
    if let Some(long) = text.filter(|text| text.chars().count() > MAX_DESCRIPTION_CHARS) {
        // unverified: the wording.
        let reason = "It must have up to 255 characters.";
        return Err(Error::bad_parameter("versionDescription", long, reason));
    }
    Ok(text.map(Into::into))
}

fn describe_launch_templates(
    cx: Read<'_>,
    request: &DescribeLaunchTemplatesRequest,
) -> Result<DescribeLaunchTemplatesResult> {
    let mut ids = request.launch_template_ids.clone();
    for name in &request.launch_template_names {
        let row = by_name(cx, name).ok_or_else(|| {
            Error::new("InvalidLaunchTemplateName.NotFoundException", SOME_NOT_FOUND)
        })?;
        ids.push(row.id.to_string());
    }
    let page = cx.select::<LaunchTemplate>(&Query {
        ids: &ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    })?;
    Ok(DescribeLaunchTemplatesResult {
        launch_templates: Some(page.items),
        next_token: page.next_token,
    })
}

fn modify_launch_template(
    cx: &mut Write<'_>,
    request: &ModifyLaunchTemplateRequest,
) -> Result<ModifyLaunchTemplateResult> {
    let given = |text: &&str| !text.is_empty();
    let id = request.launch_template_id.as_deref().filter(given);
    let name = request.launch_template_name.as_deref().filter(given);
    if id.is_some() && name.is_some() {
        // Recorded by getmoto/moto's tests that run on a real account, as is the next one.
        return Err(Error::combination(
            "Either provide launch template ID or launch template name to modify the template.",
        ));
    }
    let template = named(cx.read(), id, name)?;
    let id = template.id.clone();
    let wanted = request.default_version.as_deref().filter(|text| !text.is_empty());
    let wanted = wanted.ok_or_else(|| Error::missing("setDefaultVersion"))?;
    let number = number(wanted)?;
    if !template.versions.contains_key(&number) {
        let message = format!(
            "The launch template version {number} is not found for the specified launch template."
        );
        return Err(Error::new("InvalidLaunchTemplateId.VersionNotFound", message));
    }
    cx.get_mut::<LaunchTemplate>(&id)?.default = number;
    Ok(ModifyLaunchTemplateResult { launch_template: Some(view(cx.read(), &id)?) })
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct LaunchTemplate {
    name: Id,
    created: Timestamp,
    created_by: Id,
    default: i64,
    /// The last number that a version was given; none is given twice.
    given: i64,
    versions: BTreeMap<i64, Arc<Version>>,
}

#[derive(Debug, Serialize)]
pub(super) struct Version {
    description: Option<Id>,
    created: Timestamp,
    created_by: Id,
    pub data: ResponseLaunchTemplateData,
}

impl Version {
    fn new(cx: Read<'_>, description: Option<Id>, data: ResponseLaunchTemplateData) -> Self {
        let created_by = format!("arn:{}:iam::{}:root", arns::partition(cx), cx.account());
        let created = cx.now().timestamp().whole_seconds();
        Self { description, created, created_by: created_by.into(), data }
    }
}

impl LaunchTemplate {
    // unverified: what it is once the latest version was deleted.
    fn latest(&self) -> i64 {
        self.versions.last_key_value().map_or(self.given, |(number, _)| *number)
    }

    /// # Errors
    /// `InvalidLaunchTemplateId.VersionNotFound`.
    fn version(&self, id: &str, number: i64) -> Result<&Arc<Version>> {
        self.versions.get(&number).ok_or_else(|| {
            // Recorded in <https://github.com/eksctl-io/eksctl/issues/7786>.
            let message = format!(
                "Could not find the specified version {number} for the launch template with ID \
                 {id}."
            );
            Error::new("InvalidLaunchTemplateId.VersionNotFound", message)
        })
    }

    /// The number that `$Latest`, `$Default` or digits stand for.
    fn numbered(&self, text: &str) -> Result<i64> {
        match text {
            "$Latest" => Ok(self.latest()),
            "$Default" => Ok(self.default),
            _ => number(text),
        }
    }
}

fn number(text: &str) -> Result<i64> {
    let number = text.parse().ok().filter(|number| *number >= 0);
    // unverified: code and message.
    number.ok_or_else(|| {
        let reason = "Expecting the number of a launch template version.";
        Error::bad_parameter("launchTemplateVersion", text, reason)
    })
}

fn view(cx: Read<'_>, id: &str) -> Result<wire::LaunchTemplate> {
    Ok(LaunchTemplate::view(cx.get::<LaunchTemplate>(id)?, cx))
}

fn by_name<'a>(cx: Read<'a>, name: &str) -> Option<&'a Row<LaunchTemplate>> {
    cx.with::<LaunchTemplate>(NAME, name).next()
}

/// The template that a request names, by id or by name.
///
/// # Errors
/// `MissingParameter` for neither, `InvalidParameterCombination` for both, and those of the two.
fn named<'a>(
    cx: Read<'a>,
    id: Option<&str>,
    name: Option<&str>,
) -> Result<&'a Row<LaunchTemplate>> {
    let given = |text: &&str| !text.is_empty();
    match (id.filter(given), name.filter(given)) {
        (Some(id), None) => cx.get::<LaunchTemplate>(id),
        (None, Some(name)) => by_name(cx, name).ok_or_else(|| {
            let message = format!(
                "The specified launch template, with template name {name}, does not exist."
            );
            Error::new("InvalidLaunchTemplateName.NotFoundException", message)
        }),
        // Clients of AWS have written this answer down.
        (None, None) => {
            let message = "Either a launch template ID or a launch template name must be \
                           specified in the request.";
            Err(Error::new("MissingParameter", message))
        }
        // unverified: the wording.
        (Some(_), Some(_)) => Err(Error::combination(
            "The parameter launchTemplateId cannot be used with the parameter launchTemplateName",
        )),
    }
}

/// The version that a launch names: the template's id, the number, and what it says.
///
/// # Errors
/// Those of the template and of the version.
pub(super) fn find_version<'a>(
    cx: Read<'a>,
    id: Option<&str>,
    name: Option<&str>,
    version: Option<&str>,
) -> Result<(&'a Id, i64, &'a Version)> {
    if name.is_some_and(|name| !name.is_empty() && !is_name(name)) {
        return Err(Error::new("InvalidLaunchTemplateName.Malformed", NAME_RULE));
    }
    let template = named(cx, id, name)?;
    let version = version.filter(|text| !text.is_empty()).unwrap_or("$Default");
    let number = template.numbered(version)?;
    Ok((&template.id, number, template.record.version(&template.id, number)?))
}
