//! The reports: what was asked, what was counted, and how long it is kept.

use crate::engine::{By, Index, Query, Read, Resource, Row, Text, Timed, Write};
use crate::error::{Error, Result};
use crate::records::account::arns::check_account;
use crate::records::compute::image_uses::{depth, does_name};
use crate::records::compute::instances::Instance;
use crate::records::compute::launch_templates::LaunchTemplate;
use crate::records::durations;
use crate::records::ids::ImageId;
use crate::records::storage::images::checks::own;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wire::{
    CreateImageUsageReportRequest, CreateImageUsageReportResult, DescribeImageUsageReportsRequest,
    DescribeImageUsageReportsResult, ImageUsageResourceType, ImageUsageResourceTypeOption,
    ImageUsageResourceTypeRequest, InstanceStateName, ResourceType, Timestamp,
};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImageUsageReport.html>
const KEPT_MILLIS: i64 = 30 * 24 * 3_600_000;

const DEPTH: &str = "version-depth";

/// See `API_ImageUsageResourceTypeOptionRequest` in AWS's reference.
const USUAL_DEPTH: usize = 20;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ImageUsageReport {
    pub image_id: ImageId,
    pub uses: Vec<Use>,
    account_ids: Vec<String>,
    pub created: Timestamp,
    pub is_available: Timed<bool>,
    pub entries: Vec<Entry>,
}

/// What is counted.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Use {
    Instances,
    /// With the number of versions that are looked at, as it was asked.
    LaunchTemplates(Option<usize>),
    /// Another service's, which has none here.
    ImageRecipes,
    ContainerRecipes,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub account: Text,
    pub resource_type: String,
    pub count: usize,
}

impl Use {
    const fn as_str(&self) -> &'static str {
        match self {
            Self::Instances => "ec2:Instance",
            Self::LaunchTemplates(_) => "ec2:LaunchTemplate",
            Self::ImageRecipes => "imagebuilder:ImageRecipe",
            Self::ContainerRecipes => "imagebuilder:ContainerRecipe",
        }
    }
}

impl ImageUsageReport {
    pub(crate) const BY_IMAGE: By<Self, ImageId> = By::new("image-id");
}

impl Resource for ImageUsageReport {
    type View = wire::ImageUsageReport;
    const PREFIX: &'static str = "amiur";
    const TYPE: Option<ResourceType> = Some(ResourceType::ImageUsageReport);
    const PLURAL: &'static str = "imageUsageReports";
    const NOUN: &'static str = "image usage report ID";

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::ImageUsageReport {
        let state = if row.is_available.at(cx.now()) { "available" } else { "pending" };
        wire::ImageUsageReport {
            image_id: Some(row.image_id.to_string()),
            report_id: Some(row.id.to_string()),
            resource_types: Some(row.uses.iter().map(view).collect()),
            account_ids: (!row.account_ids.is_empty()).then(|| row.account_ids.clone()),
            state: Some(state.to_owned()),
            state_reason: None,
            creation_time: Some(row.created),
            expiration_time: Some(row.created.plus_millis(KEPT_MILLIS)),
            tags: row.tags.wire_unless_empty(),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_IMAGE, &self.image_id);
    }
}

fn view(of: &Use) -> ImageUsageResourceType {
    let options = match of {
        Use::LaunchTemplates(Some(depth)) => Some(vec![ImageUsageResourceTypeOption {
            option_name: Some(DEPTH.to_owned()),
            option_values: Some(vec![depth.to_string()]),
        }]),
        _ => None,
    };
    let resource_type = Some(of.as_str().to_owned());
    ImageUsageResourceType { resource_type, resource_type_options: options }
}

pub(crate) fn create_image_usage_report(
    cx: &mut Write<'_>,
    request: &CreateImageUsageReportRequest,
) -> Result<CreateImageUsageReportResult> {
    let tags = cx.tags_for::<ImageUsageReport>(&request.tag_specifications)?;
    let image_id = own(cx.read(), &request.image_id)?.id.clone();
    let uses = request.resource_types.iter().map(asked).collect::<Result<Vec<_>>>()?;
    request.account_ids.iter().try_for_each(|id| check_account("accountId", id))?;
    let created = cx.now().timestamp();
    let record = ImageUsageReport {
        entries: count(cx.read(), &image_id, &uses, &request.account_ids),
        image_id,
        uses,
        account_ids: request.account_ids.clone(),
        created,
        is_available: cx.read().transition(false, true, durations::IMAGE_USAGE_REPORTS_PENDING),
    };
    let view = cx.create(record, tags)?;
    let id = view.report_id.clone().unwrap_or_default();
    cx.end::<ImageUsageReport>(id.as_str(), created.plus_millis(KEPT_MILLIS));
    Ok(CreateImageUsageReportResult { report_id: view.report_id })
}

// unverified (looked up 2026-11-26): the wordings.
fn asked(of: &ImageUsageResourceTypeRequest) -> Result<Use> {
    let asked = match of.resource_type.as_deref().unwrap_or_default() {
        "ec2:Instance" => Use::Instances,
        "ec2:LaunchTemplate" => Use::LaunchTemplates(None),
        "imagebuilder:ImageRecipe" => Use::ImageRecipes,
        "imagebuilder:ContainerRecipe" => Use::ContainerRecipes,
        other => {
            let reason = "Expecting ec2:Instance, ec2:LaunchTemplate, imagebuilder:ImageRecipe or \
                          imagebuilder:ContainerRecipe.";
            return Err(Error::bad_parameter("resourceType", other, reason));
        }
    };
    match (asked, of.resource_type_options.as_deref().unwrap_or_default()) {
        (asked, []) => Ok(asked),
        (Use::LaunchTemplates(_), [one]) if one.option_name.as_deref() == Some(DEPTH) => {
            let depth = depth(one.option_values.as_deref().unwrap_or_default())?;
            Ok(Use::LaunchTemplates(Some(depth)))
        }
        (_, [one, ..]) => {
            let name = one.option_name.as_deref().unwrap_or_default();
            let reason = "There is no such option of the resource type.";
            Err(Error::bad_parameter("optionName", name, reason))
        }
    }
}

/// By account, in every account or in those that were asked for.
// unverified (looked up 2026-11-26): that what the owner uses itself is counted, too.
fn count(cx: Read<'_>, image_id: &ImageId, uses: &[Use], accounts: &[String]) -> Vec<Entry> {
    let mut found: BTreeMap<(Text, &'static str), usize> = BTreeMap::new();
    let is_asked =
        |account: &Text| accounts.is_empty() || accounts.iter().any(|it| **it == **account);
    let mut add = |owner: Read<'_>, of: &Use| {
        if is_asked(owner.account()) {
            *found.entry((owner.account().clone(), of.as_str())).or_default() += 1;
        }
    };
    for of in uses {
        match of {
            Use::Instances => {
                let all = cx.anyones(Instance::BY_IMAGE, image_id);
                let is_over =
                    |row: &Row<Instance>| row.state(cx.now()) == InstanceStateName::Terminated;
                all.filter(|(_, row)| !is_over(row)).for_each(|(owner, _)| add(owner, of));
            }
            Use::LaunchTemplates(depth) => {
                let depth = depth.unwrap_or(USUAL_DEPTH);
                let all = cx.anyones(LaunchTemplate::BY_IMAGE, &**image_id);
                let naming = all.filter(|(_, row)| does_name(row, image_id, depth));
                naming.for_each(|(owner, _)| add(owner, of));
            }
            Use::ImageRecipes | Use::ContainerRecipes => {}
        }
    }
    let entry = |((account, of), count): ((Text, &str), usize)| Entry {
        account,
        resource_type: of.to_owned(),
        count,
    };
    found.into_iter().map(entry).collect()
}

pub(crate) fn describe_image_usage_reports(
    cx: Read<'_>,
    request: &DescribeImageUsageReportsRequest,
) -> Result<DescribeImageUsageReportsResult> {
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref())
        .among(&request.report_ids);
    let images = &request.image_ids;
    let page = cx.select_rows::<ImageUsageReport>(&query, |row| {
        images.is_empty() || images.iter().any(|id| **id == *row.image_id)
    })?;
    let page = page.map(|(_, view)| view);
    Ok(DescribeImageUsageReportsResult {
        next_token: page.next_token,
        image_usage_reports: Some(page.items),
    })
}
