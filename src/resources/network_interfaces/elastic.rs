//! Elastic IP addresses on interfaces. Which address is where is kept here alone, so that it goes
//! with its interface.

use super::{NetworkInterface, PrivateAddress, addresses};
use crate::engine::{Id, Read, Row, Write};
use crate::error::Result;
use crate::resources::instances::Instance;
use serde::Serialize;
use std::net::Ipv4Addr;
use wire::InstanceStateName;

/// No filter has this name: the index has every private address, not the primary one alone.
pub(super) const ALLOCATION: &str = "elastic-allocation-id";
pub(super) const ASSOCIATION: &str = "elastic-association-id";

/// What makes a public address an Elastic IP address.
#[derive(Debug, Clone, Serialize)]
pub(in crate::resources) struct Elastic {
    pub allocation_id: Id,
    /// `eipassoc-…`
    pub association_id: Id,
}

/// An Elastic IP address in its place.
#[derive(Clone, Copy)]
pub(in crate::resources) struct Placed<'a> {
    pub interface: &'a Row<NetworkInterface>,
    pub private: &'a PrivateAddress,
    pub elastic: &'a Elastic,
}

fn placed<'a>(
    cx: Read<'a>,
    (index, id): (&str, &str),
    is_it: impl Fn(&Elastic) -> bool,
) -> Option<Placed<'a>> {
    let interface = cx.with::<NetworkInterface>(index, id).next()?;
    let mut addresses = interface.addresses.iter();
    addresses.find_map(|private| {
        let elastic = private.elastic.as_deref().filter(|elastic| is_it(elastic))?;
        Some(Placed { interface, private, elastic })
    })
}

/// Where an allocated address is associated.
pub(in crate::resources) fn of_allocation<'a>(cx: Read<'a>, id: &str) -> Option<Placed<'a>> {
    placed(cx, (ALLOCATION, id), |elastic| *elastic.allocation_id == *id)
}

pub(in crate::resources) fn of_association<'a>(cx: Read<'a>, id: &str) -> Option<Placed<'a>> {
    placed(cx, (ASSOCIATION, id), |elastic| *elastic.association_id == *id)
}

/// The allocations on an interface.
pub(in crate::resources) fn allocations(interface: &NetworkInterface) -> Vec<Id> {
    let elastic = interface.addresses.iter().filter_map(|address| address.elastic.as_ref());
    elastic.map(|elastic| elastic.allocation_id.clone()).collect()
}

/// Puts an address on a private one of an interface, instead of whatever public one it had.
///
/// # Errors
/// Those of the interface's id.
pub(in crate::resources) fn associate(
    cx: &mut Write<'_>,
    interface_id: &str,
    private: Ipv4Addr,
    (allocation_id, public): (Id, Ipv4Addr),
) -> Result<Id> {
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
/// gets one of these again while its instance runs:
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html>
///
/// # Errors
/// None but for an interface that is gone.
pub(in crate::resources) fn disassociate(cx: &mut Write<'_>, allocation_id: &str) -> Result<()> {
    let Some(place) = of_allocation(cx.read(), allocation_id) else { return Ok(()) };
    let interface = place.interface;
    let (id, private) = (interface.id.clone(), place.private.address);
    let is_primary = interface.primary_address().is_some_and(|first| first.address == private);
    let gets_another =
        is_primary && interface.public_address && is_of_running(cx.read(), interface);
    let public = gets_another.then(|| addresses::free_public(cx));
    let mut interface = cx.get_mut::<NetworkInterface>(&id)?;
    if let Some(place) = interface.addresses.iter_mut().find(|place| place.address == private) {
        place.public = public;
        place.elastic = None;
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
