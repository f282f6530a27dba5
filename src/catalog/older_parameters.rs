//! The parameters that older versions of EC2's API lack: what came later is refused in them, as of
//! `CopyImage` in boto/boto#3594 and of `ModifyInstanceAttribute` in aws/aws-sdk-ruby#422.

use super::older_members::{Later, later};
use std::sync::LazyLock;

/// A line for what parameters are in, which is an operation with the parameters around them (the
/// numbers of lists are passed over), with the version that they came with, by botocore's models,
/// and these parameters. What was spelled otherwise before is not among them. Of what came before
/// those models there is what the API Reference of 2011-12-15 tells, of `DescribeSpotPriceHistory`,
/// and is reported so in boto/boto#390.
const PARAMETERS: &str = include_str!("data/older_parameters.txt");

static LATER: LazyLock<Later> = LazyLock::new(|| later(PARAMETERS));

/// No place is deeper, however deep a parameter goes.
const MAX_DEPTH: usize = 16;

/// Which part of a parameter a version before today's does not know: `KmsKeyId` of
/// `BlockDeviceMapping.1.Ebs.KmsKeyId`.
pub(crate) fn unknown<'a>(version: &str, operation: &str, parameter: &'a str) -> Option<&'a str> {
    let mut place = operation.to_owned();
    let parts = parameter.split('.').filter(|part| part.parse::<usize>().is_err());
    for part in parts.take(MAX_DEPTH) {
        let is_later = |(name, since): &(&str, &str)| *name == part && *since > version;
        if LATER.get(&*place).is_some_and(|later| later.iter().any(is_later)) {
            return Some(part);
        }
        place.push('.');
        place.push_str(part);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::unknown;

    #[test]
    fn a_parameter_is_there_since_a_version() {
        assert_eq!(unknown("2014-10-01", "CopyImage", "Encrypted"), Some("Encrypted"));
        assert_eq!(unknown("2015-10-01", "CopyImage", "Encrypted"), None);
        assert_eq!(unknown("2006-06-26", "CreateVolume", "KmsKeyId"), Some("KmsKeyId"));
        assert_eq!(unknown("2014-10-01", "CreateVolume", "KmsKeyId"), None);
        let key = "BlockDeviceMapping.1.Ebs.KmsKeyId";
        assert_eq!(unknown("2016-09-15", "RunInstances", key), Some("KmsKeyId"));
        let size = "BlockDeviceMapping.1.Ebs.VolumeSize";
        assert_eq!(unknown("2006-06-26", "RunInstances", size), None);
        let zone = |version| unknown(version, "DescribeSpotPriceHistory", "AvailabilityZone");
        assert_eq!(zone("2011-01-01"), Some("AvailabilityZone"));
        assert_eq!(zone("2011-05-15"), None);
        let tag = "TagSpecification.1.Tag.1.Key";
        assert_eq!(unknown("2016-09-15", "CreateVpc", tag), Some("TagSpecification"));
    }

    #[test]
    fn a_parameter_of_endless_depth_takes_no_longer_than_it_is() {
        assert_eq!(unknown("2014-10-01", "CopyImage", &"a.".repeat(1_000_000)), None);
    }

    #[test]
    fn no_place_is_deeper_than_is_looked() {
        let depth = |place: &&str| place.split('.').count();
        assert!(super::LATER.keys().map(depth).max().is_some_and(|most| most <= super::MAX_DEPTH));
    }
}
