//! Which instance types a region offers, and what a request can name of one; the types
//! themselves are of the catalogue.

use crate::catalog::instance_types::{self, InstanceType};
use crate::error::{Error, Result};

// unverified: where no offerings were recorded, every type is taken to be offered.
pub(crate) fn is_offered(region: &str, kind: &InstanceType) -> bool {
    !instance_types::offerings_recorded(region)
        || instance_types::offered_in_region(region, kind.name)
}

/// The EBS card of a type that a request names, or the first one. A type that has not several has
/// one. <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachVolume.html>
///
/// # Errors
/// `InvalidParameterValue` for a card that the type does not have.
// unverified (looked up 2026-11-26): code and message; that the root volume can be on any card.
pub(crate) fn ebs_card(kind: &InstanceType, index: Option<i32>) -> Result<u8> {
    let index = index.unwrap_or(0);
    match u8::try_from(index) {
        Ok(card) if usize::from(card) < kind.ebs.cards.len().max(1) => Ok(card),
        _ => {
            let reason = format!("The instance type {} has no such EBS card.", kind.name);
            Err(Error::bad_parameter("ebsCardIndex", index, &reason))
        }
    }
}
