//! A whole Delete of a kind, where the model says that its request is an id and its answer no more
//! than that it is done: a row of `operations!` and no handler.

use super::context::Write;
use super::table::Resource;
use crate::error::Result;
use wire::Deleted;

/// The handler of a kind's Delete.
///
/// # Errors
/// Those of [`Write::delete`].
pub(crate) fn deleted<T: Resource<View: Deleted>>(
    cx: &mut Write<'_>,
    request: &<T::View as Deleted>::Request,
) -> Result<<T::View as Deleted>::Response> {
    let left = cx.delete::<T>(T::View::id(request))?;
    Ok(left.view.response(request))
}
