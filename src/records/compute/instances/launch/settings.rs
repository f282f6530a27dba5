//! What a launch says of its instances beyond image and network, against what their type can do.

use crate::catalog::instance_types::InstanceType;
use crate::records::compute::instances::Credits;

pub(crate) type Kind = &'static InstanceType;

/// The type of an instance whose launch names none.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html>
pub(crate) const DEFAULT_TYPE: &str = "m1.small";

/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html>
pub(crate) const MAX_USER_DATA_BYTES: usize = 16_384;

/// What a family has if nobody says otherwise.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances.html>
pub(crate) fn usual_credits_of(family: &str) -> Credits {
    if family == "t2" { Credits::Standard } else { Credits::Unlimited }
}
