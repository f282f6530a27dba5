//! What a launch says of its instances beyond image and network, against what their type can do.

/// The type of an instance whose launch names none.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html>
pub(crate) const DEFAULT_TYPE: &str = "m1.small";

/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html>
pub(crate) const MAX_USER_DATA_BYTES: usize = 16_384;
