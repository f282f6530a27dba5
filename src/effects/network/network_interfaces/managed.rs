//! Interfaces that a service of AWS makes in a user's subnet and holds: the user sees them, and
//! only the service changes them.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html>

use super::addresses::MAX_ADDRESSES;
use super::{addresses as addresses_effects, life};
use crate::engine::Write;
use crate::error::Result;
use crate::records::ids::NetworkInterfaceId;
use crate::records::network::network_interfaces::wanted::NewInterface;
use crate::records::network::network_interfaces::{
    NetworkInterface, PrivateAddress, Requester, addresses,
};
use std::net::Ipv4Addr;

/// What the ids of services' attachments begin with, before the hyphen.
pub(crate) const PREFIX: &str = "ela-attach";

/// Makes an interface for a service, which `requester` names.
///
/// # Errors
/// Those of [`life::create`].
pub(crate) fn create_managed(
    cx: &mut Write<'_>,
    new: NewInterface,
    requester: &'static str,
) -> Result<NetworkInterfaceId> {
    let id = life::create(cx, new)?;
    let attachment_id = cx.ids().next(PREFIX);
    let requester = Box::new(Requester { id: requester.into(), attachment_id });
    cx.get_mut::<NetworkInterface>(&id)?.requester = Some(requester);
    Ok(id)
}

/// Gives secondary addresses to a service's interface: those asked for, then `count` chosen ones.
///
/// # Errors
/// Those of [`addresses::choose`].
pub(crate) fn add_addresses(
    cx: &mut Write<'_>,
    id: &str,
    asked: &[Ipv4Addr],
    count: u32,
) -> Result<Vec<Ipv4Addr>> {
    let interface = cx.get::<NetworkInterface>(id)?;
    let (subnet_id, present) = (interface.subnet_id.clone(), interface.addresses.len());
    let more = u32::try_from(asked.len()).unwrap_or(u32::MAX).saturating_add(count);
    addresses::check_count(present, more, MAX_ADDRESSES)?;
    let added = addresses_effects::choose(cx, &subnet_id, asked, count)?;
    let mut interface = cx.get_mut::<NetworkInterface>(id)?;
    for address in &added {
        interface.addresses.push(PrivateAddress { address: *address, public: None, elastic: None });
    }
    Ok(added)
}

/// Takes addresses from a service's interface, and with them the Elastic IP addresses on them.
pub(crate) fn remove_addresses(cx: &mut Write<'_>, id: &str, leaving: &[Ipv4Addr]) -> Result<()> {
    let mut interface = cx.get_mut::<NetworkInterface>(id)?;
    interface.addresses.retain(|place| !leaving.contains(&place.address));
    Ok(())
}
