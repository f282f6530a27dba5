//! A whole Describe of a kind, where the model says that its request has ids, filters and pages and
//! its answer is one list: a row of `operations!` and no handler.

use super::context::Read;
use super::select::{Query, check_ids_alone};
use super::table::Resource;
use crate::error::Result;
use wire::{DescribeRequest as _, DescribeResponse, Described, Encode, Shown, Sink};

/// What a Describe lists of a kind, with the token of the next page: all of its response.
pub(crate) struct Listing<V> {
    items: Vec<Shown<V>>,
    next_token: Option<String>,
}

impl<V: Described> Encode for Listing<V> {
    fn encode(&self, sink: &mut dyn Sink) {
        V::Response::list(sink, &self.items, self.next_token.as_deref());
    }
}

/// The handler of a kind's Describe.
///
/// # Errors
/// Those of the ids, the filters, the page size and the token.
pub(crate) fn listed<T: Resource<View: Described>>(
    cx: Read<'_>,
    request: &<T::View as Described>::Request,
) -> Result<Listing<T::View>> {
    let asked = Query {
        ids: request.ids(),
        filters: request.filters(),
        max_results: request.max_results(),
        next_token: request.next_token(),
    };
    // Before the bounds, as `ebs/volume_controls.json` of radkawar/stackd has it.
    check_ids_alone::<T>(&asked)?;
    let max_results = T::PAGE_SIZE.of(asked.max_results)?;
    let page = cx.show::<T>(&Query { max_results, ..asked })?;
    Ok(Listing { items: page.items, next_token: page.next_token })
}
