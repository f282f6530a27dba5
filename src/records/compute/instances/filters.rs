//! The filters of DescribeInstances that are no path into an instance: those of the reservation,
//! and those of interfaces' members that an instance does not show.

use super::record::Instance;
use super::view;
use crate::engine::{By, CustomFilter, Id, Join, Key, Read, Row};
use crate::records::compute::iam_instance_profile_associations;
use crate::records::ids::InstanceId;
use crate::records::network::network_interfaces::attached::attached_to;
use crate::records::network::network_interfaces::{
    Elastic, NetworkInterface, PrivateAddress, dns, elastic,
};
use crate::records::network::security_groups::SecurityGroup;
use crate::records::storage::volumes::Volume;
use std::net::Ipv4Addr;

/// The index of interfaces by each of their IPv6 addresses.
pub(crate) const FILTERS: &[CustomFilter<Instance>] = &[
    ("owner-id", |_, cx| vec![cx.account().to_string()]),
    ("reservation-id", |row, _| vec![row.launch.reservation.to_string()]),
    ("iam-instance-profile.name", |row, cx| {
        let profile = iam_instance_profile_associations::view(cx, &row.id);
        let arn = profile.and_then(|profile| profile.arn);
        arn.as_deref()
            .and_then(|arn| arn.rsplit('/').next())
            .map(str::to_owned)
            .into_iter()
            .collect()
    }),
    // Nobody launches on a caller's behalf here.
    ("requester-id", |_, _| Vec::new()),
    ("instance.group-id", |row, cx| {
        of_primary(row, cx, |primary| primary.groups.iter().map(ToString::to_string).collect())
    }),
    ("instance.group-name", |row, cx| {
        of_primary(row, cx, |primary| {
            let groups = view::groups(&primary.groups, cx);
            groups.into_iter().filter_map(|group| group.group_name).collect()
        })
    }),
    ("launch-index", |row, _| vec![row.launch_index.to_string()]),
    // unverified (looked up 2026-11-26): the answer has no such member; IPv4 cannot be turned off.
    ("metadata-options.http-protocol-ipv4", |_, _| vec!["enabled".to_owned()]),
    ("network-interface.addresses.association.allocation-id", |row, cx| {
        of_each(row, cx, |interface| elastic_ids(&interface.addresses, |it| &it.allocation_id))
    }),
    ("network-interface.addresses.association.association-id", |row, cx| {
        of_each(row, cx, |interface| elastic_ids(&interface.addresses, |it| &it.association_id))
    }),
    ("network-interface.association.allocation-id", |row, cx| {
        of_each(row, cx, |interface| {
            elastic_ids(interface.primary_address(), |it| &it.allocation_id)
        })
    }),
    ("network-interface.association.association-id", |row, cx| {
        of_each(row, cx, |interface| {
            elastic_ids(interface.primary_address(), |it| &it.association_id)
        })
    }),
    ("network-interface.attachment.instance-id", |row, cx| {
        of_each(row, cx, |_| vec![row.id.to_string()])
    }),
    ("network-interface.attachment.instance-owner-id", |row, cx| {
        of_each(row, cx, |_| vec![cx.account().to_string()])
    }),
    ("network-interface.availability-zone", |row, cx| {
        of_each(row, cx, |interface| vec![interface.zone.to_string()])
    }),
    ("network-interface.deny-all-igw-traffic", |row, cx| {
        of_each(row, cx, |_| vec!["false".to_owned()])
    }),
    ("network-interface.ipv6-native", |row, cx| of_each(row, cx, |_| vec!["false".to_owned()])),
    ("network-interface.outpost-arn", |_, _| Vec::new()),
    ("network-interface.requester-id", |_, _| Vec::new()),
    ("network-interface.requester-managed", |row, cx| {
        of_each(row, cx, |_| vec!["false".to_owned()])
    }),
    ("network-interface.tag-key", |row, cx| {
        of_each(row, cx, |interface| interface.tags.iter().map(|(key, _)| key.to_owned()).collect())
    }),
    ("network-interface.tag-value", |row, cx| {
        of_each(row, cx, |interface| {
            interface.tags.iter().map(|(_, value)| value.to_owned()).collect()
        })
    }),
];

/// Filters that an interface, a volume or a name leads to an instance by.
pub(crate) const JOINS: &[Join<Instance>] = &[
    ("private-ip-address", |value, cx| with(cx, NetworkInterface::BY_PRIVATE_ADDRESS, value)),
    ("ip-address", |value, cx| with(cx, NetworkInterface::BY_PRIMARY_PUBLIC_ADDRESS, value)),
    ("private-dns-name", |value, cx| match dns::private_address(value) {
        Some(address) => with(cx, NetworkInterface::BY_PRIVATE_ADDRESS, &address.to_string()),
        None => value.split('.').next().map(Id::new).into_iter().collect(),
    }),
    ("dns-name", |value, cx| match dns::public_address(value) {
        Some(address) => {
            with(cx, NetworkInterface::BY_PRIMARY_PUBLIC_ADDRESS, &address.to_string())
        }
        None => Vec::new(),
    }),
    ("ipv6-address", |value, cx| with(cx, NetworkInterface::BY_IPV6_ADDRESS, value)),
    ("instance.group-id", |value, cx| with(cx, NetworkInterface::BY_GROUP, &Id::new(value))),
    ("instance.group-name", with_group_name),
    ("network-interface.group-id", |value, cx| {
        with(cx, NetworkInterface::BY_GROUP, &Id::new(value))
    }),
    ("network-interface.group-name", with_group_name),
    ("network-interface.ipv6-address", |value, cx| {
        with(cx, NetworkInterface::BY_IPV6_ADDRESS, value)
    }),
    ("network-interface.ipv6-addresses.ipv6-address", |value, cx| {
        with(cx, NetworkInterface::BY_IPV6_ADDRESS, value)
    }),
    ("network-interface.private-dns-name", with_private_name),
    ("network-interface.addresses.private-dns-name", with_private_name),
    ("network-interface.public-dns-name", with_public_name),
    ("network-interface.association.public-dns-name", with_public_name),
    ("network-interface.addresses.association.public-dns-name", with_public_name),
    ("network-interface.association.allocation-id", with_allocation),
    ("network-interface.association.association-id", with_association),
    ("network-interface.addresses.association.allocation-id", with_allocation),
    ("network-interface.addresses.association.association-id", with_association),
    ("network-interface.mac-address", |value, cx| {
        with(cx, NetworkInterface::BY_MAC_ADDRESS, value)
    }),
    ("network-interface.subnet-id", |value, cx| {
        with(cx, NetworkInterface::BY_SUBNET, &Id::new(value))
    }),
    ("network-interface.vpc-id", |value, cx| with(cx, NetworkInterface::BY_VPC, &Id::new(value))),
    ("network-interface.private-ip-address", |value, cx| {
        with(cx, NetworkInterface::BY_PRIVATE_ADDRESS, value)
    }),
    ("network-interface.association.public-ip", |value, cx| {
        with(cx, NetworkInterface::BY_PRIMARY_PUBLIC_ADDRESS, value)
    }),
    ("network-interface.addresses.private-ip-address", |value, cx| {
        with(cx, NetworkInterface::BY_PRIVATE_ADDRESS, value)
    }),
    ("network-interface.addresses.association.public-ip", |value, cx| {
        with(cx, NetworkInterface::BY_PUBLIC_ADDRESS, value)
    }),
    ("network-interface.attachment.attachment-id", |value, cx| {
        with(cx, NetworkInterface::BY_ATTACHMENT, &Id::new(value))
    }),
    ("network-interface.attachment.instance-id", |value, _| vec![Id::new(value)]),
    ("network-interface.network-interface-id", |value, cx| {
        cx.find::<NetworkInterface>(value)
            .and_then(|row| attached_instance(row))
            .into_iter()
            .collect()
    }),
    ("iam-instance-profile.arn", iam_instance_profile_associations::instances_with),
    ("block-device-mapping.volume-id", |value, cx| {
        let volume = cx.find::<Volume>(value);
        let attachments = volume.into_iter().flat_map(|volume| &volume.attachments);
        attachments.map(|attachment| attachment.instance_id.clone()).collect()
    }),
];

fn with<K: Key + ?Sized>(cx: Read<'_>, by: By<NetworkInterface, K>, value: &K) -> Vec<InstanceId> {
    cx.with(by, value).filter_map(|row| attached_instance(row)).collect()
}

/// Interfaces of all groups with a name, whichever VPC they are in.
fn with_group_name(name: &str, cx: Read<'_>) -> Vec<InstanceId> {
    let groups = cx.with(SecurityGroup::BY_NAME, name);
    groups.flat_map(|group| with(cx, NetworkInterface::BY_GROUP, &group.id)).collect()
}

fn with_private_name(name: &str, cx: Read<'_>) -> Vec<InstanceId> {
    let address = dns::private_address(name);
    let found =
        |address: Ipv4Addr| with(cx, NetworkInterface::BY_PRIVATE_ADDRESS, &address.to_string());
    address.map(found).unwrap_or_default()
}

fn with_public_name(name: &str, cx: Read<'_>) -> Vec<InstanceId> {
    let address = dns::public_address(name);
    let found =
        |address: Ipv4Addr| with(cx, NetworkInterface::BY_PUBLIC_ADDRESS, &address.to_string());
    address.map(found).unwrap_or_default()
}

fn with_allocation(id: &str, cx: Read<'_>) -> Vec<InstanceId> {
    let placed = elastic::of_allocation(cx, &Id::new(id));
    placed.and_then(|placed| attached_instance(placed.interface)).into_iter().collect()
}

fn with_association(id: &str, cx: Read<'_>) -> Vec<InstanceId> {
    let placed = elastic::of_association(cx, &Id::new(id));
    placed.and_then(|placed| attached_instance(placed.interface)).into_iter().collect()
}

fn attached_instance(interface: &NetworkInterface) -> Option<InstanceId> {
    interface.attachment.as_ref().map(|attachment| attachment.instance_id.clone())
}

fn of_each(
    row: &Row<Instance>,
    cx: Read<'_>,
    values: impl Fn(&Row<NetworkInterface>) -> Vec<String>,
) -> Vec<String> {
    interfaces(row, cx).into_iter().flat_map(values).collect()
}

/// Those of an instance that is there.
fn interfaces<'a>(row: &Row<Instance>, cx: Read<'a>) -> Vec<&'a Row<NetworkInterface>> {
    if row.is_terminated(cx.now()) { Vec::new() } else { attached_to(cx, &row.id) }
}

/// Ids of the Elastic IP addresses on some addresses; those that AWS gave have none.
fn elastic_ids<'a, K>(
    addresses: impl IntoIterator<Item = &'a PrivateAddress>,
    id: fn(&Elastic) -> &Id<K>,
) -> Vec<String> {
    let elastic = addresses.into_iter().filter_map(|address| address.elastic.as_deref());
    elastic.map(|elastic| id(elastic).to_string()).collect()
}

fn of_primary(
    row: &Row<Instance>,
    cx: Read<'_>,
    values: impl Fn(&Row<NetworkInterface>) -> Vec<String>,
) -> Vec<String> {
    interfaces(row, cx).first().map(|primary| values(primary)).unwrap_or_default()
}
