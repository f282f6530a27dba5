//! The rules of security groups: rows of their own, with ids and tags. The groups themselves are
//! in security_groups.

mod change;
mod permissions;
mod revoke;
mod traffic;

use super::arns::arn;
use super::managed_prefix_lists;
use super::security_groups::{self, SecurityGroup};
use crate::engine::{
    Id, IdRule, Index, Operation, Query, Read, Resource, Row, Tags, Write, operations,
};
use crate::error::{Error, Result};
use ipnet::{Ipv4Net, Ipv6Net};
use permissions::{Asked, Flat};
use serde::Serialize;
use std::fmt;
use traffic::{ALL, Traffic};
use wire::{
    AuthorizeSecurityGroupEgressRequest, AuthorizeSecurityGroupEgressResult,
    AuthorizeSecurityGroupIngressRequest, AuthorizeSecurityGroupIngressResult,
    DescribeSecurityGroupRulesRequest, DescribeSecurityGroupRulesResult, IpPermission,
    ReferencedSecurityGroup, ResourceType, TagSpecification,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Write AuthorizeSecurityGroupIngress => authorize_security_group_ingress, refuses [
        "IpPermissions.Groups.VpcPeeringConnectionId", "IpPermissions.Groups.PeeringStatus",
    ];
    Write AuthorizeSecurityGroupEgress => authorize_security_group_egress, refuses [
        "SourceSecurityGroupName", "SourceSecurityGroupOwnerId", "IpProtocol", "FromPort",
        "ToPort", "CidrIp",
        "IpPermissions.Groups.VpcPeeringConnectionId", "IpPermissions.Groups.PeeringStatus",
    ];
    Read  DescribeSecurityGroupRules => describe_security_group_rules;
    Write ModifySecurityGroupRules => change::modify_security_group_rules;
    Write UpdateSecurityGroupRuleDescriptionsIngress => change::describe_ingress, refuses [
        "IpPermissions.Groups.VpcPeeringConnectionId", "IpPermissions.Groups.PeeringStatus",
    ];
    Write UpdateSecurityGroupRuleDescriptionsEgress => change::describe_egress, refuses [
        "IpPermissions.Groups.VpcPeeringConnectionId", "IpPermissions.Groups.PeeringStatus",
    ];
    Write RevokeSecurityGroupIngress => revoke::revoke_security_group_ingress, refuses [
        "IpPermissions.Groups.VpcPeeringConnectionId", "IpPermissions.Groups.PeeringStatus",
    ];
    Write RevokeSecurityGroupEgress => revoke::revoke_security_group_egress, refuses [
        "SourceSecurityGroupName", "SourceSecurityGroupOwnerId", "IpProtocol", "FromPort",
        "ToPort", "CidrIp",
        "IpPermissions.Groups.VpcPeeringConnectionId", "IpPermissions.Groups.PeeringStatus",
    ];
};

/// Rules of a group for each direction, IPv4 and IPv6 counted apart:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html>
const MAX_RULES: usize = 60;

/// Index: the rules whose peer is a prefix list.
const LIST: &str = "prefix-list-id";

/// Index: the rules whose peer is a group.
const REFERENCED: &str = "referenced-group-id";

impl Resource for SecurityGroupRule {
    type View = wire::SecurityGroupRule;
    const PREFIX: &'static str = "sgr";
    const TYPE: Option<ResourceType> = Some(ResourceType::SecurityGroupRule);
    const PLURAL: &'static str = "securityGroupRules";
    const NOT_FOUND: &'static str = "InvalidSecurityGroupRuleId.NotFound";
    const MALFORMED: &'static str = "InvalidSecurityGroupRuleId.Malformed";
    const NOUN: &'static str = "security group rule ID";
    const OF_VPC: bool = true;
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
        }
        view
    }

    fn index(&self, index: &mut Index<'_>) {
        index.add("group-id", self.group_id.clone());
        match &self.peer {
            Peer::Group(id) => index.add(REFERENCED, id.clone()),
            Peer::PrefixList(id) => index.add(LIST, id.clone()),
            Peer::Ipv4(_) | Peer::Ipv6(_) => {}
        }
    }
}

fn authorize_security_group_ingress(
    cx: &mut Write<'_>,
    request: &AuthorizeSecurityGroupIngressRequest,
) -> Result<AuthorizeSecurityGroupIngressResult> {
    let flat = Flat {
        protocol: request.ip_protocol.as_deref(),
        from_port: request.from_port,
        to_port: request.to_port,
        cidr: request.cidr_ip.as_deref(),
        source_name: request.source_security_group_name.as_deref(),
        source_owner: request.source_security_group_owner_id.as_deref(),
    };
    let flat = flat.permissions()?;
    let permissions = one_form(&flat, &request.ip_permissions)?;
    let (id, name) = (request.group_id.as_deref(), request.group_name.as_deref());
    let group = security_groups::find(cx.read(), id, name)?.id.clone();
    let rules =
        authorize(cx, &group, Direction::Ingress, permissions, &request.tag_specifications)?;
    Ok(AuthorizeSecurityGroupIngressResult { r#return: Some(true), security_group_rules: rules })
}

fn authorize_security_group_egress(
    cx: &mut Write<'_>,
    request: &AuthorizeSecurityGroupEgressRequest,
) -> Result<AuthorizeSecurityGroupEgressResult> {
    let group = cx.get::<SecurityGroup>(&request.group_id)?.id.clone();
    let (permissions, tags) = (&request.ip_permissions, &request.tag_specifications);
    let rules = authorize(cx, &group, Direction::Egress, permissions, tags)?;
    Ok(AuthorizeSecurityGroupEgressResult { r#return: Some(true), security_group_rules: rules })
}

/// The permissions of a request that gives them in one of two ways.
fn one_form<'a>(
    flat: &'a [IpPermission],
    permissions: &'a [IpPermission],
) -> Result<&'a [IpPermission]> {
    match (flat, permissions) {
        ([], permissions) => Ok(permissions),
        (flat, []) => Ok(flat),
        // unverified: EC2 refuses this too, in words that were never recorded.
        _ => Err(Error::combination(
            "The parameter ipPermissions cannot be used with the parameters of a single rule",
        )),
    }
}

fn authorize(
    cx: &mut Write<'_>,
    group_id: &Id,
    direction: Direction,
    permissions: &[IpPermission],
    tags: &[TagSpecification],
) -> Result<Option<Vec<wire::SecurityGroupRule>>> {
    let tags = cx.tags_for::<SecurityGroupRule>(tags)?;
    let group = cx.get::<SecurityGroup>(group_id)?;
    let asked = permissions::parse(cx.read(), group, permissions)?;
    let present: Vec<_> = of_group(cx.read(), group_id, direction).collect();
    if let Some(twice) = asked.iter().find(|asked| present.iter().any(|rule| asked.is(rule))) {
        return Err(duplicate(twice.traffic, &twice.peer));
    }
    let peers = present.iter().map(|rule| &rule.peer).chain(asked.iter().map(|asked| &asked.peer));
    check_count(cx.read(), peers)?;

    let add = |asked: Asked| {
        let Asked { traffic, peer, description } = asked;
        add(
            cx,
            SecurityGroupRule { group_id: group_id.clone(), direction, traffic, peer, description },
            tags.clone(),
        )
    };
    let ids: Vec<Id> = asked.into_iter().map(add).collect();
    let views = ids.iter().map(|id| {
        let row = cx.get::<SecurityGroupRule>(id)?;
        let tags = row.tags.wire_unless_empty();
        Ok(wire::SecurityGroupRule { tags, ..SecurityGroupRule::view(row, cx.read()) })
    });
    views.collect::<Result<_>>().map(Some)
}

/// A group counts as one rule of both kinds, a prefix list as many as it may have entries.
fn check_count<'a>(cx: Read<'_>, peers: impl Iterator<Item = &'a Peer>) -> Result<()> {
    let (mut ipv4, mut ipv6) = (0_usize, 0_usize);
    for peer in peers {
        let (more_ipv4, more_ipv6) = match peer {
            Peer::Ipv4(_) => (1, 0),
            Peer::Ipv6(_) => (0, 1),
            Peer::Group(_) => (1, 1),
            Peer::PrefixList(id) => {
                let weight = managed_prefix_lists::weight(cx, id);
                (weight, weight)
            }
        };
        ipv4 = ipv4.saturating_add(more_ipv4);
        ipv6 = ipv6.saturating_add(more_ipv6);
    }
    if ipv4 > MAX_RULES || ipv6 > MAX_RULES {
        let message = "The maximum number of rules per security group has been reached.";
        return Err(Error::new("RulesPerSecurityGroupLimitExceeded", message));
    }
    Ok(())
}

fn duplicate(traffic: Traffic, peer: &Peer) -> Error {
    let message = format!("the specified rule \"peer: {peer}, {traffic}, ALLOW\" already exists");
    Error::new("InvalidPermission.Duplicate", message)
}

fn describe_security_group_rules(
    cx: Read<'_>,
    request: &DescribeSecurityGroupRulesRequest,
) -> Result<DescribeSecurityGroupRulesResult> {
    check_filters(&request.filters)?;
    let page = cx.select::<SecurityGroupRule>(&Query {
        ids: &request.security_group_rule_ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    })?;
    Ok(DescribeSecurityGroupRulesResult {
        security_group_rules: Some(page.items),
        next_token: page.next_token,
    })
}

/// The ids of groups among the filters' values are looked at; `foobar` is recorded.
// unverified: that the ids of rules are not, and that patterns are let through.
fn check_filters(filters: &[wire::Filter]) -> Result<()> {
    let named = filters.iter().filter(|filter| filter.name.as_deref() == Some("group-id"));
    let mut ids = named.flat_map(|filter| filter.values.iter().flatten());
    let malformed = |id: &&String| SecurityGroup::check_id(id).is_err() && !id.contains(['*', '?']);
    match ids.find(malformed) {
        Some(id) => {
            let message = format!("The security group ID '{id}' is malformed");
            Err(Error::new("InvalidGroupId.Malformed", message))
        }
        None => Ok(()),
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct SecurityGroupRule {
    pub group_id: Id,
    pub direction: Direction,
    pub traffic: Traffic,
    pub peer: Peer,
    pub description: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) enum Direction {
    Ingress,
    Egress,
}

/// Where traffic may come from or go to; groups are of the same VPC.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(super) enum Peer {
    Ipv4(Ipv4Net),
    Ipv6(Ipv6Net),
    PrefixList(Id),
    Group(Id),
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ipv4(net) => net.fmt(f),
            Self::Ipv6(net) => net.fmt(f),
            Self::PrefixList(id) | Self::Group(id) => f.write_str(id),
        }
    }
}

/// The rules of a group, in the order of their creation.
pub(super) fn of_group<'a>(
    cx: Read<'a>,
    group_id: &str,
    direction: Direction,
) -> impl Iterator<Item = &'a Row<SecurityGroupRule>> + use<'a> {
    let rules = cx.with::<SecurityGroupRule>("group-id", group_id);
    rules.filter(move |rule| rule.direction == direction)
}

/// The rules of a group as DescribeSecurityGroups shows them.
pub(super) fn permissions_of(
    cx: Read<'_>,
    group_id: &str,
    direction: Direction,
) -> Vec<IpPermission> {
    let rules = of_group(cx, group_id, direction);
    let rules = rules.map(|rule| (rule.traffic, &rule.peer, rule.description.as_deref()));
    permissions::grouped(cx, rules)
}

/// Whether a rule of another group names this one.
pub(super) fn is_referenced(cx: Read<'_>, group_id: &str) -> bool {
    cx.with::<SecurityGroupRule>(REFERENCED, group_id).any(|rule| *rule.group_id != *group_id)
}

/// The ids of the groups with rules that name a prefix list, in their order and each once.
pub(super) fn groups_naming_list(cx: Read<'_>, prefix_list_id: &str) -> Vec<String> {
    let rules = cx.with::<SecurityGroupRule>(LIST, prefix_list_id);
    let mut groups: Vec<String> = rules.map(|rule| rule.group_id.to_string()).collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}

/// Lets all traffic to or from a peer through, as the rules do that a group begins with.
pub(super) fn allow_all(cx: &mut Write<'_>, group_id: &Id, direction: Direction, peer: Peer) {
    let rule = SecurityGroupRule {
        group_id: group_id.clone(),
        direction,
        traffic: Traffic::EVERYTHING,
        peer,
        description: None,
    };
    add(cx, rule, Tags::default());
}

fn add(cx: &mut Write<'_>, rule: SecurityGroupRule, tags: Tags) -> Id {
    let id = cx.new_id::<SecurityGroupRule>();
    cx.insert(id.clone(), rule, tags);
    id
}

/// Takes away the rules of a group that goes.
pub(super) fn delete_of_group(cx: &mut Write<'_>, group_id: &str) {
    let rules = cx.read().with::<SecurityGroupRule>("group-id", group_id);
    let ids: Vec<Id> = rules.map(|rule| rule.id.clone()).collect();
    for id in ids {
        cx.remove::<SecurityGroupRule>(&id);
    }
}

/// A rule of this group and direction.
///
/// # Errors
/// The kind's not-found code, also for a rule of another group.
fn get_of_group<'a>(
    cx: Read<'a>,
    group_id: &str,
    direction: Option<Direction>,
    id: &str,
) -> Result<&'a Row<SecurityGroupRule>> {
    let rule = cx.get::<SecurityGroupRule>(id)?;
    if *rule.group_id == *group_id && direction.is_none_or(|of| rule.direction == of) {
        return Ok(rule);
    }
    // unverified: the code for the id of a rule of another group or of the other direction.
    Err(SecurityGroupRule::not_found(&[id]))
}
