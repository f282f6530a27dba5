//! Making interfaces, and what the life of an instance does to those attached to it.

use super::{addresses, choice};
use crate::engine::{Millis, Read, Timed, Write};
use crate::error::Result;
use crate::records::durations;
use crate::records::ids::{InstanceId, NetworkInterfaceId};
use crate::records::network::network_interfaces::attached::{attached_to, gets_another_public};
use crate::records::network::network_interfaces::settings::Settings;
use crate::records::network::network_interfaces::wanted::NewInterface;
use crate::records::network::network_interfaces::{NetworkInterface, take_public};
use crate::records::network::subnets::Subnet;
use wire::{AttachmentStatus, NetworkInterfaceStatus, Timestamp};

/// How long a new interface is `pending`. It can be attached meanwhile, as
/// <https://github.com/aws/amazon-vpc-cni-k8s> does.
const PENDING_MILLIS: Millis = durations::NETWORK_INTERFACES_PENDING;

/// How long an attachment takes.
const ATTACHING_MILLIS: Millis = durations::NETWORK_INTERFACES_ATTACHING;

/// Makes an interface with addresses of its subnet.
///
/// # Errors
/// `InvalidParameterValue` for an address outside the subnet, `InvalidIPAddress.InUse` for one
/// that is taken, `InsufficientFreeAddressesInSubnet` when the subnet is full.
pub(crate) fn create(cx: &mut Write<'_>, new: NewInterface) -> Result<NetworkInterfaceId> {
    let subnet = cx.get::<Subnet>(&new.subnet_id)?.record.clone();
    let has_addresses = new.has_addresses()?;
    let (mut private, ipv4_prefixes) = if has_addresses {
        choice::choose_for_new(cx, &new.subnet_id, &new.ipv4)?
    } else {
        Default::default()
    };
    let by_default = u32::from(subnet.assign_ipv6_address_on_creation && has_addresses);
    let (ipv6_addresses, ipv6_prefixes) =
        choice::choose_ipv6_for_new(cx, &new.subnet_id, &new.ipv6, by_default)?;
    if let (true, Some(primary)) = (new.public_address, private.first_mut()) {
        primary.public = Some(addresses::free_public(cx));
    }
    let attachment_state = match new.attachment {
        Some(_) => attaching(cx.read()),
        None => Timed::settled(AttachmentStatus::Detached),
    };
    let state = made(cx.read());
    let id = cx.new_id::<NetworkInterface>();
    let record = NetworkInterface {
        subnet_id: new.subnet_id,
        vpc_id: subnet.vpc_id,
        zone: subnet.zone,
        zone_id: subnet.zone_id,
        description: new.description.into(),
        groups: new.groups.into(),
        mac_address: cx.ids().mac_address().into(),
        addresses: private.into(),
        ipv4_prefixes: ipv4_prefixes.into(),
        ipv6_addresses: ipv6_addresses.into(),
        ipv6_prefixes: ipv6_prefixes.into(),
        has_primary_ipv6: new.ipv6.has_primary,
        public_address: new.public_address,
        source_dest_check: new.source_dest_check,
        interface_type: new.interface_type,
        state,
        of_launch: new.attachment.is_some(),
        attachment: new.attachment,
        attachment_state,
        requester: None,
        public_host_names: None,
        settings: None,
    };
    cx.insert(id.clone(), record, new.tags);
    Ok(id)
}

/// What a new one is: soon there to be used.
pub(crate) fn made(cx: Read<'_>) -> Timed<NetworkInterfaceStatus> {
    cx.transition(
        NetworkInterfaceStatus::Pending,
        NetworkInterfaceStatus::Available,
        PENDING_MILLIS,
    )
}

pub(crate) fn attaching(cx: Read<'_>) -> Timed<AttachmentStatus> {
    cx.transition(AttachmentStatus::Attaching, AttachmentStatus::Attached, ATTACHING_MILLIS)
}

fn ids_attached_to(cx: Read<'_>, instance_id: &InstanceId) -> Vec<NetworkInterfaceId> {
    attached_to(cx, instance_id).into_iter().map(|row| row.id.clone()).collect()
}

/// What terminating an instance does to its interfaces at `at`: those it made go, the others
/// become available. One that is being detached is none of its interfaces any more.
pub(crate) fn release(cx: &mut Write<'_>, instance_id: &InstanceId, at: Timestamp) -> Result<()> {
    for id in ids_attached_to(cx.read(), instance_id) {
        let row = cx.get::<NetworkInterface>(&id)?;
        if row.attachment_state.at(cx.now()) == AttachmentStatus::Detaching {
            continue;
        }
        if row.attachment.as_ref().is_some_and(|attachment| attachment.delete_on_termination) {
            cx.end::<NetworkInterface>(&id, at);
        } else {
            detach(cx, &id, at)?;
        }
    }
    Ok(())
}

/// What comes of the end of an attachment, and of a stop: the public addresses that AWS gave go
/// back.
pub(crate) fn detached(cx: &mut Write<'_>, id: &NetworkInterfaceId) -> Result<()> {
    let now = cx.now();
    let row = cx.get::<NetworkInterface>(id)?;
    match row.attachment_state.settles_as(AttachmentStatus::Detached) {
        Some(at) if now.reached(at) => detach(cx, id, at),
        _ => {
            take_public(&mut *cx.get_mut::<NetworkInterface>(id)?);
            Ok(())
        }
    }
}

/// Ends an interface's attachment at a moment.
pub(crate) fn detach(cx: &mut Write<'_>, id: &str, at: Timestamp) -> Result<()> {
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

/// What stopping an instance does: the public addresses that AWS gave to its interfaces go back
/// when it has stopped, as recorded in `public_addresses.json` of `radkawar/stackd`.
pub(crate) fn take_public_addresses(
    cx: &mut Write<'_>,
    instance_id: &InstanceId,
    at: Timestamp,
) -> Result<()> {
    let is_now = cx.now().reached(at);
    for id in ids_attached_to(cx.read(), instance_id) {
        let mut row = cx.get_mut::<NetworkInterface>(&id)?;
        if is_now {
            take_public(&mut row);
        } else {
            let settings = Settings { public_until: Some(at), ..row.settings() };
            row.set(settings);
        }
    }
    Ok(())
}

/// What starting an instance does: it gets another public address than before, unless it is one
/// that gets none.
pub(crate) fn give_public_addresses(cx: &mut Write<'_>, instance_id: &InstanceId) -> Result<()> {
    if !gets_another_public(cx.read(), instance_id) {
        return Ok(());
    }
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
