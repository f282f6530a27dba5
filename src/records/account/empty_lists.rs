//! What a Describe checks of a kind of which an account has nothing: what would make one is refused
//! by name, so that an empty list is the truth.

use crate::engine::filter::ViewFilters;
use crate::engine::{Never, Query, Read};
use crate::error::{Error, Result};
use wire::{DescribeRequest as _, DescribeResponse as _, Described};

/// The answer of a Describe that is asked for ids, filters and pages, and for nothing else.
///
/// # Errors
/// Those of [`check_none`].
pub(crate) fn none<D: Described>(
    cx: Read<'_>,
    request: &D::Request,
    of_ids: (&'static str, &str),
    paths: &[(&str, &'static [&'static str])],
) -> Result<D::Response> {
    let query = Query {
        ids: request.ids(),
        filters: request.filters(),
        max_results: request.max_results(),
        next_token: request.next_token(),
    };
    check_none(cx, &query, of_ids, paths)?;
    Ok(D::Response::new(Vec::new(), None))
}

/// # Errors
/// The kind's code for every id, naming it as its noun does; those of the filters and the token.
pub(crate) fn check_none(
    cx: Read<'_>,
    query: &Query<'_>,
    (not_found, noun): (&'static str, &str),
    paths: &[(&str, &'static [&'static str])],
) -> Result<()> {
    ViewFilters::parse_with(cx.action(), query.filters, paths)?;
    cx.paging(query.max_results, query.next_token)?;
    match query.ids {
        [] => Ok(()),
        ids => Err(missing((not_found, noun), ids)),
    }
}

/// The answer of an operation on what has an id, of a kind of which an account has nothing.
///
/// # Errors
/// The kind's code, naming the id as its noun does.
pub(crate) fn absent(of_ids: (&'static str, &str), id: &str) -> Result<Never> {
    Err(missing(of_ids, &[id.to_owned()]))
}

/// The refusal of ids, of which there is one at least.
pub(crate) fn missing((not_found, noun): (&'static str, &str), ids: &[String]) -> Error {
    let message = match ids {
        [id] => format!("The {noun} '{id}' does not exist"),
        ids => format!("The {noun}s '{}' do not exist", ids.join(", ")),
    };
    Error::new(not_found, message)
}
