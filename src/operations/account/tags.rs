//! CreateTags, DeleteTags and DescribeTags over the resources of every kind.

use crate::effects::storage::{images as images_effects, snapshots as snapshots_effects};
use crate::engine::filter::{self, Pattern, unknown_filter};
use crate::engine::tags::{self, Flaw, Tags};
use crate::engine::{Operation, Read, Resource as _, Write, operations, page};
use crate::error::{Error, Result};
use crate::records::compute::instances::metadata_tags::check_metadata_tags;
use crate::records::network::addresses::Address;
use crate::records::network::managed_prefix_lists;
use crate::records::storage::images::{self, public};
use crate::records::storage::snapshots::shared;
use wire::{
    CreateTagsRequest, DeleteTagsRequest, DescribeTagsRequest, DescribeTagsResult, Filter,
    ResourceType, Tag, TagDescription, WireEnum as _,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateTags => create_tags;
    Read  DescribeTags => describe_tags;
    Write DeleteTags => delete_tags;
};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html>
const MAX_RESOURCES: usize = 1_000;

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html>
const MAX_DELETED: usize = 1_000;

fn create_tags(cx: &mut Write<'_>, request: &CreateTagsRequest) -> Result<()> {
    if request.tags.is_empty() {
        // As a user of boto3 quotes it whose function copies tags to volumes. In 2014 and 2017
        // (dask/dask-ec2#90) the reason stood alone, as it did of keys that begin with `aws:`.
        let reason = "You must specify one or more tags to create";
        let message = format!("Value ( empty ) for parameter tagSet is invalid. {reason}");
        return Err(Error::invalid_value(message));
    }
    for tag in &request.tags {
        tags::check(tag).map_err(|flaw| flawed(tag, flaw))?;
    }
    // The last of several values for a key is the one that stays: SkyPilot names each head node so,
    // while a TagSpecification with a key twice is refused.
    check_resources(cx.read(), &request.resources)?;
    for id in &request.resources {
        check_metadata_tags(cx.read(), id, &request.tags)?;
    }
    for id in &request.resources {
        change(cx, id, |tags| tags.add(&request.tags))?;
    }
    Ok(())
}

fn delete_tags(cx: &mut Write<'_>, request: &DeleteTagsRequest) -> Result<()> {
    if request.tags.len() > MAX_DELETED {
        // unverified (looked up 2026-11-26): AWS documents the limit, not its refusal.
        let message = format!("You may delete at most {MAX_DELETED} tags in one request.");
        return Err(Error::invalid_value(message));
    }
    for tag in &request.tags {
        let key = tag.key.as_deref().unwrap_or_default();
        tags::check_key(key).map_err(|flaw| flawed(tag, flaw))?;
    }
    // unverified (looked up 2026-11-26): whether AWS refuses to take tags away from what is not
    // there as it refuses to give these.
    check_resources(cx.read(), &request.resources)?;
    for id in &request.resources {
        change(cx, id, |tags| {
            if request.tags.is_empty() {
                tags.clear();
            }
            // A key alone takes the tag whatever its value; an empty value just an empty one.
            for tag in &request.tags {
                tags.unset(tag.key.as_deref().unwrap_or_default(), tag.value.as_deref());
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// A flaw of a tag, with what EC2 puts before it:
/// <https://github.com/aws/aws-cli/issues/3283>, <https://github.com/bridgecrewio/yor/issues/122>.
fn flawed(tag: &Tag, flaw: Flaw) -> Error {
    let key = tag.key.as_deref().unwrap_or_default();
    let (value, parameter) = match flaw {
        Flaw::NoKey => ("''", "Tag key"),
        Flaw::LongKey | Flaw::ReservedKey => (key, "key"),
        Flaw::NoValue => (key, "value"),
        Flaw::LongValue => (tag.value.as_deref().unwrap_or_default(), "value"),
    };
    let reason = flaw.reason();
    Error::invalid_value(format!(
        "Value ( {value} ) for parameter {parameter} is invalid. {reason}"
    ))
}

/// Every id must be of something that is there, before the first one is touched.
fn check_resources(cx: Read<'_>, ids: &[String]) -> Result<()> {
    if ids.is_empty() {
        return Err(Error::missing("resourceIdSet"));
    }
    if ids.len() > MAX_RESOURCES {
        return Err(Error::too_many_resources());
    }
    for id in ids {
        if id.is_empty() {
            // kubernetes-sigs/cluster-api-provider-aws#774
            let message = "Value ( null ) for parameter resourceId is invalid. Null/empty value \
                           for resourceId is invalid";
            return Err(Error::invalid_value(message));
        }
        match cx.can_be_tagged(id) {
            Some(Ok(())) => {}
            Some(Err(_)) if images::is_anothers(cx, id) || shared::is_anothers(cx, id) => {}
            Some(Err(_)) if managed_prefix_lists::is_of_aws(cx, id) => {
                return Err(Error::not_emulated("tags on the prefix lists that AWS keeps"));
            }
            Some(Err(_)) if has_digits(id) && id.starts_with(Address::PREFIX) => {
                return Err(Address::unknown_elastic_ip(id));
            }
            Some(Err(not_found)) if has_digits(id) => return Err(not_found),
            Some(Err(_)) | None => return Err(invalid_id(id)),
        }
    }
    Ok(())
}

/// Whether an id ends as EC2's do; `i-eCHmOTcEW0OZ9KbNe` does not:
/// kubernetes/cloud-provider-aws#1387 (2026), and one of 32 digits: gruntwork-io/terratest#204.
/// Those of Spot requests may have any letters.
fn has_digits(id: &str) -> bool {
    let (prefix, digits) = id.rsplit_once('-').unwrap_or(("", id));
    let is_one = digits.len() <= 17 && digits.bytes().all(|it| it.is_ascii_hexdigit());
    prefix == "sir" || is_one
}

fn invalid_id(id: &str) -> Error {
    Error::new("InvalidID", format!("The ID '{id}' is not valid"))
}

/// Changes the tags of a resource of whatever kind.
fn change(
    cx: &mut Write<'_>,
    id: &str,
    change: impl FnOnce(&mut Tags) -> Result<()>,
) -> Result<()> {
    if let Some((_, tags)) = cx.tags_mut(id) {
        return change(tags);
    }
    if shared::is_anothers(cx.read(), id) {
        return change(&mut snapshots_effects::tags_of_shared(cx, id)?.tags);
    }
    change(&mut images_effects::tags_of_public(cx, id)?.tags)
}

fn describe_tags(cx: Read<'_>, request: &DescribeTagsRequest) -> Result<DescribeTagsResult> {
    let filters: Vec<TagFilter> =
        request.filters.iter().map(TagFilter::parse).collect::<Result<_>>()?;
    filter::check_limits(&request.filters)?;
    // Whoever asks for ids gets all of their tags at once:
    // <https://github.com/cloud-custodian/cloud-custodian/issues/11069>.
    let is_of_ids = filters.iter().any(|it| matches!(it.subject, Subject::ResourceId));
    let size = page::size(request.max_results)?.filter(|_| !is_of_ids);
    let paging = cx.paging(size, request.next_token.as_deref())?;
    let mut found = Vec::new();
    let mut collect = |kind: ResourceType, id: &str, tags: &Tags| {
        for (key, value) in tags.iter() {
            if filters.iter().all(|filter| filter.matches(kind, id, (key, value))) {
                found.push((kind, id.to_owned(), key.to_owned(), value.to_owned()));
            }
        }
    };
    // Ids that are named outright are looked up; anything else is a walk over what is tagged.
    match filters.iter().find_map(TagFilter::ids) {
        Some(ids) => {
            for id in ids {
                let public = || Some((ResourceType::Image, public::public_tags(cx, id)?));
                let shared = || Some((ResourceType::Snapshot, shared::tags(cx, id)?));
                if let Some((kind, tags)) = cx.tags_of(id).or_else(public).or_else(shared) {
                    collect(kind, id, tags);
                }
            }
        }
        None => {
            let wanted = |kind| filters.iter().all(|filter| filter.may_match(kind));
            cx.each_tagged(&wanted, &mut collect);
        }
    }
    found.sort_unstable_by(|a, b| (&a.1, &a.2).cmp(&(&b.1, &b.2)));
    found.dedup();
    let rows = found.into_iter().map(|(kind, id, key, value)| {
        let position = format!("{id} {key}");
        let tag = TagDescription {
            key: Some(key),
            resource_id: Some(id),
            resource_type: Some(kind),
            value: Some(value),
        };
        (position, tag)
    });
    let page = paging.cut_sorted(rows)?;
    Ok(DescribeTagsResult { next_token: page.next_token, tags: Some(page.items) })
}

/// A filter over tags, which are no rows of a table.
pub(crate) struct TagFilter {
    subject: Subject,
    patterns: Vec<Pattern>,
}

pub(crate) enum Subject {
    Key,
    Value,
    ResourceId,
    ResourceType,
    /// Tags with this key.
    Of(String),
}

impl TagFilter {
    fn parse(filter: &Filter) -> Result<Self> {
        let name = filter.name.as_deref().unwrap_or("null");
        let subject = match name {
            "key" => Subject::Key,
            "value" => Subject::Value,
            "resource-id" => Subject::ResourceId,
            "resource-type" => Subject::ResourceType,
            _ => match name.strip_prefix("tag:") {
                Some(key) => Subject::Of(key.to_owned()),
                None => return Err(unknown_filter(name)),
            },
        };
        let values = filter.values.as_deref().unwrap_or_default();
        Ok(Self { subject, patterns: filter::patterns(values) })
    }

    /// The ids, if the filter is for ids and has no wildcards.
    fn ids(&self) -> Option<Vec<&str>> {
        match self.subject {
            Subject::ResourceId => self.patterns.iter().map(Pattern::plain).collect(),
            _ => None,
        }
    }

    /// Whether resources of a type can pass.
    fn may_match(&self, kind: ResourceType) -> bool {
        match self.subject {
            Subject::ResourceType => self.any(kind.as_str()),
            _ => true,
        }
    }

    fn any(&self, text: &str) -> bool {
        self.patterns.iter().any(|pattern| pattern.matches(text))
    }

    fn matches(&self, kind: ResourceType, id: &str, (key, value): (&str, &str)) -> bool {
        self.any(match &self.subject {
            Subject::Key => key,
            Subject::Value => value,
            Subject::ResourceId => id,
            Subject::ResourceType => kind.as_str(),
            Subject::Of(wanted) if wanted == key => value,
            Subject::Of(_) => return false,
        })
    }
}
