//! The interfaces that are attached to an instance.

use super::record::NetworkInterface;
use crate::engine::{Read, Row};
use crate::error::{Error, Result};
use crate::records::ids::InstanceId;
use wire::InstanceStateName;

/// The interfaces attached to an instance, the primary one first.
pub(crate) fn attached_to<'a>(
    cx: Read<'a>,
    instance_id: &InstanceId,
) -> Vec<&'a Row<NetworkInterface>> {
    let now = cx.now();
    let rows = cx.with(NetworkInterface::BY_INSTANCE, instance_id);
    let mut rows: Vec<_> = rows.filter(|row| row.attached(now).is_some()).collect();
    rows.sort_by_key(|row| row.attachment.as_ref().map(|attachment| attachment.device_index));
    rows
}

/// Whether AWS gives an instance another public address when it took one back: not to one that has
/// several interfaces, or an Elastic IP address on a secondary private one.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html>
pub(crate) fn gets_another_public(cx: Read<'_>, instance_id: &InstanceId) -> bool {
    let interfaces = attached_to(cx, instance_id);
    interfaces.len() <= 1
        && interfaces.iter().all(|interface| {
            interface.addresses.iter().skip(1).all(|address| address.elastic.is_none())
        })
}

/// Whether an instance can stand for its interface: it has begun and does not end.
pub(crate) const fn is_past_launch(state: InstanceStateName) -> bool {
    matches!(
        state,
        InstanceStateName::Running | InstanceStateName::Stopping | InstanceStateName::Stopped
    )
}

/// The interface that an instance stands for as the target of a route or of an address.
///
/// # Errors
/// `InvalidInstanceID` for an instance with several.
pub(crate) fn only_interface<'a>(
    cx: Read<'a>,
    id: &InstanceId,
) -> Result<&'a Row<NetworkInterface>> {
    let interfaces = cx.with(NetworkInterface::BY_INSTANCE, id);
    let mut interfaces = interfaces.filter(|one| one.attached(cx.now()).is_some());
    let Some(first) = interfaces.next() else {
        // unverified (looked up 2026-11-26): a terminated instance has no interface to lead to.
        let message = format!("The instance '{id}' is not in a valid state for this operation.");
        return Err(Error::new("IncorrectInstanceState", message));
    };
    if interfaces.next().is_some() {
        // As recorded in <https://github.com/bobtfish/AWSnycast/issues/28>.
        let message = format!(
            "There are multiple interfaces attached to instance '{id}'. Please specify an \
             interface ID for the operation instead."
        );
        return Err(Error::new("InvalidInstanceID", message));
    }
    Ok(first)
}
