//! The zone that a request is for, as client tokens count it.

use super::Subnet;
use crate::engine::{Id, Read};

/// The zone that a request names by itself or by a subnet. Client tokens are looked up before the
/// request is decoded, so this looks at its parameters.
/// <https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html>
pub(in crate::resources) fn zone_of(cx: Read<'_>, parameters: &[(String, String)]) -> Option<Id> {
    let last = |name: &str| {
        let of_name = |key: &str| key == name || key.rsplit('.').next() == Some(name);
        parameters.iter().find(|(key, value)| of_name(key) && !value.is_empty())
    };
    let zone = last("AvailabilityZone").or_else(|| last("AvailabilityZoneId"));
    if let Some((_, zone)) = zone {
        return Some(zone.as_str().into());
    }
    let (_, subnet) = last("SubnetId")?;
    Some(cx.find::<Subnet>(subnet)?.zone.clone())
}
