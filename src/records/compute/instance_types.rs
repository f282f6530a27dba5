//! Which instance types a region offers, and what a request can name of one; the types
//! themselves are of the catalogue.

use crate::catalog::instance_types::{self, AttachmentLimitType, InstanceType};
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

/// Whether so many volumes go with a type; those with a shared limit count each interface beyond
/// the first one too. <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/volume_limits.html>
///
/// # Errors
/// `AttachmentLimitExceeded` for too many.
// unverified (looked up 2026-11-26): that it is the same for an instance that gets another type,
// which cannot have too many either.
pub(crate) fn check_volume_count(
    kind: &InstanceType,
    volumes: usize,
    interfaces: usize,
) -> Result<()> {
    let ebs = &kind.ebs;
    let is_shared = ebs.attachment_limit == AttachmentLimitType::Shared;
    let count = volumes + if is_shared { interfaces.saturating_sub(1) } else { 0 };
    if count <= ebs.maximum_attachments as usize {
        return Ok(());
    }
    // <https://github.com/kubernetes-sigs/aws-ebs-csi-driver/pull/2500>; unverified (looked up
    // 2026-11-26): its end.
    let message = format!(
        "You may attach up to {} devices for this instance type. Please use a larger instance \
         size to attach more volumes. For a detailed list of limits please see \
         https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/volume_limits.html",
        ebs.maximum_attachments
    );
    Err(Error::new("AttachmentLimitExceeded", message))
}
