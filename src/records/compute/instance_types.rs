//! Which instance types a region offers, and what a request can name of one; the types
//! themselves are of the catalogue.

use crate::catalog::instance_types::{self, AttachmentLimitType, InstanceType};
use crate::error::{Error, Result};
use std::fmt::Display;

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

/// Whether a type takes so many volumes, by the EBS card of each; those with a shared limit count
/// each interface beyond the first one too, and several cards have the same share each.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/volume_limits.html>,
/// <https://docs.aws.amazon.com/ebs/latest/userguide/ebs-attaching-volume.html>
///
/// # Errors
/// `AttachmentLimitExceeded` and `CardAttachmentLimitExceeded` for too many.
// unverified (looked up 2026-11-26): that it is the same for launches and for an instance that gets
// another type, which cannot have too many either.
pub(crate) fn check_volumes(kind: &InstanceType, cards: &[u8], interfaces: usize) -> Result<()> {
    let ebs = &kind.ebs;
    let is_shared = ebs.attachment_limit == AttachmentLimitType::Shared;
    let count = cards.len() + if is_shared { interfaces.saturating_sub(1) } else { 0 };
    if count > ebs.maximum_attachments as usize {
        return Err(too_many("AttachmentLimitExceeded", ebs.maximum_attachments));
    }
    if ebs.cards.len() < 2 {
        return Ok(());
    }
    let share = ebs.maximum_attachments as usize / ebs.cards.len();
    let on = |card: usize| cards.iter().filter(|on| usize::from(**on) == card).count();
    if (0..ebs.cards.len()).any(|card| on(card) > share) {
        // unverified (looked up 2026-11-26): the wording.
        return Err(too_many("CardAttachmentLimitExceeded", share));
    }
    Ok(())
}

fn too_many(code: &'static str, limit: impl Display) -> Error {
    // <https://github.com/kubernetes-sigs/aws-ebs-csi-driver/pull/2500>; unverified (looked up
    // 2026-11-26): its end.
    let message = format!(
        "You may attach up to {limit} devices for this instance type. Please use a larger instance \
         size to attach more volumes. For a detailed list of limits please see \
         https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/volume_limits.html"
    );
    Error::new(code, message)
}
