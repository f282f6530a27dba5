//! The regions that an IPAM operates in, and a resource discovery looks into.

use crate::catalog::regions;
use crate::engine::Text;
use crate::error::{Error, Result};

/// Operating regions with some more.
///
/// # Errors
/// `InvalidParameterValue` for what is no region, `MissingParameter` for one without a name.
// unverified (looked up 2026-11-26): codes and messages; one that is there already stays.
pub(crate) fn added<'a>(
    mut present: Vec<Text>,
    names: impl Iterator<Item = Option<&'a str>>,
) -> Result<Vec<Text>> {
    for name in names {
        let name = name.ok_or_else(|| Error::missing("operatingRegion.regionName"))?;
        if regions::find(name).is_none() {
            let reason = "It is not an AWS Region.";
            return Err(Error::bad_parameter("operatingRegion.regionName", name, reason));
        }
        if !present.iter().any(|there| *there == *name) {
            present.push(name.into());
        }
    }
    Ok(present)
}
