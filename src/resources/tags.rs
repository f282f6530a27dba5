//! CreateTags, DeleteTags and DescribeTags over the resources of every kind.

use super::images;
use crate::engine::filter::{Pattern, unknown_filter};
use crate::engine::tags::check_reserved;
use crate::engine::{Operation, Paging, Read, Write, operations};
use crate::error::{Error, Result};
use wire::{
    CreateTagsRequest, DeleteTagsRequest, DescribeTagsRequest, DescribeTagsResult, Filter,
    ResourceType, TagDescription, WireEnum as _,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Write CreateTags => create_tags;
    Read  DescribeTags => describe_tags;
    Write DeleteTags => delete_tags;
};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html>
const MAX_RESOURCES: usize = 1_000;

fn create_tags(cx: &mut Write<'_>, request: &CreateTagsRequest) -> Result<()> {
    check_resources(cx, &request.resources)?;
    if request.tags.is_empty() {
        return Err(Error::missing("tag"));
    }
    for id in &request.resources {
        let tags = cx.tags_mut(id).map(|(_, tags)| tags);
        tags.ok_or_else(|| invalid_id(id))?.add(&request.tags)?;
    }
    Ok(())
}

fn delete_tags(cx: &mut Write<'_>, request: &DeleteTagsRequest) -> Result<()> {
    check_resources(cx, &request.resources)?;
    for tag in &request.tags {
        check_reserved(tag.key.as_deref().unwrap_or_default())?;
    }
    for id in &request.resources {
        let (_, tags) = cx.tags_mut(id).ok_or_else(|| invalid_id(id))?;
        if request.tags.is_empty() {
            tags.clear();
        }
        // A key alone takes the tag whatever its value; an empty value takes just an empty one.
        for tag in &request.tags {
            tags.unset(tag.key.as_deref().unwrap_or_default(), tag.value.as_deref());
        }
    }
    Ok(())
}

/// Every id must be of something that is there, before the first one is touched.
fn check_resources(cx: &Write<'_>, ids: &[String]) -> Result<()> {
    if ids.len() > MAX_RESOURCES {
        let message = format!("You may tag at most {MAX_RESOURCES} resources in one request.");
        return Err(Error::invalid_value(message));
    }
    for id in ids {
        match cx.read().exists(id) {
            Some(Ok(())) => {}
            // A public image is there for everyone to see and for its owner to tag.
            // unverified: no recording has AWS's words for this.
            Some(Err(_)) if images::is_public(cx.read(), id) => {
                let message = format!("Not authorized for images: [{id}]");
                return Err(Error::new("AuthFailure", message));
            }
            Some(Err(not_found)) => return Err(not_found),
            None => return Err(invalid_id(id)),
        }
    }
    Ok(())
}

fn invalid_id(id: &str) -> Error {
    Error::new("InvalidID", format!("The ID '{id}' is not valid"))
}

fn describe_tags(cx: Read<'_>, request: &DescribeTagsRequest) -> Result<DescribeTagsResult> {
    let filters: Vec<TagFilter> =
        request.filters.iter().map(TagFilter::parse).collect::<Result<_>>()?;
    let paging = Paging::new(cx.action(), request.max_results, request.next_token.as_deref())?;
    let mut found = Vec::new();
    let mut collect = |kind: ResourceType, id: &str, tags: &crate::engine::Tags| {
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
                if let Some((kind, tags)) = cx.tags_of(id) {
                    collect(kind, id, tags);
                }
            }
        }
        None => cx.each_tagged(&mut collect),
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
struct TagFilter {
    subject: Subject,
    patterns: Vec<Pattern>,
}

enum Subject {
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
        Ok(Self { subject, patterns: crate::engine::filter::patterns(values) })
    }

    /// The ids, if the filter is for ids and has no wildcards.
    fn ids(&self) -> Option<Vec<&str>> {
        match self.subject {
            Subject::ResourceId => self.patterns.iter().map(Pattern::plain).collect(),
            _ => None,
        }
    }

    fn matches(&self, kind: ResourceType, id: &str, (key, value): (&str, &str)) -> bool {
        let text = match &self.subject {
            Subject::Key => key,
            Subject::Value => value,
            Subject::ResourceId => id,
            Subject::ResourceType => kind.as_str(),
            Subject::Of(wanted) if wanted == key => value,
            Subject::Of(_) => return false,
        };
        self.patterns.iter().any(|pattern| pattern.matches(text))
    }
}
