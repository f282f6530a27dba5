//! A whole Describe of a kind, where the model says that its request has ids, filters and pages and
//! its answer is one list: a row of `operations!` and no handler.

use super::context::Read;
use super::select::Query;
use super::table::Resource;
use crate::error::Result;
use wire::{DescribeRequest as _, DescribeResponse as _, Described};

/// The handler of a kind's Describe.
///
/// # Errors
/// Those of the ids, the filters, the page size and the token.
pub(crate) fn listed<T: Resource<View: Described>>(
    cx: Read<'_>,
    request: &<T::View as Described>::Request,
) -> Result<<T::View as Described>::Response> {
    let page = cx.select::<T>(&Query {
        ids: request.ids(),
        filters: request.filters(),
        max_results: T::PAGE_SIZE.of(request.max_results())?,
        next_token: request.next_token(),
    })?;
    Ok(<T::View as Described>::Response::new(page.items, page.next_token))
}
