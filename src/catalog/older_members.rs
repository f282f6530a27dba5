//! The members that answers of older versions of EC2's API lack: what came later is not returned.
//! <https://documentation.help/ec2-dg-2007-03-01/api-versioning.html>

use super::older_operations::FIRST_MODEL;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A line for what members are in, which is an operation's answer or the element around them (the
/// items of lists are passed over), with the version that they came with, by botocore's models, and
/// these members.
const MEMBERS: &str = include_str!("data/older_members.txt");

/// What members are in, and each with its version.
pub(super) type Later = HashMap<&'static str, Vec<(&'static str, &'static str)>>;

static LATER: LazyLock<Later> = LazyLock::new(|| later(MEMBERS));

/// Reads lines of what members are in, a version and the members that came with it.
pub(super) fn later(lines: &'static str) -> Later {
    let mut later = Later::new();
    for mut words in lines.lines().map(|line| line.split(' ')) {
        if let (Some(place), Some(since)) = (words.next(), words.next()) {
            later.entry(place).or_default().extend(words.map(|member| (member, since)));
        }
    }
    later
}

/// Whether a version before today's has a member. `path` is the operation and the elements around
/// it, without items: `DescribeVpcs/vpcSet`.
pub(crate) fn has(version: &str, path: &str, member: &str) -> bool {
    let version = version.max(FIRST_MODEL);
    let ends = path.rmatch_indices('/').filter_map(|(at, _)| path.get(at + 1..));
    // No place needs more than two names to be told from others.
    let places = ends.chain([path]).take(2).filter_map(|place| LATER.get(place));
    !places.flatten().any(|(name, since)| *name == member && *since > version)
}

#[cfg(test)]
mod tests {
    use super::has;

    #[test]
    fn a_member_is_there_since_a_version() {
        assert!(!has("2016-09-15", "DescribeVpcs/vpcSet", "cidrBlockAssociationSet"));
        assert!(has("2006-06-26", "DescribeVpcs/vpcSet", "vpcId"));
        let instances = "DescribeInstances/reservationSet/instancesSet";
        assert!(!has("2015-10-01", instances, "enaSupport"));
        assert!(has("2016-04-01", instances, "enaSupport"));
        assert!(!has("2014-10-01", "CreateSnapshot", "statusMessage"));
        assert!(has("2015-04-15", "CreateSnapshot", "statusMessage"));
    }
}
