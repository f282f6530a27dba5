//! Interfaces that a service of AWS makes in a user's subnet and holds: the user sees them, and
//! only the service changes them.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html>

use super::{NetworkInterface, NewInterface, PrivateAddress, addresses, attachment};
use crate::engine::{Id, Write};
use crate::error::{Error, Result};
use serde::Serialize;
use std::net::Ipv4Addr;
use wire::{AttachmentStatus, NetworkInterfaceAttachment};

/// What the ids of services' attachments begin with, before the hyphen.
const PREFIX: &str = "ela-attach";

/// A service that made an interface, and its hold on it.
#[derive(Debug, Clone, Serialize)]
pub(in crate::resources) struct Requester {
    /// The service's account, or its alias.
    pub id: &'static str,
    /// `ela-attach-…`
    pub attachment_id: Id,
}

/// Makes an interface for a service, which `requester` names.
///
/// # Errors
/// Those of [`attachment::create`].
pub(in crate::resources) fn create_managed(
    cx: &mut Write<'_>,
    new: NewInterface,
    requester: &'static str,
) -> Result<Id> {
    let id = attachment::create(cx, new)?;
    let attachment_id = cx.ids().next(PREFIX);
    cx.get_mut::<NetworkInterface>(&id)?.requester =
        Some(Requester { id: requester, attachment_id });
    Ok(id)
}

/// Gives secondary addresses to a service's interface: those asked for, then `count` chosen ones.
///
/// # Errors
/// Those of [`addresses::choose`].
pub(in crate::resources) fn add_addresses(
    cx: &mut Write<'_>,
    id: &str,
    asked: &[Ipv4Addr],
    count: u32,
) -> Result<Vec<Ipv4Addr>> {
    let interface = cx.get::<NetworkInterface>(id)?;
    let (subnet_id, present) = (interface.subnet_id.clone(), interface.addresses.len());
    let more = u32::try_from(asked.len()).unwrap_or(u32::MAX).saturating_add(count);
    addresses::check_count(present, more, addresses::MAX_ADDRESSES)?;
    let added = addresses::choose(cx, &subnet_id, asked, count)?;
    let mut interface = cx.get_mut::<NetworkInterface>(id)?;
    for address in &added {
        interface.addresses.push(PrivateAddress { address: *address, public: None, elastic: None });
    }
    Ok(added)
}

/// Takes addresses from a service's interface, and with them the Elastic IP addresses on them.
pub(in crate::resources) fn remove_addresses(
    cx: &mut Write<'_>,
    id: &str,
    leaving: &[Ipv4Addr],
) -> Result<()> {
    let mut interface = cx.get_mut::<NetworkInterface>(id)?;
    interface.addresses.retain(|place| !leaving.contains(&place.address));
    Ok(())
}

impl Requester {
    /// There is no instance that the user could see.
    pub fn attachment(&self) -> NetworkInterfaceAttachment {
        NetworkInterfaceAttachment {
            attachment_id: Some(self.attachment_id.to_string()),
            delete_on_termination: Some(false),
            device_index: Some(1),
            instance_owner_id: Some("amazon-aws".to_owned()),
            status: Some(AttachmentStatus::Attached),
            ..NetworkInterfaceAttachment::default()
        }
    }
}

/// # Errors
/// `AuthFailure` for an interface that a service holds.
// unverified: recorded for other operations on what a service manages.
pub(in crate::resources) fn check_is_users(interface: &NetworkInterface) -> Result<()> {
    match interface.requester {
        None => Ok(()),
        Some(_) => {
            let message = "You do not have permission to access the specified resource.";
            Err(Error::new("AuthFailure", message))
        }
    }
}

/// # Errors
/// `OperationNotPermitted` for an attachment of a service, whether there is such a one or not.
pub(super) fn check_attachment(id: &str) -> Result<()> {
    if id.rsplit_once('-').is_some_and(|(prefix, _)| prefix == PREFIX) {
        let message = "You are not allowed to manage 'ela-attach' attachments.";
        return Err(Error::new("OperationNotPermitted", message));
    }
    Ok(())
}
