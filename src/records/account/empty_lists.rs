//! What a Describe checks of a kind of which an account has nothing: what would make one is refused
//! by name, so that an empty list is the truth.

use crate::engine::filter::ViewFilters;
use crate::engine::{Paging, Query, Read};
use crate::error::{Error, Result};

/// # Errors
/// The kind's code for every id, naming it as its noun does; those of the filters and the token.
pub(crate) fn check_none(
    cx: Read<'_>,
    query: &Query<'_>,
    (not_found, noun): (&'static str, &str),
    paths: &[(&str, &'static [&'static str])],
) -> Result<()> {
    ViewFilters::parse_with(cx.action(), query.filters, paths)?;
    Paging::new(cx.action(), query.max_results, query.next_token)?;
    let message = match query.ids {
        [] => return Ok(()),
        [id] => format!("The {noun} '{id}' does not exist"),
        ids => format!("The {noun}s '{}' do not exist", ids.join(", ")),
    };
    Err(Error::new(not_found, message))
}
