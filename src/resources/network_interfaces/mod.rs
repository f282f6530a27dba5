//! Elastic network interfaces: the record and its view. Their addresses are in `addresses`, what
//! instances do with them in `attachment` and `attaching`, Elastic IP addresses on them in
//! `elastic`, blocks of addresses delegated to them in `prefixes`, those that AWS's services make
//! in `managed`, their operations in `requests`.

pub(super) mod addresses;
mod assignment;
mod attaching;
pub(super) mod attachment;
pub(super) mod dns;
pub(super) mod elastic;
mod managed;
pub(super) mod prefixes;
mod requests;
mod wanted;

pub(super) use attachment::only_interface;
pub(super) use attachment::{NewInterface, create, release};
pub(super) use managed::{add_addresses, check_is_users, create_managed, remove_addresses};
pub(super) use requests::OPERATIONS;
pub(super) use wanted::{AskedIpv4, AskedIpv6, WantedIpv4, WantedIpv6};

use super::security_groups::SecurityGroup;
use crate::engine::{CustomFilter, Id, Index, Now, Read, Resource, Row, Timed};
use elastic::Elastic;
use ipnet::{Ipv4Net, Ipv6Net};
use managed::Requester;
use serde::Serialize;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use wire::{
    AttachmentStatus, GroupIdentifier, Ipv4PrefixSpecification, Ipv6PrefixSpecification,
    NetworkInterfaceAssociation, NetworkInterfaceAttachment, NetworkInterfaceIpv6Address,
    NetworkInterfacePrivateIpAddress, NetworkInterfaceStatus, NetworkInterfaceType,
    OperatorResponse, ResourceType, Timestamp,
};

impl Resource for NetworkInterface {
    type View = wire::NetworkInterface;
    const PREFIX: &'static str = "eni";
    const TYPE: Option<ResourceType> = Some(ResourceType::NetworkInterface);
    const PLURAL: &'static str = "networkInterfaces";
    const NOT_FOUND: &'static str = "InvalidNetworkInterfaceID.NotFound";
    const MALFORMED: &'static str = "InvalidNetworkInterfaceId.Malformed";
    const NOUN: &'static str = "networkInterface ID";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("network-interface-id");
    const IDS_EXCLUDE_MAX_RESULTS: Option<&'static str> = Some("networkInterfaceIdSet");
    const FILTERS: &'static [CustomFilter<Self>] = &[("attachment.nat-gateway-id", |row, _| {
        let gateway = row.description.strip_prefix("Interface for NAT Gateway ");
        gateway.filter(|_| row.requester.is_some()).map(str::to_owned).into_iter().collect()
    })];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::NetworkInterface {
        view(row, cx)
    }

    fn index(&self, index: &mut Index<'_>) {
        index.add("subnet-id", self.subnet_id.clone());
        index.add("vpc-id", self.vpc_id.clone());
        index.add("mac-address", self.mac_address.as_str());
        for group in &self.groups {
            index.add("group-id", group.clone());
        }
        if let Some(attachment) = &self.attachment {
            index.add("attachment.instance-id", attachment.instance_id.clone());
            index.add("attachment.attachment-id", attachment.id.clone());
        }
        if let Some(requester) = &self.requester {
            index.add("attachment.attachment-id", requester.attachment_id.clone());
        }
        self.index_addresses(index);
    }
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct NetworkInterface {
    pub subnet_id: Id,
    pub vpc_id: Id,
    pub zone: Id,
    pub zone_id: Id,
    pub description: String,
    /// Ids of security groups.
    pub groups: Vec<Id>,
    pub mac_address: String,
    /// The first one is the primary address.
    pub addresses: Vec<PrivateAddress>,
    pub ipv4_prefixes: Vec<Ipv4Net>,
    pub ipv6_addresses: Vec<Ipv6Addr>,
    pub ipv6_prefixes: Vec<Ipv6Net>,
    /// Whether the first IPv6 address is the primary one, which stays.
    pub has_primary_ipv6: bool,
    /// Whether AWS gives the primary address a public one for the time its instance runs.
    pub public_address: bool,
    pub source_dest_check: bool,
    pub interface_type: NetworkInterfaceType,
    /// `pending` or `available`: what it is while nothing holds it.
    pub state: Timed<NetworkInterfaceStatus>,
    /// May have ended; [`NetworkInterface::attached`] tells.
    pub attachment: Option<Attachment>,
    pub attachment_state: Timed<AttachmentStatus>,
    /// Made by the launch of an instance, so that nobody asked for it.
    pub of_launch: bool,
    /// The service that made the interface and holds it; `None` for one of the user's own.
    pub requester: Option<Requester>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct PrivateAddress {
    pub address: Ipv4Addr,
    /// Its public address: an Elastic IP address, or one that AWS gave for the time the instance
    /// runs; [`NetworkInterface::shows_public`] tells whether it does.
    pub public: Option<Ipv4Addr>,
    pub elastic: Option<Box<Elastic>>,
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
        let prefixes = self.ipv4_prefixes.len() * wanted::ADDRESSES_PER_PREFIX as usize;
        self.addresses.len().saturating_sub(1) + prefixes
    }

    /// Everything that has an address of the subnet is found by it, so that one is never given
    /// twice and none is looked for by a scan.
    fn index_addresses(&self, index: &mut Index<'_>) {
        for (at, PrivateAddress { address, public, elastic }) in self.addresses.iter().enumerate() {
            let private = Id::from(address.to_string());
            index.add(addresses::OF_SUBNET, addresses::key(&self.subnet_id, address));
            if let Some(public) = public {
                let public = Id::from(public.to_string());
                if at == 0 {
                    index.add("association.public-ip", public.clone());
                }
                index.add("addresses.association.public-ip", public);
            }
            if let Some(elastic) = elastic {
                index.add(elastic::ALLOCATION, elastic.allocation_id.clone());
                index.add(elastic::ASSOCIATION, elastic.association_id.clone());
            }
            if at == 0 {
                index.add("private-ip-address", private.clone());
            }
            index.add("addresses.private-ip-address", private);
        }
        for address in &self.ipv6_addresses {
            index.add(addresses::OF_SUBNET, addresses::key(&self.subnet_id, address));
            index.add("ipv6-addresses.ipv6-address", address.to_string());
            let block = prefixes::around(IpAddr::V6(*address));
            index.add(prefixes::IPV6_NEIGHBOURS, addresses::key(&self.subnet_id, block));
        }
        for prefix in &self.ipv4_prefixes {
            index.add(addresses::OF_SUBNET, addresses::key(&self.subnet_id, prefix));
        }
        for prefix in &self.ipv6_prefixes {
            index.add(addresses::OF_SUBNET, addresses::key(&self.subnet_id, prefix));
        }
        if self.further_addresses() > 0 {
            index.add("subnet-with-secondary-addresses", self.subnet_id.clone());
        }
    }
}

fn view(row: &Row<NetworkInterface>, cx: Read<'_>) -> wire::NetworkInterface {
    let attached = row.attached(cx.now());
    let is_named = dns::has_host_names(cx, &row.vpc_id);
    let association_of = |address: &PrivateAddress| {
        association(cx, address, is_named).filter(|_| row.shows_public(address, cx.now()))
    };
    let private_dns_name = |address: &PrivateAddress| {
        is_named.then(|| dns::private_name(cx.region(), address.address))
    };
    wire::NetworkInterface {
        association: row.primary_address().and_then(association_of),
        attachment: attached
            .map(|(attachment, state)| attachment_view(attachment, state, cx))
            .or_else(|| row.requester.as_ref().map(Requester::attachment)),
        availability_zone: Some(row.zone.to_string()),
        availability_zone_id: Some(row.zone_id.to_string()),
        description: Some(row.description.clone()),
        groups: Some(row.groups.iter().map(|id| group(id, cx)).collect()),
        interface_type: Some(row.interface_type),
        ipv6_address: row.ipv6_addresses.first().map(ToString::to_string),
        ipv4_prefixes: ipv4_prefixes(&row.ipv4_prefixes),
        ipv6_addresses: Some(ipv6_addresses(row)),
        ipv6_prefixes: ipv6_prefixes(&row.ipv6_prefixes),
        mac_address: Some(row.mac_address.clone()),
        network_interface_id: Some(row.id.to_string()),
        operator: Some(OperatorResponse { managed: Some(false), ..OperatorResponse::default() }),
        owner_id: Some(cx.account().to_string()),
        private_dns_name: row.primary_address().and_then(private_dns_name),
        private_ip_address: row.primary_address().map(|primary| primary.address.to_string()),
        private_ip_addresses: Some(
            row.addresses
                .iter()
                .enumerate()
                .map(|(at, address)| NetworkInterfacePrivateIpAddress {
                    association: association_of(address),
                    primary: Some(at == 0),
                    private_dns_name: private_dns_name(address),
                    private_ip_address: Some(address.address.to_string()),
                })
                .collect(),
        ),
        requester_id: row
            .requester
            .as_ref()
            .map(|it| it.id.to_string())
            .or_else(|| (!row.of_launch).then(|| cx.account().to_string())),
        requester_managed: Some(row.requester.is_some()),
        source_dest_check: Some(row.source_dest_check),
        status: Some(if attached.is_some() || row.requester.is_some() {
            NetworkInterfaceStatus::InUse
        } else {
            row.state.at(cx.now())
        }),
        subnet_id: Some(row.subnet_id.to_string()),
        tag_set: row.tags.wire(),
        vpc_id: Some(row.vpc_id.to_string()),
        ..wire::NetworkInterface::default()
    }
}

/// A public address that AWS gave and will take back belongs to `amazon`.
pub(super) fn association(
    cx: Read<'_>,
    address: &PrivateAddress,
    is_named: bool,
) -> Option<NetworkInterfaceAssociation> {
    let public = address.public?;
    let elastic = address.elastic.as_deref();
    let name = if is_named { dns::public_name(cx.region(), public) } else { String::new() };
    let owner = if elastic.is_some() { cx.account().to_string() } else { "amazon".to_owned() };
    Some(NetworkInterfaceAssociation {
        allocation_id: elastic.map(|elastic| elastic.allocation_id.to_string()),
        association_id: elastic.map(|elastic| elastic.association_id.to_string()),
        ip_owner_id: Some(owner),
        public_dns_name: Some(name),
        public_ip: Some(public.to_string()),
        ..NetworkInterfaceAssociation::default()
    })
}

fn attachment_view(
    attachment: &Attachment,
    state: AttachmentStatus,
    cx: Read<'_>,
) -> NetworkInterfaceAttachment {
    NetworkInterfaceAttachment {
        attach_time: Some(attachment.attached),
        attachment_id: Some(attachment.id.to_string()),
        delete_on_termination: Some(attachment.delete_on_termination),
        device_index: Some(attachment.device_index),
        network_card_index: Some(attachment.network_card_index),
        instance_id: Some(attachment.instance_id.to_string()),
        instance_owner_id: Some(cx.account().to_string()),
        status: Some(state),
        ..NetworkInterfaceAttachment::default()
    }
}

pub(super) fn group(id: &Id, cx: Read<'_>) -> GroupIdentifier {
    let name = cx.find::<SecurityGroup>(id).map(|group| group.name.to_string());
    GroupIdentifier { group_id: Some(id.to_string()), group_name: name }
}

fn ipv6_addresses(row: &NetworkInterface) -> Vec<NetworkInterfaceIpv6Address> {
    let view = |(at, address): (usize, &Ipv6Addr)| NetworkInterfaceIpv6Address {
        ipv6_address: Some(address.to_string()),
        is_primary_ipv6: Some(row.has_primary_ipv6 && at == 0),
        ..NetworkInterfaceIpv6Address::default()
    };
    row.ipv6_addresses.iter().enumerate().map(view).collect()
}

/// Answers leave the list out where it would be empty.
fn ipv4_prefixes(prefixes: &[Ipv4Net]) -> Option<Vec<Ipv4PrefixSpecification>> {
    let view = |prefix: &Ipv4Net| Ipv4PrefixSpecification { ipv4_prefix: Some(prefix.to_string()) };
    (!prefixes.is_empty()).then(|| prefixes.iter().map(view).collect())
}

fn ipv6_prefixes(prefixes: &[Ipv6Net]) -> Option<Vec<Ipv6PrefixSpecification>> {
    let view = |prefix: &Ipv6Net| Ipv6PrefixSpecification { ipv6_prefix: Some(prefix.to_string()) };
    (!prefixes.is_empty()).then(|| prefixes.iter().map(view).collect())
}
