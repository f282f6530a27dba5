//! Making interfaces, and what the life of an instance does to those attached to it.

use super::super::network_interface_permissions;
use super::super::subnets::Subnet;
use super::wanted::{WantedIpv4, WantedIpv6};
use super::{Attachment, NetworkInterface, addresses, prefixes};
use crate::catalog::instance_types::InstanceType;
use crate::engine::{Id, Read, Row, Tags, Timed, Write};
use crate::error::{Error, Result};
use crate::resources::instances::Instance;
use wire::{AttachmentStatus, NetworkInterfaceStatus, NetworkInterfaceType, Timestamp};

/// How long a new interface is `pending`. It can be attached meanwhile, as
/// <https://github.com/aws/amazon-vpc-cni-k8s> does.
const PENDING_MILLIS: i64 = 1_000;

/// How long an attachment takes.
const ATTACHING_MILLIS: i64 = 2_000;

/// What a new interface is made of; whoever asks has checked the subnet and the groups.
#[derive(Debug, Clone)]
pub(in crate::resources) struct NewInterface {
    pub subnet_id: Id,
    pub description: String,
    pub groups: Vec<Id>,
    pub ipv4: WantedIpv4,
    pub ipv6: WantedIpv6,
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
    let (mut private, ipv4_prefixes) = addresses::choose_for_new(cx, &new.subnet_id, &new.ipv4)?;
    let by_default = u32::from(subnet.assign_ipv6_address_on_creation);
    let (ipv6_addresses, ipv6_prefixes) =
        addresses::choose_ipv6_for_new(cx, &new.subnet_id, &new.ipv6, by_default)?;
    if let (true, Some(primary)) = (new.public_address, private.first_mut()) {
        primary.public = Some(addresses::free_public(cx));
    }
    let attachment_state = match new.attachment {
        Some(_) => attaching(cx.read()),
        None => Timed::settled(AttachmentStatus::Detached),
    };
    let state = cx.read().transition(
        NetworkInterfaceStatus::Pending,
        NetworkInterfaceStatus::Available,
        PENDING_MILLIS,
    );
    let id = cx.new_id::<NetworkInterface>();
    let record = NetworkInterface {
        subnet_id: new.subnet_id,
        vpc_id: subnet.vpc_id,
        zone: subnet.zone,
        zone_id: subnet.zone_id,
        description: new.description,
        groups: new.groups,
        mac_address: cx.ids().mac_address(),
        addresses: private,
        ipv4_prefixes,
        ipv6_addresses,
        ipv6_prefixes,
        has_primary_ipv6: new.ipv6.has_primary,
        public_address: new.public_address,
        source_dest_check: new.source_dest_check,
        interface_type: new.interface_type,
        state,
        of_launch: new.attachment.is_some(),
        attachment: new.attachment,
        attachment_state,
        requester: None,
    };
    cx.insert(id.clone(), record, new.tags);
    Ok(id)
}

impl NetworkInterface {
    /// Attaches it. What a former instance left on it is gone, however its attachment ended.
    pub fn attach(&mut self, attachment: Attachment, state: Timed<AttachmentStatus>) {
        take_public(self);
        self.attachment = Some(attachment);
        self.attachment_state = state;
    }

    /// Whether an instance type has room for its addresses and prefixes.
    ///
    /// # Errors
    /// `PrivateIpAddressLimitExceeded` for too many, and those of [`prefixes::check_type`].
    pub fn check_fits(&self, kind: &InstanceType) -> Result<()> {
        let network = &kind.network;
        addresses::check_count(
            self.addresses.len() + self.ipv4_prefixes.len(),
            0,
            network.ipv4_addresses_per_interface as usize,
        )?;
        addresses::check_count(
            self.ipv6_addresses.len() + self.ipv6_prefixes.len(),
            0,
            network.ipv6_addresses_per_interface as usize,
        )?;
        if self.ipv4_prefixes.is_empty() && self.ipv6_prefixes.is_empty() {
            return Ok(());
        }
        prefixes::check_type(kind)
    }
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
            network_interface_permissions::interface_ends(cx, &id, at);
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
