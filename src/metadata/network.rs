//! What the metadata says of an instance's network interfaces, each under its MAC address.

use super::text::given;
use super::tree::Tree;
use crate::engine::{Read, Row};
use crate::records::compute::instances::Instance;
use crate::records::network::network_interfaces::dns;
use crate::records::network::subnets::Subnet;
use crate::records::network::vpcs::Vpc;
use std::collections::BTreeMap;
use wire::InstanceNetworkInterface;

const FIRST: &str = "2011-01-01";
const IPV6: &str = "2016-06-30";

pub(super) fn add(tree: &mut Tree<'_>, cx: Read<'_>, row: &Row<Instance>, view: &wire::Instance) {
    let interfaces = view.network_interfaces.as_deref().unwrap_or_default();
    tree.text(FIRST, "meta-data/mac", interfaces.first().and_then(|it| it.mac_address.clone()));
    for interface in interfaces {
        let Some(mac) = &interface.mac_address else { continue };
        let folder = format!("meta-data/network/interfaces/macs/{mac}/");
        add_itself(tree, cx, row, (&folder, interface));
        add_addresses(tree, &folder, interface);
        add_blocks(tree, cx, &folder, interface);
    }
}

fn add_itself(
    tree: &mut Tree<'_>,
    cx: Read<'_>,
    row: &Row<Instance>,
    (folder, interface): (&str, &InstanceNetworkInterface),
) {
    let mut put = |since, name: &str, text| tree.text(since, format!("{folder}{name}"), text);
    let attachment = interface.attachment.as_ref();
    let number = attachment.and_then(|it| it.device_index).map(|at| at.to_string());
    put(FIRST, "device-number", number);
    // unverified (looked up 2026-11-26): that instances with one network card do not have it.
    let card = attachment.and_then(|it| it.network_card_index).map(|at| at.to_string());
    let has_cards = row.kind.network.cards.len() > 1;
    put("2020-11-01", "network-card", card.filter(|_| has_cards));
    put(FIRST, "interface-id", interface.network_interface_id.clone());
    put(FIRST, "mac", interface.mac_address.clone());
    put(FIRST, "owner-id", interface.owner_id.clone());
    let address = interface.private_ip_address.as_deref().and_then(|text| text.parse().ok());
    put(FIRST, "local-hostname", address.map(|address| dns::private_name(cx.region(), address)));
    let association = interface.association.as_ref();
    let public_name = association.and_then(|it| given(it.public_dns_name.as_ref()));
    put(FIRST, "public-hostname", public_name);
    put(FIRST, "subnet-id", interface.subnet_id.clone());
    put(FIRST, "vpc-id", interface.vpc_id.clone());
    let groups = interface.groups.as_deref().unwrap_or_default();
    let names: Vec<_> = groups.iter().filter_map(|group| group.group_name.clone()).collect();
    let ids: Vec<_> = groups.iter().filter_map(|group| group.group_id.clone()).collect();
    tree.lines(FIRST, format!("{folder}security-groups"), &names);
    tree.lines(FIRST, format!("{folder}security-group-ids"), &ids);
}

fn add_addresses(tree: &mut Tree<'_>, folder: &str, interface: &InstanceNetworkInterface) {
    let addresses = interface.private_ip_addresses.as_deref().unwrap_or_default();
    let local: Vec<_> = addresses.iter().filter_map(|it| it.private_ip_address.clone()).collect();
    tree.lines(FIRST, format!("{folder}local-ipv4s"), &local);
    let mut public: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut in_order = Vec::new();
    for address in addresses {
        let association = address.association.as_ref();
        let outside = association.and_then(|it| it.public_ip.clone());
        if let (Some(outside), Some(inside)) = (outside, &address.private_ip_address) {
            public.entry(outside.clone()).or_default().push(inside.clone());
            in_order.push(outside);
        }
    }
    tree.lines(FIRST, format!("{folder}public-ipv4s"), &in_order);
    for (outside, inside) in public {
        tree.lines(FIRST, format!("{folder}ipv4-associations/{outside}"), &inside);
    }
    let ipv6 = interface.ipv6_addresses.iter().flatten();
    let ipv6: Vec<_> = ipv6.filter_map(|address| address.ipv6_address.clone()).collect();
    tree.lines(IPV6, format!("{folder}ipv6s"), &ipv6);
    // unverified (looked up 2026-11-26): since which version prefixes are there.
    let prefixes = interface.ipv4_prefixes.iter().flatten();
    let prefixes: Vec<_> = prefixes.filter_map(|prefix| prefix.ipv4_prefix.clone()).collect();
    tree.lines("2021-07-15", format!("{folder}ipv4-prefix"), &prefixes);
    let prefixes = interface.ipv6_prefixes.iter().flatten();
    let prefixes: Vec<_> = prefixes.filter_map(|prefix| prefix.ipv6_prefix.clone()).collect();
    tree.lines("2021-07-15", format!("{folder}ipv6-prefix"), &prefixes);
}

/// The blocks of the subnet and of the VPC.
fn add_blocks(
    tree: &mut Tree<'_>,
    cx: Read<'_>,
    folder: &str,
    interface: &InstanceNetworkInterface,
) {
    let now = cx.now();
    let subnet = interface.subnet_id.as_deref().and_then(|id| cx.find::<Subnet>(id));
    if let Some(subnet) = subnet {
        let cidr = subnet.cidr.map(|cidr| cidr.to_string());
        tree.text(FIRST, format!("{folder}subnet-ipv4-cidr-block"), cidr);
        let ipv6 = subnet.ipv6_block(now).map(|block| block.cidr.to_string());
        tree.text(IPV6, format!("{folder}subnet-ipv6-cidr-blocks"), ipv6);
    }
    let vpc = interface.vpc_id.as_deref().and_then(|id| cx.find::<Vpc>(id));
    if let Some(vpc) = vpc {
        tree.text(FIRST, format!("{folder}vpc-ipv4-cidr-block"), Some(vpc.own_cidr()));
        let ipv4: Vec<_> = vpc.ipv4_cidrs(now).map(|cidr| cidr.to_string()).collect();
        tree.lines(IPV6, format!("{folder}vpc-ipv4-cidr-blocks"), &ipv4);
        let ipv6: Vec<_> = vpc.ipv6_cidrs(now).map(|cidr| cidr.to_string()).collect();
        tree.lines(IPV6, format!("{folder}vpc-ipv6-cidr-blocks"), &ipv6);
    }
}
