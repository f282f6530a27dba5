//! IpPermission: how requests ask for rules and how answers group them.

use crate::engine::{Id, Read, Resource, Row};
use crate::error::{Error, Result};
use crate::records::ids::{TransitGatewayId, VpcId};
use crate::records::network::managed_prefix_lists;
use crate::records::network::peered_groups::PeeredGroup;
use crate::records::network::security_group_rules::{
    Direction, Peer, SecurityGroupRule, Traffic, of_group,
};
use crate::records::network::security_groups::{self, SecurityGroup};
use crate::records::network::vpc_peering_connections::VpcPeeringConnection;
use crate::records::transit::transit_gateway_attachments;
use crate::records::transit::transit_gateways::TransitGateway;
use std::collections::HashSet;
use wire::{
    IpPermission, IpRange, SecurityGroupReferencingSupportValue as Support, UserIdGroupPair,
};

const MAX_DESCRIPTION: usize = 255;

/// What a request says of one rule.
#[derive(Debug)]
pub(crate) struct Asked {
    pub traffic: Traffic,
    pub peer: Peer,
    pub description: Option<String>,
}

impl Asked {
    pub fn is(&self, rule: &SecurityGroupRule) -> bool {
        self.traffic == rule.traffic && self.peer == rule.peer
    }
}

/// The parameters from before IpPermissions, which name one rule.
#[derive(Debug)]
pub(crate) struct Flat<'a> {
    pub protocol: Option<&'a str>,
    pub from_port: Option<i32>,
    pub to_port: Option<i32>,
    pub cidr: Option<&'a str>,
    pub source_name: Option<&'a str>,
    pub source_owner: Option<&'a str>,
}

impl Flat<'_> {
    pub fn permissions(&self) -> Result<Vec<IpPermission>> {
        let rule = self.protocol.is_some()
            || self.from_port.is_some()
            || self.to_port.is_some()
            || self.cidr.is_some();
        let source = self.source_name.is_some() || self.source_owner.is_some();
        if self.cidr.is_some() && self.protocol.is_none() {
            return Err(no_source());
        }
        match (rule, source) {
            (false, false) => Ok(Vec::new()),
            // The reference forbids a source group next to these; EC2 looks it up all the same, as
            // recorded in https://github.com/aws/aws-sdk/issues/265 and rusoto/rusoto#1808.
            // unverified (looked up 2026-11-26): with a block, too.
            (true, _) => Ok(vec![IpPermission {
                ip_protocol: self.protocol.map(str::to_owned),
                from_port: self.from_port,
                to_port: self.to_port,
                ip_ranges: self.cidr.map(|cidr| {
                    vec![IpRange { cidr_ip: Some(cidr.to_owned()), description: None }]
                }),
                user_id_group_pairs: if source { Some(vec![self.pair()?]) } else { None },
                ..IpPermission::default()
            }]),
            (false, true) => self.whole_group(),
        }
    }

    /// # Errors
    /// `MissingParameter` for an owner alone, as recorded in
    /// <https://github.com/aws/aws-sdk-js/issues/417>.
    fn pair(&self) -> Result<UserIdGroupPair> {
        let name = self.source_name.ok_or_else(no_group)?;
        Ok(UserIdGroupPair {
            group_name: Some(name.to_owned()),
            user_id: self.source_owner.map(str::to_owned),
            ..UserIdGroupPair::default()
        })
    }

    /// A source group without a protocol means all of TCP, UDP and ICMP.
    fn whole_group(&self) -> Result<Vec<IpPermission>> {
        let permission = |(protocol, from, to): (&str, i32, i32)| {
            Ok(IpPermission {
                ip_protocol: Some(protocol.to_owned()),
                from_port: Some(from),
                to_port: Some(to),
                user_id_group_pairs: Some(vec![self.pair()?]),
                ..IpPermission::default()
            })
        };
        // unverified: that a VPC's group gets these three, as EC2-Classic's did, and not one for
        // all protocols; the documentation speaks of full ICMP, UDP and TCP access.
        let all = [("tcp", 0, 65_535), ("udp", 0, 65_535), ("icmp", -1, -1)];
        all.into_iter().map(permission).collect()
    }
}

/// The rules that permissions ask for, each source of each of them. One without a source asks for
/// none: <https://github.com/aws/aws-cli/issues/7068>.
pub(crate) fn parse(
    cx: Read<'_>,
    group: &Row<SecurityGroup>,
    permissions: &[IpPermission],
) -> Result<Vec<Asked>> {
    parse_among(cx, group, permissions, &[])
}

/// The same of rules that are there; what they name may be gone.
pub(crate) fn parse_present(
    cx: Read<'_>,
    group: &Row<SecurityGroup>,
    direction: Direction,
    permissions: &[IpPermission],
) -> Result<Vec<Asked>> {
    let rules = of_group(cx, &group.id, direction);
    let present: Vec<&PeeredGroup> = rules.filter_map(|rule| rule.record.peer.peered()).collect();
    parse_among(cx, group, permissions, &present)
}

fn parse_among(
    cx: Read<'_>,
    group: &Row<SecurityGroup>,
    permissions: &[IpPermission],
    present: &[&PeeredGroup],
) -> Result<Vec<Asked>> {
    let mut asked: Vec<Asked> = Vec::new();
    let mut seen: HashSet<(Traffic, Peer)> = HashSet::new();
    for permission in permissions {
        // What is looked up comes before the protocol, as recorded in
        // <https://github.com/rusoto/rusoto/issues/1808>, and blocks come after it:
        // <https://github.com/hashicorp/terraform-provider-aws/issues/1793>.
        let known = looked_up(cx, group, permission, present)?;
        let protocol = permission.ip_protocol.as_deref();
        let traffic = Traffic::parse(protocol, permission.from_port, permission.to_port)?;
        let mut peers = blocks(permission)?;
        peers.extend(known);
        for (peer, description) in peers {
            let description = check_description(description)?;
            if !seen.insert((traffic, peer.clone())) {
                // As recorded in <https://github.com/input-output-hk/bitte/pull/24>.
                let message = "The same permission must not appear multiple times";
                return Err(Error::invalid_value(message));
            }
            asked.push(Asked { traffic, peer, description });
        }
    }
    Ok(asked)
}

/// A source, and what the request says of it.
type Described<'a> = (Peer, Option<&'a str>);

fn blocks(permission: &IpPermission) -> Result<Vec<Described<'_>>> {
    let mut peers = Vec::new();
    for range in permission.ip_ranges.iter().flatten() {
        peers.push((ipv4(range.cidr_ip.as_deref())?, range.description.as_deref()));
    }
    for range in permission.ipv6_ranges.iter().flatten() {
        peers.push((ipv6(range.cidr_ipv6.as_deref())?, range.description.as_deref()));
    }
    Ok(peers)
}

fn looked_up<'a>(
    cx: Read<'_>,
    group: &Row<SecurityGroup>,
    permission: &'a IpPermission,
    present: &[&PeeredGroup],
) -> Result<Vec<Described<'a>>> {
    let mut peers = Vec::new();
    for list in permission.prefix_list_ids.iter().flatten() {
        peers.push((prefix_list(cx, list.prefix_list_id.as_deref())?, list.description.as_deref()));
    }
    for pair in permission.user_id_group_pairs.iter().flatten() {
        peers.push((referenced(cx, group, pair, present)?, pair.description.as_deref()));
    }
    Ok(peers)
}

pub(crate) fn ipv4(cidr: Option<&str>) -> Result<Peer> {
    let cidr = cidr.ok_or_else(no_source)?;
    cidr.parse().map(|net: ipnet::Ipv4Net| Peer::Ipv4(net.trunc())).map_err(|_| malformed(cidr))
}

pub(crate) fn ipv6(cidr: Option<&str>) -> Result<Peer> {
    let cidr = cidr.ok_or_else(no_source)?;
    cidr.parse().map(|net: ipnet::Ipv6Net| Peer::Ipv6(net.trunc())).map_err(|_| malformed(cidr))
}

/// As recorded in <https://github.com/aws/aws-cli/issues/2428>.
fn malformed(cidr: &str) -> Error {
    Error::invalid_value(format!("CIDR block {cidr} is malformed"))
}

pub(crate) fn prefix_list(cx: Read<'_>, id: Option<&str>) -> Result<Peer> {
    let id = id.ok_or_else(no_source)?;
    if managed_prefix_lists::exists(cx, id) {
        return Ok(Peer::PrefixList(Id::new(id)));
    }
    // As recorded in
    // <https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1103>.
    let message = format!("The prefix list ID '{id}' does not exist");
    Err(Error::new("InvalidPrefixListID.NotFound", message))
}

/// The group that a pair names: of the VPC, or of one that is peered with it.
fn referenced<'a>(
    cx: Read<'_>,
    group: &Row<SecurityGroup>,
    pair: &'a UserIdGroupPair,
    present: &[&PeeredGroup],
) -> Result<Peer> {
    let given = |text: &'a Option<String>| text.as_deref().filter(|text| !text.is_empty());
    let (id, name) = (given(&pair.group_id), given(&pair.group_name));
    // A description or an owner alone names no group.
    let named = id.or(name).ok_or_else(no_group)?;
    if let Some(peered) = present.iter().find(|peered| peered.is(cx, pair)) {
        return Ok(Peer::PeeredGroup((*peered).clone()));
    }
    let connection = given(&pair.vpc_peering_connection_id);
    if let Some(connection) = connection {
        cx.get::<VpcPeeringConnection>(connection)?;
    }
    let peer = match (given(&pair.user_id), id, name) {
        (Some(user), None, _) if user != &**cx.account() => {
            // As recorded in https://github.com/rusoto/rusoto/issues/1808.
            let vpc = security_groups::default_vpc(cx)?;
            return Err(security_groups::not_in(cx, &vpc.id, named));
        }
        (Some(user), Some(id), _) if user != &**cx.account() => of_account(cx, group, user, id)?,
        (_, Some(id), name) => {
            let referenced = cx.get::<SecurityGroup>(id)?;
            if name.is_some_and(|name| *name != *referenced.name) {
                // unverified: what EC2 makes of an id with the name of another group.
                return Err(no_such_group(name.unwrap_or_default()));
            }
            in_network(cx, group, referenced)?
        }
        (_, None, name) => in_network(cx, group, security_groups::find(cx, None, name)?)?,
    };
    // unverified (looked up 2026-11-26): the refusal of a connection that leads elsewhere, and of
    // a status that it does not have.
    let is_so = match &peer {
        Peer::PeeredGroup(peered) => peered.is(cx, pair),
        _ => {
            let status = given(&pair.peering_status);
            given(&pair.vpc_id).is_none_or(|vpc| vpc == &*group.vpc_id)
                && connection.or(status).is_none()
        }
    };
    if is_so { Ok(peer) } else { Err(different_networks()) }
}

/// A group of another account, which only a peering connection leads to.
// unverified (looked up 2026-11-26): that where none does, the group is not there either.
fn of_account(cx: Read<'_>, group: &Row<SecurityGroup>, owner: &str, id: &str) -> Result<Peer> {
    SecurityGroup::check_id(id)?;
    let there = cx.of(owner, cx.region());
    let found = there.and_then(|there| Some((there, there.find::<SecurityGroup>(id)?)));
    let peered = found.and_then(|(there, found)| {
        let named = (there.account(), &found.vpc_id, &found.id);
        PeeredGroup::over_connection(cx, &group.vpc_id, named)
    });
    peered.map(Peer::PeeredGroup).ok_or_else(|| no_such_group(id))
}

/// A group as the peer of another group's rule: of the same VPC, or of one that an active
/// connection within the region leads to.
/// <https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html>
pub(crate) fn in_network(
    cx: Read<'_>,
    group: &Row<SecurityGroup>,
    referenced: &Row<SecurityGroup>,
) -> Result<Peer> {
    if referenced.vpc_id == group.vpc_id {
        return Ok(Peer::Group(referenced.id.clone()));
    }
    let named = (cx.account(), &referenced.vpc_id, &referenced.id);
    if let Some(peered) = PeeredGroup::over_connection(cx, &group.vpc_id, named) {
        return Ok(Peer::PeeredGroup(peered));
    }
    check_no_gateway(cx, &group.vpc_id, &referenced.vpc_id)?;
    Err(different_networks())
}

/// # Errors
/// Where EC2 lets a rule name a group of another VPC that a transit gateway leads to.
/// <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html>
fn check_no_gateway(cx: Read<'_>, one: &VpcId, other: &VpcId) -> Result<()> {
    let gateways = |vpc_id: &VpcId| {
        let attachments = transit_gateway_attachments::of_vpc(cx, vpc_id);
        let gateways: Vec<_> = attachments.map(|row| row.gateway_id.clone()).collect();
        gateways
    };
    let others = gateways(other);
    let mut shared = gateways(one).into_iter().filter(|gateway| others.contains(gateway));
    let refers = |gateway: &TransitGatewayId| {
        let found = cx.find_anyones::<TransitGateway>(gateway);
        found.is_some_and(|(_, gateway)| {
            gateway.options.security_group_referencing == Support::Enable
        })
    };
    if shared.any(|gateway| refers(&gateway)) {
        return Err(Error::not_emulated("rules that name groups beyond a transit gateway"));
    }
    Ok(())
}

fn no_such_group(named: &str) -> Error {
    let message = format!("The security group '{named}' does not exist");
    Error::new("InvalidGroup.NotFound", message)
}

/// As recorded in <https://github.com/hashicorp/terraform-provider-aws/issues/13784>.
fn different_networks() -> Error {
    let message = "You have specified two resources that belong to different networks.";
    Error::new("InvalidGroup.NotFound", message)
}

fn no_group() -> Error {
    Error::new("MissingParameter", "Source group ID missing.")
}

/// As recorded of a block next to permissions in <https://github.com/boto/boto3/issues/1078>, and
/// of a group alone in <https://github.com/crossplane-contrib/provider-aws/issues/1880>.
pub(crate) fn no_source() -> Error {
    let message = "Missing source specification: include source security group or CIDR information";
    Error::new("MissingParameter", message)
}

/// A rule's description; an empty one is none.
pub(crate) fn check_description(description: Option<&str>) -> Result<Option<String>> {
    let Some(text) = description.filter(|text| !text.is_empty()) else { return Ok(None) };
    if text.len() > MAX_DESCRIPTION || !text.chars().all(security_groups::is_allowed) {
        // As recorded in <https://github.com/aws-cloudformation/cfn-lint/issues/173>.
        let message = "Invalid rule description. Valid descriptions are strings less than 256 \
                       characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*";
        return Err(Error::invalid_value(message));
    }
    Ok(Some(text.to_owned()))
}
