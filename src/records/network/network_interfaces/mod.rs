//! Elastic network interfaces: the record and its view. Their addresses are in `addresses`, what
//! instances do with them in `attached`, Elastic IP addresses on them in
//! `elastic`, blocks of addresses delegated to them in `prefixes`, those that AWS's services make
//! in `managed`, their operations in `requests`.

pub(crate) mod addresses;
pub(crate) mod attached;
pub(crate) mod dns;
pub(crate) mod elastic;
pub(crate) mod finders;
pub(crate) mod managed;
pub(crate) mod prefixes;
pub(crate) mod record;
pub(crate) mod settings;
pub(crate) mod wanted;

pub(crate) use finders::{association, group, in_use, ipv4_prefixes};
pub(crate) use record::{
    Attachment, Elastic, NetworkInterface, PrivateAddress, Requester, take_public,
};

use crate::engine::{By, CustomFilter, Hold, Index, Read, Resource, Row};
use crate::records::ids::{
    AddressAssociationId, AllocationId, AttachmentId, InstanceId, SecurityGroupId, SubnetId, VpcId,
};
use finders::view;
use wire::{AttachmentStatus, ResourceType, Timestamp};

impl NetworkInterface {
    pub(crate) const BY_SUBNET: By<Self, SubnetId> = By::new("subnet-id");
    pub(crate) const BY_VPC: By<Self, VpcId> = By::new("vpc-id");
    pub(crate) const BY_MAC_ADDRESS: By<Self, str> = By::new("mac-address");
    pub(crate) const BY_GROUP: By<Self, SecurityGroupId> = By::new("group-id");
    pub(crate) const BY_INSTANCE: By<Self, InstanceId> = By::new("attachment.instance-id");
    pub(crate) const BY_ATTACHMENT: By<Self, AttachmentId> = By::new("attachment.attachment-id");
    pub(crate) const BY_PRIVATE_ADDRESS: By<Self, str> = By::new("addresses.private-ip-address");
    pub(crate) const BY_PRIMARY_PUBLIC_ADDRESS: By<Self, str> = By::new("association.public-ip");
    pub(crate) const BY_PUBLIC_ADDRESS: By<Self, str> = By::new("addresses.association.public-ip");
    pub(crate) const BY_IPV6_ADDRESS: By<Self, str> = By::new("ipv6-addresses.ipv6-address");
    /// The addresses and the prefixes of every subnet. No filter has this name, nor the next ones.
    pub(crate) const BY_SUBNET_ADDRESS: By<Self, str> = By::new("subnet-address");
    /// The IPv6 prefix that each IPv6 address lies in.
    pub(crate) const BY_IPV6_NEIGHBOURS: By<Self, str> = By::new("ipv6-prefix-of-address");
    /// Of every private address, not the primary one alone.
    pub(crate) const BY_ALLOCATION: By<Self, AllocationId> = By::new("elastic-allocation-id");
    pub(crate) const BY_ASSOCIATION: By<Self, AddressAssociationId> =
        By::new("elastic-association-id");
    pub(crate) const BY_SUBNET_WITH_FURTHER_ADDRESSES: By<Self, SubnetId> =
        By::new("subnet-with-secondary-addresses");
}

impl Resource for NetworkInterface {
    type View = wire::NetworkInterface;
    const HOLDS: &'static [Hold<Self>] = &[Hold::of(Self::BY_VPC)];
    const PREFIX: &'static str = "eni";
    const TYPE: Option<ResourceType> = Some(ResourceType::NetworkInterface);
    const PLURAL: &'static str = "networkInterfaces";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("network-interface-id");
    // `pagination.json` and `network_interfaces.json` of `radkawar/stackd`
    const IDS_EXCLUDE_MAX_RESULTS: Option<&'static str> = Some("NetworkInterfaceIds");
    const IDS_EXCLUDE_TOKENS: bool = true;
    const ANSWERED: &'static [(&'static str, By<Self, str>)] =
        &[("private-ip-address", Self::BY_PRIVATE_ADDRESS)];
    const FILTERS: &'static [CustomFilter<Self>] = &[("attachment.nat-gateway-id", |row, _| {
        let gateway = row.description.strip_prefix("Interface for NAT Gateway ");
        gateway.filter(|_| row.requester.is_some()).map(str::to_owned).into_iter().collect()
    })];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::NetworkInterface {
        view(row, cx)
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_SUBNET, &self.subnet_id);
        index.add(Self::BY_VPC, &self.vpc_id);
        index.add(Self::BY_MAC_ADDRESS, &*self.mac_address);
        for group in &self.groups {
            index.add(Self::BY_GROUP, group);
        }
        if let Some(attachment) = &self.attachment {
            index.add(Self::BY_INSTANCE, &attachment.instance_id);
            index.add(Self::BY_ATTACHMENT, &attachment.id);
        }
        if let Some(requester) = &self.requester {
            index.add(Self::BY_ATTACHMENT, &requester.attachment_id);
        }
        self.index_addresses(index);
    }

    /// When its attachment ends, or its instance has stopped.
    fn due(&self) -> Option<Timestamp> {
        self.attachment.as_ref()?;
        let detached = self.attachment_state.settles_as(AttachmentStatus::Detached);
        detached.into_iter().chain(self.settings().public_until).min()
    }
}
