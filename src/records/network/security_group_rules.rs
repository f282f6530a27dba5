//! The rules of security groups: rows of their own, with ids and tags. The groups themselves are
//! in security_groups.

use crate::engine::{By, IdRule, Index, PartOf, Read, Resource, Row};
use crate::error::{Error, Result};
use crate::records::account::arns::arn;
use crate::records::ids::{PrefixListId, SecurityGroupId};
use crate::records::network::managed_prefix_lists;
use crate::records::network::peered_groups::PeeredGroup;
use ipnet::{Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt;
use std::ops::RangeInclusive;
use wire::{
    IpPermission, IpRange, Ipv6Range, ReferencedSecurityGroup, ResourceType, UserIdGroupPair,
};

impl SecurityGroupRule {
    pub(crate) const BY_GROUP: By<Self, SecurityGroupId> = By::new("group-id");
    /// The rules whose peer is a group of the same VPC.
    pub(crate) const BY_REFERENCED_GROUP: By<Self, SecurityGroupId> =
        By::new("referenced-group-id");
    /// The rules whose peer is a group of another VPC.
    pub(crate) const BY_PEERED_GROUP: By<Self, SecurityGroupId> = By::new("peered-group-id");
    /// The rules whose peer is a prefix list.
    pub(crate) const BY_PREFIX_LIST: By<Self, PrefixListId> = By::new("prefix-list-id");
}

impl Resource for SecurityGroupRule {
    type View = wire::SecurityGroupRule;
    const PREFIX: &'static str = "sgr";
    const TYPE: Option<ResourceType> = Some(ResourceType::SecurityGroupRule);
    const PLURAL: &'static str = "securityGroupRules";
    const NOT_FOUND: &'static str = "InvalidSecurityGroupRuleId.NotFound";
    const NOUN: &'static str = "security group rule ID";
    const OF_VPC: bool = true;
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_GROUP)];
    const ID: IdRule = IdRule::Prefixed;
    const ID_FILTER: Option<&'static str> = Some("security-group-rule-id");

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::SecurityGroupRule {
        let account = cx.account().to_string();
        // Rules show -1 where their protocol has no ports, as in the example of
        // <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-security-group-rules.html>
        let (from, to) = row.traffic.ports.unwrap_or((ALL, ALL));
        let mut view = wire::SecurityGroupRule {
            security_group_rule_id: Some(row.id.to_string()),
            group_id: Some(row.group_id.to_string()),
            group_owner_id: Some(account.clone()),
            is_egress: Some(row.direction == Direction::Egress),
            ip_protocol: Some(row.traffic.protocol.to_string()),
            from_port: Some(from),
            to_port: Some(to),
            description: row.description.clone(),
            tags: row.tags.wire(),
            security_group_rule_arn: Some(arn(cx, &format!("security-group-rule/{}", row.id))),
            ..wire::SecurityGroupRule::default()
        };
        match &row.peer {
            Peer::Ipv4(net) => view.cidr_ipv4 = Some(net.to_string()),
            Peer::Ipv6(net) => view.cidr_ipv6 = Some(net.to_string()),
            Peer::PrefixList(id) => view.prefix_list_id = Some(id.to_string()),
            Peer::Group(id) => {
                view.referenced_group_info = Some(ReferencedSecurityGroup {
                    group_id: Some(id.to_string()),
                    user_id: Some(account),
                    ..ReferencedSecurityGroup::default()
                });
            }
            Peer::PeeredGroup(peered) => {
                let pair = peered.pair(cx);
                view.referenced_group_info = Some(ReferencedSecurityGroup {
                    group_id: pair.group_id,
                    peering_status: pair.peering_status,
                    user_id: pair.user_id,
                    vpc_id: pair.vpc_id,
                    vpc_peering_connection_id: pair.vpc_peering_connection_id,
                });
            }
        }
        view
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_GROUP, &self.group_id);
        match &self.peer {
            Peer::Group(id) => index.add(Self::BY_REFERENCED_GROUP, id),
            Peer::PeeredGroup(peered) => index.add(Self::BY_PEERED_GROUP, &peered.group_id),
            Peer::PrefixList(id) => index.add(Self::BY_PREFIX_LIST, id),
            Peer::Ipv4(_) | Peer::Ipv6(_) => {}
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SecurityGroupRule {
    pub group_id: SecurityGroupId,
    pub direction: Direction,
    pub traffic: Traffic,
    pub peer: Peer,
    pub description: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Direction {
    Ingress,
    Egress,
}

/// Where traffic may come from or go to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Peer {
    Ipv4(Ipv4Net),
    Ipv6(Ipv6Net),
    PrefixList(PrefixListId),
    /// Of the same VPC.
    Group(SecurityGroupId),
    /// Of another one.
    PeeredGroup(PeeredGroup),
}

impl Peer {
    /// The group that it is, whatever its VPC.
    pub fn group_id(&self) -> Option<&SecurityGroupId> {
        match self {
            Self::Group(id) => Some(id),
            Self::PeeredGroup(peered) => Some(&peered.group_id),
            Self::Ipv4(_) | Self::Ipv6(_) | Self::PrefixList(_) => None,
        }
    }

    pub const fn peered(&self) -> Option<&PeeredGroup> {
        match self {
            Self::PeeredGroup(peered) => Some(peered),
            _ => None,
        }
    }
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ipv4(net) => net.fmt(f),
            Self::Ipv6(net) => net.fmt(f),
            Self::PrefixList(id) => id.fmt(f),
            Self::Group(id) => id.fmt(f),
            Self::PeeredGroup(peered) => peered.group_id.fmt(f),
        }
    }
}

/// The rules of a group, in the order of their creation.
pub(crate) fn of_group<'a>(
    cx: Read<'a>,
    group_id: &SecurityGroupId,
    direction: Direction,
) -> impl Iterator<Item = &'a Row<SecurityGroupRule>> + use<'a> {
    let rules = cx.with(SecurityGroupRule::BY_GROUP, group_id);
    rules.filter(move |rule| rule.direction == direction)
}

/// The rules of a group as DescribeSecurityGroups shows them.
pub(crate) fn permissions_of(
    cx: Read<'_>,
    group_id: &SecurityGroupId,
    direction: Direction,
) -> Vec<IpPermission> {
    let rules = of_group(cx, group_id, direction);
    let rules = rules.map(|rule| (rule.traffic, &rule.peer, rule.description.as_deref()));
    grouped(cx, rules)
}

/// Whether a rule of another group of the VPC names this one.
pub(crate) fn is_referenced(cx: Read<'_>, group_id: &SecurityGroupId) -> bool {
    cx.with(SecurityGroupRule::BY_REFERENCED_GROUP, group_id).any(|rule| rule.group_id != *group_id)
}

/// Rules of a group for each direction, IPv4 and IPv6 counted apart:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html>
const MAX_RULES: usize = 60;

/// A group counts as one rule of both kinds, a prefix list as many as it may have entries.
pub(crate) fn fit_a_group<'a>(
    peers: impl Iterator<Item = &'a Peer>,
    entries_of: impl Fn(&PrefixListId) -> usize,
) -> bool {
    let (mut ipv4, mut ipv6) = (0_usize, 0_usize);
    for peer in peers {
        let (more_ipv4, more_ipv6) = match peer {
            Peer::Ipv4(_) => (1, 0),
            Peer::Ipv6(_) => (0, 1),
            Peer::Group(_) | Peer::PeeredGroup(_) => (1, 1),
            Peer::PrefixList(id) => (entries_of(id), entries_of(id)),
        };
        ipv4 = ipv4.saturating_add(more_ipv4);
        ipv6 = ipv6.saturating_add(more_ipv6);
    }
    ipv4 <= MAX_RULES && ipv6 <= MAX_RULES
}

/// The groups that name a prefix list and have no room for it with so many entries.
pub(crate) fn groups_without_room(
    cx: Read<'_>,
    prefix_list_id: &PrefixListId,
    max_entries: usize,
) -> Vec<String> {
    let entries_of = |id: &PrefixListId| {
        if id == prefix_list_id { max_entries } else { managed_prefix_lists::weight(cx, id) }
    };
    let fits = |group: &str, direction| {
        let rules = of_group(cx, &SecurityGroupId::new(group), direction);
        fit_a_group(rules.map(|rule| &rule.peer), entries_of)
    };
    let mut groups = groups_naming_list(cx, prefix_list_id);
    groups.retain(|id| !fits(id, Direction::Ingress) || !fits(id, Direction::Egress));
    groups
}

/// The ids of the groups with rules that name a prefix list, in their order and each once.
pub(crate) fn groups_naming_list(cx: Read<'_>, prefix_list_id: &PrefixListId) -> Vec<String> {
    let rules = cx.with(SecurityGroupRule::BY_PREFIX_LIST, prefix_list_id);
    let mut groups: Vec<String> = rules.map(|rule| rule.group_id.to_string()).collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}

/// Rules as answers group them: one permission for each protocol and its ports, with all four
/// lists of sources even where these are empty.
pub(crate) fn grouped<'a>(
    cx: Read<'_>,
    rules: impl Iterator<Item = (Traffic, &'a Peer, Option<&'a str>)>,
) -> Vec<IpPermission> {
    let mut permissions: Vec<IpPermission> = Vec::new();
    let mut places: HashMap<Traffic, usize> = HashMap::new();
    for (traffic, peer, description) in rules {
        let at = *places.entry(traffic).or_insert_with(|| {
            permissions.push(empty(traffic));
            permissions.len() - 1
        });
        add(cx, &mut permissions[at], peer, description.map(str::to_owned));
    }
    permissions
}

fn empty(traffic: Traffic) -> IpPermission {
    IpPermission {
        ip_protocol: Some(traffic.protocol.to_string()),
        from_port: traffic.ports.map(|(from, _)| from),
        to_port: traffic.ports.map(|(_, to)| to),
        user_id_group_pairs: Some(Vec::new()),
        ip_ranges: Some(Vec::new()),
        ipv6_ranges: Some(Vec::new()),
        prefix_list_ids: Some(Vec::new()),
    }
}

fn add(cx: Read<'_>, to: &mut IpPermission, peer: &Peer, description: Option<String>) {
    match peer {
        Peer::Ipv4(net) => {
            let range = IpRange { description, cidr_ip: Some(net.to_string()) };
            to.ip_ranges.get_or_insert_default().push(range);
        }
        Peer::Ipv6(net) => {
            let range = Ipv6Range { description, cidr_ipv6: Some(net.to_string()) };
            to.ipv6_ranges.get_or_insert_default().push(range);
        }
        Peer::PrefixList(id) => {
            let list = wire::PrefixListId { description, prefix_list_id: Some(id.to_string()) };
            to.prefix_list_ids.get_or_insert_default().push(list);
        }
        Peer::Group(id) => {
            let pair = UserIdGroupPair {
                description,
                user_id: Some(cx.account().to_string()),
                group_id: Some(id.to_string()),
                ..UserIdGroupPair::default()
            };
            to.user_id_group_pairs.get_or_insert_default().push(pair);
        }
        Peer::PeeredGroup(peered) => {
            let pair = UserIdGroupPair { description, ..peered.pair(cx) };
            to.user_id_group_pairs.get_or_insert_default().push(pair);
        }
    }
}

/// Stands for all types, all codes, and for the ports of protocols that have none.
pub(crate) const ALL: i32 = -1;

const PORTS: RangeInclusive<i32> = 0..=65_535;

const ICMP_NUMBERS: RangeInclusive<i32> = ALL..=255;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Protocol {
    All,
    Tcp,
    Udp,
    Icmp,
    Icmpv6,
    /// Any other by its number; never that of one above.
    Number(u8),
}

impl Protocol {
    pub fn parse(text: Option<&str>) -> Result<Self> {
        let Some(text) = text.filter(|text| !text.is_empty()) else {
            // As recorded in <https://github.com/nanovms/ops/issues/735>.
            let message = "Invalid value 'null' for protocol. \
                           VPC security group rules must specify protocols explicitly.";
            return Err(Error::invalid_value(message));
        };
        match text.to_ascii_lowercase().as_str() {
            "-1" => Ok(Self::All),
            "tcp" | "6" => Ok(Self::Tcp),
            "udp" | "17" => Ok(Self::Udp),
            "icmp" | "1" => Ok(Self::Icmp),
            "icmpv6" | "58" => Ok(Self::Icmpv6),
            other => other.parse().map(Self::Number).map_err(|_| {
                // As recorded in <https://github.com/hashicorp/terraform-provider-aws/issues/1793>.
                let message = format!("Invalid value '{text}' for IP protocol. Unknown protocol.");
                Error::invalid_value(message)
            }),
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("-1"),
            Self::Tcp => f.write_str("tcp"),
            Self::Udp => f.write_str("udp"),
            Self::Icmp => f.write_str("icmp"),
            Self::Icmpv6 => f.write_str("icmpv6"),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Traffic {
    pub protocol: Protocol,
    /// First and last port, or ICMP type and code; `None` where the protocol has neither.
    pub ports: Option<(i32, i32)>,
}

impl Traffic {
    pub const EVERYTHING: Self = Self { protocol: Protocol::All, ports: None };

    /// Ports are ignored, as EC2 documents it, where the protocol has none:
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html>
    pub fn parse(protocol: Option<&str>, from: Option<i32>, to: Option<i32>) -> Result<Self> {
        let protocol = Protocol::parse(protocol)?;
        let ports = match protocol {
            Protocol::Tcp | Protocol::Udp => Some(ports(from, to)?),
            Protocol::Icmp => Some(icmp(from.zip(to).ok_or_else(|| no_range("ICMP"))?)?),
            // One of the two alone is refused, too: aws-cloudformation/cfn-lint#1407.
            Protocol::Icmpv6 => Some(match (from, to) {
                (None, None) => (ALL, ALL),
                _ => icmp(from.zip(to).ok_or_else(|| no_range("ICMPv6"))?)?,
            }),
            Protocol::All | Protocol::Number(_) => None,
        };
        Ok(Self { protocol, ports })
    }

    /// Where EC2 takes no absent ports for all of them.
    // unverified (looked up 2026-11-26): that "no port range" is fine for all protocols and for
    // those without ports, as the refusal of specific ports for all protocols says.
    pub fn check_both_ports(self, from: Option<i32>, to: Option<i32>) -> Result<()> {
        if self.protocol == Protocol::Icmpv6 && from.zip(to).is_none() {
            return Err(no_range("ICMPv6"));
        }
        Ok(())
    }

    /// Where EC2 does not ignore ports that the protocol does not have.
    pub fn check_no_port(self, from: Option<i32>) -> Result<()> {
        if self.ports.is_some() || from.is_none_or(|from| from == ALL) {
            return Ok(());
        }
        // As recorded in <https://github.com/hashicorp/terraform-provider-aws/issues/1920> and,
        // for a number, in 14756 there.
        let protocol = match self.protocol {
            Protocol::All => "ALL".to_owned(),
            protocol => protocol.to_string(),
        };
        let message = format!("When protocol is {protocol}, you cannot specify from-port.");
        Err(Error::invalid_value(message))
    }
}

/// As the refusal of a duplicate names it: `TCP, from port: 22, to port: 22`.
impl fmt::Display for Traffic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = self.ports.unwrap_or((ALL, ALL));
        let number = |number: i32| match number {
            ALL => "ALL".to_owned(),
            number => number.to_string(),
        };
        match self.protocol {
            Protocol::All => f.write_str("ALL"),
            Protocol::Tcp => write!(f, "TCP, from port: {from}, to port: {to}"),
            Protocol::Udp => write!(f, "UDP, from port: {from}, to port: {to}"),
            // Recorded in <https://github.com/timkay/aws/issues/103>.
            Protocol::Icmp => write!(f, "ICMP, type: {}, code: {}", number(from), number(to)),
            // unverified (looked up 2026-11-26): by analogy.
            Protocol::Icmpv6 => write!(f, "ICMPv6, type: {}, code: {}", number(from), number(to)),
            // Recorded in <https://github.com/ansible/ansible-modules-core/pull/3258>.
            Protocol::Number(number) => write!(f, "protocol: {number}"),
        }
    }
}

fn ports(from: Option<i32>, to: Option<i32>) -> Result<(i32, i32)> {
    let (from, to) = from.zip(to).ok_or_else(|| no_range("TCP/UDP"))?;
    for (which, port) in [("from", from), ("to", to)] {
        if !PORTS.contains(&port) {
            // As recorded in <https://github.com/aws/aws-cli/issues/1066>.
            let message = format!("TCP/UDP ({which}) port ({port}) out of range");
            return Err(Error::invalid_value(message));
        }
    }
    if from > to {
        // unverified (looked up 2026-11-26): the wording.
        let message = format!("Invalid TCP/UDP port range ({from}:{to})");
        return Err(Error::invalid_value(message));
    }
    Ok((from, to))
}

fn icmp((kind, code): (i32, i32)) -> Result<(i32, i32)> {
    // The code's is recorded in
    // <https://github.com/terraform-aws-modules/terraform-aws-security-group/issues/7>; unverified
    // (looked up 2026-11-26): the wording of the others, whose limits are documented.
    if !ICMP_NUMBERS.contains(&kind) {
        return Err(Error::invalid_value(format!("ICMP type ({kind}) out of range")));
    }
    if !ICMP_NUMBERS.contains(&code) {
        return Err(Error::invalid_value(format!("ICMP code ({code}) out of range")));
    }
    if kind == ALL && code != ALL {
        let message = format!("ICMP code ({code}) must be -1 where the type is -1");
        return Err(Error::invalid_value(message));
    }
    Ok((kind, code))
}

/// As recorded in <https://github.com/aws-cloudformation/cfn-lint/issues/1323>.
fn no_range(protocol: &str) -> Error {
    let message = format!(
        "Invalid value 'Must specify both from and to ports with {protocol}.' for portRange."
    );
    Error::invalid_value(message)
}
