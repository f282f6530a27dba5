//! A whole Describe of a kind, where the model says that its request has ids, filters and pages and
//! its answer is one list: a row of `operations!` and no handler.

use super::context::Read;
use super::filter::Filters;
use super::page::Paging;
use super::select::Query;
use super::table::Resource;
use crate::error::Result;
use std::borrow::Cow;
use wire::{DescribeRequest as _, DescribeResponse as _, Described};

/// The handler of a kind's Describe.
///
/// # Errors
/// Those of the ids, the filters, the page size and the token.
pub(crate) fn listed<T: Resource<View: Described>>(
    cx: Read<'_>,
    request: &<T::View as Described>::Request,
) -> Result<<T::View as Described>::Response> {
    let ids = wanted::<T>(cx, request.ids())?;
    let query = Query {
        ids: &ids,
        filters: request.filters(),
        max_results: T::PAGE_SIZE.of(request.max_results())?,
        next_token: request.next_token(),
    };
    if ids.is_empty() && !request.ids().is_empty() {
        Filters::<T>::parse(cx.action(), query.filters)?;
        Paging::new(cx.action(), query.max_results, query.next_token)?;
        return Ok(<T::View as Described>::Response::new(Vec::new(), None));
    }
    let page = cx.select::<T>(&query)?;
    Ok(<T::View as Described>::Response::new(page.items, page.next_token))
}

/// The ids to look for: all, or those that something has where the others are passed over.
fn wanted<'a, T: Resource>(cx: Read<'_>, ids: &'a [String]) -> Result<Cow<'a, [String]>> {
    if !T::PASSES_OVER_UNKNOWN_IDS {
        return Ok(Cow::Borrowed(ids));
    }
    let mut found = Vec::new();
    for id in ids {
        match cx.find::<T>(id) {
            Some(_) => found.push(id.clone()),
            None => T::check_listed_id(id)?,
        }
    }
    Ok(Cow::Owned(found))
}
