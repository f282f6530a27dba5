//! Launch templates: what a launch says, kept under a name in numbered versions. A launch reads
//! one through [`find_version`]; what its data means is the launch's to say.

pub(crate) mod convert;
pub(crate) mod requirements;
pub(crate) mod same;

pub(crate) use same::{Same, same};

use crate::engine::{By, Index, Quota, Read, Resource, Row, Text};
use crate::error::{Error, Result};
use crate::records::account::arns;
use crate::records::account::operators;
use crate::records::ids::LaunchTemplateId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use wire::{ResourceType, ResponseLaunchTemplateData, Timestamp};

impl LaunchTemplate {
    pub(crate) const BY_NAME: By<Self, str> = By::new("launch-template-name");
    /// By the images that any of their versions names. No filter has this name.
    pub(crate) const BY_IMAGE: By<Self, str> = By::new("image");
}

impl Resource for LaunchTemplate {
    type View = wire::LaunchTemplate;
    const PREFIX: &'static str = "lt";
    const TYPE: Option<ResourceType> = Some(ResourceType::LaunchTemplate);
    const PLURAL: &'static str = "launchTemplates";
    const NOT_FOUND: &'static str = "InvalidLaunchTemplateId.NotFound";
    const NOUN: &'static str = "launch template ID";
    /// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/launch-template-restrictions.html>,
    /// with the code in AWS's reference.
    // unverified (looked up 2026-11-26): the wording.
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |_, cx| cx.count::<Self>() > 5_000,
        code: "MaxTemplateLimitExceeded",
        message: |_| "The maximum number of launch templates has been reached.".to_owned(),
    });

    fn view(row: &Row<Self>, _cx: Read<'_>) -> wire::LaunchTemplate {
        wire::LaunchTemplate {
            launch_template_id: Some(row.id.to_string()),
            launch_template_name: Some(row.name.to_string()),
            create_time: Some(row.created),
            created_by: Some(row.created_by.to_string()),
            default_version_number: Some(row.default),
            latest_version_number: Some(row.latest()),
            tags: row.tags.wire_unless_empty(),
            operator: Some(operators::nobody()),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_NAME, &self.name);
        let images = self.versions.values().filter_map(|it| it.data.image_id.as_deref());
        images.collect::<BTreeSet<_>>().into_iter().for_each(|id| index.add(Self::BY_IMAGE, id));
    }

    fn not_found(ids: &[&str]) -> Error {
        let id = ids.join(", ");
        let message =
            format!("The specified launch template, with template ID {id}, does not exist.");
        Error::new(Self::NOT_FOUND, message)
    }

    fn check_id(id: &str) -> Result<()> {
        if is_id(id) {
            return Ok(());
        }
        Err(Error::new(Self::MALFORMED, "The specified launch template ID is not valid"))
    }

    // unverified (looked up 2026-11-26): the wording for several.
    fn check_listed_id(id: &str) -> Result<()> {
        if is_id(id) {
            return Ok(());
        }
        let message = format!("The following launch template ids are malformed: {id}");
        Err(Error::new(Self::MALFORMED, message))
    }
}

fn is_id(id: &str) -> bool {
    let digits = id.strip_prefix("lt-").unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

pub(crate) const SOME_NOT_FOUND: &str =
    "At least one of the launch templates specified in the request does not exist.";

/// The limits of a name, and of a version's description.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html>
const NAME_CHARS: std::ops::RangeInclusive<usize> = 3..=128;

pub(crate) fn is_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"().-/_".contains(&byte);
    NAME_CHARS.contains(&name.len()) && name.bytes().all(allowed)
}

/// Recorded in <https://github.com/github-aws-runners/terraform-aws-github-runner/issues/932>.
pub(crate) const NAME_RULE: &str = "A launch template name must be between 3 and 128 characters, \
     and may contain letters, numbers, and the following characters: - ( ) . / _.";

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct LaunchTemplate {
    pub name: Text,
    pub created: Timestamp,
    pub created_by: Text,
    pub default: i64,
    /// The last number that a version was given; none is given twice.
    pub given: i64,
    pub versions: BTreeMap<i64, Arc<Version>>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Version {
    pub description: Option<Text>,
    pub created: Timestamp,
    pub created_by: Text,
    pub data: ResponseLaunchTemplateData,
}

impl Version {
    pub fn new(cx: Read<'_>, description: Option<Text>, data: ResponseLaunchTemplateData) -> Self {
        let created_by = format!("arn:{}:iam::{}:root", arns::partition(cx), cx.account());
        let created = cx.now().timestamp().whole_seconds();
        Self { description, created, created_by: created_by.into(), data }
    }
}

impl LaunchTemplate {
    /// Once the latest version was deleted, it is the one before.
    pub fn latest(&self) -> i64 {
        self.versions.last_key_value().map_or(self.given, |(number, _)| *number)
    }

    /// # Errors
    /// `InvalidLaunchTemplateId.VersionNotFound`.
    pub fn version(&self, id: &str, number: i64) -> Result<&Arc<Version>> {
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
    pub fn numbered(&self, text: &str) -> Result<i64> {
        match text {
            "$Latest" => Ok(self.latest()),
            "$Default" => Ok(self.default),
            _ => number(text),
        }
    }
}

pub(crate) fn number(text: &str) -> Result<i64> {
    let number = text.parse().ok().filter(|number| *number > 0);
    // pulumi/pulumi-aws#1504
    number.ok_or_else(|| {
        Error::invalid_value(
            "Invalid launch template version: either '$Default', '$Latest', or a numeric version \
             are allowed.",
        )
    })
}

pub(crate) fn by_name<'a>(cx: Read<'a>, name: &str) -> Option<&'a Row<LaunchTemplate>> {
    cx.with(LaunchTemplate::BY_NAME, name).next()
}

/// The template that a request names, by id or by name.
///
/// # Errors
/// `MissingParameter` for neither, `InvalidParameterCombination` for both, and those of the two.
pub(crate) fn named<'a>(
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
        // Whatever is to be done with it.
        (Some(_), Some(_)) => Err(Error::combination(
            "Either provide launch template ID or launch template name to modify the template.",
        )),
    }
}

/// The version that a launch names: the template's id, the number, and what it says.
///
/// # Errors
/// Those of the template and of the version.
pub(crate) fn find_version<'a>(
    cx: Read<'a>,
    id: Option<&str>,
    name: Option<&str>,
    version: Option<&str>,
) -> Result<(&'a LaunchTemplateId, i64, &'a Version)> {
    if id.is_some_and(|id| !id.is_empty()) && name.is_some_and(|name| !name.is_empty()) {
        // LeanerCloud/AutoSpotting#285
        return Err(Error::combination(
            "A launch template ID and a launch template name cannot be specified in the same \
             request.",
        ));
    }
    if name.is_some_and(|name| !name.is_empty() && !is_name(name)) {
        return Err(Error::new("InvalidLaunchTemplateName.Malformed", NAME_RULE));
    }
    let template = named(cx, id, name)?;
    let version = version.filter(|text| !text.is_empty()).unwrap_or("$Default");
    let number = template.numbered(version)?;
    Ok((&template.id, number, template.record.version(&template.id, number)?))
}

/// Whether an image is asked for by what is like an id, or like a parameter that stands for one.
// unverified (looked up 2026-11-26): that the number of digits is a launch's to check.
pub(crate) fn is_image(id: &str) -> bool {
    let digits = id.strip_prefix("ami-").unwrap_or_default();
    let is_id = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_id || id.is_empty() || id.starts_with("resolve:ssm:")
}
