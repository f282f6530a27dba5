//! Filters of DescribeSecurityGroups that look at the rules of a group, or need no view of it.

use crate::error::{Error, Result};

/// Looks at the ids among the filters' values.
///
/// # Errors
/// `InvalidParameterValue` with the filter's name and no other word, as recorded in
/// <https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/3352>.
// unverified (looked up 2026-11-26): that what only begins as an id is let through, and patterns
// are.
pub(crate) fn check(filters: &[wire::Filter]) -> Result<()> {
    let named = filters.iter().filter(|filter| filter.name.as_deref() == Some("vpc-id"));
    let is_id = |value: &String| value.starts_with("vpc-") || value.contains(['*', '?']);
    if named.flat_map(|filter| filter.values.iter().flatten()).all(is_id) {
        return Ok(());
    }
    Err(Error::invalid_value("vpc-id"))
}
