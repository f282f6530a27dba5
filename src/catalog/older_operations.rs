//! The operations that older versions of EC2's API have. Later ones are none of theirs, and
//! refused:
//! <https://github.com/fog/fog-aws/issues/363>.

/// Each with the version that it came with, as botocore's models have them; the first of those
/// models stands for all versions before it.
const OPERATIONS: &str = include_str!("data/older_operations.txt");

pub(super) const FIRST_MODEL: &str = "2014-09-01";

/// Whether a version before today's has an operation.
pub(crate) fn has(version: &str, operation: &str) -> bool {
    let version = version.max(FIRST_MODEL);
    OPERATIONS
        .lines()
        .filter_map(|line| line.split_once(' '))
        .any(|(name, since)| name == operation && since <= version)
}

#[cfg(test)]
mod tests {
    use super::has;

    #[test]
    fn an_operation_is_there_since_a_version() {
        assert!(has("2006-06-26", "RunInstances") && has("2016-09-15", "RunInstances"));
        assert!(!has("2015-03-01", "CreateFlowLogs") && has("2015-04-15", "CreateFlowLogs"));
        assert!(!has("2016-09-15", "ModifyVolume"));
    }
}
