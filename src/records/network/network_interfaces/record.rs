//! What is kept of network interfaces.

use super::addresses::{self, InSubnet};
use super::prefixes::{self, ADDRESSES_PER_PREFIX};
use super::settings::Settings;
use crate::catalog::instance_types::InstanceType;
use crate::engine::{Index, Now, Text, Timed};
use crate::error::{Error, Result};
use crate::records::ids::{
    AddressAssociationId, AllocationId, AttachmentId, InstanceId, SecurityGroupId, SubnetId, VpcId,
};
use ipnet::{Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use thin_vec::ThinVec;
use wire::{
    AttachmentStatus, NetworkInterfaceAttachment, NetworkInterfaceStatus, NetworkInterfaceType,
    PublicIpDnsOption, Timestamp,
};

impl NetworkInterface {
    pub fn attach(&mut self, attachment: Attachment, state: Timed<AttachmentStatus>) {
        self.attachment = Some(attachment);
        self.attachment_state = state;
        // Those of the attachment before it went with that.
        let tracking = self.settings().tracking;
        self.set(Settings { tracking, ..Settings::default() });
    }

    pub fn settings(&self) -> Settings {
        self.settings.as_deref().copied().unwrap_or_default()
    }

    pub fn set(&mut self, settings: Settings) {
        self.settings = (settings != Settings::default()).then(|| Box::new(settings));
    }

    /// Whether an instance type has room for its addresses and prefixes.
    ///
    /// # Errors
    /// `InvalidInterface.IpAddressLimitExceeded` for too many, as recorded in
    /// <https://github.com/cilium/cilium/issues/9730>, and those of [`prefixes::check_type`].
    // unverified (looked up 2026-11-26): that it says the same of IPv6.
    pub fn check_fits(&self, id: &str, kind: &InstanceType) -> Result<()> {
        let network = &kind.network;
        let counts = [
            (self.addresses.len() + self.ipv4_prefixes.len(), network.ipv4_addresses_per_interface),
            (
                self.ipv6_addresses.len() + self.ipv6_prefixes.len(),
                network.ipv6_addresses_per_interface,
            ),
        ];
        for (count, limit) in counts {
            if count > limit as usize {
                let digits = id.trim_start_matches("eni-");
                let message = format!(
                    "Address count {count} on interface-{digits} exceeds the limit for {}",
                    kind.name
                );
                return Err(Error::new("InvalidInterface.IpAddressLimitExceeded", message));
            }
        }
        if self.ipv4_prefixes.is_empty() && self.ipv6_prefixes.is_empty() {
            return Ok(());
        }
        prefixes::check_type(kind)
    }
}

pub(crate) fn take_public(interface: &mut NetworkInterface) {
    for address in interface.addresses.iter_mut().filter(|address| address.elastic.is_none()) {
        address.public = None;
    }
    interface.set(Settings { public_until: None, ..interface.settings() });
}

/// What makes a public address an Elastic IP address.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Elastic {
    pub allocation_id: AllocationId,
    /// `eipassoc-…`
    pub association_id: AddressAssociationId,
}

/// A service that made an interface, and its hold on it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Requester {
    /// The service's account, or its alias.
    pub id: Box<str>,
    /// `ela-attach-…`
    pub attachment_id: AttachmentId,
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

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NetworkInterface {
    pub subnet_id: SubnetId,
    pub vpc_id: VpcId,
    pub zone: Text,
    pub zone_id: Text,
    pub description: Box<str>,
    /// Ids of security groups.
    pub groups: ThinVec<SecurityGroupId>,
    pub mac_address: Box<str>,
    /// The first one is the primary address.
    pub addresses: ThinVec<PrivateAddress>,
    pub ipv4_prefixes: ThinVec<Ipv4Net>,
    pub ipv6_addresses: ThinVec<Ipv6Addr>,
    pub ipv6_prefixes: ThinVec<Ipv6Net>,
    /// Whether the first IPv6 address is the primary one, which stays.
    pub has_primary_ipv6: bool,
    /// Whether AWS gives the primary address a public one for the time its instance runs.
    pub public_address: bool,
    pub source_dest_check: bool,
    pub interface_type: NetworkInterfaceType,
    /// `pending` or `available`: what it is while nothing holds it.
    pub state: Timed<NetworkInterfaceStatus>,
    pub attachment: Option<Attachment>,
    pub attachment_state: Timed<AttachmentStatus>,
    /// Made by the launch of an instance, so that nobody asked for it.
    pub of_launch: bool,
    /// The service that made the interface and holds it; `None` for one of the user's own.
    pub requester: Option<Box<Requester>>,
    /// What kind of public host name it has; nothing unless somebody said.
    #[serde(default)]
    pub public_host_names: Option<PublicIpDnsOption>,
    #[serde(default)]
    pub settings: Option<Box<Settings>>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PrivateAddress {
    pub address: Ipv4Addr,
    /// Its public address: an Elastic IP address, or one that AWS gave for the time the instance
    /// runs; [`NetworkInterface::shows_public`] tells whether it does.
    pub public: Option<Ipv4Addr>,
    pub elastic: Option<Box<Elastic>>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Attachment {
    /// `eni-attach-…`
    pub id: AttachmentId,
    pub instance_id: InstanceId,
    pub device_index: i32,
    pub network_card_index: i32,
    pub attached: Timestamp,
    pub delete_on_termination: bool,
}

impl NetworkInterface {
    /// The attachment that there is at a moment, and its state.
    pub fn attached(&self, now: Now<'_>) -> Option<(&Attachment, AttachmentStatus)> {
        let state = self.attachment_state.at(now);
        let attachment = self.attachment.as_ref()?;
        (state != AttachmentStatus::Detached).then_some((attachment, state))
    }

    /// A public address that AWS gives comes with the attachment, one of the user's own at once.
    pub fn shows_public(&self, address: &PrivateAddress, now: Now<'_>) -> bool {
        let state = self.attached(now).map(|(_, state)| state);
        address.elastic.is_some() || state.is_some_and(|it| it != AttachmentStatus::Attaching)
    }

    pub fn primary_address(&self) -> Option<&PrivateAddress> {
        self.addresses.first()
    }

    /// How many addresses of its subnet it takes beside the primary one.
    pub fn further_addresses(&self) -> usize {
        let prefixes = self.ipv4_prefixes.len() * ADDRESSES_PER_PREFIX as usize;
        self.addresses.len().saturating_sub(1) + prefixes
    }

    /// Everything that has an address of the subnet is found by it, so that one is never given
    /// twice and none is looked for by a scan.
    pub fn index_addresses(&self, index: &mut Index<'_, Self>) {
        for (at, PrivateAddress { address, public, elastic }) in self.addresses.iter().enumerate() {
            index.add_written(Self::BY_SUBNET_ADDRESS, &InSubnet(&self.subnet_id, *address));
            if let Some(public) = public {
                if at == 0 {
                    index.add_written(Self::BY_PRIMARY_PUBLIC_ADDRESS, public);
                }
                index.add_written(Self::BY_PUBLIC_ADDRESS, public);
            }
            if let Some(elastic) = elastic {
                index.add(Self::BY_ALLOCATION, &elastic.allocation_id);
                index.add(Self::BY_ASSOCIATION, &elastic.association_id);
            }
            index.add_written(Self::BY_PRIVATE_ADDRESS, address);
        }
        for address in &self.ipv6_addresses {
            index.add(Self::BY_SUBNET_ADDRESS, &addresses::key(&self.subnet_id, address));
            index.add(Self::BY_IPV6_ADDRESS, &address.to_string());
            let block = prefixes::around(IpAddr::V6(*address));
            index.add(Self::BY_IPV6_NEIGHBOURS, &addresses::key(&self.subnet_id, block));
        }
        for prefix in &self.ipv4_prefixes {
            index.add(Self::BY_SUBNET_ADDRESS, &addresses::key(&self.subnet_id, prefix));
        }
        for prefix in &self.ipv6_prefixes {
            index.add(Self::BY_SUBNET_ADDRESS, &addresses::key(&self.subnet_id, prefix));
        }
        if self.further_addresses() > 0 {
            index.add(Self::BY_SUBNET_WITH_FURTHER_ADDRESSES, &self.subnet_id);
        }
    }
}
