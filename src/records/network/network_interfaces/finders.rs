//! How network interfaces are found and shown to others.

use super::dns;
use super::record::{Attachment, NetworkInterface, PrivateAddress};
use super::settings::{Ena, Express};
use crate::engine::{Read, Row, network};
use crate::records::account::operators;
use crate::records::ids::SecurityGroupId;
use crate::records::network::security_groups::SecurityGroup;
use crate::records::network::trunk_interface_associations::is_branch;
use ipnet::{Ipv4Net, Ipv6Net};
use std::net::Ipv6Addr;
use wire::{
    AttachmentStatus, GroupIdentifier, Ipv4PrefixSpecification, Ipv6PrefixSpecification,
    NetworkInterfaceAssociation, NetworkInterfaceAttachment, NetworkInterfaceIpv6Address,
    NetworkInterfacePrivateIpAddress, NetworkInterfaceStatus, NetworkInterfaceType,
    PublicIpDnsNameOptions, PublicIpDnsOption, WireEnum as _,
};

pub(crate) fn view(row: &Row<NetworkInterface>, cx: Read<'_>) -> wire::NetworkInterface {
    let attached = row.attached(cx.now());
    let is_named = dns::has_host_names(cx, &row.vpc_id);
    let association_of = |address: &PrivateAddress| {
        association(cx, address, is_named).filter(|_| row.shows_public(address, cx.now()))
    };
    let private_dns_name = |address: &PrivateAddress| {
        is_named.then(|| dns::private_name(cx.region(), address.address))
    };
    let association = row.primary_address().and_then(association_of);
    let public_name = association.as_ref().and_then(|it| it.public_dns_name.clone());
    // Empty without a public address, and since 2025 only.
    let public_name = public_name.filter(|name| !name.is_empty());
    // As the notes "Security groups for Pods" of 2023 on EKS show one, with `aws-k8s-branch-eni`.
    let is_branch = !is_held(row, cx) && is_branch(cx, &row.id);
    let own_type = row.interface_type;
    wire::NetworkInterface {
        association,
        attachment: attached
            .map(|(attachment, state)| attachment_view(attachment, (state, row.settings().ena), cx))
            .or_else(|| row.requester.as_ref().map(|it| it.attachment())),
        availability_zone: Some(row.zone.to_string()),
        availability_zone_id: Some(row.zone_id.to_string()),
        connection_tracking_configuration: row.settings().tracking.view(),
        description: Some(row.description.clone().into()),
        groups: Some(row.groups.iter().map(|id| group(id, cx)).collect()),
        interface_type: Some(if is_branch { NetworkInterfaceType::Branch } else { own_type }),
        ipv6_address: row.ipv6_addresses.first().map(ToString::to_string),
        ipv4_prefixes: ipv4_prefixes(&row.ipv4_prefixes),
        ipv6_addresses: Some(ipv6_addresses(row)),
        ipv6_prefixes: ipv6_prefixes(&row.ipv6_prefixes),
        mac_address: Some(row.mac_address.clone().into()),
        network_interface_id: Some(row.id.to_string()),
        operator: Some(operators::nobody_in_lists()),
        owner_id: Some(cx.account().to_string()),
        private_dns_name: row.primary_address().and_then(private_dns_name),
        public_dns_name: Some(public_name.clone().unwrap_or_default()),
        public_ip_dns_name_options: host_names(row, public_name),
        private_ip_address: row.primary_address().map(|primary| network::dotted(primary.address)),
        private_ip_addresses: Some(
            row.addresses
                .iter()
                .enumerate()
                .map(|(at, address)| NetworkInterfacePrivateIpAddress {
                    association: association_of(address),
                    primary: Some(at == 0),
                    private_dns_name: private_dns_name(address).or_else(|| no_name(at)),
                    private_ip_address: Some(network::dotted(address.address)),
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
        status: Some(if is_branch || is_held(row, cx) {
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

/// Of a secondary address the name is there, and empty, where there are none:
/// `network_interface_addresses.json` of `radkawar/stackd`.
fn no_name(at: usize) -> Option<String> {
    (at > 0).then(String::new)
}

/// By an instance, or by the service that made it.
fn is_held(row: &NetworkInterface, cx: Read<'_>) -> bool {
    row.attached(cx.now()).is_some() || row.requester.is_some()
}

/// Held, or on a trunk.
pub(crate) fn in_use(row: &Row<NetworkInterface>, cx: Read<'_>) -> bool {
    is_held(row, cx) || is_branch(cx, &row.id)
}

/// Nothing where there is no name, and nobody said which kind there should be.
// unverified (looked up 2026-11-26): how names for IPv6 are formed, which are left out.
fn host_names(row: &NetworkInterface, name: Option<String>) -> Option<PublicIpDnsNameOptions> {
    let kind = row.public_host_names;
    (name.is_some() || kind.is_some()).then(|| PublicIpDnsNameOptions {
        dns_hostname_type: Some(
            kind.unwrap_or(PublicIpDnsOption::PublicIpv4DnsName).as_str().to_owned(),
        ),
        public_ipv4_dns_name: name,
        ..PublicIpDnsNameOptions::default()
    })
}

/// A public address that AWS gave and will take back belongs to `amazon`.
pub(crate) fn association(
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
        public_ip: Some(network::dotted(public)),
        ..NetworkInterfaceAssociation::default()
    })
}

fn attachment_view(
    attachment: &Attachment,
    (state, ena): (AttachmentStatus, Ena),
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
        ena_srd_specification: ena.express.map(Express::view),
        ena_queue_count: ena.queues,
    }
}

pub(crate) fn group(id: &SecurityGroupId, cx: Read<'_>) -> GroupIdentifier {
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
pub(crate) fn ipv4_prefixes(prefixes: &[Ipv4Net]) -> Option<Vec<Ipv4PrefixSpecification>> {
    let view = |prefix: &Ipv4Net| Ipv4PrefixSpecification { ipv4_prefix: Some(prefix.to_string()) };
    (!prefixes.is_empty()).then(|| prefixes.iter().map(view).collect())
}

fn ipv6_prefixes(prefixes: &[Ipv6Net]) -> Option<Vec<Ipv6PrefixSpecification>> {
    let view = |prefix: &Ipv6Net| Ipv6PrefixSpecification { ipv6_prefix: Some(prefix.to_string()) };
    (!prefixes.is_empty()).then(|| prefixes.iter().map(view).collect())
}
