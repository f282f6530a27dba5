//! What lets packets through: the rules of security groups, and the entries of network ACLs.

use super::packets::{Field, Headers, Packets, block};
use crate::engine::{Read, Row};
use crate::records::ids::{SecurityGroupId, SubnetId};
use crate::records::network::managed_prefix_lists::{self, PrefixList};
use crate::records::network::network_acls::NetworkAcl;
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::security_group_rules::{
    Direction, Peer, Protocol as RuleProtocol, SecurityGroupRule, Traffic, of_group,
};
use crate::records::transit::transit_gateway_attachments::referencing;
use ipnet::{IpNet, Ipv4Net};
use wire::{
    AnalysisAclRule, AnalysisSecurityGroupRule, NetworkAclEntry, PortRange, Protocol, RuleAction,
    WireEnum as _,
};

/// What is let through, and by which rule: that of the first packets.
pub(super) struct Passed<R> {
    pub packets: Packets,
    pub rule: Option<R>,
}

/// The number of a protocol, as headers and ACLs have it.
pub(super) const fn number(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Tcp => "6",
        Protocol::Udp => "17",
    }
}

/// The addresses of an IPv4 prefix list.
pub(super) fn entries_of(cx: Read<'_>, id: &str) -> Vec<Ipv4Net> {
    let ipv4 = |net: &IpNet| if let IpNet::V4(net) = net { Some(*net) } else { None };
    if let Some(list) = cx.find::<PrefixList>(id) {
        let entries = list.at_version(list.version(cx.now())).ok();
        return entries.into_iter().flat_map(|all| all.0.keys()).filter_map(ipv4).collect();
    }
    let list = managed_prefix_lists::aws::find(cx, id).map(|list| list.entries());
    list.iter().flat_map(|all| all.0.keys()).filter_map(ipv4).collect()
}

/// What the rules of an interface's groups let through; `peer` is the interface on the other side,
/// if the groups it is in are known there.
pub(super) fn groups(
    cx: Read<'_>,
    interface: &NetworkInterface,
    direction: Direction,
    (packets, protocol): (&Packets, Protocol),
    peer: Option<&NetworkInterface>,
) -> Passed<(SecurityGroupId, AnalysisSecurityGroupRule)> {
    let (mut rest, mut passed) = (packets.clone(), Packets::default());
    let mut first = None;
    for group in &interface.groups {
        for rule in of_group(cx, group, direction) {
            let boxes = boxes(cx, rule, protocol, peer);
            let hit = rest.among(&boxes);
            if hit.is_empty() {
                continue;
            }
            rest = boxes.iter().fold(rest, |rest, part| rest.without(part));
            passed = passed.and(hit);
            first.get_or_insert_with(|| (group.clone(), shown(rule)));
        }
    }
    Passed { packets: passed, rule: first }
}

fn boxes(
    cx: Read<'_>,
    rule: &SecurityGroupRule,
    protocol: Protocol,
    peer: Option<&NetworkInterface>,
) -> Vec<Headers> {
    let Some(base) = base(rule.traffic, protocol) else { return Vec::new() };
    let field = match rule.direction {
        Direction::Ingress => Field::Source,
        Direction::Egress => Field::Destination,
    };
    match &rule.peer {
        Peer::Ipv4(net) => vec![base.with(field, block(*net))],
        Peer::Ipv6(_) => Vec::new(),
        Peer::PrefixList(id) => {
            let entries = entries_of(cx, id);
            entries.into_iter().map(|net| base.with(field, block(net))).collect()
        }
        Peer::PeeredGroup(group) => {
            let is_member = peer.is_some_and(|peer| peer.groups.contains(&group.group_id));
            if is_member && !referencing::is_stale(cx, group) { vec![base] } else { Vec::new() }
        }
        Peer::Group(id) => {
            let is_member = peer.is_some_and(|peer| peer.groups.contains(id));
            if is_member { vec![base] } else { Vec::new() }
        }
    }
}

/// The ports of a rule, if it is one for the protocol.
fn base(traffic: Traffic, protocol: Protocol) -> Option<Headers> {
    let is_it = match traffic.protocol {
        RuleProtocol::All => true,
        RuleProtocol::Tcp => protocol == Protocol::Tcp,
        RuleProtocol::Udp => protocol == Protocol::Udp,
        _ => false,
    };
    let ports = traffic
        .ports
        .and_then(|(from, to)| Some((u32::try_from(from).ok()?, u32::try_from(to).ok()?)));
    is_it.then(|| match ports {
        Some(ports) => Headers::ANY.with(Field::DestinationPort, ports),
        None => Headers::ANY,
    })
}

fn shown(rule: &Row<SecurityGroupRule>) -> AnalysisSecurityGroupRule {
    let ports = rule.traffic.ports.map(|(from, to)| PortRange { from: Some(from), to: Some(to) });
    let direction = match rule.direction {
        Direction::Ingress => "ingress",
        Direction::Egress => "egress",
    };
    let protocol = match rule.traffic.protocol {
        RuleProtocol::All => "all".to_owned(),
        protocol => protocol.to_string(),
    };
    let mut shown = AnalysisSecurityGroupRule {
        direction: Some(direction.to_owned()),
        port_range: ports,
        protocol: Some(protocol),
        ..AnalysisSecurityGroupRule::default()
    };
    match &rule.peer {
        Peer::Ipv4(net) => shown.cidr = Some(net.to_string()),
        Peer::Ipv6(net) => shown.cidr = Some(net.to_string()),
        Peer::PrefixList(id) => shown.prefix_list_id = Some(id.to_string()),
        Peer::Group(id) => shown.security_group_id = Some(id.to_string()),
        Peer::PeeredGroup(group) => shown.security_group_id = Some(group.group_id.to_string()),
    }
    shown
}

pub(super) fn acl_of<'a>(cx: Read<'a>, subnet_id: &SubnetId) -> Option<&'a Row<NetworkAcl>> {
    cx.with(NetworkAcl::BY_SUBNET, subnet_id).next()
}

/// What the entries of a network ACL let through, in the order of their numbers.
pub(super) fn acl(
    acl: &NetworkAcl,
    egress: bool,
    packets: &Packets,
    protocol: Protocol,
) -> Passed<AnalysisAclRule> {
    let (mut rest, mut passed, mut first) = (packets.clone(), Packets::default(), None);
    for entry in acl.entries.iter().filter(|entry| entry.egress == Some(egress)) {
        let Some(part) = part(entry, egress, protocol) else { continue };
        let hit = rest.within(&part);
        rest = rest.without(&part);
        if entry.rule_action == Some(RuleAction::Allow) && !hit.is_empty() {
            passed = passed.and(hit);
            first.get_or_insert_with(|| rule(entry));
        }
    }
    Passed { packets: passed, rule: first }
}

fn part(entry: &NetworkAclEntry, egress: bool, protocol: Protocol) -> Option<Headers> {
    let of = entry.protocol.as_deref()?;
    if of != "-1" && of != number(protocol) {
        return None;
    }
    let net: Ipv4Net = entry.cidr_block.as_deref()?.parse().ok()?;
    let field = if egress { Field::Destination } else { Field::Source };
    let part = Headers::ANY.with(field, block(net));
    let ports =
        entry.port_range.as_ref().filter(|_| of != "-1").and_then(|ports| {
            Some((u32::try_from(ports.from?).ok()?, u32::try_from(ports.to?).ok()?))
        });
    Some(match ports {
        Some(ports) => part.with(Field::DestinationPort, ports),
        None => part,
    })
}

fn rule(entry: &NetworkAclEntry) -> AnalysisAclRule {
    let protocol = match entry.protocol.as_deref() {
        Some("-1") => "all",
        Some("6") => "tcp",
        Some("17") => "udp",
        other => other.unwrap_or_default(),
    };
    AnalysisAclRule {
        cidr: entry.cidr_block.clone(),
        egress: entry.egress,
        port_range: entry.port_range.as_ref().map(|it| PortRange { from: it.from, to: it.to }),
        protocol: Some(protocol.to_owned()),
        rule_action: entry.rule_action.map(|action| action.as_str().to_owned()),
        rule_number: entry.rule_number,
    }
}
