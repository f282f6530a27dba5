//! Making interfaces, and what the life of an instance does to those attached to it.

use super::super::subnets::Subnet;
use super::addresses;
use super::{Attachment, NetworkInterface, PrivateAddress};
use crate::engine::{Id, Read, Row, Tags, Timed, Write};
use crate::error::{Error, Result};
use crate::resources::instances::Instance;
use std::net::{Ipv4Addr, Ipv6Addr};
use wire::{AttachmentStatus, NetworkInterfaceType, Timestamp};

/// How long an attachment takes.
const ATTACHING_MILLIS: i64 = 2_000;

/// What a new interface is made of; whoever asks has checked the subnet and the groups.
#[derive(Debug, Clone)]
pub(in crate::resources) struct NewInterface {
    pub subnet_id: Id,
    pub description: String,
    pub groups: Vec<Id>,
    /// Addresses asked for, the primary one first; with none of them one is chosen.
    pub addresses: Vec<Ipv4Addr>,
    /// Secondary addresses to choose besides.
    pub secondary_count: u32,
    pub ipv6_addresses: Vec<Ipv6Addr>,
    /// `None`: as many as the subnet gives to each new interface.
    pub ipv6_count: Option<u32>,
    /// Whether its primary address gets a public one for the time the instance runs.
    pub public_address: bool,
    pub interface_type: NetworkInterfaceType,
    pub source_dest_check: bool,
    pub attachment: Option<Attachment>,
    pub tags: Tags,
}

/// Makes an interface with addresses of its subnet.
///
/// # Errors
/// `InvalidParameterValue` for an address outside the subnet, `InvalidIPAddress.InUse` for one
/// that is taken, `InsufficientFreeAddressesInSubnet` when the subnet is full.
pub(in crate::resources) fn create(cx: &mut Write<'_>, new: NewInterface) -> Result<Id> {
    let subnet = cx.get::<Subnet>(&new.subnet_id)?.record.clone();
    let primary = u32::from(new.addresses.is_empty());
    let count = new.secondary_count.saturating_add(primary);
    let private = addresses::choose(cx, &new.subnet_id, &new.addresses, count)?;
    let ipv6_count = new.ipv6_count.unwrap_or_else(|| {
        u32::from(subnet.assign_ipv6_address_on_creation && new.ipv6_addresses.is_empty())
    });
    let ipv6_addresses =
        addresses::choose_ipv6(cx, &new.subnet_id, &new.ipv6_addresses, ipv6_count)?;
    let public = new.public_address.then(|| addresses::free_public(cx));
    let attachment_state = match new.attachment {
        Some(_) => attaching(cx.read()),
        None => Timed::settled(AttachmentStatus::Detached),
    };
    let id = cx.new_id::<NetworkInterface>();
    let record = NetworkInterface {
        subnet_id: new.subnet_id,
        vpc_id: subnet.vpc_id,
        zone: subnet.zone,
        zone_id: subnet.zone_id,
        description: new.description,
        groups: new.groups,
        mac_address: cx.ids().mac_address(),
        addresses: private
            .into_iter()
            .enumerate()
            .map(|(at, address)| PrivateAddress {
                address,
                public: public.filter(|_| at == 0),
                elastic: None,
            })
            .collect(),
        ipv6_addresses,
        public_address: new.public_address,
        source_dest_check: new.source_dest_check,
        interface_type: new.interface_type,
        of_launch: new.attachment.is_some(),
        attachment: new.attachment,
        attachment_state,
        requester: None,
    };
    cx.insert(id.clone(), record, new.tags);
    Ok(id)
}

pub(super) fn attaching(cx: Read<'_>) -> Timed<AttachmentStatus> {
    cx.transition(AttachmentStatus::Attaching, AttachmentStatus::Attached, ATTACHING_MILLIS)
}

/// The interfaces attached to an instance, the primary one first.
pub(in crate::resources) fn attached_to<'a>(
    cx: Read<'a>,
    instance_id: &str,
) -> Vec<&'a Row<NetworkInterface>> {
    let now = cx.now();
    let rows = cx.with::<NetworkInterface>("attachment.instance-id", instance_id);
    let mut rows: Vec<_> = rows.filter(|row| row.attached(now).is_some()).collect();
    rows.sort_by_key(|row| row.attachment.as_ref().map(|attachment| attachment.device_index));
    rows
}

/// The interface that an instance stands for as the target of a route or of an address.
///
/// # Errors
/// `InvalidInstanceID` for an instance with several.
pub(in crate::resources) fn only_interface<'a>(
    cx: Read<'a>,
    instance: &Row<Instance>,
) -> Result<&'a Row<NetworkInterface>> {
    let id = &instance.id;
    let interfaces = cx.with::<NetworkInterface>("attachment.instance-id", id);
    let mut interfaces = interfaces.filter(|one| one.attached(cx.now()).is_some());
    let Some(first) = interfaces.next() else {
        // unverified: a terminated instance has no interface to lead to.
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

fn ids_attached_to(cx: Read<'_>, instance_id: &str) -> Vec<Id> {
    attached_to(cx, instance_id).into_iter().map(|row| row.id.clone()).collect()
}

/// What terminating an instance does to its interfaces at `at`: those it made go, the others
/// become available.
pub(in crate::resources) fn release(
    cx: &mut Write<'_>,
    instance_id: &str,
    at: Timestamp,
) -> Result<()> {
    for id in ids_attached_to(cx.read(), instance_id) {
        let row = cx.get::<NetworkInterface>(&id)?;
        if row.attachment.as_ref().is_some_and(|attachment| attachment.delete_on_termination) {
            cx.end::<NetworkInterface>(&id, at);
        } else {
            detach(cx, &id, at)?;
        }
    }
    Ok(())
}

/// Ends an interface's attachment at a moment.
pub(super) fn detach(cx: &mut Write<'_>, id: &str, at: Timestamp) -> Result<()> {
    let now = cx.now();
    let mut row = cx.get_mut::<NetworkInterface>(id)?;
    if now.reached(at) {
        row.attachment = None;
        row.attachment_state = Timed::settled(AttachmentStatus::Detached);
        take_public(&mut row);
    } else {
        row.attachment_state =
            Timed::moving(AttachmentStatus::Detaching, at, AttachmentStatus::Detached);
    }
    Ok(())
}

/// What stopping an instance does: the public addresses that AWS gave to its interfaces go back.
pub(in crate::resources) fn take_public_addresses(
    cx: &mut Write<'_>,
    instance_id: &str,
) -> Result<()> {
    for id in ids_attached_to(cx.read(), instance_id) {
        take_public(&mut *cx.get_mut::<NetworkInterface>(&id)?);
    }
    Ok(())
}

fn take_public(interface: &mut NetworkInterface) {
    for address in interface.addresses.iter_mut().filter(|address| address.elastic.is_none()) {
        address.public = None;
    }
}

/// What starting an instance does: its interfaces get other public addresses than before.
pub(in crate::resources) fn give_public_addresses(
    cx: &mut Write<'_>,
    instance_id: &str,
) -> Result<()> {
    for id in ids_attached_to(cx.read(), instance_id) {
        let row = cx.get::<NetworkInterface>(&id)?;
        if !row.public_address || row.primary_address().is_none_or(|first| first.public.is_some()) {
            continue;
        }
        let public = addresses::free_public(cx);
        if let Some(first) = cx.get_mut::<NetworkInterface>(&id)?.addresses.first_mut() {
            first.public = Some(public);
        }
    }
    Ok(())
}
