//! What the rules of a pool may be, whether it is made or changed.

use crate::engine::Text;
use crate::error::{Error, Result};
use crate::records::ipam::ipam_pools::{Lengths, ResourceTag};
use wire::{AddressFamily, RequestIpamResourceTag};

/// What the numbers may be is documented:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateIpamPool.html>.
///
/// # Errors
/// `InvalidParameterValue` for a length that the family has not, or for two that contradict each
/// other.
// unverified (looked up 2026-11-26): the wording.
pub(super) fn check_lengths(lengths: Lengths, family: AddressFamily) -> Result<()> {
    let most = if family == AddressFamily::Ipv4 { 32 } else { 128 };
    for (parameter, length) in [
        ("allocationMinNetmaskLength", lengths.min),
        ("allocationMaxNetmaskLength", lengths.max),
        ("allocationDefaultNetmaskLength", lengths.default),
    ] {
        if let Some(length) = length.filter(|length| *length > most) {
            let reason = format!("It must be between 0 and {most}.");
            return Err(Error::bad_parameter(parameter, length, &reason));
        }
    }
    let min = lengths.min.unwrap_or(0);
    let max = lengths.max.unwrap_or(most);
    if min > max {
        let reason = "It must not be greater than the maximum netmask length.";
        return Err(Error::bad_parameter("allocationMinNetmaskLength", min, reason));
    }
    match lengths.default.filter(|default| !(min..=max).contains(default)) {
        Some(default) => {
            let reason = "It must be between the minimum and the maximum netmask length.";
            Err(Error::bad_parameter("allocationDefaultNetmaskLength", default, reason))
        }
        None => Ok(()),
    }
}

/// # Errors
/// `MissingParameter` for a tag without a key.
pub(super) fn resource_tags(wanted: &[RequestIpamResourceTag]) -> Result<Vec<ResourceTag>> {
    let tag = |tag: &RequestIpamResourceTag| {
        let key = tag.key.clone();
        let key = key.ok_or_else(|| Error::missing("allocationResourceTag.key"))?;
        Ok(ResourceTag { key, value: tag.value.clone().unwrap_or_default() })
    };
    wanted.iter().map(tag).collect()
}

/// "A locale must be set on the pool for this feature to work", says the API's documentation: one
/// without imports nothing.
pub(super) fn check_auto_import(asked: Option<bool>, locale: Option<&Text>) -> Result<()> {
    if asked == Some(true) && locale.is_some() {
        let what = "the value true of the parameter AutoImport for a pool with a locale";
        return Err(Error::not_emulated(what));
    }
    Ok(())
}
