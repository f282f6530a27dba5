//! Elastic IP addresses on interfaces. Which address is where is kept here alone, so that it goes
//! with its interface.

use super::addresses;
use crate::engine::{Read, Write};
use crate::error::Result;
use crate::records::compute::instances::Instance;
use crate::records::ids::{AddressAssociationId, AllocationId, NetworkInterfaceId};
use crate::records::network::network_interfaces::attached::gets_another_public;
use crate::records::network::network_interfaces::elastic::of_allocation;
use crate::records::network::network_interfaces::{Elastic, NetworkInterface};
use std::net::Ipv4Addr;
use wire::InstanceStateName;

/// Puts an address on a private one of an interface, instead of whatever public one it had.
///
/// # Errors
/// Those of the interface's id.
pub(crate) fn associate(
    cx: &mut Write<'_>,
    interface_id: &NetworkInterfaceId,
    private: Ipv4Addr,
    (allocation_id, public): (AllocationId, Ipv4Addr),
) -> Result<AddressAssociationId> {
    let association_id = cx.ids().next("eipassoc");
    let mut interface = cx.get_mut::<NetworkInterface>(interface_id)?;
    if let Some(place) = interface.addresses.iter_mut().find(|place| place.address == private) {
        let association_id = association_id.clone();
        place.public = Some(public);
        place.elastic = Some(Box::new(Elastic { allocation_id, association_id }));
    }
    Ok(association_id)
}

/// Takes an address off its interface. A primary address that AWS would have given a public one
/// gets one of these again while its instance runs, unless that is one which gets none:
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html>
///
/// # Errors
/// None but for an interface that is gone.
pub(crate) fn disassociate(cx: &mut Write<'_>, allocation_id: &AllocationId) -> Result<()> {
    let Some(place) = of_allocation(cx.read(), allocation_id) else { return Ok(()) };
    let interface = place.interface;
    let (id, private) = (interface.id.clone(), place.private.address);
    let is_primary = interface.primary_address().is_some_and(|first| first.address == private);
    let gets_another = is_primary
        && interface.public_address
        && is_of_running(cx.read(), interface)
        && interface
            .attached(cx.now())
            .is_some_and(|(it, _)| gets_another_public(cx.read(), &it.instance_id));
    let public = gets_another.then(|| addresses::free_public(cx));
    let mut interface = cx.get_mut::<NetworkInterface>(&id)?;
    if let Some(place) = interface.addresses.iter_mut().find(|place| place.address == private) {
        place.public = public;
        place.elastic = None;
    }
    Ok(())
}

/// Whether an interface is given a public address, which only the primary one of an instance ever
/// gets, and at once while that runs; see `API_ModifyNetworkInterfaceAttribute` in AWS's reference.
///
/// # Errors
/// None but for an interface that is gone.
pub(crate) fn set_public(cx: &mut Write<'_>, id: &str, is_given: bool) -> Result<()> {
    let row = cx.get::<NetworkInterface>(id)?;
    let attachment = row.attached(cx.now()).map(|(attachment, _)| attachment);
    let is_primary =
        attachment.is_some_and(|it| (it.device_index, it.network_card_index) == (0, 0));
    let lacks_one = row.primary_address().is_some_and(|first| first.public.is_none());
    let gets_one = is_given && is_primary && lacks_one && is_of_running(cx.read(), row);
    let public = gets_one.then(|| addresses::free_public(cx));
    let mut row = cx.get_mut::<NetworkInterface>(id)?;
    row.public_address = is_given;
    if let Some(first) = row.addresses.first_mut().filter(|first| first.elastic.is_none())
        && (gets_one || !is_given)
    {
        first.public = public;
    }
    Ok(())
}

fn is_of_running(cx: Read<'_>, interface: &NetworkInterface) -> bool {
    let attached = interface.attached(cx.now());
    let instance = attached.and_then(|(it, _)| cx.find::<Instance>(&it.instance_id));
    instance.is_some_and(|instance| {
        matches!(instance.state(cx.now()), InstanceStateName::Pending | InstanceStateName::Running)
    })
}
