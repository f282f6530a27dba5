//! The versions of launch templates: made on the basis of others, and described, those of one
//! template or the latest and the default ones of all.

use super::checks::checked_description;
use super::data;
use crate::engine::filter::ViewFilters;
use crate::engine::{Read, Row, Text, Write};
use crate::error::{Error, Result};
use crate::records::account::operators;
use crate::records::compute::launch_templates::{LaunchTemplate, Version, named};
use crate::records::storage::images::parameters;
use std::collections::BTreeSet;
use std::sync::Arc;
use wire::{
    CreateLaunchTemplateVersionRequest, CreateLaunchTemplateVersionResult,
    DescribeLaunchTemplateVersionsRequest, DescribeLaunchTemplateVersionsResult,
    LaunchTemplateVersion,
};

/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/launch-template-restrictions.html>
const MAX_VERSIONS: usize = 10_000;

/// How many are shown at once where the request does not say, which is also the most that it can.
/// As reported of versions: ansible-collections/community.aws#2131.
// unverified (looked up 2026-11-27): of templates, whose documented bounds are the same.
pub(super) const USUAL_PAGE: i32 = 200;

/// Filters whose documentation tells no path.
const PATHS: &[(&str, &[&str])] = &[
    ("http-protocol-ipv4", &["launchTemplateData", "metadataOptions", "httpEndpoint"]),
    ("iam-instance-profile", &["launchTemplateData", "iamInstanceProfile", "arn"]),
    ("is-default-version", &["defaultVersion"]),
];

pub(crate) fn create_launch_template_version(
    cx: &mut Write<'_>,
    request: &CreateLaunchTemplateVersionRequest,
) -> Result<CreateLaunchTemplateVersionResult> {
    let template = named(
        cx.read(),
        request.launch_template_id.as_deref(),
        request.launch_template_name.as_deref(),
    )?;
    cx.permitted()?;
    let id = template.id.clone();
    let description = checked_description(request.version_description.as_deref())?;
    let mut data = data::given(request.launch_template_data.as_ref())?;
    if let Some(source) = request.source_version.as_deref().filter(|text| !text.is_empty()) {
        let source = template.numbered(source)?;
        data = data::inherited(data, &template.version(&id, source)?.data);
    }
    data::check_given(&data)?;
    let warning = data::warning(&data);
    let version = Version::new(cx.read(), description, data);
    let image = resolved(cx.read(), request.resolve_alias, &version)?;
    check_room(template.versions.len())?;
    let mut template = cx.get_mut::<LaunchTemplate>(&id)?;
    let number = template.given.saturating_add(1);
    template.given = number;
    template.versions.insert(number, Arc::new(version));
    let version = template.versions.get(&number);
    let launch_template_version = version.map(|it| view(&template, number, it, image));
    Ok(CreateLaunchTemplateVersionResult { launch_template_version, warning })
}

fn check_room(present: usize) -> Result<()> {
    if present >= MAX_VERSIONS {
        // The code is documented; unverified (looked up 2026-11-26): the message.
        let message = "You have reached the maximum number of launch template versions.";
        return Err(Error::new("MaxTemplateVersionLimitExceeded", message));
    }
    Ok(())
}

/// The image that a version's parameter stands for, where the request asks for it.
fn resolved(cx: Read<'_>, resolve: Option<bool>, version: &Version) -> Result<Option<String>> {
    match version.data.image_id.as_deref() {
        Some(image) if resolve == Some(true) => parameters::resolved(cx, image),
        _ => Ok(None),
    }
}

pub(crate) fn describe_launch_template_versions(
    cx: Read<'_>,
    request: &DescribeLaunchTemplateVersionsRequest,
) -> Result<DescribeLaunchTemplateVersionsResult> {
    check_page_size(request.max_results)?;
    let filters = ViewFilters::parse_with(cx.action(), &request.filters, PATHS)?;
    let size = request.max_results.or(Some(USUAL_PAGE));
    let paging = cx.paging(size, request.next_token.as_deref())?;
    let chosen = chosen(cx, request)?;
    check_alias(request)?;
    // The newest version of a template comes first.
    let after = paging.after();
    let rows = chosen.into_iter().filter_map(|(seq, template, number)| {
        let key = format!("{seq:020}/{:020}", i64::MAX.saturating_sub(number));
        if after.is_some_and(|after| key.as_str() <= after) {
            return None;
        }
        let version = template.versions.get(&number)?;
        let image = match resolved(cx, request.resolve_alias, version) {
            Ok(image) => image,
            Err(refusal) => return Some(Err(refusal)),
        };
        let view = view(template, number, version, image);
        filters.matches(&view).then_some(Ok((key, view)))
    });
    let page = paging.cut(rows)?;
    Ok(DescribeLaunchTemplateVersionsResult {
        launch_template_versions: Some(page.items),
        next_token: page.next_token,
    })
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplateVersions.html>
fn check_page_size(size: Option<i32>) -> Result<()> {
    match size {
        None | Some(1..=200) => Ok(()),
        // <https://github.com/aws/aws-cli/issues/3397>
        Some(_) => Err(Error::invalid_value("Maximum results allowed are between 1 and 200")),
    }
}

/// What a parameter stands for is told of one version of one template. As a program that
/// cleans up images has noted it, without the code.
// unverified (looked up 2026-11-26): the code.
fn check_alias(request: &DescribeLaunchTemplateVersionsRequest) -> Result<()> {
    let is_of_one = request.launch_template_id.is_some() || request.launch_template_name.is_some();
    if request.resolve_alias != Some(true) || (is_of_one && request.versions.len() == 1) {
        return Ok(());
    }
    Err(Error::combination(
        "Resource aliasing (resolveAlias) is only supported when doing single version describe",
    ))
}

/// Recorded by getmoto/moto's tests that run on a real account, quotes and all.
const OF_WHICH: &str = "To describe the launch template data for all your launch templates, for \
     ‘--versions’ specify ‘$Latest’, ‘$Default’, or both, and omit ‘--launch-template-id’, \
     ‘--launch-template-name’, and version numbers. To describe the launch template data for a \
     specific launch template, specify ‘--launch-template-id’ or ‘--launch-template-name’, and for \
     ‘--versions’ specify one or more of the following values: ‘$Latest’, ‘$Default’, or one or \
     more version numbers.";

/// A template's position among all, the template, and one of its versions.
pub(crate) type Chosen<'a> = (u64, &'a Row<LaunchTemplate>, i64);

fn chosen<'a>(
    cx: Read<'a>,
    request: &DescribeLaunchTemplateVersionsRequest,
) -> Result<Vec<Chosen<'a>>> {
    let given = |text: &&str| !text.is_empty();
    let id = request.launch_template_id.as_deref().filter(given);
    let name = request.launch_template_name.as_deref().filter(given);
    let of_all = id.is_none() && name.is_none();
    let aliases = request.versions.iter().all(|it| matches!(it.as_str(), "$Latest" | "$Default"));
    if of_all && !request.versions.is_empty() && aliases {
        if request.min_version.is_some() || request.max_version.is_some() {
            // unverified (looked up 2026-11-26): code and message.
            return Err(Error::combination(
                "The parameters minVersion and maxVersion require a launch template.",
            ));
        }
        let mut chosen = Vec::new();
        for (seq, template) in cx.table::<LaunchTemplate>().iter(0, cx.now()) {
            let numbers = BTreeSet::from_iter(versions(template, &request.versions)?);
            chosen.extend(numbers.into_iter().rev().map(|number| (seq, template, number)));
        }
        return Ok(chosen);
    }
    if of_all {
        let code =
            if request.versions.is_empty() { "MissingParameter" } else { "InvalidParameterValue" };
        return Err(Error::new(code, OF_WHICH));
    }
    let template = named(cx, id, name)?;
    let limits = [("Minimum", &request.min_version), ("Maximum", &request.max_version)];
    if let Some((which, _)) = limits.into_iter().find(|(_, limit)| limit.is_some())
        && !request.versions.is_empty()
    {
        // unverified (looked up 2026-11-26): the wording for the maximum, which is the other one's.
        return Err(Error::combination(format!(
            "{which} version filter is not applicable when given a list of versions."
        )));
    }
    // Cluster API's provider asks from 0 to $Latest: `launchtemplate.go` of
    // kubernetes-sigs/cluster-api-provider-aws.
    let limit = |text: &Option<String>| match text.as_deref() {
        None => Ok(None),
        Some("0") => Ok(Some(0)),
        Some(text) => template.numbered(text).map(Some),
    };
    let least = limit(&request.min_version)?.unwrap_or(0);
    let most = limit(&request.max_version)?.unwrap_or(i64::MAX);
    let numbers: Vec<i64> = if request.versions.is_empty() {
        template.versions.keys().copied().collect()
    } else {
        versions(template, &request.versions)?
    };
    let numbers = numbers.into_iter().rev().filter(|number| (least..=most).contains(number));
    Ok(numbers.map(|number| (0, template, number)).collect())
}

/// In ascending order; what is asked for twice is there twice.
fn versions(template: &Row<LaunchTemplate>, texts: &[String]) -> Result<Vec<i64>> {
    let mut numbers = Vec::with_capacity(texts.len());
    for text in texts {
        let number = template.numbered(text)?;
        template.version(&template.id, number)?;
        numbers.push(number);
    }
    numbers.sort_unstable();
    Ok(numbers)
}

fn view(
    template: &Row<LaunchTemplate>,
    number: i64,
    version: &Version,
    image: Option<String>,
) -> LaunchTemplateVersion {
    let mut data = version.data.clone();
    data.image_id = image.or(data.image_id);
    let text = |id: &Text| Some(id.to_string());
    LaunchTemplateVersion {
        launch_template_id: Some(template.id.to_string()),
        launch_template_name: text(&template.name),
        version_number: Some(number),
        version_description: version.description.as_ref().and_then(text),
        create_time: Some(version.created),
        created_by: text(&version.created_by),
        default_version: Some(number == template.default),
        launch_template_data: Some(data),
        operator: Some(operators::nobody()),
    }
}

#[cfg(test)]
mod tests {
    use super::check_room;
    use crate::error::Error;

    /// So many are too slow to make one by one.
    #[test]
    fn a_template_has_ten_thousand_versions_at_most() {
        assert_eq!(check_room(9_999), Ok(()));
        let message = "You have reached the maximum number of launch template versions.";
        let refusal = Error::new("MaxTemplateVersionLimitExceeded", message);
        assert_eq!(check_room(10_000), Err(refusal));
    }
}
