//! Elastic IP addresses on interfaces. Which address is where is kept here alone, so that it goes
//! with its interface.

use super::record::{Elastic, NetworkInterface, PrivateAddress};
use crate::engine::{By, Id, Read, Row};
use crate::records::ids::{AddressAssociationId, AllocationId};

/// An Elastic IP address in its place.
#[derive(Clone, Copy)]
pub(crate) struct Placed<'a> {
    pub interface: &'a Row<NetworkInterface>,
    pub private: &'a PrivateAddress,
    pub elastic: &'a Elastic,
}

fn placed<'a, K>(
    cx: Read<'a>,
    by: By<NetworkInterface, Id<K>>,
    id: &Id<K>,
    is_it: impl Fn(&Elastic) -> bool,
) -> Option<Placed<'a>> {
    let interface = cx.with(by, id).next()?;
    let mut addresses = interface.addresses.iter();
    addresses.find_map(|private| {
        let elastic = private.elastic.as_deref().filter(|elastic| is_it(elastic))?;
        Some(Placed { interface, private, elastic })
    })
}

/// Where an allocated address is associated.
pub(crate) fn of_allocation<'a>(cx: Read<'a>, id: &AllocationId) -> Option<Placed<'a>> {
    placed(cx, NetworkInterface::BY_ALLOCATION, id, |elastic| elastic.allocation_id == *id)
}

pub(crate) fn of_association<'a>(cx: Read<'a>, id: &AddressAssociationId) -> Option<Placed<'a>> {
    placed(cx, NetworkInterface::BY_ASSOCIATION, id, |elastic| elastic.association_id == *id)
}

/// The allocations on an interface.
pub(crate) fn allocations(interface: &NetworkInterface) -> Vec<AllocationId> {
    let elastic = interface.addresses.iter().filter_map(|address| address.elastic.as_ref());
    elastic.map(|elastic| elastic.allocation_id.clone()).collect()
}
