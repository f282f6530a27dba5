//! The filters of DescribeInstances that are no path into an instance: those of the reservation,
//! and those of interfaces' members that an instance does not show.

use super::Instance;
use crate::engine::{CustomFilter, Read, Row};
use crate::resources::network_interfaces::NetworkInterface;
use crate::resources::network_interfaces::attachment::attached_to;

pub(super) const FILTERS: &[CustomFilter<Instance>] = &[
    ("owner-id", |_, cx| vec![cx.account().to_string()]),
    ("reservation-id", |row, _| vec![row.launch.reservation.to_string()]),
    // Nobody launches on a caller's behalf here.
    ("requester-id", |_, _| Vec::new()),
    ("instance.group-id", |row, cx| {
        of_primary(row, cx, |primary| primary.groups.iter().map(ToString::to_string).collect())
    }),
    ("instance.group-name", |row, cx| {
        of_primary(row, cx, |primary| {
            let groups = super::view::groups(&primary.groups, cx);
            groups.into_iter().filter_map(|group| group.group_name).collect()
        })
    }),
    ("launch-index", |row, _| vec![row.launch_index.to_string()]),
    // unverified: the answer has no such member; IPv4 cannot be turned off.
    ("metadata-options.http-protocol-ipv4", |_, _| vec!["enabled".to_owned()]),
    // Addresses that AWS gave have neither.
    ("network-interface.addresses.association.allocation-id", |_, _| Vec::new()),
    ("network-interface.addresses.association.association-id", |_, _| Vec::new()),
    ("network-interface.association.allocation-id", |_, _| Vec::new()),
    ("network-interface.association.association-id", |_, _| Vec::new()),
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

fn of_each(
    row: &Row<Instance>,
    cx: Read<'_>,
    values: impl Fn(&Row<NetworkInterface>) -> Vec<String>,
) -> Vec<String> {
    if row.is_terminated(cx.now()) {
        return Vec::new();
    }
    attached_to(cx, &row.id).into_iter().flat_map(values).collect()
}

fn of_primary(
    row: &Row<Instance>,
    cx: Read<'_>,
    values: impl Fn(&Row<NetworkInterface>) -> Vec<String>,
) -> Vec<String> {
    if row.is_terminated(cx.now()) {
        return Vec::new();
    }
    attached_to(cx, &row.id).first().map(|primary| values(primary)).unwrap_or_default()
}
