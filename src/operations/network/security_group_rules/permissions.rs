//! IpPermission: how requests ask for rules and how answers group them.

use super::referenced::{Naming, no_group};
use crate::engine::{Id, Read};
use crate::error::{Error, Result};
use crate::records::network::managed_prefix_lists;
use crate::records::network::security_group_rules::{Peer, SecurityGroupRule, Traffic};
use crate::records::network::security_groups;
use std::collections::HashSet;
use wire::{IpPermission, IpRange, UserIdGroupPair};

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
        // unverified (looked up 2026-11-26): that a VPC's group gets these three, as EC2-Classic's
        // did, and not one for all protocols; the documentation speaks of full ICMP, UDP and TCP
        // access.
        let all = [("tcp", 0, 65_535), ("udp", 0, 65_535), ("icmp", -1, -1)];
        all.into_iter().map(permission).collect()
    }
}

/// The rules that permissions ask for, each source of each of them. One without a source asks for
/// none: <https://github.com/aws/aws-cli/issues/7068>.
pub(crate) fn parse(
    cx: Read<'_>,
    naming: &Naming<'_>,
    permissions: &[IpPermission],
) -> Result<Vec<Asked>> {
    let mut asked: Vec<Asked> = Vec::new();
    let mut seen: HashSet<(Traffic, Peer)> = HashSet::new();
    for permission in permissions {
        // What is looked up comes before the protocol, as recorded in
        // <https://github.com/rusoto/rusoto/issues/1808>, and blocks come after it:
        // <https://github.com/hashicorp/terraform-provider-aws/issues/1793>.
        let known = looked_up(cx, naming, permission)?;
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
    naming: &Naming<'_>,
    permission: &'a IpPermission,
) -> Result<Vec<Described<'a>>> {
    let mut peers = Vec::new();
    for list in permission.prefix_list_ids.iter().flatten() {
        peers.push((prefix_list(cx, list.prefix_list_id.as_deref())?, list.description.as_deref()));
    }
    for pair in permission.user_id_group_pairs.iter().flatten() {
        peers.push((naming.referenced(cx, pair)?, pair.description.as_deref()));
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
pub(crate) fn malformed(cidr: &str) -> Error {
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

/// As recorded of a block next to permissions in <https://github.com/boto/boto3/issues/1078>, and
/// of a group alone in <https://github.com/crossplane-contrib/provider-aws/issues/1880>.
pub(crate) fn no_source() -> Error {
    let message = "Missing source specification: include source security group or CIDR information";
    Error::new("MissingParameter", message)
}

/// A rule's description. One that is sent empty is shown empty, as of the rules that the AWS Load
/// Balancer Controller makes (transcript 53615068784).
pub(crate) fn check_description(description: Option<&str>) -> Result<Option<String>> {
    let Some(text) = description else { return Ok(None) };
    if text.len() > MAX_DESCRIPTION || !text.chars().all(security_groups::is_allowed) {
        // As recorded in <https://github.com/aws-cloudformation/cfn-lint/issues/173>.
        let message = "Invalid rule description. Valid descriptions are strings less than 256 \
                       characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*";
        return Err(Error::invalid_value(message));
    }
    Ok(Some(text.to_owned()))
}
