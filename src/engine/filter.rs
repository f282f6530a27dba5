//! Filters: all names must match, one value of each suffices, `*` and `?` are wildcards.
//!
//! A documented filter is a path into the row's wire view. The view encodes itself into a probe
//! that keeps the values at that path, so a filter compares exactly what the answer would show.

use super::context::Read;
pub(crate) use super::pattern::Pattern;
use super::probe::{Path, any, tags_in, values_at};
use super::row::Row;
use super::sought::Sought;
use super::table::Resource;
use super::tags::Tags;
use crate::error::{Error, Result};
use std::marker::PhantomData;
use wire::{Action, Encode};

/// EC2 takes no more values than this in one request's filters, and no more filters:
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html>
const MAX_VALUES: usize = 200;
const MAX_FILTERS: usize = 50;
const MAX_VALUE_CHARS: usize = 255;

/// The filters of one request, checked against what the operation documents.
pub(crate) struct Filters<T> {
    all: Vec<(Subject, Vec<Pattern>)>,
    of: PhantomData<fn() -> T>,
}

enum Subject {
    Tag(String),
    TagKey,
    TagValue,
    /// By its place among the kind's own.
    Custom(&'static str, usize),
    Path(&'static str, Path),
}

impl<T: Resource> Filters<T> {
    /// # Errors
    /// `InvalidParameterValue` for a name that the operation does not document, and those of
    /// [`check_limits`].
    pub fn parse(action: Action, filters: &[wire::Filter]) -> Result<Self> {
        let custom = |place: usize| T::FILTERS.get(place).map(|(name, _)| *name);
        let all = parse(action, filters, custom, T::IGNORES_OTHER_FILTERS)?;
        Ok(Self { all, of: PhantomData })
    }

    /// Filters with plain values only, as (name, values): what an index can answer.
    pub fn plain(&self) -> Vec<(&'static str, Vec<&str>)> {
        plain(&self.all)
    }

    /// Whether a row passes; `view` is made only when a path needs it, and then kept.
    pub fn matches(&self, row: &Row<T>, view: &mut Option<T::View>, cx: Read<'_>) -> bool {
        self.match_with(row, cx, &mut |path, patterns| {
            let view = view.get_or_insert_with(|| T::view(row, cx));
            values_at(view, path).iter().any(|value| any(patterns, value))
        })
    }

    /// The same of what may be known of it without its view.
    pub(super) fn take(&self, found: &mut Sought<'_, T>, cx: Read<'_>) -> bool {
        self.match_with(found.row, cx, &mut |path, patterns| found.has(path, patterns, cx))
    }

    fn match_with(
        &self,
        row: &Row<T>,
        cx: Read<'_>,
        has: &mut dyn FnMut(Path, &[Pattern]) -> bool,
    ) -> bool {
        let custom = |place: usize| {
            T::FILTERS.get(place).map_or_else(Vec::new, |(_, values)| values(row, cx))
        };
        match_all(&self.all, &row.tags, &custom, has)
    }
}

fn match_all(
    filters: &[(Subject, Vec<Pattern>)],
    tags: &Tags,
    custom: &dyn Fn(usize) -> Vec<String>,
    has: &mut dyn FnMut(Path, &[Pattern]) -> bool,
) -> bool {
    filters.iter().all(|(subject, patterns)| match subject {
        Subject::Tag(key) => tags.get(key).is_some_and(|value| any(patterns, value)),
        Subject::TagKey => tags.iter().any(|(key, _)| any(patterns, key)),
        Subject::TagValue => tags.iter().any(|(_, value)| any(patterns, value)),
        Subject::Custom(_, place) => custom(*place).iter().any(|value| any(patterns, value)),
        Subject::Path(_, path) => has(path, patterns),
    })
}

fn plain(filters: &[(Subject, Vec<Pattern>)]) -> Vec<(&'static str, Vec<&str>)> {
    let plain = filters.iter().filter_map(|(subject, patterns)| {
        let name = match subject {
            Subject::Path(name, _) | Subject::Custom(name, _) => *name,
            _ => return None,
        };
        Some((name, patterns.iter().map(Pattern::plain).collect::<Option<Vec<_>>>()?))
    });
    plain.collect()
}

/// The names of the filters that a kind works out, by their places.
type Custom = fn(usize) -> Option<&'static str>;

fn parse(
    action: Action,
    filters: &[wire::Filter],
    custom: Custom,
    ignores_others: bool,
) -> Result<Vec<(Subject, Vec<Pattern>)>> {
    let mut all = Vec::with_capacity(filters.len());
    for filter in filters {
        let values = filter.values.as_deref().unwrap_or_default();
        match subject(action, name(filter), custom) {
            Some(subject) => all.push((subject, patterns(values))),
            // unverified (looked up 2026-11-27): that one without a name is refused all the same.
            None if ignores_others && filter.name.is_some() => {}
            None => return Err(unknown_filter(name(filter))),
        }
    }
    check_limits(filters)?;
    Ok(all)
}

fn subject(action: Action, name: &str, custom: Custom) -> Option<Subject> {
    let mut custom = (0..).map_while(|place| Some((custom(place)?, place)));
    if let Some((name, place)) = custom.find(|(known, _)| *known == name) {
        return Some(Subject::Custom(name, place));
    }
    let documented = action.filters();
    if let Some(key) = name.strip_prefix("tag:") {
        let tags = documented.iter().any(|filter| filter.name.starts_with("tag:"));
        return tags.then(|| Subject::Tag(key.to_owned()));
    }
    let filter = documented.iter().find(|filter| filter.name == name)?;
    match name {
        "tag-key" => Some(Subject::TagKey),
        "tag-value" => Some(Subject::TagValue),
        _ if filter.path.is_empty() => None,
        _ => Some(Subject::Path(filter.name, filter.path)),
    }
}

/// # Errors
/// `FilterLimitExceeded` for more than 200 values or 50 filters, or for a value that is too long.
pub(crate) fn check_limits(filters: &[wire::Filter]) -> Result<()> {
    let exceeded = |message: String| Err(Error::new("FilterLimitExceeded", message));
    let values = || filters.iter().flat_map(|filter| filter.values.as_deref().unwrap_or_default());
    // https://github.com/gjbae1212/gossm/issues/47
    if values().count() > MAX_VALUES {
        return exceeded(format!(
            "The maximum number of filter values specified on a single call is {MAX_VALUES}"
        ));
    }
    // https://github.com/ansible-collections/amazon.aws/issues/2393
    if values().any(|value| value.chars().count() > MAX_VALUE_CHARS) {
        return exceeded(format!(
            "The maximum length for a filter value is {MAX_VALUE_CHARS} characters"
        ));
    }
    if filters.len() > MAX_FILTERS {
        // The limit is documented; unverified (looked up 2026-11-26): that its words are those.
        return exceeded(format!(
            "The maximum number of filters specified on a single call is {MAX_FILTERS}"
        ));
    }
    Ok(())
}

/// EC2 calls a filter without a name `null`.
fn name(filter: &wire::Filter) -> &str {
    filter.name.as_deref().unwrap_or("null")
}

/// A filter without values matches nothing: <https://github.com/getmoto/moto/issues/8570>
pub(crate) fn patterns(values: &[String]) -> Vec<Pattern> {
    values.iter().map(|value| Pattern::parse(value)).collect()
}

pub(crate) fn unknown_filter(name: &str) -> Error {
    Error::invalid_value(format!("The filter '{name}' is invalid"))
}

/// Filters over rows that live in no table (regions, instance types): paths into the view, tags.
pub(crate) struct ViewFilters(Vec<(ViewSubject, Vec<Pattern>)>);

enum ViewSubject {
    Tag(String),
    TagKey,
    TagValue,
    Path(Path),
}

impl ViewFilters {
    /// # Errors
    /// `InvalidParameterValue` for a name that the operation does not document.
    pub fn parse(action: Action, filters: &[wire::Filter]) -> Result<Self> {
        Self::parse_with(action, filters, &[])
    }

    /// The same with paths for names whose documentation tells none.
    ///
    /// # Errors
    /// `InvalidParameterValue` for a name that the operation does not document.
    pub fn parse_with(
        action: Action,
        filters: &[wire::Filter],
        paths: &[(&str, &'static [&'static str])],
    ) -> Result<Self> {
        let parse = |filter: &wire::Filter| {
            let name = name(filter);
            let subject = view_subject(action, name, paths).ok_or_else(|| unknown_filter(name))?;
            let values = filter.values.as_deref().unwrap_or_default();
            Ok((subject, patterns(values)))
        };
        let parsed = filters.iter().map(parse).collect::<Result<_>>()?;
        check_limits(filters)?;
        Ok(Self(parsed))
    }

    pub fn matches(&self, view: &dyn Encode) -> bool {
        self.0.iter().all(|(subject, patterns)| match subject {
            ViewSubject::Path(path) => {
                values_at(view, path).iter().any(|value| any(patterns, value))
            }
            ViewSubject::TagKey => tags_in(view).iter().any(|(key, _)| any(patterns, key)),
            ViewSubject::TagValue => tags_in(view).iter().any(|(_, value)| any(patterns, value)),
            ViewSubject::Tag(wanted) => {
                tags_in(view).iter().any(|(key, value)| key == wanted && any(patterns, value))
            }
        })
    }
}

fn view_subject(
    action: Action,
    name: &str,
    paths: &[(&str, &'static [&'static str])],
) -> Option<ViewSubject> {
    let documented = action.filters();
    if let Some(key) = name.strip_prefix("tag:") {
        let tags = documented.iter().any(|filter| filter.name.starts_with("tag:"));
        return tags.then(|| ViewSubject::Tag(key.to_owned()));
    }
    let documented = documented.iter().find(|filter| filter.name == name);
    match name {
        "tag-key" if documented.is_some() => return Some(ViewSubject::TagKey),
        "tag-value" if documented.is_some() => return Some(ViewSubject::TagValue),
        _ => {}
    }
    let documented = documented.map(|filter| filter.path).filter(|path| !path.is_empty());
    let known = || paths.iter().find(|(known, _)| *known == name).map(|(_, path)| *path);
    documented.or_else(known).map(ViewSubject::Path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_off_a_view() {
        let tag = |key: &str, value: &str| wire::Tag {
            key: Some(key.to_owned()),
            value: Some(value.to_owned()),
        };
        let view = wire::ServiceDetail {
            tags: Some(vec![tag("Name", "one"), tag("Team", "two")]),
            service_name: Some("Name".to_owned()),
            ..wire::ServiceDetail::default()
        };
        let matches = |name: &str, value: &str| {
            let filter =
                wire::Filter { name: Some(name.to_owned()), values: Some(vec![value.to_owned()]) };
            let action = Action::DescribeVpcEndpointServices;
            ViewFilters::parse(action, &[filter]).unwrap().matches(&view)
        };
        assert!(matches("tag:Name", "o*") && matches("tag-key", "Team"));
        assert!(!matches("tag:Name", "two") && !matches("tag-key", "one"));
    }
}
